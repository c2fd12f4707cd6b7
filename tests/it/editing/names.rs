//! The parties are renamed once for all.

use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use serde_json::json;

use super::{encoded, prepared};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(parties_are_renamed_once_for_the_whole_recording);

async fn parties_are_renamed_once_for_the_whole_recording(db: Db) {
    let app = TestApp::new(db).await;
    let id = prepared(&app).await;
    let path = format!("/recordings/{id}");
    let api = format!("/api/v1/recordings/{id}");
    let manager = app.sign_in(Who::Manager).await;
    let program = app.program(Who::Manager).await;
    program.json(Method::PUT, &api, &json!({"client": "ООО «Технодвор»", "phone": "+7 495 120-44-18", "note": "важно", "tags": "цена"})).await.ok();
    let before = program.get(&api).await.ok().json();
    let page = manager.get(&path).await.ok();
    assert_eq!(
        page.words("#names summary"),
        "Говорят Анна Кузнецова ООО «Технодвор» изменить имена"
    );
    assert!(
        page.all_words("#names select").is_empty(),
        "a manager's calls are their own"
    );

    manager
        .post(&format!("{path}/names"), &[("client", " Литмаш ")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = manager.get(&path).await.ok();
    assert_eq!(page.all_words(".turn-who"), ["Анна", "Литмаш", "Анна", "Литмаш"]);
    assert_eq!(page.words("h1"), "Анна Кузнецова и Литмаш");
    for format in ["text", "srt", "vtt"] {
        let file = manager
            .get(&format!("{path}/transcript/{format}"))
            .await
            .ok()
            .text();
        assert!(
            file.contains("Литмаш") && file.contains("Анна Кузнецова"),
            "{file}"
        );
    }
    // Nothing else has changed, and the list finds it by the new name.
    let mut after = program.get(&api).await.ok().json();
    assert_eq!(after["client"], "Литмаш");
    assert_ne!(after["revision"], before["revision"]);
    for field in ["client", "revision"] {
        after[field] = before[field].clone();
    }
    assert_eq!(after, before);
    for (word, many) in [("литмаш", 1), ("технодвор", 0), ("749512044", 1)] {
        let found = program
            .get(&format!("/api/v1/recordings?q={}", encoded(word)))
            .await
            .ok()
            .json();
        assert_eq!(found["items"].as_array().unwrap().len(), many, "{word}");
    }

    let page = manager
        .post(&format!("{path}/names"), &[("client", &"я".repeat(121))])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.words(".field-error"), "Имя клиента длиннее 120 знаков.");
    // The head gives the call to another manager of the team, but to no one else.
    let head = app.program(Who::Head).await;
    let names = format!("{api}/names");
    let body = head
        .json(Method::PUT, &names, &json!({"manager": "n.zhukov"}))
        .await
        .ok()
        .json();
    assert_eq!(body, json!({"manager": "Никита Жуков", "client": "Литмаш"}));
    let refused = head
        .json(Method::PUT, &names, &json!({"manager": "s.orlova"}))
        .await;
    assert_eq!(
        refused.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-input")["fields"][0]["code"],
        "recording-manager"
    );
    program.get(&api).await.expect(StatusCode::NOT_FOUND);
    app.program(Who::Colleague)
        .await
        .json(Method::PUT, &names, &json!({"client": ""}))
        .await
        .ok();
    let text = head
        .get(&format!("{api}/transcript?format=text"))
        .await
        .ok()
        .text();
    assert!(text.contains("Клиент: сколько стоит стела"), "{text}");
}
