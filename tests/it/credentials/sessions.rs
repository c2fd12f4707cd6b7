//! Sessions end with what they rest on.

use axum::http::{StatusCode, header};
use salesbook::audit::Performer;
use salesbook::auth::TokenRequest;
use salesbook::db::Db;

use super::{NEW, link_works, program, token_works};
use crate::support::app::{Browser, PASSWORD, TestApp, Who};
use crate::support::db::on_both;

/// What the administrator's form for a person sends.
async fn change(app: &TestApp, who: Who, role: &str, active: bool) {
    let person = app.person(who);
    let team = person
        .team_id
        .clone()
        .map(|team| team.to_string())
        .unwrap_or_default();
    let mut fields = vec![("name", person.name.as_str()), ("role", role), ("team", &team)];
    if active {
        fields.push(("active", "on"));
    }
    let admin = app.sign_in(Who::Admin).await;
    admin
        .post(&format!("/people/{}", person.id), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/profile").await.status == StatusCode::OK
}

on_both!(
    a_new_password_ends_links_other_sessions_and_tokens,
    leaving_and_another_role_end_sessions_and_tokens_at_once,
    who_is_let_go_while_signing_in_does_not_slip_in,
    nobody_gathers_sessions_and_tokens_without_end
);

async fn a_new_password_ends_links_other_sessions_and_tokens(db: Db) {
    let app = TestApp::new(db).await;
    let (here, elsewhere) = (app.sign_in(Who::Head).await, app.sign_in(Who::Head).await);
    let token = program(&app, Who::Head, &["recordings:read"]).await;
    let foreign = program(&app, Who::Manager, &["recordings:read"]).await;
    let link = app
        .app
        .auth
        .invite(Performer::Shell, app.person(Who::Head))
        .await
        .unwrap();
    assert!(is_in(&elsewhere).await && token_works(&token).await && link_works(&app, &link).await);
    let profile = here.get("/profile").await.ok();
    assert!(
        profile.words("#password-change .setting-text").contains("ключи"),
        "the page says what ends"
    );
    let fields = [("current", PASSWORD), ("new", NEW)];
    here.post("/profile/password", &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(is_in(&here).await && !is_in(&elsewhere).await);
    assert!(!token_works(&token).await && token_works(&foreign).await);
    assert!(!link_works(&app, &link).await);

    // The same by a link.
    let (session, token) = (here, program(&app, Who::Head, &["recordings:read"]).await);
    let link = app
        .app
        .auth
        .invite(Performer::Shell, app.person(Who::Head))
        .await
        .unwrap();
    let guest = TestApp::stranger_of(&app.app);
    guest
        .post("/invitation", &[("link", &link), ("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(!is_in(&session).await && !token_works(&token).await && !link_works(&app, &link).await);
}

async fn leaving_and_another_role_end_sessions_and_tokens_at_once(db: Db) {
    let app = TestApp::new(db).await;
    let (session, token) = (
        app.sign_in(Who::Manager).await,
        program(&app, Who::Manager, &["recordings:read"]).await,
    );
    let link = app
        .app
        .auth
        .invite(Performer::Shell, app.person(Who::Manager))
        .await
        .unwrap();
    change(&app, Who::Manager, "manager", true).await;
    assert!(
        is_in(&session).await && token_works(&token).await,
        "a name changes nothing"
    );
    change(&app, Who::Manager, "head", true).await;
    assert!(!is_in(&session).await && !token_works(&token).await);
    assert!(
        link_works(&app, &link).await,
        "a link on its way outlives a corrected role"
    );
    change(&app, Who::Manager, "manager", true).await;
    let (session, token) = (
        app.sign_in(Who::Manager).await,
        program(&app, Who::Manager, &["recordings:read"]).await,
    );
    change(&app, Who::Manager, "manager", false).await;
    assert!(!is_in(&session).await && !token_works(&token).await && !link_works(&app, &link).await);
    change(&app, Who::Manager, "manager", true).await;
    assert!(
        !is_in(&session).await && !token_works(&token).await && !link_works(&app, &link).await,
        "nothing comes back"
    );
}

async fn who_is_let_go_while_signing_in_does_not_slip_in(db: Db) {
    let app = TestApp::new(db).await;
    let guest = TestApp::stranger_of(&app.app);
    let fields = [("login", "a.kuznetsova"), ("password", PASSWORD)];
    let left = async {
        tokio::task::yield_now().await;
        change(&app, Who::Manager, "manager", false).await;
    };
    let (answer, ()) = tokio::join!(guest.post("/sign-in", &fields), left);
    change(&app, Who::Manager, "manager", true).await;
    if let Some(cookie) = answer.headers.get(header::SET_COOKIE) {
        let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
        assert!(
            !is_in(&guest.with_header("cookie", cookie)).await,
            "nothing opened then is open now"
        );
    }
}

async fn nobody_gathers_sessions_and_tokens_without_end(db: Db) {
    let app = TestApp::new(db).await;
    let (manager, person) = (app.sign_in(Who::Manager).await, app.person(Who::Manager));
    // A program that signs in anew for every question.
    let mut tx = app.app.db.write().await.unwrap();
    for n in 1..=600_i64 {
        tx.query(
                "INSERT INTO sessions (token_hash, person_id, created_at, seen_at, expires_at, user_agent, browser_hash)
                 SELECT 'old-' || CAST($2 AS TEXT), person_id, created_at, seen_at - $2, expires_at, 'program', ''
                 FROM sessions WHERE person_id = $1 AND user_agent <> 'program' LIMIT 1",
            )
            .bind_all((&person.id, n))
            .execute_exactly(1)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let again = app.sign_in(Who::Manager).await;
    let mut tx = app.app.db.read().await.unwrap();
    let kept: i64 = tx
        .query("SELECT COUNT(*) FROM sessions WHERE person_id = $1")
        .bind(&person.id)
        .scalar()
        .await
        .unwrap();
    drop(tx);
    assert_eq!(kept, 500);
    for browser in [&manager, &again] {
        browser.get("/profile").await.ok();
    }
    let request = TokenRequest::full(&app.app.auth, "telephony");
    let mut made = 0;
    let refused = loop {
        match app.app.auth.create_token(person, person, &request).await {
            Ok(_) => made += 1,
            Err(error) => break error,
        }
    };
    assert_eq!((made, refused.field_errors()[0].code), (200, "token-many"));
}
