//! An appeal: one mark, the mark the manager thinks right, and why; then the decision.

use serde::Deserialize;

use crate::checklists::{Answers, Block, Hundredths, Item, Mark};
use crate::error::FieldError;
use crate::id::{AppealId, EvaluationId, PersonId, RecordingId};
use crate::time::{Day, Timestamp};

crate::db::text_enum! {
    /// Where an appeal stands.
    pub enum AppealState {
        /// Waits for a decision.
        Open = "open",
        /// The mark is what the manager asked for.
        Accepted = "accepted",
        /// The mark is another one, neither the old nor the one asked for.
        Partly = "partly",
        /// The mark stays.
        Rejected = "rejected",
        /// The manager took it back.
        Withdrawn = "withdrawn",
    }
}

impl AppealState {
    /// Did somebody decide it?
    pub const fn is_decided(self) -> bool {
        matches!(self, Self::Accepted | Self::Partly | Self::Rejected)
    }
}

/// An appeal with the names of its people and the facts of its call.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Appeal {
    /// Identifier.
    pub id: AppealId,
    /// The evaluation.
    pub evaluation_id: EvaluationId,
    /// The item whose mark is appealed.
    pub item_key: String,
    /// That mark; none when there was none.
    pub mark_before: Option<Mark>,
    /// The mark the manager thinks right.
    pub wished: Mark,
    /// Why, in their words.
    pub reason: String,
    /// Where it stands.
    pub state: AppealState,
    /// When it was lodged.
    pub created_at: Timestamp,
    /// The day by which it is to be decided.
    pub due: Day,
    /// When it was decided or taken back.
    pub decided_at: Option<Timestamp>,
    /// Name of who decided it.
    pub decider: Option<String>,
    /// The decider's words.
    pub words: String,
    /// The mark that was given; none when nothing changed.
    pub mark_after: Option<Mark>,
    /// The total before the decision.
    pub total_before: Option<Hundredths>,
    /// The total since.
    pub total_after: Option<Hundredths>,
    /// Whose evaluation.
    pub manager_id: PersonId,
    /// Their name.
    pub manager: String,
    /// Who made the evaluation.
    pub reviewer_id: PersonId,
    /// Their name.
    pub reviewer: String,
    /// The call's recording, while it is there.
    pub recording_id: Option<RecordingId>,
    /// The client.
    pub client: String,
    /// When the call was.
    pub called_at: Timestamp,
}

impl Appeal {
    /// Open past its day?
    pub fn is_overdue(&self, today: Day) -> bool {
        self.state == AppealState::Open && self.due < today
    }
}

/// Can this item's mark be appealed? The block must be counted, and the mark not be the best one already.
pub fn may_be_appealed(answers: &Answers, block: &Block, item: &Item) -> bool {
    answers.open(block) == Some(true) && answers.mark(&item.key) != Some(Mark::Value(item.scale.max()))
}

/// The marks an item takes, the lowest first, "not applicable" last.
pub(super) fn marks(item: &Item) -> Vec<Mark> {
    let mut marks: Vec<Mark> = item.scale.marks().into_iter().map(Mark::Value).collect();
    marks.extend(item.not_applicable.then_some(Mark::NotApplicable));
    marks
}

fn text(words: &str) -> String {
    words.trim().chars().take(4000).collect()
}

fn fault(field: &'static str, code: &'static str) -> FieldError {
    FieldError { field, code }
}

/// The mark of a form, if it is one the item takes.
fn mark_of(item: &Item, word: &str) -> Option<Mark> {
    let mark: Mark = word.parse().ok()?;
    marks(item).contains(&mark).then_some(mark)
}

/// An appeal as entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AppealForm {
    /// The item.
    pub item: String,
    /// The mark that would be right.
    pub wished: String,
    /// Why.
    pub reason: String,
}

impl AppealForm {
    /// The wished mark and the reason. Codes: `appeal-wished` when it is none of the item's or the one given already,
    /// `appeal-reason`.
    pub fn check(&self, item: &Item, given: Option<Mark>) -> Result<(Mark, String), Vec<FieldError>> {
        let wished = mark_of(item, &self.wished).filter(|mark| Some(*mark) != given);
        let reason = text(&self.reason);
        match wished {
            Some(wished) if !reason.is_empty() => Ok((wished, reason)),
            _ => {
                let wished = wished.is_none().then(|| fault("wished", "appeal-wished"));
                let reason = reason.is_empty().then(|| fault("reason", "appeal-reason"));
                Err(wished.into_iter().chain(reason).collect())
            }
        }
    }
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppealDecision {
    /// The mark the manager asked for.
    Accepted(Mark),
    /// Another mark.
    Partly(Mark),
    /// Nothing changes.
    Rejected,
}

impl AppealDecision {
    /// The state it leads to.
    pub const fn state(self) -> AppealState {
        match self {
            Self::Accepted(_) => AppealState::Accepted,
            Self::Partly(_) => AppealState::Partly,
            Self::Rejected => AppealState::Rejected,
        }
    }

    /// The mark it gives, if any.
    pub const fn mark(self) -> Option<Mark> {
        match self {
            Self::Accepted(mark) | Self::Partly(mark) => Some(mark),
            Self::Rejected => None,
        }
    }
}

/// Marks that are left for "partly": neither the one given nor the one asked for.
pub(super) fn between(item: &Item, appeal: &Appeal) -> Vec<Mark> {
    let mut marks = marks(item);
    marks.retain(|mark| Some(*mark) != appeal.mark_before && *mark != appeal.wished);
    marks
}

/// A decision as entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// `accepted`, `partly` or `rejected`.
    pub outcome: String,
    /// The mark, for `partly`.
    pub mark: String,
    /// Why.
    pub words: String,
}

impl DecisionForm {
    /// The decision and its words. Codes: `appeal-outcome`, `appeal-mark` when `partly` names no mark that is left for it,
    /// `appeal-words`.
    pub fn check(&self, item: &Item, appeal: &Appeal) -> Result<(AppealDecision, String), Vec<FieldError>> {
        let decision = match self.outcome.parse() {
            Ok(AppealState::Accepted) => Ok(AppealDecision::Accepted(appeal.wished)),
            Ok(AppealState::Rejected) => Ok(AppealDecision::Rejected),
            Ok(AppealState::Partly) => mark_of(item, &self.mark)
                .filter(|mark| between(item, appeal).contains(mark))
                .map(AppealDecision::Partly)
                .ok_or_else(|| fault("mark", "appeal-mark")),
            _ => Err(fault("outcome", "appeal-outcome")),
        };
        let words = text(&self.words);
        match decision {
            Ok(decision) if !words.is_empty() => Ok((decision, words)),
            other => {
                let words = words.is_empty().then(|| fault("words", "appeal-words"));
                Err(other.err().into_iter().chain(words).collect())
            }
        }
    }
}
