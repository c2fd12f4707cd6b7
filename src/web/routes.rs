//! Routes are declared with the access they need; the guard and the list for the route-walk test come from the same line.

use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{MethodRouter, on};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter, UtoipaMethodRouterExt as _};

use super::{Visitor, failure};
use crate::app::App;
use crate::error::{Error, ErrorKind};
use crate::people::Permission;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, also strangers.
    Public,
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

/// One declared route, for the walk test and the operator.
#[derive(Debug, Clone)]
pub struct RouteInfo {
    /// HTTP method.
    pub method: Method,
    /// Path pattern with `{parameters}`.
    pub path: String,
    /// Who may use it.
    pub access: Access,
}

/// A set of routes with the access each needs.
#[derive(Default)]
pub struct Routes {
    router: OpenApiRouter<App>,
    table: Vec<RouteInfo>,
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or fragment by GET (and HEAD).
    #[must_use]
    pub fn get<H, T>(self, path: &str, access: impl Into<Access>, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, access.into(), axum::routing::get(handler))
    }

    /// An act by POST.
    #[must_use]
    pub fn post<H, T>(self, path: &str, access: impl Into<Access>, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, access.into(), axum::routing::post(handler))
    }

    /// A POST with its own body limit in bytes (uploads).
    #[must_use]
    pub fn post_large<H, T>(self, path: &str, access: impl Into<Access>, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let route =
            on(axum::routing::MethodFilter::POST, handler).layer(axum::extract::DefaultBodyLimit::disable());
        self.add(Method::POST, path, access.into(), route)
    }

    /// API operations that take a body of any size (uploads); the handler limits it.
    #[must_use]
    pub fn api_large(self, access: impl Into<Access>, operations: UtoipaMethodRouter<App>) -> Self {
        self.api(
            access,
            operations.layer(axum::extract::DefaultBodyLimit::disable()),
        )
    }

    /// API operations: `routes!(handler)`; method and path come from `#[utoipa::path]`.
    #[must_use]
    pub fn api(mut self, access: impl Into<Access>, operations: UtoipaMethodRouter<App>) -> Self {
        let access = access.into();
        for (path, item) in &operations.1.paths {
            let methods = [
                (Method::GET, item.get.is_some()),
                (Method::POST, item.post.is_some()),
                (Method::PUT, item.put.is_some()),
                (Method::PATCH, item.patch.is_some()),
                (Method::DELETE, item.delete.is_some()),
            ];
            for (method, _) in methods.into_iter().filter(|(_, present)| *present) {
                self.table.push(RouteInfo {
                    method,
                    path: path.clone(),
                    access,
                });
            }
        }
        let guarded = operations.layer(from_fn(move |visitor: Visitor, request: Request, next: Next| {
            guard(access, visitor, request, next)
        }));
        self.router = self.router.routes(guarded);
        self
    }

    /// Both sets.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }

    /// Router, API document and the list of routes.
    pub fn into_parts(self) -> (axum::Router<App>, utoipa::openapi::OpenApi, Vec<RouteInfo>) {
        let (router, document) = self.router.split_for_parts();
        (router, document, self.table)
    }

    fn add(mut self, method: Method, path: &str, access: Access, route: MethodRouter<App>) -> Self {
        let guarded = route.layer(from_fn(move |visitor: Visitor, request: Request, next: Next| {
            guard(access, visitor, request, next)
        }));
        self.router = self.router.route(path, guarded);
        self.table.push(RouteInfo {
            method,
            path: path.to_owned(),
            access,
        });
        self
    }
}

/// Lets the request through, sends a stranger to the sign-in page, refuses the rest.
async fn guard(access: Access, visitor: Visitor, request: Request, next: Next) -> Response {
    let allowed = match access {
        Access::Public => true,
        Access::SignedIn => visitor.person().is_some(),
        Access::Needs(permission) => visitor.person().is_some_and(|person| person.may(permission)),
    };
    if allowed {
        return next.run(request).await;
    }
    if visitor.person().is_some() {
        return Error::forbidden().into_response();
    }
    let is_page = request.method() == Method::GET && !failure::wants_problem(request.uri().path());
    if is_page && visitor.fragment().is_none() {
        let next_path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        return Redirect::to(&format!("/sign-in?next={}", encode(next_path))).into_response();
    }
    Error::new(ErrorKind::SignInNeeded, "sign-in-needed").into_response()
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
