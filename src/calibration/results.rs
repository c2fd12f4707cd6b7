//! What the cards of a session say together: for every question of the checklist how far the reviewers agree.
//!
//! Decides what an answer is ([`ReviewerAnswer`]): a mark, "not applicable" and no answer are three different things,
//! and a gate is a question of its own. An item behind a gate that a reviewer closed was not asked of them, so there is
//! nothing to compare: the disagreement is the gate's, and would otherwise mark every item behind it. Nor is a card
//! compared that was not handed in. Kappa needs every reviewer, so it is over the calls in which all of them answered.
//! Pure.

use std::collections::BTreeMap;

use super::agreement::{self, NoKappa, Share};
use crate::checklists::{Answers, Block, Checklist, Hundredths, Item, Mark, scoring};
use crate::evaluations::{Evaluation, Moment};
use crate::id::PersonId;

/// Below this share of equal answers a question is to be reworded, in percent.
pub const REWORD_BELOW: u64 = 70;
/// With fewer calls or pairs than this, a figure is shown as too early to judge by.
pub const FEW: usize = scoring::FEW as usize;

/// What one reviewer answered to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReviewerAnswer {
    /// A mark of the item's scale.
    Mark(u16),
    /// Not applicable.
    NotApplicable,
    /// An item behind a gate this reviewer closed: shown, not compared.
    NotAsked,
    /// Left open.
    Open,
    /// A gate: is there something to mark?
    Gate(bool),
}

/// A question of the checklist: an item, or a block's gate.
#[derive(Debug, Clone, Copy)]
pub enum ChecklistQuestion<'a> {
    /// The question at the head of a block.
    Gate(&'a Block),
    /// An item of a block.
    Item(&'a Block, &'a Item),
}

impl ReviewerAnswer {
    /// Is it compared with those of others?
    pub const fn counts(self) -> bool {
        !matches!(self, Self::NotAsked)
    }
}

impl<'a> ChecklistQuestion<'a> {
    /// Every question, in the order of the card.
    pub fn all(checklist: &'a Checklist) -> Vec<Self> {
        let of_block = |block: &'a Block| {
            let gate = block.gate.as_ref().map(|_| Self::Gate(block));
            let items = block.active_items().map(move |item| Self::Item(block, item));
            gate.into_iter().chain(items)
        };
        checklist.blocks.iter().flat_map(of_block).collect()
    }

    /// Its name in addresses, forms and the database: `item.KEY` or `gate.KEY`.
    pub fn key(&self) -> String {
        match self {
            Self::Gate(block) => format!("gate.{}", block.key),
            Self::Item(_, item) => format!("item.{}", item.key),
        }
    }

    /// What these answers say to it.
    pub fn answer(&self, answers: &Answers) -> ReviewerAnswer {
        match self {
            Self::Gate(block) => answers
                .open(block)
                .map_or(ReviewerAnswer::Open, ReviewerAnswer::Gate),
            Self::Item(block, _) if answers.open(block) == Some(false) => ReviewerAnswer::NotAsked,
            Self::Item(_, item) => match answers.mark(&item.key) {
                None => ReviewerAnswer::Open,
                Some(Mark::NotApplicable) => ReviewerAnswer::NotApplicable,
                Some(Mark::Value(value)) => ReviewerAnswer::Mark(value),
            },
        }
    }

    /// Can this be answered to it? In the words of forms: a mark or `na` to an item, `open` or `closed` to a gate.
    pub fn takes(&self, answer: &str) -> bool {
        match self {
            Self::Gate(_) => matches!(answer, "open" | "closed"),
            Self::Item(_, item) => match answer.parse() {
                Ok(Mark::NotApplicable) => item.not_applicable,
                Ok(Mark::Value(value)) => item.scale.allows(value),
                Err(_) => false,
            },
        }
    }
}

/// A card that was handed in.
#[derive(Debug, Clone)]
pub struct SubmittedCard {
    /// Answers, total and the rest.
    pub evaluation: Evaluation,
    /// Its moments, by time.
    pub moments: Vec<Moment>,
}

/// Cards by call's number and reviewer.
pub type Cards = BTreeMap<(i32, PersonId), SubmittedCard>;

