//! `salesbook doctor`: one line for each thing the service depends on, with what to do where one is missing.
//!
//! Decides that the command line says what the service itself says of its health ([`crate::health`]), and what more there
//! is to say before a start: whether files and database belong together, what computes speech, what reads rare formats.
//! Changes nothing: a database that is not there yet is told, not made, and what is written to see whether it can be is
//! gone at once. Exits with 1 when the service would not start or something of it is broken; a warning is no fault.

use std::process::ExitCode;
use std::time::Duration;

use super::say;
use crate::backup::Backups;
use crate::config::{Config, Sources, SpeechDevice};
use crate::db::{Db, DbError};
use crate::health::{
    ErrorSummary, HealthFacts, HealthFinding, HealthPart, HealthSeverity, HealthSources, IntegrityCheck,
    MarkPolicy, PlaybookFacts, gather, judge,
};
use crate::playbook::Library;
use crate::recordings::files::installation::{self, InstallationCheck, Starter};
use crate::recordings::files::{FileSweep, HANDFUL};
use crate::speech::audio::ffmpeg;
use crate::speech::{Speech, device, whisper};
use crate::time::{Clock as _, SystemClock, Timestamp};

/// How long the database's file may be looked through.
const LOOK_THROUGH: Duration = Duration::from_mins(2);

