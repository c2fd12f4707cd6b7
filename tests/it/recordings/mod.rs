//! Recordings from the upload to the list: what is taken in, what is refused and why, who sees what, what is left.

mod breaking_off;
mod changing;
mod list;
mod taking_in;

use salesbook::people::Scope;
use salesbook::recordings::filter;

use crate::support::app::{Answer, Browser, Multipart, TestApp};

async fn upload(browser: &Browser, name: &str, bytes: &[u8]) -> Answer {
    let form = Multipart::default().file("file", name, bytes);
    browser.upload("/api/v1/recordings", form).await
}

async fn upload_for(browser: &Browser, manager: &str, name: &str, bytes: &[u8]) -> Answer {
    let form = Multipart::default()
        .field("manager", manager)
        .file("file", name, bytes);
    browser.upload("/api/v1/recordings", form).await
}

fn id(answer: &Answer) -> String {
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// Every file below the recordings' directory.
fn files(app: &TestApp) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![app.data.path().join("recordings")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != "lock") {
                found.push(path);
            }
        }
    }
    found
}

async fn rows(app: &TestApp) -> usize {
    let mut tx = app.app.db.read().await.unwrap();
    let after = salesbook::db::Cursor::newest();
    let page = filter::list(
        &mut tx,
        &Scope::All,
        &filter::RecordingFilter::default(),
        &after,
        100,
    )
    .await
    .unwrap();
    page.items.len()
}
