//! The queue's page: what heads and administrators see of background work, and what they can do about it.

use axum::http::{StatusCode, header};
use salesbook::db::Db;
use salesbook::id::JobId;
use salesbook::jobs::{self, Job, JobState};
use salesbook::time::Clock as _;
use serde::{Deserialize, Serialize};

use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

/// A kind of job that the application does not know: it stays where the test puts it.
#[derive(Serialize, Deserialize)]
struct Foreign;

impl Job for Foreign {
    const KIND: &'static str = "foreign-work";
}

async fn ask(app: &TestApp) -> JobId {
    let mut tx = app.app.db.write().await.unwrap();
    let asked = app
        .app
        .jobs
        .enqueue(&mut tx, &Foreign, None, app.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    asked.id().clone()
}

async fn put(app: &TestApp, id: &JobId, columns: &'static str) {
    let mut tx = app.app.db.write().await.unwrap();
    tx.query(columns).bind(id).execute_exactly(1).await.unwrap();
    tx.commit().await.unwrap();
}

async fn state(app: &TestApp, id: &JobId) -> JobState {
    let mut tx = app.app.db.read().await.unwrap();
    jobs::find(&mut tx, id).await.unwrap().unwrap().state
}

on_both!(
    heads_and_administrators_see_the_queue,
    a_running_job_tells_its_stage_and_what_is_left,
    a_failed_job_says_why_and_can_be_tried_again,
    the_past_has_pages_and_bad_addresses_are_told
);

async fn heads_and_administrators_see_the_queue(db: Db) {
    let app = TestApp::new(db).await;
    for (who, status) in [
        (Who::Stranger, StatusCode::SEE_OTHER),
        (Who::Manager, StatusCode::FORBIDDEN),
        (Who::Trainer, StatusCode::FORBIDDEN),
        (Who::Head, StatusCode::OK),
        (Who::Admin, StatusCode::OK),
    ] {
        app.sign_in(who).await.get("/jobs").await.expect(status);
    }
    let page = app.sign_in(Who::Head).await.get("/jobs").await.ok().text();
    assert!(page.contains("Очередь пуста"), "{page}");
}

async fn a_running_job_tells_its_stage_and_what_is_left(db: Db) {
    let app = TestApp::new(db).await;
    let id = ask(&app).await;
    let running =
        "UPDATE jobs SET state = 'running', attempts = 2, stage = 'listening', progress_permille = 430,
                              lease_token = 'x', lease_until = created_at + 600000, started_at = created_at
                       WHERE id = $1";
    put(&app, &id, running).await;
    app.clock.advance(86_000);
    let head = app.sign_in(Who::Head).await;
    let page = head.get("/jobs").await.ok().text();
    for words in [
        "listening, 43",
        "Осталось 2 минуты",
        "Попытка 2 из 5",
        "data-refresh=\"2s\"",
        "value=\"43\"",
    ] {
        assert!(page.contains(words), "{words} is missing in {page}");
    }
    let part = head.fragment("queue").get("/jobs").await.ok().text();
    assert!(
        part.trim_start().starts_with("<div id=\"queue\"") && !part.contains("<html"),
        "{part}"
    );

    let moved = head
        .post(&format!("/jobs/{id}/cancel"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(moved.headers[header::LOCATION], "/jobs");
    assert_eq!(state(&app, &id).await, JobState::Cancelled);
    let again = head
        .post(&format!("/jobs/{id}/cancel"), &[])
        .await
        .expect(StatusCode::CONFLICT);
    assert!(again.text().contains("Эта работа уже закончена"));
}

async fn a_failed_job_says_why_and_can_be_tried_again(db: Db) {
    let app = TestApp::new(db).await;
    let id = ask(&app).await;
    let failed = "UPDATE jobs SET state = 'failed', attempts = 5, error_code = 'bad-json', finished_at = created_at,
                             error_args = '[[\"detail\",\"<b>7</b>\"]]', error_text = 'inner words' WHERE id = $1";
    put(&app, &id, failed).await;
    let head = app.sign_in(Who::Head).await;
    let page = head.get("/jobs?state=failed").await.ok().text();
    assert!(
        page.contains("Не получилось") && page.contains("Тело запроса не подходит: &#60;b&#62;7"),
        "{page}"
    );
    assert!(
        !page.contains("inner words"),
        "the operator's words stay in the log"
    );
    head.post(&format!("/jobs/{id}/retry"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(state(&app, &id).await, JobState::Queued);

    // This version cannot do it; it waits for one that can, and says so.
    app.run_jobs().await;
    let page = head.get("/jobs").await.ok().text();
    assert!(
        page.contains("более новая версия программы") && page.contains("Повторим: 23"),
        "{page}"
    );
}

async fn the_past_has_pages_and_bad_addresses_are_told(db: Db) {
    let app = TestApp::new(db).await;
    for _ in 0..31 {
        let id = ask(&app).await;
        app.clock.advance(1_000);
        let done = "UPDATE jobs SET state = 'done', finished_at = created_at + 500 WHERE id = $1";
        put(&app, &id, done).await;
    }
    let head = app.sign_in(Who::Head).await;
    let page = head.get("/jobs").await.ok().text();
    assert_eq!(page.matches("<tr id=\"job-").count(), 30);
    let next = page
        .split("/jobs?after=")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let page = head.get(&format!("/jobs?after={next}")).await.ok().text();
    assert_eq!(page.matches("<tr id=\"job-").count(), 1);
    assert!(!page.contains("data-refresh"), "the past does not change");
    for bad in ["/jobs?state=lost", "/jobs?after=yesterday"] {
        head.get(bad).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
}
