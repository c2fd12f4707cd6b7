//! The files of recordings on their way into a backup.
//!
//! Decides which of them are linked and which copied, and what is said of one that is missing or holds something else. When
//! it is asked to, and what is thrown away, [`mod@super::make`] decides by its steps.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use tokio_util::sync::CancellationToken;

use super::error::{ErrorPath as _, blocking};
use super::manifest::{self, ManifestFile, UnsavedRecording};
use super::{BackupError, files};
use crate::recordings::{Blobs, store};

/// Saves the files of recordings.
pub(super) struct Keeper {
    blobs: Blobs,
    into: PathBuf,
    earlier: Option<PathBuf>,
    links: bool,
    /// Hash by name → size and true hash, where that was looked at.
    kept: HashMap<String, (u64, Option<String>)>,
    /// Files that share their room with the service or an earlier backup.
    pub(super) linked: usize,
    /// Files that were copied.
    pub(super) copied: usize,
}

impl Keeper {
    /// Nothing is saved yet.
    pub(super) fn new(blobs: Blobs, into: PathBuf, earlier: Option<PathBuf>, links: bool) -> Self {
        Self {
            blobs,
            into,
            earlier,
            links,
            kept: HashMap::new(),
            linked: 0,
            copied: 0,
        }
    }

    /// Saves those that are not saved yet; returns the names of those that are not there.
    pub(super) async fn keep(
        mut self,
        hashes: Vec<String>,
        stop: &CancellationToken,
    ) -> Result<(Self, Vec<String>), BackupError> {
        let stop = stop.clone();
        blocking(move || {
            let mut missing = BTreeSet::new();
            for hash in hashes {
                if stop.is_cancelled() {
                    return Err(BackupError::Stopped);
                }
                if !self.kept.contains_key(&hash) && !self.one(&hash)? {
                    missing.insert(hash);
                }
            }
            Ok((self, missing.into_iter().collect()))
        })
        .await
    }

    fn one(&mut self, hash: &str) -> Result<bool, BackupError> {
        let (from, to) = (
            self.blobs.path(hash),
            manifest::under(&self.into, &manifest::recording(hash)),
        );
        if let Some(folder) = to.parent() {
            files::folder(folder)?;
        }
        let earlier = self
            .earlier
            .as_ref()
            .map(|it| manifest::under(it, &manifest::recording(hash)));
        let size = |path: &Path| std::fs::metadata(path).map(|it| it.len());
        let Ok(bytes) = size(&from) else {
            return Ok(false);
        };
        if self.links {
            match files::link(&from, &to) {
                Ok(true) => return Ok(self.linked(hash, bytes)),
                Ok(false) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
                Err(error) => return Err(error).at(&to),
            }
        } else if let Some(path) = earlier.filter(|it| size(it).is_ok_and(|there| there == bytes))
            && files::link(&path, &to).at(&path)?
        {
            return Ok(self.linked(hash, bytes));
        }
        let Some((bytes, found)) = files::copy(&from, &to)? else {
            return Ok(false);
        };
        self.kept.insert(hash.to_owned(), (bytes, Some(found)));
        self.copied += 1;
        Ok(true)
    }

    fn linked(&mut self, hash: &str, bytes: u64) -> bool {
        self.kept.insert(hash.to_owned(), (bytes, None));
        self.linked += 1;
        true
    }

    /// Step 5, and what there is to say of each row's file.
    pub(super) fn settle(
        mut self,
        rows: Vec<store::KeptFile>,
        missing: &[String],
    ) -> Result<(Vec<ManifestFile>, Vec<UnsavedRecording>), BackupError> {
        let (mut pieces, mut lost) = (BTreeSet::new(), Vec::new());
        for row in rows {
            let mut tell = |why: &str| {
                lost.push(UnsavedRecording {
                    recording: row.id.to_string(),
                    file_hash: row.file_hash.clone(),
                    why: why.to_owned(),
                });
            };
            let Some((bytes, found)) = self.kept.remove(&row.file_hash) else {
                if missing.contains(&row.file_hash) {
                    tell("the file was missing");
                }
                continue;
            };
            let file = manifest::recording(&row.file_hash);
            let path = manifest::under(&self.into, &file);
            // A linked file is believed by its size; one of another size is looked at.
            let found = match found {
                None if bytes != row.bytes.unsigned_abs() => files::weigh(&path).at(&path)?.map(|it| it.1),
                found => found,
            };
            let sha256 = found.unwrap_or_else(|| row.file_hash.clone());
            if sha256 != row.file_hash {
                tell("the file held something else");
            }
            pieces.insert(ManifestFile { file, bytes, sha256 });
        }
        for hash in self.kept.keys() {
            let path = manifest::under(&self.into, &manifest::recording(hash));
            std::fs::remove_file(&path).at(&path)?;
        }
        Ok((pieces.into_iter().collect(), lost))
    }
}
