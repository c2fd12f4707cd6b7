//! Health tells the truth: each thing that can be wrong is found, told by `/readyz`, `/metrics` and the administrator's page
//! in the same words, and is gone when it is mended.

use std::collections::{BTreeMap, HashSet};

use axum::body::Body;
use axum::http::{Method, StatusCode};
use futures::StreamExt as _;
use salesbook::db::{Db, Sql};
use salesbook::health;
use serde_json::{Value, json};

use crate::support::app::{Answer, Browser, Multipart, TestApp, Who, copy_folder};
use crate::support::db::on_both;
use crate::support::disk::SmallDisk;
use crate::support::program::Place;
use crate::support::speech::{Script, call};

const HOUR_MS: i64 = 3_600_000;

/// What `/readyz` says of a part: its codes.
fn codes(ready: &Answer, part: &str) -> Vec<String> {
    let ready = ready.json();
    let parts = ready["parts"].as_array().unwrap();
    let part = parts.iter().find(|it| it["name"] == part).unwrap();
    let codes = part["codes"].as_array().cloned().unwrap_or_default();
    assert_eq!(codes.is_empty(), part["health"] == "ok", "{ready}");
    let codes = codes.iter().map(|code| code.as_str().unwrap().to_owned());
    codes.filter(|code| code != CARELESS).collect()
}

/// What is said of the tests' own PostgreSQL, which is started to be fast and not to outlive a power cut.
const CARELESS: &str = "database-unsafe";

/// All is well, but for how the tests' PostgreSQL was started.
fn is_well(ready: &Answer) -> bool {
    let ready = ready.json();
    let parts = ready["parts"].as_array().unwrap().iter();
    let codes: Vec<&Value> = parts
        .flat_map(|it| it["codes"].as_array().into_iter().flatten())
        .collect();
    codes.iter().all(|code| **code == CARELESS) && (ready["status"] == "ok") == codes.is_empty()
}

async fn look(app: &TestApp) -> Answer {
    app.app.health.check().await;
    TestApp::stranger_of(&app.app).get("/readyz").await
}

async fn told(browser: &Browser) -> Vec<String> {
    let mut all = browser
        .get("/health")
        .await
        .ok()
        .all_words("#findings .health-what");
    all.retain(|it| !it.starts_with("При сбое питания PostgreSQL"));
    all
}

async fn run(db: &Db, sql: impl Into<Sql>) {
    let mut tx = db.write().await.unwrap();
    tx.query(sql).execute().await.unwrap();
    tx.commit().await.unwrap();
}

on_both!(
    a_service_that_is_well_says_so_calmly_and_to_the_administrator_alone,
    a_clock_that_jumps_is_told_for_a_day,
    a_service_seen_in_the_future_tells_of_a_wrong_clock,
    a_schema_of_another_program_takes_no_traffic,
    a_recording_without_its_file_is_counted,
    a_library_that_is_gone_is_told_and_followed_when_it_is_back,
    a_missing_model_concerns_the_process_that_works,
    a_database_that_takes_nothing_takes_no_traffic,
    a_place_that_cannot_be_written_to_takes_no_traffic,
    without_a_database_health_and_numbers_still_come,
    little_room_is_a_warning,
    below_the_reserve_files_are_refused_before_they_arrive,
    the_numbers_are_what_prometheus_reads
);

