//! A score is read and acknowledged.

use axum::http::StatusCode;
use salesbook::db::Db;

use super::scored;
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(a_score_is_acknowledged_once);

async fn a_score_is_acknowledged_once(db: Db) {
    let app = TestApp::new(db).await;
    let (id, path) = scored(&app).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let act = format!("{path}/acknowledgement");
    manager
        .post(&act, &[("words", "Рано")])
        .await
        .expect(StatusCode::CONFLICT);
    manager
        .post(
            &format!("{path}/opinion"),
            &[("pluses", "Срок"), ("minuses", "Дата")],
        )
        .await;
    assert_eq!(
        manager.get("/").await.ok().words("#unacknowledged a"),
        "ООО «Сад-Механика»"
    );
    assert!(
        head.get("/evaluations?show=awaited")
            .await
            .ok()
            .text()
            .contains("Сад-Механика")
    );
    for (who, status) in [
        (Who::Head, StatusCode::FORBIDDEN),
        (Who::Colleague, StatusCode::NOT_FOUND),
        (Who::Admin, StatusCode::FORBIDDEN),
        (Who::Trainer, StatusCode::FORBIDDEN),
    ] {
        app.sign_in(who)
            .await
            .post(&act, &[("words", "")])
            .await
            .expect(status);
    }
    manager
        .post(&act, &[("words", &"а".repeat(2001))])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    manager
        .post(&act, &[("words", "Понял, дату назначу")])
        .await
        .expect(StatusCode::SEE_OTHER);
    manager
        .post(&act, &[("words", "Второе слово")])
        .await
        .expect(StatusCode::SEE_OTHER);
    for browser in [&manager, &head] {
        let page = browser.get(&path).await.ok();
        let said = page.words("#acknowledgement");
        assert!(
            said.contains("Анна Кузнецова") && said.contains("Понял, дату назначу"),
            "{said}"
        );
        assert!(page.all_words("#acknowledgement form").is_empty());
        assert!(
            page.words(".evaluation-history")
                .contains("Менеджер ознакомился с оценкой")
        );
    }
    assert!(
        manager
            .get("/")
            .await
            .ok()
            .all_words("#unacknowledged")
            .is_empty()
    );
    assert!(
        !head
            .get("/evaluations?show=awaited")
            .await
            .ok()
            .text()
            .contains("Сад-Механика")
    );
    let body = app
        .program(Who::Head)
        .await
        .get(&format!("/api/v1/evaluations/{id}"))
        .await
        .ok()
        .json();
    assert_eq!(body["acknowledgement"], "Понял, дату назначу");
    let list = app
        .program(Who::Head)
        .await
        .get("/api/v1/evaluations")
        .await
        .ok()
        .json();
    assert_eq!(list["items"][0]["acknowledged"], true);
}
