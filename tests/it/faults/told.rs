//! A statement that fails under a use case is told as a failure, never as what the use case says when somebody else was
//! faster: whoever reads «уже подтверждён» goes away, and nothing was stored.
//!
//! A trigger makes every write of one kind to one table fail, as a fault of ours would; all else works.

use axum::http::{Method, StatusCode};
use salesbook::audit::Performer;
use salesbook::checklists::{AnswerChange, Mark};
use salesbook::db::{Db, Sql};
use salesbook::error::Error;
use serde_json::json;

use crate::support::app::{Answer, TestApp, Who};
use crate::support::db::on_both;
use crate::support::published_score::{opinion, publish_score};

/// From now on writes of this kind to this table fail.
macro_rules! break_writes {
    ($app:expr, $act:literal, $table:literal) => {{
        let mut tx = $app.app.db.write().await.unwrap();
        // SQLite looks for the table of a trigger when it runs.
        let fault = Sql::dialects(
            "SELECT 1",
            "CREATE OR REPLACE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql
             AS 'BEGIN RAISE EXCEPTION ''a fault''; END'",
        );
        tx.query(fault).execute().await.unwrap();
        let trigger = Sql::dialects(
            concat!(
                "CREATE TRIGGER fault_of_",
                $table,
                " BEFORE ",
                $act,
                " ON ",
                $table,
                " BEGIN INSERT INTO no_such_table VALUES (1); END"
            ),
            concat!(
                "CREATE TRIGGER fault_of_",
                $table,
                " BEFORE ",
                $act,
                " ON ",
                $table,
                " FOR EACH ROW EXECUTE FUNCTION fault()"
            ),
        );
        tx.query(trigger).execute().await.unwrap();
        tx.commit().await.unwrap();
    }};
}

/// Is it told as a fault of ours, and as nothing else?
#[track_caller]
fn is_fault(answer: &Answer) {
    let problem = answer.headers.get("x-problem").map(|code| code.to_str().unwrap());
    assert_eq!(
        (answer.status, problem),
        (StatusCode::INTERNAL_SERVER_ERROR, Some("internal")),
        "{}",
        answer.text()
    );
}

const PLAN: [(&str, &str); 5] = [
    ("focus", "Сначала бюджет"),
    ("action", "Прочитать скрипт"),
    ("target", "Спрашивает бюджет до цены"),
    ("due", "2026-12-11"),
    ("revision", "1"),
];

on_both!(
    under_a_plan,
    under_an_appeal,
    under_a_new_appeal,
    under_an_invitation,
    under_a_score_a_one_to_one_and_a_term,
    a_value_that_cannot_be_is_no_lost_race
);

async fn under_a_plan(db: Db) {
    let app = TestApp::new(db).await;
    let evaluation = publish_score(&app, Who::Manager, 60, &[("budget", Mark::Value(0))]).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let written = head.post(&format!("/evaluations/{evaluation}/plan"), &PLAN).await;
    let plan = written.expect(StatusCode::SEE_OTHER).location().to_owned();
    break_writes!(app, "UPDATE", "plans");
    is_fault(&head.post(&plan, &PLAN).await);
    is_fault(
        &manager
            .post(&format!("{plan}/acknowledgement"), &[("words", "Согласна")])
            .await,
    );
    let body = json!({ "revision": 1, "focus": "Бюджет", "action": "Читать", "targets": [{ "text": "Спросить", "due": "2026-12-11" }] });
    let api = format!("/api/v1{plan}");
    app.program(Who::Head)
        .await
        .json(Method::PUT, &api, &body)
        .await
        .problem(StatusCode::INTERNAL_SERVER_ERROR, "internal");
}

async fn under_an_appeal(db: Db) {
    let app = TestApp::new(db).await;
    let lost = [("budget", Mark::Value(0)), ("date", Mark::Value(0))];
    let evaluation = publish_score(&app, Who::Manager, 60, &lost).await;
    opinion(&app, Who::Manager, &evaluation).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let lodge = format!("/evaluations/{evaluation}/appeal");
    let appeal = |item| {
        [
            ("item", item),
            ("wished", "2"),
            ("reason", "На 0:40 спросил прямо"),
        ]
    };
    manager
        .post(&lodge, &appeal("budget"))
        .await
        .expect(StatusCode::SEE_OTHER);
    let list = head.get("/appeals").await.ok();
    let place = list.attribute("main a[href^='/appeals/']", "href");

    break_writes!(app, "UPDATE", "appeals");
    let decision = [("outcome", "rejected"), ("words", "Нет")];
    is_fault(&head.post(&format!("{place}/decision"), &decision).await);
    is_fault(&manager.post(&format!("{place}/withdraw"), &[]).await);
    assert!(
        manager
            .get(&place)
            .await
            .ok()
            .text()
            .contains("На 0:40 спросил прямо"),
        "it is still open"
    );
}

