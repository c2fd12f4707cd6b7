//! Copies of recordings and of parts of them that every browser plays, as files beside the originals, by the same hash.
//!
//! Decides that a copy is there whole or not at all, that it goes with its original, and that it goes after a week anyway:
//! it can always be made anew, and is several times larger. What is in it is left to [`crate::speech::audio::write_wav`] and
//! [`crate::speech::audio::write_part`].

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use tokio::sync::OwnedMutexGuard;

use super::blobs::growing;
use crate::private;
use crate::speech::audio::AudioError;
use crate::time::Timestamp;

/// How long a copy is kept, in ms.
const KEPT_MS: i64 = 7 * 24 * 3_600_000;

/// The copies, while no other is made in this process.
#[derive(Debug)]
pub struct Copies {
    root: PathBuf,
    _alone: OwnedMutexGuard<()>,
}

impl Copies {
    pub(super) fn behind(root: &Path, alone: OwnedMutexGuard<()>) -> Self {
        Self {
            root: root.to_owned(),
            _alone: alone,
        }
    }

    fn folder(&self) -> PathBuf {
        folder(&self.root)
    }

    /// Where the copy of this name is, once there is one: a hash, or a [`part`] of the file with one.
    pub fn path(&self, name: &str) -> PathBuf {
        path(&self.root, name)
    }

    /// Makes the copy: `write` fills it. Blocks.
    pub fn add(
        &self,
        name: &str,
        write: impl FnOnce(&File) -> Result<(), AudioError>,
    ) -> Result<(), AudioError> {
        private::make_dir(&self.folder())?;
        let (file, path) = growing(&self.root.join("incoming"))?;
        write(&file)?;
        path.persist(self.path(name)).map_err(|error| error.error)?;
        Ok(())
    }

    /// Removes every copy of the file with this hash, whole or in parts; none is fine.
    pub fn remove(&self, hash: &str) -> io::Result<()> {
        self.retain(|path| original(path) != Some(hash))
    }

    /// Removes the copies made more than a week ago. Blocks.
    pub fn forget_old(&self, now: Timestamp) -> io::Result<()> {
        self.retain(|path| {
            let made = std::fs::metadata(path).and_then(|it| it.modified());
            let limit = UNIX_EPOCH + Duration::from_millis((now.0 - KEPT_MS).max(0).unsigned_abs());
            made.is_ok_and(|made| made >= limit)
        })
    }

    /// Removes the copies of files that are no longer there. Blocks.
    pub fn forget_orphans(&self, is_there: impl Fn(&str) -> bool) -> io::Result<()> {
        self.retain(|path| original(path).is_some_and(&is_there))
    }

    fn retain(&self, keep: impl Fn(&Path) -> bool) -> io::Result<()> {
        let entries = match std::fs::read_dir(self.folder()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            if !keep(&path) {
                gone(std::fs::remove_file(&path))?;
            }
        }
        Ok(())
    }
}

fn folder(root: &Path) -> PathBuf {
    root.join("playable")
}

/// Where the copy of this name is under `root`: whole or not there.
pub(super) fn path(root: &Path, name: &str) -> PathBuf {
    folder(root).join(format!("{name}.wav"))
}

/// The name of a part of the file with this hash.
pub(super) fn part(hash: &str, start_ms: i64, end_ms: i64) -> String {
    format!("{hash}.{start_ms}-{end_ms}")
}

/// The hash of the file a copy was made of.
fn original(copy: &Path) -> Option<&str> {
    copy.file_name()?.to_str()?.split('.').next()
}

fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::recordings::Blobs;

    #[tokio::test]
    async fn a_copy_is_whole_or_not_there_and_goes_with_time_and_original() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let copies = blobs.copies().await;
        let failed = copies.add("aa", |mut file| {
            file.write_all(b"half")?;
            Err(AudioError::Empty)
        });
        assert!(failed.is_err() && !copies.path("aa").exists());
        for hash in ["aa", "bb"] {
            copies
                .add(hash, |mut file| Ok(file.write_all(b"whole")?))
                .unwrap();
        }
        copies.forget_orphans(|hash| hash == "bb").unwrap();
        assert!(!copies.path("aa").exists() && copies.path("bb").exists());
        let made = std::fs::metadata(copies.path("bb")).unwrap().modified().unwrap();
        let made = Timestamp(made.duration_since(UNIX_EPOCH).unwrap().as_millis() as i64);
        copies.forget_old(made.plus_ms(KEPT_MS - 1_000)).unwrap();
        assert!(copies.path("bb").exists());
        copies.forget_old(made.plus_ms(KEPT_MS + 1_000)).unwrap();
        assert!(!copies.path("bb").exists());
        let whole = |mut file: &File| Ok(file.write_all(b"part")?);
        copies.add(&part("bb", 0, 900), whole).unwrap();
        copies.add(&part("cc", 0, 900), whole).unwrap();
        copies.remove("bb").unwrap();
        assert!(!copies.path("bb").exists() && !copies.path("bb.0-900").exists());
        assert!(copies.path("cc.0-900").exists(), "parts of other files stay");
        assert_eq!(
            std::fs::read_dir(folder.path().join("incoming")).unwrap().count(),
            0
        );
    }
}
