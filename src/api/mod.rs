//! The JSON API's own parts: the OpenAPI document and paging. Every operation lives with its feature (`api.rs`).
//!
//! Rules for operations: names as in the pages; lists answer `{items, next}` and take `?limit=&after=`; errors are
//! problem+json ([`crate::web::failure::Problem`]) with the stable codes the pages use; times are RFC 3339 in UTC, days
//! are ISO; unknown fields of a request are ignored; a parameter of the address that cannot be read is refused by name
//! ([`parameter`]).

use std::str::FromStr;

use serde::Deserialize;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{InfoBuilder, OpenApi};

use crate::app::App;
use crate::db::Cursor;
use crate::error::{Error, Result};
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
    #[param(value_type = Option<i64>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
}

impl Paging {
    /// From an operation's own parameters.
    pub const fn new(limit: Option<String>, after: Option<String>) -> Self {
        Self { limit, after }
    }

    /// Rows of a page. Code: `bad-parameter`.
    pub fn limit(&self) -> Result<usize> {
        limit(self.limit.as_deref(), 200, 50)
    }

    /// Where the page begins. Code: `bad-cursor`.
    pub fn cursor(&self) -> Result<Cursor> {
        match self.after.as_deref().map(str::trim) {
            None | Some("") => Ok(Cursor::newest()),
            Some(text) => text.parse().map_err(|error: crate::id::BadId| {
                Error::unusable_parameter("after", "bad-cursor").because(error)
            }),
        }
    }
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
