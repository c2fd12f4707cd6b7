//! Files without rows and rows without files, on the assembled application: what the administrator finds again, what
//! everybody is told, and what brings the sound back.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use salesbook::recordings::files::lost::KEPT_DAYS;
use salesbook::recordings::files::sweep::SweepResult;
use salesbook::recordings::files::{FileHealth, HANDFUL, store};
use tokio_util::sync::CancellationToken;

use crate::support::app::{Answer, Browser, Multipart, TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::{Script, call};

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
    an_older_database_beside_newer_files_moves_nothing_and_says_so,
    an_empty_database_moves_not_even_one_file,
    what_a_crash_left_is_heard_and_taken_in_again,
    a_found_file_goes_after_thirty_days_or_when_the_administrator_says_so,
    a_deleted_recording_leaves_its_sound_for_thirty_days_an_erased_one_nothing,
    a_missing_file_is_410_everywhere_and_the_same_sound_mends_it,
    a_transcription_without_its_file_says_so_and_goes_on_when_the_sound_is_back,
    a_rotten_file_is_told_as_damaged_and_only_the_right_sound_replaces_it,
    a_file_that_comes_back_by_itself_is_well_again
);

async fn an_older_database_beside_newer_files_moves_nothing_and_says_so(db: Db) {
    let app = TestApp::new(db).await;
    recording(&app, &call(7)).await;
    let mut orphans = Vec::new();
    for seconds in 0..=HANDFUL as u32 {
        orphans.push(orphan(&app, &call(8 + seconds)).await);
    }
    assert_eq!(
        swept(&app).await,
        SweepResult {
            held: HANDFUL + 1,
            ..SweepResult::default()
        }
    );
    assert!(
        orphans
            .iter()
            .all(|hash| app.app.parts.blobs.path(hash).is_file()),
        "nothing was moved"
    );
    assert_eq!(health(&app).await.unknown_files(), HANDFUL as i64 + 1);
    let admin = app.sign_in(Who::Admin).await;
    let list = admin.get("/recordings").await.ok();
    assert!(list.words(".files-notice").contains("непорядок"));
    let page = admin.get(FILES).await.ok();
    assert!(
        page.words("#unknown").contains("6 файлов не значатся в базе"),
        "{}",
        page.words("#unknown")
    );
    for who in [Who::Manager, Who::Head, Who::Trainer] {
        app.sign_in(who)
            .await
            .get(FILES)
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    assert!(
        app.sign_in(Who::Head)
            .await
            .get("/recordings")
            .await
            .ok()
            .all_words(".files-notice")
            .is_empty()
    );
    // Somebody who was told decides.
    admin
        .post("/recordings/files/aside", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(app.app.parts.blobs.lost().await.unwrap().len(), HANDFUL + 1);
    assert_eq!(app.app.parts.blobs.hashes().unwrap().len(), 1);
    assert_eq!(swept(&app).await, SweepResult::default());
    assert!(admin.get(FILES).await.ok().all_words("#unknown").is_empty());
}

async fn an_empty_database_moves_not_even_one_file(db: Db) {
    let app = TestApp::new(db).await;
    let hash = orphan(&app, &call(7)).await;
    assert_eq!(
        swept(&app).await,
        SweepResult {
            held: 1,
            ..SweepResult::default()
        }
    );
    assert!(app.app.parts.blobs.path(&hash).is_file());
}

async fn what_a_crash_left_is_heard_and_taken_in_again(db: Db) {
    let app = TestApp::new(db).await;
    recording(&app, &call(7)).await;
    orphan(&app, &call(9)).await;
    assert_eq!(
        swept(&app).await,
        SweepResult {
            aside: 1,
            ..SweepResult::default()
        }
    );
    let admin = app.sign_in(Who::Admin).await;
    let page = admin.get(FILES).await.ok();
    let sound = page.attribute("#found audio", "src");
    let heard = admin.get(&sound).await.ok();
    assert_eq!(heard.body.len(), call(9).len());
    let take = page.attribute("#found form[action$=take]", "action");
    let nobody = admin
        .post(&take, &[("manager", "")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.words(".field-error").contains("чей это звонок"));
    let manager = app.id(Who::Colleague).to_string();
    let taken = admin
        .post(&take, &[("manager", &manager)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let shown = app.sign_in(Who::Colleague).await.get(taken.location()).await.ok();
    assert!(shown.words("#call-facts").contains("Никита Жуков"));
    assert!(admin.get(FILES).await.ok().all_words("#found li").is_empty());
    admin.get(&sound).await.expect(StatusCode::NOT_FOUND);
    let acts = admin.get("/audit").await.ok().text();
    assert!(acts.contains("Найденный файл прослушан") && acts.contains("Найденный файл стал записью"));
}

async fn a_found_file_goes_after_thirty_days_or_when_the_administrator_says_so(db: Db) {
    let app = TestApp::new(db).await;
    recording(&app, &call(7)).await;
    orphan(&app, &call(9)).await;
    swept(&app).await;
    app.clock.advance(DAY_MS);
    orphan(&app, &call(10)).await;
    swept(&app).await;
    app.clock.advance((KEPT_DAYS - 1) * DAY_MS - 1);
    assert_eq!(swept(&app).await, SweepResult::default());
    app.clock.advance(1);
    assert_eq!(
        swept(&app).await,
        SweepResult {
            lapsed: 1,
            ..SweepResult::default()
        }
    );
    let admin = app.sign_in(Who::Admin).await;
    let forget = admin
        .get(FILES)
        .await
        .ok()
        .attribute("#found form[action$=forget]", "action");
    admin.post(&forget, &[]).await.expect(StatusCode::SEE_OTHER);
    admin.post(&forget, &[]).await.expect(StatusCode::NOT_FOUND);
    admin
        .get("/recordings/files/..%2F..%2Fsalesbook.sqlite/audio")
        .await
        .expect(StatusCode::NOT_FOUND);
    assert!(app.app.parts.blobs.lost().await.unwrap().is_empty());
}

async fn a_deleted_recording_leaves_its_sound_for_thirty_days_an_erased_one_nothing(db: Db) {
    let app = TestApp::new(db).await;
    let (own, kept) = (recording(&app, &call(9)).await, recording(&app, &call(10)).await);
    let head = app.sign_in(Who::Head).await;
    assert!(
        head.get(&format!("/recordings/{own}"))
            .await
            .ok()
            .words("#delete")
            .contains("30 дней")
    );
    head.post(&format!("/recordings/{own}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let admin = app.sign_in(Who::Admin).await;
    let page = admin.get(FILES).await.ok();
    let words = page.words("#found li");
    assert!(
        words.contains("звонок.wav") && words.contains("Анна Кузнецова") && words.contains("Марина Соколова"),
        "{words}"
    );
    let take = page.attribute("#found form[action$=take]", "action");
    let manager = page.attribute("#found option[selected]", "value");
    let taken = admin
        .post(&take, &[("manager", &manager)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(manager, app.id(Who::Manager).to_string());
    let again = taken.location().rsplit('/').next().unwrap().parse().unwrap();
    // What must be forgotten is nowhere: not in its place, not among the found files.
    let person = app.person(Who::Admin).clone();
    head.post(&format!("/recordings/{kept}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    bring(&app.program(Who::Manager).await, &call(10))
        .await
        .expect(StatusCode::CREATED);
    app.app.recordings.erase(&person, &again).await.unwrap();
    let list = app
        .program(Who::Admin)
        .await
        .get("/api/v1/recordings")
        .await
        .ok()
        .json();
    let last = list["items"][0]["id"].as_str().unwrap().parse().unwrap();
    app.app.recordings.erase(&person, &last).await.unwrap();
    assert!(
        app.app.parts.blobs.lost().await.unwrap().is_empty()
            && app.app.parts.blobs.hashes().unwrap().is_empty()
    );
}

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
