//! The backup of every night, made by the service itself.
//!
//! Decides when one is due (the hour of the day in the service's zone has passed and no backup is younger; a machine that
//! was off at night makes it up), that one process makes it, that a failed one is tried again after an hour, and what
//! there is to say about the last one. What a backup is, is left to [`super::make`].

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::make::{BackupSource, make};
use super::{BackupError, Manifest, archive};
use crate::config::Config;
use crate::core::Core;
use crate::lifecycle::Lifecycle;
use crate::recordings::Blobs;
use crate::time::{Day, Timestamp};

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(30);
/// How long a failed backup rests, in ms.
const REST_MS: i64 = 3_600_000;
/// A backup that is this much behind its hour is told to be late, in ms.
const LATE_MS: i64 = 3 * 3_600_000;

/// The nightly backups: when, where to, how many, and how the last one went.
#[derive(Debug)]
pub struct Backups {
    dir: PathBuf,
    hour: i8,
    keep: usize,
    zone: jiff::tz::TimeZone,
    memory: Mutex<NightlyMemory>,
}

#[derive(Debug, Default, Clone)]
struct NightlyMemory {
    began: Option<Timestamp>,
    newest: Option<(Timestamp, PathBuf)>,
    failed: Option<FailedBackup>,
}

/// A backup that was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedBackup {
    /// When.
    pub at: Timestamp,
    /// Why, for the operator.
    pub why: String,
    /// Was there no room for it?
    pub no_room: bool,
}

/// How the nightly backups are doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NightlyState {
    /// Are they made at all?
    pub on: bool,
    /// When the newest whole one was made.
    pub newest: Option<Timestamp>,
    /// The last one that failed since.
    pub failed: Option<FailedBackup>,
    /// Should there be a newer one?
    pub late: bool,
}

impl Backups {
    /// As the settings say.
    pub fn from_config(config: &Config) -> Arc<Self> {
        Arc::new(Self {
            dir: config.backups_dir(),
            hour: config.backup_hour,
            keep: config.backup_keep,
            zone: config.time_zone.clone(),
            memory: Mutex::default(),
        })
    }

    /// How they are doing, from memory: costs nothing. Before [`start`] has looked into the directory nothing is known.
    pub fn state(&self, now: Timestamp) -> NightlyState {
        let memory = self.memory();
        let newest = memory.newest.as_ref().map(|(at, _)| *at);
        let since = newest.max(memory.began);
        let due = due(now.plus_ms(-LATE_MS), self.hour, &self.zone);
        let failed = memory.failed.is_some();
        NightlyState {
            on: self.keep > 0,
            newest,
            late: self.keep > 0 && (failed || since.is_some_and(|at| at < due)),
            failed: memory.failed,
        }
    }

