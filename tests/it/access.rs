//! Every route as every role and as a stranger: what the permission table says is what happens.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use salesbook::app::App;
use salesbook::db::Db;
use salesbook::web::{Access, RouteInfo};

use crate::support::app::{Browser, TestApp, Who};
use crate::support::db::db_test;

const ACTORS: [Who; 5] = [Who::Stranger, Who::Manager, Who::Head, Who::Trainer, Who::Admin];

/// Routes in a fixed order; the one that ends the session comes last.
fn routes() -> Vec<RouteInfo> {
    let mut routes = App::route_table();
    routes.sort_by_key(|route| {
        (
            route.path == "/sign-out",
            route.path.clone(),
            route.method.to_string(),
        )
    });
    routes
}

/// The pattern with something plausible for each parameter: identifiers that nothing has.
fn address(pattern: &str) -> String {
    pattern
        .split('/')
        .map(|part| match part {
            "{id}" | "{recording}" | "{evaluation}" | "{plan}" | "{moment}" => "01K0ZC3QJ5V0T5N6V8W2M4X7RD",
            "{position}" => "0",
            "{locale}" => "ru",
            part if part.starts_with('{') => "nothing",
            part => part,
        })
        .collect::<Vec<_>>()
        .join("/")
}

async fn ask(browser: &Browser, route: &RouteInfo) -> (StatusCode, String) {
    let kind = match route.method {
        Method::GET | Method::DELETE => None,
        _ if route.path.starts_with("/api/") => Some("application/json"),
        _ => Some("application/x-www-form-urlencoded"),
    };
    let answer = browser
        .send(route.method.clone(), &address(&route.path), kind, Body::empty())
        .await;
    let place = answer
        .headers
        .get("location")
        .map(|value| value.to_str().unwrap().to_owned());
    (answer.status, place.unwrap_or_default())
}

db_test! {
    async fn every_route_as_everybody(db: Db) {
    let app = TestApp::new(db).await;
    let mut wrong = Vec::new();
    for who in ACTORS {
        let browser = app.sign_in(who).await;
        for route in routes() {
            let (status, place) = ask(&browser, &route).await;
            let allowed = match route.access {
                Access::Public => true,
                Access::SignedIn => who != Who::Stranger,
                Access::Needs(permission) => who != Who::Stranger && app.person(who).may(permission),
            };
            let sent_to_sign_in = status == StatusCode::SEE_OTHER && place.starts_with("/sign-in?next=");
            let refused = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) || sent_to_sign_in;
            let is_page = route.method == Method::GET && !route.path.starts_with("/api/");
            let as_it_should = if allowed {
                !refused && (status.as_u16() < 500 || status == StatusCode::SERVICE_UNAVAILABLE)
            } else if who != Who::Stranger {
                status == StatusCode::FORBIDDEN
            } else if is_page {
                sent_to_sign_in
            } else {
                status == StatusCode::UNAUTHORIZED
            };
            if !as_it_should {
                wrong.push(format!("{who:?} {} {} ({:?}): {status} {place}", route.method, route.path, route.access));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn the_table_of_routes() {
    let text: Vec<String> = routes()
        .into_iter()
        .map(|route| {
            let access = match route.access {
                Access::Public => "everybody".to_owned(),
                Access::SignedIn => "signed in".to_owned(),
                Access::Needs(permission) => permission.to_string(),
            };
            format!("{:20} {:6} {}", access, route.method, route.path)
        })
        .collect();
    insta::assert_snapshot!(text.join("\n"));
}
