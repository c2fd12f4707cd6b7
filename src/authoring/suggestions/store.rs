//! SQL of the suggestions.

use super::{EntryPart, Suggestion, SuggestionState};
use crate::db::{DbError, Tx};
use crate::id::{PersonId, SuggestionId};
use crate::time::Timestamp;

/// A row as it is stored.
#[derive(Debug, sqlx::FromRow)]
struct SuggestionRow {
    id: SuggestionId,
    entry: String,
    part: i64,
    part_name: String,
    before_text: String,
    after_text: Option<String>,
    comment: String,
    author: String,
    state: SuggestionState,
    decided_by: Option<String>,
    decided_at: Option<Timestamp>,
    answer: String,
    created_at: Timestamp,
}

impl SuggestionRow {
    /// Nothing when the entry has a name that this version does not know.
    fn suggestion(self) -> Option<Suggestion> {
        Some(Suggestion {
            id: self.id,
            entry: self.entry.parse().ok()?,
            part: EntryPart::of_number(self.part),
            part_name: self.part_name,
            before: self.before_text,
            after: self.after_text,
            comment: self.comment,
            author: self.author,
            state: self.state,
            decided_by: self.decided_by,
            decided_at: self.decided_at,
            answer: self.answer,
            created_at: self.created_at,
        })
    }
}

macro_rules! rows {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.entry, s.part, s.part_name, s.before_text, s.after_text, s.comment, a.name AS author, s.state,
                    d.name AS decided_by, s.decided_at, s.answer, s.created_at
             FROM suggestions s JOIN people a ON a.id = s.author_id LEFT JOIN people d ON d.id = s.decided_by ",
            $rest
        )
    };
}

fn read(rows: Vec<SuggestionRow>) -> Vec<Suggestion> {
    rows.into_iter().filter_map(SuggestionRow::suggestion).collect()
}

/// Adds an open one.
pub async fn insert(tx: &mut Tx, new: &Suggestion, author: &PersonId) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO suggestions (id, entry, part, part_name, before_text, after_text, comment, author_id, state, answer, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind_all((&new.id, new.entry.to_string(), new.part.number()))
    .bind_all((&new.part_name, &new.before, &new.after, &new.comment))
    .bind_all((author, new.state, &new.answer, new.created_at))
    .execute_exactly(1)
    .await
}

/// One of them.
pub async fn one(tx: &mut Tx, id: &SuggestionId) -> Result<Option<Suggestion>, DbError> {
    let row: Option<SuggestionRow> = tx.query(rows!("WHERE s.id = $1")).bind(id).optional().await?;
    Ok(row.and_then(SuggestionRow::suggestion))
}

/// Those nobody has decided, the oldest first, at most `limit`.
pub async fn open(tx: &mut Tx, limit: usize) -> Result<Vec<Suggestion>, DbError> {
    let rows = tx
        .query(rows!(
            "WHERE s.state = 'open' ORDER BY s.created_at, s.id LIMIT $1"
        ))
        .bind(limit as i64)
        .all()
        .await?;
    Ok(read(rows))
}

/// Those that were decided, the latest first, at most `limit`.
pub async fn decided(tx: &mut Tx, limit: usize) -> Result<Vec<Suggestion>, DbError> {
    let rows = tx
        .query(rows!(
            "WHERE s.state <> 'open' ORDER BY s.decided_at DESC, s.id LIMIT $1"
        ))
        .bind(limit as i64)
        .all()
        .await?;
    Ok(read(rows))
}

/// Somebody's own, the newest first, at most `limit`.
pub async fn own(tx: &mut Tx, author: &PersonId, limit: usize) -> Result<Vec<Suggestion>, DbError> {
    let rows = tx
        .query(rows!(
            "WHERE s.author_id = $1 ORDER BY s.created_at DESC, s.id LIMIT $2"
        ))
        .bind_all((author, limit as i64))
        .all()
        .await?;
    Ok(read(rows))
}

/// How many wait for a decision.
pub async fn waiting(tx: &mut Tx) -> Result<i64, DbError> {
    tx.query("SELECT COUNT(*) FROM suggestions WHERE state = 'open'")
        .scalar()
        .await
}

/// Decides an open one. False when somebody already has.
pub async fn decide(
    tx: &mut Tx,
    id: &SuggestionId,
    state: SuggestionState,
    (person, now): (&PersonId, Timestamp),
    answer: &str,
) -> Result<bool, DbError> {
    let changed = tx
        .query(
            "UPDATE suggestions SET state = $2, decided_by = $3, decided_at = $4, answer = $5
             WHERE id = $1 AND state = 'open'",
        )
        .bind_all((id, state, person, now, answer))
        .execute()
        .await?;
    Ok(changed > 0)
}
