//! The files of the book on the disk: read as they are, written in one step.
//!
//! Decides that a file is never half there (a hidden neighbour is written, flushed and renamed), that its mode stays, and
//! that one writer looks and writes at a time: of this process by a gate, of this machine by a lock of the folder, so that
//! two services with different databases do not meet. (Those of one database meet in [`super::store::alone`].) Paths are
//! made of an [`EntryId`] or an [`ImageName`] alone, and lead to plain files only ([`plain`]).

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::{Mutex, MutexGuard};

use crate::error::{Error, ErrorKind, Result, says_full};
use crate::playbook::EntryId;
use crate::playbook::images::{self, ImageName};
use crate::playbook::library::{LARGEST, plain};

/// Ending of files that get another name when they are whole.
const HALF_MADE: &str = ".tmp";

/// The folder of entries that were deleted, inside the library's: its name begins with a dot, so that nobody reads it.
const REMOVED: &str = ".removed";

/// Is this the name of a file that was to get another one when it was whole?
pub fn is_half_made(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(HALF_MADE)
}

/// The writing side of the library's folder.
#[derive(Debug)]
pub struct PlaybookWriter {
    root: PathBuf,
    gate: Mutex<()>,
}

/// Nobody else of this process, nor of another on this machine, writes while it is held.
#[derive(Debug)]
pub struct WriteGuard<'a> {
    writer: &'a PlaybookWriter,
    _alone: MutexGuard<'a, ()>,
    _folder: Option<File>,
}

impl PlaybookWriter {
    /// Of this folder.
    pub fn at(root: &Path) -> Arc<Self> {
        Arc::new(Self {
            root: root.to_owned(),
            gate: Mutex::new(()),
        })
    }

    /// The file of an entry as it is on the disk now; nothing when there is none. Codes: `entry-file-unreadable`,
    /// `entry-not-plain`.
    pub async fn read(&self, id: &EntryId) -> Result<Option<String>> {
        let (root, name) = (self.root.clone(), id.file());
        let read = blocking(move || read(&root, &name)).await;
        read.map_err(|cause| refused("entry-file-unreadable", id.file(), cause))
    }

    /// Waits until nobody writes. A folder that is not there or cannot be locked is written without: then the database's
    /// lock has to do.
    pub async fn write(&self) -> Result<WriteGuard<'_>> {
        let alone = self.gate.lock().await;
        let root = self.root.clone();
        let folder = tokio::task::spawn_blocking(move || {
            let folder = File::open(root).ok()?;
            folder.lock().ok().map(|()| folder)
        });
        Ok(WriteGuard {
            writer: self,
            _alone: alone,
            _folder: folder.await.map_err(Error::internal)?,
        })
    }
}

impl WriteGuard<'_> {
    /// As [`PlaybookWriter::read`].
    pub async fn read(&self, id: &EntryId) -> Result<Option<String>> {
        self.writer.read(id).await
    }

    /// Gives the file of an entry this text, durably. Codes: `entry-not-writable`, `entry-not-plain`,
    /// `book-disk-full`.
    pub async fn entry(&self, id: &EntryId, text: String) -> Result<()> {
        self.put(id.file(), text.into_bytes()).await
    }

    /// Puts a picture into the folder of pictures. Codes as for [`Self::entry`].
    pub async fn image(&self, name: &ImageName, bytes: Vec<u8>) -> Result<()> {
        self.put(format!("{}/{name}", images::FOLDER), bytes).await
    }

    /// Takes the file of an entry out of the book; it lies in [`REMOVED`] until it is wanted again. Codes as for [`Self::entry`].
    pub async fn set_aside(&self, id: &EntryId, text: String) -> Result<()> {
        self.put(format!("{REMOVED}/{}", id.file()), text.into_bytes())
            .await?;
        self.take_away(id.file()).await
    }

    /// Removes what [`Self::set_aside`] left; nothing there is no error.
    pub async fn forget_aside(&self, id: &EntryId) -> Result<()> {
        self.take_away(format!("{REMOVED}/{}", id.file())).await
    }

    /// Removes the file an entry had under another name. Codes as for [`Self::entry`].
    pub async fn remove(&self, id: &EntryId) -> Result<()> {
        self.take_away(id.file()).await
    }

    async fn take_away(&self, name: String) -> Result<()> {
        let (root, file) = (self.writer.root.clone(), name.clone());
        let gone = blocking(move || remove(&plain::place(&root, &file)?)).await;
        gone.map_err(|cause| refused("entry-not-writable", name, cause))
    }

    async fn put(&self, name: String, bytes: Vec<u8>) -> Result<()> {
        let (root, file) = (self.writer.root.clone(), name.clone());
        let written = blocking(move || replace(&plain::place(&root, &file)?, &bytes)).await;
        written.map_err(|cause| {
            if says_full(&cause) {
                return Error::new(ErrorKind::DiskFull, "book-disk-full")
                    .with("file", name)
                    .because(cause);
            }
            refused("entry-not-writable", name, cause)
        })
    }
}

