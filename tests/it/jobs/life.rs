//! What becomes of one job: done, tried again, given up, waiting, cancelled, asked for twice.

use salesbook::db::{Cursor, Db};
use salesbook::jobs::{self, EnqueueOutcome, Job as _, JobState};
use salesbook::time::{Clock as _, Timestamp};

use super::bench::{Act, Bench, Probe};
use crate::support::db::on_both;

on_both!(
    a_job_runs_once_and_is_found_by_its_subject,
    nothing_is_asked_for_by_a_transaction_that_is_rolled_back,
    retries_pause_longer_each_time_and_end,
    a_hopeless_job_fails_at_once_with_its_code,
    a_waiting_job_burns_no_attempt_and_can_be_hurried,
    a_panic_is_a_failed_attempt_and_harms_nobody_else,
    one_live_job_for_one_key,
    a_cancelled_job_does_not_run,
    unknown_kinds_and_payloads_are_told_apart,
    higher_priority_and_older_jobs_go_first,
    lists_and_loads_say_what_there_is
);

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

async fn nothing_is_asked_for_by_a_transaction_that_is_rolled_back(db: Db) {
    let bench = Bench::on(db).await;
    let mut tx = bench.db.write().await.unwrap();
    let probe = Probe {
        act: Act::Succeed,
        name: "never".to_owned(),
    };
    bench
        .jobs
        .enqueue(&mut tx, &probe, None, bench.clock.now())
        .await
        .unwrap();
    drop(tx);
    assert_eq!(bench.run_jobs().await, 0);
}

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

async fn a_hopeless_job_fails_at_once_with_its_code(db: Db) {
    let bench = Bench::on(db).await;
    let id = bench.ask(Act::Fail, "f").await.id().clone();
    bench.run_jobs().await;
    let row = bench.find(&id).await;
    assert_eq!((row.state, row.attempts), (JobState::Failed, 1));
    assert_eq!(row.error_code.as_deref(), Some("too-large"));
    assert_eq!(row.error_args.unwrap().0, [("limit".to_owned(), "5".to_owned())]);
}

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

async fn one_live_job_for_one_key(db: Db) {
    let bench = Bench::on(db).await;
    let first = bench.ask(Act::Succeed, "once-a").await;
    assert!(matches!(first, EnqueueOutcome::New(_)));
    assert_eq!(
        bench.ask(Act::Succeed, "once-a").await,
        EnqueueOutcome::Already(first.id().clone())
    );
    assert!(matches!(
        bench.ask(Act::Succeed, "once-b").await,
        EnqueueOutcome::New(_)
    ));
    assert_eq!(bench.run_jobs().await, 2);
    let again = bench.ask(Act::Succeed, "once-a").await;
    assert!(matches!(again, EnqueueOutcome::New(_)), "the key is free again");
    bench.cancel(again.id()).await.unwrap();
    let third = bench.ask(Act::Succeed, "once-a").await;
    assert!(matches!(third, EnqueueOutcome::New(_)));
    let refused = bench.retry(again.id()).await.unwrap_err();
    assert_eq!(refused.code(), "job-not-idle");
}

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

async fn unknown_kinds_and_payloads_are_told_apart(db: Db) {
    let bench = Bench::on(db).await;
    let newer = bench.ask(Act::Succeed, "newer").await.id().clone();
    let broken = bench.ask(Act::Succeed, "broken").await.id().clone();
    let mut tx = bench.db.write().await.unwrap();
    tx.query("UPDATE jobs SET kind = 'tomorrow' WHERE id = $1")
        .bind(&newer)
        .execute_exactly(1)
        .await
        .unwrap();
    tx.query("UPDATE jobs SET payload = '{}' WHERE id = $1")
        .bind(&broken)
        .execute_exactly(1)
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

async fn higher_priority_and_older_jobs_go_first(db: Db) {
    let bench = Bench::on(db).await;
    for name in ["a", "b", "urgent"] {
        bench.ask(Act::Succeed, name).await;
        bench.clock.advance(1);
    }
    let mut tx = bench.db.write().await.unwrap();
    tx.query("UPDATE jobs SET priority = 5 WHERE subject = 'urgent'")
        .execute_exactly(1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    bench.run_jobs().await;
    assert_eq!(*bench.ran.lock().unwrap(), ["urgent", "a", "b"]);
}

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
