//! SQL of sessions, known browsers and one-time links; beside it, of what people are told of their own access.

mod notices;

pub(super) use notices::{browser_of, has_notice, insert_notice, notices, read_notices, sweep_notices};

use crate::db::{DbError, Tx};
use crate::id::PersonId;
use crate::time::Timestamp;

/// One signed-in browser.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Session {
    /// SHA-256 of the cookie's token.
    pub token_hash: String,
    /// Whose.
    pub person_id: PersonId,
    /// When signed in.
    pub created_at: Timestamp,
    /// Last visit, some minutes old at most.
    pub seen_at: Timestamp,
    /// Absolute end.
    pub expires_at: Timestamp,
    /// The browser's own description.
    pub user_agent: String,
}

/// Sessions of a person at most; with another one the one that was away longest ends. Nobody has so many browsers: it is a
/// program that signs in anew for every question.
const MOST_SESSIONS: i64 = 500;

/// Adds a session in this browser.
pub async fn insert_session(tx: &mut Tx, session: &Session, browser_hash: &str) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO sessions (token_hash, person_id, created_at, seen_at, expires_at, user_agent, browser_hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind_all((&session.token_hash, &session.person_id))
    .bind_all((session.created_at, session.seen_at))
    .bind_all((session.expires_at, &session.user_agent, browser_hash))
    .execute_exactly(1)
    .await?;
    tx.query(
        "DELETE FROM sessions WHERE person_id = $1 AND token_hash <> $2 AND token_hash NOT IN (
             SELECT s.token_hash FROM sessions s WHERE s.person_id = $1 ORDER BY s.seen_at DESC, s.token_hash LIMIT $3)",
    )
    .bind_all((&session.person_id, &session.token_hash, MOST_SESSIONS))
    .execute()
    .await
    .map(drop)
}

/// The session with this token hash, if it has not ended.
pub async fn session(
    tx: &mut Tx,
    token_hash: &str,
    now: Timestamp,
    idle_ms: i64,
) -> Result<Option<Session>, DbError> {
    tx.query(
        "SELECT token_hash, person_id, created_at, seen_at, expires_at, user_agent FROM sessions
         WHERE token_hash = $1 AND expires_at > $2 AND seen_at > $3",
    )
    .bind_all((token_hash, now, now.plus_ms(-idle_ms)))
    .optional()
    .await
}

/// A person's sessions, last seen first.
pub async fn sessions(tx: &mut Tx, person: &PersonId) -> Result<Vec<Session>, DbError> {
    tx.query(
        "SELECT token_hash, person_id, created_at, seen_at, expires_at, user_agent FROM sessions
         WHERE person_id = $1 ORDER BY seen_at DESC, token_hash",
    )
    .bind(person)
    .all()
    .await
}

/// Notes a visit; an earlier one than is noted changes nothing.
pub async fn touch_session(tx: &mut Tx, token_hash: &str, now: Timestamp) -> Result<(), DbError> {
    tx.query("UPDATE sessions SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2")
        .bind_all((token_hash, now))
        .execute()
        .await
        .map(drop)
}

/// Ends one session of this person; returns whether there was one.
pub async fn delete_session(tx: &mut Tx, person: &PersonId, token_hash: &str) -> Result<bool, DbError> {
    tx.query("DELETE FROM sessions WHERE person_id = $1 AND token_hash = $2")
        .bind_all((person, token_hash))
        .execute()
        .await
        .map(|rows| rows > 0)
}

/// Ends every session of this person, except `keep`.
pub async fn delete_sessions(tx: &mut Tx, person: &PersonId, keep: Option<&str>) -> Result<(), DbError> {
    tx.query("DELETE FROM sessions WHERE person_id = $1 AND token_hash <> $2")
        .bind_all((person, keep.unwrap_or("")))
        .execute()
        .await
        .map(drop)
}

