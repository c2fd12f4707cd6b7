//! Sessions: a 256-bit random token in a cookie, its hash in a row, idle and absolute ends.

use super::store::{self, Session};
use crate::app::App;
use crate::config::Config;
use crate::db::Tx;
use crate::error::Result;
use crate::people::{self, Person};
use crate::time::Timestamp;

/// A session ends after so many days whatever happens.
pub const SESSION_DAYS: i64 = 90;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// `seen_at` is written at most so often.
const TOUCH_MS: i64 = 60_000;

/// The cookie's name: with the `__Host-` promise when we are reached by https.
pub fn cookie_name(config: &Config) -> &'static str {
    if config.is_secure() {
        "__Host-session"
    } else {
        "session"
    }
}

/// Days without a visit, in ms.
pub(super) fn idle_ms(config: &Config) -> i64 {
    config.session_idle_days * DAY_MS
}

/// Starts a session in this transaction; answers the `Set-Cookie` value.
pub(super) async fn start(
    app: &App,
    tx: &mut Tx,
    person: &Person,
    user_agent: &str,
    now: Timestamp,
) -> Result<String> {
    let token = app.randomness.secret();
    let session = Session {
        token_hash: super::hash(&token),
        person_id: person.id.clone(),
        created_at: now,
        seen_at: now,
        expires_at: now.plus_ms(SESSION_DAYS * DAY_MS),
        user_agent: user_agent.chars().take(200).collect(),
    };
    store::insert_session(tx, &session).await?;
    Ok(cookie(&app.config, &token, SESSION_DAYS * 24 * 60 * 60))
}

/// The cookie that ends the session in the browser.
pub(super) fn ended(config: &Config) -> String {
    cookie(config, "", 0)
}

fn cookie(config: &Config, value: &str, max_age_s: i64) -> String {
    let secure = if config.is_secure() { "; Secure" } else { "" };
    format!(
        "{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}",
        cookie_name(config)
    )
}

/// The person of a running session; notes the visit.
pub(super) async fn person(app: &App, token_hash: &str, now: Timestamp) -> Result<Option<Person>> {
    let mut tx = app.db.read().await?;
    let Some(session) = store::session(&mut tx, token_hash, now, idle_ms(&app.config)).await? else {
        return Ok(None);
    };
    let person = people::store::person(&mut tx, &session.person_id)
        .await?
        .filter(|person| person.active);
    drop(tx);
    if person.is_some() && now.since(session.seen_at) > TOUCH_MS {
        let mut tx = app.db.write().await?;
        store::touch_session(&mut tx, token_hash, now).await?;
        tx.commit().await?;
    }
    Ok(person)
}
