//! Workers among each other and at their end: leases, places, stops, crashes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use salesbook::db::Db;
use salesbook::id::Randomness;
use salesbook::jobs::{JobContext, JobState, Presence, Queue, Registry, Worker, policy};
use salesbook::time::{Clock as _, SharedClock, SystemClock};
use tokio_util::sync::CancellationToken;

use super::bench::{Act, Bench, Probe, note};
use crate::support::db::on_both;

on_both!(
    a_running_job_notices_that_it_was_cancelled,
    a_long_job_is_put_back_on_shutdown,
    a_hard_stop_leaves_the_job_to_its_lease,
    a_late_worker_cannot_overwrite,
    a_job_that_never_answers_is_given_up,
    no_more_jobs_at_once_than_there_are_places,
    eight_workers_claim_each_job_once,
    progress_reaches_the_table_while_the_job_runs,
    jobs_of_a_clock_that_was_ahead_run_all_the_same,
    an_honest_pause_is_no_wrong_clock,
    a_job_of_a_process_that_is_gone_is_taken_at_once
);

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

async fn a_hard_stop_leaves_the_job_to_its_lease(db: Db) {
    let bench = Bench::on(db).await;
    let registry = Registry::default().add((), |(), _: Probe, _| std::future::pending());
    let worker = bench.other_worker(registry);
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
        let registry = Registry::default().add(parts, run);
        let worker = bench.other_worker(registry);
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

/// A job that takes the process down each time is given up in the end.
async fn a_job_that_never_answers_is_given_up(db: Db) {
    let bench = Bench::on(db).await;
    let id = bench.ask(Act::Succeed, "killer").await.id().clone();
    let mut tx = bench.db.write().await.unwrap();
    tx.query("UPDATE jobs SET state = 'running', attempts = 3, lease_token = 'dead', lease_until = 5")
        .execute_exactly(1)
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
    let registry = Registry::default()
        .places(Queue::General, 2)
        .add(counts.clone(), run);
    let worker = bench.other_worker(registry);
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

async fn eight_workers_claim_each_job_once(db: Db) {
    let bench = Bench::on(db).await;
    let mut tx = bench.db.write().await.unwrap();
    for n in 0..100 {
        let probe = Probe {
            act: Act::Save,
            name: format!("{n:03}"),
        };
        bench
            .jobs
            .enqueue(&mut tx, &probe, None, bench.clock.now())
            .await
            .unwrap();
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

async fn progress_reaches_the_table_while_the_job_runs(db: Db) {
    let bench = Bench::on(db).await;
    let clock: SharedClock = Arc::new(SystemClock);
    let worker = Worker::new(bench.db.clone(), clock, bench.jobs.clone());
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

/// A clock that was a year ahead stamped a lease, a pause and a wish; then it was set right.
async fn jobs_of_a_clock_that_was_ahead_run_all_the_same(db: Db) {
    const YEAR_MS: i64 = 365 * 24 * 3_600_000;
    let bench = Bench::on(db).await;
    let asked_before = bench.ask(Act::Wait, "waits").await.id().clone();
    bench.clock.advance(YEAR_MS);
    let asked_ahead = bench.ask(Act::Save, "asked ahead").await.id().clone();
    assert_eq!(bench.run_jobs().await, 2);
    let again = bench.ask(Act::Save, "asked again ahead").await.id().clone();
    // One that was begun then, by somebody who is gone.
    let left = bench.ask(Act::Save, "left").await.id().clone();
    let mut tx = bench.db.write().await.unwrap();
    tx.query("UPDATE jobs SET state = 'running', lease_token = 'dead', lease_until = $2, started_at = $2 WHERE id = $1")
            .bind_all((&left, bench.clock.now().plus_ms(policy::LEASE_MS)))
            .execute_exactly(1)
            .await
            .unwrap();
    tx.commit().await.unwrap();
    bench.clock.advance(-YEAR_MS);
    assert!(bench.run_jobs().await >= 2, "what waits is due");
    assert_eq!(bench.find(&asked_ahead).await.state, JobState::Done);
    assert_eq!(bench.find(&again).await.state, JobState::Done);
    let waits = bench.find(&asked_before).await;
    assert!(
        waits.run_at <= bench.clock.now().plus_ms(60_000),
        "asked again a minute from now, not in a year"
    );
    // Whoever has it may still live: one lease is waited for, of the right clock.
    assert_eq!(bench.find(&left).await.state, JobState::Running);
    bench.clock.advance(policy::LEASE_MS + 1);
    bench.run_jobs().await;
    assert_eq!(bench.find(&left).await.state, JobState::Done);
}

/// A pause that a right clock gave stays as it is.
async fn an_honest_pause_is_no_wrong_clock(db: Db) {
    let bench = Bench::on(db).await;
    let id = bench.ask(Act::Retry, "again").await.id().clone();
    bench.run_jobs().await;
    let paused = bench.find(&id).await;
    assert_eq!(bench.run_jobs().await, 0);
    assert_eq!(bench.find(&id).await.run_at, paused.run_at);
}

async fn a_job_of_a_process_that_is_gone_is_taken_at_once(db: Db) {
    let bench = Bench::on(db).await;
    let folder = tempfile::tempdir().unwrap();
    let enter = |seed| Presence::enter(folder.path(), "host:1", &Randomness::seeded(seed)).unwrap();
    let stuck = Registry::default().add((), |(), _: Probe, _| std::future::pending());
    let dying = bench.other_worker(stuck).shown_by(enter(1));
    let (soft, hard) = (CancellationToken::new(), CancellationToken::new());
    let task = tokio::spawn(dying.run(soft.clone(), hard.clone()));
    let id = bench.ask(Act::Succeed, "stuck").await.id().clone();
    bench.until(&id, |row| row.state == JobState::Running).await;
    let other = bench.worker.clone().shown_by(enter(2));
    assert_eq!(other.drain().await.unwrap(), 0, "it lives");
    soft.cancel();
    hard.cancel();
    task.await.unwrap();
    assert_eq!(
        other.drain().await.unwrap(),
        1,
        "the lease still holds, but nobody holds it"
    );
    assert_eq!(bench.find(&id).await.state, JobState::Done);
}
