//! JSON API: plans of a person.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::{Evidence, Outcome, Plan, PlanForm, Target, TargetForm, create, store};
use crate::api::Paging;
use crate::app::App;
use crate::error::{Error, Result};
use crate::id::{EvaluationId, PersonId, PlanId};
use crate::people::{self, Permission};
use crate::web::failure::Problem;
use crate::web::{Json, Path, Query, Routes, Visitor};

pub(super) fn routes() -> Routes {
    Routes::new()
        .api(Permission::ReadPlans, routes!(list))
        .api(Permission::WritePlans, routes!(write))
}

/// A target.
#[derive(Debug, Serialize, ToSchema)]
struct TargetBody {
    /// What will be seen or heard.
    text: String,
    /// By when, ISO date.
    due: String,
    /// What became of it.
    outcome: Outcome,
    /// The evaluation that asked.
    decided_in: Option<EvaluationId>,
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
    /// Its page.
    url: String,
}

impl PlanBody {
    fn of(plan: Plan, targets: Vec<Target>) -> Self {
        Self {
            url: format!("/plans/{}", plan.id),
            id: plan.id,
            manager_id: plan.manager_id,
            author_id: plan.author_id,
            evaluation_id: plan.evaluation_id,
            focus: plan.focus,
            action: plan.action,
            targets: targets
                .into_iter()
                .map(|target| TargetBody {
                    text: target.text,
                    due: target.due.to_string(),
                    outcome: target.outcome,
                    decided_in: target.decided_in,
                })
                .collect(),
            evidence: plan.evidence.0,
            created_at: plan.created_at.rfc3339(),
            acknowledged_at: plan.acknowledged_at.map(crate::time::Timestamp::rfc3339),
            acknowledgement: plan.acknowledgement,
        }
    }
}

/// A page of plans.
#[derive(Debug, Serialize, ToSchema)]
struct PlansBody {
    /// Newest first.
    items: Vec<PlanBody>,
    /// Give as `after` to get the next page.
    next: Option<String>,
}

/// A plan to write.
#[derive(Debug, Deserialize, ToSchema)]
struct PlanRequest {
    /// The one thing to work on, 1–200 characters.
    #[serde(default)]
    focus: String,
    /// What to do for it, 1–2000 characters.
    #[serde(default)]
    action: String,
    /// One to three.
    #[serde(default)]
    targets: Vec<TargetForm>,
    /// The published evaluation it rests on.
    evaluation_id: Option<EvaluationId>,
    /// Keys of that evaluation's items.
    #[serde(default)]
    items: Vec<String>,
    /// Ids of that evaluation's moments.
    #[serde(default)]
    moments: Vec<String>,
}

/// A person's plans, newest first
#[utoipa::path(get, path = "/api/v1/people/{id}/plans", tag = "plans", params(("id" = String, Path), Paging),
    responses((status = 200, body = PlansBody), (status = 404, body = Problem, content_type = "application/problem+json")))]
async fn list(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<PersonId>,
    Query(paging): Query<Paging>,
) -> Result<Json<PlansBody>> {
    let scope = visitor.signed_in()?.scope();
    let mut tx = app.db.read().await?;
    let visible = people::store::person(&mut tx, &id)
        .await?
        .is_some_and(|person| scope.covers(&person));
    if !visible {
        return Err(Error::not_found("person-not-found"));
    }
    let page = store::plans(&mut tx, &scope, Some(&id), &paging.cursor()?, paging.limit()).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for plan in page.items {
        let targets = store::targets(&mut tx, &plan.id).await?;
        items.push(PlanBody::of(plan, targets));
    }
    Ok(Json(PlansBody {
        items,
        next: page.next.map(|cursor| cursor.to_string()),
    }))
}

/// Write a plan for a manager of one's team
#[utoipa::path(post, path = "/api/v1/people/{id}/plans", tag = "plans", params(("id" = String, Path)),
    request_body = PlanRequest,
    responses((status = 201, body = PlanBody),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
async fn write(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<PersonId>,
    Json(request): Json<PlanRequest>,
) -> Result<(StatusCode, Json<PlanBody>)> {
    let head = visitor.signed_in()?;
    let form = PlanForm {
        focus: request.focus,
        action: request.action,
        targets: request.targets,
        items: request.items,
        moments: request.moments,
    };
    let plan = create(&app, head, &id, request.evaluation_id.as_ref(), &form).await?;
    let mut tx = app.db.read().await?;
    let found = store::plan(&mut tx, &head.scope(), &plan)
        .await?
        .ok_or(Error::not_found("plan-not-found"))?;
    let targets = store::targets(&mut tx, &plan).await?;
    Ok((StatusCode::CREATED, Json(PlanBody::of(found, targets))))
}
