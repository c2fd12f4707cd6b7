//! The reviewer's marks and the manager's own, item by item. Pure.
//!
//! Decides what counts as a difference and which are the largest: by what the difference is worth in the score, the weight
//! of the item times the distance on its scale. Where only one of the two counted the item at all there is nothing to
//! subtract; those come after the figures, in the order of the card.

use crate::checklists::{Answers, Block, Checklist, Item, Mark};

/// What one side said about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemAnswer {
    /// The gate of its block was closed, or not answered.
    Closed,
    /// Nothing.
    Nothing,
    /// A mark, or "not applicable".
    Mark(Mark),
}

impl ItemAnswer {
    fn new(answers: &Answers, block: &Block, item: &Item) -> Self {
        if answers.open(block) != Some(true) {
            return Self::Closed;
        }
        answers.mark(&item.key).map_or(Self::Nothing, Self::Mark)
    }

    const fn value(self) -> Option<u16> {
        match self {
            Self::Mark(Mark::Value(value)) => Some(value),
            _ => None,
        }
    }
}

/// One item with both marks.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The item.
    pub item: &'a Item,
    /// The reviewer's.
    pub reviewer: ItemAnswer,
    /// The manager's own.
    pub own: ItemAnswer,
}

impl Pair<'_> {
    /// Own mark minus the reviewer's; none where one of them is no figure.
    pub fn gap(&self) -> Option<i32> {
        let (own, reviewer) = (self.own.value()?, self.reviewer.value()?);
        Some(i32::from(own) - i32::from(reviewer))
    }

    /// Do they differ?
    pub fn differs(&self) -> bool {
        self.reviewer != self.own
    }

    /// What the difference is worth, in millionths of a hundredth of weight.
    fn worth(&self) -> u64 {
        let gap = u64::from(self.gap().unwrap_or_default().unsigned_abs());
        gap * u64::from(self.item.weight.as_hundredths()) * 1_000_000
            / u64::from(self.item.scale.max().max(1))
    }
}

/// Every item that at least one side answered: the largest differences first, then where only one counted it, then what
/// both see the same way.
pub fn compare<'a>(checklist: &'a Checklist, reviewer: &Answers, own: &Answers) -> Vec<Pair<'a>> {
    let mut pairs: Vec<Pair<'a>> = checklist
        .items()
        .map(|(block, item)| Pair {
            item,
            reviewer: ItemAnswer::new(reviewer, block, item),
            own: ItemAnswer::new(own, block, item),
        })
        .filter(|pair| {
            matches!(pair.reviewer, ItemAnswer::Mark(_)) || matches!(pair.own, ItemAnswer::Mark(_))
        })
        .collect();
    // A stable order keeps that of the card among equals.
    pairs.sort_by_key(|pair| {
        (
            !pair.differs(),
            pair.gap().is_none(),
            std::cmp::Reverse(pair.worth()),
        )
    });
    pairs
}
