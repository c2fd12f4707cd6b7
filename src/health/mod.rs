//! How the service is: one look, one judgement, and everybody who tells of it.
//!
//! Decides what is known ([`HealthFacts`]) and how it comes to be known ([`Health::check`]: on a schedule, beside the
//! web threads, each look with its patience; the results are kept with their time), and what follows from it
//! ([`judge`], pure: [`HealthFinding`]s with a severity, a stable code and a sentence with what to do). `/readyz`,
//! `/metrics`, the administrator's page, the first page and `salesbook doctor` all read that one judgement. Only what
//! [`HealthSeverity::Down`] says takes the service out of a load balancer: there is no database, nothing can be
//! written, the schema is another program's. Leaves mending to the page a finding leads to.

mod clock;
mod facts;
mod judge;
mod look;
mod process;
mod report;
pub mod store;
#[cfg(test)]
mod tests;
mod words;

pub use clock::{ClockMark, Jump};
pub use facts::{
    Disk, ErrorSummary, HealthFacts, IntegrityCheck, PlaybookFacts, Schema, ServiceFolder, WriteCheck,
};
pub use judge::{HealthFinding, HealthPart, HealthSeverity, judge};
pub use look::{HealthSources, MarkPolicy, gather};
pub use process::Process;
pub use report::{PartReport, ReadinessReport};
pub(crate) use words::SentenceContext;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::backup::Backups;
use crate::core::Core;
use crate::lifecycle::Lifecycle;
use crate::playbook::Library;
use crate::speech::Speech;
use crate::time::Timestamp;

/// How the service is.
///
/// Stands on [`Core`], [`Library`], [`Speech`], [`Backups`] and [`LastLook`].
#[derive(Clone)]
pub struct Health {
    core: Core,
    library: Arc<Library>,
    speech: Arc<Speech>,
    backups: Arc<Backups>,
    last: Arc<LastLook>,
}

/// How often everything quick is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How often the database's file is looked through, in ms.
const LOOK_THROUGH_MS: i64 = 24 * 3_600_000;
/// How long a look through may take.
const LOOK_THROUGH_PATIENCE: Duration = Duration::from_mins(10);

/// What was found last. One a process.
#[derive(Debug)]
pub struct LastLook {
    memory: Mutex<HealthMemory>,
    /// One look at a time.
    looking: tokio::sync::Mutex<()>,
    /// Is this process one that needs the speech model?
    works: AtomicBool,
    /// The beginning of this process's steady time.
    began: Instant,
}

#[derive(Debug, Default)]
struct HealthMemory {
    facts: HealthFacts,
    clock: clock::ClockWatch,
    /// Codes of the findings the log has told of.
    told: Vec<&'static str>,
}

impl Default for LastLook {
    fn default() -> Self {
        Self {
            memory: Mutex::default(),
            looking: tokio::sync::Mutex::default(),
            works: AtomicBool::new(false),
            began: Instant::now(),
        }
    }
}

impl LastLook {
    /// What the last look has found; nothing before the first.
    pub fn known(&self) -> HealthFacts {
        self.with(|memory| memory.facts.clone())
    }

    fn with<T>(&self, change: impl FnOnce(&mut HealthMemory) -> T) -> T {
        change(&mut self.memory.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Health {
    /// With what this process has found so far.
    pub fn new(
        core: Core,
        library: Arc<Library>,
        speech: Arc<Speech>,
        backups: Arc<Backups>,
        last: Arc<LastLook>,
    ) -> Self {
        Self {
            core,
            library,
            speech,
            backups,
            last,
        }
    }

    /// This process does background work: a missing speech model concerns it.
    pub fn will_work(&self) {
        self.last.works.store(true, Ordering::Release);
    }

    /// Looks at everything quick now, and tells the log what is new.
    pub async fn check(&self) {
        let last = &self.last;
        let _alone = last.looking.lock().await;
        let now = self.core.now();
        let steady = last.began.elapsed();
        let jump = last.with(|memory| memory.clock.step(steady, now));
        let sources = HealthSources {
            config: &self.core.config,
            db: Some(&self.core.db),
            speech: (last.works.load(Ordering::Acquire) || self.speech.is_missed()).then_some(&self.speech),
        };
        let mut facts = gather(&sources, now, MarkPolicy::Keep(jump)).await;
        last.with(|memory| {
            facts.wholeness = memory.facts.wholeness.take();
            // Where the database did not say, the jump is remembered here until it does.
            let known = memory.facts.jump.filter(|jump| jump.is_told(now));
            facts.jump = facts.jump.or(jump).or(known);
            memory.facts = facts;
        });
        let found = self.findings().await;
        last.with(|memory| log_news(memory, &found));
    }

    /// Looks through the database's file now, however long it takes up to ten minutes.
    pub async fn check_database(&self) {
        let now = self.core.now();
        match self.core.db.check_whole(LOOK_THROUGH_PATIENCE).await {
            Ok(Some(faults)) => {
                if !faults.is_empty() {
                    tracing::error!(?faults, "the database's file is damaged");
                }
                let found = IntegrityCheck { at: now, faults };
                self.last.with(|memory| memory.facts.wholeness = Some(found));
            }
            Ok(None) => tracing::warn!("the database's file could not be looked through in ten minutes"),
            Err(error) => tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the database's file could not be looked through"
            ),
        }
    }

    /// Starts looking: the quick things every half a minute, the database's file now and once a day.
    pub fn start(&self, life: &Lifecycle) {
        let (quick, stop) = (self.clone(), life.soft.clone());
        life.tasks.spawn(async move {
            loop {
                tokio::select! {
                    () = quick.check() => {}
                    () = stop.cancelled() => return,
                }
                tokio::select! {
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                    () = stop.cancelled() => return,
                }
            }
        });
    }

    /// Starts looking through the database's file, now and once a day; one process of the service does.
    pub fn start_housekeeping(&self, life: &Lifecycle) {
        let (health, stop) = (self.clone(), life.soft.clone());
        life.tasks.spawn(async move {
            let mut last: Option<Timestamp> = None;
            loop {
                let now = health.core.now();
                let due = last.is_none_or(|last| now.since(last).abs() >= LOOK_THROUGH_MS);
                if due || health.core.db.has_met_damage() {
                    last = Some(now);
                    tokio::select! {
                        () = health.check_database() => {}
                        () = stop.cancelled() => return,
                    }
                }
                tokio::select! {
                    () = tokio::time::sleep(LOOK_EVERY * 20) => {}
                    () = stop.cancelled() => return,
                }
            }
        });
    }
}

fn log_news(memory: &mut HealthMemory, found: &[HealthFinding]) {
    for finding in found.iter().filter(|it| !memory.told.contains(&it.code)) {
        let (part, said) = (finding.part.as_str(), finding.in_english());
        match finding.severity {
            HealthSeverity::Warning => tracing::warn!(part, code = finding.code, "{said}"),
            HealthSeverity::Bad | HealthSeverity::Down => {
                tracing::error!(part, code = finding.code, "{said}");
            }
        }
    }
    for code in memory
        .told
        .iter()
        .filter(|code| found.iter().all(|it| it.code != **code))
    {
        tracing::info!(code, "this is well again");
    }
    memory.told = found.iter().map(|it| it.code).collect();
}
