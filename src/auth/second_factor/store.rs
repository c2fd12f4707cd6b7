//! SQL of second factors and of sign-ins that wait for one.

use crate::db::{DbError, Tx};
use crate::id::{PasskeyId, PersonId};
use crate::time::Timestamp;

/// The app's secret of one person.
#[derive(Clone, sqlx::FromRow)]
pub(crate) struct StoredApp {
    /// Base 32.
    pub(super) secret: String,
    /// When a code of it was entered first; absent while it is being set up.
    pub(super) confirmed_at: Option<Timestamp>,
}

impl std::fmt::Debug for StoredApp {
    /// Without the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredApp").finish_non_exhaustive()
    }
}

/// A passkey, as its owner sees it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct PasskeyRow {
    /// Identifier.
    pub(crate) id: PasskeyId,
    /// The owner's name for it.
    pub(crate) name: String,
    /// Its public half, as the library keeps it.
    pub(crate) passkey: String,
    /// When added.
    pub(crate) created_at: Timestamp,
    /// When it was used last.
    pub(crate) used_at: Option<Timestamp>,
}

/// What a person has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Factors {
    /// Since when an app gives codes.
    pub(crate) app_since: Option<Timestamp>,
    /// Passkeys, the oldest first.
    pub(crate) passkeys: Vec<PasskeyRow>,
    /// How many recovery codes are left.
    pub(crate) recovery_left: i64,
}

impl Factors {
    /// Is there a second factor at all?
    pub(crate) fn any(&self) -> bool {
        self.app_since.is_some() || !self.passkeys.is_empty()
    }
}

/// What this person has.
pub(crate) async fn factors(tx: &mut Tx, person: &PersonId) -> Result<Factors, DbError> {
    Ok(Factors {
        app_since: app(tx, person).await?.and_then(|app| app.confirmed_at),
        passkeys: passkeys(tx, person).await?,
        recovery_left: tx
            .query("SELECT COUNT(*) FROM recovery_codes WHERE person_id = $1")
            .bind(person)
            .scalar()
            .await?,
    })
}

/// Has this person a second factor?
pub(crate) async fn has_factor(tx: &mut Tx, person: &PersonId) -> Result<bool, DbError> {
    let n: i64 = tx
        .query(
            "SELECT (SELECT COUNT(*) FROM totp_secrets WHERE person_id = $1 AND confirmed_at IS NOT NULL)
                  + (SELECT COUNT(*) FROM passkeys WHERE person_id = $1)",
        )
        .bind(person)
        .scalar()
        .await?;
    Ok(n > 0)
}

/// The app's secret, confirmed or not.
pub(super) async fn app(tx: &mut Tx, person: &PersonId) -> Result<Option<StoredApp>, DbError> {
    tx.query("SELECT secret, confirmed_at FROM totp_secrets WHERE person_id = $1")
        .bind(person)
        .optional()
        .await
}

/// A secret that is being set up, in place of one that was never confirmed; says whether it could be.
pub(super) async fn begin_app(
    tx: &mut Tx,
    person: &PersonId,
    secret: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    tx.query(
        "INSERT INTO totp_secrets (person_id, secret, created_at, confirmed_at, last_step) VALUES ($1, $2, $3, NULL, 0)
         ON CONFLICT (person_id) DO UPDATE SET secret = $2, created_at = $3 WHERE totp_secrets.confirmed_at IS NULL",
    )
    .bind_all((person, secret, now))
    .execute()
    .await
    .map(|rows| rows > 0)
}

/// The secret counts from now on; says whether it was this one, and not confirmed before.
pub(super) async fn confirm_app(
    tx: &mut Tx,
    person: &PersonId,
    secret: &str,
    step: i64,
    now: Timestamp,
) -> Result<bool, DbError> {
    tx.query(
        "UPDATE totp_secrets SET confirmed_at = $4, last_step = $3
         WHERE person_id = $1 AND secret = $2 AND confirmed_at IS NULL",
    )
    .bind_all((person, secret, step, now))
    .execute()
    .await
    .map(|rows| rows > 0)
}

/// Takes a code of this step, of this secret; says whether it had not been taken before, nor a later one.
pub(super) async fn take_step(
    tx: &mut Tx,
    person: &PersonId,
    secret: &str,
    step: i64,
) -> Result<bool, DbError> {
    tx.query(
        "UPDATE totp_secrets SET last_step = $3
         WHERE person_id = $1 AND secret = $2 AND confirmed_at IS NOT NULL AND last_step < $3",
    )
    .bind_all((person, secret, step))
    .execute()
    .await
    .map(|rows| rows > 0)
}

/// Removes the app's secret; says whether one counted.
pub(super) async fn delete_app(tx: &mut Tx, person: &PersonId) -> Result<bool, DbError> {
    let counted = app(tx, person)
        .await?
        .is_some_and(|app| app.confirmed_at.is_some());
    tx.query("DELETE FROM totp_secrets WHERE person_id = $1")
        .bind(person)
        .execute()
        .await?;
    Ok(counted)
}

/// A person's passkeys, the oldest first.
pub(super) async fn passkeys(tx: &mut Tx, person: &PersonId) -> Result<Vec<PasskeyRow>, DbError> {
    tx.query(
        "SELECT id, name, passkey, created_at, used_at FROM passkeys WHERE person_id = $1 ORDER BY created_at, id",
    )
    .bind(person)
    .all()
    .await
}

