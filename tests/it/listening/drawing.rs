//! Which calls a week draws.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::id::RecordingId;
use salesbook::listening::{QuotasForm, seed};
use salesbook::recordings::{self, CallOutcome, CallType, RecordingState};

use super::{DAY, MINUTE, acts, call, calls, current, draw, plan, score, set, week};
use crate::support::app::{START, TestApp, Who};
use crate::support::db::on_both;

on_both!(
    a_week_is_drawn_once_and_new_calls_fill_what_is_missing,
    conditions_say_which_calls_take_part_and_why_others_do_not,
    a_call_somebody_has_listened_to_stays_out_when_only_unheard_ones_are_wanted,
    two_heads_who_draw_at_once_draw_no_more_than_is_wanted
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
