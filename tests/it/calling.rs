//! The book during a call: answers as a list with one of them open, keys, what is copied, what is only near, one's own
//! questions, the way back, and the book while the service is away.

use axum::http::StatusCode;
use salesbook::db::{Db, JsonText};
use salesbook::search::uses::store::{LoggedSearch, put_search};
use salesbook::unanswered::group::PhraseGroup;

use crate::connection::{says, type_into, value};
use crate::support::app::{PASSWORD, TestApp, Who};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;
use crate::support::program::{Place, Program};
use crate::support::speech::Script;

const DEAR: &str = "/search?q=%D0%B4%D0%BE%D1%80%D0%BE%D0%B3%D0%BE";

on_both!(
    only_the_open_answer_is_rendered,
    what_is_only_near_counts_as_without_an_answer,
    ones_own_questions_stand_beside_the_answers,
    the_copy_of_the_book_is_the_book_and_nothing_else
);

async fn only_the_open_answer_is_rendered(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let page = manager.get(DEAR).await.ok();
    let rows = page.all_words("#hits > [role=option]");
    assert!(rows.len() > 3, "{rows:?}");
    assert_eq!(page.all_words("#answers article").len(), 1);
    assert_eq!(page.all_words("#answers .answer-foot").len(), 1);
    assert_eq!(page.attribute("[data-search]", "role"), "combobox");
    assert_eq!(page.attribute("[data-search]", "aria-expanded"), "true");
    assert_eq!(page.attribute("[data-search]", "aria-activedescendant"), "hit-1");
    assert_eq!(page.attribute("#hit-1", "aria-selected"), "true");
    assert_eq!(page.attribute("#hit-2", "aria-selected"), "false");

    // Another answer is asked for by its name; the list is not sent again.
    let (entry, part) = (
        page.attribute("#hit-2", "data-entry"),
        page.attribute("#hit-2", "data-part"),
    );
    let named = format!("{DEAR}&entry={entry}&part={part}");
    let opened = manager.fragment("opened").get(&named).await.ok();
    assert_eq!(opened.attribute("#opened", "data-entry"), entry);
    assert_eq!(opened.attribute("#opened", "data-hit"), "2");
    assert!(!opened.all_words("#opened .say-line").is_empty());
    assert!(opened.all_words(".hit").is_empty());
    // Without script the same address opens it on the page.
    assert_eq!(
        manager.get(&named).await.ok().attribute("#answers", "data-open"),
        "2"
    );
    // What is no answer any more is not there.
    let gone = format!("{DEAR}&entry=ru/objections/nothing&part=0");
    manager
        .fragment("opened")
        .get(&gone)
        .await
        .expect(StatusCode::NOT_FOUND);
}

