//! Is there room?

use std::path::Path;

use super::BackupError;
use super::error::ErrorPath as _;
use crate::disk_space::DiskSpace;

/// What is left free beside a backup, so that it is not the backup that stops the service.
const RESERVE: u64 = 64 * 1024 * 1024;

/// Refuses when so many bytes and a reserve do not fit where `dir` is.
pub(super) fn require(dir: &Path, bytes: u64) -> Result<(), BackupError> {
    let free = DiskSpace::from_folder(dir).at(dir)?.free;
    // What is copied grows while it is copied.
    let needed = bytes.saturating_add(bytes / 20).saturating_add(RESERVE);
    if free < needed {
        return Err(BackupError::Space {
            dir: dir.to_owned(),
            free,
            needed,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_refused_with_both_figures() {
        let folder = tempfile::tempdir().unwrap();
        require(folder.path(), 0).unwrap();
        let refused = require(folder.path(), u64::MAX / 2).unwrap_err().to_string();
        assert!(
            refused.contains("MB free and the backup needs about"),
            "{refused}"
        );
    }
}