    /// Where they are.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn memory(&self) -> NightlyMemory {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn remember(&self, change: impl FnOnce(&mut NightlyMemory)) {
        change(&mut self.memory.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Looks what there is. The first backup of all waits for its hour; where there are some, a missed night is made up.
    pub async fn begin(&self, now: Timestamp) -> Result<(), BackupError> {
        self.remember(|memory| memory.began = Some(now));
        self.find_newest().await?;
        self.remember(|memory| {
            if memory.newest.is_some() {
                memory.began = None;
            }
        });
        Ok(())
    }

    /// Makes a backup if one is due; returns it.
    pub async fn tick(
        &self,
        origin: &BackupSource,
        now: Timestamp,
        stop: &CancellationToken,
    ) -> Result<Option<PathBuf>, BackupError> {
        if self.keep == 0 {
            return Ok(None);
        }
        let memory = self.memory();
        let resting = memory.failed.is_some_and(|failed| now.since(failed.at) < REST_MS);
        let due = due(now, self.hour, &self.zone);
        let known = memory.newest.map(|(at, _)| at).max(memory.began);
        if resting || known.is_some_and(|at| at >= due) {
            return Ok(None);
        }
        // Another process may have made it meanwhile.
        self.find_newest().await?;
        if self.memory().newest.is_some_and(|(at, _)| at >= due) {
            return Ok(None);
        }
        let made = match make(origin, &self.dir, now, stop, &mut |_| {}).await {
            Ok(made) => made,
            // Another process is at it.
            Err(BackupError::Busy(_)) => return Ok(None),
            Err(error) => {
                let failed = FailedBackup {
                    at: now,
                    why: error.to_string(),
                    no_room: error.is_no_room(),
                };
                self.remember(|memory| memory.failed = Some(failed));
                return Err(error);
            }
        };
        self.remember(|memory| {
            memory.newest = Some((now, made.path.clone()));
            memory.failed = None;
        });
        let (dir, keep) = (self.dir.clone(), self.keep);
        let gone = super::error::blocking(move || archive::prune(&dir, keep)).await?;
        tracing::info!(
            backup = %made.path.display(),
            recordings = made.manifest.recordings.len(),
            copied = made.copied,
            lost = made.manifest.lost.len(),
            rows = made.manifest.rows.values().sum::<i64>(),
            removed = gone.len(),
            "nightly backup made"
        );
        Ok(Some(made.path))
    }

    /// Looks which is the newest.
    async fn find_newest(&self) -> Result<(), BackupError> {
        let dir = self.dir.clone();
        let newest = super::error::blocking(move || {
            let newest = archive::newest(&dir);
            Ok(newest.and_then(|path| Some((Manifest::read(&path).ok()?.at, path))))
        })
        .await?;
        self.remember(|memory| memory.newest = newest);
        Ok(())
    }
}

/// The last time at or before `now` at which a backup should begin.
pub fn due(now: Timestamp, hour: i8, zone: &jiff::tz::TimeZone) -> Timestamp {
    let today = now.day(zone);
    let at = |day: Day| {
        let moment = day.0.at(hour, 0, 0, 0).to_zoned_datetime(zone.clone());
        moment.map_or(Timestamp(0), |it| Timestamp(it.timestamp().as_millisecond()))
    };
    let then = at(today);
    if then <= now {
        then
    } else {
        at(today.plus_days(-1))
    }
}

/// Starts them in this process; of several on one directory one makes each.
pub fn start(backups: &Arc<Backups>, core: &Core, blobs: &Blobs, life: &Lifecycle) {
    let (backups, core, stop) = (Arc::clone(backups), core.clone(), life.soft.clone());
    let origin = BackupSource::new(&core, blobs);
    life.tasks.spawn(async move {
        if let Err(error) = backups.begin(core.now()).await {
            tracing::warn!(error = %error, "the backups cannot be looked at");
        }
        loop {
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = stop.cancelled() => return,
            }
            match backups.tick(&origin, core.now(), &stop).await {
                Ok(_) | Err(BackupError::Stopped) => {}
                Err(error) => {
                    tracing::error!(error = %error, "the nightly backup failed; it is tried again in an hour");
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_counts_in_the_service_s_zone() {
        let zone = jiff::tz::TimeZone::get("Europe/Moscow").unwrap();
        let at = |text: &str| Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond());
        assert_eq!(
            due(at("2026-11-30T00:00:00Z"), 3, &zone),
            at("2026-11-30T00:00:00Z")
        );
        assert_eq!(
            due(at("2026-11-29T23:59:59Z"), 3, &zone),
            at("2026-11-29T00:00:00Z")
        );
        assert_eq!(
            due(at("2026-11-30T20:00:00Z"), 3, &zone),
            at("2026-11-30T00:00:00Z")
        );
    }

    #[test]
    fn an_hour_that_a_clock_change_skips_is_the_next_one() {
        let zone = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
        let at = |text: &str| Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond());
        // On 29 March 2026 two o'clock becomes three.
        assert_eq!(
            due(at("2026-03-29T05:00:00Z"), 2, &zone),
            at("2026-03-29T01:00:00Z")
        );
        // On 25 October 2026 there are two hours from two to three: the first counts.
        assert_eq!(
            due(at("2026-10-25T05:00:00Z"), 2, &zone),
            at("2026-10-25T00:00:00Z")
        );
    }
}
