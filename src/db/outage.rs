//! Whether the database is there at all.
//!
//! Decides when it counts as away: something failed as it fails without a database, or went on for a second, and a
//! connection of its own beside the pool finds nobody either. While it is away every transaction is refused at once
//! ([`DbError::Away`]) instead of waiting for the pool's patience, so that pages which can do without it come as fast as
//! ever; it is looked for once a second. A database that is only slow or busy is not away. Also finds out whether a disk
//! fault of SQLite's is a full disk. Leaves what to do without a database to whoever asked.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[cfg(feature = "postgres")]
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::watch;

use super::DbError;
use super::condition::count;
use super::error::{absent, is_damage, may_be_full, says_full};

/// What takes longer makes one look whether the database is there.
const SLOW: Duration = Duration::from_secs(1);
/// A database that does not answer in this time is not there.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often a database that is away is looked for.
const AGAIN: Duration = Duration::from_secs(1);
/// Bytes written to find out whether a disk has room: more than SQLite adds at once.
const PROBE_BYTES: usize = 256 * 1024;

/// How the database is reached beside the pool.
#[derive(Debug, Clone)]
pub(super) enum ProbeConnection {
    /// The file.
    Sqlite(SqliteConnectOptions),
    /// The server.
    #[cfg(feature = "postgres")]
    Postgres(PgConnectOptions),
}

/// What is known of the database's presence. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Outage(Arc<OutageInner>);

#[derive(Debug)]
struct OutageInner {
    probe: ProbeConnection,
    away: watch::Sender<bool>,
    /// Somebody is looking already.
    looking: AtomicBool,
    /// A statement has met a damaged page.
    damage: AtomicBool,
}

impl Outage {
    /// A database that was there a moment ago.
    pub(super) fn watching(probe: ProbeConnection) -> Self {
        Self(Arc::new(OutageInner {
            probe,
            away: watch::Sender::new(false),
            looking: AtomicBool::new(false),
            damage: AtomicBool::new(false),
        }))
    }

    /// Is the database away, as far as is known?
    pub(super) fn is_away(&self) -> bool {
        *self.0.away.borrow()
    }

    /// Runs something that needs the database and gives up when the database is found to be away.
    pub(super) async fn watch<T>(
        &self,
        work: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, DbError> {
        let mut work = pin!(work);
        let done = tokio::select! {
            biased;
            done = &mut work => done,
            () = tokio::time::sleep(SLOW) => {
                self.suspect();
                let mut away = self.0.away.subscribe();
                tokio::select! {
                    biased;
                    done = &mut work => done,
                    _ = away.wait_for(|away| *away) => return Err(refused()),
                }
            }
        };
        match done {
            Ok(done) => Ok(done),
            Err(error) => Err(self.classify(error).await),
        }
    }

    /// How it is reached beside the pool.
    pub(super) fn probe(&self) -> &ProbeConnection {
        &self.0.probe
    }

    /// Whether a statement has met a damaged page.
    pub(super) fn damage(&self) -> &AtomicBool {
        &self.0.damage
    }

    /// An error as what it is; counted.
    async fn classify(&self, error: sqlx::Error) -> DbError {
        if is_damage(&error) && !self.0.damage.swap(true, Ordering::AcqRel) {
            tracing::error!(%error, "the database's file is damaged");
        }
        let told = self.named(error).await;
        count(&told);
        told
    }

    async fn named(&self, error: sqlx::Error) -> DbError {
        match DbError::from(error) {
            DbError::Away(error) if may_be_full(&error) && self.disk_is_full().await => {
                DbError::DiskFull(error)
            }
            DbError::Away(error) => {
                self.suspect();
                DbError::Away(error)
            }
            other => other,
        }
    }

    /// Fails at once while the database is away.
    pub(super) fn gate(&self) -> Result<(), DbError> {
        if self.is_away() { Err(refused()) } else { Ok(()) }
    }

    /// Looks whether the database is there; while it is not, again and again.
    fn suspect(&self) {
        if self.0.looking.swap(true, Ordering::AcqRel) {
            return;
        }
        let inner = Arc::clone(&self.0);
        tokio::spawn(async move {
            let mut since = None;
            // The last reference is this one: nobody wants to know any more.
            while Arc::strong_count(&inner) > 1 {
                match (inner.probe.answers().await, since) {
                    (Ok(()), None) => break,
                    (Ok(()), Some(since)) => {
                        let seconds = tokio::time::Instant::now().duration_since(since).as_secs();
                        tracing::warn!(seconds, "the database is back");
                        inner.away.send_replace(false);
                        break;
                    }
                    (Err(cause), None) => {
                        tracing::error!(cause, "the database is away");
                        inner.away.send_replace(true);
                        since = Some(tokio::time::Instant::now());
                    }
                    (Err(_), Some(_)) => {}
                }
                tokio::time::sleep(AGAIN).await;
            }
            // Not at once: a department whose reports are slow would make one look after each.
            tokio::time::sleep(AGAIN).await;
            inner.looking.store(false, Ordering::Release);
        });
    }

    async fn disk_is_full(&self) -> bool {
        let Some(folder) = self.0.probe.folder() else {
            return false;
        };
        // What SQLite sorts goes to the system's temporary files when there is much of it.
        let probed = tokio::task::spawn_blocking(move || {
            [folder, std::env::temp_dir()].into_iter().any(|folder| {
                let written =
                    tempfile::tempfile_in(folder).and_then(|mut file| file.write_all(&vec![0; PROBE_BYTES]));
                written.is_err_and(|error| says_full(&error))
            })
        });
        probed.await.unwrap_or(false)
    }
}

impl ProbeConnection {
    /// Does somebody answer? A server that is too busy for one more, or a file that is locked, is there.
    async fn answers(&self) -> Result<(), String> {
        match tokio::time::timeout(PATIENCE, self.knock()).await {
            Ok(Err(error)) if absent(&error) => Err(error.to_string()),
            Ok(_) => Ok(()),
            Err(_) => Err("no answer".to_owned()),
        }
    }

    async fn knock(&self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(options) => {
                let mut connection = options.connect().await?;
                sqlx::query("SELECT COUNT(*) FROM sqlite_schema")
                    .execute(&mut connection)
                    .await?;
                connection.close().await
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(options) => {
                let mut connection = options.connect().await?;
                connection.ping().await?;
                connection.close().await
            }
        }
    }

    /// Where the database's files are, when they are on this machine.
    fn folder(&self) -> Option<PathBuf> {
        match self {
            Self::Sqlite(options) => {
                let folder = options.get_filename().parent()?;
                Some(if folder.as_os_str().is_empty() {
                    PathBuf::from(".")
                } else {
                    folder.to_owned()
                })
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => None,
        }
    }
}

fn refused() -> DbError {
    let reason = "it was away a moment ago and has not come back";
    DbError::Away(sqlx::Error::Io(io::Error::new(
        io::ErrorKind::NotConnected,
        reason,
    )))
}
