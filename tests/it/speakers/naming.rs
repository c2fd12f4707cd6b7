//! Turns of a mono call are named by people.

use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use serde_json::json;

use super::{mono_talk, show, take_in};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::mono_call;

on_both!(who_speaks_in_a_mono_call_is_said_by_people_and_kept);

async fn who_speaks_in_a_mono_call_is_said_by_people_and_kept(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.program(Who::Manager).await;
    let id = take_in(&manager, "mono.wav", &mono_call(12), &[("client", "Литмаш")]).await;
    app.run_jobs().await;
    show(&app.app, &id, &mono_talk()).await;
    let browser = app.sign_in(Who::Manager).await;
    let path = format!("/recordings/{id}");
    let page = browser.get(&path).await.ok();
    assert!(page.all_words(".turn-who").is_empty());
    assert_eq!(
        page.all_words(".turn-naming button"),
        ["Анна", "Литмаш", "?"].repeat(5)
    );
    let button = page.attribute(".turn:nth-of-type(1) .turn-naming button", "value");
    assert_eq!(button, "manager 500 500 unknown");

    let form = format!("{path}/speakers");
    let to = browser
        .post(&form, &[("turns", &button)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(to.location(), format!("{path}#t-500"));
    browser
        .post(&form, &[("turns", "client 2500 6500")])
        .await
        .expect(StatusCode::SEE_OTHER);
    browser
        .post(&form, &[("turns", "unknown 4500")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let api = format!("/api/v1/recordings/{id}/transcript/speaker");
    let named = manager
        .json(
            Method::PUT,
            &api,
            &json!({"speaker": "manager", "from_ms": 8_500}),
        )
        .await;
    assert_eq!(named.ok().json()["turns"], 1);

    let page = browser.get(&path).await.ok();
    assert_eq!(page.all_words(".turn-who"), ["Анна", "Литмаш", "Литмаш", "Анна"]);
    let text = browser.get(&format!("{path}/transcript/text")).await.ok().text();
    let lines: Vec<&str> = text
        .lines()
        .map(|line| &line[..line.find("слово").unwrap()])
        .collect();
    assert_eq!(
        lines,
        [
            "[00:00:00] Анна Кузнецова: ",
            "[00:00:02] Литмаш: ",
            "[00:00:04] ",
            "[00:00:06] Литмаш: ",
            "[00:00:08] Анна Кузнецова: "
        ]
    );
    let vtt = browser.get(&format!("{path}/transcript/vtt")).await.ok().text();
    assert_eq!(
        (
            vtt.matches("<v Анна Кузнецова>").count(),
            vtt.matches("<v Литмаш>").count()
        ),
        (2, 2)
    );
    // The facts' form has a side too; it is nothing to a call without sides.
    browser
        .post(&path, &[("manager_channel", "2"), ("client", "Литмаш")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(browser.get(&path).await.ok().all_words(".turn-who").len(), 4);
    assert_eq!(
        browser.get(&format!("{path}/transcript/text")).await.ok().text(),
        text
    );

    for (turns, status) in [
        ("", StatusCode::UNPROCESSABLE_ENTITY),
        ("boss 500", StatusCode::UNPROCESSABLE_ENTITY),
        ("client x", StatusCode::UNPROCESSABLE_ENTITY),
        ("client 501", StatusCode::NOT_FOUND),
    ] {
        browser.post(&form, &[("turns", turns)]).await.expect(status);
    }
    let colleague = app.program(Who::Colleague).await;
    colleague
        .json(Method::PUT, &api, &json!({"speaker": "client", "from_ms": 500}))
        .await
        .expect(StatusCode::NOT_FOUND);
    assert_eq!(
        browser.get(&format!("{path}/transcript/text")).await.ok().text(),
        text
    );

    // With sides, the channels say who speaks; without a text, nobody does.
    let stereo = app.recording(Who::Manager, 9).await;
    let api = format!("/api/v1/recordings/{stereo}/transcript/speaker");
    manager
        .json(
            Method::PUT,
            &api,
            &json!({"speaker": "client", "from_ms": 0, "to_ms": 90_000}),
        )
        .await
        .problem(StatusCode::CONFLICT, "transcript-has-sides");
    let new = take_in(&manager, "new.wav", &mono_call(15), &[]).await;
    let api = format!("/api/v1/recordings/{new}/transcript/speaker");
    manager
        .json(Method::PUT, &api, &json!({"speaker": "client", "from_ms": 0}))
        .await
        .problem(StatusCode::NOT_FOUND, "transcript-not-found");
}
