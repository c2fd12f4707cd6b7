//! Checklists and evaluations that leave, and return as they left.

use axum::http::StatusCode;
use salesbook::audit::Detail;
use salesbook::checklists;
use salesbook::db::Db;

use super::{bring, draft};
use crate::evaluations::{call, publish};
use crate::support::app::{Multipart, TestApp, Who};
use crate::support::db::on_both;

on_both!(
    the_example_and_every_version_return_as_they_left,
    evaluations_leave_as_far_as_one_sees_them
);

async fn the_example_and_every_version_return_as_they_left(db: Db) {
    let app = TestApp::new(db).await;
    let (trainer, english) = (
        app.sign_in(Who::Trainer).await,
        app.sign_in(Who::Trainer)
            .await
            .with_header("accept-language", "en"),
    );
    let mut tx = app.app.db.read().await.unwrap();
    let versions = checklists::store::checklists(&mut tx).await.unwrap();
    drop(tx);
    for who in [&trainer, &english] {
        let example = who.get("/checklists/import/example?as=xlsx").await.ok();
        assert!(
            example.headers["content-disposition"]
                .to_str()
                .unwrap()
                .contains(".xlsx")
        );
        let place = bring(
            who,
            Multipart::default().file("file", "пример.xlsx", &example.body),
        )
        .await;
        let page = who.get(&place).await.ok();
        assert_eq!(page.all_words(".sheet-faults").len(), 0);
        assert!(
            page.words(".sheet-rules").contains("4 "),
            "{}",
            page.words(".sheet-rules")
        );
        let saved = who
            .post(&place, &[("act", "save")])
            .await
            .expect(StatusCode::SEE_OTHER);
        assert_eq!(draft(&app, saved.location()).await, versions[0].document.0);
    }
    for version in versions.iter().take(2) {
        let address = format!(
            "/checklists/{}/sheet?as=csv&version={}",
            version.checklist_id, version.number
        );
        let file = trainer.get(&address).await.ok();
        let place = bring(
            &trainer,
            Multipart::default().file("file", "лист.csv", &file.body),
        )
        .await;
        let saved = trainer
            .post(&place, &[("act", "save")])
            .await
            .expect(StatusCode::SEE_OTHER);
        assert_eq!(draft(&app, saved.location()).await, version.document.0);
    }
    let none = format!("/checklists/{}/sheet?version=7", versions[0].checklist_id);
    trainer.get(&none).await.expect(StatusCode::NOT_FOUND);
    let rows = trainer
        .get("/checklists/import/example?as=csv&rows=1")
        .await
        .ok()
        .text();
    assert!(
        rows.starts_with("\u{feff}\"Дата\";\"Менеджер\";\"Клиент\";"),
        "{rows}"
    );
}

async fn evaluations_leave_as_far_as_one_sees_them(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let first = call(&app, Who::Manager, "=HYPERLINK(\"http://example.org\")").await;
    let second = call(&app, Who::Colleague, "ООО «Технодвор»").await;
    let (one, _) = (publish(&head, &first).await, publish(&head, &second).await);
    assert!(
        head.get("/evaluations")
            .await
            .ok()
            .text()
            .contains("/evaluations/export")
    );

    let csv = head.get("/evaluations/export?as=csv").await.ok();
    let text = csv.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(
        lines[0].starts_with("\"Дата\";\"Менеджер\";\"Клиент\";"),
        "{}",
        lines[0]
    );
    assert!(
        lines[0].ends_with(r#""Правило";"Обнулил пункт";"Чек-лист, версия";"Оценил";"Опубликована""#),
        "{}",
        lines[0]
    );
    assert!(text.contains("\"'=HYPERLINK("), "no formula: {text}");
    assert!(
        text.contains(r#";"62";"#) && text.contains("по баллам") && text.contains("2026-11-23 14:00"),
        "{text}"
    );

    // Brought in beside its checklist, the file has the same totals.
    let mut tx = app.app.db.read().await.unwrap();
    let standard = checklists::store::checklists(&mut tx).await.unwrap().remove(0);
    drop(tx);
    let sheet = head
        .get(&format!("/checklists/{}/sheet?as=xlsx", standard.checklist_id))
        .await
        .ok();
    let form =
        Multipart::default()
            .file("file", "лист.xlsx", &sheet.body)
            .file("rows", "оценки.csv", &csv.body);
    let place = bring(&head, form).await;
    let compared = head.get(&place).await.ok().words(".sheet-compared .notice");
    assert!(compared.contains("совпали все итоги, 2 из 2"), "{compared}");

    // A head of another team takes nothing away, a manager what they have said their opinion of.
    let rows = async |who: Who, query: &str| {
        let text = app
            .sign_in(who)
            .await
            .get(&format!("/evaluations/export?as=csv{query}"))
            .await
            .ok()
            .text();
        text.lines().count() - 1
    };
    assert_eq!(rows(Who::OtherHead, "").await, 0);
    assert_eq!(rows(Who::Manager, "").await, 0);
    let manager = app.sign_in(Who::Manager).await;
    manager
        .post(
            &format!("/evaluations/{one}/opinion"),
            &[("pluses", "Срок узнал"), ("minuses", "Без даты")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(rows(Who::Manager, "").await, 1);
    assert_eq!(
        rows(Who::Head, &format!("&manager={}", app.id(Who::Colleague))).await,
        1
    );
    assert_eq!(rows(Who::Head, "&from=2026-11-23&to=2026-11-23").await, 2);
    assert_eq!(rows(Who::Head, "&from=2026-11-24").await, 0);
    assert_eq!(
        rows(Who::Head, &format!("&checklist={}", standard.checklist_id)).await,
        2
    );
    head.get("/evaluations/export?from=завтра")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    head.get("/evaluations/export?as=ods")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let book = head.get("/evaluations/export?as=xlsx").await.ok();
    assert!(book.body.starts_with(b"PK"));

    let mut tx = app.app.db.read().await.unwrap();
    let events = salesbook::audit::store::of_subject(&mut tx, "/evaluations")
        .await
        .unwrap();
    // The clock stands still: what was kept in one millisecond has no order.
    for (n, form, who) in [
        (2, "csv", Who::Head),
        (2, "xlsx", Who::Head),
        (1, "csv", Who::Manager),
    ] {
        let detail = Detail::Exported {
            n,
            form: form.to_owned(),
        };
        let kept = events.iter().find(|it| it.event.detail == detail);
        assert_eq!(
            kept.and_then(|it| it.event.person_id.as_ref()),
            Some(app.id(who)),
            "{detail}"
        );
    }
}
