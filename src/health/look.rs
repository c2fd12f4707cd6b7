//! Looking: every question the facts come from, each with its patience.
//!
//! Decides what is asked of the disks (room, and a small file that is written, flushed and gone), of the database (its
//! schema, a row that is written) and of the model. A disk that hangs costs one thread, once: while nobody has come back
//! from it, nobody else is sent. Leaves what is always at hand (queue, book, backups) to [`super::report`].

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::clock::{ClockMark, Jump};
use super::facts::{Disk, ErrorSummary, HealthFacts, PlaybookFacts, Schema, ServiceFolder, WriteCheck};
use super::store;
use crate::config::Config;
use crate::db::{Db, DbError, newest_schema};
use crate::disk_space::DiskSpace;
use crate::error::says_full;
use crate::id::InstallationId;
use crate::recordings::files::{installation, store as files};
use crate::speech::Speech;
use crate::speech::model::models_dir;
use crate::time::Timestamp;

/// How long one question may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of the file that is written to see whether one can: more than a file system keeps beside a file's name.
const PROBE_BYTES: usize = 64 * 1024;

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub struct HealthSources<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The database, when it could be opened.
    pub db: Option<&'a Db>,
    /// The speech model, when it matters.
    pub speech: Option<&'a Arc<Speech>>,
}

/// What the look leaves in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkPolicy {
    /// That the service was here, and the jump that was seen.
    Keep(Option<Jump>),
    /// Nothing: what was written to see whether it can be is rolled back.
    Try,
}

/// Looks at everything that has to be asked for. A process that marks its look runs; one that does not only asks.
pub async fn gather(sources: &HealthSources<'_>, now: Timestamp, marking: MarkPolicy) -> HealthFacts {
    let config = sources.config;
    let running = marking != MarkPolicy::Try;
    let (disks, there, database, model) = tokio::join!(
        disks(config, running),
        bounded(config.data.join("library"), {
            let folder = config.library.clone();
            move || folder.is_dir()
        }),
        database(sources, now, marking),
        model(sources),
    );
    HealthFacts {
        at: Some(now),
        running,
        warning: Some(config.disk_warning),
        reserve: Some(config.disk_reserve),
        disks,
        book: Some(PlaybookFacts {
            there: there.unwrap_or(false),
            ..PlaybookFacts::default()
        }),
        model,
        ..database
    }
}

/// Runs what waits for a disk on a thread of its own; nothing when it takes too long, or when somebody is still waiting for
/// the same. `of` is a name for it below the data directory, which no two services have in common.
async fn bounded<T: Send + 'static>(of: PathBuf, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    static WAITING: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let waiting = || WAITING.lock().unwrap_or_else(PoisonError::into_inner);
    if !waiting().insert(of.clone()) {
        return None;
    }
    let done = tokio::task::spawn_blocking(move || {
        let done = work();
        waiting().remove(&of);
        done
    });
    tokio::time::timeout(PATIENCE, done).await.ok()?.ok()
}

/// The disks, each once, the needed ones first.
async fn disks(config: &Config, running: bool) -> Vec<Disk> {
    let folders = [
        (ServiceFolder::Data, config.data.clone()),
        (ServiceFolder::Recordings, config.recordings_dir()),
        (ServiceFolder::Backups, config.backups_dir()),
        (ServiceFolder::Library, config.library.clone()),
        (ServiceFolder::Temporary, std::env::temp_dir()),
    ];
    // Without a home there is no folder of models either.
    let models = models_dir(config.models.as_deref()).ok();
    let models = models.map(|folder| (ServiceFolder::Models, folder));
    let mut found: Vec<(Option<u64>, Disk)> = Vec::new();
    for (place, folder) in folders.into_iter().chain(models) {
        let of = config.data.join("disk").join(place.as_str());
        let seen = bounded(of, move || disk(place, &folder, running)).await;
        let (device, disk) = seen.unwrap_or((
            None,
            Some(Disk {
                place,
                room: None,
                writing: None,
            }),
        ));
        let Some(disk) = disk else { continue };
        match found
            .iter_mut()
            .find(|(known, _)| known.is_some() && *known == device)
        {
            Some((_, known)) => known.writing = known.writing.max(disk.writing),
            None => found.push((device, disk)),
        }
    }
    found.into_iter().map(|(_, disk)| disk).collect()
}