async fn under_a_new_appeal(db: Db) {
    let app = TestApp::new(db).await;
    let evaluation = publish_score(&app, Who::Manager, 60, &[("budget", Mark::Value(0))]).await;
    opinion(&app, Who::Manager, &evaluation).await;
    let manager = app.sign_in(Who::Manager).await;
    break_writes!(app, "INSERT", "appeals");
    let appeal = [
        ("item", "budget"),
        ("wished", "2"),
        ("reason", "На 0:40 спросил прямо"),
    ];
    is_fault(
        &manager
            .post(&format!("/evaluations/{evaluation}/appeal"), &appeal)
            .await,
    );
}

async fn under_an_invitation(db: Db) {
    let app = TestApp::new(db).await;
    let link = app
        .app
        .auth
        .invite(Performer::Shell, app.person(Who::Manager))
        .await
        .unwrap();
    let guest = TestApp::stranger_of(&app.app);
    break_writes!(app, "DELETE", "invitations");
    let fields = [("link", link.as_str()), ("password", "стойка балка ярус")];
    is_fault(&guest.post("/invitation", &fields).await);
    // Nothing was stored, and the link is as good as before.
    guest.post("/invitation", &[("link", link.as_str())]).await.ok();
}

async fn under_a_score_a_one_to_one_and_a_term(db: Db) {
    let app = TestApp::new(db).await;
    let recording = app.recording(Who::Manager, 60).await;
    let head = app.person(Who::Head);
    let draft = app.app.evaluations.begin(head, &recording, None).await.unwrap();
    let read = app
        .app
        .evaluations
        .draft(head, &draft)
        .await
        .unwrap()
        .evaluation
        .revision;
    break_writes!(app, "UPDATE", "evaluations");
    let words = vec![AnswerChange::Summary("Спокойно".to_owned())];
    let failed: Error = app
        .app
        .evaluations
        .save(head, &draft, read, words)
        .await
        .unwrap_err();
    assert_eq!(failed.code(), "internal");

    let browser = app.sign_in(Who::Head).await;
    let manager = app.id(Who::Manager).to_string();
    let date = [("manager", manager.as_str()), ("day", "2026-11-25")];
    let meeting = browser
        .post("/one-to-ones", &date)
        .await
        .expect(StatusCode::SEE_OTHER);
    break_writes!(app, "UPDATE", "one_to_ones");
    let prepared = [("act", "save"), ("day", "2026-11-25"), ("went_well", "Спокойно")];
    is_fault(&browser.post(meeting.location(), &prepared).await);

    break_writes!(app, "INSERT", "glossary_terms");
    let trainer = app.sign_in(Who::Trainer).await;
    is_fault(&trainer.post("/playbook/glossary", &[("term", "Ярус")]).await);
    break_writes!(app, "INSERT", "people");
    let admin = app.sign_in(Who::Admin).await;
    let team = app.person(Who::Manager).team_id.clone().unwrap().to_string();
    let new = [
        ("name", "Ольга Белая"),
        ("login", "o.belaya"),
        ("role", "manager"),
        ("team", team.as_str()),
    ];
    is_fault(&admin.post("/people", &new).await);
    break_writes!(app, "INSERT", "teams");
    is_fault(&admin.post("/teams", &[("name", "Розница")]).await);
}

/// Only what others wrote can be told as their doing: a value that no row may have is a fault of ours.
async fn a_value_that_cannot_be_is_no_lost_race(db: Db) {
    let mut tx = db.write().await.unwrap();
    let refused = tx
        .query("INSERT INTO health_marks (only_one, seen_at) VALUES (2, 0)")
        .execute()
        .await
        .unwrap_err();
    assert!(!refused.is_lost_race());
    assert_eq!(Error::from(refused).code(), "internal");
}
