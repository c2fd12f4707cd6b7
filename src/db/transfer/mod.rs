//! A whole database into another, of either kind: SQLite ⇄ PostgreSQL.
//!
//! Decides that a copy is one moment of the source (a snapshot, or a source nobody writes meanwhile), one transaction on the
//! target, and equal: every table is read again from the target and compared by rows and by a digest before the
//! commit. Which tables there are and in which order they can be filled is asked of the migrations themselves
//! ([`catalog`]), so a new table needs no word here. What the copy is for (backup, restore, a move) is left to callers.

pub mod catalog;
mod error;
mod value;

pub use error::TransferError;

use futures::StreamExt as _;
#[cfg(feature = "postgres")]
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, AssertSqlSafe};

use super::{DatabasePool, Db, OpenTransaction, Tx};
use catalog::DatabaseTable;
use value::{Digest, RowValue};

/// Rows of one statement.
const ROWS: usize = 100;
/// A statement is run before its texts weigh more than this.
const BYTES: usize = 4 * 1024 * 1024;

/// How the source is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// One moment of it; others go on writing.
    Snapshot,
    /// Nobody writes until the copy is over.
    Still,
}

/// Tables with rows, and how many; for a database that should be empty, or a count of one that is not.
pub async fn rows(db: &Db) -> Result<Vec<(String, i64)>, TransferError> {
    let Some(version) = db.schema_version().await? else {
        return Ok(Vec::new());
    };
    let mut counted = Vec::new();
    let mut tx = db.read().await?;
    for table in catalog::tables(version).await? {
        let rows = count(&mut tx, &table).await?;
        if rows > 0 {
            counted.push((table.name, rows));
        }
    }
    Ok(counted)
}

/// Copies every row of every table into `target`, which gets the source's schema and must be empty unless `clear` says
/// that what it holds may go. Returns the tables with their rows.
pub async fn copy(
    source: &Db,
    target: &Db,
    hold: Hold,
    clear: bool,
) -> Result<Vec<(String, i64)>, TransferError> {
    let found = source.schema_version().await?.ok_or(TransferError::NoSchema)?;
    let tables = catalog::tables(found).await?;
    if !clear {
        let held = rows(target).await?;
        if !held.is_empty() {
            return Err(TransferError::NotEmpty(held));
        }
    }
    target.migrate_to(found).await?;
    match target.schema_version().await? {
        Some(version) if version == found => {}
        version => {
            return Err(TransferError::Ahead {
                target: version.unwrap_or(0),
                found,
            });
        }
    }
    let mut from = open(source, hold, &tables).await?;
    let mut to = target.write().await?;
    let loops = loosen(&mut to, &tables).await?;
    for table in tables.iter().rev() {
        run(&mut to, format!("DELETE FROM {}", table.quoted())).await?;
    }
    let mut written = Vec::new();
    for table in &tables {
        written.push(fill(&mut from, &mut to, table).await?);
    }
    tighten(&mut to, &loops).await?;
    let mut copied = Vec::new();
    for (table, digest) in tables.iter().zip(written) {
        let kept = read(&mut to, table).await?;
        if kept != digest {
            return Err(TransferError::Differs {
                table: table.name.clone(),
                source_rows: digest.rows(),
                target_rows: kept.rows(),
            });
        }
        copied.push((table.name.clone(), digest.rows()));
    }
    to.commit().await?;
    Ok(copied)
}

/// Are two databases equal, table by table? Returns the names of those that are not.
pub async fn differing(one: &Db, other: &Db) -> Result<Vec<String>, TransferError> {
    let version = one.schema_version().await?.ok_or(TransferError::NoSchema)?;
    if other.schema_version().await? != Some(version) {
        return Ok(vec!["_sqlx_migrations".to_owned()]);
    }
    let (mut here, mut there) = (one.read().await?, other.read().await?);
    let mut differ = Vec::new();
    for table in catalog::tables(version).await? {
        if read(&mut here, &table).await? != read(&mut there, &table).await? {
            differ.push(table.name);
        }
    }
    Ok(differ)
}

