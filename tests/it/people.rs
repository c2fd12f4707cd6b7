//! Who gets in, and what each role sees of people.

use axum::http::StatusCode;
use salesbook::db::Db;

use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(the_cast_signs_in_and_sees_what_the_role_allows);

async fn the_cast_signs_in_and_sees_what_the_role_allows(db: Db) {
    let app = TestApp::new(db).await;
    for (who, status) in [
        (Who::Stranger, StatusCode::SEE_OTHER),
        (Who::Manager, StatusCode::FORBIDDEN),
        (Who::Trainer, StatusCode::FORBIDDEN),
        (Who::Head, StatusCode::OK),
        (Who::Admin, StatusCode::OK),
    ] {
        app.sign_in(who).await.get("/people").await.expect(status);
    }
    let head = app.sign_in(Who::Head).await.get("/people").await.ok().text();
    assert!(
        head.contains("Анна Кузнецова") && !head.contains("Светлана Орлова"),
        "{head}"
    );
    let me = app
        .program(Who::Manager)
        .await
        .get("/api/v1/me")
        .await
        .ok()
        .json();
    assert_eq!(me["login"], "a.kuznetsova");
}
