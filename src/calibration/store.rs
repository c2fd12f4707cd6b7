//! SQL of sessions. A session exists for its members alone: every statement that reads for somebody asks for that.

use super::session::{AgreedAnswer, Calibration, Reviewer, SessionCall};
use crate::db::{Cursor, DbError, Page, Tx};
use crate::id::{CalibrationId, PersonId};
use crate::recordings::Recording;
use crate::time::{Day, Timestamp};

macro_rules! sessions {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.title, c.version_id, c.author_id, a.name AS author, c.deadline, c.created_at, c.revealed_at,
                    c.ended_at,
                    (SELECT COUNT(*) FROM calibration_calls k WHERE k.calibration_id = c.id) AS calls,
                    (SELECT COUNT(*) FROM calibration_reviewers w WHERE w.calibration_id = c.id) AS reviewers,
                    (SELECT COUNT(*) FROM evaluations e
                     WHERE e.calibration_id = c.id AND e.state = 'handed-in') AS handed,
                    (SELECT COUNT(*) FROM calibration_reviewers w
                     JOIN calibration_calls k ON k.calibration_id = w.calibration_id AND k.recording_id IS NOT NULL
                     WHERE w.calibration_id = c.id
                       AND NOT EXISTS (SELECT 1 FROM evaluations e
                                       WHERE e.calibration_id = c.id AND e.calibration_call = k.number
                                         AND e.reviewer_id = w.person_id AND e.state = 'handed-in')) AS missing
             FROM calibrations c JOIN people a ON a.id = c.author_id
             WHERE (c.author_id = $1
                    OR EXISTS (SELECT 1 FROM calibration_reviewers w WHERE w.calibration_id = c.id AND w.person_id = $1))",
            $rest
        )
    };
}

/// A session this person is a member of.
pub async fn calibration(
    tx: &mut Tx,
    member: &PersonId,
    id: &CalibrationId,
) -> Result<Option<Calibration>, DbError> {
    tx.query(sessions!(" AND c.id = $2"))
        .bind_all((member, id))
        .optional()
        .await
}

/// Sessions this person is a member of, newest first, after `cursor`.
pub async fn calibrations(
    tx: &mut Tx,
    member: &PersonId,
    after: &Cursor,
    limit: usize,
) -> Result<Page<Calibration>, DbError> {
    let rows = tx
        .query(sessions!(
            " AND (c.created_at < $2 OR (c.created_at = $2 AND c.id < $3))
             ORDER BY c.created_at DESC, c.id DESC LIMIT $4"
        ))
        .bind_all((member, after.key, &after.id, limit as i64 + 1))
        .all()
        .await?;
    Ok(Page::cut(rows, limit, |row: &Calibration| Cursor {
        key: row.created_at.0,
        id: row.id.to_string(),
    }))
}

/// Adds a session without calls and reviewers.
pub async fn insert(tx: &mut Tx, session: &Calibration) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO calibrations (id, title, version_id, author_id, deadline, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind_all((&session.id, &session.title, &session.version_id))
    .bind_all((&session.author_id, session.deadline, session.created_at))
    .execute_exactly(1)
    .await
}

