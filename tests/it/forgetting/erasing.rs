//! A client and a person are gone everywhere, also from the files.

use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use salesbook::db::Db;
use tokio_util::sync::CancellationToken;

use super::{DAY_MS, NAME, client_call, say};
use crate::attack::rows::rows;
use crate::attack::world::World;
use crate::support::app::{Browser, TestApp, Who};
use crate::support::db::on_both;

/// What must not be found in any file, in the ways it could lie there.
const TRACES: [&str; 8] = [
    "Ромашкоград",
    "ромашкоград",
    "555-77-31",
    "79165557731",
    "9165557731",
    "89165557731",
    "Кошкодавленко",
    "кошкодавленко",
];

/// The files of the database, where it is one file.
async fn database_files(db: &Db) -> Vec<PathBuf> {
    if db.backend() != "sqlite" {
        return Vec::new();
    }
    let mut tx = db.read().await.unwrap();
    let (_, _, file): (i64, String, String) = tx.query("PRAGMA database_list").one().await.unwrap();
    let beside = |ending: &str| PathBuf::from(format!("{file}{ending}"));
    vec![beside(""), beside("-wal"), beside("-shm")]
}

fn files_below(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, into);
        } else {
            into.push(path);
        }
    }
}

/// Which traces are found in which files, byte by byte, and in which rows.
async fn found(app: &TestApp, traces: &[&str]) -> Vec<String> {
    let mut files = database_files(&app.app.db).await;
    files_below(app.data.path(), &mut files);
    let mut found = Vec::new();
    for file in files {
        let bytes = std::fs::read(&file).unwrap_or_default();
        for trace in traces {
            let there = bytes
                .windows(trace.len())
                .any(|window| window == trace.as_bytes());
            if there || file.to_string_lossy().contains(trace) {
                found.push(format!("{trace} in {}", file.display()));
            }
        }
    }
    for row in rows(&app.app.db).await {
        for trace in traces {
            if row.contains(trace) {
                found.push(format!("{trace} in {row}"));
            }
        }
    }
    found
}

