//! The database: SQLite by default, PostgreSQL by URL, one SQL text for both.
//!
//! Decides how a statement runs on either backend ([`PreparedQuery`]), how a transaction is taken ([`Db::read`],
//! [`Db::write`]), what a failure means ([`DbError`]), when the database counts as away (`outage`) and how to ask how
//! it is (`condition`). Leaves every statement to its feature's `store.rs`.
//!
//! Rules for portable SQL, each forced by a measured difference:
//! 1. Time is `BIGINT` unix milliseconds ([`crate::time::Timestamp`]); a calendar day is ISO `TEXT` ([`crate::time::Day`]).
//! 2. Never `now()` in SQL: the clock binds it. Ids are ULID `TEXT`. Yes and no are `BOOLEAN`.
//! 3. JSON is `TEXT` through [`JsonText`].
//! 4. `CAST(SUM(x) AS BIGINT)`, `AVG(CAST(x AS DOUBLE PRECISION))`, `CAST(COUNT(*) AS BIGINT)` as needed: PostgreSQL widens.
//! 5. `INSERT … ON CONFLICT DO UPDATE`, never `REPLACE`. SQLite's `lower` leaves Cyrillic alone: store a folded column.
//! 6. Uniqueness is a constraint named `<table>_<columns>_key`; the code asks [`DbError::or_taken`] and [`DbError::lost_race`],
//!    never check-then-insert.
//! 7. After an error a transaction is finished. Nothing is computed while one is open.
//! 8. A parameter that is only compared with `IS NULL` needs a cast on PostgreSQL: `CAST($1 AS TEXT) IS NULL OR state = $1`.
//! 9. A statement of many such conditions grows by those that are asked instead: [`PreparedQuery::clause`].

mod condition;
mod error;
mod outage;
mod page;
mod pools;
mod query;
mod scour;
mod snapshot;
mod texts;
pub mod transfer;
mod types;

pub use condition::{Connections, ERROR_KINDS, ERRORS};
pub use error::{DbError, is_full_disk, says_full};
pub use page::{BadCursor, Cursor, Page};
pub use query::{Bind, BindAll, PreparedQuery, Record, Sql};
pub use scour::ScourResult;
pub use snapshot::newest_schema;
pub use texts::{TableTexts, TextRow, json_rows};
pub use types::JsonText;
pub(crate) use types::{text_column, text_enum};

use std::path::Path;
use std::sync::Arc;

use crate::private;
use sqlx::Connection as _;
use sqlx::Transaction;
#[cfg(feature = "postgres")]
use sqlx::postgres::{PgConnectOptions, PgPool, Postgres};
use sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteConnection, SqlitePool, SqlitePoolOptions};
use tokio::sync::Mutex;

use outage::{Outage, ProbeConnection};

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// A pool of connections to either backend.
#[derive(Clone, Debug)]
pub struct Db {
    pool: DatabasePool,
    outage: Outage,
    /// The connection of [`pools::sqlite`] that is kept aside.
    kept: Arc<Mutex<Option<SqliteConnection>>>,
}

#[derive(Clone, Debug)]
enum DatabasePool {
    /// One file in the data directory.
    Sqlite(SqlitePool),
    /// A server.
    #[cfg(feature = "postgres")]
    Postgres(PgPool),
}

/// One transaction; dropped without [`Tx::commit`] it is rolled back.
#[derive(Debug)]
pub struct Tx {
    inner: OpenTransaction,
    outage: Outage,
}

#[derive(Debug)]
enum OpenTransaction {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    #[cfg(feature = "postgres")]
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens (and creates) a SQLite file. WAL, every commit flushed, foreign keys on, ten seconds of patience with other
    /// writers.
    pub async fn open_file(path: &Path) -> Result<Self, DbError> {
        // SQLite gives its other files the mode of this one.
        drop(private::open(path).map_err(sqlx::Error::Io)?);
        let (pool, kept) = pools::sqlite(path).await?;
        Ok(Self {
            pool: DatabasePool::Sqlite(pool),
            outage: Outage::watching(ProbeConnection::Sqlite(pools::sqlite_options(path))),
            kept: Arc::new(Mutex::new(Some(kept))),
        })
    }

    /// Opens one connection to a SQLite file that is no service's: a copy, or the tables in memory.
    async fn open_alone(options: SqliteConnectOptions) -> Result<Self, DbError> {
        let pool = SqlitePoolOptions::new().max_connections(1);
        Ok(Self {
            pool: DatabasePool::Sqlite(pool.connect_with(options.clone()).await?),
            outage: Outage::watching(ProbeConnection::Sqlite(options)),
            kept: Arc::default(),
        })
    }

