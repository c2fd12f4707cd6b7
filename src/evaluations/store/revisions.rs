//! SQL of corrections to published evaluations: what each was before.

use crate::checklists::{Answers, Hundredths, Mark};
use crate::db::{DbError, JsonText, Tx};
use crate::evaluations::{Evaluation, EvaluationSnapshot};
use crate::id::{AppealId, EvaluationId, PersonId};
use crate::time::Timestamp;

crate::db::text_enum! {
    /// Why a published evaluation was corrected.
    pub enum CorrectionCause {
        /// The manager appealed a mark, and somebody decided for them.
        Appeal = "appeal",
    }
}

/// A correction, and what the evaluation was before it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EvaluationRevision {
    /// The evaluation.
    pub evaluation_id: EvaluationId,
    /// Counts from 1.
    pub number: i32,
    /// The item whose mark changed.
    pub item_key: String,
    /// Its mark before; none when it had none.
    pub mark_before: Option<Mark>,
    /// Its mark since.
    pub mark_after: Mark,
    /// Everything answered before.
    pub answers_before: JsonText<Answers>,
    /// Checklist and arithmetic before.
    pub snapshot_before: JsonText<EvaluationSnapshot>,
    /// The final figure before.
    pub total_before: Option<Hundredths>,
    /// The final figure since.
    pub total_after: Option<Hundredths>,
    /// Why.
    pub cause: CorrectionCause,
    /// The appeal it follows from.
    pub appeal_id: Option<AppealId>,
    /// Who decided it.
    pub person_id: PersonId,
    /// Their name.
    pub person: String,
    /// When.
    pub created_at: Timestamp,
}

/// Keeps what the evaluation was; a correction of the same moment by somebody else violates the primary key.
pub async fn insert_revision(tx: &mut Tx, revision: &EvaluationRevision) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO evaluation_revisions (evaluation_id, number, item_key, mark_before, mark_after, answers_before,
             snapshot_before, total_before, total_after, cause, appeal_id, person_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind_all((&revision.evaluation_id, revision.number, &revision.item_key))
    .bind_all((revision.mark_before, revision.mark_after))
    .bind_all((&revision.answers_before, &revision.snapshot_before))
    .bind_all((revision.total_before, revision.total_after, revision.cause))
    .bind_all((&revision.appeal_id, &revision.person_id, revision.created_at))
    .execute_exactly(1)
    .await
}

/// The corrections of an evaluation, the first first.
pub async fn revisions(tx: &mut Tx, evaluation: &EvaluationId) -> Result<Vec<EvaluationRevision>, DbError> {
    tx.query(
        "SELECT v.evaluation_id, v.number, v.item_key, v.mark_before, v.mark_after, v.answers_before,
                v.snapshot_before, v.total_before, v.total_after, v.cause, v.appeal_id, v.person_id,
                p.name AS person, v.created_at
         FROM evaluation_revisions v JOIN people p ON p.id = v.person_id
         WHERE v.evaluation_id = $1 ORDER BY v.number",
    )
    .bind(evaluation)
    .all()
    .await
}

/// Stores corrected answers and their arithmetic over the revision they were read at; [`DbError::Affected`] when somebody
/// corrected since.
pub async fn amend(
    tx: &mut Tx,
    before: &Evaluation,
    answers: Answers,
    snapshot: EvaluationSnapshot,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "UPDATE evaluations SET answers = $3, total = $4, snapshot = $5, revision = revision + 1, saved_at = $6
         WHERE id = $1 AND revision = $2 AND state = 'published'",
    )
    .bind_all((&before.id, before.revision, JsonText(answers)))
    .bind_all((snapshot.score.total, JsonText(snapshot), now))
    .execute_exactly(1)
    .await
}
