//! Files and folders that only the account of the service reads: the database, the recordings, backups.
//!
//! Decides their modes: 0700 for folders, 0600 for files, from the moment they are made, whatever mask the service was
//! started with; and corrects at the start what an earlier version, a copy or a restored archive left wider. Speech models
//! are no secret and stay as they are. Leaves systems without such modes alone.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a folder and those above it that are missing.
pub fn make_dir(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Opens a file for writing at its end; makes it when it is missing.
pub fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Takes everybody else's rights from a folder and everything in it but what `leave` says. Links are not followed; what is
/// not ours to change is told in the log.
pub fn protect(root: &Path, leave: impl Fn(&Path) -> bool) {
    #[cfg(unix)]
    if let Err(error) = unix::protect(root, &leave) {
        tracing::warn!(
            path = %root.display(),
            %error,
            "others on this machine may be able to read the data directory; make it 0700"
        );
    }
    #[cfg(not(unix))]
    let _ = (root, leave);
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::io;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::{Path, PathBuf};

    const OTHERS: u32 = 0o077;

    pub(super) fn protect(root: &Path, leave: &dyn Fn(&Path) -> bool) -> io::Result<()> {
        let mut waiting: Vec<PathBuf> = vec![fs::canonicalize(root)?];
        let mut failed = None;
        while let Some(path) = waiting.pop() {
            let facts = match fs::symlink_metadata(&path) {
                // Files come and go while another process works here.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                facts => facts?,
            };
            if facts.is_symlink() || leave(&path) {
                continue;
            }
            let mode = facts.permissions().mode();
            if mode & OTHERS != 0
                && let Err(error) = fs::set_permissions(&path, Permissions::from_mode(mode & !OTHERS))
                && error.kind() != io::ErrorKind::NotFound
            {
                failed.get_or_insert(error);
            }
            if facts.is_dir() {
                for entry in fs::read_dir(&path)? {
                    waiting.push(entry?.path());
                }
            }
        }
        failed.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_private_and_what_was_open_becomes_so() {
        let outside = tempfile::tempdir().unwrap();
        let other = outside.path().join("theirs");
        fs::write(&other, "x").unwrap();
        fs::set_permissions(&other, Permissions::from_mode(0o644)).unwrap();

        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        make_dir(&data.join("recordings/ab")).unwrap();
        open(&data.join("recordings/gate.lock")).unwrap();
        assert_eq!(mode(&data), 0o700);
        assert_eq!(mode(&data.join("recordings/gate.lock")), 0o600);

        for (name, was) in [
            ("salesbook.sqlite", 0o644),
            ("recordings/ab/abcd", 0o664),
            ("model.bin", 0o644),
        ] {
            fs::write(data.join(name), "x").unwrap();
            fs::set_permissions(data.join(name), Permissions::from_mode(was)).unwrap();
        }
        for wide in [data.join("recordings"), data.clone()] {
            fs::set_permissions(wide, Permissions::from_mode(0o755)).unwrap();
        }
        std::os::unix::fs::symlink(&other, data.join("link")).unwrap();
        protect(&data, |path| path.ends_with("model.bin"));
        assert_eq!(mode(&data), 0o700);
        assert_eq!(mode(&data.join("recordings")), 0o700);
        assert_eq!(mode(&data.join("salesbook.sqlite")), 0o600);
        assert_eq!(mode(&data.join("recordings/ab/abcd")), 0o600);
        assert_eq!(mode(&data.join("model.bin")), 0o644);
        assert_eq!(mode(&other), 0o644);
    }
}
