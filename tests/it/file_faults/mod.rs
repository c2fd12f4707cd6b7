//! Files without rows and rows without files, on the assembled application: what the administrator finds again, what
//! everybody is told, and what brings the sound back.

mod without_files;
mod without_rows;

use axum::http::StatusCode;
use salesbook::recordings::files::sweep::SweepResult;
use salesbook::recordings::files::{FileHealth, store};

use crate::support::app::{Answer, Browser, Multipart, TestApp, Who};

const DAY_MS: i64 = 24 * 3_600_000;

const FILES: &str = "/recordings/files";

async fn bring(browser: &Browser, bytes: &[u8]) -> Answer {
    let form = Multipart::default().file("file", "звонок.wav", bytes);
    browser.upload("/api/v1/recordings", form).await
}

/// A recording of the manager's; its id.
async fn recording(app: &TestApp, bytes: &[u8]) -> String {
    let made = bring(&app.program(Who::Manager).await, bytes).await;
    made.expect(StatusCode::CREATED).json()["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// A whole file without a row, as a crash leaves it; its hash.
async fn orphan(app: &TestApp, bytes: &[u8]) -> String {
    let mut incoming = app.app.parts.blobs.begin().unwrap();
    incoming.write(bytes).await.unwrap();
    let arrived = incoming.finish().await.unwrap();
    let hash = arrived.hash.clone();
    drop(app.app.parts.blobs.keep(arrived).await.unwrap());
    hash
}

async fn swept(app: &TestApp) -> SweepResult {
    app.app.files.sweep().await.unwrap()
}

async fn health(app: &TestApp) -> FileHealth {
    store::health(&mut app.app.db.read().await.unwrap())
        .await
        .unwrap()
}
