//! The listening plan as its people live with it: a head sets quotas, draws, gives up and scores; nobody else sees it.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use salesbook::checklists::{AnswerChange, Mark};
use salesbook::db::{Db, JsonText};
use salesbook::evaluations::{self, EvaluationInput};
use salesbook::id::{EvaluationId, RecordingId};
use salesbook::listening::{self, QuotasForm, SampledCallState, Week, WeekPlan, seed};
use salesbook::people::Person;
use salesbook::recordings::{self, CallOutcome, CallType, RecordingState};
use salesbook::time::Timestamp;
use serde_json::json;

use crate::evaluations::silent_call;
use crate::support::app::{Answer, Browser, START, TestApp, Who};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;
use crate::support::speech::Script;

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

on_both!(
    a_week_is_drawn_once_and_new_calls_fill_what_is_missing,
    conditions_say_which_calls_take_part_and_why_others_do_not,
    a_call_somebody_has_listened_to_stays_out_when_only_unheard_ones_are_wanted,
    a_call_is_given_up_with_a_reason_that_stays,
    drawn_and_chosen_calls_have_means_of_their_own,
    only_the_head_of_the_team_sees_and_changes_the_plan,
    two_heads_who_draw_at_once_draw_no_more_than_is_wanted,
    the_outcome_of_a_call_is_a_fact_like_the_others
);

async fn a_week_is_drawn_once_and_new_calls_fill_what_is_missing(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let (anna, nikita) = (
        app.person(Who::Manager).clone(),
        app.person(Who::Colleague).clone(),
    );

    // Nothing is set: the page says what to do, drawing is refused.
    assert!(
        head.get("/listening")
            .await
            .ok()
            .text()
            .contains("Плана пока нет")
    );
    draw(&app, &head).await.expect(StatusCode::CONFLICT);

    // Nine calls this week, one last week, two of somebody of another team.
    let mine = calls(&app, Who::Manager, START, 9).await;
    let earlier = call(&app.app, &anna, START.plus_ms(-3 * DAY), |_| ()).await;
    calls(&app, Who::Colleague, START, 1).await;
    calls(&app, Who::Outsider, START, 2).await;
    set(
        &head,
        &[("calls", "3"), ("manager", nikita.id.as_str()), ("own", "2")],
    )
    .await;
    let before = head.get("/listening").await.ok();
    assert!(
        before.words(".page-head").contains("Выбрать 4 звонка"),
        "{}",
        before.text()
    );
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);

    let drawn = plan(&app, Who::Head, week()).await;
    let first = current(&drawn, &anna);
    assert_eq!(first.len(), 3);
    assert!(first.iter().all(|it| mine.contains(it)) && !first.contains(&earlier));
    assert_eq!(current(&drawn, &nikita).len(), 1);
    assert_eq!(drawn.managers.len(), 2, "only the head's own team");
    let page = head.get("/listening").await.ok();
    assert!(
        page.words(&format!("#m-{}", anna.id))
            .contains("Выбрано случайно: 3 из 9")
    );
    assert!(
        page.words(&format!("#m-{}", nikita.id))
            .contains("нужно ещё 1, подходит 0")
    );

    // How it was drawn is kept: with seed and candidates the draw can be repeated.
    let how = &drawn.managers[0].draws[0];
    assert_eq!((how.drawn, how.candidates), (3, 9));
    let again: BTreeSet<_> = seed::draw(&mine, 3, &how.seed).into_iter().cloned().collect();
    assert_eq!(again, first);

    // Drawing again changes nothing.
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(current(&plan(&app, Who::Head, week()).await, &anna), first);

    // New calls come, and one more is wanted: the old picks stay, what is missing is filled.
    let new = calls(&app, Who::Colleague, START.plus_ms(MINUTE), 1).await;
    set(
        &head,
        &[("calls", "4"), ("manager", nikita.id.as_str()), ("own", "2")],
    )
    .await;
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);
    let later = plan(&app, Who::Head, week()).await;
    let second = current(&later, &anna);
    assert!(second.is_superset(&first) && second.len() == 4);
    assert!(current(&later, &nikita).contains(&new[0]));
    let page = head.get("/listening").await.ok();
    assert!(
        page.words(&format!("#m-{}", anna.id))
            .contains("3 из 9, ещё 1 из 6")
    );
    assert!(
        !page.words(".page-head").contains("Выбрать"),
        "nothing is left to draw"
    );

    // Two managers are drawn for in the same moment: their acts have no order.
    let told: BTreeSet<String> = acts(&app, "calls-drawn")
        .await
        .into_iter()
        .map(|(_, detail)| detail)
        .collect();
    assert_eq!(
        told.iter().collect::<Vec<_>>(),
        [
            r#"{"drawn":{"drawn":1,"of":1}}"#,
            r#"{"drawn":{"drawn":1,"of":6}}"#,
            r#"{"drawn":{"drawn":3,"of":9}}"#
        ]
    );
    assert_eq!(acts(&app, "quota-changed").await.len(), 2);

    // A week that is over keeps the number it was drawn with; drawing for a week to come is refused.
    app.clock.advance(7 * DAY);
    set(&head, &[("calls", "9")]).await;
    let over = plan(&app, Who::Head, week()).await;
    assert_eq!((over.managers[0].wanted, over.managers[1].wanted), (4, 2));
    let ahead = head.post("/listening/draw", &[("week", "2026-W50")]).await;
    assert!(
        ahead
            .expect(StatusCode::UNPROCESSABLE_ENTITY)
            .text()
            .contains("ещё не началась")
    );
    head.get("/listening?week=2026-W50").await.ok();
    head.get("/listening?week=49")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
}

