//! The API document is true: one name for one type, every word as it is sent, no reference into nothing, every answer
//! declared, nothing of a request swallowed. And a program that knows only the document asks the running service
//! everything it allows ([`service`]).

mod service;

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::{Method, StatusCode};
use salesbook::app::App;
use salesbook::auth::ForTokens;
use salesbook::db::Db;
use salesbook::speech::audio;
use salesbook::web::{Access, RouteInfo};
use salesbook::{
    appeals, checklists, coaching, evaluations, i18n, jobs, people, playbook, recordings, search, speech,
    transcripts,
};
use serde_json::{Value, json};

use crate::support::app::{Answer, Browser, Multipart, TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::call;

/// Something that looks like every identifier.
const SOME_ID: &str = "01K0ZC3QJ5V0T5N6V8W2M4X7RD";

fn document() -> Value {
    serde_json::to_value(App::openapi()).unwrap()
}

fn schemas(document: &Value) -> BTreeMap<&str, &Value> {
    let schemas = document["components"]["schemas"].as_object().unwrap();
    schemas
        .iter()
        .map(|(name, schema)| (name.as_str(), schema))
        .collect()
}

/// Every object in a value.
fn objects<'a>(value: &'a Value, into: &mut Vec<&'a serde_json::Map<String, Value>>) {
    match value {
        Value::Object(object) => {
            into.push(object);
            object.values().for_each(|value| objects(value, into));
        }
        Value::Array(values) => values.iter().for_each(|value| objects(value, into)),
        _ => {}
    }
}

fn references(value: &Value) -> BTreeSet<String> {
    let mut all = Vec::new();
    objects(value, &mut all);
    let found = all.iter().filter_map(|object| object.get("$ref")?.as_str());
    found.map(str::to_owned).collect()
}

/// Routes of the API that are in the document.
fn operations() -> Vec<RouteInfo> {
    let document = document();
    let mut routes = App::route_table().to_vec();
    routes.retain(|route| document["paths"].get(&route.path).is_some());
    routes
}

