//! Calibration as heads do it: the same calls scored blind, opened when all cards are in, compared, talked over, ended; and
//! none of it in anybody's scores.

mod browser;
mod results;
mod rounds;
mod secrecy;

use axum::http::StatusCode;
use salesbook::id::RecordingId;
use salesbook::{checklists, recordings};

use crate::support::app::{Browser, START, TestApp, Who};

/// A call of a manager of the first team, without sound.
pub async fn call(app: &TestApp, client: &str) -> RecordingId {
    let id = RecordingId::new(START, &app.app.randomness);
    let mut recording = crate::evaluations::silent_call(&id, app.person(Who::Manager), START);
    recording.client = client.to_owned();
    let mut tx = app.app.db.write().await.unwrap();
    recordings::store::insert(&mut tx, &recording).await.unwrap();
    tx.query("UPDATE recordings SET client = $2 WHERE id = $1")
        .bind_all((&id, client))
        .execute_exactly(1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

/// The head of the first team begins a session with the head of the second, until 25 November; returns its address.
pub async fn begin(app: &TestApp, head: &Browser, calls: &[&RecordingId]) -> String {
    let mut tx = app.app.db.read().await.unwrap();
    let checklist = checklists::store::checklists(&mut tx)
        .await
        .unwrap()
        .remove(0)
        .checklist_id;
    drop(tx);
    let people = [app.id(Who::Head).to_string(), app.id(Who::OtherHead).to_string()];
    let calls: Vec<String> = calls.iter().map(ToString::to_string).collect();
    let mut fields = vec![
        ("title", "Потребности"),
        ("checklist", checklist.as_str()),
        ("deadline", "2026-11-25"),
    ];
    fields.extend(people.iter().map(|id| ("reviewer", id.as_str())));
    fields.extend(calls.iter().map(|id| ("recording", id.as_str())));
    let made = head.post("/calibrations", &fields).await;
    made.expect(StatusCode::SEE_OTHER).location().to_owned()
}

/// Begins this reviewer's card; returns its address.
pub async fn card(head: &Browser, session: &str, call: u32) -> String {
    let answer = head.post(&format!("{session}/calls/{call}/card"), &[]).await;
    let answer = answer.expect(StatusCode::SEE_OTHER);
    answer.location().strip_suffix("/edit").unwrap().to_owned()
}

/// Fields of a whole card: the best marks and the gate closed, but for what is given.
async fn fields(app: &TestApp, other: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut tx = app.app.db.read().await.unwrap();
    let checklist = checklists::store::checklists(&mut tx)
        .await
        .unwrap()
        .remove(0)
        .document
        .0;
    let mut fields = vec![("gate.objections".to_owned(), "closed".to_owned())];
    for (_, item) in checklist.items() {
        fields.push((format!("mark.{}", item.key), item.scale.max().to_string()));
    }
    fields.extend(
        other
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    fields
}

/// Fills a card in and hands it in.
pub async fn hand_in(app: &TestApp, head: &Browser, card: &str, revision: &str, other: &[(&str, &str)]) {
    let mut sent = fields(app, other).await;
    sent.push(("revision".to_owned(), revision.to_owned()));
    let sent: Vec<(&str, &str)> = sent
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let answer = head
        .post(&format!("{card}/publish"), &sent)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        answer.location().starts_with("/calibrations/"),
        "{}",
        answer.location()
    );
    // A key pressed twice hands in once.
    let again = head
        .post(&format!("{card}/publish"), &sent)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(again.location(), answer.location());
}

const LOW: [(&str, &str); 2] = [("mark.budget", "0"), ("comment.budget", "Тайное слово о бюджете")];
