//! Which tables there are, by asking the migrations: they are run on an empty SQLite database in memory.

use sqlx::sqlite::SqliteConnectOptions;

use super::TransferError;
use crate::db::{Db, MIGRATIONS, Tx};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// `TEXT`.
    Text,
    /// `INTEGER`, `BIGINT`.
    Integer,
    /// `BOOLEAN`.
    Boolean,
    /// `DOUBLE PRECISION`.
    Real,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumn {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseTable {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// Tables its rows refer to.
    pub refers: Vec<String>,
}

impl DatabaseTable {
    pub(super) fn quoted(&self) -> String {
        format!("\"{}\"", self.name)
    }

    pub(super) fn columns_quoted(&self) -> String {
        let names = self.columns.iter().map(|column| format!("\"{}\"", column.name));
        names.collect::<Vec<_>>().join(", ")
    }

    /// The statement that adds so many rows.
    pub(super) fn insert(&self, rows: usize) -> String {
        let width = self.columns.len();
        let row = |at: usize| {
            let places = (1..=width).map(|n| format!("${}", at * width + n));
            format!("({})", places.collect::<Vec<_>>().join(", "))
        };
        let rows = (0..rows).map(row).collect::<Vec<_>>().join(", ");
        format!(
            "INSERT INTO {} ({}) VALUES {rows}",
            self.quoted(),
            self.columns_quoted()
        )
    }
}

/// The tables of a schema version, those that others refer to first.
///
/// # Errors
/// [`TransferError::Newer`] when this program does not know the version.
pub async fn tables(version: i64) -> Result<Vec<DatabaseTable>, TransferError> {
    let known = crate::db::newest_schema();
    if !MIGRATIONS.version_exists(version) {
        return Err(TransferError::Newer {
            found: version,
            known,
        });
    }
    let options = SqliteConnectOptions::new().in_memory(true);
    let empty = Db::open_alone(options).await?;
    empty.migrate_to(version).await?;
    let mut tx = empty.read().await?;
    let tables = described(&mut tx).await?;
    drop(tx);
    empty.close().await;
    Ok(ordered(tables))
}

async fn described(tx: &mut Tx) -> Result<Vec<DatabaseTable>, TransferError> {
    let names: Vec<(String,)> = tx
        .query(
            "SELECT name FROM sqlite_schema
             WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations' ORDER BY name",
        )
        .all()
        .await?;
    let mut tables = Vec::new();
    for (name,) in names {
        let columns: Vec<(String, String)> = tx
            .query("SELECT name, type FROM pragma_table_info($1) ORDER BY cid")
            .bind(&name)
            .all()
            .await?;
        let refers: Vec<(String,)> = tx
            .query("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list($1) ORDER BY 1")
            .bind(&name)
            .all()
            .await?;
        tables.push(DatabaseTable {
            columns: columns
                .into_iter()
                .map(|(name, declared)| column(name, &declared))
                .collect::<Result<_, _>>()?,
            refers: refers.into_iter().map(|(table,)| table).collect(),
            name,
        });
    }
    Ok(tables)
}

fn column(name: String, declared: &str) -> Result<TableColumn, TransferError> {
    let kind = match declared {
        "TEXT" => ColumnKind::Text,
        "INTEGER" | "BIGINT" => ColumnKind::Integer,
        "BOOLEAN" => ColumnKind::Boolean,
        "DOUBLE PRECISION" => ColumnKind::Real,
        other => {
            let unknown = format!("the column {name} is {other}, which no copy knows");
            return Err(sqlx::Error::Configuration(unknown.into()).into());
        }
    };
    Ok(TableColumn { name, kind })
}

/// Every table after those it refers to; tables that refer to each other in a ring keep their places at the end.
fn ordered(mut left: Vec<DatabaseTable>) -> Vec<DatabaseTable> {
    let mut done: Vec<DatabaseTable> = Vec::new();
    while !left.is_empty() {
        let waits = |table: &DatabaseTable, done: &[DatabaseTable]| {
            let known = |name: &String| *name == table.name || done.iter().any(|it| it.name == *name);
            !table.refers.iter().all(known)
        };
        let next = left.iter().position(|table| !waits(table, &done)).unwrap_or(0);
        done.push(left.remove(next));
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, refers: &[&str]) -> DatabaseTable {
        DatabaseTable {
            name: name.to_owned(),
            columns: Vec::new(),
            refers: refers.iter().map(|it| (*it).to_owned()).collect(),
        }
    }

    #[test]
    fn tables_come_after_those_they_refer_to() {
        let order = |tables| {
            ordered(tables)
                .into_iter()
                .map(|table| table.name)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let chain = vec![table("a", &["b"]), table("b", &["b", "c"]), table("c", &[])];
        assert_eq!(order(chain), "c b a");
        let ring = vec![table("a", &["b"]), table("b", &["a"]), table("c", &[])];
        assert_eq!(order(ring), "c a b");
    }

    #[tokio::test]
    async fn the_catalogue_is_what_the_migrations_make() {
        let tables = tables(crate::db::newest_schema()).await.unwrap();
        let place = |name: &str| tables.iter().position(|table| table.name == name).unwrap();
        assert!(place("teams") < place("people") && place("people") < place("recordings"));
        assert!(place("recordings") < place("transcripts"));
        assert!(tables.iter().all(|table| !table.columns.is_empty()));
        let people = &tables[place("people")];
        let active = people.columns.iter().find(|column| column.name == "active");
        assert_eq!(active.unwrap().kind, ColumnKind::Boolean);
        assert!(matches!(
            super::tables(1).await,
            Err(TransferError::Newer { found: 1, .. })
        ));
    }

    #[test]
    fn a_statement_numbers_its_places() {
        let column = |name: &str| TableColumn {
            name: name.to_owned(),
            kind: ColumnKind::Text,
        };
        let table = DatabaseTable {
            columns: vec![column("a"), column("b")],
            ..table("t", &[])
        };
        assert_eq!(
            table.insert(2),
            "INSERT INTO \"t\" (\"a\", \"b\") VALUES ($1, $2), ($3, $4)"
        );
    }
}
