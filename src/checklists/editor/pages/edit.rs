//! The editor: the whole checklist as one form, the card beside it, saved as it is typed.
//!
//! Every act sends the whole form and saves it first, so nothing typed is lost without script. With script a save returns
//! the preview, an act the whole editor (`X-Fragment`).

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::conflict::views;
use super::edit_page::{ChecklistClash, ChecklistEditPage, EditPageContent, known};
use super::me;
use crate::checklists::editor::draft::{self, OrderChange};
use crate::checklists::editor::form::{self, DraftFields};
use crate::checklists::editor::write::ChecklistPublishOutcome;
use crate::checklists::{Checklist, Checklists};
use crate::error::{Error, ErrorKind, Result};
use crate::id::ChecklistId;
use crate::people::Person;
use crate::playbook::library::LibrarySnapshot;
use crate::web::{Flash, Form, Html, PageContext, Path, SeeOther, see};

/// Somebody who writes a title means the entry with it.
fn resolve(document: &mut Checklist, book: &LibrarySnapshot) {
    let items = document.blocks.iter_mut().flat_map(|block| &mut block.items);
    for entry in items.filter_map(|item| item.entry.as_mut()) {
        if known(book, entry) {
            continue;
        }
        if let Some(found) = book.entries().find(|it| it.title() == entry.as_str()) {
            *entry = found.id.to_string();
        }
    }
}

fn revision(fields: &DraftFields) -> Result<i64> {
    number(fields, "revision").ok_or(Error::new(ErrorKind::BadInput, "bad-form"))
}

fn number(fields: &DraftFields, name: &str) -> Option<i64> {
    text(fields, name).parse().ok()
}

fn text<'a>(fields: &'a DraftFields, name: &str) -> &'a str {
    let found = fields.iter().rev().find(|(field, _)| field == name);
    found.map_or("", |(_, value)| value.as_str())
}

fn to_editor(id: &ChecklistId, anchor: &str) -> String {
    match anchor {
        "" => format!("/checklists/{id}/edit"),
        anchor => format!("/checklists/{id}/edit#{anchor}"),
    }
}

fn is_conflict(error: &Error) -> bool {
    error.code() == "checklist-changed"
}

pub(super) async fn edit(
    t: PageContext,
    State(checklists): State<Checklists>,
    Path(id): Path<ChecklistId>,
) -> Result<Html<impl Template>> {
    let desk = checklists.desk(&me(&t)?, &id).await?;
    Ok(Html(ChecklistEditPage::new(
        t,
        &checklists,
        &desk,
        EditPageContent::default(),
    )?))
}

pub(super) async fn save(
    t: PageContext,
    State(checklists): State<Checklists>,
    Path(id): Path<ChecklistId>,
    Form(fields): Form<DraftFields>,
) -> Result<Response> {
    let (by, act) = (me(&t)?, text(&fields, "act"));
    if matches!(act, "apart" | "over") {
        return keep_both(t, &checklists, &by, &id, &fields).await;
    }
    let before = checklists.desk(&by, &id).await?;
    let (mut document, problems) = form::read(&fields, &before.document());
    resolve(&mut document, &checklists.library.snapshot());
    let step: Option<OrderChange> = act.parse().ok();
    let focus = step.and_then(|step| draft::step(&mut document, &before.published(), &step));
    match checklists.save(&by, &id, revision(&fields)?, document).await {
        Ok(_) => {}
        Err(error) if is_conflict(&error) => return clash(t, &checklists, &by, &id, &fields).await,
        Err(error) => return Err(error),
    }
    if t.visitor().fragment().is_none() && problems.is_empty() {
        return Ok(Redirect::to(&to_editor(&id, &focus.unwrap_or_default())).into_response());
    }
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let shown = EditPageContent {
        problems,
        focus,
        ..EditPageContent::default()
    };
    let desk = checklists.desk(&by, &id).await?;
    Ok(answer(
        ChecklistEditPage::new(t, &checklists, &desk, shown)?,
        status,
    ))
}

/// The page, or the part of it that a script asked for.
fn answer(page: ChecklistEditPage, status: StatusCode) -> Response {
    let fragment = page.t.visitor().fragment().map(str::to_owned);
    match fragment.as_deref() {
        Some("preview") => (status, Html(page.as_preview())).into_response(),
        Some("editor") => (status, Html(page.as_editor())).into_response(),
        _ => (status, Html(page)).into_response(),
    }
}

