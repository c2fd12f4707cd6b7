//! Every route as every role and as a stranger: what the permission table says is what happens.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use salesbook::auth::ForTokens;
use salesbook::db::Db;
use salesbook::web::{Access, RouteInfo};

use crate::support::app::{Browser, TestApp, Who};
use crate::support::db::on_both;
use crate::support::walk::{Names, addresses, body_kind, routes};

const ACTORS: [Who; 5] = [Who::Stranger, Who::Manager, Who::Head, Who::Trainer, Who::Admin];

async fn ask(browser: &Browser, route: &RouteInfo) -> (StatusCode, String) {
    let address = addresses(&route.path, &Names::new()).remove(0);
    let answer = browser
        .send(route.method.clone(), &address, body_kind(route), Body::empty())
        .await;
    let place = answer
        .headers
        .get("location")
        .map(|value| value.to_str().unwrap().to_owned());
    (answer.status, place.unwrap_or_default())
}

on_both!(every_route_as_everybody);

async fn every_route_as_everybody(db: Db) {
    let app = TestApp::new(db).await;
    let mut wrong = Vec::new();
    for who in ACTORS {
        let browser = app.sign_in(who).await;
        for route in routes() {
            let (status, place) = ask(&browser, route).await;
            let allowed = match route.access {
                Access::Public => true,
                Access::Enrolling | Access::SignedIn => who != Who::Stranger,
                Access::Needs(permission) => who != Who::Stranger && app.person(who).may(permission),
            };
            let sent_to_sign_in = status == StatusCode::SEE_OTHER && place.starts_with("/sign-in?next=");
            let refused =
                matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) || sent_to_sign_in;
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
                wrong.push(format!(
                    "{who:?} {} {} ({:?}): {status} {place}",
                    route.method, route.path, route.access
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_of_routes() {
    let text: Vec<String> = routes()
        .iter()
        .map(|route| {
            let access = match route.access {
                Access::Public => "everybody".to_owned(),
                Access::Enrolling => "signed in, enrolling".to_owned(),
                Access::SignedIn => "signed in".to_owned(),
                Access::Needs(permission) => permission.to_string(),
            };
            let tokens = match route.tokens {
                ForTokens::Refused => "–".to_owned(),
                ForTokens::Any => "any token".to_owned(),
                ForTokens::With(scope) => scope.to_string(),
            };
            format!("{:20} {:17} {:6} {}", access, tokens, route.method, route.path)
        })
        .collect();
    insta::assert_snapshot!(text.join("\n"));
}
