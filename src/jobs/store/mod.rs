//! The jobs table: every statement about it. Each change of a running job names its lease token and insists on one row.

mod left;

use super::{EnqueueOutcome, Job, JobState, Queue, policy};
use crate::db::{Cursor, DbError, JsonText, Page, Sql, Tx};
use crate::error::Error;
use crate::id::{JobId, PersonId};
use crate::time::Timestamp;

pub(super) use left::{any_ahead, correct_ahead, end_leases, processes};

/// The index that keeps two live jobs from having one key.
pub(super) const DEDUPE: &str = "jobs_dedupe_key_key";

/// A job as people see it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct JobRow {
    /// Which.
    pub id: JobId,
    /// [`Job::KIND`].
    pub kind: String,
    /// [`Job::subject`].
    pub subject: Option<String>,
    /// Whose places it takes.
    pub queue: Queue,
    /// Where it stands.
    pub state: JobState,
    /// Not before this time, when queued.
    pub run_at: Timestamp,
    /// Starts so far; the running one counts.
    pub attempts: i32,
    /// Starts allowed.
    pub max_attempts: i32,
    /// Thousandths done.
    pub progress_permille: i32,
    /// The stage's word, "" before the first.
    pub stage: String,
    /// Why it failed, will be tried again or waits: text `error-<code>`.
    pub error_code: Option<String>,
    /// Values for that text.
    pub error_args: Option<JsonText<Vec<(String, String)>>>,
    /// Who asked.
    pub requested_by: Option<PersonId>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When the last attempt started.
    pub started_at: Option<Timestamp>,
    /// When it was over.
    pub finished_at: Option<Timestamp>,
    /// Which process does or did it last.
    pub worker: Option<String>,
}

impl JobRow {
    /// When it may be ready, if it runs and is far enough to tell.
    pub fn expected_finish(&self, now: Timestamp) -> Option<Timestamp> {
        match (self.state, self.started_at) {
            (JobState::Running, Some(started)) => {
                policy::expected_finish(started, now, self.progress_permille)
            }
            _ => None,
        }
    }
}

/// A claimed job.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct ClaimedJob {
    pub id: JobId,
    pub kind: String,
    pub payload: String,
    pub attempts: i32,
    pub max_attempts: i32,
}

/// What is needed to tell a job's type that it moved.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct JobPayload {
    pub kind: String,
    pub payload: String,
}

pub(super) async fn enqueue<J: Job>(
    tx: &mut Tx,
    job: &J,
    id: JobId,
    requested_by: Option<&PersonId>,
    now: Timestamp,
) -> Result<EnqueueOutcome, DbError> {
    let key = job.dedupe_key();
    // A live job may end between the refused insert and the look for it; then the insert succeeds the second time.
    for _ in 0..3 {
        let added = tx
            .query(
                "INSERT INTO jobs (id, kind, payload, subject, queue, priority, state, run_at, attempts, max_attempts,
                                   progress_permille, stage, dedupe_key, requested_by, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, 'queued', $10, 0, $7, 0, '', $8, $9, $10)
                 ON CONFLICT DO NOTHING",
            )
            .bind_all((&id, J::KIND, JsonText(job), job.subject(), J::QUEUE))
            .bind_all((J::PRIORITY, J::MAX_ATTEMPTS, &key, requested_by, now))
            .execute()
            .await?;
        if added == 1 {
            metrics::counter!(crate::telemetry::metrics::JOBS_ENQUEUED, "kind" => J::KIND).increment(1);
            return Ok(EnqueueOutcome::New(id));
        }
        let live: Option<(JobId,)> = tx
            .query("SELECT id FROM jobs WHERE dedupe_key = $1 AND state IN ('queued', 'running')")
            .bind(&key)
            .optional()
            .await?;
        if let Some((live,)) = live {
            return Ok(EnqueueOutcome::Already(live));
        }
    }
    Err(DbError::Affected {
        wanted: 1,
        changed: 0,
    })
}

