//! Until when an appeal can be made, and who sees it.

use axum::http::StatusCode;
use salesbook::db::Db;
use serde_json::{Value, json};

use super::{appeal, opened};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

on_both!(deadlines_are_kept, nobody_else_sees_an_appeal);

async fn deadlines_are_kept(db: Db) {
    let app = TestApp::new(db).await;
    let (_, path) = opened(&app).await;
    let manager = app.sign_in(Who::Manager).await;
    let place = appeal(&app, &manager, &path, "budget", "2").await;
    // Monday 23 November; three working days to decide, five to appeal.
    let head = app.sign_in(Who::Head).await;
    app.clock.advance(3 * DAY_MS);
    assert!(!head.get("/appeals").await.ok().text().contains("просрочена"));
    app.clock.advance(DAY_MS);
    assert!(
        head.get("/appeals")
            .await
            .ok()
            .words(".appeal")
            .contains("просрочена: до 26 ноября")
    );
    assert!(head.get("/").await.ok().words("#appeals").contains("просрочена"));
    app.clock.advance(3 * DAY_MS);
    manager.get(&format!("{path}/appeal?item=date")).await.ok();
    app.clock.advance(DAY_MS);
    manager
        .get(&format!("{path}/appeal?item=date"))
        .await
        .expect(StatusCode::CONFLICT);
    let late = manager
        .post(
            &format!("{path}/appeal"),
            &[("item", "date"), ("wished", "2"), ("reason", "Была")],
        )
        .await;
    assert!(
        late.expect(StatusCode::CONFLICT)
            .text()
            .contains("Срок для апелляций")
    );
    let page = manager.get(&path).await.ok();
    assert!(
        page.words("#appeals")
            .contains("Обжаловать можно было до 30 ноября")
            && page.all_words(".item-appeal-way").is_empty()
    );
    // What was lodged in time is decided all the same.
    head.post(
        &format!("{place}/decision"),
        &[("outcome", "accepted"), ("words", "Да")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
}

async fn nobody_else_sees_an_appeal(db: Db) {
    let app = TestApp::new(db).await;
    let (id, path) = opened(&app).await;
    let manager = app.sign_in(Who::Manager).await;
    let place = appeal(&app, &manager, &path, "budget", "2").await;
    for (who, status) in [
        (Who::Colleague, StatusCode::NOT_FOUND),
        (Who::OtherHead, StatusCode::NOT_FOUND),
        (Who::Trainer, StatusCode::FORBIDDEN),
        (Who::Admin, StatusCode::FORBIDDEN),
    ] {
        let browser = app.sign_in(who).await;
        browser.get(&place).await.expect(status);
        let program = app.program(who).await;
        program
            .get(&format!("/api/v1/evaluations/{id}/appeals"))
            .await
            .expect(status);
        let answer = browser
            .post(
                &format!("{place}/decision"),
                &[("outcome", "accepted"), ("words", "Да")],
            )
            .await;
        assert!(
            matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
            "{who:?}"
        );
        let answer = browser
            .post(
                &format!("{path}/appeal"),
                &[("item", "date"), ("wished", "2"), ("reason", "Была")],
            )
            .await;
        assert!(
            matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
            "{who:?}"
        );
        assert!(
            browser.get("/").await.ok().all_words("#appeals").is_empty(),
            "{who:?}"
        );
    }
    let list = app.sign_in(Who::OtherHead).await.get("/appeals").await.ok();
    assert_eq!(list.words(".empty strong"), "Апелляций нет");
    let body = app
        .program(Who::Head)
        .await
        .get(&format!("/api/v1/evaluations/{id}/appeals"))
        .await
        .ok()
        .json();
    assert_eq!(
        (&body["items"][0]["wished"], &body["items"][0]["mark_after"]),
        (&json!("2"), &Value::Null)
    );
}
