//! What an address asks for and nobody understands: the API names the parameter, a page says that the address is wrong;
//! neither shows a list of something else.

use axum::http::StatusCode;
use salesbook::db::Db;
use serde_json::json;

use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;
use crate::support::published_score::publish_score;

on_both!(the_api_names_the_parameter, a_page_says_that_the_address_is_wrong);

async fn the_api_names_the_parameter(db: Db) {
    let app = TestApp::new(db).await;
    let recording = app.recording(Who::Manager, 60).await;
    let manager = app.id(Who::Manager);
    let (own, team) = (app.program(Who::Manager).await, app.program(Who::Head).await);
    let lists = [
        "/api/v1/recordings".to_owned(),
        "/api/v1/evaluations".to_owned(),
        format!("/api/v1/people/{manager}/plans"),
        format!("/api/v1/people/{manager}/one-to-ones"),
        format!("/api/v1/recordings/{recording}/transcript/history"),
    ];
    for who in [&own, &team] {
        for list in &lists {
            for limit in ["0", "201", "-1", "1.5", "banana"] {
                let problem = who
                    .get(&format!("{list}?limit={limit}"))
                    .await
                    .problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-parameter");
                assert_eq!(
                    (&problem["values"]["parameter"], &problem["fields"][0]["field"]),
                    (&json!("limit"), &json!("limit")),
                    "{list}"
                );
            }
            let problem = who
                .get(&format!("{list}?after=yesterday"))
                .await
                .problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-cursor");
            assert_eq!(problem["fields"][0]["field"], "after", "{list}");
            who.get(&format!("{list}?limit=200")).await.ok();
            // An empty field of a form asks for nothing.
            who.get(&format!("{list}?limit=")).await.ok();
        }
        for (path, parameter) in [
            ("/api/v1/recordings", "state"),
            ("/api/v1/recordings", "call_type"),
            ("/api/v1/recordings", "outcome"),
            ("/api/v1/recordings", "manager"),
            ("/api/v1/evaluations", "manager"),
            ("/api/v1/evaluations", "recording"),
            ("/api/v1/playbook", "locale"),
            ("/api/v1/playbook", "kind"),
            ("/api/v1/search", "limit"),
        ] {
            let problem = who
                .get(&format!("{path}?{parameter}=banana"))
                .await
                .problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-parameter");
            assert_eq!(problem["values"]["parameter"], parameter, "{path}");
            assert_eq!(problem["fields"][0]["code"], "parameter-value", "{path}");
            assert!(
                problem["title"].as_str().unwrap().contains(parameter),
                "{problem}"
            );
        }
        for known in ["state=ready", "state=working", "state=", "call_type=&outcome="] {
            who.get(&format!("/api/v1/recordings?{known}")).await.ok();
        }
        assert_eq!(
            who.get("/api/v1/recordings?state=failed").await.ok().json()["items"],
            json!([])
        );
        let format = format!("/api/v1/recordings/{recording}/transcript?format=poem");
        let problem = who
            .get(&format)
            .await
            .problem(StatusCode::UNPROCESSABLE_ENTITY, "transcript-format");
        assert_eq!(problem["fields"][0]["field"], "format");
    }
    let trainer = app.program(Who::Trainer).await;
    let problem = trainer
        .get("/api/v1/glossary?locale=xx")
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-parameter");
    assert_eq!(problem["values"]["parameter"], "locale");
}

async fn a_page_says_that_the_address_is_wrong(db: Db) {
    let app = TestApp::new(db).await;
    let _ = publish_score(&app, Who::Manager, 60, &[]).await;
    let addresses = [
        "/recordings?state=banana",
        "/recordings?call_type=banana",
        "/recordings?outcome=banana",
        "/recordings?after=yesterday",
        "/evaluations?after=yesterday",
        "/evaluations?show=banana",
        "/evaluations?manager=banana",
        "/plans?after=yesterday",
        "/one-to-ones?after=yesterday",
        "/snippets?after=yesterday",
        "/snippets?stage=banana",
    ];
    for who in [Who::Head, Who::Manager] {
        let browser = app.sign_in(who).await;
        for address in addresses {
            let refused = browser
                .get(address)
                .await
                .expect(StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(refused.words("h1"), "Адрес набран неверно.", "{address}");
            let path = address.split('?').next().unwrap();
            browser.get(path).await.ok();
            browser.get(&format!("{path}?after=")).await.ok();
        }
    }
    let head = app.sign_in(Who::Head).await;
    for address in [
        "/appeals?after=yesterday",
        "/appeals?show=banana",
        "/calibrations?after=yesterday",
        "/listening?week=banana",
    ] {
        head.get(address).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
}
