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
fn what_is_set_aside_is_no_part_of_what_is_read_and_former_names_lead_on() {
    let folder = tempfile::tempdir().unwrap();
    let with = |title: &str, more: &str| text(title).replace("owner:", &format!("{more}\nowner:"));
    write(
        folder.path(),
        "ru/objections/dear.md",
        &with("Дорого", "formerly: [price, cheap]"),
    );
    write(folder.path(), "ru/objections/cheap.md", &text("Дёшево"));
    write(
        folder.path(),
        "ru/objections/draft.md",
        &with("Черновик", "status: draft"),
    );
    write(
        folder.path(),
        "ru/objections/old.md",
        &with("Старое", "status: archived"),
    );
    let link = "Слова [о цене](price.md) и [о старом](old.md).";
    write(
        folder.path(),
        "ru/objections/later.md",
        &text("Позже").replace("Слова.", link),
    );
    let library = Library::open(folder.path()).unwrap();
    let book = library.snapshot();
    let titles: Vec<_> = book.entries().map(|entry| entry.title()).collect();
    assert_eq!(titles, ["Дёшево", "Дорого", "Позже"]);
    assert_eq!((book.len(), book.every().count()), (3, 5));
    assert_eq!(book.get(&id("ru/objections/price")).unwrap().title(), "Дорого");
    // A file is what its name says, whoever had the name before.
    assert_eq!(book.get(&id("ru/objections/cheap")).unwrap().title(), "Дёшево");
    assert!(book.get(&id("ru/objections/draft")).is_none());
    assert!(book.any(&id("ru/objections/draft")).is_some());
    let mentions: Vec<_> = book.mentions(&id("ru/objections/dear")).collect();
    assert_eq!(mentions.len(), 1, "a link with the old name is one");
    assert!(!library.reload(&HashSet::new()), "nothing changed");

    write(folder.path(), "ru/objections/draft.md", &text("Уже не черновик"));
    assert!(library.reload(&HashSet::new()));
    assert_eq!(library.snapshot().len(), 4);
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
    assert!(library.snapshot().is_kept());
    std::fs::rename(folder.path().join("moved"), &root).unwrap();
    assert!(library.reload(&HashSet::new()));
    assert!(library.problems().is_empty());
}

#[test]
fn an_emptied_folder_keeps_the_last_good_book_until_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "ru/objections/dear.md", &text("Дорого"));
    write(folder.path(), "README.md", "не материал");
    let library = Library::open(folder.path()).unwrap();
    assert!(!library.snapshot().is_kept());
    std::fs::remove_dir_all(folder.path().join("ru")).unwrap();
    assert!(library.reload(&HashSet::new()));
    let kept = library.snapshot();
    assert_eq!((kept.len(), kept.is_kept()), (1, true));
    assert_eq!(library.problems()[0].fault.code(), "book-emptied");
    assert!(!library.reload(&HashSet::new()), "told once");
    write(folder.path(), "ru/objections/later.md", &text("Позже"));
    assert!(library.reload(&HashSet::new()));
    let back = library.snapshot();
    assert_eq!((back.len(), back.is_kept()), (1, false));
    assert!(back.get(&id("ru/objections/later")).is_some() && library.problems().is_empty());
}

#[test]
fn a_folder_that_cannot_be_looked_into_keeps_its_texts() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "ru/objections/dear.md", &text("Дорого"));
    write(folder.path(), "ru/objections/later.md", &text("Позже"));
    let closed = folder.path().join("ru/objections");
    let library = Library::open(folder.path()).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may look into everything sees nothing of this.
    if std::fs::read_dir(&closed).is_err() {
        assert!(library.reload(&HashSet::new()));
        assert_eq!((library.snapshot().len(), library.problems().len()), (2, 1));
    }
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).unwrap();
    library.reload(&HashSet::new());
    assert_eq!((library.snapshot().len(), library.problems().len()), (2, 0));
}

#[test]
fn links_and_pipes_are_no_entries_and_are_told() {
    use std::os::unix::fs::symlink;
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(folder.path(), "ru/objections/dear.md", &text("Дорого"));
    write(other.path(), "secret.md", &text("Тайное"));
    write(other.path(), "objections/secret.md", &text("Тайное"));
    let at = |name: &str| folder.path().join(name);
    symlink(other.path().join("secret.md"), at("ru/objections/secret.md")).unwrap();
    symlink("/etc/passwd", at("synonyms.txt")).unwrap();
    symlink(other.path().join("objections"), at("ru/products")).unwrap();
    symlink("/dev/zero", at("ru/objections/zero.md")).unwrap();
    std::fs::create_dir_all(at("images")).unwrap();
    symlink("/etc/hostname", at("images/logo.png")).unwrap();
    let pipe = std::process::Command::new("mkfifo")
        .arg(at("ru/objections/pipe.md"))
        .status();
    assert!(pipe.unwrap().success());
    let library = Library::open(folder.path()).unwrap();
    let book = library.snapshot();
    assert_eq!(
        book.entries()
            .map(|entry| entry.title().to_owned())
            .collect::<Vec<_>>(),
        ["Дорого"]
    );
    assert!(book.synonyms().is_empty() && !book.has_image(&"logo.png".parse().unwrap()));
    let told: Vec<_> = book
        .problems()
        .iter()
        .map(|found| (found.file.as_str(), found.fault.code()))
        .collect();
    let odd = [
        "images/logo.png",
        "ru/objections/pipe.md",
        "ru/objections/secret.md",
        "ru/objections/zero.md",
        "ru/products",
        "synonyms.txt",
    ];
    assert_eq!(told, odd.map(|file| (file, "not-plain")));
    // The real file in its place is read at once.
    std::fs::remove_file(at("ru/objections/pipe.md")).unwrap();
    write(folder.path(), "ru/objections/pipe.md", &text("Труба"));
    library.reload(&HashSet::new());
    assert_eq!(library.snapshot().len(), 2);
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