/// What was entered stays in the form, beside who was faster and what differs.
async fn clash(
    t: PageContext,
    checklists: &Checklists,
    by: &Person,
    id: &ChecklistId,
    fields: &DraftFields,
) -> Result<Response> {
    let desk = checklists.desk(by, id).await?;
    let mine = form::read_whole(fields, &desk.document());
    let words = match &desk.draft {
        Some(draft) => {
            let when = t.moment(&draft.saved_at);
            t.with2("checklist-clash", "author", &draft.author, "when", when)
        }
        None => t.text("checklist-clash-published"),
    };
    let clash = ChecklistClash {
        words,
        over: desk.listed.revision,
        changes: views(&t, &desk.document(), &mine),
    };
    let shown = EditPageContent {
        document: Some(mine),
        clash: Some(clash),
        revision: Some(revision(fields)?),
        ..EditPageContent::default()
    };
    Ok(answer(
        ChecklistEditPage::new(t, checklists, &desk, shown)?,
        StatusCode::CONFLICT,
    ))
}

/// After a conflict: both are kept. `apart` makes what was written here a checklist of its own, `over` puts it in the
/// place of the draft, which becomes one.
async fn keep_both(
    t: PageContext,
    checklists: &Checklists,
    by: &Person,
    id: &ChecklistId,
    fields: &DraftFields,
) -> Result<Response> {
    let before = checklists.desk(by, id).await?;
    let mut mine = form::read_whole(fields, &before.document());
    resolve(&mut mine, &checklists.library.snapshot());
    let over = number(fields, "over").unwrap_or_default();
    let made = if text(fields, "act") == "apart" {
        checklists
            .start(by, draft::copied(mine))
            .await
            .map(|made| (made, "checklist-kept-apart"))
    } else {
        let kept = checklists.put_over(by, id, over, mine).await;
        kept.map(|_| (id.clone(), "checklist-kept-over"))
    };
    match made {
        Ok((made, said)) => Ok(see(to_editor(&made, "")).saying(said).into_response()),
        Err(error) if is_conflict(&error) => clash(t, checklists, by, id, fields).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn publish(
    t: PageContext,
    State(checklists): State<Checklists>,
    Path(id): Path<ChecklistId>,
    Form(fields): Form<DraftFields>,
) -> Result<Response> {
    let by = me(&t)?;
    let before = checklists.desk(&by, &id).await?;
    let (mut document, problems) = form::read(&fields, &before.document());
    resolve(&mut document, &checklists.library.snapshot());
    let result = match checklists.save(&by, &id, revision(&fields)?, document).await {
        Ok(revision) if problems.is_empty() => checklists.publish(&by, &id, revision).await,
        Ok(_) => Ok(ChecklistPublishOutcome::Faulty(Vec::new())),
        Err(error) => Err(error),
    };
    let flash = match result {
        Ok(ChecklistPublishOutcome::Published(number)) => {
            Flash::with("checklist-published", number.to_string())
        }
        Ok(ChecklistPublishOutcome::Unchanged) => Flash::new("checklist-unchanged"),
        Ok(ChecklistPublishOutcome::Faulty(_)) => {
            let desk = checklists.desk(&by, &id).await?;
            let shown = EditPageContent {
                problems,
                refused: true,
                ..EditPageContent::default()
            };
            return Ok(answer(
                ChecklistEditPage::new(t, &checklists, &desk, shown)?,
                StatusCode::UNPROCESSABLE_ENTITY,
            ));
        }
        Err(error) if is_conflict(&error) => return clash(t, &checklists, &by, &id, &fields).await,
        Err(error) => return Err(error),
    };
    Ok(see(format!("/checklists/{id}")).saying(flash).into_response())
}

pub(super) async fn discard(
    t: PageContext,
    State(checklists): State<Checklists>,
    Path(id): Path<ChecklistId>,
    Form(fields): Form<DraftFields>,
) -> Result<SeeOther> {
    let stays = checklists.discard(&me(&t)?, &id, revision(&fields)?).await?;
    let to = if stays {
        format!("/checklists/{id}")
    } else {
        "/checklists".to_owned()
    };
    let mut flash = Flash::new("checklist-discarded");
    if stays {
        flash = flash.undo(format!("/checklists/{id}/draft/restore"));
    }
    Ok(see(to).saying(flash))
}

pub(super) async fn put_back(
    t: PageContext,
    State(checklists): State<Checklists>,
    Path(id): Path<ChecklistId>,
) -> Result<SeeOther> {
    checklists.restore_draft(&me(&t)?, &id).await?;
    let to = format!("/checklists/{id}/edit");
    Ok(see(to).saying("undone"))
}
