//! The first page of each role: who needs attention, one's own scores, what fails most.

use axum::http::StatusCode;
use salesbook::db::Db;

use crate::evaluations::{begin, call, publish};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    the_trainer_sees_what_fails_without_names,
    the_trainer_begins_with_what_nobody_found,
    a_manager_sees_how_the_last_scores_came_about_after_their_opinion,
    the_head_sees_who_needs_attention_and_why
);

async fn the_trainer_sees_what_fails_without_names(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let trainer = app.sign_in(Who::Trainer).await;
    for nth in 0..7 {
        publish(&head, &call(&app, Who::Manager, &format!("Клиент {nth}")).await).await;
    }
    let page = trainer.get("/").await.ok();
    assert!(
        page.words("#failing").contains("меньше 8"),
        "seven marks are few: {}",
        page.words("#failing")
    );
    publish(&head, &call(&app, Who::Manager, "Клиент 8").await).await;
    let page = trainer.get("/").await.ok();
    let rows = page.all_words("#failing li");
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(
        rows.iter()
            .all(|row| row.contains("100 %") && row.contains("8 из 8")),
        "{rows:?}"
    );
    assert!(rows.iter().any(|row| row.starts_with("Бюджет")), "{rows:?}");
    for secret in ["Кузнецова", "Клиент 8", "62,00"] {
        assert!(!page.text().contains(secret), "{secret}");
    }
    // Whoever reads evaluations has them there.
    assert!(!head.get("/").await.ok().text().contains("id=\"failing\""));
}

async fn the_trainer_begins_with_what_nobody_found(db: Db) {
    let app = TestApp::new(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    assert!(
        trainer
            .get("/")
            .await
            .ok()
            .words("#not-found")
            .contains("всё, что искали, нашли")
    );
    let asked = [("phrase", "Можно в лизинг?"), ("query", "лизинг")];
    app.sign_in(Who::Manager).await.post("/unanswered", &asked).await;
    let page = trainer.get("/").await.ok();
    assert_eq!(page.all_words("#not-found li").len(), 1);
    assert!(
        page.words("#not-found li").starts_with("«Можно в лизинг?»"),
        "{}",
        page.words("#not-found li")
    );
    assert_eq!(page.attribute("#not-found a", "href"), "/playbook/unanswered");
}

async fn a_manager_sees_how_the_last_scores_came_about_after_their_opinion(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let manager = app.sign_in(Who::Manager).await;
    let recording = call(&app, Who::Manager, "ООО «Сад-Механика»").await;
    let draft = begin(&head, &recording).await;
    head.post(
        &format!("/evaluations/{draft}/moments"),
        &[
            ("moment.item", "date"),
            ("moment.at", "7:14"),
            ("moment.kind", "bad"),
        ],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let id = publish(&head, &recording).await;
    let page = manager.get("/").await.ok();
    for secret in ["62,00", "46,5", "7:14"] {
        assert!(!page.text().contains(secret), "{secret} is shown too early");
    }
    manager
        .post(
            &format!("/evaluations/{id}/opinion"),
            &[("pluses", "Срок"), ("minuses", "Дата")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = manager.get("/").await.ok();
    let row = page.words("#scores li");
    assert!(row.contains("62,00") && row.contains("46,5 ÷ 75 × 100"), "{row}");
    assert!(row.contains("Слабее всего: Шаг 37,5 %"), "{row}");
    assert!(
        page.words("#trend").contains("Направление видно от 8 оценок"),
        "{}",
        page.words("#trend")
    );
    assert_eq!(
        page.attribute("#listen a", "href"),
        format!("/recordings/{recording}#t-434000")
    );
    // Another manager sees none of it.
    let other = app.sign_in(Who::Colleague).await.get("/").await.ok();
    assert!(!other.text().contains("Сад-Механика"));
}

async fn the_head_sees_who_needs_attention_and_why(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let quiet = head.get("/").await.ok();
    assert!(!quiet.text().contains("id=\"attention\""));
    let recording = call(&app, Who::Manager, "Стройдепо").await;
    let waits = head.get("/").await.ok();
    assert!(
        waits
            .words("#attention")
            .contains("Давно не слушали. Ждёт 1 запись."),
        "{}",
        waits.words("#attention")
    );
    // A critical item makes the total 0, and it needs a word.
    let id = begin(&head, &recording).await;
    let path = format!("/evaluations/{id}/publish");
    let mut fields = vec![("revision", "0"), ("mark.rudeness", "0")];
    fields.extend(crate::evaluations::EXAMPLE.iter().copied());
    fields.extend(crate::evaluations::WHY.iter().copied());
    let refused = head
        .post(&path, &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.all_words(".card-missing li"),
        ["Грубость: критическая отметка: добавьте комментарий или момент"]
    );
    head.post(
        &path,
        &[("revision", "1"), ("comment.rudeness", "Перешёл на крик")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let page = head.get("/").await.ok();
    let words = page.words("#attention");
    assert!(
        words.contains("Анна Кузнецова") && words.contains("Критический пункт. Грубость: Стройдепо."),
        "{words}"
    );
    assert!(!words.contains("Давно"), "{words}");
    // Not for another team's head.
    assert!(
        !app.sign_in(Who::OtherHead)
            .await
            .get("/")
            .await
            .ok()
            .text()
            .contains("Стройдепо")
    );
}
