//! An upload that breaks off, a crash, a file larger than memory.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use futures::StreamExt as _;
use salesbook::db::Db;
use salesbook::recordings::files::sweep::SweepResult;

use super::{files, id, rows, upload};
use crate::support::app::{Multipart, TestApp, Who};
use crate::support::db::{on_both, on_sqlite};
use crate::support::speech::{Script, call, wav_head};

on_both!(
    an_upload_that_breaks_off_leaves_nothing,
    after_a_crash_nothing_half_is_left_and_nothing_whole_is_lost
);

async fn an_upload_that_breaks_off_leaves_nothing(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.program(Who::Manager).await;
    let (kind, head, _) = Multipart::default().open("file", "call.wav");
    let parts = [head, call(9)].map(|part| Ok::<_, std::io::Error>(bytes::Bytes::from(part)));
    let broken = futures::stream::iter(parts).chain(futures::stream::iter([Err(std::io::Error::other(
        "the line went dead",
    ))]));
    let answer = manager
        .send(
            Method::POST,
            "/api/v1/recordings",
            Some(&kind),
            Body::from_stream(broken),
        )
        .await;
    assert_eq!(
        answer.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-form")["status"],
        422
    );
    assert_eq!((rows(&app).await, files(&app).len()), (0, 0));
}

async fn after_a_crash_nothing_half_is_left_and_nothing_whole_is_lost(db: Db) {
    let script = Script::default();
    let app = TestApp::with_speech(db, &[], &script).await;
    let kept = upload(&app.program(Who::Manager).await, "call.wav", &call(9))
        .await
        .expect(StatusCode::CREATED);
    // What `kill -9` leaves: an upload that grew, and a file in its place whose row was not committed.
    let folder = app.data.path().join("recordings");
    std::fs::write(folder.join("incoming/upload-x"), b"half").unwrap();
    let orphan = "ab".repeat(32);
    std::fs::create_dir_all(folder.join("ab")).unwrap();
    std::fs::write(folder.join("ab").join(orphan), b"whole, but nobody's").unwrap();
    assert_eq!(files(&app).len(), 3);
    let app = app.restarted(&script);
    let swept = app.app.files.sweep().await.unwrap();
    assert_eq!(
        swept,
        SweepResult {
            half: 1,
            aside: 1,
            ..SweepResult::default()
        }
    );
    let lost = app.data.path().join("recordings/lost-and-found");
    assert_eq!(
        (files(&app).len(), std::fs::read_dir(lost).unwrap().count()),
        (2, 1)
    );
    assert_eq!(app.run_jobs().await, 1);
    let one = app
        .program(Who::Manager)
        .await
        .get(kept.location())
        .await
        .ok()
        .json();
    assert_eq!(one["state"], "ready");
}

/// The producer looks at the disk each time it is asked for more: nearly all it gave must have gone there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_upload_goes_to_the_disk_as_it_comes() {
    on_sqlite(async |db| {
        const CHUNK: usize = 256 * 1024;
        const SOUND: usize = 300 * 1024 * 1024;
        let app = TestApp::new(db).await;
        let manager = app.program(Who::Manager).await;
        let (kind, mut start, end) = Multipart::default().open("file", "long.wav");
        start.extend_from_slice(&wav_head(2, 48_000, SOUND as u32));
        let incoming = app.data.path().join("recordings/incoming");
        let chunk = bytes::Bytes::from(vec![0; CHUNK]);
        let sound = futures::stream::iter(0..SOUND / CHUNK).map(move |n| {
            let on_disk: u64 = std::fs::read_dir(&incoming)
                .unwrap()
                .map(|entry| entry.unwrap().metadata().unwrap().len())
                .sum();
            let ahead = (n * CHUNK) as u64 - on_disk.min((n * CHUNK) as u64);
            assert!(ahead <= 4 * 1024 * 1024, "{ahead} bytes are somewhere in memory");
            chunk.clone()
        });
        let parts = futures::stream::iter([bytes::Bytes::from(start)])
            .chain(sound)
            .chain(futures::stream::iter([bytes::Bytes::from(end)]))
            .map(Ok::<_, std::io::Error>);
        let answer = manager
            .send(
                Method::POST,
                "/api/v1/recordings",
                Some(&kind),
                Body::from_stream(parts),
            )
            .await;
        let id = id(&answer.expect(StatusCode::CREATED));
        let one = manager.get(&format!("/api/v1/recordings/{id}")).await.ok().json();
        assert_eq!(one["bytes"], SOUND + 44);
        assert_eq!(one["duration_ms"], SOUND as i64 * 1000 / (48_000 * 4));
    })
    .await;
}
