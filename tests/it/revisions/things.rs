//! Calls, terms, playlists, people, snippets: what has a digest.

use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use serde_json::json;

use super::{revision, revision_of, snippet};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    two_people_on_the_facts_of_a_call,
    two_people_on_a_term,
    two_people_on_a_playlist_and_on_a_person,
    two_tabs_on_the_plan_of_listening,
    two_tabs_on_a_snippet
);

async fn two_people_on_the_facts_of_a_call(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 60).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let path = format!("/recordings/{id}");
    let read = revision_of(&manager.get(&path).await.ok(), "#facts");
    assert_eq!(revision_of(&head.get(&path).await.ok(), "#facts"), read);
    let sent = head
        .post(
            &path,
            &[
                ("client", "ООО «Ярус»"),
                ("call_type", "first"),
                ("revision", &read),
            ],
        )
        .await;
    sent.expect(StatusCode::SEE_OTHER);
    let clash = manager
        .post(
            &path,
            &[
                ("client", "ООО «Балка»"),
                ("note", "Перезвонить"),
                ("revision", &read),
            ],
        )
        .await;
    let clash = clash.expect(StatusCode::CONFLICT);
    assert_eq!(
        clash.all_words("[data-clash] dd"),
        ["ООО «Ярус»", "Первый", "пусто"]
    );
    assert_eq!(clash.attribute("#client", "value"), "ООО «Балка»");
    assert!(clash.words("#note").contains("Перезвонить"));
    let seen = revision_of(&clash, "#facts");
    manager
        .post(&path, &[("client", "ООО «Балка»"), ("revision", &seen)])
        .await
        .expect(StatusCode::SEE_OTHER);

    let program = app.program(Who::Head).await;
    let api = format!("/api/v1{path}");
    let now = program.get(&api).await.ok().json();
    assert_eq!(now["client"], "ООО «Балка»");
    let stale = json!({ "client": "ООО «Ярус»", "revision": seen });
    program
        .json(Method::PUT, &api, &stale)
        .await
        .problem(StatusCode::CONFLICT, "changed-meanwhile");
    let fresh = json!({ "client": "ООО «Ярус»", "revision": now["revision"] });
    program.json(Method::PUT, &api, &fresh).await.ok();
    // Who has read nothing means to replace whatever is there.
    program
        .json(Method::PUT, &api, &json!({ "client": "ООО «Стойка»" }))
        .await
        .ok();
}

