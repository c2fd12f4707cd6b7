//! `lost-and-found/`: files that lost their recording, for thirty days.
//!
//! Decides that such a file is moved there under a name that says when, with what is known about it beside it, that it
//! can be listened to and taken in again as an upload can, and that it goes after [`KEPT_DAYS`]. The directory explains
//! itself: it does not matter which database is put beside it. What comes here is left to [`super::sweep`] and to the
//! deletion of a recording.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::PersonId;
use crate::private;
use crate::recordings::Blobs;
use crate::recordings::blobs::StagedFile;
use crate::time::Timestamp;

/// How long a file is kept.
pub const KEPT_DAYS: i64 = 30;
const KEPT_MS: i64 = KEPT_DAYS * 24 * 3_600_000;
const FOLDER: &str = "lost-and-found";

/// What a file was before its recording was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostFileNote {
    /// The name it was brought under.
    pub file_name: String,
    /// Whose call it is.
    pub manager: PersonId,
    /// When the call was.
    pub called_at: Timestamp,
    /// Who deleted the recording.
    pub deleted_by: PersonId,
}

/// The name of a found file: when it came, and its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostName {
    since: Timestamp,
    hash: String,
}

/// A found file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostFile {
    /// Its name, by which it is asked for.
    pub name: LostName,
    /// Its size.
    pub bytes: u64,
    /// What it was, when that is known.
    pub note: Option<LostFileNote>,
}

impl LostName {
    /// When it came here.
    pub const fn since(&self) -> Timestamp {
        self.since
    }
    /// When it goes.
    pub fn until(&self) -> Timestamp {
        self.since.plus_ms(KEPT_MS)
    }
    /// The hash it was kept under.
    pub fn hash(&self) -> &str {
        &self.hash
    }
    fn path(&self, root: &Path) -> PathBuf {
        root.join(FOLDER).join(self.to_string())
    }
    fn note_path(&self, root: &Path) -> PathBuf {
        root.join(FOLDER).join(format!("{self}.json"))
    }
}

impl std::fmt::Display for LostName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.since.0, self.hash)
    }
}

impl FromStr for LostName {
    type Err = crate::id::BadId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (since, hash) = text.split_once('-').ok_or(crate::id::BadId)?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        match since.parse::<i64>() {
            Ok(ms) if ms >= 0 && is_hash => Ok(Self {
                since: Timestamp(ms),
                hash: hash.to_owned(),
            }),
            _ => Err(crate::id::BadId),
        }
    }
}

impl Blobs {
    /// Moves a kept file to the found ones; false when it is not there. Call it behind the [`Blobs::gate`].
    pub async fn set_aside(
        &self,
        hash: &str,
        now: Timestamp,
        note: Option<LostFileNote>,
    ) -> io::Result<bool> {
        self.copies().await.remove(hash)?;
        let (root, from) = (self.root().to_owned(), self.path(hash));
        let name = LostName {
            since: now,
            hash: hash.to_owned(),
        };
        blocking(move || {
            if !from.try_exists()? {
                return Ok(false);
            }
            let folder = root.join(FOLDER);
            private::make_dir(&folder)?;
            if let Some(note) = note {
                let mut beside = private::open(&name.note_path(&root))?;
                beside.write_all(&serde_json::to_vec(&note)?)?;
            }
            std::fs::rename(&from, name.path(&root))?;
            File::open(&folder)?.sync_all()?;
            if let Some(before) = from.parent() {
                File::open(before)?.sync_all()?;
            }
            Ok(true)
        })
        .await
    }

    /// The found files, the newest first.
    pub async fn lost(&self) -> io::Result<Vec<LostFile>> {
        let root = self.root().to_owned();
        blocking(move || list(&root)).await
    }

    /// Where a found file is.
    pub fn lost_path(&self, name: &LostName) -> PathBuf {
        name.path(self.root())
    }

    /// When the file was written, as far as the disk knows.
    pub async fn lost_written(&self, name: &LostName) -> Option<Timestamp> {
        let found = tokio::fs::metadata(self.lost_path(name)).await.ok()?;
        let since = found
            .modified()
            .ok()?
            .duration_since(std::time::UNIX_EPOCH)
            .ok()?;
        Some(Timestamp(since.as_millis() as i64))
    }

    /// A found file as if it arrived anew. It stays among the found ones until [`Blobs::forget`].
    pub async fn arrive_again(&self, name: &LostName) -> io::Result<StagedFile> {
        let mut incoming = self.begin()?;
        let mut file = tokio::fs::File::open(name.path(self.root())).await?;
        let mut bytes = vec![0; 512 * 1024];
        loop {
            let read = tokio::io::AsyncReadExt::read(&mut file, &mut bytes).await?;
            if read == 0 {
                return incoming.finish().await;
            }
            incoming.write(&bytes[..read]).await?;
        }
    }

