//! One moment of the whole database as a SQLite file, whichever database it is; and how far its schema is.
//!
//! Decides that a copy is always a SQLite file: SQLite writes it by itself (`VACUUM INTO`), PostgreSQL's rows are copied
//! into one by [`super::transfer`]. So one form serves both: it needs no program of PostgreSQL's and no version of one, is
//! opened with everyday tools, and is restored to either database.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};

use super::transfer::{self, Hold, TransferError};
use super::{DatabasePool, Db, DbError, MIGRATIONS, Sql, pools};

/// The newest schema this program knows.
pub fn newest_schema() -> i64 {
    MIGRATIONS.iter().map(|it| it.version).max().unwrap_or(0)
}

impl Db {
    /// A SQLite file that somebody else made, as it is: nothing is written beside it either.
    pub async fn open_copy(path: &Path) -> Result<Self, DbError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .immutable(true);
        Self::open_alone(options).await
    }

    /// A SQLite file without a log beside it, which can be handed on when it is closed. Made if need be.
    pub async fn open_plain(path: &Path) -> Result<Self, DbError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Delete)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        Self::open_alone(options).await
    }

    /// Folds the log that lies beside a SQLite file into it; false when somebody has the database open.
    pub async fn fold_log(path: &Path) -> Result<bool, DbError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .busy_timeout(Duration::ZERO);
        let mut connection = options.connect().await?;
        // Leaving the log is what SQLite allows to the only connection alone.
        let left: Result<String, _> = sqlx::query_scalar("PRAGMA journal_mode = DELETE")
            .fetch_one(&mut connection)
            .await;
        connection.close().await?;
        match left {
            Ok(mode) => Ok(mode == "delete"),
            Err(sqlx::Error::Database(error)) if error.message().contains("locked") => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// The newest migration that was applied; none when the tables were never made.
    pub async fn schema_version(&self) -> Result<Option<i64>, DbError> {
        const IS_THERE: Sql = Sql::dialects(
            "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations'",
            "SELECT COUNT(*) FROM information_schema.tables
             WHERE table_schema = current_schema() AND table_name = '_sqlx_migrations'",
        );
        let mut tx = self.read().await?;
        if tx.query(IS_THERE).scalar::<i64>().await? == 0 {
            return Ok(None);
        }
        tx.query("SELECT MAX(version) FROM _sqlx_migrations WHERE success")
            .scalar()
            .await
    }

    /// Which installation the database belongs to, where it knows; databases of older versions do not.
    pub async fn installation(&self) -> Result<Option<String>, DbError> {
        const IS_KEPT: Sql = Sql::dialects(
            "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'installation'",
            "SELECT COUNT(*) FROM information_schema.tables
             WHERE table_schema = current_schema() AND table_name = 'installation'",
        );
        let mut tx = self.read().await?;
        if tx.query(IS_KEPT).scalar::<i64>().await? == 0 {
            return Ok(None);
        }
        let row: Option<(String,)> = tx.query("SELECT id FROM installation").optional().await?;
        Ok(row.map(|(id,)| id))
    }

    /// Brings the schema to this version and no further. Several programs that start on one new database wait for each other:
    /// on PostgreSQL the migrator sees to it, for SQLite the folder of the file is held meanwhile.
    pub async fn migrate_to(&self, version: i64) -> Result<(), DbError> {
        match &self.pool {
            DatabasePool::Sqlite(pool) => {
                let file = pool.connect_options().get_filename().to_owned();
                let _alone = pools::alone(&file).await.map_err(DbError::from)?;
                MIGRATIONS.run_to(version, pool).await?;
            }
            #[cfg(feature = "postgres")]
            DatabasePool::Postgres(pool) => MIGRATIONS.run_to(version, pool).await?,
        }
        Ok(())
    }

    /// About how much a copy will weigh, in bytes. PostgreSQL keeps long texts packed, a copy does not.
    pub async fn copy_bytes(&self) -> Result<u64, DbError> {
        const BYTES: Sql = Sql::dialects(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
            "SELECT CAST(COALESCE(SUM(pg_total_relation_size(c.oid)), 0) * 3 AS BIGINT)
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = current_schema() AND c.relkind = 'r'",
        );
        let mut tx = self.read().await?;
        let bytes: i64 = tx.query(BYTES).scalar().await?;
        Ok(bytes.unsigned_abs())
    }

    /// Writes one moment of the database into a new SQLite file, down to the disk. Others go on reading and writing.
    pub async fn copy_to(&self, path: &Path) -> Result<(), TransferError> {
        match &self.pool {
            DatabasePool::Sqlite(pool) => {
                let into = path.to_string_lossy().into_owned();
                sqlx::query("VACUUM INTO $1").bind(into).execute(pool).await?;
            }
            #[cfg(feature = "postgres")]
            DatabasePool::Postgres(_) => {
                let copy = Self::open_plain(path).await?;
                let copied = transfer::copy(self, &copy, Hold::Snapshot, false).await;
                copy.close().await;
                copied?;
            }
        }
        let synced = File::open(path).and_then(|file| file.sync_all());
        synced.map_err(|error| TransferError::from(sqlx::Error::Io(error)))
    }

    /// What is wrong with a SQLite file by its own look through, a sentence each; nothing for PostgreSQL, which keeps
    /// sums of its own.
    pub async fn faults(&self) -> Result<Vec<String>, DbError> {
        let DatabasePool::Sqlite(pool) = &self.pool else {
            return Ok(Vec::new());
        };
        let lines: Vec<(String,)> = sqlx::query_as("PRAGMA integrity_check(20)")
            .fetch_all(pool)
            .await?;
        let mut faults: Vec<String> = lines
            .into_iter()
            .map(|(line,)| line)
            .filter(|line| line != "ok")
            .collect();
        let torn: Vec<(String, i64)> =
            sqlx::query_as("SELECT \"table\", COUNT(*) FROM pragma_foreign_key_check GROUP BY 1 ORDER BY 1")
                .fetch_all(pool)
                .await?;
        faults.extend(
            torn.into_iter()
                .map(|(table, rows)| format!("{rows} rows of {table} refer to rows that are not there")),
        );
        Ok(faults)
    }
}
