//! Action plans as people agree on them: written after a score, acknowledged once, asked about at the next score.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use salesbook::app::App;
use salesbook::checklists::{AnswerChange, Mark};
use salesbook::config::{Config, Sources};
use salesbook::db::Db;
use salesbook::evaluations::PublishOutcome;
use salesbook::id::{EvaluationId, Randomness};
use salesbook::time::FixedClock;
use serde_json::{Value, json};

use crate::support::app::{START, TestApp, Who};
use crate::support::db::on_both;

/// A published evaluation of a manager's call: every item at its best, the budget at zero with a reason.
async fn scored(app: &TestApp, who: Who) -> EvaluationId {
    let recording = app.recording(who, 60).await;
    let head = app.person(Who::Head);
    let id = app.app.evaluations.begin(head, &recording, None).await.unwrap();
    let card = app.app.evaluations.draft(head, &id).await.unwrap();
    let mut changes = vec![AnswerChange::Gate("objections".to_owned(), Some(false))];
    for (_, item) in card.checklist.items() {
        let mark = if item.key == "budget" { 0 } else { item.scale.max() };
        changes.push(AnswerChange::Mark(item.key.clone(), Some(Mark::Value(mark))));
    }
    changes.push(AnswerChange::Comment(
        "budget".to_owned(),
        "Не спрошен".to_owned(),
    ));
    let done = app
        .app
        .evaluations
        .publish(head, &id, card.evaluation.revision, changes)
        .await
        .unwrap();
    assert!(matches!(done, PublishOutcome::Published), "{done:?}");
    id
}

const FIELDS: [(&str, &str); 5] = [
    ("focus", "Сначала бюджет"),
    ("action", "Прочитать скрипт"),
    ("target", "Спрашивает бюджет до цены"),
    ("due", "2026-12-11"),
    ("item", "budget"),
];

on_both!(
    a_plan_is_written_acknowledged_and_asked_about,
    plans_stay_in_the_team,
    a_program_writes_and_reads_plans,
    the_first_page_shows_each_role_what_waits,
    the_demonstration_fills_an_empty_database_once
);

