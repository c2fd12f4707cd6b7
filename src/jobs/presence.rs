//! Which processes are at the queue, and which of them are gone.
//!
//! Decides how a process shows that it lives: by a file of its own in one folder of the data directory, which it keeps
//! locked. The system takes the lock back however the process ends, also on another machine that shares the directory, so
//! whoever can lock the file knows that its owner is gone; a number of a process or a name of a machine may come again,
//! this cannot. Where files cannot be locked nothing is known, and leases have to do.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::id::{Randomness, hex};

/// This process at the queue; gone from it when dropped.
#[derive(Debug)]
pub struct Presence {
    id: String,
    folder: PathBuf,
    _lock: File,
}

impl Presence {
    /// Shows this process, called `name`, in `folder`, which is made if need be.
    pub fn enter(folder: &Path, name: &str, randomness: &Randomness) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        loop {
            let id = hex(&randomness.bytes::<16>());
            let path = folder.join(&id);
            let mut file = File::options().create_new(true).append(true).open(&path)?;
            file.lock()?;
            // Before it was locked, somebody else may have taken it for one that is left.
            if path.exists() {
                file.write_all(name.as_bytes())?;
                return Ok(Self {
                    id,
                    folder: folder.to_owned(),
                    _lock: file,
                });
            }
        }
    }

    /// Under what jobs are kept for this process.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Is the process of this id gone for sure? Blocks for a moment.
    pub fn is_gone(&self, id: &str) -> bool {
        // In another directory than ours nobody would be found.
        id != self.id && self.folder.join(&self.id).exists() && is_free(&self.folder.join(id))
    }

    /// Removes the files of processes that are gone; returns how many. Blocks for a moment.
    pub fn sweep(&self) -> io::Result<usize> {
        let mut gone = 0;
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.file_name().is_some_and(|name| *name != *self.id) && is_free(&path) {
                fs::remove_file(&path)?;
                gone += 1;
            }
        }
        Ok(gone)
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        // One that stays is unlocked in a moment, and the next sweep takes it.
        let _ = fs::remove_file(self.folder.join(&self.id));
    }
}

/// Nobody holds this file any more: it is unlocked or not there.
fn is_free(path: &Path) -> bool {
    match File::options().append(true).open(path) {
        Ok(file) => match file.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => false,
        },
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_gone_when_its_lock_is() {
        let folder = tempfile::tempdir().unwrap();
        let randomness = Randomness::seeded(5);
        let enter = || Presence::enter(folder.path(), "host:1", &randomness).unwrap();
        let (one, other) = (enter(), enter());
        assert!(!one.is_gone(other.id()) && !one.is_gone(one.id()));
        fs::write(folder.path().join("killed"), "host:2").unwrap();
        assert!(one.is_gone("killed") && one.is_gone("left-and-swept"));
        assert_eq!(one.sweep().unwrap(), 1);
        let id = other.id().to_owned();
        drop(other);
        assert!(one.is_gone(&id));
        // Who does not see itself has lost the directory, and knows nothing.
        fs::remove_dir_all(folder.path()).unwrap();
        assert!(!one.is_gone(&id));
    }
}
