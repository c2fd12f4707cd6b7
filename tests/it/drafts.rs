//! What was typed and not saved: whose a draft is, how long it lives, when it ends; refused forms that one can go back to;
//! acts that come twice; and that every long form takes part.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use salesbook::db::Db;
use serde_json::{Value, json};

use crate::support::app::{Browser, TestApp, Who};
use crate::support::db::on_both;

const ONE: &str = "01K0ZC3QJ5V0T5N6V8W2M4X7RD";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn id(n: usize) -> String {
    format!("01K0ZC3QJ5V0T5N6V8W2M4X{n:03}")
}

fn draft(form: &str, text: &str, turn: i64) -> Value {
    json!({ "form": form, "base": "7f", "turn": turn,
        "fields": [{ "name": "went_well", "value": text }, { "name": "item", "value": "budget", "on": true }] })
}

async fn put(browser: &Browser, id: &str, draft: &Value) {
    let path = format!("/api/v1/drafts/{id}");
    browser.json(Method::PUT, &path, draft).await.ok();
}

async fn ids(browser: &Browser) -> Vec<String> {
    let list = browser.get("/api/v1/drafts").await.ok().json();
    let items = list["items"].as_array().unwrap().iter();
    items.map(|it| it["id"].as_str().unwrap().to_owned()).collect()
}

on_both!(
    a_draft_is_its_writer_s_alone_and_the_newest_turn_stays,
    drafts_are_few_small_and_go_by_their_age,
    a_draft_ends_when_its_form_was_saved_and_only_then,
    a_refused_form_is_an_address_one_can_go_back_to,
    what_comes_twice_is_done_once,
    a_page_of_one_person_never_acts_as_another
);

async fn a_draft_is_its_writer_s_alone_and_the_newest_turn_stays(db: Db) {
    let app = TestApp::new(db).await;
    let (head, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::OtherHead).await);
    put(&head, ONE, &draft("/plans/1", "второе", 2)).await;
    // What was sent before and comes after changes nothing.
    put(&head, ONE, &draft("/plans/1", "первое", 1)).await;
    let kept = head.get(&format!("/api/v1/drafts/{ONE}")).await.ok().json();
    assert_eq!(kept["fields"][0]["value"], "второе", "{kept}");
    assert_eq!(kept["fields"][1]["on"], true, "{kept}");
    // The same id of somebody else is another draft.
    let path = format!("/api/v1/drafts/{ONE}");
    let _ = other
        .get(&path)
        .await
        .problem(StatusCode::NOT_FOUND, "draft-not-found");
    put(&other, ONE, &draft("/plans/1", "чужое", 9)).await;
    other
        .send(Method::DELETE, &path, None, Body::empty())
        .await
        .expect(StatusCode::NO_CONTENT);
    other
        .send(Method::DELETE, &path, None, Body::empty())
        .await
        .expect(StatusCode::NO_CONTENT);
    assert_eq!(head.get(&path).await.ok().json()["fields"][0]["value"], "второе");
}

async fn drafts_are_few_small_and_go_by_their_age(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    for n in 0..6 {
        put(&head, &id(n), &draft("/plans/1", "текст", 1)).await;
        app.clock.advance(1_000);
    }
    assert_eq!(ids(&head).await, [id(5), id(4), id(3), id(2)], "four of one form");
    for n in 10..80 {
        put(&head, &id(n), &draft(&format!("/plans/{n}"), "текст", 1)).await;
        app.clock.advance(1_000);
    }
    let all = ids(&head).await;
    assert_eq!((all.len(), all[0].as_str()), (60, id(79).as_str()));
    app.clock.advance(31 * DAY_MS);
    let head = app.sign_in(Who::Head).await;
    put(&head, ONE, &draft("/plans/1", "новое", 1)).await;
    assert_eq!(ids(&head).await, [ONE]);

    let path = format!("/api/v1/drafts/{ONE}");
    let mut large = draft("/plans/1", &"я".repeat(150_000), 2);
    let fields = large["fields"].as_array_mut().unwrap();
    fields.push(fields[0].clone());
    let _ = head
        .json(Method::PUT, &path, &large)
        .await
        .problem(StatusCode::PAYLOAD_TOO_LARGE, "draft-too-large");
    for form in ["", &"/a".repeat(200)] {
        let _ = head
            .json(Method::PUT, &path, &draft(form, "текст", 2))
            .await
            .problem(StatusCode::UNPROCESSABLE_ENTITY, "draft-form");
    }
    // Whatever was typed, it is kept as it was.
    put(&head, ONE, &draft("/plans/1", "a b\u{202e}\u{1F600}", 3)).await;
    assert_eq!(
        head.get(&path).await.ok().json()["fields"][0]["value"],
        "a b\u{202e}\u{1F600}"
    );
}

