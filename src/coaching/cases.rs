//! A chronic defect with what was done about it: talk, plan, written warning.
//!
//! Decides when a head may issue a written warning: the defect is open and has *survived* [`SURVIVED`] plans about it,
//! that is, the manager acknowledged each of them and the item was low again after that. The service never issues one by
//! itself, and it says one plan ahead that the next step may be a warning, so that nothing comes as a surprise.

use super::defects::{Defect, defects};
use super::followed::{FollowScope, all_followed};
use super::one_to_ones::store::{self as one_to_ones, HeldMeeting};
use super::{Evidence, FollowedTarget, Plan, TargetOutcome, store};
use crate::db::{Cursor, DbError, Tx};
use crate::evaluations::store as evaluations;
use crate::id::PersonId;
use crate::people::Scope;
use crate::time::Timestamp;

/// Plans that a defect must have survived before a warning.
pub const SURVIVED: usize = 2;
/// Evaluations of a manager that are looked at.
const HISTORY: usize = 40;
/// Plans of a manager that are looked at.
const PLANS: usize = 20;

/// A plan about a defect.
#[derive(Debug, Clone)]
pub struct CasePlan {
    /// The plan or warning.
    pub plan: Plan,
    /// Its targets.
    pub targets: Vec<FollowedTarget>,
}

/// A defect and what was done about it, the oldest first.
#[derive(Debug, Clone)]
pub struct DefectCase {
    /// The defect.
    pub defect: Defect,
    /// One-to-ones that were held about it.
    pub talks: Vec<HeldMeeting>,
    /// Plans about it.
    pub plans: Vec<CasePlan>,
    /// Written warnings about it.
    pub warnings: Vec<CasePlan>,
}

impl DefectCase {
    /// Did the defect survive this plan?
    pub fn has_survived(&self, plan: &Plan) -> bool {
        has_survived(&self.defect, plan.created_at, plan.acknowledged_at)
    }

    /// How many plans it has survived.
    pub fn survived(&self) -> usize {
        self.plans
            .iter()
            .filter(|step| self.has_survived(&step.plan))
            .count()
    }

    /// May a head issue a warning now?
    pub fn may_warn(&self) -> bool {
        let under_way = |step: &CasePlan| step.targets.iter().any(|it| it.outcome() == TargetOutcome::Open);
        self.defect.is_open() && self.survived() >= SURVIVED && !self.warnings.iter().any(under_way)
    }

    /// Is a warning the step after the plan that comes next, or that runs now?
    pub fn is_last_plan(&self) -> bool {
        self.defect.is_open() && self.survived() + 1 == SURVIVED
    }
}

fn has_survived(defect: &Defect, written: Timestamp, acknowledged: Option<Timestamp>) -> bool {
    written >= defect.since && acknowledged.is_some_and(|at| defect.last_low > at)
}

/// A plan that rests on more items than this is about none of them: it has one focus.
const FEW_ITEMS: usize = 3;

/// Is the plan about this item? When a target's rule looks at it, or when it is one of the few the plan rests on.
fn is_about(plan: &Plan, targets: &[FollowedTarget], key: &str) -> bool {
    let items = plan.evidence.0.iter().filter_map(|it| match it {
        Evidence::Item { key, .. } => Some(key.as_str()),
        Evidence::Moment { .. } => None,
    });
    let items: Vec<&str> = items.collect();
    let rests = items.len() <= FEW_ITEMS && items.contains(&key);
    let mut ruled = targets
        .iter()
        .filter_map(|target| target.rule.as_ref()?.0.measure.item());
    rests || ruled.any(|item| item == key) || plan.defect.as_deref() == Some(key)
}

/// The defects of a manager for these eyes. The manager sees what they have said their own opinion on.
pub(super) async fn cases(
    tx: &mut Tx,
    manager: &PersonId,
    sight: FollowScope<'_>,
) -> Result<Vec<DefectCase>, DbError> {
    let until = sight.until.unwrap_or(Timestamp(i64::MAX));
    let mut history = evaluations::published_until(tx, manager, until, HISTORY).await?;
    if sight.reader == manager {
        history.retain(|it| it.opinion);
    }
    let found = defects(&history);
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let scope = Scope::Own(manager.clone());
    let written = store::plans(tx, &scope, None, &Cursor::newest(), PLANS).await?;
    let oldest_first = written.items.into_iter().rev();
    let plans = oldest_first.filter(|plan| plan.created_at <= until).collect();
    let steps: Vec<CasePlan> = all_followed(tx, plans, sight)
        .await?
        .into_iter()
        .map(|(plan, targets)| CasePlan { plan, targets })
        .collect();
    let talks = one_to_ones::talks(tx, manager, until).await?;
    let mut cases: Vec<DefectCase> = found
        .into_iter()
        .map(|defect| {
            let about = |step: &&CasePlan| is_about(&step.plan, &step.targets, &defect.key);
            let (warnings, plans) = steps
                .iter()
                .filter(about)
                .cloned()
                .partition(|it| it.plan.is_warning());
            DefectCase {
                talks: talks
                    .iter()
                    .filter(|talk| talk.error_item == defect.key)
                    .cloned()
                    .collect(),
                defect,
                plans,
                warnings,
            }
        })
        .collect();
    // What was worked on longest without success comes first.
    cases.sort_by_key(|case| {
        let steps = case.warnings.len() + case.plans.len() + case.talks.len();
        (!case.defect.is_open(), !case.may_warn(), std::cmp::Reverse(steps))
    });
    Ok(cases)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklists::LocalizedText;

    #[test]
    fn a_plan_is_survived_when_the_item_is_low_after_the_manager_agreed() {
        let defect = Defect {
            key: "date".to_owned(),
            title: LocalizedText::default(),
            since: Timestamp(10),
            last_low: Timestamp(50),
            clean: 0,
            closed_at: None,
            last: Vec::new(),
        };
        let survived = |written, acknowledged: Option<i64>| {
            has_survived(&defect, Timestamp(written), acknowledged.map(Timestamp))
        };
        assert!(survived(20, Some(30)));
        assert!(!survived(20, None), "never agreed on");
        assert!(!survived(20, Some(60)), "not low since");
        assert!(!survived(5, Some(30)), "older than the defect");
    }
}
