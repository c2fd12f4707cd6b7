//! Search: words a client just said → the entries that answer.
//!
//! Decides how the readings of what was typed are merged: each entry stands where its best reading puts it, and says which
//! that is. Each answer of an objection is a hit of its own ([`answers`]). Owns the one writer of the index. Queries are pure
//! computation on an immutable pair of index and book; an update makes the next pair. Leaves the order to `rank`, words to
//! [`tokenizer`] and [`query`], what may have been meant to [`reading`], what is shown of a hit to [`snippet`], what the
//! team's use says to [`signals`].

pub mod answers;
mod api;
mod aside;
mod copy;
pub mod document;
mod pages;
pub mod query;
mod rank;
pub mod reading;
pub mod schema;
pub mod signals;
pub mod snippet;
pub mod synonyms;
pub mod tokenizer;
pub mod uses;
mod vocabulary;

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use arc_swap::ArcSwap;
use axum::extract::FromRef;
use tantivy::collector::TopDocs;
use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};
use tokio_util::sync::CancellationToken;

use crate::core::Core;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::playbook::render::SafeHtml;
use crate::playbook::{Entry, EntryId, EntryKind, Library, LibrarySnapshot};
use crate::telemetry::metrics::SEARCH_SECONDS;
use crate::web::Routes;
pub use aside::SearchAside;
use document::EntryDocument;
use query::SearchWords;
use rank::{RankedEntry, Tier, distance, place, tier};
use reading::alternatives;
pub use reading::{Alternative, QueryReading};
use schema::IndexFields;
use signals::SearchSignals;
use synonyms::Synonyms;
use vocabulary::IndexVocabulary;

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

/// Memory of the writer, bytes; the least that the index accepts for its one thread.
const WRITER_MEMORY: usize = 15_000_000;
/// How many candidates are put in order for one hit shown.
const CANDIDATES: usize = 8;
/// More hits than this are not given, whatever is asked.
pub const MOST_HITS: usize = 50;
/// After this many commits the small segments are joined.
const SEGMENTS: usize = 8;

/// What was found.
#[derive(Debug, Clone)]
pub struct Hits {
    /// Best first.
    pub hits: Vec<Hit>,
    /// Time of the search, microseconds.
    pub took_us: u64,
    /// Texts that may have been meant and found something, the likeliest first.
    pub read_as: Vec<Alternative>,
    /// Every text that was looked for.
    pub tried: Vec<Alternative>,
    /// Do the hits cover what was asked? If not, nothing opens by itself and the search counts as one without an answer.
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
    /// Does it hold the words of the question that tell something?
    pub sure: bool,
}

/// The search page, its part of the JSON API, and what a browser keeps for when the service is away.
pub fn routes() -> Routes<SearchPages> {
    pages::routes()
        .merge(copy::routes())
        .merge(api::routes())
        .merge(uses::routes())
}

/// The index over a library.
pub struct Search {
    fields: IndexFields,
    reader: IndexReader,
    writer: Mutex<IndexBuilder>,
    current: ArcSwap<IndexSnapshot>,
    signals: ArcSwap<SearchSignals>,
}

struct IndexBuilder {
    index: IndexWriter,
    next_serial: u64,
}

/// An index and the entries it was made of.
struct IndexSnapshot {
    searcher: Searcher,
    by_serial: HashMap<u64, Arc<EntryDocument>>,
    by_id: HashMap<EntryId, u64>,
    synonyms: Arc<Synonyms>,
    book: Arc<LibrarySnapshot>,
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search")
            .field("entries", &self.current.load().by_id.len())
            .finish_non_exhaustive()
    }
}

