//! How answers are looked for and taken: the log of searches, counts of use, verdicts, what one used last.
//!
//! Decides what a search is (what somebody typed until they took an answer or went away, not every key), that it counts as
//! successful when an answer was taken (opened, copied, judged, or left open and read for some seconds), that one whose hits
//! are only near the words counts as one that found nothing until one of them is taken, and over which time use and verdicts
//! speak. What they do to the order is decided in [`super::signals`]; what nobody found an answer to
//! is the trainer's queue, `unanswered`. The page's script tells of searches; whoever has none is not counted.

mod pages;
pub mod store;

use std::collections::HashMap;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::pages::CARDS;
use super::signals::{SearchSignals, worth};
use super::{QueryReading, Searches};
use crate::db::JsonText;
use crate::error::{Error, Result};
use crate::id::SearchId;
use crate::people::Person;
use crate::playbook::{Body, EntryId, LibrarySnapshot};
use crate::time::Day;
use crate::web::OwnPath;
pub(super) use pages::routes;

/// Days over which use and verdicts speak for an answer.
const DAYS: i32 = 180;
/// How often freshness and use are counted anew.
const EVERY: Duration = Duration::from_mins(1);
/// A query longer than this is cut, in characters.
const LONGEST: usize = 300;
/// A page's address longer than this is left out, in bytes.
const LONGEST_PAGE: usize = 200;

/// A search as the page tells it.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct SearchLogRequest {
    /// What was typed.
    pub q: String,
    /// The page from which the search was begun.
    pub page: String,
}

/// An answer that was taken.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct AnswerUse {
    /// The search that led to it, if one did, and what it was.
    pub search: String,
    /// What was typed.
    pub q: String,
    /// The page from which the search was begun.
    pub page: String,
    /// The entry.
    pub entry: String,
    /// The answer's name; empty for the whole entry.
    pub answer: String,
    /// From the first key to this moment, in milliseconds.
    pub after_ms: i64,
}

impl Searches {
    /// Logs a search with what it finds now, or what it has become; the page gives it its id, so that whatever the page tells
    /// of it may arrive in any order. Somebody else's search stays as it is.
    pub async fn log(&self, person: &Person, id: &SearchId, asked: &SearchLogRequest) -> Result<()> {
        let search = self.searched(person, id, asked);
        let mut tx = self.core.db.write().await?;
        store::put_search(&mut tx, &search, &person.id, self.core.now()).await?;
        tx.commit().await?;
        Ok(())
    }

    fn searched(&self, person: &Person, id: &SearchId, asked: &SearchLogRequest) -> store::LoggedSearch {
        let query = cut(&asked.q);
        let found = self
            .search
            .query(&query, person.locale.unwrap_or(self.core.config.locale), CARDS);
        let tried = found
            .tried
            .iter()
            .filter(|it| it.reading != QueryReading::Typed)
            .map(|it| format!("{}: {}", it.reading, it.text))
            .collect();
        store::LoggedSearch {
            id: id.clone(),
            query,
            tried: JsonText(tried),
            page: page(&asked.page, LONGEST_PAGE),
            hits: i64::try_from(found.hits.len()).unwrap_or(i64::MAX),
            sure: found.sure,
        }
    }

    /// Counts an answer that was taken. Code: `entry-not-found` when the book has it no more.
    pub async fn take(&self, person: &Person, taken: &AnswerUse) -> Result<()> {
        let (entry, answer) = known(&self.library.snapshot(), &taken.entry, &taken.answer)?;
        let now = self.core.now();
        let today = now.day(&self.core.config.time_zone);
        let asked = SearchLogRequest {
            q: taken.q.clone(),
            page: taken.page.clone(),
        };
        let search = taken.search.parse::<SearchId>().ok();
        let search = search.map(|id| self.searched(person, &id, &asked));
        let mut tx = self.core.db.write().await?;
        store::count(&mut tx, &entry, &answer, today).await?;
        store::remember(&mut tx, &person.id, &entry, &answer, now).await?;
        if let Some(search) = search {
            store::put_search(&mut tx, &search, &person.id, now).await?;
            let after_ms = taken.after_ms.max(0);
            store::took(&mut tx, &search.id, &person.id, (&entry, &answer), after_ms).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Notes whether an answer helped; a second verdict on the same day replaces the first. Code: `entry-not-found`.
    pub async fn judge(&self, person: &Person, entry: &str, answer: &str, helped: bool) -> Result<()> {
        let (entry, answer) = known(&self.library.snapshot(), entry, answer)?;
        let today = self.core.today();
        let mut tx = self.core.db.write().await?;
        store::judge(&mut tx, &person.id, (&entry, &answer), today, helped).await?;
        tx.commit().await?;
        self.refresh().await
    }

    /// Counts freshness and use anew and gives them to the search.
    pub async fn refresh(&self) -> Result<()> {
        let today = self.core.today();
        let mut tx = self.core.db.read().await?;
        let worth = worths(&mut tx, today).await?;
        drop(tx);
        let book = self.library.snapshot();
        let stale = book.entries().filter(|entry| entry.overdue_days(today) > 0);
        self.search.set_signals(SearchSignals {
            stale: stale.map(|entry| entry.id.clone()).collect(),
            worth,
        });
        Ok(())
    }

    /// Keeps [`Searches::refresh`]ing until told to stop.
    pub async fn follow(self, stop: CancellationToken) {
        loop {
            if let Err(error) = self.refresh().await {
                tracing::warn!(?error, "use and freshness of answers were not counted");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }
}

/// The entry and answer as the book has them.
fn known(book: &LibrarySnapshot, entry: &str, answer: &str) -> Result<(EntryId, String)> {
    let gone = || Error::not_found("entry-not-found");
    let entry = entry.parse().ok().and_then(|id| book.get(&id)).ok_or_else(gone)?;
    let has = match &entry.body {
        Body::Objection(objection) => objection.answer_named(answer).is_some(),
        _ => false,
    };
    if answer.is_empty() || has {
        Ok((entry.id.clone(), answer.to_owned()))
    } else {
        Err(gone())
    }
}

/// What was typed, without a whole text.
pub fn cut(query: &str) -> String {
    query.trim().chars().take(LONGEST).collect()
}

/// A page of the service at most `longest` bytes long; anything else is nowhere.
pub fn page(page: &str, longest: usize) -> String {
    let own = OwnPath::parse(page).filter(|own| own.as_str().len() <= longest);
    own.map_or_else(String::new, |own| own.to_string())
}

async fn worths(tx: &mut crate::db::Tx, today: Day) -> Result<HashMap<EntryId, HashMap<String, f32>>> {
    let mut worths: HashMap<EntryId, HashMap<String, f32>> = HashMap::new();
    for used in store::used(tx, today.plus_days(-DAYS)).await? {
        // A file may be gone, or its name may be that of an older version.
        if let Ok(entry) = used.entry.parse() {
            let few = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
            let worth = worth(few(used.taken), few(used.helped), few(used.not_helped));
            worths.entry(entry).or_default().insert(used.answer, worth);
        }
    }
    Ok(worths)
}
