//! The audit log: what is kept of listening, and who reads which part of it.

use axum::http::StatusCode;
use salesbook::audit::{self, Act, Actor, Detail};
use salesbook::db::{Cursor, Db};
use salesbook::i18n::{Locale, Texts};
use salesbook::id::AuditEventId;
use salesbook::people::Scope;
use salesbook::time::Timestamp;

use crate::evaluations::{call, publish};
use crate::support::app::{START, TestApp, Who};
use crate::support::db::on_both;

const HOUR_MS: i64 = 60 * 60 * 1000;

async fn kept(app: &TestApp, act: Act) -> usize {
    let filter = audit::store::AuditFilter {
        acts: Some(vec![act]),
        ..audit::store::AuditFilter::default()
    };
    let mut tx = app.app.db.read().await.unwrap();
    let page = audit::store::list(&mut tx, &Scope::All, &filter, &Cursor::newest(), 100).await;
    page.unwrap().items.len()
}

on_both!(
    listening_is_kept_once_an_hour_when_it_is_somebody_else,
    the_administrator_reads_all_without_scores_and_heads_read_their_team,
    the_log_pages_by_keyset
);

async fn listening_is_kept_once_an_hour_when_it_is_somebody_else(db: Db) {
    let app = TestApp::new(db).await;
    let recording = app.recording(Who::Manager, 61).await;
    let sound = format!("/recordings/{recording}/audio");
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    manager.get(&sound).await.ok();
    manager.get(&format!("{sound}?download=1")).await.ok();
    app.sign_in(Who::Colleague)
        .await
        .get(&sound)
        .await
        .expect(StatusCode::NOT_FOUND);
    assert_eq!(
        (
            kept(&app, Act::RecordingHeard).await,
            kept(&app, Act::RecordingDownloaded).await
        ),
        (0, 0)
    );
    // The page alone is not listening: the player asks for the sound when it plays.
    let page = head.get(&format!("/recordings/{recording}")).await.ok();
    assert_eq!(page.attribute("[data-sound]", "preload"), "none");
    assert_eq!(kept(&app, Act::RecordingHeard).await, 0);

    // A player asks for its file in pieces, several at once.
    let piece = head.clone().with_header("range", "bytes=0-9");
    let (a, b, c) = tokio::join!(piece.get(&sound), piece.get(&sound), piece.get(&sound));
    for answer in [a, b, c] {
        answer.expect(StatusCode::PARTIAL_CONTENT);
    }
    app.clock.advance(HOUR_MS - 1);
    head.get(&sound).await.ok();
    assert_eq!(kept(&app, Act::RecordingHeard).await, 1);
    head.get(&format!("{sound}?download=1")).await.ok();
    app.program(Who::Head)
        .await
        .get(&format!("/api/v1{sound}"))
        .await
        .ok();
    assert_eq!(
        kept(&app, Act::RecordingDownloaded).await,
        1,
        "a copy is another act"
    );
    app.sign_in(Who::Admin).await.get(&sound).await.ok();
    app.clock.advance(1);
    head.get(&sound).await.ok();
    assert_eq!(
        kept(&app, Act::RecordingHeard).await,
        3,
        "another person, another hour"
    );

    head.post(&format!("/recordings/{recording}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let log = head.get("/audit?act=recording-deleted").await.ok();
    assert!(
        log.words(".audit tbody tr").contains("Запись удалена"),
        "{}",
        log.words(".audit")
    );
    assert!(
        log.all_words(".audit tbody a").is_empty(),
        "nothing is left to open"
    );
}

async fn the_administrator_reads_all_without_scores_and_heads_read_their_team(db: Db) {
    let app = TestApp::new(db).await;
    let recording = call(&app, Who::Manager, "Клиент").await;
    let id = publish(&app.sign_in(Who::Head).await, &recording).await;
    let path = format!("/evaluations/{id}");
    let manager = app.sign_in(Who::Manager).await;
    app.clock.advance(1000);
    manager
        .post(
            &format!("{path}/opinion"),
            &[("pluses", "Тайный плюс"), ("minuses", "Тайный минус")],
        )
        .await;
    app.clock.advance(1000);
    manager
        .post(
            &format!("{path}/appeal"),
            &[("item", "budget"), ("wished", "2"), ("reason", "Тайная причина")],
        )
        .await;
    app.clock.advance(HOUR_MS);

    let head = app.sign_in(Who::Head).await.get("/audit").await.ok();
    let rows = head.all_words(".audit tbody tr");
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(
        rows[0].contains("Апелляция подана") && rows[0].ends_with("Анна Кузнецова Бюджет"),
        "newest first: {rows:?}"
    );
    assert!(
        rows.iter()
            .any(|row| row.contains("Оценка опубликована") && row.ends_with("62,00")),
        "{rows:?}"
    );
    assert_eq!(head.attribute(".audit tbody a", "href"), path);

    let admin = app.sign_in(Who::Admin).await.get("/audit").await.ok();
    let of_calls = |row: &String| !row.contains("Вход выполнен");
    assert_eq!(
        admin
            .all_words(".audit tbody tr")
            .iter()
            .filter(|row| of_calls(row))
            .count(),
        4
    );
    for secret in ["62,00", "6200", "Тайн"] {
        assert!(!admin.text().contains(secret), "{secret}");
    }
    assert!(
        admin.all_words(".audit tbody a").is_empty(),
        "nothing there opens for the administrator"
    );
    let other = app.sign_in(Who::OtherHead).await.get("/audit").await.ok();
    assert_eq!(other.words(".empty strong"), "Ничего не найдено");
    for who in [Who::Manager, Who::Trainer] {
        app.sign_in(who)
            .await
            .get("/audit")
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    let people = app.sign_in(Who::Admin).await.get("/people").await.ok();
    assert!(people.text().contains("href=\"/audit\""));

    // Filters: who, act, whose, days of the department's zone.
    let head = app.sign_in(Who::Head).await;
    for (query, n) in [
        (format!("who={}", app.id(Who::Head)), 2),
        (format!("who={}", app.id(Who::Manager)), 2),
        (format!("whose={}", app.id(Who::Colleague)), 0),
        ("act=evaluation-published".to_owned(), 1),
        ("from=2026-11-23&to=2026-11-23".to_owned(), 4),
        ("from=2026-11-24".to_owned(), 0),
        ("to=2026-11-22".to_owned(), 0),
        (
            format!("who=&act=appeal-lodged&from=&to=&whose={}", app.id(Who::Manager)),
            1,
        ),
    ] {
        let page = head.get(&format!("/audit?{query}")).await.ok();
        assert_eq!(page.all_words(".audit tbody tr").len(), n, "{query}");
    }
    for bad in ["act=sneezed", "who=x", "from=yesterday", "after=x"] {
        head.get(&format!("/audit?{bad}"))
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
}

async fn the_log_pages_by_keyset(db: Db) {
    let app = TestApp::new(db).await;
    let mut tx = app.app.db.write().await.unwrap();
    for n in 0..120 {
        // Pairs share a moment: the id breaks the tie.
        let at = Timestamp(START.0 - n / 2 * 1000);
        let event = audit::Event {
            id: AuditEventId::new(at, &app.app.randomness),
            at,
            actor: Actor::Person,
            person_id: Some(app.id(Who::Head).clone()),
            act: Act::PlanChanged,
            subject: format!("/plans/{n}"),
            manager_id: Some(app.id(Who::Manager).clone()),
            detail: Detail::Nothing,
            times: 1,
        };
        audit::store::insert(&mut tx, &event).await.unwrap();
    }
    tx.commit().await.unwrap();
    let head = app.sign_in(Who::Head).await;
    let (mut seen, mut next) = (
        std::collections::BTreeSet::new(),
        "/audit?act=plan-changed".to_owned(),
    );
    for rows in [50, 50, 20] {
        let page = head.get(&next).await.ok();
        let html = scraper::Html::parse_document(&page.text());
        let links = scraper::Selector::parse(".audit tbody a").unwrap();
        let found: Vec<_> = html
            .select(&links)
            .map(|link| link.attr("href").unwrap().to_owned())
            .collect();
        assert_eq!(found.len(), rows);
        seen.extend(found);
        next = if rows == 50 {
            page.attribute(".list-foot a", "href")
        } else {
            String::new()
        };
    }
    assert_eq!(seen.len(), 120);
}

#[test]
fn every_act_has_words_in_both_languages() {
    for locale in [Locale::Ru, Locale::En] {
        for act in Act::ALL {
            assert!(Texts(locale).has(&format!("audit-act-{act}")), "{locale}: {act}");
        }
    }
}
