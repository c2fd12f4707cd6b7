//! Correcting the text of a call, and the history of every correction.
//!
//! Decides who may write over what ([`Transcripts::edit`](crate::transcripts::Transcripts::edit)), what a change keeps
//! ([`change`]), how it is taken back ([`Transcripts::restore_edit`](crate::transcripts::Transcripts::restore_edit))
//! and how a turn and a state of a text are named ([`turn`]). Every writer of a text that exists goes through
//! [`super::store::replace_current`] with a [`TranscriptChange`]: who, when, what kind. Leaves where new words are put
//! in time to [`crate::speech::edit`].

mod api;
pub(super) mod change;
mod edit;
mod pages;
mod restore;
pub(super) mod store;
mod turn;

pub use change::{TranscriptChange, TranscriptChangeKind};
pub use turn::{TranscriptRevision, TurnKey, TurnName};

use super::{TranscriptPages, store as transcripts};
use crate::db::{Cursor, Page, Tx};
use crate::error::{Error, Result};
use crate::id::RecordingId;
use crate::web::Routes;

/// Pages and API.
pub(super) fn routes() -> Routes<TranscriptPages> {
    pages::routes().merge(api::routes())
}

/// The state of the shown text and the changes that led to it, the newest first, from change number `from` down. Code:
/// `transcript-not-found`.
async fn history(
    tx: &mut Tx,
    id: &RecordingId,
    from: i64,
    limit: usize,
) -> Result<(TranscriptRevision, Page<store::ChangeRow>)> {
    let now = transcripts::revision(tx, id).await?;
    let now = now.ok_or(Error::not_found("transcript-not-found"))?;
    let rows = store::up_to(tx, &now.transcript, from, limit + 1).await?;
    let page = Page::cut(rows, limit, |row| Cursor {
        key: row.revision - 1,
        id: "0".to_owned(),
    });
    Ok((now, page))
}
