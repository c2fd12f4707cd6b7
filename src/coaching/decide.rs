//! "Was the last target met?": which targets the next evaluation of a manager asks about, and the head's answer.
//!
//! The answer to a target with a rule goes against what the service counted, or before it: it needs a word, which is kept
//! and shown beside what the rule says.

use super::followed::{FollowScope, FollowedTarget, all_followed};
use super::store::TargetDecision;
use super::{Coaching, Plan, TargetOutcome, store};
use crate::audit::{self, Act, AuditSubject, Detail};
use crate::db::{Cursor, DbError, Tx};
use crate::diff::as_read;
use crate::error::{Error, ErrorKind, Result};
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
    /// The target as it stands.
    pub target: FollowedTarget,
}

/// Targets of plans written before `before` that are still open or were decided in this very evaluation, oldest due
/// first. For the eyes of a reviewer.
pub async fn open_targets(
    tx: &mut Tx,
    reviewer: &PersonId,
    manager: &PersonId,
    evaluation: Option<&EvaluationId>,
    before: Timestamp,
) -> Result<Vec<OpenTarget>, DbError> {
    let scope = Scope::Own(manager.clone());
    let plans = store::plans(tx, &scope, None, &Cursor::newest(), PLANS_BACK).await?;
    let mut open = Vec::new();
    let earlier = plans.items.into_iter().filter(|plan| plan.created_at < before);
    for (plan, targets) in all_followed(tx, earlier.collect(), FollowScope::new(reviewer)).await? {
        for target in targets {
            let decided_here = target.decided_in.is_some() && target.decided_in.as_ref() == evaluation;
            if target.outcome() == TargetOutcome::Open || decided_here {
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

/// Words to a decision at most, in characters.
const WORD_CHARS: usize = 500;

impl Coaching {
    /// Stores the head's answer over the revision of the target that was read (empty: whatever is there); [`TargetOutcome::Open`]
    /// takes it back, and the rule counts again. An answer that is there already is stored once more whatever was read. Codes:
    /// `plan-not-found`, `plan-target-not-found`, `plan-target-word` when there is a rule and no word, `plan-target-word-long`,
    /// `changed-meanwhile`.
    pub async fn decide(
        &self,
        head: &Person,
        plan: &PlanId,
        position: i32,
        read: &str,
        decision: TargetDecision<'_>,
    ) -> Result<()> {
        if !head.may(Permission::WritePlans) {
            return Err(Error::forbidden());
        }
        let word = decision.word.trim();
        if word.chars().count() > WORD_CHARS {
            return Err(Error::new(ErrorKind::BadInput, "plan-target-word-long"));
        }
        let mut tx = self.core.db.write().await?;
        store::hold(&mut tx, plan).await?;
        let plan = store::plan(&mut tx, &head.scope(), plan)
            .await?
            .ok_or(Error::not_found("plan-not-found"))?;
        let known = store::targets(&mut tx, &plan.id).await?;
        let target = known
            .iter()
            .find(|target| target.position == position)
            .ok_or(Error::not_found("plan-target-not-found"))?;
        if target.rule.is_some() && decision.outcome != TargetOutcome::Open && word.is_empty() {
            return Err(Error::new(ErrorKind::BadInput, "plan-target-word"));
        }
        if target.outcome != decision.outcome || target.word != word {
            as_read(read, &target.revision())?;
        }
        let decision = TargetDecision { word, ..decision };
        store::decide(&mut tx, &plan.id, position, decision, &head.id, self.core.now()).await?;
        audit::record(
            &mut tx,
            &self.core,
            head,
            Act::TargetDecided
                .on(AuditSubject::Plan(&plan.id))
                .of(&plan.manager_id)
                .with(Detail::Target {
                    position: u32::try_from(position).unwrap_or(u32::MAX),
                    outcome: decision.outcome.to_string(),
                }),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }
}
