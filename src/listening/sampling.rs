//! Drawing the calls of a week: as many as are wanted and not yet drawn, so that drawing again changes nothing and new
//! calls fill what is missing.

use super::plan::Sampling;
use super::read::{by_manager, wanted};
use super::seed::{self, Seed};
use super::{CallPool, CandidateCall, DrawConditions, Listening, SampledCall, Week, store};
use crate::audit::{self, Act, AuditSubject, Detail};
use crate::db::{JsonText, Tx};
use crate::error::{Error, ErrorKind, Result};
use crate::id::{DrawId, PersonId, PickId};
use crate::people::{self, Person};

/// What came of drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SamplingResult {
    /// Calls drawn now.
    pub drawn: usize,
    /// Calls still missing: there are not enough that fit.
    pub missing: usize,
}

impl Listening {
    /// Draws what is missing for every manager of the head's team. Codes: `listening-no-team`, `listening-no-quotas`,
    /// `listening-week-ahead`.
    pub async fn draw(&self, head: &Person, week: Week) -> Result<SamplingResult> {
        let team = super::quotas::team(head)?;
        let scope = head.scope();
        let zone = &self.core.config.time_zone;
        let this_week = Week::from_day(self.core.now().day(zone));
        if week > this_week {
            return Err(Error::new(ErrorKind::BadInput, "listening-week-ahead"));
        }
        let mut tx = self.core.db.write().await?;
        let quotas = store::quotas(&mut tx, team)
            .await?
            .ok_or(Error::new(ErrorKind::Conflict, "listening-no-quotas"))?;
        let managers = people::store::managers(&mut tx, &scope).await?;
        let then = store::wanted(&mut tx, &scope, week).await?;
        let mut wishes = Vec::with_capacity(managers.len());
        for manager in managers {
            let wanted = wanted(&quotas, &then, &manager.id, week < this_week);
            if wanted > 0 {
                store::hold(&mut tx, &manager.id, week, wanted).await?;
                wishes.push((manager.id, usize::try_from(wanted).unwrap_or_default()));
            }
        }
        // Read only now: what somebody else has just drawn is seen.
        let from = week.begins(quotas.conditions.days_before, zone);
        let calls = store::calls(&mut tx, &scope, from, week.ends(zone)).await?;
        let picks = store::picks(&mut tx, &scope, &head.id, week).await?;
        let mut calls = by_manager(calls, |call: &CandidateCall| &call.manager_id);
        let picks = by_manager(picks, |pick: &SampledCall| &pick.manager_id);
        let mut result = SamplingResult { drawn: 0, missing: 0 };
        for (manager, wanted) in wishes {
            let current = picks
                .get(&manager)
                .map_or(0, |picks| picks.iter().filter(|pick| pick.stands()).count());
            let missing = wanted.saturating_sub(current);
            let pool = CallPool::from_calls(calls.remove(&manager).unwrap_or_default(), &quotas.conditions);
            let drawn = self
                .draw_in(
                    &mut tx,
                    head,
                    (&manager, week),
                    &pool,
                    &quotas.conditions,
                    missing,
                )
                .await?;
            result.drawn += drawn;
            result.missing += missing - drawn;
        }
        tx.commit().await?;
        tracing::info!(%week, drawn = result.drawn, missing = result.missing, "calls drawn for the listening plan");
        Ok(result)
    }

    /// Draws at most `wanted` calls out of the pool and keeps how; returns how many.
    pub(super) async fn draw_in(
        &self,
        tx: &mut Tx,
        head: &Person,
        (manager, week): (&PersonId, Week),
        pool: &CallPool,
        conditions: &DrawConditions,
        wanted: usize,
    ) -> Result<usize> {
        if wanted == 0 || pool.fitting.is_empty() {
            return Ok(0);
        }
        let now = self.core.now();
        let seed = Seed::new(&self.core.randomness);
        let drawn = seed::draw(pool.fitting.iter().map(|call| &call.id), wanted, &seed);
        let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        let draw = Sampling {
            id: self.core.new_id::<DrawId>(),
            manager_id: manager.clone(),
            week,
            candidates: count(pool.fitting.len()),
            drawn: count(drawn.len()),
            conditions: JsonText(conditions.clone()),
            drawn_by: head.id.clone(),
            drawn_by_name: head.name.clone(),
            drawn_at: now,
            seed: seed.clone(),
        };
        store::insert_draw(tx, &draw).await?;
        for call in pool.fitting.iter().filter(|call| drawn.contains(&&call.id)) {
            let id = self.core.new_id::<PickId>();
            store::insert_pick(tx, &id, &draw, call).await?;
        }
        audit::record(
            tx,
            &self.core,
            head,
            Act::CallsDrawn
                .on(AuditSubject::Week(&week))
                .of(manager)
                .with(Detail::Drawn {
                    drawn: draw.drawn.into(),
                    of: draw.candidates.into(),
                }),
        )
        .await?;
        Ok(drawn.len())
    }
}
