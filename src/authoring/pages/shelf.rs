//! Where an entry stands: who sees it, what it is called, whether it is there at all; the list of what was deleted.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::edit::refused_because;
use super::editor::refusal;
use super::{EntryPath, place, renamed};
use crate::authoring::revision::EditBase;
use crate::authoring::store::RemovedEntry;
use crate::authoring::{Authoring, SaveOutcome, ShelfOutcome};
use crate::error::{Error, Result};
use crate::playbook::{Entry, EntryId, EntryStatus};
use crate::web::{FieldErrors, Flash, Form, Html, PageContext, Path, see};

/// Entries that link here shown at most.
const LINKS: usize = 12;

#[derive(Template)]
#[template(path = "authoring/place.html")]
struct PlacePage {
    t: PageContext,
    id: EntryId,
    entry: Arc<Entry>,
    base: EditBase,
    /// Entries that link to it.
    mentions: Vec<Arc<Entry>>,
    /// As entered.
    title: String,
    slug: String,
    errors: FieldErrors,
    /// Why it was not done.
    said: String,
}

impl PlacePage {
    /// Of the entry as it is.
    async fn load(t: PageContext, authoring: &Authoring, id: EntryId) -> Result<Self> {
        let missing = || Error::not_found("entry-not-found");
        let there = authoring.writer.read(&id).await?.ok_or_else(missing)?;
        let book = authoring.library.snapshot();
        let entry = book.any(&id).filter(|entry| entry.id == id).ok_or_else(missing)?;
        Ok(Self {
            base: EditBase::from_source(Some(&there)),
            mentions: book.mentions(&id).take(LINKS).cloned().collect(),
            title: entry.title().to_owned(),
            slug: id.slug.to_string(),
            errors: FieldErrors::default(),
            said: String::new(),
            entry: Arc::clone(entry),
            t,
            id,
        })
    }

    fn refused(self, status: StatusCode, said: String) -> Response {
        (status, Html(Self { said, ..self })).into_response()
    }

    fn status(&self) -> EntryStatus {
        self.entry.status()
    }
    /// The states it is not in, with the words of the button.
    fn others(&self) -> Vec<(EntryStatus, &'static str)> {
        let words = |status| match status {
            EntryStatus::Published => "authoring-place-publish",
            EntryStatus::Draft => "authoring-place-draft",
            EntryStatus::Archived => "authoring-place-archive",
        };
        let others = EntryStatus::ALL.iter().filter(|status| **status != self.status());
        others.map(|status| (*status, words(*status))).collect()
    }
}

pub(super) async fn open(
    t: PageContext,
    State(authoring): State<Authoring>,
    Path(at): Path<EntryPath>,
) -> Result<Response> {
    let id = place(&at)?;
    if let Some(response) = renamed(&authoring, &id, "place") {
        return Ok(response);
    }
    let page = PlacePage::load(t, &authoring, id).await?;
    Ok(Html(page).into_response())
}

/// What the forms of the page send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PlaceForm {
    /// The text the page was made of.
    base: String,
    status: String,
    title: String,
    slug: String,
}

impl PlaceForm {
    /// A form without what it began from has read nothing.
    fn base(&self) -> EditBase {
        self.base.parse().unwrap_or(EditBase::NEW)
    }
}

pub(super) async fn set_status(
    t: PageContext,
    State(authoring): State<Authoring>,
    Path(at): Path<EntryPath>,
    Form(form): Form<PlaceForm>,
) -> Result<Response> {
    let id = place(&at)?;
    let status: EntryStatus = form
        .status
        .parse()
        .map_err(|_| Error::field("status", "entry-choice"))?;
    let author = t.visitor().signed_in()?.clone();
    match authoring.set_status(&author, &id, form.base(), status).await {
        Ok(SaveOutcome::Saved | SaveOutcome::Same) => {
            let told = status == EntryStatus::Published && authoring.tell_askers(&author, &id).await?;
            let said = match status {
                EntryStatus::Published if told => "authoring-answered",
                EntryStatus::Published => "authoring-place-published",
                EntryStatus::Draft => "authoring-place-drafted",
                EntryStatus::Archived => "authoring-place-archived",
            };
            Ok(see(id.url()).saying(said).into_response())
        }
        Ok(SaveOutcome::Clash(_)) => changed(t, &authoring, id).await,
        Ok(SaveOutcome::Refused(complaints)) => {
            let said = refused_because(&t, &complaints);
            again(t, &authoring, id, (StatusCode::UNPROCESSABLE_ENTITY, said)).await
        }
        Err(error) => not_done(t, &authoring, id, error).await,
    }
}

