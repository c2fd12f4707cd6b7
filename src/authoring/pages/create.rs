//! A new file.
//!
//! Whoever sends an author here (a question without an answer) fills the form by the address: `title`, `alias` as often as
//! needed, `kind`, `locale`, `unanswered`. All may be left out.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::edit::keep;
use super::editor::EditorState;
use crate::authoring::form::{EntryForm, one_line};
use crate::authoring::revision::EditBase;
use crate::authoring::{Authoring, AuthoringPages, REVIEW_DAYS, skeleton, slug};
use crate::error::{Error, FieldError, Result};
use crate::i18n::Locale;
use crate::playbook::{EntryId, EntryKind, EntryStatus, Slug};
use crate::web::{Form, PageContext, Query};

/// The name of a file that has none yet; nothing is written under it unless it is chosen.
const NAMELESS: &str = "new";

/// What the address says of a new file. Words that are no language or kind are as if left out.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewEntryQuery {
    locale: String,
    /// By its folder or its word.
    kind: String,
    title: String,
    alias: Vec<String>,
    /// The question that is answered: settled once the file is saved.
    unanswered: String,
}

pub(super) async fn open(
    t: PageContext,
    State(pages): State<AuthoringPages>,
    Query(query): Query<NewEntryQuery>,
) -> Result<Response> {
    let kind = EntryKind::of_folder(&query.kind)
        .or(query.kind.parse().ok())
        .unwrap_or(EntryKind::Objection);
    let locale = query.locale.parse().unwrap_or_else(|_| t.locale());
    let title = one_line(&query.title);
    let form = EntryForm {
        aliases: query
            .alias
            .iter()
            .map(|it| one_line(it))
            .collect::<Vec<_>>()
            .join("\n"),
        owner: t.visitor().signed_in()?.login.clone(),
        review: t.today().plus_days(REVIEW_DAYS).to_string(),
        body: skeleton::text(kind, locale).to_owned(),
        base: EditBase::NEW.to_string(),
        locale: locale.to_string(),
        kind: kind.folder().to_owned(),
        slug: suggested(&pages.authoring, (locale, kind), &title),
        title,
        status: EntryStatus::Draft.to_string(),
        unanswered: query.unanswered,
        ..EntryForm::default()
    };
    let mut editor = editor(form)?;
    editor.unsaved = false;
    editor.answer(t, &pages, StatusCode::OK).await
}

/// A free name for a title; empty when it has none.
fn suggested(authoring: &Authoring, (locale, kind): (Locale, EntryKind), title: &str) -> String {
    let book = authoring.library.snapshot();
    let id = |slug: &Slug| EntryId {
        locale,
        kind,
        slug: slug.clone(),
    };
    let slug = slug::suggest(title, |slug| book.any(&id(slug)).is_some());
    slug.map(|slug| slug.to_string()).unwrap_or_default()
}

fn nameless(locale: Locale, kind: EntryKind) -> Result<EntryId> {
    let slug = NAMELESS.parse().map_err(Error::internal)?;
    Ok(EntryId { locale, kind, slug })
}

/// What was entered; without a usable name it is called [`NAMELESS`].
fn editor(form: EntryForm) -> Result<EditorState> {
    let locale = form.locale.parse().unwrap_or(Locale::Ru);
    let kind = EntryKind::of_folder(&form.kind).unwrap_or(EntryKind::Objection);
    let id = form.id().or_else(|_| nameless(locale, kind))?;
    Ok(EditorState {
        new: true,
        ..EditorState::entered(id, form, None)
    })
}

pub(super) async fn preview(
    t: PageContext,
    State(pages): State<AuthoringPages>,
    Form(form): Form<EntryForm>,
) -> Result<Response> {
    editor(form)?.preview(t, &pages).await
}

pub(super) async fn save(
    t: PageContext,
    State(pages): State<AuthoringPages>,
    Form(mut form): Form<EntryForm>,
) -> Result<Response> {
    let title = one_line(&form.title);
    if let (true, Ok(locale), Some(kind)) = (
        form.slug.trim().is_empty(),
        form.locale.parse(),
        EntryKind::of_folder(&form.kind),
    ) {
        form.slug = suggested(&pages.authoring, (locale, kind), &title);
    }
    form.base = EditBase::NEW.to_string();
    let mut wrong = form.facts().err().unwrap_or_default();
    let id = form.id();
    let editor = editor(form)?;
    match id {
        Err(of_name) => wrong.extend(of_name),
        Ok(id) if pages.authoring.writer.read(&id).await?.is_some() => wrong.push(FieldError {
            field: "slug",
            code: "entry-slug-taken",
        }),
        Ok(_) => {}
    }
    if wrong.is_empty() || editor.form.act == "check" {
        return keep(t, &pages, editor).await;
    }
    let said = t.text("error-bad-input");
    editor
        .refused(wrong, said)
        .answer(t, &pages, StatusCode::UNPROCESSABLE_ENTITY)
        .await
}
