//! What can be wrong with a recording's file, and where the file is.

use std::io;
use std::path::{Path, PathBuf};

use super::store;
use crate::db::{DbError, Tx};
use crate::error::{Error, ErrorKind, Result};
use crate::recordings::{Blobs, Recording};

crate::db::text_enum! {
    /// What is wrong with the file of a recording.
    pub enum FileFault {
        /// It is not there.
        Missing = "missing",
        /// It is not the file that came: its size or its hash is another, or the disk does not give it back.
        Damaged = "damaged",
    }
}

/// The file of a recording. Code: `recording-file-missing` (410).
pub async fn file_of(blobs: &Blobs, hash: &str) -> Result<PathBuf> {
    let path = blobs.path(hash);
    if tokio::fs::try_exists(&path).await? {
        Ok(path)
    } else {
        Err(Error::new(ErrorKind::Gone, "recording-file-missing"))
    }
}

/// What is wrong with this recording's file: by a look at it now and by what the last reading of it has shown.
pub async fn fault_of(
    tx: &mut Tx,
    blobs: &Blobs,
    recording: &Recording,
) -> Result<Option<FileFault>, DbError> {
    let seen = seen(&blobs.path(&recording.file_hash), recording.bytes);
    if seen.is_some() {
        return Ok(seen);
    }
    let known = store::fault(tx, &recording.id).await?;
    Ok(known.filter(|fault| *fault == FileFault::Damaged))
}

/// What a look from outside shows.
pub(super) fn seen(path: &Path, bytes: i64) -> Option<FileFault> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_file() && found.len() == bytes.unsigned_abs() => None,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(FileFault::Missing),
        Ok(_) | Err(_) => Some(FileFault::Damaged),
    }
}
