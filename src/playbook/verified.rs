//! That somebody has looked at a text and it is still right.
//!
//! Decides that a verification holds for that very text: whoever changes it has to look again. When it runs out is the
//! entry's review date; what else a verification does is left to `upkeep`.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use super::entry::{Entry, EntryId};
use crate::db::{DbError, Tx};
use crate::id::{PersonId, hex};
use crate::people::{Permission, Person};
use crate::time::{Day, Timestamp};

/// Bytes of the hash that names a text: collisions are out of reach, the name stays short.
const HASH_BYTES: usize = 16;
/// Letters of a text's name.
pub const HASH_LETTERS: usize = HASH_BYTES * 2;

/// The last time somebody looked.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Verification {
    /// The entry, as text.
    pub entry: String,
    /// Name of the text.
    pub source_hash: String,
    /// Who; absent when they are gone.
    pub person: Option<String>,
    /// When.
    pub verified_at: Timestamp,
}

/// The name of a text: 32 hexadecimal digits.
pub fn hash(source: &str) -> String {
    hex(&Sha256::digest(source.as_bytes())[..HASH_BYTES])
}

impl Verification {
    /// Does it hold for the entry as it is, today?
    pub fn holds(&self, entry: &Entry, today: Day) -> bool {
        entry.overdue_days(today) <= 0 && self.source_hash == hash(&entry.source)
    }
}

/// May somebody say that this text is still right? Its owner, and whoever edits the book.
pub fn may_verify(person: &Person, entry: &Entry) -> bool {
    person.may(Permission::EditPlaybook) || person.login == entry.facts.owner
}

/// The verification of one entry.
pub async fn find(tx: &mut Tx, entry: &EntryId) -> Result<Option<Verification>, DbError> {
    tx.query(
        "SELECT v.entry, v.source_hash, p.name AS person, v.verified_at
         FROM entry_verifications v LEFT JOIN people p ON p.id = v.person_id WHERE v.entry = $1",
    )
    .bind(entry.to_string())
    .optional()
    .await
}

/// Every verification, by entry.
pub async fn all(tx: &mut Tx) -> Result<HashMap<String, Verification>, DbError> {
    let found: Vec<Verification> = tx
        .query(
            "SELECT v.entry, v.source_hash, p.name AS person, v.verified_at
             FROM entry_verifications v LEFT JOIN people p ON p.id = v.person_id",
        )
        .all()
        .await?;
    Ok(found.into_iter().map(|it| (it.entry.clone(), it)).collect())
}

/// Notes that a text was looked at.
pub async fn put(
    tx: &mut Tx,
    entry: &EntryId,
    source: &str,
    person: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO entry_verifications (entry, source_hash, person_id, verified_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (entry) DO UPDATE SET source_hash = excluded.source_hash, person_id = excluded.person_id,
             verified_at = excluded.verified_at",
    )
    .bind_all((entry.to_string(), hash(source), person, now))
    .execute_exactly(1)
    .await
}
