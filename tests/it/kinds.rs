//! Texts to send, figures of the company, offers with a last day, and what a book begins with.

use std::collections::HashSet;
use std::path::Path;

use axum::http::StatusCode;
use salesbook::db::Db;

use crate::support::app::{Answer, PASSWORD, TestApp, Who};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;
use crate::support::program::{Place, Program};

const FACTS: &str = "aliases: [смета ушла, письмо со сметой, отправка сметы]\ntags: [смета]\nowner: o.vetrov\nreview: 2027-02-01\n";
const MESSAGE: &str = "/playbook/ru/messages/offer-sent";

fn put(book: &Path, name: &str, facts: &str, text: &str) {
    let kind = match name.split('/').nth(1).unwrap() {
        "messages" => "message",
        "company" => "company",
        _ => "product",
    };
    let path = book.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, format!("---\nkind: {kind}\n{facts}{FACTS}---\n\n{text}\n")).unwrap();
}

fn card(book: &Path, warranty: &str) {
    let facts = format!("title: О компании\nfigures:\n  гарантия на металл: {warranty}\n");
    put(book, "ru/company/about.md", &facts, "Возим стеллажи.");
}

/// A message of two variants that names a figure, and the card it is kept on.
fn write(book: &Path) {
    card(book, "пять лет");
    put(
        book,
        "ru/messages/offer-sent.md",
        "title: Смета отправлена\n",
        "После звонка, когда смета ушла.\n\n## Письмо\n\nТема: Смета для {компания}\n\n> {имя}, добрый день!\n>\n> Гарантия {гарантия на металл}. Наберу {день}.\n\n### Не пишите\n\n- Цену в теме.\n\n## Сообщение\n\n> «{имя}, смета у вас на почте»\n",
    );
}

async fn app(db: Db) -> (TestApp, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let app = TestApp::with_settings(db, &[("library", folder.path().to_str().unwrap())]).await;
    (app, folder)
}

fn reload(app: &TestApp) {
    app.app.parts.library.reload(&HashSet::new());
}

on_both!(
    a_message_is_shown_with_its_fields_and_texts,
    a_search_card_holds_the_text_to_send,
    a_changed_figure_changes_every_text_that_names_it,
    an_offer_past_its_last_day_says_so,
    figures_are_edited_in_the_browser,
    the_first_administrator_says_what_the_book_begins_with,
    a_book_that_was_there_is_not_begun_anew
);

