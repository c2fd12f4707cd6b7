//! SQL of evaluations; of moments, opinions and revisions in the files beside.

mod answered;
mod blind;
mod moments;
mod opinions;
mod published_scores;
mod revisions;

pub use answered::{AnsweredEvaluation, answered};
pub use blind::{
    BlindLine, blind_card, blind_lines, drop_unfinished, hand_in, handed_in, insert_blind, moments_handed_in,
};
pub use moments::{delete_moment, insert_moment, moments, moments_of_recording, update_moment};
pub use opinions::{
    OwnDraft, acknowledgement, delete_own_draft, insert_acknowledgement, insert_opinion, opinion, own_draft,
    save_own_draft,
};
pub use published_scores::{published_since, published_until};
pub use revisions::{CorrectionCause, EvaluationRevision, amend, insert_revision, revisions};

use super::evaluation::{Evaluation, EvaluationSnapshot, EvaluationState};
use super::selection::CallSelection;
use crate::checklists::scoring::Hundredths;
use crate::db::{Cursor, DbError, JsonText, Tx};
use crate::id::{ChecklistId, ChecklistVersionId, EvaluationId, PersonId, RecordingId};
use crate::people::{Scope, visible};
use crate::time::Timestamp;

macro_rules! evaluation_columns {
    () => {
        "e.id, e.recording_id, e.reviewer_id, e.manager_id, e.version_id, e.client, e.called_at, e.duration_ms,
         e.state, e.answers, e.revision, e.total, e.snapshot, e.created_at, e.saved_at, e.published_at,
         e.calibration_id, e.picked"
    };
}

use evaluation_columns;

/// Adds a draft; a second one of the same reviewer violates `evaluations_draft_of_reviewer_id_key`.
pub async fn insert_draft(tx: &mut Tx, draft: &Evaluation) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO evaluations (id, recording_id, draft_of, reviewer_id, manager_id, version_id, client, called_at,
             duration_ms, state, answers, revision, total, created_at, saved_at, picked)
         VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14)",
    )
    .bind_all((&draft.id, &draft.recording_id, &draft.reviewer_id))
    .bind_all((&draft.manager_id, &draft.version_id))
    .bind_all((&draft.client, draft.called_at, draft.duration_ms))
    .bind_all((EvaluationState::Draft, &draft.answers, draft.revision))
    .bind_all((draft.total, draft.created_at, draft.picked))
    .execute_exactly(1)
    .await
}

/// The reviewer's draft for this recording.
pub async fn draft(
    tx: &mut Tx,
    recording: &RecordingId,
    reviewer: &PersonId,
) -> Result<Option<EvaluationId>, DbError> {
    let row: Option<(EvaluationId,)> = tx
        .query("SELECT id FROM evaluations WHERE draft_of = $1 AND reviewer_id = $2")
        .bind_all((recording, reviewer))
        .optional()
        .await?;
    Ok(row.map(|row| row.0))
}

/// One evaluation.
pub async fn evaluation(tx: &mut Tx, id: &EvaluationId) -> Result<Option<Evaluation>, DbError> {
    tx.query(concat!(
        "SELECT ",
        evaluation_columns!(),
        " FROM evaluations e WHERE e.id = $1 AND e.state <> 'discarded'"
    ))
    .bind(id)
    .optional()
    .await
}

/// Stores a changed draft over the revision it was read at; [`DbError::Affected`] when somebody saved since.
pub async fn save_draft(tx: &mut Tx, draft: &Evaluation, now: Timestamp) -> Result<(), DbError> {
    tx.query(
        "UPDATE evaluations SET answers = $3, total = $4, version_id = $5, revision = revision + 1, saved_at = $6
         WHERE id = $1 AND revision = $2 AND state IN ('draft', 'blind')",
    )
    .bind_all((&draft.id, draft.revision, &draft.answers))
    .bind_all((draft.total, &draft.version_id, now))
    .execute_exactly(1)
    .await
}

