//! The manager speaks first.

use axum::http::StatusCode;
use salesbook::db::Db;
use serde_json::{Value, json};

use super::{begin, call, publish};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(a_manager_speaks_first_and_then_sees_the_score);

async fn a_manager_speaks_first_and_then_sees_the_score(db: Db) {
    let app = TestApp::new(db).await;
    let recording = call(&app, Who::Manager, "ООО «Сад-Механика»").await;
    let head = app.sign_in(Who::Head).await;
    let manager = app.sign_in(Who::Manager).await;
    let draft = begin(&head, &recording).await;
    manager
        .get(&format!("/evaluations/{draft}"))
        .await
        .expect(StatusCode::NOT_FOUND);
    let id = publish(&head, &recording).await;
    assert_eq!(id, draft);
    let path = format!("/evaluations/{id}");

    let ask = manager.get(&path).await.ok();
    assert_eq!(ask.words("h1"), "Сначала ваше мнение");
    let list = manager.get("/evaluations").await.ok();
    for page in [&ask, &list] {
        for secret in ["62,00", "Отпустил сразу", "46,5"] {
            assert!(!page.text().contains(secret), "{secret} is shown too early");
        }
    }
    let program = app.program(Who::Manager).await;
    let body = program
        .get(&format!("/api/v1/evaluations/{id}"))
        .await
        .ok()
        .json();
    assert_eq!(body["opinion_needed"], true);
    assert_eq!((&body["total"], &body["answers"]), (&Value::Null, &json!({})));
    let body = program.get("/api/v1/evaluations").await.ok().json();
    assert_eq!(body["items"][0]["total"], Value::Null);
    let body = program
        .get(&format!("/api/v1/recordings/{recording}/moments"))
        .await
        .ok()
        .json();
    assert_eq!(body["items"], json!([]));

    let empty = manager
        .post(
            &format!("{path}/opinion"),
            &[("pluses", "Узнал срок"), ("minuses", " ")],
        )
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Назовите хотя бы один минус"));
    assert!(empty.text().contains("Узнал срок"), "what was entered stays");
    manager
        .post(
            &format!("{path}/opinion"),
            &[("pluses", "Узнал срок"), ("minuses", "Не назначил дату")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    // The first word counts.
    manager
        .post(
            &format!("{path}/opinion"),
            &[("pluses", "Всё"), ("minuses", "Ничего")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    for browser in [&manager, &head] {
        let page = browser.get(&path).await.ok();
        assert_eq!(page.words(".total-num"), "62,00");
        assert!(page.text().contains("Не назначил дату"));
        assert!(page.text().contains("Срок узнал, до даты не довёл."));
    }
    assert!(manager.get("/evaluations").await.ok().text().contains("62,00"));

    // Nobody else.
    for (who, status) in [
        (Who::Colleague, StatusCode::NOT_FOUND),
        (Who::OtherHead, StatusCode::NOT_FOUND),
        (Who::Trainer, StatusCode::FORBIDDEN),
        (Who::Admin, StatusCode::FORBIDDEN),
    ] {
        let browser = app.sign_in(who).await;
        browser.get(&path).await.expect(status);
        let answer = browser
            .post(&format!("/recordings/{recording}/evaluate"), &[])
            .await;
        let wanted = if who == Who::OtherHead {
            StatusCode::NOT_FOUND
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(answer.status, wanted, "{who:?}");
    }
    let answer = head
        .post(&format!("{path}/opinion"), &[("pluses", "a"), ("minuses", "b")])
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}
