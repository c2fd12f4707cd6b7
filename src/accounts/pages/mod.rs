//! Pages: sign in, sign out and language; beside them the second step and the second factor, the one-time link, the profile,
//! what people are told of their access, and everybody's tokens.

mod estimate;
mod invitation;
mod notices;
mod profile;
mod second_factor;
mod second_step;
mod tokens;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::accounts::{AccountPages, Accounts};
use crate::audit::{self, Act, Detail};
use crate::auth::admit::ClientSeat;
use crate::auth::{SignInAttempt, SignInOutcome, browser, session, store};
use crate::cookie;
use crate::error::{Error, ErrorKind, Result};
use crate::i18n::Locale;
use crate::people;
use crate::web::{Access, Form, Html, OwnPath, PageContext, Query, Routes};

/// The language somebody chose before signing in is remembered for a year.
const YEAR_S: i64 = 365 * 24 * 60 * 60;

pub(super) fn routes() -> Routes<AccountPages> {
    Routes::new()
        .get("/sign-in", Access::Public, show_sign_in)
        .post("/sign-in", Access::Public, submit_sign_in)
        .post("/sign-out", Access::Enrolling, sign_out)
        .post("/language", Access::Public, set_language)
        .merge(second_step::routes())
        .merge(estimate::routes())
        .merge(invitation::routes())
        .merge(second_factor::routes())
        .merge(notices::routes())
        .merge(profile::routes())
        .merge(tokens::routes())
}

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    t: PageContext,
    login: String,
    next: OwnPath,
    failure: Option<String>,
}

#[derive(Deserialize)]
struct SignInQuery {
    #[serde(default)]
    next: OwnPath,
}

async fn show_sign_in(t: PageContext, Query(query): Query<SignInQuery>) -> Response {
    let next = query.next;
    if t.person().is_some() {
        return Redirect::to(next.as_str()).into_response();
    }
    Html(SignInPage {
        t,
        login: String::new(),
        next,
        failure: None,
    })
    .into_response()
}

#[derive(Deserialize)]
struct SignInForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: OwnPath,
}

async fn submit_sign_in(
    t: PageContext,
    State(accounts): State<Accounts>,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Result<Response> {
    let next = form.next;
    let attempt = SignInAttempt {
        login: form.login.clone(),
        password: form.password,
        address: t.visitor().address().to_owned(),
        browser: browser::secret(&accounts.core.config, &headers),
        user_agent: user_agent(&headers),
    };
    match accounts.auth.sign_in(attempt).await {
        Ok(entered) => Ok(come_in(entered, &next)),
        Err(error) if matches!(error.kind(), ErrorKind::BadInput | ErrorKind::TooMany) => {
            let failure = Some(crate::web::failure::sentence(t.texts(), &error));
            let status = axum::http::StatusCode::from_u16(error.kind().status()).unwrap_or_default();
            Ok((
                status,
                crate::web::failure::retry_after(&error),
                Html(SignInPage {
                    t,
                    login: form.login,
                    next,
                    failure,
                }),
            )
                .into_response())
        }
        Err(error) => Err(error),
    }
}

async fn sign_out(t: PageContext, State(accounts): State<Accounts>, headers: HeaderMap) -> Result<Response> {
    let person = t.visitor().signed_in()?;
    if let Some(token_hash) = t.visitor().session() {
        let mut tx = accounts.core.db.write().await?;
        store::delete_session(&mut tx, &person.id, token_hash).await?;
        let entry = Act::SignedOut.to(&person.id).with(place(&t, &headers));
        audit::record(&mut tx, &accounts.core, person, entry).await?;
        tx.commit().await?;
        accounts.auth.forget(&person.id);
    }
    Ok(with_cookie(
        Redirect::to("/sign-in"),
        session::ended(&accounts.core.config),
    ))
}

#[derive(Deserialize)]
struct LanguageForm {
    locale: String,
    #[serde(default)]
    back: OwnPath,
}

async fn set_language(
    t: PageContext,
    State(accounts): State<Accounts>,
    Form(form): Form<LanguageForm>,
) -> Result<Response> {
    let locale: Locale = form
        .locale
        .parse()
        .map_err(|_| Error::new(ErrorKind::BadInput, "bad-address"))?;
    if let Some(person) = t.visitor().person() {
        let mut tx = accounts.core.db.write().await?;
        people::store::set_locale(&mut tx, &person.id, locale).await?;
        tx.commit().await?;
    }
    let cookie = cookie::set("locale", locale.as_str(), YEAR_S);
    Ok(with_cookie(Redirect::to(form.back.as_str()), cookie))
}

/// On with somebody whose password was right: to where they wanted, or to the second step.
fn come_in(entered: SignInOutcome, next: &OwnPath) -> Response {
    let to = if entered.is_in {
        Redirect::to(next.as_str())
    } else {
        Redirect::to(&second_step::address(next))
    };
    with_cookies(to, entered.cookies)
}

/// Where the visitor sits.
fn seat(t: &PageContext, accounts: &Accounts, headers: &HeaderMap) -> ClientSeat {
    ClientSeat {
        address: t.visitor().address().to_owned(),
        browser: browser::secret(&accounts.core.config, headers),
        user_agent: user_agent(headers),
    }
}

fn user_agent(headers: &HeaderMap) -> String {
    headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

/// From where this request comes, for the log.
fn place(t: &PageContext, headers: &HeaderMap) -> Detail {
    Detail::from(t.visitor().address(), &user_agent(headers))
}

fn with_cookie(redirect: Redirect, cookie: String) -> Response {
    with_cookies(redirect, vec![cookie])
}

fn with_cookies(redirect: Redirect, cookies: Vec<String>) -> Response {
    let cookies = cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie));
    (AppendHeaders(cookies), redirect).into_response()
}
