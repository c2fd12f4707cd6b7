//! A checklist as it is used: the newest version or an earlier one to try, and what each version changed.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::conflict::{ChangeView, views};
use super::list::fits;
use super::me;
use super::preview::PreviewCard;
use crate::checklists::Checklists;
use crate::checklists::editor::store::ChecklistSummary;
use crate::checklists::words::words;
use crate::error::{Error, Result};
use crate::id::ChecklistId;
use crate::web::{Html, PageContext, Path, Query};

/// One version in the history.
struct EditionView {
    number: i32,
    /// «Марина Соколова, 19 ноября, 14:05» or that it came with the program.
    by: String,
    evaluations: i64,
    current: bool,
    /// What it changed; empty for the first one.
    changes: Vec<ChangeView>,
}

#[derive(Template)]
#[template(path = "checklists/show.html")]
struct ChecklistPage {
    t: PageContext,
    listed: ChecklistSummary,
    name: String,
    about: String,
    fits: Vec<String>,
    number: i32,
    newest: bool,
    /// Who saved the draft and when.
    draft: Option<String>,
    card: PreviewCard,
    editions: Vec<EditionView>,
}

#[derive(Deserialize)]
pub(super) struct ChecklistQuery {
    version: Option<i32>,
}

pub(super) async fn show(
    t: PageContext,
    State(checklists): State<Checklists>,
    Path(id): Path<ChecklistId>,
    Query(asked): Query<ChecklistQuery>,
) -> Result<Response> {
    let desk = checklists.desk(&me(&t)?, &id).await?;
    let newest = desk.editions.first().map(|edition| edition.number);
    let Some(newest) = newest else {
        return Ok(Redirect::to(&format!("/checklists/{id}/edit")).into_response());
    };
    let wanted = asked.version.unwrap_or(newest);
    let shown = desk.editions.iter().find(|edition| edition.number == wanted);
    let shown = shown.ok_or(Error::not_found("checklist-not-found"))?;
    let document = &shown.document.0;
    let editions = desk.editions.iter().enumerate().map(|(at, edition)| {
        let when = t.moment(&edition.created_at);
        let before = desk.editions.get(at + 1);
        EditionView {
            number: edition.number,
            by: match &edition.author {
                Some(author) => t.with2("checklist-draft-by", "author", author, "when", when),
                None => t.with("checklist-shipped", "when", when),
            },
            evaluations: edition.evaluations,
            current: edition.number == wanted,
            changes: before.map_or_else(Vec::new, |before| {
                views(&t, &before.document.0, &edition.document.0)
            }),
        }
    });
    let page = ChecklistPage {
        name: words(&document.name, t.locale()),
        about: words(&document.about, t.locale()),
        fits: fits(&t, document),
        number: wanted,
        newest: wanted == newest,
        draft: desk.draft.as_ref().map(|draft| {
            let when = t.moment(&draft.saved_at);
            t.with2("checklist-draft-by", "author", &draft.author, "when", when)
        }),
        card: PreviewCard::new(&t, document, &checklists.library.snapshot(), true)?,
        editions: editions.collect(),
        listed: desk.listed.clone(),
        t,
    };
    Ok(Html(page).into_response())
}
