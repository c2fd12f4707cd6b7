//! A small disk that really fills up.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

/// A file system of a few megabytes.
pub struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// Mounts one of so many megabytes; without the right to, it says so and there is none.
    pub fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"])
            .arg(folder.path())
            .output();
        match mounted {
            Ok(done) if done.status.success() => Some(Self(folder)),
            other => {
                eprintln!(
                    "NO SMALL DISK: a tmpfs cannot be mounted ({other:?}). The database's own limit stands in for a \
                     full disk; uploads to a full disk are not tried."
                );
                None
            }
        }
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Takes all the room there is.
    pub fn fill(&self) {
        let mut file = self.filling();
        for piece in [64 * 1024, 4096, 1] {
            while file.write_all(&vec![0; piece]).is_ok() {}
        }
    }

    /// Takes so many megabytes.
    pub fn take(&self, megabytes: usize) {
        self.filling()
            .write_all(&vec![0; megabytes * 1024 * 1024])
            .unwrap();
    }

    /// Gives all of that back.
    pub fn free(&self) {
        std::fs::remove_file(self.filler()).unwrap();
    }

    fn filling(&self) -> File {
        File::options()
            .append(true)
            .create(true)
            .open(self.filler())
            .unwrap()
    }

    fn filler(&self) -> std::path::PathBuf {
        self.path().join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}