async fn what_is_only_near_counts_as_without_an_answer(db: Db) {
    let app = TestApp::new(db).await;
    for (id, query, sure) in [
        ("01K0ZC3QJ5V0T5N6V8W2M4X7RD", "возите на вертолёте", false),
        ("01K0ZC3QJ5V0T5N6V8W2M4X7RE", "сколько ждать замер", true),
    ] {
        let search = LoggedSearch {
            id: id.parse().unwrap(),
            query: query.to_owned(),
            tried: JsonText(Vec::new()),
            page: String::new(),
            hits: 3,
            sure,
        };
        let mut tx = app.app.db.write().await.unwrap();
        put_search(&mut tx, &search, app.id(Who::Manager), app.app.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    let queue = app.app.unanswered.queue().await.unwrap();
    let phrases: Vec<&str> = queue.iter().map(PhraseGroup::phrase).collect();
    assert_eq!(phrases, ["возите на вертолёте"]);
    let trainer = app.sign_in(Who::Trainer).await;
    let page = trainer.get("/playbook/unanswered").await.ok();
    assert!(
        page.words(".unanswered .muted")
            .contains("нашлось только похожее")
    );
}

async fn ones_own_questions_stand_beside_the_answers(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let ask = async |phrase: &str| {
        let form = [("phrase", phrase), ("query", phrase)];
        let told = manager
            .fragment("none")
            .post("/unanswered", &form)
            .await
            .ok()
            .json();
        told["id"].as_str().unwrap().to_owned()
    };
    assert!(
        manager
            .get("/search")
            .await
            .ok()
            .all_words("#own-questions li")
            .is_empty()
    );
    let (answered, declined) = (
        ask("А рассрочка бывает?").await,
        ask("Вертолётом привезёте?").await,
    );
    ask("Кто разгружает ночью?").await;
    let trainer = app.sign_in(Who::Trainer).await;
    for (item, entry) in [(&answered, "ru/objections/payment-terms"), (&declined, "")] {
        trainer
            .post(
                "/playbook/unanswered/settle",
                &[("item", item.as_str()), ("entry", entry)],
            )
            .await
            .expect(StatusCode::SEE_OTHER);
    }
    let part = manager.fragment("own-questions").get("/search").await.ok();
    let all = part.all_words("#own-questions li").join("\n");
    for words in [
        "рассрочка бывает",
        "есть ответ",
        "ответа не будет",
        "ждёт тренера",
    ] {
        assert!(all.contains(words), "{words}: {all}");
    }
    assert_eq!(
        part.attribute("#own-questions a", "href"),
        "/playbook/ru/objections/payment-terms"
    );
    // What waits stands on the first page as well.
    let asked = manager.get("/").await.ok().words("#asked");
    assert!(
        asked.contains("Кто разгружает ночью?") && asked.contains("ждёт тренера"),
        "{asked}"
    );
    assert!(!asked.contains("Вертолётом"), "{asked}");
    // They are one's own.
    let head = app.sign_in(Who::Head).await;
    assert!(
        head.get("/search")
            .await
            .ok()
            .all_words("#own-questions li")
            .is_empty()
    );
}

async fn the_copy_of_the_book_is_the_book_and_nothing_else(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let copy = manager.get("/search/book").await.ok();
    let tag = copy.headers["etag"].to_str().unwrap().to_owned();
    assert_eq!(copy.headers["cache-control"], "no-store");
    let book = copy.json();
    assert_eq!(book["person"], app.id(Who::Manager).to_string());
    let entries = book["entries"].as_array().unwrap();
    assert_eq!(entries.len(), app.app.parts.library.snapshot().len());
    let dear = entries
        .iter()
        .find(|entry| entry["id"] == "ru/objections/too-expensive")
        .unwrap();
    assert_eq!(dear["url"], "/playbook/ru/objections/too-expensive");
    assert!(
        dear["names"]
            .as_array()
            .unwrap()
            .iter()
            .any(|name| name == "дороговато")
    );
    assert!(dear["html"].as_str().unwrap().contains("say-line"));
    assert!(
        book["assets"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it.as_str().unwrap().ends_with("/js/search.js"))
    );
    // Nobody is named in it, nor on the page it is shown in.
    let name = app.person(Who::Manager).name.clone();
    let page = manager.get("/search/away").await.ok();
    assert!(!page.text().contains(&name) && !copy.text().contains(&name));
    assert_eq!(
        page.attribute("html", "data-person"),
        app.id(Who::Manager).to_string()
    );

    // The same is not sent twice; another person's is another.
    let same = app.sign_in(Who::Manager).await;
    let same = same.with_header("if-none-match", &tag);
    same.get("/search/book").await.expect(StatusCode::NOT_MODIFIED);
    let head = app.sign_in(Who::Head).await.with_header("if-none-match", &tag);
    head.get("/search/book").await.ok();

    // A stranger gets the worker and none of the rest.
    let stranger = app.sign_in(Who::Stranger).await;
    for path in ["/search/book", "/search/away"] {
        stranger.get(path).await.expect(StatusCode::SEE_OTHER);
    }
    let worker = stranger.get("/book-worker.js").await.ok();
    assert!(
        worker.headers["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/javascript")
    );
    assert_eq!(worker.headers["cache-control"], "no-store");
    assert!(
        !worker.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("unsafe")
    );
}

/// What was put on the clipboard last.
const CLIPBOARD: &str = "return window.copied ?? null";

/// The clipboard of a page that tests may read.
async fn watch_clipboard(window: &Window) {
    let watch = "navigator.clipboard.writeText = async (words) => { window.copied = words; }; return true";
    window.until("a clipboard", watch).await;
}

async fn focus(window: &Window, what: &str, selector: &str) {
    let script = format!("return document.activeElement?.matches('{selector}') || null");
    window.until(what, &script).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn single_keys_act_on_the_open_answer_and_begin_a_search_elsewhere() {
    let service = Service::scripted(&Script::default()).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    window.go("/plans").await;
    window.go("/search").await;
    watch_clipboard(&window).await;
    type_into(&window, "[data-search]", "дорого").await;
    window.find("#opened .say-line").await;
    window.assert_accessible().await;

    // Arrows choose; the field keeps the focus and names the row; the words are told.
    window.keys("ArrowDown").await;
    let second =
        "return document.querySelector('[data-search]').getAttribute('aria-activedescendant') === 'hit-2'
        && document.querySelector('#opened')?.dataset.hit === '2' || null";
    window.until("the second answer", second).await;
    focus(&window, "the field", "[data-search]").await;
    let told = "const said = document.querySelector('[data-told-aloud]').textContent;
        return said.includes(document.querySelector('#opened .say').textContent.trim()) || null";
    window.until("the words read aloud", told).await;

    // Escape leaves the field; there single keys act.
    window.keys("Escape").await;
    focus(&window, "the open answer", "#opened").await;
    assert_eq!(value(&window, "[data-search]").await, "дорого");
    window.keys("c").await;
    let copied = window.until("the words", CLIPBOARD).await;
    let copied = copied.as_str().unwrap().to_owned();
    assert!(
        copied.lines().count() > 1 && !copied.contains(['«', '»']),
        "{copied}"
    );
    window.keys("3").await;
    window
        .until(
            "the third",
            "return document.querySelector('#opened')?.dataset.hit === '3' || null",
        )
        .await;

    // A click copies one line.
    window.click("#opened .say-line .say").await;
    says(&window, ".toast", "Строка скопирована").await;
    let line = window.until("the line", CLIPBOARD).await;
    assert_eq!(line.as_str().unwrap().lines().count(), 1);

    // A letter that is no key of the answer begins a search, and so does every letter outside.
    let body = "document.activeElement.blur(); for (const it of document.querySelectorAll('.toast')) it.remove(); return true";
    window.until("no focus", body).await;
    window.keys("с м е т а").await;
    focus(&window, "the field", "[data-search]").await;
    assert_eq!(value(&window, "[data-search]").await, "смета");
    window
        .until(
            "answers",
            "return document.querySelector('#answers').dataset.q === 'смета' || null",
        )
        .await;

    // Escape leaves, clears, goes back to the page before.
    window.keys("Escape Escape").await;
    focus(&window, "the field", "[data-search]").await;
    assert_eq!(value(&window, "[data-search]").await, "");
    window.keys("Escape").await;
    window
        .until("the page before", "return location.pathname === '/plans' || null")
        .await;
    window.assert_quiet().await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn going_back_returns_to_the_page_before_with_what_was_typed() {
    let service = Service::scripted(&Script::default()).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    for page in ["/", "/search"] {
        window.go("/plans").await;
        window.go(page).await;
        type_into(&window, "[data-search]", "дорого").await;
        window.find("#opened").await;
        window.keys("Enter").await;
        window
            .until(
                "the entry",
                "return location.pathname.startsWith('/playbook/ru/') || null",
            )
            .await;
        window.client.back().await.unwrap();
        window.find("#opened").await;
        assert_eq!(window.path().await, page, "one step back");
        assert_eq!(value(&window, "[data-search]").await, "дорого");
        window.client.back().await.unwrap();
        window
            .until("the page before", "return location.pathname === '/plans' || null")
            .await;
    }
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn in_the_panel_acts_stand_under_the_words_and_nothing_takes_the_foot() {
    let service = Service::scripted(&Script::default()).await;
    let window = Window::open(&service, 380, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    window
        .until("its name", "window.name = 'salesbook-panel'; return true")
        .await;
    window.go(DEAR).await;
    window.find("#opened .answer-foot").await;
    let under = "const box = (it) => document.querySelector(it).getBoundingClientRect();
        return box('#opened .answer-foot').top - box('#opened .say-lines').bottom < 24 || null";
    window.until("acts under the words", under).await;
    let fixed = "return [...document.querySelectorAll('body *')].filter(it => getComputedStyle(it).position === 'fixed'
        && it.checkVisibility() && it.textContent.trim() !== '').length === 0 || null";
    window.until("nothing at the foot", fixed).await;
    window.picture("search-panel").await;
    window.assert_fits().await;
    window.close().await;
}

/// The copy is in the browser and the worker stands before the page.
const COPIED: &str =
    "return (async () => (await caches.match('/search/book', { cacheName: 'book' })) !== undefined
    && navigator.serviceWorker.controller !== null || null)()";
/// Nothing of it is.
const NO_COPY: &str = "return (async () => !(await caches.has('book')) || null)()";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn the_book_works_while_the_service_is_stopped() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    place.with_cast().await;
    let program = Program::serve(place, &[], "");
    let port = program.port;
    let window = Window::open_at(&format!("http://127.0.0.1:{port}"), 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    window.go("/search").await;
    window.until("the copy", COPIED).await;
    type_into(&window, "[data-search]", "скидку").await;
    window.find("#opened").await;

    // Stopped in the middle of a call: names are searched, what is done waits.
    program.kill();
    window
        .until(
            "an empty field",
            "const it = document.querySelector('[data-search]'); it.value = ''; it.focus(); return true",
        )
        .await;
    type_into(&window, "[data-search]", "дороговато").await;
    says(&window, "#without:not([hidden])", "только по названиям").await;
    says(&window, "#hit-1", "Дорого").await;
    window.find("#opened .say-line").await;
    window.keys("Alt++").await;
    says(&window, "#waiting:not([hidden])", "(1)").await;
    window.keys("Alt+n").await;
    says(&window, "#waiting:not([hidden])", "(2)").await;
    window.assert_accessible().await;
    window.picture("search-without-names").await;

    // Opened anew it is there as well, and so is an entry.
    window.client.refresh().await.unwrap();
    says(&window, "#hit-1", "Дорого").await;
    says(&window, "#without:not([hidden])", "только по названиям").await;
    window.assert_accessible().await;
    window.go("/playbook/ru/objections/too-expensive").await;
    window.find("#opened .say-line").await;
    window.picture("entry-without").await;
    window.go("/").await;
    type_into(&window, "[data-search]", "дорого").await;
    window.find("#opened .say-line").await;

    // Back again, the real page comes by itself and what waited goes out.
    let program = Program::serve_at(place, port, &[], "");
    window
        .until("the real page", "return document.querySelector('.nav') !== null && document.querySelector('#without')?.hidden || null")
        .await;
    window
        .until(
            "nothing waits",
            "return document.querySelector('#waiting')?.hidden || null",
        )
        .await;
    assert_eq!(value(&window, "[data-search]").await, "дорого");
    window.find("#opened .say-line").await;

    // Whoever goes out leaves no copy; whoever comes in has one of their own.
    window.go("/profile").await;
    window.click("form[action='/sign-out'] button").await;
    window
        .until("the door", "return location.pathname === '/sign-in' || null")
        .await;
    window.until("no copy", NO_COPY).await;
    window.sign_in("m.sokolova", PASSWORD).await;
    window.go("/search").await;
    window.until("another copy", COPIED).await;
    let whose = "return (async () => {
        const kept = await (await caches.match('/search/book', { cacheName: 'book' })).json();
        return kept.person === document.documentElement.dataset.person || null; })()";
    window.until("one's own", whose).await;
    window.close().await;
    program.kill();
}

/// A question about something the book does not have, by keys alone: nothing opens, what is near is told to be only that, and
/// asking the trainer is the nearest thing to do. Enter opens nothing by itself; an arrow does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn what_the_book_does_not_have_opens_nothing_and_is_asked_with_one_key() {
    const ABSENT: &str = "поставьте стеллажи на луну";
    let service = Service::start(true).await;
    for (width, height) in [(1440, 900), (390, 844), (380, 900)] {
        let window = Window::open(&service, width, height, "ru").await;
        window.sign_in("n.zhukov", salesbook::demo::PASSWORD).await;
        window.go("/search").await;
        type_into(&window, "[data-search]", ABSENT).await;
        says(&window, ".unsure", "неточно").await;
        assert_eq!(value(&window, "[data-search]").await, ABSENT);
        let closed = "return document.querySelector('#opened') === null
            && document.querySelector('.hit[aria-selected=true]') === null
            && document.querySelector('.unsure').compareDocumentPosition(document.querySelector('#hits')) === 4";
        window.until("nothing open, the question first", closed).await;
        window.keys("Enter").await;
        window
            .until("the same page", "return location.pathname === '/search'")
            .await;
        window.assert_accessible().await;
        window.assert_fits().await;
        window.picture(&format!("{width}-search-unsure")).await;
        window.keys("Alt+n").await;
        says(&window, ".toast", ABSENT).await;
        window.keys("ArrowDown").await;
        window
            .until(
                "the first one",
                "return document.querySelector('#opened[data-hit=\"1\"]') !== null",
            )
            .await;
        window.assert_quiet().await;
        window.close().await;
    }
    let queue = service.app.unanswered.queue().await.unwrap();
    assert_eq!(queue[0].phrase(), ABSENT);
}
