//! SQL of published answers, for whoever draws conclusions from several evaluations.

use crate::checklists::{Answers, Hundredths};
use crate::db::{DbError, JsonText, Tx};
use crate::evaluations::CallSelection;
use crate::id::{ChecklistVersionId, EvaluationId, PersonId, RecordingId};
use crate::people::{Scope, visible};
use crate::time::Timestamp;

/// A published evaluation with its answers.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AnsweredEvaluation {
    /// The evaluation.
    pub id: EvaluationId,
    /// Its recording, while it is there.
    pub recording_id: Option<RecordingId>,
    /// Whose call.
    pub manager_id: PersonId,
    /// The client.
    pub client: String,
    /// The checklist's version.
    pub version_id: ChecklistVersionId,
    /// The final figure.
    pub total: Option<Hundredths>,
    /// What was answered.
    pub answers: JsonText<Answers>,
    /// When it was published.
    pub published_at: Timestamp,
    /// Was the call drawn by lot or chosen by hand? Averages keep the two apart.
    pub picked: CallSelection,
}

/// Evaluations published since then that the scope covers, the newest first. Of one's own only those that one has said
/// one's opinion on: before, nothing of them is shown.
pub async fn answered(
    tx: &mut Tx,
    scope: &Scope,
    since: Timestamp,
    limit: usize,
) -> Result<Vec<AnsweredEvaluation>, DbError> {
    tx.query(concat!(
        "SELECT e.id, e.recording_id, e.manager_id, e.client, e.version_id, e.total, e.answers, e.published_at,
                e.picked
         FROM evaluations e
         JOIN people p ON p.id = e.manager_id
         LEFT JOIN self_assessments s ON s.evaluation_id = e.id
         WHERE e.state = 'published' AND e.published_at >= $3
           AND ",
        visible!(own if "s.evaluation_id IS NOT NULL"),
        " ORDER BY e.published_at DESC, e.id DESC LIMIT $4"
    ))
    .scope(scope)
    .bind_all((since, i64::try_from(limit).unwrap_or(i64::MAX)))
    .all()
    .await
}
