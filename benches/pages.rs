//! From a file to a page: reading, rendering one entry, rendering the whole book for print.
//!
//! `cargo bench --bench pages`.
#![expect(clippy::unwrap_used, reason = "a library that cannot be read is a failed run")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use divan::Bencher;
use salesbook::i18n::Locale;
use salesbook::playbook::lint::inspect;
use salesbook::playbook::parse::parse;
use salesbook::playbook::render::RenderStyle;
use salesbook::playbook::view::EntryView;
use salesbook::playbook::{EntryId, Library, LibrarySnapshot};

static BOOK: LazyLock<Arc<LibrarySnapshot>> = LazyLock::new(|| Library::open(root()).unwrap().snapshot());

const ENTRIES: [&str; 3] = [
    "ru/objections/too-expensive",
    "ru/scripts/inbound-request",
    "ru/training/objections-technique",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts-library")
}

fn main() {
    divan::main();
}

#[divan::bench(args = ENTRIES)]
fn read(bencher: Bencher<'_, '_>, id: &str) {
    let id: EntryId = id.parse().unwrap();
    let source = Arc::clone(&BOOK.get(&id).unwrap().source);
    bencher.bench(|| parse(&id, &source).unwrap());
}

#[divan::bench(args = ENTRIES)]
fn render(bencher: Bencher<'_, '_>, id: &str) {
    let entry = BOOK.get(&id.parse().unwrap()).unwrap();
    bencher.bench(|| EntryView::new(entry, &RenderStyle::page(&entry.id, &BOOK)));
}

#[divan::bench]
fn render_the_whole_book(bencher: Bencher<'_, '_>) {
    let printed: BTreeSet<EntryId> = BOOK.entries().map(|entry| entry.id.clone()).collect();
    bencher.bench(|| {
        let russian = BOOK.entries().filter(|entry| entry.locale() == Locale::Ru);
        russian
            .map(|entry| EntryView::new(entry, &RenderStyle::book(&entry.id, &printed)))
            .collect::<Vec<_>>()
    });
}

#[divan::bench]
fn open_the_library() -> Library {
    Library::open(root()).unwrap()
}

#[divan::bench]
fn check_the_library(bencher: Bencher<'_, '_>) {
    let today = "2026-11-23".parse().unwrap();
    bencher.bench(|| inspect(&BOOK, today));
}
