//! Two saves within the same moment: the second waits for the first, finds what it has made, and is told.

use axum::http::StatusCode;
use salesbook::db::Db;

use super::{revision, revision_of, snippet, written};
use crate::calibration;
use crate::evaluations::begin;
use crate::support::app::{Answer, Browser, TestApp, Who};
use crate::support::db::on_both;

/// Sends a form while what it was opened on is being changed: the change lasts only when the form waits for it, or is through.
async fn meanwhile(
    app: &TestApp,
    changes: &[(&'static str, &str)],
    by: &Browser,
    path: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let mut tx = app.app.db.write().await.unwrap();
    for (change, id) in changes {
        tx.query(*change).bind(*id).execute_exactly(1).await.unwrap();
    }
    let (by, path) = (by.clone(), path.to_owned());
    let fields: Vec<(String, String)> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let sent = tokio::spawn(async move {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        by.post(&path, &fields).await
    });
    // The other database has one writer at a time: there the form waits before it reads anything.
    if app.app.db.backend() == "postgresql" {
        let waiting = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))";
        while !sent.is_finished() && tx.query(waiting).scalar::<i64>().await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
    }
    tx.commit().await.unwrap();
    sent.await.unwrap()
}

on_both!(
    of_a_person,
    of_a_snippet,
    of_a_term_and_of_a_call,
    of_the_plan_of_listening,
    of_a_target_and_of_a_moment,
    of_what_was_agreed
);

async fn of_a_person(db: Db) {
    let app = TestApp::new(db).await;
    let admin = app.sign_in(Who::Admin).await;
    let person = app.person(Who::Colleague);
    let (id, team) = (
        person.id.to_string(),
        person.team_id.as_ref().unwrap().to_string(),
    );
    let path = format!("/people/{id}");
    let read = revision(&admin.get(&format!("{path}/edit")).await.ok());
    let fields = [
        ("name", "Никита Львович Жуков"),
        ("role", "manager"),
        ("team", team.as_str()),
        ("active", "on"),
        ("revision", read.as_str()),
    ];
    let renamed = (
        "UPDATE people SET name = 'Никита Седов' WHERE id = $1",
        id.as_str(),
    );
    let clash = meanwhile(&app, &[renamed], &admin, &path, &fields).await;
    let clash = clash.expect(StatusCode::CONFLICT);
    assert_eq!(clash.all_words("[data-clash] dd"), ["Никита Седов"]);

    let read = revision_of(&admin.get("/people").await.ok(), &format!("#function-{id}"));
    let said = ("UPDATE people SET function = 'hunter' WHERE id = $1", id.as_str());
    let closer = [("function", "closer"), ("revision", read.as_str())];
    let clash = meanwhile(&app, &[said], &admin, &format!("{path}/function"), &closer).await;
    assert_eq!(
        clash.expect(StatusCode::CONFLICT).all_words("[data-clash] dd"),
        ["хантер"]
    );
}

async fn of_a_snippet(db: Db) {
    let app = TestApp::new(db).await;
    let recording = app.recording(Who::Manager, 60).await;
    let head = app.sign_in(Who::Head).await;
    let shared = [("consent", "yes"), ("ground", "unrecognisable")];
    let path = snippet(&head, &recording, &shared).await;
    let id = path.strip_prefix("/snippets/").unwrap();
    let page = head.get(&path).await.ok();
    let read = revision_of(&page, "#snippet-words");
    let words = [
        ("title", "Узнал срок"),
        ("stage", "needs"),
        ("kind", "best"),
        ("revision", read.as_str()),
    ];
    let renamed = ("UPDATE snippets SET title = 'Назвал срок' WHERE id = $1", id);
    let clash = meanwhile(&app, &[renamed], &head, &path, &words).await;
    assert_eq!(
        clash.expect(StatusCode::CONFLICT).all_words("[data-clash] dd"),
        ["Назвал срок"]
    );

    let read = revision_of(&page, "#snippet-consent");
    let other = [
        ("consent", "yes"),
        ("ground", "client-agreed"),
        ("ground_words", "По телефону"),
        ("ground_day", "2026-11-20"),
        ("revision", read.as_str()),
    ];
    let withdrawn = (
        "UPDATE snippets SET consent_of = NULL, consent_by = NULL, consent_at = NULL, ground = NULL WHERE id = $1",
        id,
    );
    let clash = meanwhile(&app, &[withdrawn], &head, &format!("{path}/consent"), &other).await;
    assert_eq!(
        clash.expect(StatusCode::CONFLICT).all_words("[data-clash] dd"),
        ["Без согласия"]
    );
}

