//! Scoring as people do it: a head fills in the card and publishes, the manager says their opinion and then sees the score.

mod card;
mod opinion;
mod past;
mod programs;

use axum::http::StatusCode;
use salesbook::db::JsonText;
use salesbook::i18n::Locale;
use salesbook::id::RecordingId;
use salesbook::people::Person;
use salesbook::recordings::{self, Recording, RecordingState};
use salesbook::side::Side;
use salesbook::time::Timestamp;

use crate::support::app::{Browser, START, TestApp, Who};

/// A call of this manager without sound, ten minutes long.
pub fn silent_call(id: &RecordingId, manager: &Person, at: Timestamp) -> Recording {
    Recording {
        id: id.clone(),
        manager_id: manager.id.clone(),
        manager_name: manager.name.clone(),
        uploaded_by: None,
        file_hash: id.to_string(),
        file_name: "call.wav".to_owned(),
        bytes: 1,
        content_type: "audio/wav".to_owned(),
        extension: "wav".to_owned(),
        duration_ms: 600_000,
        channels: 2,
        damaged_at_ms: None,
        read_by: salesbook::speech::audio::ReadBy::Salesbook,
        language: Locale::Ru,
        manager_channel: Side::Left,
        client: String::new(),
        phone: String::new(),
        direction: None,
        called_at: at,
        call_type: None,
        outcome: None,
        note: String::new(),
        tags: JsonText(Vec::new()),
        state: RecordingState::Ready,
        error_code: None,
        error_args: None,
        created_at: at,
    }
}

pub async fn call(app: &TestApp, who: Who, client: &str) -> RecordingId {
    let id = RecordingId::new(START, &app.app.randomness);
    let recording = silent_call(&id, app.person(who), START);
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

/// The marks of the standard card in the interface's example: 62,00 with the objections' gate closed.
pub const EXAMPLE: &[(&str, &str)] = &[
    ("gate.objections", "closed"),
    ("mark.greeting", "2"),
    ("mark.client-name", "2"),
    ("mark.reason", "2"),
    ("mark.agenda", "2"),
    ("mark.by-name", "1"),
    ("mark.deadline", "2"),
    ("mark.budget", "0"),
    ("mark.decision", "1"),
    ("mark.criteria", "2"),
    ("mark.summary", "1"),
    ("mark.benefits", "1"),
    ("mark.current-offer", "2"),
    ("mark.calculation", "na"),
    ("mark.target-action", "2"),
    ("mark.second-attempt", "0"),
    ("mark.date", "0"),
    ("mark.recap", "1"),
    ("mark.polite", "2"),
    ("mark.fillers", "1"),
    ("mark.card", "2"),
    ("mark.promises", "1"),
];

pub const WHY: &[(&str, &str)] = &[
    ("comment.budget", "Назвал вилку, не узнав, на что рассчитывают."),
    ("comment.second-attempt", "Отпустил сразу."),
    ("comment.date", "«Созвонимся на неделе»."),
    ("summary", "Срок узнал, до даты не довёл."),
];

/// Begins a draft through the recording's button.
pub async fn begin(head: &Browser, recording: &RecordingId) -> String {
    let answer = head
        .post(&format!("/recordings/{recording}/evaluate"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let place = answer.location();
    place
        .strip_prefix("/evaluations/")
        .and_then(|rest| rest.strip_suffix("/edit"))
        .unwrap()
        .to_owned()
}

/// Begins, fills in the example and publishes.
pub async fn publish(head: &Browser, recording: &RecordingId) -> String {
    let id = begin(head, recording).await;
    let fields: Vec<_> = [("revision", "0")]
        .into_iter()
        .chain(EXAMPLE.iter().copied())
        .chain(WHY.iter().copied())
        .collect();
    let answer = head
        .post(&format!("/evaluations/{id}/publish"), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), format!("/evaluations/{id}"));
    id
}
