//! Search as people and programs use it.

use axum::http::StatusCode;
use salesbook::db::Db;

use crate::support::app::{PASSWORD, TestApp, Who};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;
use crate::support::speech::Script;

fn asked(path: &str, words: &str) -> String {
    use std::fmt::Write as _;
    words.bytes().fold(format!("{path}?q="), |mut url, byte| {
        write!(url, "%{byte:02X}").unwrap();
        url
    })
}

on_both!(
    the_first_answer_is_open_with_words_to_say,
    a_script_asks_for_the_answers_alone,
    nothing_found_is_said_and_what_was_typed_is_only_text,
    programs_get_hits_with_marked_snippets,
    the_wrong_layout_is_read_right_and_can_be_declined
);

async fn the_first_answer_is_open_with_words_to_say(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let page = manager.get(&asked("/search", "дорого")).await.ok();
    assert_eq!(page.attribute("[data-search]", "value"), "дорого");
    assert_eq!(
        page.words(".hit[aria-selected=true] .answer-title mark"),
        "Дорого"
    );
    assert_eq!(page.all_words("#opened").len(), 1);
    assert_eq!(page.all_words("#opened .say-line").len(), 3);
    assert!(page.all_words(".hit").len() <= 7);
    assert!(
        page.attribute("#opened [data-whole]", "href")
            .starts_with("/playbook/ru/objections/too-expensive#answer-")
    );
    assert_eq!(page.words(".find-count"), count(page.all_words(".hit").len()));
}

async fn a_script_asks_for_the_answers_alone(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let part = manager
        .fragment("answers")
        .get(&asked("/search", "скидку"))
        .await
        .ok();
    assert!(
        part.text()
            .trim_start()
            .starts_with("<section class=\"answers\" id=\"answers\""),
        "{}",
        part.text()
    );
    assert!(part.attribute("#answers", "data-found").contains("ответ"));
    assert!(!part.text().contains("<html"));
}

async fn nothing_found_is_said_and_what_was_typed_is_only_text(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let page = manager.get(&asked("/search", "<ъъъъ>")).await.ok();
    assert!(
        page.words(".empty").contains("«<ъъъъ>» ответа нет"),
        "{}",
        page.words(".empty")
    );
    assert!(!page.text().contains("<ъъъъ"));
    let start = manager.get("/search").await.ok();
    assert!(start.words(".empty").contains("Начните вводить"));
    assert!(start.all_words(".quick a").contains(&"Дорого".to_owned()));
    app.sign_in(Who::Stranger)
        .await
        .get("/search")
        .await
        .expect(StatusCode::SEE_OTHER);
}

async fn programs_get_hits_with_marked_snippets(db: Db) {
    let app = TestApp::new(db).await;
    let program = app.program(Who::Trainer).await;
    let found = program
        .get(&format!("{}&limit=3", asked("/api/v1/search", "дорого")))
        .await
        .ok()
        .json();
    let hits = found["hits"].as_array().unwrap();
    assert!(!hits.is_empty() && hits.len() <= 3);
    assert_eq!(hits[0]["id"], "ru/objections/too-expensive");
    assert_eq!(hits[0]["kind"], "objection");
    assert_eq!(hits[0]["title"], "Дорого");
    assert_eq!(hits[0]["url"], "/playbook/ru/objections/too-expensive");
    assert!(hits[0]["snippet_html"].as_str().unwrap().contains("<mark>"));
    assert!(hits[0]["score"].as_f64().unwrap() >= hits[hits.len() - 1]["score"].as_f64().unwrap());
    assert!(found["took_us"].as_u64().is_some());
    let nothing = program.get("/api/v1/search").await.ok().json();
    assert_eq!(nothing["hits"].as_array().unwrap().len(), 0);
    app.sign_in(Who::Stranger)
        .await
        .get("/api/v1/search?q=a")
        .await
        .problem(StatusCode::UNAUTHORIZED, "sign-in-needed");
}

async fn the_wrong_layout_is_read_right_and_can_be_declined(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let page = manager.get(&asked("/search", "ljhjuj")).await.ok();
    assert_eq!(
        page.attribute("[data-search]", "value"),
        "ljhjuj",
        "what was typed is never rewritten"
    );
    assert_eq!(
        page.words("#reading"),
        "Другая раскладка: дорого Искать как набрано"
    );
    assert_eq!(
        page.words(".hit[aria-selected=true] .answer-title mark"),
        "Дорого"
    );
    let declined = manager.get(&page.attribute("#reading a", "href")).await.ok();
    assert!(
        declined.words(".empty").contains("«ljhjuj» ответа нет"),
        "{}",
        declined.words(".empty")
    );
    let program = app.program(Who::Manager).await;
    let found = program.get(&asked("/api/v1/search", "dorogo")).await.ok().json();
    assert_eq!(found["hits"][0]["reading"], "transliterated");
    assert_eq!(found["hits"][0]["read_as"], "дорого");
}

fn count(n: usize) -> String {
    let word = match n {
        1 => "ответ",
        2..=4 => "ответа",
        _ => "ответов",
    };
    format!("{n} {word}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_late_answer_never_replaces_a_newer_one() {
    let service = Service::scripted(&Script::default()).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    window.go("/search").await;
    // The network turns slow for the first words and quick again for the last ones: answers arrive in the wrong order.
    let slow = "const real = window.fetch; window.arrived = [];
                window.fetch = async (url, how) => {
                  const answer = await real(url, how);
                  const q = new URL(url, location.href).searchParams.get('q');
                  if (q && q !== 'скидку') await new Promise(done => setTimeout(done, 900));
                  if (q) window.arrived.push(q);
                  return answer; };
                return true";
    window.until("the slow network", slow).await;
    window.press("дорого").await;
    let empty = "const it = document.querySelector('[data-search]'); it.value = 'скидку';
                 it.dispatchEvent(new Event('input', {bubbles: true})); return true";
    window.until("other words", empty).await;
    let newest =
        "return document.querySelector('#answers .answer-title')?.textContent.includes('скидку') || null";
    window.until("the newest answer", newest).await;
    let late = "return window.arrived.includes('дорого') && window.arrived[0] === 'скидку' || null";
    window.until("the late answer", late).await;
    for _ in 0..5 {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        assert!(!window.until("what is shown", newest).await.is_null());
    }
    let count = "return document.querySelector('.find-count').textContent === document.querySelector('#answers').dataset.found || null";
    window.until("the count of what is shown", count).await;
    window.assert_quiet().await;
    window.close().await;
}
