//! Links: one at a time, slowed down when guessed, in no path.

use axum::http::{StatusCode, header};
use salesbook::app::App;
use salesbook::audit::Performer;
use salesbook::db::Db;

use super::{NEW, link_works, program, token_works};
use crate::support::app::{PASSWORD, TestApp, Who, cast};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;

on_both!(
    a_newer_link_ends_the_older_ones,
    wrong_tokens_and_links_are_slowed_down_and_stop_nobody,
    the_secret_of_a_link_is_in_no_path,
    the_first_administrators_link_dies_with_the_first_person
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
