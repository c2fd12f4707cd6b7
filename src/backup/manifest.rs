//! What a backup says of itself: `manifest.json`, written last.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::BackupError;
use super::error::ErrorPath as _;
use crate::time::Timestamp;

/// The database's copy in a backup.
pub const DATABASE: &str = "salesbook.sqlite";
/// The recordings in a backup.
pub(super) const RECORDINGS: &str = "recordings";
/// The book in a backup.
pub(super) const BOOK: &str = "book";
const NAME: &str = "manifest.json";
/// The form of backups this program writes, and the newest it reads.
const FORMAT: u32 = 1;

/// What is in a backup, with hashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this form.
    pub format: u32,
    /// Version of the program that wrote it.
    pub program: String,
    /// When, in UTC, for people.
    pub time: String,
    /// The same in unix milliseconds.
    pub at: Timestamp,
    /// The database it was taken from: `sqlite` or `postgresql`. The copy is SQLite in either case.
    pub backend: String,
    /// Newest migration in the copy.
    pub schema: i64,
    /// Which installation it is of, where the database knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installation: Option<String>,
    /// The database's copy.
    pub database: ManifestFile,
    /// Rows of every table that has any.
    pub rows: BTreeMap<String, i64>,
    /// The files of recordings; the name is the hash.
    pub recordings: Vec<ManifestFile>,
    /// The files of the book.
    pub book: Vec<ManifestFile>,
    /// Recordings whose file was missing or spoilt already when the backup was made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<UnsavedRecording>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Path in the backup, with `/`.
    pub file: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// A recording that could not be saved as its row has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UnsavedRecording {
    /// The recording.
    pub recording: String,
    /// The hash its file should have.
    pub file_hash: String,
    /// What is wrong.
    pub why: String,
}

impl Manifest {
    pub(super) const fn format() -> u32 {
        FORMAT
    }

    /// Reads the one of the backup in this directory.
    pub fn read(backup: &Path) -> Result<Self, BackupError> {
        let no_backup = |why: String| BackupError::NoBackup {
            path: backup.to_owned(),
            why,
        };
        let text = std::fs::read(backup.join(NAME))
            .map_err(|error| no_backup(format!("its {NAME} cannot be read ({error})")))?;
        let manifest: Self = serde_json::from_slice(&text)
            .map_err(|error| no_backup(format!("its {NAME} cannot be understood ({error})")))?;
        if manifest.format > FORMAT {
            return Err(no_backup(format!(
                "it was written by Salesbook {} in a newer form: use that one",
                manifest.program
            )));
        }
        let outside = |piece: &&ManifestFile| {
            let inside = Path::new(&piece.file)
                .components()
                .all(|part| matches!(part, std::path::Component::Normal(_)));
            !inside || piece.file.is_empty()
        };
        if let Some(piece) = manifest.pieces().find(outside) {
            return Err(no_backup(format!(
                "it names a file outside of itself ({})",
                piece.file
            )));
        }
        Ok(manifest)
    }

    pub(super) fn write(&self, backup: &Path) -> Result<(), BackupError> {
        let path = backup.join(NAME);
        let mut text = serde_json::to_vec_pretty(self)
            .map_err(std::io::Error::other)
            .at(&path)?;
        text.push(b'\n');
        super::files::write(&path, &text)
    }

    /// Every file it names.
    pub fn pieces(&self) -> impl Iterator<Item = &ManifestFile> {
        let database = std::iter::once(&self.database);
        database.chain(&self.recordings).chain(&self.book)
    }

    /// The bytes of all recordings.
    pub fn recorded_bytes(&self) -> u64 {
        self.recordings.iter().map(|piece| piece.bytes).sum()
    }
}

/// Where the file of a recording is in a backup.
pub(super) fn recording(hash: &str) -> String {
    format!("{RECORDINGS}/{}/{hash}", hash.get(..2).unwrap_or("00"))
}

/// The path of a piece under a directory.
pub(super) fn under(root: &Path, file: &str) -> PathBuf {
    root.join(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(file: &str) -> ManifestFile {
        ManifestFile {
            file: file.to_owned(),
            bytes: 1,
            sha256: "00".to_owned(),
        }
    }

    fn manifest() -> Manifest {
        Manifest {
            format: FORMAT,
            program: "0.1.0".to_owned(),
            time: "2026-11-30T03:00:00.000Z".to_owned(),
            at: Timestamp(0),
            backend: "sqlite".to_owned(),
            schema: 1,
            installation: None,
            database: piece(DATABASE),
            rows: BTreeMap::new(),
            recordings: vec![piece(&recording("abcd"))],
            book: vec![piece("book/ru/цена.md")],
            lost: Vec::new(),
        }
    }

    #[test]
    fn a_manifest_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        manifest().write(folder.path()).unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap(), manifest());
        assert!(
            manifest().write(folder.path()).is_err(),
            "nothing is written over"
        );
    }

    #[test]
    fn a_newer_form_and_files_outside_are_refused() {
        let refused = |manifest: Manifest| {
            let folder = tempfile::tempdir().unwrap();
            manifest.write(folder.path()).unwrap();
            Manifest::read(folder.path()).unwrap_err().to_string()
        };
        let newer = Manifest {
            format: FORMAT + 1,
            ..manifest()
        };
        assert!(refused(newer).contains("newer form"));
        for file in ["../x", "/etc/passwd", "book/../../x", ""] {
            let outside = Manifest {
                book: vec![piece(file)],
                ..manifest()
            };
            assert!(refused(outside).contains("outside of itself"), "{file}");
        }
        let none = Manifest::read(tempfile::tempdir().unwrap().path()).unwrap_err();
        assert!(matches!(none, BackupError::NoBackup { .. }));
    }
}
