//! Rows whose file is missing or damaged, and what brings the sound back.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use salesbook::recordings::files::store;
use salesbook::recordings::files::sweep::SweepResult;
use tokio_util::sync::CancellationToken;

use super::{DAY_MS, FILES, bring, health, orphan, recording, swept};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::{Script, call};

async fn scrubbed(app: &TestApp) -> usize {
    app.app
        .files
        .scrub(Duration::ZERO, &CancellationToken::new())
        .await
        .unwrap()
}

/// Where the file of a recording is.
async fn path(app: &TestApp, id: &str) -> std::path::PathBuf {
    let told = app
        .program(Who::Admin)
        .await
        .get(&format!("/api/v1/recordings/{id}"))
        .await
        .ok()
        .json();
    app.app.parts.blobs.path(told["sha256"].as_str().unwrap())
}

/// Another byte in the middle of a file.
fn rot(path: &std::path::Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    std::fs::write(path, bytes).unwrap();
}

on_both!(
    a_missing_file_is_410_everywhere_and_the_same_sound_mends_it,
    a_transcription_without_its_file_says_so_and_goes_on_when_the_sound_is_back,
    a_rotten_file_is_told_as_damaged_and_only_the_right_sound_replaces_it,
    a_file_that_comes_back_by_itself_is_well_again
);

async fn a_missing_file_is_410_everywhere_and_the_same_sound_mends_it(db: Db) {
    let app = TestApp::new(db).await;
    let id = recording(&app, &call(9)).await;
    app.run_jobs().await;
    let file = path(&app, &id).await;
    let manager = app.sign_in(Who::Manager).await;
    let page = format!("/recordings/{id}");
    assert!(manager.get(&page).await.ok().all_words("#file-fault").is_empty());
    std::fs::remove_file(&file).unwrap();
    // The page says it before anybody presses play.
    let told = manager.get(&page).await.ok();
    assert!(
        told.words("#file-fault").contains("нет на диске")
            && told.words("#file-fault").contains("Загрузите тот же файл")
    );
    for address in [format!("{page}/audio"), format!("{page}/audio?download=1")] {
        let gone = manager.get(&address).await.expect(StatusCode::GONE);
        assert!(
            gone.text().contains("Загрузите тот же файл ещё раз"),
            "{}",
            gone.text()
        );
    }
    let program = app.program(Who::Manager).await;
    let api = format!("/api/v1/recordings/{id}");
    program
        .get(&format!("{api}/audio"))
        .await
        .problem(StatusCode::GONE, "recording-file-missing");
    let retry = program
        .json(
            Method::POST,
            &format!("{api}/retry"),
            &serde_json::json!({"language": "en"}),
        )
        .await;
    retry.problem(StatusCode::GONE, "recording-file-missing");
    assert_eq!(program.get(&api).await.ok().json()["file_fault"], "missing");
    // The daily look finds it too, for the administrator and for health.
    assert_eq!(app.app.files.check().await.unwrap(), 1);
    assert_eq!(health(&app).await.missing, 1);
    let admin = app.sign_in(Who::Admin).await;
    assert!(
        admin
            .get(FILES)
            .await
            .ok()
            .words("#faulty")
            .contains("звонок.wav")
    );
    // The same sound again.
    let mended = bring(&program, &call(9)).await.ok().json();
    assert_eq!(mended["id"], id.as_str());
    assert_eq!(std::fs::read(&file).unwrap(), call(9));
    manager.get(&format!("{page}/audio")).await.ok();
    assert!(manager.get(&page).await.ok().all_words("#file-fault").is_empty());
    let one = program.get(&api).await.ok().json();
    assert_eq!(
        (one["state"].as_str(), one["file_fault"].as_str()),
        (Some("ready"), None)
    );
    assert!(health(&app).await.is_well());
    assert!(
        admin
            .get("/audit")
            .await
            .ok()
            .text()
            .contains("Файл записи загружен заново")
    );
    // And now it is there already.
    bring(&program, &call(9))
        .await
        .problem(StatusCode::CONFLICT, "recording-duplicate");
}

