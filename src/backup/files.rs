//! Files on their way into a backup and out of it: by hard link where the disk allows, by copy elsewhere.
//!
//! Decides that only files which never change are linked: those of recordings (named by their hash, replaced by nobody)
//! and those of an earlier backup. The book's files may be edited where they are, so they are copied.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::BackupError;
use super::error::ErrorPath as _;
use super::manifest::ManifestFile;

/// Makes a directory, and those above it, for the owner alone.
pub(super) fn folder(path: &Path) -> Result<(), BackupError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .at(path)
}

/// A new file for the owner alone; one that is there is never written over.
fn fresh(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

/// Writes a new file down to the disk.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), BackupError> {
    let mut file = fresh(path).at(path)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).at(path)
}

/// Makes a file that another part of the program wrote the owner's alone.
pub(super) fn private(path: &Path) -> Result<(), BackupError> {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).at(path)
}

/// Makes names in a directory last.
pub(super) fn sync(dir: &Path) -> Result<(), BackupError> {
    File::open(dir).and_then(|it| it.sync_all()).at(dir)
}

/// The same for a directory and all below it.
pub(super) fn sync_all(dir: &Path) -> Result<(), BackupError> {
    for entry in std::fs::read_dir(dir).at(dir)? {
        let entry = entry.at(dir)?;
        if entry.file_type().at(&entry.path())?.is_dir() {
            sync_all(&entry.path())?;
        }
    }
    sync(dir)
}

/// Size and hash of a file; nothing when it is not there.
pub(super) fn weigh(path: &Path) -> io::Result<Option<(u64, String)>> {
    match File::open(path) {
        Ok(file) => through(file, None).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Copies a file to a new name, down to the disk; nothing when it is not there. Returns size and hash of what was written.
pub(super) fn copy(from: &Path, to: &Path) -> Result<Option<(u64, String)>, BackupError> {
    let source = match File::open(from) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).at(from),
    };
    let target = fresh(to).at(to)?;
    let copied = through(source, Some(&target)).and_then(|it| target.sync_all().map(|()| it));
    if copied.is_err() {
        drop(target);
        let _ = std::fs::remove_file(to);
    }
    copied.map(Some).at(to)
}

fn through(mut from: File, mut to: Option<&File>) -> io::Result<(u64, String)> {
    let (mut digest, mut bytes, mut part) = (Sha256::new(), 0, vec![0; 1024 * 1024]);
    loop {
        let read = match from.read(&mut part) {
            Ok(0) => return Ok((bytes, crate::id::hex(&digest.finalize()))),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        digest.update(&part[..read]);
        bytes += read as u64;
        if let Some(file) = &mut to {
            file.write_all(&part[..read])?;
        }
    }
}

/// Gives a file another name; false when the disk does not do that and it has to be copied.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<bool> {
    match std::fs::hard_link(from, to) {
        Ok(()) => Ok(true),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists
            ) =>
        {
            Err(error)
        }
        Err(_) => Ok(false),
    }
}

/// Can files of one directory be linked into another?
pub(super) fn links(from: &Path, into: &Path) -> bool {
    let Ok(probe) = tempfile::Builder::new().prefix("link-").tempfile_in(from) else {
        return false;
    };
    let name = into.join(".link-probe");
    let linked = std::fs::hard_link(probe.path(), &name).is_ok();
    let _ = std::fs::remove_file(name);
    linked
}

/// The regular files below a directory, by their paths in it. Links and whatever else is no file are left out: a backup
/// holds the book, not what it points at.
pub(super) fn walk(root: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let (mut found, mut left) = (Vec::new(), vec![root.to_owned()]);
    while let Some(dir) = left.pop() {
        let entries = match std::fs::read_dir(&dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.at(&dir)?,
        };
        for entry in entries {
            let entry = entry.at(&dir)?;
            let (path, kind) = (entry.path(), entry.file_type().at(&entry.path())?);
            if kind.is_dir() {
                left.push(path);
            } else if kind.is_file()
                && let Ok(inside) = path.strip_prefix(root)
            {
                found.push(inside.to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Is the file as the piece says? A sentence when it is not.
pub(super) fn differs(path: &Path, piece: &ManifestFile) -> Option<String> {
    match weigh(path) {
        Ok(Some((_, hash))) if hash == piece.sha256 => None,
        Ok(Some((bytes, _))) if bytes != piece.bytes => Some(format!(
            "{} has {bytes} bytes instead of {}",
            piece.file, piece.bytes
        )),
        Ok(Some(_)) => Some(format!(
            "{} holds something else than when it was saved",
            piece.file
        )),
        Ok(None) => Some(format!("{} is missing", piece.file)),
        Err(error) => Some(format!("{} cannot be read ({error})", piece.file)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_the_hash_of_what_it_holds_and_nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one"), folder.path().join("other"));
        std::fs::write(&one, b"abc").unwrap();
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned();
        assert_eq!(copy(&one, &other).unwrap(), Some((3, abc.clone())));
        assert!(copy(&one, &other).is_err());
        assert_eq!(weigh(&other).unwrap(), Some((3, abc)));
        assert_eq!(
            copy(&folder.path().join("none"), &folder.path().join("x")).unwrap(),
            None
        );
        assert!(links(folder.path(), folder.path()));
        assert_eq!(
            walk(folder.path()).unwrap(),
            [PathBuf::from("one"), PathBuf::from("other")]
        );
    }

    #[test]
    fn what_is_no_file_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("ru")).unwrap();
        std::fs::write(folder.path().join("ru/a.md"), b"a").unwrap();
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("ru/b.md")).unwrap();
        assert_eq!(walk(folder.path()).unwrap(), [PathBuf::from("ru/a.md")]);
        assert!(walk(&folder.path().join("none")).unwrap().is_empty());
    }
}
