//! Texts of any table by the table's name: read in slices, changed, or removed with their rows.
//!
//! Decides how a row is found again without knowing its key (SQLite's `rowid`, PostgreSQL's `ctid`), and that a row is
//! changed only while it still holds what was read. For what has to reach every table there is; names of tables and columns
//! and conditions are constants of the program, never somebody's words. What becomes of a text is left to the caller.

#[cfg(feature = "postgres")]
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, AssertSqlSafe, Row as _};

use super::{DbError, OpenTransaction, Sql, Tx};

/// Rows of one slice: some of them hold a long call.
const ROWS: usize = 50;

/// Texts of one table.
#[derive(Debug, Clone, Copy)]
pub struct TableTexts {
    /// Its name.
    pub table: &'static str,
    /// The columns that are read and changed.
    pub columns: &'static [&'static str],
    /// Only rows for which this is true; `$1` is the argument. Empty: all rows, and the argument is empty too.
    pub when: &'static str,
    /// What else is set in a row that changes, such as `revision = revision + 1`; empty for nothing.
    pub also: &'static str,
}

/// A row as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRow {
    place: String,
    /// In the order of the columns.
    pub texts: Vec<Option<String>>,
}

impl TextRow {
    /// Where the next slice begins.
    pub fn place(&self) -> &str {
        &self.place
    }
}

/// How a row is named on a backend.
struct RowNaming {
    place: &'static str,
    beyond: &'static str,
    order: &'static str,
    same: &'static str,
    first: &'static str,
    object: &'static str,
}

const SQLITE: RowNaming = RowNaming {
    place: "CAST(rowid AS TEXT)",
    beyond: "rowid > CAST($2 AS INTEGER)",
    order: "rowid",
    same: "rowid = CAST($1 AS INTEGER)",
    first: "0",
    object: "json_object",
};
#[cfg(feature = "postgres")]
const POSTGRES: RowNaming = RowNaming {
    place: "CAST(ctid AS TEXT)",
    beyond: "ctid > CAST(CAST($2 AS TEXT) AS tid)",
    order: "ctid",
    same: "ctid = CAST(CAST($1 AS TEXT) AS tid)",
    first: "(0,0)",
    object: "json_build_object",
};

fn naming(tx: &Tx) -> RowNaming {
    match tx.inner {
        OpenTransaction::Sqlite(_) => SQLITE,
        #[cfg(feature = "postgres")]
        OpenTransaction::Postgres(_) => POSTGRES,
    }
}

impl TableTexts {
    fn condition(&self) -> &'static str {
        if self.when.is_empty() {
            "CAST($1 AS TEXT) = ''"
        } else {
            self.when
        }
    }

    /// The next rows after a place; from the beginning when there is none.
    pub async fn slice(
        &self,
        tx: &mut Tx,
        argument: &str,
        after: Option<&str>,
    ) -> Result<Vec<TextRow>, DbError> {
        let names = naming(tx);
        let columns: Vec<String> = self.columns.iter().map(|name| format!("\"{name}\"")).collect();
        let sql = format!(
            "SELECT {}, {} FROM \"{}\" WHERE ({}) AND {} ORDER BY {} LIMIT {ROWS}",
            names.place,
            columns.join(", "),
            self.table,
            self.condition(),
            names.beyond,
            names.order
        );
        let bound = [argument.to_owned(), after.unwrap_or(names.first).to_owned()];
        macro_rules! read {
            ($rows:expr) => {{
                let mut read = Vec::new();
                for row in $rows {
                    let texts = (1..=self.columns.len()).map(|at| row.try_get(at));
                    read.push(TextRow {
                        place: row.try_get(0)?,
                        texts: texts.collect::<Result<_, _>>()?,
                    });
                }
                read
            }};
        }
        Ok(match &mut tx.inner {
            OpenTransaction::Sqlite(tx) => {
                let query = sqlx::query_with(AssertSqlSafe(sql), sqlite(&bound)?);
                read!(query.fetch_all(&mut **tx).await?)
            }
            #[cfg(feature = "postgres")]
            OpenTransaction::Postgres(tx) => {
                let query = sqlx::query_with(AssertSqlSafe(sql), postgres(&bound)?);
                read!(query.fetch_all(&mut **tx).await?)
            }
        })
    }

    /// Writes these texts instead of those that were read, `None` where one stays; false when the row is another by now.
    pub async fn change(
        &self,
        tx: &mut Tx,
        row: &TextRow,
        texts: &[Option<String>],
    ) -> Result<bool, DbError> {
        let (mut bound, mut set, mut same) = (vec![row.place.clone()], Vec::new(), Vec::new());
        let columns = self.columns.iter().zip(&row.texts).zip(texts);
        for ((column, old), new) in columns {
            if let (Some(old), Some(new)) = (old, new) {
                bound.push(new.clone());
                set.push(format!("\"{column}\" = ${}", bound.len()));
                bound.push(old.clone());
                same.push(format!("\"{column}\" = ${}", bound.len()));
            }
        }
        if set.is_empty() {
            return Ok(true);
        }
        if !self.also.is_empty() {
            set.push(self.also.to_owned());
        }
        let sql = format!(
            "UPDATE \"{}\" SET {} WHERE {} AND {}",
            self.table,
            set.join(", "),
            naming(tx).same,
            same.join(" AND ")
        );
        Ok(run(tx, sql, &bound).await? == 1)
    }

    /// Removes a row; false when it is gone or another by now.
    pub async fn remove(&self, tx: &mut Tx, row: &TextRow) -> Result<bool, DbError> {
        let sql = format!("DELETE FROM \"{}\" WHERE {}", self.table, naming(tx).same);
        Ok(run(tx, sql, std::slice::from_ref(&row.place)).await? == 1)
    }

    /// Removes all rows for which the condition is true; returns how many.
    pub async fn remove_all(&self, tx: &mut Tx, argument: &str) -> Result<u64, DbError> {
        let sql = format!("DELETE FROM \"{}\" WHERE {}", self.table, self.condition());
        run(tx, sql, &[argument.to_owned()]).await
    }

    /// Rows for which the condition is true.
    pub async fn count(&self, tx: &mut Tx, argument: &str) -> Result<i64, DbError> {
        let sql = format!(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM \"{}\" WHERE {}",
            self.table,
            self.condition()
        );
        let bound = [argument.to_owned()];
        Ok(match &mut tx.inner {
            OpenTransaction::Sqlite(tx) => {
                let query = sqlx::query_scalar_with(AssertSqlSafe(sql), sqlite(&bound)?);
                query.fetch_one(&mut **tx).await?
            }
            #[cfg(feature = "postgres")]
            OpenTransaction::Postgres(tx) => {
                let query = sqlx::query_scalar_with(AssertSqlSafe(sql), postgres(&bound)?);
                query.fetch_one(&mut **tx).await?
            }
        })
    }
}

