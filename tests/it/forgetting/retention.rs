//! What is kept for a time goes when it is over.

use axum::http::StatusCode;
use salesbook::db::Db;
use tokio_util::sync::CancellationToken;

use super::{DAY_MS, NAME, client_call, say};
use crate::attack::rows::rows;
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    what_is_kept_for_a_time_goes_when_it_is_over,
    the_texts_of_calls_have_a_time_of_their_own
);

async fn what_is_kept_for_a_time_goes_when_it_is_over(db: Db) {
    let settings = [
        ("keep_recordings_days", "30"),
        ("keep_searches_days", "10"),
        ("keep_log_days", "60"),
    ];
    let app = TestApp::with_settings(db, &settings).await;
    let (head, manager, admin) = (
        app.sign_in(Who::Head).await,
        app.sign_in(Who::Manager).await,
        app.sign_in(Who::Admin).await,
    );
    let old = client_call(&app, 7).await;
    let published = crate::evaluations::publish(&head, &old).await;
    let needed = app.recording(Who::Manager, 9).await;
    let shared = [
        ("start", "0:01"),
        ("end", "0:03"),
        ("title", "Замер"),
        ("stage", "closing"),
        ("consent", "yes"),
        ("ground", "manager-alone"),
    ];
    manager
        .post(&format!("/recordings/{needed}/snippets"), &shared)
        .await
        .expect(StatusCode::SEE_OTHER);
    let search = salesbook::id::SearchId::new(app.app.clock.now(), &app.app.randomness);
    manager
        .post(&format!("/searches/{search}"), &[("q", "лизинг")])
        .await
        .expect(StatusCode::NO_CONTENT);
    let stop = CancellationToken::new();
    // The first night only looks.
    app.clock.advance(31 * DAY_MS);
    let (head, admin_later) = (app.sign_in(Who::Head).await, app.sign_in(Who::Admin).await);
    drop(admin);
    let fresh = app.recording(Who::Manager, 11).await;
    let night = app.app.forgetting.tick(&stop).await.unwrap().unwrap();
    assert!(night.counts.0.is_empty());
    assert!(app.app.forgetting.tick(&stop).await.unwrap().is_none());
    head.get(&format!("/recordings/{old}")).await.ok();
    // Head and administrator see beforehand what will go; a manager does not come here.
    for browser in [&head, &admin_later] {
        let page = browser.get("/forgetting").await.ok();
        assert!(
            page.words("#due-recordings td:nth-child(3)").starts_with('1'),
            "{}",
            page.words("#due-recordings")
        );
        assert!(page.words("#due-recordings").contains("ещё 1"));
        assert_eq!(page.words("#due-searches td:nth-child(3)"), "1");
    }
    app.sign_in(Who::Manager)
        .await
        .get("/forgetting")
        .await
        .expect(StatusCode::FORBIDDEN);
    assert!(head.get("/forgetting").await.ok().all_words("#client").is_empty());
    // The next night it goes, the log says how many.
    app.clock.advance(DAY_MS);
    let night = app.app.forgetting.tick(&stop).await.unwrap().unwrap();
    assert_eq!(night.counts.0["recordings"], 1);
    assert_eq!(night.counts.0["searches"], 1);
    let admin = app.sign_in(Who::Admin).await;
    admin
        .get(&format!("/recordings/{old}"))
        .await
        .expect(StatusCode::NOT_FOUND);
    for kept in [&needed, &fresh] {
        admin.get(&format!("/recordings/{kept}")).await.ok();
    }
    assert!(
        admin
            .get("/audit")
            .await
            .ok()
            .text()
            .contains("Записи со звуком и текстом: 1")
    );
    // Marks stay without quotes; no sound and no word of the call is left.
    let head = app.sign_in(Who::Head).await;
    assert!(
        head.get(&format!("/evaluations/{published}"))
            .await
            .ok()
            .text()
            .contains("[стёрто]")
    );
    let left = rows(&app.app.db)
        .await
        .into_iter()
        .filter(|row| row.contains(NAME) || row.contains("79165557731"));
    assert_eq!(left.count(), 0);
}

async fn the_texts_of_calls_have_a_time_of_their_own(db: Db) {
    let app = TestApp::with_settings(db, &[("keep_transcripts_days", "5")]).await;
    let call = client_call(&app, 7).await;
    say(&app, &call).await;
    let stop = CancellationToken::new();
    for days in [6, 1] {
        app.clock.advance(days * DAY_MS);
        app.app.forgetting.tick(&stop).await.unwrap();
    }
    let head = app.sign_in(Who::Head).await;
    let page = head.get(&format!("/recordings/{call}")).await.ok();
    assert!(page.text().contains("Расшифровки нет"));
    head.get(&format!("/recordings/{call}/audio")).await.ok();
    assert_eq!(
        rows(&app.app.db)
            .await
            .iter()
            .filter(|row| row.to_lowercase().contains("кошкодавленко"))
            .count(),
        0
    );
}
