//! SQL of moments.

use crate::db::{DbError, Tx};
use crate::evaluations::{Moment, MomentKind};
use crate::id::{EvaluationId, PersonId, RecordingId};

macro_rules! moment_columns {
    () => {
        "id, recording_id, evaluation_id, item_key, start_ms, end_ms, kind, note, author_id, created_at"
    };
}

/// Marks a moment.
pub async fn insert_moment(tx: &mut Tx, moment: &Moment) -> Result<(), DbError> {
    tx.query(concat!(
        "INSERT INTO moments (",
        moment_columns!(),
        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    ))
    .bind_all((&moment.id, &moment.recording_id, &moment.evaluation_id))
    .bind_all((&moment.item_key, moment.start_ms, moment.end_ms, moment.kind))
    .bind_all((&moment.note, &moment.author_id, moment.created_at))
    .execute_exactly(1)
    .await
}

/// Changes the words and kind of a moment; [`DbError::Affected`] when it is not as it was `before` any more.
pub async fn update_moment(
    tx: &mut Tx,
    before: &Moment,
    kind: MomentKind,
    note: &str,
) -> Result<(), DbError> {
    tx.query("UPDATE moments SET kind = $2, note = $3 WHERE id = $1 AND kind = $4 AND note = $5")
        .bind_all((&before.id, kind, note, before.kind, &before.note))
        .execute_exactly(1)
        .await
}

/// Takes a moment away; [`DbError::Affected`] when it is not as it was `before` any more.
pub async fn delete_moment(tx: &mut Tx, before: &Moment) -> Result<(), DbError> {
    tx.query("DELETE FROM moments WHERE id = $1 AND kind = $2 AND note = $3")
        .bind_all((&before.id, before.kind, &before.note))
        .execute_exactly(1)
        .await
}

/// Moments of an evaluation, by time.
pub async fn moments(tx: &mut Tx, evaluation: &EvaluationId) -> Result<Vec<Moment>, DbError> {
    tx.query(concat!(
        "SELECT ",
        moment_columns!(),
        " FROM moments WHERE evaluation_id = $1 ORDER BY start_ms, id"
    ))
    .bind(evaluation)
    .all()
    .await
}

/// Moments of a recording by time: of published evaluations, and one's own; those of calibrations stay in their session.
pub async fn moments_of_recording(
    tx: &mut Tx,
    recording: &RecordingId,
    asking: &PersonId,
) -> Result<Vec<Moment>, DbError> {
    tx.query(
        "SELECT m.id, m.recording_id, m.evaluation_id, m.item_key, m.start_ms, m.end_ms, m.kind, m.note, m.author_id,
                m.created_at
         FROM moments m
         LEFT JOIN evaluations e ON e.id = m.evaluation_id
         LEFT JOIN self_assessments s ON s.evaluation_id = m.evaluation_id
         WHERE m.recording_id = $1 AND e.calibration_id IS NULL AND (e.state IS NULL OR e.state <> 'discarded')
           AND (m.author_id = $2 OR m.evaluation_id IS NULL
                OR (e.state = 'published' AND (e.manager_id <> $2 OR s.evaluation_id IS NOT NULL)))
         ORDER BY m.start_ms, m.id",
    )
    .bind_all((recording, asking))
    .all()
    .await
}
