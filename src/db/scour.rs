//! Deleted for good: what was deleted is not left lying in the database's files either.
//!
//! SQLite keeps deleted rows in free pages and, until they are written over, in its write-ahead log: the file is
//! written anew (`VACUUM`) and the log emptied. PostgreSQL keeps dead rows in a table's file: the table is written anew
//! (`VACUUM FULL`), or at least freed for reuse where somebody holds it for too long. What a server's own log, its
//! replicas and its archives keep is not ours to empty; neither are the free blocks of a disk.
//!
//! That is for an erasing that somebody asked for. What goes by itself at night is written over in its pages as it is deleted
//! ([`Tx::shred`](super::Tx::shred)), and its room is used again by what comes. It is given back to the disk
//! ([`Db::give_back`]) only when it is much, because writing waits for as long as that takes.

use std::time::Duration;

#[cfg(feature = "postgres")]
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqlitePool;

use super::{DatabasePool, Db, DbError};

/// How often the log is tried to be emptied while somebody reads an old state.
const TRIES: usize = 6;
const PAUSE: Duration = Duration::from_millis(200);

/// A file of which so many parts of a hundred are free, and so many pages at least, is written anew.
const MUCH_PERCENT: i64 = 25;
const MUCH_PAGES: i64 = 4096;

/// How far the traces are gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScourResult {
    /// SQLite: the file was written anew and the log is empty.
    File,
    /// PostgreSQL: the tables were written anew; the server's own log and archives age by themselves.
    Tables,
    /// Somebody held the database for too long: what was deleted may still lie in its files.
    Held,
}

impl Db {
    /// Writes the database anew without what was deleted from these tables.
    pub async fn scour(&self, tables: &[&'static str]) -> Result<ScourResult, DbError> {
        match &self.pool {
            DatabasePool::Sqlite(pool) => {
                let _ = tables;
                sqlx::query("VACUUM").execute(pool).await?;
                empty_log(pool).await
            }
            #[cfg(feature = "postgres")]
            DatabasePool::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                sqlx::query("SET lock_timeout = '10s'")
                    .execute(&mut *connection)
                    .await?;
                let mut done = ScourResult::Tables;
                for table in tables {
                    let whole = AssertSqlSafe(format!("VACUUM (FULL) \"{table}\""));
                    if let Err(error) = sqlx::raw_sql(whole).execute(&mut *connection).await {
                        tracing::warn!(table, %error, "a table could not be written anew; its space is freed for reuse");
                        done = ScourResult::Held;
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

    /// Gives the room of what was deleted back: to the disk where it is much of SQLite's file, to what comes into these
    /// tables on PostgreSQL. Says whether the file was written anew.
    pub async fn give_back(&self, tables: &[&'static str]) -> Result<bool, DbError> {
        match &self.pool {
            DatabasePool::Sqlite(pool) => {
                let _ = tables;
                let (free,): (i64,) = sqlx::query_as("PRAGMA freelist_count").fetch_one(pool).await?;
                let (all,): (i64,) = sqlx::query_as("PRAGMA page_count").fetch_one(pool).await?;
                if !is_much(free, all) {
                    return Ok(false);
                }
                sqlx::query("VACUUM").execute(pool).await?;
                empty_log(pool).await?;
                Ok(true)
            }
            #[cfg(feature = "postgres")]
            DatabasePool::Postgres(pool) => {
                for table in tables {
                    let freed = AssertSqlSafe(format!("VACUUM \"{table}\""));
                    sqlx::raw_sql(freed).execute(pool).await?;
                }
                Ok(false)
            }
        }
    }

    /// Empties SQLite's write-ahead log into the file; nothing on PostgreSQL.
    pub async fn empty_log(&self) -> Result<ScourResult, DbError> {
        match &self.pool {
            DatabasePool::Sqlite(pool) => empty_log(pool).await,
            #[cfg(feature = "postgres")]
            DatabasePool::Postgres(_) => Ok(ScourResult::Tables),
        }
    }
}

fn is_much(free: i64, all: i64) -> bool {
    free >= MUCH_PAGES && free.saturating_mul(100) >= all.saturating_mul(MUCH_PERCENT)
}

async fn empty_log(pool: &SqlitePool) -> Result<ScourResult, DbError> {
    for _ in 0..TRIES {
        let (busy, _, _): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(pool)
            .await?;
        if busy == 0 {
            return Ok(ScourResult::File);
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(ScourResult::Held)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_anew_for_much_only() {
        for (free, all, much) in [
            (0, 0, false),
            (4_095, 4_200, false),
            (4_096, 16_384, true),
            (4_096, 16_385, false),
            (1_000_000, 10_000_000, false),
            (2_500_000, 10_000_000, true),
        ] {
            assert_eq!(is_much(free, all), much, "{free} of {all}");
        }
    }

    #[tokio::test]
    async fn what_was_deleted_gives_its_room_back_to_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let db = Db::open_file(&path).await.unwrap();
        let mut tx = db.write().await.unwrap();
        tx.query("CREATE TABLE probe (text TEXT NOT NULL)")
            .execute()
            .await
            .unwrap();
        tx.query("INSERT INTO probe (text) VALUES ('stays')")
            .execute()
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(!db.give_back(&["probe"]).await.unwrap());
        let mut tx = db.write().await.unwrap();
        for _ in 0..20 {
            let much = tx.query("INSERT INTO probe (text) VALUES ($1)");
            much.bind("x".repeat(1_000_000)).execute().await.unwrap();
        }
        tx.commit().await.unwrap();
        db.empty_log().await.unwrap();
        let size = || std::fs::metadata(&path).unwrap().len();
        assert!(size() > 20_000_000);
        let mut tx = db.write().await.unwrap();
        tx.shred().await.unwrap();
        tx.query("DELETE FROM probe WHERE text <> 'stays'")
            .execute()
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(db.give_back(&["probe"]).await.unwrap());
        assert!(size() < 1_000_000, "{}", size());
        let mut tx = db.read().await.unwrap();
        let left: i64 = tx.query("SELECT COUNT(*) FROM probe").scalar().await.unwrap();
        assert_eq!(left, 1);
        drop(tx);
        db.close().await;
    }
}
