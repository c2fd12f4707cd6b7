//! What a running job may ask and tell: progress, whether to stop, its place in the database.
//!
//! Telling progress costs two stores in memory, from any thread; the worker's heartbeat carries it to the table.

use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

use super::{JobError, Jobs, store};
use crate::db::{Db, DbError, Tx};
use crate::id::JobId;
use crate::time::{SharedClock, Timestamp};

/// A running job's view of the world. Cheap to clone.
#[derive(Clone, Debug)]
pub struct JobContext(Arc<JobContextInner>);

#[derive(Debug)]
struct JobContextInner {
    id: JobId,
    attempt: i32,
    lease: String,
    db: Db,
    clock: SharedClock,
    jobs: Jobs,
    permille: AtomicU16,
    stage: Mutex<&'static str>,
    stop: CancellationToken,
    lost: AtomicBool,
    finished: AtomicBool,
}

impl JobContext {
    pub(super) fn new(
        id: JobId,
        attempt: i32,
        lease: String,
        (db, clock): (Db, SharedClock),
        jobs: Jobs,
        stop: CancellationToken,
    ) -> Self {
        Self(Arc::new(JobContextInner {
            id,
            attempt,
            lease,
            db,
            clock,
            jobs,
            permille: AtomicU16::new(0),
            stage: Mutex::new(""),
            stop,
            lost: AtomicBool::new(false),
            finished: AtomicBool::new(false),
        }))
    }

    /// This job.
    pub fn id(&self) -> &JobId {
        &self.0.id
    }

    /// From 1.
    pub fn attempt(&self) -> i32 {
        self.0.attempt
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The way to ask for more work.
    pub fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// Says how far the work is: the stage's word (text `job-stage-<stage>`) and thousandths of the whole job.
    pub fn progress(&self, stage: &'static str, permille: u16) {
        self.0.permille.store(permille.min(1000), Ordering::Relaxed);
        *self.0.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
    }

    /// Should the work stop: cancelled by a person, taken over by another worker, or the process ends? Cheap; ask often.
    pub fn cancelled(&self) -> bool {
        self.0.stop.is_cancelled()
    }

    /// [`JobError::Cancelled`] when the work should stop; for `context.check()?` between steps.
    pub fn check(&self) -> Result<(), JobError> {
        if self.cancelled() {
            Err(JobError::Cancelled)
        } else {
            Ok(())
        }
    }

    /// The same as a token, for `select!` and for callbacks.
    pub fn token(&self) -> CancellationToken {
        self.0.stop.clone()
    }

    /// Does heavy computing off the async threads. A panic in `work` is the job's panic.
    pub async fn blocking<T, F>(&self, work: F) -> Result<T, JobError>
    where
        T: Send + 'static,
        F: FnOnce(&Self) -> Result<T, JobError> + Send + 'static,
    {
        let context = self.clone();
        let span = tracing::Span::current();
        match tokio::task::spawn_blocking(move || span.in_scope(|| work(&context))).await {
            Ok(done) => done,
            Err(stopped) if stopped.is_panic() => std::panic::resume_unwind(stopped.into_panic()),
            Err(_) => Err(JobError::Cancelled),
        }
    }

    /// Ends the job well and commits `tx`, which holds its results: both or neither.
    /// [`JobError::Cancelled`] when the job was cancelled or taken over meanwhile; then nothing is written.
    pub async fn finish(&self, mut tx: Tx) -> Result<(), JobError> {
        match store::finish(&mut tx, &self.0.id, &self.0.lease, self.now()).await {
            Ok(()) => tx.commit().await?,
            Err(DbError::Affected { .. }) => {
                self.lose();
                return Err(JobError::Cancelled);
            }
            Err(error) => return Err(error.into()),
        }
        self.0.finished.store(true, Ordering::Release);
        Ok(())
    }

    pub(super) fn lease(&self) -> &str {
        &self.0.lease
    }

    pub(super) fn latest_progress(&self) -> (&'static str, u16) {
        (
            *self.0.stage.lock().unwrap_or_else(PoisonError::into_inner),
            self.0.permille.load(Ordering::Relaxed),
        )
    }

    /// The row is no longer ours: stop, and write nothing.
    pub(super) fn lose(&self) {
        self.0.lost.store(true, Ordering::Release);
        self.0.stop.cancel();
    }

    pub(super) fn lost(&self) -> bool {
        self.0.lost.load(Ordering::Acquire)
    }

    pub(super) fn finished(&self) -> bool {
        self.0.finished.load(Ordering::Acquire)
    }
}