async fn conditions_say_which_calls_take_part_and_why_others_do_not(db: Db) {
    let app = TestApp::new(db).await;
    let (anna, head) = (app.person(Who::Manager).clone(), app.sign_in(Who::Head).await);
    let app_ = &app.app;
    let refused = |it: &mut recordings::Recording| {
        it.call_type = Some(CallType::Request);
        it.outcome = Some(CallOutcome::Refused);
    };
    let right = call(app_, &anna, START, refused).await;
    call(app_, &anna, START, |it| {
        refused(it);
        it.duration_ms = 89_000;
    })
    .await;
    call(app_, &anna, START, |it| {
        refused(it);
        it.state = RecordingState::Queued;
    })
    .await;
    call(app_, &anna, START, |it| {
        refused(it);
        it.call_type = None;
    })
    .await;
    call(app_, &anna, START, |it| {
        refused(it);
        it.outcome = Some(CallOutcome::Reached);
    })
    .await;
    let scored = call(app_, &anna, START, refused).await;
    score(app_, app.person(Who::Head), &scored).await;
    // Sunday before the week: takes part when a day before does.
    let sunday = call(app_, &anna, START.plus_ms(-DAY), refused).await;
    let only = [
        ("calls", "2"),
        ("min", "1:30"),
        ("call_type", "request"),
        ("outcome", "later"),
        ("outcome", "refused"),
    ];
    set(&head, &only).await;
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);
    let drawn = plan(&app, Who::Head, week()).await;
    assert_eq!(current(&drawn, &anna), BTreeSet::from([right.clone()]));
    let page = head.get("/listening").await.ok();
    let words = page.words(&format!("#m-{}", anna.id));
    for part in [
        "нужно ещё 1, подходит 0",
        "Вне плана звонков: 5",
        "уже оценены или в работе: 1",
        "короче: 1",
        "вид не тот или не указан: 1",
        "исход не тот или не указан: 1",
        "не расшифрованы: 1",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(
        page.text().contains("от 1:30 · Заявка · Думает, Отказ"),
        "{}",
        page.text()
    );

    let mut wider = only.to_vec();
    wider.push(("days_before", "1"));
    set(&head, &wider).await;
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(
        current(&plan(&app, Who::Head, week()).await, &anna),
        BTreeSet::from([right, sunday])
    );

    // What is wrong is named beside its field and what was entered stays.
    let wrong = head
        .post(
            "/listening/quotas",
            &[
                ("calls", "60"),
                ("min", "долго"),
                ("manager", anna.id.as_str()),
                ("own", "x"),
            ],
        )
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.attribute("#calls", "value"), "60");
    assert_eq!(wrong.attribute("#min", "aria-describedby"), "min-error");
    assert_eq!(wrong.attribute(&format!("#own-{}", anna.id), "value"), "x");
}

