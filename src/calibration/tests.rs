//! Agreement against published examples and properties; the comparison of cards by hand.

use proptest::prelude::*;

use super::agreement::{NoKappa, Share, agreement, distance, kappa};
use super::results::{AgreementFigures, ReviewerAnswer, figures};
use crate::checklists::Hundredths;

/// Rows of two answers from a square table of counts.
fn square<const N: usize>(counts: [[usize; N]; N]) -> Vec<Vec<usize>> {
    let mut rows = Vec::new();
    for (first, line) in counts.into_iter().enumerate() {
        for (second, count) in line.into_iter().enumerate() {
            rows.extend(std::iter::repeat_n(vec![first, second], count));
        }
    }
    rows
}

fn assert_near(kappa: Result<f64, NoKappa>, expected: f64) {
    let kappa = kappa.unwrap();
    assert!((kappa - expected).abs() < 0.0005, "{kappa} is not {expected}");
}

#[test]
fn cohen_s_kappa_of_textbook_tables() {
    // Two readers of fifty grant proposals: 0.7 observed, 0.5 by chance.
    assert_near(kappa(&square([[20, 5], [10, 15]])), 0.4);
    // Same observed agreement, other margins.
    assert_near(kappa(&square([[45, 15], [25, 15]])), 0.1304);
    assert_near(kappa(&square([[25, 35], [5, 35]])), 0.2593);
    // Two hundred cases in three categories: (0.70 − 0.41) ÷ 0.59.
    assert_near(kappa(&square([[88, 10, 2], [14, 40, 6], [18, 10, 12]])), 0.4915);
    // Agreement below chance: (0.29 − 0.35) ÷ 0.65.
    assert_near(kappa(&square([[50, 26, 24], [24, 4, 32], [6, 30, 4]])), -0.0923);
}

#[test]
fn fleiss_kappa_of_ten_subjects_and_fourteen_raters() {
    let counts = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ];
    let rows: Vec<Vec<usize>> = counts
        .iter()
        .map(|line| {
            let answers = line.iter().enumerate();
            answers
                .flat_map(|(category, n)| std::iter::repeat_n(category, *n))
                .collect()
        })
        .collect();
    assert_near(kappa(&rows), 0.2099);
    // Its mean of pairs within the subjects is 0.378.
    assert_eq!(agreement(&rows).percent(), Some(Hundredths(3780)));
}

#[test]
fn there_is_no_kappa_where_chance_always_agrees() {
    assert_eq!(kappa::<u8>(&[]), Err(NoKappa::NothingCompared));
    assert_eq!(kappa(&[vec![1], vec![2]]), Err(NoKappa::NothingCompared));
    assert_eq!(kappa(&[vec![2, 2], vec![2, 2]]), Err(NoKappa::OneAnswer));
    assert_eq!(kappa(&[vec![2, 2, 2]]), Err(NoKappa::OneAnswer));
    // One judges everything alike, the other does not: no better than chance, and that can be said.
    assert_eq!(kappa(&[vec![2, 2], vec![2, 0]]), Ok(0.0));
    assert_eq!(Share::default().percent(), None);
    assert!(!Share::default().is_below(70));
}

#[test]
fn seventy_percent_is_enough() {
    let share = |same, of| Share { same, of };
    assert!(!share(7, 10).is_below(70));
    assert!(share(69, 100).is_below(70));
    assert!(share(2, 3).is_below(70), "66.67 %");
}

#[test]
fn distances_are_of_pairs() {
    // 80 and 70.5; 60, 62 and 65: 9.5, 2, 5, 3.
    let totals = [vec![8000, 7050], vec![6000, 6200, 6500], vec![100]];
    assert_eq!(distance(&totals), (1950, 4));
    assert_eq!(distance(&[vec![1]]), (0, 0));
}

#[test]
fn what_was_not_handed_in_or_not_asked_is_not_compared() {
    use ReviewerAnswer::{Mark, NotApplicable, NotAsked};
    let rows = [
        vec![Some(Mark(2)), Some(Mark(0)), Some(Mark(2))],
        vec![Some(NotApplicable), Some(NotApplicable), None],
        vec![Some(NotAsked), Some(Mark(1)), Some(Mark(1))],
        vec![Some(Mark(1)), Some(Mark(1)), Some(NotApplicable)],
        vec![None, None, Some(Mark(1))],
        vec![Some(NotAsked), Some(NotAsked), Some(NotAsked)],
    ];
    let AgreementFigures {
        agreement,
        kappa,
        kappa_calls,
        difference,
        calls,
    } = figures(&rows);
    assert_eq!(agreement, Share { same: 4, of: 8 });
    assert_eq!((calls, kappa_calls), (4, 2));
    // Two whole rows, both one against two: Pₒ = 1/3, Pₑ = 4/36 + 1/36 + 4/36 + 1/36 by answers 2, 0, 1 and "not applicable".
    assert_near(kappa, (1.0 / 3.0 - 10.0 / 36.0) / (26.0 / 36.0));
    assert_eq!(difference, Some(Hundredths(80)), "(2 + 0 + 2 + 0 + 0) ÷ 5");
}

/// Any table of `raters` answers in a row.
fn tables() -> impl Strategy<Value = Vec<Vec<u8>>> {
    (2..7_usize).prop_flat_map(|raters| prop::collection::vec(prop::collection::vec(0..4_u8, raters), 1..11))
}

fn same(a: Result<f64, NoKappa>, b: Result<f64, NoKappa>) -> bool {
    match (a, b) {
        (Ok(a), Ok(b)) => (a - b).abs() < 1e-12,
        (a, b) => a == b,
    }
}

proptest! {
    #[test]
    fn kappa_stays_within_its_bounds(table in tables()) {
        if let Ok(kappa) = kappa(&table) {
            prop_assert!((-1.0..=1.0).contains(&kappa), "{kappa}");
        }
        let share = agreement(&table);
        prop_assert!(share.same <= share.of);
    }

    #[test]
    fn equal_answers_are_perfect(answers in prop::collection::vec(0..4_u8, 1..11), raters in 2..7_usize) {
        let table: Vec<Vec<u8>> = answers.iter().map(|answer| vec![*answer; raters]).collect();
        let several = answers.iter().any(|answer| *answer != answers[0]);
        prop_assert_eq!(kappa(&table), if several { Ok(1.0) } else { Err(NoKappa::OneAnswer) });
        prop_assert_eq!(agreement(&table).percent(), Some(Hundredths(10_000)));
    }

    #[test]
    fn nobody_s_place_matters(table in tables(), by in 0..7_usize, shift in 0..4_u8) {
        let (before, share) = (kappa(&table), agreement(&table));
        let reviewers: Vec<Vec<u8>> = table.iter().map(|row| {
            let mut row = row.clone();
            let by = by % row.len();
            row.rotate_left(by);
            row
        }).collect();
        let mut calls = table.clone();
        calls.reverse();
        let categories: Vec<Vec<u8>> =
            table.iter().map(|row| row.iter().map(|answer| (answer + shift) % 4).collect()).collect();
        for other in [reviewers, calls, categories] {
            prop_assert!(same(kappa(&other), before), "{:?} is not {before:?}", kappa(&other));
            prop_assert_eq!(agreement(&other), share);
        }
    }

    #[test]
    fn two_reviewers_agree_as_often_as_they_do(table in prop::collection::vec(prop::collection::vec(0..3_u8, 2), 1..30)) {
        let equal = table.iter().filter(|row| row[0] == row[1]).count() as u64;
        prop_assert_eq!(agreement(&table), Share { same: equal, of: table.len() as u64 });
    }
}