/// Why a file was not opened: the code says it better when it is no plain file.
fn refused(code: &'static str, file: String, cause: io::Error) -> Error {
    let code = plain::NotPlain::oddity(&cause).map_or(code, |_| "entry-not-plain");
    Error::new(ErrorKind::Unavailable, code)
        .with("file", file)
        .because(cause)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(io::Error::other)?
}

fn read(root: &Path, name: &str) -> io::Result<Option<String>> {
    match plain::read(root, name, LARGEST) {
        Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(io::Error::other),
        // Where a file stands in place of the folder there is no entry either.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Writes beside the file, flushes, renames over it and flushes the folder.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut kind = tempfile::Builder::new();
    kind.prefix(".").suffix(HALF_MADE);
    #[cfg(unix)]
    {
        // What a new file of any program gets; the process's mask has the last word.
        use std::os::unix::fs::PermissionsExt as _;
        kind.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = kind.tempfile_in(folder)?;
    if let Ok(facts) = fs::metadata(path) {
        file.as_file().set_permissions(facts.permissions())?;
    }
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    flush(folder)
}

/// Removes a file and flushes its folder; one that is not there is no error.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        gone => {
            gone?;
            flush(path.parent().unwrap_or(Path::new(".")))
        }
    }
}

/// A name lasts only when its folder is on the disk too; some systems cannot flush one.
fn flush(folder: &Path) -> io::Result<()> {
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(error)
            if !matches!(
                error.kind(),
                io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput | io::ErrorKind::PermissionDenied
            ) =>
        {
            Err(error)
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> EntryId {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn a_file_is_replaced_whole_and_keeps_its_mode() {
        let folder = tempfile::tempdir().unwrap();
        let writer = PlaybookWriter::at(folder.path());
        let (id, path) = (
            id("ru/segments/owner"),
            folder.path().join("ru/segments/owner.md"),
        );
        assert_eq!(writer.read(&id).await.unwrap(), None);
        writer
            .write()
            .await
            .unwrap()
            .entry(&id, "раз".to_owned())
            .await
            .unwrap();
        assert_eq!(writer.read(&id).await.unwrap().as_deref(), Some("раз"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_ne!(mode() & 0o044, 0, "others may read a new file: {:o}", mode());
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            writer
                .write()
                .await
                .unwrap()
                .entry(&id, "два".to_owned())
                .await
                .unwrap();
            assert_eq!(mode(), 0o640);
        }
        let names: Vec<_> = fs::read_dir(path.parent().unwrap())
            .unwrap()
            .map(|it| it.unwrap().file_name())
            .collect();
        assert_eq!(names, ["owner.md"], "nothing else is left");
    }

    #[tokio::test]
    async fn a_link_is_neither_read_nor_written_through() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (writer, id) = (PlaybookWriter::at(folder.path()), id("ru/segments/owner"));
        let secret = other.path().join("owner.md");
        fs::write(&secret, "чужое").unwrap();
        let link = folder.path().join("ru/segments/owner.md");
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(&secret, &link).unwrap();
        let refuses = async || {
            assert_eq!(writer.read(&id).await.unwrap_err().code(), "entry-not-plain");
            let written = writer.write().await.unwrap().entry(&id, "наше".to_owned()).await;
            assert_eq!(written.unwrap_err().code(), "entry-not-plain");
            assert_eq!(fs::read_to_string(&secret).unwrap(), "чужое");
        };
        refuses().await;
        // Nor when a folder on the way is the link.
        fs::remove_dir_all(folder.path().join("ru/segments")).unwrap();
        std::os::unix::fs::symlink(other.path(), folder.path().join("ru/segments")).unwrap();
        refuses().await;
    }

    #[tokio::test]
    async fn two_shelves_of_one_folder_write_in_turn() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (
            PlaybookWriter::at(folder.path()),
            PlaybookWriter::at(folder.path()),
        );
        let held = one.write().await.unwrap();
        let mut waiting = Box::pin(other.write());
        let soon = std::time::Duration::from_millis(100);
        assert!(tokio::time::timeout(soon, &mut waiting).await.is_err());
        drop(held);
        waiting.await.unwrap();
    }

    #[tokio::test]
    async fn what_cannot_be_written_or_read_has_a_code() {
        let folder = tempfile::tempdir().unwrap();
        let writer = PlaybookWriter::at(folder.path());
        fs::create_dir_all(folder.path().join("ru")).unwrap();
        fs::write(
            folder.path().join("ru/segments"),
            "a file where the folder should be",
        )
        .unwrap();
        let error = writer
            .write()
            .await
            .unwrap()
            .entry(&id("ru/segments/owner"), String::new())
            .await;
        assert_eq!(error.unwrap_err().code(), "entry-not-writable");
        fs::create_dir_all(folder.path().join("ru/products")).unwrap();
        fs::write(folder.path().join("ru/products/rack.md"), b"\xff\xfe").unwrap();
        let error = writer.read(&id("ru/products/rack")).await;
        assert_eq!(error.unwrap_err().code(), "entry-file-unreadable");
    }
}
