//! One SQL text, two typed executions: each value and each row type is checked by the compiler against both drivers.
//!
//! A statement that depends on what is asked grows clause by clause ([`PreparedQuery::clause`]); whatever it grows by
//! is a constant of the program, never somebody's words.

use std::fmt::Write as _;

use futures::TryFutureExt as _;
#[cfg(feature = "postgres")]
use sqlx::postgres::{PgArguments, PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteRow};
use sqlx::{Arguments as _, AssertSqlSafe, Encode, FromRow, SqlSafeStr as _, SqlStr, Type};

use super::{DbError, OpenTransaction, Tx};

/// A statement. Nearly all are one portable text with `$1` parameters; a few need a text per backend.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    sqlite: &'static str,
    #[cfg_attr(
        not(feature = "postgres"),
        expect(dead_code, reason = "built without PostgreSQL")
    )]
    postgres: &'static str,
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self {
            sqlite: text,
            postgres: text,
        }
    }
}

impl Sql {
    /// The exception: a text for each backend.
    pub const fn dialects(sqlite: &'static str, postgres: &'static str) -> Self {
        Self { sqlite, postgres }
    }
}

/// A value that binds on both backends. Whatever binds does so by reference as well, and `Option<&T>` as `Option<T>`: nothing
/// is copied to be bound.
#[cfg(feature = "postgres")]
pub trait Bind<'q>: Encode<'q, Sqlite> + Type<Sqlite> + Encode<'q, Postgres> + Type<Postgres> + Send {}
#[cfg(feature = "postgres")]
impl<'q, T> Bind<'q> for T where
    T: Encode<'q, Sqlite> + Type<Sqlite> + Encode<'q, Postgres> + Type<Postgres> + Send
{
}
/// A value that binds.
#[cfg(not(feature = "postgres"))]
pub trait Bind<'q>: Encode<'q, Sqlite> + Type<Sqlite> + Send {}
#[cfg(not(feature = "postgres"))]
impl<'q, T> Bind<'q> for T where T: Encode<'q, Sqlite> + Type<Sqlite> + Send {}

/// Values for several parameters in a row: a tuple of two to eight, which is a line.
pub trait BindAll<'q> {
    /// The statement with these values bound in their order.
    fn bind_to(self, query: PreparedQuery<'_>) -> PreparedQuery<'_>;
}

macro_rules! tuples {
    ($($bound:ident $at:tt)*;) => {};
    ($($bound:ident $at:tt)*; $next:ident $n:tt $($rest:tt)*) => {
        impl<'q, $($bound: Bind<'q>,)* $next: Bind<'q>> BindAll<'q> for ($($bound,)* $next,) {
            fn bind_to(self, query: PreparedQuery<'_>) -> PreparedQuery<'_> {
                query$(.bind(self.$at))*.bind(self.$n)
            }
        }
        tuples!($($bound $at)* $next $n; $($rest)*);
    };
}
tuples!(A 0; B 1 C 2 D 3 E 4 F 5 G 6 H 7);

/// A struct (`#[derive(sqlx::FromRow)]`) or tuple that reads from a row of either backend.
#[cfg(feature = "postgres")]
pub trait Record: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
#[cfg(feature = "postgres")]
impl<T> Record for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
/// A struct or tuple that reads from a row.
#[cfg(not(feature = "postgres"))]
pub trait Record: for<'r> FromRow<'r, SqliteRow> + Send + Unpin {}
#[cfg(not(feature = "postgres"))]
impl<T> Record for T where T: for<'r> FromRow<'r, SqliteRow> + Send + Unpin {}

enum Args {
    Sqlite(SqliteArguments),
    #[cfg(feature = "postgres")]
    Postgres(PgArguments),
}

/// The text of a statement for the backend it runs on.
enum StatementText {
    Whole(&'static str),
    Grown(String),
}

impl StatementText {
    fn into_sql(self) -> SqlStr {
        match self {
            Self::Whole(text) => text.into_sql_str(),
            // Put together from constants by `PreparedQuery::clause` alone.
            Self::Grown(text) => AssertSqlSafe(text).into_sql_str(),
        }
    }
}

/// A statement with its values, waiting to run.
#[must_use = "a query does nothing until it is run"]
pub struct PreparedQuery<'t> {
    text: StatementText,
    tx: &'t mut Tx,
    args: Args,
    error: Option<sqlx::error::BoxDynError>,
}

macro_rules! run {
    ($self:ident, $make:path, |$query:ident, $connection:ident| $work:expr) => {{
        if let Some(error) = $self.error {
            return Err(sqlx::Error::Encode(error).into());
        }
        let Tx { inner, outage } = $self.tx;
        match (inner, $self.args) {
            (OpenTransaction::Sqlite(tx), Args::Sqlite(args)) => {
                let $query = $make($self.text.into_sql(), args);
                let $connection = &mut **tx;
                outage.watch($work).await
            }
            #[cfg(feature = "postgres")]
            (OpenTransaction::Postgres(tx), Args::Postgres(args)) => {
                let $query = $make($self.text.into_sql(), args);
                let $connection = &mut **tx;
                outage.watch($work).await
            }
            #[cfg(feature = "postgres")]
            _ => unreachable!("arguments are made for the transaction's own backend"),
        }
    }};
}