async fn a_service_that_is_well_says_so_calmly_and_to_the_administrator_alone(db: Db) {
    let app = TestApp::new(db).await;
    app.app.health.will_work();
    let ready = look(&app).await.ok();
    assert!(is_well(&ready), "{}", ready.text());
    let ready = ready.json();
    let calm = ready["status"] == "ok";
    let names: Vec<&str> = ready["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "database",
            "disk",
            "recordings",
            "playbook",
            "model",
            "queue",
            "backups",
            "clock",
            "process"
        ]
    );
    let admin = app.sign_in(Who::Admin).await;
    let page = admin.get("/health").await.ok();
    assert_eq!(
        page.all_words(".health-well"),
        if calm {
            vec!["Всё в порядке"]
        } else {
            Vec::new()
        }
    );
    assert_eq!(page.all_words(".health-what").is_empty(), calm);
    assert!(told(&admin).await.is_empty());
    assert!(
        page.text().contains("Последняя резервная копия") && page.text().contains(env!("CARGO_PKG_VERSION"))
    );
    assert_eq!(admin.get("/").await.ok().text().contains("id=\"unwell\""), !calm);
    for who in [Who::Manager, Who::Head, Who::Trainer] {
        app.sign_in(who)
            .await
            .get("/health")
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    let english = admin
        .with_header("accept-language", "en")
        .get("/health")
        .await
        .ok();
    assert_eq!(
        english.all_words(".health-well"),
        if calm { vec!["All is well"] } else { Vec::new() }
    );
}

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

/// Whatever is written of health is refused, with this state where there are states.
async fn refuse(db: &Db, state: &str) {
    let raise = format!(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '{state}'; END $$"
    );
    let raise: &'static str = Box::leak(raise.into_boxed_str());
    run(db, Sql::dialects("SELECT 1", raise)).await;
    run(
        db,
        Sql::dialects(
            "CREATE TRIGGER refused BEFORE INSERT ON health_marks BEGIN SELECT RAISE(ABORT, 'refused'); END",
            "CREATE TRIGGER refused BEFORE INSERT ON health_marks FOR EACH ROW EXECUTE FUNCTION refuse()",
        ),
    )
    .await;
}

