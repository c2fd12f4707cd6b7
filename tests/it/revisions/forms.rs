//! The small forms: names and sides of a call, the consent to a snippet, a decision about a target, a moment, a function.

use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use serde_json::json;

use super::{revision_of, snippet, written};
use crate::evaluations::begin;
use crate::support::app::{Browser, Multipart, TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::mono_call;

on_both!(
    two_people_on_the_names_of_a_call,
    two_tabs_that_swap_swap_once,
    two_tabs_on_who_speaks,
    what_was_taken_back_is_not_given_again_by_an_older_form,
    two_heads_on_a_target,
    two_tabs_on_a_moment,
    two_people_on_a_function
);

async fn two_people_on_the_names_of_a_call(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 60).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let path = format!("/recordings/{id}");
    let names = format!("{path}/names");
    let read = revision_of(&manager.get(&path).await.ok(), ".names-form");
    head.post(&names, &[("client", "ООО «Ярус»"), ("revision", &read)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let clash = manager
        .post(&names, &[("client", "ООО «Балка»"), ("revision", &read)])
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(clash.all_words("[data-clash] dd"), ["ООО «Ярус»"]);
    assert_eq!(clash.attribute("#client", "value"), "ООО «Балка»");
    let shown = manager.get(&path).await.ok();
    assert!(shown.words("h1").contains("ООО «Ярус»"), "nothing was stored");
    // Both are on the page; the visitor's own is saved with the facts.
    let seen = revision_of(&clash, "#facts");
    manager
        .post(&path, &[("client", "ООО «Балка»"), ("revision", &seen)])
        .await
        .expect(StatusCode::SEE_OTHER);

    // Another fact that was changed meanwhile is no matter of the names.
    let page = manager.get(&path).await.ok();
    let read = revision_of(&page, "#facts");
    let note = [
        ("client", "ООО «Балка»"),
        ("note", "Перезвонить"),
        ("revision", read.as_str()),
    ];
    head.post(&path, &note).await.expect(StatusCode::SEE_OTHER);
    let read = revision_of(&page, ".names-form");
    manager
        .post(&names, &[("client", "ООО «Стойка»"), ("revision", &read)])
        .await
        .expect(StatusCode::SEE_OTHER);

    // A program names the revision of the recording.
    let program = app.program(Who::Head).await;
    let api = format!("/api/v1{path}");
    let read = program.get(&api).await.ok().json()["revision"].clone();
    let names = format!("{api}/names");
    let body = |client: &str| json!({ "client": client, "revision": read });
    program.json(Method::PUT, &names, &body("ООО «Ярус»")).await.ok();
    program
        .json(Method::PUT, &names, &body("ООО «Балка»"))
        .await
        .problem(StatusCode::CONFLICT, "changed-meanwhile");
    assert_eq!(program.get(&api).await.ok().json()["client"], "ООО «Ярус»");
    // Who has read nothing means to replace whatever is there.
    program
        .json(Method::PUT, &names, &json!({ "client": "ООО «Балка»" }))
        .await
        .ok();
}

async fn two_tabs_that_swap_swap_once(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await;
    let (one, other) = (app.sign_in(Who::Manager).await, app.sign_in(Who::Head).await);
    let path = format!("/recordings/{id}");
    let swap = format!("{path}/swap");
    let to = "form[action$='/swap'] input[name='to']";
    let opened = one.get(&path).await.ok();
    let offered = opened.attribute(to, "value");
    assert_eq!(other.get(&path).await.ok().attribute(to, "value"), offered);
    for browser in [&one, &other] {
        browser
            .post(&swap, &[("to", &offered)])
            .await
            .expect(StatusCode::SEE_OTHER);
    }
    let program = app.program(Who::Head).await;
    let api = format!("/api/v1{path}");
    let channel = || async { program.get(&api).await.ok().json()["manager_channel"].clone() };
    assert_eq!(channel().await, 2, "swapped, and not swapped back");
    // A form that says nothing of what it has seen swaps nothing.
    one.post(&swap, &[])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(channel().await, 2);
    // The facts' form was opened before and knows another side.
    let read = revision_of(&opened, "#facts");
    let facts = [("manager_channel", "1"), ("revision", read.as_str())];
    let clash = one.post(&path, &facts).await.expect(StatusCode::CONFLICT);
    assert!(
        clash
            .all_words("[data-clash] dd")
            .contains(&"справа (канал 2)".to_owned()),
        "{}",
        clash.text()
    );

    // So does a program that says what the sides are to be.
    for _ in 0..2 {
        let sides = program
            .json(Method::POST, &format!("{api}/swap?to=1"), &json!({}))
            .await;
        assert_eq!(sides.ok().json()["manager_channel"], 1);
    }
    for wrong in ["3", "0", "left"] {
        program
            .json(Method::POST, &format!("{api}/swap?to={wrong}"), &json!({}))
            .await
            .problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-parameter");
    }
}

async fn two_tabs_on_who_speaks(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.program(Who::Manager).await;
    let file = Multipart::default().file("file", "mono.wav", &mono_call(12));
    let taken = manager.upload("/api/v1/recordings", file).await;
    let id = taken.expect(StatusCode::CREATED).json()["id"].clone();
    app.run_jobs().await;
    let path = format!("/recordings/{}", id.as_str().unwrap());
    let form = format!("{path}/speakers");
    let (one, other) = (app.sign_in(Who::Manager).await, app.sign_in(Who::Head).await);
    let page = one.get(&path).await.ok();
    let button = |n: u8| format!(".turn-naming button:nth-of-type({n})");
    let (as_manager, as_client) = (
        page.attribute(&button(1), "value"),
        page.attribute(&button(2), "value"),
    );
    other
        .post(&form, &[("turns", &as_client)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let named = page.all_words(".turn-naming button");
    for browser in [one.clone(), one.fragment("work")] {
        let clash = browser
            .post(&form, &[("turns", &as_manager)])
            .await
            .expect(StatusCode::CONFLICT);
        assert_eq!(clash.all_words("[data-clash] dd"), ["Клиент"]);
        let mine = clash.words("[data-clash] .clash-mine");
        assert!(mine.ends_with("Анна Кузнецова"), "{mine}");
        // The page under it is that of now, and the button says it over what is there.
        assert_eq!(clash.attribute("[data-talk] .turn", "data-side"), "client");
        assert_eq!(clash.all_words(".turn-naming button"), named);
        let again = clash.attribute("#act-again input[name='turns']", "value");
        assert_eq!(again, clash.attribute(&button(1), "value"));
    }
    // What is so already is no news.
    one.post(&form, &[("turns", &as_client)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = one.get(&path).await.ok();
    assert_eq!(page.attribute("[data-talk] .turn", "data-side"), "client");
    let seen = page.attribute(&button(1), "value");
    one.post(&form, &[("turns", &seen)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = one.get(&path).await.ok();
    assert_eq!(page.attribute("[data-talk] .turn", "data-side"), "manager");
    one.post(&form, &[("turns", "manager 0 0 nobody")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
}

async fn what_was_taken_back_is_not_given_again_by_an_older_form(db: Db) {
    let app = TestApp::new(db).await;
    let recording = app.recording(Who::Manager, 60).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let path = snippet(&head, &recording, &[]).await;
    let consent = format!("{path}/consent");
    let form = "#snippet-consent";
    let read = revision_of(&head.get(&path).await.ok(), form);
    let anonymous = |read: &str| {
        vec![
            ("consent", "yes".to_owned()),
            ("ground", "unrecognisable".to_owned()),
            ("revision", read.to_owned()),
        ]
    };
    let agreed = |read: &str| {
        vec![
            ("consent", "yes".to_owned()),
            ("ground", "client-agreed".to_owned()),
            ("ground_words", "По телефону".to_owned()),
            ("ground_day", "2026-11-20".to_owned()),
            ("revision", read.to_owned()),
        ]
    };
    let send = async |by: &Browser, fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        by.post(&consent, &fields).await
    };
    send(&manager, anonymous(&read))
        .await
        .expect(StatusCode::SEE_OTHER);
    // The same once more is no clash: it is so already.
    send(&manager, anonymous(&read))
        .await
        .expect(StatusCode::SEE_OTHER);
    let clash = send(&head, agreed(&read)).await.expect(StatusCode::CONFLICT);
    assert_eq!(
        clash.all_words("[data-clash] dd"),
        ["Клиента нельзя узнать", "пусто", "пусто"]
    );
    assert_eq!(clash.attribute("#ground-words", "value"), "По телефону");
    send(&head, agreed(&revision_of(&clash, form)))
        .await
        .expect(StatusCode::SEE_OTHER);

    // Taken back, whatever was stated meanwhile: a form that is older does not share it again.
    let opened = head.get(&path).await.ok();
    manager
        .post(&consent, &[("consent", "no")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let refused = send(&head, anonymous(&revision_of(&opened, form)))
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(refused.all_words("[data-clash] dd"), ["Без согласия"]);
    assert!(
        refused.all_words("input[name='consent'][checked]").is_empty(),
        "who shares it says so once more"
    );
    let trainer = app.sign_in(Who::Trainer).await;
    trainer.get(&path).await.expect(StatusCode::NOT_FOUND);
    send(&head, anonymous(&revision_of(&refused, form)))
        .await
        .expect(StatusCode::SEE_OTHER);
    trainer.get(&path).await.ok();
}

async fn two_heads_on_a_target(db: Db) {
    let app = TestApp::new(db).await;
    let plan = written(&app).await;
    let (one, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::Head).await);
    app.sign_in(Who::Manager)
        .await
        .post(&format!("{plan}/acknowledgement"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let target = format!("{plan}/targets/0");
    let form = "form[data-outcome]";
    let read = revision_of(&one.get(&plan).await.ok(), form);
    other
        .post(&target, &[("outcome", "met"), ("revision", &read)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let clash = one
        .post(&target, &[("outcome", "unmet"), ("revision", &read)])
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(clash.all_words("[data-clash] dd"), ["Выполнена"]);
    assert_eq!(
        clash.attribute(&format!("{form} input[checked]"), "value"),
        "unmet"
    );
    let shown = one.get(&plan).await.ok();
    assert_eq!(shown.attribute(&format!("{form} input[checked]"), "value"), "met");
    one.post(
        &target,
        &[("outcome", "unmet"), ("revision", &revision_of(&clash, form))],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    // An answer that is there already is nothing to be told of.
    other
        .post(&target, &[("outcome", "unmet"), ("revision", &read)])
        .await
        .expect(StatusCode::SEE_OTHER);
    // A script is told by the code.
    one.fragment("outcome")
        .post(&target, &[("outcome", "partly"), ("revision", &read)])
        .await
        .expect(StatusCode::CONFLICT);
    app.sign_in(Who::OtherHead)
        .await
        .post(&target, &[("outcome", "met"), ("revision", &read)])
        .await
        .expect(StatusCode::NOT_FOUND);
}

async fn two_tabs_on_a_moment(db: Db) {
    let app = TestApp::new(db).await;
    let recording = app.recording(Who::Manager, 60).await;
    let (one, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::Head).await);
    let id = begin(&one, &recording).await;
    let edit = format!("/evaluations/{id}/edit");
    one.post(
        &format!("/evaluations/{id}/moments"),
        &[("moment.item", "budget"), ("moment.at", "0:05")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let page = one.get(&edit).await.ok();
    let remove = page.attribute("[data-unmark]", "formaction");
    let read = page.attribute("[data-unmark]", "value");
    let moment = remove.strip_suffix("/delete").unwrap();
    other
        .post(moment, &[("moment.note", "поздно"), ("moment.revision", &read)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let refused = one
        .post(moment, &[("moment.note", "рано"), ("moment.revision", &read)])
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(refused.all_words("[data-clash] dd"), ["поздно"]);
    assert_eq!(refused.words("[data-clash] .clash-mine"), "рано");
    assert_eq!(
        refused.attribute("#act-again input[name='moment.note']", "value"),
        "рано"
    );
    // Nor are the words thrown away by who has not read them, with a script or without.
    for browser in [one.clone(), one.fragment("moments")] {
        let clash = browser
            .post(&remove, &[("moment.revision", &read)])
            .await
            .expect(StatusCode::CONFLICT);
        assert_eq!(
            clash.all_words("[data-clash] dd"),
            ["Обратить внимание", "поздно"]
        );
        assert_eq!(clash.words("[data-clash] .clash-mine"), "Убрать этот момент");
        assert_eq!(clash.attribute("#act-again", "action"), remove);
        assert!(clash.words(".item-moment").contains("поздно"));
    }
    // Decided on what is there now, it is done.
    let again = refused.attribute("#act-again input[name='moment.revision']", "value");
    one.post(
        &refused.attribute("#act-again", "action"),
        &[("moment.note", "рано"), ("moment.revision", &again)],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    one.post(moment, &[("moment.note", "поздно")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = one.get(&edit).await.ok();
    assert!(page.words("#item-budget .moment").contains("поздно"));
    let read = page.attribute("[data-unmark]", "value");
    one.post(&remove, &[("moment.revision", &read)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(one.get(&edit).await.ok().all_words("[data-unmark]").is_empty());
}

async fn two_people_on_a_function(db: Db) {
    let app = TestApp::new(db).await;
    let (head, admin) = (app.sign_in(Who::Head).await, app.sign_in(Who::Admin).await);
    let id = app.id(Who::Colleague);
    let (function, form) = (format!("/people/{id}/function"), format!("#function-{id}"));
    let read = revision_of(&head.get("/people").await.ok(), &form);
    admin
        .post(&function, &[("function", "hunter"), ("revision", &read)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let clash = head
        .post(&function, &[("function", "closer"), ("revision", &read)])
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(clash.all_words("[data-clash] dd"), ["хантер"]);
    let chosen = format!("{form} option[selected]");
    assert_eq!(clash.attribute(&chosen, "value"), "closer");
    let now = head.get("/people").await.ok();
    assert_eq!(now.attribute(&chosen, "value"), "hunter", "nothing was stored");
    let seen = revision_of(&clash, &form);
    head.post(&function, &[("function", "closer"), ("revision", &seen)])
        .await
        .expect(StatusCode::SEE_OTHER);
}
