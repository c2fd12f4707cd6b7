//! What every answer tells the browser: what to keep, where to go, how to send its cookies.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use salesbook::db::Db;
use url::Url;

use crate::support::app::{Answer, TestApp, Who};
use crate::support::db::on_both;
use crate::support::walk::{Names, addresses, body_kind, routes};

/// Where the site of the tests is.
const SITE: &str = "https://sales.example/";

/// Ways to say "elsewhere" that look like a place of this site.
const ELSEWHERE: [&str; 14] = [
    "//evil.example",
    "/\t/evil.example",
    "/%09/evil.example",
    "/\n/evil.example",
    "/\\evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "/%2e%2e//evil.example",
    "\\/evil.example",
    "https://evil.example",
    "/\0",
    "/\u{2215}evil.example",
    "/\u{ff0f}/evil.example",
    "javascript:alert(1)",
];

/// Insists that a browser that follows the answer stays on the site.
#[track_caller]
pub(super) fn stays(answer: &Answer, asked: &str) {
    if let Some(place) = answer.headers.get(header::LOCATION) {
        let place = place.to_str().unwrap();
        let at = Url::parse(SITE).unwrap();
        let there = at
            .join(place)
            .unwrap_or_else(|error| panic!("{asked}: {place:?}: {error}"));
        assert_eq!(there.origin(), at.origin(), "{asked} leads to {place:?}");
    }
}

fn cookies(headers: &HeaderMap) -> Vec<String> {
    let all = headers.get_all(header::SET_COOKIE).iter();
    all.map(|it| it.to_str().unwrap().to_owned()).collect()
}

on_both!(
    nobody_is_sent_to_another_site,
    nothing_personal_is_kept_outside,
    without_https_nothing_promises_it
);

async fn nobody_is_sent_to_another_site(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let stranger = app.sign_in(Who::Stranger).await;
    let recording = app.recording(Who::Manager, 5).await;
    for there in ELSEWHERE {
        let query: String = url::form_urlencoded::byte_serialize(there.as_bytes()).collect();
        let signed_in = manager.get(&format!("/sign-in?next={query}")).await;
        stays(&signed_in, there);
        assert!(signed_in.status.as_u16() < 500, "{there:?}: {}", signed_in.status);
        let form = stranger.get(&format!("/sign-in?next={query}")).await;
        if form.status == StatusCode::OK {
            assert!(
                !form.attribute("input[name=next]", "value").starts_with("//"),
                "{there:?}"
            );
        }
        let person = app.person(Who::Manager);
        let fields = [
            ("login", person.login.as_str()),
            ("password", crate::support::app::PASSWORD),
            ("next", there),
        ];
        let entered = stranger
            .post("/sign-in", &fields)
            .await
            .expect(StatusCode::SEE_OTHER);
        stays(&entered, there);
        let spoken = manager
            .post("/language", &[("locale", "ru"), ("back", there)])
            .await;
        stays(&spoken.expect(StatusCode::SEE_OTHER), there);
        let again = manager
            .post(&format!("/recordings/{recording}/cancel"), &[("back", there)])
            .await;
        stays(&again, there);
        assert!(again.status.as_u16() < 500, "{there:?}: {}", again.status);
    }
    // A place of ours is kept, as it was meant.
    let entered = manager
        .get("/sign-in?next=%2Frecordings%3Fstate%3Dready%23t-100")
        .await;
    assert_eq!(
        entered.expect(StatusCode::SEE_OTHER).location(),
        "/recordings?state=ready#t-100"
    );
}

