//! A target together with what the evaluations made of its rule.
//!
//! Decides that a rule is followed when it is read and never stored: a mark changed by an appeal is seen at once, and no
//! job can be late. What a head said about a target goes before the rule; both are shown. A manager sees a rule only up
//! to the first evaluation that still waits for their own opinion: the marks behind it are not for their eyes yet.

use std::collections::HashMap;
use std::ops::Deref;

use super::follow::{RuleProgress, RuleStatus, follow};
use super::{Plan, Target, TargetOutcome, store};
use crate::db::{DbError, Tx};
use crate::evaluations::{PublishedScore, store as evaluations};
use crate::id::{EvaluationId, PersonId};
use crate::time::{Day, Timestamp};

/// Evaluations looked at for a rule: more than any rule asks for, with room for those that do not count.
const FOLLOWED: usize = 80;

/// A target as it stands.
#[derive(Debug, Clone)]
pub struct FollowedTarget {
    /// The target as agreed, with the head's decision.
    pub target: Target,
    /// What its rule says; none without a rule.
    pub progress: Option<RuleProgress>,
    /// The manager's own evaluation behind which nothing is shown to them before their opinion.
    pub waiting: Option<EvaluationId>,
}

impl Deref for FollowedTarget {
    type Target = Target;
    fn deref(&self) -> &Target {
        &self.target
    }
}

impl FollowedTarget {
    /// What became of it: the head's word, else the rule's.
    pub fn outcome(&self) -> TargetOutcome {
        if self.target.outcome != TargetOutcome::Open {
            return self.target.outcome;
        }
        match self.progress.as_ref().map(|progress| progress.status) {
            Some(RuleStatus::Met) => TargetOutcome::Met,
            Some(RuleStatus::NotMet) => TargetOutcome::Unmet,
            Some(RuleStatus::Open) | None => TargetOutcome::Open,
        }
    }

    /// Was it the rule that decided?
    pub fn is_by_rule(&self) -> bool {
        self.target.outcome == TargetOutcome::Open && self.outcome() != TargetOutcome::Open
    }

    /// Did the head decide on something that has a rule?
    pub fn is_overruled(&self) -> bool {
        self.progress.is_some() && self.target.outcome != TargetOutcome::Open
    }

    /// Open and past its date?
    pub fn is_overdue(&self, today: Day) -> bool {
        self.outcome() == TargetOutcome::Open && self.target.due < today
    }
}

/// What is followed: for whose eyes, and as it was when.
#[derive(Debug, Clone, Copy)]
pub(super) struct FollowScope<'a> {
    /// Who reads.
    pub(super) reader: &'a PersonId,
    /// As it was then; none is now.
    pub(super) until: Option<Timestamp>,
}

impl<'a> FollowScope<'a> {
    /// As it is now.
    pub(super) const fn new(reader: &'a PersonId) -> Self {
        Self { reader, until: None }
    }
}

fn has_rule(targets: &[Target]) -> bool {
    targets.iter().any(|target| target.rule.is_some())
}

/// The targets of a plan as they stand.
pub(super) async fn followed(
    tx: &mut Tx,
    plan: &Plan,
    sight: FollowScope<'_>,
) -> Result<Vec<FollowedTarget>, DbError> {
    let targets = store::targets(tx, &plan.id).await?;
    let history = if has_rule(&targets) {
        evaluations::published_since(tx, &plan.manager_id, plan.created_at, FOLLOWED).await?
    } else {
        Vec::new()
    };
    Ok(stand(plan, targets, &history, sight))
}

/// The same of many plans, in their order: a manager's evaluations are read once, however many of their plans have rules.
pub(super) async fn all_followed(
    tx: &mut Tx,
    plans: Vec<Plan>,
    sight: FollowScope<'_>,
) -> Result<Vec<(Plan, Vec<FollowedTarget>)>, DbError> {
    let mut known = Vec::with_capacity(plans.len());
    let mut since: HashMap<PersonId, Timestamp> = HashMap::new();
    for plan in plans {
        let targets = store::targets(tx, &plan.id).await?;
        if has_rule(&targets) {
            let first = since.entry(plan.manager_id.clone()).or_insert(plan.created_at);
            *first = plan.created_at.min(*first);
        }
        known.push((plan, targets));
    }
    let mut histories: HashMap<PersonId, Vec<PublishedScore>> = HashMap::new();
    for (manager, first) in since {
        let history = evaluations::published_since(tx, &manager, first, i64::MAX as usize).await?;
        histories.insert(manager, history);
    }
    let each = known.into_iter().map(|(plan, targets)| {
        let history = histories.get(&plan.manager_id).map_or(&[][..], Vec::as_slice);
        let from = history.partition_point(|it| it.published_at <= plan.created_at);
        let until = history.len().min(from + FOLLOWED);
        let followed = stand(&plan, targets, &history[from..until], sight);
        (plan, followed)
    });
    Ok(each.collect())
}

/// What the evaluations since the plan make of its targets.
fn stand(
    plan: &Plan,
    targets: Vec<Target>,
    history: &[PublishedScore],
    sight: FollowScope<'_>,
) -> Vec<FollowedTarget> {
    let (seen, waiting) = visible(history, *sight.reader == plan.manager_id);
    let until = sight.until.unwrap_or(Timestamp(i64::MAX));
    let seen: Vec<&PublishedScore> = seen.iter().filter(|it| it.published_at <= until).collect();
    targets
        .into_iter()
        .map(|mut target| {
            if target.decided_at.is_some_and(|at| at > until) {
                target.reopen();
            }
            let rule = target.rule.as_ref();
            let progress = rule.map(|rule| follow(&rule.0, seen.iter().copied()));
            let open = progress.as_ref().is_some_and(|it| it.status == RuleStatus::Open);
            FollowedTarget {
                waiting: waiting.filter(|_| open).cloned(),
                progress,
                target,
            }
        })
        .collect()
}

/// What the reader may see of these evaluations, and the first one that waits for the manager's own opinion.
fn visible(history: &[PublishedScore], own: bool) -> (&[PublishedScore], Option<&EvaluationId>) {
    let hidden = history.iter().position(|it| own && !it.opinion);
    match hidden {
        Some(at) => (&history[..at], Some(&history[at].id)),
        None => (history, None),
    }
}
