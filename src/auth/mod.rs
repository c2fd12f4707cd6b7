//! Who may enter: passwords, sessions, sign-in throttle, one-time links and API tokens.
//!
//! Decides how a request's person is found ([`identify`]) and how somebody becomes signed in. Leaves what a role may do
//! to [`crate::people`]. A cookie or token that is unknown, ended or belongs to a person who left is a stranger, not an
//! error.

mod api;
mod invitation;
mod pages;
pub mod password;
mod session;
mod sign_in;
pub mod store;
mod throttle;
mod token;

pub use invitation::{INVITATION_DAYS, invite, invite_first_admin};
pub use session::{SESSION_DAYS, cookie_name};
pub use sign_in::{SignIn, sign_in};
pub use token::{NewToken, create_token};

use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::CookieJar;
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::error::Result;
use crate::people::Person;
use crate::time::Timestamp;
use crate::web::Routes;

/// Pages and API of this feature.
pub fn routes() -> Routes {
    pages::routes().merge(api::routes())
}

/// The asking side, as found from the request's head.
#[derive(Debug, Default)]
pub struct Identity {
    /// The person, when the cookie or token is good.
    pub person: Option<Person>,
    /// Hash of the session token, when the person came by cookie.
    pub session: Option<String>,
}

/// Finds the person: a bearer token when there is one (then a cookie is not looked at), otherwise the session cookie.
pub async fn identify(app: &App, headers: &HeaderMap, now: Timestamp) -> Result<Identity> {
    let bearer = headers.get(header::AUTHORIZATION).map(|value| {
        value
            .to_str()
            .ok()
            .and_then(|value| value.strip_prefix("Bearer "))
            .unwrap_or("")
            .trim()
    });
    if let Some(token) = bearer {
        let person = token::person(app, token, now).await?;
        return Ok(Identity {
            person,
            session: None,
        });
    }
    let cookies = CookieJar::from_headers(headers);
    let Some(cookie) = cookies.get(cookie_name(&app.config)) else {
        return Ok(Identity::default());
    };
    let token_hash = hash(cookie.value());
    let person = session::person(app, &token_hash, now).await?;
    Ok(Identity {
        session: person.is_some().then_some(token_hash),
        person,
    })
}

/// What is stored of a secret: its SHA-256. The secrets have 256 random bits, so no salt is needed.
pub(crate) fn hash(secret: &str) -> String {
    crate::id::hex(&Sha256::digest(secret.as_bytes()))
}
