//! Signing in: throttle → password → session, or the second step ([`super::second_factor`]) where the person has a second
//! factor; in that order, with the same sentence for an unknown name and a wrong password.

use super::admit::ClientSeat;
use super::throttle::Bucket;
use super::{Auth, password, second_factor, store};
use crate::audit::{self, Act, AuditSubject, Detail, Performer};
use crate::db::Tx;
use crate::error::{Error, ErrorKind, Result};
use crate::people::{self, Person};
use crate::time::Timestamp;

/// What somebody typed, where, and in what browser.
pub struct SignInAttempt {
    /// Sign-in name.
    pub login: String,
    /// Password.
    pub password: String,
    /// The visitor's address.
    pub address: String,
    /// The secret of a browser that is known.
    pub browser: Option<String>,
    /// The browser's own description.
    pub user_agent: String,
}

impl std::fmt::Debug for SignInAttempt {
    /// Without what was typed: people mix the fields up.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// Somebody whose password was right.
#[derive(Debug)]
pub struct SignInOutcome {
    /// Who.
    pub person: Person,
    /// `Set-Cookie` values: the session, and the browser that is known from now on; or what opens the second step.
    pub cookies: Vec<String>,
    /// Are they in, or is the second factor still to come?
    pub is_in: bool,
}

impl Auth {
    /// Lets somebody in whose password was right, or as far as the second step.
    pub(super) async fn enter(
        &self,
        tx: &mut Tx,
        person: Person,
        seat: &ClientSeat,
        now: Timestamp,
    ) -> Result<SignInOutcome> {
        if second_factor::store::has_factor(tx, &person.id).await? {
            let cookies = vec![self.start_half(tx, &person, now).await?];
            return Ok(SignInOutcome {
                person,
                cookies,
                is_in: false,
            });
        }
        let cookies = self.admit(tx, &person, seat, now).await?;
        Ok(SignInOutcome {
            person,
            cookies,
            is_in: true,
        })
    }

    /// Signs in. Errors: `sign-in-wrong`, `guess-wait` (with `seconds`).
    pub async fn sign_in(&self, attempt: SignInAttempt) -> Result<SignInOutcome> {
        let now = self.core.now();
        let login = attempt.login.trim().to_lowercase();
        let browser_hash = attempt.browser.as_deref().map(crate::id::hashed);
        let mut tx = self.core.db.read().await?;
        let person = if people::is_login(&login) {
            people::store::person_by_login(&mut tx, &login).await?
        } else {
            None
        };
        let (mut stored, mut own_browser) = (None, None);
        if let Some(person) = &person {
            stored = people::store::password_hash(&mut tx, &person.id).await?;
            if let Some(hash) = browser_hash
                && store::is_browser_of(&mut tx, &hash, &person.id).await?
            {
                own_browser = Some(Bucket::browser(&hash, &person.id));
            }
        }
        drop(tx);
        let buckets = own_browser.map_or_else(
            || vec![Bucket::account(&login), Bucket::address(&attempt.address)],
            |own| vec![own],
        );
        let guess = self.guess(&buckets, now).await?;
        let fits = password::verify(attempt.password.clone(), stored.clone()).await?;
        let wrong = || Error::new(ErrorKind::BadInput, "sign-in-wrong");
        let place = Detail::from(&attempt.address, &attempt.user_agent);
        let (person, stored) = match (person, stored) {
            (Some(person), Some(stored)) if fits && person.active => (person, stored),
            (person, _) => {
                self.note_failure(person.as_ref(), place).await?;
                return Err(wrong());
            }
        };
        let kept = if password::is_outdated(&stored) {
            password::hash(attempt.password, &self.core.randomness).await?
        } else {
            stored.clone()
        };
        let mut tx = self.core.db.write().await?;
        // Who was let go, or got another password, while this one was checked does not slip in.
        if !people::store::keep_password(&mut tx, &person.id, &stored, &kept).await? {
            drop(tx);
            self.note_failure(Some(&person), place).await?;
            return Err(wrong());
        }
        guess.right(&mut tx).await?;
        let seat = ClientSeat {
            address: attempt.address,
            browser: attempt.browser,
            user_agent: attempt.user_agent,
        };
        let entered = self.enter(&mut tx, person, &seat, now).await?;
        tx.commit().await?;
        tracing::info!(person = %entered.person.id, is_in = entered.is_in, "the password was right");
        Ok(entered)
    }

    /// Keeps that somebody did not get in: for the person where the name is one, never by the name that was typed, because
    /// people type their passwords there.
    async fn note_failure(&self, person: Option<&Person>, place: Detail) -> Result<()> {
        let failed = person.map_or_else(
            || Act::SignInFailed.on(AuditSubject::Service),
            |person| Act::SignInFailed.to(&person.id),
        );
        let mut tx = self.core.db.write().await?;
        audit::record_counted(&mut tx, &self.core, Performer::Stranger, failed.with(place)).await?;
        tx.commit().await?;
        Ok(())
    }
}
