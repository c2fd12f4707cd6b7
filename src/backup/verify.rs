//! Is a backup whole? Do the rows and the files of the service belong together?

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::error::{ErrorPath as _, blocking};
use super::make::BackupSource;
use super::manifest::{self, DATABASE, Manifest};
use super::{BackupError, files};
use crate::db::{Db, newest_schema, transfer};
use crate::recordings::store;

/// What a look through has found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// Rows of all tables.
    pub rows: i64,
    /// Recordings.
    pub recordings: usize,
    /// Files that were looked at.
    pub files: usize,
    /// What is wrong, a sentence each.
    pub faults: Vec<String>,
    /// What is strange and harms nothing, a sentence each.
    pub notes: Vec<String>,
}

/// Looks through a backup: every file against its hash, the database's copy by itself and against the files.
pub async fn verify_backup(backup: &Path) -> Result<(Manifest, Findings), BackupError> {
    let path = backup.to_owned();
    let (manifest, mut found) = blocking(move || {
        let manifest = Manifest::read(&path)?;
        let mut found = Findings::default();
        for piece in manifest.pieces() {
            found.files += 1;
            found
                .faults
                .extend(files::differs(&manifest::under(&path, &piece.file), piece));
        }
        Ok((manifest, found))
    })
    .await?;
    for lost in &manifest.lost {
        found.notes.push(format!(
            "recording {}: {} when the backup was made",
            lost.recording, lost.why
        ));
    }
    if manifest.schema > newest_schema() {
        found.notes.push(format!(
            "the database is of a newer Salesbook ({}): its rows were not looked at",
            manifest.program
        ));
        return Ok((manifest, found));
    }
    // A copy that is not the one that was saved says nothing.
    if found.faults.iter().all(|fault| !fault.starts_with(DATABASE)) {
        copy(&backup.join(DATABASE), &manifest, &mut found).await?;
    }
    Ok((manifest, found))
}

async fn copy(path: &Path, manifest: &Manifest, found: &mut Findings) -> Result<(), BackupError> {
    let db = Db::open_copy(path).await?;
    found.faults.extend(db.faults().await?);
    let rows: BTreeMap<String, i64> = transfer::rows(&db).await?.into_iter().collect();
    found.rows = rows.values().sum();
    if rows != manifest.rows {
        found
            .faults
            .push("the tables have other numbers of rows than the manifest says".to_owned());
    }
    let mut tx = db.read().await?;
    let recordings = store::kept_files(&mut tx).await?;
    drop(tx);
    db.close().await;
    found.recordings = recordings.len();
    let files: BTreeSet<&str> = manifest.recordings.iter().map(|it| it.file.as_str()).collect();
    let lost: BTreeSet<&str> = manifest.lost.iter().map(|it| it.recording.as_str()).collect();
    for row in recordings {
        let there = files.contains(manifest::recording(&row.file_hash).as_str());
        if !there && !lost.contains(row.id.as_str()) {
            found
                .faults
                .push(format!("recording {} has no file in the backup", row.id));
        }
    }
    Ok(())
}

/// Looks through the service as it is: the database by itself, every row's file, every file's row; with `contents` also
/// whether each file holds what its name says. Nobody can bring or delete a recording for the moment of the comparison.
pub async fn verify_service(origin: &BackupSource, contents: bool) -> Result<Findings, BackupError> {
    let mut found = Findings {
        faults: origin.db.faults().await?,
        ..Findings::default()
    };
    found.rows = transfer::rows(&origin.db)
        .await?
        .iter()
        .map(|(_, rows)| rows)
        .sum();
    let gate = origin.blobs.gate().await.at(&origin.recordings)?;
    let mut tx = origin.db.read().await?;
    let rows = store::kept_files(&mut tx).await?;
    drop(tx);
    let (blobs, recordings) = (origin.blobs.clone(), origin.recordings.clone());
    let hashes = blocking(move || blobs.hashes().at(&recordings)).await?;
    drop(gate);
    found.recordings = rows.len();
    found.files = hashes.len();
    let mut orphans: BTreeSet<String> = hashes.into_iter().collect();
    for row in &rows {
        orphans.remove(&row.file_hash);
    }
    for hash in orphans {
        found.notes.push(format!("file {hash}: no recording has it"));
    }
    let blobs = origin.blobs.clone();
    let faults = blocking(move || {
        let faults = rows.into_iter().filter_map(|row| {
            let path = blobs.path(&row.file_hash);
            let why = match std::fs::metadata(&path) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => "is missing".to_owned(),
                Err(error) => format!("cannot be read ({error})"),
                Ok(file) if file.len() != row.bytes.unsigned_abs() => {
                    format!("has {} bytes instead of {}", file.len(), row.bytes)
                }
                Ok(_) if contents => match files::weigh(&path) {
                    Ok(Some((_, hash))) if hash == row.file_hash => return None,
                    Ok(Some(_)) => "holds something else than when it was brought".to_owned(),
                    // Deleted while we looked.
                    Ok(None) => return None,
                    Err(error) => format!("cannot be read ({error})"),
                },
                Ok(_) => return None,
            };
            Some(format!(
                "recording {} ({}): its file {} {why}",
                row.id, row.file_name, row.file_hash
            ))
        });
        Ok(faults.collect::<Vec<_>>())
    })
    .await?;
    found.faults.extend(faults);
    Ok(found)
}
