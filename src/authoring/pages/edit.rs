//! Editing a file that is there.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::editor::{EditorState, refusal};
use super::{EntryPath, place, renamed};
use crate::authoring::form::{EntryForm, PUBLISH, one_line};
use crate::authoring::revision::EditBase;
use crate::authoring::save::{EditCause, EntryEdit, SaveOutcome};
use crate::authoring::{Authoring, AuthoringPages};
use crate::diff;
use crate::error::{Error, Result};
use crate::playbook::front_matter::Complaint;
use crate::playbook::lint::LintFault;
use crate::playbook::{EntryId, EntryStatus};
use crate::web::{Form, PageContext, Path, Query, see};

/// What whoever sends an author here proposes: further wordings, as often as needed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct EditQuery {
    alias: Vec<String>,
}

pub(super) async fn open(
    t: PageContext,
    State(pages): State<AuthoringPages>,
    Path(at): Path<EntryPath>,
    Query(query): Query<EditQuery>,
) -> Result<Response> {
    let id = place(&at)?;
    if let Some(response) = renamed(&pages.authoring, &id, "edit") {
        return Ok(response);
    }
    let source = pages.authoring.writer.read(&id).await?;
    let source = source.ok_or(Error::not_found("entry-not-found"))?;
    let mut editor = EditorState::from_source(id, source);
    for alias in query.alias.iter().map(|alias| one_line(alias)) {
        if !alias.is_empty() && !editor.form.is_whole() {
            let aliases = &mut editor.form.aliases;
            if !aliases.is_empty() {
                aliases.push('\n');
            }
            aliases.push_str(&alias);
            editor.unsaved = true;
        }
    }
    editor.answer(t, &pages, StatusCode::OK).await
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
        Ok(editor) => keep(t, &pages, editor).await,
        Err(error) => {
            let (status, said) = refusal(&t, error)?;
            let editor = EditorState::entered(id, kept, None).refused(Vec::new(), said);
            editor.answer(t, &pages, status).await
        }
    }
}

/// Saves what is on the desk, or shows why not: nothing of what was entered is lost.
pub(super) async fn keep(t: PageContext, pages: &AuthoringPages, editor: EditorState) -> Result<Response> {
    if editor.form.act == "check" {
        return editor.answer(t, pages, StatusCode::OK).await;
    }
    let base: Option<EditBase> = editor.form.base.parse().ok();
    let (id, form, like) = (editor.id.clone(), editor.form.clone(), editor.like.clone());
    let source = diff::aside(move |_| form.source(&id, like.as_deref())).await?;
    let change = match (source, editor.form.reason()) {
        (Ok(source), Ok(reason)) => EntryEdit {
            source,
            // A form without what it began from has read nothing: then everything there is news.
            base: base.unwrap_or(EditBase::NEW),
            reason,
            cause: editor
                .form
                .suggestion
                .parse()
                .map_or(EditCause::Edited, EditCause::Suggested),
        },
        (Err(wrong), _) | (_, Err(wrong)) => {
            let said = t.text("error-bad-input");
            let editor = editor.refused(wrong, said);
            return editor.answer(t, pages, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let author = t.visitor().signed_in()?.clone();
    match pages.authoring.save(&author, &editor.id, &change).await {
        Ok(SaveOutcome::Saved) => {
            let said = match editor.form.status() {
                EntryStatus::Draft => "authoring-saved-draft",
                EntryStatus::Archived => "authoring-saved-archived",
                EntryStatus::Published => "authoring-saved",
            };
            // Whoever asked could not read a draft: their question waits until it is published.
            if editor.form.unanswered.is_empty() || editor.form.status() == EntryStatus::Draft {
                let published = editor.form.act == PUBLISH;
                let told = published && pages.authoring.tell_askers(&author, &editor.id).await?;
                return Ok(saved(if told { "authoring-answered" } else { said }, &editor.id));
            }
            pages
                .authoring
                .unanswered
                .settle(&author, &editor.form.unanswered, Some(&editor.id))
                .await?;
            Ok(saved("authoring-answered", &editor.id))
        }
        Ok(SaveOutcome::Same) => Ok(saved("authoring-same", &editor.id)),
        Ok(SaveOutcome::Clash(clash)) => {
            let editor = editor.after(clash, &change.source, &t).await?;
            editor.answer(t, pages, StatusCode::CONFLICT).await
        }
        Ok(SaveOutcome::Refused(complaints)) => {
            let said = refused_because(&t, &complaints);
            let editor = editor.refused(Vec::new(), said);
            editor.answer(t, pages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => {
            let (status, said) = refusal(&t, error)?;
            editor.refused(Vec::new(), said).answer(t, pages, status).await
        }
    }
}

/// Why a text is not saved: the template's lines are named, what else is wrong stands among the remarks.
pub(super) fn refused_because(t: &PageContext, complaints: &[Complaint]) -> String {
    let left = |(_, fault): &Complaint| match fault {
        LintFault::TemplateLeft { line } => Some(line.clone()),
        _ => None,
    };
    let lines: Option<Vec<String>> = complaints.iter().map(left).collect();
    lines.map_or_else(
        || t.text("authoring-refused"),
        |lines| t.with("authoring-template-left", "lines", lines.join(" / ")),
    )
}

fn saved(key: &str, id: &EntryId) -> Response {
    see(id.url()).saying(key).into_response()
}