impl<'t> PreparedQuery<'t> {
    pub(super) fn new(tx: &'t mut Tx, sql: Sql) -> Self {
        let (text, args) = match tx.inner {
            OpenTransaction::Sqlite(_) => (sql.sqlite, Args::Sqlite(SqliteArguments::default())),
            #[cfg(feature = "postgres")]
            OpenTransaction::Postgres(_) => (sql.postgres, Args::Postgres(PgArguments::default())),
        };
        Self {
            text: StatementText::Whole(text),
            tx,
            args,
            error: None,
        }
    }

    /// Binds the next `$n`.
    pub fn bind<'q>(mut self, value: impl Bind<'q>) -> Self {
        let added = match &mut self.args {
            Args::Sqlite(args) => args.add(value),
            #[cfg(feature = "postgres")]
            Args::Postgres(args) => args.add(value),
        };
        if let Err(error) = added {
            self.error.get_or_insert(error);
        }
        self
    }

    /// Binds the next parameters, one for each value of the tuple.
    pub fn bind_all<'q>(self, values: impl BindAll<'q>) -> Self {
        values.bind_to(self)
    }

    /// Adds a clause to the statement. Its `$1` is the first value that is bound after it: each clause numbers its own.
    pub fn clause(mut self, clause: impl Into<Sql>) -> Self {
        let clause = clause.into();
        let (clause, bound) = match &self.args {
            Args::Sqlite(args) => (clause.sqlite, args.len()),
            #[cfg(feature = "postgres")]
            Args::Postgres(args) => (clause.postgres, args.len()),
        };
        let mut text = match self.text {
            StatementText::Whole(beginning) => beginning.to_owned(),
            StatementText::Grown(text) => text,
        };
        number_on(clause, bound, &mut text);
        self.text = StatementText::Grown(text);
        self
    }

    /// Adds a clause of one value where there is a value.
    pub fn clause_for<'q>(self, clause: impl Into<Sql>, value: Option<impl Bind<'q>>) -> Self {
        match value {
            Some(value) => self.clause(clause).bind(value),
            None => self,
        }
    }

    /// Every row.
    pub async fn all<T: Record>(self) -> Result<Vec<T>, DbError> {
        run!(self, sqlx::query_as_with, |query, connection| query
            .fetch_all(connection))
    }

    /// The one row; [`DbError::NotFound`] when there is none.
    pub async fn one<T: Record>(self) -> Result<T, DbError> {
        run!(self, sqlx::query_as_with, |query, connection| query
            .fetch_one(connection))
    }

    /// The first row, if any.
    pub async fn optional<T: Record>(self) -> Result<Option<T>, DbError> {
        run!(self, sqlx::query_as_with, |query, connection| query
            .fetch_optional(connection))
    }

    /// The first column of the one row.
    pub async fn scalar<T>(self) -> Result<T, DbError>
    where
        (T,): Record,
    {
        self.one::<(T,)>().await.map(|row| row.0)
    }

    /// Runs it; returns how many rows were changed.
    pub async fn execute(self) -> Result<u64, DbError> {
        run!(self, sqlx::query_with, |query, connection| query
            .execute(connection)
            .map_ok(|done| done.rows_affected()))
    }

    /// Runs it and insists on `rows` changed rows: catches silent no-ops and lost races.
    pub async fn execute_exactly(self, rows: u64) -> Result<(), DbError> {
        let changed = self.execute().await?;
        if changed == rows {
            Ok(())
        } else {
            Err(DbError::Affected {
                wanted: rows,
                changed,
            })
        }
    }
}

/// Adds `clause` to a text with its parameters numbered on from those that are `bound`.
fn number_on(clause: &str, bound: usize, text: &mut String) {
    let mut rest = clause;
    while let Some(at) = rest.find('$') {
        let (before, after) = rest.split_at(at + 1);
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        text.push_str(before);
        if let Ok(number) = after[..digits].parse::<usize>() {
            let _ = write!(text, "{}", number + bound);
        }
        rest = &after[digits..];
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_numbered_on() {
        let mut text = "SELECT 1 WHERE a = $1 AND b = $2".to_owned();
        number_on(" AND (c < $1 OR c = $1 AND d < $12)", 2, &mut text);
        number_on(" LIMIT 5", 4, &mut text);
        assert_eq!(
            text,
            "SELECT 1 WHERE a = $1 AND b = $2 AND (c < $3 OR c = $3 AND d < $14) LIMIT 5"
        );
    }
}
