//! Where an entry stands: drafts, the archive, other names, what was deleted, and what search confuses.

use std::collections::HashSet;

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::i18n::Locale;

use crate::authoring::{app, fields, get, send, set, text};
use crate::support::app::{Answer, Browser, TestApp, Who};
use crate::support::db::on_both;

const DEAR: &str = "/playbook/ru/objections/too-expensive";
const BODY: &str =
    "За словами обычно сравнение.\n\n## Сравнить\n\nКогда торгуются.\n\n1. **спросить** «С чем?»\n";

on_both!(
    a_draft_is_seen_by_those_who_write_until_it_is_published,
    an_untouched_template_is_not_published,
    the_links_of_the_book_follow_a_new_name,
    what_is_archived_keeps_its_address,
    what_is_deleted_is_taken_back_with_its_history,
    nothing_is_done_to_a_text_that_changed_meanwhile,
    what_search_confuses_is_told_to_those_who_write
);

fn found(app: &TestApp, words: &str) -> Vec<String> {
    let (search, library) = (&app.app.parts.search, &app.app.parts.library);
    search.update(library.snapshot()).unwrap();
    let hits = search.query(words, Locale::Ru, 20).hits;
    hits.iter().map(|hit| hit.id.to_string()).collect()
}

async fn base(browser: &Browser, url: &str) -> String {
    let page = browser.get(&format!("{url}/place")).await.ok();
    page.attribute("input[name=base]", "value")
}

async fn act(browser: &Browser, url: &str, what: &str, more: &[(&str, &str)]) -> Answer {
    let base = base(browser, url).await;
    let fields: Vec<(&str, &str)> = more.iter().copied().chain([("base", base.as_str())]).collect();
    browser.post(&format!("{url}/{what}"), &fields).await
}

async fn written(trainer: &Browser, title: &str, act: &str) -> Answer {
    let page = trainer.get("/playbook/new?kind=objections&locale=ru").await.ok();
    let mut form = fields(&page);
    assert_eq!(get(&form, "status"), "draft");
    set(&mut form, "title", title);
    set(&mut form, "aliases", "кубарем с горы\nкувырком\nкубарем");
    set(&mut form, "slug", "head-over-heels");
    set(&mut form, "body", BODY);
    set(&mut form, "act", act);
    send(trainer, "/playbook/new", &form).await
}

