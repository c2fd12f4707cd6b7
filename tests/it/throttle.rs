//! Guessing: counted before it is checked, by account and address, and never at the cost of somebody's own browser.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use futures::future::join_all;
use salesbook::app::App;
use salesbook::auth::throttle::Bucket;
use salesbook::db::Db;
use salesbook::id::Randomness;
use salesbook::time::Clock as _;

use crate::support::app::{Answer, Browser, PASSWORD, TestApp, Who, open_book};
use crate::support::db::on_both;
use crate::support::speech::Script;

const MINUTE_MS: i64 = 60_000;

async fn try_password(browser: &Browser, login: &str, password: &str) -> Answer {
    browser
        .post("/sign-in", &[("login", login), ("password", password)])
        .await
}

/// Bad guesses until the door is shut.
async fn shut(browser: &Browser, login: &str) {
    for n in 0.. {
        assert!(n < 60, "the door stays open");
        if try_password(browser, login, "не тот пароль").await.status == StatusCode::TOO_MANY_REQUESTS
        {
            return;
        }
    }
}

/// A browser in which somebody has signed in and out again: only the long-lived cookie is left.
async fn known_browser(browser: &Browser, login: &str) -> Browser {
    let answer = try_password(browser, login, PASSWORD)
        .await
        .expect(StatusCode::SEE_OTHER);
    let cookies = answer.cookies();
    let known = cookies
        .split("; ")
        .find(|pair| pair.starts_with("browser="))
        .expect("a browser is remembered");
    browser.clone().with_header("cookie", known)
}

on_both!(
    guesses_made_at_one_moment_are_counted_before_they_are_checked,
    an_address_has_thirty_guesses_at_one_moment,
    a_refusal_says_when_to_come_back,
    a_stranger_locks_nobody_out_of_their_own_browser,
    bad_attempts_at_one_address_do_not_lock_the_company_out,
    an_office_that_comes_in_on_monday_waits_for_nothing,
    behind_the_named_proxy_everybody_has_an_address,
    the_present_password_is_not_guessed_in_a_session_left_open,
    what_is_counted_is_swept_when_it_is_forgotten,
    a_second_factor_is_counted_by_its_person
);

async fn guesses_made_at_one_moment_are_counted_before_they_are_checked(db: Db) {
    let app = TestApp::new(db).await;
    // Another process on the same database.
    let other = App::assemble_with(
        app.app.config.clone(),
        app.app.db.clone(),
        Arc::clone(&app.clock) as _,
        Randomness::seeded(9),
        Script::default().speech(),
        open_book(&app.app.config),
    )
    .unwrap();
    let (one, two) = (TestApp::stranger_of(&app.app), TestApp::stranger_of(&other));
    let guesses = (0..300).map(|n| {
        let browser = if n % 2 == 0 { &one } else { &two };
        let browser = browser.clone().at(&format!("203.0.113.{}", n % 250));
        async move {
            try_password(&browser, "m.sokolova", &format!("догадка номер {n}"))
                .await
                .status
        }
    });
    let answers = join_all(guesses).await;
    let checked = answers
        .iter()
        .filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY)
        .count();
    let refused = answers
        .iter()
        .filter(|status| **status == StatusCode::TOO_MANY_REQUESTS)
        .count();
    assert_eq!(
        (checked, refused),
        (5, 295),
        "300 guesses at one account from 250 addresses"
    );
}

async fn an_address_has_thirty_guesses_at_one_moment(db: Db) {
    let app = TestApp::new(db).await;
    let stranger = TestApp::stranger_of(&app.app).at("203.0.113.7");
    let guesses = (0..90).map(|n| {
        let stranger = &stranger;
        async move {
            try_password(stranger, &format!("login{n}"), "не тот пароль")
                .await
                .status
        }
    });
    let answers = join_all(guesses).await;
    let checked = answers
        .iter()
        .filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY)
        .count();
    assert_eq!(checked, 30, "90 guesses at 90 accounts from one address");
}

