//! Who sees the plan.

use axum::http::StatusCode;
use salesbook::db::Db;

use super::{calls, draw, plan, set, week};
use crate::support::app::{START, TestApp, Who};
use crate::support::db::on_both;

on_both!(only_the_head_of_the_team_sees_and_changes_the_plan);

async fn only_the_head_of_the_team_sees_and_changes_the_plan(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let drawn = calls(&app, Who::Manager, START, 2).await;
    set(
        &head,
        &[
            ("calls", "1"),
            ("manager", app.id(Who::Outsider).as_str()),
            ("own", "9"),
        ],
    )
    .await;
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);
    let pick = plan(&app, Who::Head, week()).await.managers[0].picks[0].clone();
    let address = format!("/listening/picks/{}/replace", pick.id);
    let reason = [("reason", "bad-sound")];

    let other = app.sign_in(Who::OtherHead).await;
    assert!(
        other
            .get("/listening")
            .await
            .ok()
            .text()
            .contains("Плана пока нет"),
        "quotas are a team's own"
    );
    other.post(&address, &reason).await.expect(StatusCode::NOT_FOUND);
    set(&other, &[("calls", "1")]).await;
    draw(&app, &other).await.expect(StatusCode::SEE_OTHER);
    assert!(
        !other
            .get("/listening")
            .await
            .ok()
            .text()
            .contains("Анна Кузнецова")
    );
    assert_eq!(
        plan(&app, Who::OtherHead, week()).await.managers[0].wanted,
        1,
        "another head's number is not theirs"
    );

    for who in [Who::Manager, Who::Trainer, Who::Admin] {
        let browser = app.sign_in(who).await;
        for path in ["/listening", "/listening/quotas"] {
            browser.get(path).await.expect(StatusCode::FORBIDDEN);
        }
        browser
            .post(&address, &reason)
            .await
            .expect(StatusCode::FORBIDDEN);
        draw(&app, &browser).await.expect(StatusCode::FORBIDDEN);
        browser
            .post("/listening/quotas", &[("calls", "0")])
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    app.sign_in(Who::Stranger)
        .await
        .get("/listening")
        .await
        .expect(StatusCode::SEE_OTHER);

    // Nothing a manager can open tells which call was drawn.
    let anna = app.sign_in(Who::Manager).await;
    let mut pages = vec![
        "/".to_owned(),
        "/recordings".to_owned(),
        "/evaluations".to_owned(),
    ];
    pages.extend(drawn.iter().map(|it| format!("/recordings/{it}")));
    for path in pages {
        let page = anna.get(&path).await.ok().text();
        assert!(
            !page.contains("/listening") && !page.contains("случайный"),
            "{path}"
        );
    }
}
