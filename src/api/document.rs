//! The OpenAPI document, completed with what no operation has to say of itself.
//!
//! Decides what an operation is called, whether a token or only a browser's session opens it, and which problems it can
//! give: they follow from who may use it, from its address, and from whether it changes something or takes files. An
//! operation declares only what it returns when all is well, and what nobody could guess (410 for a file that was lost).

use axum::http::Method;
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::schema::Components;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{ContentBuilder, InfoBuilder, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa::{PartialSchema as _, ToSchema as _};

use crate::auth::ForTokens;
use crate::web::failure::Problem;
use crate::web::{Access, RouteInfo};

/// Every problem several operations can give: status, name in the document, what it means.
const PROBLEMS: &[(u16, &str, &str)] = &[
    (
        401,
        "SignInNeeded",
        "Nobody is signed in: the token is missing, unknown or has ended",
    ),
    (
        403,
        "Forbidden",
        "The role, the token's scopes or a missing second factor do not allow it",
    ),
    (
        404,
        "NotFound",
        "There is no such thing, or it is not yours to see",
    ),
    (408, "TooSlow", "Nothing more of the file came for too long"),
    (
        409,
        "Conflict",
        "Somebody or something was here first, or the header `X-Person` names somebody else than asks; `code` says what",
    ),
    (413, "TooLarge", "Larger than is taken"),
    (415, "Unsupported", "Not a kind of file that is understood"),
    (
        422,
        "BadInput",
        "The request cannot be used: `fields` and `values` name what is wrong, also a field or parameter that is not known",
    ),
    (429, "TooMany", "Too often: `Retry-After` says when to come again"),
    (
        500,
        "Internal",
        "A fault of the service; quote `request_id` to the administrator",
    ),
    (
        503,
        "Unavailable",
        "It cannot be done now and may be later; nothing was changed",
    ),
    (504, "TimedOut", "It took too long and was given up"),
    (
        507,
        "DiskFull",
        "The disk of the service is full; nothing was kept",
    ),
];

/// The document of these routes from the operations that were collected.
pub fn document(mut document: OpenApi, routes: &[RouteInfo]) -> OpenApi {
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
    components.add_security_scheme(
        "session",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            "session",
            "The cookie of a browser that has signed in (`__Host-session` by https): for what no token may do",
        ))),
    );
    add_problems(components);
    document.security = Some(vec![by("bearer")]);
    for route in routes {
        let item = document.paths.paths.get_mut(&route.path);
        if let Some(operation) = item.and_then(|item| operation_of(item, &route.method)) {
            complete(operation, route);
        }
    }
    document
}

/// The problem document and a response for each kind of it.
fn add_problems(components: &mut Components) {
    let mut schemas = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut schemas);
    components.schemas.extend(schemas);
    for (_, name, meaning) in PROBLEMS {
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name(Problem::name())))
            .build();
        let response = ResponseBuilder::new()
            .description(*meaning)
            .content("application/problem+json", content)
            .build();
        components
            .responses
            .insert((*name).to_owned(), RefOr::T(response));
    }
}

fn operation_of<'a>(item: &'a mut PathItem, method: &Method) -> Option<&'a mut Operation> {
    let operation = match *method {
        Method::GET => &mut item.get,
        Method::POST => &mut item.post,
        Method::PUT => &mut item.put,
        Method::PATCH => &mut item.patch,
        Method::DELETE => &mut item.delete,
        _ => return None,
    };
    operation.as_mut()
}

fn by(scheme: &str) -> SecurityRequirement {
    SecurityRequirement::new(scheme, Vec::<String>::new())
}

/// `get_recordings_id_transcript`: the names of the handlers are not unique.
fn name(route: &RouteInfo) -> String {
    let path = route.path.trim_start_matches("/api/v1");
    let parts = path.split(|c: char| !c.is_ascii_alphanumeric());
    let parts = parts.filter(|part| !part.is_empty());
    parts.fold(route.method.as_str().to_ascii_lowercase(), |name, part| {
        name + "_" + part
    })
}

fn complete(operation: &mut Operation, route: &RouteInfo) {
    operation.operation_id = Some(name(route));
    if route.tokens == ForTokens::Refused {
        operation.security = Some(vec![by("session")]);
    }
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && parameter.parameter_in == ParameterIn::Query
        {
            // An empty field of a form asks for nothing.
            parameter.extensions = Some([("allowEmptyValue", true)].into_iter().collect());
        }
    }
    let responses = &mut operation.responses.responses;
    for (status, response) in responses.iter_mut() {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            meaning(status).clone_into(&mut response.description);
        }
    }
    let given = problems(route);
    for (status, name, _) in PROBLEMS.iter().filter(|(status, ..)| given.contains(status)) {
        responses
            .entry(status.to_string())
            .or_insert_with(|| RefOr::Ref(Ref::from_response_name(*name)));
    }
}

/// What a status means where the operation says nothing of its own.
fn meaning(status: &str) -> &'static str {
    match status {
        "200" => "Here it is",
        "201" => "Made",
        "202" => "Asked for; it is done in the background",
        "204" => "Done",
        "206" => "The part that was asked for",
        "410" => "It was here, and its file is lost",
        _ => "See the description of the operation",
    }
}

/// The problems an operation can give.
fn problems(route: &RouteInfo) -> Vec<u16> {
    let changes = !matches!(route.method, Method::GET | Method::HEAD);
    // Parameters that are not known are refused everywhere.
    let mut given = vec![422, 500, 503];
    if route.access != Access::Public {
        // Whoever guesses tokens too often is told so wherever somebody is looked up, and so is a page that asks by
        // `X-Person` for another person than is signed in, also when it only reads.
        given.extend([401, 409, 429]);
        let every_token = route.access == Access::Enrolling && route.tokens == ForTokens::Any;
        if changes || !every_token {
            given.push(403);
        }
    }
    if route.path.contains('{') {
        given.push(404);
    }
    if changes {
        given.extend([409, 413, 507]);
    }
    if route.takes_files {
        given.extend([408, 415]);
    } else {
        given.push(504);
    }
    given
}
