//! The listening plan as its people live with it: a head sets quotas, draws, gives up and scores; nobody else sees it.

mod access;
mod browser;
mod drawing;
mod giving_up;
mod means;

use std::collections::BTreeSet;

use axum::http::StatusCode;
use salesbook::checklists::{AnswerChange, Mark};
use salesbook::db::JsonText;
use salesbook::evaluations::EvaluationInput;
use salesbook::id::{EvaluationId, RecordingId};
use salesbook::listening::{Week, WeekPlan};
use salesbook::people::Person;
use salesbook::recordings;
use salesbook::time::Timestamp;

use crate::evaluations::silent_call;
use crate::support::app::{Answer, Browser, TestApp, Who};

const MINUTE: i64 = 60_000;

const HOUR: i64 = 60 * MINUTE;

const DAY: i64 = 24 * HOUR;

/// A call as a test wants it: `change` says what is special about it.
async fn call(
    app: &salesbook::app::App,
    manager: &Person,
    at: Timestamp,
    change: impl FnOnce(&mut recordings::Recording),
) -> RecordingId {
    let id = RecordingId::new(at, &app.randomness);
    let mut recording = silent_call(&id, manager, at);
    change(&mut recording);
    let mut tx = app.db.write().await.unwrap();
    recordings::store::insert(&mut tx, &recording).await.unwrap();
    tx.query(
        "UPDATE recordings SET client = $2, call_type = $3, outcome = $4, direction = $5, tags = $6, duration_ms = $7
         WHERE id = $1",
    )
    .bind_all((&id, format!("Клиент {}", &id.as_str()[22..])))
    .bind_all((recording.call_type, recording.outcome, recording.direction))
    .bind_all((JsonText(&recording.tags.0), recording.duration_ms))
    .execute_exactly(1)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    id
}

/// So many ordinary calls of theirs, an hour after another, the first at `from`.
async fn calls(app: &TestApp, who: Who, from: Timestamp, n: i64) -> Vec<RecordingId> {
    let mut made = Vec::new();
    for i in 0..n {
        made.push(call(&app.app, app.person(who), from.plus_ms(-i * HOUR), |_| ()).await);
    }
    made
}

/// The week of the tests' beginning: Monday, 23 November.
fn week() -> Week {
    "2026-W48".parse().unwrap()
}

async fn plan(app: &TestApp, who: Who, week: Week) -> WeekPlan {
    let today = salesbook::time::Clock::now(&*app.clock).day(&app.app.config.time_zone);
    let plan = app.app.listening.read(app.person(who), week, today).await;
    plan.unwrap().expect("quotas are set")
}

/// Recordings that stand in the plan, of one manager.
fn current(plan: &WeekPlan, who: &Person) -> BTreeSet<RecordingId> {
    let of = plan.managers.iter().find(|of| of.manager.id == who.id);
    of.map(|of| {
        of.current()
            .filter_map(|pick| pick.recording_id.clone())
            .collect()
    })
    .unwrap_or_default()
}

async fn set(head: &Browser, fields: &[(&str, &str)]) {
    head.post("/listening/quotas", fields)
        .await
        .expect(StatusCode::SEE_OTHER);
}

/// Asks for the draw of this week, a moment later than what was before.
async fn draw(app: &TestApp, head: &Browser) -> Answer {
    app.clock.advance(1);
    head.post("/listening/draw", &[("week", "2026-W48")]).await
}

/// A published evaluation with every item at its best, as a program makes it.
async fn score(app: &salesbook::app::App, head: &Person, recording: &RecordingId) -> EvaluationId {
    let id = app.evaluations.begin(head, recording, None).await.unwrap();
    let card = app.evaluations.draft(head, &id).await.unwrap();
    let gates = card.checklist.blocks.iter().filter(|block| block.gate.is_some());
    let mut changes: Vec<AnswerChange> = gates
        .map(|block| AnswerChange::Gate(block.key.clone(), Some(true)))
        .collect();
    for (_, item) in card.checklist.items() {
        changes.push(AnswerChange::Mark(
            item.key.clone(),
            Some(Mark::Value(item.scale.max())),
        ));
    }
    let entry = EvaluationInput {
        checklist: None,
        changes,
        moments: Vec::new(),
        publish: true,
    };
    let (id, missing) = app.evaluations.record(head, recording, entry).await.unwrap();
    assert!(missing.is_empty(), "{missing:?}");
    id
}

async fn acts(app: &TestApp, act: &str) -> Vec<(String, String)> {
    let mut tx = app.app.db.read().await.unwrap();
    tx.query("SELECT subject, detail FROM audit_events WHERE act = $1 ORDER BY at, id")
        .bind(act)
        .all()
        .await
        .unwrap()
}