pub(super) async fn rename(
    t: PageContext,
    State(authoring): State<Authoring>,
    Path(at): Path<EntryPath>,
    Form(form): Form<PlaceForm>,
) -> Result<Response> {
    let id = place(&at)?;
    let author = t.visitor().signed_in()?.clone();
    let done = authoring
        .rename(&author, &id, &form.base(), (&form.title, &form.slug))
        .await;
    match done {
        Ok(ShelfOutcome::Done(links)) => {
            let now = EntryId::of_address(id.locale.as_str(), id.kind.folder(), form.slug.trim())?;
            let said = Flash::with("authoring-place-renamed", links.to_string());
            Ok(see(now.url()).saying(said).into_response())
        }
        Ok(ShelfOutcome::Changed) => changed(t, &authoring, id).await,
        Ok(ShelfOutcome::Refused(complaints)) => {
            let said = refused_because(&t, &complaints);
            again(t, &authoring, id, (StatusCode::UNPROCESSABLE_ENTITY, said)).await
        }
        Err(error) => match FieldErrors::from_error(error) {
            Ok(errors) => {
                let page = PlacePage {
                    title: form.title,
                    slug: form.slug,
                    errors,
                    ..PlacePage::load(t, &authoring, id).await?
                };
                Ok(page.refused(StatusCode::UNPROCESSABLE_ENTITY, String::new()))
            }
            Err(error) => not_done(t, &authoring, id, error).await,
        },
    }
}

pub(super) async fn remove(
    t: PageContext,
    State(authoring): State<Authoring>,
    Path(at): Path<EntryPath>,
    Form(form): Form<PlaceForm>,
) -> Result<Response> {
    let id = place(&at)?;
    let author = t.visitor().signed_in()?.clone();
    match authoring.remove(&author, &id, &form.base()).await {
        Ok(ShelfOutcome::Done(_)) => Ok(see("/playbook/removed")
            .saying("authoring-place-removed")
            .into_response()),
        Ok(ShelfOutcome::Changed | ShelfOutcome::Refused(_)) => changed(t, &authoring, id).await,
        Err(error) => not_done(t, &authoring, id, error).await,
    }
}

/// Somebody else changed the entry meanwhile.
async fn changed(t: PageContext, authoring: &Authoring, id: EntryId) -> Result<Response> {
    let said = t.text("authoring-place-changed");
    again(t, authoring, id, (StatusCode::CONFLICT, said)).await
}

async fn not_done(t: PageContext, authoring: &Authoring, id: EntryId, error: Error) -> Result<Response> {
    let why = refusal(&t, error)?;
    again(t, authoring, id, why).await
}

/// The page of the entry as it is now, and why it was not done.
async fn again(
    t: PageContext,
    authoring: &Authoring,
    id: EntryId,
    (status, said): (StatusCode, String),
) -> Result<Response> {
    Ok(PlacePage::load(t, authoring, id).await?.refused(status, said))
}

#[derive(Template)]
#[template(path = "authoring/removed.html")]
pub(super) struct RemovedPage {
    t: PageContext,
    items: Vec<(EntryId, String, RemovedEntry)>,
}

pub(super) async fn removed(t: PageContext, State(authoring): State<Authoring>) -> Result<Html<RemovedPage>> {
    let items = authoring.removed().await?;
    Ok(Html(RemovedPage { t, items }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TakeBackForm {
    entry: String,
}

pub(super) async fn take_back(
    t: PageContext,
    State(authoring): State<Authoring>,
    Form(form): Form<TakeBackForm>,
) -> Result<Response> {
    let id: EntryId = form
        .entry
        .parse()
        .map_err(|_| Error::not_found("entry-not-found"))?;
    let author = t.visitor().signed_in()?.clone();
    match authoring.take_back(&author, &id).await? {
        SaveOutcome::Saved | SaveOutcome::Same => {
            Ok(see(id.url()).saying("authoring-place-returned").into_response())
        }
        SaveOutcome::Clash(_) => Ok(see(id.url()).saying("authoring-place-taken").into_response()),
        // What it held cannot be shown any more: the history opens it in the editor.
        SaveOutcome::Refused(_) => Ok(see(format!("{}/history", id.url()))
            .saying("authoring-refused")
            .into_response()),
    }
}
