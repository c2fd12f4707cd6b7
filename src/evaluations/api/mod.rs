//! JSON API: evaluations, moments, the manager's own opinion.

mod bodies;

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use self::bodies::{EvaluationBody, EvaluationRequest, LineBody, MomentBody, NewMomentBody};
use super::evaluation::OpinionForm;
use super::{EvaluationPages, Evaluations, store};
use crate::api::{Listing, Paging, parameter};
use crate::db::{Cursor, Page};
use crate::error::Result;
use crate::id::{EvaluationId, PersonId, RecordingId};
use crate::people::Permission;
use crate::web::{Json, Path, Query, Routes, Visitor};

pub(super) fn routes() -> Routes<EvaluationPages> {
    Routes::new()
        .api(Permission::ReadEvaluations, routes!(list))
        .api(Permission::ReadEvaluations, routes!(show))
        .api(Permission::Evaluate, routes!(create))
        .api(Permission::SelfAssess, routes!(assess))
        .api(Permission::Evaluate, routes!(mark))
        .api(Permission::ReadEvaluations, routes!(moments_of))
}

/// Narrows the list
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct EvaluationListParams {
    /// Of this manager.
    manager: Option<String>,
    /// Of this recording.
    recording: Option<String>,
}

/// Published evaluations one sees, newest first
#[utoipa::path(get, path = "/api/v1/evaluations", tag = "evaluations", params(EvaluationListParams, Paging),
    responses((status = 200, body = Listing<LineBody>)))]
async fn list(
    visitor: Visitor,
    State(evaluations): State<Evaluations>,
    Query(wanted): Query<EvaluationListParams>,
    Query(paging): Query<Paging>,
) -> Result<Json<Listing<LineBody>>> {
    let scope = visitor.signed_in()?.scope();
    let manager: Option<PersonId> = parameter("manager", wanted.manager.as_deref())?;
    let recording: Option<RecordingId> = parameter("recording", wanted.recording.as_deref())?;
    let (after, limit) = (paging.cursor()?, paging.limit()?);
    let mut tx = evaluations.core.db.read().await?;
    let (manager, recording) = (manager.as_ref(), recording.as_ref());
    let lines = store::published(&mut tx, &scope, manager, recording, &after, limit + 1).await?;
    let page = Page::cut(lines, limit, |line| Cursor {
        key: line.published_at.unwrap_or_default().0,
        id: line.id.to_string(),
    });
    Ok(Json(Listing::page(page)))
}

/// One evaluation
#[utoipa::path(get, path = "/api/v1/evaluations/{id}", tag = "evaluations", params(("id" = String, Path)),
    responses((status = 200, body = EvaluationBody)))]
async fn show(
    visitor: Visitor,
    State(evaluations): State<Evaluations>,
    Path(id): Path<EvaluationId>,
) -> Result<Json<EvaluationBody>> {
    let reading = evaluations.read(visitor.signed_in()?, &id).await?;
    Ok(Json(EvaluationBody::new(reading)))
}

/// Score a recording; asked to publish with something missing, it stays a draft and says what
#[utoipa::path(post, path = "/api/v1/recordings/{id}/evaluations", tag = "evaluations", params(("id" = String, Path)),
    request_body = EvaluationRequest,
    responses((status = 201, body = EvaluationBody)))]
async fn create(
    visitor: Visitor,
    State(evaluations): State<Evaluations>,
    Path(recording): Path<RecordingId>,
    Json(body): Json<EvaluationRequest>,
) -> Result<(StatusCode, Json<EvaluationBody>)> {
    let by = visitor.signed_in()?;
    let (id, _) = evaluations.record(by, &recording, body.entry()?).await?;
    let reading = evaluations.read(by, &id).await?;
    Ok((StatusCode::CREATED, Json(EvaluationBody::new(reading))))
}

/// The manager's own words about their call
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OpinionBody {
    /// What went well.
    pluses: String,
    /// What did not.
    minuses: String,
}

/// Say one's own opinion of one's call; the score opens with it
#[utoipa::path(post, path = "/api/v1/evaluations/{id}/opinion", tag = "evaluations", params(("id" = String, Path)),
    request_body = OpinionBody,
    responses((status = 200, body = EvaluationBody)))]
async fn assess(
    visitor: Visitor,
    State(evaluations): State<Evaluations>,
    Path(id): Path<EvaluationId>,
    Json(body): Json<OpinionBody>,
) -> Result<Json<EvaluationBody>> {
    let by = visitor.signed_in()?;
    let form = OpinionForm {
        pluses: body.pluses,
        minuses: body.minuses,
    };
    evaluations.assess(by, &id, &form).await?;
    Ok(Json(EvaluationBody::new(evaluations.read(by, &id).await?)))
}

/// Mark a moment in one's draft
#[utoipa::path(post, path = "/api/v1/evaluations/{id}/moments", tag = "evaluations", params(("id" = String, Path)),
    request_body = NewMomentBody,
    responses((status = 201, body = MomentBody)))]
async fn mark(
    visitor: Visitor,
    State(evaluations): State<Evaluations>,
    Path(id): Path<EvaluationId>,
    Json(body): Json<NewMomentBody>,
) -> Result<(StatusCode, Json<MomentBody>)> {
    let moment = evaluations
        .mark_moment(visitor.signed_in()?, &id, body.into())
        .await?;
    Ok((StatusCode::CREATED, Json(moment.into())))
}

/// Moments of a recording one may see, by time
#[utoipa::path(get, path = "/api/v1/recordings/{id}/moments", tag = "evaluations", params(("id" = String, Path)),
    responses((status = 200, body = Listing<MomentBody>)))]
async fn moments_of(
    visitor: Visitor,
    State(evaluations): State<Evaluations>,
    Path(id): Path<RecordingId>,
) -> Result<Json<Listing<MomentBody>>> {
    let found = evaluations.moments_of(visitor.signed_in()?, &id).await?;
    Ok(Json(Listing::whole(found)))
}
