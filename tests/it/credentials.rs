//! Credentials end when they should: links, sessions and tokens, and what a token opens.

use axum::http::{Method, StatusCode, header};
use salesbook::app::App;
use salesbook::audit::Performer;
use salesbook::auth::{ForTokens, Scopes, TokenRequest};
use salesbook::db::Db;
use serde_json::json;

use crate::support::app::{Browser, PASSWORD, TestApp, Who, cast};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const NEW: &str = "стойка балка ярус";

/// A program with a token of these scopes.
async fn program(app: &TestApp, who: Who, scopes: &[&str]) -> Browser {
    let request = TokenRequest {
        scopes: Scopes::named(scopes.iter().copied()).unwrap(),
        ..TokenRequest::full(&app.app.auth, "telephony")
    };
    let made = app
        .app
        .auth
        .create_token(app.person(who), app.person(who), &request)
        .await
        .unwrap();
    TestApp::stranger_of(&app.app).with_header("authorization", &format!("Bearer {}", made.secret))
}

/// What the administrator's form for a person sends.
async fn change(app: &TestApp, who: Who, role: &str, active: bool) {
    let person = app.person(who);
    let team = person
        .team_id
        .clone()
        .map(|team| team.to_string())
        .unwrap_or_default();
    let mut fields = vec![("name", person.name.as_str()), ("role", role), ("team", &team)];
    if active {
        fields.push(("active", "on"));
    }
    let admin = app.sign_in(Who::Admin).await;
    admin
        .post(&format!("/people/{}", person.id), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
}

async fn link_works(app: &TestApp, link: &str) -> bool {
    let answer = TestApp::stranger_of(&app.app)
        .post("/invitation", &[("link", link)])
        .await;
    match answer.status {
        StatusCode::OK => true,
        StatusCode::NOT_FOUND => false,
        other => panic!("{other}"),
    }
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/profile").await.status == StatusCode::OK
}

async fn token_works(browser: &Browser) -> bool {
    browser.get("/api/v1/me").await.status == StatusCode::OK
}

on_both!(
    a_newer_link_ends_the_older_ones,
    a_new_password_ends_links_other_sessions_and_tokens,
    leaving_and_another_role_end_sessions_and_tokens_at_once,
    a_token_does_not_rise_with_a_promotion,
    a_token_opens_what_its_scopes_name_and_its_owner_may,
    a_token_makes_no_tokens_and_touches_no_passwords_or_people,
    a_token_ends_by_itself_and_says_when_it_was_used,
    the_form_for_a_token_keeps_what_was_entered,
    the_administrator_sees_and_ends_everybodys_tokens,
    tokens_from_before_keep_everything_and_get_an_end,
    wrong_tokens_and_links_are_slowed_down_and_stop_nobody,
    the_secret_of_a_link_is_in_no_path,
    the_first_administrators_link_dies_with_the_first_person,
    who_is_let_go_while_signing_in_does_not_slip_in,
    nobody_gathers_sessions_and_tokens_without_end
);

async fn a_newer_link_ends_the_older_ones(db: Db) {
    let app = TestApp::new(db).await;
    let older = app
        .app
        .auth
        .invite(Performer::Shell, app.person(Who::Manager))
        .await
        .unwrap();
    let others = app
        .app
        .auth
        .invite(Performer::Shell, app.person(Who::Colleague))
        .await
        .unwrap();
    let admin = app.sign_in(Who::Admin).await;
    let made = admin
        .post(&format!("/people/{}/invitation", app.id(Who::Manager)), &[])
        .await
        .ok();
    let newer = made.words("#link");
    assert!(newer.contains("/invitation#"), "{newer}");
    assert!(!link_works(&app, &older).await, "the older link");
    assert!(link_works(&app, &newer).await && link_works(&app, &others).await);
    // Twice at one moment is one link.
    let (one, two) = tokio::join!(
        app.app.auth.invite(Performer::Shell, app.person(Who::Manager)),
        app.app.auth.invite(Performer::Shell, app.person(Who::Manager))
    );
    let both = [
        link_works(&app, &one.unwrap()).await,
        link_works(&app, &two.unwrap()).await,
    ];
    assert_eq!(both.iter().filter(|works| **works).count(), 1, "{both:?}");
}

async fn a_new_password_ends_links_other_sessions_and_tokens(db: Db) {
    let app = TestApp::new(db).await;
    let (here, elsewhere) = (app.sign_in(Who::Head).await, app.sign_in(Who::Head).await);
    let token = program(&app, Who::Head, &["recordings:read"]).await;
    let foreign = program(&app, Who::Manager, &["recordings:read"]).await;
    let link = app
        .app
        .auth
        .invite(Performer::Shell, app.person(Who::Head))
        .await
        .unwrap();
    assert!(is_in(&elsewhere).await && token_works(&token).await && link_works(&app, &link).await);
    let profile = here.get("/profile").await.ok();
    assert!(
        profile.words("#password-change .setting-text").contains("ключи"),
        "the page says what ends"
    );
    let fields = [("current", PASSWORD), ("new", NEW)];
    here.post("/profile/password", &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(is_in(&here).await && !is_in(&elsewhere).await);
    assert!(!token_works(&token).await && token_works(&foreign).await);
    assert!(!link_works(&app, &link).await);

    // The same by a link.
    let (session, token) = (here, program(&app, Who::Head, &["recordings:read"]).await);
    let link = app
        .app
        .auth
        .invite(Performer::Shell, app.person(Who::Head))
        .await
        .unwrap();
    let guest = TestApp::stranger_of(&app.app);
    guest
        .post("/invitation", &[("link", &link), ("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(!is_in(&session).await && !token_works(&token).await && !link_works(&app, &link).await);
}

async fn leaving_and_another_role_end_sessions_and_tokens_at_once(db: Db) {
    let app = TestApp::new(db).await;
    let (session, token) = (
        app.sign_in(Who::Manager).await,
        program(&app, Who::Manager, &["recordings:read"]).await,
    );
    let link = app
        .app
        .auth
        .invite(Performer::Shell, app.person(Who::Manager))
        .await
        .unwrap();
    change(&app, Who::Manager, "manager", true).await;
    assert!(
        is_in(&session).await && token_works(&token).await,
        "a name changes nothing"
    );
    change(&app, Who::Manager, "head", true).await;
    assert!(!is_in(&session).await && !token_works(&token).await);
    assert!(
        link_works(&app, &link).await,
        "a link on its way outlives a corrected role"
    );
    change(&app, Who::Manager, "manager", true).await;
    let (session, token) = (
        app.sign_in(Who::Manager).await,
        program(&app, Who::Manager, &["recordings:read"]).await,
    );
    change(&app, Who::Manager, "manager", false).await;
    assert!(!is_in(&session).await && !token_works(&token).await && !link_works(&app, &link).await);
    change(&app, Who::Manager, "manager", true).await;
    assert!(
        !is_in(&session).await && !token_works(&token).await && !link_works(&app, &link).await,
        "nothing comes back"
    );
}

async fn a_token_does_not_rise_with_a_promotion(db: Db) {
    let app = TestApp::new(db).await;
    let token = program(
        &app,
        Who::Manager,
        &["people:read", "glossary:read", "recordings:read"],
    )
    .await;
    token.get("/api/v1/recordings").await.ok();
    // A promotion by whatever way, even one that forgets the tokens.
    let mut tx = app.app.db.write().await.unwrap();
    tx.query("UPDATE people SET role = 'head' WHERE id = $1")
        .bind(app.id(Who::Manager))
        .execute_exactly(1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for path in ["/api/v1/people", "/api/v1/glossary", "/api/v1/recordings"] {
        token
            .get(path)
            .await
            .problem(StatusCode::UNAUTHORIZED, "sign-in-needed");
    }
}

async fn a_token_opens_what_its_scopes_name_and_its_owner_may(db: Db) {
    let app = TestApp::new(db).await;
    let reader = program(&app, Who::Head, &["recordings:read"]).await;
    reader.get("/api/v1/recordings").await.ok();
    reader.get("/api/v1/me").await.ok();
    let problem = reader
        .get("/api/v1/people")
        .await
        .problem(StatusCode::FORBIDDEN, "token-scope");
    assert_eq!(problem["values"]["scope"], "people:read");
    let recording = format!("/api/v1/recordings/{}", app.recording(Who::Manager, 9).await);
    reader
        .send(Method::DELETE, &recording, None, axum::body::Body::empty())
        .await
        .problem(StatusCode::FORBIDDEN, "token-scope");
    let writer = program(&app, Who::Head, &["recordings:write"]).await;
    writer
        .get(&recording)
        .await
        .problem(StatusCode::FORBIDDEN, "token-scope");
    writer
        .send(Method::DELETE, &recording, None, axum::body::Body::empty())
        .await
        .expect(StatusCode::NO_CONTENT);
    // Scopes give nothing that the owner may not do.
    let everything = app.program(Who::Trainer).await;
    everything
        .get("/api/v1/recordings")
        .await
        .problem(StatusCode::FORBIDDEN, "forbidden");
    let numbers = program(&app, Who::Admin, &["metrics:read"]).await;
    numbers.get("/metrics").await.ok();
    reader.get("/metrics").await.expect(StatusCode::FORBIDDEN);
}

async fn a_token_makes_no_tokens_and_touches_no_passwords_or_people(db: Db) {
    let app = TestApp::new(db).await;
    let token = app.program(Who::Admin).await;
    token
        .json(
            Method::POST,
            "/api/v1/tokens",
            &json!({"name": "more", "scopes": ["people:read"]}),
        )
        .await
        .problem(StatusCode::FORBIDDEN, "token-refused");
    let person = app.id(Who::Manager);
    for path in [
        "/profile/password".to_owned(),
        "/profile/tokens".to_owned(),
        "/people".to_owned(),
        format!("/people/{person}"),
        format!("/people/{person}/invitation"),
        "/teams".to_owned(),
        "/sign-out".to_owned(),
    ] {
        token
            .post(&path, &[("name", "x")])
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    for path in ["/profile", "/people", "/people/tokens", "/"] {
        token.get(path).await.expect(StatusCode::FORBIDDEN);
    }
    // On a page for everybody it is nobody.
    token
        .post("/language", &[("locale", "en"), ("back", "/")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let admin = app.sign_in(Who::Admin).await;
    assert!(
        admin.get("/profile").await.ok().text().contains("lang=\"ru\""),
        "a token changes no language"
    );
}

#[test]
fn every_route_of_the_api_says_which_tokens_it_lets_in() {
    for route in App::route_table() {
        let is_api = route.path.starts_with("/api/v1/");
        let expected = match route.path.as_str() {
            "/api/v1/tokens" | "/api/v1/openapi.json" | "/api/v1/drafts" | "/api/v1/drafts/{id}" => {
                ForTokens::Refused
            }
            "/api/v1/me" => ForTokens::Any,
            _ if is_api => {
                assert!(
                    matches!(route.tokens, ForTokens::With(_)),
                    "{} {} lets no token in",
                    route.method,
                    route.path
                );
                continue;
            }
            "/metrics" => continue,
            _ => ForTokens::Refused,
        };
        assert_eq!(route.tokens, expected, "{} {}", route.method, route.path);
    }
}

async fn a_token_ends_by_itself_and_says_when_it_was_used(db: Db) {
    let app = TestApp::new(db).await;
    let browser = app.sign_in(Who::Head).await;
    let fields = [
        ("name", "выгрузка"),
        ("scope", "recordings:read"),
        ("scope", "plans:read"),
        ("days", "30"),
        ("password", PASSWORD),
    ];
    let made = browser.post("/profile/tokens", &fields).await.ok();
    let program = TestApp::stranger_of(&app.app)
        .with_header("authorization", &format!("Bearer {}", made.words("#secret")));
    let row = made.words(".token-row");
    assert!(
        row.contains("Записи: слушать и читать")
            && row.contains("Планы")
            && row.contains("ещё не использован"),
        "{row}"
    );
    assert!(row.contains("действует до 23 декабря"), "{row}");
    assert!(token_works(&program).await);
    app.app.auth.write_visits().await.unwrap();
    let row = browser.get("/profile").await.ok().words(".token-row");
    assert!(row.contains("последний запрос"), "{row}");
    app.clock.advance(30 * DAY_MS);
    assert!(!token_works(&program).await);
    // Its owner still sees what became of it.
    let later = app.sign_in(Who::Head).await;
    let row = later.get("/profile").await.ok().words(".token-row");
    assert!(row.contains("истёк 23 декабря"), "{row}");
    app.app.auth.sweep().await.unwrap();
    assert_eq!(later.get("/profile").await.ok().all_words(".token-row").len(), 1);
    app.clock.advance(31 * DAY_MS);
    app.app.auth.sweep().await.unwrap();
    assert!(
        app.sign_in(Who::Head)
            .await
            .get("/profile")
            .await
            .ok()
            .all_words(".token-row")
            .is_empty()
    );
}

async fn the_form_for_a_token_keeps_what_was_entered(db: Db) {
    let app = TestApp::with_settings(db, &[("token_days", "120")]).await;
    let browser = app.sign_in(Who::Trainer).await;
    let page = browser.get("/profile").await.ok();
    let scopes = page.all_words(".token-scopes code");
    assert_eq!(
        scopes,
        [
            "playbook:read",
            "glossary:read",
            "glossary:write",
            "evaluations:read",
            "people:read"
        ],
        "what a trainer's token can do"
    );
    assert_eq!(
        page.all_words("#days option"),
        ["7 дней", "30 дней", "90 дней", "120 дней"]
    );
    assert_eq!(page.words("#days option[selected]"), "90 дней");
    let none = [("name", "обмен"), ("days", "30"), ("password", PASSWORD)];
    let page = browser
        .post("/profile/tokens", &none)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.attribute("#name", "value"), "обмен");
    assert_eq!(page.words("#scopes-error"), "Отметьте, что можно с этим ключом.");
    let long = [
        ("name", "обмен"),
        ("scope", "glossary:read"),
        ("days", "365"),
        ("password", PASSWORD),
    ];
    let page = browser
        .post("/profile/tokens", &long)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        page.attribute("input[checked][name=scope]", "value"),
        "glossary:read"
    );
    assert!(page.words("#days-error").contains("token_days"));
}

async fn the_administrator_sees_and_ends_everybodys_tokens(db: Db) {
    let app = TestApp::new(db).await;
    let token = program(&app, Who::Manager, &["recordings:write"]).await;
    let _ = program(&app, Who::Head, &["people:read"]).await;
    let admin = app.sign_in(Who::Admin).await;
    let rows = admin.get("/people/tokens").await.ok().all_words(".token-row");
    assert_eq!(rows.len(), 2);
    assert!(
        rows[0].contains("Анна Кузнецова") && rows[0].contains("telephony") && rows[0].contains("загружать"),
        "{rows:?}"
    );
    let revoke = admin
        .get("/people/tokens")
        .await
        .ok()
        .attribute(".token-row form", "action");
    assert!(token_works(&token).await);
    admin.post(&revoke, &[]).await.expect(StatusCode::SEE_OTHER);
    assert!(!token_works(&token).await);
    admin.post(&revoke, &[]).await.expect(StatusCode::NOT_FOUND);
    assert_eq!(
        admin
            .get("/people/tokens")
            .await
            .ok()
            .all_words(".token-row")
            .len(),
        1
    );
    app.sign_in(Who::Head)
        .await
        .get("/people/tokens")
        .await
        .expect(StatusCode::FORBIDDEN);
}

async fn tokens_from_before_keep_everything_and_get_an_end(db: Db) {
    let app = TestApp::new(db).await;
    let token = app.program(Who::Head).await;
    let mut tx = app.app.db.write().await.unwrap();
    // As the migration leaves them.
    let old = "UPDATE api_tokens SET expires_at = NULL, from_before = $1";
    tx.query(old).bind(true).execute().await.unwrap();
    tx.commit().await.unwrap();
    assert!(token_works(&token).await);
    app.app.auth.end_old_tokens().await.unwrap();
    let page = app.sign_in(Who::Head).await.get("/profile").await.ok();
    assert!(
        page.words("#tokens .notice").contains("Замените"),
        "the owner is told"
    );
    token.get("/api/v1/people").await.ok();
    app.clock.advance(90 * DAY_MS);
    assert!(!token_works(&token).await);
}

async fn wrong_tokens_and_links_are_slowed_down_and_stop_nobody(db: Db) {
    let app = TestApp::new(db).await;
    let office = || TestApp::stranger_of(&app.app).at("203.0.113.7");
    let good = program(&app, Who::Manager, &["recordings:read"])
        .await
        .at("203.0.113.7");
    let wrong = office().with_header("authorization", "Bearer sbk_0123");
    for _ in 0..30 {
        wrong
            .get("/api/v1/me")
            .await
            .problem(StatusCode::UNAUTHORIZED, "sign-in-needed");
    }
    let refused = wrong
        .get("/api/v1/me")
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers[header::RETRY_AFTER], "2");
    refused.problem(StatusCode::TOO_MANY_REQUESTS, "guess-wait");
    assert!(token_works(&good).await, "a right one is let in all the same");
    let elsewhere = wrong.clone().at("203.0.113.8");
    elsewhere
        .get("/api/v1/me")
        .await
        .problem(StatusCode::UNAUTHORIZED, "sign-in-needed");

    let link = app
        .app
        .auth
        .invite(Performer::Shell, app.person(Who::Manager))
        .await
        .unwrap();
    for _ in 0..30 {
        office()
            .post("/invitation", &[("link", "0123")])
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    let refused = office()
        .post("/invitation", &[("link", "0123")])
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers[header::RETRY_AFTER], "2");
    assert!(refused.words("[role=alert]").contains("2 секунды"));
    office().post("/invitation", &[("link", &link)]).await.ok();
    office()
        .post("/sign-in", &[("login", "m.sokolova"), ("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
}

/// Every address in a page, one after another.
fn addresses(page: &str) -> String {
    let page = scraper::Html::parse_document(page);
    let all = scraper::Selector::parse("[action], [href], [src]").unwrap();
    let of = |element: scraper::ElementRef<'_>| {
        let values = ["action", "href", "src"].map(|name| element.attr(name).unwrap_or_default().to_owned());
        values.join(" ")
    };
    page.select(&all).map(of).collect::<Vec<_>>().join(" ")
}

async fn the_secret_of_a_link_is_in_no_path(db: Db) {
    let app = TestApp::new(db).await;
    let link = app
        .app
        .auth
        .invite(Performer::Shell, app.person(Who::Manager))
        .await
        .unwrap();
    let secret = link.split('#').nth(1).unwrap();
    let guest = TestApp::stranger_of(&app.app);
    let page = guest.get("/invitation").await.ok();
    assert_eq!(page.attribute("#invitation", "method"), "post");
    let greeting = guest.post("/invitation", &[("link", secret)]).await.ok();
    assert!(greeting.text().contains("Анна Кузнецова"));
    assert!(!addresses(&greeting.text()).contains(secret));
    // Links that are on their way since before the change lead on.
    let old = guest
        .get(&format!("/welcome/{secret}"))
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(old.location(), format!("/invitation#{secret}"));
    // The whole old link, pasted.
    guest
        .post(
            "/invitation",
            &[("link", &format!("http://127.0.0.1:8080/welcome/{secret}"))],
        )
        .await
        .ok();
}

async fn the_first_administrators_link_dies_with_the_first_person(db: Db) {
    let data = tempfile::tempdir().unwrap();
    let sources = salesbook::config::Sources::default()
        .with_flag("data", data.path().to_str().unwrap())
        .with_flag("library", crate::support::app::SHIPPED_BOOK);
    let clock = std::sync::Arc::new(salesbook::time::FixedClock::at(crate::support::app::START));
    let config = salesbook::config::Config::load(&sources).unwrap();
    let randomness = salesbook::id::Randomness::seeded(3);
    let app = App::assemble(config, db, clock, randomness).unwrap();
    let link = app.auth.invite_first_admin().await.unwrap().unwrap();
    let guest = TestApp::stranger_of(&app);
    guest.post("/invitation", &[("link", &link)]).await.ok();
    // Somebody comes by another way: the shell, the demonstration.
    crate::support::app::cast(&app).await;
    guest
        .post("/invitation", &[("link", &link)])
        .await
        .expect(StatusCode::NOT_FOUND);
    let fields = [
        ("link", link.as_str()),
        ("name", "Чужой"),
        ("login", "evil"),
        ("password", NEW),
    ];
    guest
        .post("/invitation", &fields)
        .await
        .expect(StatusCode::NOT_FOUND);
}

async fn who_is_let_go_while_signing_in_does_not_slip_in(db: Db) {
    let app = TestApp::new(db).await;
    let guest = TestApp::stranger_of(&app.app);
    let fields = [("login", "a.kuznetsova"), ("password", PASSWORD)];
    let left = async {
        tokio::task::yield_now().await;
        change(&app, Who::Manager, "manager", false).await;
    };
    let (answer, ()) = tokio::join!(guest.post("/sign-in", &fields), left);
    change(&app, Who::Manager, "manager", true).await;
    if let Some(cookie) = answer.headers.get(header::SET_COOKIE) {
        let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
        assert!(
            !is_in(&guest.with_header("cookie", cookie)).await,
            "nothing opened then is open now"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_link_goes_on_by_itself_and_leaves_no_secret_in_the_address() {
    let service = Service::start(false).await;
    cast(&service.app).await;
    let mut tx = service.app.db.read().await.unwrap();
    let person = salesbook::people::store::person_by_login(&mut tx, "m.sokolova")
        .await
        .unwrap()
        .unwrap();
    drop(tx);
    let link = service.app.auth.invite(Performer::Shell, &person).await.unwrap();
    let secret = link.split('#').nth(1).unwrap();
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.go(&format!("/invitation#{secret}")).await;
    let greeted = "return document.querySelector('h1')?.textContent.includes('Марина') ?? null";
    window.until("the greeting", greeted).await;
    let address = window.until("the address", "return location.href").await;
    assert!(!address.to_string().contains(secret), "{address}");
    window.picture("invitation-1440").await;
    window.assert_accessible().await;
    window.fill("#password", NEW).await;
    window.press("\u{e007}").await;
    window
        .until("the first page", "return location.pathname === '/'")
        .await;
    window.go("/invitation#0123").await;
    window
        .until(
            "the refusal",
            "return document.querySelector('[role=alert]') !== null",
        )
        .await;
    window.picture("invitation-ended-1440").await;
    window.assert_accessible().await;
    window.go("/profile#tokens").await;
    window.fill("#name", "Выгрузка из телефонии").await;
    window.click("input[value='recordings:write']").await;
    window.click("input[value='people:read']").await;
    window.fill("#token-password", NEW).await;
    window.picture("token-form-1440").await;
    window.click(".token-form button").await;
    window.find("#secret").await;
    window.picture("token-made-1440").await;
    window.assert_accessible().await;
    window.sign_in("admin", PASSWORD).await;
    window.go("/people/tokens").await;
    window.find(".token-row").await;
    window.picture("tokens-1440").await;
    window.assert_accessible().await;
    window.assert_fits().await;
    window.assert_quiet_but("404").await;
    window.close().await;

    let window = Window::open(&service, 390, 844, "en").await;
    window.sign_in("admin", PASSWORD).await;
    for (page, picture) in [
        ("/people/tokens", "tokens-390-en"),
        ("/profile#tokens", "token-form-390-en"),
    ] {
        window.go(page).await;
        window.find("main").await;
        window.picture(picture).await;
        window.assert_fits().await;
        window.assert_accessible().await;
    }
    window.close().await;
}

async fn nobody_gathers_sessions_and_tokens_without_end(db: Db) {
    let app = TestApp::new(db).await;
    let (manager, person) = (app.sign_in(Who::Manager).await, app.person(Who::Manager));
    // A program that signs in anew for every question.
    let mut tx = app.app.db.write().await.unwrap();
    for n in 1..=600_i64 {
        tx.query(
                "INSERT INTO sessions (token_hash, person_id, created_at, seen_at, expires_at, user_agent, browser_hash)
                 SELECT 'old-' || CAST($2 AS TEXT), person_id, created_at, seen_at - $2, expires_at, 'program', ''
                 FROM sessions WHERE person_id = $1 AND user_agent <> 'program' LIMIT 1",
            )
            .bind_all((&person.id, n))
            .execute_exactly(1)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let again = app.sign_in(Who::Manager).await;
    let mut tx = app.app.db.read().await.unwrap();
    let kept: i64 = tx
        .query("SELECT COUNT(*) FROM sessions WHERE person_id = $1")
        .bind(&person.id)
        .scalar()
        .await
        .unwrap();
    drop(tx);
    assert_eq!(kept, 500);
    for browser in [&manager, &again] {
        browser.get("/profile").await.ok();
    }
    let request = TokenRequest::full(&app.app.auth, "telephony");
    let mut made = 0;
    let refused = loop {
        match app.app.auth.create_token(person, person, &request).await {
            Ok(_) => made += 1,
            Err(error) => break error,
        }
    };
    assert_eq!((made, refused.field_errors()[0].code), (200, "token-many"));
}