/// Begins to read the source: all that follows sees one moment.
async fn open(source: &Db, hold: Hold, tables: &[DatabaseTable]) -> Result<Tx, TransferError> {
    let mut tx = match (&source.pool, hold) {
        (DatabasePool::Sqlite(_), Hold::Snapshot) => source.read().await?,
        (DatabasePool::Sqlite(_), Hold::Still) => source.write().await?,
        #[cfg(feature = "postgres")]
        (DatabasePool::Postgres(pool), _) => {
            let begun = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ");
            source.holding(OpenTransaction::Postgres(begun.await?))
        }
    };
    match hold {
        Hold::Snapshot => {
            // The moment is that of the first statement.
            let first = "SELECT CAST(COUNT(*) AS BIGINT) FROM _sqlx_migrations";
            let _: i64 = tx.query(first).scalar().await?;
        }
        Hold::Still if source.backend() == "postgresql" => {
            let names = tables
                .iter()
                .map(DatabaseTable::quoted)
                .collect::<Vec<_>>()
                .join(", ");
            run(&mut tx, format!("LOCK TABLE {names} IN SHARE MODE")).await?;
        }
        Hold::Still => {}
    }
    Ok(tx)
}

async fn run(tx: &mut Tx, sql: String) -> Result<(), TransferError> {
    match &mut tx.inner {
        OpenTransaction::Sqlite(tx) => sqlx::query(AssertSqlSafe(sql))
            .execute(&mut **tx)
            .await
            .map(drop)?,
        #[cfg(feature = "postgres")]
        OpenTransaction::Postgres(tx) => sqlx::query(AssertSqlSafe(sql))
            .execute(&mut **tx)
            .await
            .map(drop)?,
    }
    Ok(())
}

async fn count(tx: &mut Tx, table: &DatabaseTable) -> Result<i64, TransferError> {
    let sql = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {}", table.quoted());
    Ok(match &mut tx.inner {
        OpenTransaction::Sqlite(tx) => {
            sqlx::query_scalar(AssertSqlSafe(sql))
                .fetch_one(&mut **tx)
                .await?
        }
        #[cfg(feature = "postgres")]
        OpenTransaction::Postgres(tx) => {
            sqlx::query_scalar(AssertSqlSafe(sql))
                .fetch_one(&mut **tx)
                .await?
        }
    })
}

/// References that no order of tables can keep, such as a table's to itself, are looked at when all rows are there.
/// Returns what [`tighten`] has to put back.
async fn loosen(tx: &mut Tx, tables: &[DatabaseTable]) -> Result<Vec<(String, String)>, TransferError> {
    match &mut tx.inner {
        OpenTransaction::Sqlite(_) => {
            run(tx, "PRAGMA defer_foreign_keys = ON".to_owned()).await?;
            Ok(Vec::new())
        }
        #[cfg(feature = "postgres")]
        OpenTransaction::Postgres(_) => {
            let place = |name: &str| tables.iter().position(|table| table.name == name);
            let references: Vec<(String, String, String)> = tx
                .query(
                    "SELECT CAST(own.relname AS TEXT), CAST(other.relname AS TEXT), CAST(c.conname AS TEXT)
                     FROM pg_constraint c
                     JOIN pg_class own ON own.oid = c.conrelid
                     JOIN pg_class other ON other.oid = c.confrelid
                     JOIN pg_namespace n ON n.oid = c.connamespace
                     WHERE c.contype = 'f' AND n.nspname = current_schema()",
                )
                .all()
                .await?;
            let loops: Vec<(String, String)> = references
                .into_iter()
                .filter(|(own, other, _)| place(own).is_some() && place(other) >= place(own))
                .map(|(own, _, constraint)| (own, constraint))
                .collect();
            for (table, constraint) in &loops {
                run(
                    tx,
                    format!(
                        "ALTER TABLE \"{table}\" ALTER CONSTRAINT \"{constraint}\" DEFERRABLE INITIALLY DEFERRED"
                    ),
                )
                .await?;
            }
            Ok(loops)
        }
    }
}

async fn tighten(tx: &mut Tx, loops: &[(String, String)]) -> Result<(), TransferError> {
    if !loops.is_empty() {
        run(tx, "SET CONSTRAINTS ALL IMMEDIATE".to_owned()).await?;
    }
    for (table, constraint) in loops {
        run(
            tx,
            format!("ALTER TABLE \"{table}\" ALTER CONSTRAINT \"{constraint}\" NOT DEFERRABLE"),
        )
        .await?;
    }
    Ok(())
}

