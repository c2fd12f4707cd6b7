//! The table of entries: queries, index, memory and one saved file, by the size of the library.

use std::collections::HashSet;
use std::hint::black_box;
use std::time::{Duration, Instant};

use salesbook::i18n::Locale;
use salesbook::playbook::Library;
use salesbook::search::Search;
use tempfile::TempDir;

use super::generated;
use super::memory::resident_mb;
use super::peer::Entries;
use super::rounds::time_each;
use super::took::Took;

/// Answers a query, as the search page shows.
pub const CARDS: usize = 7;
/// The file that is saved again and again, inside the library.
const SAVED: &str = "ru/objections/too-expensive.md";
/// So often; every eighth time the index also joins its parts.
const SAVES: usize = 24;

/// A library on the disk and the index over it.
pub struct Book {
    folder: TempDir,
    library: Library,
    /// The index.
    pub search: Search,
    read: Duration,
    built: Duration,
    texts_mb: u64,
    index_mb: u64,
}

impl Book {
    /// Of so many entries; of the shipped ones when there are more of them.
    pub fn of(size: usize) -> Self {
        let folder = generated::library(size);
        let before = resident_mb();
        let begun = Instant::now();
        let library = Library::open(folder.path()).unwrap();
        let read = begun.elapsed();
        assert_eq!(library.problems(), []);
        let with_book = resident_mb();
        let begun = Instant::now();
        let search = Search::from_book(library.snapshot()).unwrap();
        let built = begun.elapsed();
        Self {
            folder,
            library,
            search,
            read,
            built,
            texts_mb: with_book.saturating_sub(before),
            index_mb: resident_mb().saturating_sub(with_book),
        }
    }

    /// Saves one file as an editor does; returns how long the library and then the index take to follow.
    fn save(&self) -> (Took, Took) {
        let file = self.folder.path().join(SAVED);
        let first = std::fs::read_to_string(&file).unwrap();
        let (mut library, mut index) = (Took::default(), Took::default());
        for time in 1..=SAVES {
            std::fs::write(&file, format!("{first}\nСохранено {time}.\n")).unwrap();
            let begun = Instant::now();
            assert!(self.library.reload(&HashSet::from([SAVED.to_owned()])));
            library.add(begun.elapsed());
            let begun = Instant::now();
            self.search.update(self.library.snapshot()).unwrap();
            index.add(begun.elapsed());
        }
        std::fs::write(&file, first).unwrap();
        self.library.reload(&HashSet::from([SAVED.to_owned()]));
        self.search.update(self.library.snapshot()).unwrap();
        (library, index)
    }
}

/// Measures and prints; the last two tell how the cost grows.
pub fn table(books: &[&Book]) {
    println!("Playbook, phrases typed letter by letter, in process");
    let mut p95 = Vec::new();
    for book in books {
        let entries = book.search.book().len();
        println!("{entries} entries");
        let ours = time_each(|typed| {
            black_box(book.search.query(typed, Locale::Ru, CARDS));
        });
        println!("  ours: {ours}");
        let mut peer = Entries::of(&book.library.snapshot());
        let theirs = time_each(|typed| {
            black_box(peer.ask(typed, CARDS));
        });
        println!(
            "  FTS5: {theirs}, of which {:.2} ms are the way there and back",
            peer.way_ms()
        );
        println!(
            "  files read in {:.2} s, {} MB of memory; index built in {:.2} s, {:.1} MB, {} MB of memory with what is shown",
            book.read.as_secs_f64(),
            book.texts_mb,
            book.built.as_secs_f64(),
            book.search.index_bytes().unwrap() as f64 / 1e6,
            book.index_mb
        );
        println!(
            "  FTS5 built in {:.2} s, {:.1} MB",
            peer.built.as_secs_f64(),
            peer.bytes() as f64 / 1e6
        );
        let (library, index) = book.save();
        println!(
            "  one saved file: read p50 {:.1} ms, at most {:.1} ms; indexed p50 {:.1} ms, at most {:.1} ms",
            library.ms(50),
            library.ms(100),
            index.ms(50),
            index.ms(100)
        );
        p95.push((entries, ours.ms(95), theirs.ms(95)));
    }
    if let [.., small, large] = p95[..] {
        println!(
            "from {} to {} entries p95 grows {:.1} times, that of FTS5 {:.1} times",
            small.0,
            large.0,
            large.1 / small.1,
            large.2 / small.2
        );
    }
}
