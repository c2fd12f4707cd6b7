//! One-time links: the first administrator's, and a new or forgetful person's password link.
//!
//! The secret stands behind the `#` of the link: a browser sends that part to nobody, so it is in no log of a proxy and in no
//! `Referer`. The page behind it hands the secret over in the body of a form (`accounts`). A person has one link at a
//! time, the newest; the first administrator's is good as long as there is nobody.

use super::admit::ClientSeat;
use super::password::{self, GuesserKnowledge};
use super::sign_in::SignInOutcome;
use super::throttle::Bucket;
use super::{Auth, endings, store};
use crate::audit::{self, Act, AuditSubject, Performer};
use crate::db::{DbError, Tx};
use crate::error::{Error, Result};
use crate::people::{self, NewPerson, Person, Role};
use crate::time::Timestamp;

/// A link is good for so many days.
pub const INVITATION_DAYS: i64 = 7;

impl Auth {
    /// When nobody can sign in yet: a fresh link for the first administrator (earlier ones stop working).
    pub async fn invite_first_admin(&self) -> Result<Option<String>> {
        let mut tx = self.core.db.write().await?;
        if people::store::count(&mut tx).await? > 0 {
            return Ok(None);
        }
        store::delete_admin_invitations(&mut tx).await?;
        let (now, secret) = (self.core.now(), self.core.randomness.secret());
        store::insert_admin_invitation(&mut tx, &crate::id::hashed(&secret), now, end(now)).await?;
        audit::record(
            &mut tx,
            &self.core,
            Performer::Shell,
            Act::PersonInvited.on(AuditSubject::Service),
        )
        .await?;
        tx.commit().await?;
        Ok(Some(self.invitation_link(&secret)))
    }

    /// Is there nobody yet?
    pub async fn is_without_people(&self) -> Result<bool> {
        let mut tx = self.core.db.read().await?;
        Ok(people::store::count(&mut tx).await? == 0)
    }

    /// A link with which this person chooses a password; the one before it stops working. Whoever has it can enter as them: a
    /// person who has a password already is told that it was made, and when it is used ([`super::links`]).
    pub async fn invite(&self, by: impl Into<Performer<'_>>, person: &Person) -> Result<String> {
        let by = by.into();
        let (now, secret) = (self.core.now(), self.core.randomness.secret());
        let mut tx = self.core.db.write().await?;
        store::set_invitation(&mut tx, &crate::id::hashed(&secret), &person.id, now, end(now)).await?;
        let has_password = people::store::password_hash(&mut tx, &person.id).await?.is_some();
        let act = if has_password {
            Act::LinkMade
        } else {
            Act::PersonInvited
        };
        audit::record(&mut tx, &self.core, by, act.to(&person.id)).await?;
        tx.commit().await?;
        Ok(self.invitation_link(&secret))
    }

    fn invitation_link(&self, secret: &str) -> String {
        format!("{}/invitation#{secret}", self.core.config.public_url)
    }

    /// Reads a link without using it up; `address` is where wrong ones are counted. Errors: `invitation-ended`, `guess-wait`.
    pub(crate) async fn guest(&self, secret: &str, address: &str) -> Result<Guest> {
        let now = self.core.now();
        let mut tx = self.core.db.read().await?;
        let found = good(&mut tx, secret, now).await?;
        drop(tx);
        if let Some(guest) = found {
            return Ok(guest);
        }
        self.wrong_secret(Bucket::links(address), now).await?;
        Err(ended())
    }

