//! The layers round every route, in one place and one order:
//! request id → log span → panic guard → security headers → compression → who is asking → error bodies → CSRF → time
//! limit (not for uploads and audio) → route guard → handler.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::csrf::CsrfLayer;
use tracing::Instrument as _;

use super::visitor::Found;
use super::{Visitor, failure, headers};
use crate::app::App;
use crate::auth;
use crate::error::Error;

/// Body limit of ordinary requests, bytes; uploads have their own.
const BODY_LIMIT: usize = 2 * 1024 * 1024;
/// Ordinary requests must answer in this time.
const TIME_LIMIT: Duration = Duration::from_mins(1);

/// Wraps the routes.
pub fn apply(router: Router<App>, app: &App) -> Router {
    let mut csrf = CsrfLayer::new();
    match csrf.clone().add_trusted_origin(&app.config.public_url) {
        Ok(trusting) => csrf = trusting,
        Err(error) => {
            tracing::warn!(%error, "public_url is not an origin; forms are checked against Host only");
        }
    }
    let compress =
        CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::new("audio/")));
    router
        .fallback(|| async { Error::not_found("not-found") })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn(time_limit))
        .layer(csrf)
        .layer(from_fn_with_state(app.clone(), failure::render))
        .layer(from_fn_with_state(app.clone(), identify))
        .layer(compress)
        .layer(from_fn(headers::secure))
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("a handler panicked");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }))
        .layer(from_fn_with_state(app.clone(), observe))
        .with_state(app.clone())
}

/// The id of one request: in the log, in the answer's headers, on the error page.
#[derive(Debug, Clone)]
struct RequestId(String);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id and a span; counts it.
async fn observe(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = short_id(&app);
    request.extensions_mut().insert(RequestId(id.clone()));
    let started = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<axum::extract::MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", request_id = %id, %method, %route);
    let mut response = next.run(request).instrument(span.clone()).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let (status, duration) = (response.status().as_u16(), started.elapsed());
    span.in_scope(|| {
        tracing::debug!(status, duration_ms = duration.as_millis() as u64, "answered");
    });
    crate::telemetry::metrics::request(&method, &route, status, duration);
    response
}

/// Like `7F3K-21QX`: short enough to be read out over the telephone.
fn short_id(app: &App) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let letters: String = app
        .randomness
        .bytes::<8>()
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect();
    format!("{}-{}", &letters[..4], &letters[4..])
}

/// Finds out who is asking: by session cookie on pages, by bearer token under `/api`, or a cookie there too so that
/// the pages' own scripts may use the API (the CSRF layer guards both).
async fn identify(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let now = app.clock.now();
    let identity = match auth::identify(&app, &parts.headers, now).await {
        Ok(identity) => identity,
        Err(error) => {
            tracing::error!(error = ?error, "the visitor cannot be identified");
            auth::Identity::default()
        }
    };
    let had_flash = parts
        .headers
        .get(header::COOKIE)
        .and_then(|cookies| cookies.to_str().ok())
        .is_some_and(|cookies| cookies.contains("flash="));
    let found = Found {
        person: identity.person,
        session: identity.session,
        default_locale: app.config.locale,
        request_id: parts
            .extensions
            .get::<RequestId>()
            .map(|id| id.0.clone())
            .unwrap_or_default(),
        address: parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or_else(|| "local".to_owned(), |info| info.0.ip().to_string()),
        now,
    };
    let visitor = Visitor::new(&parts, found);
    let is_page = !failure::wants_problem(visitor.path()) && !visitor.path().starts_with("/static/");
    parts.extensions.insert(visitor.clone());
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let shown = response.status() == StatusCode::OK && visitor.fragment().is_none() && is_page;
    if had_flash && shown && response.headers().get(header::SET_COOKIE).is_none() {
        let clear = HeaderValue::from_static("flash=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
        response.headers_mut().append(header::SET_COOKIE, clear);
    }
    response
}

/// Ends a request that takes too long; uploads may take as long as they move.
async fn time_limit(request: Request, next: Next) -> Response {
    let is_upload = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if is_upload {
        return next.run(request).await;
    }
    match tokio::time::timeout(TIME_LIMIT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::GATEWAY_TIMEOUT.into_response(),
    }
}
