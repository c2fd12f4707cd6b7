//! SQL of a calibration's cards.

use super::evaluation_columns;
use crate::db::{DbError, Tx};
use crate::evaluations::blind::BlindSlot;
use crate::evaluations::{Evaluation, EvaluationState, Moment};
use crate::id::{CalibrationId, EvaluationId, PersonId};
use crate::time::Timestamp;

/// The reviewer's card at this place, in whatever state.
pub async fn blind_card(
    tx: &mut Tx,
    place: &BlindSlot,
    reviewer: &PersonId,
) -> Result<Option<EvaluationId>, DbError> {
    let row: Option<(EvaluationId,)> = tx
        .query(
            "SELECT id FROM evaluations WHERE calibration_id = $1 AND calibration_call = $2 AND reviewer_id = $3",
        )
        .bind_all((&place.calibration_id, place.call, reviewer))
        .optional()
        .await?;
    Ok(row.map(|row| row.0))
}

/// Adds a card; a second one at the same place violates `evaluations_calibration_key`.
pub async fn insert_blind(tx: &mut Tx, card: &Evaluation, call: i32) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO evaluations (id, recording_id, reviewer_id, manager_id, version_id, client, called_at, duration_ms,
             state, answers, revision, total, created_at, saved_at, calibration_id, calibration_call)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15)",
    )
    .bind_all((&card.id, &card.recording_id, &card.reviewer_id))
    .bind_all((&card.manager_id, &card.version_id, &card.client, card.called_at))
    .bind_all((card.duration_ms, card.state, &card.answers, card.revision))
    .bind_all((card.total, card.created_at, &card.calibration_id, call))
    .execute_exactly(1)
    .await
}

/// Hands a card in; [`DbError::Affected`] when somebody saved since, or the session took it away.
pub async fn hand_in(tx: &mut Tx, card: &Evaluation, now: Timestamp) -> Result<(), DbError> {
    tx.query(
        "UPDATE evaluations SET state = 'handed-in', revision = revision + 1, saved_at = $3
         WHERE id = $1 AND revision = $2 AND state = 'blind'",
    )
    .bind_all((&card.id, card.revision, now))
    .execute_exactly(1)
    .await
}

/// Throws away every card of the session that was not handed in.
pub async fn drop_unfinished(tx: &mut Tx, calibration: &CalibrationId) -> Result<(), DbError> {
    tx.query("DELETE FROM evaluations WHERE calibration_id = $1 AND state = 'blind'")
        .bind(calibration)
        .execute()
        .await
        .map(drop)
}

/// One card of a session as its progress shows it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct BlindLine {
    /// The card.
    pub id: EvaluationId,
    /// The call's number.
    pub call: i32,
    /// Whose card.
    pub reviewer_id: PersonId,
    /// Blind or handed in.
    pub state: EvaluationState,
}

/// Every card of a session, without what is in it.
pub async fn blind_lines(tx: &mut Tx, calibration: &CalibrationId) -> Result<Vec<BlindLine>, DbError> {
    tx.query(
        "SELECT id, calibration_call AS call, reviewer_id, state FROM evaluations
         WHERE calibration_id = $1 ORDER BY calibration_call, reviewer_id",
    )
    .bind(calibration)
    .all()
    .await
}

/// The cards handed in, with their call's number. Only for those who may see all of them.
pub async fn handed_in(tx: &mut Tx, calibration: &CalibrationId) -> Result<Vec<(i32, Evaluation)>, DbError> {
    #[derive(sqlx::FromRow)]
    struct SubmittedRow {
        call: i32,
        #[sqlx(flatten)]
        evaluation: Evaluation,
    }
    let rows: Vec<SubmittedRow> = tx
        .query(concat!(
            "SELECT e.calibration_call AS call, ",
            evaluation_columns!(),
            " FROM evaluations e WHERE e.calibration_id = $1 AND e.state = 'handed-in'
             ORDER BY e.calibration_call, e.reviewer_id"
        ))
        .bind(calibration)
        .all()
        .await?;
    Ok(rows.into_iter().map(|row| (row.call, row.evaluation)).collect())
}

/// The moments of the cards handed in, by time. Only for those who may see all of them.
pub async fn moments_handed_in(tx: &mut Tx, calibration: &CalibrationId) -> Result<Vec<Moment>, DbError> {
    tx.query(
        "SELECT m.id, m.recording_id, m.evaluation_id, m.item_key, m.start_ms, m.end_ms, m.kind, m.note, m.author_id,
                m.created_at
         FROM moments m JOIN evaluations e ON e.id = m.evaluation_id
         WHERE e.calibration_id = $1 AND e.state = 'handed-in' ORDER BY m.start_ms, m.id",
    )
    .bind(calibration)
    .all()
    .await
}
