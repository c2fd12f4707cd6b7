//! Forgetting: a client and a person are gone everywhere, also from the files; what is kept for a time goes when it is over;
//! what is kept about a person is theirs; a shared snippet has a ground; a call says that it is recorded.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::forgetting;
use salesbook::id::RecordingId;
use salesbook::transcripts::spoken;
use tokio_util::sync::CancellationToken;

use crate::attack::rows::rows;
use crate::attack::world::World;
use crate::support::app::{Browser, Multipart, TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::call;

/// A name that stands nowhere else, and what the client said.
const NAME: &str = "Ромашкоград";
const PHONE: &str = "+7 (916) 555-77-31";
const SAID: &str = "Кошкодавленко";

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

/// A call of the manager with the client's name and number.
async fn client_call(app: &TestApp, seconds: u32) -> RecordingId {
    let form = Multipart::default()
        .field("manager", &app.person(Who::Manager).login)
        .field("client", &format!("ООО «{NAME}»"))
        .field("phone", PHONE)
        .field("note", "Просил перезвонить на 8 916 555 77 31")
        .field("tags", NAME)
        .file("file", "out-79165557731.wav", &call(seconds));
    let answer = app
        .program(Who::Head)
        .await
        .upload("/api/v1/recordings", form)
        .await;
    let id = answer.expect(StatusCode::CREATED).json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    app.run_jobs().await;
    id.parse().unwrap()
}

/// The client says something nobody else says.
async fn say(app: &TestApp, call: &RecordingId) {
    let mut tx = app.app.db.write().await.unwrap();
    tx.query("UPDATE transcripts SET document = replace(document, 'компания', $2), words_due = TRUE WHERE recording_id = $1")
        .bind_all((call, SAID))
        .execute()
        .await
        .unwrap();
    tx.commit().await.unwrap();
    spoken::index_due(&app.app.db).await.unwrap();
}

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
    what_is_found_nowhere_asks_for_no_word,
    what_is_kept_for_a_time_goes_when_it_is_over,
    the_texts_of_calls_have_a_time_of_their_own,
    a_person_gets_what_is_kept_about_them,
    nothing_is_shared_without_a_ground_for_the_client,
    a_call_that_says_it_is_recorded_is_told_from_one_that_does_not
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

const DAY_MS: i64 = 24 * 3_600_000;

async fn what_is_kept_for_a_time_goes_when_it_is_over(db: Db) {
    let settings = [
        ("keep_recordings_days", "30"),
        ("keep_searches_days", "10"),
        ("keep_log_days", "60"),
    ];
    let app = TestApp::with_settings(db, &settings).await;
    let (head, manager, admin) = (
        app.sign_in(Who::Head).await,
        app.sign_in(Who::Manager).await,
        app.sign_in(Who::Admin).await,
    );
    let old = client_call(&app, 7).await;
    let published = crate::evaluations::publish(&head, &old).await;
    let needed = app.recording(Who::Manager, 9).await;
    let shared = [
        ("start", "0:01"),
        ("end", "0:03"),
        ("title", "Замер"),
        ("stage", "closing"),
        ("consent", "yes"),
        ("ground", "manager-alone"),
    ];
    manager
        .post(&format!("/recordings/{needed}/snippets"), &shared)
        .await
        .expect(StatusCode::SEE_OTHER);
    let search = salesbook::id::SearchId::new(app.app.clock.now(), &app.app.randomness);
    manager
        .post(&format!("/searches/{search}"), &[("q", "лизинг")])
        .await
        .expect(StatusCode::NO_CONTENT);
    let stop = CancellationToken::new();
    // The first night only looks.
    app.clock.advance(31 * DAY_MS);
    let (head, admin_later) = (app.sign_in(Who::Head).await, app.sign_in(Who::Admin).await);
    drop(admin);
    let fresh = app.recording(Who::Manager, 11).await;
    let night = app.app.forgetting.tick(&stop).await.unwrap().unwrap();
    assert!(night.counts.0.is_empty());
    assert!(app.app.forgetting.tick(&stop).await.unwrap().is_none());
    head.get(&format!("/recordings/{old}")).await.ok();
    // Head and administrator see beforehand what will go; a manager does not come here.
    for browser in [&head, &admin_later] {
        let page = browser.get("/forgetting").await.ok();
        assert!(
            page.words("#due-recordings td:nth-child(3)").starts_with('1'),
            "{}",
            page.words("#due-recordings")
        );
        assert!(page.words("#due-recordings").contains("ещё 1"));
        assert_eq!(page.words("#due-searches td:nth-child(3)"), "1");
    }
    app.sign_in(Who::Manager)
        .await
        .get("/forgetting")
        .await
        .expect(StatusCode::FORBIDDEN);
    assert!(head.get("/forgetting").await.ok().all_words("#client").is_empty());
    // The next night it goes, the log says how many.
    app.clock.advance(DAY_MS);
    let night = app.app.forgetting.tick(&stop).await.unwrap().unwrap();
    assert_eq!(night.counts.0["recordings"], 1);
    assert_eq!(night.counts.0["searches"], 1);
    let admin = app.sign_in(Who::Admin).await;
    admin
        .get(&format!("/recordings/{old}"))
        .await
        .expect(StatusCode::NOT_FOUND);
    for kept in [&needed, &fresh] {
        admin.get(&format!("/recordings/{kept}")).await.ok();
    }
    assert!(
        admin
            .get("/audit")
            .await
            .ok()
            .text()
            .contains("Записи со звуком и текстом: 1")
    );
    // Marks stay without quotes; no sound and no word of the call is left.
    let head = app.sign_in(Who::Head).await;
    assert!(
        head.get(&format!("/evaluations/{published}"))
            .await
            .ok()
            .text()
            .contains("[стёрто]")
    );
    let left = rows(&app.app.db)
        .await
        .into_iter()
        .filter(|row| row.contains(NAME) || row.contains("79165557731"));
    assert_eq!(left.count(), 0);
}

async fn the_texts_of_calls_have_a_time_of_their_own(db: Db) {
    let app = TestApp::with_settings(db, &[("keep_transcripts_days", "5")]).await;
    let call = client_call(&app, 7).await;
    say(&app, &call).await;
    let stop = CancellationToken::new();
    for days in [6, 1] {
        app.clock.advance(days * DAY_MS);
        app.app.forgetting.tick(&stop).await.unwrap();
    }
    let head = app.sign_in(Who::Head).await;
    let page = head.get(&format!("/recordings/{call}")).await.ok();
    assert!(page.text().contains("Расшифровки нет"));
    head.get(&format!("/recordings/{call}/audio")).await.ok();
    assert_eq!(
        rows(&app.app.db)
            .await
            .iter()
            .filter(|row| row.to_lowercase().contains("кошкодавленко"))
            .count(),
        0
    );
}

/// The texts of an archive by name.
fn unpacked(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = Vec::new();
            file.read_to_end(&mut text).unwrap();
            (
                file.name().unwrap().into_owned(),
                String::from_utf8_lossy(&text).into_owned(),
            )
        })
        .collect()
}