    /// Removes a found file for good.
    pub async fn forget(&self, name: &LostName) -> io::Result<()> {
        self.copies().await.remove(name.hash())?;
        let (root, name) = (self.root().to_owned(), name.clone());
        blocking(move || remove(&root, &name)).await
    }

    /// Removes the found files whose time is over; returns how many.
    pub async fn forget_lapsed(&self, now: Timestamp) -> io::Result<usize> {
        let mut gone = 0;
        for lost in self.lost().await? {
            if lost.name.until() <= now {
                self.forget(&lost.name).await?;
                gone += 1;
            }
        }
        Ok(gone)
    }

    /// Removes every trace of a file: itself, its copies, and what lies of it among the found ones. Nothing of it can be
    /// got back. Call it behind the [`Blobs::gate`].
    pub async fn erase(&self, hash: &str) -> io::Result<()> {
        self.remove(hash).await?;
        for lost in self.lost().await? {
            if lost.name.hash() == hash {
                self.forget(&lost.name).await?;
            }
        }
        Ok(())
    }
}

fn list(root: &Path) -> io::Result<Vec<LostFile>> {
    let entries = match std::fs::read_dir(root.join(FOLDER)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let Ok(name) = entry.file_name().to_string_lossy().parse::<LostName>() else {
            continue;
        };
        found.push(LostFile {
            bytes: entry.metadata()?.len(),
            // A note that cannot be read takes nothing from the sound.
            note: note(&name.note_path(root)).ok(),
            name,
        });
    }
    found.sort_by(|a, b| {
        b.name
            .since
            .cmp(&a.name.since)
            .then(a.name.hash.cmp(&b.name.hash))
    });
    Ok(found)
}

fn note(path: &Path) -> io::Result<LostFileNote> {
    let mut text = Vec::new();
    File::open(path)?.take(64 * 1024).read_to_end(&mut text)?;
    Ok(serde_json::from_slice(&text)?)
}

fn remove(root: &Path, name: &LostName) -> io::Result<()> {
    for path in [name.note_path(root), name.path(root)] {
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_431_600_000);

    async fn kept(blobs: &Blobs, text: &[u8]) -> String {
        let mut incoming = blobs.begin().unwrap();
        incoming.write(text).await.unwrap();
        let arrived = incoming.finish().await.unwrap();
        let hash = arrived.hash.clone();
        drop(blobs.keep(arrived).await.unwrap());
        hash
    }

    #[tokio::test]
    async fn a_file_set_aside_is_found_for_thirty_days() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let hash = kept(&blobs, b"a call").await;
        let note = LostFileNote {
            file_name: "звонок.wav".to_owned(),
            manager: "01K0ZC3QJ5V0T5N6V8W2M4X7RD".parse().unwrap(),
            called_at: NOW.plus_ms(-5_000),
            deleted_by: "01K0ZC3QJ5V0T5N6V8W2M4X7RE".parse().unwrap(),
        };
        assert!(blobs.set_aside(&hash, NOW, Some(note.clone())).await.unwrap());
        assert!(
            !blobs.set_aside(&hash, NOW, None).await.unwrap(),
            "it is not there any more"
        );
        assert!(blobs.hashes().unwrap().is_empty());
        let found = blobs.lost().await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].bytes, found[0].note.as_ref()), (6, Some(&note)));
        let again = blobs.arrive_again(&found[0].name).await.unwrap();
        assert_eq!((again.hash.as_str(), again.bytes), (hash.as_str(), 6));
        let last = NOW.plus_ms(KEPT_MS);
        assert_eq!(blobs.forget_lapsed(last.plus_ms(-1)).await.unwrap(), 0);
        assert_eq!(blobs.forget_lapsed(last).await.unwrap(), 1);
        assert_eq!(std::fs::read_dir(folder.path().join(FOLDER)).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn what_is_erased_is_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let hash = kept(&blobs, b"a call").await;
        assert!(blobs.set_aside(&hash, NOW, None).await.unwrap());
        assert_eq!(kept(&blobs, b"a call").await, hash);
        blobs.erase(&hash).await.unwrap();
        assert!(blobs.hashes().unwrap().is_empty() && blobs.lost().await.unwrap().is_empty());
    }

    #[test]
    fn only_names_of_found_files_are_names() {
        let hash = "ab".repeat(32);
        let name: LostName = format!("17-{hash}").parse().unwrap();
        assert_eq!((name.since(), name.hash()), (Timestamp(17), hash.as_str()));
        for bad in [
            hash.clone(),
            format!("-17-{hash}"),
            format!("17-{}", &hash[1..]),
            format!("17-{}", hash.to_uppercase()),
            format!("17-../{}", &hash[3..]),
            "../../etc/passwd".to_owned(),
        ] {
            assert!(bad.parse::<LostName>().is_err(), "{bad}");
        }
    }
}