impl Search {
    /// Indexes `book`.
    pub fn from_book(book: Arc<LibrarySnapshot>) -> Result<Self> {
        let (index, fields) = schema::create();
        let reader: IndexReader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(Error::internal)?;
        let writer: IndexWriter = index
            .writer_with_num_threads(1, WRITER_MEMORY)
            .map_err(Error::internal)?;
        // Segments are joined by hand, so that no thread works behind a commit.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let view = IndexSnapshot {
            searcher: reader.searcher(),
            by_serial: HashMap::new(),
            by_id: HashMap::new(),
            synonyms: Arc::default(),
            book: Arc::default(),
        };
        let writer = Mutex::new(IndexBuilder {
            index: writer,
            next_serial: 1,
        });
        let search = Self {
            fields,
            reader,
            writer,
            current: ArcSwap::from_pointee(view),
            signals: ArcSwap::default(),
        };
        search.update(book)?;
        Ok(search)
    }

    /// The book the index was last made of.
    pub fn book(&self) -> Arc<LibrarySnapshot> {
        Arc::clone(&self.current.load().book)
    }

    /// Takes over what is known of freshness and use.
    pub fn set_signals(&self, signals: SearchSignals) {
        self.signals.store(Arc::new(signals));
    }

    /// Bytes of the index alone, without the entries that it leads to and what is kept to show them.
    pub fn index_bytes(&self) -> Result<u64> {
        let used = self.current.load().searcher.space_usage();
        Ok(used.map_err(Error::internal)?.total().get_bytes())
    }

    /// Brings the index up to `book`: only what changed is indexed again. Blocks for the time of a commit.
    pub fn update(&self, book: Arc<LibrarySnapshot>) -> Result<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.current.load_full();
        let mut by_serial = before.by_serial.clone();
        let mut by_id = HashMap::with_capacity(book.len());
        for entry in book.entries() {
            let known = before.by_id.get(&entry.id).copied();
            let same = known.filter(|serial| {
                by_serial
                    .get(serial)
                    .is_some_and(|document| Arc::ptr_eq(&document.entry, entry))
            });
            if let Some(serial) = same {
                by_id.insert(entry.id.clone(), serial);
                continue;
            }
            let serial = writer.next_serial;
            writer.next_serial += 1;
            let document = EntryDocument::new(Arc::clone(entry));
            writer
                .index
                .add_document(self.tantivy_document(serial, &document))
                .map_err(Error::internal)?;
            by_serial.insert(serial, Arc::new(document));
            by_id.insert(entry.id.clone(), serial);
        }
        for serial in before.by_serial.keys() {
            let current = by_serial
                .get(serial)
                .is_some_and(|d| by_id.get(&d.entry.id) == Some(serial));
            if !current {
                writer
                    .index
                    .delete_term(Term::from_field_u64(self.fields.serial, *serial));
                by_serial.remove(serial);
            }
        }
        writer.index.commit().map_err(Error::internal)?;
        let segments = self.reader.searcher().segment_readers().len();
        if segments > SEGMENTS {
            let ids = writer
                .index
                .index()
                .searchable_segment_ids()
                .map_err(Error::internal)?;
            writer.index.merge(&ids).wait().map_err(Error::internal)?;
        }
        self.reader.reload().map_err(Error::internal)?;
        let synonyms = if Arc::ptr_eq(book.synonyms(), before.book.synonyms()) {
            Arc::clone(&before.synonyms)
        } else {
            Arc::new(Synonyms::new(book.synonyms()))
        };
        self.current.store(Arc::new(IndexSnapshot {
            searcher: self.reader.searcher(),
            by_serial,
            by_id,
            synonyms,
            book,
        }));
        Ok(())
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
        self.read_and_query(typed, locale, limit, true)
    }

    /// The same, read only as it was typed.
    pub fn query_as_typed(&self, typed: &str, locale: Locale, limit: usize) -> Hits {
        self.read_and_query(typed, locale, limit, false)
    }

    fn read_and_query(&self, typed: &str, locale: Locale, limit: usize, all_readings: bool) -> Hits {
        let from = Instant::now();
        let view = self.current.load_full();
        let limit = limit.min(MOST_HITS);
        let mut read = vec![Alternative {
            reading: QueryReading::Typed,
            text: typed.to_owned(),
        }];
        if all_readings && limit > 0 {
            let book = IndexVocabulary::new(&view.searcher, &self.fields);
            read.extend(alternatives(typed, &book, &view.synonyms));
        }
        let mut questions: Vec<SearchWords> = read.iter().map(|it| SearchWords::read(&it.text)).collect();
        let signals = self.signals.load();
        let mut best: HashMap<u64, RankedEntry<'_>> = HashMap::new();
        for (which, question) in questions.iter_mut().enumerate() {
            if question.words.is_empty() || limit == 0 {
                continue;
            }
            for mut found in self.ranked(&view, question, &signals, locale, limit) {
                found.which = which;
                found.place -= distance(read[which].reading);
                match best.entry(found.serial) {
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
        ranked.truncate(limit);
        let answers = answers::spread(&ranked, &mut questions, &signals, limit);
        let found: Vec<bool> = (0..read.len())
            .map(|which| answers.iter().any(|it| it.which == which))
            .collect();
        let hits = answers
            .into_iter()
            .map(|it| hit(&it, &mut questions[it.which], &read[it.which]))
            .collect();
        let read_as = read.iter().zip(found);
        let read_as = read_as.filter(|(it, found)| *found && it.reading != QueryReading::Typed);
        let read_as = read_as.map(|(it, _)| it.clone()).collect();
        let took = from.elapsed();
        metrics::histogram!(SEARCH_SECONDS).record(took);
        Hits {
            hits,
            took_us: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            read_as,
            tried: read,
            sure: true,
        }
    }

    fn ranked<'a>(
        &self,
        view: &'a IndexSnapshot,
        question: &mut SearchWords,
        signals: &SearchSignals,
        locale: Locale,
        limit: usize,
    ) -> Vec<RankedEntry<'a>> {
        let mut ranked: Vec<RankedEntry<'a>> = Vec::new();
        let found = |tier, serial, document: &'a Arc<EntryDocument>, score| RankedEntry {
            place: place(tier, document, locale, score) + signals.of_entry(&document.entry.id),
            tier,
            serial,
            which: 0,
            document,
        };
        for (score, serial) in self.candidates(view, question, true, limit * CANDIDATES) {
            if let Some(document) = view.by_serial.get(&serial) {
                ranked.push(found(tier(document, question), serial, document, score));
            }
        }
        if ranked.len() < limit && question.words.len() > 1 {
            for (score, serial) in self.candidates(view, question, false, limit * 2) {
                if let Some(document) = view.by_serial.get(&serial)
                    && ranked.iter().all(|known| known.serial != serial)
                {
                    ranked.push(found(Tier::SomeWords, serial, document, score));
                }
            }
        }
        ranked
    }

    fn candidates(
        &self,
        view: &IndexSnapshot,
        question: &SearchWords,
        all: bool,
        count: usize,
    ) -> Vec<(f32, u64)> {
        let query = question.query(&self.fields, all);
        let found = view
            .searcher
            .search(&query, &TopDocs::with_limit(count).order_by_score());
        let found = found
            .inspect_err(|error| tracing::error!(%error, "search failed"))
            .unwrap_or_default();
        found
            .into_iter()
            .filter_map(|(score, address)| {
                let segment = view.searcher.segment_reader(address.segment_ord);
                let serial = segment.fast_fields().u64("serial").ok()?.first(address.doc_id)?;
                Some((score, serial))
            })
            .collect()
    }

    fn tantivy_document(&self, serial: u64, document: &EntryDocument) -> TantivyDocument {
        let mut indexed = TantivyDocument::new();
        indexed.add_u64(self.fields.serial, serial);
        for field in self.fields.title.both() {
            indexed.add_text(field, &document.entry.facts.title);
        }
        let aliases = document.entry.facts.aliases.join("\n");
        for field in self.fields.aliases.both() {
            indexed.add_text(field, &aliases);
        }
        let text = document.text();
        for field in self.fields.text.both() {
            indexed.add_text(field, &text);
        }
        indexed
    }
}

fn hit(answer: &answers::RankedAnswer<'_>, question: &mut SearchWords, read: &Alternative) -> Hit {
    let (document, passage) = (answer.document, answer.passage);
    let entry = &document.entry;
    let way = answer.part.and_then(|part| document.answers.get(part));
    Hit {
        id: entry.id.clone(),
        kind: entry.kind(),
        title: entry.facts.title.clone(),
        url: entry.id.url(),
        snippet_html: passage
            .map(|passage| snippet::snippet(&passage.text, question))
            .unwrap_or_default(),
        score: answer.place,
        title_html: snippet::highlight(&entry.facts.title, question),
        part: answer.part,
        answer: way.cloned().unwrap_or_default(),
        speech: passage.is_some_and(|passage| passage.speech),
        entry: Arc::clone(entry),
        read: read.clone(),
        sure: true,
    }
}

#[cfg(test)]
mod tests;
