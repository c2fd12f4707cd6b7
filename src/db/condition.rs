//! How the database itself is: its connections, what failed lately, whether its file is sound.
//!
//! Decides which failures are counted ([`ERRORS`]) and that a SQLite file which said it is damaged is remembered as such
//! until somebody looks through it. What follows from all that is left to `health`.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use sqlx::{ConnectOptions as _, Connection as _};

use super::error::is_damage;
use super::outage::ProbeConnection;
use super::{DatabasePool, Db, DbError};

/// Failed statements and connections, by `kind`; see [`ERROR_KINDS`].
pub const ERRORS: &str = "salesbook_database_errors_total";
/// The kinds that are counted: refusals of a constraint are none, and a row that is not there is none.
pub const ERROR_KINDS: [&str; 6] = ["away", "full", "busy", "damaged", "schema", "other"];

/// Operations of SQLite's machine between two looks at the clock.
const STEPS: i32 = 200_000;

/// The connections of the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// Open now.
    pub open: u32,
    /// Of these, nobody's.
    pub idle: u32,
    /// Open at most.
    pub most: u32,
}

impl Db {
    /// The connections of the pool.
    pub fn connections(&self) -> Connections {
        let (open, idle, most) = match &self.pool {
            DatabasePool::Sqlite(pool) => {
                (pool.size(), pool.num_idle(), pool.options().get_max_connections())
            }
            #[cfg(feature = "postgres")]
            DatabasePool::Postgres(pool) => {
                (pool.size(), pool.num_idle(), pool.options().get_max_connections())
            }
        };
        Connections {
            open,
            idle: u32::try_from(idle).unwrap_or(u32::MAX),
            most,
        }
    }

    /// Has a statement met a damaged page, and nobody looked through the file since?
    pub fn has_met_damage(&self) -> bool {
        self.outage.damage().load(Ordering::Acquire)
    }

    /// SQLite's own look through the whole file, on a connection of its own, beside everybody: what is wrong, a sentence
    /// each. PostgreSQL tells how often a page did not fit its sum, where it keeps sums. Nothing when it takes longer than
    /// `patience`.
    pub async fn check_whole(&self, patience: Duration) -> Result<Option<Vec<String>>, DbError> {
        let found = match self.outage.probe() {
            ProbeConnection::Sqlite(options) => {
                let until = Instant::now() + patience;
                let checked = async {
                    let mut connection = options.clone().connect().await?;
                    let mut handle = connection.lock_handle().await?;
                    handle.set_progress_handler(STEPS, move || Instant::now() < until);
                    drop(handle);
                    let lines: Vec<(String,)> = sqlx::query_as("PRAGMA quick_check(20)")
                        .fetch_all(&mut connection)
                        .await?;
                    connection.close().await?;
                    Ok(lines)
                };
                match checked.await {
                    Ok(lines) => {
                        let faults = lines.into_iter().map(|(line,)| line);
                        Some(faults.filter(|line| line != "ok").collect())
                    }
                    // It is so damaged that it cannot be looked through.
                    Err(error) if is_damage(&error) => Some(vec![error.to_string()]),
                    Err(_) if Instant::now() >= until => None,
                    Err(error) => return Err(error.into()),
                }
            }
            #[cfg(feature = "postgres")]
            ProbeConnection::Postgres(_) => {
                let mut tx = self.read().await?;
                let failures: Option<i64> = tx
                    .query(
                        "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()",
                    )
                    .scalar()
                    .await?;
                let failures = failures.filter(|count| *count > 0);
                Some(
                    failures
                        .map(|count| format!("{count} pages did not fit their checksum"))
                        .into_iter()
                        .collect(),
                )
            }
        };
        if found.as_ref().is_some_and(Vec::is_empty) {
            self.outage.damage().store(false, Ordering::Release);
        }
        Ok(found)
    }
}

/// Counts a failure.
pub(super) fn count(error: &DbError) {
    let kind = match error {
        DbError::NotFound | DbError::Constraint { .. } | DbError::Affected { .. } | DbError::Unusable(_) => {
            return;
        }
        DbError::Away(_) => "away",
        DbError::DiskFull(_) => "full",
        DbError::Busy(_) => "busy",
        DbError::Migrate(_) => "schema",
        DbError::Driver(error) if is_damage(error) => "damaged",
        DbError::Driver(_) => "other",
    };
    metrics::counter!(ERRORS, "kind" => kind).increment(1);
}
