//! Who speaks: the manager's side by setting, name and swap; turns of mono calls named by people.

mod browser;
mod naming;
mod sides;

use axum::http::StatusCode;
use salesbook::id::TranscriptId;
use salesbook::speech::transcript::Engine;
use salesbook::speech::{Segment, Speaker, Transcript, Word};
use salesbook::transcripts::store as transcripts;

use crate::support::app::{Browser, Multipart, START};

async fn take_in(browser: &Browser, name: &str, bytes: &[u8], fields: &[(&str, &str)]) -> String {
    let form = fields
        .iter()
        .fold(Multipart::default(), |form, (name, value)| {
            form.field(name, value)
        })
        .file("file", name, bytes);
    let answer = browser.upload("/api/v1/recordings", form).await;
    answer.expect(StatusCode::CREATED).json()["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Five turns of three words on one channel, a turn every two seconds; the third word of each is unsure.
fn mono_talk() -> Transcript {
    let segments = (0..5)
        .map(|turn| {
            let start_ms = 500 + turn * 2_000;
            let words: Vec<Word> = (0..3)
                .map(|n| Word {
                    start_ms: start_ms + n * 500,
                    end_ms: start_ms + n * 500 + 450,
                    text: format!("слово-{turn}-{n}"),
                    p: if n == 2 { 0.3 } else { 0.9 },
                    replaced: None,
                })
                .collect();
            Segment {
                start_ms,
                end_ms: start_ms + 1_450,
                channel: 1,
                speaker: Speaker::Unknown,
                text: words
                    .iter()
                    .map(|it| it.text.as_str())
                    .collect::<Vec<_>>()
                    .join(" "),
                words,
            }
        })
        .collect();
    Transcript {
        language: "ru".to_owned(),
        duration_ms: 12_000,
        channels: 1,
        engine: Engine {
            model: "script".to_owned(),
            device: "cpu".to_owned(),
            x_realtime: 20.0,
        },
        segments,
        filtered: Vec::new(),
    }
}

/// Shows this text from now on.
async fn show(app: &salesbook::app::App, recording: &str, transcript: &Transcript) {
    let id = TranscriptId::new(START, &app.randomness);
    let recording = recording.parse().unwrap();
    let mut tx = app.db.write().await.unwrap();
    transcripts::insert(&mut tx, id, &recording, transcript, &[], START)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}
