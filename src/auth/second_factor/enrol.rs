//! Setting a second factor up, changing it, taking it away.
//!
//! Decides that the app's secret counts when a code of it has been entered, a passkey when the device has answered; that the
//! first factor brings the recovery codes and ends the other sessions, which were opened without it; that the last factor
//! takes the codes with it. Every change is in the log, and the person is told of it in their other browsers. Leaves to
//! the pages whether the password is asked before ([`crate::auth::confirm`]).

use super::passkeys::Site;
use super::store::{self, PasskeyRow};
use super::{AppCode, recovery};
use crate::audit::{self, Act, Detail, Performer};
use crate::auth::admit::ClientSeat;
use crate::auth::notices::NoticeKind;
use crate::auth::{Auth, endings};
use crate::db::Tx;
use crate::error::{Error, ErrorKind, Result};
use crate::id::PasskeyId;
use crate::people::Person;
use crate::time::Timestamp;

/// A question to a device waits so long for its answer, in ms.
const ANSWER_MS: i64 = 10 * 60_000;
/// Letters of a passkey's name.
const NAME: usize = 60;

/// Who sets it up, in which session.
#[derive(Debug)]
pub(crate) struct EnrolContext<'a> {
    /// Who.
    pub(crate) person: &'a Person,
    /// Hash of the session's token.
    pub(crate) session: &'a str,
    /// Where they sit.
    pub(crate) seat: &'a ClientSeat,
}

/// A factor that counts from now on.
#[derive(Debug)]
pub(crate) struct AddedFactor {
    /// The recovery codes that came with it, seen this once; none when there were some already.
    pub(crate) codes: Option<Vec<String>>,
}

impl Auth {
    /// The app that is being set up, with its secret.
    pub(crate) async fn pending_app(&self, person: &Person) -> Result<Option<(AppCode, String)>> {
        let mut tx = self.core.db.read().await?;
        let stored = store::app(&mut tx, &person.id).await?;
        let Some(stored) = stored.filter(|stored| stored.confirmed_at.is_none()) else {
            return Ok(None);
        };
        let codes = AppCode::new(&stored.secret, &self.core.config.company, &person.login)?;
        Ok(Some((codes, stored.secret)))
    }

    /// Makes a secret for an app. Error: `app-there`.
    pub(crate) async fn begin_app(&self, person: &Person) -> Result<()> {
        let secret = AppCode::secret(&self.core.randomness);
        let mut tx = self.core.db.write().await?;
        if !store::begin_app(&mut tx, &person.id, &secret, self.core.now()).await? {
            return Err(Error::new(ErrorKind::Conflict, "app-there"));
        }
        Ok(tx.commit().await?)
    }

    /// The app gives this code: it counts. Errors: on field `code` `code-wrong`; `app-there` when there is nothing to confirm.
    pub(crate) async fn confirm_app(&self, at: &EnrolContext<'_>, code: &str) -> Result<AddedFactor> {
        let now = self.core.now();
        let there = || Error::new(ErrorKind::Conflict, "app-there");
        let (codes, secret) = self.pending_app(at.person).await?.ok_or_else(there)?;
        let step = codes
            .step(code, now)
            .ok_or_else(|| Error::field("code", "code-wrong"))?;
        let mut tx = self.core.db.write().await?;
        let first = !store::has_factor(&mut tx, &at.person.id).await?;
        if !store::confirm_app(&mut tx, &at.person.id, &secret, step, now).await? {
            return Err(there());
        }
        self.factor_added(tx, at, first, "app").await
    }

    /// What a device is asked for a new passkey. Error: `passkey-nowhere`.
    pub(crate) async fn begin_passkey(&self, at: &EnrolContext<'_>) -> Result<serde_json::Value> {
        let site = self.site()?;
        let mut tx = self.core.db.write().await?;
        let there = store::passkeys(&mut tx, &at.person.id).await?;
        let question = site.ask_new(at.person, &there)?;
        let ends = self.core.now().plus_ms(ANSWER_MS);
        store::set_challenge(&mut tx, at.session, &question.state, ends).await?;
        tx.commit().await?;
        Ok(question.options)
    }

    /// The device has answered: its passkey counts. Errors: `passkey-nowhere`, `passkey-refused`.
    pub(crate) async fn add_passkey(
        &self,
        at: &EnrolContext<'_>,
        name: &str,
        answer: &str,
    ) -> Result<AddedFactor> {
        let now = self.core.now();
        let site = self.site()?;
        let mut tx = self.core.db.write().await?;
        let state = store::take_challenge(&mut tx, at.session, now).await?;
        tx.commit().await?;
        let state = state.ok_or(Error::new(ErrorKind::BadInput, "passkey-refused"))?;
        let (credential, passkey) = site.new_passkey(&state, answer)?;
        let row = PasskeyRow {
            id: PasskeyId::new(now, &self.core.randomness),
            name: named(name, now),
            passkey,
            created_at: now,
            used_at: None,
        };
        let mut tx = self.core.db.write().await?;
        let first = !store::has_factor(&mut tx, &at.person.id).await?;
        store::insert_passkey(&mut tx, &at.person.id, &credential, &row).await?;
        self.factor_added(tx, at, first, "passkey").await
    }

