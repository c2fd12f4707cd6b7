//! The same act asked for again while it is still being done: a double click, an impatient key, a retry of a proxy.
//!
//! Decides that it is done once and answered as often as it was asked for. The same means: the same session, address and
//! body, and the same word about where it came from; again means: it came in before the first one was answered. Leaves acts
//! that are asked for one after another to the features and to the page, which sends no form twice, and uploads, whose
//! bodies are never in memory as a whole, to the hash of their files. When the first asker goes away before its act is
//! done, the next one does it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Extensions, HeaderMap, HeaderName, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;

use super::Visitor;
use crate::error::{Error, ErrorKind};

/// How long an answer waits for those who asked before it was given and are still on their way through the layers.
const WAITS: Duration = Duration::from_secs(10);
/// An answer of more bytes, or of nobody knows how many, is not kept in memory: whoever asked for it meanwhile has it made
/// anew.
const LARGEST: u64 = 8 * 1024 * 1024;

type RequestDigest = [u8; 32];

/// When a request came in.
#[derive(Debug, Clone, Copy)]
pub(super) struct ArrivalTime(pub(super) Instant);

/// An answer that can be given several times.
#[derive(Debug, Clone)]
struct RepeatableResponse {
    at: Instant,
    status: StatusCode,
    headers: HeaderMap,
    extensions: Extensions,
    body: Bytes,
}

type PendingResponse = Arc<OnceCell<RepeatableResponse>>;

/// What is being done or was done just now. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct RequestsInProgress(Arc<Mutex<HashMap<RequestDigest, PendingResponse>>>);

impl RequestsInProgress {
    /// The act that was being done when this request came in, or a new one.
    fn join(&self, key: RequestDigest, arrived: Instant) -> PendingResponse {
        let mut acts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        acts.retain(|_, doing| match doing.get() {
            Some(given) => given.at.elapsed() < WAITS,
            None => Arc::strong_count(doing) > 1,
        });
        let doing = acts.entry(key).or_default();
        if doing.get().is_some_and(|given| given.at <= arrived) {
            *doing = PendingResponse::default();
        }
        Arc::clone(doing)
    }
}

/// Headers that make two requests different ones.
const TOLD: [HeaderName; 8] = [
    header::HOST,
    header::COOKIE,
    header::AUTHORIZATION,
    header::CONTENT_TYPE,
    header::ORIGIN,
    HeaderName::from_static("sec-fetch-site"),
    HeaderName::from_static("x-fragment"),
    header::ACCEPT_LANGUAGE,
];

fn key(request: &axum::http::request::Parts, body: &[u8]) -> RequestDigest {
    let mut digest = Sha256::new();
    let mut add = |part: &[u8]| {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    };
    add(request.method.as_str().as_bytes());
    add(request
        .uri
        .path_and_query()
        .map_or("/", |it| it.as_str())
        .as_bytes());
    for name in TOLD {
        for value in request.headers.get_all(&name) {
            add(name.as_str().as_bytes());
            add(value.as_bytes());
        }
    }
    add(body);
    digest.finalize().into()
}

/// How many bytes an answer has, where that is known before it is read.
fn size(answer: &Response) -> Option<u64> {
    let declared = answer.headers().get(header::CONTENT_LENGTH);
    let declared = declared.and_then(|size| size.to_str().ok()?.parse().ok());
    answer.body().size_hint().exact().or(declared)
}

fn is_upload(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/"))
}

/// Middleware: does what is asked several times at once one time. Bodies are at most `limit` bytes long.
pub(super) async fn once(
    State((acts, limit)): State<(RequestsInProgress, usize)>,
    visitor: Visitor,
    request: Request,
    next: Next,
) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let arrived = request.extensions().get::<ArrivalTime>().map(|it| it.0);
    // Strangers have nothing that would tell them apart.
    let (Some(arrived), Some(_), true, false) =
        (arrived, visitor.person(), changes, is_upload(request.headers()))
    else {
        return next.run(request).await;
    };
    let (parts, body) = request.into_parts();
    let body = match to_bytes(body, limit).await {
        Ok(body) => body,
        Err(error) => {
            return Error::new(ErrorKind::TooLarge, "too-large")
                .because(error)
                .into_response();
        }
    };
    let doing = acts.join(key(&parts, &body), arrived);
    let done = doing.get_or_try_init(|| async {
        let answer = next.run(Request::from_parts(parts, Body::from(body))).await;
        if size(&answer).is_none_or(|size| size > LARGEST) {
            return Err(answer);
        }
        let (parts, body) = answer.into_parts();
        let (status, body) = match to_bytes(body, usize::MAX).await {
            Ok(body) => (parts.status, body),
            Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, Bytes::new()),
        };
        Ok(RepeatableResponse {
            at: Instant::now(),
            status,
            headers: parts.headers,
            extensions: parts.extensions,
            body,
        })
    });
    let given = match done.await {
        Ok(given) => given.clone(),
        Err(answer) => return answer,
    };
    let mut answer = (given.status, given.headers, Body::from(given.body)).into_response();
    answer.extensions_mut().extend(given.extensions);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_act_is_joined_until_it_is_answered() {
        let acts = RequestsInProgress::default();
        let before = Instant::now();
        let (first, second) = (acts.join([1; 32], before), acts.join([1; 32], before));
        assert!(Arc::ptr_eq(&first, &second));
        assert!(!Arc::ptr_eq(&first, &acts.join([2; 32], before)));
        let given = RepeatableResponse {
            at: Instant::now(),
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            extensions: Extensions::new(),
            body: Bytes::new(),
        };
        first.set(given).unwrap();
        assert!(
            Arc::ptr_eq(&first, &acts.join([1; 32], before)),
            "came before the answer"
        );
        assert!(
            !Arc::ptr_eq(&first, &acts.join([1; 32], Instant::now())),
            "came after it"
        );
    }

    #[tokio::test]
    async fn an_act_that_nobody_waits_for_is_forgotten() {
        let acts = RequestsInProgress::default();
        drop(acts.join([1; 32], Instant::now()));
        drop(acts.join([2; 32], Instant::now()));
        assert_eq!(acts.0.lock().unwrap().len(), 1);
    }
}
