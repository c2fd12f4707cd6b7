//! The files of recordings, by the hash of their contents, in one directory.
//!
//! Decides how a file gets there without ever being half there: it grows in `incoming/`, is flushed to the disk, and is
//! renamed in one step. A growing file is locked by its process; what the next [`Blobs::sweep`] finds unlocked was left
//! behind by a crash and goes. Several processes, also of several machines, may share the directory as long as it knows
//! file locks: files come and go behind a lock of the directory's. Which row uses a file is left to [`super::store`],
//! copies for browsers to [`super::copies`].

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use tempfile::TempPath;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::{Mutex, MutexGuard};

use super::copies::Copies;
use crate::private;

/// The file whose lock is the gate of all processes.
const LOCK: &str = "lock";
/// Bytes collected before they are written.
const WRITE_BYTES: usize = 512 * 1024;

/// The store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs(Arc<BlobsInner>);

#[derive(Debug)]
struct BlobsInner {
    root: PathBuf,
    /// Held while a file and its row come or go together.
    gate: Mutex<()>,
    copies: Arc<Mutex<()>>,
}

/// What [`Blobs::gate`] gives: nobody else's file comes or goes until it is dropped.
#[derive(Debug)]
pub struct BlobLock<'a> {
    _here: MutexGuard<'a, ()>,
    _everywhere: File,
}

impl Blobs {
    /// In this directory, which is made if need be.
    pub fn open(root: &Path) -> io::Result<Self> {
        private::make_dir(&root.join("incoming"))?;
        File::open(root)?.sync_all()?;
        // The names of the folders above last too, where this process may read them.
        for above in root.ancestors().skip(1).take(2) {
            let _ = File::open(above).and_then(|above| above.sync_all());
        }
        Ok(Self(Arc::new(BlobsInner {
            root: root.to_owned(),
            gate: Mutex::new(()),
            copies: Arc::default(),
        })))
    }

    /// Where the file with this hash is.
    pub fn path(&self, hash: &str) -> PathBuf {
        let folder = hash.get(..2).unwrap_or("00");
        self.0.root.join(folder).join(hash)
    }

    /// Begins a new file.
    pub fn begin(&self) -> io::Result<IncomingFile> {
        let (file, path) = growing(&self.0.root.join("incoming"))?;
        let mut file = tokio::fs::File::from_std(file);
        file.set_max_buf_size(WRITE_BYTES);
        Ok(IncomingFile {
            file,
            path,
            digest: Sha256::new(),
            head: Vec::new(),
            bytes: 0,
        })
    }

    /// Only one comes or goes at a time, in all processes: take it before the row is written or removed, keep it until
    /// the file followed.
    pub async fn gate(&self) -> io::Result<BlobLock<'_>> {
        let here = self.0.gate.lock().await;
        let path = self.0.root.join(LOCK);
        let everywhere = tokio::task::spawn_blocking(move || {
            let file = private::open(&path)?;
            file.lock()?;
            Ok::<_, io::Error>(file)
        });
        Ok(BlobLock {
            _here: here,
            _everywhere: everywhere.await.map_err(io::Error::other)??,
        })
    }

    /// The copies for browsers; one at a time is made in this process.
    pub async fn copies(&self) -> Copies {
        Copies::behind(&self.0.root, Arc::clone(&self.0.copies).lock_owned().await)
    }

    /// The copy of this name, if it is there, without waiting for one that is being made.
    pub fn copy(&self, name: &str) -> Option<PathBuf> {
        let path = super::copies::path(&self.0.root, name);
        path.is_file().then_some(path)
    }

    /// Gives a file its lasting place, in one step and durably. Call it behind the [`Blobs::gate`].
    pub async fn keep(&self, arrived: StagedFile) -> io::Result<StoredFile> {
        let to = self.path(&arrived.hash);
        let kept = tokio::task::spawn_blocking(move || {
            let folder = to.parent().unwrap_or(&to);
            private::make_dir(folder)?;
            arrived.path.persist(&to).map_err(|error| error.error)?;
            // The rename lasts only when the directories are on the disk too.
            File::open(folder)?.sync_all()?;
            if let Some(root) = folder.parent() {
                File::open(root)?.sync_all()?;
            }
            Ok(StoredFile {
                path: to,
                _lock: arrived.file,
            })
        });
        kept.await.map_err(io::Error::other)?
    }

    /// Removes a file and its copy; what is gone already is fine. Call it behind the [`Blobs::gate`].
    pub async fn remove(&self, hash: &str) -> io::Result<()> {
        self.copies().await.remove(hash)?;
        match tokio::fs::remove_file(self.path(hash)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes what a crash left half done in `incoming/`; returns how many files. Files of running uploads stay.
    pub fn sweep(&self) -> io::Result<usize> {
        let mut gone = 0;
        for entry in std::fs::read_dir(self.0.root.join("incoming"))? {
            let path = entry?.path();
            // Shared directories lock only what may be written.
            let Ok(file) = File::options().append(true).open(&path) else {
                continue;
            };
            match file.try_lock() {
                Ok(()) => {
                    std::fs::remove_file(&path)?;
                    gone += 1;
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Ok(gone)
    }

    /// The hashes of all kept files, for finding those without a row.
    pub fn hashes(&self) -> io::Result<Vec<String>> {
        hashes(&self.0.root)
    }

    /// The directory itself.
    pub fn root(&self) -> &Path {
        &self.0.root
    }
}

/// The hashes of the files kept in this directory; none when it is not there.
pub(super) fn hashes(root: &Path) -> io::Result<Vec<String>> {
    let mut hashes = Vec::new();
    let folders = match std::fs::read_dir(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(hashes),
        folders => folders?,
    };
    for folder in folders {
        let folder = folder?.path();
        let is_ours = folder.file_name().is_some_and(|name| name.len() == 2) && folder.is_dir();
        if !is_ours {
            continue;
        }
        for entry in std::fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.len() == 64 {
                hashes.push(name);
            }
        }
    }
    Ok(hashes)
}

/// A new locked file in the directory of growing ones. Between its making and its locking a sweep may take it for a left
/// one; then there is another.
pub(super) fn growing(incoming: &Path) -> io::Result<(File, TempPath)> {
    loop {
        let (file, path) = tempfile::Builder::new()
            .prefix("upload-")
            .tempfile_in(incoming)?
            .into_parts();
        file.lock()?;
        if path.exists() {
            return Ok((file, path));
        }
    }
}

/// A file that grows. Dropped, it is gone.
#[derive(Debug)]
pub struct IncomingFile {
    file: tokio::fs::File,
    path: TempPath,
    digest: Sha256,
    head: Vec<u8>,
    bytes: u64,
}

impl IncomingFile {
    /// Adds bytes; memory use does not depend on how many there have been.
    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
        let missing = 512_usize.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..missing]);
        self.file.write_all(bytes).await
    }

    /// Brings everything so far to where others can read it; returns where that is.
    pub async fn show(&mut self) -> io::Result<&Path> {
        self.file.flush().await?;
        Ok(&self.path)
    }

    /// Size so far.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Flushes it to the disk.
    pub async fn finish(mut self) -> io::Result<StagedFile> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        Ok(StagedFile {
            file: self.file.into_std().await,
            path: self.path,
            hash: crate::id::hex(&self.digest.finalize()),
            head: self.head,
            bytes: self.bytes,
        })
    }
}

