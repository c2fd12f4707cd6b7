//! Getting in: the first administrator, one-time links, the throttle, sessions and tokens.

use axum::http::{Method, StatusCode, header};
use salesbook::config::{Config, Sources};
use salesbook::db::Db;
use salesbook::id::Randomness;
use salesbook::time::FixedClock;
use serde_json::json;

use crate::support::app::{PASSWORD, START, TestApp, Who};
use crate::support::db::on_both;

/// The secret behind the `#` of a link.
fn secret_of(link: &str) -> &str {
    let (page, secret) = link
        .split_once("/invitation#")
        .expect("the secret stands in the fragment");
    assert!(!page.contains(secret));
    secret
}

on_both!(
    the_first_administrator_comes_by_a_link_that_works_once,
    guessing_is_slowed_down_and_forgotten_in_time,
    an_unknown_name_and_a_wrong_password_sound_the_same,
    a_session_ends_by_sign_out_by_idleness_and_by_leaving,
    a_token_is_shown_once_works_and_can_be_revoked,
    a_request_from_another_site_is_refused,
    one_language_is_kept_for_the_next_visit
);

async fn the_first_administrator_comes_by_a_link_that_works_once(db: Db) {
    let data = tempfile::tempdir().unwrap();
    let sources = Sources::default()
        .with_flag("data", data.path().to_str().unwrap())
        .with_flag("library", concat!(env!("CARGO_MANIFEST_DIR"), "/scripts-library"));
    let clock = std::sync::Arc::new(FixedClock::at(START));
    let config = Config::load(&sources).unwrap();
    let app = salesbook::app::App::assemble(config, db, clock, Randomness::seeded(3)).unwrap();
    let link = app
        .auth
        .invite_first_admin()
        .await
        .unwrap()
        .expect("nobody is there yet");
    let browser = TestApp::stranger_of(&app);
    let secret = secret_of(&link);
    browser.get("/invitation").await.ok();
    browser.post("/invitation", &[("link", &link)]).await.ok();
    let weak = browser
        .post(
            "/invitation",
            &[
                ("link", secret),
                ("name", "Ирина Белова"),
                ("login", "Admin Name"),
                ("password", "короткий"),
            ],
        )
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .text();
    assert!(
        weak.contains("Ирина Белова") && weak.contains("Admin Name"),
        "what was entered is kept: {weak}"
    );
    let welcomed = browser
        .post(
            "/invitation",
            &[
                ("link", secret),
                ("name", "Ирина Белова"),
                ("login", "Admin"),
                ("password", "стойка балка ярус"),
            ],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    let cookie = welcomed.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    browser
        .post("/invitation", &[("link", secret)])
        .await
        .expect(StatusCode::NOT_FOUND);
    assert!(app.auth.invite_first_admin().await.unwrap().is_none());
    let inside = browser.with_header("cookie", cookie.split(';').next().unwrap());
    inside.get("/people").await.ok();
}

async fn guessing_is_slowed_down_and_forgotten_in_time(db: Db) {
    let app = TestApp::new(db).await;
    let browser = app.sign_in(Who::Stranger).await;
    let guess = [("login", "m.sokolova"), ("password", "не тот пароль")];
    for _ in 0..5 {
        let said = browser
            .post("/sign-in", &guess)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY)
            .text();
        assert!(said.contains("m.sokolova"), "the name is kept");
    }
    browser
        .post("/sign-in", &guess)
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
    app.clock.advance(3000);
    app.sign_in(Who::Head).await.get("/people").await.ok();
}

async fn an_unknown_name_and_a_wrong_password_sound_the_same(db: Db) {
    let app = TestApp::new(db).await;
    let browser = app.sign_in(Who::Stranger).await;
    let said = |text: String| {
        text.split("role=\"alert\"")
            .nth(1)
            .unwrap()
            .split("</p>")
            .next()
            .unwrap()
            .to_owned()
    };
    let unknown = browser
        .post("/sign-in", &[("login", "nobody"), ("password", "x")])
        .await
        .text();
    let wrong = browser
        .post("/sign-in", &[("login", "admin"), ("password", "x")])
        .await
        .text();
    assert_eq!(said(unknown), said(wrong));
}

async fn a_session_ends_by_sign_out_by_idleness_and_by_leaving(db: Db) {
    let app = TestApp::new(db).await;
    let one = app.sign_in(Who::Manager).await;
    let other = app.sign_in(Who::Manager).await;
    one.post("/sign-out", &[]).await.expect(StatusCode::SEE_OTHER);
    one.get("/profile").await.expect(StatusCode::SEE_OTHER);
    other.get("/profile").await.ok();
    app.clock.advance(15 * 24 * 60 * 60 * 1000);
    other.get("/profile").await.expect(StatusCode::SEE_OTHER);
    let third = app.sign_in(Who::Manager).await;
    let admin = app.sign_in(Who::Admin).await;
    let path = format!("/people/{}", app.id(Who::Manager));
    let team = app.person(Who::Manager).team_id.clone().unwrap();
    let fields = [
        ("name", "Анна Кузнецова"),
        ("role", "manager"),
        ("team", team.as_str()),
    ];
    admin.post(&path, &fields).await.expect(StatusCode::SEE_OTHER);
    third.get("/profile").await.expect(StatusCode::SEE_OTHER);
}

async fn a_token_is_shown_once_works_and_can_be_revoked(db: Db) {
    let app = TestApp::new(db).await;
    let browser = app.sign_in(Who::Head).await;
    let made = browser
        .json(
            Method::POST,
            "/api/v1/tokens",
            &json!({"name": "telephony", "scopes": ["people:read"], "password": PASSWORD}),
        )
        .await
        .expect(StatusCode::CREATED)
        .json();
    let secret = made["token"].as_str().unwrap();
    let program = app
        .sign_in(Who::Stranger)
        .await
        .with_header("authorization", &format!("Bearer {secret}"));
    assert_eq!(program.get("/api/v1/me").await.ok().json()["login"], "m.sokolova");
    assert!(!browser.get("/profile").await.ok().text().contains(secret));
    let id = made["id"].as_str().unwrap();
    browser
        .post(&format!("/profile/tokens/{id}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    program
        .get("/api/v1/me")
        .await
        .problem(StatusCode::UNAUTHORIZED, "sign-in-needed");
    let nameless = browser
        .json(
            Method::POST,
            "/api/v1/tokens",
            &json!({"name": " ", "days": 366, "password": PASSWORD}),
        )
        .await;
    let problem = nameless.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-input");
    let codes: Vec<&str> = (0..3)
        .map(|n| problem["fields"][n]["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["token-name", "token-scopes", "token-days"]);
}

async fn a_request_from_another_site_is_refused(db: Db) {
    let app = TestApp::new(db).await;
    let admin = app
        .sign_in(Who::Admin)
        .await
        .with_header("sec-fetch-site", "cross-site");
    let refused = admin
        .post("/teams", &[("name", "Чужие")])
        .await
        .expect(StatusCode::FORBIDDEN);
    assert!(refused.headers.contains_key("content-security-policy"));
    app.sign_in(Who::Admin)
        .await
        .post("/teams", &[("name", "Свои")])
        .await
        .expect(StatusCode::SEE_OTHER);
}

async fn one_language_is_kept_for_the_next_visit(db: Db) {
    let app = TestApp::new(db).await;
    let browser = app.sign_in(Who::Trainer).await;
    browser
        .post("/language", &[("locale", "en"), ("back", "/profile")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(browser.get("/profile").await.ok().text().contains("lang=\"en\""));
}
