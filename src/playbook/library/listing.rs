//! What lies in the book's folder at one moment: texts and pictures with what tells whether they changed, and what is
//! neither but looks as if it should be.
//!
//! Reads no file. What may be opened at all is decided in [`super::plain`]; what is made of a text in [`super`].

use std::collections::BTreeSet;
use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;
use std::time::SystemTime;

use super::plain::FileOddity;
use crate::playbook::entry::Position;
use crate::playbook::images::{self, ImageName};
use crate::playbook::lint::{LintFault, LintFinding};

/// Folders deeper than this are no chapters.
const DEEPEST: usize = 4;

/// What tells whether a file changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileStamp {
    pub modified: Option<SystemTime>,
    pub length: u64,
    /// What it is instead of a plain file.
    pub odd: Option<FileOddity>,
}

impl FileStamp {
    /// Of what is at `path`, itself; of a link, not of what it leads to.
    pub fn at(path: &Path) -> io::Result<Self> {
        fs::symlink_metadata(path).map(|facts| Self::from_metadata(&facts))
    }

    fn from_metadata(facts: &fs::Metadata) -> Self {
        Self {
            modified: facts.modified().ok(),
            length: facts.len(),
            odd: FileOddity::from_file_type(facts.file_type()),
        }
    }
}

/// The folder's contents.
#[derive(Debug, Default)]
pub(super) struct FolderListing {
    /// Texts, also odd ones, by their name inside the folder.
    pub texts: Vec<(String, FileStamp)>,
    /// Pictures.
    pub images: BTreeSet<ImageName>,
    /// Folders that could not be looked into: their texts are unknown, not gone.
    pub unread: Vec<String>,
    /// What is wrong with what is no text.
    pub problems: Vec<LintFinding>,
}

impl FolderListing {
    /// Of the folder `root`. Errors: it cannot be looked into.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut listing = Self::default();
        listing.folder(root, "", 0)?;
        listing.pictures(root);
        Ok(listing)
    }

    fn folder(&mut self, root: &Path, folder: &str, depth: usize) -> io::Result<()> {
        for item in fs::read_dir(root.join(folder))? {
            let Ok(item) = item else { continue };
            let file_name = item.file_name();
            let file_name = file_name.to_string_lossy();
            // Editors keep their swap files under names with a dot.
            if file_name.starts_with('.') || file_name.eq_ignore_ascii_case("readme.md") {
                continue;
            }
            let Ok(facts) = item.metadata() else { continue };
            let name = if folder.is_empty() {
                file_name.into_owned()
            } else {
                format!("{folder}/{file_name}")
            };
            let stamp = FileStamp::from_metadata(&facts);
            let is_text = Path::new(&name).extension().is_some_and(|it| it == "md");
            match stamp.odd {
                Some(FileOddity::Folder) if !is_text => self.subfolder(root, name, depth),
                Some(odd) if !is_text && leads_to_folder(&item) => {
                    self.problem(name, LintFault::NotPlain { odd });
                }
                _ if is_text => self.texts.push((name, stamp)),
                _ => {}
            }
        }
        Ok(())
    }

    fn subfolder(&mut self, root: &Path, name: String, depth: usize) {
        if depth >= DEEPEST {
            return;
        }
        match self.folder(root, &name, depth + 1) {
            Ok(()) => {}
            // Removed meanwhile: simply not there any more.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let said = error.to_string();
                self.problem(name.clone(), LintFault::Unreadable { said });
                self.unread.push(name);
            }
        }
    }

    /// The pictures; a folder that is not there has none.
    fn pictures(&mut self, root: &Path) {
        let folder = root.join(images::FOLDER);
        if !fs::symlink_metadata(&folder).is_ok_and(|facts| facts.is_dir()) {
            return;
        }
        for item in fs::read_dir(folder).into_iter().flatten().flatten() {
            let (Some(Ok(name)), Ok(facts)) = (
                item.file_name().to_str().map(str::parse::<ImageName>),
                item.metadata(),
            ) else {
                continue;
            };
            let file = || format!("{}/{name}", images::FOLDER);
            match FileOddity::from_file_type(facts.file_type()) {
                Some(odd) => self.problem(file(), LintFault::NotPlain { odd }),
                None if facts.len() > images::LARGEST => {
                    let said = format!("> {} B", images::LARGEST);
                    self.problem(file(), LintFault::Unreadable { said });
                }
                None => drop(self.images.insert(name)),
            }
        }
    }

    fn problem(&mut self, file: String, fault: LintFault) {
        self.problems.push(LintFinding {
            file,
            at: Position { line: 1, column: 1 },
            fault,
        });
    }
}

/// A link to a folder looks like a chapter.
fn leads_to_folder(item: &DirEntry) -> bool {
    fs::metadata(item.path()).is_ok_and(|facts| facts.is_dir())
}
