//! SQLite FTS5 on the same data: a peer in speed only.
//!
//! It finds words as they are typed, the last one by its beginning (with an index of beginnings, which makes that quick),
//! and ranks by bm25 with more weight on titles. It does not know forms of a word, ё for е, slips, the other keyboard
//! layout, Latin letters for Russian ones, synonyms, words that do not count, or the order of our answers. What it shows is
//! asked of it too: title and passage with found words marked. Each statement goes to SQLite's own thread and back;
//! [`Entries::way_ms`] says what that costs.

use std::path::Path;
use std::time::{Duration, Instant};

use salesbook::playbook::LibrarySnapshot;
use salesbook::search::document::EntryDocument;
use salesbook::search::lexicon::Lemmas;
use salesbook::search::tokenizer::words;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::runtime::{Builder, Runtime};

use super::corpus::Corpus;
use super::took::Took;

/// A connection that is waited for.
struct Sqlite {
    runtime: Runtime,
    connection: SqliteConnection,
}

impl Sqlite {
    fn open(options: SqliteConnectOptions) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let connection = runtime
            .block_on(options.disable_statement_logging().connect())
            .unwrap();
        Self { runtime, connection }
    }

    fn run(&mut self, sql: &'static str) {
        let run = sqlx::query(sql).execute(&mut self.connection);
        self.runtime.block_on(run).unwrap();
    }

    fn bytes(&mut self) -> i64 {
        let pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        let ask = sqlx::query_scalar(pages).fetch_one(&mut self.connection);
        self.runtime.block_on(ask).unwrap()
    }
}

/// What was typed in FTS5's own language; nothing for no words.
fn matching(typed: &str) -> Option<String> {
    let found = words(typed);
    let open = !typed.ends_with(char::is_whitespace);
    let last = found.len().checked_sub(1)?;
    let one = |(at, range): (usize, std::ops::Range<usize>)| {
        let star = if open && at == last { "*" } else { "" };
        format!("\"{}\"{star}", &typed[range])
    };
    let asked = found.into_iter().map(|word| word.range).enumerate().map(one);
    Some(asked.collect::<Vec<_>>().join(" "))
}

/// The entries of a book, in memory as our index is.
pub struct Entries {
    sqlite: Sqlite,
    /// Time of filling it.
    pub built: Duration,
}

impl Entries {
    /// The texts that our index is made of.
    pub fn of(book: &LibrarySnapshot) -> Self {
        let mut lemmas = Lemmas::default();
        let texts: Vec<[String; 4]> = book
            .entries()
            .map(|entry| {
                let facts = &entry.facts;
                let text = EntryDocument::new(entry.clone(), &mut lemmas).text();
                [
                    entry.id.to_string(),
                    facts.title.clone(),
                    facts.aliases.join("\n"),
                    text,
                ]
            })
            .collect();
        let mut sqlite = Sqlite::open(SqliteConnectOptions::new().in_memory(true));
        let begun = Instant::now();
        sqlite.run(
            "CREATE VIRTUAL TABLE book USING fts5(id UNINDEXED, title, aliases, text, prefix = '1 2 3')",
        );
        sqlite.run("INSERT INTO book (book, rank) VALUES ('rank', 'bm25(0.0, 10.0, 5.0, 1.0)')");
        sqlite.run("BEGIN");
        sqlite.runtime.block_on(async {
            for [id, title, aliases, text] in texts {
                let row = sqlx::query("INSERT INTO book (id, title, aliases, text) VALUES ($1, $2, $3, $4)");
                let row = row.bind(id).bind(title).bind(aliases).bind(text);
                row.execute(&mut sqlite.connection).await.unwrap();
            }
        });
        sqlite.run("COMMIT");
        sqlite.run("INSERT INTO book (book) VALUES ('optimize')");
        Self {
            sqlite,
            built: begun.elapsed(),
        }
    }

    /// Ids, marked titles and passages.
    pub fn ask(&mut self, typed: &str, limit: usize) -> Vec<(String, String, String)> {
        let Some(matching) = matching(typed) else {
            return Vec::new();
        };
        let ask = sqlx::query_as(
            "SELECT id, highlight(book, 1, '<mark>', '</mark>'), snippet(book, 3, '<mark>', '</mark>', '…', 16)
             FROM book WHERE book MATCH $1 ORDER BY rank LIMIT $2",
        );
        let ask = ask
            .bind(matching)
            .bind(limit as i64)
            .fetch_all(&mut self.sqlite.connection);
        self.sqlite.runtime.block_on(ask).unwrap()
    }

    /// Size of the whole database.
    pub fn bytes(&mut self) -> i64 {
        self.sqlite.bytes()
    }

    /// What a statement that does nothing takes, in ms, half the time.
    pub fn way_ms(&mut self) -> f64 {
        let mut took = Took::default();
        for _ in 0..1_000 {
            let begun = Instant::now();
            self.sqlite.run("SELECT 1");
            took.add(begun.elapsed());
        }
        took.ms(50)
    }
}

/// Segments of calls in a file of their own: `rowid` is the number of the call times 1,000 and that of the segment.
pub struct Segments {
    sqlite: Sqlite,
    /// Time of filling it.
    pub built: Duration,
}

impl Segments {
    /// Every segment of `corpus`.
    pub fn of(file: &Path, corpus: &Corpus) -> Self {
        let options = SqliteConnectOptions::new().filename(file).create_if_missing(true);
        let mut sqlite = Sqlite::open(options.journal_mode(SqliteJournalMode::Wal));
        let begun = Instant::now();
        sqlite.run("CREATE VIRTUAL TABLE said USING fts5(text, prefix = '1 2 3')");
        sqlite.run("BEGIN");
        sqlite.runtime.block_on(async {
            for (call, segments) in corpus.texts() {
                for (at, text) in (0..).zip(segments) {
                    let row = sqlx::query("INSERT INTO said (rowid, text) VALUES ($1, $2)");
                    let row = row.bind(call as i64 * 1_000 + at).bind(text);
                    row.execute(&mut sqlite.connection).await.unwrap();
                }
            }
        });
        sqlite.run("COMMIT");
        sqlite.run("INSERT INTO said (said) VALUES ('optimize')");
        let built = begun.elapsed();
        // With the memory for pages that any connection has.
        let Sqlite { runtime, connection } = sqlite;
        runtime.block_on(connection.close()).unwrap();
        Self {
            sqlite: Sqlite::open(SqliteConnectOptions::new().filename(file)),
            built,
        }
    }

    /// The newest calls in one segment of which every word is said.
    pub fn ask(&mut self, typed: &str, limit: usize) -> Vec<(i64,)> {
        let Some(matching) = matching(typed) else {
            return Vec::new();
        };
        let ask = sqlx::query_as(
            "SELECT DISTINCT rowid / 1000 FROM said WHERE said MATCH $1 ORDER BY rowid DESC LIMIT $2",
        );
        let ask = ask
            .bind(matching)
            .bind(limit as i64)
            .fetch_all(&mut self.sqlite.connection);
        self.sqlite.runtime.block_on(ask).unwrap()
    }

    /// Size of the whole database.
    pub fn bytes(&mut self) -> i64 {
        self.sqlite.bytes()
    }
}