async fn a_refusal_says_when_to_come_back(db: Db) {
    let app = TestApp::new(db).await;
    let stranger = TestApp::stranger_of(&app.app);
    shut(&stranger, "m.sokolova").await;
    app.clock.advance(2000);
    try_password(&stranger, "m.sokolova", "не тот")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let page = try_password(&stranger, "m.sokolova", PASSWORD)
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(page.headers[header::RETRY_AFTER], "4");
    assert!(
        page.words("[role=alert]").contains("4 секунды"),
        "{}",
        page.words("[role=alert]")
    );
    assert_eq!(page.attribute("#login", "value"), "m.sokolova");
    app.clock.advance(4000);
    try_password(&stranger, "m.sokolova", PASSWORD)
        .await
        .expect(StatusCode::SEE_OTHER);
}

async fn a_stranger_locks_nobody_out_of_their_own_browser(db: Db) {
    let app = TestApp::new(db).await;
    let own = known_browser(&TestApp::stranger_of(&app.app).at("203.0.113.7"), "m.sokolova").await;
    shut(&TestApp::stranger_of(&app.app).at("198.51.100.1"), "m.sokolova").await;
    let elsewhere = TestApp::stranger_of(&app.app).at("203.0.113.8");
    try_password(&elsewhere, "m.sokolova", PASSWORD)
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
    try_password(&own, "m.sokolova", PASSWORD)
        .await
        .expect(StatusCode::SEE_OTHER);
    // The browser vouches for its person alone, and for so many guesses.
    try_password(&own, "a.kuznetsova", "не тот пароль")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    shut(&own, "m.sokolova").await;
    app.clock.advance(60 * MINUTE_MS);
    try_password(&own, "m.sokolova", PASSWORD)
        .await
        .expect(StatusCode::SEE_OTHER);
    // An invented cookie is a stranger's.
    let invented = TestApp::stranger_of(&app.app)
        .at("198.51.100.1")
        .with_header("cookie", "browser=0123");
    shut(&TestApp::stranger_of(&app.app).at("198.51.100.2"), "m.sokolova").await;
    try_password(&invented, "m.sokolova", PASSWORD)
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
}

async fn bad_attempts_at_one_address_do_not_lock_the_company_out(db: Db) {
    let app = TestApp::new(db).await;
    let office = || TestApp::stranger_of(&app.app).at("203.0.113.7");
    let own = known_browser(&office(), "a.kuznetsova").await;
    for n in 0..40 {
        let _ = try_password(&office(), &format!("login{n}"), "не тот пароль").await;
    }
    try_password(&office(), "m.sokolova", PASSWORD)
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
    try_password(&own, "a.kuznetsova", PASSWORD)
        .await
        .expect(StatusCode::SEE_OTHER);
    // A computer that two people share knows both.
    let both = try_password(&own, "n.zhukov", PASSWORD).await;
    assert_eq!(
        both.status,
        StatusCode::TOO_MANY_REQUESTS,
        "it does not know the second yet"
    );
    app.clock.advance(20 * MINUTE_MS);
    let both = try_password(&own, "n.zhukov", PASSWORD)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        both.cookies().contains(&own.header("cookie")),
        "one cookie for both"
    );
    shut(&office(), "n.zhukov").await;
    try_password(&own, "n.zhukov", PASSWORD)
        .await
        .expect(StatusCode::SEE_OTHER);
    try_password(&own, "a.kuznetsova", PASSWORD)
        .await
        .expect(StatusCode::SEE_OTHER);
}

async fn an_office_that_comes_in_on_monday_waits_for_nothing(db: Db) {
    let app = TestApp::new(db).await;
    let office = TestApp::stranger_of(&app.app).at("203.0.113.7");
    for _ in 0..12 {
        for login in ["m.sokolova", "a.kuznetsova", "n.zhukov"] {
            try_password(&office, login, PASSWORD)
                .await
                .expect(StatusCode::SEE_OTHER);
        }
    }
}

