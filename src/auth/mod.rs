//! Who may enter: passwords, second factors, sessions, the throttle, one-time links and API tokens.
//!
//! Decides how a request's person is found ([`Auth::identify`]) and how somebody becomes signed in. Leaves what a role may do
//! to [`crate::people`]. A cookie or token that is unknown, ended or belongs to a person who left is a stranger, not an
//! error; one that cannot be looked up is nobody yet, an error that passes.

pub(crate) mod admit;
pub(crate) mod browser;
pub(crate) mod change;
mod confirm;
mod endings;
mod housekeeping;
mod identity_cache;
pub(crate) mod invitation;
mod links;
mod notices;
pub mod password;
pub(crate) mod second_factor;
pub(crate) mod session;
mod sign_in;
pub mod store;
pub mod throttle;
pub mod tokens;

pub use endings::{by_leaving, by_new_password, by_new_role};
pub use identity_cache::{FRESH_MS, IdentityCache};
pub use invitation::INVITATION_DAYS;
pub use links::LinkNotice;
pub use notices::{AccessNotice, NoticeKind, PendingNotices};
pub use second_factor::RECOVERY_CODES;
pub use session::{SESSION_DAYS, cookie_name};
pub use sign_in::{SignInAttempt, SignInOutcome};
pub use tokens::{ForTokens, Grant, NewToken, Scopes, TokenRequest, TokenScope};

use std::sync::Arc;

use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::CookieJar;

use crate::core::Core;
use crate::error::Result;
use crate::id::{PersonId, hashed};
use crate::people::Person;
use crate::time::Timestamp;
use identity_cache::unknown;

/// Who may enter.
///
/// Stands on [`Core`] and [`IdentityCache`].
#[derive(Clone, Debug)]
pub struct Auth {
    core: Core,
    /// Who was here in the last minutes, in this process.
    remembered: Arc<IdentityCache>,
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

impl Auth {
    /// With what this process remembers.
    pub fn new(core: Core, remembered: Arc<IdentityCache>) -> Self {
        Self { core, remembered }
    }

    /// Forgets everything this person came with: call it after a session, a token, a role or a password changed.
    pub fn forget(&self, person: &PersonId) {
        self.remembered.forget(person);
    }

    /// Finds the person, from memory when the database cannot say ([`IdentityCache`]): a bearer token when there is one (then
    /// a cookie is not looked at), otherwise the session cookie. Errors: `guess-wait` for a wrong token when there were too
    /// many from this address; `database-away` when nobody can say who it is.
    pub async fn identify(&self, headers: &HeaderMap, address: &str, now: Timestamp) -> Result<Identity> {
        let bearer = headers.get(header::AUTHORIZATION).map(|value| {
            value
                .to_str()
                .ok()
                .and_then(|value| value.strip_prefix("Bearer "))
                .unwrap_or("")
                .trim()
        });
        if let Some(token) = bearer {
            let found = self.identify_token(token, address, now).await.map_err(unknown)?;
            let (person, grant) = found.unzip();
            return Ok(Identity {
                person,
                session: None,
                grant,
                must_enrol: false,
            });
        }
        let cookies = CookieJar::from_headers(headers);
        let Some(cookie) = cookies.get(cookie_name(&self.core.config)) else {
            return Ok(Identity::default());
        };
        let token_hash = hashed(cookie.value());
        let Some(seen) = self.seen_session(&token_hash, now).await.map_err(unknown)? else {
            return Ok(Identity::default());
        };
        Ok(Identity {
            session: Some(token_hash),
            person: Some(seen.person),
            grant: None,
            must_enrol: seen.must_enrol,
        })
    }
}
