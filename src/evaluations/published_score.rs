//! A published evaluation as it is read by whoever follows a manager from call to call.
//!
//! Decides which marks count there: of asked items behind an open gate, answered with a mark; "not applicable" and no
//! answer are no marks. Everything is computed from the stored answers, so that a mark changed after an appeal is seen at
//! once. What follows from the marks is left to coaching.

use std::sync::Arc;

use crate::checklists::scoring::{self, Score};
use crate::checklists::{Answers, Checklist, Item, Mark};
use crate::id::{EvaluationId, RecordingId};
use crate::time::Timestamp;

/// A published evaluation with its answers.
#[derive(Debug, Clone)]
pub struct PublishedScore {
    /// The evaluation.
    pub id: EvaluationId,
    /// Its recording, while it is there.
    pub recording_id: Option<RecordingId>,
    /// The client.
    pub client: String,
    /// When the call was.
    pub called_at: Timestamp,
    /// When it was published.
    pub published_at: Timestamp,
    /// Everything answered.
    pub answers: Answers,
    /// The version of the checklist it was published with: versions never change, so that many evaluations share one.
    pub checklist: Arc<Checklist>,
    /// Has the manager said their own opinion? Before that the score is not for their eyes.
    pub opinion: bool,
}

impl PublishedScore {
    /// Every counted item with its mark, in the order of the card.
    pub fn marks(&self) -> impl Iterator<Item = (&Item, u16)> {
        let answers = &self.answers;
        self.checklist.items().filter_map(move |(block, item)| {
            match (answers.open(block), answers.mark(&item.key)) {
                (Some(true), Some(Mark::Value(value))) => Some((item, value)),
                _ => None,
            }
        })
    }

    /// The counted mark of the item with this key.
    pub fn mark(&self, key: &str) -> Option<(&Item, u16)> {
        self.marks().find(|(item, _)| item.key == key)
    }

    /// The arithmetic of the answers as they are now.
    pub fn score(&self) -> Score {
        scoring::score(&self.checklist, &self.answers)
    }
}
