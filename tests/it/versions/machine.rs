//! Transcribed again by another model.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use salesbook::transcripts::hurry;
use serde_json::json;

use super::{shown, take_in, versions};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::{Script, call};

on_both!(
    another_model_makes_a_version_and_the_old_text_can_be_shown_again,
    what_cannot_be_wished_is_said_at_once,
    a_newer_wish_replaces_one_that_waits_and_never_one_that_runs
);

async fn another_model_makes_a_version_and_the_old_text_can_be_shown_again(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await;
    let (at, path) = (format!("/api/v1/recordings/{id}"), format!("/recordings/{id}"));
    let manager = app.program(Who::Manager).await;
    let browser = app.sign_in(Who::Manager).await;
    let page = browser.get(&path).await.ok();
    let offered = ["Как в настройках", "small", "tiny"];
    assert_eq!(page.all_words("#again-model option"), offered);
    assert_eq!(page.attribute("#again-language option[selected]", "value"), "ru");
    app.clock.advance(60_000);
    let form = [("language", "en"), ("model", "small")];
    browser
        .post(&format!("{path}/retry"), &form)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(app.run_jobs().await, 1);
    let all = versions(&manager, &at).await;
    assert_eq!(shown(&all), [true, false]);
    assert_eq!(
        (&all[0]["model"], &all[0]["language"]),
        (&json!("small"), &json!("en"))
    );
    assert_eq!(
        (&all[1]["model"], &all[1]["language"]),
        (&json!("script"), &json!("ru"))
    );
    assert_eq!(
        (&all[0]["origin"], &all[0]["edited"]),
        (&json!("machine"), &json!(false))
    );
    assert!(all[0]["imported_by"].is_null() && all[0]["x_realtime"].as_f64().unwrap() > 0.0);
    let text = manager.get(&format!("{at}/transcript")).await.ok().json();
    assert_eq!(text["engine"]["model"], "small");

    // The old one is read, saved and shown again; what the facts of the call say has not changed.
    let old = all[1]["id"].as_str().unwrap();
    let page = browser.get(&path).await.ok();
    assert_eq!(page.all_words(".versions-list form button").len(), 1);
    assert!(
        page.words(".talk-foot").starts_with("Модель small, "),
        "{}",
        page.words(".talk-foot")
    );
    assert!(page.words(".call-side .dl").contains("Русский"));
    let page = browser.get(&format!("{path}/transcripts/{old}")).await.ok();
    assert!(
        page.words("h1").starts_with("Расшифровка: 23"),
        "{}",
        page.words("h1")
    );
    assert!(
        page.words(".talk-foot").starts_with("Модель script, "),
        "{}",
        page.words(".talk-foot")
    );
    assert_eq!(page.all_words(".turn-naming").len(), 0);
    let json = browser
        .get(&format!("{path}/transcripts/{old}/json"))
        .await
        .ok()
        .json();
    assert_eq!(json["engine"]["model"], "script");
    browser
        .post(&format!("{path}/transcripts/{old}/show"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(shown(&versions(&manager, &at).await), [false, true]);
    browser
        .post(&format!("{path}/transcripts/{old}/show"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(shown(&versions(&manager, &at).await), [false, true]);
    let text = manager.get(&format!("{at}/transcript")).await.ok().json();
    assert_eq!(text["engine"]["model"], "script");
    let text = manager
        .get(&format!("{at}/transcripts/{}", all[0]["id"].as_str().unwrap()))
        .await
        .ok()
        .json();
    assert_eq!(text["engine"]["model"], "small");
}

async fn what_cannot_be_wished_is_said_at_once(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await;
    let at = format!("/api/v1/recordings/{id}");
    let manager = app.program(Who::Manager).await;
    let retry = format!("{at}/retry");
    let missing = manager
        .json(Method::POST, &retry, &json!({"model": "large"}))
        .await
        .problem(StatusCode::SERVICE_UNAVAILABLE, "model-missing");
    assert_eq!(missing["values"]["command"], "salesbook model fetch large");
    assert!(
        missing["title"]
            .as_str()
            .unwrap()
            .contains("salesbook model fetch large"),
        "{missing}"
    );
    let wrong = manager
        .json(
            Method::POST,
            &retry,
            &json!({"model": "../large", "language": "de"}),
        )
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-input");
    let fields: Vec<&str> = wrong["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["model", "language"]);
    manager
        .json(Method::POST, &retry, &json!([1]))
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-json");
    assert_eq!(app.run_jobs().await, 0);
    assert_eq!(versions(&manager, &at).await.len(), 1);
    // No body, an empty one that says it is JSON, and an empty object: as always.
    for kind in [None, Some("application/json")] {
        manager
            .send(Method::POST, &retry, kind, Body::empty())
            .await
            .expect(StatusCode::ACCEPTED);
        assert_eq!(app.run_jobs().await, 1);
    }
    manager
        .json(Method::POST, &retry, &json!({}))
        .await
        .expect(StatusCode::ACCEPTED);
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(versions(&manager, &at).await.len(), 4);
}

async fn a_newer_wish_replaces_one_that_waits_and_never_one_that_runs(db: Db) {
    let script = Script::default();
    let app = TestApp::with_speech(db, &[], &script).await;
    let manager = app.program(Who::Manager).await;
    let at = take_in(&manager, &call(9)).await;
    let retry = format!("{at}/retry");
    manager
        .json(Method::POST, &retry, &json!({"model": "tiny"}))
        .await
        .expect(StatusCode::ACCEPTED);
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(versions(&manager, &at).await[0]["model"], "tiny");

    // Gone between the wish and its turn: it waits for that model, and goes on with it.
    app.clock.advance(1_000);
    manager
        .json(Method::POST, &retry, &json!({"model": "small"}))
        .await
        .expect(StatusCode::ACCEPTED);
    script.missing(true);
    assert_eq!(app.run_jobs().await, 1);
    let one = manager.get(&at).await.ok().json();
    assert_eq!(
        (&one["state"], &one["error"]["code"]),
        (&json!("queued"), &json!("model-missing"))
    );
    assert!(
        one["error"]["title"]
            .as_str()
            .unwrap()
            .contains("salesbook model fetch small"),
        "{one}"
    );
    assert!(
        !app.app.parts.speech.is_missed(),
        "the usual model is not missing for that"
    );
    assert!(!app.app.parts.speech.has_come());
    script.missing(false);
    assert!(app.app.parts.speech.has_come());
    assert!(!app.app.parts.speech.has_come(), "said once");
    hurry(&app.app.core).await.unwrap();
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(versions(&manager, &at).await[0]["model"], "small");

    // What failed is begun again as it was wished.
    script.failing(true);
    app.clock.advance(1_000);
    manager
        .json(Method::POST, &retry, &json!({"model": "tiny"}))
        .await
        .expect(StatusCode::ACCEPTED);
    for _ in 0..4 {
        app.run_jobs().await;
        app.clock.advance(3_600_000);
    }
    assert_eq!(
        manager.get(&at).await.ok().json()["error"]["code"],
        "transcription-failed"
    );
    script.failing(false);
    manager
        .send(Method::POST, &retry, None, Body::empty())
        .await
        .expect(StatusCode::ACCEPTED);
    assert_eq!(app.run_jobs().await, 1);
    let all = versions(&manager, &at).await;
    assert_eq!((all.len(), &all[0]["model"]), (3, &json!("tiny")));

    script.held(true);
    app.clock.advance(1_000);
    manager
        .json(Method::POST, &retry, &json!({"model": ""}))
        .await
        .expect(StatusCode::ACCEPTED);
    let worker = app.app.worker();
    let work = tokio::spawn(async move { worker.drain().await });
    while manager.get(&at).await.ok().json()["state"] != "transcribing" {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    manager
        .json(Method::POST, &retry, &json!({"model": "small"}))
        .await
        .problem(StatusCode::CONFLICT, "job-not-idle");
    script.held(false);
    work.await.unwrap().unwrap();
    assert_eq!(versions(&manager, &at).await[0]["model"], "script");
}
