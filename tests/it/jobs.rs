//! Background jobs on both databases: who gets a job, who may end it, what happens when things go wrong.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use salesbook::db::{Cursor, Db, DbError, Tx};
use salesbook::error::{Error, ErrorKind};
use salesbook::id::{JobId, Randomness};
use salesbook::jobs::{
    self, Enqueued, Job, JobContext, JobError, JobRow, JobState, Jobs, Moved, Queue, Registry, Worker, policy,
};
use salesbook::time::{FixedClock, SharedClock, SystemClock, Timestamp};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::support::db::db_test;

/// What the probe's handler is told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Act {
    Succeed,
    Save,
    Retry,
    Fail,
    Wait,
    Panic,
    UntilStopped,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Probe {
    act: Act,
    name: String,
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
    async fn moved(&self, tx: &mut Tx, to: &Moved<'_>) -> Result<(), DbError> {
        note(tx, &format!("{} {}", self.name, to.to)).await
    }
}

/// A row of what the jobs did; `results` is made by [`Bench::on`].
async fn note(tx: &mut Tx, what: &str) -> Result<(), DbError> {
    tx.query("INSERT INTO results (what) VALUES ($1)")
        .bind(what.to_owned())
        .affect(1)
        .await
}

/// A worker with a clock that stands still.
struct Bench {
    db: Db,
    clock: Arc<FixedClock>,
    jobs: Jobs,
    registry: Arc<Registry>,
    worker: Worker,
    ran: Arc<Mutex<Vec<String>>>,
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
    async fn on(db: Db) -> Self {
        let mut tx = db.write().await.unwrap();
        tx.query("CREATE TABLE results (what TEXT NOT NULL)")
            .execute()
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let clock = Arc::new(FixedClock::at(Timestamp(1_000_000)));
        let jobs = Jobs::new(clock.clone(), Randomness::seeded(7));
        let ran = Arc::new(Mutex::new(Vec::new()));
        let registry = Arc::new(
            Registry::default()
                .places(Queue::General, 2)
                .add(ran.clone(), run),
        );
        let worker = Worker::new(db.clone(), jobs.clone(), registry.clone());
        Self {
            db,
            clock,
            jobs,
            registry,
            worker,
            ran,
        }
    }

    async fn ask(&self, act: Act, name: &str) -> Enqueued {
        let mut tx = self.db.write().await.unwrap();
        let probe = Probe {
            act,
            name: name.to_owned(),
        };
        let asked = self.jobs.enqueue(&mut tx, &probe, None).await.unwrap();
        tx.commit().await.unwrap();
        self.jobs.wake();
        asked
    }

    async fn run_jobs(&self) -> usize {
        self.worker.drain().await.unwrap()
    }

    async fn find(&self, id: &JobId) -> JobRow {
        let mut tx = self.db.read().await.unwrap();
        jobs::find(&mut tx, id).await.unwrap().unwrap()
    }

    async fn cancel(&self, id: &JobId) -> Result<(), Error> {
        let mut tx = self.db.write().await.unwrap();
        self.jobs.cancel(&mut tx, &self.registry, id).await?;
        tx.commit().await.unwrap();
        self.jobs.wake();
        Ok(())
    }

