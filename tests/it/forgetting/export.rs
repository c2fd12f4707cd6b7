//! What is kept about a person is theirs.

use std::io::Read as _;

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::forgetting;

use super::{PHONE, client_call};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

/// The texts of an archive by name.
fn unpacked(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = Vec::new();
            file.read_to_end(&mut text).unwrap();
            (
                file.name().unwrap().into_owned(),
                String::from_utf8_lossy(&text).into_owned(),
            )
        })
        .collect()
}

on_both!(a_person_gets_what_is_kept_about_them);

async fn a_person_gets_what_is_kept_about_them(db: Db) {
    let app = TestApp::new(db).await;
    let call = client_call(&app, 7).await;
    let (head, manager, admin) = (
        app.sign_in(Who::Head).await,
        app.sign_in(Who::Manager).await,
        app.sign_in(Who::Admin).await,
    );
    crate::evaluations::publish(&head, &call).await;
    let form = [
        ("manager", app.id(Who::Manager).as_str()),
        ("day", "2026-11-25"),
        ("time", "15:00"),
    ];
    let meeting = head
        .post("/one-to-ones", &form)
        .await
        .expect(StatusCode::SEE_OTHER)
        .location()
        .to_owned();
    head.post(
        &meeting,
        &[
            ("act", "save"),
            ("day", "2026-11-25"),
            ("went_well", "Встреча"),
            ("shared_notes", "Договорились"),
            ("private_notes", "Присмотреться"),
        ],
    )
    .await;
    let at = format!("/people/{}/export", app.id(Who::Manager));
    for who in [Who::Head, Who::Colleague, Who::Trainer] {
        app.sign_in(who)
            .await
            .post(&at, &[])
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    for answer in [
        manager.post("/profile/export", &[]).await.ok(),
        admin.post(&at, &[("sound", "yes")]).await.ok(),
    ] {
        assert_eq!(answer.headers["content-type"], "application/zip");
        let files = unpacked(&answer.body);
        let text = |name: &str| {
            files
                .iter()
                .find(|(file, _)| file == name)
                .map_or("", |(_, text)| text.as_str())
        };
        let recordings: serde_json::Value = serde_json::from_str(text("data/recordings.json")).unwrap();
        assert_eq!(recordings[0]["phone"], PHONE);
        let evaluations: serde_json::Value = serde_json::from_str(text("data/evaluations.json")).unwrap();
        assert!(evaluations[0]["answers"]["marks"].is_object());
        let transcripts: serde_json::Value = serde_json::from_str(text("data/transcripts.json")).unwrap();
        assert!(transcripts[0]["document"]["segments"].is_array());
        assert!(text("index.html").contains("Анна Кузнецова") && text("index.html").contains("manager: "));
        let all: String = files.iter().map(|(_, text)| text.as_str()).collect();
        assert!(all.contains("Договорились") && !all.contains("Присмотреться"));
        assert!(!all.contains("password_hash") && !all.contains("$argon2"));
    }
    let with_sound = unpacked(&admin.post(&at, &[("sound", "yes")]).await.ok().body);
    assert!(
        with_sound
            .iter()
            .any(|(name, bytes)| name.starts_with("sound/") && bytes.starts_with("RIFF"))
    );
    // It is made while it is read; so many at once, and a place is free again when one is read to its end.
    let places = app.app.forgetting.export_places().clone();
    let all = u32::try_from(forgetting::EXPORTS_AT_ONCE).unwrap();
    let taken = places.acquire_many(all).await.unwrap();
    let told = manager
        .post("/profile/export", &[])
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
    assert!(told.text().contains("Подождите минуту"), "{}", told.text());
    assert!(told.headers.get("retry-after").is_some());
    drop(taken);
    assert!(
        manager
            .post("/profile/export", &[])
            .await
            .ok()
            .headers
            .get("content-length")
            .is_none()
    );
    assert!(
        admin
            .get("/audit")
            .await
            .ok()
            .text()
            .contains("Личные данные выгружены")
    );
}
