//! JSON API: plans of a person.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::follow::RuleStatus;
use super::followed::{FollowScope, FollowedTarget, all_followed, followed};
use super::{
    Coaching, Evidence, Plan, PlanForm, PlanStage, RuleForm, Study, TargetForm, TargetOutcome, store,
};
use crate::api::{Listing, Paging};
use crate::db::{Page, Tx};
use crate::error::{Error, Result};
use crate::id::{EvaluationId, PersonId, PlanId};
use crate::people::{self, Permission, Person};
use crate::web::{Json, Object, Path, Query, Routes, Visitor};

pub(super) fn routes() -> Routes<Coaching> {
    Routes::new()
        .api(Permission::ReadPlans, routes!(list))
        .api(Permission::WritePlans, routes!(write))
        .api(Permission::WritePlans, routes!(replace))
}

/// A target.
#[derive(Debug, Serialize, ToSchema)]
struct TargetBody {
    /// What will be seen or heard.
    text: String,
    /// By when, ISO date.
    due: String,
    /// What became of it: the head's word, else what the rule says.
    outcome: TargetOutcome,
    /// The evaluation that asked.
    decided_in: Option<EvaluationId>,
    /// The head's words to their decision.
    word: String,
    /// How the service follows it; none when only people decide.
    rule: Option<RuleBody>,
}

/// A rule and what the evaluations made of it.
#[derive(Debug, Serialize, ToSchema)]
struct RuleBody {
    /// `item:KEY`, `block:KEY` or `total`.
    measure: String,
    /// The mark or percentage that is enough.
    at_least: u16,
    /// In how many evaluations.
    hits: u8,
    /// Of how many next ones.
    of: u8,
    /// What the rule alone says.
    standing: TargetOutcome,
    /// Evaluations counted so far, the oldest first.
    evidence: Vec<SeenBody>,
}

/// An evaluation counted by a rule.
#[derive(Debug, Serialize, ToSchema)]
struct SeenBody {
    /// The evaluation.
    evaluation_id: EvaluationId,
    /// Is it enough?
    fulfilled: bool,
}

impl TargetBody {
    fn new(target: &FollowedTarget) -> Self {
        let rule = target.rule.as_ref().zip(target.progress.as_ref());
        Self {
            text: target.text.clone(),
            due: target.due.to_string(),
            outcome: target.outcome(),
            decided_in: target.decided_in.clone(),
            word: target.word.clone(),
            rule: rule.map(|(rule, progress)| RuleBody {
                measure: rule.0.measure.word(),
                at_least: rule.0.measure.at_least(),
                hits: rule.0.hits,
                of: rule.0.of,
                standing: match progress.status {
                    RuleStatus::Met => TargetOutcome::Met,
                    RuleStatus::NotMet => TargetOutcome::Unmet,
                    RuleStatus::Open => TargetOutcome::Open,
                },
                evidence: progress
                    .evidence
                    .iter()
                    .map(|seen| SeenBody {
                        evaluation_id: seen.evaluation.clone(),
                        fulfilled: seen.fulfilled,
                    })
                    .collect(),
            }),
        }
    }
}

/// An action plan.
#[derive(Debug, Serialize, ToSchema)]
struct PlanBody {
    /// Identifier.
    id: PlanId,
    /// Whose plan.
    manager_id: PersonId,
    /// Who wrote it.
    author_id: PersonId,
    /// The evaluation it came from.
    evaluation_id: Option<EvaluationId>,
    /// The one thing to work on.
    focus: String,
    /// What to do for it.
    action: String,
    /// Targets in order.
    targets: Vec<TargetBody>,
    /// Items and moments it rests on.
    evidence: Vec<Evidence>,
    /// When written, RFC 3339.
    created_at: String,
    /// When the manager acknowledged it, RFC 3339.
    acknowledged_at: Option<String>,
    /// The manager's words.
    acknowledgement: String,
    /// Plan or written warning.
    stage: PlanStage,
    /// Entries of the book to read.
    study: Vec<Study>,
    /// Key of the checklist item a warning is about.
    defect: Option<String>,
    /// What follows when a warning's targets are not met.
    consequence: String,
    /// Did the manager acknowledge without agreeing?
    disagrees: bool,
    /// Counts its changes; a change names the one it was made on.
    revision: i64,
    /// Its page.
    url: String,
}

