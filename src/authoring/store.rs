//! SQL of the revisions. Rows are only ever added; those of a removed file stay.

use super::revision::{self, RevisionLine, RevisionOrigin};
use crate::db::{DbError, Tx};
use crate::id::{EntryRevisionId, PersonId};
use crate::playbook::EntryId;
use crate::time::Timestamp;

/// A text to keep.
#[derive(Debug)]
pub struct NewRevision<'a> {
    /// Of which entry.
    pub entry: &'a EntryId,
    /// How it came.
    pub origin: RevisionOrigin,
    /// The text.
    pub source: &'a str,
    /// Who; nobody for what was on the disk.
    pub author: Option<&'a PersonId>,
    /// Why.
    pub reason: &'a str,
    /// What was put back.
    pub restored_from: Option<&'a EntryRevisionId>,
}

/// Takes the book's row: until the transaction ends nobody else of the database gets past here.
pub async fn alone(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO write_locks (name, taken_at) VALUES ('book', $1)
         ON CONFLICT (name) DO UPDATE SET taken_at = excluded.taken_at",
    )
    .bind(now)
    .execute_exactly(1)
    .await
}

/// Keeps a text as the next revision of its entry. Call it [`alone`].
pub async fn insert(
    tx: &mut Tx,
    id: &EntryRevisionId,
    new: &NewRevision<'_>,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO entry_revisions (id, entry, number, origin, source, source_hash, author_id, reason, restored_from, created_at)
         SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9 FROM entry_revisions WHERE entry = $2",
    )
    .bind_all((id, new.entry.to_string(), new.origin))
    // PostgreSQL has no place for this one letter, which no text of people contains.
    .bind(new.source.replace('\0', "\u{fffd}"))
    .bind_all((revision::hash(new.source), new.author, new.reason))
    .bind_all((new.restored_from, now))
    .execute_exactly(1)
    .await
}

macro_rules! lines {
    ($condition:literal) => {
        concat!(
            "SELECT r.id, r.number, r.origin, r.source_hash, p.name AS author, r.reason, f.number AS restored_number, r.created_at
             FROM entry_revisions r LEFT JOIN people p ON p.id = r.author_id
             LEFT JOIN entry_revisions f ON f.id = r.restored_from
             WHERE r.entry = $1 AND ",
            $condition
        )
    };
}

/// The newest revision.
pub async fn newest(tx: &mut Tx, entry: &EntryId) -> Result<Option<RevisionLine>, DbError> {
    tx.query(lines!(
        "r.number = (SELECT MAX(number) FROM entry_revisions WHERE entry = $1)"
    ))
    .bind(entry.to_string())
    .optional()
    .await
}

/// Revisions numbered below `before`, the newest first, at most `limit`.
pub async fn below(
    tx: &mut Tx,
    entry: &EntryId,
    before: i64,
    limit: usize,
) -> Result<Vec<RevisionLine>, DbError> {
    tx.query(lines!("r.number < $2 ORDER BY r.number DESC LIMIT $3"))
        .bind_all((entry.to_string(), before, limit as i64))
        .all()
        .await
}

/// One revision by its number.
pub async fn numbered(tx: &mut Tx, entry: &EntryId, number: i64) -> Result<Option<RevisionLine>, DbError> {
    tx.query(lines!("r.number = $2"))
        .bind_all((entry.to_string(), number))
        .optional()
        .await
}

/// The text of a revision.
pub async fn source(tx: &mut Tx, id: &EntryRevisionId) -> Result<String, DbError> {
    tx.query("SELECT source FROM entry_revisions WHERE id = $1")
        .bind(id)
        .scalar()
        .await
}
