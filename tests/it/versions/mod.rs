//! The texts of a recording: transcribed again by another model, brought from elsewhere, shown one at a time, saved as files.

mod bounds;
mod browser;
mod from_elsewhere;
mod machine;

use axum::http::StatusCode;
use serde_json::Value;

use crate::support::app::{Browser, Multipart};

/// Where the voices of a test's call are: the manager first, the client from the fourth second.
const SUBTITLES: &str = "1\r\n00:00:00,500 --> 00:00:02,900\r\nАнна: Добрый день, чем помочь?\r\n\r\n\
                         2\r\n00:00:04,000 --> 00:00:06,400\r\nКлиент: Почём стеллажи?\r\n\r\n";

fn file(name: &str, bytes: &[u8]) -> Multipart {
    Multipart::default().file("file", name, bytes)
}

async fn versions(browser: &Browser, at: &str) -> Vec<Value> {
    let body = browser.get(&format!("{at}/transcripts")).await.ok().json();
    body["items"].as_array().unwrap().clone()
}

fn shown(versions: &[Value]) -> Vec<bool> {
    versions.iter().map(|it| it["shown"].as_bool().unwrap()).collect()
}

async fn take_in(browser: &Browser, bytes: &[u8]) -> String {
    let answer = browser
        .upload("/api/v1/recordings", file("call.wav", bytes))
        .await;
    answer.expect(StatusCode::CREATED).location().to_owned()
}
