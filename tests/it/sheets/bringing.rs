//! A sheet becomes a draft, and is its owner's.

use axum::http::StatusCode;
use salesbook::checklists::{Scale, ScoringRule};
use salesbook::db::Db;

use super::{ITEMS, ROWS, bring, cp1251, draft};
use crate::support::app::{Answer, Multipart, TestApp, Who};
use crate::support::db::on_both;

fn both() -> Multipart {
    Multipart::default()
        .file("file", "C:\\Отдел\\Прослушка.csv", &cp1251(ITEMS))
        .file("rows", "Оценки.csv", &cp1251(ROWS))
}

fn chosen(page: &Answer) -> Vec<String> {
    let html = scraper::Html::parse_document(&page.text());
    let selector = scraper::Selector::parse("select[name^='column.'] option[selected]").unwrap();
    html.select(&selector)
        .map(|it| it.attr("value").unwrap().to_owned())
        .collect()
}

on_both!(
    a_trainer_makes_a_draft_of_the_department_s_sheet,
    a_sheet_is_its_owner_s_and_for_a_day
);

async fn a_trainer_makes_a_draft_of_the_department_s_sheet(db: Db) {
    let app = TestApp::new(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let place = bring(&trainer, both()).await;
    let page = trainer.get(&place).await.ok();
    assert_eq!(
        page.words("h1"),
        "Лист «Прослушка.csv»",
        "no path of the visitor's machine"
    );
    assert_eq!(
        chosen(&page),
        ["block", "scale", "weight", "critical"],
        "one column is left to the person"
    );
    assert_eq!(page.attribute("#name", "value"), "Лист прослушки");
    assert!(page.words(".sheet-faults").contains("Пунктов нет"));
    assert_eq!(page.all_words(".sheet-compared").len(), 0);

    // Saving what cannot be used keeps everything and says what is wrong.
    let refused = trainer
        .post(&place, &[("act", "save"), ("name", "Наш лист")])
        .await;
    let refused = refused.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.attribute("#name", "value"), "Наш лист");

    // The column that nobody could guess; the columns of the filled rows follow.
    let looked = trainer
        .fragment("sheet")
        .post(&place, &[("of", "0.1"), ("column.1", "item")])
        .await
        .ok();
    assert!(!looked.text().contains("<html"), "a part of the page");
    assert_eq!(looked.all_words(".sheet-faults").len(), 0);
    assert_eq!(looked.all_words(".sheet-preview h3"), ["Контакт", "Завершение"]);
    assert_eq!(looked.words(".sheet-preview h2"), "Чек-лист 2 блока, 4 пункта");
    assert!(looked.words(".sheet-preview").contains("Критическая оценка: 0"));
    assert!(looked.words(".sheet-preview").contains("пропущены строки 7"));
    assert_eq!(
        looked.words(".sheet-compared .notice"),
        "Лист считает по блокам: совпали все итоги, 4 из 4 до 0,01."
    );
    assert_eq!(looked.all_words(".sheet-rules td"), ["4 из 4", "2 из 4"]);
    assert!(
        looked
            .words(".sheet-compared")
            .contains("По блокам совпадает больше итогов"),
        "points were chosen"
    );
    let first = looked.words(".sheet-differ li");
    assert!(first.contains("Строка 2 Первый, А"), "{first}");
    assert!(
        first.contains("75,00") && first.contains("(50 + 100) ÷ 2") && first.contains("4 ÷ 5 × 100"),
        "{first}"
    );

    trainer
        .post(&place, &[("rule", "blocks")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = trainer.get(&place).await.ok();
    assert_eq!(page.all_words(".sheet-differ").len(), 0);
    assert_eq!(
        trainer
            .get("/checklists/import")
            .await
            .ok()
            .all_words(".sheet-waiting a"),
        ["Прослушка.csv"]
    );

    let saved = trainer
        .post(&place, &[("act", "save")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let document = draft(&app, saved.location()).await;
    assert_eq!(
        (document.rule, document.name.ru.as_str(), document.blocks.len()),
        (ScoringRule::Blocks, "Наш лист", 2)
    );
    assert_eq!(
        document.items().map(|(_, item)| item.scale).collect::<Vec<_>>(),
        [Scale::YesNo; 4]
    );
    trainer.get(saved.location()).await.ok();
    trainer.get(&place).await.expect(StatusCode::NOT_FOUND);
    let mut tx = app.app.db.read().await.unwrap();
    let evaluations: (i64,) = tx.query("SELECT COUNT(*) FROM evaluations").one().await.unwrap();
    assert_eq!(evaluations.0, 0, "filled rows become no evaluations");
}

async fn a_sheet_is_its_owner_s_and_for_a_day(db: Db) {
    let app = TestApp::new(db).await;
    let (trainer, head) = (app.sign_in(Who::Trainer).await, app.sign_in(Who::Head).await);
    let place = bring(&trainer, both()).await;
    head.get(&place).await.expect(StatusCode::NOT_FOUND);
    head.post(&place, &[("name", "Чужое")])
        .await
        .expect(StatusCode::NOT_FOUND);
    head.post(&format!("{place}/discard"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    trainer.get(&place).await.ok();

    app.clock.advance(24 * 60 * 60 * 1000);
    assert!(
        trainer
            .get(&place)
            .await
            .expect(StatusCode::NOT_FOUND)
            .text()
            .contains("хранится сутки")
    );
    assert_eq!(
        trainer
            .get("/checklists/import")
            .await
            .ok()
            .all_words(".sheet-waiting")
            .len(),
        0
    );
    let again = bring(&head, both()).await;
    let mut tx = app.app.db.read().await.unwrap();
    let left: (i64,) = tx
        .query("SELECT COUNT(*) FROM sheet_imports")
        .one()
        .await
        .unwrap();
    assert_eq!(left.0, 1, "the next upload forgets what has expired");
    drop(tx);
    head.post(&format!("{again}/discard"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    head.get(&again).await.expect(StatusCode::NOT_FOUND);

    // The oldest go when somebody brings one after another.
    let mut places = Vec::new();
    for _ in 0..6 {
        app.clock.advance(1000);
        places.push(bring(&head, both()).await);
    }
    head.get(&places[0]).await.expect(StatusCode::NOT_FOUND);
    head.get(&places[1]).await.ok();
}
