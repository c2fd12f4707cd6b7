//! Writing checklists as people do it: a draft, what is wrong with it, a version, the next one; two at once; the checklist
//! that fits a call; and the browser's arithmetic on a thousand generated cards.

mod arithmetic;
mod browser;
mod choosing;
mod versions;
mod writing;

use axum::http::StatusCode;
use salesbook::checklists::{self, Checklist};
use salesbook::id::RecordingId;
use salesbook::recordings::{self, CallType};

use crate::evaluations::silent_call;
use crate::support::app::{Answer, Browser, START, TestApp, Who};

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
