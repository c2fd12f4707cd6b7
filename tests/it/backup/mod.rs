//! Backups: what is put back is equal row by row and file by file, on both databases, also when recordings come and go
//! while it is made.

mod load;
mod making;
mod moving;
mod nightly;
mod restoring;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use salesbook::app::App;
use salesbook::backup::{self, BackupSource, BackupStage, FinishedBackup, RestoreTarget};
use salesbook::config::{Config, Sources};
use salesbook::db::Db;
use salesbook::db::transfer::Hold;
use salesbook::id::Randomness;
use salesbook::time::{FixedClock, Timestamp};
use sha2::Digest as _;
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

use crate::support::app::{SHIPPED_BOOK, START, copy_folder, open_book};
use crate::support::speech::Script;

/// The company that every test gets a copy of: to hear its calls takes longer than all that is tried with them.
static FILLED: OnceCell<PathBuf> = OnceCell::const_new();
/// Its database, beside `data` and `book`.
const DATABASE: &str = "filled.db";

async fn filled() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("company-{}", std::process::id()));
    for old in std::fs::read_dir(env!("CARGO_TARGET_TMPDIR")).unwrap().flatten() {
        // Nothing tells a process of tests that it ends; what earlier ones left goes now.
        let age = old.metadata().unwrap().modified().unwrap().elapsed();
        let over = age.is_ok_and(|age| age > std::time::Duration::from_hours(24));
        if over && old.file_name().to_string_lossy().starts_with("company-") {
            std::fs::remove_dir_all(old.path()).unwrap();
        }
    }
    std::fs::create_dir_all(&folder).unwrap();
    let db = Db::open_file(&folder.join(DATABASE)).await.unwrap();
    db.migrate().await.unwrap();
    let company = Company::with(db.clone(), &[]);
    let app = &company.app;
    app.checklists.install().await.unwrap();
    assert!(!salesbook::demo::fill(app, false).await.unwrap().is_empty());
    app.worker().drain().await.unwrap();
    fill_the_rest(&db).await;
    db.close().await;
    copy_folder(company.folder.path(), &folder);
    folder
}

/// The company of the demonstration with its calls transcribed, a book of its own, and a row in every table.
pub struct Company {
    pub app: App,
    pub clock: Arc<FixedClock>,
    /// `data` and `book` lie in it.
    pub folder: tempfile::TempDir,
}

impl Company {
    /// With everything a department has.
    pub async fn on(db: Db) -> Self {
        let filled = FILLED.get_or_init(filled).await;
        let source = Db::open_file(&filled.join(DATABASE)).await.unwrap();
        salesbook::db::transfer::copy(&source, &db, Hold::Snapshot, true)
            .await
            .unwrap();
        source.close().await;
        let folder = tempfile::tempdir().unwrap();
        // Not the database's own files: others may be opening and closing it.
        for part in ["data", "book"] {
            copy_folder(&filled.join(part), &folder.path().join(part));
        }
        // What it makes from now on has other names than what it was filled with.
        Self::assemble(db, folder, &[], Randomness::seeded(6))
    }

    /// On its first day: a book and nobody yet.
    pub fn with(db: Db, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(Path::new(SHIPPED_BOOK), &folder.path().join("book"));
        Self::assemble(db, folder, settings, Randomness::seeded(5))
    }

    fn assemble(
        db: Db,
        folder: tempfile::TempDir,
        settings: &[(&str, &str)],
        randomness: Randomness,
    ) -> Self {
        let mut sources = Sources::default()
            .with_flag("data", folder.path().join("data").to_str().unwrap())
            .with_flag("library", folder.path().join("book").to_str().unwrap())
            .with_flag("time_zone", "Europe/Moscow");
        for (name, value) in settings {
            sources = sources.with_flag(name, *value);
        }
        let config = Config::load(&sources).unwrap();
        std::fs::create_dir_all(&config.data).unwrap();
        let clock = Arc::new(FixedClock::at(START));
        let speech = Script::default().speech();
        let book = open_book(&config);
        let app = App::assemble_with(config, db, Arc::clone(&clock) as _, randomness, speech, book).unwrap();
        Self { app, clock, folder }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn backups(&self) -> PathBuf {
        self.folder.path().join("backups")
    }

    pub async fn backup(&self) -> FinishedBackup {
        self.backup_at(START).await
    }

    pub async fn backup_at(&self, at: Timestamp) -> FinishedBackup {
        make(
            &BackupSource::new(&self.app.core, &self.app.parts.blobs),
            &self.backups(),
            at,
            &mut |_| {},
        )
        .await
        .unwrap()
    }
}

pub async fn make(
    origin: &BackupSource,
    dir: &Path,
    at: Timestamp,
    told: &mut (dyn FnMut(BackupStage) + Send),
) -> Result<FinishedBackup, backup::BackupError> {
    backup::make(origin, dir, at, &CancellationToken::new(), told).await
}

/// An empty place for a restore: its folder, and where in it things go.
pub fn elsewhere() -> (tempfile::TempDir, RestoreTarget) {
    let folder = tempfile::tempdir().unwrap();
    let place = RestoreTarget {
        data: folder.path().join("data"),
        library: folder.path().join("book"),
        server: None,
    };
    (folder, place)
}

/// Every file below a folder with the hash of what it holds, but what is only there while the service works.
pub fn contents(root: &Path) -> BTreeMap<String, String> {
    fn read(root: &Path, dir: &Path, into: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(root, &path, into);
            } else if path
                .file_name()
                .is_none_or(|name| name != "lock" && name != "installation")
            {
                let hash = salesbook::id::hex(&sha2::Sha256::digest(std::fs::read(&path).unwrap()));
                let inside = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                into.insert(inside, hash);
            }
        }
    }
    let mut found = BTreeMap::new();
    read(root, root, &mut found);
    found
}

