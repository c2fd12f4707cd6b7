//! Credentials end when they should: links, sessions and tokens, and what a token opens.

mod links;
mod sessions;
mod tokens;

use axum::http::StatusCode;
use salesbook::auth::{Scopes, TokenRequest};

use crate::support::app::{Browser, TestApp, Who};

const NEW: &str = "стойка балка ярус";

/// A program with a token of these scopes.
async fn program(app: &TestApp, who: Who, scopes: &[&str]) -> Browser {
    let request = TokenRequest {
        scopes: Scopes::named(scopes.iter().copied()).unwrap(),
        ..TokenRequest::full(&app.app.auth, "telephony")
    };
    let made = app
        .app
        .auth
        .create_token(app.person(who), app.person(who), &request)
        .await
        .unwrap();
    TestApp::stranger_of(&app.app).with_header("authorization", &format!("Bearer {}", made.secret))
}

async fn link_works(app: &TestApp, link: &str) -> bool {
    let answer = TestApp::stranger_of(&app.app)
        .post("/invitation", &[("link", link)])
        .await;
    match answer.status {
        StatusCode::OK => true,
        StatusCode::NOT_FOUND => false,
        other => panic!("{other}"),
    }
}

async fn token_works(browser: &Browser) -> bool {
    browser.get("/api/v1/me").await.status == StatusCode::OK
}
