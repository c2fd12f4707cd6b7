//! What is in the log, what cannot be written into it, and what its people see of it.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use salesbook::audit::{self, Act, Actor, AuditSubject, Detail, Performer};
use salesbook::db::Db;

use super::{kept, lines, writing};
use crate::support::app::{PASSWORD, TestApp, Who};
use crate::support::db::on_both;
use crate::support::program::Place;

const NOTHING: &str = "01K0ZC3QJ5V0T5N6V8W2M4X7RD";

const HOUR_MS: i64 = 60 * 60 * 1000;

on_both!(
    failed_sign_ins_are_counted_and_say_nothing_that_was_typed,
    nobody_writes_into_the_log_by_asking_for_what_is_not_theirs,
    whoever_can_enter_as_somebody_leaves_a_mark_they_see
);

async fn failed_sign_ins_are_counted_and_say_nothing_that_was_typed(db: Db) {
    let app = TestApp::new(db).await;
    let stranger = app
        .sign_in(Who::Stranger)
        .await
        .with_header("user-agent", "Mozilla/5.0 (X11; Linux) Firefox/128.0");
    for _ in 0..3 {
        let wrong = [("login", "a.kuznetsova"), ("password", "неверный пароль")];
        stranger
            .post("/sign-in", &wrong)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let secret = "мой пароль не туда";
    let _ = stranger
        .post("/sign-in", &[("login", secret), ("password", "x")])
        .await;
    let failed = lines(&app, Act::SignInFailed).await;
    let known: Vec<_> = failed
        .iter()
        .filter(|line| line.event.manager_id.is_some())
        .collect();
    assert_eq!((failed.len(), known.len()), (2, 1), "{failed:?}");
    assert_eq!((known[0].event.times, known[0].event.actor), (3, Actor::Stranger));
    let page = app
        .sign_in(Who::Admin)
        .await
        .get("/audit?act=sign-in-failed")
        .await
        .ok();
    assert!(
        page.text().contains("3 раза, Firefox, Linux") && !page.text().contains("мой пароль"),
        "{}",
        page.words(".audit")
    );

    // However many places it comes from, the log does not grow without bound.
    let mut tx = app.app.db.write().await.unwrap();
    for n in 0..600 {
        let from = Detail::from(&format!("10.0.{}.{}", n / 250, n % 250), "");
        let entry = Act::SignInFailed.on(AuditSubject::Service).with(from);
        audit::record_counted(&mut tx, &app.app.core, Performer::Stranger, entry)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let failed = lines(&app, Act::SignInFailed).await;
    assert!(failed.len() < 210, "{}", failed.len());
    let times: i64 = failed.iter().map(|line| line.event.times).sum();
    assert_eq!(times, 604, "and none is lost");
    app.clock.advance(HOUR_MS);
    let _ = stranger
        .post("/sign-in", &[("login", "никто"), ("password", "x")])
        .await;
    assert_eq!(
        lines(&app, Act::SignInFailed).await.len(),
        failed.len() + 1,
        "another hour"
    );
}

async fn nobody_writes_into_the_log_by_asking_for_what_is_not_theirs(db: Db) {
    let app = TestApp::new(db).await;
    let recording = app.recording(Who::Outsider, 43).await;
    let (head, program) = (app.sign_in(Who::Head).await, app.program(Who::Head).await);
    let outsider = app.id(Who::Outsider).to_string();
    let before: i64 = kept(&app).await.values().sum();
    for path in [
        format!("/recordings/{recording}/audio"),
        format!("/recordings/{recording}/audio?download=1"),
        format!("/recordings/{recording}/transcript/text"),
        format!("/api/v1/recordings/{recording}/audio"),
        format!("/api/v1/recordings/{recording}/transcript"),
        format!("/snippets/{NOTHING}/audio"),
        format!("/recordings/{NOTHING}/audio"),
        format!("/recordings/{recording}%0a2026%20admin/audio"),
        format!("/recordings/{}/audio", "x".repeat(5_000)),
    ] {
        let answer = if path.starts_with("/api/") {
            program.get(&path).await
        } else {
            head.get(&path).await
        };
        assert!(
            (400..500).contains(&answer.status.as_u16()),
            "{path}: {}",
            answer.status
        );
    }
    for route in writing() {
        // Forms of one's own and those that need no thing are not about foreign ids.
        if !route.contains('{') {
            continue;
        }
        let (method, pattern) = route.split_once(' ').unwrap();
        for id in [
            recording.as_str(),
            outsider.as_str(),
            NOTHING,
            "%0a%0d%3Cscript%3E",
        ] {
            let path: Vec<&str> = pattern
                .split('/')
                .map(|piece| match piece {
                    "{position}" | "{number}" | "{start_ms}" | "{turn}" => "0",
                    "{locale}" => "ru",
                    "{kind}" => "objections",
                    piece if piece.starts_with('{') => id,
                    piece => piece,
                })
                .collect();
            let kind = if pattern.starts_with("/api/") {
                "application/json"
            } else {
                "application/x-www-form-urlencoded"
            };
            let method: Method = method.parse().unwrap();
            let kind = (method != Method::DELETE).then_some(kind);
            let _ = head.send(method, &path.join("/"), kind, Body::empty()).await;
        }
    }
    // A manager of another team in the filter of an export gives an empty table that is about nobody.
    head.get(&format!("/evaluations/export?manager={outsider}"))
        .await
        .ok();
    head.get(&format!("/evaluations/export?manager={NOTHING}"))
        .await
        .ok();
    let exported = lines(&app, Act::EvaluationsExported).await;
    assert_eq!(exported.len(), 2);
    assert!(exported.iter().all(|line| line.event.manager_id.is_none()));
    let after: i64 = kept(&app).await.values().sum();
    assert_eq!(after - before, 2, "{:?}", kept(&app).await);
    let other = app
        .sign_in(Who::OtherHead)
        .await
        .get(&format!("/audit?who={}", app.id(Who::Head)))
        .await
        .ok();
    assert_eq!(other.words(".empty strong"), "Ничего не найдено");
    // What the other side says of itself stays short and on one line.
    let long = format!("Firefox/1 {}", "я".repeat(40).escape_unicode());
    app.sign_in(Who::Stranger)
        .await
        .with_header("user-agent", &long)
        .post("/sign-in", &[("login", "admin"), ("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    for line in lines(&app, Act::SignedIn).await {
        assert!(
            line.event.detail.to_string().chars().count() < 400
                && !line.event.detail.to_string().contains('\n')
        );
    }
}

async fn whoever_can_enter_as_somebody_leaves_a_mark_they_see(db: Db) {
    let app = TestApp::new(db).await;
    let (admin, manager) = (app.sign_in(Who::Admin).await, app.sign_in(Who::Manager).await);
    assert!(
        manager
            .get("/recordings")
            .await
            .ok()
            .all_words(".link-notice")
            .is_empty()
    );
    app.clock.advance(60_000);
    let made = admin
        .post(&format!("/people/{}/invitation", app.id(Who::Manager)), &[])
        .await
        .ok();
    let told = manager.get("/recordings").await.ok().words(".link-notice");
    assert!(
        told.contains("сделана ссылка для нового пароля. Кто сделал: Ирина Белова"),
        "{told}"
    );
    assert!(
        app.sign_in(Who::Colleague)
            .await
            .get("/")
            .await
            .ok()
            .all_words(".link-notice")
            .is_empty(),
        "it is theirs alone"
    );
    let back = manager
        .post("/profile/links/read", &[("back", "/recordings")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(back.location(), "/recordings");
    assert!(
        manager
            .get("/recordings")
            .await
            .ok()
            .all_words(".link-notice")
            .is_empty()
    );

    // Read before it was used: the use is told again, with from where.
    app.clock.advance(60_000);
    let link = made.words("#link");
    let elsewhere = app
        .sign_in(Who::Stranger)
        .await
        .with_header("user-agent", "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0");
    let entered = elsewhere
        .post(
            "/invitation",
            &[("link", &link), ("password", "чужие слова вместо своих")],
        )
        .await;
    let cookie = entered.expect(StatusCode::SEE_OTHER).headers["set-cookie"]
        .to_str()
        .unwrap()
        .to_owned();
    let inside = elsewhere
        .clone()
        .with_header("cookie", cookie.split(';').next().unwrap());
    // Whoever entered can say that it was read; the person, who is locked out now, needs another link.
    inside
        .post("/profile/links/read", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    app.clock.advance(60_000);
    let again = admin
        .post(&format!("/people/{}/invitation", app.id(Who::Manager)), &[])
        .await
        .ok();
    let link = again.words("#link");
    app.clock.advance(60_000);
    let own = app.sign_in(Who::Stranger).await;
    let back = own
        .post("/invitation", &[("link", &link), ("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let cookie = back.headers["set-cookie"].to_str().unwrap().to_owned();
    let own = own.with_header("cookie", cookie.split(';').next().unwrap());
    let told = own.get("/").await.ok();
    assert_eq!(
        told.all_words(".link-notice li").len(),
        4,
        "{}",
        told.words(".link-notice")
    );
    assert!(
        told.words(".link-notice").contains("Chrome, Windows"),
        "{}",
        told.words(".link-notice")
    );
    let profile = own.get("/profile").await.ok().words("#entries");
    for said in [
        "Сделана ссылка для нового пароля",
        "По ссылке выбран новый пароль",
        "Ирина Белова",
        "Chrome, Windows",
    ] {
        assert!(profile.contains(said), "{said}: {profile}");
    }
    // The first link of a newcomer is no news.
    let team = app.person(Who::Manager).team_id.clone().unwrap().to_string();
    let new = [
        ("name", "Ольга Белая"),
        ("login", "o.belaya"),
        ("role", "manager"),
        ("team", team.as_str()),
    ];
    let made = admin.post("/people", &new).await.expect(StatusCode::CREATED);
    let link = made.words("#link");
    let newcomer = app.sign_in(Who::Stranger).await;
    let entered = newcomer
        .post("/invitation", &[("link", &link), ("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let cookie = entered.headers["set-cookie"].to_str().unwrap().to_owned();
    let newcomer = newcomer.with_header("cookie", cookie.split(';').next().unwrap());
    assert!(newcomer.get("/").await.ok().all_words(".link-notice").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_done_from_the_shell_is_kept_too() {
    let (data, backups) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = Place {
        data: data.path(),
        database: None,
    };
    place.with_cast().await;
    let to = backups.path().to_str().unwrap();
    for command in [
        &["adopt", "--yes"][..],
        &["people", "invite", "a.kuznetsova"],
        &["token", "create", "--person", "admin"],
        &["backup", to],
    ] {
        assert!(place.command(command).status().unwrap().success(), "{command:?}");
    }
    let db = place.db().await;
    let mut tx = db.read().await.unwrap();
    let kept: Vec<(Act, Actor)> = tx
        .query("SELECT act, actor FROM audit_events ORDER BY at, id")
        .all()
        .await
        .unwrap();
    drop(tx);
    db.close().await;
    let acts = [
        Act::InstallationAdopted,
        Act::LinkMade,
        Act::TokenMade,
        Act::BackupMade,
    ];
    assert_eq!(kept, acts.map(|act| (act, Actor::Shell)));
}
