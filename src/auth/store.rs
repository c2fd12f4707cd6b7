//! SQL of sessions, tokens, one-time links and failed sign-ins.

use crate::db::{DbError, Tx};
use crate::id::{PersonId, TokenId};
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
    /// Last visit, at most a minute old.
    pub seen_at: Timestamp,
    /// Absolute end.
    pub expires_at: Timestamp,
    /// The browser's own description.
    pub user_agent: String,
}

/// Adds a session.
pub async fn insert_session(tx: &mut Tx, session: &Session) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO sessions (token_hash, person_id, created_at, seen_at, expires_at, user_agent)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(session.token_hash.clone())
    .bind(session.person_id.clone())
    .bind(session.created_at)
    .bind(session.seen_at)
    .bind(session.expires_at)
    .bind(session.user_agent.clone())
    .affect(1)
    .await
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
    .bind(token_hash.to_owned())
    .bind(now)
    .bind(now.plus_ms(-idle_ms))
    .optional()
    .await
}

/// A person's sessions, last seen first.
pub async fn sessions(tx: &mut Tx, person: &PersonId) -> Result<Vec<Session>, DbError> {
    tx.query(
        "SELECT token_hash, person_id, created_at, seen_at, expires_at, user_agent FROM sessions
         WHERE person_id = $1 ORDER BY seen_at DESC, token_hash",
    )
    .bind(person.clone())
    .all()
    .await
}

/// Notes a visit.
pub async fn touch_session(tx: &mut Tx, token_hash: &str, now: Timestamp) -> Result<(), DbError> {
    tx.query("UPDATE sessions SET seen_at = $2 WHERE token_hash = $1")
        .bind(token_hash.to_owned())
        .bind(now)
        .execute()
        .await
        .map(drop)
}

/// Ends one session of this person.
pub async fn delete_session(tx: &mut Tx, person: &PersonId, token_hash: &str) -> Result<(), DbError> {
    tx.query("DELETE FROM sessions WHERE person_id = $1 AND token_hash = $2")
        .bind(person.clone())
        .bind(token_hash.to_owned())
        .execute()
        .await
        .map(drop)
}

/// Ends every session of this person, except `keep`.
pub async fn delete_sessions(tx: &mut Tx, person: &PersonId, keep: Option<&str>) -> Result<(), DbError> {
    tx.query("DELETE FROM sessions WHERE person_id = $1 AND token_hash <> $2")
        .bind(person.clone())
        .bind(keep.unwrap_or("").to_owned())
        .execute()
        .await
        .map(drop)
}

/// Removes sessions and one-time links that have ended.
pub async fn sweep(tx: &mut Tx, now: Timestamp, idle_ms: i64) -> Result<(), DbError> {
    tx.query("DELETE FROM sessions WHERE expires_at <= $1 OR seen_at <= $2")
        .bind(now)
        .bind(now.plus_ms(-idle_ms))
        .execute()
        .await?;
    tx.query("DELETE FROM invitations WHERE expires_at <= $1")
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

/// A bearer token of the JSON API, without its secret.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct TokenRow {
    /// Identifier.
    pub id: TokenId,
    /// The owner's name for it.
    pub name: String,
    /// When made.
    pub created_at: Timestamp,
    /// Last use, at most a minute old.
    pub used_at: Option<Timestamp>,
}

/// Adds a token.
pub async fn insert_token(
    tx: &mut Tx,
    token: &TokenRow,
    person: &PersonId,
    token_hash: &str,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO api_tokens (id, token_hash, person_id, name, created_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(token.id.clone())
    .bind(token_hash.to_owned())
    .bind(person.clone())
    .bind(token.name.clone())
    .bind(token.created_at)
    .affect(1)
    .await
}

/// Whose token this is and when it was last used.
pub async fn token_owner(
    tx: &mut Tx,
    token_hash: &str,
) -> Result<Option<(PersonId, Option<Timestamp>)>, DbError> {
    tx.query("SELECT person_id, used_at FROM api_tokens WHERE token_hash = $1")
        .bind(token_hash.to_owned())
        .optional()
        .await
}

/// Notes a use.
pub async fn touch_token(tx: &mut Tx, token_hash: &str, now: Timestamp) -> Result<(), DbError> {
    tx.query("UPDATE api_tokens SET used_at = $2 WHERE token_hash = $1")
        .bind(token_hash.to_owned())
        .bind(now)
        .execute()
        .await
        .map(drop)
}

/// A person's tokens, newest first.
pub async fn tokens(tx: &mut Tx, person: &PersonId) -> Result<Vec<TokenRow>, DbError> {
    tx.query("SELECT id, name, created_at, used_at FROM api_tokens WHERE person_id = $1 ORDER BY created_at DESC, id")
        .bind(person.clone())
        .all()
        .await
}

/// Ends one token of this person; answers whether there was one.
pub async fn delete_token(tx: &mut Tx, person: &PersonId, id: &TokenId) -> Result<bool, DbError> {
    tx.query("DELETE FROM api_tokens WHERE person_id = $1 AND id = $2")
        .bind(person.clone())
        .bind(id.clone())
        .execute()
        .await
        .map(|rows| rows > 0)
}

/// Adds a one-time link: for this person's password, or for the first administrator when `person` is absent.
pub async fn insert_invitation(
    tx: &mut Tx,
    token_hash: &str,
    person: Option<&PersonId>,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO invitations (token_hash, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(token_hash.to_owned())
    .bind(person.cloned())
    .bind(now)
    .bind(expires_at)
    .affect(1)
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
        .bind(token_hash.to_owned())
        .bind(now)
        .optional()
        .await?;
    Ok(row.map(|row| row.0))
}

/// Uses a one-time link up; fails when somebody else just did.
pub async fn use_invitation(tx: &mut Tx, token_hash: &str) -> Result<(), DbError> {
    tx.query("DELETE FROM invitations WHERE token_hash = $1")
        .bind(token_hash.to_owned())
        .affect(1)
        .await
}

/// Withdraws links for the first administrator.
pub async fn delete_admin_invitations(tx: &mut Tx) -> Result<(), DbError> {
    tx.query("DELETE FROM invitations WHERE person_id IS NULL")
        .execute()
        .await
        .map(drop)
}

/// Failed sign-ins of one login or address.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub struct Attempts {
    /// How many in a row.
    pub failures: i32,
    /// When the first of them was.
    pub first_at: Timestamp,
    /// Refused until then.
    pub locked_until: Timestamp,
}

/// What is known of this login or address.
pub async fn attempts(tx: &mut Tx, subject: &str) -> Result<Option<Attempts>, DbError> {
    tx.query("SELECT failures, first_at, locked_until FROM sign_in_attempts WHERE subject = $1")
        .bind(subject.to_owned())
        .optional()
        .await
}

/// Stores what is known of this login or address.
pub async fn set_attempts(tx: &mut Tx, subject: &str, attempts: Attempts) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO sign_in_attempts (subject, failures, first_at, locked_until) VALUES ($1, $2, $3, $4)
         ON CONFLICT (subject) DO UPDATE SET failures = $2, first_at = $3, locked_until = $4",
    )
    .bind(subject.to_owned())
    .bind(attempts.failures)
    .bind(attempts.first_at)
    .bind(attempts.locked_until)
    .affect(1)
    .await
}

/// Forgets failures after a success.
pub async fn clear_attempts(tx: &mut Tx, subject: &str) -> Result<(), DbError> {
    tx.query("DELETE FROM sign_in_attempts WHERE subject = $1")
        .bind(subject.to_owned())
        .execute()
        .await
        .map(drop)
}
