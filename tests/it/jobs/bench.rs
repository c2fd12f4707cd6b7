//! A kind of job that does what it is told, and a worker whose clock stands still.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use salesbook::db::{Db, DbError, Tx};
use salesbook::error::{Error, ErrorKind};
use salesbook::id::{JobId, Randomness};
use salesbook::jobs::{
    self, EnqueueOutcome, Job, JobChange, JobContext, JobError, JobRow, Jobs, Queue, Registry, Worker,
};
use salesbook::time::{Clock as _, FixedClock, Timestamp};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

/// What the probe's handler is told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    Succeed,
    Save,
    Retry,
    Fail,
    Wait,
    Panic,
    UntilStopped,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Probe {
    pub act: Act,
    pub name: String,
}

impl Job for Probe {
    const KIND: &'static str = "probe";
    const MAX_ATTEMPTS: i32 = 3;
    const LONG: bool = true;
    fn subject(&self) -> Option<String> {
        Some(self.name.clone())
    }
    fn dedupe_key(&self) -> Option<String> {
        self.name.strip_prefix("once-").map(str::to_owned)
    }
    async fn moved(&self, tx: &mut Tx, to: &JobChange<'_>) -> Result<(), DbError> {
        note(tx, &format!("{} {}", self.name, to.to)).await
    }
}

/// A row of what the jobs did; `results` is made by [`Bench::on`].
pub async fn note(tx: &mut Tx, what: &str) -> Result<(), DbError> {
    tx.query("INSERT INTO results (what) VALUES ($1)")
        .bind(what)
        .execute_exactly(1)
        .await
}

/// A worker with a clock that stands still.
pub struct Bench {
    pub db: Db,
    pub clock: Arc<FixedClock>,
    pub jobs: Jobs,
    pub worker: Worker,
    pub ran: Arc<Mutex<Vec<String>>>,
}

async fn run(ran: Arc<Mutex<Vec<String>>>, probe: Probe, context: JobContext) -> Result<(), JobError> {
    ran.lock().unwrap().push(probe.name.clone());
    context.progress("probing", 500);
    match probe.act {
        Act::Succeed => Ok(()),
        Act::Save => {
            let mut tx = context.db().write().await?;
            note(&mut tx, &format!("{} saved", probe.name)).await?;
            context.finish(tx).await
        }
        Act::Retry => Err(Error::new(ErrorKind::Unavailable, "timeout").into()),
        Act::Fail => Err(JobError::Fail(
            Error::new(ErrorKind::BadInput, "too-large").with("limit", 5),
        )),
        Act::Wait => Err(JobError::Wait {
            error: Error::new(ErrorKind::Unavailable, "timeout"),
            ms: 60_000,
        }),
        Act::Panic => context.blocking(|_| panic!("boom")).await,
        Act::UntilStopped => {
            context
                .blocking(|context| {
                    loop {
                        context.check()?;
                        std::thread::sleep(Duration::from_millis(5));
                    }
                })
                .await
        }
    }
}

impl Bench {
    pub async fn on(db: Db) -> Self {
        let mut tx = db.write().await.unwrap();
        tx.query("CREATE TABLE results (what TEXT NOT NULL)")
            .execute()
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let clock = Arc::new(FixedClock::at(Timestamp(1_000_000)));
        let ran = Arc::new(Mutex::new(Vec::new()));
        let registry = Registry::default()
            .places(Queue::General, 2)
            .add(ran.clone(), run);
        let jobs = Jobs::new(Randomness::seeded(7), registry);
        let worker = Worker::new(db.clone(), clock.clone(), jobs.clone());
        Self {
            db,
            clock,
            jobs,
            worker,
            ran,
        }
    }

    pub async fn ask(&self, act: Act, name: &str) -> EnqueueOutcome {
        let mut tx = self.db.write().await.unwrap();
        let probe = Probe {
            act,
            name: name.to_owned(),
        };
        let asked = self
            .jobs
            .enqueue(&mut tx, &probe, None, self.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        self.jobs.wake();
        asked
    }

    /// A worker of another kind on the same queue.
    pub fn other_worker(&self, registry: Registry) -> Worker {
        let jobs = self.jobs.clone().done_by(registry);
        Worker::new(self.db.clone(), self.clock.clone(), jobs)
    }

    pub async fn run_jobs(&self) -> usize {
        self.worker.drain().await.unwrap()
    }

    pub async fn find(&self, id: &JobId) -> JobRow {
        let mut tx = self.db.read().await.unwrap();
        jobs::find(&mut tx, id).await.unwrap().unwrap()
    }

    pub async fn cancel(&self, id: &JobId) -> Result<(), Error> {
        let mut tx = self.db.write().await.unwrap();
        self.jobs.cancel(&mut tx, id, self.clock.now()).await?;
        tx.commit().await.unwrap();
        self.jobs.wake();
        Ok(())
    }

    pub async fn retry(&self, id: &JobId) -> Result<(), Error> {
        let mut tx = self.db.write().await.unwrap();
        self.jobs.retry(&mut tx, id, self.clock.now()).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    /// What the jobs wrote, in order of the words.
    pub async fn results(&self) -> Vec<String> {
        let mut tx = self.db.read().await.unwrap();
        let rows: Vec<(String,)> = tx
            .query("SELECT what FROM results ORDER BY what")
            .all()
            .await
            .unwrap();
        rows.into_iter().map(|row| row.0).collect()
    }

    /// Starts the real loop; returns its tokens and task.
    pub fn serve(&self) -> (CancellationToken, CancellationToken, tokio::task::JoinHandle<()>) {
        let (soft, hard) = (CancellationToken::new(), CancellationToken::new());
        let task = tokio::spawn(self.worker.clone().run(soft.clone(), hard.clone()));
        (soft, hard, task)
    }

    pub async fn until(&self, id: &JobId, wanted: impl Fn(&JobRow) -> bool) -> JobRow {
        for _ in 0..1000 {
            let row = self.find(id).await;
            if wanted(&row) {
                return row;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it did not happen: {:?}", self.find(id).await);
    }
}
