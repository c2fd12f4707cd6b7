//! The index over the book: what is written into it, and which entries it names.
//!
//! Decides how an entry is indexed, when small segments are joined, and which entries are candidates for a question: the
//! likeliest by the index's own BM25 over title, aliases and text. Owns the one writer. Readers see an immutable pair of index
//! and book; an update makes the next pair. How candidates are put in order is left to [`super::rank`], what is asked to
//! [`super::question`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use tantivy::collector::TopDocs;
use tantivy::indexer::NoMergePolicy;
use tantivy::query::{BooleanQuery, BoostQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::document::EntryDocument;
use super::lexicon::Lemmas;
use super::question::Question;
use super::rarity::Rarity;
use super::schema::{self, IndexFields};
use super::thesaurus::Thesaurus;
use super::vocabulary::IndexVocabulary;
use crate::error::{Error, Result};
use crate::playbook::{EntryId, LibrarySnapshot};

/// Memory of the writer, bytes; the least that the index accepts for its one thread.
const WRITER_MEMORY: usize = 15_000_000;
/// So many entries that the index names are put in order.
const MOST_CANDIDATES: usize = 64;
/// What a lemma in title, alias and text weighs when the index names candidates.
const BOOSTS: [f32; 3] = [3.0, 2.2, 1.0];
/// After this many commits the small segments are joined.
const SEGMENTS: usize = 8;

/// The index over a book.
pub(super) struct BookIndex {
    fields: IndexFields,
    reader: IndexReader,
    writer: Mutex<IndexBuilder>,
    current: ArcSwap<IndexSnapshot>,
}

struct IndexBuilder {
    index: IndexWriter,
    next_serial: u64,
    lemmas: Lemmas,
}

/// An index and the entries it was made of.
pub(super) struct IndexSnapshot {
    searcher: Searcher,
    fields: IndexFields,
    by_serial: HashMap<u64, Arc<EntryDocument>>,
    by_id: HashMap<EntryId, u64>,
    /// The trainer's groups.
    pub(super) synonyms: Arc<Thesaurus>,
    pub(super) rarity: Rarity,
    pub(super) book: Arc<LibrarySnapshot>,
}

impl BookIndex {
    /// Indexes `book`.
    pub(super) fn from_book(book: Arc<LibrarySnapshot>) -> Result<Self> {
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
        let empty = IndexSnapshot {
            searcher: reader.searcher(),
            fields,
            by_serial: HashMap::new(),
            by_id: HashMap::new(),
            synonyms: Arc::default(),
            rarity: Rarity::default(),
            book: Arc::default(),
        };
        let writer = Mutex::new(IndexBuilder {
            index: writer,
            next_serial: 1,
            lemmas: Lemmas::default(),
        });
        let made = Self {
            fields,
            reader,
            writer,
            current: ArcSwap::from_pointee(empty),
        };
        made.update(book)?;
        Ok(made)
    }

    /// The index and its book as they are now.
    pub(super) fn snapshot(&self) -> Arc<IndexSnapshot> {
        self.current.load_full()
    }

    /// Bytes of the index alone, without the entries that it leads to and what is kept to show them.
    pub(super) fn bytes(&self) -> Result<u64> {
        let used = self.current.load().searcher.space_usage();
        Ok(used.map_err(Error::internal)?.total().get_bytes())
    }

    /// Brings the index up to `book`: only what changed is indexed again. Blocks for the time of a commit.
    pub(super) fn update(&self, book: Arc<LibrarySnapshot>) -> Result<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.current.load_full();
        if Arc::ptr_eq(&book, &before.book) {
            return Ok(());
        }
        let mut by_serial = before.by_serial.clone();
        let mut by_id = HashMap::with_capacity(book.len());
        let mut rarity = before.rarity.clone();
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
            let document = EntryDocument::new(Arc::clone(entry), &mut writer.lemmas);
            rarity.add(entry.locale(), &document.lemmas.all);
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
                if let Some(gone) = by_serial.remove(serial) {
                    rarity.remove(gone.entry.locale(), &gone.lemmas.all);
                }
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
            Arc::new(Thesaurus::from_groups(book.synonyms()))
        };
        self.current.store(Arc::new(IndexSnapshot {
            searcher: self.reader.searcher(),
            fields: self.fields,
            by_serial,
            by_id,
            synonyms,
            rarity: rarity.weighed(),
            book,
        }));
        Ok(())
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

impl IndexSnapshot {
    /// How many entries it is over.
    pub(super) fn entries(&self) -> usize {
        self.by_id.len()
    }

    /// The words of the book.
    pub(super) fn vocabulary(&self) -> IndexVocabulary<'_> {
        IndexVocabulary::new(&self.searcher, &self.fields)
    }

    /// Entries that have words of a question, the likeliest by the index's own score.
    pub(super) fn candidates(&self, question: &Question) -> Vec<(u64, &Arc<EntryDocument>)> {
        let mut lemmas: HashMap<&str, f32> = HashMap::new();
        for wording in &question.wordings {
            let weight: f32 = question.words[wording.from..=wording.to]
                .iter()
                .map(|word| word.weight)
                .sum();
            let each = wording.kind.worth() * weight / wording.lemmas.len() as f32;
            for lemma in &wording.lemmas {
                let boost = lemmas.entry(lemma).or_default();
                *boost = boost.max(each);
            }
        }
        let mut terms: Vec<Box<dyn Query>> = Vec::with_capacity(lemmas.len() * BOOSTS.len());
        for (lemma, boost) in lemmas {
            for (field, weight) in self.fields.stemmed().into_iter().zip(BOOSTS) {
                let term = TermQuery::new(Term::from_field_text(field, lemma), IndexRecordOption::WithFreqs);
                terms.push(Box::new(BoostQuery::new(Box::new(term), boost * weight)));
            }
        }
        let found = self.searcher.search(
            &BooleanQuery::union(terms),
            &TopDocs::with_limit(MOST_CANDIDATES).order_by_score(),
        );
        let found = found
            .inspect_err(|error| tracing::error!(%error, "search failed"))
            .unwrap_or_default();
        let documents = found.into_iter().filter_map(|(_, address)| {
            let segment = self.searcher.segment_reader(address.segment_ord);
            let serial = segment.fast_fields().u64("serial").ok()?.first(address.doc_id)?;
            Some((serial, self.by_serial.get(&serial)?))
        });
        documents.collect()
    }
}