/// Adds a passkey.
pub(super) async fn insert_passkey(
    tx: &mut Tx,
    person: &PersonId,
    credential: &str,
    row: &PasskeyRow,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO passkeys (id, person_id, credential_id, name, passkey, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind_all((&row.id, person, credential, &row.name))
    .bind_all((&row.passkey, row.created_at))
    .execute_exactly(1)
    .await
}

/// Notes that a passkey was used, with what has changed in it; says whether it is still there.
pub(super) async fn use_passkey(tx: &mut Tx, row: &PasskeyRow, now: Timestamp) -> Result<bool, DbError> {
    tx.query("UPDATE passkeys SET passkey = $2, used_at = $3 WHERE id = $1")
        .bind_all((&row.id, &row.passkey, now))
        .execute()
        .await
        .map(|rows| rows > 0)
}

/// Removes a passkey of this person; says whether there was one.
pub(super) async fn delete_passkey(tx: &mut Tx, person: &PersonId, id: &PasskeyId) -> Result<bool, DbError> {
    tx.query("DELETE FROM passkeys WHERE person_id = $1 AND id = $2")
        .bind_all((person, id))
        .execute()
        .await
        .map(|rows| rows > 0)
}

/// Removes all passkeys of this person.
pub(super) async fn delete_passkeys(tx: &mut Tx, person: &PersonId) -> Result<(), DbError> {
    tx.query("DELETE FROM passkeys WHERE person_id = $1")
        .bind(person)
        .execute()
        .await
        .map(drop)
}

/// These recovery codes in place of those there were.
pub(super) async fn set_codes(tx: &mut Tx, person: &PersonId, hashes: &[String]) -> Result<(), DbError> {
    tx.query("DELETE FROM recovery_codes WHERE person_id = $1")
        .bind(person)
        .execute()
        .await?;
    for hash in hashes {
        tx.query("INSERT INTO recovery_codes (person_id, code_hash) VALUES ($1, $2)")
            .bind_all((person, hash))
            .execute_exactly(1)
            .await?;
    }
    Ok(())
}

/// Is this one of the recovery codes that are left?
pub(super) async fn has_code(tx: &mut Tx, person: &PersonId, hash: &str) -> Result<bool, DbError> {
    let n: i64 = tx
        .query("SELECT COUNT(*) FROM recovery_codes WHERE person_id = $1 AND code_hash = $2")
        .bind_all((person, hash))
        .scalar()
        .await?;
    Ok(n > 0)
}

/// Uses a recovery code up; says whether it was there.
pub(super) async fn take_code(tx: &mut Tx, person: &PersonId, hash: &str) -> Result<bool, DbError> {
    tx.query("DELETE FROM recovery_codes WHERE person_id = $1 AND code_hash = $2")
        .bind_all((person, hash))
        .execute()
        .await
        .map(|rows| rows > 0)
}

/// A sign-in that waits for its second factor.
pub(super) async fn insert_half(
    tx: &mut Tx,
    token_hash: &str,
    person: &PersonId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO half_sessions (token_hash, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
    )
    .bind_all((token_hash, person, now, expires_at))
    .execute_exactly(1)
    .await
}

/// Whose sign-in this is, as long as it waits.
pub(super) async fn half(tx: &mut Tx, token_hash: &str, now: Timestamp) -> Result<Option<PersonId>, DbError> {
    let row: Option<(PersonId,)> = tx
        .query("SELECT person_id FROM half_sessions WHERE token_hash = $1 AND expires_at > $2")
        .bind_all((token_hash, now))
        .optional()
        .await?;
    Ok(row.map(|row| row.0))
}

/// Ends a sign-in that waited; says whether it still did.
pub(super) async fn take_half(tx: &mut Tx, token_hash: &str) -> Result<bool, DbError> {
    tx.query("DELETE FROM half_sessions WHERE token_hash = $1")
        .bind(token_hash)
        .execute()
        .await
        .map(|rows| rows > 0)
}

/// Ends every sign-in of this person that waits.
pub(crate) async fn delete_halves(tx: &mut Tx, person: &PersonId) -> Result<(), DbError> {
    // What their devices were asked is found by these sessions alone, and it lists their keys.
    tx.query(
        "DELETE FROM passkey_challenges WHERE asked_by IN (
             SELECT token_hash FROM half_sessions WHERE person_id = $1
             UNION ALL SELECT token_hash FROM sessions WHERE person_id = $1)",
    )
    .bind(person)
    .execute()
    .await?;
    tx.query("DELETE FROM half_sessions WHERE person_id = $1")
        .bind(person)
        .execute()
        .await
        .map(drop)
}

/// What a passkey is asked to sign, in place of what this session asked before.
pub(super) async fn set_challenge(
    tx: &mut Tx,
    asked_by: &str,
    state: &str,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO passkey_challenges (asked_by, state, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (asked_by) DO UPDATE SET state = $2, expires_at = $3",
    )
    .bind_all((asked_by, state, expires_at))
    .execute_exactly(1)
    .await
}

/// What was asked, for an answer; the next answer needs another question.
pub(super) async fn take_challenge(
    tx: &mut Tx,
    asked_by: &str,
    now: Timestamp,
) -> Result<Option<String>, DbError> {
    let row: Option<(String, Timestamp)> = tx
        .query("DELETE FROM passkey_challenges WHERE asked_by = $1 RETURNING state, expires_at")
        .bind(asked_by)
        .optional()
        .await?;
    Ok(row.filter(|(_, ends)| *ends > now).map(|(state, _)| state))
}

/// Removes what has ended by itself.
pub(crate) async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    tx.query("DELETE FROM half_sessions WHERE expires_at <= $1")
        .bind(now)
        .execute()
        .await?;
    tx.query("DELETE FROM passkey_challenges WHERE expires_at <= $1")
        .bind(now)
        .execute()
        .await
        .map(drop)
}
