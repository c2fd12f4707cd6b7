//! A department's own sheet: brought, corrected, compared, saved as a draft; checklists and evaluations that leave.

use axum::http::StatusCode;
use encoding_rs::WINDOWS_1251;
use salesbook::audit::Detail;
use salesbook::checklists::{self, Checklist, Scale, ScoringRule};
use salesbook::db::{Db, JsonText};

use crate::evaluations::{call, publish};
use crate::support::app::{Answer, Browser, Multipart, TestApp, Who};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;

/// As a Russian Excel saves it. «Что смотрим» is a heading that nobody could guess.
const ITEMS: &str = "Лист прослушки;;;;\r\nЭтап;Что смотрим;Макс. балл;Вес;Критично\r\nКонтакт;Приветствие;1;1;\r\n;Имя;1;1;\r\n\
    Завершение;Назначил дату;1;2;\r\n;Грубость;1;1;да\r\nИтого;;5;;\r\n";
/// Totals by blocks; the last is failed by its critical item.
const ROWS: &str = "Сотрудник;Звонок;Приветствие;Имя;Назначил дату;Грубость;Итог\r\nПервый;А;1;0;1;1;75\r\nВторой;Б;1;1;н/п;1;100\r\n\
    Третий;В;1;1;0;1;66,67\r\nТретий;Г;1;1;1;0;0\r\n";

fn cp1251(text: &str) -> Vec<u8> {
    WINDOWS_1251.encode(text).0.into_owned()
}

fn both() -> Multipart {
    Multipart::default()
        .file("file", "C:\\Отдел\\Прослушка.csv", &cp1251(ITEMS))
        .file("rows", "Оценки.csv", &cp1251(ROWS))
}

async fn bring(who: &Browser, form: Multipart) -> String {
    let answer = who.upload("/checklists/import", form).await;
    answer.expect(StatusCode::SEE_OTHER).location().to_owned()
}

