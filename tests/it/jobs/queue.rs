//! Recordings in the queue: what each line tells to whom, the place and the expected time, first, pause.

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::jobs::{self, Job as _};
use salesbook::recordings::TranscribeRecording;

use crate::support::app::{Multipart, START, TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::call;

/// A call that has come in and waits.
async fn waiting(app: &TestApp, who: Who, client: &str, seconds: u32) -> String {
    let form = Multipart::default()
        .field("client", client)
        .file("file", "call.wav", &call(seconds));
    let answer = app.program(who).await.upload("/api/v1/recordings", form).await;
    app.clock.advance(1_000);
    answer.expect(StatusCode::CREATED).json()["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The speed of every run so far, as if measured.
async fn measured(app: &TestApp, x_realtime: f64) {
    let mut tx = app.app.db.write().await.unwrap();
    tx.query("UPDATE transcripts SET x_realtime = $1")
        .bind(x_realtime)
        .execute()
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// The ids of the jobs' lines in the order shown.
fn lines(page: &str) -> Vec<String> {
    page.split("<tr id=\"job-")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

on_both!(
    a_line_names_its_recording_to_those_who_see_it,
    a_head_does_nothing_to_another_teams_work,
    place_and_time_come_from_the_lengths_ahead_and_the_measured_speed,
    one_is_put_first,
    a_paused_queue_begins_nothing_until_it_goes_on,
    what_is_asked_for_at_another_time_was_asked_for_then
);

async fn a_line_names_its_recording_to_those_who_see_it(db: Db) {
    let app = TestApp::new(db).await;
    app.recording(Who::Manager, 8).await;
    app.recording(Who::Outsider, 9).await;
    let id = waiting(&app, Who::Manager, "ООО «Ромашка»", 10).await;
    waiting(&app, Who::Outsider, "ЗАО «Тайна»", 11).await;

    let page = app.sign_in(Who::Head).await.get("/jobs").await.ok().text();
    assert!(page.contains(&format!("href=\"/recordings/{id}\"")), "{page}");
    assert!(
        page.contains("ООО «Ромашка»") && page.contains("Анна Кузнецова"),
        "{page}"
    );
    assert!(
        page.contains("Модель script, процессор, "),
        "how the done one was made: {page}"
    );
    assert_eq!(page.matches("Запись другой команды").count(), 1, "{page}");
    assert!(!page.contains("Тайна") && !page.contains("Орлова"), "{page}");
    assert_eq!(lines(&page).len(), 3, "the other team's past is not listed");
    assert!(
        !page.contains("/jobs/pause"),
        "the queue belongs to the administrator"
    );

    let page = app.sign_in(Who::Admin).await.get("/jobs").await.ok().text();
    assert!(
        page.contains("Тайна") && page.contains("Светлана Орлова"),
        "{page}"
    );
    assert_eq!(lines(&page).len(), 4);
}

async fn a_head_does_nothing_to_another_teams_work(db: Db) {
    let app = TestApp::new(db).await;
    waiting(&app, Who::Outsider, "ЗАО «Тайна»", 8).await;
    let job = lines(&app.sign_in(Who::Admin).await.get("/jobs").await.ok().text()).remove(0);
    let head = app.sign_in(Who::Head).await;
    for act in ["cancel", "retry", "first"] {
        head.post(&format!("/jobs/{job}/{act}"), &[])
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    let other = app.sign_in(Who::OtherHead).await;
    other
        .post(&format!("/jobs/{job}/first"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
}

async fn place_and_time_come_from_the_lengths_ahead_and_the_measured_speed(db: Db) {
    let app = TestApp::new(db).await;
    let first = waiting(&app, Who::Manager, "Первый", 8).await;
    let page = app
        .sign_in(Who::Manager)
        .await
        .get(&format!("/recordings/{first}"))
        .await
        .ok()
        .text();
    assert!(
        page.contains("В очереди, место 1") && !page.contains("Ожидаемая готовность"),
        "{page}"
    );
    app.run_jobs().await;
    // Two minutes of work for each second of sound.
    measured(&app, 1.0 / 120.0).await;

    let second = waiting(&app, Who::Manager, "Второй", 10).await;
    let third = waiting(&app, Who::Manager, "Третий", 15).await;
    let manager = app.sign_in(Who::Manager).await;
    let page = manager.get(&format!("/recordings/{second}")).await.ok().text();
    assert!(
        page.contains("В очереди, место 1") && page.contains("Ожидаемая готовность: 14:20"),
        "{page}"
    );
    let page = manager.get("/recordings").await.ok().text();
    assert!(
        page.contains("В очереди, место 2") && page.contains("Ожидаемая готовность: 14:50"),
        "{page}"
    );
    let body = app
        .program(Who::Manager)
        .await
        .get(&format!("/api/v1/recordings/{third}"))
        .await
        .ok()
        .json();
    assert_eq!(body["job"]["place"], 2);
    assert!(
        body["job"]["expected_at"]
            .as_str()
            .unwrap()
            .starts_with("2026-11-23T11:50"),
        "{body}"
    );
}

async fn one_is_put_first(db: Db) {
    let app = TestApp::new(db).await;
    let ids = [
        waiting(&app, Who::Manager, "Первый", 8).await,
        waiting(&app, Who::Manager, "Второй", 9).await,
        waiting(&app, Who::Manager, "Третий", 10).await,
    ];
    let head = app.sign_in(Who::Head).await;
    let before = lines(&head.get("/jobs").await.ok().text());
    head.post(&format!("/jobs/{}/first", before[2]), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let after = lines(&head.get("/jobs").await.ok().text());
    assert_eq!(after, [before[2].clone(), before[0].clone(), before[1].clone()]);
    let page = head.get(&format!("/recordings/{}", ids[0])).await.ok().text();
    assert!(page.contains("В очереди, место 2"), "{page}");

    app.run_jobs().await;
    let over = head
        .post(&format!("/jobs/{}/first", before[2]), &[])
        .await
        .expect(StatusCode::CONFLICT);
    assert!(over.text().contains("уже не ждёт"));
}

async fn a_paused_queue_begins_nothing_until_it_goes_on(db: Db) {
    let app = TestApp::new(db).await;
    let admin = app.sign_in(Who::Admin).await;
    let head = app.sign_in(Who::Head).await;
    head.post("/jobs/pause", &[]).await.expect(StatusCode::FORBIDDEN);
    for _ in 0..2 {
        admin.post("/jobs/pause", &[]).await.expect(StatusCode::SEE_OTHER);
    }
    let id = waiting(&app, Who::Manager, "Первый", 8).await;
    assert_eq!(app.run_jobs().await, 0);
    let page = head.get(&format!("/recordings/{id}")).await.ok().text();
    assert!(page.contains("Очередь приостановлена администратором"), "{page}");
    let page = head.get("/jobs").await.ok().text();
    assert!(
        page.contains("Новые расшифровки не начинаются") && !page.contains("/jobs/resume"),
        "{page}"
    );

    admin
        .post("/jobs/resume", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(app.run_jobs().await, 1);
}

async fn what_is_asked_for_at_another_time_was_asked_for_then(db: Db) {
    let then = START.plus_ms(-3_600_000);
    let app = TestApp::new(db).await.at(then);
    let id = waiting(&app, Who::Manager, "ООО «Ромашка»", 8).await;
    let mut tx = app.app.db.read().await.unwrap();
    let asked = jobs::latest_for(&mut tx, TranscribeRecording::KIND, &id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((asked.created_at, asked.run_at), (then, then));
}
