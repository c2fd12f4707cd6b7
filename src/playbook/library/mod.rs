//! The folder of entries as an immutable snapshot that follows the disk.
//!
//! Decides which files are entries, which are pictures (and that one file holds the synonyms), that a broken file keeps
//! its last good version and is reported, and that one change becomes one new [`LibrarySnapshot`]: readers hold theirs
//! as long as they like and never wait. An unchanged file keeps its very `Arc<Entry>`, so that whoever follows the
//! library (search) sees what changed by comparing pointers. The figures of the company are put into the texts that name
//! them with each snapshot ([`CompanyFigures`]); a text whose figures changed is a changed entry. Listening to the disk is in [`watch`], looking into the
//! folder in [`listing`]. A folder that is away or has been emptied keeps the last good book: nobody empties a book on
//! purpose, but volumes come loose.

mod listing;
pub mod plain;
mod watch;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arc_swap::ArcSwap;

use super::entry::{Entry, EntryId, EntryKind, EntryStatus, Position};
use super::figures::CompanyFigures;
use super::images::ImageName;
use super::lint::{LintFault, LintFinding, TagSpellings};
use super::parse::parse;
use super::synonyms::{self, Groups};
use super::tree::{LinkTarget, each_link};
use crate::error::{Error, ErrorKind, Result};
use crate::i18n::Locale;
use crate::text::fold;

use listing::{FileStamp, FolderListing};
use plain::NotPlain;

pub use watch::LibraryWatch;

/// A file larger than this is not a text for people, bytes.
pub const LARGEST: u64 = 1 << 20;

/// The whole book at one moment.
#[derive(Debug, Default)]
pub struct LibrarySnapshot {
    version: u64,
    entries: BTreeMap<EntryId, Arc<Entry>>,
    /// Drafts and what is archived: in the folder, and no part of what is read.
    aside: BTreeMap<EntryId, Arc<Entry>>,
    /// What entries were called before.
    former: HashMap<EntryId, EntryId>,
    problems: Vec<LintFinding>,
    mentions: HashMap<EntryId, Vec<EntryId>>,
    figures: Arc<CompanyFigures>,
    tags: OnceLock<TagSpellings>,
    synonyms: Arc<Groups>,
    images: Arc<BTreeSet<ImageName>>,
    kept: bool,
}

impl LibrarySnapshot {
    fn new(
        version: u64,
        files: BTreeMap<EntryId, Arc<Entry>>,
        synonyms: Arc<Groups>,
        problems: Vec<LintFinding>,
    ) -> Self {
        let mut former = HashMap::new();
        for entry in files.values() {
            for name in entry.former_ids().filter(|name| !files.contains_key(name)) {
                former.insert(name, entry.id.clone());
            }
        }
        let (entries, aside): (BTreeMap<_, _>, BTreeMap<_, _>) = files
            .into_iter()
            .partition(|(_, entry)| entry.status() == EntryStatus::Published);
        let mut mentions: HashMap<EntryId, Vec<EntryId>> = HashMap::new();
        for entry in entries.values() {
            each_link(&entry.tree, &mut |target, _, _| {
                let LinkTarget::Entry { id, .. } = target else {
                    return;
                };
                let id = former.get(id).unwrap_or(id);
                if *id != entry.id {
                    let from = mentions.entry(id.clone()).or_default();
                    if from.last() != Some(&entry.id) {
                        from.push(entry.id.clone());
                    }
                }
            });
        }
        Self {
            version,
            entries,
            aside,
            former,
            problems,
            mentions,
            figures: Arc::default(),
            tags: OnceLock::new(),
            synonyms,
            images: Arc::default(),
            kept: false,
        }
    }

    /// A book of the given entries, without a folder; version 1.
    pub fn from_entries(entries: impl IntoIterator<Item = Entry>) -> Self {
        Self::from_shared(entries.into_iter().map(Arc::new))
    }

    /// The same of entries that other books hold too: an entry that is the very same is not indexed again.
    pub fn from_shared(entries: impl IntoIterator<Item = Arc<Entry>>) -> Self {
        let entries: Vec<Arc<Entry>> = entries.into_iter().collect();
        let figures = CompanyFigures::of(entries.iter().map(AsRef::as_ref));
        let shown = entries
            .iter()
            .map(|entry| (entry.id.clone(), figures.put_into(entry, None)))
            .collect();
        Self::new(1, shown, Arc::default(), Vec::new()).with_figures(Arc::new(figures))
    }

