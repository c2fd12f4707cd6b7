//! From a recording to its transcript: states, waiting for a model, stop, again, crash, and the real model.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use salesbook::jobs::policy::LEASE_MS;
use salesbook::speech::model;
use salesbook::transcripts::hurry;

use crate::support::app::{Browser, Multipart, TestApp, Who};
use crate::support::db::{on_both, on_sqlite};
use crate::support::speech::{Script, call};

/// A call that has come in; its address in the API.
async fn queued(app: &TestApp, bytes: &[u8]) -> (Browser, String) {
    let manager = app.program(Who::Manager).await;
    let form = Multipart::default().file("file", "call.wav", bytes);
    let created = manager
        .upload("/api/v1/recordings", form)
        .await
        .expect(StatusCode::CREATED);
    let at = created.location().to_owned();
    (manager, at)
}

async fn state(browser: &Browser, at: &str) -> (String, String) {
    let one = browser.get(at).await.ok().json();
    let code = one["error"]["code"].as_str().unwrap_or_default().to_owned();
    (one["state"].as_str().unwrap().to_owned(), code)
}

async fn until(browser: &Browser, at: &str, wanted: &str) {
    for _ in 0..500 {
        if state(browser, at).await.0 == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{at} never became {wanted}: {:?}", state(browser, at).await);
}

fn pair(state: &str, code: &str) -> (String, String) {
    (state.to_owned(), code.to_owned())
}

on_both!(
    a_call_becomes_turns,
    without_a_model_recordings_wait_and_go_on_by_themselves,
    a_broken_file_fails_with_its_reason_and_the_next_one_goes_on,
    a_recording_that_breaks_off_is_used_up_to_there,
    what_fails_is_tried_again_then_given_up_and_can_be_asked_for,
    a_running_transcription_can_be_stopped,
    after_a_crash_the_transcription_starts_again,
    before_its_text_a_call_is_not_called_silent
);

async fn a_call_becomes_turns(db: Db) {
    let app = TestApp::new(db).await;
    let (manager, at) = queued(&app, &call(14)).await;
    let early = manager.get(&format!("{at}/transcript")).await;
    early.problem(StatusCode::NOT_FOUND, "transcript-not-found");
    assert_eq!(app.run_jobs().await, 1);
    let one = manager.get(&at).await.ok().json();
    assert_eq!(one["state"], "ready");
    assert_eq!(one["job"]["progress"], 1.0);
    let text = manager
        .get(&format!("{at}/transcript?format=json"))
        .await
        .ok()
        .json();
    assert_eq!(text["language"], "ru");
    assert_eq!(text["duration_ms"], 14_000);
    assert_eq!(text["channels"], 2);
    assert_eq!(text["engine"]["model"], "script");
    let segments = text["segments"].as_array().unwrap();
    assert_eq!(segments[0]["speaker"], "manager");
    assert_eq!(segments[1]["speaker"], "client");
    assert_eq!(segments[1]["channel"], 2);
    assert!(segments[0]["words"][0]["p"].as_f64().unwrap() > 0.9);

    let lines = manager
        .get(&format!("{at}/transcript?format=text"))
        .await
        .ok()
        .text();
    assert!(
        lines.starts_with("[00:00:00] Анна Кузнецова: Добрый день,"),
        "{lines}"
    );
    let srt = manager.get(&format!("{at}/transcript?format=srt")).await.ok();
    assert!(srt.text().starts_with("1\n00:00:00,"), "{}", srt.text());
    let vtt = manager.get(&format!("{at}/transcript?format=vtt")).await.ok();
    assert_eq!(vtt.headers["content-type"], "text/vtt; charset=utf-8");
    let odd = manager.get(&format!("{at}/transcript?format=doc")).await;
    odd.problem(StatusCode::UNPROCESSABLE_ENTITY, "transcript-format");

    let page = app
        .sign_in(Who::Manager)
        .await
        .get(&at.replace("/api/v1", ""))
        .await
        .ok();
    assert_eq!(page.all_words(".turn-who"), ["Анна", "Клиент"]);
    assert!(
        page.words(".talk-foot").starts_with("Модель script, "),
        "{}",
        page.words(".talk-foot")
    );
    assert!(page.attribute("#wave-upper", "d").starts_with("M0.0 42v-"));
    assert_eq!(page.all_words(".turn-gap").len(), 0);
    assert!(!page.text().contains("data-refresh"));
}

async fn without_a_model_recordings_wait_and_go_on_by_themselves(db: Db) {
    let script = Script::default();
    script.missing(true);
    let app = TestApp::with_speech(db, &[], &script).await;
    let (manager, at) = queued(&app, &call(9)).await;
    app.run_jobs().await;
    assert_eq!(state(&manager, &at).await, pair("queued", "model-missing"));
    // Listening needs no model: length and waveform are there.
    let browser = app.sign_in(Who::Manager).await;
    let page = browser.get(&at.replace("/api/v1", "")).await.ok();
    assert!(
        page.words(".call-status").contains("salesbook model fetch base"),
        "{}",
        page.words(".call-status")
    );
    assert!(page.attribute("#wave-lower", "d").starts_with("M0.0 44v"));
    let list = browser.get("/recordings").await.ok();
    assert!(
        list.words(".notice").contains("Записи подождут"),
        "{}",
        list.words(".notice")
    );
    // Waiting costs no attempts, however long it takes.
    for _ in 0..6 {
        app.clock.advance(61_000);
        assert_eq!(app.run_jobs().await, 1);
    }
    script.missing(false);
    assert_eq!(app.run_jobs().await, 0);
    assert_eq!(hurry(&app.app.core).await.unwrap(), 1);
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(state(&manager, &at).await, pair("ready", ""));
}

async fn a_broken_file_fails_with_its_reason_and_the_next_one_goes_on(db: Db) {
    let script = Script::default();
    let app = TestApp::with_speech(db, &[], &script).await;
    let (manager, at) = queued(&app, &call(9)).await;
    let hash = manager.get(&at).await.ok().json()["sha256"]
        .as_str()
        .unwrap()
        .to_owned();
    // The disk has lost it meanwhile: a head that promises sound, and none behind it.
    std::fs::write(app.app.parts.blobs.path(&hash), &call(9)[..44]).unwrap();
    let (_, next) = queued(&app, &call(10)).await;
    assert_eq!(app.run_jobs().await, 2);
    let (broken, code) = state(&manager, &at).await;
    assert_eq!(broken, "failed");
    assert!(code.starts_with("audio-"), "{code}");
    assert_eq!(state(&manager, &next).await.0, "ready");
    let page = app
        .sign_in(Who::Manager)
        .await
        .get(&at.replace("/api/v1", ""))
        .await
        .ok();
    assert!(page.words(".call-status").contains(&format!("Код: {code}")));
    assert_eq!(page.words(".call-status button"), "Повторить");
}

async fn a_recording_that_breaks_off_is_used_up_to_there(db: Db) {
    let app = TestApp::new(db).await;
    let whole = call(20);
    let (manager, at) = queued(&app, &whole[..whole.len() / 2]).await;
    app.run_jobs().await;
    let one = manager.get(&at).await.ok().json();
    assert_eq!(one["state"], "ready");
    assert!(
        (9_900..=10_100).contains(&one["damaged_at_ms"].as_i64().unwrap()),
        "{one}"
    );
    let page = app
        .sign_in(Who::Manager)
        .await
        .get(&at.replace("/api/v1", ""))
        .await
        .ok();
    assert_eq!(
        page.words(".call-status .badge"),
        "Обрывается на 0:10, дальше нет звука"
    );
}

async fn what_fails_is_tried_again_then_given_up_and_can_be_asked_for(db: Db) {
    let script = Script::default();
    script.failing(true);
    let app = TestApp::with_speech(db, &[], &script).await;
    let (manager, at) = queued(&app, &call(9)).await;
    app.run_jobs().await;
    assert_eq!(state(&manager, &at).await, pair("queued", "transcription-failed"));
    for _ in 0..3 {
        app.clock.advance(3_600_000);
        app.run_jobs().await;
    }
    assert_eq!(state(&manager, &at).await, pair("failed", "transcription-failed"));
    script.failing(false);
    let browser = app.sign_in(Who::Manager).await;
    let path = at.replace("/api/v1", "");
    browser
        .post(&format!("{path}/retry"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(state(&manager, &at).await, pair("queued", ""));
    app.run_jobs().await;
    assert_eq!(state(&manager, &at).await, pair("ready", ""));

    // Once more on purpose; when that fails, the good transcript stays.
    manager
        .send(
            Method::POST,
            &format!("{at}/retry"),
            None,
            axum::body::Body::empty(),
        )
        .await
        .expect(StatusCode::ACCEPTED);
    assert_eq!(state(&manager, &at).await.0, "queued");
    script.failing(true);
    for _ in 0..4 {
        app.run_jobs().await;
        app.clock.advance(3_600_000);
    }
    assert_eq!(state(&manager, &at).await, pair("ready", "transcription-failed"));
    manager.get(&format!("{at}/transcript")).await.ok();
}

async fn a_running_transcription_can_be_stopped(db: Db) {
    let script = Script::default();
    script.held(true);
    let app = TestApp::with_speech(db, &[], &script).await;
    let (manager, at) = queued(&app, &call(9)).await;
    let worker = app.app.worker();
    let work = tokio::spawn(async move { worker.drain().await });
    until(&manager, &at, "transcribing").await;
    let browser = app.sign_in(Who::Manager).await;
    let path = at.replace("/api/v1", "");
    let page = browser.get(&path).await.ok();
    assert_eq!(page.attribute("#work", "data-refresh"), "2s");
    browser
        .post(&format!("{path}/cancel"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(state(&manager, &at).await, pair("failed", "recording-cancelled"));
    tokio::time::timeout(Duration::from_secs(10), work)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    assert_eq!(state(&manager, &at).await, pair("failed", "recording-cancelled"));
    let again = manager
        .send(
            Method::POST,
            &format!("{at}/cancel"),
            None,
            axum::body::Body::empty(),
        )
        .await;
    again.problem(StatusCode::CONFLICT, "job-over");
}

async fn after_a_crash_the_transcription_starts_again(db: Db) {
    let script = Script::default();
    script.held(true);
    let app = TestApp::with_speech(db, &[], &script).await;
    let (manager, at) = queued(&app, &call(9)).await;
    let worker = app.app.worker();
    let work = tokio::spawn(async move { worker.drain().await });
    until(&manager, &at, "transcribing").await;
    work.abort();
    let second = Script::default();
    let app = app.restarted(&second);
    let manager = app.program(Who::Manager).await;
    assert_eq!(app.run_jobs().await, 0);
    app.clock.advance(LEASE_MS + 1);
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(state(&manager, &at).await, pair("ready", ""));
    // The one that was given up for dead comes back and cannot write any more.
    script.held(false);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(state(&manager, &at).await, pair("ready", ""));
}

async fn before_its_text_a_call_is_not_called_silent(db: Db) {
    let app = TestApp::new(db).await;
    let (_, at) = queued(&app, &call(9)).await;
    let head = app.sign_in(Who::Head).await;
    let path = at.replace("/api/v1", "");
    let begun = head
        .post(&format!("{path}/evaluate"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = head.get(begun.location()).await.ok().text();
    assert!(
        page.contains("Текст появится здесь") && !page.contains("никто не говорит"),
        "{page}"
    );
}

/// The real model on a short stereo call.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_real_model_hears_a_greeting() {
    let models = model::models_dir(None).unwrap();
    model::find(&models, &"base".parse().unwrap()).expect("the speech model is there: `make test` brings it");
    on_sqlite(async |db| {
        let app = TestApp::with_real_speech(db, &[("models", models.to_str().unwrap())]).await;
        let greeting = include_bytes!("../fixtures/speech/greeting.opus");
        let (manager, at) = queued(&app, greeting).await;
        app.run_jobs().await;
        assert_eq!(state(&manager, &at).await, pair("ready", ""));
        let text = manager.get(&format!("{at}/transcript")).await.ok().json();
        let said = |speaker: &str| -> String {
            let segments = text["segments"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|it| it["speaker"] == speaker);
            segments
                .map(|it| it["text"].as_str().unwrap().to_lowercase())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(
            said("manager"),
            "добрый день! вы позвонили в компанию ярус. слушаю вас!"
        );
        assert_eq!(said("client"), "скажите, пожалуйста, сколько это стоит?");
        assert_eq!(text["engine"]["device"], "cpu");
    })
    .await;
}
