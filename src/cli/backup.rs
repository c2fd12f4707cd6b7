//! `salesbook backup`, `restore`, `verify` and `move-database`: what keeps the data.
//!
//! None of them migrates a database: a backup is taken of it as it is, also by a program that is newer. The log of
//! acts says that a backup was made; what was put back or moved is equal to what it came from, row by row, so nothing is
//! added.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;
use tokio_util::sync::CancellationToken;

use super::{connect, say};
use crate::audit::{self, Act, AuditSubject};
use crate::backup::{self, BackupSource, BackupStage, DATABASE, Findings, RestoreTarget};
use crate::config::Config;
use crate::db::Db;
use crate::db::transfer::{self, Hold};
use crate::id::Randomness;
use crate::recordings::Blobs;
use crate::time::{Clock as _, SystemClock};

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// Where to: a directory that holds backups, made if need be
    dir: PathBuf,
    /// Remove all but the newest N backups there afterwards
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// The backup's directory, or a copy of the database alone
    backup: PathBuf,
    /// Move data that are there aside instead of refusing
    #[arg(long)]
    move_existing_aside: bool,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// A backup's directory; the service's own data when left out
    backup: Option<PathBuf>,
    /// Of the service's own data: read every recording and compare its hash too
    #[arg(long)]
    contents: bool,
}

#[derive(Debug, Args)]
pub(super) struct MoveArgs {
    /// Where to: `postgres://user@host/name`, or `sqlite` for the file in the data directory
    #[arg(long, value_name = "ADDRESS")]
    to: String,
}

