//! The arithmetic of a score: answers in, percentages out. Pure and exact.
//!
//! ```text
//! ratio = value / max            not applicable, unanswered and items of a closed gate are not counted
//! rule "blocks":  block% = 100·Σ(ratio·w)/Σ(w)          total = mean of block% over blocks that count and have a value
//! rule "points":  block% = 100·Σ(ratio·w·max)/Σ(w·max)  total = the same sum over all items of blocks that count
//! a block with no counted item has no value; no block left, no total
//! a critical item answered with its failing value → total 0, block% unchanged
//! ```
//!
//! Decides also what is still open ([`open_questions`]) and which low marks stand without a word ([`unexplained`]).
//! Everything is computed in exact fractions and rounded once, half up to 0.01, when it becomes a [`Hundredths`]:
//! half steps and thirds come out the same here and in the browser's preview, which does the same with its own big
//! integers (`static/js/scoring.js`); both are held to `tests/fixtures/scoring.json`.

use serde::{Deserialize, Serialize};

use super::answers::{Answers, Mark};
use super::checklist::{Block, Checklist, Item, ScoringRule, Zone, Zones};
use super::fraction::Fraction;
use crate::i18n::Locale;

/// Fewer totals or marks than this are shown as few: no zone, no order, no direction.
pub const FEW: i64 = 8;

/// A figure rounded half up to 0.01 and kept as a whole number of hundredths: 6708 is 67.08.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, sqlx::Type, Serialize, Deserialize)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct Hundredths(pub i64);

impl Hundredths {
    fn round(exact: Fraction) -> Self {
        Self(i64::try_from(exact.round_to_hundredths()).unwrap_or(i64::MAX))
    }

    /// The mean of these figures, rounded half up; none of none.
    pub fn mean(sum: i64, n: i64) -> Option<Self> {
        (n > 0).then(|| Self((2 * sum + n).div_euclid(2 * n)))
    }

    /// Always two places: «67,08», “67.08”.
    pub fn fixed(self, locale: Locale) -> String {
        let sign = if self.0 < 0 { "−" } else { "" };
        let value = self.0.unsigned_abs();
        let point = match locale {
            Locale::Ru => ',',
            Locale::En => '.',
        };
        format!("{sign}{}{point}{:02}", value / 100, value % 100)
    }

    /// Without needless zeros: «7,5», «9».
    pub fn plain(self, locale: Locale) -> String {
        let text = self.fixed(locale);
        match text.strip_suffix("00") {
            Some(whole) => whole[..whole.len() - 1].to_owned(),
            None => text.strip_suffix('0').map(str::to_owned).unwrap_or(text),
        }
    }

    /// For an SVG attribute or JSON number: `67.08`.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// The zone of a total.
    pub fn zone(self, zones: Zones) -> Zone {
        let from = |percent: u8| self.0 >= i64::from(percent) * 100;
        if from(zones.strong) {
            Zone::Strong
        } else if from(zones.norm) {
            Zone::Norm
        } else if from(zones.attention) {
            Zone::Attention
        } else {
            Zone::Risk
        }
    }
}

/// Why a block has the value it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockState {
    /// At least one item is counted.
    Counted,
    /// Nothing to count yet, or everything is not applicable.
    Empty,
    /// The gate is closed.
    Closed,
    /// The gate is not answered yet.
    Waiting,
}

/// One block's result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockScore {
    /// The block.
    pub key: String,
    /// Why it has or has not a value.
    pub state: BlockState,
    /// Does it take part in the total (apart from having a value)?
    pub counts_in_total: bool,
    /// Points got: Σ(ratio·w·max) by points, Σ(ratio·w) by blocks.
    pub got: Hundredths,
    /// Points possible over the counted items.
    pub of: Hundredths,
    /// Points possible over all asked items: what a closed gate takes out.
    pub full: Hundredths,
    /// 100·got/of; none without a counted item.
    pub percent: Option<Hundredths>,
}

/// A whole card's result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The rule it was made by.
    pub rule: ScoringRule,
    /// The final figure; none when nothing is counted.
    pub total: Option<Hundredths>,
    /// The critical item that made it 0.
    pub failed_by: Option<String>,
    /// Over the blocks that count: points got by points, the sum of percentages by blocks.
    pub got: Hundredths,
    /// Over the blocks that count: points possible by points, the number of blocks by blocks.
    pub of: Hundredths,
    /// By block, in order.
    pub blocks: Vec<BlockScore>,
}

impl Score {
    /// Blocks that make the total, in order.
    pub fn counted(&self) -> impl Iterator<Item = &BlockScore> {
        self.blocks
            .iter()
            .filter(|block| block.counts_in_total && block.state == BlockState::Counted)
    }

    /// The result of this block.
    pub fn block(&self, key: &str) -> Option<&BlockScore> {
        self.blocks.iter().find(|block| block.key == key)
    }
}

/// Got and possible, exactly.
#[derive(Clone, Copy)]
struct ScoreSum {
    got: Fraction,
    of: Fraction,
}

impl ScoreSum {
    const ZERO: Self = Self {
        got: Fraction::ZERO,
        of: Fraction::ZERO,
    };

    fn plus(self, other: Self) -> Self {
        Self {
            got: self.got.plus(other.got),
            of: self.of.plus(other.of),
        }
    }

    fn percent(self) -> Option<Fraction> {
        (!self.of.is_zero()).then(|| Fraction::new(100_u8, 1_u8).times(self.got.divided_by(self.of)))
    }
}

