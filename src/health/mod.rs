//! How the service is: one look, one judgement, and everybody who tells of it.
//!
//! Decides what is known ([`Facts`]) and how it comes to be known ([`look`]: on a schedule, beside the web threads, each
//! look with its patience; the results are kept with their time), and what follows from it ([`judge`], pure: [`Finding`]s
//! with a severity, a stable code and a sentence with what to do). `/readyz`, `/metrics`, the administrator's page, the first
//! page and `salesbook doctor` all read that one judgement. Only what [`Severity::Down`] says takes the service out of a load
//! balancer: there is no database, nothing can be written, the schema is another program's. Leaves mending to the page a
//! finding leads to.

mod clock;
mod facts;
mod judge;
mod look;
mod numbers;
mod pages;
mod process;
mod report;
mod routes;
pub mod store;
#[cfg(test)]
mod tests;
mod words;

pub use clock::{Jump, Mark};
pub use facts::{Book, Disk, Facts, Missing, Place, Schema, Wholeness, Writing};
pub use judge::{Finding, Part, Severity, judge};
pub use look::{Marking, Subject, gather};
pub use process::Process;
pub use report::{PartReport, Report, findings};
pub use routes::routes;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::app::App;
use crate::lifecycle::Lifecycle;
use crate::time::Timestamp;

/// How often everything quick is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How often the database's file is looked through, in ms.
const LOOK_THROUGH_MS: i64 = 24 * 3_600_000;
/// How long a look through may take.
const LOOK_THROUGH_PATIENCE: Duration = Duration::from_mins(10);

/// What was found last. One a process.
#[derive(Debug)]
pub struct Health {
    memory: Mutex<Memory>,
    /// One look at a time.
    looking: tokio::sync::Mutex<()>,
    /// Is this process one that needs the speech model?
    works: AtomicBool,
    /// The beginning of this process's steady time.
    began: Instant,
}

#[derive(Debug, Default)]
struct Memory {
    facts: Facts,
    clock: clock::Watch,
    /// Codes of the findings the log has told of.
    told: Vec<&'static str>,
}

impl Default for Health {
    fn default() -> Self {
        Self {
            memory: Mutex::default(),
            looking: tokio::sync::Mutex::default(),
            works: AtomicBool::new(false),
            began: Instant::now(),
        }
    }
}

impl Health {
    /// This process does background work: a missing speech model concerns it.
    pub fn will_work(&self) {
        self.works.store(true, Ordering::Release);
    }

    /// What the last look has found; nothing before the first.
    pub fn known(&self) -> Facts {
        self.with(|memory| memory.facts.clone())
    }

    fn with<T>(&self, change: impl FnOnce(&mut Memory) -> T) -> T {
        change(&mut self.memory.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Looks at everything quick now, and tells the log what is new.
pub async fn look(app: &App) {
    let health = &app.health;
    let _alone = health.looking.lock().await;
    let now = app.clock.now();
    let steady = health.began.elapsed();
    let jump = health.with(|memory| memory.clock.step(steady, now));
    let subject = Subject {
        config: &app.config,
        db: Some(&app.db),
        speech: (health.works.load(Ordering::Acquire) || app.speech.is_missed()).then_some(&app.speech),
    };
    let mut facts = gather(&subject, now, Marking::Keep(jump)).await;
    health.with(|memory| {
        facts.wholeness = memory.facts.wholeness.take();
        // Where the database did not say, the jump is remembered here until it does.
        let known = memory.facts.jump.filter(|jump| jump.is_told(now));
        facts.jump = facts.jump.or(jump).or(known);
        memory.facts = facts;
    });
    let found = findings(app).await;
    health.with(|memory| tell(memory, &found));
}

/// Looks through the database's file now, however long it takes up to ten minutes.
pub async fn look_through(app: &App) {
    let now = app.clock.now();
    match app.db.look_through(LOOK_THROUGH_PATIENCE).await {
        Ok(Some(faults)) => {
            if !faults.is_empty() {
                tracing::error!(?faults, "the database's file is damaged");
            }
            let found = Wholeness { at: now, faults };
            app.health.with(|memory| memory.facts.wholeness = Some(found));
        }
        Ok(None) => tracing::warn!("the database's file could not be looked through in ten minutes"),
        Err(error) => tracing::warn!(
            error = &error as &dyn std::error::Error,
            "the database's file could not be looked through"
        ),
    }
}

fn tell(memory: &mut Memory, found: &[Finding]) {
    for finding in found.iter().filter(|it| !memory.told.contains(&it.code)) {
        let (part, said) = (finding.part.as_str(), finding.in_english());
        match finding.severity {
            Severity::Warning => tracing::warn!(part, code = finding.code, "{said}"),
            Severity::Bad | Severity::Down => tracing::error!(part, code = finding.code, "{said}"),
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

/// Starts looking: the quick things every half a minute, the database's file now and once a day.
pub fn start(app: &App, life: &Lifecycle) {
    let (quick, stop) = (app.clone(), life.soft.clone());
    life.tasks.spawn(async move {
        loop {
            tokio::select! {
                () = look(&quick) => {}
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
pub fn start_housekeeping(app: &App, life: &Lifecycle) {
    let (app, stop) = (app.clone(), life.soft.clone());
    life.tasks.spawn(async move {
        let mut last: Option<Timestamp> = None;
        loop {
            let now = app.clock.now();
            let due = last.is_none_or(|last| now.since(last).abs() >= LOOK_THROUGH_MS);
            if due || app.db.has_met_damage() {
                last = Some(now);
                tokio::select! {
                    () = look_through(&app) => {}
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