    async fn retry(&self, id: &JobId) -> Result<(), Error> {
        let mut tx = self.db.write().await.unwrap();
        self.jobs.retry(&mut tx, &self.registry, id).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    /// What the jobs wrote, in order of the words.
    async fn results(&self) -> Vec<String> {
        let mut tx = self.db.read().await.unwrap();
        let rows: Vec<(String,)> = tx
            .query("SELECT what FROM results ORDER BY what")
            .all()
            .await
            .unwrap();
        rows.into_iter().map(|row| row.0).collect()
    }

    /// Starts the real loop; answers its tokens and task.
    fn serve(&self) -> (CancellationToken, CancellationToken, tokio::task::JoinHandle<()>) {
        let (soft, hard) = (CancellationToken::new(), CancellationToken::new());
        let task = tokio::spawn(self.worker.clone().run(soft.clone(), hard.clone()));
        (soft, hard, task)
    }

    async fn until(&self, id: &JobId, wanted: impl Fn(&JobRow) -> bool) -> JobRow {
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

db_test!(
    async fn a_job_runs_once_and_is_found_by_its_subject(db: Db) {
        let bench = Bench::on(db).await;
        let asked = bench.ask(Act::Save, "call").await;
        assert_eq!(bench.find(asked.id()).await.state, JobState::Queued);
        assert_eq!(bench.run_jobs().await, 1);
        assert_eq!(bench.run_jobs().await, 0);
        let mut tx = bench.db.read().await.unwrap();
        let row = jobs::latest_for(&mut tx, Probe::KIND, "call")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (row.state, row.progress_permille, row.attempts),
            (JobState::Done, 1000, 1)
        );
        assert_eq!(bench.results().await, ["call running", "call saved"]);
    }
);

db_test!(
    async fn nothing_is_asked_for_by_a_transaction_that_is_rolled_back(db: Db) {
        let bench = Bench::on(db).await;
        let mut tx = bench.db.write().await.unwrap();
        let probe = Probe {
            act: Act::Succeed,
            name: "never".to_owned(),
        };
        bench.jobs.enqueue(&mut tx, &probe, None).await.unwrap();
        drop(tx);
        assert_eq!(bench.run_jobs().await, 0);
    }
);

db_test!(
    async fn retries_pause_longer_each_time_and_end(db: Db) {
        let bench = Bench::on(db).await;
        let id = bench.ask(Act::Retry, "r").await.id().clone();
        assert_eq!(bench.run_jobs().await, 1);
        let row = bench.find(&id).await;
        assert_eq!(
            (row.state, row.error_code.as_deref()),
            (JobState::Queued, Some("timeout"))
        );
        assert!(
            (1_004_000..=1_005_000).contains(&row.run_at.0),
            "{:?}",
            row.run_at
        );
        bench.clock.advance(5_000);
        assert_eq!(bench.run_jobs().await, 1);
        bench.clock.advance(5_000);
        assert_eq!(bench.run_jobs().await, 0, "the second pause is longer");
        bench.clock.advance(20_000);
        assert_eq!(bench.run_jobs().await, 1);
        let row = bench.find(&id).await;
        assert_eq!((row.state, row.attempts), (JobState::Failed, 3));
        assert_eq!(bench.results().await.last().unwrap(), "r running");
        assert!(bench.results().await.contains(&"r failed".to_owned()));

        bench.retry(&id).await.unwrap();
        let row = bench.find(&id).await;
        assert_eq!(
            (row.state, row.attempts, row.error_code),
            (JobState::Queued, 0, None)
        );
        assert_eq!(bench.run_jobs().await, 1);
    }
);

db_test!(
    async fn a_hopeless_job_fails_at_once_with_its_code(db: Db) {
        let bench = Bench::on(db).await;
        let id = bench.ask(Act::Fail, "f").await.id().clone();
        bench.run_jobs().await;
        let row = bench.find(&id).await;
        assert_eq!((row.state, row.attempts), (JobState::Failed, 1));
        assert_eq!(row.error_code.as_deref(), Some("too-large"));
        assert_eq!(row.error_args.unwrap().0, [("limit".to_owned(), "5".to_owned())]);
    }
);

db_test!(
    async fn a_waiting_job_burns_no_attempt_and_can_be_hurried(db: Db) {
        let bench = Bench::on(db).await;
        let id = bench.ask(Act::Wait, "w").await.id().clone();
        for _ in 0..5 {
            assert_eq!(bench.run_jobs().await, 1);
            let row = bench.find(&id).await;
            assert_eq!((row.state, row.attempts), (JobState::Queued, 0));
            assert_eq!(row.run_at, Timestamp(1_060_000));
            let mut tx = bench.db.write().await.unwrap();
            assert_eq!(
                jobs::hurry(&mut tx, Probe::KIND, Timestamp(1_000_000))
                    .await
                    .unwrap(),
                1
            );
            tx.commit().await.unwrap();
        }
    }
);

db_test!(
    async fn a_panic_is_a_failed_attempt_and_harms_nobody_else(db: Db) {
        let bench = Bench::on(db).await;
        let id = bench.ask(Act::Panic, "p").await.id().clone();
        let next = bench.ask(Act::Succeed, "after").await.id().clone();
        assert_eq!(bench.run_jobs().await, 2);
        let row = bench.find(&id).await;
        assert_eq!(
            (row.state, row.error_code.as_deref()),
            (JobState::Queued, Some("job-crashed"))
        );
        assert_eq!(bench.find(&next).await.state, JobState::Done);
    }
);

db_test!(
    async fn one_live_job_for_one_key(db: Db) {
        let bench = Bench::on(db).await;
        let first = bench.ask(Act::Succeed, "once-a").await;
        assert!(matches!(first, Enqueued::New(_)));
        assert_eq!(
            bench.ask(Act::Succeed, "once-a").await,
            Enqueued::Already(first.id().clone())
        );
        assert!(matches!(
            bench.ask(Act::Succeed, "once-b").await,
            Enqueued::New(_)
        ));
        assert_eq!(bench.run_jobs().await, 2);
        let again = bench.ask(Act::Succeed, "once-a").await;
        assert!(matches!(again, Enqueued::New(_)), "the key is free again");
        bench.cancel(again.id()).await.unwrap();
        let third = bench.ask(Act::Succeed, "once-a").await;
        assert!(matches!(third, Enqueued::New(_)));
        let refused = bench.retry(again.id()).await.unwrap_err();
        assert_eq!(refused.code(), "job-not-idle");
    }
);

db_test!(
    async fn a_cancelled_job_does_not_run(db: Db) {
        let bench = Bench::on(db).await;
        let id = bench.ask(Act::Succeed, "c").await.id().clone();
        bench.cancel(&id).await.unwrap();
        assert_eq!(bench.run_jobs().await, 0);
        assert_eq!(bench.find(&id).await.state, JobState::Cancelled);
        assert_eq!(bench.cancel(&id).await.unwrap_err().code(), "job-over");
        assert_eq!(bench.results().await, ["c cancelled"]);
        bench.retry(&id).await.unwrap();
        assert_eq!(bench.run_jobs().await, 1);
    }
);

db_test!(
    async fn a_running_job_notices_that_it_was_cancelled(db: Db) {
        let bench = Bench::on(db).await;
        let (soft, _, task) = bench.serve();
        let id = bench.ask(Act::UntilStopped, "c").await.id().clone();
        bench.until(&id, |row| row.stage == "probing").await;
        bench.cancel(&id).await.unwrap();
        // The place is free again: the computing has stopped.
        let next = bench.ask(Act::Succeed, "next").await.id().clone();
        bench.until(&next, |row| row.state == JobState::Done).await;
        assert_eq!(bench.find(&id).await.state, JobState::Cancelled);
        soft.cancel();
        task.await.unwrap();
    }
);

db_test!(
    async fn a_long_job_is_put_back_on_shutdown(db: Db) {
        let bench = Bench::on(db).await;
        let (soft, _, task) = bench.serve();
        let id = bench.ask(Act::UntilStopped, "long").await.id().clone();
        bench.until(&id, |row| row.state == JobState::Running).await;
        soft.cancel();
        task.await.unwrap();
        let row = bench.find(&id).await;
        assert_eq!(
            (row.state, row.attempts, row.error_code),
            (JobState::Queued, 0, None)
        );
        assert_eq!(bench.results().await, ["long queued", "long running"]);
    }
);

db_test!(
    async fn a_hard_stop_leaves_the_job_to_its_lease(db: Db) {
        let bench = Bench::on(db).await;
        let registry = Arc::new(Registry::default().add((), |(), _: Probe, _| std::future::pending()));
        let worker = Worker::new(bench.db.clone(), bench.jobs.clone(), registry);
        let (soft, hard) = (CancellationToken::new(), CancellationToken::new());
        let task = tokio::spawn(worker.run(soft.clone(), hard.clone()));
        let id = bench.ask(Act::Succeed, "stuck").await.id().clone();
        bench.until(&id, |row| row.state == JobState::Running).await;
        soft.cancel();
        hard.cancel();
        task.await.unwrap();
        assert_eq!(bench.find(&id).await.state, JobState::Running);
        assert_eq!(bench.run_jobs().await, 0, "the lease still holds");
        bench.clock.advance(policy::LEASE_MS + 1);
        assert_eq!(bench.run_jobs().await, 1, "the next start takes it");
        let row = bench.find(&id).await;
        assert_eq!((row.state, row.attempts), (JobState::Done, 2));
    }
);

db_test!(
    /// The first worker sleeps through its lease; the second does the job; the first may write nothing any more.
    async fn a_late_worker_cannot_overwrite(db: Db) {
        let bench = Bench::on(db).await;
        let id = bench.ask(Act::Save, "job").await.id().clone();
        let (go, gate) = (
            Arc::new(tokio::sync::Notify::new()),
            Arc::new(tokio::sync::Notify::new()),
        );
        let late = {
            let parts = (go.clone(), gate.clone());
            let run = |(go, gate): (Arc<tokio::sync::Notify>, Arc<tokio::sync::Notify>),
                       _: Probe,
                       context: JobContext| async move {
                gate.notify_one();
                go.notified().await;
                let mut tx = context.db().write().await?;
                note(&mut tx, "too late").await?;
                context.finish(tx).await
            };
            let registry = Arc::new(Registry::default().add(parts, run));
            let worker = Worker::new(bench.db.clone(), bench.jobs.clone(), registry);
            tokio::spawn(async move { worker.drain().await })
        };
        tokio::time::timeout(Duration::from_secs(10), gate.notified())
            .await
            .unwrap();
        bench.clock.advance(policy::LEASE_MS + 1);
        assert_eq!(bench.run_jobs().await, 1);
        go.notify_one();
        assert_eq!(late.await.unwrap().unwrap(), 1);
        let row = bench.find(&id).await;
        assert_eq!((row.state, row.attempts), (JobState::Done, 2));
        assert_eq!(bench.results().await, ["job running", "job running", "job saved"]);
    }
);

db_test!(
    /// A job that takes the process down each time is given up in the end.
    async fn a_job_that_never_answers_is_given_up(db: Db) {
        let bench = Bench::on(db).await;
        let id = bench.ask(Act::Succeed, "killer").await.id().clone();
        let mut tx = bench.db.write().await.unwrap();
        tx.query("UPDATE jobs SET state = 'running', attempts = 3, lease_token = 'dead', lease_until = 5")
            .affect(1)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(bench.run_jobs().await, 0);
        let row = bench.find(&id).await;
        assert_eq!(
            (row.state, row.attempts, row.error_code.as_deref()),
            (JobState::Failed, 3, Some("job-crashed"))
        );
        assert_eq!(bench.results().await, ["killer failed"]);
    }
);

db_test!(
    async fn unknown_kinds_and_payloads_are_told_apart(db: Db) {
        let bench = Bench::on(db).await;
        let newer = bench.ask(Act::Succeed, "newer").await.id().clone();
        let broken = bench.ask(Act::Succeed, "broken").await.id().clone();
        let mut tx = bench.db.write().await.unwrap();
        tx.query("UPDATE jobs SET kind = 'tomorrow' WHERE id = $1")
            .bind(newer.clone())
            .affect(1)
            .await
            .unwrap();
        tx.query("UPDATE jobs SET payload = '{}' WHERE id = $1")
            .bind(broken.clone())
            .affect(1)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        bench.run_jobs().await;
        let row = bench.find(&newer).await;
        assert_eq!(
            (row.state, row.attempts, row.error_code.as_deref()),
            (JobState::Queued, 0, Some("job-unknown"))
        );
        let row = bench.find(&broken).await;
        assert_eq!(
            (row.state, row.error_code.as_deref()),
            (JobState::Failed, Some("job-unreadable"))
        );
    }
);

db_test!(
    async fn no_more_jobs_at_once_than_there_are_places(db: Db) {
        let bench = Bench::on(db).await;
        let counts = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        let run = |counts: Arc<(AtomicUsize, AtomicUsize)>, _: Probe, _| async move {
            let now = counts.0.fetch_add(1, Ordering::SeqCst) + 1;
            counts.1.fetch_max(now, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(20)).await;
            counts.0.fetch_sub(1, Ordering::SeqCst);
            Ok(())
        };
        let registry = Arc::new(
            Registry::default()
                .places(Queue::General, 2)
                .add(counts.clone(), run),
        );
        let worker = Worker::new(bench.db.clone(), bench.jobs.clone(), registry);
        let mut ids = Vec::new();
        for n in 0..8 {
            ids.push(bench.ask(Act::Succeed, &n.to_string()).await.id().clone());
        }
        let soft = CancellationToken::new();
        let task = tokio::spawn(worker.run(soft.clone(), CancellationToken::new()));
        for id in &ids {
            bench.until(id, |row| row.state == JobState::Done).await;
        }
        soft.cancel();
        task.await.unwrap();
        assert_eq!(counts.1.load(Ordering::SeqCst), 2);
    }
);

db_test!(
    async fn eight_workers_claim_each_job_once(db: Db) {
        let bench = Bench::on(db).await;
        let mut tx = bench.db.write().await.unwrap();
        for n in 0..100 {
            let probe = Probe {
                act: Act::Save,
                name: format!("{n:03}"),
            };
            bench.jobs.enqueue(&mut tx, &probe, None).await.unwrap();
        }
        tx.commit().await.unwrap();
        let workers: Vec<_> = (0..8)
            .map(|_| {
                let worker = bench.worker.clone();
                tokio::spawn(async move { worker.drain().await.unwrap() })
            })
            .collect();
        let mut ran = 0;
        for worker in workers {
            ran += worker.await.unwrap();
        }
        assert_eq!(ran, 100);
        let mut names = bench.ran.lock().unwrap().clone();
        names.sort();
        let all: Vec<String> = (0..100).map(|n| format!("{n:03}")).collect();
        assert_eq!(names, all);
        let saved = bench
            .results()
            .await
            .iter()
            .filter(|what| what.ends_with("saved"))
            .count();
        assert_eq!(saved, 100);
    }
);

db_test!(
    async fn higher_priority_and_older_jobs_go_first(db: Db) {
        let bench = Bench::on(db).await;
        for name in ["a", "b", "urgent"] {
            bench.ask(Act::Succeed, name).await;
            bench.clock.advance(1);
        }
        let mut tx = bench.db.write().await.unwrap();
        tx.query("UPDATE jobs SET priority = 5 WHERE subject = 'urgent'")
            .affect(1)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        bench.run_jobs().await;
        assert_eq!(*bench.ran.lock().unwrap(), ["urgent", "a", "b"]);
    }
);

db_test!(
    async fn progress_reaches_the_table_while_the_job_runs(db: Db) {
        let bench = Bench::on(db).await;
        let clock: SharedClock = Arc::new(SystemClock);
        let jobs = Jobs::new(clock, Randomness::seeded(3));
        let worker = Worker::new(bench.db.clone(), jobs, bench.registry.clone());
        let soft = CancellationToken::new();
        let id = bench.ask(Act::UntilStopped, "slow").await.id().clone();
        let task = tokio::spawn(worker.run(soft.clone(), CancellationToken::new()));
        let row = bench.until(&id, |row| row.progress_permille == 500).await;
        assert_eq!(row.stage, "probing");
        let started = row.started_at.unwrap();
        assert_eq!(
            row.expected_finish(started.plus_ms(4_000)),
            Some(started.plus_ms(8_000))
        );
        soft.cancel();
        task.await.unwrap();
    }
);

db_test!(
    async fn lists_and_loads_say_what_there_is(db: Db) {
        let bench = Bench::on(db).await;
        bench.ask(Act::Fail, "f").await;
        bench.run_jobs().await;
        for name in ["x", "y", "z"] {
            bench.clock.advance(1_000);
            bench.ask(Act::Wait, name).await;
        }
        bench.clock.advance(1_000);
        let mut tx = bench.db.read().await.unwrap();
        let load = jobs::load(&mut tx, Timestamp(1_004_000)).await.unwrap();
        assert_eq!(load.len(), 1);
        assert_eq!((load[0].due, load[0].later, load[0].running), (3, 0, 0));
        assert_eq!(load[0].oldest_due, Some(Timestamp(1_001_000)));

        let live = jobs::live(&mut tx, 10).await.unwrap();
        let names: Vec<_> = live.iter().filter_map(|row| row.subject.as_deref()).collect();
        assert_eq!(names, ["x", "y", "z"]);
        drop(tx);

        bench.ask(Act::Succeed, "done").await;
        bench.run_jobs().await;
        let mut tx = bench.db.read().await.unwrap();
        let (mut cursor, mut over) = (Some(Cursor::newest()), Vec::new());
        while let Some(after) = cursor {
            let page = jobs::history(&mut tx, None, &after, 1).await.unwrap();
            over.extend(
                page.items
                    .into_iter()
                    .map(|row| (row.subject.unwrap(), row.state)),
            );
            cursor = page.next;
        }
        assert_eq!(
            over,
            [
                ("done".to_owned(), JobState::Done),
                ("f".to_owned(), JobState::Failed)
            ]
        );
        let failed = jobs::history(&mut tx, Some(JobState::Failed), &Cursor::newest(), 10)
            .await
            .unwrap();
        assert_eq!(failed.items.len(), 1);
    }
);