impl PlanBody {
    fn new(plan: Plan, targets: &[FollowedTarget]) -> Self {
        Self {
            url: format!("/plans/{}", plan.id),
            id: plan.id,
            manager_id: plan.manager_id,
            author_id: plan.author_id,
            evaluation_id: plan.evaluation_id,
            focus: plan.focus,
            action: plan.action,
            targets: targets.iter().map(TargetBody::new).collect(),
            evidence: plan.evidence.0,
            created_at: plan.created_at.rfc3339(),
            acknowledged_at: plan.acknowledged_at.map(crate::time::Timestamp::rfc3339),
            acknowledgement: plan.acknowledgement,
            stage: plan.stage,
            study: plan.study.0,
            defect: plan.defect,
            consequence: plan.consequence,
            disagrees: plan.disagrees,
            revision: plan.revision,
        }
    }
}

/// A target to agree on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TargetRequest {
    /// What will be seen or heard; with a rule it may be left out.
    #[serde(default)]
    #[schema(example = "Ends the call with date and time of the visit")]
    text: String,
    /// ISO date.
    #[serde(default)]
    #[schema(example = "2026-12-11")]
    due: String,
    /// How the service follows it.
    #[schema(value_type = Option<RuleRequest>)]
    rule: Option<Object<RuleRequest>>,
}

/// A rule: "this item, not below this mark, in so many of the next evaluations".
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RuleRequest {
    /// `item:KEY`, `block:KEY` or `total`.
    #[schema(example = "item:date")]
    measure: String,
    /// A mark or a percentage; left out, the middle of the scale or the beginning of the norm.
    at_least: Option<u16>,
    /// In how many; left out, in all.
    hits: Option<u8>,
    /// Of how many next evaluations, 1–20.
    of: u8,
}

impl From<TargetRequest> for TargetForm {
    fn from(request: TargetRequest) -> Self {
        let rule = request.rule.map(|Object(rule)| RuleForm {
            measure: rule.measure,
            at_least: rule.at_least.map(|it| it.to_string()).unwrap_or_default(),
            hits: rule.hits.map(|it| it.to_string()).unwrap_or_default(),
            of: rule.of.to_string(),
        });
        Self {
            text: request.text,
            due: request.due,
            rule: rule.unwrap_or_default(),
        }
    }
}

/// A plan to write.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanRequest {
    /// The one thing to work on, 1–200 characters.
    #[serde(default)]
    focus: String,
    /// What to do for it, 1–2000 characters.
    #[serde(default)]
    action: String,
    /// One to three.
    #[serde(default)]
    #[schema(value_type = Vec<TargetRequest>)]
    targets: Vec<Object<TargetRequest>>,
    /// The published evaluation it rests on.
    evaluation_id: Option<EvaluationId>,
    /// Keys of that evaluation's items.
    #[serde(default)]
    items: Vec<String>,
    /// Ids of that evaluation's moments.
    #[serde(default)]
    moments: Vec<String>,
    /// Names of entries of the book to read.
    #[serde(default)]
    study: Vec<String>,
}

/// Only what the reader's scope covers is listed by person. Code: `person-not-found`.
pub(super) async fn covered(tx: &mut Tx, reader: &Person, id: &PersonId) -> Result<()> {
    let person = people::store::person(tx, id).await?;
    let covers = person.is_some_and(|person| reader.scope().covers(&person));
    covers.then_some(()).ok_or(Error::not_found("person-not-found"))
}

/// A person's plans, newest first
#[utoipa::path(get, path = "/api/v1/people/{id}/plans", tag = "plans", params(("id" = String, Path), Paging),
    responses((status = 200, body = Listing<PlanBody>)))]
