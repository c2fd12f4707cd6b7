use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Library;
use crate::playbook::entry::EntryId;

fn text(title: &str) -> String {
    format!("---\nkind: objection\ntitle: {title}\nowner: o.vetrov\nreview: 2027-01-01\n---\nСлова.\n")
}

fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn id(text: &str) -> EntryId {
    text.parse().unwrap()
}

#[test]
fn a_broken_file_keeps_its_last_good_version_and_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "ru/objections/dear.md", &text("Дорого"));
    write(folder.path(), "ru/objections/later.md", &text("Позже"));
    write(folder.path(), "README.md", "не материал");
    let library = Library::open(folder.path()).unwrap();
    let first = library.snapshot();
    assert_eq!((first.len(), first.problems().len()), (2, 0));

    write(folder.path(), "ru/objections/dear.md", "---\nсломано");
    assert!(library.reload(&HashSet::new()));
    let second = library.snapshot();
    assert_eq!(second.get(&id("ru/objections/dear")).unwrap().title(), "Дорого");
    assert_eq!(library.problems()[0].file, "ru/objections/dear.md");
    let later = id("ru/objections/later");
    assert!(
        Arc::ptr_eq(first.get(&later).unwrap(), second.get(&later).unwrap()),
        "an unchanged file stays itself"
    );

    write(folder.path(), "ru/objections/dear.md", &text("Слишком дорого"));
    assert!(library.reload(&HashSet::new()));
    assert_eq!(
        library.snapshot().get(&id("ru/objections/dear")).unwrap().title(),
        "Слишком дорого"
    );
    assert!(library.problems().is_empty());
    assert!(!library.reload(&HashSet::new()), "nothing changed");
}

#[test]
fn a_removed_file_leaves_and_a_misplaced_one_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "ru/objections/dear.md", &text("Дорого"));
    write(folder.path(), "ru/objections/Дорого.md", &text("Дорого"));
    let library = Library::open(folder.path()).unwrap();
    assert_eq!(library.problems()[0].fault.code(), "bad-place");
    std::fs::remove_file(folder.path().join("ru/objections/dear.md")).unwrap();
    library.reload(&HashSet::new());
    assert!(library.snapshot().is_empty());
}

#[test]
fn a_folder_that_is_away_for_a_while_takes_nothing_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("book");
    write(&root, "ru/objections/dear.md", &text("Дорого"));
    let library = Library::open(&root).unwrap();
    std::fs::rename(&root, folder.path().join("moved")).unwrap();
    assert!(library.reload(&HashSet::new()));
    assert_eq!((library.snapshot().len(), library.problems().len()), (1, 1));
    std::fs::rename(folder.path().join("moved"), &root).unwrap();
    assert!(library.reload(&HashSet::new()));
    assert!(library.problems().is_empty());
}

#[test]
fn a_missing_folder_is_an_error_with_its_name() {
    let error = Library::open("/nonexistent/book").unwrap_err();
    assert_eq!(error.code(), "library-missing");
}

#[test]
fn a_change_on_disk_is_seen_within_a_second() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "ru/objections/dear.md", &text("Дорого"));
    let library = Arc::new(Library::open(folder.path()).unwrap());
    let _watch = library.watch();
    let told = library.subscribe();
    std::thread::sleep(Duration::from_millis(100));
    write(folder.path(), "ru/objections/later.md", &text("Позже"));
    let from = Instant::now();
    while library.snapshot().len() < 2 {
        assert!(from.elapsed() < Duration::from_secs(5), "not seen at all");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(told.has_changed().unwrap());
}
