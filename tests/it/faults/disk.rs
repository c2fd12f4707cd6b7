//! The disk fills up and is emptied again: a refused write says why, nothing half done stays, every page is fresh
//! afterwards, and the write-ahead log can be put away.

use std::path::Path;

use axum::http::{Method, StatusCode};
use salesbook::backup::{self, BackupSource};
use salesbook::db::{Db, DbError};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use tokio_util::sync::CancellationToken;

use super::rounds;
use crate::authoring::fields;
use crate::support::app::{Browser, Multipart, PASSWORD, SHIPPED_BOOK, TestApp, Who, copy_folder};
use crate::support::db::on_both;
use crate::support::disk::SmallDisk;
use crate::support::program::files;
use crate::support::speech::call;

/// What a page and a program are told.
const NO_ROOM: &str = "Не получилось: на диске сервера кончилось место.";
/// What is told of a text that was brought, of a sheet, and of what should leave.
const NO_ROOM_FOR_TEXT: &str =
    "Не принят: на диске сервера кончилось место. Пришлите файл ещё раз, когда место освободят.";
const NO_ROOM_FOR_SHEET: &str =
    "Таблица не сохранена: на диске сервера кончилось место. Повторите, когда место освободят.";
const NO_ROOM_FOR_EXPORT: &str = "Файл не выдан: на диске сервера кончилось место, и выдачу нельзя записать в журнал. Скажите администратору.";
/// What is told of the disk of the book.
pub const NO_ROOM_FOR_BOOK: &str = "Не сохранено: на диске с книгой кончилось место";
pub const EDIT: &str = "/playbook/ru/objections/too-expensive/edit";

