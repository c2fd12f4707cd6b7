//! What people are told of their own access, and what is said of a password while it is typed.

use axum::http::StatusCode;
use salesbook::db::Db;

use crate::support::app::{Browser, PASSWORD, TestApp, Who};
use crate::support::db::on_both;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// Signs in from a browser that nobody knows, at an address of its own.
async fn from_elsewhere(app: &TestApp, address: &str) -> Browser {
    let stranger = app
        .sign_in(Who::Stranger)
        .await
        .at(address)
        .with_header("user-agent", FIREFOX);
    let fields = [("login", "m.sokolova"), ("password", PASSWORD)];
    let entered = stranger
        .post("/sign-in", &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    stranger.with_header("cookie", &entered.cookies())
}

async fn told(browser: &Browser) -> Vec<String> {
    browser.get("/profile").await.ok().all_words(".access-notice li")
}

async fn read(browser: &Browser) {
    let last = browser
        .get("/profile")
        .await
        .ok()
        .attribute(".access-notice [name=last]", "value");
    let fields = [("last", last.as_str()), ("back", "/plans")];
    let done = browser
        .post("/profile/notices/read", &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(done.location(), "/plans");
}

on_both!(
    a_sign_in_from_a_new_browser_is_told_everywhere_else,
    whoever_came_in_cannot_hide_it,
    not_me_ends_all_others_and_leads_to_a_new_password,
    a_new_password_is_judged_on_any_keyboard_and_told_what_to_do
);

async fn a_sign_in_from_a_new_browser_is_told_everywhere_else(db: Db) {
    let app = TestApp::new(db).await;
    let office = app.sign_in(Who::Head).await;
    assert!(told(&office).await.is_empty(), "the first browser is no news");
    assert!(
        told(&app.sign_in(Who::Head).await).await.is_empty(),
        "nor is the same one again"
    );
    app.clock.advance(60_000);
    let stranger = from_elsewhere(&app, "203.0.113.7").await;
    let lines = told(&office).await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    for part in ["вход в новом браузере", "Firefox, Linux", "203.0.113.7", "14:01"] {
        assert!(lines[0].contains(part), "{part} in {}", lines[0]);
    }
    assert!(told(&stranger).await.is_empty(), "there it is no news");
    // A script's part of a page, the API and other people are left alone.
    assert!(
        office
            .fragment("rows")
            .get("/recordings")
            .await
            .all_words(".access-notice")
            .is_empty()
    );
    assert!(told(&app.sign_in(Who::OtherHead).await).await.is_empty());
    let log = app.sign_in(Who::Admin).await.get("/audit").await.ok().text();
    assert!(log.contains("Вход в новом браузере") && log.contains("203.0.113.7"));
    read(&office).await;
    assert!(told(&office).await.is_empty());
}

async fn whoever_came_in_cannot_hide_it(db: Db) {
    let app = TestApp::new(db).await;
    let office = app.sign_in(Who::Head).await;
    app.clock.advance(60_000);
    from_elsewhere(&app, "203.0.113.7").await;
    app.clock.advance(60_000);
    let second = from_elsewhere(&app, "203.0.113.8").await;
    assert_eq!(told(&second).await.len(), 1, "the first of the two");
    read(&second).await;
    assert!(told(&second).await.is_empty());
    assert_eq!(
        told(&office).await.len(),
        2,
        "where the person has always been it stays"
    );
    // Forged names of notices do nothing.
    second
        .post("/profile/notices/read", &[("last", "01K0ZC3QJ5V0T5N6V8W2M4X7RD")])
        .await
        .expect(StatusCode::SEE_OTHER);
    second
        .post("/profile/notices/read", &[("last", "x")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(told(&office).await.len(), 2);
}

async fn not_me_ends_all_others_and_leads_to_a_new_password(db: Db) {
    let app = TestApp::new(db).await;
    let office = app.sign_in(Who::Head).await;
    app.clock.advance(60_000);
    let thief = from_elsewhere(&app, "203.0.113.7").await;
    let answer = office
        .post("/profile/notices/not-me", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), "/profile#password-change");
    assert_eq!(thief.get("/profile").await.status, StatusCode::SEE_OTHER);
    office.get("/profile").await.ok();
    assert!(
        app.sign_in(Who::Admin)
            .await
            .get("/audit")
            .await
            .ok()
            .text()
            .contains("Чужой вход")
    );
    // What was told goes by itself after a season.
    app.clock.advance(91 * 24 * 60 * 60_000);
    app.app.auth.sweep().await.unwrap();
    let mut tx = app.app.db.read().await.unwrap();
    let left: i64 = tx
        .query("SELECT COUNT(*) FROM access_notices")
        .scalar()
        .await
        .unwrap();
    assert_eq!(left, 0);
}

async fn a_new_password_is_judged_on_any_keyboard_and_told_what_to_do(db: Db) {
    let app = TestApp::new(db).await;
    let browser = app.sign_in(Who::Head).await;
    for (weak, words) in [
        ("gfhjkm1234", "подберут первым"),
        ("пароль1234", "подберут первым"),
        ("марина соколова", "Имена"),
        ("любовьлюбовь", "Повторы"),
    ] {
        let page = browser
            .post("/profile/password", &[("current", PASSWORD), ("new", weak)])
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        let said = page.words("#new-error");
        assert!(said.contains(words), "{weak}: {said}");
    }
    let stranger = app.sign_in(Who::Stranger).await;
    let said = |typed: &'static str| {
        let stranger = stranger.clone();
        async move {
            stranger
                .post("/password/estimate", &[("password", typed), ("login", "petrov")])
                .await
                .ok()
                .json()
        }
    };
    assert_eq!(said("йцукен12345").await["tone"], "bad");
    assert_eq!(said("стойка балка ярус").await["tone"], "good");
    assert_eq!(said("коротко").await["words"], "");
    let english = stranger
        .clone()
        .with_header("accept-language", "en")
        .post("/password/estimate", &[("password", "qwertyuiop")])
        .await
        .ok()
        .json();
    assert!(
        english["words"]
            .as_str()
            .unwrap()
            .starts_with("Guessed within minutes."),
        "{english}"
    );
}