async fn a_plan_is_written_acknowledged_and_asked_about(db: Db) {
    let app = TestApp::new(db).await;
    let evaluation = scored(&app, Who::Manager).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);

    // What was entered is kept when something is wrong, and every wrong field is named.
    let address = format!("/evaluations/{evaluation}/plan");
    let form = head.get(&address).await.ok();
    assert!(form.text().contains("Бюджет"), "the low item is offered");
    let wrong = head
        .post(
            &address,
            &[("focus", "Сначала бюджет"), ("target", ""), ("due", "2020-01-01")],
        )
        .await;
    let wrong = wrong.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
    for words in ["Сначала бюджет", "Напишите, что сделать", "Срок уже прошёл"]
    {
        assert!(wrong.contains(words), "{words}: {wrong}");
    }

    let saved = head.post(&address, &FIELDS).await.expect(StatusCode::SEE_OTHER);
    let plan = saved.location().to_owned();
    let shown = head.get(&plan).await.ok().text();
    assert!(
        shown.contains("Бюджет: <span class=\"num\">0 из 2"),
        "it rests on the item: {shown}"
    );
    assert_eq!(
        head.get(&address).await.expect(StatusCode::SEE_OTHER).location(),
        plan,
        "one plan a score"
    );

    // The manager acknowledges once; then it does not change any more.
    manager.get(&plan).await.ok();
    let acknowledge = format!("{plan}/acknowledgement");
    manager
        .post(&acknowledge, &[("words", "Согласна")])
        .await
        .expect(StatusCode::SEE_OTHER);
    manager
        .post(&acknowledge, &[("words", "ещё")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(head.get(&plan).await.ok().text().contains("Согласна"));
    head.post(&plan, &FIELDS).await.expect(StatusCode::CONFLICT);

    // The next score opens with the question and keeps the answer.
    app.clock.advance(24 * 60 * 60 * 1000);
    let next = app.recording(Who::Manager, 61).await;
    let draft = head
        .post(&format!("/recordings/{next}/evaluate"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = head.get(draft.location()).await.ok();
    assert!(page.words(".last-target").contains("Спрашивает бюджет до цены"));
    let next_evaluation = draft.location().split('/').nth(2).unwrap().to_owned();
    let answer = [
        ("outcome", "met"),
        ("evaluation", next_evaluation.as_str()),
        ("back", "score"),
    ];
    head.post(&format!("{plan}/targets/0"), &answer)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        head.get(draft.location())
            .await
            .ok()
            .text()
            .contains("value=\"met\" checked")
    );
    assert!(manager.get(&plan).await.ok().text().contains("Выполнена"));
}

async fn plans_stay_in_the_team(db: Db) {
    let app = TestApp::new(db).await;
    let evaluation = scored(&app, Who::Manager).await;
    let head = app.sign_in(Who::Head).await;
    let plan = head
        .post(&format!("/evaluations/{evaluation}/plan"), &FIELDS)
        .await
        .expect(StatusCode::SEE_OTHER)
        .location()
        .to_owned();
    for who in [Who::Colleague, Who::Outsider, Who::OtherHead] {
        app.sign_in(who)
            .await
            .get(&plan)
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    for who in [Who::Trainer, Who::Admin] {
        app.sign_in(who)
            .await
            .get(&plan)
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    let other = app.sign_in(Who::OtherHead).await;
    other
        .post(&format!("/evaluations/{evaluation}/plan"), &FIELDS)
        .await
        .expect(StatusCode::NOT_FOUND);
    other
        .post(&format!("{plan}/targets/0"), &[("outcome", "unmet")])
        .await
        .expect(StatusCode::NOT_FOUND);
    assert!(
        !app.sign_in(Who::Outsider)
            .await
            .get("/plans")
            .await
            .ok()
            .text()
            .contains("Сначала бюджет")
    );
}

async fn a_program_writes_and_reads_plans(db: Db) {
    let app = TestApp::new(db).await;
    let evaluation = scored(&app, Who::Manager).await;
    let head = app.program(Who::Head).await;
    let path = format!("/api/v1/people/{}/plans", app.id(Who::Manager));
    let plan = json!({
        "focus": "Сначала бюджет",
        "action": "Прочитать скрипт",
        "targets": [{ "text": "Спрашивает бюджет до цены", "due": "2026-12-11" }],
        "evaluation_id": evaluation.to_string(),
        "items": ["budget", "no-such-item"],
    });
    let made = head
        .json(Method::POST, &path, &plan)
        .await
        .expect(StatusCode::CREATED)
        .json();
    assert_eq!(made["evidence"].as_array().unwrap().len(), 1, "{made}");
    assert_eq!(made["targets"][0]["outcome"], "open");
    let own = app.program(Who::Manager).await.get(&path).await.ok().json();
    assert_eq!(own["items"][0]["id"], made["id"]);
    assert_eq!(own["next"], Value::Null);
    app.program(Who::Colleague)
        .await
        .get(&path)
        .await
        .problem(StatusCode::NOT_FOUND, "person-not-found");
    let empty = head.json(Method::POST, &path, &json!({})).await;
    let problem = empty.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-input");
    let codes: Vec<_> = problem["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| &field["code"])
        .collect();
    assert_eq!(codes, ["plan-focus", "plan-action", "plan-target-none"]);
}

async fn the_first_page_shows_each_role_what_waits(db: Db) {
    let app = TestApp::new(db).await;
    let _ = scored(&app, Who::Manager).await;
    let head = app.sign_in(Who::Head).await.get("/").await.ok().text();
    assert!(head.contains("Анна Кузнецова"), "{head}");
    let manager = app.sign_in(Who::Manager).await.get("/").await.ok().text();
    assert!(manager.contains("Сначала ваше мнение"), "{manager}");
    let trainer = app.sign_in(Who::Trainer).await.get("/").await.ok().text();
    assert!(
        trainer.contains("Пересмотреть") && !trainer.contains("Последние оценки"),
        "{trainer}"
    );
}

async fn the_demonstration_fills_an_empty_database_once(db: Db) {
    let data = tempfile::tempdir().unwrap();
    let sources = Sources::default()
        .with_flag("data", data.path().to_str().unwrap())
        .with_flag("library", concat!(env!("CARGO_MANIFEST_DIR"), "/scripts-library"));
    let clock = Arc::new(FixedClock::at(START));
    let config = Config::load(&sources).unwrap();
    let app = App::assemble(config, db, clock, Randomness::seeded(5)).unwrap();
    app.checklists.install().await.unwrap();
    let cast = salesbook::demo::fill(&app, false).await.unwrap();
    assert_eq!(cast.len(), 8);
    let again = salesbook::demo::fill(&app, false).await.unwrap();
    assert_eq!(again.len(), 8, "a second start finds it");
    let mut tx = app.db.read().await.unwrap();
    let recordings: i64 = tx
        .query("SELECT COUNT(*) FROM recordings")
        .scalar()
        .await
        .unwrap();
    let outcomes: Vec<(String,)> = tx
        .query("SELECT outcome FROM plan_targets ORDER BY outcome")
        .all()
        .await
        .unwrap();
    assert_eq!(recordings, 4);
    let outcomes: Vec<&str> = outcomes.iter().map(|row| row.0.as_str()).collect();
    assert_eq!(outcomes, ["met", "open", "unmet"]);
}
