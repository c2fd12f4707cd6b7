//! A department's own sheet: brought, corrected, compared, saved as a draft; checklists and evaluations that leave.

mod bringing;
mod browser;
mod faults;
mod leaving;

use axum::http::StatusCode;
use encoding_rs::WINDOWS_1251;
use salesbook::checklists::Checklist;
use salesbook::db::JsonText;

use crate::support::app::{Browser, Multipart, TestApp};

/// As a Russian Excel saves it. «Что смотрим» is a heading that nobody could guess.
const ITEMS: &str = "Лист прослушки;;;;\r\nЭтап;Что смотрим;Макс. балл;Вес;Критично\r\nКонтакт;Приветствие;1;1;\r\n;Имя;1;1;\r\n\
    Завершение;Назначил дату;1;2;\r\n;Грубость;1;1;да\r\nИтого;;5;;\r\n";

/// Totals by blocks; the last is failed by its critical item.
const ROWS: &str = "Сотрудник;Звонок;Приветствие;Имя;Назначил дату;Грубость;Итог\r\nПервый;А;1;0;1;1;75\r\nВторой;Б;1;1;н/п;1;100\r\n\
    Третий;В;1;1;0;1;66,67\r\nТретий;Г;1;1;1;0;0\r\n";

fn cp1251(text: &str) -> Vec<u8> {
    WINDOWS_1251.encode(text).0.into_owned()
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
