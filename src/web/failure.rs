//! What an error looks like: a page, a toast for a script's fragment, or problem+json under `/api`.
//!
//! A handler's [`Error`] travels in the response's extensions; [`render`] turns it into an answer in the visitor's
//! language and writes the operator's log line, once.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template as _;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::{PageContext, PageSettings, Visitor};
use crate::error::{Error, ErrorKind};
use crate::i18n::Texts;

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        answer(Arc::new(self))
    }
}

/// The answer to an error that others hold as well; [`render`] gives it its body.
pub fn answer(error: Arc<Error>) -> Response {
    let status = StatusCode::from_u16(error.kind().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (retry_after(&error), status).into_response();
    response.extensions_mut().insert(error);
    response
}

/// The header that says when to try again, when that is known.
pub fn retry_after(error: &Error) -> Option<[(HeaderName, String); 1]> {
    Some([(header::RETRY_AFTER, error.retry_after_s()?.to_string())])
}

/// The code of a refusal, also where the body is a page.
const PROBLEM: HeaderName = HeaderName::from_static("x-problem");

/// Is this path answered with problem+json?
pub fn wants_problem(path: &str) -> bool {
    path.starts_with("/api/")
}

/// RFC 9457 problem document.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `about:blank`; the kind of problem is in `code`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Sentence for a person, in the language of Accept-Language.
    title: String,
    /// HTTP status.
    status: u16,
    /// Stable code.
    #[schema(example = "recording-not-found")]
    code: String,
    /// Quote it to the administrator.
    request_id: String,
    /// What the sentence names, for programs: an earlier recording's `id`, a limit.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    values: BTreeMap<&'static str, String>,
    /// Fields that cannot be used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<ProblemField>,
}

/// One field that cannot be used.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemField {
    /// Name in the request.
    field: &'static str,
    /// Stable code.
    code: &'static str,
    /// Sentence for a person.
    detail: String,
}

#[derive(askama::Template)]
#[template(path = "error.html")]
struct ErrorPage {
    t: PageContext,
    message: String,
    code: &'static str,
    status: u16,
}

#[derive(askama::Template)]
#[template(
    source = "<p class=\"toast\" data-tone=\"bad\">{{ message }}</p>",
    ext = "html"
)]
struct ErrorToast {
    message: String,
}

/// The sentence for an error.
pub fn sentence(texts: Texts, error: &Error) -> String {
    let args: Vec<(&str, &str)> = error
        .args()
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    texts.with(&format!("error-{}", error.code()), &args)
}

/// The sentence for an error that was stored: its code and values.
pub fn stored_sentence<'a>(
    texts: Texts,
    code: &str,
    args: impl IntoIterator<Item = &'a (String, String)>,
) -> String {
    let key = format!("error-{code}");
    // A code that only another version knows still is an error.
    if !texts.has(&key) {
        return texts.text("error-internal");
    }
    let args: Vec<(&str, &str)> = args
        .into_iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    texts.with(&key, &args)
}

/// The sentence for one field.
pub fn field_sentence(texts: Texts, code: &str) -> String {
    texts.text(&format!("error-{code}"))
}

/// Middleware: gives every error its body.
pub async fn render(
    State(settings): State<PageSettings>,
    visitor: Visitor,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let error = match response.extensions().get::<Arc<Error>>() {
        Some(error) => Arc::clone(error),
        None => match refused_by_a_layer(&response) {
            Some(error) => Arc::new(error),
            None => return response,
        },
    };
    log(&error, &visitor);
    let mut answer = body(&settings, &visitor, &error, (&path, response.status()));
    *answer.status_mut() = response.status();
    // For the pages' scripts, which tell some refusals from others.
    answer
        .headers_mut()
        .insert(PROBLEM, HeaderValue::from_static(error.code()));
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = response.headers().get(&name) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    answer
}

/// Answers that a layer or axum itself made, without an [`Error`] of ours.
fn refused_by_a_layer(response: &Response) -> Option<Error> {
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Some(Error::not_found("method-not-allowed")),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Error::new(ErrorKind::TooLarge, "too-large")),
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => {
            Some(Error::new(ErrorKind::Unavailable, "timeout"))
        }
        StatusCode::FORBIDDEN
            if response
                .extensions()
                .get::<tower_http::csrf::ProtectionError>()
                .is_some() =>
        {
            Some(Error::new(ErrorKind::Forbidden, "cross-origin"))
        }
        _ => None,
    }
}

/// The operator's line for an error; for a page that tells the error itself, once.
pub fn log(error: &Error, visitor: &Visitor) {
    let cause = error
        .cause()
        .map(|cause| format!("{cause:#}"))
        .unwrap_or_default();
    let (code, path, request_id) = (error.code(), visitor.path(), visitor.request_id());
    match error.kind() {
        ErrorKind::Internal | ErrorKind::DiskFull => {
            tracing::error!(code, path, request_id, cause, "request failed");
        }
        ErrorKind::Unavailable => {
            tracing::warn!(code, path, request_id, cause, "request cannot be answered now");
        }
        _ => tracing::debug!(code, path, request_id, cause, "request refused"),
    }
}

fn body(
    settings: &PageSettings,
    visitor: &Visitor,
    error: &Error,
    (path, status): (&str, StatusCode),
) -> Response {
    let texts = visitor.texts();
    let message = sentence(texts, error);
    if wants_problem(path) {
        let problem = Problem {
            kind: "about:blank",
            title: message,
            status: status.as_u16(),
            code: error.code().to_owned(),
            request_id: visitor.request_id().to_owned(),
            values: error.args().iter().cloned().collect(),
            fields: error
                .field_errors()
                .iter()
                .map(|field| ProblemField {
                    field: field.field,
                    code: field.code,
                    detail: field_sentence(texts, field.code),
                })
                .collect(),
        };
        let mut response = super::Json(problem).into_response();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        return response;
    }
    let rendered = if visitor.fragment().is_some() {
        ErrorToast { message }.render()
    } else {
        ErrorPage {
            t: PageContext::new(settings, visitor),
            message,
            code: error.code(),
            status: status.as_u16(),
        }
        .render()
    };
    match rendered {
        Ok(html) => axum::response::Html(html).into_response(),
        Err(error) => {
            tracing::error!(%error, "the error page cannot be rendered");
            error_text().into_response()
        }
    }
}

/// Last resort when even the error page fails.
fn error_text() -> &'static str {
    "Salesbook: internal error"
}
