//! The second factor: an app's codes and recovery codes, by people at their browsers. Passkeys need a real browser:
//! `passkeys.rs`.

use axum::http::{Method, StatusCode};
use salesbook::audit::Performer;
use salesbook::db::Db;
use salesbook::time::{Clock as _, Timestamp};
use serde_json::json;
use totp_rs::{Builder, Secret};

use crate::support::app::{Answer, Browser, PASSWORD, TestApp, Who};
use crate::support::db::on_both;

const STEP_MS: i64 = 30_000;
const MINUTE_MS: i64 = 60_000;
const NEW: &str = "совсем другие четыре слова";

/// What an app with this secret shows.
fn code(secret: &str, at: Timestamp) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let codes = Builder::new().with_secret(secret).build_noncompliant();
    codes.generate(u64::try_from(at.0 / 1000).unwrap()).to_string()
}

/// Somebody with an app.
struct Phone<'a> {
    app: &'a TestApp,
    secret: String,
    recovery: Vec<String>,
}

impl Phone<'_> {
    fn code(&self) -> String {
        code(&self.secret, self.app.clock.now())
    }
}

/// Connects an app as a person does: the picture's secret, a code of it.
async fn connect<'a>(app: &'a TestApp, browser: &Browser) -> Phone<'a> {
    browser
        .post("/second-factor/app", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let secret = browser
        .get("/second-factor")
        .await
        .ok()
        .words("#secret")
        .replace(' ', "");
    let shown = code(&secret, app.clock.now());
    let done = browser
        .post("/second-factor/app/confirm", &[("code", &shown)])
        .await
        .ok();
    let recovery = done.all_words("#codes li");
    app.clock.advance(STEP_MS);
    Phone {
        app,
        secret,
        recovery,
    }
}

/// The first step; the browser that comes back is between the steps.
async fn password(app: &TestApp, login: &str) -> (Answer, Browser) {
    let stranger = app.sign_in(Who::Stranger).await;
    let answer = stranger
        .post("/sign-in", &[("login", login), ("password", PASSWORD)])
        .await;
    let cookies = answer.cookies();
    let browser = if cookies.is_empty() {
        stranger
    } else {
        stranger.with_header("cookie", &cookies)
    };
    (answer, browser)
}

async fn second(browser: &Browser, code: &str) -> Answer {
    browser.post("/sign-in/second", &[("code", code)]).await
}

/// Both steps.
async fn enter(app: &TestApp, login: &str, code: &str) -> Browser {
    let (_, between) = password(app, login).await;
    let entered = second(&between, code).await.expect(StatusCode::SEE_OTHER);
    between.with_header("cookie", &entered.cookies())
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/profile").await.status == StatusCode::OK
}

