//! Keeping a phrase from the search page; the trainer's queue; what the asker is shown.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::group::PhraseGroup;
use super::{Unanswered, UnansweredQuestion, store};
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::id::UnansweredId;
use crate::people::Permission;
use crate::playbook::{EntryId, EntryKind};
use crate::web::{Flash, Form, Html, Json, PageContext, Path, Routes, SeeOther, Visitor, encode, see};

/// The trainer's page.
const PAGE: &str = "/playbook/unanswered";
/// Groups shown at once.
const GROUPS: usize = 50;
/// Other wordings offered as aliases of a new entry at most.
const ALIASES: usize = 8;

/// Routes of the queue.
pub fn routes() -> Routes<Unanswered> {
    Routes::new()
        .get(PAGE, Permission::EditPlaybook, list)
        .post("/playbook/unanswered/settle", Permission::EditPlaybook, close)
        .post("/unanswered", Permission::ReadPlaybook, ask)
        .post("/unanswered/{id}/withdraw", Permission::ReadPlaybook, take_back)
        .post("/unanswered/{id}/seen", Permission::ReadPlaybook, seen)
}

#[derive(Serialize)]
struct KeptPhraseBody {
    id: UnansweredId,
    said: String,
}

async fn ask(
    t: PageContext,
    State(unanswered): State<Unanswered>,
    Form(question): Form<UnansweredQuestion>,
) -> Result<Response> {
    let id = unanswered.keep(t.visitor().signed_in()?, &question).await?;
    if t.visitor().fragment().is_some() {
        let said = t.with("unanswered-kept", "value", question.phrase.trim());
        return Ok(Json(KeptPhraseBody { id, said }).into_response());
    }
    let flash = Flash::with("unanswered-kept", question.phrase.trim().to_owned());
    let back = format!("/search?q={}", encode(&question.query));
    Ok(see(back).saying(flash).into_response())
}

async fn take_back(
    visitor: Visitor,
    State(unanswered): State<Unanswered>,
    Path(id): Path<UnansweredId>,
) -> Result<Response> {
    unanswered.withdraw(visitor.signed_in()?, &id).await?;
    Ok(if visitor.fragment().is_some() {
        StatusCode::NO_CONTENT.into_response()
    } else {
        Redirect::to("/search").into_response()
    })
}

/// Leads the asker to the answer and shows the news no more.
async fn seen(
    visitor: Visitor,
    State(unanswered): State<Unanswered>,
    Path(id): Path<UnansweredId>,
) -> Result<Redirect> {
    let mut tx = unanswered.core.db.write().await?;
    let entry = store::saw(&mut tx, &id, &visitor.signed_in()?.id, unanswered.core.now()).await?;
    tx.commit().await?;
    let entry: Option<EntryId> = entry.and_then(|entry| entry.parse().ok());
    Ok(Redirect::to(
        &entry.map_or_else(|| "/".to_owned(), |entry| entry.url()),
    ))
}

#[derive(Template)]
#[template(path = "unanswered/list.html")]
struct UnansweredPage {
    t: PageContext,
    groups: Vec<PhraseGroup>,
    /// Groups that do not fit.
    more: usize,
    /// Entries that may answer: address and title.
    entries: Vec<(String, String)>,
}

impl UnansweredPage {
    /// The part of a call somebody had in mind, when everybody may hear it.
    fn heard(group: &PhraseGroup) -> Option<&str> {
        let pages = group.items.iter().map(|item| item.page.as_str());
        pages.into_iter().find(|page| page.starts_with("/snippets/"))
    }
    /// The editor with a new objection that begins with the phrase; the other wordings are its aliases.
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn write(&self, group: &PhraseGroup) -> String {
        let phrase = group.phrase();
        let latin = phrase.chars().filter(char::is_ascii_alphabetic).count() * 2 > phrase.chars().count();
        let locale = if latin { Locale::En } else { Locale::Ru };
        let mut url = format!(
            "/playbook/new?locale={locale}&kind={}&title={}",
            EntryKind::Objection.folder(),
            encode(phrase)
        );
        for alias in group.others().into_iter().take(ALIASES) {
            url.push_str("&alias=");
            url.push_str(&encode(alias));
        }
        if let Some(item) = group.items.first() {
            url.push_str("&unanswered=");
            url.push_str(&item.id);
        }
        url
    }
}

async fn list(t: PageContext, State(unanswered): State<Unanswered>) -> Result<Html<UnansweredPage>> {
    let mut groups = unanswered.queue().await?;
    let more = groups.len().saturating_sub(GROUPS);
    groups.truncate(GROUPS);
    let book = unanswered.library.snapshot();
    let entries = book
        .entries()
        .map(|entry| (entry.id.to_string(), entry.title().to_owned()));
    Ok(Html(UnansweredPage {
        entries: entries.collect(),
        t,
        groups,
        more,
    }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SettleForm {
    item: String,
    /// The entry that answers; empty declines.
    entry: String,
}

/// Codes: `entry-not-found` when the book has no such entry.
async fn close(
    visitor: Visitor,
    State(unanswered): State<Unanswered>,
    Form(form): Form<SettleForm>,
) -> Result<SeeOther> {
    let book = unanswered.library.snapshot();
    let entry = match form.entry.trim() {
        "" => None,
        named => {
            let id: Option<EntryId> = named.parse().ok();
            let found = id.and_then(|id| book.get(&id));
            Some(found.ok_or(Error::not_found("entry-not-found"))?.id.clone())
        }
    };
    unanswered
        .settle(visitor.signed_in()?, &form.item, entry.as_ref())
        .await?;
    let flash = Flash::new(if entry.is_some() {
        "unanswered-answered"
    } else {
        "unanswered-declined"
    });
    Ok(see(PAGE).saying(flash))
}
