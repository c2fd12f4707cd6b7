//! Routes are declared with the access they need; the guard and the list for the route-walk test come from the same line.

use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{MethodRouter, on};
use url::form_urlencoded;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{RefOr, Schema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter, UtoipaMethodRouterExt as _};

use super::pace::Pace;
use super::{Visitor, failure, text};
use crate::auth::{ForTokens, TokenScope};
use crate::error::{Error, ErrorKind};
use crate::people::Permission;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, also strangers.
    Public,
    /// Anybody who is signed in, also those who must set a second factor up before anything else.
    Enrolling,
    /// Anybody who is signed in.
    SignedIn,
    /// People whose role has this permission.
    Needs(Permission),
}

impl From<Permission> for Access {
    fn from(permission: Permission) -> Self {
        Self::Needs(permission)
    }
}

impl Access {
    /// The same, and tokens of these people too.
    pub const fn and_tokens(self, tokens: ForTokens) -> RouteGuard {
        RouteGuard {
            access: self,
            tokens: Some(tokens),
        }
    }
}

/// Who may use a route, and which of their tokens. Unless it is said, pages let no token in, and API operations those with
/// the scope of their area (the operation's tag) and method.
#[derive(Debug, Clone, Copy)]
pub struct RouteGuard {
    access: Access,
    tokens: Option<ForTokens>,
}

impl From<Access> for RouteGuard {
    fn from(access: Access) -> Self {
        Self { access, tokens: None }
    }
}

impl From<Permission> for RouteGuard {
    fn from(permission: Permission) -> Self {
        Access::Needs(permission).into()
    }
}

/// One declared route, for the walk test and the operator.
#[derive(Debug, Clone)]
pub struct RouteInfo {
    /// HTTP method.
    pub method: Method,
    /// Path pattern with `{parameters}`.
    pub path: String,
    /// Who may use it.
    pub access: Access,
    /// May its body be a file, and take as long as that moves?
    pub takes_files: bool,
    /// Which of their tokens may.
    pub tokens: ForTokens,
}

/// A schema of the API document under its name.
pub type NamedSchema = (String, RefOr<Schema>);

/// A set of routes with the access each needs; their handlers take `State<S>` until [`Routes::of`] closes over it.
pub struct Routes<S = ()> {
    router: OpenApiRouter<S>,
    table: Vec<RouteInfo>,
    schemas: Vec<NamedSchema>,
}

/// One operation of the API at its address: which tokens it lets in, which parameters it knows.
#[derive(Debug, Clone)]
struct ApiOperation {
    method: Method,
    tokens: ForTokens,
    parameters: Vec<String>,
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self {
            router: OpenApiRouter::new(),
            table: Vec::new(),
            schemas: Vec::new(),
        }
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or fragment by GET (and HEAD).
    #[must_use]
    pub fn get<H, T>(self, path: &str, gate: impl Into<RouteGuard>, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let route = axum::routing::get(handler);
        self.add(Method::GET, path, gate.into(), Pace::Ordinary, route)
    }

    /// An act by POST.
    #[must_use]
    pub fn post<H, T>(self, path: &str, gate: impl Into<RouteGuard>, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let route = axum::routing::post(handler);
        self.add(Method::POST, path, gate.into(), Pace::Ordinary, route)
    }

    /// A POST with a file: the handler limits the bytes, and it may take as long as the file moves.
    #[must_use]
    pub fn post_large<H, T>(self, path: &str, gate: impl Into<RouteGuard>, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let route =
            on(axum::routing::MethodFilter::POST, handler).layer(axum::extract::DefaultBodyLimit::disable());
        self.add(Method::POST, path, gate.into(), Pace::Upload, route)
    }

    /// API operations with a file, as [`Self::post_large`].
    #[must_use]
    pub fn api_large(self, gate: impl Into<RouteGuard>, operations: UtoipaMethodRouter<S>) -> Self {
        let operations = operations.layer(axum::extract::DefaultBodyLimit::disable());
        self.operations(gate.into(), Pace::Upload, operations)
    }

