//! A folder of the book in which strange things lie, or nothing any more: what the pages show, what the editor refuses.

use std::collections::HashSet;
use std::os::unix::fs::symlink;

use axum::http::StatusCode;
use salesbook::authoring::EditBase;
use salesbook::db::Db;

use crate::authoring::{app, fields};
use crate::support::app::Who;
use crate::support::db::on_both;

const ENTRY: &str = "/playbook/ru/objections/too-expensive";
const FILE: &str = "ru/objections/too-expensive.md";

on_both!(
    the_editor_follows_no_link,
    a_folder_that_came_loose_keeps_the_book_and_takes_nothing,
    what_was_left_half_made_is_removed
);

/// As `/etc/passwd` was read and written through the editor.
async fn the_editor_follows_no_link(db: Db) {
    let (app, folder) = app(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let other = tempfile::tempdir().unwrap();
    let secret = other.path().join("passwd");
    std::fs::write(&secret, "root:x:0:0").unwrap();
    let form = fields(&trainer.get(&format!("{ENTRY}/edit")).await.ok());
    std::fs::remove_file(folder.path().join(FILE)).unwrap();
    symlink(&secret, folder.path().join(FILE)).unwrap();
    app.app.parts.library.reload(&HashSet::new());

    let opened = trainer
        .get(&format!("{ENTRY}/edit"))
        .await
        .expect(StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        !opened.text().contains("root:x") && opened.text().contains("не обычный"),
        "{}",
        opened.text()
    );
    let base = EditBase::from_source(Some("root:x:0:0")).to_string();
    for base in [
        base,
        form.iter().find(|(name, _)| name == "base").unwrap().1.clone(),
    ] {
        let body = std::fs::read_to_string(format!("{}/{FILE}", crate::support::app::SHIPPED_BOOK)).unwrap();
        let sent = trainer
            .post(
                &format!("{ENTRY}/edit"),
                &[("whole", "yes"), ("base", &base), ("body", &body)],
            )
            .await;
        let sent = sent.expect(StatusCode::SERVICE_UNAVAILABLE);
        assert!(sent.text().contains("не обычный"), "{}", sent.text());
    }
    assert_eq!(std::fs::read_to_string(&secret).unwrap(), "root:x:0:0");
    assert!(
        folder.path().join(FILE).is_symlink(),
        "what lies there stays as it is"
    );
    // The book shows what it had, and the check says what is wrong.
    assert!(trainer.get(ENTRY).await.ok().text().contains("Дорого"));
    let check = trainer.get("/playbook/check").await.ok().text();
    assert!(check.contains(FILE) && check.contains("ссылка"), "{check}");
}

async fn a_folder_that_came_loose_keeps_the_book_and_takes_nothing(db: Db) {
    let (app, folder) = app(db).await;
    let (trainer, stranger) = (app.sign_in(Who::Trainer).await, app.sign_in(Who::Stranger).await);
    let form = fields(&trainer.get(&format!("{ENTRY}/edit")).await.ok());
    let away = tempfile::tempdir().unwrap();
    let parts = ["ru", "en", "images"].map(|part| (folder.path().join(part), away.path().join(part)));
    for (here, there) in parts.iter().filter(|(here, _)| here.exists()) {
        std::fs::rename(here, there).unwrap();
    }
    app.app.parts.library.reload(&HashSet::new());

    assert!(trainer.get(ENTRY).await.ok().text().contains("Дорого"));
    let found = trainer.get("/search?q=дорого").await.ok();
    assert!(found.text().contains("Дорого"));
    let ready = stranger.get("/readyz").await.ok().json();
    let index = ready["parts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|part| part["name"] == "playbook")
        .unwrap();
    assert_eq!(index["health"], "degraded", "{ready}");
    let check = trainer.get("/playbook/check").await.ok().text();
    assert!(check.contains("Папка книги опустела"), "{check}");
    // Nothing is begun anew in the empty place.
    let sent: Vec<_> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let saved = trainer.post(&format!("{ENTRY}/edit"), &sent).await;
    assert!(
        saved
            .expect(StatusCode::SERVICE_UNAVAILABLE)
            .text()
            .contains("Не сохранено")
    );
    assert!(!folder.path().join("ru").exists());

    for (here, there) in parts.iter().filter(|(_, there)| there.exists()) {
        std::fs::rename(there, here).unwrap();
    }
    app.app.parts.library.reload(&HashSet::new());
    assert!(
        !trainer
            .get("/playbook/check")
            .await
            .ok()
            .text()
            .contains("опустела")
    );
    let ready = stranger.get("/readyz").await.ok().json();
    assert!(!ready.to_string().contains("last good book"), "{ready}");
}

async fn what_was_left_half_made_is_removed(db: Db) {
    let (app, folder) = app(db).await;
    let models = app.data.path().join("models");
    std::fs::create_dir_all(&models).unwrap();
    let left = [
        folder.path().join("ru/objections/.aB3x.tmp"),
        models.join(".import-x1.part"),
        models.join(".record-x2.part"),
        app.data.path().join("recordings/incoming/upload-dead"),
    ];
    let stays = [
        folder.path().join(FILE),
        models.join("ggml-base.bin.part"),
        models.join("ggml-base.bin"),
    ];
    for path in left.iter().chain(&stays[1..]) {
        std::fs::write(path, "half").unwrap();
    }
    let written = std::fs::metadata(&left[0]).unwrap().modified().unwrap();
    let now = salesbook::time::Clock::now(&*app.clock);
    let ahead = written.duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as i64 - now.0;
    app.clock.advance(ahead);
    assert_eq!(
        app.app.sweep_half_made(),
        1,
        "the upload that nobody holds; the others may be of this moment"
    );
    app.clock.advance(2 * 3_600_000);
    assert_eq!(app.app.sweep_half_made(), 3);
    assert!(left.iter().all(|path| !path.exists()) && stays.iter().all(|path| path.exists()));
}