async fn nothing_personal_is_kept_outside(db: Db) {
    let app = TestApp::with_settings(db, &[("public_url", "https://sales.example")]).await;
    let recording = app.recording(Who::Manager, 5).await;
    let mut names = Names::new();
    names.insert("/recordings/{id}".to_owned(), vec![recording.to_string()]);
    let mut wrong = Vec::new();
    for who in [Who::Stranger, Who::Manager, Who::Head, Who::Trainer, Who::Admin] {
        let browser = app.sign_in(who).await;
        for route in routes() {
            for address in addresses(&route.path, &names) {
                let asked = format!("{who:?} {} {address}", route.method);
                let answer = browser
                    .send(route.method.clone(), &address, body_kind(route), Body::empty())
                    .await;
                stays(&answer, &asked);
                let header = |name: &str| answer.headers.get(name).map(|it| it.to_str().unwrap().to_owned());
                let kept = header("cache-control").unwrap_or_default();
                let public =
                    route.path.starts_with("/static/") || route.path.starts_with("/playbook/images/");
                if kept != "no-store" && !(public && answer.status == StatusCode::OK) {
                    wrong.push(format!("{asked}: cache-control {kept:?}"));
                }
                for (name, value) in [
                    ("x-content-type-options", "nosniff"),
                    ("referrer-policy", "same-origin"),
                    ("cross-origin-opener-policy", "same-origin"),
                    ("cross-origin-resource-policy", "same-origin"),
                    ("strict-transport-security", "max-age=31536000"),
                ] {
                    if header(name).as_deref() != Some(value) {
                        wrong.push(format!("{asked}: {name} is {:?}", header(name)));
                    }
                }
                for cookie in cookies(&answer.headers) {
                    let safe = ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"];
                    if !safe.iter().all(|part| cookie.split("; ").any(|it| it == *part)) {
                        wrong.push(format!("{asked}: {cookie}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));

    // Sound, downloads and every cookie there is.
    let head = app.sign_in(Who::Head).await;
    let recording = app.recording(Who::Manager, 6).await;
    for file in [
        format!("/recordings/{recording}/audio"),
        format!("/api/v1/recordings/{recording}/audio"),
        format!("/recordings/{recording}/transcript/srt"),
        "/evaluations/export?as=csv".to_owned(),
    ] {
        let answer = head.get(&file).await.ok();
        assert_eq!(answer.headers["cache-control"], "no-store", "{file}");
    }
    let style = head
        .get(&salesbook::web::assets::assets().url("app.css"))
        .await
        .ok();
    assert_eq!(
        style.headers["cache-control"],
        "public, max-age=31536000, immutable"
    );
    let made = head
        .post("/language", &[("locale", "en")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let flash = app
        .sign_in(Who::Admin)
        .await
        .post("/teams", &[("name", "Третья")])
        .await;
    let ended = app.sign_in(Who::Manager).await.post("/sign-out", &[]).await;
    for (answer, name) in [(made, "locale="), (flash, "flash="), (ended, "__Host-session=")] {
        let set = cookies(&answer.headers);
        assert!(
            set.iter()
                .any(|it| it.starts_with(name) && it.contains("; Secure")),
            "{name}: {set:?}"
        );
    }
    let shown = head
        .with_header("cookie", "flash=people-created.00")
        .get("/")
        .await;
    assert!(cookies(&shown.headers).iter().all(|it| it.contains("; Secure")));
}

async fn without_https_nothing_promises_it(db: Db) {
    let app = TestApp::new(db).await;
    let answer = app
        .sign_in(Who::Admin)
        .await
        .post("/language", &[("locale", "en")])
        .await;
    assert!(cookies(&answer.headers).iter().all(|it| !it.contains("Secure")));
    assert!(!answer.headers.contains_key("strict-transport-security"));
}

/// The one place that writes cookies is the one that protects them.
#[test]
fn cookies_are_made_in_one_place() {
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut waiting = vec![src];
    let mut elsewhere = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if std::fs::read_to_string(&path)
                .is_ok_and(|text| text.contains("Max-Age=") || text.contains("SameSite="))
                && !path.ends_with("src/cookie.rs")
            {
                elsewhere.push(path);
            }
        }
    }
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}
