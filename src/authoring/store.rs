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

/// An entry that was deleted.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RemovedEntry {
    /// Its name.
    pub entry: String,
    /// Its last text.
    pub source: Option<String>,
    /// Who deleted it; absent when they are gone.
    pub person: Option<String>,
    /// When.
    pub removed_at: Timestamp,
}

/// Notes that an entry was deleted.
pub async fn note_removal(
    tx: &mut Tx,
    entry: &EntryId,
    by: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO removed_entries (entry, removed_by, removed_at) VALUES ($1, $2, $3)
         ON CONFLICT (entry) DO UPDATE SET removed_by = excluded.removed_by, removed_at = excluded.removed_at",
    )
    .bind_all((entry.to_string(), by, now))
    .execute_exactly(1)
    .await
}

/// The entry is there again.
pub async fn forget_removal(tx: &mut Tx, entry: &EntryId) -> Result<(), DbError> {
    forget_removal_of(tx, &entry.to_string()).await
}

/// What was deleted, the last first, at most `most`.
pub async fn removed(tx: &mut Tx, most: i64) -> Result<Vec<RemovedEntry>, DbError> {
    tx.query(
        "SELECT r.entry, p.name AS person, r.removed_at,
             (SELECT v.source FROM entry_revisions v WHERE v.entry = r.entry ORDER BY v.number DESC LIMIT 1) AS source
         FROM removed_entries r LEFT JOIN people p ON p.id = r.removed_by ORDER BY r.removed_at DESC, r.entry LIMIT $1",
    )
    .bind(most)
    .all()
    .await
}

/// Whatever is kept about an entry, under its new name; its verification if it is of the text `before`, and then of `after`.
/// What is left there of an entry that had this name once goes, its texts apart.
pub async fn rename(
    tx: &mut Tx,
    (old, new): (&EntryId, &EntryId),
    (before, after): (&str, &str),
) -> Result<(), DbError> {
    const ONE_ROW_EACH: [(&str, &str); 4] = [
        (
            "DELETE FROM entry_uses WHERE entry = $1",
            "UPDATE entry_uses SET entry = $2 WHERE entry = $1",
        ),
        (
            "DELETE FROM answer_verdicts WHERE entry = $1",
            "UPDATE answer_verdicts SET entry = $2 WHERE entry = $1",
        ),
        (
            "DELETE FROM recent_entries WHERE entry = $1",
            "UPDATE recent_entries SET entry = $2 WHERE entry = $1",
        ),
        (
            "DELETE FROM entry_verifications WHERE entry = $1",
            "UPDATE entry_verifications SET entry = $2 WHERE entry = $1",
        ),
    ];
    const MANY_ROWS: [&str; 4] = [
        "UPDATE searches SET entry = $2 WHERE entry = $1",
        "UPDATE unanswered SET entry = $2 WHERE entry = $1",
        "UPDATE suggestions SET entry = $2 WHERE entry = $1",
        "UPDATE snippets SET objection = $2 WHERE objection = $1",
    ];
    let (old, new) = (old.to_string(), new.to_string());
    for (clear, put) in ONE_ROW_EACH {
        tx.query(clear).bind(&new).execute().await?;
        tx.query(put).bind_all((&old, &new)).execute().await?;
    }
    for put in MANY_ROWS {
        tx.query(put).bind_all((&old, &new)).execute().await?;
    }
    let kept: i64 = tx
        .query("SELECT COALESCE(MAX(number), 0) FROM entry_revisions WHERE entry = $1")
        .bind(&new)
        .scalar()
        .await?;
    tx.query("UPDATE entry_revisions SET entry = $2, number = number + $3 WHERE entry = $1")
        .bind_all((&old, &new, kept))
        .execute()
        .await?;
    forget_removal_of(tx, &new).await?;
    still_verified(tx, &new, (before, after)).await
}

async fn forget_removal_of(tx: &mut Tx, entry: &str) -> Result<(), DbError> {
    tx.query("DELETE FROM removed_entries WHERE entry = $1")
        .bind(entry)
        .execute()
        .await?;
    Ok(())
}

/// A text that only got another address in it is as right as it was.
pub async fn still_verified(tx: &mut Tx, entry: &str, (before, after): (&str, &str)) -> Result<(), DbError> {
    tx.query("UPDATE entry_verifications SET source_hash = $3 WHERE entry = $1 AND source_hash = $2")
        .bind_all((entry, revision::hash(before), revision::hash(after)))
        .execute()
        .await?;
    Ok(())
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