/// Adds a call.
pub async fn insert_call(
    tx: &mut Tx,
    id: &CalibrationId,
    number: i32,
    recording: &Recording,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO calibration_calls (calibration_id, number, recording_id, manager_id, client, called_at, duration_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind_all((id, number, &recording.id, &recording.manager_id))
    .bind_all((recording.title(), recording.called_at, recording.duration_ms))
    .execute_exactly(1)
    .await
}

/// Adds a reviewer.
pub async fn insert_reviewer(tx: &mut Tx, id: &CalibrationId, person: &PersonId) -> Result<(), DbError> {
    tx.query("INSERT INTO calibration_reviewers (calibration_id, person_id) VALUES ($1, $2)")
        .bind_all((id, person))
        .execute_exactly(1)
        .await
}

/// The calls, in order.
pub async fn calls(tx: &mut Tx, id: &CalibrationId) -> Result<Vec<SessionCall>, DbError> {
    tx.query(
        "SELECT k.number, k.recording_id, p.name AS manager, k.client, k.called_at, k.duration_ms
         FROM calibration_calls k JOIN people p ON p.id = k.manager_id
         WHERE k.calibration_id = $1 ORDER BY k.number",
    )
    .bind(id)
    .all()
    .await
}

/// The reviewers, by name.
pub async fn reviewers(tx: &mut Tx, id: &CalibrationId) -> Result<Vec<Reviewer>, DbError> {
    tx.query(
        "SELECT w.person_id, p.name FROM calibration_reviewers w JOIN people p ON p.id = w.person_id
         WHERE w.calibration_id = $1 ORDER BY p.name_folded, w.person_id",
    )
    .bind(id)
    .all()
    .await
}

/// Holds a session ([`Tx::hold`]), wherever it is, so that what is agreed in it is agreed one after the other.
pub async fn queue(tx: &mut Tx, id: &CalibrationId) -> Result<(), DbError> {
    tx.hold("calibrations", id.as_str()).await
}

/// Holds a session that is still blind, so that it cannot be opened meanwhile; [`DbError::Affected`] when it is not blind.
pub async fn hold(tx: &mut Tx, id: &CalibrationId) -> Result<(), DbError> {
    tx.query(
        "UPDATE calibrations SET deadline = deadline
         WHERE id = $1 AND revealed_at IS NULL AND ended_at IS NULL",
    )
    .bind(id)
    .execute_exactly(1)
    .await
}

/// Opens the results with cards missing.
pub async fn reveal(tx: &mut Tx, id: &CalibrationId, now: Timestamp) -> Result<(), DbError> {
    tx.query(
        "UPDATE calibrations SET revealed_at = $2 WHERE id = $1 AND revealed_at IS NULL AND ended_at IS NULL",
    )
    .bind_all((id, now))
    .execute_exactly(1)
    .await
}

/// Ends a session.
pub async fn end(tx: &mut Tx, id: &CalibrationId, now: Timestamp) -> Result<(), DbError> {
    tx.query("UPDATE calibrations SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
        .bind_all((id, now))
        .execute_exactly(1)
        .await
}

/// Deletes a session with the cards that were begun in it.
pub async fn delete(tx: &mut Tx, id: &CalibrationId) -> Result<(), DbError> {
    tx.query("DELETE FROM calibrations WHERE id = $1")
        .bind(id)
        .execute_exactly(1)
        .await
}

/// Stores what was agreed; the last word counts.
pub async fn set_agreed(
    tx: &mut Tx,
    id: &CalibrationId,
    agreed: &AgreedAnswer,
    by: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO calibration_agreed (calibration_id, number, question, answer, words, author_id, agreed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (calibration_id, number, question) DO UPDATE SET answer = excluded.answer, words = excluded.words,
             author_id = excluded.author_id, agreed_at = excluded.agreed_at",
    )
    .bind_all((id, agreed.number, &agreed.question))
    .bind_all((&agreed.answer, &agreed.words, by, now))
    .execute_exactly(1)
    .await
}

/// Takes back what was agreed.
pub async fn drop_agreed(tx: &mut Tx, id: &CalibrationId, agreed: &AgreedAnswer) -> Result<(), DbError> {
    tx.query("DELETE FROM calibration_agreed WHERE calibration_id = $1 AND number = $2 AND question = $3")
        .bind_all((id, agreed.number, &agreed.question))
        .execute()
        .await
        .map(drop)
}

/// Everything that was agreed.
pub async fn agreed(tx: &mut Tx, id: &CalibrationId) -> Result<Vec<AgreedAnswer>, DbError> {
    tx.query(
        "SELECT number, question, answer, words FROM calibration_agreed
         WHERE calibration_id = $1 ORDER BY number, question",
    )
    .bind(id)
    .all()
    .await
}

/// A session that waits for somebody's cards.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PendingSession {
    /// The session.
    pub id: CalibrationId,
    /// What it is called.
    pub title: String,
    /// By when.
    pub deadline: Day,
    /// Calls left.
    pub calls: i64,
}

/// Sessions that wait for this person's cards, the soonest first.
pub async fn waiting(tx: &mut Tx, reviewer: &PersonId) -> Result<Vec<PendingSession>, DbError> {
    tx.query(
        "SELECT c.id, c.title, c.deadline, COUNT(*) AS calls
         FROM calibration_reviewers w
         JOIN calibrations c ON c.id = w.calibration_id
         JOIN calibration_calls k ON k.calibration_id = c.id AND k.recording_id IS NOT NULL
         WHERE w.person_id = $1 AND c.revealed_at IS NULL AND c.ended_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM evaluations e
                           WHERE e.calibration_id = c.id AND e.calibration_call = k.number
                             AND e.reviewer_id = w.person_id AND e.state = 'handed-in')
         GROUP BY c.id, c.title, c.deadline
         ORDER BY c.deadline, c.id",
    )
    .bind(reviewer)
    .all()
    .await
}