async fn a_draft_ends_when_its_form_was_saved_and_only_then(db: Db) {
    let app = TestApp::new(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let send =
        async |term: &str, address: &str| trainer.post(address, &[("term", term), ("variants", "")]).await;
    put(&trainer, ONE, &draft("/playbook/glossary", "Стел", 1)).await;
    let refused = send("", &format!("/playbook/glossary?draft={ONE}"))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.headers.get(header::SET_COOKIE).is_none());
    assert_eq!(ids(&trainer).await, [ONE]);
    // Somebody else's form does not end it, nor does one that is not signed in.
    let admin = app.sign_in(Who::Admin).await;
    admin
        .post(&format!("/playbook/glossary?draft={ONE}"), &[("term", "Мезонин")])
        .await
        .expect(StatusCode::SEE_OTHER);
    app.sign_in(Who::Stranger)
        .await
        .post(&format!("/playbook/glossary?draft={ONE}"), &[("term", "Кросс")])
        .await
        .expect(StatusCode::UNAUTHORIZED);
    assert_eq!(ids(&trainer).await, [ONE]);
    let saved = send("Стеллаж", &format!("/playbook/glossary?draft={ONE}"))
        .await
        .expect(StatusCode::SEE_OTHER);
    let told: Vec<_> = saved
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|it| it.to_str().unwrap().to_owned())
        .collect();
    assert!(
        told.iter()
            .any(|it| it.starts_with(&format!("draft-saved.{ONE}=1; SameSite=Lax; Path=/"))),
        "{told:?}"
    );
    assert!(ids(&trainer).await.is_empty());
    // A script names it in a header and needs no cookie.
    put(&trainer, ONE, &draft("/playbook/glossary", "Ярус", 1)).await;
    let script = trainer.clone().with_header("x-draft", ONE);
    let saved = script
        .post("/playbook/glossary", &[("term", "Ярус")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        saved
            .headers
            .get_all(header::SET_COOKIE)
            .iter()
            .all(|it| !it.to_str().unwrap().starts_with("draft-saved"))
    );
    assert!(ids(&trainer).await.is_empty());
}

/// The same browser with a page of ours open, as browsers say it when a form leaves it.
fn on_page(browser: &Browser, page: &str) -> Browser {
    let from = format!("http://127.0.0.1:8080{page}");
    browser
        .clone()
        .with_header("sec-fetch-mode", "navigate")
        .with_header("referer", &from)
}

