//! Scoring as people do it: a head fills in the card and publishes, the manager says their opinion and then sees the score.

use axum::http::{Method, StatusCode};
use salesbook::checklists::{self, Answers};
use salesbook::db::{Db, JsonText};
use salesbook::evaluations::store;
use salesbook::i18n::Locale;
use salesbook::id::{EvaluationId, RecordingId};
use salesbook::people::Person;
use salesbook::recordings::{self, Recording, RecordingState};
use salesbook::side::Side;
use salesbook::time::Timestamp;
use serde_json::{Value, json};

use crate::support::app::{Browser, START, TestApp, Who};
use crate::support::db::on_both;

/// A call of this manager without sound, ten minutes long.
pub fn silent_call(id: &RecordingId, manager: &Person, at: Timestamp) -> Recording {
    Recording {
        id: id.clone(),
        manager_id: manager.id.clone(),
        manager_name: manager.name.clone(),
        uploaded_by: None,
        file_hash: id.to_string(),
        file_name: "call.wav".to_owned(),
        bytes: 1,
        content_type: "audio/wav".to_owned(),
        extension: "wav".to_owned(),
        duration_ms: 600_000,
        channels: 2,
        damaged_at_ms: None,
        read_by: salesbook::speech::audio::ReadBy::Salesbook,
        language: Locale::Ru,
        manager_channel: Side::Left,
        client: String::new(),
        phone: String::new(),
        direction: None,
        called_at: at,
        call_type: None,
        outcome: None,
        note: String::new(),
        tags: JsonText(Vec::new()),
        state: RecordingState::Ready,
        error_code: None,
        error_args: None,
        created_at: at,
    }
}

