//! The loop: claim, run under a heartbeat, settle.
//!
//! No transaction is open while a job works. Each queue has its own loop and its own places. On the soft token nothing
//! more is claimed, long jobs are told to stop and put back, short ones may finish; on the hard token everything is left
//! where it stands, and the leases run out. What others have left behind is looked after in [`super::attend`].

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt as _;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::{AbortOnDropHandle, TaskTracker};
use tracing::Instrument as _;

use super::heartbeat::{heartbeat, ring};
use super::store::{self, ClaimedJob, RunEnding};
use super::{JobChange, JobContext, JobError, JobState, Jobs, Presence, Queue, policy};
use crate::db::{Db, DbError};
use crate::error::{Error, ErrorKind};
use crate::telemetry::metrics as names;
use crate::time::{SharedClock, Timestamp};

/// How long a job of a kind that this version does not know is left alone, in ms: a newer version may know it.
const UNKNOWN_MS: i64 = 300_000;

/// Runs the jobs of every queue. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Worker {
    pub(super) db: Db,
    clock: SharedClock,
    pub(super) jobs: Jobs,
    pub(super) presence: Option<Arc<Presence>>,
}

/// The two ways to stop.
#[derive(Clone, Debug, Default)]
struct Stop {
    soft: CancellationToken,
    hard: CancellationToken,
}

impl Worker {
    /// A worker over `db` that does the work of `jobs` and is woken by it.
    pub fn new(db: Db, clock: SharedClock, jobs: Jobs) -> Self {
        Self {
            db,
            clock,
            jobs,
            presence: None,
        }
    }

    /// The same, shown to others: when this process is gone, they take its jobs at once.
    #[must_use]
    pub fn shown_by(self, presence: Presence) -> Self {
        Self {
            presence: Some(Arc::new(presence)),
            ..self
        }
    }

    /// Works until `soft` is cancelled and the running jobs have ended or been put back, or until `hard` is cancelled.
    pub async fn run(self, soft: CancellationToken, hard: CancellationToken) {
        let stop = Stop { soft, hard };
        let running = TaskTracker::new();
        let loops = Queue::ALL.iter().map(|&queue| self.serve(queue, &stop, &running));
        tokio::join!(
            futures::future::join_all(loops),
            self.sweep(&stop.soft),
            self.attend(&stop.soft)
        );
        running.close();
        tokio::select! {
            () = running.wait() => {}
            () = stop.hard.cancelled() => tracing::warn!(left = running.len(), "jobs left running; their leases will run out"),
        }
    }