    /// API operations: `routes!(handler)`; method and path come from `#[utoipa::path]`.
    #[must_use]
    pub fn api(self, gate: impl Into<RouteGuard>, operations: UtoipaMethodRouter<S>) -> Self {
        self.operations(gate.into(), Pace::Ordinary, operations)
    }

    fn operations(mut self, gate: RouteGuard, pace: Pace, operations: UtoipaMethodRouter<S>) -> Self {
        let mut declared = Vec::new();
        for (path, item) in &operations.1.paths {
            let methods = [
                (Method::GET, &item.get),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
            ];
            for (method, operation) in methods {
                let Some(operation) = operation else { continue };
                let area = operation.tags.as_ref().and_then(|tags| tags.first());
                let by_area = || area.and_then(|area| TokenScope::from_area(area, &method));
                let tokens = gate
                    .tokens
                    .unwrap_or_else(|| by_area().map_or(ForTokens::Refused, ForTokens::With));
                declared.push(ApiOperation {
                    method: method.clone(),
                    tokens,
                    parameters: parameters(operation),
                });
                self.table.push(RouteInfo {
                    method,
                    path: path.clone(),
                    access: gate.access,
                    takes_files: pace == Pace::Upload,
                    tokens,
                });
            }
        }
        self.schemas.extend(operations.0.iter().cloned());
        let declared: Arc<[ApiOperation]> = declared.into();
        let inner = Arc::clone(&declared);
        let strict: UtoipaMethodRouter<S> = operations.layer(from_fn(move |request: Request, next: Next| {
            let stray =
                operation_of(&inner, &request).and_then(|it| stray_parameter(&it.parameters, &request));
            async move {
                match stray {
                    Some(error) => error.into_response(),
                    None => next.run(request).await,
                }
            }
        }));
        let guarded = strict.layer(from_fn(move |visitor: Visitor, request: Request, next: Next| {
            let tokens = operation_of(&declared, &request).map_or(ForTokens::Refused, |it| it.tokens);
            guard(gate.access, tokens, visitor, request, next)
        }));
        self.router = self.router.routes(guarded);
        self
    }

    /// Both sets.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self.schemas.extend(other.schemas);
        self
    }

    /// The feature closes over its own state: from here on nobody sees it.
    #[must_use]
    pub fn with_state(self, state: S) -> Routes {
        Routes {
            router: self.router.with_state(state),
            table: self.table,
            schemas: self.schemas,
        }
    }

    /// The same with the state that `house` has for it; without a house only what the routes say of themselves is left, and
    /// nobody answers there.
    #[must_use]
    pub fn of<H>(self, house: Option<&H>, state: impl FnOnce(&H) -> S) -> Routes {
        match house {
            Some(house) => self.with_state(state(house)),
            None => Routes {
                router: OpenApiRouter::with_openapi(self.router.into_openapi()),
                table: self.table,
                schemas: self.schemas,
            },
        }
    }

    /// Every schema as each operation brings it.
    pub fn schemas(&self) -> &[NamedSchema] {
        &self.schemas
    }

    /// Router, API document and the list of routes.
    pub fn into_parts(self) -> (axum::Router<S>, utoipa::openapi::OpenApi, Vec<RouteInfo>) {
        let (router, document) = self.router.split_for_parts();
        (router, document, self.table)
    }

    fn add(
        mut self,
        method: Method,
        path: &str,
        gate: RouteGuard,
        pace: Pace,
        route: MethodRouter<S>,
    ) -> Self {
        let (access, tokens) = (gate.access, gate.tokens.unwrap_or(ForTokens::Refused));
        let guarded = route.layer(from_fn(move |visitor: Visitor, request: Request, next: Next| {
            guard(access, tokens, visitor, request, next)
        }));
        self.router = self.router.route(path, guarded);
        self.table.push(RouteInfo {
            method,
            path: path.to_owned(),
            access,
            takes_files: pace == Pace::Upload,
            tokens,
        });
        self
    }
}

