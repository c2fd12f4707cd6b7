//! Facts are changed, recordings deleted.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use salesbook::db::Db;

use super::{files, rows, upload, upload_for};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::{Script, call};

on_both!(facts_can_be_changed, deleting_takes_the_file_and_stops_the_work);

async fn facts_can_be_changed(db: Db) {
    let app = TestApp::new(db).await;
    let recording = app.recording(Who::Manager, 9).await;
    let head = app.sign_in(Who::Head).await;
    let path = format!("/recordings/{recording}");
    let bad = head
        .post(
            &path,
            &[
                ("phone", "позвоните"),
                ("client", "Литмаш"),
                ("called_at", "вчера"),
            ],
        )
        .await;
    let bad = bad.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bad.attribute("#client", "value"), "Литмаш");
    assert_eq!(bad.attribute("#phone", "aria-invalid"), "true");

    let colleague = app.id(Who::Colleague).to_string();
    let fields = [
        ("manager", colleague.as_str()),
        ("client", "Литмаш"),
        ("manager_channel", "2"),
        ("tags", "архив"),
    ];
    head.post(&path, &fields).await.expect(StatusCode::SEE_OTHER);
    let page = head.get(&path).await.ok();
    assert_eq!(page.words("h1"), "Никита Жуков и Литмаш");
    // The parties have changed places, without transcribing again.
    assert_eq!(page.all_words(".turn-who"), ["Литмаш", "Никита"]);
    app.sign_in(Who::Manager)
        .await
        .get(&path)
        .await
        .expect(StatusCode::NOT_FOUND);
}

async fn deleting_takes_the_file_and_stops_the_work(db: Db) {
    let script = Script::default();
    script.held(true);
    let app = TestApp::with_speech(db, &[], &script).await;
    let created = upload(&app.program(Who::Manager).await, "call.wav", &call(9))
        .await
        .expect(StatusCode::CREATED);
    let worker = app.app.worker();
    let work = tokio::spawn(async move { worker.drain().await });
    while script.heard() == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let head = app.program(Who::Head).await;
    head.send(Method::DELETE, created.location(), None, Body::empty())
        .await
        .expect(StatusCode::NO_CONTENT);
    tokio::time::timeout(Duration::from_secs(10), work)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    // The sound can be got back for some time, by the administrator.
    let in_place = files(&app)
        .into_iter()
        .filter(|file| !file.to_string_lossy().contains("lost-and-found"));
    assert_eq!((rows(&app).await, in_place.count()), (0, 0));
    assert!(!files(&app).is_empty());
    head.get(created.location()).await.expect(StatusCode::NOT_FOUND);
    // The same file is new again.
    script.held(false);
    upload_for(&head, "a.kuznetsova", "call.wav", &call(9))
        .await
        .expect(StatusCode::CREATED);
}