async fn a_transcription_without_its_file_says_so_and_goes_on_when_the_sound_is_back(db: Db) {
    let script = Script::default();
    let app = TestApp::with_speech(db, &[], &script).await;
    let id = recording(&app, &call(9)).await;
    std::fs::remove_file(path(&app, &id).await).unwrap();
    let program = app.program(Who::Manager).await;
    let api = format!("/api/v1/recordings/{id}");
    for _ in 0..5 {
        app.run_jobs().await;
        app.clock.advance(DAY_MS);
    }
    let failed = program.get(&api).await.ok().json();
    assert_eq!(
        (failed["state"].as_str(), failed["error"]["code"].as_str()),
        (Some("failed"), Some("recording-file-missing"))
    );
    assert_eq!(script.heard(), 0);
    // Somebody of another team brings it: mended all the same, and not shown to them.
    let outsider = app.program(Who::Outsider).await;
    bring(&outsider, &call(9))
        .await
        .problem(StatusCode::CONFLICT, "recording-duplicate-hidden");
    assert_eq!(program.get(&api).await.ok().json()["state"], "queued");
    app.run_jobs().await;
    assert_eq!(program.get(&api).await.ok().json()["state"], "ready");
}

async fn a_rotten_file_is_told_as_damaged_and_only_the_right_sound_replaces_it(db: Db) {
    let app = TestApp::new(db).await;
    let (rotten, whole) = (recording(&app, &call(9)).await, recording(&app, &call(10)).await);
    assert_eq!((scrubbed(&app).await, health(&app).await.unchecked), (2, 0));
    let file = path(&app, &rotten).await;
    rot(&file);
    assert_eq!(scrubbed(&app).await, 0, "read through this week");
    assert!(health(&app).await.is_well());
    app.clock.advance(8 * DAY_MS);
    assert_eq!(scrubbed(&app).await, 2);
    assert_eq!((health(&app).await.damaged, health(&app).await.missing), (1, 0));
    app.app.files.check().await.unwrap();
    assert_eq!(
        health(&app).await.damaged,
        1,
        "a look from outside does not make it whole"
    );
    let manager = app.sign_in(Who::Manager).await;
    assert!(
        manager
            .get(&format!("/recordings/{rotten}"))
            .await
            .ok()
            .words("#file-fault")
            .contains("повреждён")
    );
    assert!(
        manager
            .get(&format!("/recordings/{whole}"))
            .await
            .ok()
            .all_words("#file-fault")
            .is_empty()
    );
    manager.get(&format!("/recordings/{rotten}/audio")).await.ok();
    let program = app.program(Who::Manager).await;
    let api = format!("/api/v1/recordings/{rotten}");
    assert_eq!(program.get(&api).await.ok().json()["file_fault"], "damaged");
    let admin = app.sign_in(Who::Admin).await;
    assert!(admin.get(FILES).await.ok().words("#faulty").contains("Повреждён"));
    assert_ne!(std::fs::read(&file).unwrap(), call(9), "nobody has replaced it");
    bring(&program, &call(9)).await.ok();
    assert_eq!(std::fs::read(&file).unwrap(), call(9));
    assert!(health(&app).await.is_well());
    // Nobody has read it through yet: bringing the sound does.
    rot(&file);
    bring(&program, &call(9)).await.ok();
    assert_eq!(std::fs::read(&file).unwrap(), call(9));
    // Cut short: seen from outside at once.
    std::fs::write(&file, b"short").unwrap();
    assert_eq!(program.get(&api).await.ok().json()["file_fault"], "damaged");
}

async fn a_file_that_comes_back_by_itself_is_well_again(db: Db) {
    let app = TestApp::new(db).await;
    let id = recording(&app, &call(9)).await;
    let file = path(&app, &id).await;
    let aside = app.data.path().join("aside");
    std::fs::rename(&file, &aside).unwrap();
    assert_eq!(
        (app.app.files.check().await.unwrap(), health(&app).await.missing),
        (1, 1)
    );
    std::fs::rename(&aside, &file).unwrap();
    assert_eq!(
        (app.app.files.check().await.unwrap(), health(&app).await.missing),
        (0, 0)
    );
    // A volume that has gone is not told of each recording, and nothing in its place is touched.
    let mut tx = app.app.db.write().await.unwrap();
    let other = "01K0ZC3QJ5V0T5N6V8W2M4X7RD".parse().unwrap();
    store::found_installation(&mut tx, &other, salesbook::time::Timestamp(0))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    std::fs::rename(&file, &aside).unwrap();
    let stranger = orphan(&app, &call(10)).await;
    assert_eq!(
        (app.app.files.check().await.unwrap(), health(&app).await.missing),
        (0, 0)
    );
    assert_eq!(
        swept(&app).await,
        SweepResult {
            held: 1,
            ..SweepResult::default()
        }
    );
    assert!(app.app.parts.blobs.path(&stranger).is_file());
}