/// Makes a draft final; [`DbError::Affected`] when somebody saved or published since.
pub async fn publish(
    tx: &mut Tx,
    draft: &Evaluation,
    snapshot: EvaluationSnapshot,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "UPDATE evaluations SET state = 'published', draft_of = NULL, total = $3, snapshot = $4, manager_id = $5,
             client = $6, called_at = $7, revision = revision + 1, saved_at = $8, published_at = $8,
             picked = $9
         WHERE id = $1 AND revision = $2 AND state = 'draft'",
    )
    .bind_all((&draft.id, draft.revision, snapshot.score.total))
    .bind_all((JsonText(snapshot), &draft.manager_id))
    .bind_all((&draft.client, draft.called_at, now, draft.picked))
    .execute_exactly(1)
    .await
}

/// Throws a draft away.
pub async fn discard_draft(
    tx: &mut Tx,
    id: &EvaluationId,
    now: Timestamp,
    gone: Timestamp,
) -> Result<(), DbError> {
    tx.query("DELETE FROM evaluations WHERE state = 'discarded' AND saved_at < $1")
        .bind(gone)
        .execute()
        .await?;
    tx.query(
        "UPDATE evaluations SET state = 'discarded', draft_of = NULL, saved_at = $2 WHERE id = $1 AND state = 'draft'",
    )
    .bind_all((id, now))
    .execute_exactly(1)
    .await
}

/// Takes a reviewer's own throwing away back; false when the draft is gone for good. A unique violation means that the
/// reviewer has begun another draft since.
pub async fn restore_draft(
    tx: &mut Tx,
    id: &EvaluationId,
    reviewer: &PersonId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx
        .query(
            "UPDATE evaluations SET state = 'draft', draft_of = recording_id, saved_at = $3
             WHERE id = $1 AND reviewer_id = $2 AND state = 'discarded' AND recording_id IS NOT NULL",
        )
        .bind_all((id, reviewer, now))
        .execute()
        .await?;
    Ok(changed == 1)
}

/// A line of a list.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EvaluationLine {
    /// The evaluation.
    pub id: EvaluationId,
    /// Its recording, while it is there.
    pub recording_id: Option<RecordingId>,
    /// Whose call.
    pub manager_id: PersonId,
    /// Their name.
    pub manager: String,
    /// Who listened.
    pub reviewer: String,
    /// The client.
    pub client: String,
    /// When the call was.
    pub called_at: Timestamp,
    /// The checklist's version.
    pub version_id: ChecklistVersionId,
    /// The final figure; none in lists of a manager before their opinion.
    pub total: Option<Hundredths>,
    /// When it was last saved.
    pub saved_at: Timestamp,
    /// When it was published; none for a draft.
    pub published_at: Option<Timestamp>,
    /// Has the manager said their own opinion?
    pub opinion: bool,
    /// Has the manager acknowledged it?
    pub acknowledged: bool,
    /// Was the call drawn by lot or chosen by hand?
    pub picked: CallSelection,
}

/// The columns of an [`EvaluationLine`] and a condition.
macro_rules! lines {
    ($($rest:expr),+ $(,)?) => {
        concat!(
            "SELECT e.id, e.recording_id, e.manager_id, p.name AS manager, r.name AS reviewer, e.client, e.called_at,
                    e.version_id, e.total, e.saved_at, e.published_at, s.evaluation_id IS NOT NULL AS opinion,
                    k.evaluation_id IS NOT NULL AS acknowledged, e.picked
             FROM evaluations e
             JOIN people p ON p.id = e.manager_id
             JOIN people r ON r.id = e.reviewer_id
             LEFT JOIN self_assessments s ON s.evaluation_id = e.id
             LEFT JOIN evaluation_acknowledgements k ON k.evaluation_id = e.id
             WHERE ",
            $($rest),+
        )
    };
}