/// The operation that is asked for.
fn operation_of<'a>(declared: &'a [ApiOperation], request: &Request) -> Option<&'a ApiOperation> {
    let method = match *request.method() {
        Method::HEAD => Method::GET,
        _ => request.method().clone(),
    };
    declared.iter().find(|it| it.method == method)
}

/// The names an operation knows after `?`.
fn parameters(operation: &Operation) -> Vec<String> {
    let all = operation.parameters.iter().flatten();
    all.filter_map(|parameter| match parameter {
        RefOr::T(parameter) if matches!(parameter.parameter_in, ParameterIn::Query) => {
            Some(parameter.name.clone())
        }
        _ => None,
    })
    .collect()
}

/// What an operation does not know after `?`: told, not swallowed. Codes: `unknown-parameter`, `no-parameters`.
fn stray_parameter(known: &[String], request: &Request) -> Option<Error> {
    let query = request.uri().query()?;
    let (stray, _) = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| !name.is_empty() && !known.iter().any(|known| known == name))?;
    let stray = text::shortened(&stray);
    Some(if known.is_empty() {
        Error::new(ErrorKind::BadInput, "no-parameters").with("parameter", stray)
    } else {
        Error::new(ErrorKind::BadInput, "unknown-parameter")
            .with("parameter", stray)
            .with("known", known.join(", "))
    })
}

/// Lets the request through, sends a stranger to the sign-in page, refuses the rest. A token that a route is not open to is
/// refused, and is nobody on routes that are open to everybody. Who could not be looked up is told so.
async fn guard(
    access: Access,
    tokens: ForTokens,
    visitor: Visitor,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(grant) = visitor.grant().filter(|grant| !grant.opens(tokens)) {
        if access != Access::Public {
            return match tokens {
                ForTokens::With(scope) => {
                    Error::new(ErrorKind::Forbidden, "token-scope").with("scope", scope)
                }
                ForTokens::Refused | ForTokens::Any => {
                    tracing::debug!(token = %grant.id, "a token where none is let in");
                    Error::new(ErrorKind::Forbidden, "token-refused")
                }
            }
            .into_response();
        }
        request.extensions_mut().insert(visitor.as_stranger());
        return next.run(request).await;
    }
    let allowed = match access {
        Access::Public => true,
        Access::Enrolling | Access::SignedIn => visitor.person().is_some(),
        Access::Needs(permission) => visitor.person().is_some_and(|person| person.may(permission)),
    };
    // A page of somebody who is not signed in here any more must not act as the one who is.
    if let (Some(person), Some(meant)) = (visitor.person(), request.headers().get("x-person"))
        && meant.as_bytes() != person.id.as_str().as_bytes()
    {
        return Error::new(ErrorKind::Conflict, "other-person").into_response();
    }
    if visitor.must_enrol() && !matches!(access, Access::Public | Access::Enrolling) {
        return to_enrolment(&visitor, &request);
    }
    if allowed {
        return next.run(request).await;
    }
    if visitor.person().is_some() {
        return Error::forbidden().into_response();
    }
    if let Some(error) = visitor.unknown() {
        return failure::answer(Arc::clone(error));
    }
    let is_page = request.method() == Method::GET && !failure::wants_problem(request.uri().path());
    if is_page && visitor.fragment().is_none() {
        let next_path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        return Redirect::to(&format!("/sign-in?next={}", encode(next_path))).into_response();
    }
    Error::new(ErrorKind::SignInNeeded, "sign-in-needed").into_response()
}

/// Leads somebody without the second factor of their role to where it is set up; everything else waits until it is.
fn to_enrolment(visitor: &Visitor, request: &Request) -> Response {
    let is_page = request.method() == Method::GET && !failure::wants_problem(request.uri().path());
    if is_page && visitor.fragment().is_none() {
        return Redirect::to("/second-factor").into_response();
    }
    Error::new(ErrorKind::Forbidden, "second-factor-needed").into_response()
}

/// Percent-encodes everything but unreserved characters and `/`.
pub(crate) fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