async fn a_draft_is_seen_by_those_who_write_until_it_is_published(db: Db) {
    let (app, folder) = app(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let others = [app.sign_in(Who::Manager).await, app.sign_in(Who::Admin).await];
    others[0]
        .post("/unanswered", &[("phrase", "Кубарем!")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let url = "/playbook/ru/objections/head-over-heels";
    let done = written(&trainer, "Кубарем", "")
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(done.location(), url);
    assert!(text(&folder, "ru/objections/head-over-heels.md").contains("\nstatus: draft\n"));
    assert!(trainer.get(url).await.ok().text().contains("Это черновик"));
    assert!(
        trainer
            .get("/playbook?locale=ru&status=draft")
            .await
            .ok()
            .text()
            .contains("Кубарем")
    );
    for other in &others {
        for path in [url.to_owned(), format!("{url}/history")] {
            let refused = other.get(&path).await.status;
            assert!(
                matches!(refused, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
                "{path}"
            );
        }
        for path in [
            "/playbook?locale=ru",
            "/playbook?locale=ru&status=draft",
            "/playbook/print?locale=ru",
        ] {
            assert!(!other.get(path).await.ok().text().contains("Кубарем"), "{path}");
        }
    }
    assert!(!found(&app, "кубарем").contains(&"ru/objections/head-over-heels".to_owned()));
    let program = app.program(Who::Manager).await;
    assert!(
        !program
            .get("/api/v1/playbook")
            .await
            .ok()
            .text()
            .contains("head-over-heels")
    );
    assert!(
        trainer
            .get("/playbook/unanswered")
            .await
            .ok()
            .text()
            .contains("Кубарем!")
    );

    act(&trainer, url, "status", &[("status", "published")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(!text(&folder, "ru/objections/head-over-heels.md").contains("status:"));
    assert_eq!(others[0].get(url).await.ok().words("h1"), "Кубарем");
    assert_eq!(found(&app, "кубарем")[0], "ru/objections/head-over-heels");
    assert!(
        others[0].get("/").await.ok().text().contains("Есть ответ"),
        "the asker is told once it can be read"
    );
}

async fn an_untouched_template_is_not_published(db: Db) {
    let (app, folder) = app(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let page = trainer.get("/playbook/new?kind=scripts&locale=ru").await.ok();
    let mut form = fields(&page);
    set(&mut form, "title", "Звонок");
    set(&mut form, "slug", "plain-call");
    set(&mut form, "act", "publish");
    let refused = send(&trainer, "/playbook/new", &form)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let said = refused.words(".edit-said");
    assert!(
        said.contains("строки заготовки") && said.contains("Зачем звоним"),
        "{said}"
    );
    assert!(!said.contains("Приветствие"), "a heading may stay: {said}");
    assert!(!folder.path().join("ru/scripts/plain-call.md").exists());
    let body = get(&form, "body")
        .replace('…', "это Никита")
        .replace("Зачем звоним", "Звоним за датой");
    set(&mut form, "body", &body);
    send(&trainer, "/playbook/new", &form)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(folder.path().join("ru/scripts/plain-call.md").exists());
}

async fn the_links_of_the_book_follow_a_new_name(db: Db) {
    let (app, folder) = app(db).await;
    let (trainer, manager) = (app.sign_in(Who::Trainer).await, app.sign_in(Who::Manager).await);
    let segment = text(&folder, "ru/segments/cold-store.md");
    assert!(segment.contains("[Дорого](../objections/too-expensive.md)"));
    manager
        .post(&format!("{DEAR}/suggest"), &[("comment", "проще бы")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let taken = act(
        &trainer,
        DEAR,
        "rename",
        &[("title", "Дорого"), ("slug", "need-to-think")],
    )
    .await
    .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text().contains("Такой файл уже есть"));
    let renamed = [("title", "Слишком дорого"), ("slug", "price-too-high")];
    let done = act(&trainer, DEAR, "rename", &renamed)
        .await
        .expect(StatusCode::SEE_OTHER);
    let now = "/playbook/ru/objections/price-too-high";
    assert_eq!(done.location(), now);
    assert!(!folder.path().join("ru/objections/too-expensive.md").exists());
    let file = text(&folder, "ru/objections/price-too-high.md");
    assert!(file.contains("\ntitle: Слишком дорого\n") && file.contains("\nformerly: [too-expensive]\n"));
    let expected = segment.replace(
        "[Дорого](../objections/too-expensive.md)",
        "[Слишком дорого](../objections/price-too-high.md)",
    );
    assert_eq!(text(&folder, "ru/segments/cold-store.md"), expected);
    // The old address leads on for good, and everything that was kept goes along.
    let old = manager.get(DEAR).await.expect(StatusCode::PERMANENT_REDIRECT);
    assert_eq!(old.location(), now);
    let history = trainer.get(&format!("{now}/history")).await.ok();
    assert_eq!(history.all_words("li.task").len(), 2, "{}", history.text());
    let suggestions = trainer.get("/playbook/suggestions").await.ok();
    assert_eq!(suggestions.attribute(".suggestion-head a", "href"), now);
    let check = trainer.get("/playbook/check").await.ok().text();
    assert!(
        !check.contains("ru/objections/too-expensive"),
        "no link leads to the old name"
    );
    assert_eq!(found(&app, "слишком дорого")[0], "ru/objections/price-too-high");
    // Back again: a name is no longer a former one when it is the name.
    let back = [("title", "Дорого"), ("slug", "too-expensive")];
    act(&trainer, now, "rename", &back)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(text(&folder, "ru/segments/cold-store.md"), segment);
    assert_eq!(
        manager
            .get(now)
            .await
            .expect(StatusCode::PERMANENT_REDIRECT)
            .location(),
        DEAR
    );
    manager
        .post(&format!("{DEAR}/rename"), &renamed)
        .await
        .expect(StatusCode::FORBIDDEN);
}

async fn what_is_archived_keeps_its_address(db: Db) {
    let (app, _folder) = app(db).await;
    let (trainer, manager) = (app.sign_in(Who::Trainer).await, app.sign_in(Who::Manager).await);
    act(&trainer, DEAR, "status", &[("status", "archived")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(manager.get(DEAR).await.ok().text().contains("Материал в архиве"));
    assert!(!found(&app, "дорого").contains(&"ru/objections/too-expensive".to_owned()));
    let listed = async |path: &str| manager.get(path).await.ok().all_words(".chapter-list a");
    assert!(!listed("/playbook?locale=ru").await.contains(&"Дорого".to_owned()));
    assert_eq!(listed("/playbook?locale=ru&status=archived").await, ["Дорого"]);
    let program = app.program(Who::Manager).await;
    program
        .get("/api/v1/playbook/ru/objections/too-expensive")
        .await
        .expect(StatusCode::NOT_FOUND);
    act(&trainer, DEAR, "status", &[("status", "published")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(listed("/playbook?locale=ru").await.contains(&"Дорого".to_owned()));
}

async fn what_is_deleted_is_taken_back_with_its_history(db: Db) {
    let (app, folder) = app(db).await;
    let (trainer, manager) = (app.sign_in(Who::Trainer).await, app.sign_in(Who::Manager).await);
    let original = text(&folder, "ru/objections/too-expensive.md");
    let done = act(&trainer, DEAR, "remove", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(done.location(), "/playbook/removed");
    assert!(!folder.path().join("ru/objections/too-expensive.md").exists());
    let aside = folder.path().join(".removed/ru/objections/too-expensive.md");
    assert_eq!(std::fs::read_to_string(&aside).unwrap(), original);
    manager.get(DEAR).await.expect(StatusCode::NOT_FOUND);
    let list = trainer.get("/playbook/removed").await.ok();
    assert_eq!(list.words("li.task > a"), "Дорого");
    trainer
        .post("/playbook/removed", &[("entry", "ru/objections/too-expensive")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(text(&folder, "ru/objections/too-expensive.md"), original);
    assert!(!aside.exists());
    assert_eq!(manager.get(DEAR).await.ok().words("h1"), "Дорого");
    let list = trainer.get("/playbook/removed").await.ok();
    assert!(list.text().contains("Удалённых материалов нет"));
    trainer
        .post("/playbook/removed", &[("entry", "ru/objections/never-there")])
        .await
        .expect(StatusCode::NOT_FOUND);
}

async fn nothing_is_done_to_a_text_that_changed_meanwhile(db: Db) {
    let (app, folder) = app(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let base = base(&trainer, DEAR).await;
    let path = folder.path().join("ru/objections/too-expensive.md");
    let theirs = format!("{}\nЕщё слова.\n", std::fs::read_to_string(&path).unwrap());
    std::fs::write(&path, &theirs).unwrap();
    for (what, more) in [
        ("status", ("status", "archived")),
        ("rename", ("slug", "other-name")),
        ("remove", ("x", "y")),
    ] {
        let fields = [("base", base.as_str()), ("title", "Дорого"), more];
        let refused = trainer.post(&format!("{DEAR}/{what}"), &fields).await;
        let refused = refused.expect(StatusCode::CONFLICT);
        assert!(refused.text().contains("материал изменили"), "{what}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), theirs);
    }
}

async fn what_search_confuses_is_told_to_those_who_write(db: Db) {
    let (app, folder) = app(db).await;
    // Every name of the book is asked: a few entries show as much as two hundred.
    for away in [
        "en",
        "ru/scripts",
        "ru/regulations",
        "ru/products",
        "ru/messages",
        "ru/manuals",
    ] {
        std::fs::remove_dir_all(folder.path().join(away)).unwrap();
    }
    app.app.parts.library.reload(&HashSet::new());
    let trainer = app.sign_in(Who::Trainer).await;
    written(&trainer, "Дорого", "publish")
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(!found(&app, "дорого").is_empty());
    let page = trainer.get("/playbook/confusions").await.ok();
    assert!(page.text().contains("Спрошено названий"));
    assert!(
        page.all_words(".confusion")
            .iter()
            .any(|pair| pair.contains("Дорого")),
        "two entries of one title cannot both be first"
    );
    let opened = trainer
        .get(&format!("{DEAR}/edit?alias=%D0%BA%D1%83%D0%BF%D1%8E%D1%80%D1%8B"))
        .await
        .ok();
    assert!(get(&fields(&opened), "aliases").ends_with("купюры"));
    // What was asked for an entry and leads elsewhere is worth an alias; the book changes, and it is looked again.
    let manager = app.sign_in(Who::Manager).await;
    manager
        .post("/unanswered", &[("phrase", "Купюрами шуршать неохота")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let queue = trainer.get("/playbook/unanswered").await.ok();
    let item = queue.attribute("input[name=item]", "value");
    let settled = [("item", item.as_str()), ("entry", "ru/objections/too-expensive")];
    trainer
        .post("/playbook/unanswered/settle", &settled)
        .await
        .expect(StatusCode::SEE_OTHER);
    act(
        &trainer,
        "/playbook/ru/objections/need-to-think",
        "status",
        &[("status", "archived")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    found(&app, "купюры");
    let page = trainer.get("/playbook/confusions").await.ok().text();
    assert!(page.contains("Купюрами шуршать неохота"), "{page}");
    manager
        .get("/playbook/confusions")
        .await
        .expect(StatusCode::FORBIDDEN);
}
