//! The clock, the schema, files, the library, the model.

use std::collections::HashSet;

use axum::http::StatusCode;
use salesbook::db::{Db, Sql};

use super::{codes, look, run, told};
use crate::support::app::{TestApp, Who, copy_folder};
use crate::support::db::on_both;
use crate::support::speech::Script;

const HOUR_MS: i64 = 3_600_000;

on_both!(
    a_clock_that_jumps_is_told_for_a_day,
    a_service_seen_in_the_future_tells_of_a_wrong_clock,
    a_schema_of_another_program_takes_no_traffic,
    a_recording_without_its_file_is_counted,
    a_library_that_is_gone_is_told_and_followed_when_it_is_back,
    a_missing_model_concerns_the_process_that_works
);

async fn a_clock_that_jumps_is_told_for_a_day(db: Db) {
    let app = TestApp::new(db).await;
    let admin = app.sign_in(Who::Admin).await;
    assert!(codes(&look(&app).await.ok(), "clock").is_empty());
    app.clock.advance(3 * HOUR_MS);
    assert_eq!(codes(&look(&app).await.ok(), "clock"), ["clock-forward"]);
    assert_eq!(
        told(&admin).await,
        ["Часы сервера ушли вперёд сразу на 3 часа (замечено 23 ноября, 17:00)."]
    );
    assert!(admin.get("/").await.ok().words("#unwell").contains("дел"));
    // Looks that follow do not forget it, a day does. The day passes for the clock alone, which is the next jump.
    assert_eq!(codes(&look(&app).await.ok(), "clock"), ["clock-forward"]);

    app.clock.advance(-2 * HOUR_MS);
    let ready = look(&app).await.ok();
    assert_eq!(codes(&ready, "clock"), ["clock-back"]);
    assert!(ready.text().contains("went back by 2 hours"), "{}", ready.text());
    // It outlives the process, which has seen nothing of it.
    let app = app.restarted(&Script::default());
    assert_eq!(codes(&look(&app).await.ok(), "clock"), ["clock-back"]);
}

async fn a_service_seen_in_the_future_tells_of_a_wrong_clock(db: Db) {
    let app = TestApp::new(db.clone()).await;
    look(&app).await.ok();
    let far = format!(
        "UPDATE health_marks SET seen_at = {}",
        crate::support::app::START.0 + 400 * 24 * HOUR_MS
    );
    run(&db, Box::leak(far.into_boxed_str()) as &'static str).await;
    let app = app.restarted(&Script::default());
    let ready = look(&app).await.ok();
    assert_eq!(codes(&ready, "clock"), ["clock-back"]);
    assert!(ready.text().contains("400 days"), "{}", ready.text());
    assert_eq!(
        codes(&look(&app).await.ok(), "clock"),
        ["clock-back"],
        "it is not forgotten at once"
    );
}

async fn a_schema_of_another_program_takes_no_traffic(db: Db) {
    let app = TestApp::new(db.clone()).await;
    let admin = app.sign_in(Who::Admin).await;
    look(&app).await.ok();
    run(&db, Sql::dialects(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (99990101000000, 'newer', 1, X'00', 1)",
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (99990101000000, 'newer', TRUE, '\\x00', 1)",
        )).await;
    let ready = look(&app).await.expect(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(codes(&ready, "database"), ["schema-newer"]);
    assert!(ready.text().contains("99990101000000"));
    assert!(told(&admin).await[0].starts_with("База данных от более новой версии программы"));
    run(&db, "DELETE FROM _sqlx_migrations WHERE version = 99990101000000").await;
    assert!(codes(&look(&app).await.ok(), "database").is_empty());
    run(
        &db,
        "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)",
    )
    .await;
    let ready = look(&app).await.expect(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(codes(&ready, "database"), ["schema-older"]);
}

async fn a_recording_without_its_file_is_counted(db: Db) {
    let app = TestApp::new(db).await;
    let admin = app.sign_in(Who::Admin).await;
    let _ = app.recording(Who::Manager, 8).await;
    assert!(codes(&look(&app).await.ok(), "recordings").is_empty());
    let hash = app.app.parts.blobs.hashes().unwrap().pop().unwrap();
    std::fs::remove_file(app.app.parts.blobs.path(&hash)).unwrap();
    assert_eq!(app.app.files.check().await.unwrap(), 1);
    // The service stays ready: everything else works.
    assert_eq!(codes(&look(&app).await.ok(), "recordings"), ["files-missing"]);
    let page = admin.get("/health").await.ok();
    assert_eq!(page.words(".health-what"), "У 1 записи нет файла.");
    assert_eq!(page.attribute("#findings a", "href"), "/recordings/files");
    assert_eq!(page.words("#findings .badge"), "Неисправно");
    let numbers = app.program(Who::Admin).await.get("/metrics").await.ok().text();
    assert!(
        numbers.contains("salesbook_recording_files{state=\"missing\"} 1"),
        "{numbers}"
    );
}

async fn a_library_that_is_gone_is_told_and_followed_when_it_is_back(db: Db) {
    let place = tempfile::tempdir().unwrap();
    let (here, away) = (place.path().join("book"), place.path().join("away"));
    copy_folder(std::path::Path::new(crate::support::app::SHIPPED_BOOK), &here);
    let app = TestApp::with_settings(db, &[("library", here.to_str().unwrap())]).await;
    assert!(codes(&look(&app).await.ok(), "playbook").is_empty());
    std::fs::rename(&here, &away).unwrap();
    // Before the watcher has noticed it, and after.
    assert_eq!(codes(&look(&app).await.ok(), "playbook"), ["playbook-away"]);
    app.app.parts.library.reload(&HashSet::new());
    let ready = look(&app).await.ok();
    assert_eq!(codes(&ready, "playbook"), ["playbook-away"]);
    assert!(ready.text().contains("last good book"));
    std::fs::rename(&away, &here).unwrap();
    app.app.parts.library.reload(&HashSet::new());
    assert!(codes(&look(&app).await.ok(), "playbook").is_empty());
}

async fn a_missing_model_concerns_the_process_that_works(db: Db) {
    let script = Script::default();
    let app = TestApp::with_speech(db, &[], &script).await;
    script.missing(true);
    assert!(
        codes(&look(&app).await.ok(), "model").is_empty(),
        "others may do the work"
    );
    app.app.health.will_work();
    let ready = look(&app).await.ok();
    assert_eq!(codes(&ready, "model"), ["model-missing"]);
    assert!(ready.text().contains("Recordings wait for it"));
    script.missing(false);
    assert!(codes(&look(&app).await.ok(), "model").is_empty());
}
