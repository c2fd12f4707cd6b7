//! What a token opens, and when it ends.

use axum::http::{Method, StatusCode};
use salesbook::app::App;
use salesbook::auth::ForTokens;
use salesbook::db::Db;
use serde_json::json;

use super::{program, token_works};
use crate::support::app::{PASSWORD, TestApp, Who};
use crate::support::db::on_both;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

on_both!(
    a_token_does_not_rise_with_a_promotion,
    a_token_opens_what_its_scopes_name_and_its_owner_may,
    a_token_makes_no_tokens_and_touches_no_passwords_or_people,
    a_token_ends_by_itself_and_says_when_it_was_used,
    the_form_for_a_token_keeps_what_was_entered,
    the_administrator_sees_and_ends_everybodys_tokens,
    tokens_from_before_keep_everything_and_get_an_end
);

async fn a_token_does_not_rise_with_a_promotion(db: Db) {
    let app = TestApp::new(db).await;
    let token = program(
        &app,
        Who::Manager,
        &["people:read", "glossary:read", "recordings:read"],
    )
    .await;
    token.get("/api/v1/recordings").await.ok();
    // A promotion by whatever way, even one that forgets the tokens.
    let mut tx = app.app.db.write().await.unwrap();
    tx.query("UPDATE people SET role = 'head' WHERE id = $1")
        .bind(app.id(Who::Manager))
        .execute_exactly(1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for path in ["/api/v1/people", "/api/v1/glossary", "/api/v1/recordings"] {
        token
            .get(path)
            .await
            .problem(StatusCode::UNAUTHORIZED, "sign-in-needed");
    }
}

async fn a_token_opens_what_its_scopes_name_and_its_owner_may(db: Db) {
    let app = TestApp::new(db).await;
    let reader = program(&app, Who::Head, &["recordings:read"]).await;
    reader.get("/api/v1/recordings").await.ok();
    reader.get("/api/v1/me").await.ok();
    let problem = reader
        .get("/api/v1/people")
        .await
        .problem(StatusCode::FORBIDDEN, "token-scope");
    assert_eq!(problem["values"]["scope"], "people:read");
    let recording = format!("/api/v1/recordings/{}", app.recording(Who::Manager, 9).await);
    reader
        .send(Method::DELETE, &recording, None, axum::body::Body::empty())
        .await
        .problem(StatusCode::FORBIDDEN, "token-scope");
    let writer = program(&app, Who::Head, &["recordings:write"]).await;
    writer
        .get(&recording)
        .await
        .problem(StatusCode::FORBIDDEN, "token-scope");
    writer
        .send(Method::DELETE, &recording, None, axum::body::Body::empty())
        .await
        .expect(StatusCode::NO_CONTENT);
    // Scopes give nothing that the owner may not do.
    let everything = app.program(Who::Trainer).await;
    everything
        .get("/api/v1/recordings")
        .await
        .problem(StatusCode::FORBIDDEN, "forbidden");
    let numbers = program(&app, Who::Admin, &["metrics:read"]).await;
    numbers.get("/metrics").await.ok();
    reader.get("/metrics").await.expect(StatusCode::FORBIDDEN);
}

async fn a_token_makes_no_tokens_and_touches_no_passwords_or_people(db: Db) {
    let app = TestApp::new(db).await;
    let token = app.program(Who::Admin).await;
    token
        .json(
            Method::POST,
            "/api/v1/tokens",
            &json!({"name": "more", "scopes": ["people:read"]}),
        )
        .await
        .problem(StatusCode::FORBIDDEN, "token-refused");
    let person = app.id(Who::Manager);
    for path in [
        "/profile/password".to_owned(),
        "/profile/tokens".to_owned(),
        "/people".to_owned(),
        format!("/people/{person}"),
        format!("/people/{person}/invitation"),
        "/teams".to_owned(),
        "/sign-out".to_owned(),
    ] {
        token
            .post(&path, &[("name", "x")])
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    for path in ["/profile", "/people", "/people/tokens", "/"] {
        token.get(path).await.expect(StatusCode::FORBIDDEN);
    }
    // On a page for everybody it is nobody.
    token
        .post("/language", &[("locale", "en"), ("back", "/")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let admin = app.sign_in(Who::Admin).await;
    assert!(
        admin.get("/profile").await.ok().text().contains("lang=\"ru\""),
        "a token changes no language"
    );
}

#[test]
fn every_route_of_the_api_says_which_tokens_it_lets_in() {
    for route in App::route_table() {
        let is_api = route.path.starts_with("/api/v1/");
        let expected = match route.path.as_str() {
            "/api/v1/tokens" | "/api/v1/openapi.json" | "/api/v1/drafts" | "/api/v1/drafts/{id}" => {
                ForTokens::Refused
            }
            "/api/v1/me" => ForTokens::Any,
            _ if is_api => {
                assert!(
                    matches!(route.tokens, ForTokens::With(_)),
                    "{} {} lets no token in",
                    route.method,
                    route.path
                );
                continue;
            }
            "/metrics" => continue,
            _ => ForTokens::Refused,
        };
        assert_eq!(route.tokens, expected, "{} {}", route.method, route.path);
    }
}

async fn a_token_ends_by_itself_and_says_when_it_was_used(db: Db) {
    let app = TestApp::new(db).await;
    let browser = app.sign_in(Who::Head).await;
    let fields = [
        ("name", "выгрузка"),
        ("scope", "recordings:read"),
        ("scope", "plans:read"),
        ("days", "30"),
        ("password", PASSWORD),
    ];
    let made = browser.post("/profile/tokens", &fields).await.ok();
    let program = TestApp::stranger_of(&app.app)
        .with_header("authorization", &format!("Bearer {}", made.words("#secret")));
    let row = made.words(".token-row");
    assert!(
        row.contains("Записи: слушать и читать")
            && row.contains("Планы")
            && row.contains("ещё не использован"),
        "{row}"
    );
    assert!(row.contains("действует до 23 декабря"), "{row}");
    assert!(token_works(&program).await);
    app.app.auth.write_visits().await.unwrap();
    let row = browser.get("/profile").await.ok().words(".token-row");
    assert!(row.contains("последний запрос"), "{row}");
    app.clock.advance(30 * DAY_MS);
    assert!(!token_works(&program).await);
    // Its owner still sees what became of it.
    let later = app.sign_in(Who::Head).await;
    let row = later.get("/profile").await.ok().words(".token-row");
    assert!(row.contains("истёк 23 декабря"), "{row}");
    app.app.auth.sweep().await.unwrap();
    assert_eq!(later.get("/profile").await.ok().all_words(".token-row").len(), 1);
    app.clock.advance(31 * DAY_MS);
    app.app.auth.sweep().await.unwrap();
    assert!(
        app.sign_in(Who::Head)
            .await
            .get("/profile")
            .await
            .ok()
            .all_words(".token-row")
            .is_empty()
    );
}

async fn the_form_for_a_token_keeps_what_was_entered(db: Db) {
    let app = TestApp::with_settings(db, &[("token_days", "120")]).await;
    let browser = app.sign_in(Who::Trainer).await;
    let page = browser.get("/profile").await.ok();
    let scopes = page.all_words(".token-scopes code");
    assert_eq!(
        scopes,
        [
            "playbook:read",
            "glossary:read",
            "glossary:write",
            "evaluations:read",
            "people:read"
        ],
        "what a trainer's token can do"
    );
    assert_eq!(
        page.all_words("#days option"),
        ["7 дней", "30 дней", "90 дней", "120 дней"]
    );
    assert_eq!(page.words("#days option[selected]"), "90 дней");
    let none = [("name", "обмен"), ("days", "30"), ("password", PASSWORD)];
    let page = browser
        .post("/profile/tokens", &none)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.attribute("#name", "value"), "обмен");
    assert_eq!(page.words("#scopes-error"), "Отметьте, что можно с этим ключом.");
    let long = [
        ("name", "обмен"),
        ("scope", "glossary:read"),
        ("days", "365"),
        ("password", PASSWORD),
    ];
    let page = browser
        .post("/profile/tokens", &long)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        page.attribute("input[checked][name=scope]", "value"),
        "glossary:read"
    );
    assert!(page.words("#days-error").contains("token_days"));
}

async fn the_administrator_sees_and_ends_everybodys_tokens(db: Db) {
    let app = TestApp::new(db).await;
    let token = program(&app, Who::Manager, &["recordings:write"]).await;
    let _ = program(&app, Who::Head, &["people:read"]).await;
    let admin = app.sign_in(Who::Admin).await;
    let rows = admin.get("/people/tokens").await.ok().all_words(".token-row");
    assert_eq!(rows.len(), 2);
    assert!(
        rows[0].contains("Анна Кузнецова") && rows[0].contains("telephony") && rows[0].contains("загружать"),
        "{rows:?}"
    );
    let revoke = admin
        .get("/people/tokens")
        .await
        .ok()
        .attribute(".token-row form", "action");
    assert!(token_works(&token).await);
    admin.post(&revoke, &[]).await.expect(StatusCode::SEE_OTHER);
    assert!(!token_works(&token).await);
    admin.post(&revoke, &[]).await.expect(StatusCode::NOT_FOUND);
    assert_eq!(
        admin
            .get("/people/tokens")
            .await
            .ok()
            .all_words(".token-row")
            .len(),
        1
    );
    app.sign_in(Who::Head)
        .await
        .get("/people/tokens")
        .await
        .expect(StatusCode::FORBIDDEN);
}

async fn tokens_from_before_keep_everything_and_get_an_end(db: Db) {
    let app = TestApp::new(db).await;
    let token = app.program(Who::Head).await;
    let mut tx = app.app.db.write().await.unwrap();
    // As the migration leaves them.
    let old = "UPDATE api_tokens SET expires_at = NULL, from_before = $1";
    tx.query(old).bind(true).execute().await.unwrap();
    tx.commit().await.unwrap();
    assert!(token_works(&token).await);
    app.app.auth.end_old_tokens().await.unwrap();
    let page = app.sign_in(Who::Head).await.get("/profile").await.ok();
    assert!(
        page.words("#tokens .notice").contains("Замените"),
        "the owner is told"
    );
    token.get("/api/v1/people").await.ok();
    app.clock.advance(90 * DAY_MS);
    assert!(!token_works(&token).await);
}
