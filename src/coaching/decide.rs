//! "Was the last target met?": which targets the next evaluation of a manager asks about, and the answer.

use super::{Outcome, Plan, Target, store};
use crate::app::App;
use crate::db::{Cursor, DbError, Tx};
use crate::error::{Error, Result};
use crate::id::{EvaluationId, PersonId, PlanId};
use crate::people::{Permission, Person, Scope};
use crate::time::Timestamp;

/// Plans looked at for open targets; older ones are history.
const PLANS_BACK: usize = 10;

/// A target to ask about, with the plan it stands in.
#[derive(Debug, Clone)]
pub struct OpenTarget {
    /// The plan.
    pub plan: Plan,
    /// The target.
    pub target: Target,
}

/// Targets of plans written before `before` that are still open or were decided in this very evaluation, oldest due
/// first.
pub async fn open_targets(
    tx: &mut Tx,
    manager: &PersonId,
    evaluation: Option<&EvaluationId>,
    before: Timestamp,
) -> Result<Vec<OpenTarget>, DbError> {
    let scope = Scope::Own(manager.clone());
    let plans = store::plans(tx, &scope, None, &Cursor::newest(), PLANS_BACK).await?;
    let mut open = Vec::new();
    for plan in plans.items.into_iter().filter(|plan| plan.created_at < before) {
        for target in store::targets(tx, &plan.id).await? {
            let decided_here = target.decided_in.is_some() && target.decided_in.as_ref() == evaluation;
            if target.outcome == Outcome::Open || decided_here {
                open.push(OpenTarget {
                    plan: plan.clone(),
                    target,
                });
            }
        }
    }
    open.sort_by_key(|last| last.target.due);
    Ok(open)
}

/// Stores the head's answer; `Outcome::Open` takes it back. Codes: `plan-not-found`, `plan-target-not-found`.
pub async fn decide(
    app: &App,
    head: &Person,
    plan: &PlanId,
    position: i32,
    outcome: Outcome,
    evaluation: Option<&EvaluationId>,
) -> Result<()> {
    if !head.may(Permission::WritePlans) {
        return Err(Error::forbidden());
    }
    let mut tx = app.db.write().await?;
    let plan = store::plan(&mut tx, &head.scope(), plan)
        .await?
        .ok_or(Error::not_found("plan-not-found"))?;
    let known = store::targets(&mut tx, &plan.id)
        .await?
        .iter()
        .any(|target| target.position == position);
    if !known {
        return Err(Error::not_found("plan-target-not-found"));
    }
    store::decide(
        &mut tx,
        &plan.id,
        position,
        outcome,
        &head.id,
        evaluation,
        app.clock.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
