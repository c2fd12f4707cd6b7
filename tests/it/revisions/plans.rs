//! Plans and one-to-ones, which have a revision.

use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use serde_json::{Value, json};

use super::{plan, revision, written};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    two_tabs_on_a_plan,
    nobody_agrees_to_words_they_have_not_read,
    a_plan_that_is_closed_says_so_before_one_types,
    a_program_names_the_revision_it_has_read,
    what_was_decided_about_a_target_stays,
    two_tabs_on_a_one_to_one
);

async fn two_tabs_on_a_plan(db: Db) {
    let app = TestApp::new(db).await;
    let plan_at = written(&app).await;
    let (one, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::Head).await);
    let edit = format!("{plan_at}/edit");
    assert_eq!(revision(&one.get(&edit).await.ok()), "1");
    assert_eq!(revision(&other.get(&edit).await.ok()), "1");
    other
        .post(&plan_at, &plan("Срок в каждом звонке", "1"))
        .await
        .expect(StatusCode::SEE_OTHER);

    // Both texts are there, and nothing is stored.
    let clash = one
        .post(&plan_at, &plan("Бюджет до цены", "1"))
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        clash
            .words("[data-clash] b")
            .contains("Пока вы писали, план изменился")
    );
    assert_eq!(
        clash.all_words("[data-clash] dt"),
        ["Над чем работаем"],
        "only what differs"
    );
    assert_eq!(clash.words("[data-clash] dd"), "Срок в каждом звонке");
    assert_eq!(clash.attribute("#focus", "value"), "Бюджет до цены");
    assert_eq!(clash.attribute("[data-clash] a", "href"), edit);
    assert!(
        one.get(&plan_at)
            .await
            .ok()
            .words("h1")
            .contains("Срок в каждом звонке")
    );
    // Who has read nothing overwrites nothing either.
    one.post(&plan_at, &plan("Бюджет до цены", ""))
        .await
        .expect(StatusCode::CONFLICT);

    // A mistake does not make the form one of the newer plan.
    let wrong = one
        .post(&plan_at, &[("focus", ""), ("revision", "2")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(revision(&wrong), "2");

    // Having seen it, one saves over it.
    let seen = revision(&clash);
    assert_eq!(seen, "2");
    one.post(&plan_at, &plan("Бюджет до цены", &seen))
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        one.get(&plan_at)
            .await
            .ok()
            .words("h1")
            .contains("Бюджет до цены")
    );
    // Another team's head finds nothing to overwrite.
    let stranger = app.sign_in(Who::OtherHead).await;
    stranger
        .post(&plan_at, &plan("Чужое", "3"))
        .await
        .expect(StatusCode::NOT_FOUND);
    app.sign_in(Who::Manager)
        .await
        .post(&plan_at, &plan("Своё", "3"))
        .await
        .expect(StatusCode::FORBIDDEN);
}

async fn nobody_agrees_to_words_they_have_not_read(db: Db) {
    let app = TestApp::new(db).await;
    let plan_at = written(&app).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let read = revision(&manager.get(&plan_at).await.ok());
    head.post(&plan_at, &plan("Срок в каждом звонке", "1"))
        .await
        .expect(StatusCode::SEE_OTHER);
    let agree = format!("{plan_at}/acknowledgement");
    let refused = manager
        .post(&agree, &[("words", "Согласна"), ("revision", &read)])
        .await;
    let refused = refused.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("План изменили, пока вы его читали"));
    assert!(
        refused.words("textarea").contains("Согласна")
            && refused.words("h1").contains("Срок в каждом звонке")
    );
    let now = revision(&refused);
    manager
        .post(&agree, &[("words", "Согласна"), ("revision", &now)])
        .await
        .expect(StatusCode::SEE_OTHER);
}

async fn a_plan_that_is_closed_says_so_before_one_types(db: Db) {
    let app = TestApp::new(db).await;
    let plan_at = written(&app).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let edit = format!("{plan_at}/edit");
    let opened = head.get(&edit).await.ok();
    let kept = json!({ "form": plan_at, "base": "7f", "turn": 1, "fields": [
            { "name": "focus", "value": "Бюджет до цены" }, { "name": "target", "value": "Называет срок" }] });
    head.json(Method::PUT, "/api/v1/drafts/01K0ZC3QJ5V0T5N6V8W2M4X7RD", &kept)
        .await
        .ok();
    manager
        .post(&format!("{plan_at}/acknowledgement"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);

    // Sent from a form that was open before: what was typed is on the page.
    let refused = head
        .post(&plan_at, &plan("Срок в каждом звонке", &revision(&opened)))
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        refused
            .words("[data-closed] .notice")
            .contains("План уже подтверждён")
    );
    assert!(
        refused
            .all_words("[data-closed] dd")
            .contains(&"Срок в каждом звонке".to_owned())
    );
    // Opened afterwards: a sentence, what lies in the drafts, and no form.
    let closed = head.get(&edit).await.expect(StatusCode::CONFLICT);
    assert!(closed.all_words("#plan-form").is_empty());
    assert_eq!(
        closed.all_words("[data-closed] dd"),
        ["Бюджет до цены", "Называет срок"]
    );
    assert_eq!(closed.attribute("[data-closed] a", "href"), plan_at);
    assert!(
        head.get(&plan_at)
            .await
            .ok()
            .all_words(&format!("a[href='{edit}']"))
            .is_empty()
    );
}

