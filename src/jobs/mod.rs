//! Background work that survives a restart.
//!
//! Decides how work is asked for ([`Jobs::enqueue`], in the transaction of the change that needs it), who may do it now
//! (a lease with a token, renewed while the work runs: a worker that lost it can no longer write; one that is known to be
//! gone, by [`Presence`], has lost it at once), what happens after a failure ([`JobError`], [`policy`]) and what a running
//! job may ask and tell ([`JobContext`]). Leaves the work itself to each feature, which gives a payload type with [`Job`] and
//! a function for [`Registry::add`].
//!
//! ```text
//! queued ──claim──▶ running ──finish──▶ done
//!   ▲                 │ ├──fail / attempts used up──▶ failed ──┐
//!   └── retry, wait, ─┘ └──cancel─────────────────▶ cancelled ─┤
//!   ▲    release, lease over                                   │
//!   └────────────────── asked for again by a person ───────────┘
//! ```
//!
//! A job may run twice (its lease can run out while it works), but only one run can [`JobContext::finish`]: results and
//! the end of the job are one transaction, so they are written once.

mod attend;
mod context;
mod error;
mod heartbeat;
mod pauses;
pub mod policy;
mod presence;
mod queue_position;
mod registry;
mod store;
mod worker;

use std::future::Future;
use std::sync::Arc;

use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::watch;

pub use context::JobContext;
pub use error::JobError;
pub use pauses::{pause, paused, resume};
pub use presence::Presence;
pub use queue_position::{QueuePosition, QueuePositions, key as about_key};
pub use registry::Registry;
pub use store::{JobRow, QueueLoad, find, history, hurry, latest_for, live, load};
pub use worker::Worker;

use crate::db::{DbError, Tx};
use crate::error::{Error, ErrorKind};
use crate::id::{JobId, PersonId, Randomness};
use crate::people::Scope;
use crate::time::Timestamp;

crate::db::text_enum! {
    /// Where a job stands.
    pub enum JobState {
        /// Waits for its time and for a free worker.
        Queued = "queued",
        /// A worker has it.
        Running = "running",
        /// Its results are saved.
        Done = "done",
        /// Given up; a person may ask for it again.
        Failed = "failed",
        /// Stopped by a person.
        Cancelled = "cancelled",
    }
}

impl JobState {
    /// Will not move without a person.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

crate::db::text_enum! {
    /// Jobs of one queue share its places; a two-hour call never stands in the way of an index update.
    pub enum Queue {
        /// Minutes of computing: speech recognition.
        Speech = "speech",
        /// Seconds: everything else.
        General = "general",
    }
}

/// A piece of work: the payload stored in the table and the rules for its kind.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The stored name; the visitor's word is the text `job-kind-<kind>`. Never changes once released.
    const KIND: &'static str;
    /// Whose places it takes.
    const QUEUE: Queue = Queue::General;
    /// Higher goes first within a queue.
    const PRIORITY: i32 = 0;
    /// How often it may start before it is given up.
    const MAX_ATTEMPTS: i32 = 5;
    /// Takes longer than a shutdown can wait: told to stop at once and put back, instead of being let finish.
    const LONG: bool = false;

    /// What it is about (a recording's id), to be found again by [`latest_for`].
    fn subject(&self) -> Option<String> {
        None
    }

    /// Address of the page about a subject, for the queue's page.
    fn page(subject: &str) -> Option<String> {
        let _ = subject;
        None
    }

    /// What people are told of jobs about `subjects`, asked for a whole list at once: names only of what `scope` sees,
    /// lengths of all. A subject that is gone is left out.
    fn about(
        tx: &mut Tx,
        scope: &Scope,
        subjects: &[String],
    ) -> impl Future<Output = Result<Vec<JobDescription>, DbError>> + Send {
        let _ = (tx, scope, subjects);
        async { Ok(Vec::new()) }
    }

    /// While a job with this key is queued or running, another is not added. Work that must see the newest change
    /// gives no key: the running job may already have read the old state.
    fn dedupe_key(&self) -> Option<String> {
        None
    }

    /// Called in the transaction that moves the job, so that what it is about never disagrees with it. Not called for
    /// enqueueing and not for [`JobContext::finish`]: there the caller holds the transaction. Must bear missing rows.
    fn moved(&self, tx: &mut Tx, to: &JobChange<'_>) -> impl Future<Output = Result<(), DbError>> + Send {
        let _ = (tx, to);
        async { Ok(()) }
    }
}

/// A change of a job's state, for [`Job::moved`].
#[derive(Debug)]
pub struct JobChange<'a> {
    /// The job.
    pub job: &'a JobId,
    /// Its new state.
    pub to: JobState,
    /// Why it failed or waits.
    pub error: Option<&'a Error>,
    /// When.
    pub at: Timestamp,
}