/// Every row of a table, as values that are the same whichever database they come from.
fn stream<'t>(
    tx: &'t mut Tx,
    table: &'t DatabaseTable,
) -> futures::stream::BoxStream<'t, Result<Vec<RowValue>, TransferError>> {
    let sql = AssertSqlSafe(format!(
        "SELECT {} FROM {}",
        table.columns_quoted(),
        table.quoted()
    ));
    match &mut tx.inner {
        OpenTransaction::Sqlite(tx) => sqlx::query(sql)
            .fetch(&mut **tx)
            .map(|row| value::of_sqlite(&row?, table))
            .boxed(),
        #[cfg(feature = "postgres")]
        OpenTransaction::Postgres(tx) => sqlx::query(sql)
            .fetch(&mut **tx)
            .map(|row| value::of_postgres(&row?, table))
            .boxed(),
    }
}

async fn read(tx: &mut Tx, table: &DatabaseTable) -> Result<Digest, TransferError> {
    let (mut digest, mut rows) = (Digest::default(), stream(tx, table));
    while let Some(row) = rows.next().await {
        digest.add(&row?);
    }
    Ok(digest)
}

async fn fill(from: &mut Tx, to: &mut Tx, table: &DatabaseTable) -> Result<Digest, TransferError> {
    let (mut digest, mut waiting, mut bytes) = (Digest::default(), Vec::new(), 0);
    let mut rows = stream(from, table);
    while let Some(row) = rows.next().await {
        let row = row?;
        digest.add(&row);
        bytes += row.iter().map(RowValue::bytes).sum::<usize>();
        waiting.push(row);
        if waiting.len() == ROWS || bytes > BYTES {
            insert(to, table, &mut waiting).await?;
            bytes = 0;
        }
    }
    drop(rows);
    insert(to, table, &mut waiting).await?;
    Ok(digest)
}

/// Writes the rows: a full load in one statement, fewer one by one, so that a table has two statements at most.
async fn insert(
    tx: &mut Tx,
    table: &DatabaseTable,
    rows: &mut Vec<Vec<RowValue>>,
) -> Result<(), TransferError> {
    let at_once = if rows.len() == ROWS { ROWS } else { 1 };
    for some in rows.chunks(at_once) {
        let sql = AssertSqlSafe(table.insert(some.len()));
        match &mut tx.inner {
            OpenTransaction::Sqlite(tx) => {
                let mut arguments = SqliteArguments::default();
                bind(some, table, |cell| match cell {
                    ColumnValue::Text(text) => arguments.add(text),
                    ColumnValue::Integer(number) => arguments.add(number),
                    ColumnValue::Boolean(yes) => arguments.add(yes),
                    ColumnValue::Real(number) => arguments.add(number),
                })?;
                sqlx::query_with(sql, arguments).execute(&mut **tx).await?;
            }
            #[cfg(feature = "postgres")]
            OpenTransaction::Postgres(tx) => {
                if let Some(unfit) = some.iter().find_map(|row| value::with_nul(row, table)) {
                    return Err(unfit);
                }
                let mut arguments = PgArguments::default();
                bind(some, table, |cell| match cell {
                    ColumnValue::Text(text) => arguments.add(text),
                    ColumnValue::Integer(number) => arguments.add(number),
                    ColumnValue::Boolean(yes) => arguments.add(yes),
                    ColumnValue::Real(number) => arguments.add(number),
                })?;
                sqlx::query_with(sql, arguments).execute(&mut **tx).await?;
            }
        }
    }
    rows.clear();
    Ok(())
}

/// A value in its column: an empty one too has a type, which PostgreSQL asks for.
enum ColumnValue {
    Text(Option<String>),
    Integer(Option<i64>),
    Boolean(Option<bool>),
    Real(Option<f64>),
}

fn bind(
    rows: &[Vec<RowValue>],
    table: &DatabaseTable,
    mut add: impl FnMut(ColumnValue) -> Result<(), sqlx::error::BoxDynError>,
) -> Result<(), TransferError> {
    for (value, column) in rows.iter().flat_map(|row| row.iter().zip(&table.columns)) {
        add(value.cell(column.kind)).map_err(sqlx::Error::Encode)?;
    }
    Ok(())
}
