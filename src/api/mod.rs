//! The JSON API's own parts: the OpenAPI document, paging, the shape of a list. Every operation lives with its feature
//! (`api.rs`).
//!
//! Rules for operations: names as in the pages; lists return `{items, next}` ([`Listing`]) and take `?limit=&after=`
//! ([`Paging`]); errors are problem+json ([`crate::web::failure::Problem`]) with the stable codes the pages use, and are
//! declared once for all ([`document()`]); times are RFC 3339 in UTC, days are ISO. Nothing of a request is swallowed: a
//! field of the body that is not known is 422 `unknown-field` (`deny_unknown_fields` on every body), a parameter that is not
//! known is 422 `unknown-parameter` ([`Routes`] looks, by the document), and one that cannot be read is refused by name too
//! ([`parameter`]).

mod document;
mod listing;

pub use document::document;
pub use listing::{Listing, Paging};

use std::str::FromStr;

use axum::extract::State;
use utoipa::openapi::OpenApi;

use crate::error::{Error, Result};
use crate::web::{Access, Json, Routes};

/// Where the document of all operations is to be had: put together once, by whoever knows them all.
#[derive(Debug, Clone, Copy)]
pub struct ApiDocument(pub fn() -> &'static OpenApi);

/// The document's own route.
pub fn routes() -> Routes<ApiDocument> {
    Routes::new().get("/api/v1/openapi.json", Access::Public, show)
}

async fn show(State(ApiDocument(document)): State<ApiDocument>) -> Json<&'static OpenApi> {
    Json(document())
}

/// What a parameter of the address says; one that is missing or empty says nothing. Keep the fields of an operation's
/// parameters `Option<String>` and read them here: whoever misspells a value is told which, and gets no list of
/// everything instead. Code: `bad-parameter`.
pub fn parameter<T: FromStr>(name: &'static str, text: Option<&str>) -> Result<Option<T>> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| Error::parameter(name)),
    }
}

/// `?limit=`: 1 to `most`, `usual` when it is not given. Code: `bad-parameter`.
pub fn limit(text: Option<&str>, most: usize, usual: usize) -> Result<usize> {
    match parameter::<usize>("limit", text)? {
        None => Ok(usual),
        Some(limit) if (1..=most).contains(&limit) => Ok(limit),
        Some(_) => Err(Error::parameter("limit")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_taken_or_refused_by_name() {
        let asked = |text: &str| limit(Some(text), 200, 50).map_err(|error| error.field_errors().to_vec());
        assert_eq!(limit(None, 200, 50).unwrap(), 50);
        assert_eq!(
            (asked("").unwrap(), asked("1").unwrap(), asked(" 200 ").unwrap()),
            (50, 1, 200)
        );
        for bad in ["0", "201", "-1", "1.5", "много", "99999999999999999999"] {
            assert_eq!(asked(bad).unwrap_err()[0].field, "limit", "{bad}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let found: Result<Option<crate::i18n::Locale>> = parameter("locale", Some("xx"));
        let error = found.unwrap_err();
        assert_eq!((error.kind().status(), error.code()), (422, "bad-parameter"));
        assert_eq!(error.args(), [("parameter", "locale".to_owned())]);
        assert_eq!(
            parameter::<crate::i18n::Locale>("locale", Some("ru")).unwrap(),
            Some(crate::i18n::Locale::Ru)
        );
    }
}
