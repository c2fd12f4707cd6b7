//! Search, letter by letter: the shipped library, 2,000 and 20,000 entries made of its texts, and a million segments of
//! transcripts; each beside SQLite FTS5 on the same data.
//!
//! `cargo bench --bench search`. First the tables: entries ([`entries`]), what the relevance set finds ([`relevance`]),
//! what is said in calls ([`calls`]); then single queries. The promise is p95 under 5 ms at 2,000 entries and a cost that
//! grows clearly slower than the corpus. Over HTTP: `cargo bench --bench serving`.
#![expect(clippy::unwrap_used, reason = "a library that cannot be read is a failed run")]
#![expect(clippy::print_stdout, reason = "the tables are the answer")]

mod calls;
mod corpus;
mod entries;
#[path = "../support/generated.rs"]
mod generated;
mod memory;
mod peer;
mod relevance;
mod rounds;
#[path = "../support/service.rs"]
mod service;
#[path = "../support/took.rs"]
mod took;
#[path = "../support/typed.rs"]
mod typed;

use std::sync::LazyLock;

use divan::Bencher;
use entries::Book;
use salesbook::i18n::Locale;
use typed::PHRASES;

static SHIPPED: LazyLock<Book> = LazyLock::new(|| Book::of(0));
static MIDDLE: LazyLock<Book> = LazyLock::new(|| Book::of(2_000));
static LARGE: LazyLock<Book> = LazyLock::new(|| Book::of(20_000));

fn main() {
    entries::table(&[&SHIPPED, &MIDDLE, &LARGE]);
    relevance::table(&SHIPPED.search);
    calls::table();
    divan::main();
}

#[divan::bench(args = PHRASES)]
fn shipped(bencher: Bencher<'_, '_>, phrase: &str) {
    bencher.bench(|| SHIPPED.search.query(phrase, Locale::Ru, entries::CARDS));
}

#[divan::bench(args = PHRASES)]
fn of_2_000(bencher: Bencher<'_, '_>, phrase: &str) {
    bencher.bench(|| MIDDLE.search.query(phrase, Locale::Ru, entries::CARDS));
}

#[divan::bench(args = PHRASES)]
fn of_20_000(bencher: Bencher<'_, '_>, phrase: &str) {
    bencher.bench(|| LARGE.search.query(phrase, Locale::Ru, entries::CARDS));
}