async fn a_refused_form_is_an_address_one_can_go_back_to(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let manager = app.id(Who::Manager).as_str();
    let form = on_page(&head, "/one-to-ones?from=today");
    let wrong = [
        ("manager", manager),
        ("day", "когда-нибудь"),
        ("time", "после обеда"),
    ];
    let sent = form
        .post("/one-to-ones", &wrong)
        .await
        .expect(StatusCode::SEE_OTHER);
    let place = sent.location().to_owned();
    assert!(place.starts_with("/one-to-ones?from=today&answer="), "{place}");
    // Reloaded as often as one likes.
    for _ in 0..2 {
        let shown = form.get(&place).await.ok();
        assert_eq!(shown.attribute("[name=time]", "value"), "после обеда");
        assert!(!shown.all_words(".field-error").is_empty());
        assert_eq!(shown.headers[header::CACHE_CONTROL], "no-store");
    }
    // From there once more: the parameter does not pile up.
    let again = on_page(&head, &place)
        .post("/one-to-ones", &wrong)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(
        again.location().matches("answer=").count(),
        1,
        "{}",
        again.location()
    );
    // A script gets the page as it is; somebody else, or a browser after a restart, the address without it.
    let fresh = head.fragment("main").get(&place).await.ok();
    assert_eq!(fresh.all_words(".field-error"), Vec::<String>::new());
    let other = on_page(&app.sign_in(Who::OtherHead).await, "/")
        .get(&place)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(other.location(), "/one-to-ones?from=today");
    // Scripts, programs and pages of nowhere are answered where they asked.
    head.post("/one-to-ones", &wrong)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    form.fragment("x")
        .post("/one-to-ones", &wrong)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let evil = head
        .clone()
        .with_header("sec-fetch-mode", "navigate")
        .with_header("referer", "http://127.0.0.1:8080//evil.example/");
    evil.post("/one-to-ones", &wrong)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    // A sign-in that fails, too; its page does not show to whoever knows the address of another's.
    let stranger = on_page(&app.sign_in(Who::Stranger).await, "/sign-in?next=/plans");
    let failed = stranger
        .post(
            "/sign-in",
            &[("login", "m.sokolova"), ("password", "нет"), ("next", "/plans")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    let shown = stranger.get(failed.location()).await.ok();
    assert_eq!(shown.attribute("[name=login]", "value"), "m.sokolova");
    assert!(!shown.text().contains("нет\""));
    form.get(failed.location()).await.expect(StatusCode::SEE_OTHER);
}

async fn what_comes_twice_is_done_once(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 30).await;
    let manager = app.sign_in(Who::Manager).await;
    for _ in 0..2 {
        let said = [
            ("at", "0:05"),
            ("kind", "idea"),
            ("text", "Спросить про бюджет раньше"),
            ("id", ONE),
        ];
        manager
            .post(&format!("/recordings/{call}/comments"), &said)
            .await
            .expect(StatusCode::SEE_OTHER);
        let reply = [("text", "Согласен"), ("id", ONE)];
        manager
            .post(&format!("/comments/{ONE}/replies"), &reply)
            .await
            .expect(StatusCode::SEE_OTHER);
        let phrase = [
            ("phrase", "а вывоз старых стеллажей?"),
            ("query", "вывоз"),
            ("id", ONE),
        ];
        manager.fragment("none").post("/unanswered", &phrase).await.ok();
    }
    let page = manager.get(&format!("/recordings/{call}")).await.ok();
    assert_eq!(page.all_words("#comments .notes > li").len(), 1);
    assert_eq!(page.all_words("#comments .note-replies > li").len(), 1);
    let mut tx = app.app.db.read().await.unwrap();
    assert_eq!(
        salesbook::unanswered::store::open(&mut tx, 10)
            .await
            .unwrap()
            .len(),
        1
    );
}

async fn a_page_of_one_person_never_acts_as_another(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let me = head.get("/api/v1/me").await.ok();
    assert_eq!(me.json()["id"], app.id(Who::Head).as_str());
    assert_eq!(me.headers["x-answered-by"], "salesbook");
    let stale = head
        .clone()
        .with_header("x-person", app.id(Who::Manager).as_str());
    let refused = stale.get("/api/v1/me").await;
    assert_eq!(refused.headers["x-problem"], "other-person");
    refused.problem(StatusCode::CONFLICT, "other-person");
    stale.post("/one-to-ones", &[]).await.expect(StatusCode::CONFLICT);
    let own = head.clone().with_header("x-person", app.id(Who::Head).as_str());
    own.get("/api/v1/me").await.ok();
    let stranger = app
        .sign_in(Who::Stranger)
        .await
        .with_header("x-person", app.id(Who::Head).as_str());
    stranger
        .get("/api/v1/me")
        .await
        .problem(StatusCode::UNAUTHORIZED, "sign-in-needed");
}

/// Every template by its path.
fn templates() -> BTreeMap<String, String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut found = Vec::new();
    walk(&root, &mut found);
    found
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy();
            (name.into_owned(), std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// How many lines of text and other fields are filled in in a piece of a template, with what it includes.
fn counted(markup: &str, all: &BTreeMap<String, String>) -> (usize, usize) {
    let shown = |input: &str| {
        !["type=\"hidden\"", "type=\"submit\"", "type=\"search\""]
            .iter()
            .any(|it| input.contains(it))
    };
    let inputs = markup
        .split("<input")
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or(""));
    let mut areas = markup.matches("<textarea").count() + markup.matches("ui::area(").count();
    let mut fields = inputs.filter(|it| shown(it)).count()
        + markup.matches("<select").count()
        + markup.matches("ui::field(").count()
        + 2 * markup.matches("ui::role_and_team(").count();
    let parts = markup
        .split("{% include \"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap());
    for (more, others) in parts.map(|part| counted(&all[part], all)) {
        areas += more;
        fields += others;
    }
    // The rows of targets are a macro.
    fields += 6 * markup.matches("target_fields(").count();
    (areas, fields)
}

/// Long forms that take no part: what their template and tag say, and why.
const NOT_DRAFTS: &[(&str, &str)] = &[
    ("accounts/welcome.html", "a password is no draft"),
    (
        "data-upload",
        "what is said about files goes out with each of them at once",
    ),
    (
        "action=\"/checklists/import/",
        "each change of it is kept by the service at once",
    ),
];

#[test]
fn every_long_form_takes_part() {
    let all = templates();
    let (mut forms, mut bare) = (0, Vec::new());
    for (name, markup) in &all {
        for form in markup
            .split("<form")
            .skip(1)
            .chain(markup.split("%}form ").skip(1))
        {
            let body = form.split("</form").next().unwrap();
            // A tag may hold `{% if … > … %}`: it ends where a line of markup goes on.
            let tag = form.split(">\n").next().unwrap();
            let tag = if tag.len() > 600 {
                form.split('>').next().unwrap()
            } else {
                tag
            };
            if !tag.contains("method=\"post\"") {
                continue;
            }
            let (areas, fields) = counted(body, &all);
            if areas == 0 && areas + fields <= 3 {
                continue;
            }
            forms += 1;
            let meant = NOT_DRAFTS
                .iter()
                .any(|(it, _)| form.split('>').next().unwrap().contains(it) || name == it);
            if !tag.contains("data-draft") && !tag.contains("data-saves") && !meant {
                bare.push(format!(
                    "{name}: <form{} ({areas} texts, {fields} fields)",
                    form.split('>').next().unwrap()
                ));
            }
        }
    }
    assert!(forms > 20, "the walk sees only {forms} forms");
    assert!(
        bare.is_empty(),
        "long forms whose text is lost on a click elsewhere (give them data-draft):\n{}",
        bare.join("\n")
    );
}
