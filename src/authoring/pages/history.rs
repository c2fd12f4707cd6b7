//! What a file held: who wrote what, when and why; what was changed; putting it back.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::editor::{EditorState, EntryClashView, refusal};
use super::{EntryPath, place};
use crate::api::Paging;
use crate::authoring::compare::{compare, fold};
use crate::authoring::form::EntryForm;
use crate::authoring::revision::{EditBase, RevisionLine, hash};
use crate::authoring::save::{EditCause, EntryEdit, SaveOutcome};
use crate::authoring::{Authoring, AuthoringPages, store};
use crate::db::{Cursor, Page};
use crate::diff::{self, DiffPiece};
use crate::error::{Error, Result};
use crate::people::Permission;
use crate::playbook::{EntryId, EntryStatus};
use crate::web::{Form, Html, PageContext, Path, Query, see};

/// Revisions on a page.
const LINES: usize = 40;

#[derive(Template)]
#[template(path = "authoring/history.html")]
pub(super) struct RevisionListPage {
    t: PageContext,
    id: EntryId,
    title: String,
    lines: Vec<RevisionLine>,
    /// The disk has a text that was not kept yet.
    news: bool,
    gone: bool,
    next: Option<String>,
}

pub(super) async fn list(
    t: PageContext,
    State(authoring): State<Authoring>,
    Path(at): Path<EntryPath>,
    Query(paging): Query<Paging>,
) -> Result<Html<RevisionListPage>> {
    let id = place(&at)?;
    unless_draft(&t, &authoring, &id)?;
    let there = authoring.writer.read(&id).await?;
    let mut tx = authoring.core.db.read().await?;
    let newest = store::newest(&mut tx, &id).await?;
    let rows = store::below(&mut tx, &id, paging.cursor()?.key, LINES + 1).await?;
    if there.is_none() && newest.is_none() {
        return Err(Error::not_found("entry-not-found"));
    }
    let page = Page::cut(rows, LINES, |line| Cursor {
        key: line.number,
        id: "0".to_owned(),
    });
    let known = newest.map(|newest| newest.source_hash);
    Ok(Html(RevisionListPage {
        title: title(&authoring, &id),
        news: known.is_some() && there.as_deref().map(hash) != known && there.is_some(),
        gone: there.is_none(),
        lines: page.items,
        next: page.next.map(|next| next.to_string()),
        t,
        id,
    }))
}

/// The texts of a draft are seen by those who write the book. Code: `entry-not-found`.
fn unless_draft(t: &PageContext, authoring: &Authoring, id: &EntryId) -> Result<()> {
    let book = authoring.library.snapshot();
    let draft = book
        .any(id)
        .is_some_and(|entry| entry.status() == EntryStatus::Draft);
    if draft && !t.visitor().signed_in()?.may(Permission::EditPlaybook) {
        return Err(Error::not_found("entry-not-found"));
    }
    Ok(())
}

fn title(authoring: &Authoring, id: &EntryId) -> String {
    let book = authoring.library.snapshot();
    book.any(id)
        .map_or_else(|| id.to_string(), |entry| entry.title().to_owned())
}

/// A revision with its text and the one before.
struct OpenedRevision {
    line: RevisionLine,
    source: String,
    before: String,
}

async fn opened(authoring: &Authoring, id: &EntryId, number: &str) -> Result<OpenedRevision> {
    let missing = || Error::not_found("entry-revision-not-found");
    let number: i64 = number.parse().map_err(|_| missing())?;
    let mut tx = authoring.core.db.read().await?;
    let line = store::numbered(&mut tx, id, number).await?.ok_or_else(missing)?;
    let before = match store::numbered(&mut tx, id, number - 1).await? {
        Some(before) => store::source(&mut tx, &before.id).await?,
        None => String::new(),
    };
    Ok(OpenedRevision {
        source: store::source(&mut tx, &line.id).await?,
        line,
        before,
    })
}

#[derive(Template)]
#[template(path = "authoring/revision.html")]
pub(super) struct RevisionPage {
    t: PageContext,
    id: EntryId,
    title: String,
    line: RevisionLine,
    source: String,
    pieces: Vec<DiffPiece>,
    /// The file has this text now.
    current: bool,
    /// What a restore begins from.
    base: EditBase,
}

pub(super) async fn show(
    t: PageContext,
    State(authoring): State<Authoring>,
    Path((locale, kind, slug, number)): Path<(String, String, String, String)>,
) -> Result<Html<RevisionPage>> {
    let id = place(&(locale, kind, slug))?;
    unless_draft(&t, &authoring, &id)?;
    let opened = opened(&authoring, &id, &number).await?;
    let there = authoring.writer.read(&id).await?;
    let (before, source) = (opened.before, opened.source.clone());
    let pieces = diff::aside(move |deadline| fold(compare(&before, &source, deadline))).await?;
    Ok(Html(RevisionPage {
        title: title(&authoring, &id),
        pieces,
        current: there.as_deref().map(hash).as_ref() == Some(&opened.line.source_hash),
        base: EditBase::from_source(there.as_deref()),
        line: opened.line,
        source: opened.source,
        t,
        id,
    }))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct RestoreRevisionForm {
    base: String,
}

pub(super) async fn restore(
    t: PageContext,
    State(pages): State<AuthoringPages>,
    Path((locale, kind, slug, number)): Path<(String, String, String, String)>,
    Form(form): Form<RestoreRevisionForm>,
) -> Result<Response> {
    let id = place(&(locale, kind, slug))?;
    let opened = opened(&pages.authoring, &id, &number).await?;
    let change = EntryEdit {
        base: form.base.parse().unwrap_or(EditBase::NEW),
        reason: String::new(),
        cause: EditCause::Restored(opened.line.id),
        source: opened.source,
    };
    let author = t.visitor().signed_in()?.clone();
    // Whatever keeps it from being put back, it opens in the editor: on the file as it is, with what is wrong.
    let desk = |like: Option<String>| {
        let form = EntryForm {
            base: EditBase::from_source(like.as_deref()).to_string(),
            ..EntryForm::from_source(&id, &change.source)
        };
        EditorState::entered(id.clone(), form, like)
    };
    match pages.authoring.save(&author, &id, &change).await {
        Ok(SaveOutcome::Saved) => Ok(done("authoring-restored", &id)),
        Ok(SaveOutcome::Same) => Ok(done("authoring-same", &id)),
        Ok(SaveOutcome::Clash(clash)) => {
            let view = EntryClashView::new(&clash, &change.source, &t).await?;
            let editor = EditorState {
                clash: Some(view),
                ..desk(clash.theirs)
            };
            editor.answer(t, &pages, StatusCode::CONFLICT).await
        }
        Ok(SaveOutcome::Refused(_)) => {
            let editor = desk(pages.authoring.writer.read(&id).await?)
                .refused(Vec::new(), t.text("authoring-refused"));
            editor.answer(t, &pages, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => {
            let (status, said) = refusal(&t, error)?;
            desk(None)
                .refused(Vec::new(), said)
                .answer(t, &pages, status)
                .await
        }
    }
}

fn done(key: &str, id: &EntryId) -> Response {
    see(format!("{}/history", id.url())).saying(key).into_response()
}
