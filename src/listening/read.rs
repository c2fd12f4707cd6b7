//! Reading the plan: a team's week, how far it is, and whether a scored call was drawn.

use std::collections::HashMap;

use futures::future::BoxFuture;

use super::plan::{ManagerWeek, SampledCall, WeekPlan, WeekProgress};
use super::{CallPool, CandidateCall, Listening, Quotas, Week, store};
use crate::db::{DbError, Tx};
use crate::error::Result;
use crate::evaluations::{CallSelection, Sampler};
use crate::id::{EvaluationId, PersonId, RecordingId};
use crate::people::{self, Permission, Person};
use crate::time::Day;

/// How many calls of a manager are wanted in a week: as set now, but as it was drawn once the week is over.
pub(super) fn wanted(quotas: &Quotas, drawn: &[(PersonId, i32)], manager: &PersonId, over: bool) -> i32 {
    let then = drawn.iter().find(|(id, _)| id == manager).filter(|_| over);
    then.map_or_else(|| quotas.of(manager), |(_, calls)| *calls)
}

/// By manager.
pub(super) fn by_manager<T>(rows: Vec<T>, manager: impl Fn(&T) -> &PersonId) -> HashMap<PersonId, Vec<T>> {
    let mut sorted: HashMap<PersonId, Vec<T>> = HashMap::new();
    for row in rows {
        sorted.entry(manager(&row).clone()).or_default().push(row);
    }
    sorted
}

impl Listening {
    /// A week of the head's team; none while no quotas are set. Code: `listening-no-team`.
    pub async fn read(&self, head: &Person, week: Week, today: Day) -> Result<Option<WeekPlan>> {
        let team = super::quotas::team(head)?;
        let scope = head.scope();
        let zone = &self.core.config.time_zone;
        let mut tx = self.core.db.read().await?;
        let Some(quotas) = store::quotas(&mut tx, team).await? else {
            return Ok(None);
        };
        let managers = people::store::managers(&mut tx, &scope).await?;
        let then = store::wanted(&mut tx, &scope, week).await?;
        let from = week.begins(quotas.conditions.days_before, zone);
        let calls = store::calls(&mut tx, &scope, from, week.ends(zone)).await?;
        let picks = store::picks(&mut tx, &scope, &head.id, week).await?;
        let draws = store::draws(&mut tx, &scope, week).await?;
        drop(tx);
        let mut calls = by_manager(calls, |call: &CandidateCall| &call.manager_id);
        let mut picks = by_manager(picks, |pick: &SampledCall| &pick.manager_id);
        let mut draws = by_manager(draws, |draw| &draw.manager_id);
        let over = week < Week::from_day(today);
        let mut plan = WeekPlan {
            week,
            managers: Vec::new(),
            left_out: Vec::new(),
            conditions: quotas.conditions.clone(),
        };
        for manager in managers {
            let wanted = wanted(&quotas, &then, &manager.id, over);
            let picks = picks.remove(&manager.id).unwrap_or_default();
            if wanted == 0 && picks.is_empty() {
                plan.left_out.push(manager);
                continue;
            }
            let pool = CallPool::from_calls(calls.remove(&manager.id).unwrap_or_default(), &plan.conditions);
            plan.managers.push(ManagerWeek {
                wanted: usize::try_from(wanted).unwrap_or_default(),
                picks,
                draws: draws.remove(&manager.id).unwrap_or_default(),
                others: pool.total(),
                fitting: pool.fitting.len(),
                obstacles: pool.obstacles,
                manager,
            });
        }
        Ok(Some(plan))
    }
}

/// How far this week's plan is, for a head who has set one up.
pub async fn progress(tx: &mut Tx, person: &Person, today: Day) -> Result<Option<WeekProgress>, DbError> {
    let Some(team) = person
        .team_id
        .as_ref()
        .filter(|_| person.may(Permission::Evaluate))
    else {
        return Ok(None);
    };
    let Some(quotas) = store::quotas(tx, team).await? else {
        return Ok(None);
    };
    let week = Week::from_day(today);
    let scope = person.scope();
    let managers = people::store::managers(tx, &scope).await?;
    let picks = store::picks(tx, &scope, &person.id, week).await?;
    let mut picks = by_manager(picks, |pick: &SampledCall| &pick.manager_id);
    let mut progress = WeekProgress {
        week,
        wanted: 0,
        drawn: 0,
        scored: 0,
    };
    for manager in managers {
        let wanted = usize::try_from(quotas.of(&manager.id)).unwrap_or_default();
        let picks = picks.remove(&manager.id).unwrap_or_default();
        let scored = picks
            .iter()
            .filter(|pick| pick.stands() && pick.evaluation_id.is_some());
        progress.wanted += wanted;
        progress.scored += scored.count().min(wanted);
        progress.drawn += picks.iter().filter(|pick| pick.stands()).count().min(wanted);
    }
    Ok(Some(progress))
}

impl Sampler for Listening {
    fn picked<'a>(
        &'a self,
        tx: &'a mut Tx,
        recording: &'a RecordingId,
    ) -> BoxFuture<'a, Result<CallSelection, DbError>> {
        Box::pin(async move { Ok(word(store::stands(tx, recording).await?)) })
    }

    fn scored<'a>(
        &'a self,
        tx: &'a mut Tx,
        recording: &'a RecordingId,
        evaluation: &'a EvaluationId,
    ) -> BoxFuture<'a, Result<CallSelection, DbError>> {
        Box::pin(async move { Ok(word(store::set_evaluation(tx, recording, evaluation).await?)) })
    }
}

const fn word(drawn: bool) -> CallSelection {
    if drawn {
        CallSelection::Random
    } else {
        CallSelection::Chosen
    }
}