/// A whole file on the disk that has no lasting place yet. Dropped, it is gone.
#[derive(Debug)]
pub struct StagedFile {
    file: File,
    path: TempPath,
    /// SHA-256, hexadecimal.
    pub hash: String,
    /// Its first bytes, at most 512.
    pub head: Vec<u8>,
    /// Size.
    pub bytes: u64,
}

impl StagedFile {
    /// Where it is for now.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// A file in its place. Keep it until the row is committed.
#[derive(Debug)]
pub struct StoredFile {
    path: PathBuf,
    _lock: File,
}

impl StoredFile {
    /// Takes the file away again: its row could not be written.
    pub async fn undo(self) -> io::Result<()> {
        tokio::fs::remove_file(self.path).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn arrived(blobs: &Blobs, text: &[u8]) -> StagedFile {
        let mut incoming = blobs.begin().unwrap();
        incoming.write(text).await.unwrap();
        incoming.finish().await.unwrap()
    }

    fn left(blobs: &Blobs) -> usize {
        std::fs::read_dir(blobs.0.root.join("incoming")).unwrap().count()
    }

    #[tokio::test]
    async fn a_file_is_found_by_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let file = arrived(&blobs, b"abc").await;
        assert_eq!(
            file.hash,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        let hash = file.hash.clone();
        let kept = blobs.keep(file).await.unwrap();
        drop(kept);
        assert_eq!(std::fs::read(blobs.path(&hash)).unwrap(), b"abc");
        assert_eq!(blobs.hashes().unwrap(), std::slice::from_ref(&hash));
        assert_eq!(left(&blobs), 0);
        blobs.remove(&hash).await.unwrap();
        blobs.remove(&hash).await.unwrap();
        assert!(blobs.hashes().unwrap().is_empty());
    }

    #[tokio::test]
    async fn an_upload_that_stops_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let mut incoming = blobs.begin().unwrap();
        incoming.write(&[0; 1000]).await.unwrap();
        assert_eq!(left(&blobs), 1);
        drop(incoming);
        assert_eq!(left(&blobs), 0);
    }

    #[tokio::test]
    async fn the_sweep_takes_what_a_crash_left_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        std::fs::write(folder.path().join("incoming/upload-dead"), b"half").unwrap();
        let running = blobs.begin().unwrap();
        assert_eq!(blobs.sweep().unwrap(), 1);
        assert_eq!(left(&blobs), 1);
        // As another process of the same directory sees it.
        let other = Blobs::open(folder.path()).unwrap();
        assert_eq!(other.sweep().unwrap(), 0);
        assert_eq!(left(&blobs), 1);
        drop(running);
    }

    #[tokio::test]
    async fn the_gate_is_one_for_all_processes_of_the_directory() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (
            Blobs::open(folder.path()).unwrap(),
            Blobs::open(folder.path()).unwrap(),
        );
        let held = one.gate().await.unwrap();
        let mut waiting = Box::pin(other.gate());
        let soon = std::time::Duration::from_millis(100);
        assert!(tokio::time::timeout(soon, &mut waiting).await.is_err());
        drop(held);
        waiting.await.unwrap();
    }
}
