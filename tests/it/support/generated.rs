//! Libraries of any size, made of the texts of the shipped one under new names: real words in real proportions.

use std::path::Path;
use std::sync::Arc;

use salesbook::playbook::parse::parse;
use salesbook::playbook::{Entry, EntryId, Library, Snapshot};

/// The shipped library, and copies of its entries until there are `size`.
pub fn book(size: usize) -> Arc<Snapshot> {
    let shipped = Library::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts-library"))
        .unwrap()
        .snapshot();
    let mut entries: Vec<Entry> = shipped.entries().map(|entry| (**entry).clone()).collect();
    let own = entries.len();
    for number in own..size {
        let copy = renamed(&entries[number % own], number);
        entries.push(copy);
    }
    Arc::new(Snapshot::of(entries))
}

/// The same book after one file was saved.
pub fn with_one_changed(book: &Snapshot) -> Arc<Snapshot> {
    let mut entries: Vec<Entry> = book.entries().map(|entry| (**entry).clone()).collect();
    entries[0].facts.title.push_str(", новое");
    // The others keep their very entries, as a library on disk does.
    Arc::new(Snapshot::of_shared(
        entries
            .into_iter()
            .take(1)
            .map(Arc::new)
            .chain(book.entries().skip(1).cloned()),
    ))
}

fn renamed(entry: &Entry, number: usize) -> Entry {
    let id: EntryId = format!(
        "{}/{}/{}-{number}",
        entry.locale(),
        entry.kind().folder(),
        entry.id.slug
    )
    .parse()
    .unwrap();
    let title = format!("title: {}", entry.title());
    let source = entry.source.replacen(&title, &format!("{title} {number}"), 1);
    parse(&id, &source).unwrap()
}
