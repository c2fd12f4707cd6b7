//! Everything the database holds, to see whether a request left something.

use std::collections::BTreeSet;

use salesbook::db::{Db, Sql};
use sqlx::{Connection as _, SqliteConnection};
use tokio::sync::OnceCell;

/// Tables that every request may touch: who was here when, and who guessed.
const APART: [&str; 4] = ["_sqlx_migrations", "sessions", "sign_in_attempts", "guesses"];

/// Rows as `table: values`.
pub type Rows = BTreeSet<String>;

/// The statement for each kind of database: every database of the tests has the same tables.
static STATEMENTS: [OnceCell<&str>; 2] = [OnceCell::const_new(), OnceCell::const_new()];

/// Sees cheaply whether anything was written since it looked last, and reads the rows only then: most of what an attack asks
/// for must change nothing.
pub struct Watch<'a> {
    db: &'a Db,
    /// What SQLite counts writes by for a connection that writes nothing itself.
    beside: Option<SqliteConnection>,
    seen: Vec<(String, i64, String)>,
    rows: Rows,
}

impl<'a> Watch<'a> {
    /// From now on.
    pub async fn over(db: &'a Db) -> Self {
        let mut beside = None;
        if db.backend() == "sqlite" {
            let file = "SELECT file FROM pragma_database_list WHERE name = 'main'";
            let (file,): (String,) = db.read().await.unwrap().query(file).one().await.unwrap();
            beside = Some(
                SqliteConnection::connect(&format!("sqlite:{file}"))
                    .await
                    .unwrap(),
            );
        }
        let mut watch = Self {
            db,
            beside,
            seen: Vec::new(),
            rows: Rows::new(),
        };
        watch.seen = watch.look().await;
        watch.rows = rows(db).await;
        watch
    }

    async fn look(&mut self) -> Vec<(String, i64, String)> {
        if let Some(beside) = &mut self.beside {
            let version: (i64,) = sqlx::query_as("PRAGMA data_version")
                .fetch_one(beside)
                .await
                .unwrap();
            return vec![(String::new(), version.0, String::new())];
        }
        // A row that is written has a newer transaction, one that is gone is one fewer.
        let mut tx = self.db.read().await.unwrap();
        let text = WRITTEN.get_or_init(|| async {
            let parts = tables(self.db).await.into_iter().map(|table| {
                format!(
                    "SELECT '{table}', count(*), CAST(coalesce(max(CAST(CAST(xmin AS TEXT) AS BIGINT)), 0) AS TEXT) FROM {table}"
                )
            });
            made(parts.collect::<Vec<_>>().join(" UNION ALL "))
        });
        let text = *text.await;
        tx.query(text).all().await.unwrap()
    }

    /// What came and what went since the last look, each with its sign.
    pub async fn changes(&mut self) -> Vec<String> {
        let seen = self.look().await;
        if seen == self.seen {
            return Vec::new();
        }
        let after = rows(self.db).await;
        let changes = difference(&self.rows, &after);
        (self.seen, self.rows) = (seen, after);
        changes
    }
}

/// The statement of [`Watch`] for PostgreSQL.
static WRITTEN: OnceCell<&str> = OnceCell::const_new();

/// Reads all rows of all tables.
pub async fn rows(db: &Db) -> Rows {
    let kind = usize::from(db.backend() == "sqlite");
    let text = *STATEMENTS[kind].get_or_init(|| statement(db)).await;
    let all: Vec<(String,)> = db.read().await.unwrap().query(text).all().await.unwrap();
    all.into_iter().map(|(row,)| row).collect()
}

/// A statement that is made in a test. Statements of the program are never made, so the type takes none.
fn made(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

async fn tables(db: &Db) -> Vec<String> {
    const TABLES: Sql = Sql::dialects(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1",
    );
    let tables: Vec<(String,)> = db.read().await.unwrap().query(TABLES).all().await.unwrap();
    let names = tables.into_iter().map(|(table,)| table);
    names.filter(|table| !APART.contains(&table.as_str())).collect()
}

async fn statement(db: &Db) -> &'static str {
    let tables = tables(db).await;
    let mut tx = db.read().await.unwrap();
    let mut parts = Vec::new();
    for table in tables {
        let values = if db.backend() == "sqlite" {
            let columns = made(format!("SELECT name FROM pragma_table_info('{table}')"));
            let columns: Vec<(String,)> = tx.query(columns).all().await.unwrap();
            let quoted: Vec<String> = columns
                .iter()
                .map(|(name,)| format!("quote(\"{name}\")"))
                .collect();
            quoted.join(" || '|' || ")
        } else {
            format!("CAST(row_to_json({table}) AS TEXT)")
        };
        parts.push(format!("SELECT '{table}: ' || {values} FROM {table}"));
    }
    made(parts.join(" UNION ALL "))
}

fn difference(before: &Rows, after: &Rows) -> Vec<String> {
    let came = after.difference(before).map(|row| format!("+ {row}"));
    let went = before.difference(after).map(|row| format!("- {row}"));
    came.chain(went).collect()
}
