//! A disk that fills up under the book or under the speech models alone: it is told which one it is, the rest goes on, and of
//! what did not fit nothing is left.

use std::path::Path;

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::disk_space::DiskSpace;
use salesbook::error::Error;
use salesbook::speech::model::{FetchOptions, ImportOptions, fetch, find, import};

use super::disk::{EDIT, NO_ROOM_FOR_BOOK, edited};
use crate::support::app::{Multipart, SHIPPED_BOOK, TestApp, Who, copy_folder};
use crate::support::disk::SmallDisk;
use crate::support::program::files;
use crate::support::speech::call;

/// What is said of the disks.
async fn told(app: &TestApp) -> Vec<String> {
    app.app.health.check().await;
    let ready = TestApp::stranger_of(&app.app).get("/readyz").await.ok().json();
    let parts = ready["parts"].as_array().unwrap();
    let disk = parts.iter().find(|part| part["name"] == "disk").unwrap();
    let codes = disk["codes"].as_array().cloned().unwrap_or_default();
    codes
        .iter()
        .map(|code| code.as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_book_on_a_full_disk_of_its_own_is_told_apart() {
    let Some(disk) = SmallDisk::mount(32) else { return };
    let book = disk.path().join("book");
    copy_folder(Path::new(SHIPPED_BOOK), &book);
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open_file(&folder.path().join("test.db")).await.unwrap();
    db.migrate().await.unwrap();
    let settings = [("library", book.to_str().unwrap()), ("disk_reserve", "3 MB")];
    let app = TestApp::with_settings(db.clone(), &settings).await;
    let (trainer, program) = (app.sign_in(Who::Trainer).await, app.program(Who::Manager).await);
    assert_eq!(told(&app).await, [""; 0]);
    let form = edited(&trainer).await;
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let mut before = files(&book);
    before.sort();

    // Below the reserve no picture comes in; recordings lie elsewhere, and what people type still fits.
    let free = DiskSpace::from_folder(disk.path()).unwrap().free / 1024 / 1024;
    disk.take(usize::try_from(free).unwrap() - 1);
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    picture.resize(100_000, 7);
    let picture = Multipart::default().file("file", "x.png", &picture);
    let refused = trainer.upload("/playbook/images", picture).await;
    let refused = refused.expect(StatusCode::INSUFFICIENT_STORAGE);
    assert!(
        refused
            .words(".failure h1")
            .starts_with("Не принято: на диске сервера осталось")
    );
    let file = Multipart::default().file("file", "call.wav", &call(8));
    program
        .upload("/api/v1/recordings", file)
        .await
        .expect(StatusCode::CREATED);
    assert_eq!(told(&app).await, ["disk-reserve"]);

    disk.fill();
    let saved = trainer.post(EDIT, &form).await;
    let saved = saved.expect(StatusCode::INSUFFICIENT_STORAGE);
    assert!(saved.text().contains(NO_ROOM_FOR_BOOK), "{}", saved.text());
    let mut after = files(&book);
    after.sort();
    assert_eq!(after, before, "half a file is left");
    assert_eq!(told(&app).await, ["disk-full"]);

    disk.free();
    trainer.post(EDIT, &form).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(told(&app).await, [""; 0]);
    db.close().await;
}

#[test]
fn a_model_that_does_not_fit_leaves_nothing() {
    let Some(disk) = SmallDisk::mount(8) else { return };
    let folder = tempfile::tempdir().unwrap();
    let (source, models) = (folder.path().join("ggml-ours.bin"), disk.path().join("models"));
    let mut bytes = 0x6767_6d6c_u32.to_le_bytes().to_vec();
    bytes.resize(12 * 1024 * 1024, 7);
    std::fs::write(&source, &bytes).unwrap();
    let options = ImportOptions {
        name: Some("ours".parse().unwrap()),
        ..ImportOptions::default()
    };
    let refused = import(&source, &models, &options, &mut |_| {}).unwrap_err();
    let refused = Error::from(refused);
    assert_eq!(
        (refused.kind().status(), refused.code()),
        (507, "model-disk-full")
    );
    assert!(files(&models).is_empty(), "{:?}", files(&models));

    std::fs::write(&source, &bytes[..4 * 1024 * 1024]).unwrap();
    let model = import(&source, &models, &options, &mut |_| {}).unwrap();
    assert_eq!(find(&models, &model.name).unwrap(), model);
}

/// Nobody listens at the hub's address: it is not asked.
#[test]
fn a_model_that_would_not_fit_is_not_begun() {
    let Some(disk) = SmallDisk::mount(8) else { return };
    let models = disk.path().join("models");
    let options = FetchOptions {
        hub: "http://127.0.0.1:9".to_owned(),
        ..FetchOptions::default()
    };
    let refused = fetch(&models, &"tiny".parse().unwrap(), &options, &mut |_| {}).unwrap_err();
    assert_eq!(refused.code(), "model-disk-full");
    assert!(files(&models).is_empty(), "{:?}", files(&models));
}
