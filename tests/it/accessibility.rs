//! Every page there is through the rules of axe-core: on a desk, where its colours are looked at in dark as well, and on a phone.
//!
//! People of the demonstration walk from link to link. Which pages there are is known from the table of routes, so that a
//! page nobody walks to is found too. Steps that only a journey comes to are looked at there: [`ELSEWHERE`].

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use axum::http::Method;
use salesbook::app::App;
use salesbook::checklists::Mark;
use salesbook::coaching::{PlanForm, TargetForm};
use salesbook::demo;
use salesbook::id::{PlanId, RecordingId};
use salesbook::people::Person;
use salesbook::people::store::person_by_login;
use salesbook::time::FixedClock;

use crate::support::browser::{Service, Window};
use crate::support::published_score::publish_score_of;
use crate::support::walk::routes;

/// Everybody's role once.
const PEOPLE: &[&str] = &["m.sokolova", "n.zhukov", "o.vetrov", "admin"];

/// What a GET gives that is no page: files, figures, a part of a page, a way to another one.
const NO_PAGES: &[&str] = &[
    "/book-worker.js",
    "/checklists/import/example",
    "/checklists/{id}/sheet",
    "/evaluations/export",
    "/forgetting/erasures/{id}/report",
    "/healthz",
    "/metrics",
    "/playbook/images/{name}",
    "/readyz",
    "/recordings/files/{name}/audio",
    "/recordings/{id}/audio",
    "/recordings/{id}/comments",
    "/recordings/{id}/transcript/{format}",
    "/recordings/{id}/transcripts/{transcript}/{format}",
    "/recordings/{id}/turns/{turn}",
    // Stands for other pages while the service is away, and is looked at there: calling.rs.
    "/search/away",
    "/search/book",
    "/snippets/{id}/audio",
    "/static/{hash}/{*path}",
    "/welcome/{secret}",
];

/// Pages that other tests come to, and where.
const ELSEWHERE: &[(&str, &str)] = &[
    ("/checklists/import/{id}", "sheets/browser.rs"),
    ("/evaluations/{id}/appeal", "appeals/browser.rs"),
    ("/evaluations/{id}/edit", "journey.rs"),
    ("/evaluations/{id}/plan", "journey.rs"),
    ("/evaluations/{id}/self", "appeals/browser.rs"),
    ("/playbook/{locale}/{kind}/{slug}/history/{number}", "writing.rs"),
    ("/recordings/{id}/history", "editing/browser.rs"),
    ("/recordings/{id}/transcripts/{transcript}", "versions/browser.rs"),
    ("/sign-in/second", "passkeys.rs"),
];

/// Pages that no browser comes to, and why.
const UNSEEN: &[(&str, &str)] = &[(
    "/managers/{id}/defects/{item}/warning",
    "two plans have to come to nothing and no third may be open; it is the form of a plan",
)];

/// Pages that show another thing to another role.
const BY_ROLE: &[&str] = &[
    "/",
    "/evaluations",
    "/evaluations/{id}",
    "/one-to-ones/{id}",
    "/people",
    "/plans/{id}",
    "/playbook/{locale}/{kind}/{slug}",
    "/profile",
    "/recordings",
    "/recordings/{id}",
];

/// Patterns of what a browser may ask for.
fn patterns() -> Vec<String> {
    let asked = routes()
        .iter()
        .filter(|route| route.method == Method::GET && !route.path.starts_with("/api/"));
    asked.map(|route| route.path.clone()).collect()
}

/// The pattern of an address: of those that fit, the one with the most words of its own.
fn pattern<'a>(patterns: &'a [String], address: &str) -> Option<&'a str> {
    let path = address.split(['?', '#']).next()?;
    let asked: Vec<&str> = path.split('/').collect();
    let fits = patterns.iter().filter(|page| {
        let parts: Vec<&str> = page.split('/').collect();
        parts.len() == asked.len()
            && parts
                .iter()
                .zip(&asked)
                .all(|(part, word)| part == word || (part.starts_with('{') && !word.is_empty()))
    });
    fits.min_by_key(|page| page.matches('{').count())
        .map(String::as_str)
}

/// Where the page leads to.
async fn links(window: &Window) -> Vec<String> {
    let script = "return [...new Set([...document.querySelectorAll('a[href^=\"/\"]')].map(it => it.getAttribute('href').split('#')[0]))]";
    let found = window.client.execute(script, Vec::new()).await.unwrap();
    let found = found.as_array().unwrap().iter();
    found.map(|it| it.as_str().unwrap().to_owned()).collect()
}

/// Did the service give the page that was asked for?
async fn is_given(window: &Window) -> bool {
    let script = "return performance.getEntriesByType('navigation')[0].responseStatus === 200";
    let given = window.client.execute(script, Vec::new()).await.unwrap();
    given == serde_json::Value::Bool(true)
}

/// Pages under the one at this address: a thing's editor is linked only where it is open.
fn under<'a>(patterns: &'a [String], address: &'a str) -> impl Iterator<Item = String> + 'a {
    let page = pattern(patterns, address).filter(|page| page.contains('{'));
    let tails = patterns
        .iter()
        .filter_map(move |other| other.strip_prefix(page?).filter(|tail| tail.starts_with('/')));
    tails
        .filter(|tail| !tail.contains('{'))
        .map(move |tail| format!("{address}{tail}"))
}

/// Asks for an erasure, so that there is one to look at.
async fn ask_to_forget(window: &Window) -> String {
    window.go("/forgetting").await;
    window
        .fill(
            "form[action='/forgetting/clients#client'] [name=sought]",
            "ООО «Никто»",
        )
        .await;
    window
        .click("form[action='/forgetting/clients#client'] button[type=submit]")
        .await;
    window
        .until(
            "the erasure",
            "return location.pathname.startsWith('/forgetting/erasures/')",
        )
        .await;
    window.path().await
}