/// The server's own disk, as PostgreSQL tells of it: 53100 in the middle of a transaction.
#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_of_the_server_is_told_as_such() {
    crate::support::db::on_postgresql(|db: Db| async move {
        let app = TestApp::new(db.clone()).await;
        let manager = app.sign_in(Who::Manager).await;
        look(&app).await.ok();
        refuse(&db, "53100").await;
        for table in ["unanswered_queries", "drafts", "recordings"] {
            let exists: i64 = {
                let mut tx = db.read().await.unwrap();
                tx.query("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1")
                    .bind(table)
                    .scalar()
                    .await
                    .unwrap()
            };
            if exists == 1 {
                let sql = format!("CREATE TRIGGER refused BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION refuse()");
                run(&db, Box::leak(sql.into_boxed_str()) as &'static str).await;
            }
        }
        let ready = look(&app).await.expect(StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(codes(&ready, "database"), ["database-full"]);
        let form = Multipart::default().file("file", "call.wav", &call(8));
        let answer = manager.upload("/api/v1/recordings", form).await;
        answer.problem(StatusCode::INSUFFICIENT_STORAGE, "disk-full");
        let draft = json!({ "form": "/plans/1", "base": "7f", "turn": 1, "fields": [{ "name": "a", "value": "б" }] });
        let answer = manager.json(Method::PUT, "/api/v1/drafts/01K0ZC3QJ5V0T5N6V8W2M4X7RD", &draft).await;
        answer.problem(StatusCode::INSUFFICIENT_STORAGE, "disk-full");
    })
    .await;
}

async fn a_place_that_cannot_be_written_to_takes_no_traffic(db: Db) {
    let app = TestApp::new(db).await;
    look(&app).await.ok();
    // Rights say nothing to whoever runs this as root; a file where the directory was says it to everybody.
    let recordings = app.app.parts.blobs.root().to_owned();
    let aside = app.data.path().join("aside");
    std::fs::rename(&recordings, &aside).unwrap();
    let ready = look(&app).await.expect(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(codes(&ready, "disk"), ["disk-away"]);
    std::fs::write(&recordings, b"").unwrap();
    let ready = look(&app).await.expect(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(codes(&ready, "disk"), ["disk-refuses"]);
    std::fs::remove_file(&recordings).unwrap();
    std::fs::rename(&aside, &recordings).unwrap();
    assert!(codes(&look(&app).await.ok(), "disk").is_empty());
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

async fn little_room_is_a_warning(db: Db) {
    let app = TestApp::with_settings(db, &[("disk_warning", "100%")]).await;
    let admin = app.sign_in(Who::Admin).await;
    assert_eq!(look(&app).await.ok().json()["status"], "degraded");
    let told = told(&admin).await;
    assert!(told[0].starts_with("На диске с данными осталось "), "{told:?}");
    // A warning refuses nothing.
    let form = Multipart::default().file("file", "call.wav", &call(8));
    app.program(Who::Manager)
        .await
        .upload("/api/v1/recordings", form)
        .await
        .expect(StatusCode::CREATED);
}

async fn below_the_reserve_files_are_refused_before_they_arrive(db: Db) {
    let app = TestApp::with_settings(db, &[("disk_reserve", "100%")]).await;
    let (manager, trainer, admin) = (
        app.sign_in(Who::Manager).await,
        app.sign_in(Who::Trainer).await,
        app.sign_in(Who::Admin).await,
    );
    // The beginning of a file whose rest never comes: an answer is one to the head.
    let begin = async |browser: &Browser, path: &str| {
        let (kind, head, _) = Multipart::default().open("file", "call.wav");
        let pieces = futures::stream::iter([Ok::<_, std::io::Error>(head)]).chain(futures::stream::pending());
        browser
            .send(Method::POST, path, Some(&kind), Body::from_stream(pieces))
            .await
    };
    let problem = begin(&manager, "/api/v1/recordings")
        .await
        .problem(StatusCode::INSUFFICIENT_STORAGE, "disk-reserve");
    assert!(
        problem["title"]
            .as_str()
            .unwrap()
            .starts_with("Не принято: на диске сервера осталось"),
        "{problem}"
    );
    let page = begin(&manager, "/recordings")
        .await
        .expect(StatusCode::INSUFFICIENT_STORAGE);
    assert!(
        page.words(".failure h1").contains("Файл отправьте ещё раз"),
        "{}",
        page.text()
    );
    begin(&trainer, "/playbook/images")
        .await
        .expect(StatusCode::INSUFFICIENT_STORAGE);
    begin(&TestApp::stranger_of(&app.app), "/api/v1/recordings")
        .await
        .expect(StatusCode::UNAUTHORIZED);
    assert!(app.app.parts.blobs.hashes().unwrap().is_empty());
    // What people type is what it is kept for.
    manager
        .post("/unanswered", &[("phrase", "Слишком дорого")])
        .await
        .expect(StatusCode::SEE_OTHER);
    // The service stays ready, and the administrator knows.
    let mut told_of = codes(&look(&app).await.ok(), "disk");
    // The book may lie on a disk of its own.
    told_of.dedup();
    assert_eq!(told_of, ["disk-reserve"]);
    assert!(told(&admin).await[0].ends_with("новые файлы не принимаются."));
}

/// Not every head says how much comes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_grows_into_the_reserve_is_stopped_there() {
    let Some(disk) = SmallDisk::mount(64) else { return };
    let file = disk.path().join("salesbook.sqlite");
    let db = Db::open_file(&file).await.unwrap();
    db.migrate().await.unwrap();
    let data = disk.path().to_str().unwrap();
    let settings = [
        ("data", data),
        ("disk_reserve", "24 MB"),
        ("disk_warning", "40 MB"),
    ];
    let app = TestApp::with_settings(db.clone(), &settings).await;
    let manager = app.program(Who::Manager).await;
    assert!(codes(&look(&app).await.ok(), "disk").is_empty());
    let (kind, head, _) = Multipart::default().open("file", "call.wav");
    let piece = vec![7_u8; 1024 * 1024];
    let pieces = futures::stream::iter([head])
        .chain(futures::stream::repeat(piece))
        .map(Ok::<_, std::io::Error>);
    // It would never end by itself.
    let answer = manager
        .send(
            Method::POST,
            "/api/v1/recordings",
            Some(&kind),
            Body::from_stream(pieces),
        )
        .await;
    answer.problem(StatusCode::INSUFFICIENT_STORAGE, "disk-reserve");
    let left = std::fs::read_dir(disk.path().join("recordings/incoming"))
        .unwrap()
        .count();
    assert_eq!(left, 0);
    // A head that says so is refused at once.
    let (kind, head, _) = Multipart::default().open("file", "call.wav");
    let pieces = futures::stream::iter([Ok::<_, std::io::Error>(head)]).chain(futures::stream::pending());
    let long = manager.clone().with_header("content-length", "52428800");
    let answer = long
        .send(
            Method::POST,
            "/api/v1/recordings",
            Some(&kind),
            Body::from_stream(pieces),
        )
        .await;
    answer.problem(StatusCode::INSUFFICIENT_STORAGE, "disk-reserve");

    disk.take(30);
    assert_eq!(codes(&look(&app).await.ok(), "disk"), ["disk-low"]);
    disk.fill();
    let ready = look(&app).await.expect(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(codes(&ready, "disk"), ["disk-full"]);
    disk.free();
    assert!(codes(&look(&app).await.ok(), "disk").is_empty());
    let form = Multipart::default().file("file", "call.wav", &call(8));
    manager
        .upload("/api/v1/recordings", form)
        .await
        .expect(StatusCode::CREATED);
    db.close().await;
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

async fn the_numbers_are_what_prometheus_reads(db: Db) {
    let app = TestApp::new(db).await;
    let program = app.program(Who::Admin).await;
    look(&app).await.ok();
    let text = program.get("/metrics").await.ok().text();
    let numbers = prometheus(&text);
    let backend = app.app.db.backend();
    for (name, least) in [
        ("process_resident_memory_bytes", 1e6),
        ("process_virtual_memory_bytes", 1e6),
        ("process_open_fds", 3.0),
        ("process_max_fds", 3.0),
        ("process_threads", 1.0),
        ("process_cpu_seconds_total", 0.0),
        ("process_start_time_seconds", 1e9),
        ("salesbook_database_connections_max", 1.0),
        ("salesbook_database_connections{state=\"idle\"}", 0.0),
        ("salesbook_database_connections{state=\"busy\"}", 0.0),
        ("salesbook_database_errors_total{kind=\"full\"}", 0.0),
        ("salesbook_database_errors_total{kind=\"damaged\"}", 0.0),
        ("salesbook_database_schema_version", 2e11),
        ("salesbook_disk_free_bytes{place=\"data\"}", 1.0),
        ("salesbook_disk_size_bytes{place=\"data\"}", 1.0),
        ("salesbook_recording_files{state=\"missing\"}", 0.0),
        ("salesbook_clock_jump_seconds", 0.0),
        ("salesbook_health_looked_timestamp_seconds", 1e9),
        (
            "salesbook_health_findings{part=\"disk\",severity=\"warning\"}",
            0.0,
        ),
        ("salesbook_playbook_entries", 1.0),
    ] {
        let value = numbers
            .get(name)
            .unwrap_or_else(|| panic!("{name} is not in\n{text}"));
        assert!(*value >= least, "{name} {value}");
    }
    let version = format!(
        "salesbook_build_info{{database=\"{backend}\",version=\"{}\"}}",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(numbers.get(&version), Some(&1.0), "{text}");
}

/// Reads the text form of Prometheus and insists on its rules: every family has its type, once and before its samples,
/// names and labels are well formed, no series comes twice, counters do not sink below nought, buckets grow and end with
/// `+Inf`.
fn prometheus(text: &str) -> BTreeMap<String, f64> {
    let is_name = |name: &str, more: &str| {
        let first = |c: char| c.is_ascii_alphabetic() || c == '_' || more.contains(c);
        let mut letters = name.chars();
        letters.next().is_some_and(first) && letters.all(|c| first(c) || c.is_ascii_digit())
    };
    let (mut types, mut series) = (BTreeMap::new(), BTreeMap::new());
    let mut buckets: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    assert!(text.ends_with('\n'));
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(
                is_name(name, ":") && ["counter", "gauge", "histogram", "summary"].contains(&kind),
                "{line}"
            );
            assert!(
                types.insert(name.to_owned(), kind.to_owned()).is_none(),
                "twice: {line}"
            );
            continue;
        }
        if line.starts_with('#') {
            assert!(line.starts_with("# HELP "), "{line}");
            continue;
        }
        let (key, value) = line
            .rsplit_once(' ')
            .unwrap_or_else(|| panic!("no value: {line}"));
        let value: f64 = match value {
            "+Inf" => f64::INFINITY,
            "-Inf" => f64::NEG_INFINITY,
            value => value.parse().unwrap_or_else(|_| panic!("no number: {line}")),
        };
        let (name, labels) = key.split_once('{').map_or((key, ""), |(name, rest)| {
            (
                name,
                rest.strip_suffix('}')
                    .unwrap_or_else(|| panic!("not closed: {line}")),
            )
        });
        assert!(is_name(name, ":"), "{line}");
        let labels = labels_of(labels, line);
        assert!(labels.iter().all(|(label, _)| is_name(label, "")), "{line}");
        let family = ["_bucket", "_sum", "_count"].iter().find_map(|end| {
            let family = name.strip_suffix(end)?;
            types
                .get(family)
                .is_some_and(|kind| kind == "histogram" || kind == "summary")
                .then_some(family)
        });
        let kind = types
            .get(family.unwrap_or(name))
            .unwrap_or_else(|| panic!("no type before: {line}"));
        assert!(kind != "counter" || value >= 0.0, "{line}");
        if name.ends_with("_bucket") && kind == "histogram" {
            let (le, rest): (Vec<_>, Vec<_>) = labels.iter().cloned().partition(|(label, _)| label == "le");
            let le = match le[0].1.as_str() {
                "+Inf" => f64::INFINITY,
                le => le.parse().unwrap(),
            };
            buckets
                .entry(format!("{name}{rest:?}"))
                .or_default()
                .push((le, value));
        }
        assert!(series.insert(key.to_owned(), value).is_none(), "twice: {line}");
    }
    for (of, steps) in buckets {
        assert!(
            steps.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1),
            "{of}: {steps:?}"
        );
        assert_eq!(steps.last().map(|it| it.0), Some(f64::INFINITY), "{of}");
    }
    series
}

/// `a="b",c="d\"e"`.
fn labels_of(text: &str, line: &str) -> Vec<(String, String)> {
    let (mut labels, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").unwrap_or_else(|| panic!("{line}"));
        let (mut value, mut escaped, mut end) = (String::new(), false, None);
        for (at, letter) in after.char_indices() {
            match letter {
                '"' if !escaped => {
                    end = Some(at);
                    break;
                }
                '\\' if !escaped => escaped = true,
                letter => {
                    assert!(!escaped || "\\n\"".contains(letter), "{line}");
                    value.push(letter);
                    escaped = false;
                }
            }
        }
        labels.push((name.to_owned(), value));
        rest = &after[end.unwrap_or_else(|| panic!("{line}")) + 1..];
        rest = rest.strip_prefix(',').unwrap_or(rest);
    }
    labels
}

#[test]
#[should_panic(expected = "no type before")]
fn the_reader_of_numbers_is_strict() {
    prometheus("# TYPE a counter\na 1\nb 2\n");
}

#[test]
fn a_report_names_every_part() {
    let report = serde_json::to_value(health::ReadinessReport::new(&[])).unwrap();
    assert_eq!(report["status"], Value::from("ok"));
}