async fn of_a_term_and_of_a_call(db: Db) {
    let app = TestApp::new(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let list = "/playbook/glossary";
    trainer
        .post(list, &[("term", "Ярус"), ("variants", "ярос")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = trainer.get(list).await.ok();
    let (form, read) = (
        page.attribute(".glossary-terms form", "action"),
        revision_of(&page, ".glossary-terms"),
    );
    let id = form.rsplit('/').next().unwrap();
    let fields = [
        ("term", "Ярус"),
        ("variants", "ярусы"),
        ("revision", read.as_str()),
    ];
    let changed = (
        "UPDATE glossary_terms SET variants = '[\"я рус\"]' WHERE id = $1",
        id,
    );
    let clash = meanwhile(&app, &[changed], &trainer, &form, &fields).await;
    assert_eq!(
        clash.expect(StatusCode::CONFLICT).all_words("[data-clash] dd"),
        ["я рус"]
    );

    let id = app.recording(Who::Manager, 60).await.to_string();
    let manager = app.sign_in(Who::Manager).await;
    let path = format!("/recordings/{id}");
    let read = revision_of(&manager.get(&path).await.ok(), ".names-form");
    let names = [("client", "ООО «Балка»"), ("revision", read.as_str())];
    let renamed = (
        "UPDATE recordings SET client = 'ООО «Ярус»' WHERE id = $1",
        id.as_str(),
    );
    let clash = meanwhile(&app, &[renamed], &manager, &format!("{path}/names"), &names).await;
    assert_eq!(
        clash.expect(StatusCode::CONFLICT).all_words("[data-clash] dd"),
        ["ООО «Ярус»"]
    );
}

async fn of_the_plan_of_listening(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let path = "/listening/quotas";
    let read = revision(&head.get(path).await.ok());
    head.post(path, &[("calls", "3"), ("unheard", "yes"), ("revision", &read)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let read = revision(&head.get(path).await.ok());
    let team = app.person(Who::Head).team_id.as_ref().unwrap().as_str();
    let changes = [
        ("UPDATE teams SET name = name WHERE id = $1", team),
        ("UPDATE listening_quotas SET calls = 4 WHERE team_id = $1", team),
    ];
    let fields = [("calls", "5"), ("unheard", "yes"), ("revision", read.as_str())];
    let clash = meanwhile(&app, &changes, &head, path, &fields).await;
    assert_eq!(
        clash.expect(StatusCode::CONFLICT).all_words("[data-clash] dd"),
        ["4"]
    );
}

async fn of_a_target_and_of_a_moment(db: Db) {
    let app = TestApp::new(db).await;
    let plan = written(&app).await;
    let head = app.sign_in(Who::Head).await;
    app.sign_in(Who::Manager)
        .await
        .post(&format!("{plan}/acknowledgement"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let read = revision_of(&head.get(&plan).await.ok(), "form[data-outcome]");
    let id = plan.strip_prefix("/plans/").unwrap();
    let changes = [
        ("UPDATE plans SET revision = revision + 1 WHERE id = $1", id),
        ("UPDATE plan_targets SET outcome = 'met' WHERE plan_id = $1", id),
    ];
    let fields = [("outcome", "unmet"), ("revision", read.as_str())];
    let clash = meanwhile(&app, &changes, &head, &format!("{plan}/targets/0"), &fields).await;
    assert_eq!(
        clash.expect(StatusCode::CONFLICT).all_words("[data-clash] dd"),
        ["Выполнена"]
    );

    let recording = app.recording(Who::Manager, 61).await;
    let draft = begin(&head, &recording).await;
    let edit = format!("/evaluations/{draft}/edit");
    head.post(
        &format!("/evaluations/{draft}/moments"),
        &[("moment.item", "budget"), ("moment.at", "0:05")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let page = head.get(&edit).await.ok();
    let (remove, read) = (
        page.attribute("[data-unmark]", "formaction"),
        page.attribute("[data-unmark]", "value"),
    );
    let moment = remove.strip_suffix("/delete").unwrap();
    let noted = (
        "UPDATE moments SET note = 'поздно' WHERE id = $1",
        moment.rsplit('/').next().unwrap(),
    );
    let fields = [("moment.note", "рано"), ("moment.revision", read.as_str())];
    let clash = meanwhile(&app, &[noted], &head, moment, &fields).await;
    let clash = clash.expect(StatusCode::CONFLICT);
    assert_eq!(clash.all_words("[data-clash] dd"), ["поздно"]);
    assert_eq!(clash.words("[data-clash] .clash-mine"), "рано");
    let page = head.get(&edit).await.ok();
    assert!(page.words("#item-budget .moment").contains("поздно"));
}

async fn of_what_was_agreed(db: Db) {
    let app = TestApp::new(db).await;
    let recording = calibration::call(&app, "ООО «Первый»").await;
    let (head, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::OtherHead).await);
    let session = calibration::begin(&app, &head, &[&recording]).await;
    let low = [("mark.budget", "0"), ("comment.budget", "Слышно в записи")];
    for (by, marks) in [(&head, &low[..]), (&other, &[])] {
        let card = calibration::card(by, &session, 1).await;
        calibration::hand_in(&app, by, &card, "0", marks).await;
    }
    let talk = format!("{session}/calls/1");
    let read = revision_of(&head.get(&talk).await.ok(), "#agree-item-budget");
    let id = session.strip_prefix("/calibrations/").unwrap();
    let changes = [
        ("UPDATE calibrations SET deadline = deadline WHERE id = $1", id),
        (
            "INSERT INTO calibration_agreed (calibration_id, number, question, answer, words, author_id, agreed_at)
             SELECT c.id, 1, 'item.budget', '1', 'Спросил, но не дождался', c.author_id, 1 FROM calibrations c WHERE c.id = $1",
            id,
        ),
    ];
    let fields = [
        ("question", "item.budget"),
        ("answer", "1"),
        ("words", "Вилка это половина"),
        ("revision", read.as_str()),
    ];
    let clash = meanwhile(&app, &changes, &head, &format!("{talk}/agreed"), &fields).await;
    assert_eq!(
        clash.expect(StatusCode::CONFLICT).all_words("[data-clash] dd"),
        ["Спросил, но не дождался"]
    );
}
