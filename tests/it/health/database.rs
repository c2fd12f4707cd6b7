//! A database that is away, full of refusals, or damaged.

use axum::http::StatusCode;
use salesbook::db::{Db, Sql};

use super::{codes, is_well, look, prometheus, refuse, run, told};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;
use crate::support::program::Place;

on_both!(
    a_database_that_takes_nothing_takes_no_traffic,
    without_a_database_health_and_numbers_still_come
);

async fn a_database_that_takes_nothing_takes_no_traffic(db: Db) {
    let app = TestApp::new(db.clone()).await;
    let admin = app.sign_in(Who::Admin).await;
    look(&app).await.ok();
    refuse(&db, "25006").await;
    let ready = look(&app).await.expect(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(codes(&ready, "database"), ["database-refuses"]);
    assert_eq!(
        told(&admin).await,
        ["База данных отвечает, но не даёт ничего сохранить."]
    );
    run(
        &db,
        Sql::dialects("DROP TRIGGER refused", "DROP TRIGGER refused ON health_marks"),
    )
    .await;
    assert!(is_well(&look(&app).await.ok()));
}

async fn without_a_database_health_and_numbers_still_come(db: Db) {
    let app = TestApp::new(db.clone()).await;
    let (admin, program) = (app.sign_in(Who::Admin).await, app.program(Who::Admin).await);
    look(&app).await.ok();
    let _ = (
        admin.get("/health").await.ok(),
        program.get("/metrics").await.ok(),
    );
    db.close().await;
    let ready = TestApp::stranger_of(&app.app)
        .get("/readyz")
        .await
        .expect(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(codes(&ready, "database"), ["database-away"]);
    assert_eq!(told(&admin).await, ["База данных не отвечает."]);
    let numbers = program.get("/metrics").await.ok().text();
    let numbers = prometheus(&numbers);
    assert_eq!(
        (numbers["salesbook_database_up"], numbers["salesbook_ready"]),
        (0.0, 0.0)
    );
    assert!(numbers["salesbook_database_errors_total{kind=\"away\"}"] >= 1.0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_file_of_the_database_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place {
        data: folder.path(),
        database: None,
    };
    let db = place.db().await;
    let data = folder.path().to_str().unwrap();
    let app = TestApp::with_settings(db.clone(), &[("data", data)]).await;
    let admin = app.sign_in(Who::Admin).await;
    app.app.health.check_database().await;
    assert!(codes(&look(&app).await.ok(), "database").is_empty());
    let root: i64 = {
        let mut tx = db.read().await.unwrap();
        let find = "SELECT rootpage FROM sqlite_schema WHERE name = 'glossary_terms'";
        tx.query(find).scalar().await.unwrap()
    };
    let root = usize::try_from(root).unwrap();
    db.close().await;

    // A disk that rots: a page of a table that nobody of this test needs.
    let file = folder.path().join("salesbook.sqlite");
    let rot = |pages: std::ops::Range<usize>| {
        let mut bytes = std::fs::read(&file).unwrap();
        for page in pages {
            bytes[page * 4096..page * 4096 + 512].fill(0xEE);
        }
        std::fs::write(&file, &bytes).unwrap();
    };
    let doctor = || {
        let doctor = place
            .command(&["doctor"])
            .stdout(std::process::Stdio::piped())
            .output()
            .unwrap();
        let said = String::from_utf8(doctor.stdout).unwrap();
        assert_eq!(doctor.status.code(), Some(1), "{said}");
        assert!(
            said.contains("FAIL  database") && said.contains("The database is damaged"),
            "{said}"
        );
    };
    rot(root - 1..root);
    doctor();

    // The same found by a running service.
    let db = Db::open_file(&file).await.unwrap();
    let faults = db
        .check_whole(std::time::Duration::from_mins(1))
        .await
        .unwrap()
        .unwrap();
    assert!(!faults.is_empty());
    drop((admin, app));
    db.close().await;

    // So much of it that it cannot even be opened.
    rot(0..60);
    doctor();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_service_tells_of_damage() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.db");
    let db = Db::open_file(&file).await.unwrap();
    db.migrate().await.unwrap();
    let app = TestApp::new(db.clone()).await;
    let admin = app.sign_in(Who::Admin).await;
    look(&app).await.ok();
    // Everything into the file itself, then a hole in a table nobody of this test needs.
    let root: i64 = {
        let mut tx = db.read().await.unwrap();
        let find = "SELECT rootpage FROM sqlite_schema WHERE name = 'glossary_terms'";
        tx.query(find).scalar().await.unwrap()
    };
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.display()))
        .await
        .unwrap();
    let _: (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
        .fetch_one(&pool)
        .await
        .unwrap();
    pool.close().await;
    {
        use std::os::unix::fs::FileExt as _;
        let hole = std::fs::File::options().write(true).open(&file).unwrap();
        hole.write_all_at(&[0xEE; 512], (root.unsigned_abs() - 1) * 4096)
            .unwrap();
    }
    app.app.health.check_database().await;
    assert_eq!(codes(&look(&app).await.ok(), "database"), ["database-damaged"]);
    assert!(told(&admin).await[0].starts_with("База данных повреждена"));
    db.close().await;
}