fn address(route: &RouteInfo) -> String {
    let parts = route.path.split('/').map(|part| match part {
        "{turn}" => "61200-1",
        part if part.starts_with('{') => SOME_ID,
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn no_two_types_share_a_name() {
    let mut known: BTreeMap<String, Value> = BTreeMap::new();
    for (name, schema) in App::api_schemas() {
        let schema = serde_json::to_value(schema).unwrap();
        let other = known.entry(name.clone()).or_insert_with(|| schema.clone());
        assert_eq!(
            *other, schema,
            "two types are called {name}: give one of them #[schema(as = …)]"
        );
    }
    assert!(known.len() > 80);
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    for reference in references(&document) {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference} is nowhere");
    }
    // What a parameter refers to is registered by nobody: it may be another type of that name.
    let paths = document["paths"].as_object().unwrap();
    for operation in paths.values().flat_map(|item| item.as_object().unwrap().values()) {
        let found = references(&operation["parameters"]);
        assert!(
            found.is_empty(),
            "{}: {found:?} is not inline",
            operation["operationId"]
        );
    }
}

/// Every value of an enum as it is sent, which is how people write it in forms and addresses too.
fn sent<T: serde::Serialize + std::fmt::Display>(all: &[T]) -> Value {
    let words = all.iter().map(|value| {
        let word = serde_json::to_value(value).unwrap();
        assert_eq!(word, value.to_string());
        word
    });
    words.collect()
}

#[test]
fn every_word_is_documented_as_it_is_sent() {
    let speakers = [
        speech::Speaker::Manager,
        speech::Speaker::Client,
        speech::Speaker::Unknown,
    ];
    let speakers = speakers.map(|speaker| serde_json::to_value(speaker).unwrap());
    let enums = BTreeMap::from([
        ("AppealState", sent(appeals::AppealState::ALL)),
        ("CallOutcome", sent(recordings::CallOutcome::ALL)),
        ("CallType", sent(recordings::CallType::ALL)),
        ("ConversationStage", sent(playbook::ConversationStage::ALL)),
        ("Direction", sent(recordings::Direction::ALL)),
        ("FileFault", sent(recordings::files::FileFault::ALL)),
        ("FilteredReason", sent(speech::FilteredReason::ALL)),
        ("Function", sent(people::Function::ALL)),
        ("JobState", sent(jobs::JobState::ALL)),
        ("Locale", sent(i18n::Locale::ALL)),
        ("MomentKind", sent(evaluations::MomentKind::ALL)),
        ("CallSelection", sent(evaluations::CallSelection::ALL)),
        ("PlanStage", sent(coaching::PlanStage::ALL)),
        ("PlaybookKind", sent(playbook::EntryKind::ALL)),
        ("QueryReading", sent(search::QueryReading::ALL)),
        ("ReadBy", sent(audio::ReadBy::ALL)),
        ("RecordingState", sent(recordings::RecordingState::ALL)),
        ("Role", sent(people::Role::ALL)),
        ("SalesRole", sent(playbook::SalesRole::ALL)),
        ("ScoringRule", sent(checklists::ScoringRule::ALL)),
        ("Speaker", Value::from(speakers.to_vec())),
        ("TargetOutcome", sent(coaching::TargetOutcome::ALL)),
        (
            "TranscriptChangeKind",
            sent(transcripts::editing::TranscriptChangeKind::ALL),
        ),
        ("Zone", sent(checklists::Zone::ALL)),
    ]);
    let document = document();
    let documented: BTreeMap<&str, Value> = schemas(&document)
        .into_iter()
        .filter_map(|(name, schema)| Some((name, schema.get("enum")?.clone())))
        .collect();
    assert_eq!(documented, enums);
    // Parameters hold theirs inline; a file of a transcript has a format that no body has.
    let formats = sent(speech::export::TranscriptFormat::ALL);
    let mut inline = Vec::new();
    objects(&document["paths"], &mut inline);
    for words in inline.iter().filter_map(|object| object.get("enum")) {
        let known = enums
            .values()
            .chain([&formats])
            .any(|of_a_type| of_a_type == words);
        assert!(known, "{words} are the words of no type");
    }
    // The one enum with contents.
    let evidence = coaching::Evidence::Item {
        key: "date".to_owned(),
        title: "Дата".to_owned(),
        mark: String::new(),
    };
    let evidence = serde_json::to_value(evidence).unwrap();
    let kinds = document["components"]["schemas"]["Evidence"]["oneOf"]
        .as_array()
        .unwrap();
    let kinds: Vec<&Value> = kinds
        .iter()
        .map(|one| &one["properties"]["kind"]["enum"][0])
        .collect();
    assert!(kinds.contains(&&evidence["kind"]), "{kinds:?}");
}

#[test]
fn every_operation_says_who_may_and_what_it_may_answer() {
    let document = document();
    let routes = operations();
    assert!(routes.len() > 40);
    let mut names = BTreeSet::new();
    for route in routes {
        let operation = &document["paths"][&route.path][route.method.as_str().to_lowercase()];
        let name = operation["operationId"].as_str().unwrap();
        assert!(names.insert(name.to_owned()), "two operations are called {name}");
        let opened_by = match route.tokens {
            ForTokens::Refused => &operation["security"],
            ForTokens::Any | ForTokens::With(_) => &document["security"],
        };
        let scheme = opened_by[0].as_object().unwrap().keys().next().unwrap();
        assert_eq!(scheme == "session", route.tokens == ForTokens::Refused, "{name}");
        assert!(document["components"]["securitySchemes"][scheme].is_object());
        let responses = &operation["responses"];
        let mut due = vec!["401", "409", "422", "429", "500", "503"];
        if route.path != "/api/v1/me" {
            due.push("403");
        }
        if route.path.contains('{') {
            due.push("404");
        }
        if route.method != Method::GET {
            due.push("413");
        }
        if route.takes_files {
            due.push("415");
        }
        for status in due {
            let answer = &responses[status];
            let answer = match answer["$ref"].as_str() {
                Some(shared) => document.pointer(shared.trim_start_matches('#')).unwrap(),
                None => answer,
            };
            let schema = &answer["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(
                schema, "#/components/schemas/Problem",
                "{} {} {status}",
                route.method, route.path
            );
        }
        let responses = responses.as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')));
        assert!(
            responses
                .values()
                .all(|it| it["$ref"].is_string() || it["description"].is_string())
        );
    }
}

#[test]
fn no_body_has_room_for_unknown_fields() {
    let document = document();
    let mut due: Vec<&Value> = Vec::new();
    for item in document["paths"].as_object().unwrap().values() {
        due.extend(
            item.as_object()
                .unwrap()
                .values()
                .map(|it| &it["requestBody"])
                .filter(|it| !it.is_null()),
        );
    }
    assert!(due.len() > 15);
    let mut seen = BTreeSet::new();
    while let Some(value) = due.pop() {
        let mut all = Vec::new();
        objects(value, &mut all);
        for object in all
            .iter()
            .filter(|object| object.get("properties").is_some_and(Value::is_object))
        {
            assert_eq!(
                object.get("additionalProperties"),
                Some(&Value::Bool(false)),
                "{object:?}"
            );
        }
        for reference in references(value) {
            if seen.insert(reference.clone()) {
                due.push(document.pointer(reference.trim_start_matches('#')).unwrap());
            }
        }
    }
}

/// Somebody of these who may.
fn somebody<'a>(app: &TestApp, all: &'a [Browser], route: &RouteInfo) -> &'a Browser {
    let found = all.iter().find(|by| match route.access {
        Access::Needs(permission) => app.person(by.who).may(permission),
        Access::Public | Access::Enrolling | Access::SignedIn => true,
    });
    found.unwrap()
}