/// Asks, looks at what would go, types the word, and waits until it is done; returns the page of the report.
async fn erase(app: &TestApp, admin: &Browser, asked: &str, word: &str) -> String {
    assert_eq!(app.app.forgetting.work().await.unwrap(), 1);
    let page = admin.get(asked).await.ok();
    assert_eq!(page.attribute("#state", "data-state"), "ready");
    admin
        .post(&format!("{asked}/confirm"), &[("typed", word)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(app.app.forgetting.work().await.unwrap(), 1);
    let page = admin.get(asked).await.ok();
    assert_eq!(page.attribute("#state", "data-state"), "done");
    page.words("#report")
}

on_both!(
    a_client_is_gone_from_every_place_and_every_file,
    a_name_is_struck_out_of_every_text_of_a_whole_department,
    a_person_who_left_is_gone_and_the_figures_stay,
    what_is_given_up_is_forgotten_too,
    what_is_found_nowhere_asks_for_no_word
);

async fn a_client_is_gone_from_every_place_and_every_file(db: Db) {
    let app = TestApp::new(db).await;
    let call = client_call(&app, 7).await;
    say(&app, &call).await;
    let other = app.recording(Who::Colleague, 9).await;
    let (head, manager, admin) = (
        app.sign_in(Who::Head).await,
        app.sign_in(Who::Manager).await,
        app.sign_in(Who::Admin).await,
    );
    let published = crate::evaluations::publish(&head, &call).await;
    let about = format!("{NAME}у обещали скидку");
    manager
        .post(
            &format!("/evaluations/{published}/opinion"),
            &[("pluses", about.as_str()), ("minuses", "89165557731")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    manager
        .post(
            &format!("/evaluations/{published}/appeal"),
            &[("item", "budget"), ("wished", "2"), ("reason", about.as_str())],
        )
        .await;
    // Elsewhere: in the words of others about another call, in a search, in a plan, in a glossary.
    head.post(
        &format!("/recordings/{other}/comments"),
        &[("at", "0:01"), ("kind", "idea"), ("text", about.as_str())],
    )
    .await;
    head.post(
        &format!("/evaluations/{published}/plan"),
        &[
            ("focus", about.as_str()),
            ("action", "Спрашивать"),
            ("target", "Спросит"),
            ("due", "2026-12-11"),
            ("item", "budget"),
        ],
    )
    .await;
    head.post("/glossary", &[("term", NAME), ("variants", "")]).await;
    let search = salesbook::id::SearchId::new(app.app.clock.now(), &app.app.randomness);
    manager
        .post(&format!("/searches/{search}"), &[("q", "8-916-555-77-31")])
        .await
        .expect(StatusCode::NO_CONTENT);
    // Deleted before, and therefore among the found files.
    let gone = client_call(&app, 8).await;
    head.post(&format!("/recordings/{gone}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(found(&app, &TRACES).await.len() > 10);

    let fields = [
        ("sought", "+7 916 555 77 31\nООО «Ромашкоград»"),
        ("reference", "Письмо 14"),
    ];
    for who in [Who::Manager, Who::Head, Who::Trainer] {
        app.sign_in(who)
            .await
            .post("/forgetting/clients", &fields)
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    admin
        .post("/forgetting/clients", &[("sought", "12")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let asked = admin
        .post("/forgetting/clients", &fields)
        .await
        .expect(StatusCode::SEE_OTHER)
        .location()
        .to_owned();
    // Told in advance, and nothing goes without the typed word.
    assert_eq!(app.app.forgetting.work().await.unwrap(), 1);
    let preview = admin.get(&asked).await.ok();
    assert!(
        preview.words("#preview").contains("1 звонок"),
        "{}",
        preview.words("#preview")
    );
    assert_eq!(preview.words("#count-recordings td:nth-child(2)"), "1");
    admin
        .post(&format!("{asked}/confirm"), &[("typed", "да")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    head.get(&format!("/recordings/{call}")).await.ok();
    admin
        .post(&format!("{asked}/confirm"), &[("typed", "+7 916 555 77 31")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(app.app.forgetting.work().await.unwrap(), 1);

    head.get(&format!("/recordings/{call}"))
        .await
        .expect(StatusCode::NOT_FOUND);
    assert_eq!(found(&app, &TRACES).await, [""; 0]);
    // The report says what went, and what stays on which ground.
    let report = admin.get(&asked).await.ok();
    assert_eq!(report.words("#count-recordings td:nth-child(2)"), "1");
    assert!(report.words("#report").contains("Баллы и итоги оценок без слов"));
    let file = admin.get(&format!("{asked}/report")).await.ok().json();
    assert_eq!(file["reference"], "Письмо 14");
    assert_eq!(file["report"]["found"], 1);
    // Marks stay without comments, the call of another stays whole.
    let card = head.get(&format!("/evaluations/{published}")).await.ok().text();
    assert!(card.contains("[стёрто]") && !card.contains("Технодвор"));
    head.get(&format!("/recordings/{other}")).await.ok();
    let kept: (Option<i64>,) = app
        .app
        .db
        .read()
        .await
        .unwrap()
        .query("SELECT total FROM evaluations WHERE id = $1")
        .bind(published)
        .one()
        .await
        .unwrap();
    assert!(kept.0.is_some());
}

async fn a_name_is_struck_out_of_every_text_of_a_whole_department(db: Db) {
    let (app, _book) = crate::attack::world::app(db).await;
    let admin = app.sign_in(Who::Admin).await;
    World::build(&app, Who::Manager, Who::Head, "ромашкоград", 6).await;
    let before = rows(&app.app.db)
        .await
        .iter()
        .filter(|row| row.to_lowercase().contains("ромашкоград"))
        .count();
    assert!(before > 10, "{before}");
    let asked = admin
        .post("/forgetting/clients", &[("sought", NAME)])
        .await
        .expect(StatusCode::SEE_OTHER)
        .location()
        .to_owned();
    erase(&app, &admin, &asked, NAME).await;
    let left = found(&app, &["ромашкоград", "Ромашкоград"]).await;
    assert_eq!(left, [""; 0]);
}

async fn a_person_who_left_is_gone_and_the_figures_stay(db: Db) {
    let app = TestApp::new(db).await;
    let call = client_call(&app, 7).await;
    let (head, manager, admin) = (
        app.sign_in(Who::Head).await,
        app.sign_in(Who::Manager).await,
        app.sign_in(Who::Admin).await,
    );
    let published = crate::evaluations::publish(&head, &call).await;
    manager
        .post(
            &format!("/evaluations/{published}/opinion"),
            &[("pluses", "Спросил про бюджет"), ("minuses", "Торопился")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    head.post(
        "/one-to-ones",
        &[
            ("manager", app.id(Who::Manager).as_str()),
            ("day", "2026-11-25"),
            ("time", "15:00"),
        ],
    )
    .await;
    let search = salesbook::id::SearchId::new(app.app.clock.now(), &app.app.randomness);
    manager
        .post(&format!("/searches/{search}"), &[("q", "отпускные")])
        .await
        .expect(StatusCode::NO_CONTENT);
    // A question to a device names nobody, and lists their keys.
    let mut tx = app.app.db.write().await.unwrap();
    tx.query("INSERT INTO passkey_challenges (asked_by, state, expires_at) SELECT token_hash, 'ключ Кузнецовой', $2 FROM sessions WHERE person_id = $1")
            .bind_all((app.id(Who::Manager), app.app.clock.now().plus_ms(DAY_MS))).execute_exactly(1).await.unwrap();
    tx.commit().await.unwrap();
    let at = format!("/people/{}/erase", app.id(Who::Manager));
    let own = format!("/people/{}/erase", app.id(Who::Admin));
    admin.post(&own, &[]).await.expect(StatusCode::CONFLICT);
    head.post(&at, &[]).await.expect(StatusCode::FORBIDDEN);
    let asked = admin
        .post(&at, &[("reference", "Заявление")])
        .await
        .expect(StatusCode::SEE_OTHER)
        .location()
        .to_owned();
    let report = erase(&app, &admin, &asked, "a.kuznetsova").await;
    assert!(report.contains("Журнал действий"), "{report}");
    let traces = [
        "Анна Кузнецова",
        "анна кузнецова",
        "a.kuznetsova",
        "Торопился",
        "отпускные",
        "ключ Кузнецовой",
    ];
    assert_eq!(found(&app, &traces).await, [""; 0]);
    // They are out, their row has no name, the figures are there.
    manager.get("/").await.expect(StatusCode::SEE_OTHER);
    let people = admin.get("/people").await.ok();
    assert!(people.text().contains("Стёртый сотрудник"));
    // To the log it is a leaving like any other.
    assert!(admin.get("/audit").await.ok().text().contains("Вход закрыт"));
    let kept: (i64,) = app
        .app
        .db
        .read()
        .await
        .unwrap()
        .query("SELECT COUNT(*) FROM evaluations WHERE manager_id = $1 AND total IS NOT NULL")
        .bind(app.id(Who::Manager))
        .one()
        .await
        .unwrap();
    assert_eq!(kept.0, 1);
    admin.post(&at, &[]).await.expect(StatusCode::CONFLICT);
}

async fn what_is_given_up_is_forgotten_too(db: Db) {
    let app = TestApp::new(db).await;
    let admin = app.sign_in(Who::Admin).await;
    let call = client_call(&app, 7).await;
    let sought = format!("{NAME}\nНеизвестников Прокл");
    let asked = admin
        .post("/forgetting/clients", &[("sought", sought.as_str())])
        .await
        .expect(StatusCode::SEE_OTHER)
        .location()
        .to_owned();
    app.app.forgetting.work().await.unwrap();
    assert!(
        admin
            .get(&asked)
            .await
            .ok()
            .words("#preview")
            .contains("1 звонок")
    );
    admin
        .post(&format!("{asked}/withdraw"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    admin
        .post(&format!("{asked}/confirm"), &[("typed", NAME)])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        !rows(&app.app.db)
            .await
            .iter()
            .any(|row| row.contains("Неизвестников"))
    );
    admin.get(&format!("/recordings/{call}")).await.ok();
    // Nor does a request that nobody confirms lie there for ever.
    let sought = format!("{NAME}\nЗабытов Прокл");
    admin
        .post("/forgetting/clients", &[("sought", sought.as_str())])
        .await
        .expect(StatusCode::SEE_OTHER);
    app.app.forgetting.work().await.unwrap();
    app.clock.advance(31 * DAY_MS);
    app.app.forgetting.tick(&CancellationToken::new()).await.unwrap();
    assert!(!rows(&app.app.db).await.iter().any(|row| row.contains("Забытов")));
}

async fn what_is_found_nowhere_asks_for_no_word(db: Db) {
    let app = TestApp::new(db).await;
    let (admin, call) = (app.sign_in(Who::Admin).await, client_call(&app, 7).await);
    let fields = [("sought", "Неизвестников Прокл"), ("reference", "Письмо 15")];
    let asked = admin
        .post("/forgetting/clients", &fields)
        .await
        .expect(StatusCode::SEE_OTHER)
        .location()
        .to_owned();
    assert_eq!(app.app.forgetting.work().await.unwrap(), 1);
    let page = admin.get(&asked).await.ok();
    assert_eq!(page.attribute("#state", "data-state"), "done");
    assert!(
        page.words("#nothing").contains("Ничего не найдено"),
        "{}",
        page.words("#report")
    );
    assert!(page.all_words("#confirm").is_empty());
    // The answer to the letter is there, and what was looked for is nowhere.
    let file = admin.get(&format!("{asked}/report")).await.ok().json();
    assert_eq!(
        (file["reference"].as_str(), file["report"]["found"].as_i64()),
        (Some("Письмо 15"), Some(0))
    );
    assert_eq!(found(&app, &["Неизвестников"]).await, [""; 0]);
    assert_eq!(app.app.forgetting.work().await.unwrap(), 0);
    admin.get(&format!("/recordings/{call}")).await.ok();
}
