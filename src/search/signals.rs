//! What the team's work says about the book: which entries are past their review, which answers are taken and help.
//!
//! Decides how much that may move a hit: never past one that fits the words better, only among those that fit about as well.
//! Counting is left to [`super::uses`]; here are numbers only. Pure.

use std::collections::{HashMap, HashSet};

use crate::playbook::EntryId;

/// What is known now.
#[derive(Debug, Default)]
pub struct SearchSignals {
    /// Entries past their review date.
    pub stale: HashSet<EntryId>,
    /// Worth of answers, 0…1, by entry and the answer's name; a whole entry has no name.
    pub worth: HashMap<EntryId, HashMap<String, f32>>,
}

/// A stale entry stands this much lower, among entries that fit about as well; an exact name alone is worth forty times as much.
const STALE: f32 = 25.0;
/// The most that use moves an entry: less than a word more in the text does.
const USE: f32 = 20.0;
/// Taken this often, an answer cannot gain by being taken more.
const OFTEN: f32 = 200.0;

impl SearchSignals {
    /// How much further up an entry stands in its tier.
    pub fn of_entry(&self, id: &EntryId) -> f32 {
        let stale = if self.stale.contains(id) { STALE } else { 0.0 };
        let best = self.worth.get(id).into_iter().flat_map(HashMap::values);
        best.fold(0.0_f32, |most, worth| most.max(*worth)) * USE - stale
    }

    /// Worth of one answer, 0…1; 0.25 is that of one nobody has taken yet.
    pub fn of_answer(&self, id: &EntryId, answer: &str) -> f32 {
        let known = self.worth.get(id).and_then(|answers| answers.get(answer));
        known.copied().unwrap_or_else(|| worth(0, 0, 0))
    }
}

/// Worth of an answer that was taken and judged so often, 0…1: half of it is how often it is taken, by its logarithm; half
/// the share of "helped" by Laplace's rule of succession, so that one vote among none is not the whole truth.
pub fn worth(taken: u32, helped: u32, not_helped: u32) -> f32 {
    let taken = (1.0 + taken as f32).ln() / (1.0 + OFTEN).ln();
    let helped = (helped as f32 + 1.0) / ((helped + not_helped) as f32 + 2.0);
    taken.min(1.0) / 2.0 + helped / 2.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn worth_grows_with_use_and_help_and_stays_in_bounds(taken in 0_u32..5_000, yes in 0_u32..500, no in 0_u32..500) {
            let of = worth(taken, yes, no);
            prop_assert!((0.0..=1.0).contains(&of));
            prop_assert!(worth(taken + 1, yes, no) >= of);
            prop_assert!(worth(taken, yes + 1, no) > of && worth(taken, yes, no + 1) < of);
        }
    }

    #[test]
    fn an_answer_that_helps_beats_one_taken_more_that_does_not() {
        assert!(worth(20, 9, 1) > worth(60, 3, 7));
        assert!((worth(0, 0, 0) - 0.25).abs() < 1e-6);
    }
}