    /// Runs every job that is due, one after the other, until none is; returns how many ran. For tests and the shell.
    pub async fn drain(&self) -> Result<usize, DbError> {
        let stop = Stop::default();
        let mut ran = 0;
        self.mend().await?;
        loop {
            let before = ran;
            for &queue in Queue::ALL {
                while let Some((claimed, lease)) = self.claim(queue).await? {
                    self.execute(claimed, lease, &stop).await;
                    ran += 1;
                }
            }
            if ran == before {
                return Ok(ran);
            }
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    async fn serve(&self, queue: Queue, stop: &Stop, running: &TaskTracker) {
        let places = Arc::new(Semaphore::new(self.jobs.registry().places_of(queue)));
        let mut bell = self.jobs.listen();
        loop {
            let place = tokio::select! {
                biased;
                () = stop.soft.cancelled() => return,
                place = Arc::clone(&places).acquire_owned() => place,
            };
            let Ok(place) = place else { return };
            bell.mark_unchanged();
            match self.claim(queue).await {
                Ok(Some((claimed, lease))) => {
                    let (worker, stop) = (self.clone(), stop.clone());
                    running.spawn(async move {
                        worker.execute(claimed, lease, &stop).await;
                        drop(place);
                    });
                    continue;
                }
                Ok(None) => {}
                Err(error) => {
                    tracing::error!(%queue, error = &error as &dyn std::error::Error, "jobs could not be claimed");
                }
            }
            drop(place);
            tokio::select! {
                () = stop.soft.cancelled() => return,
                () = ring(&mut bell) => {}
                () = tokio::time::sleep(self.pause()) => {}
            }
        }
    }

    /// The poll interval with a fifth of jitter, so that several processes do not look in step.
    fn pause(&self) -> Duration {
        let [chance] = self.jobs.randomness().bytes::<1>();
        Duration::from_millis(
            (policy::POLL_MS + policy::POLL_MS * i64::from(chance) / (5 * 255)).unsigned_abs(),
        )
    }

    /// Takes the next due job of `queue`. A job that has used up its attempts without ever answering (it takes the
    /// process down with it) is given up here.
    async fn claim(&self, queue: Queue) -> Result<Option<(ClaimedJob, String)>, DbError> {
        loop {
            let now = self.now();
            let lease = self.jobs.randomness().secret();
            let mut tx = self.db.write().await?;
            let until = now.plus_ms(policy::LEASE_MS);
            let process = self.presence.as_ref().map(|presence| presence.id());
            let worker = (self.jobs.worker_name(), process);
            let Some(job) = store::claim(&mut tx, queue, &lease, until, worker, now).await? else {
                return Ok(None);
            };
            let end = if self.jobs.registry().entry(&job.kind).is_none() {
                RunEnding {
                    state: JobState::Queued,
                    run_at: now.plus_ms(UNKNOWN_MS),
                    give_back: true,
                    error: Some(Error::new(ErrorKind::Unavailable, "job-unknown")),
                }
            } else if job.attempts > job.max_attempts {
                RunEnding {
                    state: JobState::Failed,
                    run_at: now,
                    give_back: true,
                    error: Some(Error::new(ErrorKind::Internal, "job-crashed")),
                }
            } else {
                let moved = JobChange {
                    job: &job.id,
                    to: JobState::Running,
                    error: None,
                    at: now,
                };
                self.jobs
                    .registry()
                    .moved(&job.kind, &job.payload, &mut tx, &moved)
                    .await?;
                tx.commit().await?;
                return Ok(Some((job, lease)));
            };
            store::settle(&mut tx, &job.id, &lease, &end, now).await?;
            let moved = JobChange {
                job: &job.id,
                to: end.state,
                error: end.error.as_ref(),
                at: now,
            };
            self.jobs
                .registry()
                .moved(&job.kind, &job.payload, &mut tx, &moved)
                .await?;
            tx.commit().await?;
            report(&job, &end);
        }
    }

    async fn execute(&self, job: ClaimedJob, lease: String, stop: &Stop) {
        let span = tracing::info_span!("job", otel.name = format!("job.{}", job.kind), job = %job.id, kind = job.kind, attempt = job.attempts);
        self.execute_in_span(job, lease, stop).instrument(span).await;
    }

    async fn execute_in_span(&self, job: ClaimedJob, lease: String, stop: &Stop) {
        let Some(entry) = self.jobs.registry().entry(&job.kind) else {
            return;
        };
        // A child token: stopping one job stops no other.
        let token = if entry.long {
            stop.soft.child_token()
        } else {
            stop.hard.child_token()
        };
        let context = JobContext::new(
            job.id.clone(),
            job.attempts,
            lease,
            (self.db.clone(), Arc::clone(&self.clock)),
            self.jobs.clone(),
            token,
        );
        let beat = AbortOnDropHandle::new(tokio::spawn(heartbeat(context.clone()).in_current_span()));
        let started = Instant::now();
        let running = metrics::gauge!(names::JOBS_RUNNING, "kind" => job.kind.clone());
        running.increment(1);
        tracing::debug!("job started");

        let work = async {
            match (entry.run)(&job.payload, context.clone()) {
                Ok(work) => work.await,
                Err(error) => Err(JobError::Fail(
                    Error::new(ErrorKind::Internal, "job-unreadable").because(error),
                )),
            }
        };
        let done = tokio::select! {
            done = AssertUnwindSafe(work).catch_unwind() => Some(done),
            () = stop.hard.cancelled() => None,
        };
        drop(beat);
        running.decrement(1);
        let Some(done) = done else { return };
        let result = done.unwrap_or_else(|panic| {
            let text = panic_text(panic.as_ref());
            Err(JobError::Retry(
                Error::new(ErrorKind::Internal, "job-crashed").because(anyhow::anyhow!(text)),
            ))
        });
        metrics::histogram!(names::JOB_SECONDS, "kind" => job.kind.clone())
            .record(started.elapsed().as_secs_f64());
        self.settle(&job, &context, result, stop).await;
    }

    /// Writes how the run ended; tried a few times, because the results of hours may hang on it. If the table cannot be
    /// reached at all, the lease runs out and the job runs again.
    async fn settle(
        &self,
        job: &ClaimedJob,
        context: &JobContext,
        result: Result<(), JobError>,
        stop: &Stop,
    ) {
        if context.finished() {
            if let Err(error) = result {
                tracing::warn!(?error, "the job answered an error after it had finished");
            }
            return done(job);
        }
        if context.lost() {
            tracing::info!("job stopped: it was cancelled or taken over");
            return count(job, "lost");
        }
        let end = self.decide(job, result, stop);
        for pause in [200, 1000, 5000, 0] {
            match self.write_end(job, context, end.as_ref()).await {
                Ok(()) => return end.as_ref().map_or_else(|| done(job), |end| report(job, end)),
                Err(DbError::Affected { .. }) => {
                    tracing::info!("job ended, but it was cancelled or taken over");
                    return count(job, "lost");
                }
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "the end of the job could not be written"
                    );
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                }
            }
        }
    }

