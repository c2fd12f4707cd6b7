//! Why a backup was not made, put back or believed: a sentence for the operator.

use std::io;
use std::path::{Path, PathBuf};

use crate::db::DbError;
use crate::db::transfer::TransferError;
use crate::error::{is_of_full_disk, says_full};

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file or a directory.
    #[error("{}: {}", .path.display(), said(.source))]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The database.
    #[error("the database: {0}")]
    Database(#[from] TransferError),
    /// Two at once.
    #[error("another backup is being written into {}", .0.display())]
    Busy(PathBuf),
    /// It would not fit.
    #[error(
        "{} has {} MB free and the backup needs about {} MB: free some space or name another directory",
        .dir.display(), .free / 1_000_000, .needed.div_ceil(1_000_000)
    )]
    Space {
        /// Where to.
        dir: PathBuf,
        /// Bytes.
        free: u64,
        /// Bytes.
        needed: u64,
    },
    /// A name that is taken.
    #[error("{} is there already: nothing is written over", .0.display())]
    Exists(PathBuf),
    /// What was made or brought is not whole.
    #[error("{} is not whole: {}", .path.display(), .faults.join("; "))]
    Broken {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        faults: Vec<String>,
    },
    /// No backup.
    #[error("{} is no backup: {why}", .path.display())]
    NoBackup {
        /// What was named.
        path: PathBuf,
        /// What is missing.
        why: String,
    },
    /// There are data where a backup was to go.
    #[error(
        "{what}: a backup is put only where nothing is; name another place, or put what is there aside with \
         --move-existing-aside"
    )]
    Occupied {
        /// What is there.
        what: String,
    },
    /// The service still runs.
    #[error("{} is in use: stop the service first", .0.display())]
    InUse(PathBuf),
    /// The service was stopped.
    #[error("stopped before the backup was whole; what there was of it is removed")]
    Stopped,
}

impl BackupError {
    /// Was there no room for it?
    pub fn is_no_room(&self) -> bool {
        matches!(self, Self::Space { .. }) || is_of_full_disk(self)
    }
}

impl From<DbError> for BackupError {
    fn from(error: DbError) -> Self {
        Self::Database(error.into())
    }
}

fn said(error: &io::Error) -> String {
    if says_full(error) {
        "the disk is full".to_owned()
    } else {
        error.to_string()
    }
}

/// Says which file an error is about.
pub(super) trait ErrorPath<T> {
    fn at(self, path: &Path) -> Result<T, BackupError>;
}

impl<T> ErrorPath<T> for io::Result<T> {
    fn at(self, path: &Path) -> Result<T, BackupError> {
        self.map_err(|source| BackupError::File {
            path: path.to_owned(),
            source,
        })
    }
}

/// Runs what waits for the disk on a thread of its own.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(BackupError::File {
            path: PathBuf::from("the backup's thread"),
            source: io::Error::other(error),
        }),
    }
}