/// Can the whole write-ahead log be put into the database? Not while a forgotten transaction reads from it.
async fn assert_checkpointable(file: &Path) {
    let pool = SqlitePool::connect_with(SqliteConnectOptions::new().filename(file))
        .await
        .unwrap();
    let (busy, log, done): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
        .fetch_one(&pool)
        .await
        .unwrap();
    pool.close().await;
    assert_eq!((busy, log), (0, done), "the log is held open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_full_disk_every_page_is_fresh() {
    let Some(disk) = SmallDisk::mount(16) else { return };
    let file = disk.path().join("salesbook.sqlite");
    let db = Db::open_file(&file).await.unwrap();
    db.migrate().await.unwrap();
    let data = disk.path().to_str().unwrap();
    let app = TestApp::with_settings(db.clone(), &[("data", data)]).await;
    let (manager, admin) = (app.sign_in(Who::Manager).await, app.sign_in(Who::Admin).await);

    for round in 0..rounds(2, 30) {
        disk.fill();
        // What is free inside the files of the database is used up first.
        let mut refused = 0;
        let phrase = format!("Слишком дорого {}", "и долго ".repeat(30));
        for _ in 0..4000 {
            let fields = [("phrase", phrase.as_str())];
            let asked = futures::future::join_all((0..8).map(|_| manager.post("/unanswered", &fields))).await;
            for answer in asked {
                if answer.status != StatusCode::SEE_OTHER {
                    let answer = answer.expect(StatusCode::INSUFFICIENT_STORAGE);
                    assert_eq!(answer.words(".failure h1"), NO_ROOM);
                    refused += 1;
                }
            }
            if refused >= 32 {
                break;
            }
        }
        assert!(refused >= 32, "the disk was not filled");
        // Reading goes on, an upload is refused with the reason and leaves nothing.
        for path in ["/search?q=дорого", "/recordings", "/playbook", "/profile"] {
            manager.get(path).await.ok();
        }
        let upload = Multipart::default().file("file", "call.wav", &call(8));
        let answer = manager.upload("/api/v1/recordings", upload).await;
        answer.problem(StatusCode::INSUFFICIENT_STORAGE, "disk-full");
        assert!(files(&disk.path().join("recordings")).is_empty());
        disk.free();

        let said = format!("Свежий отдел {round}");
        admin
            .post("/teams", &[("name", said.as_str())])
            .await
            .expect(StatusCode::SEE_OTHER);
        let pages = futures::future::join_all((0..32).map(|_| admin.get("/people"))).await;
        let stale = pages.into_iter().map(|page| page.ok().text());
        let stale = stale.filter(|page| !page.contains(&said)).count();
        assert_eq!(stale, 0, "pages of before the disk was full");
        assert_checkpointable(&file).await;
    }
    db.close().await;
}

/// Brings a recording that has to be copied before a browser plays it.
async fn brought(program: &Browser) -> String {
    let gsm = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/audio/gsm.wav"
    ))
    .unwrap();
    let taken = program
        .upload(
            "/api/v1/recordings",
            Multipart::default().file("file", "call.wav", &gsm),
        )
        .await;
    taken.expect(StatusCode::CREATED).json()["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The form of an entry of the book with one more thought.
pub async fn edited(trainer: &Browser) -> Vec<(String, String)> {
    let mut form = fields(&trainer.get(EDIT).await.ok());
    for (name, value) in &mut form {
        if name == "body" {
            value.push_str("\r\n\r\nИ ещё одна мысль.");
        }
    }
    form
}

/// A recording and a copy of one for browsers.
async fn assert_audio_is_refused(manager: &Browser, program: &Browser, recording: &str) {
    let audio = manager.get(&format!("/recordings/{recording}/audio")).await;
    audio.expect(StatusCode::INSUFFICIENT_STORAGE);
    let file = Multipart::default().file("file", "call.wav", &call(8));
    let problem = program.upload("/api/v1/recordings", file).await;
    let problem = problem.problem(StatusCode::INSUFFICIENT_STORAGE, "disk-full");
    assert_eq!(problem["title"], NO_ROOM);
}

/// A picture and an entry of the book.
async fn assert_authoring_is_refused(trainer: &Browser, form: &[(String, String)], book: &Path) {
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    picture.resize(300_000, 7);
    let picture = Multipart::default().file("file", "x.png", &picture);
    let picture = trainer.upload("/playbook/images", picture).await;
    let picture = picture.expect(StatusCode::INSUFFICIENT_STORAGE);
    assert!(picture.words(".failure h1").starts_with(NO_ROOM_FOR_BOOK));
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let saved = trainer
        .post(EDIT, &form)
        .await
        .expect(StatusCode::INSUFFICIENT_STORAGE);
    // The database, on the same disk, is asked for room first.
    assert!(saved.text().contains(NO_ROOM), "{}", saved.text());
    let here = book.join("ru/objections/too-expensive.md");
    assert!(
        !std::fs::read_to_string(here)
            .unwrap()
            .contains("И ещё одна мысль")
    );
}

/// Where a draft is kept, and a long one.
fn draft(n: usize) -> (String, serde_json::Value) {
    let text = "и ещё ".repeat(4_000);
    let id = format!("01K0ZC3QJ5V0T5N6V8W2M4X{:03}", n % 40);
    let draft = serde_json::json!({ "form": format!("/plans/{}", n % 40), "base": "7f", "turn": n + 1,
        "fields": [{ "name": "went_well", "value": text }] });
    (format!("/api/v1/drafts/{id}"), draft)
}

/// The database: once what is free inside its files is used up.
async fn assert_drafts_are_refused(manager: &Browser) {
    let mut full = None;
    for n in 0..400 {
        let (path, draft) = draft(n);
        let answer = manager.json(Method::PUT, &path, &draft).await;
        if answer.status == StatusCode::INSUFFICIENT_STORAGE {
            full = Some(answer);
            break;
        }
        let _ = manager
            .post(
                "/unanswered",
                &[("phrase", &format!("Дорого {n} {}", "очень ".repeat(40)))],
            )
            .await;
    }
    let problem = full
        .expect("the disk was not filled")
        .problem(StatusCode::INSUFFICIENT_STORAGE, "disk-full");
    assert_eq!(problem["title"], NO_ROOM);
}

/// A sign-in is a write as well: nobody is told a wrong password.
async fn assert_sign_ins_are_refused(app: &TestApp) {
    let entered = app.app.clone();
    let stranger = TestApp::stranger_of(&entered);
    let mut told = false;
    for _ in 0..200 {
        let answer = stranger
            .post("/sign-in", &[("login", "a.kuznetsova"), ("password", PASSWORD)])
            .await;
        if answer.status == StatusCode::INSUFFICIENT_STORAGE {
            assert!(answer.text().contains(NO_ROOM), "{}", answer.text());
            told = true;
            break;
        }
        answer.expect(StatusCode::SEE_OTHER);
    }
    assert!(told, "the sign-ins were not refused");
}

/// A text from elsewhere: for a program, and on the recording's page beside the field of the file.
async fn assert_texts_are_refused(manager: &Browser, program: &Browser, recording: &str) {
    let text = format!("1\n00:00:00,100 --> 00:00:01,500\n{}\n", "слово ".repeat(30_000));
    let file = || Multipart::default().file("file", "call.srt", text.as_bytes());
    let path = format!("/recordings/{recording}/transcripts");
    let problem = program.upload(&format!("/api/v1{path}"), file()).await;
    let problem = problem.problem(StatusCode::INSUFFICIENT_STORAGE, "import-disk-full");
    assert_eq!(problem["title"], NO_ROOM_FOR_TEXT);
    let page = manager.upload(&path, file()).await;
    let page = page.expect(StatusCode::INSUFFICIENT_STORAGE);
    assert!(page.text().contains(NO_ROOM_FOR_TEXT), "{}", page.text());
    assert!(page.words("h1").contains("Анна"), "the page of the recording");
}

/// A department's sheet: the form comes back with its sentence.
async fn assert_sheets_are_refused(trainer: &Browser) {
    let words = "очень важный ".repeat(30);
    let rows: Vec<String> = (0..400)
        .map(|n| format!("Контакт;Пункт {n} {words};1;1;"))
        .collect();
    let sheet = format!(
        "Этап;Что смотрим;Макс. балл;Вес;Критично\r\n{}\r\n",
        rows.join("\r\n")
    );
    for _ in 0..20 {
        let form = Multipart::default().file("file", "Прослушка.csv", sheet.as_bytes());
        let answer = trainer.upload("/checklists/import", form).await;
        if answer.status == StatusCode::INSUFFICIENT_STORAGE {
            assert!(answer.text().contains(NO_ROOM_FOR_SHEET), "{}", answer.text());
            return;
        }
        answer.expect(StatusCode::SEE_OTHER);
    }
    panic!("the sheets were not refused");
}

/// What leaves is in the log before it leaves, or it does not leave.
async fn assert_nothing_leaves_unseen(manager: &Browser, head: &Browser) {
    let mut told = [false, false];
    for _ in 0..600 {
        let own = manager.post("/profile/export", &[]).await;
        let scores = head.get("/evaluations/export?as=csv").await;
        for (told, answer) in told.iter_mut().zip([own, scores]) {
            if answer.status == StatusCode::INSUFFICIENT_STORAGE {
                assert_eq!(answer.words(".failure h1"), NO_ROOM_FOR_EXPORT);
                *told = true;
            } else {
                let _ = answer.ok();
            }
        }
        if told == [true, true] {
            return;
        }
    }
    panic!("what leaves was not refused: {told:?}");
}

/// Whatever is written, by whomever: where the disk is full it is said that the disk is full.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_writer_tells_a_full_disk_as_such() {
    let Some(disk) = SmallDisk::mount(48) else { return };
    let book = disk.path().join("book");
    copy_folder(Path::new(SHIPPED_BOOK), &book);
    let db = Db::open_file(&disk.path().join("salesbook.sqlite"))
        .await
        .unwrap();
    db.migrate().await.unwrap();
    let (data, library) = (disk.path().to_str().unwrap(), book.to_str().unwrap());
    let app = TestApp::with_settings(db.clone(), &[("data", data), ("library", library)]).await;
    let (manager, trainer) = (app.sign_in(Who::Manager).await, app.sign_in(Who::Trainer).await);
    let (program, head) = (app.program(Who::Manager).await, app.sign_in(Who::Head).await);
    let recording = brought(&program).await;
    app.run_jobs().await;
    let form = edited(&trainer).await;
    disk.fill();

    assert_audio_is_refused(&manager, &program, &recording).await;
    assert_authoring_is_refused(&trainer, &form, &book).await;
    assert_drafts_are_refused(&manager).await;
    assert_sign_ins_are_refused(&app).await;
    // The job that cannot save its result waits for room, and a backup says what is missing.
    let made = backup::make(
        &BackupSource::new(&app.app.core, &app.app.parts.blobs),
        &disk.path().join("backups"),
        app.app.clock.now(),
        &CancellationToken::new(),
        &mut |_| {},
    )
    .await;
    let why = made.err().unwrap();
    assert!(why.is_no_room(), "{why}");
    let left = files(&disk.path().join("backups"));
    assert!(
        left.iter().all(|file| file.ends_with(".lock")),
        "half a backup: {left:?}"
    );
    assert_texts_are_refused(&manager, &program, &recording).await;
    assert_sheets_are_refused(&trainer).await;
    assert_nothing_leaves_unseen(&manager, &head).await;
    // Reading goes on: what is exported is put together in memory.
    manager.get("/recordings").await.ok();
    let _ = manager
        .get(&format!("/recordings/{recording}/transcript.docx"))
        .await;
    disk.free();
    let (path, draft) = draft(1_000);
    manager.json(Method::PUT, &path, &draft).await.ok();
    manager.get(&format!("/recordings/{recording}/audio")).await.ok();
    db.close().await;
}

