//! A program scores a call.

use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use salesbook::evaluations::store;
use salesbook::id::RecordingId;
use serde_json::{Value, json};

use super::{EXAMPLE, call};
use crate::support::app::{START, TestApp, Who};
use crate::support::db::on_both;

on_both!(a_program_scores_a_call);

async fn a_program_scores_a_call(db: Db) {
    let app = TestApp::new(db).await;
    let recording = call(&app, Who::Manager, "Клиент").await;
    let head = app.program(Who::Head).await;
    let lists = head.get("/api/v1/checklists").await.ok().json();
    assert_eq!(lists["items"].as_array().unwrap().len(), 5);
    let standard = &lists["items"][0];
    assert_eq!(
        (&standard["standard"], &standard["name"]),
        (&json!(true), &json!("Первый разговор"))
    );
    let english = head
        .clone()
        .with_header("accept-language", "en")
        .get("/api/v1/checklists")
        .await
        .ok()
        .json();
    assert_eq!(english["items"][0]["name"], "First conversation");

    let path = format!("/api/v1/recordings/{recording}/evaluations");
    head.json(Method::POST, &path, &json!({"answers": {"deadline": 7}}))
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-answer");
    head.json(
        Method::POST,
        &path,
        &json!({"checklist": RecordingId::new(START, &app.app.randomness)}),
    )
    .await
    .problem(StatusCode::NOT_FOUND, "checklist-not-found");
    let mut tx = app.app.db.read().await.unwrap();
    assert!(
        store::drafts(&mut tx, app.id(Who::Head))
            .await
            .unwrap()
            .is_empty(),
        "all or nothing"
    );
    drop(tx);

    let answers: serde_json::Map<String, Value> = EXAMPLE
        .iter()
        .filter_map(|(name, value)| {
            let item = name.strip_prefix("mark.")?;
            Some((
                item.to_owned(),
                value.parse::<u16>().map_or(json!(value), |mark| json!(mark)),
            ))
        })
        .collect();
    let draft = head
        .json(Method::POST, &path, &json!({"answers": answers, "publish": true}))
        .await
        .expect(StatusCode::CREATED)
        .json();
    assert_eq!(
        (&draft["state"], &draft["total"]),
        (&json!("draft"), &json!(62.0))
    );
    let missing: Vec<_> = draft["missing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| (part["reason"].as_str().unwrap(), part["key"].as_str().unwrap()))
        .collect();
    assert_eq!(
        missing,
        [
            ("gate", "objections"),
            ("unexplained", "budget"),
            ("unexplained", "second-attempt"),
            ("unexplained", "date")
        ]
    );
    let done = head
        .json(
            Method::POST,
            &path,
            &json!({
                "gates": {"objections": false},
                "comments": {"budget": "Рано назвал", "date": "Не назвал"},
                "moments": [{"item": "second-attempt", "start_ms": 381_000}],
                "publish": true
            }),
        )
        .await
        .expect(StatusCode::CREATED)
        .json();
    assert_eq!(
        (&done["id"], &done["state"], &done["zone"]),
        (&draft["id"], &json!("published"), &json!("attn"))
    );
    assert_eq!(done["blocks"][0]["percent"], 90.0);
    let id = done["id"].as_str().unwrap();
    let page = head.get("/api/v1/evaluations?limit=1").await.ok().json();
    assert_eq!(page["items"][0]["id"], id);
    assert_eq!(page["next"], Value::Null);
    let other = head
        .get(&format!(
            "/api/v1/evaluations?recording={recording}&manager={}",
            app.id(Who::Colleague)
        ))
        .await
        .ok()
        .json();
    assert_eq!(other["items"], json!([]));

    let manager = app.program(Who::Manager).await;
    let seen = manager
        .json(
            Method::POST,
            &format!("/api/v1/evaluations/{id}/opinion"),
            &json!({"pluses": "Срок", "minuses": "Дата"}),
        )
        .await
        .ok()
        .json();
    assert_eq!((&seen["total"], &seen["pluses"]), (&json!(62.0), &json!("Срок")));
    head.get("/api/v1/evaluations/01K0ZC3QJ5V0T5N6V8W2M4X7RD")
        .await
        .problem(StatusCode::NOT_FOUND, "evaluation-not-found");
}
