//! The second factor: an app's codes and recovery codes, by people at their browsers. Passkeys need a real browser:
//! `passkeys.rs`.

mod around;
mod codes;
mod taking_away;

use axum::http::StatusCode;
use salesbook::time::Clock as _;
use salesbook::time::Timestamp;
use totp_rs::{Builder, Secret};

use crate::support::app::{Answer, Browser, PASSWORD, TestApp, Who};

const STEP_MS: i64 = 30_000;

const MINUTE_MS: i64 = 60_000;

/// What an app with this secret shows.
fn code(secret: &str, at: Timestamp) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let codes = Builder::new().with_secret(secret).build_noncompliant();
    codes.generate(u64::try_from(at.0 / 1000).unwrap()).to_string()
}

/// Somebody with an app.
struct Phone<'a> {
    app: &'a TestApp,
    secret: String,
    recovery: Vec<String>,
}

impl Phone<'_> {
    fn code(&self) -> String {
        code(&self.secret, self.app.clock.now())
    }
}

/// Connects an app as a person does: the picture's secret, a code of it.
async fn connect<'a>(app: &'a TestApp, browser: &Browser) -> Phone<'a> {
    browser
        .post("/second-factor/app", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let secret = browser
        .get("/second-factor")
        .await
        .ok()
        .words("#secret")
        .replace(' ', "");
    let shown = code(&secret, app.clock.now());
    let done = browser
        .post("/second-factor/app/confirm", &[("code", &shown)])
        .await
        .ok();
    let recovery = done.all_words("#codes li");
    app.clock.advance(STEP_MS);
    Phone {
        app,
        secret,
        recovery,
    }
}

/// The first step; the browser that comes back is between the steps.
async fn password(app: &TestApp, login: &str) -> (Answer, Browser) {
    let stranger = app.sign_in(Who::Stranger).await;
    let answer = stranger
        .post("/sign-in", &[("login", login), ("password", PASSWORD)])
        .await;
    let cookies = answer.cookies();
    let browser = if cookies.is_empty() {
        stranger
    } else {
        stranger.with_header("cookie", &cookies)
    };
    (answer, browser)
}

async fn second(browser: &Browser, code: &str) -> Answer {
    browser.post("/sign-in/second", &[("code", code)]).await
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/profile").await.status == StatusCode::OK
}