pub(super) async fn backup(args: BackupArgs, config: Config) -> anyhow::Result<ExitCode> {
    let origin = origin(&config).await?;
    let mut told = |stage: BackupStage| {
        if matches!(stage, BackupStage::Database(n) if n > 1) {
            say("Recordings were deleted meanwhile: the database is copied again");
        }
    };
    let now = SystemClock.now();
    let made = backup::make(&origin, &args.dir, now, &CancellationToken::new(), &mut told).await;
    let kept = match &made {
        Ok(_) => {
            let entry = Act::BackupMade.on(AuditSubject::Service);
            audit::record_by_shell(&origin.db, SystemClock.now(), &Randomness::system(), entry).await
        }
        Err(_) => Ok(()),
    };
    origin.db.close().await;
    let made = made?;
    if let Err(error) = kept {
        say(format_args!(
            "The backup is whole, but the log does not say that it was made: {error}"
        ));
    }
    let manifest = &made.manifest;
    say(format_args!("{}", made.path.display()));
    say(format_args!(
        "  database    {} rows, {}",
        manifest.rows.values().sum::<i64>(),
        megabytes(manifest.database.bytes)
    ));
    say(format_args!(
        "  recordings  {} files, {}; {} of them share their room with others",
        manifest.recordings.len(),
        megabytes(manifest.recorded_bytes()),
        made.linked.min(manifest.recordings.len())
    ));
    say(format_args!("  playbook    {} files", manifest.book.len()));
    for lost in &manifest.lost {
        say(format_args!(
            "  LOST        recording {}: {}",
            lost.recording, lost.why
        ));
    }
    if let Some(keep) = args.keep {
        for gone in backup::prune(&args.dir, keep.into())? {
            say(format_args!("  removed     {}", gone.display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn restore(args: RestoreArgs, config: Config) -> anyhow::Result<ExitCode> {
    let server = match &config.database_url {
        Some(_) => Some(connect(&config).await?),
        None => None,
    };
    let place = RestoreTarget {
        data: config.data.clone(),
        library: config.library.clone(),
        server,
    };
    let now = SystemClock.now();
    let restored = backup::restore(&args.backup, &place, args.move_existing_aside, now).await;
    if let Some(server) = &place.server {
        server.close().await;
    }
    let restored = restored?;
    say(format_args!(
        "Restored: {} rows, {} recordings, {} files of the playbook; every hash was right",
        restored.rows, restored.recordings, restored.book
    ));
    for path in &restored.aside {
        say(format_args!("What was there is now {}", path.display()));
    }
    say(format_args!(
        "Start it: salesbook --data {} --library {} serve",
        config.data.display(),
        config.library.display()
    ));
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn verify(args: VerifyArgs, config: Config) -> anyhow::Result<ExitCode> {
    let found = if let Some(backup) = &args.backup {
        let (manifest, found) = backup::verify_backup(backup).await?;
        say(format_args!(
            "Backup of {} by Salesbook {}, taken from {}",
            manifest.time, manifest.program, manifest.backend
        ));
        found
    } else {
        let origin = origin(&config).await?;
        let found = backup::verify_service(&origin, args.contents).await;
        origin.db.close().await;
        found?
    };
    Ok(conclude(&found))
}

fn conclude(found: &Findings) -> ExitCode {
    for note in &found.notes {
        say(format_args!("note  {note}"));
    }
    for fault in &found.faults {
        say(format_args!("FAIL  {fault}"));
    }
    say(format_args!(
        "{} rows, {} recordings, {} files: {} wrong, {} notes",
        found.rows,
        found.recordings,
        found.files,
        found.faults.len(),
        found.notes.len()
    ));
    if found.faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

pub(super) async fn move_database(args: MoveArgs, config: Config) -> anyhow::Result<ExitCode> {
    let file = config.data.join(DATABASE);
    if args.to == "sqlite" {
        if config.database_url.is_none() {
            bail!("the database is SQLite already: set database_url to the one to move from");
        }
        if file.exists() {
            bail!("{} is there already: nothing is written over", file.display());
        }
        let source = connect(&config).await?;
        std::fs::create_dir_all(&config.data)?;
        let growing = config.data.join(".moving.sqlite");
        if growing.exists() {
            std::fs::remove_file(&growing)?;
        }
        let target = Db::open_plain(&growing).await?;
        let moved = transfer::copy(&source, &target, Hold::Still, false).await;
        target.close().await;
        source.close().await;
        report(&moved?);
        std::fs::rename(&growing, &file)?;
        std::fs::File::open(&config.data)?.sync_all()?;
        say(format_args!(
            "Now take database_url out of the settings and start: the database is {}",
            file.display()
        ));
    } else {
        let source = standing(&config, &file).await?;
        let target = server(&args.to).await?;
        let moved = transfer::copy(&source, &target, Hold::Still, false).await;
        target.close().await;
        source.close().await;
        report(&moved?);
        say("Now set database_url to the new address and start");
        if config.database_url.is_none() {
            say(format_args!(
                "{} stays as it is: put it away, so that nobody starts with it by mistake",
                file.display()
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(feature = "postgres")]
async fn server(url: &str) -> anyhow::Result<Db> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        bail!("--to must be a postgres:// address or `sqlite`");
    }
    Db::connect(url, 2)
        .await
        .context("PostgreSQL does not answer at the address of --to")
}

#[cfg(not(feature = "postgres"))]
async fn server(_: &str) -> anyhow::Result<Db> {
    bail!("this program was built without PostgreSQL");
}

/// The database to move from, once nobody uses it.
async fn standing(config: &Config, file: &Path) -> anyhow::Result<Db> {
    if config.database_url.is_none() {
        there(file)?;
        if !Db::fold_log(file).await? {
            bail!("{} is in use: stop the service first", file.display());
        }
    }
    connect(config).await
}

fn report(moved: &[(String, i64)]) {
    for (table, rows) in moved.iter().filter(|(_, rows)| *rows > 0) {
        say(format_args!("  {table:28} {rows}"));
    }
    let rows: i64 = moved.iter().map(|(_, rows)| rows).sum();
    say(format_args!(
        "Copied {rows} rows of {} tables and read them again: all are equal",
        moved.len()
    ));
}

/// The service's data, the database as it is.
async fn origin(config: &Config) -> anyhow::Result<BackupSource> {
    if config.database_url.is_none() {
        there(&config.data.join(DATABASE))?;
    }
    let recordings = config.recordings_dir();
    let blobs =
        Blobs::open(&recordings).with_context(|| format!("{} cannot be opened", recordings.display()))?;
    Ok(BackupSource {
        db: connect(config).await?,
        blobs,
        recordings,
        library: config.library.clone(),
    })
}

/// A database that is looked for must not be made.
fn there(file: &Path) -> anyhow::Result<()> {
    if file.is_file() {
        return Ok(());
    }
    bail!(
        "there is no {}: name the data directory with --data",
        file.display()
    )
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
