//! A copy of the database before every migration: the way back when a new version has to be taken off again.

use std::path::{Path, PathBuf};

use super::error::{ErrorPath as _, blocking};
use super::{BackupError, archive, files, space};
use crate::db::{Db, newest_schema};
use crate::time::Timestamp;

/// So many copies are kept.
const KEPT: usize = 3;
const PREFIX: &str = "before-";

/// Copies the database into `dir` when a migration is due, as `before-<version>-<time>.sqlite`, whichever database it is;
/// returns where. Without a copy nothing is migrated: an error here is the caller's end.
pub async fn before_migration(db: &Db, dir: &Path, now: Timestamp) -> Result<Option<PathBuf>, BackupError> {
    let version = newest_schema();
    // A database without tables, or one that is up to date.
    if db.schema_version().await?.is_none_or(|found| found >= version) {
        return Ok(None);
    }
    let bytes = db.copy_bytes().await?;
    let name = format!("{PREFIX}{version}-{}.sqlite", archive::stamp(now));
    let (to, growing) = (dir.join(&name), dir.join(format!(".{name}.part")));
    let (folder, part) = (dir.to_owned(), growing.clone());
    blocking(move || {
        files::folder(&folder)?;
        space::require(&folder, bytes)?;
        if part.exists() {
            std::fs::remove_file(&part).at(&part)?;
        }
        Ok(())
    })
    .await?;
    let copied = db.copy_to(&growing).await;
    if copied.is_err() {
        let _ = std::fs::remove_file(&growing);
    }
    copied?;
    let dir = dir.to_owned();
    blocking(move || {
        files::private(&growing)?;
        std::fs::rename(&growing, &to).at(&to)?;
        files::sync(&dir)?;
        forget(&dir)?;
        Ok(Some(to))
    })
    .await
}

/// How many copies of the database from before an update lie in `dir`. Blocks.
pub fn copies_before_migrations(dir: &Path) -> usize {
    copies(dir).map_or(0, |copies| copies.len())
}

/// Removes all but the newest copies.
fn forget(dir: &Path) -> Result<(), BackupError> {
    for old in copies(dir)?.iter().rev().skip(KEPT) {
        std::fs::remove_file(old).at(old)?;
    }
    Ok(())
}

/// The copies, the oldest first.
fn copies(dir: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let mut copies = Vec::new();
    for entry in std::fs::read_dir(dir).at(dir)? {
        let entry = entry.at(dir)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(PREFIX) && Path::new(&name).extension().is_some_and(|it| it == "sqlite") {
            copies.push(entry.path());
        }
    }
    copies.sort();
    Ok(copies)
}