on_both!(
    an_app_counts_after_its_first_code_and_is_asked_for_from_then_on,
    a_code_opens_once_however_many_come_at_one_moment,
    wrong_codes_have_to_wait_and_recovery_codes_pass_once,
    taking_it_away_asks_for_the_password,
    a_role_that_needs_one_is_led_there_and_finds_nothing_else,
    an_administrator_resets_it_and_the_person_is_told,
    a_link_stands_for_the_password_alone_and_a_new_password_ends_the_half,
    a_token_for_programs_is_made_by_the_password,
    a_passkey_of_somebody_else_stays
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

async fn taking_it_away_asks_for_the_password(db: Db) {
    let app = TestApp::new(db).await;
    let browser = app.sign_in(Who::Head).await;
    let phone = connect(&app, &browser).await;
    let refused = browser
        .post("/second-factor/app/remove", &[("password", "не тот")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .words("#password-error")
            .contains("не ваш нынешний пароль")
    );
    assert!(
        !password(&app, "m.sokolova")
            .await
            .0
            .cookies()
            .contains("session=")
    );
    browser
        .post("/second-factor/app/remove", &[("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        password(&app, "m.sokolova")
            .await
            .0
            .cookies()
            .contains("session=")
    );
    // An old session has to show the password before anything is added, too.
    app.clock.advance(11 * MINUTE_MS);
    let page = browser
        .post("/second-factor/app", &[])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.words("#password-error").contains("не ваш"));
    browser
        .post("/second-factor/app", &[("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let secret = browser
        .get("/second-factor")
        .await
        .ok()
        .words("#secret")
        .replace(' ', "");
    assert_ne!(secret, phone.secret);
    // The log tells of it, without a secret.
    let log = app.sign_in(Who::Admin).await.get("/audit").await.ok().text();
    assert!(log.contains("Подключён второй шаг входа") && log.contains("Отключён второй шаг входа"));
    assert!(!log.contains(&phone.secret) && !log.contains(&phone.recovery[0]));
}

async fn a_role_that_needs_one_is_led_there_and_finds_nothing_else(db: Db) {
    let app = TestApp::with_settings(db, &[("second_factor_required", "admin, head")]).await;
    let head = app.sign_in(Who::Head).await;
    for path in ["/", "/profile", "/recordings", "/people"] {
        let led = head.get(path).await;
        assert_eq!(led.location(), "/second-factor", "{path}");
    }
    head.json(
        Method::POST,
        "/api/v1/tokens",
        &json!({"name": "t", "scopes": ["people:read"], "password": PASSWORD}),
    )
    .await
    .problem(StatusCode::FORBIDDEN, "second-factor-needed");
    head.get("/api/v1/people")
        .await
        .problem(StatusCode::FORBIDDEN, "second-factor-needed");
    head.post("/profile/password", &[("current", PASSWORD), ("new", NEW)])
        .await
        .expect(StatusCode::FORBIDDEN);
    head.get("/api/v1/me").await.ok();
    let page = head.get("/second-factor").await.ok();
    assert!(page.text().contains("второй шаг обязателен"));
    assert!(
        page.all_words(".nav-link").is_empty(),
        "no way that leads nowhere"
    );
    assert!(is_in(&app.sign_in(Who::Manager).await).await, "others need none");
    let phone = connect(&app, &head).await;
    head.get("/recordings").await.ok();
    assert!(is_in(&enter(&app, "m.sokolova", &phone.code()).await).await);
    // Taken away, it is needed again.
    head.post("/second-factor/app/remove", &[("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(head.get("/recordings").await.location(), "/second-factor");
    head.post("/sign-out", &[]).await.expect(StatusCode::SEE_OTHER);
}

async fn an_administrator_resets_it_and_the_person_is_told(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    connect(&app, &head).await;
    let (admin, path) = (
        app.sign_in(Who::Admin).await,
        format!("/people/{}/second-factor/reset", app.id(Who::Head)),
    );
    for nobody in [Who::Manager, Who::Head, Who::Trainer] {
        let by = if nobody == Who::Head {
            head.clone()
        } else {
            app.sign_in(nobody).await
        };
        by.post(&path, &[]).await.expect(StatusCode::FORBIDDEN);
    }
    let edit = format!("/people/{}/edit", app.id(Who::Head));
    assert!(admin.get(&edit).await.ok().text().contains(&path));
    admin.post(&path, &[]).await.expect(StatusCode::SEE_OTHER);
    assert!(
        !admin.get(&edit).await.ok().text().contains(&path),
        "there is nothing to reset"
    );
    let told = head.get("/profile").await.ok().words(".access-notice");
    assert!(told.contains("сброшен (кем: Ирина Белова)"), "{told}");
    assert!(
        password(&app, "m.sokolova")
            .await
            .0
            .cookies()
            .contains("session=")
    );
    assert!(
        admin
            .get("/audit")
            .await
            .ok()
            .text()
            .contains("Второй шаг входа сброшен")
    );
    // One's own goes by the password.
    let own = format!("/people/{}/second-factor/reset", app.id(Who::Admin));
    connect(&app, &admin).await;
    assert_eq!(
        admin
            .post(&own, &[])
            .await
            .expect(StatusCode::SEE_OTHER)
            .location(),
        "/second-factor"
    );
    assert!(app.app.auth.has_second_factor(app.id(Who::Admin)).await.unwrap());
    // The shell helps the last administrator.
    assert!(
        app.app
            .auth
            .reset_second_factor(None, app.person(Who::Admin))
            .await
            .unwrap()
    );
    assert!(!app.app.auth.has_second_factor(app.id(Who::Admin)).await.unwrap());
}

async fn a_link_stands_for_the_password_alone_and_a_new_password_ends_the_half(db: Db) {
    let app = TestApp::new(db).await;
    let phone = connect(&app, &app.sign_in(Who::Head).await).await;
    let (_, between) = password(&app, "m.sokolova").await;
    let link = app
        .app
        .auth
        .invite(Performer::Shell, app.person(Who::Head))
        .await
        .unwrap();
    let guest = app.sign_in(Who::Stranger).await;
    let accepted = guest
        .post("/invitation", &[("link", &link), ("password", NEW)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(accepted.location(), "/sign-in/second?next=/");
    assert!(!accepted.cookies().contains("session="), "{}", accepted.cookies());
    // Who was between the steps with the old password starts again.
    assert_eq!(
        second(&between, &phone.code())
            .await
            .expect(StatusCode::SEE_OTHER)
            .location(),
        "/sign-in"
    );
    let guest = guest.with_header("cookie", &accepted.cookies());
    let entered = second(&guest, &phone.code()).await.expect(StatusCode::SEE_OTHER);
    assert!(is_in(&guest.with_header("cookie", &entered.cookies())).await);
}

async fn a_token_for_programs_is_made_by_the_password(db: Db) {
    let app = TestApp::new(db).await;
    let browser = app.sign_in(Who::Head).await;
    let fields = [("name", "обмен"), ("scope", "people:read"), ("days", "30")];
    let page = browser
        .post("/profile/tokens", &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.words("#token-password-error").contains("не ваш"));
    assert_eq!(page.attribute("#name", "value"), "обмен");
    let body = json!({"name": "обмен", "scopes": ["people:read"], "password": "не тот"});
    let refused = browser.json(Method::POST, "/api/v1/tokens", &body).await;
    let problem = refused.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-input");
    assert_eq!(problem["fields"][0]["code"], "password-wrong");
    let fields = [&fields[..], &[("password", PASSWORD)]].concat();
    browser.post("/profile/tokens", &fields).await.ok();
}

async fn a_passkey_of_somebody_else_stays(db: Db) {
    let app = TestApp::new(db).await;
    let (thief, id) = (app.sign_in(Who::Manager).await, "01K0ZC3QJ5V0T5N6V8W2M4X7RD");
    let mut tx = app.app.db.write().await.unwrap();
    tx.query("INSERT INTO passkeys (id, person_id, credential_id, name, passkey, created_at) VALUES ($1, $2, 'c', 'ноутбук', '{}', 0)")
            .bind_all((id, app.id(Who::Colleague)))
            .execute_exactly(1)
            .await
            .unwrap();
    tx.commit().await.unwrap();
    let path = format!("/second-factor/passkeys/{id}/remove");
    let page = thief
        .post(&path, &[("password", "не тот")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.words("#passkeys .notice").contains("не ваш"));
    thief
        .post(&path, &[("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        app.app
            .auth
            .has_second_factor(app.id(Who::Colleague))
            .await
            .unwrap()
    );
    // A passkey that cannot be asked for under this address leaves the recovery codes as the way in.
    let (_, between) = password(&app, "n.zhukov").await;
    let page = between.get("/sign-in/second").await.ok();
    assert!(page.all_words("form[data-passkey]").is_empty() && page.text().contains("Запасной код"));
}
