//! Writing checklists as people do it: a draft, what is wrong with it, a version, the next one; two at once; the checklist
//! that fits a call; and the browser's arithmetic on a thousand generated cards.

use axum::http::StatusCode;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use salesbook::audit::Detail;
use salesbook::checklists::{self, Answers, Checklist, scoring};
use salesbook::db::Db;
use salesbook::evaluations::store;
use salesbook::id::{EvaluationId, RecordingId};
use salesbook::people::{Function, store as people};
use salesbook::recordings::{self, CallType};
use serde_json::{Value, json};

use crate::evaluations::silent_call;
use crate::support::app::{Answer, Browser, PASSWORD, START, TestApp, Who};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;
use crate::support::speech::Script;

/// A call of this kind.
async fn call(app: &TestApp, who: Who, kind: Option<CallType>) -> RecordingId {
    let id = RecordingId::new(START, &app.app.randomness);
    let recording = silent_call(&id, app.person(who), START);
    let mut tx = app.app.db.write().await.unwrap();
    recordings::store::insert(&mut tx, &recording).await.unwrap();
    tx.query("UPDATE recordings SET call_type = $2 WHERE id = $1")
        .bind_all((&id, kind))
        .execute_exactly(1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

/// Begins an evaluation by the recording's button.
async fn begin(head: &Browser, recording: &RecordingId) -> String {
    let answer = head.post(&format!("/recordings/{recording}/evaluate"), &[]).await;
    let place = answer.expect(StatusCode::SEE_OTHER).location().to_owned();
    place.split('/').nth(2).unwrap().to_owned()
}

/// The checklist of this name in the list, by its address.
async fn listed(browser: &Browser, name: &str) -> String {
    let page = browser.get("/checklists").await.ok();
    let html = scraper::Html::parse_document(&page.text());
    let rows = scraper::Selector::parse(".ck-rows > li").unwrap();
    let found = html
        .select(&rows)
        .find(|row| row.text().collect::<String>().contains(name));
    let row = found.unwrap_or_else(|| panic!("no {name} in\n{}", page.text()));
    let id = row.value().attr("id").unwrap().trim_start_matches("checklist-");
    format!("/checklists/{id}")
}

/// Begins a checklist as a copy of that one; returns its address.
async fn copy(browser: &Browser, name: &str) -> String {
    let from = listed(browser, name).await;
    let from = from.rsplit('/').next().unwrap();
    let answer = browser.post("/checklists", &[("from", from)]).await;
    let place = answer.expect(StatusCode::SEE_OTHER).location().to_owned();
    place.strip_suffix("/edit").unwrap().to_owned()
}

async fn editor(browser: &Browser, list: &str) -> Answer {
    browser.get(&format!("{list}/edit")).await.ok()
}

fn revision(page: &Answer) -> String {
    page.attribute("#checklist-form input[name=revision]", "value")
}

/// Sends these fields on the newest revision.
async fn send(browser: &Browser, list: &str, act: &str, fields: &[(&str, &str)]) -> Answer {
    let revision = revision(&editor(browser, list).await);
    let mut all = vec![("revision", revision.as_str()), ("act", act)];
    all.extend(fields);
    browser.post(&format!("{list}/draft"), &all).await
}

async fn publish(browser: &Browser, list: &str, fields: &[(&str, &str)]) -> Answer {
    let revision = revision(&editor(browser, list).await);
    let mut all = vec![("revision", revision.as_str())];
    all.extend(fields);
    browser.post(&format!("{list}/publish"), &all).await
}

/// The documents of a checklist's versions, the first one first.
async fn documents(app: &TestApp, list: &str) -> Vec<Checklist> {
    let id = list.rsplit('/').next().unwrap();
    let mut tx = app.app.db.read().await.unwrap();
    let mut all = checklists::store::versions(&mut tx).await.unwrap();
    all.retain(|version| version.checklist_id.as_str() == id);
    all.sort_by_key(|version| version.number);
    all.into_iter().map(|version| version.document.0).collect()
}

on_both!(
    heads_and_trainers_write_checklists,
    a_blank_sheet_becomes_a_checklist,
    a_version_never_changes_and_evaluations_keep_theirs,
    a_block_that_was_published_is_put_away_with_its_gate,
    whoever_saves_later_loses_nothing,
    a_whole_checklist_is_put_away_and_taken_back,
    an_evaluation_begins_with_the_checklist_that_fits
);

async fn heads_and_trainers_write_checklists(db: Db) {
    let app = TestApp::new(db).await;
    app.sign_in(Who::Stranger)
        .await
        .get("/checklists")
        .await
        .expect(StatusCode::SEE_OTHER);
    for who in [Who::Manager, Who::Admin] {
        let browser = app.sign_in(who).await;
        browser.get("/checklists").await.expect(StatusCode::FORBIDDEN);
        browser
            .post("/checklists", &[("from", "")])
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    let trainer = app.sign_in(Who::Trainer).await;
    let page = trainer.get("/checklists").await.ok();
    assert_eq!(page.all_words(".ck-rows > li").len(), 5);
    assert!(page.words(".ck-rows > li").contains("Стандартный"));
    assert_eq!(page.words(".nav a[href='/checklists']"), "Чек\u{2011}листы");
    trainer.get("/evaluations").await.expect(StatusCode::FORBIDDEN);
    let head = app.sign_in(Who::Head).await;
    assert_eq!(
        head.get("/evaluations")
            .await
            .ok()
            .words(".page-head a[href='/checklists']"),
        "Чек-листы"
    );
    trainer
        .get("/checklists/01K0ZC3QJ5V0T5N6V8W2M4X7RD/edit")
        .await
        .expect(StatusCode::NOT_FOUND);
    // Reading in the editor makes no draft.
    let list = listed(&trainer, "Телемаркетинг").await;
    assert_eq!(
        send(&trainer, &list, "save", &[])
            .await
            .expect(StatusCode::SEE_OTHER)
            .location(),
        format!("{list}/edit")
    );
    assert!(
        !trainer
            .get("/checklists")
            .await
            .ok()
            .words(".ck-rows")
            .contains("черновик")
    );
}

async fn a_blank_sheet_becomes_a_checklist(db: Db) {
    let app = TestApp::new(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let place = trainer
        .post("/checklists", &[("from", "")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let list = place.location().strip_suffix("/edit").unwrap().to_owned();
    // Every fault stands at its place.
    let refused = publish(&trainer, &list, &[])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.words("#checklist-whole .field-error:not([hidden])"),
        "Назовите чек-лист"
    );
    assert_eq!(refused.words("#block-new-1 > .field-error"), "Назовите блок");
    assert_eq!(
        refused.words("#item-new-2 > .field-error:not([hidden])"),
        "Напишите, что отмечают"
    );
    assert!(documents(&app, &list).await.is_empty());
    let answer = send(
        &trainer,
        &list,
        "add-item.new-1",
        &[("name.ru", "Экспресс"), ("block.new-1.name.ru", "Суть")],
    )
    .await;
    assert_eq!(
        answer.expect(StatusCode::SEE_OTHER).location(),
        format!("{list}/edit#item-new-3")
    );
    // What cannot be read is shown as it was entered and keeps the rest.
    let bad = send(
        &trainer,
        &list,
        "save",
        &[
            ("item.new-2.weight", "два"),
            ("item.new-2.text.ru", "Назвал себя"),
        ],
    )
    .await;
    let bad = bad.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bad.attribute("[name='item.new-2.weight']", "value"), "два");
    assert_eq!(
        bad.attribute("[name='item.new-2.text.ru']", "value"),
        "Назвал себя"
    );
    assert!(
        bad.words("[data-problem='item.new-2.weight']")
            .contains("двумя знаками")
    );
    let fields = [
        ("item.new-2.weight", "2,5"),
        ("item.new-2.phrases", "меня зовут\r\n\r\nкомпания "),
        ("item.new-2.entry", "Следующий шаг"),
        ("item.new-3.text.ru", "Итог звонка"),
        ("item.new-3.scale", "own"),
        ("item.new-3.outcomes", "10 Встреча с датой\n0 Отказ\n4 Перезвон"),
        ("item.new-3.critical", "0"),
        ("function", ""),
        ("function", "hunter"),
    ];
    let answer = publish(&trainer, &list, &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), list);
    let page = trainer.get(&list).await.ok();
    assert!(page.words(".page-head").contains("Экспресс Версия 1"));
    assert!(
        page.words("[data-item=nazval-sebya]")
            .contains("Как надо: Следующий шаг")
    );
    assert!(
        page.words("[data-item=itog-zvonka]")
            .contains("обнуляет итог при 0")
    );
    let labels = page.all_words("[data-item=itog-zvonka] .mark");
    assert_eq!(labels, ["Отказ", "Перезвон", "Встреча с датой", "н/п"]);
    let made = &documents(&app, &list).await[0];
    let (_, item) = made.item("nazval-sebya").unwrap();
    assert_eq!((item.weight.to_string().as_str(), item.phrases.len()), ("2.5", 2));
    assert_eq!(item.entry.as_deref(), Some("ru/training/next-step"));
    assert_eq!(
        (made.blocks[0].key.as_str(), made.functions.as_slice()),
        ("sut", &[Function::Hunter][..])
    );
    // The same again is no version; the acts are in the log.
    publish(&trainer, &list, &[]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(documents(&app, &list).await.len(), 1);
    let mut tx = app.app.db.read().await.unwrap();
    let acts = salesbook::audit::store::of_subject(&mut tx, &list).await.unwrap();
    let acts: Vec<_> = acts
        .iter()
        .map(|event| (event.event.act.as_str(), event.event.detail.clone()))
        .collect();
    assert_eq!(acts, [("checklist-published", Detail::Number(1))]);
}

async fn a_version_never_changes_and_evaluations_keep_theirs(db: Db) {
    let app = TestApp::new(db).await;
    let (head, trainer) = (app.sign_in(Who::Head).await, app.sign_in(Who::Trainer).await);
    let list = copy(&trainer, "Проверка отказа").await;
    publish(&trainer, &list, &[("name.ru", "Отказы")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let first = documents(&app, &list).await.remove(0);
    // One evaluation published with it, another begun.
    let mut ids = Vec::new();
    for _ in 0..2 {
        let id = begin(&head, &call(&app, Who::Manager, None).await).await;
        let name = list.rsplit('/').next().unwrap();
        head.post(&format!("/evaluations/{id}/checklist"), &[("checklist", name)])
            .await
            .expect(StatusCode::SEE_OTHER);
        ids.push(id);
    }
    let best: Vec<(String, String)> = first
        .items()
        .map(|(_, item)| (format!("mark.{}", item.key), item.scale.max().to_string()))
        .collect();
    let mut fields: Vec<(&str, &str)> = best
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.push(("revision", "1"));
    head.post(&format!("/evaluations/{}/publish", ids[0]), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    let kept = |id: &str| {
        let id: EvaluationId = id.parse().unwrap();
        id
    };
    let mut tx = app.app.db.read().await.unwrap();
    let before = store::evaluation(&mut tx, &kept(&ids[0])).await.unwrap().unwrap();
    let begun = store::evaluation(&mut tx, &kept(&ids[1])).await.unwrap().unwrap();
    drop(tx);
    assert_eq!(before.total.unwrap().0, 10_000);
    // The next version: an item goes, another weighs more, one is new.
    let gone = first.blocks[0].items[0].key.clone();
    send(&trainer, &list, &format!("remove-item.{gone}"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    send(&trainer, &list, &format!("add-item.{}", first.blocks[0].key), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let heavy = format!("item.{}.weight", first.blocks[0].items[1].key);
    let answer = publish(
        &trainer,
        &list,
        &[("item.new-1.text.ru", "Новый пункт"), (&heavy, "7")],
    )
    .await;
    answer.expect(StatusCode::SEE_OTHER);
    let all = documents(&app, &list).await;
    assert_eq!(
        (all.len(), &all[0]),
        (2, &first),
        "the first version is what it was"
    );
    assert!(all[1].item(&gone).is_none() && all[1].item("novyy-punkt").is_some());
    let archived = all[1].blocks[0]
        .items
        .iter()
        .find(|item| item.key == gone)
        .unwrap();
    assert!(archived.archived);
    let mut tx = app.app.db.read().await.unwrap();
    let after = store::evaluation(&mut tx, &kept(&ids[0])).await.unwrap().unwrap();
    assert_eq!((after.total, after.version_id), (before.total, before.version_id));
    assert_eq!(after.snapshot.unwrap().0, before.snapshot.unwrap().0);
    let still = store::evaluation(&mut tx, &kept(&ids[1])).await.unwrap().unwrap();
    assert_eq!(still.version_id, begun.version_id);
    drop(tx);
    let draft = head.get(&format!("/evaluations/{}/edit", ids[1])).await.ok();
    assert_eq!(draft.all_words(".item .item-text").len(), first.items().count());
    // The history says what changed; the earlier version is still there to read.
    let page = trainer.get(&list).await.ok();
    let history = page.words(".ck-history");
    for words in [
        "вес 1 → 7",
        "Новый пункт: добавлен",
        "больше не спрашивается",
        "Олег Ветров",
        "1 оценка",
    ] {
        assert!(history.contains(words), "{words} in {history}");
    }
    let earlier = trainer.get(&format!("{list}?version=1")).await.ok();
    assert!(earlier.words(".page-head").contains("прежняя версия"));
    assert_eq!(
        earlier.all_words("[data-card] .item").len(),
        first.items().count()
    );
    trainer
        .get(&format!("{list}?version=3"))
        .await
        .expect(StatusCode::NOT_FOUND);
    // Asked again it has its old key.
    send(&trainer, &list, &format!("restore-item.{gone}"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    publish(&trainer, &list, &[]).await.expect(StatusCode::SEE_OTHER);
    assert!(documents(&app, &list).await[2].item(&gone).is_some());
}

async fn a_block_that_was_published_is_put_away_with_its_gate(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let list = listed(&head, "Первый разговор").await;
    send(&head, &list, "remove-block.objections", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    publish(&head, &list, &[]).await.expect(StatusCode::SEE_OTHER);
    let id = begin(&head, &call(&app, Who::Manager, None).await).await;
    let page = head.get(&format!("/evaluations/{id}/edit")).await.ok();
    assert_eq!(page.all_words(".gate").len(), 0);
    assert_eq!(page.all_words(".sum th").len(), 6);
    let newest = documents(&app, &list).await.pop().unwrap();
    assert!(newest.block("objections").unwrap().is_archived());
    let open = scoring::open_questions(&newest, &Answers::initial(&newest));
    assert!(!open.contains(&checklists::MissingPart::Gate("objections".to_owned())));
}

async fn whoever_saves_later_loses_nothing(db: Db) {
    let app = TestApp::new(db).await;
    let (head, trainer) = (app.sign_in(Who::Head).await, app.sign_in(Who::Trainer).await);
    let list = copy(&head, "Встреча").await;
    let page = editor(&trainer, &list).await;
    let old = revision(&page);
    let opening = [("revision", old.as_str()), ("act", "save")];
    send(&head, &list, "save", &[("name.ru", "Встреча РОПа")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let mine = [opening[0], opening[1], ("name.ru", "Встреча тренера")];
    let part = trainer
        .fragment("preview")
        .post(&format!("{list}/draft"), &mine)
        .await;
    part.expect(StatusCode::CONFLICT);
    let clash = trainer
        .post(&format!("{list}/draft"), &mine)
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(clash.attribute("[name='name.ru']", "value"), "Встреча тренера");
    let words = clash.words(".ck-clash");
    assert!(
        words.contains("Марина Соколова") && words.contains("Встреча РОПа → Встреча тренера"),
        "{words}"
    );
    assert!(editor(&head, &list).await.text().contains("Встреча РОПа"));
    // Apart: both are there.
    let apart = [
        ("revision", old.as_str()),
        ("act", "apart"),
        ("name.ru", "Встреча тренера"),
    ];
    let answer = trainer
        .post(&format!("{list}/draft"), &apart)
        .await
        .expect(StatusCode::SEE_OTHER);
    let own = answer.location().strip_suffix("/edit").unwrap().to_owned();
    assert_ne!(own, list);
    assert_eq!(editor(&trainer, &own).await.words("h1"), "Встреча тренера");
    // Over: the other one becomes a checklist of its own.
    let over = clash.attribute("[name=over]", "value");
    let over = [
        ("revision", old.as_str()),
        ("over", over.as_str()),
        ("act", "over"),
        ("name.ru", "Наша встреча"),
    ];
    trainer
        .post(&format!("{list}/draft"), &over)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(editor(&trainer, &list).await.words("h1"), "Наша встреча");
    let kept = listed(&trainer, "Встреча РОПа").await;
    assert!(![&list, &own].contains(&&kept));
    // A page from before the publication cannot write over what came after.
    let stale = revision(&editor(&trainer, &list).await);
    publish(&head, &list, &[]).await.expect(StatusCode::SEE_OTHER);
    let late = [("revision", stale.as_str()), ("name.ru", "Поздно")];
    let clash = trainer
        .post(&format!("{list}/publish"), &late)
        .await
        .expect(StatusCode::CONFLICT);
    assert!(clash.words(".ck-clash").contains("опубликовали или удалили"));
    assert_eq!(documents(&app, &list).await.len(), 1);
}

async fn a_whole_checklist_is_put_away_and_taken_back(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let (standard, meeting) = (
        listed(&head, "Первый разговор").await,
        listed(&head, "Встреча").await,
    );
    head.post(&format!("{standard}/archive"), &[])
        .await
        .expect(StatusCode::CONFLICT);
    head.post(&format!("{meeting}/archive"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    head.post(&format!("{meeting}/standard"), &[])
        .await
        .expect(StatusCode::CONFLICT);
    let id = meeting.rsplit('/').next().unwrap();
    let evaluation = begin(&head, &call(&app, Who::Manager, None).await).await;
    head.post(
        &format!("/evaluations/{evaluation}/checklist"),
        &[("checklist", id)],
    )
    .await
    .expect(StatusCode::NOT_FOUND);
    head.post(&format!("{meeting}/restore"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    head.post(&format!("{meeting}/standard"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = head.get("/checklists").await.ok();
    assert!(page.words(".ck-rows > li").contains("Встреча"));
    assert_eq!(page.all_words(".ck-rows .badge"), ["Стандартный"]);
    // A draft alone goes with its draft; a published one stays.
    let draft = copy(&head, "Карта новичка").await;
    let revision = revision(&editor(&head, &draft).await);
    let gone = head
        .post(&format!("{draft}/discard"), &[("revision", &revision)])
        .await;
    assert_eq!(gone.expect(StatusCode::SEE_OTHER).location(), "/checklists");
    head.get(&draft).await.expect(StatusCode::NOT_FOUND);
}

async fn an_evaluation_begins_with_the_checklist_that_fits(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let function = |who| format!("/people/{}/function", app.id(who));
    app.sign_in(Who::Manager)
        .await
        .post(&function(Who::Manager), &[("function", "hunter")])
        .await
        .expect(StatusCode::FORBIDDEN);
    head.post(&function(Who::Outsider), &[("function", "hunter")])
        .await
        .expect(StatusCode::NOT_FOUND);
    head.post(&function(Who::Trainer), &[("function", "hunter")])
        .await
        .expect(StatusCode::NOT_FOUND);
    head.post(&function(Who::Manager), &[("function", "newcomer")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let admin = app.sign_in(Who::Admin).await;
    admin
        .post(&function(Who::Colleague), &[("function", "hunter")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = head.get("/people").await.ok();
    let chosen = page.attribute(
        &format!("#person-{} option[selected]", app.id(Who::Manager)),
        "value",
    );
    assert_eq!(chosen, "newcomer");
    let mut tx = app.app.db.read().await.unwrap();
    let stored = people::person(&mut tx, app.id(Who::Colleague))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stored.function, Some(Function::Hunter));
    drop(tx);
    let mut names = Vec::new();
    for (who, kind) in [
        (Who::Manager, Some(CallType::First)),
        (Who::Colleague, Some(CallType::First)),
        (Who::Colleague, Some(CallType::Service)),
    ] {
        let id = begin(&head, &call(&app, who, kind).await).await;
        names.push(
            head.get(&format!("/evaluations/{id}/edit"))
                .await
                .ok()
                .words("#other-checklist option[selected]"),
        );
    }
    assert_eq!(
        names,
        ["Карта новичка", "Телемаркетинг: до встречи", "Первый разговор"]
    );
}

/// A card as any department may write it, with answers: JSON, as the script takes it.
fn generated() -> impl Strategy<Value = (Value, Value)> {
    let scale = prop_oneof![
        Just("yes-no"),
        Just("0-1-2"),
        Just("0-2"),
        Just("five-step"),
        Just("points-3"),
        Just("points-7"),
        Just("points-10"),
        Just("own-0-1-3"),
        Just("own-0-4-6-10"),
        Just("own-1-2-6"),
    ];
    // Scale, weight in quarters, which mark (or none, or not applicable), critical, archived, required.
    let item = (scale, 1_u32..40, 0_usize..24, 0_u8..12, 0_u8..10, any::<bool>());
    let block = (
        proptest::collection::vec(item, 1..7),
        0_u8..5,
        proptest::option::of(0_u8..3),
    );
    let zones = (0_u8..30, 40_u8..60, 70_u8..100);
    (any::<bool>(), proptest::collection::vec(block, 1..6), zones).prop_map(|(points, blocks, zones)| {
        let (mut marks, mut gates, mut list) = (json!({}), json!({}), Vec::new());
        for (b, (items, counts, gate)) in blocks.into_iter().enumerate() {
            let mut written = Vec::new();
            for (i, (scale, quarters, pick, critical, archived, required)) in items.into_iter().enumerate() {
                let key = format!("i{b}-{i}");
                let all = scale.parse::<checklists::Scale>().unwrap().marks();
                match pick {
                    0..3 => {}
                    3..6 => marks[&key] = json!("na"),
                    pick => marks[&key] = json!(all[pick % all.len()]),
                }
                let weight = format!("{}.{:02}", quarters / 4, quarters % 4 * 25);
                let mut item = json!({"key": key, "scale": scale, "weight": weight, "required": required,
                    "archived": archived == 0});
                if critical == 0 {
                    item["critical"] = json!(all[0]);
                }
                written.push(item);
            }
            let key = format!("b{b}");
            let mut block = json!({"key": key, "counts_in_total": counts > 0, "items": written});
            if let Some(answer) = gate {
                block["gate"] = json!({});
                if answer < 2 {
                    gates[&key] = json!(answer == 0);
                }
            }
            list.push(block);
        }
        let card = json!({"rule": if points { "points" } else { "blocks" }, "blocks": list,
            "zones": {"attention": zones.0, "norm": zones.1, "strong": zones.2}});
        (card, json!({"marks": marks, "gates": gates}))
    })
}

/// Everything the arithmetic gives, as the script returns it: figures in hundredths.
fn computed(card: &Value, answers: &Value) -> Value {
    let card: Checklist = serde_json::from_value(card.clone()).unwrap();
    let answers: Answers = serde_json::from_value(answers.clone()).unwrap();
    let score = scoring::score(&card, &answers);
    let blocks: Vec<Value> = score
        .blocks
        .iter()
        .map(|block| {
            json!([
                block.key,
                block.state,
                block.counts_in_total,
                block.got.0.to_string(),
                block.of.0.to_string(),
                block.full.0.to_string(),
                block.percent.map(|it| it.0.to_string())
            ])
        })
        .collect();
    json!({
        "total": score.total.map(|total| total.0.to_string()),
        "zone": score.total.map_or("", |total| total.zone(card.zones).as_str()),
        "failed": score.failed_by,
        "got": score.got.0.to_string(),
        "of": score.of.0.to_string(),
        "open": scoring::open_questions(&card, &answers).len(),
        "blocks": blocks,
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn browser_and_server_agree_on_a_thousand_generated_cards() {
    let mut runner = TestRunner::deterministic();
    let mut cards = Vec::new();
    while cards.len() < 1000 {
        let (card, answers) = generated().new_tree(&mut runner).unwrap().current();
        let list: Checklist = serde_json::from_value(card.clone()).unwrap();
        if list.check().is_ok() {
            cards.push((card, answers));
        }
    }
    // They are cards worth comparing: totals, failures, closed and archived blocks all occur.
    let expected: Vec<Value> = cards
        .iter()
        .map(|(card, answers)| computed(card, answers))
        .collect();
    let many = |what: &str, is: &dyn Fn(&Value) -> bool| {
        let n = expected.iter().filter(|it| is(it)).count();
        assert!(n >= 50, "{what}: {n}");
    };
    many("totals", &|it| it["total"].is_string());
    many("failures", &|it| it["failed"].is_string());
    many("open", &|it| it["open"].as_u64() > Some(0));
    many("closed", &|it| it["blocks"].to_string().contains("closed"));
    many("empty", &|it| it["blocks"].to_string().contains("empty"));
    let service = Service::start(false).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.go("/sign-in").await;
    let script = "
        const [cards, done] = arguments;
        const shell = document.querySelector('script[src*=\"/js/shell.js\"]').src;
        const text = (value) => value === null ? null : String(value);
        import(shell.replace('shell.js', 'scoring.js')).then(({ score, zoneOf }) => done(cards.map(([card, answers]) => {
          const { total, failedBy, got, of, blocks, open } = score(card, answers);
          return { total: text(total), zone: zoneOf(card, total), failed: failedBy, got: text(got), of: text(of), open: open.length,
            blocks: blocks.map((it) => [it.key, it.state, it.counts, text(it.got), text(it.of), text(it.full), text(it.percent)]) };
        })), (problem) => done(String(problem)));";
    let mut compared = 0;
    for (cards, expected) in cards.chunks(200).zip(expected.chunks(200)) {
        let results = window
            .client
            .execute_async(script, vec![json!(cards)])
            .await
            .unwrap();
        let results = results.as_array().unwrap_or_else(|| panic!("{results}"));
        for ((result, expected), card) in results.iter().zip(expected).zip(cards) {
            assert_eq!(result, expected, "{card:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 1000);
    window.close().await;
}

/// Goes on with Tab until the focus is at this element.
async fn tab_to(window: &Window, selector: &str) {
    for _ in 0..400 {
        window.keys("Tab").await;
        let there = format!("return document.activeElement?.matches({selector:?}) ?? false");
        if window.client.execute(&there, Vec::new()).await.unwrap() == json!(true) {
            return;
        }
    }
    panic!("Tab does not reach {selector}");
}

async fn focused(window: &Window, what: &str, name: &str) {
    let script = format!("return document.activeElement?.name === {name:?}");
    window.until(what, &script).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_head_writes_a_checklist_by_keys_alone() {
    let service = Service::scripted(&Script::default()).await;
    let app = &service.app;
    let mut tx = app.db.write().await.unwrap();
    let manager = people::person_by_login(&mut tx, "a.kuznetsova")
        .await
        .unwrap()
        .unwrap();
    let recording = RecordingId::new(app.clock.now(), &app.randomness);
    recordings::store::insert(&mut tx, &silent_call(&recording, &manager, app.clock.now()))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("m.sokolova", PASSWORD).await;
    window.go("/checklists").await;
    // A copy of the short shipped one.
    tab_to(&window, "#from").await;
    window.press("Копия: Проверка").await;
    tab_to(&window, ".ck-new button").await;
    window.keys("Enter").await;
    window.find("#checklist-form").await;
    let copied = "return document.querySelectorAll('[data-card] .item').length";
    assert_eq!(window.until("the copy", copied).await, 4);
    // A block, its name, its item with an own scale.
    window.keys("Alt+b").await;
    focused(&window, "the new block's name", "block.new-1.name.ru").await;
    window.press("Финал").await;
    window.keys("Tab Tab Tab Tab Tab").await;
    focused(&window, "the new item's text", "item.new-2.text.ru").await;
    window.press("Чем кончилось").await;
    window.keys("Tab").await;
    window.press("свои").await;
    window
        .until(
            "the outcomes",
            "return document.getElementsByName('item.new-2.outcomes')[0]?.value === '0\\n1\\n2'",
        )
        .await;
    focused(&window, "the scale again", "item.new-2.scale").await;
    window.keys("Tab Tab Tab Tab Tab").await;
    focused(&window, "the outcomes in focus", "item.new-2.outcomes").await;
    window.keys("Ctrl+a").await;
    window.press("0 Отказ\n3 Перезвон\n10 Встреча").await;
    window
        .until(
            "the outcomes on the card",
            "return document.querySelector('[data-card] [data-item=new-2]')?.textContent.includes('Встреча')
               && document.querySelector('[data-left]').textContent === 'можно публиковать'",
        )
        .await;
    window.keys("F9").await;
    // On the trial card: from the first mark to the new item's, and the live total.
    tab_to(&window, "[name='try.new-2']").await;
    window.keys("ArrowRight").await;
    window
        .until(
            "the total of the trial",
            "const tried = document.querySelector('[name=\"try.new-2\"]:checked')?.value;
             return tried === '3' && document.querySelector('[data-total]').textContent === '30,00'",
        )
        .await;
    window.picture("checklist-editor").await;
    window.assert_fits().await;
    window.keys("Ctrl+Enter").await;
    window
        .until(
            "the published version",
            "return document.querySelector('.toast')?.textContent.includes('версия 1')",
        )
        .await;
    let list = window.path().await;
    window.assert_quiet().await;
    // An evaluation with it.
    window.go(&format!("/recordings/{recording}")).await;
    tab_to(&window, "form[action$='/evaluate'] button").await;
    window.keys("Enter").await;
    window.find(".card-more").await;
    tab_to(&window, ".card-more > summary").await;
    window.keys("Enter").await;
    tab_to(&window, "#other-checklist").await;
    window.press("Проверка отказа (копия)").await;
    tab_to(&window, ".card-switch button").await;
    window.keys("Enter").await;
    window
        .until(
            "the item on the score page",
            "return document.querySelector('#item-chem-konchilos') !== null",
        )
        .await;
    let id = list.rsplit('/').next().unwrap();
    let chosen = format!("return document.querySelector('#other-checklist').value === {id:?}");
    window.until("the checklist of the evaluation", &chosen).await;
    window.close().await;
}
