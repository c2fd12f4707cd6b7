//! Search: words a client just said → the entries that answer.
//!
//! A question goes three steps. It is read ([`question`]: its words, what each tells, the wordings it may stand in; [`reading`]:
//! other whole texts that may have been meant). `index` names entries that have any of those words, the likeliest by its own
//! BM25 over title, aliases and text. Those are put in order by `rank`, which compares whole names.
//! Decides how the readings are merged (each entry stands where its best reading puts it, and says which that is) and what is
//! sure ([`SURE`]). Each answer of an objection is a hit of its own ([`answers`]). Queries
//! are pure computation on an immutable pair of index and book; an update makes the next pair. Leaves words to [`tokenizer`],
//! [`lexicon`], [`thesaurus`] and [`rarity`], what is shown of a hit to [`snippet`] and [`query`], what the team's use says to
//! [`signals`].

pub mod answers;
mod api;
mod aside;
mod copy;
pub mod document;
mod index;
pub mod lexicon;
mod pages;
pub mod query;
pub mod question;
mod rank;
pub mod rarity;
pub mod reading;
pub mod schema;
pub mod signals;
pub mod snippet;
pub mod thesaurus;
pub mod tokenizer;
pub mod uses;
mod vocabulary;

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::Arc;
use std::time::Instant;

use arc_swap::ArcSwap;
use axum::extract::FromRef;
use tokio_util::sync::CancellationToken;

use crate::core::Core;
use crate::error::Result;
use crate::i18n::Locale;
use crate::playbook::render::SafeHtml;
use crate::playbook::{Entry, EntryId, EntryKind, Library, LibrarySnapshot};
use crate::telemetry::metrics::SEARCH_SECONDS;
use crate::web::Routes;
pub use aside::SearchAside;
use index::{BookIndex, IndexSnapshot};
use lexicon::Lemmas;
use question::{Guesses, Question, QuestionReader};
use rank::{RankedEntry, certainties, distance, score};
use reading::other_texts;
pub use reading::{Alternative, QueryReading};
use signals::SearchSignals;

/// Searching the book and what is learnt from it.
///
/// Stands on [`Core`], [`Library`] and [`Search`].
#[derive(Clone)]
pub struct Searches {
    core: Core,
    library: Arc<Library>,
    search: Arc<Search>,
}

impl Searches {
    /// Over the book and its index.
    pub fn new(core: Core, library: Arc<Library>, search: Arc<Search>) -> Self {
        Self {
            core,
            library,
            search,
        }
    }
}

/// The search's pages, with whoever knows what became of a person's own questions.
///
/// Stands on [`Searches`]; is given [`SearchAside`].
#[derive(Clone)]
pub struct SearchPages {
    searches: Searches,
    aside: Arc<dyn SearchAside>,
}

impl SearchPages {
    /// Put together.
    pub fn new(searches: Searches, aside: Arc<dyn SearchAside>) -> Self {
        Self { searches, aside }
    }
}

impl FromRef<SearchPages> for Searches {
    fn from_ref(pages: &SearchPages) -> Self {
        pages.searches.clone()
    }
}

/// A question somebody knows so much of is not read as another text.
const KNOWN: f32 = 0.95;
/// Another text is asked where so much of it is known, even when no more than of the typed one.
const PLAINLY_KNOWN: f32 = 0.99;
/// From this certainty on a hit is said to be what was asked for; found as `benches/search/ranking.md` tells.
const SURE: f32 = 0.92;
/// More hits than this are not given, whatever is asked.
pub const MOST_HITS: usize = 50;

/// What was found.
#[derive(Debug, Clone)]
pub struct Hits {
    /// Best first.
    pub hits: Vec<Hit>,
    /// Time of the search, microseconds.
    pub took_us: u64,
    /// What may have been meant instead of what was typed, where the first hit was found by that.
    pub read_as: Option<Alternative>,
    /// Every text that was looked for.
    pub tried: Vec<Alternative>,
    /// The first hit is likely what was asked for; otherwise the book may not have it.
    pub sure: bool,
}

