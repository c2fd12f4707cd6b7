//! An app's codes and recovery codes: one at a time, once each.

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::time::Clock as _;

use super::{MINUTE_MS, STEP_MS, code, connect, is_in, password, second};
use crate::support::app::{PASSWORD, TestApp, Who};
use crate::support::db::on_both;

on_both!(
    an_app_counts_after_its_first_code_and_is_asked_for_from_then_on,
    a_code_opens_once_however_many_come_at_one_moment,
    wrong_codes_have_to_wait_and_recovery_codes_pass_once
);

async fn an_app_counts_after_its_first_code_and_is_asked_for_from_then_on(db: Db) {
    let app = TestApp::new(db).await;
    let (browser, elsewhere) = (app.sign_in(Who::Head).await, app.sign_in(Who::Head).await);
    let page = browser.get("/second-factor").await.ok();
    assert!(
        page.text().contains("public_url"),
        "why there are no passkeys is said"
    );
    browser
        .post("/second-factor/app", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = browser.get("/second-factor").await.ok();
    assert!(!page.attribute("svg.qr path", "d").is_empty());
    // Begun is nothing: the password alone still opens.
    assert!(is_in(&app.sign_in(Who::Head).await).await);
    let wrong = browser
        .post("/second-factor/app/confirm", &[("code", "000000")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.words("#code-error").contains("Код не подходит"));

    let secret = page.words("#secret").replace(' ', "");
    let first = code(&secret, app.clock.now());
    let done = browser
        .post("/second-factor/app/confirm", &[("code", &first)])
        .await
        .ok();
    let codes = done.all_words("#codes li");
    assert_eq!(codes.len(), 10);
    assert!(
        is_in(&browser).await && !is_in(&elsewhere).await,
        "what was opened without it ends"
    );
    let page = browser.get("/second-factor").await.ok().text();
    assert!(!page.contains(&secret) && !page.contains(&codes[0]), "shown once");
    browser
        .post("/second-factor/app", &[])
        .await
        .expect(StatusCode::CONFLICT);

    let (answer, between) = password(&app, "m.sokolova").await;
    assert_eq!(answer.location(), "/sign-in/second?next=/");
    assert!(!answer.cookies().contains("session="), "{}", answer.cookies());
    for path in ["/", "/profile", "/second-factor", "/recordings"] {
        let refused = between.get(path).await.expect(StatusCode::SEE_OTHER);
        assert!(
            refused.location().starts_with("/sign-in?next="),
            "{path}: {}",
            refused.location()
        );
    }
    between
        .get("/api/v1/me")
        .await
        .problem(StatusCode::UNAUTHORIZED, "sign-in-needed");
    assert!(
        between
            .get("/sign-in/second")
            .await
            .ok()
            .text()
            .contains("Второй шаг")
    );
    // The code of the set-up is spent, and so is every code after its use.
    let spent = second(&between, &first)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(spent.words("[role=alert]").contains("уже использован"));
    app.clock.advance(STEP_MS);
    let next = code(&secret, app.clock.now());
    let spaced = format!("{} {}", &next[..3], &next[3..]);
    let entered = second(&between, &spaced).await.expect(StatusCode::SEE_OTHER);
    assert!(is_in(&between.clone().with_header("cookie", &entered.cookies())).await);
    second(&between, &next).await.expect(StatusCode::SEE_OTHER);
    assert!(!is_in(&between).await, "one half session is one session");
    let (_, again) = password(&app, "m.sokolova").await;
    let replayed = second(&again, &next)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(replayed.words("[role=alert]").contains("уже использован"));
    // Ten minutes are enough for a code.
    app.clock.advance(10 * MINUTE_MS);
    let late = second(&again, &code(&secret, app.clock.now()))
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(late.location(), "/sign-in");
}

async fn a_code_opens_once_however_many_come_at_one_moment(db: Db) {
    let app = TestApp::new(db).await;
    let phone = connect(&app, &app.sign_in(Who::Head).await).await;
    let mut waiting = Vec::new();
    for _ in 0..4 {
        waiting.push(password(&app, "m.sokolova").await.1);
    }
    let code = phone.code();
    let answers = futures::future::join_all(waiting.iter().map(|between| second(between, &code))).await;
    let opened = answers
        .iter()
        .filter(|answer| answer.cookies().contains("session="))
        .count();
    assert_eq!(
        opened,
        1,
        "{:?}",
        answers.iter().map(|answer| answer.status).collect::<Vec<_>>()
    );
}

async fn wrong_codes_have_to_wait_and_recovery_codes_pass_once(db: Db) {
    let app = TestApp::new(db).await;
    let at_home = app.sign_in(Who::Head).await;
    let phone = connect(&app, &at_home).await;
    let (_, between) = password(&app, "m.sokolova").await;
    let mut refused = 0;
    while second(&between, "000000").await.status != StatusCode::TOO_MANY_REQUESTS {
        refused += 1;
        assert!(refused < 10, "nobody stops it");
    }
    let right = second(&between, &phone.code())
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
    assert!(right.headers.contains_key("retry-after"));
    // They hear that somebody knows their password, where they have always been.
    let told = at_home.get("/profile").await.ok().words(".access-notice");
    assert!(told.contains("не прошёл второй шаг"), "{told}");
    // Whoever has the list is not kept out.
    let sloppy = phone.recovery[0].to_lowercase().replace('-', " ");
    let entered = second(&between, &sloppy).await.expect(StatusCode::SEE_OTHER);
    assert!(
        entered.cookies().contains("flash=second-step-recovery-left.39"),
        "nine are left: {}",
        entered.cookies()
    );
    let inside = between.clone().with_header("cookie", &entered.cookies());
    assert!(
        inside
            .get("/second-factor")
            .await
            .ok()
            .text()
            .contains("Осталось 9 запасных кодов")
    );
    let (_, again) = password(&app, "m.sokolova").await;
    second(&again, &phone.recovery[0])
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
    app.clock.advance(60 * MINUTE_MS);
    let (_, again) = password(&app, "m.sokolova").await;
    second(&again, &phone.recovery[0])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    app.clock.advance(60 * MINUTE_MS);

    // New ones end those that are left.
    let page = inside
        .post("/second-factor/codes", &[("password", "не тот")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("не ваш нынешний пароль"));
    let fresh = inside
        .post("/second-factor/codes", &[("password", PASSWORD)])
        .await
        .ok()
        .all_words("#codes li");
    assert_eq!(fresh.len(), 10);
    let (_, again) = password(&app, "m.sokolova").await;
    second(&again, &phone.recovery[1])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    second(&again, &fresh[9]).await.expect(StatusCode::SEE_OTHER);
}
