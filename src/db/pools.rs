//! How connections are opened, looked at before they are used again, and given back.
//!
//! Decides what makes a commit last and that no connection goes back to its pool in the middle of a transaction. SQLite
//! rolls a transaction back by itself when the disk is full; the driver goes on counting it, and whatever came next on that
//! connection would be a savepoint inside a transaction of its own making: pages of long ago, and a write-ahead log
//! that grows for ever. Such a connection is closed.
//!
//! `synchronous=FULL`: a commit is on the disk before it is acknowledged. With `NORMAL`, which is faster, 12 of 12 power
//! cuts lost acknowledged commits, some of them seventeen seconds old; with `FULL` none of 3,466 was lost, and a commit
//! costs 0.29 ms instead of 0.03 ms (an NVMe disk; one flush of the disk more).
//!
//! A database file that was moved or replaced under the service is let go: nothing is written into a file that nobody will
//! look for, and none is made in its place.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::Connection;
#[cfg(feature = "postgres")]
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};

/// Waited for a connection, and by SQLite for another writer.
const PATIENCE: Duration = Duration::from_secs(10);
/// A connection that does not answer in this time when it is given back is broken.
const RELEASE_PATIENCE: Duration = Duration::from_secs(5);

/// The options of every connection to this file, which must be there.
pub(super) fn sqlite_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
}

/// Holds the folder of a file against every other program that does the same, until what this returns is dropped; nothing to
/// hold for a database in memory.
pub(super) async fn alone(file: &Path) -> Result<Option<File>, sqlx::Error> {
    let Some(folder) = file.parent().filter(|_| file.is_file()) else {
        return Ok(None);
    };
    // A name without a folder lies in the one we are in.
    let here = folder.as_os_str().is_empty();
    let folder = if here { Path::new(".") } else { folder }.to_owned();
    let held = tokio::task::spawn_blocking(move || {
        let folder = File::open(folder)?;
        folder.lock()?;
        Ok(Some(folder))
    });
    held.await
        .unwrap_or_else(|error| Err(io::Error::other(error)))
        .map_err(sqlx::Error::Io)
}

/// Makes the file if need be and opens it, alone: a new file is made a write-ahead one by its first connection, and
/// SQLite tells two that try it at once "locked" without any patience. The connection that comes with the pool is kept
/// aside until the end: were the last one closed while the disk is full, there would be no room to begin the
/// write-ahead log anew, not even for reading.
pub(super) async fn sqlite(path: &Path) -> Result<(SqlitePool, SqliteConnection), sqlx::Error> {
    let alone = alone(path).await?;
    let kept = sqlite_options(path).create_if_missing(true).connect().await?;
    drop(alone);
    let opened = Arc::new(AtomicU64::new(number(path)));
    let (of_new, of_used) = ((path.to_owned(), Arc::clone(&opened)), (path.to_owned(), opened));
    let pool = SqlitePoolOptions::new()
        .max_connections(8)
        .acquire_timeout(PATIENCE)
        .after_connect(move |_, _| {
            of_new.1.store(number(&of_new.0), Ordering::Release);
            Box::pin(async { Ok(()) })
        })
        .before_acquire(move |_, _| {
            let there = is_still(&of_used);
            Box::pin(async move { Ok(there) })
        })
        .after_release(|connection, _| Box::pin(is_clean(connection)))
        .connect_with(sqlite_options(path).optimize_on_close(true, None))
        .await?;
    Ok((pool, kept))
}

/// Connects to a server.
#[cfg(feature = "postgres")]
pub(super) async fn postgres(options: PgConnectOptions, connections: u32) -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        // Compiling the statement of the list of recordings takes longer than running it a hundred times.
        .after_connect(|connection, _| {
            Box::pin(async move { sqlx::query("SET jit = off").execute(connection).await.map(drop) })
        })
        .after_release(|connection, _| Box::pin(is_clean(connection)))
        .connect_with(options)
        .await
}

/// Is the connection between transactions? What was asked of it before, also the rollback of a transaction that was
/// dropped, is done before it answers.
async fn is_clean<C: Connection>(connection: &mut C) -> Result<bool, sqlx::Error> {
    match tokio::time::timeout(RELEASE_PATIENCE, connection.ping()).await {
        Ok(answer) => answer?,
        Err(_) => return Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())),
    }
    let clean = !connection.is_in_transaction();
    if !clean {
        tracing::warn!("a transaction could not be ended; its connection is closed");
    }
    Ok(clean)
}

/// Is the file that was opened still where it was?
fn is_still((path, opened): &(PathBuf, Arc<AtomicU64>)) -> bool {
    number(path) == opened.load(Ordering::Acquire)
}

/// The file's number on its disk; 0 when there is none.
fn number(path: &Path) -> u64 {
    #[cfg(unix)]
    let number = |file: std::fs::Metadata| std::os::unix::fs::MetadataExt::ino(&file);
    #[cfg(not(unix))]
    let number = |_| 1;
    std::fs::metadata(path).map_or(0, number)
}
