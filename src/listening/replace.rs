//! Giving a drawn call up for another, with a reason that stays.

use super::plan::{ReplacementReason, SampledCallState};
use super::{CallPool, CandidateCall, Listening, Week, store};
use crate::audit::{self, Act, AuditSubject, Detail};
use crate::error::{Error, ErrorKind, Result};
use crate::id::{PersonId, PickId};
use crate::people::Person;

/// Letters of the words at most.
const WORDS: usize = 500;

/// The reason as entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct ReplaceForm {
    /// A [`ReplacementReason`].
    pub reason: String,
    /// More about it; needed with `other`.
    pub words: String,
}

impl ReplaceForm {
    /// Codes: `listening-reason`, `listening-words`, `listening-words-long`.
    fn check(&self) -> Result<(ReplacementReason, &str)> {
        let wrong = |field, code| Err(Error::field(field, code));
        let words = self.words.trim();
        match self.reason.parse() {
            Err(_) => wrong("reason", "listening-reason"),
            Ok(ReplacementReason::Other) if words.is_empty() => wrong("words", "listening-words"),
            Ok(_) if words.chars().count() > WORDS => wrong("words", "listening-words-long"),
            Ok(reason) => Ok((reason, words)),
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The week.
    pub week: Week,
    /// Whose.
    pub manager: PersonId,
    /// Was another call drawn? Not when none fits.
    pub another: bool,
}

impl Listening {
    /// Gives the call up and draws another one by the conditions of today. A draft that was begun of it stays, as a chosen
    /// call's. Codes: those of the form, `pick-not-found`, `pick-scored`, `pick-replaced`.
    pub async fn replace(&self, head: &Person, id: &PickId, form: &ReplaceForm) -> Result<Replacement> {
        let team = super::quotas::team(head)?;
        let scope = head.scope();
        let zone = &self.core.config.time_zone;
        let mut tx = self.core.db.write().await?;
        let found = store::pick(&mut tx, &scope, &head.id, id).await?;
        let pick = found.ok_or(Error::not_found("pick-not-found"))?;
        match pick.state() {
            SampledCallState::Scored => return Err(Error::new(ErrorKind::Conflict, "pick-scored")),
            SampledCallState::Replaced => return Err(Error::new(ErrorKind::Conflict, "pick-replaced")),
            SampledCallState::ToListen | SampledCallState::Draft | SampledCallState::Gone => {}
        }
        let (reason, words) = form.check()?;
        let (manager, week) = (pick.manager_id.clone(), pick.week);
        let then = store::wanted(&mut tx, &scope, week).await?;
        if let Some((_, calls)) = then.iter().find(|(id, _)| *id == manager) {
            store::hold(&mut tx, &manager, week, *calls).await?;
        }
        store::replace(&mut tx, id, &head.id, reason, words, self.core.now())
            .await
            .map_err(|error| error.lost_race("pick-replaced"))?;
        audit::record(
            &mut tx,
            &self.core,
            head,
            Act::PickReplaced
                .on(AuditSubject::Week(&week))
                .of(&manager)
                .with(Detail::word(reason)),
        )
        .await?;
        let mut another = false;
        if let Some(quotas) = store::quotas(&mut tx, team).await? {
            let from = week.begins(quotas.conditions.days_before, zone);
            let calls = store::calls(&mut tx, &scope, from, week.ends(zone)).await?;
            let own = calls
                .into_iter()
                .filter(|call: &CandidateCall| call.manager_id == manager);
            let pool = CallPool::from_calls(own, &quotas.conditions);
            let drawn = self
                .draw_in(&mut tx, head, (&manager, week), &pool, &quotas.conditions, 1)
                .await?;
            another = drawn > 0;
        }
        tx.commit().await?;
        Ok(Replacement {
            week,
            manager,
            another,
        })
    }
}