async fn behind_the_named_proxy_everybody_has_an_address(db: Db) {
    let settings = [("trusted_proxies", "127.0.0.1, 10.0.0.0/8")];
    let app = TestApp::with_settings(db, &settings).await;
    let from = |address: &str| {
        let browser = TestApp::stranger_of(&app.app).at("127.0.0.1");
        browser.with_header("x-forwarded-for", &format!("198.51.100.99, {address}, 10.1.1.1"))
    };
    for n in 0..40 {
        let _ = try_password(&from("203.0.113.7"), &format!("login{n}"), "не тот пароль").await;
    }
    try_password(&from("203.0.113.7"), "m.sokolova", PASSWORD)
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
    try_password(&from("203.0.113.8"), "m.sokolova", PASSWORD)
        .await
        .expect(StatusCode::SEE_OTHER);
    // A stranger who writes the header himself is counted by his own address.
    let forger = |n: u8| {
        let browser = TestApp::stranger_of(&app.app).at("192.0.2.1");
        browser.with_header("x-forwarded-for", &format!("203.0.113.{n}"))
    };
    for n in 0..40 {
        let _ = try_password(&forger(n), &format!("other{n}"), "не тот пароль").await;
    }
    try_password(&forger(77), "m.sokolova", PASSWORD)
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
    // A household has one IPv6 network.
    for n in 0..40 {
        let _ = try_password(
            &from(&format!("2001:db8:1:2::{n:x}")),
            &format!("third{n}"),
            "не тот пароль",
        )
        .await;
    }
    try_password(&from("2001:db8:1:2:ffff::1"), "m.sokolova", PASSWORD)
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
    try_password(&from("2001:db8:1:3::1"), "m.sokolova", PASSWORD)
        .await
        .expect(StatusCode::SEE_OTHER);
}

async fn the_present_password_is_not_guessed_in_a_session_left_open(db: Db) {
    let app = TestApp::new(db).await;
    let (left_open, own) = (app.sign_in(Who::Head).await, app.sign_in(Who::Head).await);
    let guess = |current| [("current", current), ("new", "стойка балка ярус")];
    for _ in 0..5 {
        left_open
            .post("/profile/password", &guess("не тот"))
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let refused = left_open
        .post("/profile/password", &guess(PASSWORD))
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers[header::RETRY_AFTER], "2");
    // Elsewhere the owner is not held up; a right password with a bad new one is no guess.
    for _ in 0..7 {
        let weak = [("current", PASSWORD), ("new", "короткий")];
        own.post("/profile/password", &weak)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
    own.post("/profile/password", &guess(PASSWORD))
        .await
        .expect(StatusCode::SEE_OTHER);
}

async fn what_is_counted_is_swept_when_it_is_forgotten(db: Db) {
    let app = TestApp::new(db).await;
    let _ = known_browser(&TestApp::stranger_of(&app.app), "a.kuznetsova").await;
    shut(&TestApp::stranger_of(&app.app), "m.sokolova").await;
    let count = async |table: &'static str| {
        let mut tx = app.app.db.read().await.unwrap();
        let n: i64 = tx.query(table).scalar().await.unwrap();
        n
    };
    let (guesses, browsers) = (
        "SELECT COUNT(*) FROM guesses",
        "SELECT COUNT(*) FROM known_browsers",
    );
    app.app.auth.sweep().await.unwrap();
    assert_eq!(
        (count(guesses).await, count(browsers).await),
        (2, 1),
        "nothing is swept too early"
    );
    app.clock.advance(2 * 60 * MINUTE_MS);
    app.app.auth.sweep().await.unwrap();
    assert_eq!((count(guesses).await, count(browsers).await), (0, 1));
    app.clock.advance(401 * 24 * 60 * MINUTE_MS);
    app.app.auth.sweep().await.unwrap();
    assert_eq!(count(browsers).await, 0);
}

async fn a_second_factor_is_counted_by_its_person(db: Db) {
    let app = TestApp::new(db).await;
    let bucket = || [Bucket::second_factor(app.id(Who::Head))];
    let now = || app.clock.now();
    for _ in 0..4 {
        drop(app.app.auth.guess(&bucket(), now()).await.unwrap());
    }
    let right = app.app.auth.guess(&bucket(), now()).await.unwrap();
    assert_eq!(
        app.app.auth.guess(&bucket(), now()).await.unwrap_err().code(),
        "guess-wait"
    );
    let mut tx = app.app.db.write().await.unwrap();
    right.right(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    drop(
        app.app
            .auth
            .guess(&bucket(), now())
            .await
            .expect("a right one takes everything back"),
    );
    drop(
        app.app
            .auth
            .guess(&[Bucket::second_factor(app.id(Who::Admin))], now())
            .await
            .unwrap(),
    );
}
