//! A walk of every declared route with addresses filled in: by names that nothing has, or by those of real things.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::http::Method;
use salesbook::app::App;
use salesbook::web::RouteInfo;

/// An identifier that nothing has.
pub const NOBODY: &str = "01K0ZC3QJ5V0T5N6V8W2M4X7RD";

/// Routes in a fixed order; the one that ends the session comes last.
pub fn routes() -> &'static [RouteInfo] {
    static SORTED: LazyLock<Vec<RouteInfo>> = LazyLock::new(|| {
        let mut routes = App::route_table().to_vec();
        routes.sort_by_key(|route| {
            (
                route.path == "/sign-out",
                route.path.clone(),
                route.method.to_string(),
            )
        });
        routes
    });
    &SORTED
}

/// What stands for the parameters of addresses, by [`place`]. Several things may stand in one place.
pub type Names = BTreeMap<String, Vec<String>>;

/// Where a parameter stands: `/recordings/{id}` for the page and the API alike, so that one name serves both.
pub fn place(pattern: &str, parameter: &str) -> String {
    let short = pattern.strip_prefix("/api/v1").unwrap_or(pattern);
    let end = short.find(parameter).unwrap_or(short.len());
    let before: Vec<&str> = short[..end]
        .trim_matches('/')
        .split('/')
        .filter(|part| !part.starts_with('{'))
        .collect();
    format!("/{}/{parameter}", before.join("/"))
}

/// The parameters of a pattern, in order.
pub fn parameters(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('/').filter(|part| part.starts_with('{'))
}

/// Every address of a pattern with these names; a parameter without a name has something plausible that nothing has.
pub fn addresses(pattern: &str, names: &Names) -> Vec<String> {
    let mut made = vec![String::new()];
    for part in pattern.split('/').skip(1) {
        let known = part
            .starts_with('{')
            .then(|| names.get(&place(pattern, part)))
            .flatten();
        let fillings: Vec<&str> = match known {
            Some(known) => known.iter().map(String::as_str).collect(),
            None => vec![plausible(part)],
        };
        made = made
            .iter()
            .flat_map(|begun| fillings.iter().map(move |part| format!("{begun}/{part}")))
            .collect();
    }
    made
}

fn plausible(part: &str) -> &str {
    match part {
        "{id}" | "{recording}" | "{evaluation}" | "{plan}" | "{moment}" | "{transcript}" => NOBODY,
        "{position}" | "{turn}" => "0",
        "{start_ms}" => "500",
        "{number}" => "1",
        "{locale}" => "ru",
        "{format}" => "txt",
        part if part.starts_with('{') => "nothing",
        part => part,
    }
}

/// The kind of body a route takes when it is asked without one.
pub fn body_kind(route: &RouteInfo) -> Option<&'static str> {
    match route.method {
        Method::GET | Method::DELETE => None,
        _ if route.path.starts_with("/api/") => Some("application/json"),
        _ => Some("application/x-www-form-urlencoded"),
    }
}