async fn a_program_names_the_revision_it_has_read(db: Db) {
    let app = TestApp::new(db).await;
    let plan_at = written(&app).await;
    let head = app.program(Who::Head).await;
    let api = format!("/api/v1{plan_at}");
    let list = format!("/api/v1/people/{}/plans", app.id(Who::Manager));
    assert_eq!(head.get(&list).await.ok().json()["items"][0]["revision"], 1);
    let body = |focus: &str, revision: i64| {
        json!({
            "revision": revision, "focus": focus, "action": "Прочитать скрипт",
            "targets": [{ "text": "Спрашивает бюджет до цены", "due": "2026-12-11" }], "items": ["budget"],
        })
    };
    let changed = head
        .json(Method::PUT, &api, &body("Срок в каждом звонке", 1))
        .await
        .ok()
        .json();
    assert_eq!(
        (&changed["revision"], &changed["focus"]),
        (&json!(2), &json!("Срок в каждом звонке"))
    );
    let clash = head.json(Method::PUT, &api, &body("Бюджет до цены", 1)).await;
    let clash = clash.problem(StatusCode::CONFLICT, "plan-changed");
    assert_eq!(
        (&clash["values"]["revision"], &clash["values"]["focus"]),
        (&json!("2"), &json!("Срок в каждом звонке"))
    );
    let mut blind = body("Бюджет до цены", 1);
    let _ = blind.as_object_mut().unwrap().remove("revision");
    head.json(Method::PUT, &api, &blind)
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-json");
    app.program(Who::OtherHead)
        .await
        .json(Method::PUT, &api, &body("Чужое", 2))
        .await
        .problem(StatusCode::NOT_FOUND, "plan-not-found");
    app.program(Who::Manager)
        .await
        .json(Method::PUT, &api, &body("Своё", 2))
        .await
        .problem(StatusCode::FORBIDDEN, "forbidden");

    let manager = app.sign_in(Who::Manager).await;
    manager
        .post(&format!("{plan_at}/acknowledgement"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    head.json(Method::PUT, &api, &body("Поздно", 2))
        .await
        .problem(StatusCode::CONFLICT, "plan-acknowledged");
}

async fn what_was_decided_about_a_target_stays(db: Db) {
    let app = TestApp::new(db).await;
    let plan_at = written(&app).await;
    let head = app.sign_in(Who::Head).await;
    let read = revision(&head.get(&format!("{plan_at}/edit")).await.ok());
    // Decided at the next score, in another tab, before the manager has acknowledged.
    head.post(&format!("{plan_at}/targets/0"), &[("outcome", "met")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let clash = head
        .post(&plan_at, &plan("Бюджет до цены", &read))
        .await
        .expect(StatusCode::CONFLICT);
    head.post(&plan_at, &plan("Бюджет до цены", &revision(&clash)))
        .await
        .expect(StatusCode::SEE_OTHER);
    let list = format!("/api/v1/people/{}/plans", app.id(Who::Manager));
    let outcome = |plans: Value| plans["items"][0]["targets"][0]["outcome"].clone();
    let program = app.program(Who::Head).await;
    assert_eq!(outcome(program.get(&list).await.ok().json()), "met");
    // Another target is not what was decided about.
    let read = revision(&head.get(&format!("{plan_at}/edit")).await.ok());
    let mut other = plan("Бюджет до цены", &read);
    other[2].1 = "Называет срок";
    head.post(&plan_at, &other).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(outcome(program.get(&list).await.ok().json()), "open");
}

async fn two_tabs_on_a_one_to_one(db: Db) {
    let app = TestApp::new(db).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.id(Who::Manager).to_string());
    let date = [
        ("manager", manager.as_str()),
        ("day", "2026-11-25"),
        ("time", "15:00"),
    ];
    let meeting = head
        .post("/one-to-ones", &date)
        .await
        .expect(StatusCode::SEE_OTHER)
        .location()
        .to_owned();
    let prepared = |act: &'static str, well: &'static str, revision: &str| {
        [
            ("act", act),
            ("day", "2026-11-25"),
            ("time", "15:00"),
            ("went_well", well),
            ("private_notes", "Торопится"),
            ("revision", revision),
        ]
        .map(|(name, value)| (name, value.to_owned()))
    };
    let send = async |act, well, revision: &str| {
        let fields = prepared(act, well, revision);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        head.post(&meeting, &fields).await
    };
    let read = revision(&head.get(&meeting).await.ok());
    send("save", "Спокойно вела разговор", &read)
        .await
        .expect(StatusCode::SEE_OTHER);
    let clash = send("save", "Назвала срок", &read)
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(clash.words("[data-clash] dd"), "Спокойно вела разговор");
    assert_eq!(clash.words("#went_well"), "Назвала срок");
    assert!(
        head.get(&meeting)
            .await
            .ok()
            .text()
            .contains("Спокойно вела разговор"),
        "nothing was stored"
    );
    let seen = revision(&clash);
    send("hold", "Назвала срок", &seen)
        .await
        .expect(StatusCode::SEE_OTHER);

    // Held: the form that was open says so, with what was typed.
    let late = send("save", "Ещё одна мысль", &seen)
        .await
        .expect(StatusCode::CONFLICT);
    assert!(late.text().contains("Встреча уже прошла"));
    assert!(
        late.all_words("[data-closed] dd")
            .contains(&"Ещё одна мысль".to_owned())
    );

    // The private notes go on, and are not overwritten either.
    let read = revision(&head.get(&meeting).await.ok());
    let notes = format!("{meeting}/notes");
    head.post(
        &notes,
        &[("private_notes", "Думает об уходе"), ("revision", &read)],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let clash = head
        .post(
            &notes,
            &[("private_notes", "Просит наставника"), ("revision", &read)],
        )
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(clash.words("[data-clash] dd"), "Думает об уходе");
    assert_eq!(clash.words("#private_notes"), "Просит наставника");
    head.post(
        &notes,
        &[
            ("private_notes", "Просит наставника"),
            ("revision", &revision(&clash)),
        ],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
}
