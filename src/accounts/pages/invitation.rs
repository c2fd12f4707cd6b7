//! The page behind a one-time link. The link's secret comes in the body of a form, never in a path or a query: a script takes
//! it from behind the `#`, and without scripts one pastes the link.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::{come_in, seat};
use crate::accounts::{AccountPages, Accounts};
use crate::auth::invitation::{Guest, Welcome, secret_in};
use crate::error::{Error, ErrorKind, Result};
use crate::web::{Access, FieldErrors, Form, Html, OwnPath, PageContext, Path, Routes, form};

pub(super) fn routes() -> Routes<AccountPages> {
    Routes::new()
        .get("/invitation", Access::Public, show_link)
        .post("/invitation", Access::Public, submit)
        .get("/welcome/{secret}", Access::Public, old_link)
}

#[derive(Template)]
#[template(path = "accounts/invitation.html")]
struct LinkPage {
    t: PageContext,
    failure: Option<String>,
}

async fn show_link(t: PageContext) -> Html<LinkPage> {
    Html(LinkPage { t, failure: None })
}

/// Links sent before the secret moved behind the `#` lead on; the last of them ends seven days after the change.
async fn old_link(Path(secret): Path<String>) -> Redirect {
    let plain = secret.bytes().all(|byte| byte.is_ascii_alphanumeric());
    Redirect::to(&format!(
        "/invitation#{}",
        if plain { secret.as_str() } else { "" }
    ))
}

#[derive(Deserialize)]
struct InvitationForm {
    /// The link or its secret.
    #[serde(default)]
    link: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    login: String,
    /// Absent as long as only the link is handed over.
    password: Option<String>,
}

#[derive(Template)]
#[template(path = "accounts/welcome.html")]
struct WelcomePage {
    t: PageContext,
    /// Name of somebody already entered; absent for the first administrator.
    known: Option<String>,
    login: String,
    name: String,
    secret: String,
    errors: FieldErrors,
}

impl WelcomePage {
    fn new(t: PageContext, guest: Guest, secret: &str, form: Welcome, errors: FieldErrors) -> Self {
        let (known, login) = match guest {
            Guest::FirstAdmin => (None, form.login),
            Guest::Known(person) => (Some(person.name), person.login),
        };
        Self {
            t,
            known,
            login,
            name: form.name,
            secret: secret.to_owned(),
            errors,
        }
    }
}

async fn submit(
    t: PageContext,
    State(accounts): State<Accounts>,
    headers: HeaderMap,
    Form(form): Form<InvitationForm>,
) -> Result<Response> {
    let seat = seat(&t, &accounts, &headers);
    let secret = secret_in(&form.link);
    let Some(password) = form.password else {
        return match accounts.auth.guest(secret, &seat.address).await {
            Ok(guest) => {
                let page = WelcomePage::new(t, guest, secret, Welcome::default(), FieldErrors::default());
                Ok(Html(page).into_response())
            }
            Err(error) => failed(t, error),
        };
    };
    let welcome = Welcome {
        name: form.name,
        login: form.login,
        password,
    };
    match accounts.auth.accept(secret, &welcome, &seat).await {
        Ok(entered) => Ok(come_in(entered, &OwnPath::default())),
        Err(error) => match FieldErrors::from_error(error) {
            Ok(errors) => {
                let guest = accounts.auth.guest(secret, &seat.address).await?;
                Ok(form::again(WelcomePage::new(t, guest, secret, welcome, errors)))
            }
            Err(error) => failed(t, error),
        },
    }
}

/// A link that opens nothing: the page to paste another one, with the reason.
fn failed(t: PageContext, error: Error) -> Result<Response> {
    if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::TooMany) {
        return Err(error);
    }
    let failure = Some(crate::web::failure::sentence(t.texts(), &error));
    let status = StatusCode::from_u16(error.kind().status()).unwrap_or_default();
    let page = Html(LinkPage { t, failure });
    Ok((status, crate::web::failure::retry_after(&error), page).into_response())
}