async fn a_message_is_shown_with_its_fields_and_texts(db: Db) {
    let (app, _folder) = app(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let page = manager.get(MESSAGE).await.ok();
    assert_eq!(page.all_words(".way").len(), 2);
    assert_eq!(page.all_words(".toc a").len(), 2);
    assert_eq!(
        page.attribute("#variant-1 [data-message]", "data-text"),
        "{имя}, добрый день!\n\nГарантия пять лет. Наберу {день}."
    );
    assert_eq!(
        page.attribute("#variant-1 [data-message]", "data-subject"),
        "Смета для {компания}"
    );
    assert_eq!(
        page.attribute("#variant-2 [data-message]", "data-text"),
        "{имя}, смета у вас на почте"
    );
    assert_eq!(
        page.all_words("#variant-1 .message-field"),
        ["компания", "имя", "день"]
    );
    assert_eq!(page.attribute(".figure", "href"), "/playbook/ru/company/about");
    assert!(page.words("#variant-1 .pair").contains("Цену в теме"));
    // The chapter has a name of its own, in the book and on paper.
    assert!(
        manager
            .get("/playbook")
            .await
            .ok()
            .words("#messages h2")
            .contains("Сообщения")
    );
    let printed = manager.get("/playbook/print?kind=messages").await.ok();
    assert!(printed.words(".message-text").contains("Гарантия пять лет"));

    let program = app.program(Who::Trainer).await;
    let body = program
        .get("/api/v1/playbook/ru/messages/offer-sent")
        .await
        .ok()
        .json();
    assert_eq!(body["kind"], "message");
    assert_eq!(body["variants"][0]["subject"], "Смета для {компания}");
    assert_eq!(
        body["variants"][0]["fields"],
        serde_json::json!(["компания", "имя", "день"])
    );
    assert_eq!(body["variants"][1]["text"], "{имя}, смета у вас на почте");
    let about = program.get("/api/v1/playbook/ru/company/about").await.ok().json();
    assert_eq!(
        about["figures"],
        serde_json::json!([{"name": "гарантия на металл", "text": "пять лет"}])
    );
}

async fn a_search_card_holds_the_text_to_send(db: Db) {
    let (app, _folder) = app(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let page = manager
        .get("/search?q=%D1%81%D0%BC%D0%B5%D1%82%D0%B0%20%D0%BE%D1%82%D0%BF%D1%80%D0%B0%D0%B2%D0%BB%D0%B5%D0%BD%D0%B0")
        .await
        .ok();
    assert_eq!(page.all_words("#opened [data-message]").len(), 1);
    assert!(
        page.attribute("#opened [data-message]", "data-text")
            .contains("{имя}")
    );
    // Figures are found by what they say.
    let found = manager
        .get("/search?q=%D0%BF%D1%8F%D1%82%D1%8C%20%D0%BB%D0%B5%D1%82")
        .await
        .ok();
    assert!(found.words(".answers").contains("Смета отправлена"));
}

async fn a_changed_figure_changes_every_text_that_names_it(db: Db) {
    let (app, folder) = app(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let text = |page: &Answer| page.words("#variant-1 .message-text");
    assert!(text(&manager.get(MESSAGE).await.ok()).contains("Гарантия пять лет"));
    card(folder.path(), "шесть лет");
    reload(&app);
    assert!(text(&manager.get(MESSAGE).await.ok()).contains("Гарантия шесть лет"));
    // A figure that is gone is a field again.
    std::fs::remove_file(folder.path().join("ru/company/about.md")).unwrap();
    reload(&app);
    let page = manager.get(MESSAGE).await.ok();
    assert!(
        page.all_words("#variant-1 .message-field")
            .contains(&"гарантия на металл".to_owned())
    );
}

async fn an_offer_past_its_last_day_says_so(db: Db) {
    let (app, folder) = app(db).await;
    let offer = |until: &str| {
        put(
            folder.path(),
            "ru/products/offer.md",
            &format!("title: Монтаж в подарок\nuntil: {until}\n"),
            "До конца месяца.",
        );
    };
    offer("2026-11-01");
    reload(&app);
    let manager = app.sign_in(Who::Manager).await;
    let page = manager.get("/playbook/ru/products/offer").await.ok();
    assert!(
        page.words(".entry-stale").contains("Действовало до"),
        "{}",
        page.words(".entry-head")
    );
    let check = app.sign_in(Who::Trainer).await.get("/playbook/check").await.ok();
    assert!(check.words(".rows").contains("Действовало до 2026-11-01"));
    offer("2027-11-01");
    reload(&app);
    let page = manager.get("/playbook/ru/products/offer").await.ok();
    assert!(page.all_words(".entry-stale").is_empty());
    assert!(page.text().contains("Действует до"));
}

async fn figures_are_edited_in_the_browser(db: Db) {
    let (app, folder) = app(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let edit = "/playbook/ru/company/about/edit";
    let mut form = crate::authoring::fields(&trainer.get(edit).await.ok());
    let figures = form.iter_mut().find(|(name, _)| name == "figures").unwrap();
    assert_eq!(figures.1.trim(), "гарантия на металл: пять лет");
    "гарантия на металл: семь лет\nмонтаж: четыре дня".clone_into(&mut figures.1);
    let pairs: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    trainer.post(edit, &pairs).await.expect(StatusCode::SEE_OTHER);
    let file = std::fs::read_to_string(folder.path().join("ru/company/about.md")).unwrap();
    assert!(
        file.contains("figures:\n  гарантия на металл: семь лет\n  монтаж: четыре дня\n"),
        "{file}"
    );
    let manager = app.sign_in(Who::Manager).await;
    assert!(
        manager
            .get(MESSAGE)
            .await
            .ok()
            .text()
            .contains("Гарантия семь лет")
    );
}

async fn the_first_administrator_says_what_the_book_begins_with(db: Db) {
    let folder = tempfile::tempdir().unwrap();
    let app = TestApp::with_settings(db, &[("library", folder.path().to_str().unwrap())]).await;
    for who in [Who::Manager, Who::Trainer, Who::Head] {
        let browser = app.sign_in(who).await;
        assert!(browser.get("/").await.ok().all_words("#first-book").is_empty());
        browser
            .post("/playbook/begin", &[("choice", "sample")])
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    let admin = app.sign_in(Who::Admin).await;
    assert_eq!(admin.get("/").await.ok().all_words("#first-book form").len(), 3);
    admin
        .post("/playbook/begin", &[("choice", "poem")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    admin
        .post("/playbook/begin", &[("choice", "skeleton")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let book = admin.get("/playbook").await.ok();
    assert_eq!(book.all_words(".chapter").len(), 9);
    let log = admin.get("/audit?act=book-begun").await.ok();
    assert_eq!(log.all_words(".audit tbody tr").len(), 1);
    // Asked once, and nothing is written over.
    assert!(admin.get("/").await.ok().all_words("#first-book").is_empty());
    admin
        .post("/playbook/begin", &[("choice", "sample")])
        .await
        .expect(StatusCode::CONFLICT);
}

async fn a_book_that_was_there_is_not_begun_anew(db: Db) {
    let (app, folder) = app(db).await;
    salesbook::authoring::first_book::remember(&app.app.config);
    std::fs::remove_dir_all(folder.path().join("ru")).unwrap();
    let app = app.restarted(&crate::support::speech::Script::default());
    let admin = app.sign_in(Who::Admin).await;
    assert!(admin.get("/").await.ok().all_words("#first-book").is_empty());
    admin
        .post("/playbook/begin", &[("choice", "sample")])
        .await
        .expect(StatusCode::CONFLICT);
}

#[test]
fn a_book_is_begun_from_the_shell() {
    let (data, books) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = Place {
        data: data.path(),
        database: None,
    };
    let run = |command: &[&str]| place.command(command).status().unwrap().success();
    let dir = |name: &str| books.path().join(name).to_str().unwrap().to_owned();
    let (empty, english, sample) = (dir("empty"), dir("english"), dir("sample"));
    assert!(run(&["playbook", "init", &empty]));
    assert!(run(&[
        "playbook",
        "init",
        "--skeleton",
        "--language",
        "en",
        &english
    ]));
    assert!(run(&["playbook", "init", "--sample", &sample]));
    for (dir, file) in [
        (&empty, "ru/messages/template.md"),
        (&empty, "synonyms.txt"),
        (&english, "en/manuals/template.md"),
        (&sample, "ru/objections/too-expensive.md"),
    ] {
        assert!(Path::new(dir).join(file).is_file(), "{file}");
        assert!(run(&["playbook", "check", dir]), "{dir}");
    }
    // What is there stays as it is.
    assert!(!run(&["playbook", "init", "--sample", &empty]));
    assert!(!Path::new(&empty).join("ru/objections/too-expensive.md").exists());
}

#[test]
fn the_service_makes_the_books_folder_once_and_never_again() {
    let (data, books) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = Place {
        data: data.path(),
        database: None,
    };
    let book = books.path().join("book");
    let library = book.to_str().unwrap();
    let serve = || Program::serve(place, &["--library", library], "");
    drop(serve());
    assert!(book.is_dir());
    assert!(
        place
            .command(&["playbook", "init", library])
            .status()
            .unwrap()
            .success()
    );
    let service = serve();
    while !data.path().join("playbook-begun").exists() {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    drop(service);
    // A volume that came loose: nothing is begun in its place.
    std::fs::remove_dir_all(&book).unwrap();
    let listen = ["serve", "--listen", "127.0.0.1:0", "--library", library];
    assert!(!place.command(&listen).status().unwrap().success());
    assert!(!book.exists());
}

/// What would be on the clipboard.
const CLIPBOARD: &str = "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } }, configurable: true }); return true";

async fn copied(window: &Window, words: &str) {
    let words = serde_json::to_string(words).unwrap();
    window
        .until("the copied words", &format!("return window.copied === {words}"))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_message_is_filled_and_copied_by_keyboard_and_the_next_one_knows_the_name() {
    let (service, book) = Service::writing().await;
    write(&book);
    service.app.parts.library.reload(&HashSet::new());
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    window.go(MESSAGE).await;
    window
        .until(
            "the script",
            "return document.querySelector('[data-fields]:not([hidden])')",
        )
        .await;
    window.until("the clipboard", CLIPBOARD).await;

    // Nothing filled: what is empty is told and stays plain.
    window.keys("c").await;
    copied(
        &window,
        "{имя}, добрый день!\n\nГарантия пять лет. Наберу {день}.",
    )
    .await;
    window
        .until(
            "the count",
            "return document.querySelector('.toast')?.textContent.includes('пустых полей: 2 (имя, день)')",
        )
        .await;

    // Fields follow each other by Enter, the text follows the fields, and behind the last one it is copied.
    window
        .find("#variant-1 [data-field=компания]")
        .await
        .click()
        .await
        .unwrap();
    window.press("Склад-24").await;
    window.keys("Enter").await;
    window.press("Павел").await;
    window
        .until("the name in the text", "return document.querySelector('#variant-1 .message-text').textContent.includes('Павел, добрый день')")
        .await;
    window.keys("Enter").await;
    window.press("в четверг").await;
    window.keys("Enter").await;
    copied(
        &window,
        "Павел, добрый день!\n\nГарантия пять лет. Наберу в четверг.",
    )
    .await;
    window.click("[data-copy-subject]").await;
    copied(&window, "Смета для Склад-24").await;
    window.assert_fits().await;

    // The other variant, and the same page anew, know the name.
    window.go(MESSAGE).await;
    window
        .until(
            "the kept name",
            "return document.querySelector('#variant-2 [data-field=имя]')?.value === 'Павел'",
        )
        .await;
    window.until("the clipboard", CLIPBOARD).await;
    window.click("#variant-2 [data-copy-message]").await;
    copied(&window, "Павел, смета у вас на почте").await;
    window.click("#variant-2 [data-clear-fields]").await;
    window
        .until(
            "empty fields",
            "return [...document.querySelectorAll('input[data-field]')].every((field) => field.value === '')",
        )
        .await;
    window.assert_quiet().await;
    window.close().await;
}