async fn list(
    visitor: Visitor,
    State(coaching): State<Coaching>,
    Path(id): Path<PersonId>,
    Query(paging): Query<Paging>,
) -> Result<Json<Listing<PlanBody>>> {
    let reader = visitor.signed_in()?;
    let scope = reader.scope();
    let mut tx = coaching.core.db.read().await?;
    covered(&mut tx, reader, &id).await?;
    let page = store::plans(&mut tx, &scope, Some(&id), &paging.cursor()?, paging.limit()?).await?;
    let plans = all_followed(&mut tx, page.items, FollowScope::new(&reader.id)).await?;
    let bodies = plans
        .into_iter()
        .map(|(plan, targets)| PlanBody::new(plan, &targets));
    Ok(Json(Listing::page(Page {
        items: bodies.collect::<Vec<_>>(),
        next: page.next,
    })))
}

/// Write a plan for a manager of one's team
#[utoipa::path(post, path = "/api/v1/people/{id}/plans", tag = "plans", params(("id" = String, Path)),
    request_body = PlanRequest,
    responses((status = 201, body = PlanBody)))]
async fn write(
    visitor: Visitor,
    State(coaching): State<Coaching>,
    Path(id): Path<PersonId>,
    Json(request): Json<PlanRequest>,
) -> Result<(StatusCode, Json<PlanBody>)> {
    let head = visitor.signed_in()?;
    let form = PlanForm {
        focus: request.focus,
        action: request.action,
        targets: targets(request.targets),
        items: request.items,
        moments: request.moments,
        study: request.study,
    };
    let plan = coaching
        .create(head, &id, request.evaluation_id.as_ref(), &form)
        .await?;
    Ok((StatusCode::CREATED, Json(one(&coaching, head, &plan).await?)))
}

fn targets(asked: Vec<Object<TargetRequest>>) -> Vec<TargetForm> {
    asked.into_iter().map(|Object(target)| target.into()).collect()
}

async fn one(coaching: &Coaching, head: &Person, id: &PlanId) -> Result<PlanBody> {
    let mut tx = coaching.core.db.read().await?;
    let found = store::plan(&mut tx, &head.scope(), id)
        .await?
        .ok_or(Error::not_found("plan-not-found"))?;
    let targets = followed(&mut tx, &found, FollowScope::new(&head.id)).await?;
    Ok(PlanBody::new(found, &targets))
}

/// A plan as it is to be: everything is replaced.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanChangeRequest {
    /// The `revision` of the plan this was made on.
    revision: i64,
    /// The one thing to work on, 1–200 characters.
    #[serde(default)]
    focus: String,
    /// What to do for it, 1–2000 characters.
    #[serde(default)]
    action: String,
    /// One to three. One that stays as it was at its place keeps what was decided about it.
    #[serde(default)]
    #[schema(value_type = Vec<TargetRequest>)]
    targets: Vec<Object<TargetRequest>>,
    /// Keys of items of the evaluation it rests on.
    #[serde(default)]
    items: Vec<String>,
    /// Ids of that evaluation's moments.
    #[serde(default)]
    moments: Vec<String>,
    /// Names of entries of the book to read.
    #[serde(default)]
    study: Vec<String>,
}

/// Change a plan that the manager has not acknowledged yet
///
/// 409 `plan-changed` when somebody changed it since the given `revision`: `values` holds its `revision`, `focus` and `action`
/// now. 409 `plan-acknowledged` and `plan-is-warning` when it is not changed any more.
#[utoipa::path(put, path = "/api/v1/plans/{id}", tag = "plans", params(("id" = String, Path)),
    request_body = PlanChangeRequest,
    responses((status = 200, body = PlanBody)))]
async fn replace(
    visitor: Visitor,
    State(coaching): State<Coaching>,
    Path(id): Path<PlanId>,
    Json(request): Json<PlanChangeRequest>,
) -> Result<Json<PlanBody>> {
    let head = visitor.signed_in()?;
    let form = PlanForm {
        focus: request.focus,
        action: request.action,
        targets: targets(request.targets),
        items: request.items,
        moments: request.moments,
        study: request.study,
    };
    match coaching.change(head, &id, request.revision, &form).await {
        Ok(()) => Ok(Json(one(&coaching, head, &id).await?)),
        Err(error) if error.code() == "plan-changed" => {
            let now = one(&coaching, head, &id).await?;
            let error = error.with("revision", now.revision).with("focus", now.focus);
            Err(error.with("action", now.action))
        }
        Err(error) => Err(error),
    }
}
