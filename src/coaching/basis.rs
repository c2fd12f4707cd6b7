//! The evaluation a plan rests on: which of its items were low, and how a mark is said.

use std::ops::Deref;

use super::Coaching;
use crate::checklists::{Item, Mark, scoring};
use crate::error::{Error, Result};
use crate::evaluations::{Card, EvaluationAccess};
use crate::i18n::Texts;
use crate::id::EvaluationId;
use crate::people::Person;

/// An evaluation this person sees whole.
#[derive(Debug, Clone)]
pub(super) struct PlanBasis(Card);

impl Deref for PlanBasis {
    type Target = Card;
    fn deref(&self) -> &Card {
        &self.0
    }
}

impl Coaching {
    /// Reads it. A manager's own evaluation before their opinion is not there yet: `evaluation-not-found`.
    pub(super) async fn basis(&self, person: &Person, id: &EvaluationId) -> Result<PlanBasis> {
        match self.evaluations.read(person, id).await? {
            // No plan rests on a card of a calibration: nobody is judged by it.
            EvaluationAccess::Whole(card) if card.evaluation.calibration_id.is_none() => Ok(PlanBasis(*card)),
            EvaluationAccess::Whole(_) | EvaluationAccess::OpinionFirst(_) => {
                Err(Error::not_found("evaluation-not-found"))
            }
        }
    }
}

impl PlanBasis {
    fn mark(&self, item: &Item) -> Option<Mark> {
        self.0.evaluation.answers.0.mark(&item.key)
    }

    /// Was the item marked low?
    pub(super) fn is_low(&self, item: &Item) -> bool {
        self.mark(item).is_some_and(|mark| scoring::is_low(item, mark))
    }

    /// Keys of the items marked low, in the order of the card.
    pub(super) fn low_items(&self) -> Vec<String> {
        self.0
            .checklist
            .items()
            .filter(|(_, item)| self.is_low(item))
            .map(|(_, item)| item.key.clone())
            .collect()
    }

    /// Entries of the book that teach the low items.
    pub(super) fn low_entries(&self) -> Vec<String> {
        let low = self.0.checklist.items().filter(|(_, item)| self.is_low(item));
        low.filter_map(|(_, item)| item.entry.clone()).collect()
    }

    /// Ids of the moments that stand beside low items.
    pub(super) fn low_moments(&self) -> Vec<String> {
        let low = self.low_items();
        let beside = |key: &Option<String>| key.as_ref().is_some_and(|key| low.contains(key));
        self.0
            .moments
            .iter()
            .filter(|moment| beside(&moment.item_key))
            .map(|moment| moment.id.to_string())
            .collect()
    }

    /// «0 из 2», «н/п»; empty when unanswered.
    pub(super) fn mark_words(&self, item: &Item, texts: Texts) -> String {
        match self.mark(item) {
            None => String::new(),
            Some(Mark::NotApplicable) => texts.text("plan-mark-na"),
            Some(Mark::Value(value)) => {
                let of = item.scale.max();
                texts.with(
                    "plan-mark",
                    &[("mark", value.to_string()), ("of", of.to_string())],
                )
            }
        }
    }
}
