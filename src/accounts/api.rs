//! JSON API: one's own tokens.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::{AccountPages, Accounts};
use crate::auth::{Scopes, TokenRequest, TokenScope};
use crate::error::Result;
use crate::id::TokenId;
use crate::web::{Access, Json, Routes, Visitor};

pub(super) fn routes() -> Routes<AccountPages> {
    // No token makes tokens: there is no scope for this area.
    Routes::new().api(Access::SignedIn, routes!(create))
}

/// A token to make.
#[derive(Deserialize, ToSchema)]
#[schema(as = TokenRequest)]
#[serde(deny_unknown_fields)]
struct TokenBodyRequest {
    /// What it is for, 1–80 characters.
    #[schema(example = "telephony")]
    name: String,
    /// What it may do, at least one thing: `recordings:write`, `playbook:read`…
    #[serde(default)]
    scopes: Vec<String>,
    /// How long it is good, days; 90 when absent.
    days: Option<i64>,
    /// The owner's password, asked again.
    #[serde(default)]
    password: String,
}

/// A fresh token.
#[derive(Debug, Serialize, ToSchema)]
struct TokenBody {
    /// Identifier.
    id: TokenId,
    /// What it is for.
    name: String,
    /// What it may do.
    scopes: Vec<&'static str>,
    /// The secret, seen this once: send it as `Authorization: Bearer …`.
    token: String,
    /// When made, RFC 3339.
    created_at: String,
    /// When it ends, RFC 3339.
    expires_at: Option<String>,
}

/// Make a bearer token; only somebody signed in may, by their password, no token
#[utoipa::path(
    post,
    path = "/api/v1/tokens",
    tag = "tokens",
    request_body = TokenBodyRequest,
    responses(
        (status = 201, body = TokenBody),
    )
)]
async fn create(
    visitor: Visitor,
    State(accounts): State<Accounts>,
    Json(body): Json<TokenBodyRequest>,
) -> Result<(StatusCode, Json<TokenBody>)> {
    let request = TokenRequest {
        name: body.name,
        scopes: Scopes::named(body.scopes.iter().map(String::as_str)).unwrap_or_default(),
        days: body.days.unwrap_or_else(|| accounts.auth.usual_token_days()),
    };
    let person = visitor.signed_in()?;
    let session = visitor.session().unwrap_or_default();
    accounts
        .auth
        .confirm_by_password(person, session, "password", body.password)
        .await?;
    let made = accounts.auth.create_token(person, person, &request).await?;
    let body = TokenBody {
        id: made.token.id,
        name: made.token.name,
        scopes: made.token.scopes.iter().map(TokenScope::as_str).collect(),
        token: made.secret,
        created_at: made.token.created_at.rfc3339(),
        expires_at: made.token.expires_at.map(crate::time::Timestamp::rfc3339),
    };
    Ok((StatusCode::CREATED, Json(body)))
}
