//! Deleted for good: what was deleted is not left lying in the database's files either.
//!
//! SQLite keeps deleted rows in free pages and, until they are written over, in its write-ahead log: the file is
//! written anew (`VACUUM`) and the log emptied. PostgreSQL keeps dead rows in a table's file: the table is written anew
//! (`VACUUM FULL`), or at least freed for reuse where somebody holds it for too long. What a server's own log, its
//! replicas and its archives keep is not ours to empty; neither are the free blocks of a disk.

use std::time::Duration;

#[cfg(feature = "postgres")]
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqlitePool;

use super::{Db, DbError, Pool};

/// How often the log is tried to be emptied while somebody reads an old state.
const TRIES: usize = 6;
const PAUSE: Duration = Duration::from_millis(200);

/// How far the traces are gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scoured {
    /// SQLite: the file was written anew and the log is empty.
    File,
    /// PostgreSQL: the tables were written anew; the server's own log and archives age by themselves.
    Tables,
    /// Somebody held the database for too long: what was deleted may still lie in its files.
    Held,
}

impl Db {
    /// Writes the database anew without what was deleted from these tables.
    pub async fn scour(&self, tables: &[&'static str]) -> Result<Scoured, DbError> {
        match &self.pool {
            Pool::Sqlite(pool) => {
                let _ = tables;
                sqlx::query("VACUUM").execute(pool).await?;
                empty_log(pool).await
            }
            #[cfg(feature = "postgres")]
            Pool::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                sqlx::query("SET lock_timeout = '10s'")
                    .execute(&mut *connection)
                    .await?;
                let mut done = Scoured::Tables;
                for table in tables {
                    let whole = AssertSqlSafe(format!("VACUUM (FULL) \"{table}\""));
                    if let Err(error) = sqlx::raw_sql(whole).execute(&mut *connection).await {
                        tracing::warn!(table, %error, "a table could not be written anew; its space is freed for reuse");
                        done = Scoured::Held;
                        let freed = AssertSqlSafe(format!("VACUUM \"{table}\""));
                        sqlx::raw_sql(freed).execute(&mut *connection).await?;
                    }
                }
                sqlx::query("RESET lock_timeout")
                    .execute(&mut *connection)
                    .await?;
                Ok(done)
            }
        }
    }

    /// Empties SQLite's write-ahead log into the file; nothing on PostgreSQL.
    pub async fn empty_log(&self) -> Result<Scoured, DbError> {
        match &self.pool {
            Pool::Sqlite(pool) => empty_log(pool).await,
            #[cfg(feature = "postgres")]
            Pool::Postgres(_) => Ok(Scoured::Tables),
        }
    }
}

async fn empty_log(pool: &SqlitePool) -> Result<Scoured, DbError> {
    for _ in 0..TRIES {
        let (busy, _, _): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(pool)
            .await?;
        if busy == 0 {
            return Ok(Scoured::File);
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(Scoured::Held)
}
