//! What repeats: items that are low again and again, counted until they are clean. Pure.
//!
//! An item is a *chronic defect* as soon as it is low in at least [`CHRONIC`] of the last [`WINDOW`] evaluations of a
//! manager; the same key is the same item in every checklist and version. It is closed by [`CLEAN`] evaluations in a row
//! in which it was counted and not low; "not applicable" and no answer neither break that row nor make it longer. Low
//! again within the next [`WINDOW`] evaluations it is open again at once; later it counts as new.

use std::collections::{BTreeSet, HashMap};

use crate::checklists::{Item, LocalizedText, Mark, scoring};
use crate::evaluations::PublishedScore;
use crate::id::EvaluationId;
use crate::time::Timestamp;

/// So many of the last evaluations are looked at, and so long a closed defect is remembered.
pub const WINDOW: usize = 8;
/// Low in so many of them is chronic.
pub const CHRONIC: usize = 3;
/// So many clean evaluations in a row close it.
pub const CLEAN: usize = 3;

/// One of the last evaluations, as far as the item goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// When it was published.
    pub at: Timestamp,
    /// Was the item low? None when it was not counted.
    pub low: Option<bool>,
}

/// A chronic defect, open or lately closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The item's key.
    pub key: String,
    /// Its words in the newest evaluation that has it.
    pub title: LocalizedText,
    /// When the first low mark was published that made it chronic, or the one that opened it again.
    pub since: Timestamp,
    /// The last low mark.
    pub last_low: Timestamp,
    /// Counted and not low in a row, up to now.
    pub clean: usize,
    /// When it was closed; none while it is open.
    pub closed_at: Option<Timestamp>,
    /// The last [`WINDOW`] evaluations, the oldest first.
    pub last: Vec<Occurrence>,
}

impl Defect {
    /// Is it open?
    pub const fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }
    /// In how many of the last evaluations the item was low.
    pub fn low(&self) -> usize {
        self.last.iter().filter(|it| it.low == Some(true)).count()
    }
    /// In how many of them it was counted: the n of [`Defect::low`].
    pub fn counted(&self) -> usize {
        self.last.iter().filter(|it| it.low.is_some()).count()
    }
    /// Clean evaluations that are still needed to close it.
    pub const fn needed(&self) -> usize {
        CLEAN.saturating_sub(self.clean)
    }
}

/// The defects in these evaluations of one manager, given the oldest first: the open ones first, then by how often.
pub fn defects(evaluations: &[PublishedScore]) -> Vec<Defect> {
    let marks: Vec<Marks<'_>> = evaluations
        .iter()
        .map(|it| it.marks().map(|mark| (mark.0.key.as_str(), mark)).collect())
        .collect();
    let keys: BTreeSet<&str> = marks.iter().flat_map(|marks| marks.keys().copied()).collect();
    let mut found: Vec<Defect> = keys
        .into_iter()
        .filter_map(|key| defect(evaluations, &marks, key))
        .collect();
    found.sort_by_key(|it| (!it.is_open(), std::cmp::Reverse(it.low()), it.since));
    found
}

/// Where an item stands while its marks are read one by one.
#[derive(Clone, Copy)]
enum Track {
    /// Nothing chronic.
    Calm,
    /// Chronic since the evaluation at this place.
    Open(usize),
    /// Was chronic since the first place, closed at the second.
    Closed(usize, usize),
}

