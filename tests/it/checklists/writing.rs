//! A draft, what is wrong with it, a version, the next one; two at once.

use axum::http::StatusCode;
use salesbook::audit::Detail;
use salesbook::db::Db;
use salesbook::people::Function;

use super::{begin, call, copy, documents, editor, listed, publish, revision, send};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    heads_and_trainers_write_checklists,
    a_blank_sheet_becomes_a_checklist,
    whoever_saves_later_loses_nothing,
    a_whole_checklist_is_put_away_and_taken_back
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