async fn a_call_somebody_has_listened_to_stays_out_when_only_unheard_ones_are_wanted(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let fresh_form = head.get("/listening/quotas").await.ok().text();
    assert!(
        fresh_form.contains("name=\"unheard\" value=\"yes\" checked"),
        "a head begins with it"
    );
    let (fresh, own, heard) = (
        app.recording(Who::Manager, 61).await,
        app.recording(Who::Manager, 62).await,
        app.recording(Who::Manager, 63).await,
    );
    // The manager's own listening does not count, the head's does.
    app.sign_in(Who::Manager)
        .await
        .get(&format!("/recordings/{own}/audio"))
        .await
        .ok();
    head.get(&format!("/recordings/{heard}/audio")).await.ok();
    let made: Vec<RecordingId> = [fresh, own, heard].into_iter().collect();
    set(&head, &[("calls", "3"), ("unheard", "yes")]).await;
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);
    let drawn = current(&plan(&app, Who::Head, week()).await, app.person(Who::Manager));
    assert_eq!(drawn, made[..2].iter().cloned().collect());
    let page = head.get("/listening").await.ok().words("main");
    assert!(
        page.contains("уже слушали: 1") && page.contains("ещё не слушали"),
        "{page}"
    );

    set(&head, &[("calls", "3")]).await;
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);
    let drawn = current(&plan(&app, Who::Head, week()).await, app.person(Who::Manager));
    assert_eq!(drawn, made.into_iter().collect());
}

