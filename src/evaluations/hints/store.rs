//! SQL of the verdicts on hints.

use crate::db::{DbError, Tx};
use crate::id::{ChecklistId, EvaluationId};
use crate::time::Timestamp;

/// What a reviewer said about a hint.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct HintVerdict {
    /// In which evaluation.
    pub evaluation_id: EvaluationId,
    /// Of which item.
    pub item_key: String,
    /// Where the phrase begins, in ms.
    pub start_ms: i64,
    /// Of which checklist, across its versions.
    pub checklist_id: ChecklistId,
    /// The phrase.
    pub phrase: String,
    /// Does it show what the item asks for?
    pub accepted: bool,
    /// When it was said.
    pub at: Timestamp,
}

/// How often a phrase was right.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Precision {
    /// Of which checklist.
    pub checklist_id: ChecklistId,
    /// Of which item.
    pub item_key: String,
    /// The phrase.
    pub phrase: String,
    /// Accepted.
    pub accepted: i64,
    /// Accepted or rejected.
    pub n: i64,
}

/// Keeps a verdict; false when there is one already, which stays.
pub async fn insert(tx: &mut Tx, verdict: &HintVerdict) -> Result<bool, DbError> {
    let added = tx
        .query(
            "INSERT INTO hint_verdicts (evaluation_id, item_key, start_ms, checklist_id, phrase, accepted, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (evaluation_id, item_key, start_ms) DO NOTHING",
        )
        .bind_all((&verdict.evaluation_id, &verdict.item_key))
        .bind_all((verdict.start_ms, &verdict.checklist_id))
        .bind_all((&verdict.phrase, verdict.accepted, verdict.at))
        .execute()
        .await?;
    Ok(added == 1)
}

/// The verdicts of an evaluation.
pub async fn verdicts(tx: &mut Tx, evaluation: &EvaluationId) -> Result<Vec<HintVerdict>, DbError> {
    tx.query(
        "SELECT evaluation_id, item_key, start_ms, checklist_id, phrase, accepted, at FROM hint_verdicts
         WHERE evaluation_id = $1 ORDER BY item_key, start_ms",
    )
    .bind(evaluation)
    .all()
    .await
}

/// How often each phrase was right, of one checklist or of all; the most decided first.
pub async fn precision(tx: &mut Tx, checklist: Option<&ChecklistId>) -> Result<Vec<Precision>, DbError> {
    tx.query(
        "SELECT v.checklist_id, v.item_key, v.phrase,
                CAST(SUM(CASE WHEN v.accepted THEN 1 ELSE 0 END) AS BIGINT) AS accepted, COUNT(*) AS n
         FROM hint_verdicts v JOIN evaluations e ON e.id = v.evaluation_id
         WHERE e.calibration_id IS NULL AND e.state <> 'discarded' AND (CAST($1 AS TEXT) IS NULL OR v.checklist_id = $1)
         GROUP BY v.checklist_id, v.item_key, v.phrase
         ORDER BY COUNT(*) DESC, v.item_key, v.phrase LIMIT 500",
    )
    .bind(checklist)
    .all()
    .await
}