fn named(answer: Answer, code: &str, part: &str) -> Value {
    let problem = answer.problem(StatusCode::UNPROCESSABLE_ENTITY, code);
    assert_eq!(problem["values"][part], "strange", "{problem}");
    assert!(
        problem["title"].as_str().unwrap().contains("«strange»"),
        "{problem}"
    );
    problem
}

on_both!(
    who_is_meant_is_asked_by_every_operation,
    what_is_not_known_is_refused_by_its_name,
    a_misspelt_field_leaves_nothing_behind
);

/// Somebody of each role.
async fn everybody(app: &TestApp) -> Vec<Browser> {
    let mut all = Vec::new();
    for who in [Who::Head, Who::Manager, Who::Trainer, Who::Admin] {
        all.push(app.sign_in(who).await);
    }
    all
}

async fn who_is_meant_is_asked_by_every_operation(db: Db) {
    let app = TestApp::new(db).await;
    let all = everybody(&app).await;
    for route in operations() {
        let by = somebody(&app, &all, &route).clone();
        let stale = by.with_header("x-person", SOME_ID);
        let answer = stale
            .send(route.method.clone(), &address(&route), None, Body::empty())
            .await;
        answer.problem(StatusCode::CONFLICT, "other-person");
    }
}

async fn what_is_not_known_is_refused_by_its_name(db: Db) {
    let app = TestApp::new(db).await;
    let document = document();
    let all = everybody(&app).await;
    for route in operations() {
        let by = somebody(&app, &all, &route);
        let operation = &document["paths"][&route.path][route.method.as_str().to_lowercase()];
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let code = match parameters.filter(|it| it["in"] == "query").count() {
            0 => "no-parameters",
            _ => "unknown-parameter",
        };
        let asked = format!("{}?strange=1", address(&route));
        named(
            by.send(route.method.clone(), &asked, None, Body::empty()).await,
            code,
            "parameter",
        );
        let bodies = &operation["requestBody"]["content"];
        if bodies["application/json"].is_object() {
            let answer = by
                .json(route.method.clone(), &address(&route), &json!({"strange": 1}))
                .await;
            let problem = named(answer, "unknown-field", "field");
            assert!(
                !problem["values"]["known"].as_str().unwrap().is_empty(),
                "{problem}"
            );
        }
    }
}

async fn a_misspelt_field_leaves_nothing_behind(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 20).await;
    let head = app.program(Who::Head).await;
    let evaluations = format!("/api/v1/recordings/{id}/evaluations");
    let problem = head
        .json(Method::POST, &evaluations, &json!({"marks": {"deadline": 2}}))
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "unknown-field");
    assert_eq!(problem["values"]["field"], "marks");
    assert_eq!(
        problem["values"]["known"],
        "checklist, answers, gates, comments, summary, moments, publish"
    );
    let mut tx = app.app.db.read().await.unwrap();
    let drafts = evaluations::store::drafts(&mut tx, app.id(Who::Head))
        .await
        .unwrap();
    assert!(drafts.is_empty(), "an empty draft");
    drop(tx);

    // Inside a list it is told where.
    let plans = format!("/api/v1/people/{}/plans", app.id(Who::Manager));
    let plan = json!({"focus": "Дата", "action": "Назвать дату", "targets": [{"text": "Три звонка", "until": "2026-12-11"}]});
    let problem = head
        .json(Method::POST, &plans, &plan)
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "unknown-field");
    assert_eq!(problem["values"]["field"], "targets[0].until");
    assert_eq!(problem["values"]["known"], "text, due, rule");
    assert_eq!(head.get(&plans).await.ok().json()["items"], json!([]));

    // A form with a file too.
    let manager = app.program(Who::Manager).await;
    let form = Multipart::default()
        .field("clients", "ООО «Сад»")
        .file("file", "call.wav", &call(7));
    let problem = manager
        .upload("/api/v1/recordings", form)
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "unknown-field");
    assert_eq!(problem["values"]["field"], "clients");
    let form = Multipart::default()
        .field("language", "ru")
        .file("file", "call.srt", b"1");
    let problem = manager
        .upload(&format!("/api/v1/recordings/{id}/transcripts"), form)
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "unknown-field");
    assert_eq!(problem["values"]["field"], "language");

    // Not an operation: the answer's body says the status it has.
    let problem = app
        .sign_in(Who::Manager)
        .await
        .send(Method::PATCH, "/api/v1/me", None, Body::empty())
        .await
        .problem(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed");
    assert_eq!(problem["status"], 405);
}
