//! The JSON API's own parts: the OpenAPI document, paging, the shape of a list. Every operation lives with its feature
//! (`api.rs`).
//!
//! Rules for operations: names as in the pages; lists answer `{items, next}` ([`Listing`]) and take `?limit=&after=`
//! ([`Paging`]); errors are problem+json ([`crate::web::failure::Problem`]) with the stable codes the pages use, and are
//! declared once for all ([`document()`]); times are RFC 3339 in UTC, days are ISO. Nothing of a request is swallowed: a
//! field of the body that is not known is 422 `unknown-field` (`deny_unknown_fields` on every body), a parameter that is not
//! known is 422 `unknown-parameter` ([`Routes`] looks, by the document).

mod document;
mod listing;

pub use document::document;
pub use listing::{Listing, Paging};

use utoipa::openapi::OpenApi;

use crate::app::App;
use crate::web::{Access, Json, Routes};

/// The document's own route.
pub fn routes() -> Routes {
    Routes::new().get("/api/v1/openapi.json", Access::Public, show)
}

async fn show() -> Json<OpenApi> {
    Json(App::openapi())
}
