//! Bearer tokens of the JSON API: made by a signed-in person or from the shell, shown once, stored as a hash.

use super::store::{self, TokenRow};
use crate::app::App;
use crate::error::{Error, FieldError, Result};
use crate::id::TokenId;
use crate::people::{self, Person};
use crate::time::Timestamp;

/// Marks our tokens for secret scanners.
const PREFIX: &str = "sbk_";
/// A use is noted at most so often.
const TOUCH_MS: i64 = 60_000;

/// A fresh token; the only time its secret is seen.
#[derive(Debug)]
pub struct NewToken {
    /// Identifier, for ending it.
    pub id: TokenId,
    /// The owner's name for it.
    pub name: String,
    /// The secret to send as `Authorization: Bearer …`.
    pub secret: String,
    /// When made.
    pub created_at: Timestamp,
}

/// Makes a token that may do what its owner may. Error: `token-name` on field `name`.
pub async fn create_token(app: &App, owner: &Person, name: &str) -> Result<NewToken> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(Error::fields(vec![FieldError {
            field: "name",
            code: "token-name",
        }]));
    }
    let now = app.clock.now();
    let secret = format!("{PREFIX}{}", app.randomness.secret());
    let row = TokenRow {
        id: TokenId::new(now, &app.randomness),
        name: name.to_owned(),
        created_at: now,
        used_at: None,
    };
    let mut tx = app.db.write().await?;
    store::insert_token(&mut tx, &row, &owner.id, &super::hash(&secret)).await?;
    tx.commit().await?;
    Ok(NewToken {
        id: row.id,
        name: row.name,
        secret,
        created_at: now,
    })
}

/// The owner of a token; notes the use.
pub(super) async fn person(app: &App, secret: &str, now: Timestamp) -> Result<Option<Person>> {
    let token_hash = super::hash(secret);
    let mut tx = app.db.read().await?;
    let Some((owner, used_at)) = store::token_owner(&mut tx, &token_hash).await? else {
        return Ok(None);
    };
    let person = people::store::person(&mut tx, &owner)
        .await?
        .filter(|person| person.active);
    drop(tx);
    if person.is_some() && used_at.is_none_or(|used_at| now.since(used_at) > TOUCH_MS) {
        let mut tx = app.db.write().await?;
        store::touch_token(&mut tx, &token_hash, now).await?;
        tx.commit().await?;
    }
    Ok(person)
}
