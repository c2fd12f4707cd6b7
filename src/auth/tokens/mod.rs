//! Bearer tokens of the JSON API: made by a signed-in person or from the shell, shown once, stored as a hash.
//!
//! A token has scopes ([`TokenScope`]) and an end, and may do what its scopes name as far as its owner may. It opens no page,
//! makes no other token and touches no password: only routes that declare a scope let tokens in ([`ForTokens`], kept by the
//! guard of [`crate::web::Routes`]). It holds for the role its owner had when it was made, so it neither rises with a
//! promotion nor outlives one. [`super::endings`] says what else ends it.

mod scope;
pub mod store;

pub use scope::{ForTokens, Scopes, TokenScope};
pub use store::{OwnedToken, TokenRow};

use super::Auth;
use super::identity_cache::{Credential, KnownIdentity, PersonRecord};
use super::throttle::Bucket;
use crate::audit::{self, Act, Performer};
use crate::error::{Error, FieldError, Result};
use crate::id::TokenId;
use crate::people::{self, Person};
use crate::time::Timestamp;

/// Marks our tokens for secret scanners.
const PREFIX: &str = "sbk_";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Tokens of a person at most: all of them stand on one page.
const MOST: i64 = 200;
/// Days of a token when nobody says otherwise; fewer where the setting `token_days` allows fewer.
const USUAL_DAYS: i64 = 90;
/// An ended token is still shown to its owner for so many days.
pub(super) const SHOWN_DAYS: i64 = 30;

impl Auth {
    /// Days of a token when nobody says otherwise.
    pub fn usual_token_days(&self) -> i64 {
        USUAL_DAYS.min(self.core.config.token_days)
    }

    /// Makes a token; `by` is the owner or the command line. Errors on fields: `token-name`, `token-scopes`, `token-days`,
    /// `token-many`.
    pub async fn create_token(
        &self,
        by: impl Into<Performer<'_>>,
        owner: &Person,
        request: &TokenRequest,
    ) -> Result<NewToken> {
        let by = by.into();
        let name = request.name.trim();
        let mut problems = Vec::new();
        let mut problem = |field, code| problems.push(FieldError { field, code });
        if name.is_empty() || name.chars().count() > 80 {
            problem("name", "token-name");
        }
        if request.scopes.is_empty() {
            problem("scopes", "token-scopes");
        }
        if !(1..=self.core.config.token_days).contains(&request.days) {
            problem("days", "token-days");
        }
        if !problems.is_empty() {
            return Err(Error::fields(problems));
        }
        let now = self.core.now();
        let secret = format!("{PREFIX}{}", self.core.randomness.secret());
        let token = TokenRow {
            id: TokenId::new(now, &self.core.randomness),
            name: name.to_owned(),
            scopes: request.scopes.clone(),
            created_at: now,
            used_at: None,
            expires_at: Some(now.plus_ms(request.days * DAY_MS)),
            from_before: false,
        };
        let mut tx = self.core.db.write().await?;
        if store::count(&mut tx, &owner.id).await? >= MOST {
            return Err(Error::field("name", "token-many"));
        }
        store::insert(
            &mut tx,
            &token,
            &owner.id,
            owner.role,
            &crate::id::hashed(&secret),
        )
        .await?;
        audit::record(&mut tx, &self.core, by, Act::TokenMade.to(&owner.id)).await?;
        tx.commit().await?;
        Ok(NewToken { token, secret })
    }

    /// The owner ends their token; one that is gone already is no error.
    pub(crate) async fn delete_own_token(&self, owner: &Person, id: &TokenId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        if store::delete(&mut tx, &owner.id, id).await? {
            audit::record(&mut tx, &self.core, owner, Act::TokenRevoked.to(&owner.id)).await?;
        }
        tx.commit().await?;
        self.remembered.forget(&owner.id);
        Ok(())
    }

    /// An administrator, or the command line, ends anybody's token. Error: `token-not-found`.
    pub async fn revoke_token(&self, by: impl Into<Performer<'_>>, id: &TokenId) -> Result<OwnedToken> {
        let by = by.into();
        let mut tx = self.core.db.write().await?;
        let found = store::find(&mut tx, id)
            .await?
            .ok_or(Error::not_found("token-not-found"))?;
        store::delete(&mut tx, &found.person_id, id).await?;
        audit::record(&mut tx, &self.core, by, Act::TokenRevoked.to(&found.person_id)).await?;
        tx.commit().await?;
        self.remembered.forget(&found.person_id);
        Ok(found)
    }

    /// The owner of a token and what it opens; notes the use. Error: `guess-wait` for one of too many wrong ones.
    pub(super) async fn identify_token(
        &self,
        secret: &str,
        address: &str,
        now: Timestamp,
    ) -> Result<Option<(Person, Grant)>> {
        let token_hash = crate::id::hashed(secret);
        let look_up = self.look_up_token(&token_hash, now);
        let credential = Credential::Token(token_hash.clone());
        let found = self.remembered.or_look_up(credential, now, look_up).await?;
        if let Some(KnownIdentity {
            person,
            grant: Some(grant),
            ..
        }) = found
        {
            return Ok(Some((person, grant)));
        }
        self.wrong_secret(Bucket::tokens(address), now).await?;
        Ok(None)
    }

    async fn look_up_token(&self, token_hash: &str, now: Timestamp) -> Result<Option<PersonRecord>> {
        let mut tx = self.core.db.read().await?;
        let Some((token, owner)) = store::good(&mut tx, token_hash, now).await? else {
            return Ok(None);
        };
        let person = people::store::person(&mut tx, &owner).await?;
        Ok(person.map(|person| PersonRecord {
            seen: KnownIdentity {
                person,
                grant: Some(Grant {
                    id: token.id,
                    scopes: token.scopes,
                }),
                // It was made behind whatever was needed then.
                must_enrol: false,
            },
            noted: token.used_at,
            ends: token.expires_at,
        }))
    }

    /// Gives an end to tokens from the time when they had none; their owners see it in the profile.
    pub async fn end_old_tokens(&self) -> Result<()> {
        let days = self.usual_token_days();
        let mut tx = self.core.db.write().await?;
        let ended = store::set_missing_ends(&mut tx, self.core.now().plus_ms(days * DAY_MS)).await?;
        tx.commit().await?;
        if ended > 0 {
            tracing::warn!(
                ended,
                days,
                "tokens without an end now end in so many days; see the list of everybody's tokens"
            );
        }
        Ok(())
    }
}

/// A token to make.
#[derive(Debug, Clone)]
pub struct TokenRequest {
    /// What it is for, 1–80 characters.
    pub name: String,
    /// What it may do, at least one thing.
    pub scopes: Scopes,
    /// How long it is good, days.
    pub days: i64,
}

impl TokenRequest {
    /// One that may do everything a token can, for the usual time.
    pub fn full(auth: &Auth, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            scopes: Scopes::all(),
            days: auth.usual_token_days(),
        }
    }
}

/// A fresh token; the only time its secret is seen.
pub struct NewToken {
    /// The token.
    pub token: TokenRow,
    /// The secret to send as `Authorization: Bearer …`.
    pub secret: String,
}

/// What a good token opens.
#[derive(Debug, Clone)]
pub struct Grant {
    /// Which token.
    pub id: TokenId,
    /// What it may do.
    pub scopes: Scopes,
}

impl Grant {
    /// Does a route let this token in?
    pub fn opens(&self, door: ForTokens) -> bool {
        match door {
            ForTokens::Refused => false,
            ForTokens::Any => true,
            ForTokens::With(scope) => self.scopes.contains(scope),
        }
    }
}
