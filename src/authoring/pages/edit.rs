//! Editing a file that is there.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::sheet::{EditorState, refusal};
use super::{EntryPath, place};
use crate::authoring::form::EntryForm;
use crate::authoring::revision::EditBase;
use crate::authoring::save::{EditCause, EntryEdit, SaveOutcome};
use crate::authoring::{Authoring, AuthoringPages};
use crate::diff;
use crate::error::{Error, Result};
use crate::playbook::EntryId;
use crate::web::{Form, PageContext, Path, see};

pub(super) async fn open(
    t: PageContext,
    State(pages): State<AuthoringPages>,
    Path(at): Path<EntryPath>,
) -> Result<Response> {
    let id = place(&at)?;
    let source = pages.authoring.writer.read(&id).await?;
    let source = source.ok_or(Error::not_found("entry-not-found"))?;
    EditorState::from_source(id, source)
        .answer(t, &pages, StatusCode::OK)
        .await
}

/// What was entered, beside the file as it is now.
async fn entered(authoring: &Authoring, at: &EntryPath, form: EntryForm) -> Result<EditorState> {
    let id = place(at)?;
    let like = authoring.writer.read(&id).await?;
    Ok(EditorState::entered(id, form, like))
}

pub(super) async fn preview(
    t: PageContext,
    State(pages): State<AuthoringPages>,
    Path(at): Path<EntryPath>,
    Form(form): Form<EntryForm>,
) -> Result<Response> {
    entered(&pages.authoring, &at, form)
        .await?
        .preview(t, &pages)
        .await
}

pub(super) async fn save(
    t: PageContext,
    State(pages): State<AuthoringPages>,
    Path(at): Path<EntryPath>,
    Form(form): Form<EntryForm>,
) -> Result<Response> {
    let (id, kept) = (place(&at)?, form.clone());
    match entered(&pages.authoring, &at, form).await {
        Ok(sheet) => keep(t, &pages, sheet).await,
        Err(error) => {
            let (status, said) = refusal(&t, error)?;
            let sheet = EditorState::entered(id, kept, None).refused(Vec::new(), said);
            sheet.answer(t, &pages, status).await
        }
    }
}

/// Saves what is on the desk, or shows why not: nothing of what was entered is lost.
pub(super) async fn keep(t: PageContext, pages: &AuthoringPages, sheet: EditorState) -> Result<Response> {
    if sheet.form.act == "check" {
        return sheet.answer(t, pages, StatusCode::OK).await;
    }
    let base: Option<EditBase> = sheet.form.base.parse().ok();
    let (id, form, like) = (sheet.id.clone(), sheet.form.clone(), sheet.like.clone());
    let source = diff::aside(move |_| form.source(&id, like.as_deref())).await?;
    let change = match (source, sheet.form.reason()) {
        (Ok(source), Ok(reason)) => EntryEdit {
            source,
            // A form without what it began from has read nothing: then everything there is news.
            base: base.unwrap_or(EditBase::NEW),
            reason,
            cause: sheet
                .form
                .suggestion
                .parse()
                .map_or(EditCause::Edited, EditCause::Suggested),
        },
        (Err(wrong), _) | (_, Err(wrong)) => {
            let said = t.text("error-bad-input");
            let sheet = sheet.refused(wrong, said);
            return sheet.answer(t, pages, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let author = t.visitor().signed_in()?.clone();
    match pages.authoring.save(&author, &sheet.id, &change).await {
        Ok(SaveOutcome::Saved) => {
            if sheet.form.unanswered.is_empty() {
                return Ok(saved("authoring-saved", &sheet.id));
            }
            pages
                .authoring
                .unanswered
                .settle(&author, &sheet.form.unanswered, Some(&sheet.id))
                .await?;
            Ok(saved("authoring-answered", &sheet.id))
        }
        Ok(SaveOutcome::Same) => Ok(saved("authoring-same", &sheet.id)),
        Ok(SaveOutcome::Clash(clash)) => {
            let sheet = sheet.after(clash, &change.source, &t).await?;
            sheet.answer(t, pages, StatusCode::CONFLICT).await
        }
        Ok(SaveOutcome::Refused(_)) => {
            let said = t.text("authoring-refused");
            let sheet = sheet.refused(Vec::new(), said);
            sheet.answer(t, pages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => {
            let (status, said) = refusal(&t, error)?;
            sheet.refused(Vec::new(), said).answer(t, pages, status).await
        }
    }
}

fn saved(key: &str, id: &EntryId) -> Response {
    see(id.url()).saying(key).into_response()
}
