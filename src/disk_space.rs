//! How much room there is on a disk, and how much of it is kept back.
//!
//! Decides what an amount of a disk is ([`Amount`], `2%` or `500 MB`) and that files from outside are refused before they
//! would eat into what is kept back ([`Reserve`]): what people type, their scores and the backup's last page must still
//! fit when a folder of calls does not. Leaves what a full disk is told as to [`crate::error`], and when a scarce one is
//! worth a warning to `health`.

use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};

/// What is free where a folder lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiskSpace {
    /// Bytes this process may still write.
    pub free: u64,
    /// Bytes of the whole disk.
    pub total: u64,
    /// Files that may still be made, and how many there may be; nothing where the file system does not count them.
    pub files: Option<(u64, u64)>,
}

impl DiskSpace {
    /// Of the disk this folder lies on, or would lie on when it were made. Blocks, for long where a network is the disk.
    pub fn from_folder(folder: &Path) -> io::Result<Self> {
        let found = match rustix::fs::statvfs(folder) {
            Err(rustix::io::Errno::NOENT) => match folder.parent() {
                Some(above) if above.as_os_str().is_empty() => return Self::from_folder(Path::new(".")),
                Some(above) => return Self::from_folder(above),
                None => return Err(rustix::io::Errno::NOENT.into()),
            },
            found => found?,
        };
        Ok(Self {
            free: found.f_bavail.saturating_mul(found.f_frsize),
            total: found.f_blocks.saturating_mul(found.f_frsize),
            files: (found.f_files > 0).then_some((found.f_favail, found.f_files)),
        })
    }
}

/// So much of a disk: `2%`, `500 MB`, `0`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// Bytes, whatever the disk's size.
    Bytes(u64),
    /// A part of the disk, from 0 to 1.
    Share(f64),
}

impl Amount {
    /// In bytes, on a disk of this size.
    pub fn of(self, total: u64) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Share(share) => (total as f64 * share) as u64,
        }
    }
}

/// It is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an amount such as 2% or 500 MB")]
pub struct BadAmount;

impl FromStr for Amount {
    type Err = BadAmount;
    fn from_str(text: &str) -> Result<Self, BadAmount> {
        let text = text.trim();
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = text[digits.len()..].trim().to_ascii_uppercase();
        let number: f64 = digits.trim().parse().map_err(|_| BadAmount)?;
        if !number.is_finite() || number < 0.0 {
            return Err(BadAmount);
        }
        let bytes = |factor: f64| Ok(Self::Bytes((number * factor) as u64));
        match unit.as_str() {
            "%" if number <= 100.0 => Ok(Self::Share(number / 100.0)),
            "" if number == 0.0 => Ok(Self::Bytes(0)),
            "MB" => bytes(1e6),
            "GB" => bytes(1e9),
            "TB" => bytes(1e12),
            _ => Err(BadAmount),
        }
    }
}

/// What is kept back on the disks that files from outside go to. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Reserve {
    folders: Arc<[PathBuf]>,
    amount: Amount,
}

impl Reserve {
    /// So much on the disk of each of these folders.
    pub fn new(folders: impl IntoIterator<Item = PathBuf>, amount: Amount) -> Self {
        Self {
            folders: folders.into_iter().collect(),
            amount,
        }
    }

    /// Is there room for so many bytes beside it? A disk that does not say how much is free is no reason to refuse. Code:
    /// `disk-reserve`.
    pub async fn spare(&self, bytes: u64) -> Result<()> {
        let reserve = self.clone();
        let checked = tokio::task::spawn_blocking(move || reserve.check(bytes));
        checked.await.map_err(Error::internal)?
    }

    fn check(&self, bytes: u64) -> Result<()> {
        for disk in self
            .folders
            .iter()
            .filter_map(|folder| DiskSpace::from_folder(folder).ok())
        {
            let kept = self.amount.of(disk.total);
            if kept > 0 && disk.free < kept.saturating_add(bytes) {
                return Err(Error::new(ErrorKind::DiskFull, "disk-reserve")
                    .with("free", disk.free / 1_000_000)
                    .with("kept", kept.div_ceil(1_000_000)));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_parts_of_a_disk_or_bytes() {
        for (text, of_a_hundred_gb) in [
            ("2%", 2_000_000_000),
            ("0.5 %", 500_000_000),
            ("100%", 100_000_000_000),
            ("500 MB", 500_000_000),
            ("1.5gb", 1_500_000_000),
            ("1 TB", 1_000_000_000_000),
            ("0", 0),
            ("0%", 0),
        ] {
            let amount: Amount = text.parse().unwrap();
            assert_eq!(amount.of(100_000_000_000), of_a_hundred_gb, "{text}");
        }
        for bad in [
            "",
            "2",
            "101%",
            "-1%",
            "much",
            "5 parsecs",
            "NaN%",
            "1e400 MB",
            "inf",
            "% 2",
        ] {
            assert_eq!(bad.parse::<Amount>(), Err(BadAmount), "{bad}");
        }
    }

    #[test]
    fn a_folder_that_is_not_there_yet_would_lie_on_the_disk_above() {
        let folder = tempfile::tempdir().unwrap();
        let (here, below) = (
            DiskSpace::from_folder(folder.path()),
            DiskSpace::from_folder(&folder.path().join("a/b")),
        );
        assert_eq!(here.unwrap().total, below.unwrap().total);
        assert!(DiskSpace::from_folder(Path::new("not-there-yet")).unwrap().total > 0);
    }

    #[test]
    fn what_would_eat_into_the_reserve_is_refused_with_both_figures() {
        let folder = tempfile::tempdir().unwrap();
        let reserve = |text: &str| Reserve::new([folder.path().to_owned()], text.parse().unwrap());
        reserve("0").check(u64::MAX).unwrap();
        reserve("0.0001%").check(0).unwrap();
        let refused = reserve("0.0001%").check(u64::MAX / 2).unwrap_err();
        assert_eq!((refused.kind().status(), refused.code()), (507, "disk-reserve"));
        assert_eq!(reserve("100%").check(0).unwrap_err().code(), "disk-reserve");
    }
}
