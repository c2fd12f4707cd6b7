//! Who may enter: passwords, second factors, sessions, the throttle, one-time links and API tokens.
//!
//! Decides how a request's person is found ([`identify`]) and how somebody becomes signed in. Leaves what a role may do
//! to [`crate::people`]. A cookie or token that is unknown, ended or belongs to a person who left is a stranger, not an
//! error; one that cannot be looked up is nobody yet, an error that passes.

mod admit;
mod api;
mod browser;
mod change;
mod confirm;
mod endings;
mod housekeeping;
mod invitation;
mod links;
mod notices;
mod pages;
pub mod password;
mod remembered;
mod second_factor;
mod session;
mod sign_in;
pub mod store;
pub mod throttle;
pub mod tokens;

pub use endings::{by_leaving, by_new_password, by_new_role};
pub use housekeeping::{start_housekeeping, sweep};
pub use invitation::{INVITATION_DAYS, invite, invite_first_admin, is_without_people};
pub use links::LinkNotice;
pub use notices::{AccessNotice, Kind as NoticeKind, Untold, untold};
pub use remembered::{FRESH_MS, Remembered, keep_visits, write_visits};
pub use second_factor::{RECOVERY_CODES, has_second_factor, reset as reset_second_factor};
pub use session::{SESSION_DAYS, cookie_name};
pub use sign_in::{Entered, SignIn, sign_in};
pub use tokens::{
    ForTokens, Grant, NewToken, Scopes, TokenRequest, TokenScope, create_token, end_old_tokens,
};

use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::CookieJar;
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::error::Result;
use crate::people::Person;
use crate::time::Timestamp;
use crate::web::Routes;
use remembered::unknown;

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
    /// What the token opens, when the person came by token.
    pub grant: Option<Grant>,
    /// Must they set a second factor up before anything else?
    pub must_enrol: bool,
}

/// Finds the person, from memory when the database cannot say (`remembered`): a bearer token when there is one (then a cookie
/// is not looked at), otherwise the session cookie. Errors: `guess-wait` for a wrong token when there were too many from this
/// address; `database-away` when nobody can say who it is.
pub async fn identify(app: &App, headers: &HeaderMap, address: &str, now: Timestamp) -> Result<Identity> {
    let bearer = headers.get(header::AUTHORIZATION).map(|value| {
        value
            .to_str()
            .ok()
            .and_then(|value| value.strip_prefix("Bearer "))
            .unwrap_or("")
            .trim()
    });
    if let Some(token) = bearer {
        let found = tokens::identify(app, token, address, now)
            .await
            .map_err(unknown)?;
        let (person, grant) = found.unzip();
        return Ok(Identity {
            person,
            session: None,
            grant,
            must_enrol: false,
        });
    }
    let cookies = CookieJar::from_headers(headers);
    let Some(cookie) = cookies.get(cookie_name(&app.config)) else {
        return Ok(Identity::default());
    };
    let token_hash = hash(cookie.value());
    let Some(seen) = session::seen(app, &token_hash, now).await.map_err(unknown)? else {
        return Ok(Identity::default());
    };
    Ok(Identity {
        session: Some(token_hash),
        person: Some(seen.person),
        grant: None,
        must_enrol: seen.must_enrol,
    })
}

/// What is stored of a secret: its SHA-256. The secrets have 256 random bits, so no salt is needed.
pub(crate) fn hash(secret: &str) -> String {
    crate::id::hex(&Sha256::digest(secret.as_bytes()))
}
