//! SQL of what the manager says: their own opinion with or without marks, its draft, and the acknowledgement.

use crate::checklists::Answers;
use crate::db::{DbError, JsonText, Tx};
use crate::evaluations::{Acknowledgement, Opinion};
use crate::id::EvaluationId;
use crate::time::Timestamp;

/// Stores the manager's own opinion; returns 0 when there already is one, which stays.
pub async fn insert_opinion(
    tx: &mut Tx,
    evaluation: &EvaluationId,
    opinion: &Opinion,
) -> Result<u64, DbError> {
    tx.query(
        "INSERT INTO self_assessments (evaluation_id, pluses, minuses, answers, total, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (evaluation_id) DO NOTHING",
    )
    .bind_all((evaluation, &opinion.pluses, &opinion.minuses))
    .bind_all((&opinion.answers, opinion.total, opinion.created_at))
    .execute()
    .await
}

/// The manager's own opinion.
pub async fn opinion(tx: &mut Tx, evaluation: &EvaluationId) -> Result<Option<Opinion>, DbError> {
    tx.query(
        "SELECT pluses, minuses, answers, total, created_at FROM self_assessments WHERE evaluation_id = $1",
    )
    .bind(evaluation)
    .optional()
    .await
}

/// Own marks and words while they are being given.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OwnDraft {
    /// The marks.
    pub answers: JsonText<Answers>,
    /// What went well, so far.
    pub pluses: String,
    /// What did not, so far.
    pub minuses: String,
    /// Counts saves, from 1.
    pub revision: i64,
    /// When it was last saved.
    pub saved_at: Timestamp,
}

/// The manager's unfinished own marks.
pub async fn own_draft(tx: &mut Tx, evaluation: &EvaluationId) -> Result<Option<OwnDraft>, DbError> {
    tx.query(
        "SELECT answers, pluses, minuses, revision, saved_at FROM self_assessment_drafts WHERE evaluation_id = $1",
    )
    .bind(evaluation)
    .optional()
    .await
}

/// Stores own marks over the revision they were read at, 0 before the first save; [`DbError::Affected`] when another
/// tab saved since.
pub async fn save_own_draft(tx: &mut Tx, evaluation: &EvaluationId, draft: &OwnDraft) -> Result<(), DbError> {
    let sql = if draft.revision == 0 {
        "INSERT INTO self_assessment_drafts (evaluation_id, answers, pluses, minuses, revision, saved_at)
         VALUES ($1, $2, $3, $4, $5 + 1, $6)
         ON CONFLICT (evaluation_id) DO NOTHING"
    } else {
        "UPDATE self_assessment_drafts
         SET answers = $2, pluses = $3, minuses = $4, revision = revision + 1, saved_at = $6
         WHERE evaluation_id = $1 AND revision = $5"
    };
    tx.query(sql)
        .bind_all((evaluation, &draft.answers, &draft.pluses))
        .bind_all((&draft.minuses, draft.revision, draft.saved_at))
        .execute_exactly(1)
        .await
}

/// Removes the draft of own marks, if there is one.
pub async fn delete_own_draft(tx: &mut Tx, evaluation: &EvaluationId) -> Result<(), DbError> {
    tx.query("DELETE FROM self_assessment_drafts WHERE evaluation_id = $1")
        .bind(evaluation)
        .execute()
        .await
        .map(drop)
}

/// Stores the manager's acknowledgement; returns 0 when there already is one, which stays.
pub async fn insert_acknowledgement(
    tx: &mut Tx,
    evaluation: &EvaluationId,
    acknowledgement: &Acknowledgement,
) -> Result<u64, DbError> {
    tx.query(
        "INSERT INTO evaluation_acknowledgements (evaluation_id, words, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (evaluation_id) DO NOTHING",
    )
    .bind_all((evaluation, &acknowledgement.words, acknowledgement.created_at))
    .execute()
    .await
}

/// The manager's acknowledgement.
pub async fn acknowledgement(
    tx: &mut Tx,
    evaluation: &EvaluationId,
) -> Result<Option<Acknowledgement>, DbError> {
    tx.query("SELECT words, created_at FROM evaluation_acknowledgements WHERE evaluation_id = $1")
        .bind(evaluation)
        .optional()
        .await
}
