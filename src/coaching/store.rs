//! SQL of plans and targets.

use super::{Plan, Target, TargetOutcome};
use crate::db::{Cursor, DbError, Page, Tx};
use crate::id::{EvaluationId, PersonId, PlanId};
use crate::people::{Scope, visible};
use crate::time::{Day, Timestamp};

macro_rules! plan_query {
    ($condition:literal) => {
        concat!(
            "SELECT plans.id, plans.manager_id, p.name AS manager_name, plans.author_id, a.name AS author_name,
                    plans.evaluation_id, plans.focus, plans.action, plans.evidence, plans.created_at, plans.changed_at,
                    plans.acknowledged_at, plans.acknowledgement, plans.stage, plans.study, plans.defect,
                    plans.consequence, plans.disagrees, plans.revision
             FROM plans JOIN people p ON p.id = plans.manager_id JOIN people a ON a.id = plans.author_id
             WHERE ",
            visible!(),
            " AND ",
            $condition
        )
    };
}

const TARGET_COLUMNS: &str =
    "SELECT plan_id, position, text, due, outcome, decided_at, decided_in, rule, word FROM plan_targets
     WHERE plan_id = $1 ORDER BY position";

/// Adds a plan without targets.
pub async fn insert(tx: &mut Tx, plan: &Plan) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO plans (id, manager_id, author_id, evaluation_id, focus, action, evidence, created_at, changed_at,
             acknowledgement, stage, study, defect, consequence, disagrees, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    )
    .bind_all((&plan.id, &plan.manager_id, &plan.author_id, &plan.evaluation_id))
    .bind_all((&plan.focus, &plan.action, &plan.evidence, plan.created_at))
    .bind_all((plan.changed_at, &plan.acknowledgement, plan.stage, &plan.study))
    .bind_all((&plan.defect, &plan.consequence, plan.disagrees, plan.revision))
    .execute_exactly(1)
    .await
}

/// Changes a plan's words over the revision they were read at; [`DbError::Affected`] when somebody changed it since, or
/// the manager acknowledged it.
pub async fn update(tx: &mut Tx, plan: &Plan) -> Result<(), DbError> {
    tx.query(
        "UPDATE plans SET focus = $2, action = $3, evidence = $4, changed_at = $5, study = $6, revision = revision + 1
         WHERE id = $1 AND acknowledged_at IS NULL AND revision = $7",
    )
    .bind_all((&plan.id, &plan.focus, &plan.action, &plan.evidence))
    .bind_all((plan.changed_at, &plan.study, plan.revision))
    .execute_exactly(1)
    .await
}