async fn a_call_is_given_up_with_a_reason_that_stays(db: Db) {
    let app = TestApp::new(db).await;
    let (anna, head) = (app.person(Who::Manager).clone(), app.sign_in(Who::Head).await);
    calls(&app, Who::Manager, START, 3).await;
    set(&head, &[("calls", "2")]).await;
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);
    let drawn = plan(&app, Who::Head, week()).await;
    let picks: Vec<_> = drawn.managers[0].current().cloned().collect();
    let (first, second) = (&picks[0], &picks[1]);
    let address = format!("/listening/picks/{}/replace", first.id);

    // Without a reason, or with «other» and no words, nothing happens and the form says so.
    for (fields, says) in [
        (vec![], "Укажите причину"),
        (vec![("reason", "other"), ("words", " ")], "Напишите, в чём дело"),
    ] {
        let refused = head
            .post(&address, &fields)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.words("details[open] .field-error").contains(says));
    }
    let given = [("reason", "other"), ("words", "Звонили коллеге")];
    app.clock.advance(1);
    head.post(&address, &given).await.expect(StatusCode::SEE_OTHER);
    let now = plan(&app, Who::Head, week()).await;
    let in_plan = current(&now, &anna);
    assert_eq!(in_plan.len(), 2, "another call was drawn");
    assert!(!in_plan.contains(first.recording_id.as_ref().unwrap()));
    assert!(in_plan.contains(second.recording_id.as_ref().unwrap()));
    let page = head
        .get("/listening")
        .await
        .ok()
        .words(&format!("#m-{}", anna.id));
    for part in [
        "Сняты с плана: 1",
        "Другое: Звонили коллеге",
        "Марина Соколова",
        "2 из 3, ещё 1 из 1",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    head.post(&address, &given).await.expect(StatusCode::CONFLICT);

    // No call is left: the next one is given up without another, and the page says what is missing.
    let address = format!("/listening/picks/{}/replace", second.id);
    app.clock.advance(1);
    head.post(&address, &[("reason", "bad-sound")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = head
        .get("/listening")
        .await
        .ok()
        .words(&format!("#m-{}", anna.id));
    assert!(
        page.contains("нужно ещё 1, подходит 0") && page.contains("Других звонков"),
        "{page}"
    );

    // A scored call stays; one whose recording was deleted before leaves room for another.
    let rest = plan(&app, Who::Head, week()).await.managers[0]
        .current()
        .next()
        .cloned()
        .unwrap();
    score(
        &app.app,
        app.person(Who::Head),
        rest.recording_id.as_ref().unwrap(),
    )
    .await;
    let address = format!("/listening/picks/{}/replace", rest.id);
    head.post(&address, &[("reason", "bad-sound")])
        .await
        .expect(StatusCode::CONFLICT);
    let more = calls(&app, Who::Manager, START.plus_ms(MINUTE), 1).await;
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);
    head.post(&format!("/recordings/{}/delete", more[0]), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let _ = head
        .post(&format!("/recordings/{}/delete", rest.recording_id.unwrap()), &[])
        .await;
    let left = plan(&app, Who::Head, week()).await;
    let states: Vec<SampledCallState> = left.managers[0]
        .picks
        .iter()
        .map(listening::SampledCall::state)
        .collect();
    assert_eq!(
        states.iter().filter(|it| **it == SampledCallState::Gone).count(),
        1
    );
    assert_eq!(
        states
            .iter()
            .filter(|it| **it == SampledCallState::Scored)
            .count(),
        1,
        "a scored call outlives its recording"
    );
    assert_eq!((left.managers[0].scored(), left.managers[0].missing()), (1, 1));

    let told: Vec<String> = acts(&app, "pick-replaced")
        .await
        .into_iter()
        .map(|(_, detail)| detail)
        .collect();
    assert_eq!(told, [r#"{"word":"other"}"#, r#"{"word":"bad-sound"}"#]);
}

async fn drawn_and_chosen_calls_have_means_of_their_own(db: Db) {
    let app = TestApp::new(db).await;
    let (anna, marina) = (app.person(Who::Manager).clone(), app.person(Who::Head).clone());
    let head = app.sign_in(Who::Head).await;
    let chosen = calls(&app, Who::Manager, START.plus_ms(-5 * DAY), 2).await;
    calls(&app, Who::Manager, START, 4).await;
    set(&head, &[("calls", "3")]).await;
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);
    let drawn: Vec<RecordingId> = current(&plan(&app, Who::Head, week()).await, &anna)
        .into_iter()
        .collect();

    let by_hand = score(&app.app, &marina, &chosen[0]).await;
    let by_lot = score(&app.app, &marina, &drawn[0]).await;
    let api = app.program(Who::Head).await;
    let picked = async |id: &EvaluationId| {
        api.get(&format!("/api/v1/evaluations/{id}")).await.ok().json()["picked"].clone()
    };
    assert_eq!(
        (picked(&by_hand).await, picked(&by_lot).await),
        (json!("chosen"), json!("random"))
    );

    // A draft of a drawn call that is given up meanwhile is a chosen call's.
    let draft = app.app.evaluations.begin(&marina, &drawn[1], None).await.unwrap();
    assert_eq!(picked(&draft).await, json!("random"));
    let page = head.get("/listening").await.ok();
    assert!(
        page.all_words(".listening-state")
            .contains(&"Черновик".to_owned())
    );
    let pick = plan(&app, Who::Head, week()).await.managers[0]
        .current()
        .find(|pick| pick.recording_id.as_ref() == Some(&drawn[1]))
        .unwrap()
        .id
        .clone();
    head.post(
        &format!("/listening/picks/{pick}/replace"),
        &[("reason", "personal")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let given_up = score(&app.app, &marina, &drawn[1]).await;
    assert_eq!(
        (given_up.clone(), picked(&given_up).await),
        (draft, json!("chosen"))
    );

    // A drawn call that turns out to be somebody else's is no random call of theirs.
    let form = json!({ "manager": app.person(Who::Colleague).login });
    api.json(Method::PUT, &format!("/api/v1/recordings/{}", drawn[2]), &form)
        .await
        .ok();
    let moved = score(&app.app, &marina, &drawn[2]).await;
    assert_eq!(picked(&moved).await, json!("chosen"));

    // The list keeps them apart, for the head and, after their opinion, for the manager.
    let list = head.get("/evaluations").await.ok();
    assert_eq!(
        list.all_words(".evaluations-means .mean"),
        [
            "100,00 n = 1: рано сравнивать",
            "100,00 n = 2: рано сравнивать",
            "—",
            "100,00 n = 1: рано сравнивать"
        ]
    );
    assert!(
        list.words(&format!("#evaluation-{by_lot}"))
            .contains("случайный выбор")
    );
    assert!(
        !list
            .words(&format!("#evaluation-{by_hand}"))
            .contains("случайный выбор")
    );
    let mut tx = app.app.db.read().await.unwrap();
    let means = evaluations::store::means(&mut tx, &marina.scope()).await.unwrap();
    let ns: Vec<(&str, i64)> = means.iter().map(|row| (row.picked.as_str(), row.n)).collect();
    assert_eq!(ns, [("random", 1), ("chosen", 2), ("chosen", 1)]);
    drop(tx);
    let anna = app.sign_in(Who::Manager).await;
    let opinion = [("pluses", "Спросила бюджет"), ("minuses", "Торопилась")];
    for id in [&by_lot, &by_hand] {
        anna.post(&format!("/evaluations/{id}/opinion"), &opinion)
            .await
            .expect(StatusCode::SEE_OTHER);
    }
    let own = anna.get("/evaluations").await.ok();
    assert_eq!(own.all_words(".evaluations-means .mean").len(), 2);
    assert!(
        anna.get(&format!("/evaluations/{by_lot}"))
            .await
            .ok()
            .words(".score-facts")
            .contains("случайный выбор")
    );

    // The head's first page tells how far the week is.
    let today = head.get("/").await.ok();
    assert!(
        today.words("#listening").contains("1 из 6"),
        "{}",
        today.words("#listening")
    );
    assert!(
        !app.sign_in(Who::OtherHead)
            .await
            .get("/")
            .await
            .ok()
            .text()
            .contains("id=\"listening\"")
    );
}

async fn only_the_head_of_the_team_sees_and_changes_the_plan(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let drawn = calls(&app, Who::Manager, START, 2).await;
    set(
        &head,
        &[
            ("calls", "1"),
            ("manager", app.id(Who::Outsider).as_str()),
            ("own", "9"),
        ],
    )
    .await;
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);
    let pick = plan(&app, Who::Head, week()).await.managers[0].picks[0].clone();
    let address = format!("/listening/picks/{}/replace", pick.id);
    let reason = [("reason", "bad-sound")];

    let other = app.sign_in(Who::OtherHead).await;
    assert!(
        other
            .get("/listening")
            .await
            .ok()
            .text()
            .contains("Плана пока нет"),
        "quotas are a team's own"
    );
    other.post(&address, &reason).await.expect(StatusCode::NOT_FOUND);
    set(&other, &[("calls", "1")]).await;
    draw(&app, &other).await.expect(StatusCode::SEE_OTHER);
    assert!(
        !other
            .get("/listening")
            .await
            .ok()
            .text()
            .contains("Анна Кузнецова")
    );
    assert_eq!(
        plan(&app, Who::OtherHead, week()).await.managers[0].wanted,
        1,
        "another head's number is not theirs"
    );

    for who in [Who::Manager, Who::Trainer, Who::Admin] {
        let browser = app.sign_in(who).await;
        for path in ["/listening", "/listening/quotas"] {
            browser.get(path).await.expect(StatusCode::FORBIDDEN);
        }
        browser
            .post(&address, &reason)
            .await
            .expect(StatusCode::FORBIDDEN);
        draw(&app, &browser).await.expect(StatusCode::FORBIDDEN);
        browser
            .post("/listening/quotas", &[("calls", "0")])
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    app.sign_in(Who::Stranger)
        .await
        .get("/listening")
        .await
        .expect(StatusCode::SEE_OTHER);

    // Nothing a manager can open tells which call was drawn.
    let anna = app.sign_in(Who::Manager).await;
    let mut pages = vec![
        "/".to_owned(),
        "/recordings".to_owned(),
        "/evaluations".to_owned(),
    ];
    pages.extend(drawn.iter().map(|it| format!("/recordings/{it}")));
    for path in pages {
        let page = anna.get(&path).await.ok().text();
        assert!(
            !page.contains("/listening") && !page.contains("случайный"),
            "{path}"
        );
    }
}

async fn two_heads_who_draw_at_once_draw_no_more_than_is_wanted(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.person(Who::Head).clone();
    let form = QuotasForm {
        calls: "3".to_owned(),
        ..QuotasForm::default()
    };
    app.app.listening.set_quotas(&head, &form).await.unwrap();
    calls(&app, Who::Manager, START, 12).await;
    calls(&app, Who::Colleague, START, 12).await;
    let (a, b, c) = tokio::join!(
        app.app.listening.draw(&head, week()),
        app.app.listening.draw(&head, week()),
        app.app.listening.draw(&head, week()),
    );
    let drawn: usize = [a, b, c].into_iter().map(|it| it.unwrap().drawn).sum();
    assert_eq!(drawn, 6);
    let plan = plan(&app, Who::Head, week()).await;
    assert!(plan.managers.iter().all(|of| of.current().count() == 3));
}

async fn the_outcome_of_a_call_is_a_fact_like_the_others(db: Db) {
    let app = TestApp::new(db).await;
    let (head, api) = (app.sign_in(Who::Head).await, app.program(Who::Head).await);
    let (one, other) = (
        calls(&app, Who::Manager, START, 1).await,
        calls(&app, Who::Colleague, START, 1).await,
    );
    let address = format!("/recordings/{}", one[0]);
    head.post(&address, &[("outcome", "refused")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        head.get(&address)
            .await
            .ok()
            .words(".score-facts")
            .contains("Отказ")
    );
    let wrong = head
        .post(&address, &[("outcome", "won")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.words("#outcome-error").contains("Такого исхода нет"));
    let list = head.get("/recordings?outcome=refused").await.ok().text();
    assert!(list.contains(one[0].as_str()) && !list.contains(other[0].as_str()));
    let found = api.get("/api/v1/recordings?outcome=refused").await.ok().json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    assert_eq!(found["items"][0]["outcome"], "refused");
    head.get("/recordings?outcome=won")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    // A change of all facts that leaves it out empties it.
    let emptied = api
        .json(
            Method::PUT,
            &format!("/api/v1{address}"),
            &json!({ "client": "Сад" }),
        )
        .await
        .ok();
    assert_eq!(emptied.json()["outcome"], json!(null));
}

/// Moves the focus on with Tab until `script` (a condition on `it`, the focused element) holds.
async fn tab_to(window: &Window, what: &str, condition: &str) {
    for _ in 0..120 {
        let script = format!("const it = document.activeElement; return Boolean({condition})");
        let there = window.client.execute(&script, Vec::new()).await.unwrap();
        if there == json!(true) {
            return;
        }
        window.keys("Tab").await;
    }
    panic!("Tab never reaches {what}\n{}", window.text().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_week_by_keyboard_from_the_quota_to_the_random_mean() {
    let service = Service::scripted(&Script::default()).await;
    let app = &service.app;
    let mut tx = app.db.read().await.unwrap();
    let anna = salesbook::people::store::person_by_login(&mut tx, "a.kuznetsova")
        .await
        .unwrap()
        .unwrap();
    drop(tx);
    // Calls of this very moment: the week of the service's own clock.
    for i in 0..4 {
        call(app, &anna, app.clock.now().plus_ms(-i), |_| ()).await;
    }
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("m.sokolova", crate::support::app::PASSWORD).await;

    window.go("/listening").await;
    tab_to(
        &window,
        "the way to quotas",
        "it.closest('.empty') && it.href?.endsWith('/listening/quotas')",
    )
    .await;
    window.keys("Enter").await;
    window.find("#calls").await;
    window.assert_fits().await;
    window.picture("listening-quotas").await;
    tab_to(&window, "the number", "it.id === 'calls'").await;
    window.press("2").await;
    window.keys("Enter").await;
    window
        .until("the plan", "return location.pathname === '/listening'")
        .await;
    tab_to(
        &window,
        "the draw",
        "it.closest('form[action=\"/listening/draw\"]')",
    )
    .await;
    window.keys("Enter").await;
    window
        .until(
            "two calls",
            "return document.querySelectorAll('.listening-pick').length === 2",
        )
        .await;
    window.assert_fits().await;
    window.picture("listening-drawn").await;

    tab_to(&window, "replace", "it.matches('.listening-replace > summary')").await;
    window.keys("Enter").await;
    tab_to(&window, "the reasons", "it.name === 'reason'").await;
    window.keys("Space ArrowDown ArrowDown").await;
    window.picture("listening-replace").await;
    tab_to(
        &window,
        "the end of the form",
        "it.matches('.listening-replace button')",
    )
    .await;
    window.keys("Enter").await;
    window
        .until(
            "the history",
            "return document.querySelector('.listening')?.innerText.includes('Сняты с плана: 1')",
        )
        .await;
    let said = window.text().await;
    assert!(said.contains("Не тот вид звонка"), "{said}");

    tab_to(&window, "score", "it.closest('form[action$=\"/evaluate\"]')").await;
    window.keys("Enter").await;
    window
        .until("the card", "return location.pathname.endsWith('/edit')")
        .await;
    crate::journey::fill_in(&window).await;
    crate::journey::publish(&window).await;
    window.go("/listening").await;
    let far = "return document.querySelector('.listening-far')?.innerText.trim()";
    assert_eq!(window.until("progress", far).await, json!("1 из 2"));
    window.assert_fits().await;
    window.picture("listening-scored").await;
    window.go("/evaluations").await;
    let mean = "return document.querySelector('.mean[data-picked=random]')?.innerText";
    let mean = window.until("the random mean", mean).await;
    assert!(mean.as_str().unwrap().starts_with("100,00"), "{mean}");
    window.assert_quiet().await;
    window.close().await;

    // The same pages fit a phone.
    let phone = Window::open(&service, 390, 844, "ru").await;
    phone.sign_in("m.sokolova", crate::support::app::PASSWORD).await;
    for path in ["/listening", "/listening/quotas", "/evaluations", "/"] {
        phone.go(path).await;
        phone.assert_fits().await;
        phone.picture(&format!("phone{}", path.replace('/', "-"))).await;
    }
    phone.assert_quiet().await;
    phone.close().await;
}
