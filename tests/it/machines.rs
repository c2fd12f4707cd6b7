//! Several processes of the real program on one database and one directory of recordings, as if on several machines: one
//! with the pages, others at the queue.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::PathBuf;

use salesbook::db::Db;

use crate::support::program::{Place, Program, answer, files, multipart, until};

/// Short calls, each another file: what follows the sound changes the hash and nothing else.
fn short_call(number: usize) -> Vec<u8> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut sound = std::fs::read(root.join("tests/fixtures/speech/greeting.opus")).unwrap();
    sound.extend([number as u8; 7]);
    sound
}

fn long_call() -> Vec<u8> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    std::fs::read(root.join("src/demo/calls/lost-on-price.opus")).unwrap()
}

/// Every job: what it is about, its state, its starts, who did it last, and the transcripts of its subject.
async fn jobs(db: &Db) -> Vec<(String, String, i32, Option<String>, i64)> {
    let mut tx = db.read().await.unwrap();
    tx.query(
        "SELECT j.subject, j.state, j.attempts, j.worker,
                (SELECT COUNT(*) FROM transcripts t WHERE t.recording_id = j.subject)
         FROM jobs j ORDER BY j.created_at, j.id",
    )
    .all()
    .await
    .unwrap()
}

/// The number of the process that works on this recording now.
async fn worker_of(db: &Db, recording: &str) -> Option<u32> {
    let found = jobs(db)
        .await
        .into_iter()
        .find(|(subject, state, ..)| subject == recording && state == "running");
    found?.3?.rsplit(':').next()?.parse().ok()
}

fn all_ready(web: &Program, ids: &[String]) {
    for id in ids {
        until("the transcript is there", || {
            (web.recording(id)["state"] == "ready").then_some(())
        });
    }
}

/// On PostgreSQL only: SQLite is for one machine, and its two processes are the next test's.
#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the speech model: `make test` has it"]
async fn two_workers_share_a_queue_and_one_of_them_is_killed() {
    crate::support::db::at_postgresql(async |url| {
        let data = tempfile::tempdir().unwrap();
        let place = Place {
            data: data.path(),
            database: Some(&url),
        };
        let token = place.with_manager().await;
        let web = Program::serve(place, &["--no-worker"], &token);
        let db = place.db().await;
        let mut ids = vec![web.upload("long.opus", &long_call())];
        ids.extend((0..4).map(|n| web.upload("short.opus", &short_call(n))));
        // Nobody works yet: the process with the pages leaves the queue alone.
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        assert!(jobs(&db).await.iter().all(|(_, state, ..)| state == "queued"));

        let mut workers = vec![Program::worker(place), Program::worker(place)];
        until("the long call is being heard", || {
            let now = web.recording(&ids[0]);
            (now["state"] == "transcribing" && now["job"]["progress"].as_f64() > Some(0.0)).then_some(())
        });
        let number = worker_of(&db, &ids[0]).await.unwrap();
        let at = workers
            .iter()
            .position(|worker| worker.number() == number)
            .unwrap();
        workers.remove(at).kill();

        all_ready(&web, &ids);
        let done = jobs(&db).await;
        assert_eq!(done.len(), ids.len(), "{done:?}");
        let survivor = workers[0].number().to_string();
        for (subject, state, attempts, worker, transcripts) in &done {
            assert_eq!((state.as_str(), *transcripts), ("done", 1), "{done:?}");
            let worker = worker.as_ref().unwrap();
            // The killed worker's call was begun anew by the other, everything else once.
            if *subject == ids[0] {
                assert!(*attempts == 2 && worker.ends_with(&survivor), "{done:?}");
            } else {
                assert_eq!(*attempts, 1, "{done:?}");
            }
        }
        let names: BTreeSet<_> = done.iter().filter_map(|job| job.3.clone()).collect();
        assert!(
            names
                .iter()
                .all(|name| !name.ends_with(&format!(":{}", web.number()))),
            "{names:?}"
        );
        assert!(workers.remove(0).stop().success());
        db.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the speech model: `make test` has it"]
async fn pages_and_a_worker_share_one_sqlite_file() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = place.with_manager().await;
    let web = Program::serve(place, &["--no-worker"], &token);
    let worker = Program::worker(place);
    let ids: Vec<String> = (0..2).map(|n| web.upload("short.opus", &short_call(n))).collect();
    all_ready(&web, &ids);
    let db = place.db().await;
    let done = jobs(&db).await;
    let number = worker.number().to_string();
    assert!(
        done.iter().all(|(_, state, attempts, worker, transcripts)| {
            (state.as_str(), *attempts, *transcripts) == ("done", 1, 1)
                && worker.as_ref().is_some_and(|worker| worker.ends_with(&number))
        }),
        "{done:?}"
    );
    db.close().await;
    assert!(worker.stop().success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_process_does_not_sweep_away_what_is_arriving_at_the_first() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = place.with_manager().await;
    let first = Program::serve(place, &["--no-worker"], &token);
    let body = multipart("call.opus", &short_call(1).repeat(20));
    let mut upload = first.begin("POST /api/v1/recordings", body.len());
    upload.write_all(&body[..body.len() / 2]).unwrap();
    let recordings = data.path().join("recordings");
    until("half of the file is on the disk", || {
        (files(&recordings).len() == 1).then_some(())
    });
    let left = recordings.join("incoming/upload-left");
    std::fs::write(&left, b"by a crash").unwrap();
    let _second = Program::serve(place, &["--no-worker"], &token);
    until("the second process has swept", || (!left.exists()).then_some(()));
    assert_eq!(files(&recordings).len(), 1);
    upload.write_all(&body[body.len() / 2..]).unwrap();
    let (status, taken) = answer(upload);
    assert_eq!(status, 201, "{taken}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_could_only_spoil_the_queue_does_not_start() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = place.with_manager().await;
    let said = |place: Place<'_>| {
        let output = place
            .command(&["worker"])
            .env("SALESBOOK_MODELS", data.path().join("none"))
            .stderr(std::process::Stdio::piped())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, text) = said(place);
    assert!(
        code == Some(1) && text.contains("salesbook model fetch base"),
        "{code:?} {text}"
    );
    // The same database, another directory.
    let web = Program::serve(place, &["--no-worker"], &token);
    web.upload("call.opus", &short_call(1));
    let moved = data.path().join("moved");
    std::fs::rename(data.path().join("recordings"), &moved).unwrap();
    let (code, text) = said(place);
    assert!(
        code == Some(1) && text.contains("do not belong together"),
        "{code:?} {text}"
    );
}
