//! The JSON API's own parts: the OpenAPI document and paging. Every operation lives with its feature (`api.rs`).
//!
//! Rules for operations: names as in the pages; lists answer `{items, next}` and take `?limit=&after=`; errors are
//! problem+json ([`crate::web::failure::Problem`]) with the stable codes the pages use; times are RFC 3339 in UTC, days
//! are ISO; unknown fields of a request are ignored.

use serde::Deserialize;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{InfoBuilder, OpenApi};

use crate::app::App;
use crate::db::Cursor;
use crate::error::{Error, ErrorKind, Result};
use crate::web::{Access, Json, Routes};

/// The document's own route.
pub fn routes() -> Routes {
    Routes::new().get("/api/v1/openapi.json", Access::Public, show)
}

async fn show() -> Json<OpenApi> {
    Json(App::openapi())
}

/// Completes the collected operations with title, version and the bearer scheme.
pub fn document(mut document: OpenApi) -> OpenApi {
    document.info = InfoBuilder::new()
        .title("Salesbook")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Playbook search, call recordings with transcripts, evaluations and action plans. \
             Send `Authorization: Bearer TOKEN`; make a token in your profile or with `salesbook token create`.",
        ))
        .build();
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(
        "bearer",
        SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()),
    );
    document.security = Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]);
    document
}

/// `?limit=&after=` of a list.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Rows of a page, 1–200; 50 by default.
    limit: Option<i64>,
    /// The `next` of the page before.
    after: Option<String>,
}

impl Paging {
    /// From an operation's own parameters.
    pub const fn new(limit: Option<i64>, after: Option<String>) -> Self {
        Self { limit, after }
    }

    /// Rows of a page.
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(50).clamp(1, 200) as usize
    }

    /// Where the page begins. Code: `bad-cursor`.
    pub fn cursor(&self) -> Result<Cursor> {
        match &self.after {
            None => Ok(Cursor::newest()),
            Some(text) => text.parse().map_err(|error: crate::id::BadId| {
                Error::new(ErrorKind::BadInput, "bad-cursor").because(error)
            }),
        }
    }
}
