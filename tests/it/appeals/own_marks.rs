//! The manager's own marks before the score, and the comparison.

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::evaluations::store;
use serde_json::json;

use super::scored;
use crate::evaluations::EXAMPLE;
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    a_manager_marks_their_own_call_alone,
    own_marks_are_compared_with_the_heads,
    words_alone_leave_no_half_filled_card
);

async fn a_manager_marks_their_own_call_alone(db: Db) {
    let app = TestApp::new(db).await;
    let (_, path) = scored(&app).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let ask = manager.get(&path).await.ok();
    assert_eq!(ask.attribute(".opinion-or a", "href"), format!("{path}/self"));
    let own = format!("{path}/self");
    let page = manager.get(&own).await.ok();
    assert_eq!(
        (page.words("[data-total]"), page.words("a[data-left]")),
        ("—".to_owned(), "осталось 22 пункта".to_owned())
    );
    assert_eq!(page.all_words(".item-text").len(), 28);
    let saved = manager
        .fragment("saved")
        .post(
            &format!("{own}/draft"),
            &[
                ("revision", "0"),
                ("mark.budget", "2"),
                ("comment.budget", "Спросил на 0:40"),
                ("pluses", "Узнал срок"),
            ],
        )
        .await
        .ok();
    assert_eq!(
        (
            saved.attribute("#saved", "data-revision"),
            saved.attribute("#saved", "data-total")
        ),
        ("1".to_owned(), "10000".to_owned())
    );
    // Another tab knows the page as it was before.
    manager
        .fragment("saved")
        .post(
            &format!("{own}/draft"),
            &[("revision", "0"), ("mark.budget", "0")],
        )
        .await
        .expect(StatusCode::CONFLICT);
    manager
        .fragment("saved")
        .post(
            &format!("{own}/draft"),
            &[("revision", "1"), ("mark.budget", "9")],
        )
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);

    // A draft is nobody else's, and nothing of the reviewer's is on it.
    let page = manager.get(&own).await.ok();
    for secret in ["62,00", "Отпустил сразу", "46,5", "Назвал вилку"] {
        assert!(!page.text().contains(secret), "{secret} is shown too early");
    }
    assert!(page.text().contains("Спросил на 0:40") && page.text().contains("Узнал срок"));
    assert!(!head.get(&path).await.ok().text().contains("Спросил на 0:40"));
    for (who, status) in [
        (Who::Head, StatusCode::FORBIDDEN),
        (Who::Colleague, StatusCode::NOT_FOUND),
        (Who::Trainer, StatusCode::FORBIDDEN),
        (Who::Admin, StatusCode::FORBIDDEN),
    ] {
        let browser = app.sign_in(who).await;
        browser.get(&own).await.expect(status);
        browser
            .post(&format!("{own}/publish"), &[("revision", "1")])
            .await
            .expect(status);
    }

    // Too early: what was sent is kept, and what is missing is said, marks and words alike.
    let refused = manager
        .post(
            &format!("{own}/publish"),
            &[
                ("revision", "1"),
                ("mark.deadline", "2"),
                ("pluses", "Узнал срок"),
            ],
        )
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let missing = refused.all_words(".card-missing li");
    assert!(
        missing.len() > 15
            && missing
                .iter()
                .any(|part| part.contains("Назовите хотя бы один минус")),
        "{missing:?}"
    );
    assert_eq!(refused.attribute("[name=revision]", "value"), "2");
    assert!(
        manager
            .get(&path)
            .await
            .ok()
            .text()
            .contains("Сначала ваше мнение"),
        "the score stays closed"
    );
}

async fn own_marks_are_compared_with_the_heads(db: Db) {
    let app = TestApp::new(db).await;
    let (id, path) = scored(&app).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let own = format!("{path}/self");
    manager.get(&own).await.ok();
    let words = [
        ("revision", "0"),
        ("pluses", "Узнал срок"),
        ("minuses", "Не назначил дату"),
        ("comment.budget", "Спросил на 0:40"),
    ];
    // The same marks but for three: one's own low marks need no word.
    let fields: Vec<_> = words
        .into_iter()
        .chain(
            EXAMPLE
                .iter()
                .copied()
                .filter(|(name, _)| !["mark.budget", "mark.calculation", "mark.greeting"].contains(name)),
        )
        .chain([
            ("mark.budget", "2"),
            ("mark.calculation", "1"),
            ("mark.greeting", "1"),
        ])
        .collect();
    let done = manager
        .post(&format!("{own}/publish"), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(done.location(), path);
    manager
        .post(&format!("{own}/publish"), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(
        manager.get(&own).await.expect(StatusCode::SEE_OTHER).location(),
        path
    );
    for browser in [&manager, &head] {
        let page = browser.get(&path).await.ok();
        let totals = page.all_words(".compare-totals dd");
        assert!(
            totals[0].starts_with("62,00") && totals[0].ends_with("46,5 ÷ 75 × 100"),
            "{totals:?}"
        );
        assert!(
            totals[1].contains("÷") && !totals[1].starts_with("62,00"),
            "{totals:?}"
        );
        let first = page.all_words(".compare-table tbody th a");
        assert_eq!(
            first[..3],
            [
                "Бюджет",
                "Поздоровался, назвал себя и компанию",
                "Показал расчёт или пример"
            ]
            .map(str::to_owned),
            "{first:?}"
        );
        let rows = page.all_words(".compare > .compare-table tbody tr");
        assert_eq!(rows.len(), 3);
        assert!(
            rows[0].contains("Спросил на 0:40") && rows[0].ends_with("0 2 +2"),
            "{rows:?}"
        );
        assert!(
            rows[1].ends_with("2 1 −1") && rows[2].ends_with("н/п 1 —"),
            "{rows:?}"
        );
        assert!(page.words(".compare-same summary").starts_with("Совпал"));
    }
    let body = app
        .program(Who::Head)
        .await
        .get(&format!("/api/v1/evaluations/{id}"))
        .await
        .ok()
        .json();
    assert_eq!(
        (&body["own_answers"]["budget"], &body["own_gates"]["objections"]),
        (&json!(2), &json!(false))
    );
    assert!(body["own_total"].as_f64().unwrap() > 62.0, "{body}");
    let mut tx = app.app.db.read().await.unwrap();
    assert!(store::own_draft(&mut tx, &id).await.unwrap().is_none());
}

async fn words_alone_leave_no_half_filled_card(db: Db) {
    let app = TestApp::new(db).await;
    let (id, path) = scored(&app).await;
    let manager = app.sign_in(Who::Manager).await;
    manager
        .post(
            &format!("{path}/self/draft"),
            &[("revision", "0"), ("mark.budget", "2")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    manager
        .post(
            &format!("{path}/opinion"),
            &[("pluses", "Срок"), ("minuses", "Дата")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = manager.get(&path).await.ok();
    assert!(page.all_words(".compare").is_empty());
    let mut tx = app.app.db.read().await.unwrap();
    assert!(store::own_draft(&mut tx, &id).await.unwrap().is_none());
    drop(tx);
    manager
        .post(
            &format!("{path}/self/draft"),
            &[("revision", "1"), ("mark.budget", "0")],
        )
        .await
        .expect(StatusCode::CONFLICT);
}
