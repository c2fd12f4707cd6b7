//! Forgetting: a client and a person are gone everywhere, also from the files; what is kept for a time goes when it is over;
//! what is kept about a person is theirs; a shared snippet has a ground; a call says that it is recorded.

mod erasing;
mod export;
mod grounds;
mod retention;

use axum::http::StatusCode;
use salesbook::id::RecordingId;
use salesbook::transcripts::spoken;

use crate::support::app::{Multipart, TestApp, Who};
use crate::support::speech::call;

/// A name that stands nowhere else, and what the client said.
const NAME: &str = "Ромашкоград";

const PHONE: &str = "+7 (916) 555-77-31";

const SAID: &str = "Кошкодавленко";

/// A call of the manager with the client's name and number.
async fn client_call(app: &TestApp, seconds: u32) -> RecordingId {
    let form = Multipart::default()
        .field("manager", &app.person(Who::Manager).login)
        .field("client", &format!("ООО «{NAME}»"))
        .field("phone", PHONE)
        .field("note", "Просил перезвонить на 8 916 555 77 31")
        .field("tags", NAME)
        .file("file", "out-79165557731.wav", &call(seconds));
    let answer = app
        .program(Who::Head)
        .await
        .upload("/api/v1/recordings", form)
        .await;
    let id = answer.expect(StatusCode::CREATED).json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    app.run_jobs().await;
    id.parse().unwrap()
}

/// The client says something nobody else says.
async fn say(app: &TestApp, call: &RecordingId) {
    let mut tx = app.app.db.write().await.unwrap();
    tx.query("UPDATE transcripts SET document = replace(document, 'компания', $2), words_due = TRUE WHERE recording_id = $1")
        .bind_all((call, SAID))
        .execute()
        .await
        .unwrap();
    tx.commit().await.unwrap();
    spoken::index_due(&app.app.db).await.unwrap();
}

const DAY_MS: i64 = 24 * 3_600_000;
