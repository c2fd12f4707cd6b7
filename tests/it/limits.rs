//! What a person may bring: how much at once and in a day, how long a recording may be, how long a form may take.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use bytes::Bytes;
use futures::StreamExt as _;
use salesbook::app::App;
use salesbook::db::Db;

use crate::support::app::{Answer, Browser, Multipart, TestApp, Who};
use crate::support::db::{on_both, on_sqlite};
use crate::support::speech::{call, wav_head};

/// A wait that is only there so that a test on a build without the mend fails instead of standing still.
const FOR_EVER: Duration = Duration::from_mins(2);
const RATE: u32 = 8_000;

async fn upload(browser: &Browser, bytes: &[u8]) -> Answer {
    let form = Multipart::default().file("file", "call.wav", bytes);
    browser.upload("/api/v1/recordings", form).await
}

/// A request that says what kind of form it is, sends these bytes and then nothing, for ever.
async fn begin(browser: &Browser, path: &str, bytes: &[u8]) -> Answer {
    let (kind, body) = Multipart::default().file("file", "call.wav", bytes).finish();
    let body = http_body_util::BodyExt::collect(body).await.unwrap().to_bytes();
    // Without the end of the form.
    let begun = body.slice(..body.len() - 40);
    let pieces = futures::stream::iter([Ok::<_, std::io::Error>(begun)]).chain(futures::stream::pending());
    let sent = browser.send(Method::POST, path, Some(&kind), Body::from_stream(pieces));
    tokio::time::timeout(FOR_EVER, sent)
        .await
        .expect("no answer before the end of the file")
}

/// Mono, 16 bits, nothing to be heard; so many samples, of which each makes another file.
fn silence(samples: u32) -> Vec<u8> {
    let mut bytes = wav_head(1, RATE, samples * 2);
    bytes.resize(bytes.len() + samples as usize * 2, 0);
    bytes
}

#[test]
fn only_declared_routes_take_files() {
    let routes = App::route_table();
    let mut files: Vec<_> = routes
        .iter()
        .filter(|route| route.takes_files)
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    files.sort();
    assert_eq!(
        files,
        [
            "POST /api/v1/recordings",
            "POST /api/v1/recordings/{id}/transcripts",
            "POST /checklists/import",
            "POST /playbook/images",
            "POST /recordings",
            "POST /recordings/{id}/transcripts",
        ]
    );
}

on_both!(
    a_recording_may_be_as_long_as_the_setting_says_and_no_longer,
    a_recording_that_says_it_is_too_long_is_refused_before_it_has_arrived,
    a_day_has_so_many_megabytes,
    a_person_sends_so_many_files_at_once
);

async fn a_recording_may_be_as_long_as_the_setting_says_and_no_longer(db: Db) {
    let app = TestApp::with_settings(db, &[("recording_limit_minutes", "1")]).await;
    let manager = app.program(Who::Manager).await;
    upload(&manager, &silence(60 * RATE))
        .await
        .expect(StatusCode::CREATED);
    let answer = upload(&manager, &silence(60 * RATE + RATE / 1_000)).await;
    assert_eq!(
        answer.problem(StatusCode::PAYLOAD_TOO_LARGE, "audio-too-long")["values"]["minutes"],
        "1"
    );
}

async fn a_recording_that_says_it_is_too_long_is_refused_before_it_has_arrived(db: Db) {
    let app = TestApp::with_settings(db, &[("recording_limit_minutes", "1")]).await;
    let manager = app.program(Who::Manager).await;
    let two_minutes = silence(120 * RATE);
    let answer = begin(&manager, "/api/v1/recordings", &two_minutes[..100_000]).await;
    answer.problem(StatusCode::PAYLOAD_TOO_LARGE, "audio-too-long");
    // One that does not say it, as soon as it is.
    let mut unknown = two_minutes;
    unknown[40..44].fill(0xff);
    let answer = begin(
        &manager,
        "/api/v1/recordings",
        &unknown[..60 * RATE as usize * 2 + 200],
    )
    .await;
    answer.problem(StatusCode::PAYLOAD_TOO_LARGE, "audio-too-long");
    assert_eq!(
        std::fs::read_dir(app.data.path().join("recordings/incoming"))
            .unwrap()
            .count(),
        0
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_hours_are_taken_as_the_setting_promises() {
    on_sqlite(async |db| {
        let app = TestApp::new(db).await;
        let manager = app.program(Who::Manager).await;
        // What is missing of it does not matter here: its head is believed.
        let hours = |hours: u32| {
            let mut bytes = wav_head(1, RATE, hours * 3_600 * RATE * 2);
            bytes.resize(50_000 + hours as usize, 1);
            bytes
        };
        upload(&manager, &hours(4)).await.expect(StatusCode::CREATED);
        let answer = upload(&manager, &hours(5)).await;
        answer.problem(StatusCode::PAYLOAD_TOO_LARGE, "audio-too-long");
    })
    .await;
}

async fn a_day_has_so_many_megabytes(db: Db) {
    let app = TestApp::with_settings(db, &[("upload_day_mb", "1")]).await;
    let (manager, colleague) = (app.program(Who::Manager).await, app.program(Who::Colleague).await);
    let sound = |n: u32| silence(30 * RATE + n);
    for n in 0..2 {
        upload(&manager, &sound(n)).await.expect(StatusCode::CREATED);
    }
    let full = upload(&manager, &sound(2)).await;
    let problem = full.problem(StatusCode::TOO_MANY_REQUESTS, "recording-day-full");
    assert!(problem["title"].as_str().unwrap().contains("1 МБ"), "{problem}");
    assert_eq!(
        std::fs::read_dir(app.data.path().join("recordings/incoming"))
            .unwrap()
            .count(),
        0
    );
    // Everybody has a day of their own, and a new one after 24 hours.
    upload(&colleague, &sound(3)).await.expect(StatusCode::CREATED);
    app.clock.advance(24 * 3_600_000 + 1);
    upload(&manager, &sound(4)).await.expect(StatusCode::CREATED);
}

async fn a_person_sends_so_many_files_at_once(db: Db) {
    let app = TestApp::with_settings(db, &[("uploads_at_once", "1")]).await;
    let (manager, colleague) = (app.program(Who::Manager).await, app.program(Who::Colleague).await);
    let (more, piece) = futures::channel::mpsc::unbounded::<Result<Bytes, std::io::Error>>();
    let (kind, body) = Multipart::default().file("file", "call.wav", &call(3)).finish();
    let body = http_body_util::BodyExt::collect(body).await.unwrap().to_bytes();
    more.unbounded_send(Ok(body.slice(..1_000))).unwrap();
    let slow = manager.clone();
    let slow = tokio::spawn(async move {
        slow.send(
            Method::POST,
            "/api/v1/recordings",
            Some(&kind),
            Body::from_stream(piece),
        )
        .await
    });
    let incoming = app.data.path().join("recordings/incoming");
    while std::fs::read_dir(&incoming).unwrap().count() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let refused = upload(&manager, &call(4)).await;
    let problem = refused.problem(StatusCode::TOO_MANY_REQUESTS, "uploads-at-once");
    assert!(problem["title"].as_str().unwrap().contains("1 файл"), "{problem}");
    upload(&colleague, &call(5)).await.expect(StatusCode::CREATED);
    more.unbounded_send(Ok(body.slice(1_000..))).unwrap();
    drop(more);
    slow.await.unwrap().expect(StatusCode::CREATED);
    upload(&manager, &call(4)).await.expect(StatusCode::CREATED);
}