    /// A transaction of this database.
    fn holding(&self, inner: OpenTransaction) -> Tx {
        Tx {
            inner,
            outage: self.outage.clone(),
        }
    }

    /// Connects to a `postgres://` address; `connections` is the size of the pool.
    #[cfg(feature = "postgres")]
    pub async fn connect(url: &str, connections: u32) -> Result<Self, DbError> {
        let options: PgConnectOptions = url.parse()?;
        Ok(Self {
            pool: DatabasePool::Postgres(pools::postgres(options.clone(), connections).await?),
            outage: Outage::watching(ProbeConnection::Postgres(options)),
            kept: Arc::default(),
        })
    }

    /// The backend's name, for the operator.
    pub fn backend(&self) -> &'static str {
        match self.pool {
            DatabasePool::Sqlite(_) => "sqlite",
            #[cfg(feature = "postgres")]
            DatabasePool::Postgres(_) => "postgresql",
        }
    }

    /// Is the database away, as far as is known? It is looked for, and this changes when it is back.
    pub fn is_away(&self) -> bool {
        self.outage.is_away()
    }

    /// Settings of a server under which a power cut takes acknowledged commits, or more, as `name = value`; none on SQLite,
    /// where [`Db::open_file`] sets what is needed.
    pub async fn unsafe_settings(&self) -> Result<Vec<String>, DbError> {
        if matches!(self.pool, DatabasePool::Sqlite(_)) {
            return Ok(Vec::new());
        }
        let mut tx = self.read().await?;
        let off: Vec<(String, String)> = tx
            .query(
                "SELECT name, setting FROM pg_settings
                 WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') AND setting = 'off' ORDER BY name",
            )
            .all()
            .await?;
        Ok(off
            .into_iter()
            .map(|(name, value)| format!("{name} = {value}"))
            .collect())
    }

    /// Brings the schema to the newest version.
    pub async fn migrate(&self) -> Result<(), DbError> {
        self.migrate_to(newest_schema()).await
    }

    /// A transaction that only reads.
    pub async fn read(&self) -> Result<Tx, DbError> {
        self.outage.gate()?;
        let inner = match &self.pool {
            DatabasePool::Sqlite(pool) => OpenTransaction::Sqlite(self.outage.watch(pool.begin()).await?),
            #[cfg(feature = "postgres")]
            DatabasePool::Postgres(pool) => OpenTransaction::Postgres(self.outage.watch(pool.begin()).await?),
        };
        Ok(self.holding(inner))
    }

    /// A transaction that writes. Takes SQLite's write lock at once, so that a read lock never has to be upgraded.
    pub async fn write(&self) -> Result<Tx, DbError> {
        self.outage.gate()?;
        let inner = match &self.pool {
            DatabasePool::Sqlite(pool) => {
                let begun = pool.begin_with("BEGIN IMMEDIATE");
                OpenTransaction::Sqlite(self.outage.watch(begun).await?)
            }
            #[cfg(feature = "postgres")]
            DatabasePool::Postgres(pool) => OpenTransaction::Postgres(self.outage.watch(pool.begin()).await?),
        };
        Ok(self.holding(inner))
    }

    /// Waits for running statements and closes every connection.
    pub async fn close(&self) {
        match &self.pool {
            DatabasePool::Sqlite(pool) => pool.close().await,
            #[cfg(feature = "postgres")]
            DatabasePool::Postgres(pool) => pool.close().await,
        }
        if let Some(kept) = self.kept.lock().await.take()
            && let Err(error) = kept.close().await
        {
            tracing::warn!(%error, "the database was not closed well");
        }
    }
}

impl Tx {
    /// A statement to run in this transaction.
    pub fn query(&mut self, sql: impl Into<Sql>) -> PreparedQuery<'_> {
        PreparedQuery::new(self, sql.into())
    }

    /// Holds the row of `table` with this `id` until the end of the transaction, if there is one: whoever else holds or changes
    /// it waits, and what is read after this is what they left. For what is compared before it is written over. On SQLite
    /// [`Db::write`] holds everything already.
    pub async fn hold(&mut self, table: &'static str, id: &str) -> Result<(), DbError> {
        if matches!(self.inner, OpenTransaction::Sqlite(_)) {
            return Ok(());
        }
        let row = self.query("SELECT id FROM ").clause(table);
        let held = row.clause(" WHERE id = $1 FOR NO KEY UPDATE").bind(id);
        held.optional::<(String,)>().await.map(drop)
    }

    /// Makes the changes last.
    pub async fn commit(self) -> Result<(), DbError> {
        match self.inner {
            OpenTransaction::Sqlite(tx) => self.outage.watch(tx.commit()).await,
            #[cfg(feature = "postgres")]
            OpenTransaction::Postgres(tx) => self.outage.watch(tx.commit()).await,
        }
    }
}
