//! A card is filled in and published.

use axum::http::StatusCode;
use salesbook::checklists;
use salesbook::db::Db;

use super::{EXAMPLE, WHY, begin, call};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    a_head_fills_in_the_card_and_publishes_it,
    moments_are_evidence,
    a_critical_item_and_another_checklist
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
