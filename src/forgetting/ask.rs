//! Asking for an erasing, confirming it with a typed word, giving it up; and the service that does what was asked.
//!
//! Decides that nothing is erased before it was told what would go, that whoever confirms types the name or the number once
//! more, that what is found nowhere needs no word and has its report at once, that nobody erases themself, and that a person
//! loses their entry at the moment of confirming, as anybody who leaves. One process does it
//! for all, beside the web threads; what fails is tried again.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::erasure::{Erasure, ErasurePreview, ErasureState, ErasureSubject, label};
use super::needle::Needles;
use super::{Forgetting, erase, store};
use crate::audit::{self, Act, Performer};
use crate::db::{JsonText, Tx};
use crate::error::{Error, ErrorKind, Result};
use crate::id::{ErasureId, PersonId};
use crate::people::{self, Permission, Person};
use crate::time::Timestamp;

/// Names and numbers of one request at most.
const MOST: usize = 12;
/// Characters of a line, and of a reference, at most.
const LONGEST: usize = 200;
/// A request that nobody confirms is given up after this time, in ms.
const WAITS_MS: i64 = 30 * 24 * 3_600_000;
/// How often is looked for something to do.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// The pause after a failure.
const REST: Duration = Duration::from_mins(5);

/// What was entered to erase a client.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct ClientForm {
    /// Numbers and names, a line each.
    pub sought: String,
    /// The letter it is asked for with.
    pub reference: String,
}

impl Forgetting {
    /// Asks what erasing a client would take. Codes of fields: `forget-sought`, `forget-short`, `forget-reference`.
    pub async fn ask_client(&self, by: &Person, form: &ClientForm) -> Result<ErasureId> {
        let lines: Vec<String> = form
            .sought
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        let too_long = |text: &str| text.chars().count() > LONGEST;
        if lines.is_empty() || lines.len() > MOST || lines.iter().any(|line| too_long(line)) {
            return Err(Error::field("sought", "forget-sought"));
        }
        let (_, refused) = Needles::read(&lines);
        if !refused.is_empty() {
            return Err(Error::field("sought", "forget-short"));
        }
        self.ask(by, ErasureSubject::Client, None, lines, &form.reference)
            .await
    }

    /// Asks what erasing a person would take. Codes: `person-not-found`, `forget-self`, `forget-already`.
    pub async fn ask_person(&self, by: &Person, id: &PersonId, reference: &str) -> Result<ErasureId> {
        if by.id == *id {
            return Err(Error::new(ErrorKind::Conflict, "forget-self"));
        }
        let mut tx = self.core.db.read().await?;
        let person = people::store::person(&mut tx, id)
            .await?
            .ok_or(Error::not_found("person-not-found"))?;
        drop(tx);
        if person.login.starts_with("erased-") && !person.active {
            return Err(Error::new(ErrorKind::Conflict, "forget-already"));
        }
        // A single first name would strike out half of the department.
        let names = [person.name, person.login];
        let whole = names.into_iter().filter(|name| {
            let (needles, _) = Needles::read(std::slice::from_ref(name));
            !needles.is_empty() && name.split([' ', '.', '_', '-']).count() > 1
        });
        self.ask(
            by,
            ErasureSubject::Person,
            Some(id.clone()),
            whole.collect(),
            reference,
        )
        .await
    }

    async fn ask(
        &self,
        by: &Person,
        subject: ErasureSubject,
        person_id: Option<PersonId>,
        sought: Vec<String>,
        reference: &str,
    ) -> Result<ErasureId> {
        if !by.may(Permission::Forget) {
            return Err(Error::forbidden());
        }
        let reference = reference.trim();
        if reference.chars().count() > LONGEST {
            return Err(Error::field("reference", "forget-reference"));
        }
        let now = self.core.now();
        let erasure = Erasure {
            id: ErasureId::new(now, &self.core.randomness),
            subject,
            label: label(&sought),
            person_id,
            asked_by: by.id.clone(),
            state: ErasureState::Looking,
            reference: reference.to_owned(),
            sought: JsonText(sought),
            preview: None,
            report: None,
            error_code: None,
            asked_at: now,
            confirmed_at: None,
            finished_at: None,
        };
        let mut tx = self.core.db.write().await?;
        store::insert(&mut tx, &erasure).await?;
        self.record(&mut tx, Some(by), Act::ErasureAsked, &erasure)
            .await?;
        tx.commit().await?;
        Ok(erasure.id)
    }

