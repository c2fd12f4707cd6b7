//! The database: SQLite by default, PostgreSQL by URL, one SQL text for both.
//!
//! Decides how a statement runs on either backend ([`Query`]), how a transaction is taken ([`Db::read`], [`Db::write`])
//! and what a failure means ([`DbError`]). Leaves every statement to its feature's `store.rs`.
//!
//! Rules for portable SQL, each forced by a measured difference:
//! 1. Time is `BIGINT` unix milliseconds ([`crate::time::Timestamp`]); a calendar day is ISO `TEXT` ([`crate::time::Day`]).
//! 2. Never `now()` in SQL: the clock binds it. Ids are ULID `TEXT`. Yes and no are `BOOLEAN`.
//! 3. JSON is `TEXT` through [`JsonText`].
//! 4. `CAST(SUM(x) AS BIGINT)`, `AVG(CAST(x AS DOUBLE PRECISION))`, `CAST(COUNT(*) AS BIGINT)` as needed: PostgreSQL widens.
//! 5. `INSERT … ON CONFLICT DO UPDATE`, never `REPLACE`. SQLite's `lower` leaves Cyrillic alone: store a folded column.
//! 6. Uniqueness is a constraint named `<table>_<columns>_key`; the code asks [`DbError::violates`], never check-then-insert.
//! 7. After an error a transaction is finished. Nothing is computed while one is open.
//! 8. A parameter that is only compared with `IS NULL` needs a cast on PostgreSQL: `CAST($1 AS TEXT) IS NULL OR state = $1`.

mod error;
mod page;
mod query;
mod types;

pub use error::DbError;
pub use page::{Cursor, Page};
pub use query::{Bind, Query, Record, Sql};
pub use types::JsonText;
pub(crate) use types::{text_column, text_enum};

use std::path::Path;
use std::time::Duration;

use sqlx::Transaction;
#[cfg(feature = "postgres")]
use sqlx::postgres::{PgPool, PgPoolOptions, Postgres};
use sqlx::sqlite::{
    Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// A pool of connections to either backend.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file in the data directory.
    Sqlite(SqlitePool),
    /// A server.
    #[cfg(feature = "postgres")]
    Postgres(PgPool),
}

/// One transaction; dropped without [`Tx::commit`] it is rolled back.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    #[cfg(feature = "postgres")]
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens (and creates) a SQLite file. WAL, foreign keys on, ten seconds of patience with other writers.
    pub async fn open_file(path: &Path) -> Result<Self, DbError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .optimize_on_close(true, None);
        let pool = SqlitePoolOptions::new()
            .max_connections(8)
            .connect_with(options)
            .await?;
        Ok(Self::Sqlite(pool))
    }

    /// Connects to a `postgres://` address; `connections` is the size of the pool.
    #[cfg(feature = "postgres")]
    pub async fn connect(url: &str, connections: u32) -> Result<Self, DbError> {
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(10))
            // Compiling the statement of the list of recordings takes longer than running it a hundred times.
            .after_connect(|connection, _| {
                Box::pin(async move { sqlx::query("SET jit = off").execute(connection).await.map(drop) })
            })
            .connect(url)
            .await?;
        Ok(Self::Postgres(pool))
    }

    /// The backend's name, for the operator.
    pub fn backend(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => "postgresql",
        }
    }

    /// Brings the schema to the newest version.
    pub async fn migrate(&self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(pool) => MIGRATIONS.run(pool).await?,
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => MIGRATIONS.run(pool).await?,
        }
        Ok(())
    }

    /// A transaction that only reads.
    pub async fn read(&self) -> Result<Tx, DbError> {
        Ok(match self {
            Self::Sqlite(pool) => Tx::Sqlite(pool.begin().await?),
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// A transaction that writes. Takes SQLite's write lock at once, so that a read lock never has to be upgraded.
    pub async fn write(&self) -> Result<Tx, DbError> {
        Ok(match self {
            Self::Sqlite(pool) => Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Waits for running statements and closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// A statement to run in this transaction.
    pub fn query(&mut self, sql: impl Into<Sql>) -> Query<'_> {
        Query::new(self, sql.into())
    }

    /// Makes the changes last.
    pub async fn commit(self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