    /// The same book, which these figures were put into.
    #[must_use]
    fn with_figures(self, figures: Arc<CompanyFigures>) -> Self {
        Self { figures, ..self }
    }

    /// The same book with other synonyms.
    #[must_use]
    pub fn with_synonyms(self, synonyms: Groups) -> Self {
        Self {
            synonyms: Arc::new(synonyms),
            ..self
        }
    }

    /// The same book with these pictures.
    #[must_use]
    fn with_images(self, images: Arc<BTreeSet<ImageName>>) -> Self {
        Self { images, ..self }
    }

    /// Grows by one with each change.
    pub fn version(&self) -> u64 {
        self.version
    }
    /// One entry that everybody may read, by its name or by one it had before.
    pub fn get(&self, id: &EntryId) -> Option<&Arc<Entry>> {
        self.entries.get(self.name_now(id))
    }
    /// One entry whatever its status, by its name or by one it had before.
    pub fn any(&self, id: &EntryId) -> Option<&Arc<Entry>> {
        self.file(self.name_now(id))
    }
    /// The entry of a file.
    fn file(&self, id: &EntryId) -> Option<&Arc<Entry>> {
        self.entries.get(id).or_else(|| self.aside.get(id))
    }
    /// What an entry is called now.
    fn name_now<'a>(&'a self, id: &'a EntryId) -> &'a EntryId {
        self.former.get(id).unwrap_or(id)
    }
    /// Drafts and what is archived: by language, chapter, slug.
    pub fn set_aside(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.aside.values()
    }
    /// Every file that could be read, whatever its status.
    pub fn every(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries.values().chain(self.aside.values())
    }
    /// All entries that everybody may read: by language, chapter, slug.
    pub fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries.values()
    }
    /// The entries of one chapter: pinned ones first, then by title.
    pub fn chapter(&self, locale: Locale, kind: EntryKind) -> Vec<&Arc<Entry>> {
        let mut chapter: Vec<_> = self
            .entries()
            .filter(|entry| entry.locale() == locale && entry.kind() == kind)
            .collect();
        chapter.sort_by_cached_key(|entry| (!entry.facts.pinned, fold(entry.title()), entry.id.clone()));
        chapter
    }
    /// Entries that link to `id`, in the order of the book.
    pub fn mentions(&self, id: &EntryId) -> impl Iterator<Item = &Arc<Entry>> {
        self.mentions
            .get(id)
            .into_iter()
            .flatten()
            .filter_map(|from| self.get(from))
    }
    /// Entries of the same kind and language that share most with `entry`: tags, then the stage; at most `most`.
    pub fn similar(&self, entry: &Entry, most: usize) -> Vec<&Arc<Entry>> {
        let shared = |other: &Entry| {
            let tags = other
                .facts
                .tags
                .iter()
                .filter(|tag| entry.facts.tags.contains(tag))
                .count();
            tags * 2 + usize::from(other.facts.stage.is_some() && other.facts.stage == entry.facts.stage)
        };
        let mut found: Vec<_> = self
            .entries()
            .filter(|other| {
                other.id != entry.id && other.kind() == entry.kind() && other.locale() == entry.locale()
            })
            .map(|other| (shared(other), other))
            .filter(|(shared, _)| *shared >= 2)
            .collect();
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
        found.into_iter().take(most).map(|(_, other)| other).collect()
    }
    /// The figures of the company, which are in the texts already.
    pub fn figures(&self) -> &CompanyFigures {
        &self.figures
    }
    /// How its tags are written; read when somebody asks first.
    pub fn tags(&self) -> &TagSpellings {
        self.tags
            .get_or_init(|| TagSpellings::of(self.entries().map(AsRef::as_ref)))
    }
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
    /// Whether the book is empty.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
    /// Groups of phrases that mean the same; the very same `Arc` while the file is the same.
    pub fn synonyms(&self) -> &Arc<Groups> {
        &self.synonyms
    }
    /// Is this picture there?
    pub fn has_image(&self, name: &ImageName) -> bool {
        self.images.contains(name)
    }
    /// Is the folder away or empty, and this the last good book?
    pub fn is_kept(&self) -> bool {
        self.kept
    }
    /// What is wrong with files that could not be used as they are.
    pub fn problems(&self) -> &[LintFinding] {
        &self.problems
    }
}

/// The folder and its present snapshot.
#[derive(Debug)]
pub struct Library {
    root: PathBuf,
    current: ArcSwap<LibrarySnapshot>,
    files: Mutex<LibraryFiles>,
    changed: tokio::sync::watch::Sender<u64>,
}