async fn two_people_on_a_term(db: Db) {
    let app = TestApp::new(db).await;
    let (head, trainer) = (app.sign_in(Who::Head).await, app.sign_in(Who::Trainer).await);
    let list = "/playbook/glossary";
    trainer
        .post(list, &[("term", "Ярус"), ("variants", "ярос")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = head.get(list).await.ok();
    let (form, read) = (
        page.attribute(".glossary-terms form", "action"),
        revision_of(&page, ".glossary-terms"),
    );
    trainer
        .post(
            &form,
            &[("term", "Ярус"), ("variants", "я рус"), ("revision", &read)],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    let clash = head
        .post(
            &form,
            &[("term", "Ярус"), ("variants", "ярусы"), ("revision", &read)],
        )
        .await;
    let clash = clash.expect(StatusCode::CONFLICT);
    assert_eq!(clash.all_words("[data-clash] dd"), ["я рус"]);
    let seen = revision_of(&clash, ".glossary-terms");
    head.post(
        &form,
        &[("term", "Ярус"), ("variants", "ярусы"), ("revision", &seen)],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let program = app.program(Who::Head).await;
    let term = program.get("/api/v1/glossary").await.ok().json()["items"][0].clone();
    let api = format!("/api/v1/glossary/{}", term["id"].as_str().unwrap());
    let stale = json!({ "term": "Ярус", "variants": "", "revision": seen });
    program
        .json(Method::PUT, &api, &stale)
        .await
        .problem(StatusCode::CONFLICT, "changed-meanwhile");
    let fresh = json!({ "term": "Ярус", "variants": "", "revision": term["revision"] });
    program.json(Method::PUT, &api, &fresh).await.ok();
}

async fn two_people_on_a_playlist_and_on_a_person(db: Db) {
    let app = TestApp::new(db).await;
    let (head, trainer) = (app.sign_in(Who::Head).await, app.sign_in(Who::Trainer).await);
    let list = trainer
        .post("/playlists", &[("title", "Неделя новичка")])
        .await
        .expect(StatusCode::SEE_OTHER)
        .location()
        .to_owned();
    let read = revision_of(&head.get(&list).await.ok(), "#words");
    trainer
        .post(&list, &[("title", "Первая неделя"), ("revision", &read)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let clash = head
        .post(&list, &[("title", "Новичкам"), ("revision", &read)])
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(clash.all_words("[data-clash] dd"), ["Первая неделя"]);
    assert_eq!(clash.attribute("#title", "value"), "Новичкам");

    let (one, other) = (app.sign_in(Who::Admin).await, app.sign_in(Who::Admin).await);
    let person = app.person(Who::Colleague);
    let team = person.team_id.as_ref().unwrap().to_string();
    let path = format!("/people/{}", person.id);
    let read = revision(&one.get(&format!("{path}/edit")).await.ok());
    let fields = |name: &'static str, active: bool, read: &str| {
        let mut fields = vec![
            ("name", name.to_owned()),
            ("role", "manager".to_owned()),
            ("team", team.clone()),
            ("revision", read.to_owned()),
        ];
        fields.extend(active.then(|| ("active", "on".to_owned())));
        fields
    };
    let send = async |fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        other.post(&path, &fields).await
    };
    // One shuts the door; the other, whose form was open before, does not open it again by correcting the name.
    send(fields("Никита Жуков", false, &read))
        .await
        .expect(StatusCode::SEE_OTHER);
    let clash = send(fields("Никита Львович Жуков", true, &read))
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(clash.all_words("[data-clash] dd"), ["Никита Жуков", "Не входит"]);
    send(fields("Никита Львович Жуков", false, &revision(&clash)))
        .await
        .expect(StatusCode::SEE_OTHER);
}

async fn two_tabs_on_the_plan_of_listening(db: Db) {
    let app = TestApp::new(db).await;
    let (one, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::Head).await);
    let path = "/listening/quotas";
    // Also where nothing is set yet, the first does not go under the second.
    let read = revision(&one.get(path).await.ok());
    assert_eq!(revision(&other.get(path).await.ok()), read);
    other
        .post(path, &[("calls", "3"), ("unheard", "yes"), ("revision", &read)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let clash = one
        .post(path, &[("calls", "5"), ("unheard", "yes"), ("revision", &read)])
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(clash.all_words("[data-clash] dd"), ["3"]);
    assert_eq!(clash.attribute("#calls", "value"), "5");
    let wrong = one
        .post(path, &[("calls", "много"), ("revision", &read)])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        revision(&wrong),
        read,
        "a mistake does not make it the form of what is there now"
    );
    let seen = revision(&clash);
    one.post(path, &[("calls", "5"), ("unheard", "yes"), ("revision", &seen)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(one.get(path).await.ok().attribute("#calls", "value"), "5");
}

async fn two_tabs_on_a_snippet(db: Db) {
    let app = TestApp::new(db).await;
    let recording = app.recording(Who::Manager, 60).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let path = snippet(&head, &recording, &[]).await;
    let read = revision_of(&head.get(&path).await.ok(), "#snippet-words");
    let words = |title: &'static str, read: &str| {
        [
            ("title", title.to_owned()),
            ("stage", "needs".to_owned()),
            ("kind", "best".to_owned()),
            ("revision", read.to_owned()),
        ]
    };
    let send = async |fields: [(&'static str, String); 4]| {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        head.post(&path, &fields).await
    };
    send(words("Спросил срок поставки", &read))
        .await
        .expect(StatusCode::SEE_OTHER);
    let clash = send(words("Узнал срок", &read))
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(clash.all_words("[data-clash] dd"), ["Спросил срок поставки"]);
    assert_eq!(clash.attribute("#cut-title", "value"), "Узнал срок");
    send(words("Узнал срок", &revision_of(&clash, "#snippet-words")))
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(manager.get(&path).await.ok().text().contains("Узнал срок"));
}
