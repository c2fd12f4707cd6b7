//! The command line: what `salesbook` can be told to do. Each command is one file; settings come from
//! [`crate::config`].

mod adopt;
mod backup;
mod doctor;
pub mod documents;
mod model;
mod people;
mod playbook;
mod serve;
mod transcribe;
mod worker;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::app::App;
use crate::config::{Config, Sources};
use crate::db::Db;
use crate::error::{Error, is_of_full_disk};
use crate::i18n::{Locale, Texts};
use crate::id::Randomness;
use crate::private;
use crate::speech::model::models_dir;
use crate::time::{Clock as _, SystemClock};
use crate::web::failure::sentence;

/// A self-hosted toolkit for a sales department: playbook, call transcription, scoring, action plans.
#[derive(Debug, Parser)]
#[command(name = "salesbook", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    settings: SettingsArgs,
    #[command(subcommand)]
    command: Command,
}

/// Settings that can be given on every command; the rest come from the file and the environment.
#[derive(Debug, Args)]
struct SettingsArgs {
    /// Settings file (TOML)
    #[arg(long, global = true, value_name = "FILE", env = "SALESBOOK_CONFIG")]
    config: Option<PathBuf>,
    /// Directory of the database, the recordings and the index
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<String>,
    /// Directory of the playbook
    #[arg(long, global = true, value_name = "DIR")]
    library: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service: pages, API and background work
    Serve(serve::ServeArgs),
    /// Do background work only: another process or machine at the queue of the same database and recordings
    Worker,
    /// Bring the database to the newest version; a copy of it is made first
    Migrate,
    /// Compare database and directory of recordings, and join them when they are meant to be one
    Adopt(adopt::AdoptArgs),
    /// Save database, recordings and playbook into a new directory in DIR, while the service runs
    Backup(backup::BackupArgs),
    /// Put a backup back where no data are; also a copy of the database alone
    Restore(backup::RestoreArgs),
    /// Look whether a backup is whole, or whether the rows and files of the service belong together
    Verify(backup::VerifyArgs),
    /// Copy the whole database from SQLite to PostgreSQL or back, while the service stands
    MoveDatabase(backup::MoveArgs),
    /// Bearer tokens of the JSON API
    #[command(subcommand)]
    Token(people::TokenCommand),
    /// People who can sign in
    #[command(subcommand)]
    People(people::PeopleCommand),
    /// Speech models: fetch, import, list
    #[command(subcommand)]
    Model(model::ModelCommand),
    /// The playbook's files
    #[command(subcommand)]
    Playbook(playbook::PlaybookCommand),
    /// Transcribe one file without the service
    Transcribe(transcribe::TranscribeArgs),
    /// Say how everything is and what is missing: database, disks, recordings, playbook, model, backups, device, ffmpeg
    Doctor,
    /// Print generated documents
    #[command(subcommand)]
    Docs(documents::DocsCommand),
}

/// Parses the command line and runs it; the exit code says how it went.
pub fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "the command line's own answer")]
            {
                eprintln!("salesbook: {}{error:#}", full_disk(&error));
            }
            ExitCode::FAILURE
        }
    }
}

/// The sentence of a full disk, before what could not be done for it.
fn full_disk(error: &anyhow::Error) -> String {
    if is_of_full_disk(error.as_ref()) {
        format!("{} ", sentence(Texts(Locale::En), &Error::disk_full()))
    } else {
        String::new()
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let mut sources = Sources::from_process(cli.settings.config.as_deref())?;
    if let Some(data) = cli.settings.data {
        sources = sources.with_flag("data", data);
    }
    if let Some(library) = cli.settings.library {
        sources = sources.with_flag("library", library);
    }
    match cli.command {
        Command::Playbook(command) => playbook::run(&command, &Config::load(&sources)?),
        Command::Transcribe(args) => transcribe::run(&args, &Config::load(&sources)?),
        Command::Doctor => block_on(doctor::run(sources)),
        Command::Docs(command) => documents::run(&command),
        Command::Serve(args) => block_on(serve::run(args, sources)),
        Command::Worker => block_on(worker::run(sources)),
        Command::Migrate => block_on(async {
            open(Config::load(&sources)?).await?.db.close().await;
            Ok(ExitCode::SUCCESS)
        }),
        Command::Adopt(args) => block_on(adopt::run(args, Config::load(&sources)?)),
        Command::Backup(args) => block_on(backup::backup(args, Config::load(&sources)?)),
        Command::Restore(args) => block_on(backup::restore(args, Config::load(&sources)?)),
        Command::Verify(args) => block_on(backup::verify(args, Config::load(&sources)?)),
        Command::MoveDatabase(args) => block_on(backup::move_database(args, Config::load(&sources)?)),
        Command::Token(command) => block_on(people::token(command, Config::load(&sources)?)),
        Command::Model(command) => model::run(command, &Config::load(&sources)?),
        Command::People(command) => block_on(people::people(command, Config::load(&sources)?)),
    }
}

fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}

/// Opens the database, whatever its version; a SQLite file is made if need be.
async fn connect(config: &Config) -> anyhow::Result<Db> {
    use anyhow::Context as _;
    match &config.database_url {
        #[cfg(feature = "postgres")]
        Some(url) => Db::connect(url, config.database_connections)
            .await
            .context("PostgreSQL does not answer at database_url"),
        _ => {
            let path = config.database_file();
            Db::open_file(&path)
                .await
                .with_context(|| format!("{} cannot be opened", path.display()))
        }
    }
}

/// Opens the database (creating the data directory), brings it up to date and assembles the application.
async fn open(config: Config) -> anyhow::Result<App> {
    use anyhow::Context as _;
    private::make_dir(&config.data)
        .with_context(|| format!("the data directory {} cannot be made", config.data.display()))?;
    protect(&config);
    let db = connect(&config).await?;
    let copy = crate::backup::before_migration(&db, &config.backups_dir(), SystemClock.now())
        .await
        .context("nothing was migrated, because the database could not be copied before")?;
    if let Some(path) = copy {
        tracing::info!(copy = %path.display(), "the database was copied before its migration");
    }
    db.migrate().await?;
    let app = App::assemble(config, db, std::sync::Arc::new(SystemClock), Randomness::system())?;
    app.checklists.install().await?;
    app.auth.end_old_tokens().await?;
    Ok(app)
}

/// Nobody else on this machine reads the data; the models may be shared.
fn protect(config: &Config) {
    let models = models_dir(config.models.as_deref())
        .ok()
        .and_then(|folder| folder.canonicalize().ok());
    private::protect(&config.data, |path| models.as_deref() == Some(path));
}

/// Prints one line of a command's answer. A reader that has gone away (`| head`) is no failure.
fn say(line: impl std::fmt::Display) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "{line}");
}
