//! JSON API: the appeals of an evaluation.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::{Appeal, AppealState, Appeals, store};
use crate::api::Listing;
use crate::checklists::{Hundredths, Mark};
use crate::error::{Error, Result};
use crate::evaluations::EvaluationAccess;
use crate::id::{AppealId, EvaluationId};
use crate::people::Permission;
use crate::time::Timestamp;
use crate::web::{Json, Path, Routes, Visitor};

pub(super) fn routes() -> Routes<Appeals> {
    Routes::new().api(Permission::ReadEvaluations, routes!(list))
}

/// An objection to one mark
#[derive(Debug, Serialize, ToSchema)]
struct AppealBody {
    id: AppealId,
    /// Key of the item.
    item: String,
    state: AppealState,
    /// A figure or `na`; absent when the item had no mark.
    mark_before: Option<String>,
    /// The mark the manager thinks right.
    wished: String,
    reason: String,
    /// RFC 3339.
    created_at: String,
    /// The day by which it is to be decided.
    due: String,
    /// RFC 3339.
    decided_at: Option<String>,
    decider: Option<String>,
    /// The decider's words.
    words: String,
    /// The mark that was given; absent when nothing changed.
    mark_after: Option<String>,
    total_before: Option<f64>,
    #[schema(example = 64.0)]
    total_after: Option<f64>,
    /// The page.
    url: String,
}

impl From<Appeal> for AppealBody {
    fn from(appeal: Appeal) -> Self {
        let word = |mark: Mark| mark.to_string();
        Self {
            url: format!("/appeals/{}", appeal.id),
            id: appeal.id,
            item: appeal.item_key,
            state: appeal.state,
            mark_before: appeal.mark_before.map(word),
            wished: word(appeal.wished),
            reason: appeal.reason,
            created_at: appeal.created_at.rfc3339(),
            due: appeal.due.to_string(),
            decided_at: appeal.decided_at.map(Timestamp::rfc3339),
            decider: appeal.decider,
            words: appeal.words,
            mark_after: appeal.mark_after.map(word),
            total_before: appeal.total_before.map(Hundredths::to_f64),
            total_after: appeal.total_after.map(Hundredths::to_f64),
        }
    }
}

/// Appeals of an evaluation one sees whole, the first first
#[utoipa::path(get, path = "/api/v1/evaluations/{id}/appeals", tag = "evaluations", params(("id" = String, Path)),
    responses((status = 200, body = Listing<AppealBody>)))]
async fn list(
    visitor: Visitor,
    State(appeals): State<Appeals>,
    Path(id): Path<EvaluationId>,
) -> Result<Json<Listing<AppealBody>>> {
    let by = visitor.signed_in()?;
    let EvaluationAccess::Whole(_) = appeals.evaluations.read(by, &id).await? else {
        return Err(Error::not_found("evaluation-not-found"));
    };
    let mut tx = appeals.core.db.read().await?;
    let found = store::of_evaluation(&mut tx, &by.scope(), &id).await?;
    Ok(Json(Listing::whole(found)))
}