pub(super) async fn run(sources: Sources) -> anyhow::Result<ExitCode> {
    let config = Config::load(&sources)?;
    say(format_args!("salesbook  {}", env!("CARGO_PKG_VERSION")));
    let now = SystemClock.now();
    let mut lines = DoctorLines::default();
    let db = match open(&config).await {
        Ok(db) => db,
        Err(why) => {
            lines.say("FAIL", "database", &why);
            None
        }
    };
    let subject = HealthSources {
        config: &config,
        db: db.as_ref(),
        speech: None,
    };
    let mut facts = gather(&subject, now, MarkPolicy::Try).await;
    let apart = match &db {
        Some(db) => {
            check_whole(db, now, &mut facts, &mut lines).await;
            together(&config, db, now, &mut facts).await
        }
        None => without_database(&config).await,
    };
    match apart {
        Ok(Some(why)) => lines.say("FAIL", "recordings", &why),
        Ok(None) => {}
        Err(error) => lines.say(
            "warn",
            "recordings",
            &format!("cannot be compared with their files: {error:#}"),
        ),
    }
    if let Ok(library) = Library::open(&config.library) {
        let book = library.snapshot();
        facts.book = Some(PlaybookFacts {
            there: true,
            kept: false,
            entries: book.len(),
            problems: book.problems().len(),
        });
    }
    let speech = Speech::from_config(&config);
    let engine = tokio::task::spawn_blocking(move || speech.engine(None)).await?;
    facts.model = engine.as_ref().err().map(ErrorSummary::from);
    let backups = Backups::from_config(&config);
    if backups.begin(now).await.is_ok() {
        facts.backups = Some(backups.state(now));
    }
    for finding in judge(&facts, now) {
        lines.find(&finding);
    }
    lines.well(HealthPart::Database, &database(&config, &facts));
    lines.well(HealthPart::Disk, &disks(&facts));
    lines.well(HealthPart::Recordings, &recordings(&facts));
    lines.well(HealthPart::Playbook, &playbook(&facts));
    if let Ok(engine) = engine {
        lines.well(
            HealthPart::Model,
            &format!("{} on {}", engine.model(), engine.device()),
        );
    }
    lines.well(HealthPart::Backups, &newest(&facts));
    lines.well(HealthPart::Clock, "has not jumped since it was last looked at");
    lines.other("proxy", proxy(&config));
    lines.other("device", device(config.speech_device));
    lines.other("ffmpeg", ffmpeg());
    lines.other("processor", Ok(processor(&config)));
    if let Some(db) = db {
        db.close().await;
    }
    Ok(if lines.broken {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// What was said so far.
#[derive(Default)]
struct DoctorLines {
    broken: bool,
    told: Vec<String>,
}

impl DoctorLines {
    fn say(&mut self, mark: &str, name: &str, what: &str) {
        self.broken |= mark == "FAIL";
        self.told.push(name.to_owned());
        say(format_args!("{mark:5} {name:10} {what}"));
    }

    fn find(&mut self, finding: &HealthFinding) {
        let mark = match finding.severity {
            HealthSeverity::Warning => "warn",
            HealthSeverity::Bad | HealthSeverity::Down => "FAIL",
        };
        self.say(mark, finding.part.as_str(), &finding.in_english());
    }

    /// A part of which nothing worse was said.
    fn well(&mut self, part: HealthPart, what: &str) {
        if !self.told.iter().any(|told| told == part.as_str()) {
            self.say("ok", part.as_str(), what);
        }
    }

    fn other(&mut self, name: &str, found: Result<String, String>) {
        match found {
            Ok(what) => self.say("ok", name, &what),
            Err(what) => self.say("warn", name, &what),
        }
    }
}

/// The database; none where there is a SQLite file to be made.
async fn open(config: &Config) -> Result<Option<Db>, String> {
    if config.database_url.is_none() && !config.database_file().is_file() {
        return Ok(None);
    }
    match super::connect(config).await {
        Ok(db) => Ok(Some(db)),
        Err(error) if is_damaged(&error) => Err(format!(
            "The database is damaged so that it cannot be opened: {error:#}. Stop the service, keep this file, restore a backup."
        )),
        Err(error) => Err(format!("{error:#}")),
    }
}

fn is_damaged(error: &anyhow::Error) -> bool {
    let mut chain = error.chain().filter_map(|cause| cause.downcast_ref());
    chain.any(DbError::is_damage)
}

async fn check_whole(db: &Db, now: Timestamp, facts: &mut HealthFacts, lines: &mut DoctorLines) {
    match db.check_whole(LOOK_THROUGH).await {
        Ok(Some(faults)) => {
            for fault in &faults {
                lines.say("FAIL", HealthPart::Database.as_str(), fault);
            }
            facts.wholeness = Some(IntegrityCheck { at: now, faults });
        }
        Ok(None) => lines.say(
            "warn",
            HealthPart::Database.as_str(),
            "could not be looked through in two minutes",
        ),
        // What keeps it from being asked is told by its findings.
        Err(_) => {}
    }
}

fn database(config: &Config, facts: &HealthFacts) -> String {
    let schema = match facts.schema {
        Some(schema) if schema.found < schema.known => format!(
            ", schema {}; the next start brings it to {}, after a copy",
            schema.found, schema.known
        ),
        Some(schema) => format!(", schema {}", schema.found),
        None => String::new(),
    };
    if config.database_url.is_some() {
        return format!("PostgreSQL answers{schema}");
    }
    let data = config.data.display();
    if config.data.is_dir() {
        format!("SQLite in {data}{schema}")
    } else {
        format!("SQLite; {data} is made at the first start")
    }
}

fn disks(facts: &HealthFacts) -> String {
    let rooms = facts.disks.iter().filter_map(|disk| Some((disk, disk.room?)));
    let lines = rooms.map(|(disk, room)| {
        let percent = room.free as f64 * 100.0 / (room.total as f64).max(1.0);
        format!(
            "{}: {:.1} GB free ({percent:.0} %)",
            disk.place.as_str(),
            room.free as f64 / 1e9
        )
    });
    lines.collect::<Vec<_>>().join(", ")
}

fn recordings(facts: &HealthFacts) -> String {
    match facts.files {
        Some(files) if files.recordings > 0 => format!(
            "{} with their files, {} of them not yet compared with their checksum",
            files.recordings, files.unchecked
        ),
        _ => "none yet".to_owned(),
    }
}

fn playbook(facts: &HealthFacts) -> String {
    let book = facts.book.unwrap_or_default();
    format!("{} entries, {} problems", book.entries, book.problems)
}

fn newest(facts: &HealthFacts) -> String {
    match facts.backups.as_ref() {
        Some(backups) if !backups.on => "nightly backups are off (setting backup_keep)".to_owned(),
        Some(backups) => backups.newest.map_or_else(
            || "none yet; the first one comes at night".to_owned(),
            |at| format!("the newest is of {}", at.rfc3339()),
        ),
        None => "the directory of backups cannot be read".to_owned(),
    }
}

/// Compares rows and files as they are now. A sentence when the service would not start with them.
async fn together(
    config: &Config,
    db: &Db,
    now: Timestamp,
    facts: &mut HealthFacts,
) -> anyhow::Result<Option<String>> {
    // What the tables of an older or newer program say, this one does not know.
    let Some(files) = facts.files.as_mut() else {
        return Ok(None);
    };
    let found = InstallationCheck::read(db, &config.recordings_dir()).await?;
    if !found.may_start(Starter::Service) {
        return Ok(Some(format!(
            "{} in the database, {} files in {}, {} of them unknown to it: they do not belong together, see `salesbook adopt`",
            found.recordings,
            found.files,
            config.recordings_dir().display(),
            found.unknown
        )));
    }
    // The first start joins what fits.
    facts.elsewhere = false;
    files.missing = files.missing.max(found.missing as i64);
    let held = found.unknown > HANDFUL || found.recordings == 0 && found.unknown > 0;
    if held {
        files.sweep = Some(FileSweep {
            swept_at: now,
            unknown_files: found.unknown as i64,
        });
    }
    Ok(None)
}

/// Files without a database are somebody's recordings. A sentence when there are some.
async fn without_database(config: &Config) -> anyhow::Result<Option<String>> {
    if config.database_url.is_some() || config.database_file().is_file() {
        return Ok(None);
    }
    let root = config.recordings_dir();
    let files = tokio::task::spawn_blocking(move || installation::count_in(&root)).await??;
    Ok((files > 0).then(|| {
        format!(
            "{files} files in {}, and no database beside them: put it back before the first start",
            config.recordings_dir().display()
        )
    }))
}

/// Whose word counts for a visitor's address. The service itself speaks no TLS, so with https a proxy stands before it.
fn proxy(config: &Config) -> Result<String, String> {
    let trusted = &config.trusted_proxies;
    if !trusted.is_empty() {
        Ok(format!("{trusted} say whose address a request comes from"))
    } else if config.is_secure() {
        Err(
            "public_url is https, so a proxy stands before the service, and trusted_proxies is empty: everybody shares \
             the proxy's address; name the proxy there (on this machine: 127.0.0.1)"
                .to_owned(),
        )
    } else {
        Ok("none: the peer's address counts".to_owned())
    }
}

/// What computes speech, and why.
fn device(wanted: SpeechDevice) -> Result<String, String> {
    let chosen = device::choose(wanted);
    let choice = format!("{}: {}", chosen.device.as_str(), chosen.why);
    if chosen.instead {
        Err(format!("{choice}; speech_device asks for the graphics card"))
    } else {
        Ok(choice)
    }
}

fn ffmpeg() -> Result<String, String> {
    match ffmpeg::program() {
        Some(program) => Ok(format!(
            "{}, for formats Salesbook does not read itself",
            program.display()
        )),
        None => Err(
            "not installed: AMR, WMA and some rare codecs are refused; everything else is read".to_owned(),
        ),
    }
}

fn processor(config: &Config) -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = config.speech_threads;
    format!("{cores} cores, {threads} for speech; {}", whisper::machine())
}