/// What was read, by file.
#[derive(Debug, Default)]
struct LibraryFiles {
    entries: HashMap<String, FileState>,
    synonyms: Option<(FileStamp, Vec<LintFinding>)>,
}

#[derive(Debug, Clone)]
struct FileState {
    stamp: FileStamp,
    good: Option<Arc<Entry>>,
    problems: Vec<LintFinding>,
}

impl Library {
    /// Reads the folder; one that is not there is an empty book with a problem, until it appears.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        let library = Self {
            root: root.into(),
            current: ArcSwap::from_pointee(LibrarySnapshot::default()),
            files: Mutex::default(),
            changed: tokio::sync::watch::Sender::new(0),
        };
        library.reload(&HashSet::new());
        library
    }

    /// Reads the folder. Errors: as [`Self::present`]; broken files are no error.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self> {
        let root = root.into();
        Self::present(&root)?;
        Ok(Self::at(root))
    }

    /// Errors: `library-missing` when the folder is not there or cannot be read.
    pub fn present(root: &Path) -> Result<()> {
        let missing = |cause| {
            Error::new(ErrorKind::Unavailable, "library-missing")
                .with("folder", root.display())
                .because(cause)
        };
        std::fs::read_dir(root).map(drop).map_err(missing)
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The book as it is now; stays as it is while held.
    pub fn snapshot(&self) -> Arc<LibrarySnapshot> {
        self.current.load_full()
    }

    /// What is wrong with files that could not be used as they are.
    pub fn problems(&self) -> Vec<LintFinding> {
        self.snapshot().problems.clone()
    }

    /// Tells the version of each new snapshot.
    pub fn subscribe(&self) -> tokio::sync::watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Follows the folder until the returned guard is dropped.
    pub fn watch(self: &Arc<Self>) -> LibraryWatch {
        watch::start(self)
    }

    /// Reads what changed on the disk; files in `suspects` (names inside the folder) are read even when their time and
    /// length look the same. Returns whether there is a new snapshot.
    pub fn reload(&self, suspects: &HashSet<String>) -> bool {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.current.load_full();
        let listing = match FolderListing::read(&self.root) {
            Ok(listing) if !listing.texts.is_empty() || before.every().next().is_none() => listing,
            Ok(listing) if !listing.unread.is_empty() => listing,
            Ok(_) => return self.keep(&before, LintFault::BookEmptied),
            Err(error) => {
                let said = error.to_string();
                return self.keep(&before, LintFault::Unreadable { said });
            }
        };
        let mut next = HashMap::with_capacity(listing.texts.len());
        for (name, stamp) in listing.texts {
            let state = match files.entries.remove(&name) {
                Some(state) if state.stamp == stamp && !suspects.contains(&name) => state,
                old => read(&self.root, &name, stamp, old.and_then(|old| old.good)),
            };
            next.insert(name, state);
        }
        for folder in &listing.unread {
            let inside = |name: &str| {
                name.strip_prefix(folder.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
            };
            next.extend(files.entries.extract_if(|name, _| inside(name)));
        }
        files.entries = next;
        let synonyms = self.read_synonyms(&mut files, &before, suspects);
        let good = || files.entries.values().filter_map(|state| state.good.as_ref());
        let figures = CompanyFigures::of(good().map(AsRef::as_ref));
        let entries: BTreeMap<_, _> = good()
            .map(|entry| (entry.id.clone(), figures.put_into(entry, before.file(&entry.id))))
            .collect();
        let mut problems: Vec<_> = files
            .entries
            .values()
            .flat_map(|state| &state.problems)
            .chain(files.synonyms.iter().flat_map(|(_, problems)| problems))
            .chain(&listing.problems)
            .cloned()
            .collect();
        problems.sort_by(|a, b| (&a.file, a.at).cmp(&(&b.file, b.at)));
        // A change of status is a change of the file, so that each pair is either the same or not.
        let same_entries = entries.len() == before.every().count()
            && entries
                .iter()
                .all(|(id, entry)| before.file(id).is_some_and(|known| Arc::ptr_eq(known, entry)));
        let same_synonyms = Arc::ptr_eq(&synonyms, &before.synonyms);
        let same_others = same_synonyms && listing.images == *before.images && !before.kept;
        if same_entries && same_others && problems == before.problems && before.version > 0 {
            return false;
        }
        let next = LibrarySnapshot::new(before.version + 1, entries, synonyms, problems);
        let next = next.with_figures(Arc::new(figures));
        self.publish(next.with_images(Arc::new(listing.images)));
        true
    }

    /// The folder is away or empty: the book stays as it was, and says so.
    fn keep(&self, before: &LibrarySnapshot, fault: LintFault) -> bool {
        let problem = LintFinding {
            file: ".".into(),
            at: Position { line: 1, column: 1 },
            fault,
        };
        if before.problems.first() == Some(&problem) {
            return false;
        }
        tracing::warn!(
            code = problem.fault.code(),
            entries = before.len(),
            "the library folder is away or empty; the last good book is shown"
        );
        let files = before.every().map(|entry| (entry.id.clone(), Arc::clone(entry)));
        let (entries, synonyms) = (files.collect(), Arc::clone(&before.synonyms));
        let next = LibrarySnapshot::new(before.version + 1, entries, synonyms, vec![problem]);
        let next = next.with_figures(Arc::clone(&before.figures));
        self.publish(LibrarySnapshot {
            kept: true,
            ..next.with_images(Arc::clone(&before.images))
        });
        true
    }

    /// The groups of the file as it is now. A file that cannot be read keeps its last good groups; one that is gone has none.
    fn read_synonyms(
        &self,
        files: &mut LibraryFiles,
        before: &LibrarySnapshot,
        suspects: &HashSet<String>,
    ) -> Arc<Groups> {
        let path = self.root.join(synonyms::FILE);
        let Ok(stamp) = FileStamp::at(&path) else {
            files.synonyms = None;
            return if before.synonyms.is_empty() {
                Arc::clone(&before.synonyms)
            } else {
                Arc::default()
            };
        };
        let known = files.synonyms.as_ref().is_some_and(|(held, _)| *held == stamp);
        if known && !suspects.contains(synonyms::FILE) {
            return Arc::clone(&before.synonyms);
        }
        let (groups, faults) = match text_of(&self.root, synonyms::FILE) {
            Ok(text) => {
                let (groups, faults) = synonyms::read(&text);
                (Some(groups), faults)
            }
            Err(fault) => (None, at_start(fault)),
        };
        let problems = faults.into_iter().map(|(at, fault)| LintFinding {
            file: synonyms::FILE.to_owned(),
            at,
            fault,
        });
        files.synonyms = Some((stamp, problems.collect()));
        match groups {
            Some(groups) if groups != **before.synonyms() => Arc::new(groups),
            _ => Arc::clone(&before.synonyms),
        }
    }

    fn publish(&self, snapshot: LibrarySnapshot) {
        let version = snapshot.version;
        self.current.store(Arc::new(snapshot));
        self.changed.send_replace(version);
    }
}

/// The name of a file inside the library, with `/`.
fn name_in(root: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(root).unwrap_or(path).components();
    parts
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// A complaint about a file as a whole.
fn at_start(fault: LintFault) -> Vec<(Position, LintFault)> {
    vec![(Position { line: 1, column: 1 }, fault)]
}

/// The text of a plain file that is not too large for people and is UTF-8.
fn text_of(root: &Path, name: &str) -> std::result::Result<String, LintFault> {
    let bytes = plain::read(root, name, LARGEST).map_err(|error| match NotPlain::oddity(&error) {
        Some(odd) => LintFault::NotPlain { odd },
        None => LintFault::Unreadable {
            said: error.to_string(),
        },
    })?;
    String::from_utf8(bytes).map_err(|_| LintFault::NotUtf8)
}

fn read(root: &Path, name: &str, stamp: FileStamp, good: Option<Arc<Entry>>) -> FileState {
    let broken = |complaints: Vec<(Position, LintFault)>, good| {
        let problems = complaints
            .into_iter()
            .map(|(at, fault)| LintFinding {
                file: name.to_owned(),
                at,
                fault,
            })
            .collect();
        FileState {
            stamp,
            good,
            problems,
        }
    };
    let Some(id) = name.strip_suffix(".md").and_then(|id| id.parse::<EntryId>().ok()) else {
        return broken(at_start(LintFault::BadPlace), None);
    };
    let source = match text_of(root, name) {
        Ok(source) => source,
        Err(fault) => return broken(at_start(fault), good),
    };
    if let Some(good) = &good
        && *good.source == *source
    {
        return FileState {
            stamp,
            good: Some(Arc::clone(good)),
            problems: Vec::new(),
        };
    }
    match parse(&id, &source) {
        Ok(entry) => FileState {
            stamp,
            good: Some(Arc::new(entry)),
            problems: Vec::new(),
        },
        Err(complaints) => broken(complaints, good),
    }
}

#[cfg(test)]
mod tests;
