//! Extractors that answer bad input as an [`Error`] with a stable code, so that it is shown in the visitor's language.
//!
//! Whatever comes through here is text that can be kept ([`super::text`]): without the letter NUL, which PostgreSQL refuses,
//! and no single text longer than anybody writes by hand.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use serde::de::DeserializeOwned;

use super::object::Object;
use super::pace::BodyStalled;
use super::text;
use crate::db::Cursor;
use crate::error::{Error, ErrorKind};

/// Parameters of the path. A path that does not parse is "not found".
#[derive(Debug, Clone)]
pub struct Path<T>(pub T);

#[expect(
    clippy::disallowed_types,
    reason = "the one place that wraps axum's extractor"
)]
impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        if text::has_encoded_nul(parts.uri.path()) {
            return Err(Error::not_found("not-found"));
        }
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|error| Error::not_found("not-found").because(error))
    }
}

/// Parameters after `?`. Repeated names fill a `Vec`. Code: `bad-address`.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        if parts.uri.query().is_some_and(text::has_encoded_nul) {
            return Err(Error::new(ErrorKind::BadInput, "bad-address"));
        }
        axum_extra::extract::Query::from_request_parts(parts, state)
            .await
            .map(|axum_extra::extract::Query(value)| Self(value))
            .map_err(|error| Error::new(ErrorKind::BadInput, "bad-address").because(error))
    }
}

/// Where a page of a list begins: `?after=`, with the newest when it is missing or empty. Code: `bad-address`.
pub fn cursor(after: Option<&str>) -> Result<Cursor, Error> {
    Cursor::after(after).map_err(|error| Error::new(ErrorKind::BadInput, "bad-address").because(error))
}

/// A form's fields. Keep the struct's fields `String` or `Option<String>` and parse them in the domain, so that what
/// was entered is never lost to a type error. Repeated names fill a `Vec`. Codes: `bad-form`, `text-too-long`, `too-large`.
#[derive(Debug, Clone)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Error;
    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let (parts, body) = whole(request, state).await?;
        let request = Request::from_parts(parts, Body::from(text::form(body)?));
        axum_extra::extract::Form::from_request(request, state)
            .await
            .map(|axum_extra::extract::Form(value)| Self(value))
            .map_err(|error| Error::new(ErrorKind::BadInput, "bad-form").because(error))
    }
}

/// A multipart form with files, read part by part with constant memory.
#[derive(Debug)]
pub struct Multipart(pub axum::extract::Multipart);

/// Rests after each piece. The multipart reader swallows whatever is ready at once: from a fast sender that would be
/// the whole file.
struct PacedPieces<S> {
    pieces: S,
    rest: bool,
}

impl<S: Stream + Unpin> Stream for PacedPieces<S> {
    type Item = S::Item;
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        if std::mem::take(&mut self.rest) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let piece = self.pieces.poll_next_unpin(context);
        self.rest = piece.is_ready();
        piece
    }
}

impl<S: Send + Sync> FromRequest<S> for Multipart {
    type Rejection = Error;
    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let request = request.map(|body| {
            Body::from_stream(PacedPieces {
                pieces: body.into_data_stream(),
                rest: false,
            })
        });
        axum::extract::Multipart::from_request(request, state)
            .await
            .map(Self)
            .map_err(|error| Error::new(ErrorKind::BadInput, "bad-form").because(error))
    }
}

/// Why a form with files did not come to its end. Codes: `upload-stalled`, `too-large`, `bad-form`.
pub fn interrupted(error: MultipartError) -> Error {
    let found = if BodyStalled::is_why(&error) {
        Error::new(ErrorKind::TooSlow, "upload-stalled")
    } else if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::new(ErrorKind::TooLarge, "too-large")
    } else {
        Error::new(ErrorKind::BadInput, "bad-form")
    };
    found.because(error)
}

/// A field of a body, or a part of a form with a file, that nobody knows: told by its name with those that are known.
pub fn unknown_field(field: &str, known: &str) -> Error {
    Error::new(ErrorKind::BadInput, "unknown-field")
        .with("field", text::shortened(field))
        .with("known", known)
}

/// The request with its body in memory. Codes: `too-large`, `bad-form`.
async fn whole<S: Send + Sync>(request: Request, state: &S) -> Result<(Parts, Bytes), Error> {
    let (parts, body) = request.into_parts();
    let bytes = Bytes::from_request(Request::from_parts(parts.clone(), body), state)
        .await
        .map_err(|error| {
            let found = match error.status() {
                StatusCode::PAYLOAD_TOO_LARGE => Error::new(ErrorKind::TooLarge, "too-large"),
                _ => Error::new(ErrorKind::BadInput, "bad-form"),
            };
            found.because(error)
        })?;
    Ok((parts, bytes))
}

/// A JSON body of the API, which is an object, and a JSON answer. A body's type denies unknown fields, so that nothing is
/// swallowed; objects inside it are [`Object`]s. Codes: `bad-json`, `unknown-field`, `text-nul`, `text-too-long`, `too-large`.
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

#[expect(
    clippy::disallowed_types,
    reason = "the one place that wraps axum's extractor"
)]
impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;
    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let (parts, body) = whole(request, state).await?;
        text::check_json(&body)?;
        let request = Request::from_parts(parts, Body::from(body));
        axum::Json::<Object<T>>::from_request(request, state)
            .await
            .map(|axum::Json(Object(value))| Self(value))
            .map_err(|error| {
                let detail = error.body_text();
                let found = match text::unknown_field(&detail) {
                    Some((field, known)) => unknown_field(field, &known),
                    None => Error::new(ErrorKind::BadInput, "bad-json").with("detail", &detail),
                };
                found.because(error)
            })
    }
}

/// A body that may be missing: an empty one and `null` are none, whatever the content type says.
impl<T: DeserializeOwned, S: Send + Sync> axum::extract::OptionalFromRequest<S> for Json<T> {
    type Rejection = Error;
    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, Error> {
        let (parts, bytes) = whole(request, state).await?;
        if bytes.is_empty() || bytes.trim_ascii() == b"null" {
            return Ok(None);
        }
        let request = Request::from_parts(parts, Body::from(bytes));
        <Self as FromRequest<S>>::from_request(request, state)
            .await
            .map(Some)
    }
}

impl<T: serde::Serialize> axum::response::IntoResponse for Json<T> {
    fn into_response(self) -> axum::response::Response {
        axum::Json(self.0).into_response()
    }
}