    async fn factor_added(
        &self,
        mut tx: Tx,
        at: &EnrolContext<'_>,
        first: bool,
        what: &str,
    ) -> Result<AddedFactor> {
        let person = at.person;
        let mut codes = None;
        if store::factors(&mut tx, &person.id).await?.recovery_left == 0 {
            codes = Some(self.make_codes(&mut tx, person).await?);
        }
        if first {
            endings::end_sessions(&mut tx, &person.id, Some(at.session)).await?;
        }
        let entry = Act::SecondFactorAdded.to(&person.id);
        audit::record(&mut tx, &self.core, person, entry.with(Detail::word(what))).await?;
        self.tell_notice(&mut tx, person, NoticeKind::FactorAdded, at.seat, None)
            .await?;
        tx.commit().await?;
        self.remembered.forget(&person.id);
        Ok(AddedFactor { codes })
    }

    /// The app gives no codes any more.
    pub(crate) async fn remove_app(&self, at: &EnrolContext<'_>) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        if store::delete_app(&mut tx, &at.person.id).await? {
            self.factor_removed(&mut tx, at, "app").await?;
        }
        tx.commit().await?;
        self.remembered.forget(&at.person.id);
        Ok(())
    }

    /// The passkey opens nothing any more; one that is gone already is no error.
    pub(crate) async fn remove_passkey(&self, at: &EnrolContext<'_>, id: &PasskeyId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        if store::delete_passkey(&mut tx, &at.person.id, id).await? {
            self.factor_removed(&mut tx, at, "passkey").await?;
        }
        tx.commit().await?;
        self.remembered.forget(&at.person.id);
        Ok(())
    }

    async fn factor_removed(&self, tx: &mut Tx, at: &EnrolContext<'_>, what: &str) -> Result<()> {
        if !store::has_factor(tx, &at.person.id).await? {
            store::set_codes(tx, &at.person.id, &[]).await?;
        }
        let entry = Act::SecondFactorRemoved.to(&at.person.id);
        audit::record(tx, &self.core, at.person, entry.with(Detail::word(what))).await?;
        self.tell_notice(tx, at.person, NoticeKind::FactorRemoved, at.seat, None)
            .await
    }

    /// New recovery codes; those there were are good for nothing. Error: `second-factor-none`.
    pub(crate) async fn new_codes(&self, person: &Person) -> Result<Vec<String>> {
        let mut tx = self.core.db.write().await?;
        if !store::has_factor(&mut tx, &person.id).await? {
            return Err(Error::new(ErrorKind::Conflict, "second-factor-none"));
        }
        let codes = self.make_codes(&mut tx, person).await?;
        audit::record(&mut tx, &self.core, person, Act::RecoveryCodesMade.to(&person.id)).await?;
        tx.commit().await?;
        Ok(codes)
    }

    async fn make_codes(&self, tx: &mut Tx, person: &Person) -> Result<Vec<String>> {
        let codes = recovery::codes(&self.core.randomness);
        let hashes: Vec<String> = codes.iter().filter_map(|code| recovery::hash(code)).collect();
        store::set_codes(tx, &person.id, &hashes).await?;
        Ok(codes)
    }

    /// Takes everything away from somebody who has lost it: they come in by the password alone and are told. `by` is the
    /// administrator, none for the shell. Returns whether there was a factor.
    pub async fn reset_second_factor(&self, by: Option<&Person>, person: &Person) -> Result<bool> {
        let mut tx = self.core.db.write().await?;
        let there = store::has_factor(&mut tx, &person.id).await?;
        store::delete_app(&mut tx, &person.id).await?;
        store::delete_passkeys(&mut tx, &person.id).await?;
        store::set_codes(&mut tx, &person.id, &[]).await?;
        store::delete_halves(&mut tx, &person.id).await?;
        if there {
            let who = by.map_or(Performer::Shell, Performer::Person);
            audit::record(&mut tx, &self.core, who, Act::SecondFactorReset.to(&person.id)).await?;
            self.tell_notice(
                &mut tx,
                person,
                NoticeKind::FactorReset,
                &ClientSeat::default(),
                by,
            )
            .await?;
        }
        tx.commit().await?;
        self.remembered.forget(&person.id);
        Ok(there)
    }

    fn site(&self) -> Result<Site> {
        Site::from_config(&self.core.config).ok_or(Error::new(ErrorKind::Unavailable, "passkey-nowhere"))
    }
}

/// A name for a passkey whose owner gave none: the day.
fn named(name: &str, now: Timestamp) -> String {
    let name: String = name.trim().chars().take(NAME).collect();
    if name.is_empty() {
        now.day(&jiff::tz::TimeZone::UTC).to_string()
    } else {
        name
    }
}
