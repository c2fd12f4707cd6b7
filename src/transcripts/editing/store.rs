//! SQL of the changes people made to texts. Rows are only ever added.

use super::change::{PastChange, TranscriptChange, TranscriptChangeKind, TurnChange};
use crate::db::{DbError, JsonText, Tx};
use crate::id::TranscriptId;
use crate::time::Timestamp;

/// Adds a change that made this state of the text.
pub async fn insert(
    tx: &mut Tx,
    transcript: &TranscriptId,
    revision: i64,
    change: &TranscriptChange,
    changes: Vec<TurnChange>,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO transcript_revisions (transcript_id, revision, kind, person_id, changed_at, changes)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind_all((transcript, revision, change.kind))
    .bind_all((&change.by, change.at, JsonText(changes)))
    .execute_exactly(1)
    .await
}

/// A change as it is shown.
#[derive(Debug, sqlx::FromRow)]
pub struct ChangeRow {
    /// The state it made.
    pub revision: i64,
    /// What was done.
    pub kind: TranscriptChangeKind,
    /// By whom; absent when they are gone.
    pub person: Option<String>,
    /// When.
    pub changed_at: Timestamp,
    /// To which turns.
    pub changes: JsonText<Vec<TurnChange>>,
}

impl ChangeRow {
    /// What is needed to take it back.
    pub fn past(self) -> PastChange {
        PastChange {
            kind: self.kind,
            changes: self.changes.0,
        }
    }
}

macro_rules! rows {
    ($condition:literal) => {
        concat!(
            "SELECT h.revision, h.kind, p.name AS person, h.changed_at, h.changes
             FROM transcript_revisions h LEFT JOIN people p ON p.id = h.person_id
             WHERE h.transcript_id = $1 AND ",
            $condition
        )
    };
}

/// The changes that led to a state of a text, the newest first, at most `limit`.
pub async fn up_to(
    tx: &mut Tx,
    transcript: &TranscriptId,
    revision: i64,
    limit: usize,
) -> Result<Vec<ChangeRow>, DbError> {
    tx.query(rows!("h.revision <= $2 ORDER BY h.revision DESC LIMIT $3"))
        .bind_all((transcript, revision, limit as i64))
        .all()
        .await
}

/// The changes made after a state of a text, in the order they were made.
pub async fn after(tx: &mut Tx, transcript: &TranscriptId, revision: i64) -> Result<Vec<ChangeRow>, DbError> {
    tx.query(rows!("h.revision > $2 ORDER BY h.revision"))
        .bind_all((transcript, revision))
        .all()
        .await
}
