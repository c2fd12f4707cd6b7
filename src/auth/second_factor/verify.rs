//! The second step of a sign-in: the password was right, and a code, a recovery code or a passkey is still to come.
//!
//! Decides that what lies between is a half session: a cookie of its own that opens nothing but this step, for ten minutes.
//! It ends with whatever ends sessions ([`crate::auth::endings`]), so what was proved before a new password is worth nothing
//! after it. Codes of the app are guessed at most as [`Bucket::second_factor`] allows, and none is taken twice: the last step
//! is kept in the transaction that opens the session. Recovery codes and passkeys are out of any guesser's reach and pass
//! also while codes have to wait; so somebody who has the password locks nobody out.

use axum::http::HeaderMap;
use axum_extra::extract::cookie::CookieJar;

use super::passkeys::Site;
use super::{app_codes::AppCode, recovery, store};
use crate::audit::{self, Act, Detail};
use crate::auth::Auth;
use crate::auth::admit::ClientSeat;
use crate::auth::notices::NoticeKind;
use crate::auth::throttle::Bucket;
use crate::config::Config;
use crate::cookie;
use crate::db::Tx;
use crate::error::{Error, ErrorKind, Result};
use crate::people::{self, Person};
use crate::time::Timestamp;

/// So long the second step may take, in seconds.
const HALF_S: i64 = 10 * 60;

/// Somebody whose password was right.
#[derive(Debug)]
pub(crate) struct PasswordPassed {
    /// Who they say they are.
    pub(crate) person: Person,
    hash: String,
}

/// The cookie's name: with the `__Host-` promise when we are reached by https.
pub(crate) fn half_cookie_name(config: &Config) -> &'static str {
    if config.is_secure() { "__Host-half" } else { "half" }
}

impl Auth {
    /// The password was right: returns the cookie for the second step.
    pub(crate) async fn start_half(&self, tx: &mut Tx, person: &Person, now: Timestamp) -> Result<String> {
        let secret = self.core.randomness.secret();
        let ends = now.plus_ms(HALF_S * 1000);
        store::insert_half(tx, &crate::id::hashed(&secret), &person.id, now, ends).await?;
        Ok(cookie::set(half_cookie_name(&self.core.config), &secret, HALF_S))
    }

    /// Who is between the steps in this browser.
    pub(crate) async fn half(&self, headers: &HeaderMap, now: Timestamp) -> Result<Option<PasswordPassed>> {
        let cookies = CookieJar::from_headers(headers);
        let Some(cookie) = cookies.get(half_cookie_name(&self.core.config)) else {
            return Ok(None);
        };
        let hash = crate::id::hashed(cookie.value());
        let mut tx = self.core.db.read().await?;
        let Some(id) = store::half(&mut tx, &hash, now).await? else {
            return Ok(None);
        };
        let person = people::store::person(&mut tx, &id).await?;
        Ok(person
            .filter(|person| person.active)
            .map(|person| PasswordPassed { person, hash }))
    }

    /// By a code of the app or a recovery code. Errors: `code-wrong`, `code-used`, `guess-wait`, `sign-in-ended`.
    pub(crate) async fn by_code(
        &self,
        half: &PasswordPassed,
        typed: &str,
        seat: &ClientSeat,
    ) -> Result<SecondStepOutcome> {
        let (now, person) = (self.core.now(), &half.person);
        let mut tx = self.core.db.read().await?;
        let recovery = recovery::hash(typed);
        if let Some(hash) = &recovery
            && store::has_code(&mut tx, &person.id, hash).await?
        {
            drop(tx);
            return self.by_recovery_code(half, hash, seat).await;
        }
        let stored = store::app(&mut tx, &person.id).await?;
        drop(tx);
        let guess = match self.guess(&[Bucket::second_factor(&person.id)], now).await {
            Err(error) if error.kind() == ErrorKind::TooMany => {
                self.codes_fail(person, seat).await?;
                return Err(error);
            }
            guess => guess?,
        };
        let wrong = || Error::new(ErrorKind::BadInput, "code-wrong");
        let stored = stored
            .filter(|stored| stored.confirmed_at.is_some())
            .ok_or_else(wrong)?;
        let codes = AppCode::new(&stored.secret, &self.core.config.company, &person.login)?;
        let step = codes.step(typed, now).ok_or_else(wrong)?;
        let mut tx = self.core.db.write().await?;
        end_half(&mut tx, half).await?;
        if !store::take_step(&mut tx, &person.id, &stored.secret, step).await? {
            return Err(Error::new(ErrorKind::BadInput, "code-used"));
        }
        guess.right(&mut tx).await?;
        let cookies = self.admit(&mut tx, person, seat, now).await?;
        tx.commit().await?;
        Ok(SecondStepOutcome {
            cookies,
            recovery_left: None,
        })
    }

