//! JSON API of the pages' own script: the signed-in person's drafts.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::{Draft, DraftField, Drafts, store};
use crate::api::Listing;
use crate::db::JsonText;
use crate::error::{Error, Result};
use crate::id::DraftId;
use crate::time::Timestamp;
use crate::web::{Access, Json, Object, Path, Routes, Visitor};

pub(super) fn routes() -> Routes<Drafts> {
    Routes::new()
        .api(Access::SignedIn, routes!(list))
        .api(Access::SignedIn, routes!(show))
        .api(Access::SignedIn, routes!(put))
        .api(Access::SignedIn, routes!(delete))
}

/// A draft in the list
#[derive(Debug, Serialize, ToSchema)]
struct DraftLine {
    /// Identifier.
    id: DraftId,
    /// Which form: the address it is sent to.
    form: String,
    /// How often it was kept.
    turn: i64,
    /// When it was kept last, RFC 3339.
    saved_at: String,
}

/// A draft
#[derive(Debug, Serialize, ToSchema)]
struct DraftBody {
    /// Identifier.
    id: DraftId,
    /// Which form: the address it is sent to.
    form: String,
    /// A digest of what the form held before anything was typed.
    base: String,
    /// What was typed.
    fields: Vec<DraftField>,
    /// How often it was kept.
    turn: i64,
    /// When it was kept last, RFC 3339.
    saved_at: String,
}

/// What was typed
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DraftRequest {
    /// Which form: the address it is sent to.
    #[schema(example = "/plans")]
    form: String,
    /// A digest of what the form held before anything was typed.
    #[serde(default)]
    base: String,
    /// What was typed.
    #[schema(value_type = Vec<DraftFieldRequest>)]
    fields: Vec<Object<DraftFieldRequest>>,
    /// Counts the keepings of this draft: one that is not higher than what is kept is ignored.
    turn: i64,
}

/// One control of a form
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DraftFieldRequest {
    /// The control's name.
    name: String,
    /// What it holds.
    value: String,
    /// Of a box or a radio button: is it on?
    on: Option<bool>,
}

impl From<DraftFieldRequest> for DraftField {
    fn from(field: DraftFieldRequest) -> Self {
        Self {
            name: field.name,
            value: field.value,
            on: field.on,
        }
    }
}

/// When a draft was kept
#[derive(Debug, Serialize, ToSchema)]
struct KeptBody {
    /// RFC 3339.
    saved_at: String,
}

/// Drafts of the signed-in person, the newest first; there are few, so all at once
#[utoipa::path(get, path = "/api/v1/drafts", tag = "drafts", responses((status = 200, body = Listing<DraftLine>)))]
async fn list(visitor: Visitor, State(drafts): State<Drafts>) -> Result<Json<Listing<DraftLine>>> {
    let mut tx = drafts.core.db.read().await?;
    let lines = store::lines(&mut tx, &visitor.signed_in()?.id).await?;
    Ok(Json(Listing::whole(lines.into_iter().map(|line| DraftLine {
        id: line.id,
        form: line.form,
        turn: line.turn,
        saved_at: line.saved_at.rfc3339(),
    }))))
}

/// One draft
#[utoipa::path(get, path = "/api/v1/drafts/{id}", tag = "drafts", params(("id" = String, Path)),
    responses((status = 200, body = DraftBody)))]
async fn show(
    visitor: Visitor,
    State(drafts): State<Drafts>,
    Path(id): Path<DraftId>,
) -> Result<Json<DraftBody>> {
    let mut tx = drafts.core.db.read().await?;
    let draft = store::find(&mut tx, &visitor.signed_in()?.id, &id)
        .await?
        .ok_or(Error::not_found("draft-not-found"))?;
    Ok(Json(DraftBody {
        id: draft.id,
        form: draft.form,
        base: draft.base,
        fields: draft.fields.0,
        turn: draft.turn,
        saved_at: draft.saved_at.rfc3339(),
    }))
}

/// Keep a draft
///
/// The identifier is made by whoever writes: a ULID, a new one for each time a form is open.
#[utoipa::path(put, path = "/api/v1/drafts/{id}", tag = "drafts", params(("id" = String, Path)), request_body = DraftRequest,
    responses((status = 200, body = KeptBody)))]
async fn put(
    visitor: Visitor,
    State(drafts): State<Drafts>,
    Path(id): Path<DraftId>,
    Json(request): Json<DraftRequest>,
) -> Result<Json<KeptBody>> {
    let draft = Draft {
        id,
        form: request.form,
        base: request.base,
        fields: JsonText(
            request
                .fields
                .into_iter()
                .map(|Object(field)| field.into())
                .collect(),
        ),
        turn: request.turn,
        saved_at: Timestamp::default(),
    };
    let saved_at = drafts.keep(&visitor.signed_in()?.id, draft).await?.rfc3339();
    Ok(Json(KeptBody { saved_at }))
}

/// Throw a draft away
#[utoipa::path(delete, path = "/api/v1/drafts/{id}", tag = "drafts", params(("id" = String, Path)),
    responses((status = 204, description = "Gone, also when it was gone before")))]
async fn delete(
    visitor: Visitor,
    State(drafts): State<Drafts>,
    Path(id): Path<DraftId>,
) -> Result<StatusCode> {
    let mut tx = drafts.core.db.write().await?;
    store::remove(&mut tx, &visitor.signed_in()?.id, &id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
