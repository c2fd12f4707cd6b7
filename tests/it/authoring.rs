//! Writing the book: forms, conflicts, history, pictures, suggestions, and what is on the disk afterwards.

use std::path::Path;

use axum::http::StatusCode;
use salesbook::authoring::{EditBase, EditCause, EntryEdit, SaveOutcome};
use salesbook::db::Db;

use crate::support::app::{Answer, Browser, Multipart, SHIPPED_BOOK, TestApp, Who, copy_folder};
use crate::support::db::on_both;

const ENTRY: &str = "/playbook/ru/objections/too-expensive";
const FILE: &str = "ru/objections/too-expensive.md";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot really, but it begins like one";

/// The application on a copy of the shipped book that may be written.
pub async fn app(db: Db) -> (TestApp, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(Path::new(SHIPPED_BOOK), folder.path());
    let app = TestApp::with_settings(db, &[("library", folder.path().to_str().unwrap())]).await;
    (app, folder)
}

pub fn text(folder: &tempfile::TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

/// What the editor on a page would send.
pub fn fields(page: &Answer) -> Vec<(String, String)> {
    let page = scraper::Html::parse_document(&page.text());
    let all =
        scraper::Selector::parse("#edit input[name], #edit textarea[name], #edit select[name]").unwrap();
    let chosen = scraper::Selector::parse("option[selected]").unwrap();
    let mut fields = Vec::new();
    for element in page.select(&all) {
        let (tag, it) = (element.value().name(), element.value());
        let value = match (tag, it.attr("type")) {
            ("textarea", _) => element.text().collect::<String>().replace('\n', "\r\n"),
            ("select", _) => {
                let option = element.select(&chosen).next();
                option
                    .and_then(|it| it.value().attr("value"))
                    .unwrap_or_default()
                    .to_owned()
            }
            (_, Some("checkbox")) if it.attr("checked").is_none() => continue,
            _ => it.attr("value").unwrap_or_default().to_owned(),
        };
        fields.push((it.attr("name").unwrap().to_owned(), value));
    }
    fields
}

pub fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(other, _)| other != name);
    fields.push((name.to_owned(), value.to_owned()));
}

pub fn get(fields: &[(String, String)], name: &str) -> String {
    let found = fields.iter().find(|(other, _)| other == name);
    found.map(|(_, value)| value.clone()).unwrap_or_default()
}

fn edit(fields: &mut Vec<(String, String)>, from: &str, to: &str) {
    let body = get(fields, "body");
    assert!(body.contains(from), "{body}");
    set(fields, "body", &body.replace(from, to));
}

pub async fn send(browser: &Browser, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.post(path, &fields).await
}

/// The editor's address that its form is sent to.
fn action(page: &Answer) -> String {
    page.attribute("#edit", "action")
}

on_both!(
    a_trainer_edits_and_the_history_keeps_every_text,
    two_editors_of_one_file_see_both_texts_and_lose_none,
    an_edit_on_the_disk_is_a_conflict_and_is_kept,
    of_many_saves_at_once_one_is_first,
    what_cannot_be_shown_or_written_stays_in_the_form,
    a_file_with_broken_facts_is_mended_whole,
    a_new_entry_begins_with_the_question_and_survives_its_file,
    pictures_are_taken_by_what_they_are_and_shown,
    a_manager_suggests_and_the_trainer_accepts_with_one_click,
    a_suggestion_to_a_place_that_changed_opens_both_texts,
    a_question_becomes_an_answer_in_two_clicks
);

