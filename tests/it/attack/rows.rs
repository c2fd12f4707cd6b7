//! Everything the database holds, to see whether a request left something.

use std::collections::BTreeSet;

use salesbook::db::{Db, Sql};
use tokio::sync::OnceCell;

/// Tables that every request may touch: who was here when, and who guessed.
const APART: [&str; 4] = ["_sqlx_migrations", "sessions", "sign_in_attempts", "guesses"];

/// Rows as `table: values`.
pub type Rows = BTreeSet<String>;

/// The statement for each kind of database: every database of the tests has the same tables.
static STATEMENTS: [OnceCell<&str>; 2] = [OnceCell::const_new(), OnceCell::const_new()];

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

async fn statement(db: &Db) -> &'static str {
    const TABLES: Sql = Sql::dialects(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1",
    );
    let mut tx = db.read().await.unwrap();
    let tables: Vec<(String,)> = tx.query(TABLES).all().await.unwrap();
    let mut parts = Vec::new();
    for (table,) in tables
        .into_iter()
        .filter(|(table,)| !APART.contains(&table.as_str()))
    {
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

/// What came and what went, each with its sign.
pub fn difference(before: &Rows, after: &Rows) -> Vec<String> {
    let came = after.difference(before).map(|row| format!("+ {row}"));
    let went = before.difference(after).map(|row| format!("- {row}"));
    came.chain(went).collect()
}
