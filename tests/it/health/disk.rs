//! Disks that are full, nearly full, or closed.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use futures::StreamExt as _;
use salesbook::db::Db;

use super::{codes, look, told};
use crate::support::app::{Browser, Multipart, TestApp, Who};
use crate::support::db::on_both;
use crate::support::disk::SmallDisk;
use crate::support::speech::call;

on_both!(
    a_place_that_cannot_be_written_to_takes_no_traffic,
    little_room_is_a_warning,
    below_the_reserve_files_are_refused_before_they_arrive
);

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
