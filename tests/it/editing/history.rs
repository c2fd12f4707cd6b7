//! Every change is kept and can be taken back.

use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use salesbook::speech::{Speaker, Transcript};
use serde_json::json;

use super::{history, lines, prepared, show, talk, turn, write};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    every_change_is_kept_and_can_be_taken_back,
    naming_a_speaker_is_kept_too_and_undone_alone
);

async fn every_change_is_kept_and_can_be_taken_back(db: Db) {
    let app = TestApp::new(db).await;
    let id = prepared(&app).await;
    let manager = app.program(Who::Manager).await;
    let first = lines(&manager, &id).await;
    let restore = format!("/api/v1/recordings/{id}/transcript/restore");
    let read = turn(&manager, &id, "500-1").await["revision"].clone();
    let edited = write(&manager, &id, "500-1", "Добрый день, «Ярус»", &read).await["revision"].clone();
    let removed = write(&manager, &id, "6500-2", "", &read).await["revision"].clone();
    manager
        .json(Method::POST, &format!("/api/v1/recordings/{id}/swap"), &json!({}))
        .await
        .ok();
    let again = write(&manager, &id, "500-1", "Добрый вечер, «Ярус»", &edited).await["revision"].clone();

    let kept = history(&manager, &id).await;
    let kinds: Vec<&str> = kept["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["edited", "swapped", "removed", "edited"]);
    assert_eq!(
        (&kept["revision"], &kept["items"][0]["by"]),
        (&again, &json!("Анна Кузнецова"))
    );
    assert_eq!(
        kept["items"][2]["turns"],
        json!([{"turn": "6500-2", "before": {"speaker": "client", "text": "жду вас завтра"}, "after": null}])
    );
    let page = manager
        .get(&format!("/api/v1/recordings/{id}/transcript/history?limit=3"))
        .await
        .ok()
        .json();
    let rest = format!(
        "/api/v1/recordings/{id}/transcript/history?limit=3&after={}",
        page["next"].as_str().unwrap()
    );
    assert_eq!(
        manager.get(&rest).await.ok().json()["items"][0]["revision"],
        edited
    );

    // The removal alone: the turn is back on the side it is heard on now.
    manager
        .json(Method::POST, &restore, &json!({"revision": removed}))
        .await
        .ok();
    assert_eq!(
        lines(&manager, &id).await,
        [
            "client Добрый вечер, «Ярус»",
            "manager сколько стоит стела",
            "client сейчас посчитаю всё",
            "manager жду вас завтра"
        ]
    );
    manager
        .json(Method::POST, &restore, &json!({"revision": removed}))
        .await
        .problem(StatusCode::CONFLICT, "revision-nothing");
    let swap = kept["items"][1]["revision"].clone();
    manager
        .json(Method::POST, &restore, &json!({"revision": swap}))
        .await
        .problem(StatusCode::CONFLICT, "revision-swap");

    // All of it, by the page: the first text, the sides as they are now; and once more to take that back.
    let browser = app.sign_in(Who::Manager).await;
    let address = format!("/recordings/{id}/history");
    let fields = [("revision", edited.as_str().unwrap()), ("what", "all")];
    browser
        .post(&address, &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    let turned: Vec<String> = first
        .iter()
        .map(|line| match line.strip_prefix("manager") {
            Some(rest) => format!("client{rest}"),
            None => line.replacen("client", "manager", 1),
        })
        .collect();
    assert_eq!(lines(&manager, &id).await, turned);
    let page = browser.get(&address).await.ok();
    assert_eq!(
        page.all_words(".change-head strong"),
        [
            "Возвращено, как было",
            "Возвращено, как было",
            "Исправлена реплика",
            "Стороны поменялись местами",
            "Убрана реплика",
            "Исправлена реплика"
        ]
    );
    let last = page.attribute(".change [name=revision]", "value");
    browser
        .post(&address, &[("revision", &last), ("what", "one")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(lines(&manager, &id).await[0], "client Добрый вечер, «Ярус»");
    let said = browser
        .post(&address, &[("revision", &last), ("what", "one")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let flash = said.headers["set-cookie"].to_str().unwrap();
    assert!(flash.starts_with("flash=error-revision-nothing"), "{flash}");
    assert_eq!(
        app.sign_in(Who::Head)
            .await
            .get(&address)
            .await
            .ok()
            .all_words(".change")
            .len(),
        7
    );
}

async fn naming_a_speaker_is_kept_too_and_undone_alone(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 12).await.to_string();
    let mut mono = Transcript {
        channels: 1,
        ..talk()
    };
    for turn in &mut mono.segments {
        (turn.channel, turn.speaker) = (1, Speaker::Unknown);
    }
    show(&app.app, &id, &mono).await;
    let manager = app.program(Who::Manager).await;
    let name = format!("/api/v1/recordings/{id}/transcript/speaker");
    manager
        .json(
            Method::PUT,
            &name,
            &json!({"speaker": "client", "from_ms": 500, "to_ms": 2_500}),
        )
        .await
        .ok();
    // Saying the same again is no change.
    manager
        .json(Method::PUT, &name, &json!({"speaker": "client", "from_ms": 500}))
        .await
        .ok();
    let read = turn(&manager, &id, "500").await["revision"].clone();
    write(&manager, &id, "500", "Добрый день", &read).await;
    let kept = history(&manager, &id).await;
    assert_eq!(kept["items"].as_array().unwrap().len(), 2);
    assert_eq!(kept["items"][1]["turns"].as_array().unwrap().len(), 2);
    let page = app
        .sign_in(Who::Head)
        .await
        .get(&format!("/recordings/{id}/history"))
        .await
        .ok();
    assert_eq!(
        (page.words(".turn-who del"), page.words(".turn-who ins")),
        ("Неизвестно, кто".to_owned(), "ООО «Технодвор»".to_owned())
    );
    let named = kept["items"][1]["revision"].clone();
    manager
        .json(
            Method::POST,
            &format!("/api/v1/recordings/{id}/transcript/restore"),
            &json!({"revision": named}),
        )
        .await
        .ok();
    assert_eq!(
        lines(&manager, &id).await[..2],
        ["unknown Добрый день", "unknown сколько стоит стела"]
    );
}
