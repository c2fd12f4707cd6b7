//! Roles that need one, links and new passwords beside it, tokens.

use axum::http::{Method, StatusCode};
use salesbook::audit::Performer;
use salesbook::db::Db;
use serde_json::json;

use super::{connect, is_in, password, second};
use crate::support::app::{Browser, PASSWORD, TestApp, Who};
use crate::support::db::on_both;

const NEW: &str = "совсем другие четыре слова";

/// Both steps.
async fn enter(app: &TestApp, login: &str, code: &str) -> Browser {
    let (_, between) = password(app, login).await;
    let entered = second(&between, code).await.expect(StatusCode::SEE_OTHER);
    between.with_header("cookie", &entered.cookies())
}

on_both!(
    a_role_that_needs_one_is_led_there_and_finds_nothing_else,
    a_link_stands_for_the_password_alone_and_a_new_password_ends_the_half,
    a_token_for_programs_is_made_by_the_password
);

async fn a_role_that_needs_one_is_led_there_and_finds_nothing_else(db: Db) {
    let app = TestApp::with_settings(db, &[("second_factor_required", "admin, head")]).await;
    let head = app.sign_in(Who::Head).await;
    for path in ["/", "/profile", "/recordings", "/people"] {
        let led = head.get(path).await;
        assert_eq!(led.location(), "/second-factor", "{path}");
    }
    head.json(
        Method::POST,
        "/api/v1/tokens",
        &json!({"name": "t", "scopes": ["people:read"], "password": PASSWORD}),
    )
    .await
    .problem(StatusCode::FORBIDDEN, "second-factor-needed");
    head.get("/api/v1/people")
        .await
        .problem(StatusCode::FORBIDDEN, "second-factor-needed");
    head.post("/profile/password", &[("current", PASSWORD), ("new", NEW)])
        .await
        .expect(StatusCode::FORBIDDEN);
    head.get("/api/v1/me").await.ok();
    let page = head.get("/second-factor").await.ok();
    assert!(page.text().contains("второй шаг обязателен"));
    assert!(
        page.all_words(".nav-link").is_empty(),
        "no way that leads nowhere"
    );
    assert!(is_in(&app.sign_in(Who::Manager).await).await, "others need none");
    let phone = connect(&app, &head).await;
    head.get("/recordings").await.ok();
    assert!(is_in(&enter(&app, "m.sokolova", &phone.code()).await).await);
    // Taken away, it is needed again.
    head.post("/second-factor/app/remove", &[("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(head.get("/recordings").await.location(), "/second-factor");
    head.post("/sign-out", &[]).await.expect(StatusCode::SEE_OTHER);
}

async fn a_link_stands_for_the_password_alone_and_a_new_password_ends_the_half(db: Db) {
    let app = TestApp::new(db).await;
    let phone = connect(&app, &app.sign_in(Who::Head).await).await;
    let (_, between) = password(&app, "m.sokolova").await;
    let link = app
        .app
        .auth
        .invite(Performer::Shell, app.person(Who::Head))
        .await
        .unwrap();
    let guest = app.sign_in(Who::Stranger).await;
    let accepted = guest
        .post("/invitation", &[("link", &link), ("password", NEW)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(accepted.location(), "/sign-in/second?next=/");
    assert!(!accepted.cookies().contains("session="), "{}", accepted.cookies());
    // Who was between the steps with the old password starts again.
    assert_eq!(
        second(&between, &phone.code())
            .await
            .expect(StatusCode::SEE_OTHER)
            .location(),
        "/sign-in"
    );
    let guest = guest.with_header("cookie", &accepted.cookies());
    let entered = second(&guest, &phone.code()).await.expect(StatusCode::SEE_OTHER);
    assert!(is_in(&guest.with_header("cookie", &entered.cookies())).await);
}

async fn a_token_for_programs_is_made_by_the_password(db: Db) {
    let app = TestApp::new(db).await;
    let browser = app.sign_in(Who::Head).await;
    let fields = [("name", "обмен"), ("scope", "people:read"), ("days", "30")];
    let page = browser
        .post("/profile/tokens", &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.words("#token-password-error").contains("не ваш"));
    assert_eq!(page.attribute("#name", "value"), "обмен");
    let body = json!({"name": "обмен", "scopes": ["people:read"], "password": "не тот"});
    let refused = browser.json(Method::POST, "/api/v1/tokens", &body).await;
    let problem = refused.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-input");
    assert_eq!(problem["fields"][0]["code"], "password-wrong");
    let fields = [&fields[..], &[("password", PASSWORD)]].concat();
    browser.post("/profile/tokens", &fields).await.ok();
}
