//! None of it is in anybody's scores, and guests hear no more than its calls.

use axum::http::StatusCode;
use salesbook::audit::{self, Detail};
use salesbook::db::{Cursor, Db};
use salesbook::evaluations::store;
use salesbook::people::{self, Role, Scope};

use super::{LOW, begin, call, card, fields, hand_in};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    calibration_enters_no_score_list_or_mean,
    a_guest_hears_the_calls_of_the_session_until_it_ends
);

async fn calibration_enters_no_score_list_or_mean(db: Db) {
    let app = TestApp::new(db).await;
    let recording = call(&app, "ООО «Первый»").await;
    let (head, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::OtherHead).await);
    // A score of the same call, published by the same head, beside the blind card.
    let begun = head
        .post(&format!("/recordings/{recording}/evaluate"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let scored = begun.location().strip_suffix("/edit").unwrap().to_owned();
    let mut sent = fields(&app, &LOW).await;
    sent.push(("revision".to_owned(), "0".to_owned()));
    let sent: Vec<_> = sent
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    head.post(&format!("{scored}/publish"), &sent)
        .await
        .expect(StatusCode::SEE_OTHER);
    let opinion = [("pluses", "Спросила срок"), ("minuses", "Забыла бюджет")];
    app.sign_in(Who::Manager)
        .await
        .post(&format!("{scored}/opinion"), &opinion)
        .await
        .expect(StatusCode::SEE_OTHER);

    let before = everything_of_scores(&app).await;
    let session = begin(&app, &head, &[&recording]).await;
    let (hers, his) = (card(&head, &session, 1).await, card(&other, &session, 1).await);
    assert_eq!(
        everything_of_scores(&app).await,
        before,
        "cards that are filled in"
    );
    hand_in(&app, &head, &hers, "0", &[]).await;
    hand_in(&app, &other, &his, "0", &[]).await;
    assert!(
        head.get(&session)
            .await
            .ok()
            .text()
            .contains("Одинаковых ответов")
    );
    assert_eq!(
        everything_of_scores(&app).await,
        before,
        "cards that are handed in"
    );
    head.post(&format!("{session}/end"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(everything_of_scores(&app).await, before, "a session that is over");
    // Nor does a plan rest on one.
    head.get(&format!("{hers}/plan"))
        .await
        .expect(StatusCode::NOT_FOUND);
    // The log tells neither a figure nor whose call.
    let mut tx = app.app.db.read().await.unwrap();
    let events = audit::store::of_subject(&mut tx, &session).await.unwrap();
    // The clock stands still: what was kept in one millisecond has no order.
    let mut acts: Vec<String> = events.iter().map(|event| event.event.act.to_string()).collect();
    acts.sort();
    assert_eq!(
        acts,
        [
            "calibration-begun",
            "calibration-ended",
            "calibration-handed-in",
            "calibration-handed-in"
        ]
    );
    assert!(
        events
            .iter()
            .all(|event| event.event.detail == Detail::Nothing && event.event.manager_id.is_none())
    );
}

/// Every list and mean of scores there is, as each who sees scores reads them.
async fn everything_of_scores(app: &TestApp) -> Vec<String> {
    let mut all = Vec::new();
    for who in [Who::Manager, Who::Head, Who::OtherHead] {
        let program = app.program(who).await;
        for path in [
            "/api/v1/evaluations".to_owned(),
            format!("/api/v1/people/{}/plans", app.id(Who::Manager)),
        ] {
            all.push(program.get(&path).await.json()["items"].to_string());
        }
        all.push(
            app.sign_in(who)
                .await
                .get("/evaluations")
                .await
                .ok()
                .words("main"),
        );
        let home = app.sign_in(who).await.get("/").await.ok();
        all.extend(
            home.all_words(".home-side")
                .into_iter()
                .chain(home.all_words(".home-sheet:not(#calibrations)")),
        );
    }
    let mut tx = app.app.db.read().await.unwrap();
    for scope in [
        Scope::All,
        app.person(Who::Head).scope(),
        app.person(Who::Manager).scope(),
    ] {
        let means = store::means(&mut tx, &scope).await.unwrap();
        all.extend(
            means
                .iter()
                .map(|row| format!("{} {} {}", row.manager, row.sum, row.n)),
        );
        let lines = store::published(&mut tx, &scope, None, None, &Cursor::newest(), 100)
            .await
            .unwrap();
        all.push(lines.len().to_string());
    }
    all.push(
        store::drafts(&mut tx, app.id(Who::Head))
            .await
            .unwrap()
            .len()
            .to_string(),
    );
    all
}

async fn a_guest_hears_the_calls_of_the_session_until_it_ends(db: Db) {
    let app = TestApp::new(db).await;
    let (recording, beside) = (
        app.recording(Who::Manager, 20).await,
        app.recording(Who::Manager, 30).await,
    );
    let (head, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::OtherHead).await);
    let program = app.program(Who::OtherHead).await;
    let sound = format!("/recordings/{recording}/audio");
    other.get(&sound).await.expect(StatusCode::NOT_FOUND);
    let session = begin(&app, &head, &[&recording]).await;
    other.get(&sound).await.ok();
    let closed = [
        format!("/recordings/{beside}/audio"),
        format!("{sound}?download=1"),
        format!("/recordings/{recording}"),
        format!("/recordings/{recording}/transcript/txt"),
        format!("/recordings/{recording}/history"),
    ];
    for path in &closed {
        other.get(path).await.expect(StatusCode::NOT_FOUND);
    }
    for path in ["", "/audio", "/transcript", "/moments"] {
        program
            .get(&format!("/api/v1/recordings/{recording}{path}"))
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    assert!(
        !other
            .get("/recordings")
            .await
            .ok()
            .text()
            .contains(recording.as_str())
    );
    other
        .post(&format!("/recordings/{recording}/evaluate"), &[])
        .await
        .expect(StatusCode::NOT_FOUND);
    other
        .post(&format!("/recordings/{recording}/delete"), &[])
        .await
        .expect(StatusCode::NOT_FOUND);
    // The card shows the call with its text, and no way out of it.
    let his = card(&other, &session, 1).await;
    let page = other.get(&format!("{his}/edit")).await.ok();
    assert!(!page.all_words(".turn").is_empty(), "{}", page.text());
    assert!(
        !page.text().contains(&format!("href=\"/recordings/{recording}")),
        "{}",
        page.text()
    );
    // Who is no head any more is no guest either; a manager of that team never was one.
    let mut demoted = app.person(Who::OtherHead).clone();
    demoted.role = Role::Manager;
    let mut tx = app.app.db.write().await.unwrap();
    people::store::update(&mut tx, &demoted).await.unwrap();
    tx.commit().await.unwrap();
    other.get(&sound).await.expect(StatusCode::NOT_FOUND);
    demoted.role = Role::Head;
    let mut tx = app.app.db.write().await.unwrap();
    people::store::update(&mut tx, &demoted).await.unwrap();
    tx.commit().await.unwrap();
    app.sign_in(Who::Colleague)
        .await
        .get(&sound)
        .await
        .expect(StatusCode::NOT_FOUND);

    hand_in(&app, &other, &his, "0", &[]).await;
    let hers = card(&head, &session, 1).await;
    hand_in(&app, &head, &hers, "0", &[]).await;
    let talk = format!("{session}/calls/1");
    assert!(other.get(&talk).await.ok().text().contains("data-player"));
    other.get(&sound).await.ok();
    other
        .post(&format!("{session}/end"), &[])
        .await
        .expect(StatusCode::FORBIDDEN);
    head.post(&format!("{session}/end"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    other.get(&sound).await.expect(StatusCode::NOT_FOUND);
    assert!(!other.get(&talk).await.ok().text().contains("data-player"));
    assert!(
        head.get(&talk).await.ok().text().contains("data-player"),
        "her own team's call"
    );
}
