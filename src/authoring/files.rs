//! The files of the book on the disk: read as they are, written in one step.
//!
//! Decides that a file is never half there (a hidden neighbour is written, flushed and renamed), that its mode stays, and
//! that one writer of this process looks and writes at a time. Paths are made of an [`EntryId`] or an [`ImageName`] alone.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::{Mutex, MutexGuard};

use crate::error::{Error, ErrorKind, Result};
use crate::playbook::EntryId;
use crate::playbook::images::{self, ImageName};
use crate::playbook::library::LARGEST;

/// The writing side of the library's folder.
#[derive(Debug)]
pub struct Shelf {
    root: PathBuf,
    gate: Mutex<()>,
}

/// Nobody else of this process writes while it is held.
#[derive(Debug)]
pub struct Writing<'a> {
    shelf: &'a Shelf,
    _alone: MutexGuard<'a, ()>,
}

impl Shelf {
    /// Of this folder.
    pub fn at(root: &Path) -> Arc<Self> {
        Arc::new(Self {
            root: root.to_owned(),
            gate: Mutex::new(()),
        })
    }

    /// The file of an entry as it is on the disk now; nothing when there is none. Code: `entry-file-unreadable`.
    pub async fn read(&self, id: &EntryId) -> Result<Option<String>> {
        let path = self.root.join(id.file());
        let (file, read) = (id.file(), blocking(move || read(&path)).await);
        read.map_err(|cause| {
            Error::new(ErrorKind::Unavailable, "entry-file-unreadable")
                .with("file", file)
                .because(cause)
        })
    }

    /// Waits until nobody writes.
    pub async fn write(&self) -> Writing<'_> {
        Writing {
            shelf: self,
            _alone: self.gate.lock().await,
        }
    }
}

impl Writing<'_> {
    /// As [`Shelf::read`].
    pub async fn read(&self, id: &EntryId) -> Result<Option<String>> {
        self.shelf.read(id).await
    }

    /// Gives the file of an entry this text, durably. Code: `entry-not-writable`.
    pub async fn entry(&self, id: &EntryId, text: String) -> Result<()> {
        self.put(id.file(), text.into_bytes()).await
    }

    /// Puts a picture into the folder of pictures. Code: `entry-not-writable`.
    pub async fn image(&self, name: &ImageName, bytes: Vec<u8>) -> Result<()> {
        self.put(format!("{}/{name}", images::FOLDER), bytes).await
    }

    async fn put(&self, name: String, bytes: Vec<u8>) -> Result<()> {
        let path = self.shelf.root.join(&name);
        let written = blocking(move || replace(&path, &bytes)).await;
        written.map_err(|cause| {
            Error::new(ErrorKind::Unavailable, "entry-not-writable")
                .with("file", name)
                .because(cause)
        })
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(io::Error::other)?
}

fn read(path: &Path) -> io::Result<Option<String>> {
    // Where a file stands in place of the folder there is no entry either.
    let absent = |error: &io::Error| {
        matches!(
            error.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
        )
    };
    let length = match fs::metadata(path) {
        Ok(facts) => facts.len(),
        Err(error) if absent(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    if length > LARGEST {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("{length} bytes"),
        ));
    }
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if absent(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes beside the file, flushes, renames over it and flushes the folder. A link is written through.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut kind = tempfile::Builder::new();
    kind.prefix(".").suffix(".tmp");
    #[cfg(unix)]
    {
        // What a new file of any program gets; the process's mask has the last word.
        use std::os::unix::fs::PermissionsExt as _;
        kind.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = kind.tempfile_in(folder)?;
    if let Ok(facts) = fs::metadata(&path) {
        file.as_file().set_permissions(facts.permissions())?;
    }
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    // The new name lasts only when the folder is on the disk too; some systems cannot flush one.
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
        let shelf = Shelf::at(folder.path());
        let (id, path) = (
            id("ru/segments/owner"),
            folder.path().join("ru/segments/owner.md"),
        );
        assert_eq!(shelf.read(&id).await.unwrap(), None);
        shelf.write().await.entry(&id, "раз".to_owned()).await.unwrap();
        assert_eq!(shelf.read(&id).await.unwrap().as_deref(), Some("раз"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_ne!(mode() & 0o044, 0, "others may read a new file: {:o}", mode());
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            shelf.write().await.entry(&id, "два".to_owned()).await.unwrap();
            assert_eq!(mode(), 0o640);
        }
        let names: Vec<_> = fs::read_dir(path.parent().unwrap())
            .unwrap()
            .map(|it| it.unwrap().file_name())
            .collect();
        assert_eq!(names, ["owner.md"], "nothing else is left");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_link_is_written_through() {
        let folder = tempfile::tempdir().unwrap();
        let (shelf, id) = (Shelf::at(folder.path()), id("ru/segments/owner"));
        let real = folder.path().join("real.md");
        fs::write(&real, "раз").unwrap();
        fs::create_dir_all(folder.path().join("ru/segments")).unwrap();
        std::os::unix::fs::symlink(&real, folder.path().join("ru/segments/owner.md")).unwrap();
        shelf.write().await.entry(&id, "два".to_owned()).await.unwrap();
        assert_eq!(fs::read_to_string(&real).unwrap(), "два");
    }

    #[tokio::test]
    async fn what_cannot_be_written_or_read_has_a_code() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::at(folder.path());
        fs::create_dir_all(folder.path().join("ru")).unwrap();
        fs::write(
            folder.path().join("ru/segments"),
            "a file where the folder should be",
        )
        .unwrap();
        let error = shelf
            .write()
            .await
            .entry(&id("ru/segments/owner"), String::new())
            .await;
        assert_eq!(error.unwrap_err().code(), "entry-not-writable");
        fs::create_dir_all(folder.path().join("ru/products")).unwrap();
        fs::write(folder.path().join("ru/products/rack.md"), b"\xff\xfe").unwrap();
        let error = shelf.read(&id("ru/products/rack")).await;
        assert_eq!(error.unwrap_err().code(), "entry-file-unreadable");
    }
}