/// The counted marks of one evaluation by their items' keys.
type Marks<'a> = HashMap<&'a str, (&'a Item, u16)>;

fn defect(evaluations: &[PublishedScore], marks: &[Marks<'_>], key: &str) -> Option<Defect> {
    let low = |(item, value): &(&Item, u16)| scoring::is_low(item, Mark::Value(*value));
    let lows: Vec<Option<bool>> = marks.iter().map(|marks| marks.get(key).map(low)).collect();
    let (track, clean) = walk(&lows);
    let (since, closed) = match track {
        Track::Calm => return None,
        Track::Open(since) => (since, None),
        Track::Closed(_, at) if lows.len() - at > WINDOW => return None,
        Track::Closed(since, at) => (since, Some(at)),
    };
    let last_low = lows.iter().rposition(|low| *low == Some(true))?;
    let titled = marks.iter().rev().find_map(|marks| marks.get(key));
    let from = evaluations.len().saturating_sub(WINDOW);
    Some(Defect {
        key: key.to_owned(),
        title: titled.map(|(item, _)| item.text.clone()).unwrap_or_default(),
        since: evaluations[since].published_at,
        last_low: evaluations[last_low].published_at,
        clean,
        closed_at: closed.map(|at| evaluations[at].published_at),
        last: evaluations[from..]
            .iter()
            .zip(&lows[from..])
            .map(|(it, low)| Occurrence {
                evaluation: it.id.clone(),
                at: it.published_at,
                low: *low,
            })
            .collect(),
    })
}

/// Reads an item's marks one by one; returns where it stands and how many were clean in a row.
fn walk(lows: &[Option<bool>]) -> (Track, usize) {
    let (mut track, mut clean) = (Track::Calm, 0);
    for (at, low) in lows.iter().enumerate() {
        match low {
            None => {}
            Some(false) => {
                clean += 1;
                if let (Track::Open(since), true) = (track, clean >= CLEAN) {
                    track = Track::Closed(since, at);
                }
            }
            Some(true) => {
                clean = 0;
                track = match track {
                    Track::Open(since) => Track::Open(since),
                    Track::Closed(_, closed) if at - closed <= WINDOW => Track::Open(at),
                    Track::Calm | Track::Closed(..) => chronic(lows, at),
                };
            }
        }
    }
    (track, clean)
}

/// Are there enough low marks in the window that ends here? Since the first of them, then.
fn chronic(lows: &[Option<bool>], at: usize) -> Track {
    let from = (at + 1).saturating_sub(WINDOW);
    let mut low = (from..=at).filter(|place| lows[*place] == Some(true));
    let first = low.next();
    match first {
        Some(first) if low.count() + 1 >= CHRONIC => Track::Open(first),
        _ => Track::Calm,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::follow::tests::{list, published};
    use super::*;

    /// `x` low, `.` clean, `-` not applicable.
    fn story(marks: &str) -> Vec<PublishedScore> {
        let list = list();
        let each = marks.chars().zip(1_i64..);
        each.map(|(mark, at)| {
            let mark = match mark {
                'x' => Mark::Value(0),
                '.' => Mark::Value(1),
                _ => Mark::NotApplicable,
            };
            published(at, &list, &[("date", mark)])
        })
        .collect()
    }

    /// Of the one item: open or not, since which evaluation (from 1), low and counted of the last ones.
    fn state(marks: &str) -> Option<(bool, i64, usize, usize)> {
        let found = defects(&story(marks));
        assert!(found.len() <= 1);
        let it = found.first()?;
        Some((it.is_open(), it.since.0 / 60_000, it.low(), it.counted()))
    }

    #[test]
    fn three_of_the_last_eight_are_chronic() {
        assert_eq!(state("x.x"), None);
        assert_eq!(state("x.x.-x"), Some((true, 1, 3, 5)));
        assert_eq!(state("x........xx"), None, "the first one is too long ago");
        assert_eq!(state(".xx....x"), Some((true, 2, 3, 8)));
    }

    #[test]
    fn three_clean_ones_in_a_row_close_it_and_a_low_one_opens_it_again() {
        assert_eq!(state("xxx.."), Some((true, 1, 3, 5)));
        assert_eq!(
            state("xxx..-."),
            Some((false, 1, 3, 6)),
            "n/a does not break the row"
        );
        assert_eq!(state("xxx..x.."), Some((true, 1, 4, 8)), "a low one does");
        assert_eq!(state("xxx...x"), Some((true, 7, 4, 7)), "open again at once");
        assert_eq!(state("xxx..........."), None, "forgotten after eight more");
        assert_eq!(state("xxx...........x"), None, "and then it counts as new");
    }

    #[test]
    fn what_is_needed_to_close_it_is_told() {
        let found = defects(&story("xxx.."));
        assert_eq!((found[0].clean, found[0].needed()), (2, 1));
        assert_eq!(found[0].last_low, Timestamp(3 * 60_000));
    }

    proptest! {
        #[test]
        fn the_rule_holds_for_every_history(marks in "[x.\\-]{0,30}") {
            let state = state(&marks);
            let counted: Vec<char> = marks.chars().filter(|mark| *mark != '-').collect();
            let clean = counted.iter().rev().take_while(|mark| **mark == '.').count();
            if marks.matches('x').count() < CHRONIC {
                prop_assert_eq!(state, None);
            }
            if clean >= CLEAN {
                prop_assert!(state.is_none_or(|it| !it.0), "clean three times and still open");
            }
            let tail: String = marks.chars().rev().take(WINDOW).collect();
            if tail.starts_with('x') && tail.matches('x').count() >= CHRONIC {
                prop_assert!(state.is_some_and(|it| it.0), "chronic now");
            }
            if let Some((_, since, low, counted)) = state {
                prop_assert!(low <= counted && counted <= WINDOW);
                prop_assert_eq!(marks.chars().nth((since - 1) as usize), Some('x'));
            }
        }
    }
}
