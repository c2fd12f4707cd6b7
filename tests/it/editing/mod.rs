//! Correcting a transcript: words keep their times, nobody overwrites what they have not read, every change is kept and can
//! be taken back; the parties are renamed once for all.

mod browser;
mod history;
mod names;
mod turns;

use axum::http::Method;
use salesbook::id::TranscriptId;
use salesbook::speech::transcript::Engine;
use salesbook::speech::{Segment, Speaker, Transcript, Word};
use salesbook::transcripts::store as transcripts;
use serde_json::{Value, json};

use crate::support::app::{Browser, START, TestApp, Who};

/// Four turns of two parties, a turn every two seconds, a word each half second; the last word of each is unsure.
fn talk() -> Transcript {
    let lines = [
        "добрый день компания",
        "сколько стоит стела",
        "сейчас посчитаю всё",
        "жду вас завтра",
    ];
    let segments = (0..)
        .zip(lines)
        .map(|(turn, line)| {
            let start_ms = 500 + turn * 2_000;
            let words: Vec<Word> = (0..)
                .zip(line.split(' '))
                .map(|(n, text)| Word {
                    start_ms: start_ms + n * 500,
                    end_ms: start_ms + n * 500 + 450,
                    text: text.to_owned(),
                    p: if n == 2 { 0.3 } else { 0.9 },
                    replaced: None,
                })
                .collect();
            Segment {
                start_ms,
                end_ms: start_ms + 1_450,
                channel: (turn % 2) as u16 + 1,
                speaker: if turn % 2 == 0 {
                    Speaker::Manager
                } else {
                    Speaker::Client
                },
                text: line.to_owned(),
                words,
            }
        })
        .collect();
    Transcript {
        language: "ru".to_owned(),
        duration_ms: 12_000,
        channels: 2,
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

/// A call of the manager with the text above.
async fn prepared(app: &TestApp) -> String {
    let id = app.recording(Who::Manager, 12).await.to_string();
    show(&app.app, &id, &talk()).await;
    id
}

/// The lines of the text as programs get them.
async fn lines(browser: &Browser, id: &str) -> Vec<String> {
    let text = browser
        .get(&format!("/api/v1/recordings/{id}/transcript"))
        .await
        .ok()
        .json();
    let segments = text["segments"].as_array().unwrap();
    segments
        .iter()
        .map(|it| {
            format!(
                "{} {}",
                it["speaker"].as_str().unwrap(),
                it["text"].as_str().unwrap()
            )
        })
        .collect()
}

async fn turn(program: &Browser, id: &str, turn: &str) -> Value {
    program
        .get(&format!("/api/v1/recordings/{id}/transcript/turns/{turn}"))
        .await
        .ok()
        .json()
}

async fn write(program: &Browser, id: &str, turn: &str, text: &str, revision: &Value) -> Value {
    let path = format!("/api/v1/recordings/{id}/transcript/turns/{turn}");
    program
        .json(Method::PUT, &path, &json!({"text": text, "revision": revision}))
        .await
        .ok()
        .json()
}

async fn history(program: &Browser, id: &str) -> Value {
    program
        .get(&format!("/api/v1/recordings/{id}/transcript/history"))
        .await
        .ok()
        .json()
}

/// For an address.
fn encoded(text: &str) -> String {
    text.bytes()
        .fold(String::new(), |out, byte| out + &format!("%{byte:02X}"))
}