/// Gives a plan these targets. One that stays as it was at its place keeps what was decided about it.
pub async fn set_targets(tx: &mut Tx, plan: &PlanId, targets: &[Target]) -> Result<(), DbError> {
    let before = self::targets(tx, plan).await?;
    let stays = |one: &Target, among: &[Target]| {
        let mut there = among.iter().filter(|it| it.position == one.position);
        there.any(|it| it.is_same(one))
    };
    for gone in before.iter().filter(|target| !stays(target, targets)) {
        tx.query("DELETE FROM plan_targets WHERE plan_id = $1 AND position = $2")
            .bind_all((plan, gone.position))
            .execute_exactly(1)
            .await?;
    }
    for target in targets.iter().filter(|target| !stays(target, &before)) {
        tx.query(
            "INSERT INTO plan_targets (plan_id, position, text, due, outcome, rule) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind_all((plan, target.position, &target.text))
        .bind_all((target.due, target.outcome, &target.rule))
        .execute_exactly(1)
        .await?;
    }
    Ok(())
}

/// A plan the scope covers.
pub async fn plan(tx: &mut Tx, scope: &Scope, id: &PlanId) -> Result<Option<Plan>, DbError> {
    tx.query(plan_query!("plans.id = $3"))
        .scope(scope)
        .bind(id)
        .optional()
        .await
}

/// The plan that came from this evaluation.
pub async fn plan_of_evaluation(
    tx: &mut Tx,
    scope: &Scope,
    evaluation: &EvaluationId,
) -> Result<Option<Plan>, DbError> {
    tx.query(plan_query!(
        "plans.evaluation_id = $3 ORDER BY plans.created_at DESC LIMIT 1"
    ))
    .scope(scope)
    .bind(evaluation)
    .optional()
    .await
}

/// Plans the scope covers, newest first; one manager's when `manager` is given.
pub async fn plans(
    tx: &mut Tx,
    scope: &Scope,
    manager: Option<&PersonId>,
    after: &Cursor,
    limit: usize,
) -> Result<Page<Plan>, DbError> {
    let rows = tx
        .query(plan_query!(
            "(CAST($3 AS TEXT) IS NULL OR plans.manager_id = $3)
             AND (plans.created_at < $4 OR (plans.created_at = $4 AND plans.id < $5))
             ORDER BY plans.created_at DESC, plans.id DESC LIMIT $6"
        ))
        .scope(scope)
        .bind_all((manager, after.key, &after.id, limit as i64 + 1))
        .all()
        .await?;
    Ok(Page::cut(rows, limit, |plan: &Plan| Cursor {
        key: plan.created_at.0,
        id: plan.id.to_string(),
    }))
}

/// The targets of a plan, in order.
pub async fn targets(tx: &mut Tx, plan: &PlanId) -> Result<Vec<Target>, DbError> {
    tx.query(TARGET_COLUMNS).bind(plan).all().await
}

/// Stores the manager's acknowledgement of a plan as it was read; only the first one counts. [`DbError::Affected`] when
/// it was changed or acknowledged since.
pub async fn acknowledge(
    tx: &mut Tx,
    plan: &Plan,
    words: &str,
    disagrees: bool,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "UPDATE plans SET acknowledged_at = $3, acknowledgement = $4, disagrees = $5
         WHERE id = $1 AND manager_id = $2 AND acknowledged_at IS NULL AND revision = $6",
    )
    .bind_all((&plan.id, &plan.manager_id, now, words, disagrees, plan.revision))
    .execute_exactly(1)
    .await
}

/// Holds a plan ([`Tx::hold`]), its targets with it.
pub async fn hold(tx: &mut Tx, id: &PlanId) -> Result<(), DbError> {
    tx.hold("plans", id.as_str()).await
}

/// What a head says about a target.
#[derive(Debug, Clone, Copy)]
pub struct TargetDecision<'a> {
    /// What became of it; [`TargetOutcome::Open`] takes an earlier answer back.
    pub outcome: TargetOutcome,
    /// The evaluation that asked.
    pub evaluation: Option<&'a EvaluationId>,
    /// Why; may be empty where no rule says otherwise.
    pub word: &'a str,
}

/// Stores what became of a target, who said so, why, and in which evaluation. A form of the plan that is open meanwhile
/// is no longer of the plan as it is.
pub async fn decide(
    tx: &mut Tx,
    plan: &PlanId,
    position: i32,
    decision: TargetDecision<'_>,
    by: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    let decided = decision.outcome != TargetOutcome::Open;
    tx.query("UPDATE plans SET revision = revision + 1 WHERE id = $1")
        .bind(plan)
        .execute_exactly(1)
        .await?;
    tx.query(
        "UPDATE plan_targets SET outcome = $3, decided_at = $4, decided_by = $5, decided_in = $6, word = $7
         WHERE plan_id = $1 AND position = $2",
    )
    .bind_all((plan, position, decision.outcome, decided.then_some(now)))
    .bind_all((decided.then_some(by), decision.evaluation.filter(|_| decided)))
    .bind(if decided { decision.word } else { "" })
    .execute_exactly(1)
    .await
}

/// Plans the scope covers that wait for the manager's word, or have a target due on `since` or later that no head has
/// decided on; the newest first.
pub async fn unfinished(tx: &mut Tx, scope: &Scope, since: Day, limit: usize) -> Result<Vec<Plan>, DbError> {
    tx.query(plan_query!(
        "(plans.acknowledged_at IS NULL OR EXISTS
            (SELECT 1 FROM plan_targets t WHERE t.plan_id = plans.id AND t.outcome = 'open' AND t.due >= $3))
         ORDER BY plans.created_at DESC, plans.id DESC LIMIT $4"
    ))
    .scope(scope)
    .bind_all((since, limit as i64))
    .all()
    .await
}