/// What people are told about a job's subject.
#[derive(Debug, Clone, Default)]
pub struct JobDescription {
    /// [`Job::subject`].
    pub subject: String,
    /// What it is called; absent when whoever asks may not know.
    pub title: Option<String>,
    /// Whose it is.
    pub whose: String,
    /// The same as an id.
    pub manager: Option<PersonId>,
    /// How long the work takes here, judged by recent runs; absent before the first.
    pub work_ms: Option<i64>,
    /// Runs that came to an end.
    pub runs: Vec<JobRun>,
}

/// How a run of a job was done.
#[derive(Debug, Clone)]
pub struct JobRun {
    /// When its result was saved.
    pub at: Timestamp,
    /// By which model.
    pub model: String,
    /// On which device.
    pub device: String,
    /// Seconds of sound a second of work.
    pub x_realtime: f64,
}

/// What [`Jobs::enqueue`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnqueueOutcome {
    /// Added.
    New(JobId),
    /// A live job has the same key: this one.
    Already(JobId),
}

impl EnqueueOutcome {
    /// The job that will do the work.
    pub fn id(&self) -> &JobId {
        match self {
            Self::New(id) | Self::Already(id) => id,
        }
    }
}

/// The way to ask for work. Cheap to clone; holds no connection, and no clock: whoever asks says when it is.
#[derive(Clone, Debug)]
pub struct Jobs {
    randomness: Randomness,
    registry: Arc<Registry>,
    bell: Arc<watch::Sender<u64>>,
    worker: Arc<str>,
}

impl Jobs {
    /// One per process: the worker listens to the same bell that [`Jobs::wake`] rings. `registry` says who does which kind of
    /// work.
    pub fn new(randomness: Randomness, registry: Registry) -> Self {
        Self {
            randomness,
            registry: Arc::new(registry),
            bell: Arc::new(watch::Sender::new(0)),
            worker: Arc::from("worker"),
        }
    }

    /// The same under the name by which people know this process among others at the queue.
    #[must_use]
    pub fn named(self, worker: &str) -> Self {
        Self {
            worker: Arc::from(worker),
            ..self
        }
    }

    /// The same with others to do the work.
    #[must_use]
    pub fn done_by(self, registry: Registry) -> Self {
        Self {
            registry: Arc::new(registry),
            ..self
        }
    }

    /// Which kinds of work there are, and who does them.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Who does jobs in this process.
    pub fn worker_name(&self) -> &str {
        &self.worker
    }

    /// Adds a job to run as soon as the transaction is committed. Call [`Jobs::wake`] after the commit; without it the
    /// worker looks within a second.
    pub async fn enqueue<J: Job>(
        &self,
        tx: &mut Tx,
        job: &J,
        requested_by: Option<&PersonId>,
        now: Timestamp,
    ) -> Result<EnqueueOutcome, DbError> {
        let id = JobId::new(now, &self.randomness);
        store::enqueue(tx, job, id, requested_by, now).await
    }

    /// Says that the table has changed: workers claim, running jobs notice that they were cancelled.
    pub fn wake(&self) {
        self.bell.send_modify(|rings| *rings = rings.wrapping_add(1));
    }

    /// Stops a queued or running job of a known kind; a running one notices after [`Jobs::wake`].
    /// 409 `job-over` when it is over already.
    pub async fn cancel(&self, tx: &mut Tx, id: &JobId, now: Timestamp) -> Result<(), Error> {
        let Some(row) = store::cancel(tx, id, now).await? else {
            return Err(Error::new(ErrorKind::Conflict, "job-over"));
        };
        let moved = JobChange {
            job: id,
            to: JobState::Cancelled,
            error: None,
            at: now,
        };
        Ok(self.registry.moved(&row.kind, &row.payload, tx, &moved).await?)
    }

    /// Starts a failed, cancelled or waiting job again now, with all its attempts.
    /// 409 `job-not-idle` when it runs, is done, or another does the same work.
    pub async fn retry(&self, tx: &mut Tx, id: &JobId, now: Timestamp) -> Result<(), Error> {
        let refused = || Error::new(ErrorKind::Conflict, "job-not-idle");
        let row = match store::retry(tx, id, now).await {
            Ok(Some(row)) => row,
            Ok(None) => return Err(refused()),
            Err(error) if error.violates(store::DEDUPE) => return Err(refused().because(error)),
            Err(error) => return Err(error.into()),
        };
        let moved = JobChange {
            job: id,
            to: JobState::Queued,
            error: None,
            at: now,
        };
        Ok(self.registry.moved(&row.kind, &row.payload, tx, &moved).await?)
    }

    /// Puts a waiting job before all others of its queue. 409 `job-not-waiting` when it does not wait.
    pub async fn put_first(&self, tx: &mut Tx, id: &JobId) -> Result<(), Error> {
        if store::put_first(tx, id).await? {
            Ok(())
        } else {
            Err(Error::new(ErrorKind::Conflict, "job-not-waiting"))
        }
    }

    fn randomness(&self) -> &Randomness {
        &self.randomness
    }

    fn listen(&self) -> watch::Receiver<u64> {
        self.bell.subscribe()
    }
}
