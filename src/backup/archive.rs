//! The directory that holds backups: their names, which there are, which go.
//!
//! Decides that names sort by time, that what has no whole manifest is no backup, and that a backup loses its name before
//! it loses its contents: half a backup is never taken for a whole one.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::error::ErrorPath as _;
use super::{BackupError, Manifest};
use crate::time::Timestamp;

const PREFIX: &str = "salesbook-";
const UNFINISHED: &str = ".part";
const GONE: &str = ".gone";

/// `salesbook-20261130T030000Z`.
pub(super) fn name(now: Timestamp) -> String {
    format!("{PREFIX}{}", stamp(now))
}

/// A time as it stands in names, in UTC.
pub(super) fn stamp(now: Timestamp) -> String {
    now.to_jiff().strftime("%Y%m%dT%H%M%SZ").to_string()
}

pub(super) fn unfinished(name: &str) -> String {
    format!(".{name}{UNFINISHED}")
}

/// Locks the directory against another backup, in all processes.
pub(super) fn alone(dir: &Path) -> Result<File, BackupError> {
    let path = dir.join(".lock");
    let file = File::options().create(true).append(true).open(&path).at(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(BackupError::Busy(dir.to_owned())),
        Err(TryLockError::Error(error)) => Err(error).at(&path),
    }
}

/// Removes what a crash left. Call it behind [`alone`].
pub(super) fn sweep(dir: &Path) -> Result<(), BackupError> {
    for (path, name) in entries(dir)? {
        let ours = name.strip_prefix('.').is_some_and(|it| it.starts_with(PREFIX));
        if ours && (name.ends_with(UNFINISHED) || name.ends_with(GONE)) {
            std::fs::remove_dir_all(&path).at(&path)?;
        }
    }
    Ok(())
}

fn entries(dir: &Path) -> Result<Vec<(PathBuf, String)>, BackupError> {
    let entries = match std::fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.at(dir)?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.at(dir)?;
        found.push((entry.path(), entry.file_name().to_string_lossy().into_owned()));
    }
    Ok(found)
}

/// The whole backups of a directory, the newest first.
pub fn list(dir: &Path) -> Result<Vec<(PathBuf, Manifest)>, BackupError> {
    let mut found: Vec<_> = entries(dir)?
        .into_iter()
        .filter(|(_, name)| name.starts_with(PREFIX))
        .filter_map(|(path, _)| Some((Manifest::read(&path).ok()?, path)))
        .map(|(manifest, path)| (path, manifest))
        .collect();
    found.sort_by_key(|(path, manifest)| std::cmp::Reverse((manifest.at, path.clone())));
    Ok(found)
}

/// The newest backup of a directory, if there is one that can be read.
pub fn newest(dir: &Path) -> Option<PathBuf> {
    list(dir).ok()?.into_iter().next().map(|(path, _)| path)
}

/// Removes all but the newest `keep` backups; returns those that went. Backups of another installation stay.
pub fn prune(dir: &Path, keep: usize) -> Result<Vec<PathBuf>, BackupError> {
    let _alone = alone(dir)?;
    let all = list(dir)?;
    let own = all
        .first()
        .and_then(|(_, manifest)| manifest.installation.clone());
    let old = all
        .into_iter()
        .filter(|(_, manifest)| manifest.installation == own)
        .skip(keep.max(1));
    let mut gone = Vec::new();
    for (path, _) in old {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let nameless = dir.join(format!(".{name}{GONE}"));
        std::fs::rename(&path, &nameless).at(&path)?;
        std::fs::remove_dir_all(&nameless).at(&nameless)?;
        gone.push(path);
    }
    Ok(gone)
}