/// The page of an appeal of the demonstration.
async fn appeal(app: &App) -> String {
    let mut tx = app.db.read().await.unwrap();
    let id: String = tx
        .query("SELECT id FROM appeals ORDER BY id LIMIT 1")
        .scalar()
        .await
        .unwrap();
    format!("/appeals/{id}")
}

/// Minutes that [`defect_without_end`] takes.
const STORY_MINUTES: i64 = 10;

/// The demonstration as it was so many minutes after the story of [`defect_without_end`] began.
fn minute(app: &App, minute: i64) -> App {
    let at = app.clock.now().plus_ms((minute - STORY_MINUTES) * 60_000);
    app.with_clock(Arc::new(FixedClock::at(at)))
}

/// A plan about the date of the next step, on the evaluation of this minute.
async fn plan_about_the_date(app: &App, head: &Person, manager: &Person, call: &RecordingId) -> PlanId {
    let evaluation = publish_score_of(app, head, call, &[("date", Mark::Value(0))]).await;
    let due = app.clock.now().day(&app.config.time_zone).plus_days(7);
    let form = PlanForm {
        focus: "Называть день и час".to_owned(),
        action: "Прочитать материал".to_owned(),
        targets: vec![TargetForm {
            text: "Называет день и час".to_owned(),
            due: due.to_string(),
            ..TargetForm::default()
        }],
        items: vec!["date".to_owned()],
        ..PlanForm::default()
    };
    app.coaching
        .create(head, &manager.id, Some(&evaluation), &form)
        .await
        .unwrap()
}

/// What is low again and again, two plans that came to nothing, and a third that nobody has answered: only then
/// a plan can be changed.
async fn defect_without_end(app: &App) {
    let mut tx = app.db.read().await.unwrap();
    let head = person_by_login(&mut tx, "m.sokolova").await.unwrap().unwrap();
    let manager = person_by_login(&mut tx, "n.zhukov").await.unwrap().unwrap();
    let scored = "SELECT recording_id FROM evaluations WHERE manager_id = $1 AND state = 'published' ORDER BY id LIMIT 1";
    let call: RecordingId = tx.query(scored).bind(&manager.id).scalar().await.unwrap();
    drop(tx);
    let low = [("date", Mark::Value(0))];
    for at in 0..3 {
        publish_score_of(&minute(app, at), &head, &call, &low).await;
    }
    for at in [3, 5] {
        let plan = plan_about_the_date(&minute(app, at), &head, &manager, &call).await;
        let answered = minute(app, at + 1);
        answered.coaching.acknowledge(&manager, &plan, "").await.unwrap();
    }
    plan_about_the_date(&minute(app, 8), &head, &manager, &call).await;
}

/// Walks everywhere as everybody; a page that nobody comes to is a failure too.
async fn walk(width: u32, height: u32) {
    let service = Service::start(true).await;
    let appeal = appeal(&service.app).await;
    defect_without_end(&service.app).await;
    let window = Window::open(&service, width, height, "ru").await;
    let patterns = patterns();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for path in ["/sign-in", "/invitation", "/nothing-here"] {
        window.go(path).await;
        window.assert_accessible().await;
        seen.extend(pattern(&patterns, path));
    }
    for login in PEOPLE {
        window.sign_in(login, demo::PASSWORD).await;
        let mut own = BTreeSet::new();
        let plain = patterns.iter().filter(|page| !page.contains('{')).cloned();
        let answers = "/search?q=дорого".to_owned();
        let mut ahead: VecDeque<String> = [answers].into_iter().chain(plain).collect();
        // Scores that came after it have taken its evaluation from the first page of the list.
        ahead.push_back(appeal.clone());
        if *login == "admin" {
            ahead.push_back(ask_to_forget(&window).await);
        }
        while let Some(address) = ahead.pop_front() {
            let Some(page) = pattern(&patterns, &address) else {
                continue;
            };
            if NO_PAGES.contains(&page)
                || own.contains(page)
                || (seen.contains(page) && !BY_ROLE.contains(&page))
            {
                continue;
            }
            window.go(&address).await;
            let here = window.path().await;
            if !is_given(&window).await || pattern(&patterns, &here) != Some(page) {
                continue;
            }
            window.assert_accessible().await;
            own.insert(page);
            seen.insert(page);
            for link in links(&window).await {
                let path = link.split('?').next().unwrap_or_default();
                ahead.extend(under(&patterns, path));
                ahead.push_back(link);
            }
        }
    }
    window.close().await;
    let missed: Vec<&String> = patterns
        .iter()
        .filter(|page| !seen.contains(page.as_str()) && !NO_PAGES.contains(&page.as_str()))
        .filter(|page| !ELSEWHERE.iter().chain(UNSEEN).any(|(known, _)| known == page))
        .collect();
    assert!(missed.is_empty(), "nobody came to {missed:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn every_page_on_a_desk() {
    walk(1440, 900).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn every_page_on_a_phone() {
    walk(390, 844).await;
}

#[test]
fn what_is_looked_at_elsewhere_is_there() {
    for (page, _) in ELSEWHERE {
        assert!(patterns().iter().any(|known| known == page), "{page} is no page");
    }
    for (page, file) in ELSEWHERE {
        let text =
            std::fs::read_to_string(crate::support::browser::absolute(&format!("tests/it/{file}"))).unwrap();
        assert!(
            text.contains("assert_accessible"),
            "{file} does not look at {page}"
        );
    }
}