/// Removes sessions, known browsers and one-time links that have ended.
pub async fn sweep(tx: &mut Tx, now: Timestamp, idle_ms: i64, browser_ms: i64) -> Result<(), DbError> {
    tx.query("DELETE FROM sessions WHERE expires_at <= $1 OR seen_at <= $2")
        .bind_all((now, now.plus_ms(-idle_ms)))
        .execute()
        .await?;
    tx.query("DELETE FROM known_browsers WHERE seen_at <= $1")
        .bind(now.plus_ms(-browser_ms))
        .execute()
        .await?;
    tx.query("DELETE FROM invitations WHERE expires_at <= $1")
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

/// Has anybody signed in with this browser?
pub async fn is_browser(tx: &mut Tx, secret_hash: &str) -> Result<bool, DbError> {
    let n: i64 = tx
        .query("SELECT COUNT(*) FROM known_browsers WHERE secret_hash = $1")
        .bind(secret_hash)
        .scalar()
        .await?;
    Ok(n > 0)
}

/// Has this person signed in with any browser?
pub async fn has_browsers(tx: &mut Tx, person: &PersonId) -> Result<bool, DbError> {
    let n: i64 = tx
        .query("SELECT COUNT(*) FROM known_browsers WHERE person_id = $1")
        .bind(person)
        .scalar()
        .await?;
    Ok(n > 0)
}

/// Has this person signed in with this browser?
pub async fn is_browser_of(tx: &mut Tx, secret_hash: &str, person: &PersonId) -> Result<bool, DbError> {
    let n: i64 = tx
        .query("SELECT COUNT(*) FROM known_browsers WHERE secret_hash = $1 AND person_id = $2")
        .bind_all((secret_hash, person))
        .scalar()
        .await?;
    Ok(n > 0)
}

/// Notes that this person signs in with this browser.
pub async fn remember_browser(
    tx: &mut Tx,
    secret_hash: &str,
    person: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO known_browsers (secret_hash, person_id, created_at, seen_at) VALUES ($1, $2, $3, $3)
         ON CONFLICT (secret_hash, person_id) DO UPDATE SET seen_at = $3",
    )
    .bind_all((secret_hash, person, now))
    .execute_exactly(1)
    .await
}

/// Forgets every browser of this person, except `keep`.
pub async fn forget_browsers(tx: &mut Tx, person: &PersonId, keep: Option<&str>) -> Result<(), DbError> {
    tx.query("DELETE FROM known_browsers WHERE person_id = $1 AND secret_hash <> $2")
        .bind_all((person, keep.unwrap_or("")))
        .execute()
        .await
        .map(drop)
}

/// Adds a one-time link for the first administrator.
pub async fn insert_admin_invitation(
    tx: &mut Tx,
    token_hash: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO invitations (token_hash, person_id, created_at, expires_at) VALUES ($1, NULL, $2, $3)",
    )
    .bind_all((token_hash, now, expires_at))
    .execute_exactly(1)
    .await
}

/// The one-time link of this person's password, in place of the one there was.
pub async fn set_invitation(
    tx: &mut Tx,
    token_hash: &str,
    person: &PersonId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO invitations (token_hash, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id) DO UPDATE SET token_hash = $1, created_at = $3, expires_at = $4",
    )
    .bind_all((token_hash, person, now, expires_at))
    .execute_exactly(1)
    .await
}

/// Whom a good one-time link is for: `Some(None)` is the first administrator.
pub async fn invitation(
    tx: &mut Tx,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<Option<PersonId>>, DbError> {
    let row: Option<(Option<PersonId>,)> = tx
        .query("SELECT person_id FROM invitations WHERE token_hash = $1 AND expires_at > $2")
        .bind_all((token_hash, now))
        .optional()
        .await?;
    Ok(row.map(|row| row.0))
}

/// Uses a one-time link up; fails when somebody else just did.
pub async fn use_invitation(tx: &mut Tx, token_hash: &str) -> Result<(), DbError> {
    tx.query("DELETE FROM invitations WHERE token_hash = $1")
        .bind(token_hash)
        .execute_exactly(1)
        .await
}

/// Withdraws this person's links.
pub async fn delete_invitations(tx: &mut Tx, person: &PersonId) -> Result<(), DbError> {
    tx.query("DELETE FROM invitations WHERE person_id = $1")
        .bind(person)
        .execute()
        .await
        .map(drop)
}

/// Withdraws links for the first administrator.
pub async fn delete_admin_invitations(tx: &mut Tx) -> Result<(), DbError> {
    tx.query("DELETE FROM invitations WHERE person_id IS NULL")
        .execute()
        .await
        .map(drop)
}