/// Rows of every table, the empty ones too.
pub async fn rows(db: &Db) -> BTreeMap<String, i64> {
    salesbook::db::transfer::rows(db)
        .await
        .unwrap()
        .into_iter()
        .collect()
}

/// A row for every table that the demonstration leaves empty, with values that are easily spoilt on the way: the largest
/// number, every kind of letter, an empty text, nothing.
async fn fill_the_rest(db: &Db) {
    let version = salesbook::db::newest_schema();
    let tables = salesbook::db::transfer::catalog::tables(version).await.unwrap();
    let memory = tempfile::tempdir().unwrap();
    let schema = Db::open_plain(&memory.path().join("schema.sqlite"))
        .await
        .unwrap();
    schema.migrate().await.unwrap();
    let filled = rows(db).await;
    for table in tables.iter().filter(|table| !filled.contains_key(&table.name)) {
        let references: Vec<(String, String, String)> = ask(
            &schema,
            &format!(
                "SELECT \"from\", \"table\", COALESCE(\"to\", 'id') FROM pragma_foreign_key_list('{}')",
                table.name
            ),
        )
        .await;
        let wide: Vec<(String, String)> = ask(
            &schema,
            &format!("SELECT name, type FROM pragma_table_info('{}')", table.name),
        )
        .await;
        let values = wide.iter().map(|(column, kind)| {
            let reference = references.iter().find(|(from, ..)| from == column);
            match (reference, kind.as_str()) {
                (Some((_, other, _)), _) if *other == table.name => "NULL".to_owned(),
                (Some((_, other, to)), _) => format!("(SELECT MIN(\"{to}\") FROM \"{other}\")"),
                (None, _) if column == "only_one" => "1".to_owned(),
                (None, "BOOLEAN") => "TRUE".to_owned(),
                (None, "BIGINT") => "9223372036854775807".to_owned(),
                (None, "INTEGER") => "-2147483648".to_owned(),
                (None, "DOUBLE PRECISION") => "0.1".to_owned(),
                (None, _) => format!("'{column} «ёЁ» \\ \"𝄞\" \t\r\n '"),
            }
        });
        let sql = format!(
            "INSERT INTO \"{}\" ({}) VALUES ({})",
            table.name,
            wide.iter()
                .map(|(name, _)| format!("\"{name}\""))
                .collect::<Vec<_>>()
                .join(", "),
            values.collect::<Vec<_>>().join(", ")
        );
        run(db, &sql).await;
    }
    schema.close().await;
    assert_eq!(rows(db).await.len(), tables.len(), "a row in every table");
}

/// Are two SQLite files equal, as SQLite itself compares them?
pub async fn identical(one: &Path, other: &Path) {
    use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(one);
    let mut connection = options.connect().await.unwrap();
    sqlx::query("ATTACH DATABASE $1 AS other")
        .bind(other.to_str().unwrap())
        .execute(&mut connection)
        .await
        .unwrap();
    let version = salesbook::db::newest_schema();
    for table in salesbook::db::transfer::catalog::tables(version).await.unwrap() {
        let name = &table.name;
        let sql = format!(
            "SELECT (SELECT COUNT(*) FROM main.\"{name}\"),
                    (SELECT COUNT(*) FROM other.\"{name}\"),
                    (SELECT COUNT(*) FROM (SELECT * FROM main.\"{name}\" EXCEPT SELECT * FROM other.\"{name}\"))"
        );
        let (here, there, different): (i64, i64, i64) = sqlx::query_as(AssertSqlSafe(sql))
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert!(
            here > 0 && here == there && different == 0,
            "{name}: {here}, {there}, {different}"
        );
    }
    let known = "SELECT COUNT(*), COUNT(o.version) FROM main._sqlx_migrations m
         LEFT JOIN other._sqlx_migrations o USING (version, description, success, checksum)";
    let (here, there): (i64, i64) = sqlx::query_as(known).fetch_one(&mut connection).await.unwrap();
    assert!(here > 0 && here == there, "migrations: {here}, {there}");
    connection.close().await.unwrap();
}

/// A statement of a test's own making.
pub async fn run(db: &Db, sql: &str) {
    let mut tx = db.write().await.unwrap();
    let sql: &'static str = String::from(sql).leak();
    tx.query(sql)
        .execute()
        .await
        .unwrap_or_else(|error| panic!("{error:?}: {sql}"));
    tx.commit().await.unwrap();
}

async fn ask<T: salesbook::db::Record>(db: &Db, sql: &str) -> Vec<T> {
    let mut tx = db.read().await.unwrap();
    let sql: &'static str = String::from(sql).leak();
    tx.query(sql).all().await.unwrap()
}