/// Published evaluations the scope covers, newest first, after `cursor` (publication time and id).
/// `manager` and `recording` narrow it. Totals of a manager's own are left out until they said their opinion.
pub async fn published(
    tx: &mut Tx,
    scope: &Scope,
    manager: Option<&PersonId>,
    recording: Option<&RecordingId>,
    cursor: &Cursor,
    limit: usize,
) -> Result<Vec<EvaluationLine>, DbError> {
    let mut lines: Vec<EvaluationLine> = tx
        .query(lines!("e.state = 'published' AND ", visible!()))
        .scope(scope)
        .clause_for(" AND e.manager_id = $1", manager)
        .clause_for(" AND e.recording_id = $1", recording)
        .clause(
            " AND (e.published_at < $1 OR (e.published_at = $1 AND e.id < $2))
              ORDER BY e.published_at DESC, e.id DESC LIMIT $3",
        )
        .bind_all((cursor.key, &cursor.id))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .all()
        .await?;
    if matches!(scope, Scope::Own(_)) {
        for line in lines.iter_mut().filter(|line| !line.opinion) {
            line.total = None;
        }
    }
    Ok(lines)
}

/// Published evaluations the scope covers that their managers have not acknowledged, newest first, after `cursor`. Of a
/// manager's own only those they have given an opinion on: before it there is nothing to have read.
pub async fn unacknowledged(
    tx: &mut Tx,
    scope: &Scope,
    manager: Option<&PersonId>,
    cursor: &Cursor,
    limit: usize,
) -> Result<Vec<EvaluationLine>, DbError> {
    tx.query(lines!(
        "e.state = 'published' AND k.evaluation_id IS NULL AND ",
        visible!(own if "s.evaluation_id IS NOT NULL")
    ))
    .scope(scope)
    .clause_for(" AND e.manager_id = $1", manager)
    .clause(
        " AND (e.published_at < $1 OR (e.published_at = $1 AND e.id < $2))
          ORDER BY e.published_at DESC, e.id DESC LIMIT $3",
    )
    .bind_all((cursor.key, &cursor.id))
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .all()
    .await
}

/// The reviewer's drafts, the last touched first.
pub async fn drafts(tx: &mut Tx, reviewer: &PersonId) -> Result<Vec<EvaluationLine>, DbError> {
    tx.query(lines!(
        "e.state = 'draft' AND e.reviewer_id = $1 ORDER BY e.saved_at DESC, e.id DESC"
    ))
    .bind(reviewer)
    .all()
    .await
}

/// A manager's totals by one checklist: of calls drawn by lot, or of calls chosen by hand.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct MeanRow {
    /// Whose.
    pub manager_id: PersonId,
    /// Their name.
    pub manager: String,
    /// By which checklist.
    pub checklist_id: ChecklistId,
    /// How the calls were picked.
    pub picked: CallSelection,
    /// Sum of totals in hundredths.
    pub sum: i64,
    /// How many.
    pub n: i64,
}

/// Totals by manager, checklist and way of picking, by name, drawn calls first: a figure of both together would say
/// nothing about either. What a manager has not yet given an opinion on is left out of their own.
pub async fn means(tx: &mut Tx, scope: &Scope) -> Result<Vec<MeanRow>, DbError> {
    tx.query(concat!(
        "SELECT e.manager_id, p.name AS manager, v.checklist_id, e.picked, CAST(SUM(e.total) AS BIGINT) AS sum, COUNT(*) AS n
         FROM evaluations e
         JOIN people p ON p.id = e.manager_id
         JOIN checklist_versions v ON v.id = e.version_id
         LEFT JOIN self_assessments s ON s.evaluation_id = e.id
         WHERE e.state = 'published' AND e.total IS NOT NULL
           AND ",
        visible!(own if "s.evaluation_id IS NOT NULL"),
        " GROUP BY e.manager_id, p.name, p.name_folded, v.checklist_id, e.picked
         ORDER BY p.name_folded, e.manager_id, v.checklist_id, e.picked DESC"
    ))
    .scope(scope)
    .all()
    .await
}
