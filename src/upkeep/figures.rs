//! How the book is: shares, rates and the lists from which a trainer's week is made.

use std::collections::HashMap;
use std::sync::Arc;

use super::Upkeep;
use crate::error::Result;
use crate::playbook::{Entry, verified};
use crate::search::uses::store::{self as uses, AnswerUsage};

/// Days over which searches are judged, and without use an entry is said to be unused.
pub const DAYS: i32 = 90;
/// Days over which the most read are counted.
const READ_DAYS: i32 = 180;
/// Rows of a list.
const ROWS: usize = 20;
/// Fewer verdicts than this say nothing.
const VERDICTS: i64 = 3;

/// An entry in a list, with what puts it there.
#[derive(Debug, Clone)]
pub struct UpkeepRow {
    /// The entry.
    pub entry: Arc<Entry>,
    /// Days late, times taken, or verdicts against: what the list is about.
    pub n: i64,
    /// Of how many, where it is a share.
    pub of: i64,
    /// Name of the answer, where it is about one.
    pub answer: String,
}

/// How the book is.
#[derive(Debug, Clone, Default)]
pub struct UpkeepFigures {
    /// Entries.
    pub entries: usize,
    /// Those somebody has verified as they are and that are not due.
    pub verified: usize,
    /// Searches of [`DAYS`] days.
    pub searches: i64,
    /// Those that led to an answer.
    pub successful: i64,
    /// Half of the successful ones took no longer than this, from the first key, in ms.
    pub median_ms: Option<i64>,
    /// Past their review date, the latest first.
    pub stale: Vec<UpkeepRow>,
    /// Not verified, the most read first.
    pub unverified: Vec<UpkeepRow>,
    /// Not taken for [`DAYS`] days, oldest review first.
    pub unused: Vec<UpkeepRow>,
    /// Answers that mostly do not help.
    pub unhelpful: Vec<UpkeepRow>,
    /// Unused entries that are not in the list.
    pub more_unused: usize,
}

impl Upkeep {
    /// Counts everything.
    pub async fn figures(&self) -> Result<UpkeepFigures> {
        let now = self.core.now();
        let today = now.day(&self.core.config.time_zone);
        let since = now.plus_ms(-i64::from(DAYS) * 24 * 3_600_000);
        let book = self.library.snapshot();
        let mut tx = self.core.db.read().await?;
        let (searches, successful) = uses::success(&mut tx, since).await?;
        let times = uses::taken_after(&mut tx, since).await?;
        let lately = uses::used(&mut tx, today.plus_days(-DAYS)).await?;
        let used = uses::used(&mut tx, today.plus_days(-READ_DAYS)).await?;
        let verifications = verified::all(&mut tx).await?;
        drop(tx);
        let (lately, taken) = (by_entry(&lately), by_entry(&used));
        let row = |entry: &Arc<Entry>, n| UpkeepRow {
            entry: Arc::clone(entry),
            n,
            of: 0,
            answer: String::new(),
        };
        let mut figures = UpkeepFigures {
            entries: book.len(),
            searches,
            successful,
            median_ms: times.get(times.len().saturating_sub(1) / 2).copied(),
            ..UpkeepFigures::default()
        };
        for entry in book.entries() {
            let id = entry.id.to_string();
            let late = entry.overdue_days(today);
            let read = taken.get(id.as_str()).copied().unwrap_or_default();
            if verifications.get(&id).is_some_and(|it| it.holds(entry, today)) {
                figures.verified += 1;
            } else if read > 0 {
                figures.unverified.push(row(entry, read));
            }
            if late > 0 {
                figures.stale.push(row(entry, i64::from(late)));
            }
            if !lately.contains_key(id.as_str()) {
                figures.unused.push(row(entry, 0));
            }
        }
        let most_first = |rows: &mut Vec<UpkeepRow>| {
            rows.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.entry.id.cmp(&b.entry.id)));
            rows.truncate(ROWS);
        };
        figures.unhelpful = unhelpful(&book, &used);
        figures.unused.sort_by_key(|row| row.entry.facts.review);
        figures.more_unused = figures.unused.len().saturating_sub(ROWS);
        figures.unused.truncate(ROWS);
        for list in [
            &mut figures.stale,
            &mut figures.unverified,
            &mut figures.unhelpful,
        ] {
            most_first(list);
        }
        Ok(figures)
    }
}

fn by_entry(used: &[AnswerUsage]) -> HashMap<&str, i64> {
    let mut taken = HashMap::new();
    for one in used.iter().filter(|one| one.taken > 0) {
        *taken.entry(one.entry.as_str()).or_default() += one.taken;
    }
    taken
}

fn unhelpful(book: &crate::playbook::LibrarySnapshot, used: &[AnswerUsage]) -> Vec<UpkeepRow> {
    let judged = used
        .iter()
        .filter(|one| one.helped + one.not_helped >= VERDICTS && one.not_helped > one.helped);
    judged
        .filter_map(|one| {
            let entry = book.get(&one.entry.parse().ok()?)?;
            Some(UpkeepRow {
                entry: Arc::clone(entry),
                n: one.not_helped,
                of: one.helped + one.not_helped,
                answer: one.answer.clone(),
            })
        })
        .collect()
}
