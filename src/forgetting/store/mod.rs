//! SQL of forgetting that is not in the list of places: requests, and what they look for among calls.

pub mod kept;

use super::erasure::{Erasure, ErasurePreview, ErasureReport, ErasureState};
use crate::db::{DbError, JsonText, Tx};
use crate::id::{ErasureId, EvaluationId, PersonId, RecordingId};
use crate::time::Timestamp;

macro_rules! erasures {
    ($rest:literal) => {
        concat!(
            "SELECT id, subject, person_id, asked_by, state, label, reference, sought, preview, report, error_code,
                    asked_at, confirmed_at, finished_at FROM erasures ",
            $rest
        )
    };
}

/// Adds a request.
pub async fn insert(tx: &mut Tx, erasure: &Erasure) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO erasures (id, subject, person_id, asked_by, state, label, reference, sought, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind_all((&erasure.id, erasure.subject, &erasure.person_id))
    .bind_all((&erasure.asked_by, erasure.state, &erasure.label))
    .bind_all((&erasure.reference, &erasure.sought, erasure.asked_at))
    .execute_exactly(1)
    .await
}

/// One request.
pub async fn find(tx: &mut Tx, id: &ErasureId) -> Result<Option<Erasure>, DbError> {
    tx.query(erasures!("WHERE id = $1")).bind(id).optional().await
}

/// The newest requests.
pub async fn list(tx: &mut Tx, limit: usize) -> Result<Vec<Erasure>, DbError> {
    tx.query(erasures!("ORDER BY asked_at DESC, id DESC LIMIT $1"))
        .bind(limit as i64)
        .all()
        .await
}

/// The request that waits longest for the service.
pub async fn next(tx: &mut Tx) -> Result<Option<Erasure>, DbError> {
    tx.query(erasures!(
        "WHERE state IN ('looking', 'confirmed') ORDER BY asked_at, id LIMIT 1"
    ))
    .optional()
    .await
}

/// Moves a request on, if it still stands where it did.
pub async fn step(
    tx: &mut Tx,
    id: &ErasureId,
    from: ErasureState,
    to: ErasureState,
) -> Result<bool, DbError> {
    let changed = tx
        .query("UPDATE erasures SET state = $3, error_code = NULL WHERE id = $1 AND state = $2")
        .bind_all((id, from, to))
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Keeps what would go.
pub async fn keep_preview(tx: &mut Tx, id: &ErasureId, preview: ErasurePreview) -> Result<(), DbError> {
    tx.query("UPDATE erasures SET preview = $2 WHERE id = $1")
        .bind_all((id, JsonText(preview)))
        .execute_exactly(1)
        .await
}

/// Keeps when it was confirmed.
pub async fn confirmed(tx: &mut Tx, id: &ErasureId, now: Timestamp) -> Result<(), DbError> {
    tx.query("UPDATE erasures SET confirmed_at = $2 WHERE id = $1")
        .bind_all((id, now))
        .execute_exactly(1)
        .await
}

/// Lets go what was looked for, when it is done or given up.
pub async fn close(
    tx: &mut Tx,
    id: &ErasureId,
    report: Option<ErasureReport>,
    label: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "UPDATE erasures SET sought = '[]', preview = NULL, report = $2, label = $3, finished_at = $4 WHERE id = $1",
    )
    .bind_all((id, report.map(JsonText), label, now))
    .execute_exactly(1)
    .await
}

/// Gives up what waits for its confirmation since before a moment.
pub async fn lapse(tx: &mut Tx, before: Timestamp, now: Timestamp) -> Result<(), DbError> {
    tx.query(
        "UPDATE erasures SET state = 'withdrawn', sought = '[]', preview = NULL, finished_at = $2
         WHERE state = 'ready' AND asked_at < $1",
    )
    .bind_all((before, now))
    .execute()
    .await
    .map(drop)
}

/// Keeps why a try failed.
pub async fn failed(tx: &mut Tx, id: &ErasureId, code: &str) -> Result<(), DbError> {
    tx.query("UPDATE erasures SET error_code = $2 WHERE id = $1")
        .bind_all((id, code))
        .execute()
        .await
        .map(drop)
}

/// What a recording says of whose call it is.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CallIdentity {
    /// The recording.
    pub id: RecordingId,
    /// Whose call.
    pub manager: String,
    /// When.
    pub called_at: Timestamp,
    /// The client.
    pub client: String,
    /// Their number.
    pub phone: String,
    /// The file's name.
    pub file_name: String,
}

macro_rules! called {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, p.name AS manager, r.called_at, r.client, r.phone, r.file_name
             FROM recordings r JOIN people p ON p.id = r.manager_id ",
            $rest
        )
    };
}

/// Recordings by id, so many after one.
pub async fn called_after(tx: &mut Tx, after: &str, limit: usize) -> Result<Vec<CallIdentity>, DbError> {
    tx.query(called!("WHERE r.id > $1 ORDER BY r.id LIMIT $2"))
        .bind_all((after, limit as i64))
        .all()
        .await
}

/// One of them.
pub async fn called(tx: &mut Tx, id: &RecordingId) -> Result<Option<CallIdentity>, DbError> {
    tx.query(called!("WHERE r.id = $1")).bind(id).optional().await
}

/// The recordings of a manager.
pub async fn of_manager(tx: &mut Tx, manager: &PersonId) -> Result<Vec<RecordingId>, DbError> {
    let rows: Vec<(RecordingId,)> = tx
        .query("SELECT id FROM recordings WHERE manager_id = $1 ORDER BY id")
        .bind(manager)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Evaluations whose recording is gone, with the client they name.
pub async fn without_recording(tx: &mut Tx) -> Result<Vec<(EvaluationId, String)>, DbError> {
    tx.query("SELECT id, client FROM evaluations WHERE recording_id IS NULL AND client <> '' ORDER BY id")
        .all()
        .await
}

/// Evaluations of a manager that are final.
pub async fn figures(tx: &mut Tx, manager: &PersonId) -> Result<i64, DbError> {
    tx.query("SELECT COUNT(*) FROM evaluations WHERE manager_id = $1 AND published_at IS NOT NULL")
        .bind(manager)
        .scalar()
        .await
}

/// Acts in the log that are a person's or touch their work.
pub async fn acts(tx: &mut Tx, person: &PersonId) -> Result<i64, DbError> {
    tx.query("SELECT COUNT(*) FROM audit_events WHERE person_id = $1 OR manager_id = $1")
        .bind(person)
        .scalar()
        .await
}

/// What a person wrote about the work of others: evaluations, comments, replies, plans.
pub async fn about_others(tx: &mut Tx, person: &PersonId) -> Result<i64, DbError> {
    tx.query(
        "SELECT CAST((SELECT COUNT(*) FROM evaluations WHERE reviewer_id = $1 AND manager_id <> $1)
                   + (SELECT COUNT(*) FROM comments WHERE author_id = $1)
                   + (SELECT COUNT(*) FROM comment_replies WHERE author_id = $1)
                   + (SELECT COUNT(*) FROM plans WHERE author_id = $1 AND manager_id <> $1) AS BIGINT)",
    )
    .bind(person)
    .scalar()
    .await
}

/// A person without a name: nobody can sign in as them.
pub async fn rename(tx: &mut Tx, person: &PersonId, name: &str, login: &str) -> Result<(), DbError> {
    tx.query(
        "UPDATE people SET name = $2, name_folded = $3, login = $4, password_hash = NULL, active = $5, locale = NULL
         WHERE id = $1",
    )
    .bind_all((person, name, name.to_lowercase(), login, false))
    .execute_exactly(1)
    .await
}
