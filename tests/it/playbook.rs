//! The book as people meet it: chapters, entries, print, check, the JSON API, and files that change while the service runs.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::i18n::Locale;
use tokio_util::sync::CancellationToken;

use crate::support::app::{Answer, TestApp, Who};
use crate::support::db::on_both;

fn attributes(answer: &Answer, selector: &str, name: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(&answer.text());
    page.select(&scraper::Selector::parse(selector).unwrap())
        .filter_map(|element| element.attr(name).map(str::to_owned))
        .collect()
}

on_both!(
    the_book_opens_by_chapters,
    an_objection_shows_what_to_say_now,
    a_script_leads_from_reply_to_step,
    what_is_not_there_is_said_so,
    every_entry_opens_and_every_link_of_the_book_leads_somewhere,
    the_whole_book_prints_as_one_page_with_contents,
    the_check_is_for_those_who_keep_the_book,
    programs_read_the_book,
    a_file_saved_on_disk_is_found_within_a_second_and_a_broken_one_keeps_its_last_version
);

async fn the_book_opens_by_chapters(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let book = manager.get("/playbook").await.ok();
    assert_eq!(
        book.all_words(".chapter h2"),
        [
            "Скрипты",
            "Возражения",
            "Сообщения",
            "Регламенты",
            "Продукты",
            "Клиенты",
            "Компания",
            "Обучение",
            "Инструкции"
        ]
    );
    let objections = manager.get("/playbook?kind=objections").await.ok();
    assert_eq!(objections.all_words(".chapter h2"), ["Возражения"]);
    assert!(
        objections
            .all_words(".chapter-list a")
            .contains(&"Дорого".to_owned())
    );
    assert!(
        objections.all_words(".chapter h3").len() > 1,
        "objections stand by the stage of the call"
    );
    let english = manager.get("/playbook?locale=en&kind=objections").await.ok();
    assert!(
        !english
            .all_words(".chapter-list a")
            .contains(&"Дорого".to_owned())
    );
    manager.get("/playbook?kind=nothing&locale=xx").await.ok();
}

async fn an_objection_shows_what_to_say_now(db: Db) {
    let app = TestApp::new(db).await;
    let page = app
        .sign_in(Who::Manager)
        .await
        .get("/playbook/ru/objections/too-expensive")
        .await
        .ok();
    assert_eq!(page.words("h1"), "Дорого");
    assert_eq!(page.all_words(".way").len(), 4);
    assert_eq!(page.words("#answer-1 .say-move"), "согласиться");
    assert_eq!(
        page.words("#answer-1 .say"),
        "«Понимаю, сумма заметная. Хочу, чтобы вы сравнили честно»."
    );
    assert_eq!(page.all_words(".toc a").len(), 4);
    assert!(page.text().contains("Олег Ветров"), "the owner is called by name");
    assert!(attributes(&page, ".way a", "href").contains(&"/playbook/ru/scripts/inbound-request".to_owned()));
    assert!(!page.all_words(".links a").is_empty());
}

async fn a_script_leads_from_reply_to_step(db: Db) {
    let app = TestApp::new(db).await;
    let page = app
        .sign_in(Who::Manager)
        .await
        .get("/playbook/ru/scripts/inbound-request")
        .await
        .ok();
    let ids: BTreeSet<String> = attributes(&page, ".step-box", "id").into_iter().collect();
    let replies = attributes(&page, ".choices a", "href");
    assert!(replies.len() > 20);
    for href in replies.iter().filter_map(|href| href.strip_prefix('#')) {
        assert!(ids.contains(href), "#{href} is no step");
    }
    assert_eq!(page.words("blockquote.say .fill"), "имя");
}

async fn what_is_not_there_is_said_so(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.sign_in(Who::Manager).await;
    for path in [
        "/playbook/ru/objections/nothing",
        "/playbook/ru/objection/too-expensive",
        "/playbook/ru/objections/..%2F..%2FCargo",
        "/playbook/de/scripts/call",
    ] {
        let page = manager.get(path).await.expect(StatusCode::NOT_FOUND);
        assert!(page.text().contains("Такого материала в книге нет"), "{path}");
    }
    app.sign_in(Who::Stranger)
        .await
        .get("/playbook")
        .await
        .expect(StatusCode::SEE_OTHER);
}

async fn every_entry_opens_and_every_link_of_the_book_leads_somewhere(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let book = app.app.parts.library.snapshot();
    for entry in book.entries() {
        let page = manager.get(&entry.id.url()).await.ok();
        for href in attributes(&page, "article a, aside a", "href") {
            let target = href.split(['#', '?']).next().unwrap();
            let is_act = ["/edit", "/history", "/suggest"]
                .iter()
                .any(|act| target.ends_with(act));
            if let Some(id) = target
                .strip_prefix("/playbook/")
                .filter(|rest| *rest != "print" && !is_act)
            {
                assert!(book.get(&id.parse().unwrap()).is_some(), "{}: {href}", entry.id);
            }
        }
    }
}