    /// Uses the link up: sets the password (creating the first administrator) and signs in, where there is a second factor up to
    /// it: a link stands for the password alone.
    pub(crate) async fn accept(
        &self,
        secret: &str,
        form: &Welcome,
        seat: &ClientSeat,
    ) -> Result<SignInOutcome> {
        let guest = self.guest(secret, &seat.address).await?;
        let now = self.core.now();
        let (person, is_new) = match guest {
            Guest::Known(person) => (person, false),
            Guest::FirstAdmin => {
                let new = NewPerson {
                    name: form.name.clone(),
                    login: form.login.clone(),
                    role: Role::Admin,
                    team_id: None,
                    locale: None,
                };
                (new.check(now, &self.core.randomness)?, true)
            }
        };
        let about = GuesserKnowledge {
            login: &person.login,
            name: &person.name,
            company: &self.core.config.company,
        };
        password::accept("password", &form.password, &about).await?;
        let hash = password::hash(form.password.clone(), &self.core.randomness).await?;
        let used = |error: DbError| error.or_lost(ended());
        let secret_hash = crate::id::hashed(secret);
        let mut tx = self.core.db.write().await?;
        let mut act = Act::InvitationUsed;
        if is_new {
            store::use_invitation(&mut tx, &secret_hash).await.map_err(used)?;
            store::delete_admin_invitations(&mut tx).await?;
            if people::store::count(&mut tx).await? > 0 {
                return Err(ended());
            }
            people::store::insert(&mut tx, &person, Some(hash)).await?;
            audit::record(&mut tx, &self.core, &person, Act::PersonAdded.to(&person.id)).await?;
        } else {
            if people::store::password_hash(&mut tx, &person.id).await?.is_some() {
                act = Act::LinkUsed;
            }
            // The person's row first, as those do who let somebody go: the two never wait for each other.
            people::store::set_password(&mut tx, &person.id, &hash).await?;
            store::use_invitation(&mut tx, &secret_hash).await.map_err(used)?;
            let browser = seat.browser.as_deref().map(crate::id::hashed);
            endings::by_new_password(&mut tx, &person.id, None, browser.as_deref()).await?;
        }
        let entry = act.to(&person.id);
        let entry = entry.with(seat.place());
        audit::record(&mut tx, &self.core, &person, entry).await?;
        let entered = self.enter(&mut tx, person, seat, now).await?;
        tx.commit().await?;
        self.remembered.forget(&entered.person.id);
        Ok(entered)
    }
}

fn end(now: Timestamp) -> Timestamp {
    now.plus_ms(INVITATION_DAYS * 24 * 60 * 60 * 1000)
}

/// The secret in what somebody pasted: a whole link, old or new, or the secret alone.
pub(crate) fn secret_in(pasted: &str) -> &str {
    pasted.trim().rsplit(['#', '/']).next().unwrap_or_default()
}

/// Whom a link greets.
#[derive(Debug, Clone)]
pub(crate) enum Guest {
    /// The first administrator, who also gives name and login.
    FirstAdmin,
    /// Somebody already entered.
    Known(Person),
}

async fn good(tx: &mut Tx, secret: &str, now: Timestamp) -> Result<Option<Guest>> {
    Ok(
        match store::invitation(tx, &crate::id::hashed(secret), now).await? {
            None => None,
            Some(None) => (people::store::count(tx).await? == 0).then_some(Guest::FirstAdmin),
            Some(Some(id)) => people::store::person(tx, &id)
                .await?
                .filter(|person| person.active)
                .map(Guest::Known),
        },
    )
}

fn ended() -> Error {
    Error::not_found("invitation-ended")
}

/// What the guest filled in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Welcome {
    /// Full name (first administrator only).
    pub(crate) name: String,
    /// Sign-in name (first administrator only).
    pub(crate) login: String,
    /// The chosen password.
    pub(crate) password: String,
}

#[cfg(test)]
mod tests {
    use super::secret_in;

    #[test]
    fn the_secret_is_found_in_whatever_was_pasted() {
        for pasted in [
            "0a1b",
            " 0a1b\n",
            "https://book.example.ru/invitation#0a1b",
            "http://127.0.0.1:8080/welcome/0a1b",
        ] {
            assert_eq!(secret_in(pasted), "0a1b");
        }
        assert_eq!(secret_in(""), "");
    }
}