/// One disk and its number; nothing of a folder that nobody needs and that is not there. Blocks.
fn disk(place: ServiceFolder, folder: &Path, running: bool) -> (Option<u64>, Option<Disk>) {
    let there = std::fs::metadata(folder).ok();
    // What is not made yet will lie on the disk above it; what a running service has lost is lost.
    if there.is_none() && (!place.is_needed() || !running && place == ServiceFolder::Recordings) {
        return (None, None);
    }
    let room = if there.is_some() || !running {
        DiskSpace::from_folder(folder).ok()
    } else {
        None
    };
    let disk = Disk {
        place,
        room,
        writing: (place.is_needed() && there.is_some()).then(|| write_into(folder)),
    };
    (there.as_ref().map(number), Some(disk))
}

fn number(facts: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::dev(facts)
}

/// Writes a file nobody else sees, down to the disk.
fn write_into(folder: &Path) -> WriteCheck {
    let written = tempfile::tempfile_in(folder).and_then(|mut file| {
        file.write_all(&vec![1; PROBE_BYTES])?;
        file.sync_all()
    });
    match written {
        Ok(()) => WriteCheck::Done,
        Err(error) if says_full(&error) => WriteCheck::Full,
        Err(_) => WriteCheck::Refused,
    }
}

async fn model(sources: &HealthSources<'_>) -> Option<ErrorSummary> {
    let speech = Arc::clone(sources.speech?);
    let of = sources.config.data.join("model");
    let checked = bounded(of, move || speech.check(None)).await?;
    checked.as_ref().err().map(ErrorSummary::from)
}

async fn database(sources: &HealthSources<'_>, now: Timestamp, marking: MarkPolicy) -> HealthFacts {
    let Some(db) = sources.db else {
        return HealthFacts::default();
    };
    let (of, root) = (sources.config.data.join("id"), sources.config.recordings_dir());
    let carried = bounded(of, move || installation::id_in(&root)).await;
    let carried = carried.and_then(Result::ok).flatten();
    let answer = tokio::time::timeout(PATIENCE, ask(db, now, marking, carried));
    answer.await.unwrap_or_else(|_| HealthFacts {
        answers: Some(false),
        ..HealthFacts::default()
    })
}

async fn ask(db: &Db, now: Timestamp, marking: MarkPolicy, carried: Option<InstallationId>) -> HealthFacts {
    let mut facts = HealthFacts::default();
    let schema = match db.schema_version().await {
        Ok(schema) => schema,
        // Somebody answers, be it that the file is damaged.
        Err(error) => {
            facts.answers = Some(matches!(error, DbError::Driver(_) | DbError::Busy(_)));
            return facts;
        }
    };
    facts.answers = Some(true);
    facts.unsafe_settings = db.unsafe_settings().await.unwrap_or_default();
    facts.schema = schema.map(|found| Schema {
        found,
        known: newest_schema(),
    });
    if facts.schema.is_none_or(|schema| schema.found != schema.known) {
        return facts;
    }
    match mark(db, now, marking).await {
        Ok(jump) => {
            facts.jump = jump;
            facts.database_writing = Some(WriteCheck::Done);
        }
        Err(DbError::DiskFull(_)) => facts.database_writing = Some(WriteCheck::Full),
        Err(DbError::Busy(_)) => facts.database_writing = Some(WriteCheck::Busy),
        Err(error) => {
            tracing::debug!(error = &error as &dyn std::error::Error, "nothing can be written");
            facts.database_writing = Some(WriteCheck::Refused);
        }
    }
    // What cannot be read is told by the database's own findings.
    if let Err(error) = read(db, carried, &mut facts).await {
        tracing::debug!(
            error = &error as &dyn std::error::Error,
            "not everything can be read"
        );
        facts.answers = Some(!matches!(error, DbError::Away(_)));
    }
    facts
}

/// Writes that the service was here; returns the jump that is told.
async fn mark(db: &Db, now: Timestamp, marking: MarkPolicy) -> Result<Option<Jump>, DbError> {
    let mut tx = db.write().await?;
    let before = store::mark(&mut tx).await?;
    let seen = match marking {
        MarkPolicy::Keep(jump) => jump,
        MarkPolicy::Try => None,
    };
    let next = ClockMark::next(before, now, seen);
    store::keep(&mut tx, &next).await?;
    if marking != MarkPolicy::Try {
        tx.commit().await?;
    }
    Ok(next.jump(now))
}

async fn read(db: &Db, carried: Option<InstallationId>, facts: &mut HealthFacts) -> Result<(), DbError> {
    let mut tx = db.read().await?;
    facts.files = Some(files::health(&mut tx).await?);
    let own = files::installation(&mut tx).await?;
    facts.elsewhere = own.is_some() && own != carried;
    Ok(())
}
