//! Why a database was not copied: a sentence for the operator.

use crate::db::DbError;

/// Why a database was not copied.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// A statement failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// There is nothing to copy.
    #[error("the database holds no Salesbook: its tables were never made")]
    NoSchema,
    /// This program does not know the tables.
    #[error(
        "the database was written by a newer Salesbook (schema {found}; this program knows {known}): use that one"
    )]
    Newer {
        /// Of the source.
        found: i64,
        /// Of this program.
        known: i64,
    },
    /// The target was brought further than the source.
    #[error(
        "the target database has schema {target} and the source {found}: run `salesbook migrate` on the source first"
    )]
    Ahead {
        /// Of the target.
        target: i64,
        /// Of the source.
        found: i64,
    },
    /// The target is used.
    #[error("the target database is not empty: it holds {}", list(.0))]
    NotEmpty(Vec<(String, i64)>),
    /// SQLite keeps anything in any column; PostgreSQL does not.
    #[error("table {table}, row {row}: the column {column} holds {found}, which the target cannot keep")]
    Unfit {
        /// Where.
        table: String,
        /// Where.
        column: String,
        /// The row's first column.
        row: String,
        /// What is there.
        found: String,
    },
    /// The target holds something else than what was written.
    #[error(
        "table {table} is not equal after the copy ({source_rows} rows here, {target_rows} there): nothing was changed"
    )]
    Differs {
        /// Which.
        table: String,
        /// Rows of the source.
        source_rows: i64,
        /// Rows of the target.
        target_rows: i64,
    },
}

impl From<sqlx::Error> for TransferError {
    fn from(error: sqlx::Error) -> Self {
        Self::Db(error.into())
    }
}

fn list(tables: &[(String, i64)]) -> String {
    let parts = tables.iter().map(|(table, rows)| format!("{table}: {rows}"));
    parts.collect::<Vec<_>>().join(", ")
}