    async fn by_recovery_code(
        &self,
        half: &PasswordPassed,
        hash: &str,
        seat: &ClientSeat,
    ) -> Result<SecondStepOutcome> {
        let (now, person) = (self.core.now(), &half.person);
        let mut tx = self.core.db.write().await?;
        end_half(&mut tx, half).await?;
        if !store::take_code(&mut tx, &person.id, hash).await? {
            return Err(Error::new(ErrorKind::BadInput, "code-used"));
        }
        let left = store::factors(&mut tx, &person.id).await?.recovery_left;
        let entry = Act::RecoveryCodeUsed.to(&person.id);
        audit::record(&mut tx, &self.core, person, entry.with(Detail::Number(left))).await?;
        let cookies = self.admit(&mut tx, person, seat, now).await?;
        self.tell_notice(&mut tx, person, NoticeKind::RecoveryCodeUsed, seat, None)
            .await?;
        tx.commit().await?;
        Ok(SecondStepOutcome {
            cookies,
            recovery_left: Some(left),
        })
    }

    /// What the person's device is asked; none when they have no passkey or there can be none here.
    pub(crate) async fn passkey_challenge(&self, half: &PasswordPassed) -> Result<Option<serde_json::Value>> {
        let Some(site) = Site::from_config(&self.core.config) else {
            return Ok(None);
        };
        let mut tx = self.core.db.write().await?;
        let there = store::passkeys(&mut tx, &half.person.id).await?;
        if there.is_empty() {
            return Ok(None);
        }
        let question = site.ask(&there)?;
        let ends = self.core.now().plus_ms(HALF_S * 1000);
        store::set_challenge(&mut tx, &half.hash, &question.state, ends).await?;
        tx.commit().await?;
        Ok(Some(question.options))
    }

    /// By what the person's device answered. Errors: `passkey-refused`, `sign-in-ended`.
    pub(crate) async fn by_passkey(
        &self,
        half: &PasswordPassed,
        answer: &str,
        seat: &ClientSeat,
    ) -> Result<SecondStepOutcome> {
        let (now, person) = (self.core.now(), &half.person);
        let refused = || Error::new(ErrorKind::BadInput, "passkey-refused");
        let site = Site::from_config(&self.core.config).ok_or_else(refused)?;
        let mut tx = self.core.db.write().await?;
        let state = store::take_challenge(&mut tx, &half.hash, now).await?;
        let there = store::passkeys(&mut tx, &person.id).await?;
        tx.commit().await?;
        let used = site.answered(there, &state.ok_or_else(refused)?, answer)?;
        let mut tx = self.core.db.write().await?;
        end_half(&mut tx, half).await?;
        if !store::use_passkey(&mut tx, &used, now).await? {
            return Err(refused());
        }
        let cookies = self.admit(&mut tx, person, seat, now).await?;
        tx.commit().await?;
        Ok(SecondStepOutcome {
            cookies,
            recovery_left: None,
        })
    }
}

/// Somebody who has come in by the second step.
#[derive(Debug)]
pub(crate) struct SecondStepOutcome {
    /// `Set-Cookie` values.
    pub(crate) cookies: Vec<String>,
    /// How many recovery codes are left, when one was used.
    pub(crate) recovery_left: Option<i64>,
}

/// The half session becomes a whole one, once.
async fn end_half(tx: &mut Tx, half: &PasswordPassed) -> Result<()> {
    if store::take_half(tx, &half.hash).await? {
        Ok(())
    } else {
        Err(Error::new(ErrorKind::SignInNeeded, "sign-in-ended"))
    }
}