/// Rows of a table as JSON objects, so many after a place, each with its place.
pub async fn json_rows(
    tx: &mut Tx,
    (table, columns): (&str, &[String]),
    (when, argument): (&str, &str),
    after: Option<&str>,
) -> Result<Vec<(String, String)>, DbError> {
    let names = naming(tx);
    let fields: Vec<String> = columns
        .iter()
        .map(|name| format!("'{name}', \"{name}\""))
        .collect();
    let sql = format!(
        "SELECT {}, CAST({}({}) AS TEXT) FROM \"{table}\" WHERE ({when}) AND {} ORDER BY {} LIMIT {ROWS}",
        names.place,
        names.object,
        fields.join(", "),
        names.beyond,
        names.order
    );
    let bound = [argument.to_owned(), after.unwrap_or(names.first).to_owned()];
    Ok(match &mut tx.inner {
        OpenTransaction::Sqlite(tx) => {
            let query = sqlx::query_as_with(AssertSqlSafe(sql), sqlite(&bound)?);
            query.fetch_all(&mut **tx).await?
        }
        #[cfg(feature = "postgres")]
        OpenTransaction::Postgres(tx) => {
            let query = sqlx::query_as_with(AssertSqlSafe(sql), postgres(&bound)?);
            query.fetch_all(&mut **tx).await?
        }
    })
}

async fn run(tx: &mut Tx, sql: String, bound: &[String]) -> Result<u64, DbError> {
    Ok(match &mut tx.inner {
        OpenTransaction::Sqlite(tx) => sqlx::query_with(AssertSqlSafe(sql), sqlite(bound)?)
            .execute(&mut **tx)
            .await?
            .rows_affected(),
        #[cfg(feature = "postgres")]
        OpenTransaction::Postgres(tx) => sqlx::query_with(AssertSqlSafe(sql), postgres(bound)?)
            .execute(&mut **tx)
            .await?
            .rows_affected(),
    })
}

fn sqlite(bound: &[String]) -> Result<SqliteArguments, sqlx::Error> {
    let mut arguments = SqliteArguments::default();
    for value in bound {
        arguments.add(value.clone()).map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

#[cfg(feature = "postgres")]
fn postgres(bound: &[String]) -> Result<PgArguments, sqlx::Error> {
    let mut arguments = PgArguments::default();
    for value in bound {
        arguments.add(value.clone()).map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

impl Tx {
    /// From now on what this connection deletes is written over in the file. PostgreSQL knows no such thing.
    pub async fn shred(&mut self) -> Result<(), DbError> {
        const SHRED: Sql = Sql::dialects("PRAGMA secure_delete = ON", "SELECT CAST(1 AS BIGINT)");
        self.query(SHRED).optional::<(i64,)>().await.map(drop)
    }
}