async fn draft(app: &TestApp, place: &str) -> Checklist {
    let id = place
        .strip_prefix("/checklists/")
        .and_then(|rest| rest.strip_suffix("/edit"))
        .unwrap();
    let mut tx = app.app.db.read().await.unwrap();
    let row: (JsonText<Checklist>,) = tx
        .query("SELECT document FROM checklist_drafts WHERE checklist_id = $1")
        .bind(id)
        .one()
        .await
        .unwrap();
    row.0.0
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
    a_sheet_is_its_owner_s_and_for_a_day,
    what_is_no_sheet_gets_a_sentence,
    faults_name_their_cells,
    the_example_and_every_version_return_as_they_left,
    evaluations_leave_as_far_as_one_sees_them
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

async fn what_is_no_sheet_gets_a_sentence(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let example = head
        .get("/checklists/import/example?as=xlsx")
        .await
        .ok()
        .body
        .to_vec();
    let large = vec![b'a'; 6 * 1024 * 1024];
    let cases: [(&[u8], StatusCode, &str); 6] = [
        (b"", StatusCode::UNPROCESSABLE_ENTITY, "Выберите файл"),
        (
            b";;\n",
            StatusCode::UNPROCESSABLE_ENTITY,
            "ни одной заполненной ячейки",
        ),
        (
            &example[..example.len() / 2],
            StatusCode::UNPROCESSABLE_ENTITY,
            "Откройте его в Excel",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "старый формат XLS",
        ),
        (b"%PDF-1.7", StatusCode::UNSUPPORTED_MEDIA_TYPE, "это не таблица"),
        (&large, StatusCode::UNPROCESSABLE_ENTITY, "больше 5"),
    ];
    for (bytes, status, sentence) in cases {
        let form = Multipart::default().file("file", "лист.xlsx", bytes);
        let answer = head.upload("/checklists/import", form).await.expect(status);
        let said = answer.words("#file-error");
        assert!(said.contains(sentence), "{said}");
    }
    let mut tx = app.app.db.read().await.unwrap();
    let left: (i64,) = tx
        .query("SELECT COUNT(*) FROM sheet_imports")
        .one()
        .await
        .unwrap();
    assert_eq!(left.0, 0);
}

async fn faults_name_their_cells(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let sheet = "Блок;Пункт;Шкала;Вес\nА;Раз;много;0\n";
    let place = bring(
        &head,
        Multipart::default().file("file", "лист.csv", sheet.as_bytes()),
    )
    .await;
    let told = head.get(&place).await.ok().all_words(".sheet-faults li");
    assert_eq!(
        told,
        [
            "Строка 2, столбец C «Шкала». Шкала не понятна: «много». Подойдёт «0, 1, 2», «да / нет» или лучшая оценка цифрой.",
            "Строка 2, столбец D «Вес». Вес — число больше 0 с двумя знаками после запятой, а не «0»",
        ]
    );
    // Leaving the two columns out takes the usual scale and weight.
    let fields = [
        ("of", "0.0"),
        ("column.2", ""),
        ("column.3", ""),
        ("scale", "five-step"),
        ("act", "save"),
    ];
    let saved = head.post(&place, &fields).await.expect(StatusCode::SEE_OTHER);
    let scales: Vec<Scale> = draft(&app, saved.location())
        .await
        .items()
        .map(|(_, item)| item.scale)
        .collect();
    assert_eq!(scales, [Scale::FiveStep]);
}

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_head_brings_the_sheet_and_corrects_a_column() {
    let service = Service::scripted(&crate::support::speech::Script::default()).await;
    let folder = tempfile::tempdir().unwrap();
    let (items, rows) = (
        folder.path().join("Прослушка.csv"),
        folder.path().join("Оценки.csv"),
    );
    std::fs::write(&items, cp1251(ITEMS)).unwrap();
    std::fs::write(&rows, cp1251(ROWS)).unwrap();
    for (width, height) in [(1440, 900), (390, 800)] {
        let window = Window::open(&service, width, height, "ru").await;
        window.sign_in("m.sokolova", crate::support::app::PASSWORD).await;
        window.go("/checklists/import").await;
        window.assert_fits().await;
        window
            .find("#file")
            .await
            .send_keys(items.to_str().unwrap())
            .await
            .unwrap();
        window
            .find("#rows")
            .await
            .send_keys(rows.to_str().unwrap())
            .await
            .unwrap();
        window.picture(&format!("sheet-new-{width}")).await;
        window.click(".form-sheet button[type=submit]").await;
        window
            .until("the mapping", "return document.querySelector('#column-1')")
            .await;
        window.assert_fits().await;
        window.assert_accessible().await;
        // By keyboard: the select takes the letters of its choice.
        window.find("#column-1").await.send_keys("Пункт").await.unwrap();
        window
            .until(
                "the preview",
                "return document.querySelector('.sheet-preview h2').textContent.includes('4 пункта')",
            )
            .await;
        window
            .until(
                "the verdict",
                "return document.querySelector('.sheet-compared .notice')?.textContent.includes('по блокам')",
            )
            .await;
        let focused = window
            .client
            .execute("return document.activeElement.id", Vec::new())
            .await
            .unwrap();
        assert_eq!(focused, "column-1", "the focus stays where the hand is");
        window.find("#rule-blocks").await.send_keys(" ").await.unwrap();
        window
            .until("no differing row", "return document.querySelector('#rule-blocks').checked && !document.querySelector('.sheet-differ')")
            .await;
        window.picture(&format!("sheet-map-{width}")).await;
        window.assert_fits().await;
        window.click(".sheet-bar button[value=save]").await;
        window
            .until("the editor", "return location.pathname.endsWith('/edit')")
            .await;
        assert!(window.text().await.contains("Контакт"));
        window.assert_quiet().await;
        window.close().await;
    }
}