/// A dead worker's job is taken like a queued one, so that a crash needs no janitor. PostgreSQL passes over rows that
/// another worker is just taking; SQLite has one writer.
const CLAIM: Sql = Sql::dialects(
    "UPDATE jobs SET state = 'running', attempts = attempts + 1, lease_token = $3, lease_until = $4, started_at = $1,
                     worker = $5, process = $6, progress_permille = 0, stage = ''
     WHERE id = (SELECT id FROM jobs
                 WHERE queue = $2 AND (state = 'queued' AND run_at <= $1 OR state = 'running' AND lease_until < $1)
                   AND NOT EXISTS (SELECT 1 FROM queue_pauses q WHERE q.queue = $2)
                 ORDER BY priority DESC, run_at, id LIMIT 1)
     RETURNING id, kind, payload, attempts, max_attempts",
    "UPDATE jobs SET state = 'running', attempts = attempts + 1, lease_token = $3, lease_until = $4, started_at = $1,
                     worker = $5, process = $6, progress_permille = 0, stage = ''
     WHERE id = (SELECT id FROM jobs
                 WHERE queue = $2 AND (state = 'queued' AND run_at <= $1 OR state = 'running' AND lease_until < $1)
                   AND NOT EXISTS (SELECT 1 FROM queue_pauses q WHERE q.queue = $2)
                 ORDER BY priority DESC, run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, kind, payload, attempts, max_attempts",
);

pub(super) async fn claim(
    tx: &mut Tx,
    queue: Queue,
    lease: &str,
    until: Timestamp,
    (worker, process): (&str, Option<&str>),
    now: Timestamp,
) -> Result<Option<ClaimedJob>, DbError> {
    tx.query(CLAIM)
        .bind_all((now, queue, lease, until, worker, process))
        .optional()
        .await
}

/// Renews the lease and writes the progress; false when the job is no longer ours.
pub(super) async fn beat(
    tx: &mut Tx,
    id: &JobId,
    lease: &str,
    until: Timestamp,
    (stage, permille): (&'static str, u16),
) -> Result<bool, DbError> {
    let changed = tx
        .query(
            "UPDATE jobs SET lease_until = $3, stage = $4, progress_permille = $5
             WHERE id = $1 AND lease_token = $2 AND state = 'running'",
        )
        .bind_all((id, lease, until, stage, i32::from(permille)))
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Ends the job well; [`DbError::Affected`] when it is no longer ours.
pub(super) async fn finish(tx: &mut Tx, id: &JobId, lease: &str, now: Timestamp) -> Result<(), DbError> {
    tx.query(
        "UPDATE jobs SET state = 'done', progress_permille = 1000, finished_at = $3, lease_token = NULL,
                         lease_until = NULL, error_code = NULL, error_args = NULL, error_text = NULL
         WHERE id = $1 AND lease_token = $2 AND state = 'running'",
    )
    .bind_all((id, lease, now))
    .execute_exactly(1)
    .await
}

/// How a run ended other than well.
#[derive(Debug)]
pub(super) struct RunEnding {
    pub state: JobState,
    pub run_at: Timestamp,
    /// The attempt does not count: it was stopped from outside or could not begin.
    pub give_back: bool,
    pub error: Option<Error>,
}

/// Moves a running job on; [`DbError::Affected`] when it is no longer ours.
pub(super) async fn settle(
    tx: &mut Tx,
    id: &JobId,
    lease: &str,
    end: &RunEnding,
    now: Timestamp,
) -> Result<(), DbError> {
    let error = end.error.as_ref();
    let args = error.map(|e| {
        JsonText(
            e.args()
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect::<Vec<_>>(),
        )
    });
    let text = error.map(|e| {
        e.cause()
            .map_or_else(|| e.to_string(), |cause| format!("{e}: {cause:#}"))
    });
    tx.query(
        "UPDATE jobs SET state = $3, run_at = $4, attempts = attempts - $5, error_code = $6, error_args = $7,
                         error_text = $8, finished_at = $9, lease_token = NULL, lease_until = NULL
         WHERE id = $1 AND lease_token = $2 AND state = 'running'",
    )
    .bind_all((id, lease, end.state, end.run_at))
    .bind_all((i32::from(end.give_back), error.map(Error::code)))
    .bind_all((args, text, end.state.is_over().then_some(now)))
    .execute_exactly(1)
    .await
}

/// Stops a live job by a person's wish; `None` when it is over already.
pub(super) async fn cancel(tx: &mut Tx, id: &JobId, now: Timestamp) -> Result<Option<JobPayload>, DbError> {
    tx.query(
        "UPDATE jobs SET state = 'cancelled', finished_at = $2, lease_token = NULL, lease_until = NULL
         WHERE id = $1 AND state IN ('queued', 'running') RETURNING kind, payload",
    )
    .bind_all((id, now))
    .optional()
    .await
}

/// Starts an idle job again with all its attempts; `None` when it runs or is done.
pub(super) async fn retry(tx: &mut Tx, id: &JobId, now: Timestamp) -> Result<Option<JobPayload>, DbError> {
    tx.query(
        "UPDATE jobs SET state = 'queued', run_at = $2, attempts = 0, finished_at = NULL, started_at = NULL,
                         progress_permille = 0, stage = '', error_code = NULL, error_args = NULL, error_text = NULL
         WHERE id = $1 AND state IN ('queued', 'failed', 'cancelled') RETURNING kind, payload",
    )
    .bind_all((id, now))
    .optional()
    .await
}

/// Puts a waiting job before all others of its queue; false when it does not wait.
pub(super) async fn put_first(tx: &mut Tx, id: &JobId) -> Result<bool, DbError> {
    let changed = tx
        .query(
            "UPDATE jobs SET priority = 1 + (SELECT MAX(o.priority) FROM jobs o
                                             WHERE o.queue = jobs.queue AND o.state = 'queued')
             WHERE id = $1 AND state = 'queued'",
        )
        .bind(id)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Lets the waiting jobs of a kind run now: what they waited for has come. Returns how many. Wake the workers after.
pub async fn hurry(tx: &mut Tx, kind: &'static str, now: Timestamp) -> Result<u64, DbError> {
    tx.query("UPDATE jobs SET run_at = $2 WHERE kind = $1 AND state = 'queued' AND run_at > $2")
        .bind_all((kind, now))
        .execute()
        .await
}

/// Removes jobs that are long over. Returns how many.
pub(super) async fn sweep(tx: &mut Tx, over: Timestamp, failed: Timestamp) -> Result<u64, DbError> {
    tx.query(
        "DELETE FROM jobs WHERE state IN ('done', 'cancelled') AND finished_at < $1
                             OR state = 'failed' AND finished_at < $2",
    )
    .bind_all((over, failed))
    .execute()
    .await
}

/// The columns of [`JobRow`].
macro_rules! rows {
    ($rest:literal) => {
        concat!(
            "SELECT id, kind, subject, queue, state, run_at, attempts, max_attempts, progress_permille, stage,
                    error_code, error_args, requested_by, created_at, started_at, finished_at, worker FROM jobs ",
            $rest
        )
    };
}

/// One job.
pub async fn find(tx: &mut Tx, id: &JobId) -> Result<Option<JobRow>, DbError> {
    tx.query(rows!("WHERE id = $1")).bind(id).optional().await
}

/// The newest job of a kind about `subject`.
pub async fn latest_for(tx: &mut Tx, kind: &'static str, subject: &str) -> Result<Option<JobRow>, DbError> {
    tx.query(rows!(
        "WHERE subject = $2 AND kind = $1 ORDER BY created_at DESC, id DESC LIMIT 1"
    ))
    .bind_all((kind, subject))
    .optional()
    .await
}

/// Jobs that run and jobs that wait, in the order in which they will be done.
pub async fn live(tx: &mut Tx, limit: usize) -> Result<Vec<JobRow>, DbError> {
    tx.query(rows!(
        "WHERE state IN ('queued', 'running')
         ORDER BY CASE WHEN state = 'running' THEN 0 ELSE 1 END, priority DESC, run_at, id LIMIT $1"
    ))
    .bind(limit as i64)
    .all()
    .await
}

/// Jobs that are over, the last first; of one state or of all.
pub async fn history(
    tx: &mut Tx,
    state: Option<JobState>,
    after: &Cursor,
    limit: usize,
) -> Result<Page<JobRow>, DbError> {
    let rows = tx
        .query(rows!(
            "WHERE state IN ('done', 'failed', 'cancelled') AND (CAST($1 AS TEXT) IS NULL OR state = $1)
               AND (finished_at < $2 OR finished_at = $2 AND id < $3)
             ORDER BY finished_at DESC, id DESC LIMIT $4"
        ))
        .bind_all((state, after.key, &after.id, limit as i64 + 1))
        .all::<JobRow>()
        .await?;
    let key = |row: &JobRow| row.finished_at.unwrap_or(row.created_at).0;
    Ok(Page::cut(rows, limit, |row| Cursor {
        key: key(row),
        id: row.id.to_string(),
    }))
}

/// How full a queue is.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct QueueLoad {
    /// Which.
    pub queue: Queue,
    /// Jobs whose time has come and that nobody has.
    pub due: i64,
    /// Jobs that wait for a later time.
    pub later: i64,
    /// Jobs that run.
    pub running: i64,
    /// Since when the oldest due job waits.
    pub oldest_due: Option<Timestamp>,
}

/// How full each queue with live jobs is.
pub async fn load(tx: &mut Tx, now: Timestamp) -> Result<Vec<QueueLoad>, DbError> {
    tx.query(
        "SELECT queue,
                CAST(COUNT(CASE WHEN state = 'queued' AND run_at <= $1 THEN 1 END) AS BIGINT) AS due,
                CAST(COUNT(CASE WHEN state = 'queued' AND run_at > $1 THEN 1 END) AS BIGINT) AS later,
                CAST(COUNT(CASE WHEN state = 'running' THEN 1 END) AS BIGINT) AS running,
                MIN(CASE WHEN state = 'queued' AND run_at <= $1 THEN run_at END) AS oldest_due
         FROM jobs WHERE state IN ('queued', 'running') GROUP BY queue ORDER BY queue",
    )
    .bind(now)
    .all()
    .await
}