    async fn write_end(
        &self,
        job: &ClaimedJob,
        context: &JobContext,
        end: Option<&RunEnding>,
    ) -> Result<(), DbError> {
        let now = self.now();
        let mut tx = self.db.write().await?;
        let (to, error) = match end {
            None => {
                store::finish(&mut tx, &job.id, context.lease(), now).await?;
                (JobState::Done, None)
            }
            Some(end) => {
                store::settle(&mut tx, &job.id, context.lease(), end, now).await?;
                (end.state, end.error.as_ref())
            }
        };
        let moved = JobChange {
            job: &job.id,
            to,
            error,
            at: now,
        };
        self.jobs
            .registry()
            .moved(&job.kind, &job.payload, &mut tx, &moved)
            .await?;
        tx.commit().await
    }

    /// `None`: it is done.
    fn decide(&self, job: &ClaimedJob, result: Result<(), JobError>, stop: &Stop) -> Option<RunEnding> {
        let now = self.now();
        let end = |state, wait_ms: i64, give_back, error| RunEnding {
            state,
            run_at: now.plus_ms(wait_ms),
            give_back,
            error,
        };
        Some(match result {
            Ok(()) => return None,
            Err(JobError::Cancelled) if stop.soft.is_cancelled() => end(JobState::Queued, 0, true, None),
            Err(JobError::Cancelled) => end(JobState::Cancelled, 0, false, None),
            Err(JobError::Wait { error, ms }) => end(JobState::Queued, ms.max(1), true, Some(error)),
            Err(JobError::Retry(error)) if !policy::gives_up(job.attempts, job.max_attempts) => {
                let [chance] = self.jobs.randomness().bytes::<1>();
                end(
                    JobState::Queued,
                    policy::backoff_ms(job.attempts, chance),
                    false,
                    Some(error),
                )
            }
            Err(JobError::Retry(error) | JobError::Fail(error)) => {
                end(JobState::Failed, 0, false, Some(error))
            }
        })
    }
}

fn done(job: &ClaimedJob) {
    tracing::info!("job done");
    count(job, "done");
}

/// The one place that logs and counts how a run ended.
fn report(job: &ClaimedJob, end: &RunEnding) {
    let error = end.error.as_ref();
    let code = error.map_or("", Error::code);
    let cause = error.and_then(Error::cause).map(|cause| format!("{cause:#}"));
    match end.state {
        JobState::Failed => tracing::error!(job = %job.id, kind = job.kind, code, cause, "job failed"),
        JobState::Queued if end.give_back => {
            tracing::info!(job = %job.id, kind = job.kind, code, "job put back");
        }
        JobState::Queued => {
            tracing::warn!(job = %job.id, kind = job.kind, code, cause, attempt = job.attempts, "job will be tried again");
        }
        _ => tracing::info!(job = %job.id, kind = job.kind, "job stopped"),
    }
    count(
        job,
        match end.state {
            JobState::Queued if end.give_back => "released",
            JobState::Queued => "retried",
            state => state.as_str(),
        },
    );
}

fn count(job: &ClaimedJob, outcome: &'static str) {
    metrics::counter!(names::JOBS_ENDED, "kind" => job.kind.clone(), "outcome" => outcome).increment(1);
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let message = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    message
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "panic".to_owned())
}
