//! Browsers a person has signed in with: a long-lived random cookie, its hash in a row beside the person.
//!
//! Decides nothing about who may enter: the cookie alone opens nothing. It says whose guesses are whose, so that a stranger
//! who guesses at a name, or a neighbour behind the same address, makes nobody wait in a browser of their own; and it tells a
//! browser that is new to a person, which they are told ([`super::notices`]). A browser that several people use keeps one
//! cookie and a row for each.

use axum::http::HeaderMap;
use axum_extra::extract::cookie::CookieJar;

use super::{Auth, store};
use crate::config::Config;
use crate::cookie;
use crate::db::Tx;
use crate::error::Result;
use crate::id::PersonId;
use crate::time::Timestamp;

/// A browser is forgotten after so many days without signing in: the longest that browsers keep a cookie.
pub(crate) const KNOWN_DAYS: i64 = 400;

/// The cookie's name: with the `__Host-` promise when we are reached by https.
fn cookie_name(config: &Config) -> &'static str {
    if config.is_secure() {
        "__Host-browser"
    } else {
        "browser"
    }
}

/// The secret this browser shows, if any.
pub(crate) fn secret(config: &Config, headers: &HeaderMap) -> Option<String> {
    let cookies = CookieJar::from_headers(headers);
    cookies
        .get(cookie_name(config))
        .map(|cookie| cookie.value().to_owned())
}

/// A browser that is known from now on.
#[derive(Debug)]
pub(crate) struct KnownBrowser {
    /// Its secret.
    pub(crate) secret: String,
    /// The `Set-Cookie` value.
    pub(crate) cookie: String,
    /// Had the person signed in before, but never in this one?
    pub(crate) is_another: bool,
}

impl Auth {
    /// Knows this browser from now on. A secret we never gave out is not taken over.
    pub(crate) async fn remember_browser(
        &self,
        tx: &mut Tx,
        shown: Option<&str>,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<KnownBrowser> {
        let ours = match shown {
            Some(secret) if store::is_browser(tx, &crate::id::hashed(secret)).await? => {
                Some(secret.to_owned())
            }
            _ => None,
        };
        let secret = ours.unwrap_or_else(|| self.core.randomness.secret());
        let hash = crate::id::hashed(&secret);
        let is_another =
            store::has_browsers(tx, person).await? && !store::is_browser_of(tx, &hash, person).await?;
        store::remember_browser(tx, &hash, person, now).await?;
        let name = cookie_name(&self.core.config);
        Ok(KnownBrowser {
            cookie: cookie::set(name, &secret, KNOWN_DAYS * 24 * 60 * 60),
            secret,
            is_another,
        })
    }
}
