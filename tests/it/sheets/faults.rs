//! What is wrong with a sheet, in a sentence and with its cell.

use axum::http::StatusCode;
use salesbook::checklists::Scale;
use salesbook::db::Db;

use super::{bring, draft};
use crate::support::app::{Multipart, TestApp, Who};
use crate::support::db::on_both;

on_both!(what_is_no_sheet_gets_a_sentence, faults_name_their_cells);

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
