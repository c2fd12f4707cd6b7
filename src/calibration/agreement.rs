//! How far reviewers agree: the share of equal answers, agreement beyond chance, the distance of figures. Pure and exact.
//!
//! A *table* has a row for every thing that was judged and in it one answer by each reviewer who judged it. Answers are
//! categories: two are the same or they are not, however near they lie (unweighted).
//!
//! ```text
//! agreement   equal pairs ÷ all pairs of reviewers, over all rows
//! chance      κ = (Pₒ − Pₑ) ÷ (1 − Pₑ)
//!
//! two reviewers, J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement
//! 20 (1960): Pₒ is the share of rows with equal answers, Pₑ = Σ over categories of (share of the first reviewer's answers
//! in it) · (share of the second's)
//!
//! more reviewers, J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76 (1971):
//! Pₒ is the mean over rows of equal pairs ÷ pairs, Pₑ = Σ over categories of (share of all answers in it)²
//! ```
//!
//! Where everybody gave everything the same answer, Pₑ is 1 and κ is 0 ÷ 0: it says nothing, and [`NoKappa::OneAnswer`]
//! says why. Sums are of whole numbers; only the last division is a floating one. Leaves which answers are compared to
//! [`super::results`].

use std::collections::BTreeMap;

use crate::checklists::Hundredths;

/// So many of so many pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Pairs with equal answers.
    pub same: u64,
    /// Pairs compared.
    pub of: u64,
}

impl Share {
    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            same: self.same + other.same,
            of: self.of + other.of,
        }
    }

    /// In percent, half up to 0.01; none of none.
    pub fn percent(self) -> Option<Hundredths> {
        let (same, of) = (i64::try_from(self.same).ok()?, i64::try_from(self.of).ok()?);
        Hundredths::mean(same * 10_000, of)
    }

    /// Is it less than so many percent? None of none is not.
    pub const fn is_below(self, percent: u64) -> bool {
        self.same * 100 < percent * self.of
    }
}

/// Why there is no kappa.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoKappa {
    /// Nothing was judged by two or more.
    NothingCompared,
    /// Everybody answered everything the same: chance alone would agree as well.
    OneAnswer,
}

/// How often two reviewers gave the same answer, over all pairs within the rows. Rows may differ in length.
pub fn agreement<C: Ord>(table: &[Vec<C>]) -> Share {
    table.iter().fold(Share::default(), |all, row| {
        let pairs = |n: u64| n * n.saturating_sub(1) / 2;
        all.plus(Share {
            same: counts(row.iter()).into_values().map(pairs).sum(),
            of: pairs(row.len() as u64),
        })
    })
}

/// Agreement beyond chance over rows answered by the same number of reviewers, in the same order: Cohen's for two,
/// Fleiss' for more. Rows of another length than the first are left out.
pub fn kappa<C: Ord>(table: &[Vec<C>]) -> Result<f64, NoKappa> {
    let raters = table.first().map_or(0, Vec::len);
    let rows: Vec<&[C]> = table
        .iter()
        .filter(|row| row.len() == raters)
        .map(Vec::as_slice)
        .collect();
    match raters {
        0 | 1 => Err(NoKappa::NothingCompared),
        2 => cohen(&rows),
        _ => fleiss(&rows, raters),
    }
}

/// `over ÷ under` with `under` = 0 where chance alone agrees always.
fn ratio(over: i128, under: i128) -> Result<f64, NoKappa> {
    if under == 0 {
        return Err(NoKappa::OneAnswer);
    }
    Ok(over as f64 / under as f64)
}

fn counts<'a, C: Ord + 'a>(answers: impl Iterator<Item = &'a C>) -> BTreeMap<&'a C, u64> {
    let mut counts = BTreeMap::new();
    for answer in answers {
        *counts.entry(answer).or_default() += 1;
    }
    counts
}

/// With n rows: κ = (n·same − Σ aₖbₖ) ÷ (n² − Σ aₖbₖ).
fn cohen<C: Ord>(rows: &[&[C]]) -> Result<f64, NoKappa> {
    let n = rows.len() as i128;
    let same = rows.iter().filter(|row| row[0] == row[1]).count() as i128;
    let second = counts(rows.iter().map(|row| &row[1]));
    let chance: i128 = counts(rows.iter().map(|row| &row[0]))
        .into_iter()
        .filter_map(|(answer, a)| Some(i128::from(a) * i128::from(*second.get(answer)?)))
        .sum();
    ratio(n * same - chance, n * n - chance)
}

/// With n rows of m answers, A = Σ over rows and categories of nᵢⱼ(nᵢⱼ − 1), B = Σ over categories of (their answers)²:
/// Pₒ = A ÷ nm(m − 1), Pₑ = B ÷ (nm)², so κ = (A·nm − B·(m − 1)) ÷ ((nm)²(m − 1) − B·(m − 1)).
fn fleiss<C: Ord>(rows: &[&[C]], raters: usize) -> Result<f64, NoKappa> {
    let m = raters as i128;
    let all = rows.len() as i128 * m;
    let square = |n: u64| i128::from(n) * i128::from(n);
    let a: i128 = rows
        .iter()
        .flat_map(|row| counts(row.iter()).into_values())
        .map(|n| square(n) - i128::from(n))
        .sum();
    let b: i128 = counts(rows.iter().flat_map(|row| row.iter()))
        .into_values()
        .map(square)
        .sum();
    ratio(a * all - b * (m - 1), (all * all - b) * (m - 1))
}

/// The distances of two figures together, and how many pairs there were, over all pairs within the rows.
pub fn distance(table: &[Vec<i64>]) -> (i64, i64) {
    let (mut sum, mut pairs) = (0, 0);
    for row in table {
        for (at, figure) in row.iter().enumerate() {
            for other in &row[at + 1..] {
                sum += (figure - other).abs();
                pairs += 1;
            }
        }
    }
    (sum, pairs)
}
