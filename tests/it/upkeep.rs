//! Keeping the book true: one click says that a text is still right; the state of the book is counted, not guessed.

use axum::http::StatusCode;
use salesbook::db::Db;

use crate::authoring::{app, text};
use crate::support::app::Who;
use crate::support::db::on_both;

const ENTRY: &str = "/playbook/ru/objections/too-expensive";
const FILE: &str = "ru/objections/too-expensive.md";
const YEAR_MS: i64 = 365 * 24 * 3_600_000;

on_both!(
    one_click_says_that_a_text_is_still_right,
    a_file_changed_on_the_disk_meanwhile_is_read_first,
    the_owner_may_verify_whatever_their_role,
    the_state_of_the_book_is_counted
);

async fn one_click_says_that_a_text_is_still_right(db: Db) {
    let (app, folder) = app(db).await;
    app.clock.advance(YEAR_MS);
    let before = text(&folder, FILE);
    let manager = app.sign_in(Who::Manager).await;
    let trainer = app.sign_in(Who::Trainer).await;
    assert!(
        manager
            .get(ENTRY)
            .await
            .ok()
            .words(".entry-stale")
            .contains("Пересмотр просрочен")
    );
    assert!(
        manager
            .get(ENTRY)
            .await
            .ok()
            .all_words("form[action$='/verify']")
            .is_empty()
    );
    manager
        .post(&format!("{ENTRY}/verify"), &[])
        .await
        .expect(StatusCode::FORBIDDEN);
    assert_eq!(text(&folder, FILE), before);

    let verify = trainer
        .get(ENTRY)
        .await
        .ok()
        .attribute(".entry-stale form", "action");
    trainer.post(&verify, &[]).await.expect(StatusCode::SEE_OTHER);
    let page = manager.get(ENTRY).await.ok();
    assert!(page.all_words(".entry-stale").is_empty());
    assert!(
        page.words(".badge[data-tone=good]").starts_with("Проверено "),
        "{}",
        page.words(".entry-head")
    );
    // Only the date of the review has changed, in the file itself, and the history says why.
    let after = text(&folder, FILE);
    let changed: Vec<_> = before
        .lines()
        .zip(after.lines())
        .filter(|(old, new)| old != new)
        .collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert!(changed[0].1.starts_with("review: "), "{changed:?}");
    assert!(
        trainer
            .get(&format!("{ENTRY}/history"))
            .await
            .ok()
            .text()
            .contains("Проверено: всё ещё верно")
    );
    assert_eq!(app.app.upkeep.figures().await.unwrap().verified, 1);

    // Whoever changes the text has to look again; so does everybody when the date has passed.
    std::fs::write(
        folder.path().join(FILE),
        after.replace("Понимаю, сумма", "Да, сумма"),
    )
    .unwrap();
    app.app.parts.library.reload(&[FILE.to_owned()].into());
    assert!(
        manager
            .get(ENTRY)
            .await
            .ok()
            .all_words(".badge[data-tone=good]")
            .is_empty()
    );
    assert_eq!(app.app.upkeep.figures().await.unwrap().verified, 0);
}

async fn a_file_changed_on_the_disk_meanwhile_is_read_first(db: Db) {
    let (app, folder) = app(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let other = text(&folder, FILE).replace("Понимаю, сумма", "Да, сумма");
    std::fs::write(folder.path().join(FILE), &other).unwrap();
    let told = trainer
        .post(&format!("{ENTRY}/verify"), &[("list", "yes")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(told.location(), ENTRY);
    assert_eq!(text(&folder, FILE), other, "nothing was written over");
    assert!(
        trainer
            .get(ENTRY)
            .await
            .ok()
            .all_words(".badge[data-tone=good]")
            .is_empty()
    );
}

async fn the_owner_may_verify_whatever_their_role(db: Db) {
    let (app, folder) = app(db).await;
    let login = app.person(Who::Manager).login.clone();
    let own = text(&folder, FILE).replace("owner: o.vetrov", &format!("owner: {login}"));
    std::fs::write(folder.path().join(FILE), own).unwrap();
    app.app.parts.library.reload(&[FILE.to_owned()].into());
    let manager = app.sign_in(Who::Manager).await;
    manager
        .post(&format!("{ENTRY}/verify"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        manager
            .get(ENTRY)
            .await
            .ok()
            .words(".badge[data-tone=good]")
            .starts_with("Проверено ")
    );
}

async fn the_state_of_the_book_is_counted(db: Db) {
    let (app, _folder) = app(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let dear = "ru/objections/too-expensive";
    for (search, ms) in [
        ("01K0ZC3QJ5V0T5N6V8W2M4X7RA", "1000"),
        ("01K0ZC3QJ5V0T5N6V8W2M4X7RB", "3000"),
        ("01K0ZC3QJ5V0T5N6V8W2M4X7RC", "9000"),
    ] {
        let taken = [
            ("entry", dear),
            ("answer", "Сравнить построчно"),
            ("search", search),
            ("q", "дорого"),
            ("after_ms", ms),
        ];
        manager.post("/uses", &taken).await.expect(StatusCode::NO_CONTENT);
    }
    manager
        .post("/searches/01K0ZC3QJ5V0T5N6V8W2M4X7RD", &[("q", "криптовалюта")])
        .await
        .expect(StatusCode::NO_CONTENT);
    for who in [Who::Manager, Who::Head, Who::Trainer] {
        let verdict = [
            ("entry", dear),
            ("answer", "Обмен, а не уступка"),
            ("helped", "no"),
        ];
        app.sign_in(who)
            .await
            .post("/verdicts", &verdict)
            .await
            .expect(StatusCode::SEE_OTHER);
    }
    let page = trainer.get("/playbook/upkeep").await.ok();
    let figures = page.all_words(".upkeep-figures dd");
    assert!(figures[0].starts_with("0 % 0 из "), "{figures:?}");
    assert_eq!(figures[1..], ["4", "75 % n = 4", "3,0 с n = 3"]);
    let lists = page.all_words(".upkeep > section");
    assert!(
        lists[1].contains("Дорого") && lists[1].contains("открывали 3 раза"),
        "{}",
        lists[1]
    );
    assert!(
        lists[2].contains("Дорого — Обмен, а не уступка") && lists[2].contains("не помогло 3 из 3"),
        "{}",
        lists[2]
    );
    assert!(
        lists[3].starts_with("Не открывали 90 дней") && !lists[3].contains("Дорого "),
        "{}",
        lists[3]
    );
    let verify = page.attribute(".upkeep > section:nth-of-type(2) form", "action");
    let back = trainer
        .post(&verify, &[("list", "yes")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(back.location(), "/playbook/upkeep");
    let page = trainer.get("/playbook/upkeep").await.ok();
    assert!(page.all_words(".upkeep-figures dd")[0].contains(" 1 из "));
    assert_eq!(
        page.all_words(".upkeep > section")[1],
        "Чаще всего открывают непроверенное Всё, что открывают, проверено."
    );
    manager
        .get("/playbook/upkeep")
        .await
        .expect(StatusCode::FORBIDDEN);
}