/// One thing that answers: a way to answer an objection, or an entry of another kind.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The entry's name.
    pub id: EntryId,
    /// Its kind.
    pub kind: EntryKind,
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// The place that answers, found words marked.
    pub snippet_html: SafeHtml,
    /// Only for comparing hits of one search; more is better.
    pub score: f32,
    /// The title, found words marked.
    pub title_html: SafeHtml,
    /// The answer of an objection, or the step of a script the snippet is from, from 0.
    pub part: Option<usize>,
    /// Name of that answer of an objection; empty for other kinds.
    pub answer: String,
    /// The snippet is something to say aloud.
    pub speech: bool,
    /// The entry.
    pub entry: Arc<Entry>,
    /// How what was typed was read to find it, and the text it was read as.
    pub read: Alternative,
    /// How sure it is to be what was asked for; only for finding [`SURE`].
    pub certainty: f32,
    /// The words that tell something are met: it is likely what was asked for.
    pub sure: bool,
}

/// The search page, its part of the JSON API, and what a browser keeps for when the service is away.
pub fn routes() -> Routes<SearchPages> {
    pages::routes()
        .merge(copy::routes())
        .merge(api::routes())
        .merge(uses::routes())
}

/// The index over a library, and what its use tells.
pub struct Search {
    index: Arc<BookIndex>,
    signals: ArcSwap<SearchSignals>,
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search")
            .field("entries", &self.index.snapshot().entries())
            .finish_non_exhaustive()
    }
}

/// Over the same index; what its use tells goes on apart.
impl Clone for Search {
    fn clone(&self) -> Self {
        Self {
            index: Arc::clone(&self.index),
            signals: ArcSwap::new(self.signals.load_full()),
        }
    }
}

impl Search {
    /// Indexes `book`.
    pub fn from_book(book: Arc<LibrarySnapshot>) -> Result<Self> {
        Ok(Self {
            index: Arc::new(BookIndex::from_book(book)?),
            signals: ArcSwap::default(),
        })
    }

    /// The book the index was last made of.
    pub fn book(&self) -> Arc<LibrarySnapshot> {
        Arc::clone(&self.index.snapshot().book)
    }

    /// Takes over what is known of freshness and use.
    pub fn set_signals(&self, signals: SearchSignals) {
        self.signals.store(Arc::new(signals));
    }

    /// Bytes of the index alone, without the entries that it leads to and what is kept to show them.
    pub fn index_bytes(&self) -> Result<u64> {
        self.index.bytes()
    }

    /// Brings the index up to `book`: only what changed is indexed again. Blocks for the time of a commit.
    pub fn update(&self, book: Arc<LibrarySnapshot>) -> Result<()> {
        self.index.update(book)
    }