    async fn record(&self, tx: &mut Tx, by: Option<&Person>, act: Act, erasure: &Erasure) -> Result<()> {
        let by = by.map_or(Performer::Service, Performer::Person);
        let mut entry = act.on(audit::AuditSubject::Erasure(&erasure.id));
        if let Some(person) = &erasure.person_id {
            entry = entry.of(person);
        }
        audit::record(tx, &self.core, by, entry).await?;
        Ok(())
    }

    /// The request. Code: `erasure-not-found`.
    pub async fn erasure(&self, id: &ErasureId) -> Result<Erasure> {
        let mut tx = self.core.db.read().await?;
        let found = store::find(&mut tx, id).await?;
        found.ok_or(Error::not_found("erasure-not-found"))
    }

    /// Confirms it: from now on it is done. Codes: `erasure-not-found`, `erasure-moved`; of the field `typed`: `forget-typed`.
    pub async fn confirm(&self, by: &Person, id: &ErasureId, typed: &str) -> Result<()> {
        let erasure = self.erasure(id).await?;
        let mut tx = self.core.db.write().await?;
        if word(&mut tx, &erasure).await? != typed.trim() {
            return Err(Error::field("typed", "forget-typed"));
        }
        step(&mut tx, &erasure, ErasureState::Ready, ErasureState::Confirmed).await?;
        store::confirmed(&mut tx, id, self.core.now()).await?;
        if let Some(person) = &erasure.person_id {
            if by.id == *person {
                return Err(Error::new(ErrorKind::Conflict, "forget-self"));
            }
            // As a deactivation, and told as one; what somebody who left before still has ends as well.
            if let Some(found) = people::store::person(&mut tx, person).await? {
                self.accounts.deactivate(&mut tx, by, &found).await?;
            }
        }
        self.record(&mut tx, Some(by), Act::ErasureConfirmed, &erasure)
            .await?;
        tx.commit().await?;
        if let Some(person) = &erasure.person_id {
            self.auth.forget(person);
        }
        Ok(())
    }

