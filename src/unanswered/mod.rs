//! What clients say and the book has no answer to: the queue from which trainers write new answers.
//!
//! Decides what comes into the queue (phrases that somebody kept with one key, and searches of the last months that led to
//! nothing, or only to what is near the words), how they are put together ([`group`]) and how a group is settled: answered by
//! an entry, or declined. The asker is told on the first page until they have looked, and sees their questions beside the
//! search. Leaves logging searches to [`crate::search::uses`], writing the entry to whoever edits the book.

pub mod group;
mod own;
mod pages;
pub mod store;

use std::collections::HashSet;
use std::sync::Arc;

use crate::audit::{self, Act, AuditSubject, Detail};
use crate::core::Core;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::id::UnansweredId;
use crate::people::Person;
use crate::playbook::{Entry, EntryId, Library};
use crate::search::uses::{self, store as searches};
use crate::text::plain;
use group::{PhraseGroup, UnansweredPhrase};
pub use pages::routes;

/// What has no answer in the book.
///
/// Stands on [`Core`] and [`Library`].
#[derive(Clone, Debug)]
pub struct Unanswered {
    core: Core,
    library: Arc<Library>,
}

crate::db::text_enum! {
    /// How far a phrase is.
    pub enum PhraseState {
        /// Waits for the trainer.
        Open = "open",
        /// An entry answers it.
        Answered = "answered",
        /// There will be no answer.
        Declined = "declined",
    }
}

/// Searches of this many days are looked at.
const DAYS: i64 = 90;
/// Items put together at most; what is older waits.
const MOST: i64 = 1000;
/// A phrase longer than this is refused, in characters.
const LONGEST: usize = 300;

/// What somebody sends who found no answer.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct UnansweredQuestion {
    /// What the client said.
    pub phrase: String,
    /// What was searched.
    pub query: String,
    /// Where the person was.
    pub page: String,
    /// An id the asking browser made, so that what it sends twice is kept once.
    pub id: Option<UnansweredId>,
}

impl Unanswered {
    /// Beside this book.
    pub fn new(core: Core, library: Arc<Library>) -> Self {
        Self { core, library }
    }

    /// Keeps a phrase. Codes: `unanswered-phrase` when it is empty or a whole text.
    pub async fn keep(&self, person: &Person, question: &UnansweredQuestion) -> Result<UnansweredId> {
        let mut tx = self.core.db.write().await?;
        let id = self.keep_in(&mut tx, person, question).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The same in a transaction of the caller's.
    pub async fn keep_in(
        &self,
        tx: &mut Tx,
        person: &Person,
        question: &UnansweredQuestion,
    ) -> Result<UnansweredId> {
        let phrase = question.phrase.trim();
        if phrase.is_empty() || phrase.chars().count() > LONGEST {
            return Err(Error::field("phrase", "unanswered-phrase"));
        }
        let now = self.core.now();
        let id = question
            .id
            .clone()
            .unwrap_or_else(|| UnansweredId::new(now, &self.core.randomness));
        let (query, page) = (uses::cut(&question.query), uses::page(&question.page, LONGEST));
        store::insert(tx, &id, &person.id, (phrase.to_owned(), query, page), now).await?;
        Ok(id)
    }

    /// Takes one's own open phrase back; one that is settled or somebody else's stays.
    pub async fn withdraw(&self, person: &Person, id: &UnansweredId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        store::withdraw(&mut tx, id, &person.id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The queue: what means the same together, what was asked most first.
    pub async fn queue(&self) -> Result<Vec<PhraseGroup>> {
        let since = self.core.now().plus_ms(-DAYS * 24 * 3_600_000);
        let mut tx = self.core.db.read().await?;
        let kept = store::open(&mut tx, MOST).await?;
        let fruitless = searches::fruitless(&mut tx, since, MOST).await?;
        drop(tx);
        let kept = kept.into_iter().map(UnansweredPhrase::kept);
        let items = kept
            .chain(fruitless.into_iter().map(UnansweredPhrase::searched))
            .collect();
        // Thousands of phrases are stemmed: not in a thread that answers requests.
        tokio::task::spawn_blocking(|| group::together(items))
            .await
            .map_err(Error::internal)
    }

    /// Settles what an entry answers by its title or another wording, once everybody may read it. Returns how many phrases were
    /// settled.
    pub async fn settle_named(&self, by: &Person, entry: &Entry) -> Result<usize> {
        let names: HashSet<String> = [entry.title()]
            .into_iter()
            .chain(entry.facts.aliases.iter().map(String::as_str))
            .map(plain)
            .collect();
        let groups = self.queue().await?;
        let asked = |item: &&UnansweredPhrase| !item.searched && names.contains(&plain(&item.phrase));
        let items: Vec<String> = groups
            .iter()
            .filter_map(|group| group.items.iter().find(asked))
            .map(|item| item.id.clone())
            .collect();
        let mut settled = 0;
        for item in items {
            settled += self.settle(by, &item, Some(&entry.id)).await?;
        }
        Ok(settled)
    }

    /// Settles the group that holds an item, by an entry or, without one, by declining. A group that is settled already, or an
    /// item nobody has, is no error: somebody else was first. Returns how many phrases were settled.
    pub async fn settle(&self, by: &Person, item: &str, entry: Option<&EntryId>) -> Result<usize> {
        let groups = self.queue().await?;
        let Some(group) = groups.into_iter().find(|group| group.holds(item)) else {
            return Ok(0);
        };
        let state = if entry.is_some() {
            PhraseState::Answered
        } else {
            PhraseState::Declined
        };
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        let mut settled = 0;
        for item in &group.items {
            match (item.id.parse(), item.searched) {
                (Ok(id), false) => settled += store::settle(&mut tx, &id, state, entry, &by.id, now).await?,
                (Err(_), false) => {}
                (_, true) => {
                    if let Ok(id) = item.id.parse() {
                        searches::settle(&mut tx, &id, now).await?;
                    }
                }
            }
        }
        let entry = Act::QuestionSettled.on(AuditSubject::Unanswered);
        audit::record(&mut tx, &self.core, by, entry.with(Detail::word(state))).await?;
        tx.commit().await?;
        Ok(settled)
    }
}
