//! JSON API: tokens of the signed-in person.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::create_token;
use crate::app::App;
use crate::error::Result;
use crate::id::TokenId;
use crate::web::failure::Problem;
use crate::web::{Access, Json, Routes, Visitor};

pub(super) fn routes() -> Routes {
    Routes::new().api(Access::SignedIn, routes!(create))
}

/// A token to make.
#[derive(Debug, Deserialize, ToSchema)]
struct TokenRequest {
    /// What it is for, 1–80 characters.
    #[schema(example = "telephony")]
    name: String,
}

/// A fresh token.
#[derive(Debug, Serialize, ToSchema)]
struct TokenBody {
    /// Identifier.
    id: TokenId,
    /// What it is for.
    name: String,
    /// The secret, seen this once: send it as `Authorization: Bearer …`.
    token: String,
    /// When made, RFC 3339.
    created_at: String,
}

/// Make a bearer token that may do what its owner may
#[utoipa::path(
    post,
    path = "/api/v1/tokens",
    tag = "tokens",
    request_body = TokenRequest,
    responses(
        (status = 201, body = TokenBody),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
async fn create(
    visitor: Visitor,
    State(app): State<App>,
    Json(request): Json<TokenRequest>,
) -> Result<(StatusCode, Json<TokenBody>)> {
    let token = create_token(&app, visitor.signed_in()?, &request.name).await?;
    let body = TokenBody {
        id: token.id,
        name: token.name,
        token: token.secret,
        created_at: token.created_at.rfc3339(),
    };
    Ok((StatusCode::CREATED, Json(body)))
}