pub async fn call(app: &TestApp, who: Who, client: &str) -> RecordingId {
    let id = RecordingId::new(START, &app.app.randomness);
    let recording = silent_call(&id, app.person(who), START);
    let mut tx = app.app.db.write().await.unwrap();
    recordings::store::insert(&mut tx, &recording).await.unwrap();
    tx.query("UPDATE recordings SET client = $2 WHERE id = $1")
        .bind_all((&id, client))
        .execute_exactly(1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

/// The marks of the standard card in the interface's example: 62,00 with the objections' gate closed.
pub const EXAMPLE: &[(&str, &str)] = &[
    ("gate.objections", "closed"),
    ("mark.greeting", "2"),
    ("mark.client-name", "2"),
    ("mark.reason", "2"),
    ("mark.agenda", "2"),
    ("mark.by-name", "1"),
    ("mark.deadline", "2"),
    ("mark.budget", "0"),
    ("mark.decision", "1"),
    ("mark.criteria", "2"),
    ("mark.summary", "1"),
    ("mark.benefits", "1"),
    ("mark.current-offer", "2"),
    ("mark.calculation", "na"),
    ("mark.target-action", "2"),
    ("mark.second-attempt", "0"),
    ("mark.date", "0"),
    ("mark.recap", "1"),
    ("mark.polite", "2"),
    ("mark.fillers", "1"),
    ("mark.card", "2"),
    ("mark.promises", "1"),
];

pub const WHY: &[(&str, &str)] = &[
    ("comment.budget", "Назвал вилку, не узнав, на что рассчитывают."),
    ("comment.second-attempt", "Отпустил сразу."),
    ("comment.date", "«Созвонимся на неделе»."),
    ("summary", "Срок узнал, до даты не довёл."),
];

/// Begins a draft through the recording's button.
pub async fn begin(head: &Browser, recording: &RecordingId) -> String {
    let answer = head
        .post(&format!("/recordings/{recording}/evaluate"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let place = answer.location();
    place
        .strip_prefix("/evaluations/")
        .and_then(|rest| rest.strip_suffix("/edit"))
        .unwrap()
        .to_owned()
}

/// Begins, fills in the example and publishes.
pub async fn publish(head: &Browser, recording: &RecordingId) -> String {
    let id = begin(head, recording).await;
    let fields: Vec<_> = [("revision", "0")]
        .into_iter()
        .chain(EXAMPLE.iter().copied())
        .chain(WHY.iter().copied())
        .collect();
    let answer = head
        .post(&format!("/evaluations/{id}/publish"), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), format!("/evaluations/{id}"));
    id
}

on_both!(
    a_head_fills_in_the_card_and_publishes_it,
    a_manager_speaks_first_and_then_sees_the_score,
    moments_are_evidence,
    a_program_scores_a_call,
    a_critical_item_and_another_checklist,
    a_deleted_recording_takes_the_draft_and_leaves_the_score,
    an_edit_of_the_checklist_never_changes_the_past
);

async fn a_head_fills_in_the_card_and_publishes_it(db: Db) {
    let app = TestApp::new(db).await;
    let recording = call(&app, Who::Manager, "ООО «Сад-Механика»").await;
    let head = app.sign_in(Who::Head).await;
    let id = begin(&head, &recording).await;
    assert_eq!(begin(&head, &recording).await, id, "the draft is opened again");
    let page = head.get(&format!("/evaluations/{id}/edit")).await.ok();
    assert_eq!(page.words("h1"), "Анна Кузнецова и ООО «Сад-Механика»");
    assert_eq!(page.words("[data-total]"), "—");
    assert_eq!(page.words("a[data-left]"), "осталось 22 пункта");
    assert_eq!(page.all_words(".item-text").len(), 28);
    let none = page.attribute("input[name='mark.deadline'][value=na]", "type");
    assert_eq!(none, "radio");

    let draft = format!("/evaluations/{id}/draft");
    let saved = head
        .fragment("saved")
        .post(&draft, &[("revision", "0"), ("mark.deadline", "2")])
        .await
        .ok();
    assert_eq!(saved.attribute("#saved", "data-revision"), "1");
    assert_eq!(saved.attribute("#saved", "data-total"), "10000");
    assert!(
        saved.words("#saved").starts_with("Черновик сохранён в 14:0"),
        "{}",
        saved.text()
    );

    // The second tab still knows revision 0.
    let late = head
        .fragment("saved")
        .post(&draft, &[("revision", "0"), ("mark.deadline", "0")])
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        late.text().contains("изменили в другой вкладке"),
        "{}",
        late.text()
    );
    for (name, value) in [
        ("mark.deadline", "3"),
        ("mark.nothing", "1"),
        ("mark.rudeness", "na"),
        ("gate.needs", "open"),
    ] {
        let answer = head
            .fragment("saved")
            .post(&draft, &[("revision", "1"), (name, value)])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}={value}");
    }

    // Publishing too early keeps what was sent and says what is missing.
    let fields: Vec<_> = [("revision", "1")]
        .into_iter()
        .chain(EXAMPLE.iter().copied())
        .collect();
    let refused = head
        .post(&format!("/evaluations/{id}/publish"), &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let missing = refused.all_words(".card-missing li");
    assert_eq!(missing.len(), 3, "{missing:?}");
    assert!(missing[0].starts_with("Бюджет: низкая отметка"), "{missing:?}");
    assert_eq!(refused.words("[data-total]"), "62,00");
    assert_eq!(refused.words("a[data-left]"), "3 отметки без пояснения");

    let fields: Vec<_> = [("revision", "2")]
        .into_iter()
        .chain(WHY.iter().copied())
        .collect();
    let done = head
        .post(&format!("/evaluations/{id}/publish"), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    // A key pressed twice sends it twice; a publication from another tab's older draft is not the same.
    let again = head
        .post(&format!("/evaluations/{id}/publish"), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(again.location(), done.location());
    let other = head
        .post(&format!("/evaluations/{id}/publish"), &[("revision", "1")])
        .await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    let page = head.get(done.location()).await.ok();
    assert_eq!(page.words(".total-num"), "62,00");
    assert_eq!(page.words(".total-side span"), "46,5 ÷ 75 × 100");
    assert_eq!(page.words("[data-cell=contact]"), "9/10");
    assert_eq!(page.words("[data-cell=objections]"), "—");
    assert!(
        page.words(".gate")
            .contains("5 пунктов и 20 баллов не входят в итог")
    );
    assert!(page.text().contains("Отпустил сразу."));

    // Final: nothing about it changes any more.
    let answer = head
        .post(&draft, &[("revision", "3"), ("mark.deadline", "0")])
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let answer = head.post(&format!("/evaluations/{id}/discard"), &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let list = head.get("/evaluations").await.ok();
    assert_eq!(list.words(".evaluations td.r b"), "62,00");
    assert!(
        list.words(".evaluations-means")
            .contains("n = 1: рано сравнивать")
    );
}

async fn a_manager_speaks_first_and_then_sees_the_score(db: Db) {
    let app = TestApp::new(db).await;
    let recording = call(&app, Who::Manager, "ООО «Сад-Механика»").await;
    let head = app.sign_in(Who::Head).await;
    let manager = app.sign_in(Who::Manager).await;
    let draft = begin(&head, &recording).await;
    manager
        .get(&format!("/evaluations/{draft}"))
        .await
        .expect(StatusCode::NOT_FOUND);
    let id = publish(&head, &recording).await;
    assert_eq!(id, draft);
    let path = format!("/evaluations/{id}");

    let ask = manager.get(&path).await.ok();
    assert_eq!(ask.words("h1"), "Сначала ваше мнение");
    let list = manager.get("/evaluations").await.ok();
    for page in [&ask, &list] {
        for secret in ["62,00", "Отпустил сразу", "46,5"] {
            assert!(!page.text().contains(secret), "{secret} is shown too early");
        }
    }
    let program = app.program(Who::Manager).await;
    let body = program
        .get(&format!("/api/v1/evaluations/{id}"))
        .await
        .ok()
        .json();
    assert_eq!(body["opinion_needed"], true);
    assert_eq!((&body["total"], &body["answers"]), (&Value::Null, &json!({})));
    let body = program.get("/api/v1/evaluations").await.ok().json();
    assert_eq!(body["items"][0]["total"], Value::Null);
    let body = program
        .get(&format!("/api/v1/recordings/{recording}/moments"))
        .await
        .ok()
        .json();
    assert_eq!(body["items"], json!([]));

    let empty = manager
        .post(
            &format!("{path}/opinion"),
            &[("pluses", "Узнал срок"), ("minuses", " ")],
        )
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Назовите хотя бы один минус"));
    assert!(empty.text().contains("Узнал срок"), "what was entered stays");
    manager
        .post(
            &format!("{path}/opinion"),
            &[("pluses", "Узнал срок"), ("minuses", "Не назначил дату")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    // The first word counts.
    manager
        .post(
            &format!("{path}/opinion"),
            &[("pluses", "Всё"), ("minuses", "Ничего")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    for browser in [&manager, &head] {
        let page = browser.get(&path).await.ok();
        assert_eq!(page.words(".total-num"), "62,00");
        assert!(page.text().contains("Не назначил дату"));
        assert!(page.text().contains("Срок узнал, до даты не довёл."));
    }
    assert!(manager.get("/evaluations").await.ok().text().contains("62,00"));

    // Nobody else.
    for (who, status) in [
        (Who::Colleague, StatusCode::NOT_FOUND),
        (Who::OtherHead, StatusCode::NOT_FOUND),
        (Who::Trainer, StatusCode::FORBIDDEN),
        (Who::Admin, StatusCode::FORBIDDEN),
    ] {
        let browser = app.sign_in(who).await;
        browser.get(&path).await.expect(status);
        let answer = browser
            .post(&format!("/recordings/{recording}/evaluate"), &[])
            .await;
        let wanted = if who == Who::OtherHead {
            StatusCode::NOT_FOUND
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(answer.status, wanted, "{who:?}");
    }
    let answer = head
        .post(&format!("{path}/opinion"), &[("pluses", "a"), ("minuses", "b")])
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

async fn moments_are_evidence(db: Db) {
    let app = TestApp::new(db).await;
    let recording = call(&app, Who::Manager, "Клиент").await;
    let head = app.sign_in(Who::Head).await;
    let id = begin(&head, &recording).await;
    let moments = format!("/evaluations/{id}/moments");
    let chip = head
        .fragment("moments")
        .post(
            &moments,
            &[("moment.item", "budget"), ("moment.start_ms", "196000")],
        )
        .await
        .ok();
    assert_eq!(chip.attribute(".moment", "data-seek"), "196000");
    assert_eq!(chip.attribute(".moment", "data-tone"), "idea");
    assert_eq!(chip.words(".moment"), "3:16");
    for (at, status) in [("9:99", 422), ("11:00", 422), ("", 422)] {
        let answer = head
            .post(&moments, &[("moment.item", "budget"), ("moment.at", at)])
            .await;
        assert_eq!(answer.status.as_u16(), status, "{at}");
    }
    let answer = head
        .post(&moments, &[("moment.item", "nothing"), ("moment.at", "1:00")])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);

    // Without script the form brings its changes along.
    head.post(
        &moments,
        &[
            ("revision", "0"),
            ("mark.budget", "0"),
            ("mark.date", "2"),
            ("moment.item", "date"),
            ("moment.at", "7:14"),
        ],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let page = head.get(&format!("/evaluations/{id}/edit")).await.ok();
    assert_eq!(page.attribute("#item-budget .moment", "data-tone"), "bad");
    assert_eq!(page.attribute("#item-date .moment", "data-tone"), "good");
    let remove = page.attribute("#item-date [data-unmark]", "formaction");
    head.post(
        &remove.replace("/delete", ""),
        &[("moment.kind", "bad"), ("moment.note", "поздно")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let page = head.get(&format!("/evaluations/{id}/edit")).await.ok();
    assert_eq!(page.words("#item-date .moment"), "Ошибка, 7:14 поздно");
    let left = head.fragment("moments").post(&remove, &[]).await.ok();
    assert_eq!(left.all_words(".moment").len(), 0);
    head.post(&remove, &[]).await.expect(StatusCode::NOT_FOUND);

    // A moment explains a low mark as well as a word does.
    let fields: Vec<_> = [
        ("revision", "1"),
        ("comment.second-attempt", "Нет"),
        ("comment.date", "Нет"),
    ]
    .into_iter()
    .chain(EXAMPLE.iter().copied())
    .collect();
    head.post(&format!("/evaluations/{id}/publish"), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    let program = app.program(Who::Head).await;
    let body = program
        .get(&format!("/api/v1/recordings/{recording}/moments"))
        .await
        .ok()
        .json();
    assert_eq!(body["items"][0]["kind"], "bad");
    assert_eq!(body["items"][0]["item"], "budget");
    head.post(&moments, &[("moment.at", "1:00")])
        .await
        .expect(StatusCode::CONFLICT);
}

async fn a_program_scores_a_call(db: Db) {
    let app = TestApp::new(db).await;
    let recording = call(&app, Who::Manager, "Клиент").await;
    let head = app.program(Who::Head).await;
    let lists = head.get("/api/v1/checklists").await.ok().json();
    assert_eq!(lists["items"].as_array().unwrap().len(), 5);
    let standard = &lists["items"][0];
    assert_eq!(
        (&standard["standard"], &standard["name"]),
        (&json!(true), &json!("Первый разговор"))
    );
    let english = head
        .clone()
        .with_header("accept-language", "en")
        .get("/api/v1/checklists")
        .await
        .ok()
        .json();
    assert_eq!(english["items"][0]["name"], "First conversation");

    let path = format!("/api/v1/recordings/{recording}/evaluations");
    head.json(Method::POST, &path, &json!({"answers": {"deadline": 7}}))
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-answer");
    head.json(
        Method::POST,
        &path,
        &json!({"checklist": RecordingId::new(START, &app.app.randomness)}),
    )
    .await
    .problem(StatusCode::NOT_FOUND, "checklist-not-found");
    let mut tx = app.app.db.read().await.unwrap();
    assert!(
        store::drafts(&mut tx, app.id(Who::Head))
            .await
            .unwrap()
            .is_empty(),
        "all or nothing"
    );
    drop(tx);

    let answers: serde_json::Map<String, Value> = EXAMPLE
        .iter()
        .filter_map(|(name, value)| {
            let item = name.strip_prefix("mark.")?;
            Some((
                item.to_owned(),
                value.parse::<u16>().map_or(json!(value), |mark| json!(mark)),
            ))
        })
        .collect();
    let draft = head
        .json(Method::POST, &path, &json!({"answers": answers, "publish": true}))
        .await
        .expect(StatusCode::CREATED)
        .json();
    assert_eq!(
        (&draft["state"], &draft["total"]),
        (&json!("draft"), &json!(62.0))
    );
    let missing: Vec<_> = draft["missing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| (part["reason"].as_str().unwrap(), part["key"].as_str().unwrap()))
        .collect();
    assert_eq!(
        missing,
        [
            ("gate", "objections"),
            ("unexplained", "budget"),
            ("unexplained", "second-attempt"),
            ("unexplained", "date")
        ]
    );
    let done = head
        .json(
            Method::POST,
            &path,
            &json!({
                "gates": {"objections": false},
                "comments": {"budget": "Рано назвал", "date": "Не назвал"},
                "moments": [{"item": "second-attempt", "start_ms": 381_000}],
                "publish": true
            }),
        )
        .await
        .expect(StatusCode::CREATED)
        .json();
    assert_eq!(
        (&done["id"], &done["state"], &done["zone"]),
        (&draft["id"], &json!("published"), &json!("attn"))
    );
    assert_eq!(done["blocks"][0]["percent"], 90.0);
    let id = done["id"].as_str().unwrap();
    let page = head.get("/api/v1/evaluations?limit=1").await.ok().json();
    assert_eq!(page["items"][0]["id"], id);
    assert_eq!(page["next"], Value::Null);
    let other = head
        .get(&format!(
            "/api/v1/evaluations?recording={recording}&manager={}",
            app.id(Who::Colleague)
        ))
        .await
        .ok()
        .json();
    assert_eq!(other["items"], json!([]));

    let manager = app.program(Who::Manager).await;
    let seen = manager
        .json(
            Method::POST,
            &format!("/api/v1/evaluations/{id}/opinion"),
            &json!({"pluses": "Срок", "minuses": "Дата"}),
        )
        .await
        .ok()
        .json();
    assert_eq!((&seen["total"], &seen["pluses"]), (&json!(62.0), &json!("Срок")));
    head.get("/api/v1/evaluations/01K0ZC3QJ5V0T5N6V8W2M4X7RD")
        .await
        .problem(StatusCode::NOT_FOUND, "evaluation-not-found");
}

async fn a_critical_item_and_another_checklist(db: Db) {
    let app = TestApp::new(db).await;
    let recording = call(&app, Who::Manager, "Клиент").await;
    let head = app.sign_in(Who::Head).await;
    let id = begin(&head, &recording).await;
    let draft = format!("/evaluations/{id}/draft");
    head.post(
        &draft,
        &[
            ("revision", "0"),
            ("mark.deadline", "2"),
            ("mark.rudeness", "0"),
            ("comment.deadline", "К пятнице"),
        ],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let page = head.get(&format!("/evaluations/{id}/edit")).await.ok();
    assert_eq!(page.words("[data-total]"), "0,00");
    assert_eq!(page.words("[data-arithmetic]"), "обнулено: Грубость");
    assert_eq!(page.words("[data-cell=needs]"), "5/5");

    let mut tx = app.app.db.read().await.unwrap();
    let lists = checklists::store::checklists(&mut tx).await.unwrap();
    drop(tx);
    let meeting = lists
        .iter()
        .find(|version| version.document.0.name.ru == "Встреча")
        .unwrap();
    head.post(
        &format!("/evaluations/{id}/checklist"),
        &[("checklist", meeting.checklist_id.as_str())],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let page = head.get(&format!("/evaluations/{id}/edit")).await.ok();
    assert_eq!(
        page.words("#item-deadline textarea"),
        "К пятнице",
        "what both have stays"
    );
    assert!(page.text().contains("Красные флаги"));
    head.post(&format!("/evaluations/{id}/discard"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    head.get(&format!("/evaluations/{id}/edit"))
        .await
        .expect(StatusCode::NOT_FOUND);
}

async fn a_deleted_recording_takes_the_draft_and_leaves_the_score(db: Db) {
    let app = TestApp::new(db).await;
    let (scored, begun) = (
        call(&app, Who::Manager, "Первый").await,
        call(&app, Who::Manager, "Второй").await,
    );
    let head = app.sign_in(Who::Head).await;
    let published = publish(&head, &scored).await;
    let draft = begin(&head, &begun).await;
    let mut tx = app.app.db.write().await.unwrap();
    for id in [&scored, &begun] {
        tx.query("DELETE FROM recordings WHERE id = $1")
            .bind(id)
            .execute_exactly(1)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    head.get(&format!("/evaluations/{draft}/edit"))
        .await
        .expect(StatusCode::NOT_FOUND);
    let page = head.get(&format!("/evaluations/{published}")).await.ok();
    assert_eq!(page.words(".total-num"), "62,00");
    assert!(page.text().contains("Запись удалена"));
    assert!(head.get("/evaluations").await.ok().text().contains("Первый"));
}

async fn an_edit_of_the_checklist_never_changes_the_past(db: Db) {
    let app = TestApp::new(db).await;
    let recording = call(&app, Who::Manager, "Клиент").await;
    let head = app.sign_in(Who::Head).await;
    let id = publish(&head, &recording).await;
    app.app.checklists.install().await.unwrap();
    let mut tx = app.app.db.write().await.unwrap();
    let versions = checklists::store::versions(&mut tx).await.unwrap();
    assert_eq!(versions.len(), 5, "a second start adds nothing");
    // As if an older program had shipped another text.
    let (version, untouched) = checklists::store::shipped(&mut tx, "first-call")
        .await
        .unwrap()
        .unwrap();
    assert!(untouched);
    let mut older = version.document.0.clone();
    older.blocks.truncate(2);
    tx.query("UPDATE checklist_versions SET document = $2 WHERE id = $1")
        .bind_all((&version.id, JsonText(older)))
        .execute_exactly(1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    app.app.checklists.install().await.unwrap();
    let mut tx = app.app.db.read().await.unwrap();
    let (newer, _) = checklists::store::shipped(&mut tx, "first-call")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((newer.number, newer.document.0.blocks.len()), (2, 8));
    let old = checklists::store::version(&mut tx, &version.id).await.unwrap();
    assert_eq!(old.document.0.blocks.len(), 2);
    let id: EvaluationId = id.parse().unwrap();
    let kept = store::evaluation(&mut tx, &id).await.unwrap().unwrap();
    assert_eq!(kept.version_id, version.id);
    assert_ne!(kept.answers.0, Answers::default());
    drop(tx);
    let page = head.get(&format!("/evaluations/{id}")).await.ok();
    assert_eq!(
        (page.words(".total-num"), page.all_words(".item-text").len()),
        ("62,00".to_owned(), 23)
    );
}
