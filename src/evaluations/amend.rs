//! Correcting one mark of a published evaluation: the only way it changes, and what it was stays.
//!
//! Decides how the score is computed anew (on the checklist the evaluation was published with) and that the evaluation
//! before the correction is kept ([`store::EvaluationRevision`]). Leaves whether a mark is to be corrected to [`crate::appeals`].

use super::Evaluations;
use super::evaluate::{card, conflict};
use super::evaluation::{EvaluationSnapshot, EvaluationState};
use super::store::{self, CorrectionCause, EvaluationRevision};
use crate::audit::{Act, Detail};
use crate::checklists::scoring::{self, Hundredths, Score};
use crate::checklists::{AnswerChange, Answers, BadAnswer, Checklist, Mark};
use crate::db::{JsonText, Tx};
use crate::error::{Error, ErrorKind, Result};
use crate::id::{AppealId, EvaluationId};
use crate::people::Person;

/// The answers with one mark corrected, and what they come to.
pub fn corrected(
    checklist: &Checklist,
    answers: &Answers,
    item: &str,
    mark: Mark,
) -> Result<(Answers, Score), BadAnswer> {
    let mut answers = answers.clone();
    answers.apply(checklist, AnswerChange::Mark(item.to_owned(), Some(mark)))?;
    let score = scoring::score(checklist, &answers);
    Ok((answers, score))
}

/// What a correction did to the total: before and since.
pub type TotalChange = (Option<Hundredths>, Option<Hundredths>);

impl Evaluations {
    /// Corrects a mark because of an appeal, in the transaction of its decision.
    /// Codes: `evaluation-not-found`, `bad-answer`, `evaluation-changed`.
    pub async fn amend(
        &self,
        tx: &mut Tx,
        by: &Person,
        id: &EvaluationId,
        (item, mark): (&str, Mark),
        appeal: &AppealId,
    ) -> Result<TotalChange> {
        let now = self.core.now();
        let card = card(tx, id).await?;
        let evaluation = &card.evaluation;
        let Some(JsonText(before)) = evaluation
            .snapshot
            .clone()
            .filter(|_| evaluation.state == EvaluationState::Published)
        else {
            return Err(Error::not_found("evaluation-not-found"));
        };
        let (answers, score) = corrected(&card.checklist, &evaluation.answers.0, item, mark)
            .map_err(|error| Error::new(ErrorKind::BadInput, "bad-answer").with("item", error.0))?;
        let totals = (evaluation.total, score.total);
        let earlier = store::revisions(tx, id).await?.len();
        let revision = EvaluationRevision {
            evaluation_id: id.clone(),
            number: i32::try_from(earlier + 1).unwrap_or(i32::MAX),
            item_key: item.to_owned(),
            mark_before: evaluation.answers.0.mark(item),
            mark_after: mark,
            answers_before: evaluation.answers.clone(),
            snapshot_before: JsonText(before),
            total_before: totals.0,
            total_after: totals.1,
            cause: CorrectionCause::Appeal,
            appeal_id: Some(appeal.clone()),
            person_id: by.id.clone(),
            person: by.name.clone(),
            created_at: now,
        };
        let snapshot = EvaluationSnapshot {
            checklist: card.checklist.clone(),
            score,
        };
        // First the row that two would compete for, so that the loser is told so.
        store::amend(tx, evaluation, answers, snapshot, now)
            .await
            .map_err(conflict)?;
        store::insert_revision(tx, &revision).await?;
        let detail = Detail::Corrected {
            item: item.to_owned(),
            before: totals.0.map(|total| total.0),
            after: totals.1.map(|total| total.0),
        };
        self.log(tx, by, Act::EvaluationCorrected, evaluation, detail)
            .await?;
        Ok(totals)
    }
}
