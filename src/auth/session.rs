//! Sessions: a 256-bit random token in a cookie, its hash in a row, idle and absolute ends.

use super::Auth;
use super::admit::ClientSeat;
use super::identity_cache::{Credential, KnownIdentity, PersonRecord};
use super::store::{self, Session};
use crate::config::Config;
use crate::cookie;
use crate::db::Tx;
use crate::error::Result;
use crate::people::{self, Person};
use crate::time::Timestamp;

/// A session ends after so many days whatever happens.
pub const SESSION_DAYS: i64 = 90;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Who signed in less than this ago has just shown the password, in ms.
const FRESH_MS: i64 = 10 * 60 * 1000;

/// The cookie's name: with the `__Host-` promise when we are reached by https.
pub fn cookie_name(config: &Config) -> &'static str {
    if config.is_secure() {
        "__Host-session"
    } else {
        "session"
    }
}

/// Days without a visit, in ms.
pub(crate) fn idle_ms(config: &Config) -> i64 {
    config.session_idle_days * DAY_MS
}

impl Auth {
    /// Starts a session in this transaction; returns the `Set-Cookie` value. Only [`Auth::admit`] does.
    pub(crate) async fn start_session(
        &self,
        tx: &mut Tx,
        person: &Person,
        seat: &ClientSeat,
        now: Timestamp,
    ) -> Result<String> {
        let token = self.core.randomness.secret();
        let session = Session {
            token_hash: crate::id::hashed(&token),
            person_id: person.id.clone(),
            created_at: now,
            seen_at: now,
            expires_at: now.plus_ms(SESSION_DAYS * DAY_MS),
            user_agent: seat.user_agent.chars().take(200).collect(),
        };
        store::insert_session(tx, &session, &seat.browser_hash()).await?;
        Ok(cookie(&self.core.config, &token, SESSION_DAYS * 24 * 60 * 60))
    }

    /// Whose session this is, if it runs; notes the visit.
    pub(super) async fn seen_session(
        &self,
        token_hash: &str,
        now: Timestamp,
    ) -> Result<Option<KnownIdentity>> {
        let credential = Credential::Session(token_hash.to_owned());
        let look_up = self.look_up_session(token_hash, now);
        self.remembered.or_look_up(credential, now, look_up).await
    }

    /// Was this session begun so lately that the password need not be asked again?
    pub(crate) async fn is_fresh(&self, token_hash: &str) -> Result<bool> {
        let now = self.core.now();
        let mut tx = self.core.db.read().await?;
        let session = store::session(&mut tx, token_hash, now, idle_ms(&self.core.config)).await?;
        Ok(session.is_some_and(|session| now.since(session.created_at) < FRESH_MS))
    }

    async fn look_up_session(&self, token_hash: &str, now: Timestamp) -> Result<Option<PersonRecord>> {
        let mut tx = self.core.db.read().await?;
        let Some(session) = store::session(&mut tx, token_hash, now, idle_ms(&self.core.config)).await?
        else {
            return Ok(None);
        };
        let person = people::store::person(&mut tx, &session.person_id).await?;
        let Some(person) = person.filter(|person| person.active) else {
            return Ok(None);
        };
        let must_enrol = self.is_missing_second_factor(&mut tx, &person).await?;
        Ok(Some(PersonRecord {
            seen: KnownIdentity {
                person,
                grant: None,
                must_enrol,
            },
            noted: Some(session.seen_at),
            ends: Some(session.expires_at),
        }))
    }
}

/// The cookie that ends the session in the browser.
pub(crate) fn ended(config: &Config) -> String {
    cookie(config, "", 0)
}

fn cookie(config: &Config, value: &str, max_age_s: i64) -> String {
    cookie::set(cookie_name(config), value, max_age_s)
}