/// What an item can bring at most: its weight by blocks, its weight times its best mark by points.
fn possible(rule: ScoringRule, item: &Item) -> Fraction {
    let weight = Fraction::new(item.weight.as_hundredths(), 100_u8);
    match rule {
        ScoringRule::Blocks => weight,
        ScoringRule::Points => weight.times(Fraction::new(item.scale.max(), 1_u8)),
    }
}

/// What an answer brings; nothing is counted for "not applicable".
fn earned(rule: ScoringRule, item: &Item, mark: Mark) -> Option<ScoreSum> {
    match mark {
        Mark::NotApplicable => None,
        Mark::Value(value) => {
            let of = possible(rule, item);
            Some(ScoreSum {
                got: of.times(Fraction::new(value, item.scale.max())),
                of,
            })
        }
    }
}

/// The score of these answers.
pub fn score(checklist: &Checklist, answers: &Answers) -> Score {
    let rule = checklist.rule;
    let mut sums = Vec::with_capacity(checklist.blocks.len());
    let mut failed_by = None;
    for block in &checklist.blocks {
        let open = answers.open(block) == Some(true);
        let mut sum = ScoreSum::ZERO;
        for item in block.active_items().filter(|_| open) {
            let Some(mark) = answers.mark(&item.key) else {
                continue;
            };
            if failed_by.is_none() && is_critical(item, mark) {
                failed_by = Some(item.key.clone());
            }
            sum = earned(rule, item, mark).map_or(sum, |part| sum.plus(part));
        }
        sums.push((block, sum));
    }
    let counted = sums
        .iter()
        .filter(|(block, sum)| block.counts_in_total && !sum.of.is_zero());
    let points = counted
        .clone()
        .fold(ScoreSum::ZERO, |all, (_, sum)| all.plus(*sum));
    let percents: Vec<Fraction> = counted.filter_map(|(_, sum)| sum.percent()).collect();
    // What is divided by what: shown on the card as it is.
    let division = match rule {
        ScoringRule::Points => points,
        ScoringRule::Blocks => ScoreSum {
            got: Fraction::sum(percents.iter().copied()),
            of: Fraction::new(percents.len() as u64, 1_u8),
        },
    };
    let exact = match rule {
        ScoringRule::Points => division.percent(),
        ScoringRule::Blocks => (!division.of.is_zero()).then(|| division.got.divided_by(division.of)),
    };
    let total = match failed_by {
        Some(_) => Some(Hundredths(0)),
        None => exact.map(Hundredths::round),
    };
    Score {
        rule,
        total,
        failed_by,
        got: Hundredths::round(division.got),
        of: Hundredths::round(division.of),
        blocks: sums
            .iter()
            .map(|(block, sum)| block_score(rule, block, *sum, answers))
            .collect(),
    }
}

fn block_score(rule: ScoringRule, block: &Block, sum: ScoreSum, answers: &Answers) -> BlockScore {
    let percent = sum.percent();
    let state = match (answers.open(block), percent) {
        (None, _) => BlockState::Waiting,
        (Some(false), _) => BlockState::Closed,
        (Some(true), None) => BlockState::Empty,
        (Some(true), Some(_)) => BlockState::Counted,
    };
    let full = Fraction::sum(block.active_items().map(|item| possible(rule, item)));
    BlockScore {
        key: block.key.clone(),
        state,
        counts_in_total: block.counts_in_total,
        got: Hundredths::round(sum.got),
        of: Hundredths::round(sum.of),
        full: Hundredths::round(full),
        percent: percent.map(Hundredths::round),
    }
}

/// Something that keeps a card from being published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", content = "key", rename_all = "kebab-case")]
pub enum MissingPart {
    /// A required item without an answer.
    Unanswered(String),
    /// A gate without an answer; the key is its block's.
    Gate(String),
    /// A low or critical mark without a comment or a moment.
    Unexplained(String),
}

/// Required items and gates without an answer, in order. Items behind a gate that is not open are not asked.
pub fn open_questions(checklist: &Checklist, answers: &Answers) -> Vec<MissingPart> {
    let mut open = Vec::new();
    for block in &checklist.blocks {
        match answers.open(block) {
            None => open.push(MissingPart::Gate(block.key.clone())),
            Some(false) => {}
            Some(true) => open.extend(
                block
                    .active_items()
                    .filter(|item| item.required && answers.mark(&item.key).is_none())
                    .map(|item| MissingPart::Unanswered(item.key.clone())),
            ),
        }
    }
    open
}

/// Is this mark below the middle of the item's scale?
pub fn is_low(item: &Item, mark: Mark) -> bool {
    matches!(mark, Mark::Value(value) if value * 2 < item.scale.max())
}

/// Is this the mark that makes the total 0?
pub fn is_critical(item: &Item, mark: Mark) -> bool {
    item.critical.is_some_and(|fails| mark == Mark::Value(fails))
}

/// Counted low marks and failing marks of critical items that have neither a comment nor a moment (`has_moment` by
/// item), in order.
pub fn unexplained(
    checklist: &Checklist,
    answers: &Answers,
    has_moment: impl Fn(&str) -> bool,
) -> Vec<MissingPart> {
    checklist
        .items()
        .filter(|(block, _)| answers.open(block) == Some(true))
        .filter(|(_, item)| {
            let mark = answers.mark(&item.key);
            mark.is_some_and(|mark| is_low(item, mark) || is_critical(item, mark))
        })
        .filter(|(_, item)| answers.comment(&item.key).is_empty() && !has_moment(&item.key))
        .map(|(_, item)| MissingPart::Unexplained(item.key.clone()))
        .collect()
}