/// How far reviewers agree on one question.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementFigures {
    /// Equal answers of all pairs.
    pub agreement: Share,
    /// Agreement beyond chance.
    pub kappa: Result<f64, NoKappa>,
    /// Calls that kappa is over: those in which every reviewer answered.
    pub kappa_calls: usize,
    /// The mean distance of two marks, in points of the scale; none where no two gave a mark.
    pub difference: Option<Hundredths>,
    /// Calls in which two or more answered.
    pub calls: usize,
}

impl AgreementFigures {
    /// Is the question to be reworded?
    pub const fn reword(&self) -> bool {
        self.agreement.is_below(REWORD_BELOW)
    }

    /// Too few pairs to judge the agreement by?
    pub const fn is_few(&self) -> bool {
        self.agreement.of < FEW as u64
    }
}

/// One question: by call what each reviewer answered, none without a card.
pub fn figures(rows: &[Vec<Option<ReviewerAnswer>>]) -> AgreementFigures {
    let given: Vec<Vec<ReviewerAnswer>> = rows
        .iter()
        .map(|row| {
            let answers = row.iter().flatten().copied();
            answers.filter(|answer| answer.counts()).collect()
        })
        .collect();
    let whole: Vec<Vec<ReviewerAnswer>> = rows
        .iter()
        .zip(&given)
        .filter(|(row, given)| row.len() == given.len())
        .map(|(_, given)| given.clone())
        .collect();
    let marks: Vec<Vec<i64>> = given
        .iter()
        .map(|row| {
            let marks = row.iter().filter_map(|answer| match answer {
                ReviewerAnswer::Mark(value) => Some(i64::from(*value)),
                _ => None,
            });
            marks.collect()
        })
        .collect();
    let (sum, pairs) = agreement::distance(&marks);
    AgreementFigures {
        agreement: agreement::agreement(&given),
        kappa: agreement::kappa(&whole),
        kappa_calls: whole.len(),
        difference: Hundredths::mean(sum * 100, pairs),
        calls: given.iter().filter(|row| row.len() > 1).count(),
    }
}

/// The whole session.
#[derive(Debug, Clone)]
pub struct Results {
    /// By question, in the order of the card.
    pub questions: Vec<AgreementFigures>,
    /// Equal answers of all pairs over all questions.
    pub agreement: Share,
    /// The mean distance of two totals; none where no two have one.
    pub difference: Option<Hundredths>,
    /// Pairs of totals.
    pub pairs: i64,
    /// By reviewer: the mean of their totals and over how many.
    pub means: Vec<(Option<Hundredths>, i64)>,
}

/// Compares the cards: `calls` are the numbers of the calls, `reviewers` those who take part.
pub fn results(checklist: &Checklist, calls: &[i32], reviewers: &[PersonId], cards: &Cards) -> Results {
    let row = |call: &i32| -> Vec<Option<&SubmittedCard>> {
        let card = |reviewer: &PersonId| cards.get(&(*call, reviewer.clone()));
        reviewers.iter().map(card).collect()
    };
    let table: Vec<Vec<Option<&SubmittedCard>>> = calls.iter().map(row).collect();
    let questions: Vec<AgreementFigures> = ChecklistQuestion::all(checklist)
        .iter()
        .map(|question| {
            let answer = |card: &SubmittedCard| question.answer(&card.evaluation.answers.0);
            let rows: Vec<Vec<Option<ReviewerAnswer>>> = table
                .iter()
                .map(|row| row.iter().map(|card| card.map(answer)).collect())
                .collect();
            figures(&rows)
        })
        .collect();
    let total =
        |card: Option<&SubmittedCard>| card.and_then(|card| card.evaluation.total).map(|total| total.0);
    let totals: Vec<Vec<i64>> = table
        .iter()
        .map(|row| row.iter().copied().filter_map(total).collect())
        .collect();
    let (sum, pairs) = agreement::distance(&totals);
    let mean = |at: usize| {
        let own: Vec<i64> = table.iter().filter_map(|row| total(row[at])).collect();
        let n = i64::try_from(own.len()).unwrap_or(i64::MAX);
        (Hundredths::mean(own.iter().sum(), n), n)
    };
    Results {
        agreement: questions
            .iter()
            .fold(Share::default(), |all, one| all.plus(one.agreement)),
        questions,
        difference: Hundredths::mean(sum, pairs),
        pairs,
        means: (0..reviewers.len()).map(mean).collect(),
    }
}
