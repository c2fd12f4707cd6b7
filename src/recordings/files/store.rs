//! SQL of rows and their files.

use super::{FileFault, FileHealth, FileSweep};
use crate::db::{DbError, Tx};
use crate::id::{InstallationId, RecordingId};
use crate::time::Timestamp;

/// The hashes of every recording's file.
pub async fn hashes(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    let rows: Vec<(String,)> = tx.query("SELECT file_hash FROM recordings").all().await?;
    Ok(rows.into_iter().map(|(hash,)| hash).collect())
}

/// The installation the database belongs to, once it is known.
pub async fn installation(tx: &mut Tx) -> Result<Option<InstallationId>, DbError> {
    let row: Option<(InstallationId,)> = tx.query("SELECT id FROM installation").optional().await?;
    Ok(row.map(|(id,)| id))
}

/// Says which installation the database belongs to, unless it is known; returns the one it belongs to now.
pub async fn found_installation(
    tx: &mut Tx,
    id: &InstallationId,
    now: Timestamp,
) -> Result<InstallationId, DbError> {
    tx.query(
        "INSERT INTO installation (only_one, id, created_at) VALUES (1, $1, $2) ON CONFLICT (only_one) DO NOTHING",
    )
    .bind_all((id, now))
    .execute()
    .await?;
    tx.query("SELECT id FROM installation").scalar().await
}

/// Keeps what a comparison of all files has found.
pub async fn swept(tx: &mut Tx, unknown_files: usize, now: Timestamp) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO file_sweeps (only_one, swept_at, unknown_files) VALUES (1, $1, $2)
         ON CONFLICT (only_one) DO UPDATE SET swept_at = excluded.swept_at, unknown_files = excluded.unknown_files",
    )
    .bind_all((now, unknown_files as i64))
    .execute_exactly(1)
    .await
}

/// What the last comparison of all files has found.
pub async fn sweep(tx: &mut Tx) -> Result<Option<FileSweep>, DbError> {
    tx.query("SELECT swept_at, unknown_files FROM file_sweeps")
        .optional()
        .await
}

/// A recording's file, as the checks need it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FileRow {
    /// The recording.
    pub id: RecordingId,
    /// Its hash.
    pub file_hash: String,
    /// Its size.
    pub bytes: i64,
    /// What is known to be wrong.
    pub fault: Option<FileFault>,
}

/// The file of every recording.
pub async fn files(tx: &mut Tx) -> Result<Vec<FileRow>, DbError> {
    tx.query(
        "SELECT r.id, r.file_hash, r.bytes, f.fault FROM recordings r LEFT JOIN recording_files f ON f.recording_id = r.id",
    )
    .all()
    .await
}

/// The files not read through since `before`, those never read first, then those read longest ago.
pub async fn due(tx: &mut Tx, before: Timestamp, limit: usize) -> Result<Vec<FileRow>, DbError> {
    tx.query(
        "SELECT r.id, r.file_hash, r.bytes, f.fault FROM recordings r LEFT JOIN recording_files f ON f.recording_id = r.id
         WHERE f.checked_at IS NULL OR f.checked_at < $1 ORDER BY COALESCE(f.checked_at, 0), r.id LIMIT $2",
    )
    .bind_all((before, limit as i64))
    .all()
    .await
}

/// Keeps what a look from outside has shown; when the file was read through stays. Nothing when the recording is gone.
pub async fn looked(
    tx: &mut Tx,
    id: &RecordingId,
    fault: Option<FileFault>,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO recording_files (recording_id, fault, fault_at, checked_at)
         SELECT id, $2, $3, NULL FROM recordings WHERE id = $1
         ON CONFLICT (recording_id) DO UPDATE SET fault = excluded.fault, fault_at = excluded.fault_at",
    )
    .bind_all((id, fault, fault.map(|_| now)))
    .execute()
    .await
    .map(drop)
}

/// Keeps what reading a file through has shown. A fault that was known keeps its time. Nothing when the recording is gone.
pub async fn checked(
    tx: &mut Tx,
    id: &RecordingId,
    fault: Option<FileFault>,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO recording_files (recording_id, fault, fault_at, checked_at)
         SELECT id, $2, $3, $4 FROM recordings WHERE id = $1
         ON CONFLICT (recording_id) DO UPDATE SET checked_at = excluded.checked_at,
             fault_at = CASE WHEN recording_files.fault = excluded.fault THEN recording_files.fault_at
                             ELSE excluded.fault_at END,
             fault = excluded.fault",
    )
    .bind_all((id, fault, fault.map(|_| now), now))
    .execute()
    .await
    .map(drop)
}

/// What is known to be wrong with a recording's file.
pub async fn fault(tx: &mut Tx, id: &RecordingId) -> Result<Option<FileFault>, DbError> {
    let row: Option<(Option<FileFault>,)> = tx
        .query("SELECT fault FROM recording_files WHERE recording_id = $1")
        .bind(id)
        .optional()
        .await?;
    Ok(row.and_then(|(fault,)| fault))
}

/// A recording whose file is not as it should be, for the administrator.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FaultyFile {
    /// The recording.
    pub id: RecordingId,
    /// What is wrong.
    pub fault: FileFault,
    /// Since when that is known.
    pub fault_at: Timestamp,
    /// The name the file was brought under.
    pub file_name: String,
    /// Its size.
    pub bytes: i64,
    /// Whose call.
    pub manager_name: String,
    /// When the call was.
    pub called_at: Timestamp,
}

/// The recordings whose files are not as they should be, at most `limit`, the newest call first.
pub async fn faulty(tx: &mut Tx, limit: usize) -> Result<Vec<FaultyFile>, DbError> {
    tx.query(
        "SELECT r.id, f.fault, f.fault_at, r.file_name, r.bytes, p.name AS manager_name, r.called_at
         FROM recording_files f JOIN recordings r ON r.id = f.recording_id JOIN people p ON p.id = r.manager_id
         WHERE f.fault IS NOT NULL ORDER BY r.called_at DESC, r.id DESC LIMIT $1",
    )
    .bind(limit as i64)
    .all()
    .await
}

/// How all files are, as far as it is known.
pub async fn health(tx: &mut Tx) -> Result<FileHealth, DbError> {
    let (recordings,): (i64,) = tx.query("SELECT COUNT(*) FROM recordings").one().await?;
    let (checked, oldest_check): (i64, Option<Timestamp>) = tx
        .query("SELECT COUNT(checked_at), MIN(checked_at) FROM recording_files")
        .one()
        .await?;
    let faults: Vec<(FileFault, i64)> = tx
        .query("SELECT fault, COUNT(*) FROM recording_files WHERE fault IS NOT NULL GROUP BY fault")
        .all()
        .await?;
    let count = |wanted| {
        let found = faults.iter().find(|(fault, _)| *fault == wanted);
        found.map_or(0, |(_, count)| *count)
    };
    Ok(FileHealth {
        recordings,
        missing: count(FileFault::Missing),
        damaged: count(FileFault::Damaged),
        unchecked: recordings - checked,
        oldest_check,
        sweep: sweep(tx).await?,
    })
}