/// The same without a disk: SQLite's own limit is met in the middle of transactions of every connection.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_the_database_ended_by_itself_stays_with_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.db");
    let db = Db::open_file(&file).await.unwrap();
    let mut tx = db.write().await.unwrap();
    tx.query("CREATE TABLE probe (text TEXT NOT NULL)")
        .execute()
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for _ in 0..16 {
        let mut tx = db.write().await.unwrap();
        tx.query("PRAGMA max_page_count = 8").execute().await.unwrap();
        let much = tx
            .query("INSERT INTO probe (text) VALUES ($1)")
            .bind("х".repeat(100_000));
        let refused = much.execute().await;
        assert!(matches!(refused, Err(DbError::DiskFull(_))), "{refused:?}");
        drop(tx);
    }
    for number in 1..=20_i64 {
        let mut tx = db.write().await.unwrap();
        tx.query("INSERT INTO probe (text) VALUES ('kept')")
            .execute_exactly(1)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut reading = Vec::new();
        for _ in 0..7 {
            reading.push(db.read().await.unwrap());
        }
        for tx in &mut reading {
            let count: i64 = tx.query("SELECT COUNT(*) FROM probe").scalar().await.unwrap();
            assert_eq!(count, number, "a snapshot of before");
        }
    }
    db.close().await;
    assert_checkpointable(&file).await;
}

