//! Search latency: the shipped library, and libraries of 2,000 and 10,000 entries made of its texts.
//!
//! `cargo bench --bench search`. First the percentiles of phrases typed letter by letter, as during a call (the promise is
//! p95 under 5 ms at 2,000 entries); then single queries, a full build and the update after one saved file.
#![expect(clippy::unwrap_used, reason = "a library that cannot be read is a failed run")]
#![expect(clippy::print_stdout, reason = "the percentiles are the answer")]

#[path = "../tests/it/support/generated.rs"]
mod generated;

use std::sync::{Arc, LazyLock};
use std::time::Instant;

use divan::{Bencher, black_box};
use salesbook::i18n::Locale;
use salesbook::playbook::Snapshot;
use salesbook::search::Search;

const SIZES: [usize; 3] = [0, 2_000, 10_000];
const PHRASES: [&str; 8] = [
    "дорого",
    "а чё так дорого",
    "пришлите предложение на почту",
    "у нас уже есть поставщик",
    "скидку дадите",
    "надо подумать",
    "нет бюджета в этом году",
    "гарантия на стеллажи",
];

static SMALL: LazyLock<Search> = LazyLock::new(|| Search::of(generated::book(SIZES[0])).unwrap());
static MIDDLE: LazyLock<Search> = LazyLock::new(|| Search::of(generated::book(SIZES[1])).unwrap());
static LARGE: LazyLock<Search> = LazyLock::new(|| Search::of(generated::book(SIZES[2])).unwrap());

fn main() {
    for search in [&*SMALL, &*MIDDLE, &*LARGE] {
        typed(search);
    }
    divan::main();
}

/// Percentiles over every beginning of every phrase.
fn typed(search: &Search) {
    let mut took: Vec<u128> = Vec::new();
    for _ in 0..20 {
        for phrase in PHRASES {
            for (at, letter) in phrase.char_indices() {
                let from = Instant::now();
                black_box(search.query(&phrase[..at + letter.len_utf8()], Locale::Ru, 7));
                took.push(from.elapsed().as_micros());
            }
        }
    }
    took.sort_unstable();
    let at = |share: usize| took[(took.len() - 1) * share / 100];
    println!(
        "{:>6} entries, {} queries typed letter by letter: p50 {} µs, p95 {} µs, p99 {} µs",
        search.book().len(),
        took.len(),
        at(50),
        at(95),
        at(99)
    );
}

#[divan::bench(args = PHRASES)]
fn shipped(bencher: Bencher<'_, '_>, phrase: &str) {
    bencher.bench(|| SMALL.query(phrase, Locale::Ru, 7));
}

#[divan::bench(args = PHRASES)]
fn of_2_000(bencher: Bencher<'_, '_>, phrase: &str) {
    bencher.bench(|| MIDDLE.query(phrase, Locale::Ru, 7));
}

#[divan::bench(args = PHRASES)]
fn of_10_000(bencher: Bencher<'_, '_>, phrase: &str) {
    bencher.bench(|| LARGE.query(phrase, Locale::Ru, 7));
}

#[divan::bench(sample_count = 10)]
fn build_2_000(bencher: Bencher<'_, '_>) {
    let book = generated::book(2_000);
    bencher.bench(|| Search::of(Arc::clone(&book)).unwrap());
}

#[divan::bench(sample_count = 20)]
fn one_saved_file_of_2_000(bencher: Bencher<'_, '_>) {
    let book = generated::book(2_000);
    let search = Search::of(Arc::clone(&book)).unwrap();
    let changed: Arc<Snapshot> = generated::with_one_changed(&book);
    let mut turn = false;
    bencher.bench_local(|| {
        turn = !turn;
        search
            .update(Arc::clone(if turn { &changed } else { &book }))
            .unwrap();
    });
}
