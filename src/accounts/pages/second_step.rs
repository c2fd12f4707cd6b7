//! `/sign-in/second`: the second step, between the password and the session.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::{seat, with_cookies};
use crate::accounts::{AccountPages, Accounts};
use crate::auth::second_factor::{self, PasswordPassed, SecondStepOutcome, Site, half_cookie_name};
use crate::cookie;
use crate::error::{ErrorKind, Result};
use crate::web::{Access, Flash, Form, Html, Json, OwnPath, PageContext, Query, Routes, failure};

pub(super) fn routes() -> Routes<AccountPages> {
    Routes::new()
        .get("/sign-in/second", Access::Public, show)
        .post("/sign-in/second", Access::Public, submit)
        .post("/sign-in/second/passkey/begin", Access::Public, begin_passkey)
        .post("/sign-in/second/passkey", Access::Public, submit_passkey)
}

/// The address of the second step, on the way to `next`.
pub(super) fn address(next: &OwnPath) -> String {
    format!("/sign-in/second?next={}", crate::web::encode(next.as_str()))
}

#[derive(Template)]
#[template(path = "accounts/second_step.html")]
struct SecondStepPage {
    t: PageContext,
    next: OwnPath,
    /// Can a passkey be asked for?
    has_passkeys: bool,
    /// Does an app give codes?
    has_app: bool,
    failure: Option<String>,
}

#[derive(Deserialize)]
struct NextQuery {
    #[serde(default)]
    next: OwnPath,
}

async fn page(
    t: PageContext,
    accounts: &Accounts,
    half: &PasswordPassed,
    next: OwnPath,
    failure: Option<String>,
) -> Result<SecondStepPage> {
    let mut tx = accounts.core.db.read().await?;
    let factors = second_factor::factors(&mut tx, &half.person.id).await?;
    Ok(SecondStepPage {
        t,
        next,
        has_passkeys: !factors.passkeys.is_empty() && Site::from_config(&accounts.core.config).is_some(),
        has_app: factors.app_since.is_some(),
        failure,
    })
}

async fn show(
    t: PageContext,
    State(accounts): State<Accounts>,
    headers: HeaderMap,
    Query(query): Query<NextQuery>,
) -> Result<Response> {
    if t.person().is_some() {
        return Ok(Redirect::to(query.next.as_str()).into_response());
    }
    let Some(half) = accounts.auth.half(&headers, accounts.core.now()).await? else {
        return Ok(back_to_the_start(&accounts, &query.next, false));
    };
    Ok(Html(page(t, &accounts, &half, query.next, None).await?).into_response())
}

/// The second step took too long, or the sign-in was ended meanwhile: from the beginning.
fn back_to_the_start(accounts: &Accounts, next: &OwnPath, tried: bool) -> Response {
    let to = if *next == OwnPath::default() {
        Redirect::to("/sign-in")
    } else {
        Redirect::to(&format!("/sign-in?next={}", crate::web::encode(next.as_str())))
    };
    let mut cookies = vec![half_gone(accounts)];
    if tried {
        cookies.push(Flash::new("error-sign-in-ended").header().1);
    }
    with_cookies(to, cookies)
}

fn half_gone(accounts: &Accounts) -> String {
    cookie::set(half_cookie_name(&accounts.core.config), "", 0)
}

#[derive(Deserialize)]
struct SignInCodeForm {
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: OwnPath,
}

async fn submit(
    t: PageContext,
    State(accounts): State<Accounts>,
    headers: HeaderMap,
    Form(form): Form<SignInCodeForm>,
) -> Result<Response> {
    let seat = seat(&t, &accounts, &headers);
    let Some(half) = accounts.auth.half(&headers, accounts.core.now()).await? else {
        return Ok(back_to_the_start(&accounts, &form.next, true));
    };
    let done = accounts.auth.by_code(&half, &form.code, &seat).await;
    answer(t, &accounts, &half, form.next, done).await
}

#[derive(Deserialize)]
struct SignInPasskeyForm {
    #[serde(default)]
    answer: String,
    #[serde(default)]
    next: OwnPath,
}

async fn submit_passkey(
    t: PageContext,
    State(accounts): State<Accounts>,
    headers: HeaderMap,
    Form(form): Form<SignInPasskeyForm>,
) -> Result<Response> {
    let seat = seat(&t, &accounts, &headers);
    let Some(half) = accounts.auth.half(&headers, accounts.core.now()).await? else {
        return Ok(back_to_the_start(&accounts, &form.next, true));
    };
    let done = accounts.auth.by_passkey(&half, &form.answer, &seat).await;
    answer(t, &accounts, &half, form.next, done).await
}

/// In, or the page again with what is wrong.
async fn answer(
    t: PageContext,
    accounts: &Accounts,
    half: &PasswordPassed,
    next: OwnPath,
    done: Result<SecondStepOutcome>,
) -> Result<Response> {
    let error = match done {
        Ok(outcome) => {
            let mut cookies = outcome.cookies;
            cookies.push(half_gone(accounts));
            if let Some(left) = outcome.recovery_left {
                cookies.push(
                    Flash::with("second-step-recovery-left", left.to_string())
                        .header()
                        .1,
                );
            }
            return Ok(with_cookies(Redirect::to(next.as_str()), cookies));
        }
        Err(error) if error.kind() == ErrorKind::SignInNeeded => {
            return Ok(back_to_the_start(accounts, &next, true));
        }
        Err(error) if matches!(error.kind(), ErrorKind::BadInput | ErrorKind::TooMany) => error,
        Err(error) => return Err(error),
    };
    failure::log(&error, t.visitor());
    let words = failure::sentence(t.texts(), &error);
    let status = StatusCode::from_u16(error.kind().status()).unwrap_or_default();
    let page = page(t, accounts, half, next, Some(words)).await?;
    Ok((status, failure::retry_after(&error), Html(page)).into_response())
}

/// For a script: what the person's device is asked, or what is wrong in words.
async fn begin_passkey(
    t: PageContext,
    State(accounts): State<Accounts>,
    headers: HeaderMap,
) -> Result<Response> {
    let half = accounts.auth.half(&headers, accounts.core.now()).await?;
    let options = match &half {
        Some(half) => accounts.auth.passkey_challenge(half).await?,
        None => None,
    };
    let Some(options) = options else {
        let code = if half.is_some() {
            "passkey-nowhere"
        } else {
            "sign-in-ended"
        };
        let problem = Json(serde_json::json!({ "problem": t.error(code) }));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, problem).into_response());
    };
    Ok(Json(options).into_response())
}