on_both!(a_request_that_goes_away_leaves_no_transaction_behind);

async fn a_request_that_goes_away_leaves_no_transaction_behind(db: Db) {
    let mut tx = db.write().await.unwrap();
    tx.query("CREATE TABLE probe (number BIGINT NOT NULL)")
        .execute()
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for number in 0..40_i64 {
        // Dropped before, in, and after each step.
        let work = async {
            let mut tx = db.write().await.unwrap();
            tx.query("INSERT INTO probe (number) VALUES ($1)")
                .bind(-1_i64)
                .execute_exactly(1)
                .await
                .unwrap();
            let many = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 3000)
                            SELECT CAST(COUNT(*) AS BIGINT) FROM n";
            let _: i64 = tx.query(many).scalar().await.unwrap();
            std::future::pending::<()>().await;
        };
        let _ = tokio::time::timeout(
            std::time::Duration::from_micros(u64::try_from(number).unwrap() * 150),
            work,
        )
        .await;
        let mut tx = db.write().await.unwrap();
        tx.query("INSERT INTO probe (number) VALUES ($1)")
            .bind(number)
            .execute_exactly(1)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.read().await.unwrap();
        let rows: Vec<(i64,)> = tx
            .query("SELECT number FROM probe ORDER BY number")
            .all()
            .await
            .unwrap();
        let rows: Vec<i64> = rows.into_iter().map(|row| row.0).collect();
        assert_eq!(rows, (0..=number).collect::<Vec<_>>());
    }
}