    /// Follows a library until told to stop.
    pub async fn follow(self: Arc<Self>, library: Arc<Library>, stop: CancellationToken) {
        let mut changes = library.subscribe();
        changes.mark_changed();
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                changed = changes.changed() => if changed.is_err() { return },
            }
            changes.mark_unchanged();
            let (search, book) = (Arc::clone(&self), library.snapshot());
            let updated = tokio::task::spawn_blocking(move || search.update(book)).await;
            match updated {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(?error, "search was not updated"),
                Err(error) => tracing::error!(?error, "search was not updated"),
            }
        }
    }

    /// Finds entries that answer `typed`, read in every way that makes sense, the reader's language first among equals;
    /// at most `limit` hits.
    pub fn query(&self, typed: &str, locale: Locale, limit: usize) -> Hits {
        self.query_guessing(typed, locale, limit, Guesses::ALL)
    }

    /// The same, read only as it was typed.
    pub fn query_as_typed(&self, typed: &str, locale: Locale, limit: usize) -> Hits {
        self.query_guessing(typed, locale, limit, Guesses::NONE)
    }

    /// The same, with some of the guesses.
    pub fn query_guessing(&self, typed: &str, locale: Locale, limit: usize, guesses: Guesses) -> Hits {
        let from = Instant::now();
        let view = self.index.snapshot();
        let limit = limit.min(MOST_HITS);
        let questions = if limit == 0 {
            Vec::new()
        } else {
            read(&view, typed, guesses)
        };
        let signals = self.signals.load();
        let mut best: HashMap<u64, RankedEntry<'_>> = HashMap::new();
        for question in &questions {
            for (serial, found) in ranked(&view, question, &signals, locale) {
                match best.entry(serial) {
                    Slot::Occupied(mut held) if held.get().place < found.place => drop(held.insert(found)),
                    Slot::Occupied(_) => {}
                    Slot::Vacant(free) => drop(free.insert(found)),
                }
            }
        }
        let mut ranked: Vec<_> = best.into_values().collect();
        ranked.sort_by(|a, b| {
            let by_place = b.place.total_cmp(&a.place);
            by_place.then_with(|| a.document.entry.id.cmp(&b.document.entry.id))
        });
        let certainties = certainties(&ranked);
        ranked.truncate(limit);
        let answers = answers::spread(&ranked, &certainties, &signals, limit);
        let hits: Vec<Hit> = answers.into_iter().map(hit).collect();
        let sure = hits.first().is_some_and(|hit| hit.sure);
        let read_as = hits.first().map(|hit| hit.read.clone());
        let read_as = read_as.filter(|read| read.reading != QueryReading::Typed);
        let mut tried: Vec<Alternative> = questions
            .iter()
            .map(|question| Alternative {
                reading: question.reading,
                text: question.text.clone(),
            })
            .collect();
        tried.extend(
            read_as
                .iter()
                .filter(|it| questions.iter().all(|asked| asked.text != it.text))
                .cloned(),
        );
        let took = from.elapsed();
        metrics::histogram!(SEARCH_SECONDS).record(took);
        Hits {
            hits,
            took_us: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            read_as,
            tried,
            sure,
        }
    }
}

/// What was typed, and the other texts that may have been meant where less of it is known.
fn read(view: &IndexSnapshot, typed: &str, guesses: Guesses) -> Vec<Question> {
    let mut lemmas = Lemmas::default();
    let reader = QuestionReader {
        vocabulary: view.vocabulary(),
        rarity: &view.rarity,
        synonyms: &view.synonyms,
        guesses,
    };
    let question = reader.read(typed, QueryReading::Typed, &mut lemmas);
    let known = question.known;
    let mut questions = vec![question];
    if guesses.texts && known < KNOWN {
        let others = other_texts(typed).into_iter();
        let others = others.map(|it| reader.read(&it.text, it.reading, &mut lemmas));
        questions.extend(others.filter(|it| it.known > known || it.known >= PLAINLY_KNOWN));
    }
    questions.retain(|question| !question.wordings.is_empty());
    questions
}

/// The entries that one reading of a question finds.
fn ranked<'a>(
    view: &'a IndexSnapshot,
    question: &Question,
    signals: &SearchSignals,
    locale: Locale,
) -> Vec<(u64, RankedEntry<'a>)> {
    let further = distance(question.reading, question.known);
    let found = view.candidates(question).into_iter();
    let found = found.filter_map(|(serial, document)| {
        let score = score(document, question, &view.rarity, locale)?;
        let place = score.place - further + signals.of_entry(&document.entry.id);
        let entry = RankedEntry {
            place,
            tier: score.tier,
            words: score.words,
            read: score.read,
            document,
        };
        Some((serial, entry))
    });
    found.collect()
}

fn hit(answer: answers::RankedAnswer<'_>) -> Hit {
    let (document, passage, mut question) = (answer.document, answer.passage, answer.question);
    let entry = &document.entry;
    let way = answer.part.and_then(|part| document.answers.get(part));
    Hit {
        id: entry.id.clone(),
        kind: entry.kind(),
        title: entry.facts.title.clone(),
        url: entry.id.url(),
        snippet_html: passage
            .map(|passage| snippet::snippet(&passage.text, &mut question))
            .unwrap_or_default(),
        score: answer.place,
        title_html: snippet::highlight(&entry.facts.title, &mut question),
        part: answer.part,
        answer: way.cloned().unwrap_or_default(),
        speech: passage.is_some_and(|passage| passage.speech),
        entry: Arc::clone(entry),
        read: answer.read,
        certainty: answer.certainty,
        sure: answer.certainty >= SURE,
    }
}

#[cfg(test)]
mod tests;
