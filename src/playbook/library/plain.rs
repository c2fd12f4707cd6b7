//! What may be opened in the book's folder: plain files below it, of a size for people, and nothing else.
//!
//! Decides that a link is no part of the book, wherever it leads, nor is a pipe, a socket or a device: a link would let
//! whoever writes in the folder read and overwrite files elsewhere through the editor, and a pipe would never end. That
//! goes for the folders on the way as well; only the book's own folder may be a link, it is the operator's word.

use std::fs::{self, File, FileType};
use std::io::{self, Read as _};
use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

/// Something that is no plain file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileOddity {
    /// A symbolic link.
    Link,
    /// A named pipe.
    Pipe,
    /// A socket.
    Socket,
    /// A device.
    Device,
    /// A folder where a file should be.
    Folder,
}

/// The error's cause when something is no plain file.
#[derive(Debug, thiserror::Error)]
#[error("not a plain file: {0:?}")]
pub struct NotPlain(pub FileOddity);

impl NotPlain {
    /// Was this the cause?
    pub fn oddity(error: &io::Error) -> Option<FileOddity> {
        let cause = error.get_ref()?.downcast_ref::<Self>()?;
        Some(cause.0)
    }
}

impl From<NotPlain> for io::Error {
    fn from(cause: NotPlain) -> Self {
        Self::new(io::ErrorKind::InvalidInput, cause)
    }
}

impl FileOddity {
    /// What this is instead of a plain file; nothing when it is one.
    pub fn from_file_type(kind: FileType) -> Option<Self> {
        if kind.is_file() {
            None
        } else if kind.is_symlink() {
            Some(Self::Link)
        } else if kind.is_dir() {
            Some(Self::Folder)
        } else if kind.is_fifo() {
            Some(Self::Pipe)
        } else if kind.is_socket() {
            Some(Self::Socket)
        } else {
            Some(Self::Device)
        }
    }
}

/// Reads the file called `name` (with `/`) below `root`, at most `most` bytes.
///
/// # Errors
/// [`NotPlain`] as the cause, or [`io::ErrorKind::FileTooLarge`].
pub fn read(root: &Path, name: &str, most: u64) -> io::Result<Vec<u8>> {
    let path = way(root, name)?;
    plain(fs::symlink_metadata(&path)?.file_type())?;
    // What is looked at may have been replaced since: the opened file is looked at once more, and neither is a link
    // followed nor a pipe waited for.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = File::options()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(&path)?;
    let facts = file.metadata()?;
    plain(facts.file_type())?;
    let mut bytes = Vec::with_capacity(facts.len().min(most) as usize);
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(too_large(most));
    }
    Ok(bytes)
}

/// Where a file called `name` may be written below `root`: there is none yet, or a plain one.
///
/// # Errors
/// As [`read`].
pub fn place(root: &Path, name: &str) -> io::Result<PathBuf> {
    match way(root, name) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(root.join(name)),
        way => way?,
    };
    let path = root.join(name);
    match fs::symlink_metadata(&path) {
        Ok(facts) => plain(facts.file_type())?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    Ok(path)
}

/// Goes through the folders on the way, none of which may be anything else.
fn way(root: &Path, name: &str) -> io::Result<PathBuf> {
    let mut path = root.to_owned();
    let mut parts = name.split('/').peekable();
    while let Some(part) = parts.next() {
        if matches!(part, "" | "." | "..") {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        path.push(part);
        if parts.peek().is_none() {
            break;
        }
        let kind = fs::symlink_metadata(&path)?.file_type();
        match FileOddity::from_file_type(kind) {
            Some(FileOddity::Folder) => {}
            Some(odd) => return Err(NotPlain(odd).into()),
            None => return Err(io::ErrorKind::NotADirectory.into()),
        }
    }
    Ok(path)
}

fn plain(kind: FileType) -> io::Result<()> {
    FileOddity::from_file_type(kind).map_or(Ok(()), |odd| Err(NotPlain(odd).into()))
}

fn too_large(most: u64) -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, format!("> {most} B"))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::*;

    fn odd<T: std::fmt::Debug>(result: io::Result<T>) -> Option<FileOddity> {
        NotPlain::oddity(&result.unwrap_err())
    }

    #[test]
    fn only_plain_files_below_the_folder_are_read_and_written() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let root = folder.path();
        fs::create_dir_all(root.join("ru/folder.md")).unwrap();
        fs::write(root.join("ru/a.md"), "text").unwrap();
        fs::write(other.path().join("secret.md"), "secret").unwrap();
        symlink(other.path().join("secret.md"), root.join("ru/link.md")).unwrap();
        symlink("/nowhere", root.join("ru/dangling.md")).unwrap();
        symlink(other.path(), root.join("en")).unwrap();
        let pipe = std::process::Command::new("mkfifo")
            .arg(root.join("ru/pipe.md"))
            .status();
        assert!(pipe.unwrap().success());
        let _socket = UnixListener::bind(root.join("ru/socket.md")).unwrap();

        assert_eq!(read(root, "ru/a.md", 4).unwrap(), b"text");
        assert!(place(root, "ru/a.md").is_ok());
        assert!(place(root, "ru/new.md").is_ok() && place(root, "new/folder/a.md").is_ok());
        for (name, found) in [
            ("ru/link.md", FileOddity::Link),
            ("ru/dangling.md", FileOddity::Link),
            ("en/secret.md", FileOddity::Link),
            ("ru/pipe.md", FileOddity::Pipe),
            ("ru/socket.md", FileOddity::Socket),
            ("ru/folder.md", FileOddity::Folder),
        ] {
            assert_eq!(odd(read(root, name, 100)), Some(found), "{name}");
            assert_eq!(odd(place(root, name)), Some(found), "{name}");
        }
        for name in ["../secret.md", "ru/../a.md", "/etc/passwd", ""] {
            assert!(
                read(root, name, 100).is_err() && place(root, name).is_err(),
                "{name}"
            );
        }
        let large = read(root, "ru/a.md", 3).unwrap_err();
        assert_eq!(large.kind(), io::ErrorKind::FileTooLarge);
        let through_a_link = other.path().join("book");
        symlink(root, &through_a_link).unwrap();
        assert_eq!(read(&through_a_link, "ru/a.md", 4).unwrap(), b"text");
    }

    #[test]
    fn a_device_is_none() {
        let kind = fs::metadata("/dev/null").unwrap().file_type();
        assert_eq!(FileOddity::from_file_type(kind), Some(FileOddity::Device));
    }
}
