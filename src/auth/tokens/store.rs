//! SQL of tokens.

use super::Scopes;
use crate::db::{DbError, Tx};
use crate::id::{PersonId, TokenId};
use crate::people::Role;
use crate::time::Timestamp;

/// An end this near is told to the owner.
const SOON_MS: i64 = 14 * 24 * 60 * 60 * 1000;

/// A bearer token of the JSON API, without its secret.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct TokenRow {
    /// Identifier.
    pub id: TokenId,
    /// The owner's name for it.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// When made.
    pub created_at: Timestamp,
    /// Last use, some minutes old at most.
    pub used_at: Option<Timestamp>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// Made when tokens had no scopes: it may do everything.
    pub from_before: bool,
}

impl TokenRow {
    /// Has it ended?
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }

    /// Time to make another one?
    pub fn ends_soon(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end.since(now) < SOON_MS)
    }
}

macro_rules! token_columns {
    () => {
        "t.id, t.name, t.scopes, t.created_at, t.used_at, t.expires_at, t.from_before"
    };
}

/// Adds a token.
pub(super) async fn insert(
    tx: &mut Tx,
    token: &TokenRow,
    person: &PersonId,
    role: Role,
    token_hash: &str,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO api_tokens (id, token_hash, person_id, role, name, scopes, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind_all((&token.id, token_hash, person, role, &token.name))
    .bind_all((&token.scopes, token.created_at, token.expires_at))
    .execute_exactly(1)
    .await
}

/// How many tokens a person has, ended ones that are still shown included.
pub(super) async fn count(tx: &mut Tx, person: &PersonId) -> Result<i64, DbError> {
    tx.query("SELECT COUNT(*) FROM api_tokens WHERE person_id = $1")
        .bind(person)
        .scalar()
        .await
}

/// The good token with this hash, and whose it is: not ended, its owner works here and has the role it was made under.
pub(super) async fn good(
    tx: &mut Tx,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<(TokenRow, PersonId)>, DbError> {
    #[derive(sqlx::FromRow)]
    struct TokenMatch {
        #[sqlx(flatten)]
        token: TokenRow,
        person_id: PersonId,
    }
    let found: Option<TokenMatch> = tx
        .query(concat!(
            "SELECT ",
            token_columns!(),
            ", t.person_id FROM api_tokens t JOIN people p ON p.id = t.person_id
             WHERE t.token_hash = $1 AND (t.expires_at IS NULL OR t.expires_at > $2) AND t.role = p.role AND p.active = $3"
        ))
        .bind_all((token_hash, now, true))
        .optional()
        .await?;
    Ok(found.map(|found| (found.token, found.person_id)))
}

/// Notes a use; an earlier one than is noted changes nothing.
pub(crate) async fn touch(tx: &mut Tx, token_hash: &str, now: Timestamp) -> Result<(), DbError> {
    tx.query("UPDATE api_tokens SET used_at = $2 WHERE token_hash = $1 AND (used_at IS NULL OR used_at < $2)")
        .bind_all((token_hash, now))
        .execute()
        .await
        .map(drop)
}

/// A person's tokens, newest first.
pub async fn of_person(tx: &mut Tx, person: &PersonId) -> Result<Vec<TokenRow>, DbError> {
    tx.query(concat!(
        "SELECT ",
        token_columns!(),
        " FROM api_tokens t WHERE t.person_id = $1 ORDER BY t.created_at DESC, t.id"
    ))
    .bind(person)
    .all()
    .await
}

/// A token with its owner.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OwnedToken {
    /// The token.
    #[sqlx(flatten)]
    pub token: TokenRow,
    /// Whose.
    pub person_id: PersonId,
    /// Their name.
    pub person: String,
}

/// Everybody's tokens, by owner, newest first.
pub async fn of_everybody(tx: &mut Tx) -> Result<Vec<OwnedToken>, DbError> {
    tx.query(concat!(
        "SELECT ",
        token_columns!(),
        ", t.person_id, p.name AS person FROM api_tokens t JOIN people p ON p.id = t.person_id
         ORDER BY p.name_folded, p.id, t.created_at DESC, t.id"
    ))
    .all()
    .await
}

/// Ends one token of this person; says whether there was one.
pub(super) async fn delete(tx: &mut Tx, person: &PersonId, id: &TokenId) -> Result<bool, DbError> {
    tx.query("DELETE FROM api_tokens WHERE person_id = $1 AND id = $2")
        .bind_all((person, id))
        .execute()
        .await
        .map(|rows| rows > 0)
}

/// One token, whoever's, with its owner.
pub(super) async fn find(tx: &mut Tx, id: &TokenId) -> Result<Option<OwnedToken>, DbError> {
    tx.query(concat!(
        "SELECT ",
        token_columns!(),
        ", t.person_id, p.name AS person FROM api_tokens t JOIN people p ON p.id = t.person_id WHERE t.id = $1"
    ))
    .bind(id)
    .optional()
    .await
}

/// Ends every token of this person.
pub(crate) async fn delete_all(tx: &mut Tx, person: &PersonId) -> Result<(), DbError> {
    tx.query("DELETE FROM api_tokens WHERE person_id = $1")
        .bind(person)
        .execute()
        .await
        .map(drop)
}

/// Gives tokens from before an end; returns how many there were.
pub(super) async fn set_missing_ends(tx: &mut Tx, end: Timestamp) -> Result<u64, DbError> {
    tx.query("UPDATE api_tokens SET expires_at = $1 WHERE expires_at IS NULL")
        .bind(end)
        .execute()
        .await
}

/// Removes tokens that ended before `since`.
pub(crate) async fn sweep(tx: &mut Tx, since: Timestamp) -> Result<(), DbError> {
    tx.query("DELETE FROM api_tokens WHERE expires_at <= $1")
        .bind(since)
        .execute()
        .await
        .map(drop)
}