    /// Gives it up before it began; what was looked for is let go. Codes: `erasure-not-found`, `erasure-moved`.
    pub async fn withdraw(&self, by: &Person, id: &ErasureId) -> Result<()> {
        let erasure = self.erasure(id).await?;
        let mut tx = self.core.db.write().await?;
        tx.shred().await?;
        step(&mut tx, &erasure, ErasureState::Ready, ErasureState::Withdrawn).await?;
        store::close(&mut tx, id, None, &erasure.label, self.core.now()).await?;
        self.record(&mut tx, Some(by), Act::ErasureWithdrawn, &erasure)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives up what waits for its confirmation for too long: what is looked for lies nowhere for ever.
    pub async fn lapse(&self) -> Result<()> {
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        tx.shred().await?;
        store::lapse(&mut tx, now.plus_ms(-WAITS_MS), now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Does what was asked, until nothing is; returns how many steps were done.
    pub async fn work(&self) -> Result<usize> {
        let mut done = 0;
        loop {
            let mut tx = self.core.db.read().await?;
            let next = store::next(&mut tx).await?;
            drop(tx);
            let Some(erasure) = next else { return Ok(done) };
            let tried = if erasure.state == ErasureState::Looking {
                self.look_up(&erasure).await
            } else {
                self.carry_out(&erasure).await
            };
            if let Err(error) = tried {
                let mut tx = self.core.db.write().await?;
                store::failed(&mut tx, &erasure.id, error.code()).await?;
                tx.commit().await?;
                return Err(error);
            }
            done += 1;
        }
    }

    async fn look_up(&self, erasure: &Erasure) -> Result<()> {
        let preview = self.preview(erasure).await?;
        if preview.is_nothing() {
            return self.find_nothing(erasure, preview).await;
        }
        let mut tx = self.core.db.write().await?;
        store::keep_preview(&mut tx, &erasure.id, preview).await?;
        store::step(&mut tx, &erasure.id, ErasureState::Looking, ErasureState::Ready).await?;
        tx.commit().await?;
        Ok(())
    }

    /// There is nothing to erase, and nothing to confirm: the report says so, and what was looked for is let go.
    async fn find_nothing(&self, erasure: &Erasure, preview: ErasurePreview) -> Result<()> {
        let mut report = self.erase_nothing(erasure, preview).await?;
        let mut tx = self.core.db.write().await?;
        tx.shred().await?;
        store::close(&mut tx, &erasure.id, None, &erasure.label, self.core.now()).await?;
        tx.commit().await?;
        // Only the request itself has left a trace.
        erase::tell_traces(&mut report, self.core.db.empty_log().await?);
        let mut tx = self.core.db.write().await?;
        let now = self.core.now();
        store::close(&mut tx, &erasure.id, Some(report), &erasure.label, now).await?;
        step(&mut tx, erasure, ErasureState::Looking, ErasureState::Done).await?;
        self.record(&mut tx, None, Act::ErasureDone, erasure).await?;
        tx.commit().await?;
        tracing::info!(erasure = %erasure.id, "there was nothing to erase");
        Ok(())
    }

    async fn carry_out(&self, erasure: &Erasure) -> Result<()> {
        let mut report = self.erase(erasure).await?;
        let now: Timestamp = self.core.now();
        let mut tx = self.core.db.write().await?;
        tx.shred().await?;
        // What was looked for goes before the traces do, but it is not done before they are gone.
        if erasure.report.is_none() {
            store::close(&mut tx, &erasure.id, Some(report.clone()), &erasure.label, now).await?;
        } else if let Some(JsonText(before)) = &erasure.report {
            report = before.clone();
        }
        tx.commit().await?;
        self.scour(&mut report).await?;
        let removed: i64 = report.counts.0.iter().map(|count| count.removed).sum();
        let mut tx = self.core.db.write().await?;
        store::close(
            &mut tx,
            &erasure.id,
            Some(report),
            &erasure.label,
            self.core.now(),
        )
        .await?;
        store::step(&mut tx, &erasure.id, ErasureState::Confirmed, ErasureState::Done).await?;
        self.record(&mut tx, None, Act::ErasureDone, erasure).await?;
        tx.commit().await?;
        // The page of the log that held the last write.
        self.core.db.empty_log().await?;
        tracing::info!(erasure = %erasure.id, subject = %erasure.subject, removed, "erased");
        Ok(())
    }

    /// Does what is asked until told to stop.
    pub async fn follow_erasures(self, stop: CancellationToken) {
        let mut pause = LOOK_EVERY;
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
            pause = match self.work().await {
                Ok(_) => LOOK_EVERY,
                Err(error) => {
                    tracing::error!(error = ?error, "an erasing failed; it is tried again");
                    REST
                }
            };
        }
    }
}

/// What has to be typed to confirm it: a person's sign-in name, the first line of a client.
pub async fn word(tx: &mut Tx, erasure: &Erasure) -> Result<String> {
    if let Some(id) = &erasure.person_id {
        let person = people::store::person(tx, id).await?;
        return Ok(person.map(|person| person.login).unwrap_or_default());
    }
    Ok(erasure.sought.0.first().cloned().unwrap_or_default())
}

async fn step(tx: &mut Tx, erasure: &Erasure, from: ErasureState, to: ErasureState) -> Result<()> {
    if store::step(tx, &erasure.id, from, to).await? {
        Ok(())
    } else {
        Err(Error::new(ErrorKind::Conflict, "erasure-moved"))
    }
}