async fn a_trainer_edits_and_the_history_keeps_every_text(db: Db) {
    let (app, folder) = app(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let original = text(&folder, FILE);
    assert_eq!(
        trainer.get(ENTRY).await.ok().attribute("[data-edit]", "href"),
        format!("{ENTRY}/edit")
    );
    let page = trainer.get(&format!("{ENTRY}/edit")).await.ok();
    let mut form = fields(&page);
    assert_eq!(get(&form, "title"), "Дорого");
    assert_eq!(get(&form, "owner"), "o.vetrov");
    assert!(
        page.words("#preview .edit-sheet")
            .contains("Понимаю, сумма заметная")
    );

    // Nothing changed: nothing is written and nothing kept.
    let same = send(&trainer, &action(&page), &form)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(
        (same.location(), text(&folder, FILE).as_str()),
        (ENTRY, original.as_str())
    );
    assert!(
        trainer
            .get(&format!("{ENTRY}/history"))
            .await
            .ok()
            .text()
            .contains("Правок пока не было")
    );

    edit(&mut form, "Понимаю, сумма заметная.", "Понимаю, сумма немалая.");
    set(&mut form, "tags", "цена, смета, торг");
    set(&mut form, "reason", "так говорят чаще");
    app.clock.advance(60_000);
    let done = send(&trainer, &action(&page), &form)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(done.location(), ENTRY);
    let expected = original
        .replace("сумма заметная", "сумма немалая")
        .replace("tags: [цена, смета]", "tags: [цена, смета, торг]");
    assert_eq!(
        text(&folder, FILE),
        expected,
        "nothing else of the file is touched"
    );
    let shown = trainer.get(ENTRY).await.ok();
    assert!(
        shown.words("#answer-1 .say").contains("сумма немалая"),
        "the book shows it at once"
    );

    let history = trainer.get(&format!("{ENTRY}/history")).await.ok();
    assert_eq!(history.all_words(".rows .task a"), ["Редакция 2", "Редакция 1"]);
    assert_eq!(
        history.all_words(".rows .task p"),
        ["Олег Ветров: так говорят чаще", "текст с диска"]
    );
    let revision = trainer.get(&format!("{ENTRY}/history/2")).await.ok();
    assert_eq!(revision.all_words(".compare del"), ["смета]", "заметная."]);
    assert_eq!(revision.all_words(".compare ins"), ["смета, торг]", "немалая."]);
    assert!(
        revision
            .all_words("form button")
            .iter()
            .all(|it| !it.contains("Вернуть")),
        "it is what the book has"
    );

    let first = trainer.get(&format!("{ENTRY}/history/1")).await.ok();
    let base = first.attribute("input[name=base]", "value");
    trainer
        .post(&format!("{ENTRY}/history/1"), &[("base", &base)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(text(&folder, FILE), original);
    let history = trainer.get(&format!("{ENTRY}/history")).await.ok();
    assert_eq!(
        history.all_words(".rows .task p")[0],
        "Олег Ветров, вернулась редакция 1"
    );
    assert_eq!(
        trainer
            .get(&format!("{ENTRY}/history/3"))
            .await
            .ok()
            .all_words(".page-head .badge"),
        ["Сейчас в книге"]
    );
    trainer
        .get(&format!("{ENTRY}/history/9"))
        .await
        .expect(StatusCode::NOT_FOUND);

    // A restore that comes after somebody's edit opens the conflict instead.
    let late = trainer
        .post(&format!("{ENTRY}/history/2"), &[("base", &base)])
        .await
        .expect(StatusCode::CONFLICT);
    assert!(late.words("[data-clash]").contains("Пока вы писали"));
    assert_eq!(text(&folder, FILE), original);
    app.sign_in(Who::Admin)
        .await
        .get(&format!("{ENTRY}/history"))
        .await
        .ok();
    app.sign_in(Who::Admin)
        .await
        .get(&format!("{ENTRY}/edit"))
        .await
        .expect(StatusCode::FORBIDDEN);
}

async fn two_editors_of_one_file_see_both_texts_and_lose_none(db: Db) {
    let (app, folder) = app(db).await;
    let (trainer, head) = (app.sign_in(Who::Trainer).await, app.sign_in(Who::Head).await);
    let page = trainer.get(&format!("{ENTRY}/edit")).await.ok();
    let (mut mine, mut theirs) = (
        fields(&page),
        fields(&head.get(&format!("{ENTRY}/edit")).await.ok()),
    );
    edit(&mut theirs, "сумма заметная", "сумма большая");
    send(&head, &action(&page), &theirs)
        .await
        .expect(StatusCode::SEE_OTHER);
    let after_head = text(&folder, FILE);
    edit(&mut mine, "сравнили честно", "сравнили построчно");
    set(&mut mine, "reason", "яснее");
    let clash = send(&trainer, &action(&page), &mine)
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(text(&folder, FILE), after_head, "nothing is written over");
    assert!(
        clash.words("[data-clash] .notice").contains("Марина Соколова"),
        "{}",
        clash.words("[data-clash] .notice")
    );
    let sides = clash.all_words(".edit-both .edit-text");
    assert!(
        sides[0].contains("сумма большая") && sides[1].contains("сравнили построчно"),
        "{sides:?}"
    );
    assert_eq!(clash.all_words(".edit-both ins"), ["заметная.", "построчно»."]);
    let form = fields(&clash);
    assert!(get(&form, "body").contains("сравнили построчно") && get(&form, "reason") == "яснее");

    // Saved once more it stands on their text; theirs is in the history.
    send(&trainer, &action(&clash), &form)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(text(&folder, FILE).contains("сравнили построчно"));
    let history = trainer.get(&format!("{ENTRY}/history")).await.ok();
    assert_eq!(
        history.all_words(".rows .task p"),
        ["Олег Ветров: яснее", "Марина Соколова", "текст с диска"]
    );
    assert!(
        trainer
            .get(&format!("{ENTRY}/history/2"))
            .await
            .ok()
            .text()
            .contains("сумма большая")
    );
}

async fn an_edit_on_the_disk_is_a_conflict_and_is_kept(db: Db) {
    let (app, folder) = app(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let page = trainer.get(&format!("{ENTRY}/edit")).await.ok();
    let mut mine = fields(&page);
    edit(&mut mine, "сравнили честно", "сравнили построчно");
    let on_disk = text(&folder, FILE).replace("сумма заметная", "сумма дисковая");
    std::fs::write(folder.path().join(FILE), &on_disk).unwrap();
    let clash = send(&trainer, &action(&page), &mine)
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        clash
            .words("[data-clash] .notice")
            .contains("файл изменили на диске")
    );
    assert_eq!(text(&folder, FILE), on_disk);
    assert!(
        trainer.get(ENTRY).await.ok().text().contains("сумма дисковая"),
        "the book follows the disk"
    );
    send(&trainer, &action(&clash), &fields(&clash))
        .await
        .expect(StatusCode::SEE_OTHER);
    let kept = trainer.get(&format!("{ENTRY}/history/1")).await.ok();
    assert!(
        kept.text().contains("сумма дисковая"),
        "what was on the disk can be put back"
    );

    // The file goes while it is written.
    let page = trainer.get(&format!("{ENTRY}/edit")).await.ok();
    let mut mine = fields(&page);
    edit(&mut mine, "сравнили построчно", "сравнили вместе");
    std::fs::remove_file(folder.path().join(FILE)).unwrap();
    let clash = send(&trainer, &action(&page), &mine)
        .await
        .expect(StatusCode::CONFLICT);
    assert!(clash.words("[data-clash] .notice").contains("файл удалили"));
    send(&trainer, &action(&clash), &fields(&clash))
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(text(&folder, FILE).contains("сравнили вместе"));
}

async fn of_many_saves_at_once_one_is_first(db: Db) {
    let (app, folder) = app(db).await;
    let (parts, author, id) = (
        app.app.clone(),
        app.person(Who::Trainer).clone(),
        "ru/objections/too-expensive".parse().unwrap(),
    );
    let original = text(&folder, FILE);
    let tasks: Vec<_> = (0..8)
        .map(|n| {
            let (parts, author, id) = (
                parts.clone(),
                author.clone(),
                salesbook::playbook::EntryId::clone(&id),
            );
            let change = EntryEdit {
                source: original.replace("сумма заметная", &format!("сумма номер {n}")),
                base: EditBase::from_source(Some(&original)),
                reason: String::new(),
                cause: EditCause::Edited,
            };
            tokio::spawn(async move { parts.authoring.save(&author, &id, &change).await.unwrap() })
        })
        .collect();
    let (mut saved, mut clashed) = (0, 0);
    for task in tasks {
        match task.await.unwrap() {
            SaveOutcome::Saved => saved += 1,
            SaveOutcome::Clash(clash) => {
                assert_eq!(clash.by.unwrap().author.as_deref(), Some("Олег Ветров"));
                clashed += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((saved, clashed), (1, 7));
    let names: Vec<_> = std::fs::read_dir(folder.path().join("ru/objections"))
        .unwrap()
        .map(|it| it.unwrap().file_name())
        .collect();
    assert!(
        names.iter().all(|name| !name.to_string_lossy().starts_with('.')),
        "{names:?}"
    );
}

async fn what_cannot_be_shown_or_written_stays_in_the_form(db: Db) {
    let (app, folder) = app(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let original = text(&folder, FILE);
    let page = trainer.get(&format!("{ENTRY}/edit")).await.ok();
    let mut form = fields(&page);
    edit(
        &mut form,
        "Когда есть другая смета",
        "Когда <b>есть</b> другая смета",
    );
    let line = get(&form, "body")
        .lines()
        .position(|it| it.contains("<b>"))
        .unwrap()
        + 1;
    let refused = send(&trainer, &action(&page), &form)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.words(".edit-said").contains("в тексте ошибки"));
    assert_eq!(refused.attribute("[data-note]", "data-line"), line.to_string());
    assert_eq!(refused.attribute("[data-note]", "data-column"), "7");
    assert!(refused.words("#edit-body").contains("<b>есть</b>"));
    assert_eq!(text(&folder, FILE), original);

    // A preview is asked for by the script; it writes nothing.
    let preview = trainer.fragment("preview");
    let preview = send(&preview, &format!("{ENTRY}/preview"), &form).await.ok();
    assert!(
        !preview.text().contains("<html")
            && preview.words("#preview").contains("HTML в тексте не допускается")
    );

    // Without a script a button asks for the same.
    set(&mut form, "act", "check");
    let checked = send(&trainer, &action(&page), &form).await.ok();
    assert!(checked.words("#preview").contains("HTML в тексте не допускается"));
    assert_eq!(text(&folder, FILE), original);

    let mut form = fields(&page);
    set(&mut form, "title", " ");
    set(&mut form, "review", "завтра");
    let refused = send(&trainer, &action(&page), &form)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.all_words(".field-error"),
        ["От 1 до 200 знаков", "Укажите дату"]
    );

    // The disk refuses: a file stands where the folder should be.
    std::fs::remove_dir_all(folder.path().join("ru/segments")).unwrap();
    std::fs::write(folder.path().join("ru/segments"), "").unwrap();
    let page = trainer
        .get("/playbook/new?kind=segments&title=%D0%9E%D0%BF%D1%82")
        .await
        .ok();
    let mut form = fields(&page);
    set(&mut form, "body", "Кто это.");
    let refused = send(&trainer, "/playbook/new", &form)
        .await
        .expect(StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        refused.words(".edit-said").contains("не записывается"),
        "{}",
        refused.words(".edit-said")
    );
    assert!(refused.words("#edit-body").contains("Кто это."));
}

async fn a_file_with_broken_facts_is_mended_whole(db: Db) {
    let (app, folder) = app(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    std::fs::write(
        folder.path().join("ru/objections/broken.md"),
        "---\r\nkind: poem\r\n---\r\nСлова.\r\n",
    )
    .unwrap();
    let page = trainer.get("/playbook/ru/objections/broken/edit").await.ok();
    assert!(page.text().contains("открыт целиком"));
    let mut form = fields(&page);
    let body = "---\r\nkind: objection\r\ntitle: Сломано\r\nowner: o.vetrov\r\nreview: 2027-01-01\r\n---\r\nСлова.\r\n";
    set(&mut form, "body", body);
    send(&trainer, &action(&page), &form)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(text(&folder, "ru/objections/broken.md"), body);
    assert!(
        trainer
            .get("/playbook/ru/objections/broken/edit")
            .await
            .ok()
            .attribute("#edit-title", "value")
            == "Сломано"
    );
    std::fs::write(folder.path().join("ru/objections/broken.md"), b"\xff").unwrap();
    let page = trainer
        .get("/playbook/ru/objections/broken/edit")
        .await
        .expect(StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text().contains("UTF-8"));
}

async fn a_new_entry_begins_with_the_question_and_survives_its_file(db: Db) {
    let (app, folder) = app(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    assert!(
        trainer
            .get("/playbook?kind=objections")
            .await
            .ok()
            .attribute("[data-new]", "href")
            .contains("kind=objections")
    );
    let page = trainer.get("/playbook/new?kind=objections&locale=ru&title=%D0%90%20%D1%87%D1%91%20%D1%82%D0%B0%D0%BA%20%D0%B4%D0%BE%D0%BB%D0%B3%D0%BE&alias=%D0%B4%D0%BE%D0%BB%D0%B3%D0%BE&alias=%D0%BA%D0%BE%D0%B3%D0%B4%D0%B0%20%D1%83%D0%B6%D0%B5").await.ok();
    let mut form = fields(&page);
    assert_eq!(get(&form, "slug"), "a-che-tak-dolgo");
    assert_eq!(get(&form, "aliases"), "долго\r\nкогда уже");
    assert_eq!(
        (get(&form, "owner"), get(&form, "review")),
        ("o.vetrov".to_owned(), "2027-02-21".to_owned())
    );
    assert!(get(&form, "body").contains("1. **согласиться**"));
    set(&mut form, "slug", "");
    let done = send(&trainer, "/playbook/new", &form)
        .await
        .expect(StatusCode::SEE_OTHER);
    let url = "/playbook/ru/objections/a-che-tak-dolgo";
    assert_eq!(done.location(), url);
    let file = "ru/objections/a-che-tak-dolgo.md";
    assert!(text(&folder, file).starts_with("---\nkind: objection\ntitle: А чё так долго\naliases: [долго, когда уже]\nowner: o.vetrov\nreview: 2027-02-21\nstatus: draft\n---\n\nЧто обычно"));
    assert_eq!(trainer.get(url).await.ok().words("h1"), "А чё так долго");

    set(&mut form, "slug", "a-che-tak-dolgo");
    let taken = send(&trainer, "/playbook/new", &form)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        taken.words(".field-error"),
        "Такой файл уже есть, выберите другое имя"
    );
    set(&mut form, "slug", "../../etc/passwd");
    let bad = send(&trainer, "/playbook/new", &form)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.words(".field-error").contains("Латинские буквы"));

    // The file is removed; its texts stay and can be put back.
    std::fs::remove_file(folder.path().join(file)).unwrap();
    let history = trainer.get(&format!("{url}/history")).await.ok();
    assert!(history.text().contains("Файла в книге сейчас нет"));
    let base = trainer
        .get(&format!("{url}/history/1"))
        .await
        .ok()
        .attribute("input[name=base]", "value");
    assert_eq!(base, "new");
    trainer
        .post(&format!("{url}/history/1"), &[("base", &base)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(trainer.get(url).await.ok().words("h1"), "А чё так долго");
    app.sign_in(Who::Manager)
        .await
        .get("/playbook/new")
        .await
        .expect(StatusCode::FORBIDDEN);
}

async fn pictures_are_taken_by_what_they_are_and_shown(db: Db) {
    let (app, folder) = app(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let taken = trainer
        .upload(
            "/playbook/images",
            Multipart::default().file("file", "Стеллаж.SVG", PNG),
        )
        .await
        .expect(StatusCode::CREATED);
    let link = taken.attribute("#picture", "data-link");
    let name = link.strip_prefix("../../images/").unwrap();
    assert_eq!(
        std::fs::read(folder.path().join("images").join(name)).unwrap(),
        PNG
    );
    for refused in [
        &b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"[..],
        b"GIF89a",
    ] {
        trainer
            .upload(
                "/playbook/images",
                Multipart::default().file("file", "x.png", refused),
            )
            .await
            .expect(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let large = [PNG, &vec![0; 5 * 1024 * 1024]].concat();
    trainer
        .upload(
            "/playbook/images",
            Multipart::default().file("file", "x.png", &large),
        )
        .await
        .expect(StatusCode::PAYLOAD_TOO_LARGE);
    trainer
        .upload("/playbook/images", Multipart::default().field("other", "x"))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);

    let page = trainer.get(&format!("{ENTRY}/edit")).await.ok();
    let mut form = fields(&page);
    edit(
        &mut form,
        "### Что проверить в чужой смете",
        &format!(
            "### Что проверить в чужой смете\r\n\r\n![две сметы рядом]({link}) ![](../../images/gone.png)"
        ),
    );
    let checked = send(&trainer.fragment("preview"), &format!("{ENTRY}/preview"), &form)
        .await
        .ok();
    assert!(
        checked
            .words("#preview")
            .contains("Картинки gone.png нет в папке images")
    );
    assert!(checked.words("#preview").contains("Не сказано, что на картинке"));
    send(&trainer, &action(&page), &form)
        .await
        .expect(StatusCode::SEE_OTHER);
    let manager = app.sign_in(Who::Manager).await;
    for path in [ENTRY, "/playbook/print?locale=ru&kind=objections"] {
        let shown = manager.get(path).await.ok();
        assert_eq!(shown.attribute("img.picture", "alt"), "две сметы рядом", "{path}");
        assert_eq!(
            shown.attribute("img.picture", "src"),
            format!("/playbook/images/{name}")
        );
    }
    let image = manager.get(&format!("/playbook/images/{name}")).await.ok();
    assert_eq!(image.headers["content-type"], "image/png");
    assert_eq!(image.headers["x-content-type-options"], "nosniff");
    assert!(
        image.headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    for path in [
        "/playbook/images/..%2Fsynonyms.txt",
        "/playbook/images/gone.png",
        "/playbook/images/x.svg",
    ] {
        manager.get(path).await.expect(StatusCode::NOT_FOUND);
    }
    app.sign_in(Who::Stranger)
        .await
        .get(&format!("/playbook/images/{name}"))
        .await
        .expect(StatusCode::SEE_OTHER);
}

/// What the form of a suggestion holds: the part's text twice.
async fn suggestion(browser: &Browser, answer: u32, text: impl Fn(&str) -> String, comment: &str) -> Answer {
    let path = format!("{ENTRY}/suggest");
    let page = browser.get(&format!("{path}?answer={answer}")).await.ok();
    let before = page.attribute("input[name=before]", "value");
    let number = page.attribute("input[name=answer]", "value");
    let after = text(&before).replace('\n', "\r\n");
    browser
        .post(
            &path,
            &[
                ("answer", &number),
                ("before", &before.replace('\n', "\r\n")),
                ("text", &after),
                ("comment", comment),
            ],
        )
        .await
}

fn open_id(page: &Answer) -> String {
    let action = page.attribute("form[action$='/accept']", "action");
    action.split('/').nth(3).unwrap().to_owned()
}

async fn a_manager_suggests_and_the_trainer_accepts_with_one_click(db: Db) {
    let (app, folder) = app(db).await;
    let (manager, trainer) = (app.sign_in(Who::Manager).await, app.sign_in(Who::Trainer).await);
    let original = text(&folder, FILE);
    assert_eq!(
        manager
            .get(ENTRY)
            .await
            .ok()
            .attribute("#answer-1 [data-suggest]", "href"),
        format!("{ENTRY}/suggest?answer=1")
    );
    assert!(
        manager
            .get("/playbook/suggestions")
            .await
            .ok()
            .text()
            .contains("пока ничего не предлагали")
    );
    let empty = suggestion(&manager, 1, str::to_owned, "")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        empty.words(".field-error"),
        "Исправьте текст или напишите замечание"
    );
    suggestion(
        &manager,
        1,
        |it| it.replace("сумма заметная", "сумма ощутимая"),
        "клиенты так говорят",
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    suggestion(&manager, 2, str::to_owned, "Вторую очередь у нас не делают")
        .await
        .expect(StatusCode::SEE_OTHER);
    let mine = manager.get("/playbook/suggestions").await.ok();
    assert_eq!(
        mine.all_words(".suggestion .badge"),
        ["Ждёт решения", "Ждёт решения"]
    );
    assert!(
        app.sign_in(Who::Colleague)
            .await
            .get("/playbook/suggestions")
            .await
            .ok()
            .all_words(".suggestion")
            .is_empty(),
        "only one's own"
    );

    assert!(
        trainer
            .get("/")
            .await
            .ok()
            .text()
            .contains("href=\"/playbook/suggestions\""),
        "the first page says so"
    );
    let list = trainer.get("/playbook/suggestions").await.ok();
    assert_eq!(list.all_words(".compare del"), ["заметная."]);
    assert_eq!(list.all_words(".compare ins"), ["ощутимая."]);
    let accept = list.attribute("form[action$='/accept']", "action");
    manager.post(&accept, &[]).await.expect(StatusCode::FORBIDDEN);
    trainer.post(&accept, &[]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(
        text(&folder, FILE),
        original.replace("сумма заметная", "сумма ощутимая"),
        "only that part is replaced"
    );
    let history = trainer.get(&format!("{ENTRY}/history")).await.ok();
    assert_eq!(
        history.all_words(".rows .task p")[0],
        "Олег Ветров, по предложению: Предложение: Анна Кузнецова. клиенты так говорят"
    );
    // Pressed twice it is told, not done twice.
    let again = trainer.post(&accept, &[]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(again.location(), "/playbook/suggestions");

    // Words alone are taken note of; nothing is written.
    let note = format!(
        "/playbook/suggestions/{}/accept",
        open_id(&trainer.get("/playbook/suggestions").await.ok())
    );
    let before = text(&folder, FILE);
    trainer.post(&note, &[]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(text(&folder, FILE), before);
    let mine = manager.get("/playbook/suggestions").await.ok();
    let mut told = mine.all_words(".suggestion .badge");
    told.sort();
    assert_eq!(told, ["Принято", "Учтено"]);

    suggestion(&manager, 0, |it| format!("{it}\n\nЕщё абзац."), "")
        .await
        .expect(StatusCode::SEE_OTHER);
    let decline = format!(
        "/playbook/suggestions/{}/decline",
        open_id(&trainer.get("/playbook/suggestions").await.ok())
    );
    trainer
        .post(&decline, &[("answer", "это в регламенте")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let mine = manager.get("/playbook/suggestions").await.ok();
    assert!(
        mine.words(".suggestions").contains("Отклонено Олег Ветров")
            && mine.words(".suggestions").contains("это в регламенте"),
        "{}",
        mine.words(".suggestions")
    );
    assert!(
        !trainer
            .get("/")
            .await
            .ok()
            .text()
            .contains("href=\"/playbook/suggestions\"")
    );
}

async fn a_suggestion_to_a_place_that_changed_opens_both_texts(db: Db) {
    let (app, folder) = app(db).await;
    let (manager, trainer) = (app.sign_in(Who::Manager).await, app.sign_in(Who::Trainer).await);
    suggestion(
        &manager,
        1,
        |it| it.replace("сумма заметная", "сумма ощутимая"),
        "",
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let changed = text(&folder, FILE).replace("сумма заметная", "сумма большая");
    std::fs::write(folder.path().join(FILE), &changed).unwrap();
    let id = open_id(&trainer.get("/playbook/suggestions").await.ok());
    let clash = trainer
        .post(&format!("/playbook/suggestions/{id}/accept"), &[])
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        clash
            .words("[data-clash] .notice")
            .contains("изменили после того, как правку предложили")
    );
    assert_eq!(text(&folder, FILE), changed);
    let form = fields(&clash);
    assert_eq!(get(&form, "suggestion"), id);
    assert!(get(&form, "body").contains("сумма ощутимая"));
    send(&trainer, &action(&clash), &form)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(text(&folder, FILE).contains("сумма ощутимая"));
    assert_eq!(
        manager
            .get("/playbook/suggestions")
            .await
            .ok()
            .all_words(".suggestion .badge"),
        ["Принято"]
    );

    // What would break the text opens the editor with what is wrong.
    suggestion(&manager, 1, |it| format!("{it}\n\n<script>"), "")
        .await
        .expect(StatusCode::SEE_OTHER);
    let id = open_id(&trainer.get("/playbook/suggestions").await.ok());
    let refused = trainer
        .post(&format!("/playbook/suggestions/{id}/accept"), &[])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.words("#preview").contains("HTML в тексте не допускается"));
    manager.get(&format!("{ENTRY}/suggest?answer=77")).await.ok();
    manager
        .get("/playbook/ru/objections/nothing/suggest")
        .await
        .expect(StatusCode::NOT_FOUND);
    trainer
        .post("/playbook/suggestions/01K0ZC3QJ5V0T5N6V8W2M4X7RD/accept", &[])
        .await
        .expect(StatusCode::NOT_FOUND);
}

async fn a_question_becomes_an_answer_in_two_clicks(db: Db) {
    let (app, folder) = app(db).await;
    let (manager, trainer) = (app.sign_in(Who::Manager).await, app.sign_in(Who::Trainer).await);
    manager
        .post("/unanswered", &[("phrase", "А в лизинг продаёте?")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let queue = trainer.get("/playbook/unanswered").await.ok();
    let page = trainer
        .get(&queue.attribute(".unanswered a.btn", "href"))
        .await
        .ok();
    let mut form = fields(&page);
    assert_eq!(
        (get(&form, "title"), get(&form, "slug")),
        (
            "А в лизинг продаёте?".to_owned(),
            "a-v-lizing-prodaete".to_owned()
        )
    );
    set(&mut form, "body", "Хотят платить частями.\n");
    set(&mut form, "act", "publish");
    let done = send(&trainer, &action(&page), &form)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        text(&folder, "ru/objections/a-v-lizing-prodaete.md")
            .starts_with("---\nkind: objection\ntitle: А в лизинг продаёте?\n")
    );
    assert!(
        trainer
            .get("/playbook/unanswered")
            .await
            .ok()
            .text()
            .contains("Все вопросы разобраны")
    );
    assert!(
        manager.get("/").await.ok().text().contains("Есть ответ"),
        "the asker is told"
    );
    assert_eq!(done.location(), "/playbook/ru/objections/a-v-lizing-prodaete");
}
