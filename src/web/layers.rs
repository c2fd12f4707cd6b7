//! The layers round every route, in one place and one order:
//! request id → log span → panic guard → security headers → compression → who is asking → refused forms → error bodies →
//! CSRF → time limit by route ([`super::pace`]) → one of several at once → route guard → handler.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::csrf::CsrfLayer;
use tracing::Instrument as _;

use super::double_submit::ArrivalTime;
use super::headers::ByHttps;
use super::pace::{self, Paces};
use super::visitor::VisitorFacts;
use super::{
    Flash, PageSettings, RouteInfo, Uploads, Visitor, client, double_submit, failure, headers, kept_responses,
};
use crate::auth::{self, Auth};
use crate::core::Core;
use crate::disk_space::Reserve;
use crate::error::{Error, Result};
use crate::id::Randomness;

/// Body limit of ordinary requests, bytes; uploads have their own.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// What the layers need, by value.
#[derive(Clone, Debug)]
pub struct Shell {
    /// Settings, clock, randomness.
    pub core: Core,
    /// Who finds out who is asking.
    pub auth: Auth,
    /// Who is bringing files now.
    pub uploads: Uploads,
    /// What files from outside leave free on the disks.
    pub reserve: Reserve,
}

/// Wraps the routes.
pub fn apply(router: Router, routes: &[RouteInfo], shell: Shell) -> Router {
    let config = &shell.core.config;
    let (settings, https) = (PageSettings::new(config), ByHttps(config.is_secure()));
    let randomness = shell.core.randomness.clone();
    let mut csrf = CsrfLayer::new();
    match csrf.clone().add_trusted_origin(&config.public_url) {
        Ok(trusting) => csrf = trusting,
        Err(error) => {
            tracing::warn!(%error, "public_url is not an origin; forms are checked against Host only");
        }
    }
    let packed = NotForContentType::new("audio/").and(NotForContentType::new("application/zip"));
    let compress = CompressionLayer::new().compress_when(DefaultPredicate::new().and(packed));
    router
        .fallback(|| async { Error::not_found("not-found") })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(
            (double_submit::RequestsInProgress::default(), BODY_LIMIT),
            double_submit::once,
        ))
        .layer(from_fn_with_state(
            Paces::new(routes, shell.uploads.clone(), shell.reserve.clone()),
            pace::keep,
        ))
        .layer(csrf)
        .layer(from_fn_with_state(settings.clone(), failure::render))
        .layer(from_fn_with_state(
            kept_responses::ResponseCache::new(randomness.clone()),
            kept_responses::again,
        ))
        .layer(from_fn_with_state((shell, settings), identify))
        .layer(compress)
        .layer(from_fn_with_state(https, headers::secure))
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("a handler panicked");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }))
        .layer(from_fn_with_state(randomness, observe))
}

/// The id of one request: in the log, in the answer's headers, on the error page.
#[derive(Debug, Clone)]
struct RequestId(String);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id and a span; counts it.
async fn observe(State(randomness): State<Randomness>, mut request: Request, next: Next) -> Response {
    let id = short_id(&randomness);
    request.extensions_mut().insert(RequestId(id.clone()));
    let started = Instant::now();
    request.extensions_mut().insert(ArrivalTime(started));
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
fn short_id(randomness: &Randomness) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let letters: String = randomness
        .bytes::<8>()
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect();
    format!("{}-{}", &letters[..4], &letters[4..])
}

/// Finds out who is asking: by session cookie on pages, by bearer token under `/api`, or a cookie there too so that
/// the pages' own scripts may use the API (the CSRF layer guards both). Somebody who cannot be looked up is no stranger:
/// the route's guard answers them with the reason.
async fn identify(
    State((shell, settings)): State<(Shell, PageSettings)>,
    request: Request,
    next: Next,
) -> Response {
    let Shell { core, auth, .. } = shell;
    let (mut parts, body) = request.into_parts();
    let now = core.now();
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map_or_else(
        || "local".to_owned(),
        |info| client::address(info.0.ip(), &parts.headers, &core.config.trusted_proxies, now).to_string(),
    );
    let is_asset = parts.uri.path().starts_with("/static/");
    let looked = if is_asset {
        Ok(auth::Identity::default())
    } else {
        auth.identify(&parts.headers, &address, now).await
    };
    let (identity, unknown) = match looked {
        Ok(identity) => (identity, None),
        Err(error) => (auth::Identity::default(), Some(Arc::new(error))),
    };
    let had_flash = parts
        .headers
        .get(header::COOKIE)
        .and_then(|cookies| cookies.to_str().ok())
        .is_some_and(|cookies| cookies.contains("flash="));
    let is_page = !failure::wants_problem(parts.uri.path()) && !is_asset;
    // A whole page, and no part of one that a script asks for.
    let tells = is_page && parts.method == Method::GET && !parts.headers.contains_key("x-fragment");
    let untold = match (&identity.person, &identity.session) {
        (Some(person), Some(session)) if tells && !identity.must_enrol => {
            readable(auth.untold(person, session).await)
        }
        _ => auth::PendingNotices::default(),
    };
    let found = VisitorFacts {
        person: identity.person,
        session: identity.session,
        unknown,
        grant: identity.grant,
        links: untold.links,
        must_enrol: identity.must_enrol,
        notices: untold.access,
        default_locale: core.config.locale,
        request_id: parts
            .extensions
            .get::<RequestId>()
            .map(|id| id.0.clone())
            .unwrap_or_default(),
        address,
        now,
    };
    let visitor = Visitor::new(&parts, found);
    parts.extensions.insert(visitor.clone());
    parts.extensions.insert(settings);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let shown = response.status() == StatusCode::OK && visitor.fragment().is_none() && is_page;
    if had_flash && shown && response.headers().get(header::SET_COOKIE).is_none() {
        let (name, value) = Flash::gone();
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// What the person has to be told of who can enter as them; a page is not withheld because it cannot be read.
fn readable(found: Result<auth::PendingNotices>) -> auth::PendingNotices {
    found.unwrap_or_else(|error| {
        if !error.is_database_away() {
            tracing::error!(?error, "what a person is to be told cannot be read");
        }
        auth::PendingNotices::default()
    })
}