async fn a_person_gets_what_is_kept_about_them(db: Db) {
    let app = TestApp::new(db).await;
    let call = client_call(&app, 7).await;
    let (head, manager, admin) = (
        app.sign_in(Who::Head).await,
        app.sign_in(Who::Manager).await,
        app.sign_in(Who::Admin).await,
    );
    crate::evaluations::publish(&head, &call).await;
    let form = [
        ("manager", app.id(Who::Manager).as_str()),
        ("day", "2026-11-25"),
        ("time", "15:00"),
    ];
    let meeting = head
        .post("/one-to-ones", &form)
        .await
        .expect(StatusCode::SEE_OTHER)
        .location()
        .to_owned();
    head.post(
        &meeting,
        &[
            ("act", "save"),
            ("day", "2026-11-25"),
            ("went_well", "Встреча"),
            ("shared_notes", "Договорились"),
            ("private_notes", "Присмотреться"),
        ],
    )
    .await;
    let at = format!("/people/{}/export", app.id(Who::Manager));
    for who in [Who::Head, Who::Colleague, Who::Trainer] {
        app.sign_in(who)
            .await
            .post(&at, &[])
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    for answer in [
        manager.post("/profile/export", &[]).await.ok(),
        admin.post(&at, &[("sound", "yes")]).await.ok(),
    ] {
        assert_eq!(answer.headers["content-type"], "application/zip");
        let files = unpacked(&answer.body);
        let text = |name: &str| {
            files
                .iter()
                .find(|(file, _)| file == name)
                .map_or("", |(_, text)| text.as_str())
        };
        let recordings: serde_json::Value = serde_json::from_str(text("data/recordings.json")).unwrap();
        assert_eq!(recordings[0]["phone"], PHONE);
        let evaluations: serde_json::Value = serde_json::from_str(text("data/evaluations.json")).unwrap();
        assert!(evaluations[0]["answers"]["marks"].is_object());
        let transcripts: serde_json::Value = serde_json::from_str(text("data/transcripts.json")).unwrap();
        assert!(transcripts[0]["document"]["segments"].is_array());
        assert!(text("index.html").contains("Анна Кузнецова") && text("index.html").contains("manager: "));
        let all: String = files.iter().map(|(_, text)| text.as_str()).collect();
        assert!(all.contains("Договорились") && !all.contains("Присмотреться"));
        assert!(!all.contains("password_hash") && !all.contains("$argon2"));
    }
    let with_sound = unpacked(&admin.post(&at, &[("sound", "yes")]).await.ok().body);
    assert!(
        with_sound
            .iter()
            .any(|(name, bytes)| name.starts_with("sound/") && bytes.starts_with("RIFF"))
    );
    // It is made while it is read; so many at once, and a place is free again when one is read to its end.
    let places = app.app.forgetting.export_places().clone();
    let all = u32::try_from(forgetting::EXPORTS_AT_ONCE).unwrap();
    let taken = places.acquire_many(all).await.unwrap();
    let told = manager
        .post("/profile/export", &[])
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
    assert!(told.text().contains("Подождите минуту"), "{}", told.text());
    assert!(told.headers.get("retry-after").is_some());
    drop(taken);
    assert!(
        manager
            .post("/profile/export", &[])
            .await
            .ok()
            .headers
            .get("content-length")
            .is_none()
    );
    assert!(
        admin
            .get("/audit")
            .await
            .ok()
            .text()
            .contains("Личные данные выгружены")
    );
}

async fn nothing_is_shared_without_a_ground_for_the_client(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 7).await;
    let head = app.sign_in(Who::Head).await;
    let fields = [
        ("start", "0:01"),
        ("end", "0:03"),
        ("title", "Замер"),
        ("stage", "closing"),
    ];
    let with = |more: &[(&'static str, &'static str)]| [&fields[..], more].concat();
    let at = format!("/recordings/{call}/snippets");
    let refused = head
        .post(&at, &with(&[("consent", "yes")]))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.words("#ground-error").contains("Выберите основание"));
    head.post(
        &at,
        &with(&[
            ("consent", "yes"),
            ("ground", "client-agreed"),
            ("ground_words", "письмом"),
        ]),
    )
    .await
    .expect(StatusCode::UNPROCESSABLE_ENTITY);
    // Without sharing nobody asks for it.
    let made = head.post(&at, &fields).await.expect(StatusCode::SEE_OTHER);
    let id = made.location().split_once("#snippet-").unwrap().1.to_owned();
    let page = format!("/snippets/{id}");
    head.post(&format!("{page}/consent"), &[("consent", "yes")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    app.sign_in(Who::Outsider)
        .await
        .get(&page)
        .await
        .expect(StatusCode::NOT_FOUND);
    let agreed = [
        ("consent", "yes"),
        ("ground", "client-agreed"),
        ("ground_words", "письмом 12"),
        ("ground_day", "2026-11-20"),
    ];
    head.post(&format!("{page}/consent"), &agreed)
        .await
        .expect(StatusCode::SEE_OTHER);
    let seen = app
        .sign_in(Who::Outsider)
        .await
        .get(&page)
        .await
        .ok()
        .words("#ground-stated");
    assert!(
        seen.contains("Клиент согласен") && seen.contains("20 ноября") && seen.contains("письмом 12"),
        "{seen}"
    );
    // Shared before anybody asked: it says so, and the ground can be stated later.
    let mut tx = app.app.db.write().await.unwrap();
    tx.query("UPDATE snippets SET ground = NULL, ground_words = '', ground_day = NULL")
        .execute()
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(
        head.get(&page)
            .await
            .ok()
            .words("#ground-stated")
            .contains("Основание не указано")
    );
    assert!(
        head.get(&format!("/recordings/{call}"))
            .await
            .ok()
            .words("#snippets")
            .contains("Основание не указано")
    );
    head.post(
        &format!("{page}/consent"),
        &[("consent", "yes"), ("ground", "manager-alone")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    assert!(
        head.get(&page)
            .await
            .ok()
            .words("#ground-stated")
            .contains("Слышно только менеджера")
    );
    head.post(&format!("{page}/consent"), &[("consent", "no")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(head.get(&page).await.ok().all_words("#ground-stated").is_empty());
}

async fn a_call_that_says_it_is_recorded_is_told_from_one_that_does_not(db: Db) {
    let app = TestApp::new(db.clone()).await;
    let call = app.recording(Who::Manager, 7).await;
    let head = app.sign_in(Who::Head).await;
    let upload = head.get("/recordings").await.ok();
    assert!(upload.words("#recording-line").contains("разговор записывается"));
    assert_eq!(
        upload.attribute("#recording-line a", "href"),
        "/playbook/ru/regulations/call-recording"
    );
    head.get("/playbook/ru/regulations/call-recording").await.ok();
    head.get("/playbook/en/regulations/call-recording").await.ok();
    let page = format!("/recordings/{call}");
    assert!(
        head.get(&page)
            .await
            .ok()
            .words("#recording-line")
            .contains("такой фразы нет")
    );
    let mut tx = app.app.db.write().await.unwrap();
    tx.query("UPDATE transcripts SET document = replace(replace(document, 'Добрый', 'Разговор'), 'день,', 'записывается,')").execute().await.unwrap();
    tx.commit().await.unwrap();
    assert!(
        head.get(&page)
            .await
            .ok()
            .words("#recording-line")
            .contains("Прозвучало")
    );
}