async fn the_whole_book_prints_as_one_page_with_contents(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let page = manager.get("/playbook/print").await.ok();
    let all_ids = attributes(&page, "[id]", "id");
    let ids: BTreeSet<_> = all_ids.iter().cloned().collect();
    assert_eq!(ids.len(), all_ids.len(), "an id stands twice");
    let entries = app.app.parts.library.snapshot();
    let russian = entries
        .entries()
        .filter(|entry| entry.locale() == Locale::Ru)
        .count();
    assert_eq!(page.all_words(".contents a").len(), russian);
    for href in attributes(&page, ".book-page a", "href") {
        let place = href.strip_prefix('#');
        assert!(
            place.is_none_or(|place| ids.contains(place)),
            "{href} leads nowhere"
        );
        assert!(
            place.is_some()
                || href.starts_with("http")
                || href.starts_with("mailto:")
                || href.starts_with("tel:"),
            "{href} leaves the paper"
        );
    }
    let chapter = manager
        .get("/playbook/print?locale=en&kind=objections")
        .await
        .ok();
    assert_eq!(chapter.all_words(".book-chapter > h2").len(), 1);
}

async fn the_check_is_for_those_who_keep_the_book(db: Db) {
    let app = TestApp::new(db).await;
    app.sign_in(Who::Manager)
        .await
        .get("/playbook/check")
        .await
        .expect(StatusCode::FORBIDDEN);
    let page = app.sign_in(Who::Trainer).await.get("/playbook/check").await.ok();
    assert!(
        page.words(".page-head p").contains("0 ошибок"),
        "{}",
        page.words(".page-head p")
    );
}

async fn programs_read_the_book(db: Db) {
    let app = TestApp::new(db).await;
    let program = app.program(Who::Manager).await;
    let list = program
        .get("/api/v1/playbook?locale=ru&kind=objection")
        .await
        .ok()
        .json();
    let items = list["items"].as_array().unwrap();
    assert!(
        items.len() >= 40
            && items
                .iter()
                .all(|item| item["kind"] == "objection" && item["locale"] == "ru")
    );
    let entry = program
        .get("/api/v1/playbook/ru/objections/too-expensive")
        .await
        .ok()
        .json();
    assert_eq!(entry["title"], "Дорого");
    assert_eq!(entry["answers"][0]["say_now"][1]["move"], "спросить");
    assert!(entry["markdown"].as_str().unwrap().starts_with("---\n"));
    let script = program
        .get("/api/v1/playbook/ru/scripts/inbound-request")
        .await
        .ok()
        .json();
    assert_eq!(script["steps"][0]["replies"][0]["leads_to"], "#agenda");
    program
        .get("/api/v1/playbook/ru/scripts/nothing")
        .await
        .problem(StatusCode::NOT_FOUND, "entry-not-found");
    program
        .get("/api/v1/playbook?kind=poem")
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-parameter");
}

async fn a_file_saved_on_disk_is_found_within_a_second_and_a_broken_one_keeps_its_last_version(db: Db) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "dear", "Дорого", "Слова про цену.");
    let app = TestApp::with_settings(db, &[("library", folder.path().to_str().unwrap())]).await;
    let stop = CancellationToken::new();
    let _watch = app.app.parts.library.watch();
    let following = tokio::spawn(
        Arc::clone(&app.app.parts.search).follow(Arc::clone(&app.app.parts.library), stop.clone()),
    );
    tokio::time::sleep(Duration::from_millis(200)).await;

    let saved = Instant::now();
    write(folder.path(), "ramp", "Пандус", "Заезд для погрузчика.");
    let found = || app.app.parts.search.query("погрузчик", Locale::Ru, 7).hits.len();
    while found() == 0 {
        assert!(saved.elapsed() < Duration::from_secs(5), "not found at all");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }

    let path = folder.path().join("ru/training/ramp.md");
    let good = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{good}\n<script>alert(1)</script>\n")).unwrap();
    let trainer = app.sign_in(Who::Trainer).await;
    while app.app.parts.library.problems().is_empty() {
        assert!(
            saved.elapsed() < Duration::from_secs(10),
            "the broken file is not reported"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let page = trainer.get("/playbook/ru/training/ramp").await.ok().text();
    assert!(page.contains("Заезд для погрузчика") && !page.contains("alert(1)"));
    let check = trainer.get("/playbook/check").await.ok();
    assert!(
        check.text().contains("ru/training/ramp.md</a>:10:1"),
        "{}",
        check.text()
    );
    assert!(
        trainer
            .get("/playbook")
            .await
            .ok()
            .text()
            .contains("1 файл с ошибкой")
    );
    stop.cancel();
    following.await.unwrap();
}

fn write(root: &Path, slug: &str, title: &str, text: &str) {
    let folder = root.join("ru/training");
    std::fs::create_dir_all(&folder).unwrap();
    let text =
        format!("---\nkind: training\ntitle: {title}\nowner: o.vetrov\nreview: 2027-01-01\n---\n\n{text}\n");
    std::fs::write(folder.join(format!("{slug}.md")), text).unwrap();
}
