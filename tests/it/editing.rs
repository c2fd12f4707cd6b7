//! Correcting a transcript: words keep their times, nobody overwrites what they have not read, every change is kept and can
//! be taken back; the parties are renamed once for all.

use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use salesbook::id::TranscriptId;
use salesbook::speech::transcript::Engine;
use salesbook::speech::{Segment, Speaker, Transcript, Word};
use salesbook::transcripts::{spoken, store as transcripts};
use serde_json::{Value, json};

use crate::support::app::{Browser, START, TestApp, Who};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;
use crate::support::speech::Script;

/// Four turns of two parties, a turn every two seconds, a word each half second; the last word of each is unsure.
fn talk() -> Transcript {
    let lines = [
        "добрый день компания",
        "сколько стоит стела",
        "сейчас посчитаю всё",
        "жду вас завтра",
    ];
    let segments = (0..)
        .zip(lines)
        .map(|(turn, line)| {
            let start_ms = 500 + turn * 2_000;
            let words: Vec<Word> = (0..)
                .zip(line.split(' '))
                .map(|(n, text)| Word {
                    start_ms: start_ms + n * 500,
                    end_ms: start_ms + n * 500 + 450,
                    text: text.to_owned(),
                    p: if n == 2 { 0.3 } else { 0.9 },
                    replaced: None,
                })
                .collect();
            Segment {
                start_ms,
                end_ms: start_ms + 1_450,
                channel: (turn % 2) as u16 + 1,
                speaker: if turn % 2 == 0 {
                    Speaker::Manager
                } else {
                    Speaker::Client
                },
                text: line.to_owned(),
                words,
            }
        })
        .collect();
    Transcript {
        language: "ru".to_owned(),
        duration_ms: 12_000,
        channels: 2,
        engine: Engine {
            model: "script".to_owned(),
            device: "cpu".to_owned(),
            x_realtime: 20.0,
        },
        segments,
        filtered: Vec::new(),
    }
}

/// Shows this text from now on.
async fn show(app: &salesbook::app::App, recording: &str, transcript: &Transcript) {
    let id = TranscriptId::new(START, &app.randomness);
    let recording = recording.parse().unwrap();
    let mut tx = app.db.write().await.unwrap();
    transcripts::insert(&mut tx, id, &recording, transcript, &[], START)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// A call of the manager with the text above.
async fn prepared(app: &TestApp) -> String {
    let id = app.recording(Who::Manager, 12).await.to_string();
    show(&app.app, &id, &talk()).await;
    id
}

/// The lines of the text as programs get them.
async fn lines(browser: &Browser, id: &str) -> Vec<String> {
    let text = browser
        .get(&format!("/api/v1/recordings/{id}/transcript"))
        .await
        .ok()
        .json();
    let segments = text["segments"].as_array().unwrap();
    segments
        .iter()
        .map(|it| {
            format!(
                "{} {}",
                it["speaker"].as_str().unwrap(),
                it["text"].as_str().unwrap()
            )
        })
        .collect()
}

async fn turn(program: &Browser, id: &str, turn: &str) -> Value {
    program
        .get(&format!("/api/v1/recordings/{id}/transcript/turns/{turn}"))
        .await
        .ok()
        .json()
}

async fn write(program: &Browser, id: &str, turn: &str, text: &str, revision: &Value) -> Value {
    let path = format!("/api/v1/recordings/{id}/transcript/turns/{turn}");
    program
        .json(Method::PUT, &path, &json!({"text": text, "revision": revision}))
        .await
        .ok()
        .json()
}

async fn history(program: &Browser, id: &str) -> Value {
    program
        .get(&format!("/api/v1/recordings/{id}/transcript/history"))
        .await
        .ok()
        .json()
}

/// For an address.
fn encoded(text: &str) -> String {
    text.bytes()
        .fold(String::new(), |out, byte| out + &format!("%{byte:02X}"))
}

on_both!(
    a_corrected_turn_is_corrected_everywhere,
    nobody_writes_over_what_they_have_not_read,
    every_change_is_kept_and_can_be_taken_back,
    naming_a_speaker_is_kept_too_and_undone_alone,
    strangers_long_texts_and_unknown_turns_change_nothing,
    parties_are_renamed_once_for_the_whole_recording
);

async fn a_corrected_turn_is_corrected_everywhere(db: Db) {
    let app = TestApp::new(db).await;
    let id = prepared(&app).await;
    let manager = app.sign_in(Who::Manager).await;
    let path = format!("/recordings/{id}");
    let page = manager.get(&path).await.ok();
    assert_eq!(
        page.all_words(".talk .doubt"),
        ["компания", "стела", "всё", "завтра"]
    );
    let pencil = page.attribute("#t-2500 .turn-edit", "href");
    assert_eq!(pencil, format!("{path}/turns/2500-2"));

    // The form works without script; the turn's neighbours stand below it.
    let form = manager.get(&pencil).await.ok();
    assert_eq!(form.words("#turn-text"), "сколько стоит стела");
    assert_eq!(form.attribute("#turn-text", "lang"), "ru");
    assert_eq!(form.words(".turn-label"), "ООО «Технодвор», 0:03");
    assert_eq!(form.all_words(".talk .turn-time").len(), 4);
    let read = form.attribute("[name=revision]", "value");
    let fields = [
        ("text", "Сколько стоит  стеллаж\r\nЯрус?"),
        ("revision", read.as_str()),
        ("then", "next"),
    ];
    let to = manager.post(&pencil, &fields).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(to.location(), format!("{path}/turns/4500-1"));
    // The same form once more finds its text in place.
    let to = manager
        .post(&pencil, &fields[..2])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(to.location(), format!("{path}#t-2500"));

    let page = manager.get(&path).await.ok();
    assert_eq!(page.words("#t-2500 p"), "Сколько стоит стеллаж Ярус?");
    assert_eq!(
        page.all_words(".talk .doubt"),
        ["компания", "всё", "завтра"],
        "a person is sure"
    );
    assert_eq!(page.words(".talk-foot a"), "1 правка");
    let program = app.program(Who::Manager).await;
    let said = turn(&program, &id, "2500").await;
    let words: Vec<(i64, f64)> = (said["words"].as_array().unwrap().iter())
        .map(|it| {
            (
                it["start_ms"].as_i64().unwrap(),
                (it["p"].as_f64().unwrap() * 10.0).round() / 10.0,
            )
        })
        .collect();
    assert_eq!(words, [(2_500, 1.0), (3_000, 0.9), (3_500, 1.0), (3_762, 1.0)]);
    for (format, line) in [
        ("text", "[00:00:02] ООО «Технодвор»: Сколько стоит стеллаж Ярус?"),
        ("srt", "стеллаж Ярус?"),
        ("vtt", "<v ООО «Технодвор»>Сколько"),
        ("json", "стеллаж Ярус?"),
    ] {
        let file = manager
            .get(&format!("{path}/transcript/{format}"))
            .await
            .ok()
            .text();
        assert!(
            file.contains(line) && !file.contains("стела "),
            "{format}: {file}"
        );
    }

    // Search hears the new word at its own second, and not the old one.
    spoken::index_due(&app.app.db).await.unwrap();
    let found = async |word: &str| {
        let path = format!("/api/v1/recordings?q={}", encoded(word));
        program.get(&path).await.ok().json()["items"].clone()
    };
    assert_eq!(
        found("стеллажа ").await[0]["found"][0]["url"],
        format!("{path}#t-3500")
    );
    assert_eq!(found("стела ").await, json!([]));

    let page = manager.get(&format!("{path}/history")).await.ok();
    assert_eq!(
        page.all_words(".change-head"),
        ["Исправлена реплика Анна Кузнецова, 23 ноября, 14:00"]
    );
    assert_eq!(page.all_words(".compare del"), ["сколько", "стела"]);
    assert_eq!(page.all_words(".compare ins"), ["Сколько", "стеллаж Ярус?"]);
}

async fn nobody_writes_over_what_they_have_not_read(db: Db) {
    let app = TestApp::new(db).await;
    let id = prepared(&app).await;
    let (manager, head) = (app.sign_in(Who::Manager).await, app.sign_in(Who::Head).await);
    let form = format!("/recordings/{id}/turns/2500-2");
    let read = manager
        .get(&form)
        .await
        .ok()
        .attribute("[name=revision]", "value");

    // Another turn at the same time is no matter.
    let other = format!("/recordings/{id}/turns/500-1");
    head.post(&other, &[("text", "добрый вечер компания"), ("revision", &read)])
        .await
        .expect(StatusCode::SEE_OTHER);
    head.post(&form, &[("text", "сколько стоит стеллаж"), ("revision", &read)])
        .await
        .expect(StatusCode::SEE_OTHER);

    let clash = manager
        .post(&form, &[("text", "почём стела"), ("revision", &read)])
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(
        clash.words(".notice"),
        "Пока вы писали, эту реплику исправили: Марина Соколова."
    );
    assert_eq!(clash.words(".turn-theirs"), "сколько стоит стеллаж");
    assert_eq!(clash.words("#turn-text"), "почём стела");
    assert_eq!(
        (clash.words(".compare del"), clash.words(".compare ins")),
        ("сколько стоит стеллаж".to_owned(), "почём стела".to_owned())
    );
    let program = app.program(Who::Manager).await;
    assert_eq!(
        lines(&program, &id).await[..2],
        ["manager добрый вечер компания", "client сколько стоит стеллаж"]
    );
    // Programs get the same, and the state to write over.
    let path = format!("/api/v1/recordings/{id}/transcript/turns/2500");
    let body = program
        .json(Method::PUT, &path, &json!({"text": "почём", "revision": read}))
        .await
        .problem(StatusCode::CONFLICT, "turn-changed");
    assert_eq!(
        (&body["values"]["text"], &body["values"]["by"]),
        (&json!("сколько стоит стеллаж"), &json!("Марина Соколова"))
    );
    let now = clash.attribute("[name=revision]", "value");
    assert_eq!(body["values"]["revision"], now);
    manager
        .post(&form, &[("text", "почём стела"), ("revision", &now)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(lines(&program, &id).await[1], "client почём стела");

    // Changed and changed back, or to what one wanted anyway: nothing to decide.
    let read = turn(&program, &id, "4500-1").await["revision"].clone();
    let once = write(&program, &id, "4500-1", "сейчас", &read).await["revision"].clone();
    write(&program, &id, "4500-1", "сейчас", &read).await;
    write(&program, &id, "4500-1", "сейчас посчитаю всё", &once).await;
    write(&program, &id, "4500-1", "сейчас посчитаем всё", &read).await;

    // Removed meanwhile: saving brings the turn back with one's own words.
    let read = turn(&program, &id, "6500-2").await["revision"].clone();
    assert_eq!(
        write(&program, &id, "6500-2", " \n", &read).await["removed"],
        true
    );
    let gone = format!("/recordings/{id}/turns/6500-2");
    let old = read.as_str().unwrap();
    let clash = head
        .post(&gone, &[("text", "жду вас в среду"), ("revision", old)])
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(
        clash.words(".notice"),
        "Пока вы писали, эту реплику убрали: Анна Кузнецова."
    );
    let now = clash.attribute("[name=revision]", "value");
    head.post(&gone, &[("text", "жду вас в среду"), ("revision", &now)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(
        lines(&program, &id).await[2..],
        ["manager сейчас посчитаем всё", "client жду вас в среду"]
    );

    // Another transcript meanwhile: the turn heard at that time is shown, nothing is written.
    show(
        &app.app,
        &id,
        &Transcript {
            segments: talk().segments[..2].to_vec(),
            ..talk()
        },
    )
    .await;
    let clash = manager
        .post(&form, &[("text", "почём же"), ("revision", &now)])
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(
        clash.words(".notice"),
        "Пока вы писали, у записи появилась другая расшифровка."
    );
    assert_eq!(clash.words(".turn-theirs"), "сколько стоит стела");
    let clash = manager
        .post(&gone, &[("text", "жду вас"), ("revision", &now)])
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(
        (
            clash.words("#turn-text"),
            clash.all_words(".turn-editor button[type=submit]").len()
        ),
        ("жду вас".to_owned(), 0)
    );
    program
        .json(
            Method::POST,
            &format!("/api/v1/recordings/{id}/transcript/restore"),
            &json!({"revision": now}),
        )
        .await
        .problem(StatusCode::CONFLICT, "revision-other-text");
}

async fn every_change_is_kept_and_can_be_taken_back(db: Db) {
    let app = TestApp::new(db).await;
    let id = prepared(&app).await;
    let manager = app.program(Who::Manager).await;
    let first = lines(&manager, &id).await;
    let restore = format!("/api/v1/recordings/{id}/transcript/restore");
    let read = turn(&manager, &id, "500-1").await["revision"].clone();
    let edited = write(&manager, &id, "500-1", "Добрый день, «Ярус»", &read).await["revision"].clone();
    let removed = write(&manager, &id, "6500-2", "", &read).await["revision"].clone();
    manager
        .json(Method::POST, &format!("/api/v1/recordings/{id}/swap"), &json!({}))
        .await
        .ok();
    let again = write(&manager, &id, "500-1", "Добрый вечер, «Ярус»", &edited).await["revision"].clone();

    let kept = history(&manager, &id).await;
    let kinds: Vec<&str> = kept["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["edited", "swapped", "removed", "edited"]);
    assert_eq!(
        (&kept["revision"], &kept["items"][0]["by"]),
        (&again, &json!("Анна Кузнецова"))
    );
    assert_eq!(
        kept["items"][2]["turns"],
        json!([{"turn": "6500-2", "before": {"speaker": "client", "text": "жду вас завтра"}, "after": null}])
    );
    let page = manager
        .get(&format!("/api/v1/recordings/{id}/transcript/history?limit=3"))
        .await
        .ok()
        .json();
    let rest = format!(
        "/api/v1/recordings/{id}/transcript/history?limit=3&after={}",
        page["next"].as_str().unwrap()
    );
    assert_eq!(
        manager.get(&rest).await.ok().json()["items"][0]["revision"],
        edited
    );

    // The removal alone: the turn is back on the side it is heard on now.
    manager
        .json(Method::POST, &restore, &json!({"revision": removed}))
        .await
        .ok();
    assert_eq!(
        lines(&manager, &id).await,
        [
            "client Добрый вечер, «Ярус»",
            "manager сколько стоит стела",
            "client сейчас посчитаю всё",
            "manager жду вас завтра"
        ]
    );
    manager
        .json(Method::POST, &restore, &json!({"revision": removed}))
        .await
        .problem(StatusCode::CONFLICT, "revision-nothing");
    let swap = kept["items"][1]["revision"].clone();
    manager
        .json(Method::POST, &restore, &json!({"revision": swap}))
        .await
        .problem(StatusCode::CONFLICT, "revision-swap");

    // All of it, by the page: the first text, the sides as they are now; and once more to take that back.
    let browser = app.sign_in(Who::Manager).await;
    let address = format!("/recordings/{id}/history");
    let fields = [("revision", edited.as_str().unwrap()), ("what", "all")];
    browser
        .post(&address, &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    let turned: Vec<String> = first
        .iter()
        .map(|line| match line.strip_prefix("manager") {
            Some(rest) => format!("client{rest}"),
            None => line.replacen("client", "manager", 1),
        })
        .collect();
    assert_eq!(lines(&manager, &id).await, turned);
    let page = browser.get(&address).await.ok();
    assert_eq!(
        page.all_words(".change-head strong"),
        [
            "Возвращено, как было",
            "Возвращено, как было",
            "Исправлена реплика",
            "Стороны поменялись местами",
            "Убрана реплика",
            "Исправлена реплика"
        ]
    );
    let last = page.attribute(".change [name=revision]", "value");
    browser
        .post(&address, &[("revision", &last), ("what", "one")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(lines(&manager, &id).await[0], "client Добрый вечер, «Ярус»");
    let said = browser
        .post(&address, &[("revision", &last), ("what", "one")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let flash = said.headers["set-cookie"].to_str().unwrap();
    assert!(flash.starts_with("flash=error-revision-nothing"), "{flash}");
    assert_eq!(
        app.sign_in(Who::Head)
            .await
            .get(&address)
            .await
            .ok()
            .all_words(".change")
            .len(),
        7
    );
}

async fn naming_a_speaker_is_kept_too_and_undone_alone(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 12).await.to_string();
    let mut mono = Transcript {
        channels: 1,
        ..talk()
    };
    for turn in &mut mono.segments {
        (turn.channel, turn.speaker) = (1, Speaker::Unknown);
    }
    show(&app.app, &id, &mono).await;
    let manager = app.program(Who::Manager).await;
    let name = format!("/api/v1/recordings/{id}/transcript/speaker");
    manager
        .json(
            Method::PUT,
            &name,
            &json!({"speaker": "client", "from_ms": 500, "to_ms": 2_500}),
        )
        .await
        .ok();
    // Saying the same again is no change.
    manager
        .json(Method::PUT, &name, &json!({"speaker": "client", "from_ms": 500}))
        .await
        .ok();
    let read = turn(&manager, &id, "500").await["revision"].clone();
    write(&manager, &id, "500", "Добрый день", &read).await;
    let kept = history(&manager, &id).await;
    assert_eq!(kept["items"].as_array().unwrap().len(), 2);
    assert_eq!(kept["items"][1]["turns"].as_array().unwrap().len(), 2);
    let page = app
        .sign_in(Who::Head)
        .await
        .get(&format!("/recordings/{id}/history"))
        .await
        .ok();
    assert_eq!(
        (page.words(".turn-who del"), page.words(".turn-who ins")),
        ("Неизвестно, кто".to_owned(), "ООО «Технодвор»".to_owned())
    );
    let named = kept["items"][1]["revision"].clone();
    manager
        .json(
            Method::POST,
            &format!("/api/v1/recordings/{id}/transcript/restore"),
            &json!({"revision": named}),
        )
        .await
        .ok();
    assert_eq!(
        lines(&manager, &id).await[..2],
        ["unknown Добрый день", "unknown сколько стоит стела"]
    );
}

async fn strangers_long_texts_and_unknown_turns_change_nothing(db: Db) {
    let app = TestApp::new(db).await;
    let id = prepared(&app).await;
    let manager = app.program(Who::Manager).await;
    let before = lines(&manager, &id).await;
    let read = turn(&manager, &id, "500").await["revision"].clone();
    let path = format!("/api/v1/recordings/{id}/transcript/turns/500");
    for stranger in [Who::Colleague, Who::OtherHead] {
        let program = app.program(stranger).await;
        let body = json!({"text": "чужое", "revision": read});
        program
            .json(Method::PUT, &path, &body)
            .await
            .expect(StatusCode::NOT_FOUND);
        for address in [&path, &format!("/api/v1/recordings/{id}/transcript/history")] {
            program.get(address).await.expect(StatusCode::NOT_FOUND);
        }
        let restore = format!("/api/v1/recordings/{id}/transcript/restore");
        program
            .json(Method::POST, &restore, &json!({"revision": read}))
            .await
            .expect(StatusCode::NOT_FOUND);
        let names = format!("/api/v1/recordings/{id}/names");
        program
            .json(Method::PUT, &names, &json!({"client": "чужой"}))
            .await
            .expect(StatusCode::NOT_FOUND);
        let browser = app.sign_in(stranger).await;
        for page in ["turns/500-1", "history"] {
            browser
                .get(&format!("/recordings/{id}/{page}"))
                .await
                .expect(StatusCode::NOT_FOUND);
        }
    }
    let long = "слово ".repeat(4_000);
    let refused = manager
        .json(Method::PUT, &path, &json!({"text": long, "revision": read}))
        .await;
    assert_eq!(
        refused.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-input")["fields"][0]["code"],
        "turn-text"
    );
    manager
        .json(Method::PUT, &path, &json!({"text": "да", "revision": "вчера"}))
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "turn-revision");
    for turn in ["501", "500-2", "500-1-2"] {
        let path = format!("/api/v1/recordings/{id}/transcript/turns/{turn}");
        manager
            .json(Method::PUT, &path, &json!({"text": "да", "revision": read}))
            .await
            .problem(StatusCode::NOT_FOUND, "turn-not-found");
    }
    // What was typed comes back with the mistake.
    let browser = app.sign_in(Who::Manager).await;
    let form = format!("/recordings/{id}/turns/500-1");
    let page = browser
        .post(&form, &[("text", &long), ("revision", read.as_str().unwrap())])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.words(".field-error"), "Реплика длиннее 20 000 знаков.");
    assert_eq!(page.words("#turn-text"), long.trim());
    assert_eq!(lines(&manager, &id).await, before);
    assert_eq!(history(&manager, &id).await["items"], json!([]));
}

async fn parties_are_renamed_once_for_the_whole_recording(db: Db) {
    let app = TestApp::new(db).await;
    let id = prepared(&app).await;
    let path = format!("/recordings/{id}");
    let api = format!("/api/v1/recordings/{id}");
    let manager = app.sign_in(Who::Manager).await;
    let program = app.program(Who::Manager).await;
    program.json(Method::PUT, &api, &json!({"client": "ООО «Технодвор»", "phone": "+7 495 120-44-18", "note": "важно", "tags": "цена"})).await.ok();
    let before = program.get(&api).await.ok().json();
    let page = manager.get(&path).await.ok();
    assert_eq!(
        page.words("#names summary"),
        "Говорят Анна Кузнецова ООО «Технодвор» изменить имена"
    );
    assert!(
        page.all_words("#names select").is_empty(),
        "a manager's calls are their own"
    );

    manager
        .post(&format!("{path}/names"), &[("client", " Литмаш ")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = manager.get(&path).await.ok();
    assert_eq!(page.all_words(".turn-who"), ["Анна", "Литмаш", "Анна", "Литмаш"]);
    assert_eq!(page.words("h1"), "Анна Кузнецова и Литмаш");
    for format in ["text", "srt", "vtt"] {
        let file = manager
            .get(&format!("{path}/transcript/{format}"))
            .await
            .ok()
            .text();
        assert!(
            file.contains("Литмаш") && file.contains("Анна Кузнецова"),
            "{file}"
        );
    }
    // Nothing else has changed, and the list finds it by the new name.
    let mut after = program.get(&api).await.ok().json();
    assert_eq!(after["client"], "Литмаш");
    assert_ne!(after["revision"], before["revision"]);
    for field in ["client", "revision"] {
        after[field] = before[field].clone();
    }
    assert_eq!(after, before);
    for (word, many) in [("литмаш", 1), ("технодвор", 0), ("749512044", 1)] {
        let found = program
            .get(&format!("/api/v1/recordings?q={}", encoded(word)))
            .await
            .ok()
            .json();
        assert_eq!(found["items"].as_array().unwrap().len(), many, "{word}");
    }

    let page = manager
        .post(&format!("{path}/names"), &[("client", &"я".repeat(121))])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.words(".field-error"), "Имя клиента длиннее 120 знаков.");
    // The head gives the call to another manager of the team, but to no one else.
    let head = app.program(Who::Head).await;
    let names = format!("{api}/names");
    let body = head
        .json(Method::PUT, &names, &json!({"manager": "n.zhukov"}))
        .await
        .ok()
        .json();
    assert_eq!(body, json!({"manager": "Никита Жуков", "client": "Литмаш"}));
    let refused = head
        .json(Method::PUT, &names, &json!({"manager": "s.orlova"}))
        .await;
    assert_eq!(
        refused.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-input")["fields"][0]["code"],
        "recording-manager"
    );
    program.get(&api).await.expect(StatusCode::NOT_FOUND);
    app.program(Who::Colleague)
        .await
        .json(Method::PUT, &names, &json!({"client": ""}))
        .await
        .ok();
    let text = head
        .get(&format!("{api}/transcript?format=text"))
        .await
        .ok()
        .text();
    assert!(text.contains("Клиент: сколько стоит стела"), "{text}");
}

/// A program of the head's on a service that a window looks at.
async fn head_of(service: &Service) -> Browser {
    let mut tx = service.app.db.read().await.unwrap();
    let head = salesbook::people::store::person_by_login(&mut tx, "m.sokolova")
        .await
        .unwrap()
        .unwrap();
    drop(tx);
    let token = service
        .app
        .auth
        .create_token(
            &head,
            &head,
            &salesbook::auth::TokenRequest::full(&service.app.auth, "test"),
        )
        .await
        .unwrap();
    TestApp::stranger_of(&service.app).with_header("authorization", &format!("Bearer {}", token.secret))
}

/// Signs in, uploads a call and shows the text above on its page.
async fn opened(service: &Service, window: &Window) -> String {
    window
        .sign_in("a.kuznetsova", crate::support::app::PASSWORD)
        .await;
    let path = window.upload(12).await;
    show(&service.app, path.trim_start_matches("/recordings/"), &talk()).await;
    window.go("/recordings").await;
    path
}

const PLAYER: &str = "return !document.querySelector('.player-bar').hidden";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_place_is_a_word_and_words_light_up_at_twice_the_speed() {
    let script = Script::default();
    let service = Service::scripted(&script).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    let path = opened(&service, &window).await;

    // A moment found in the call leads to the word, not to its turn; it is marked before anything plays.
    window.go(&format!("{path}#t-3500")).await;
    window.until("the player", PLAYER).await;
    let place = "const now = [...document.querySelectorAll('.word-now')].map(it => it.textContent).join();
                 const sound = document.querySelector('[data-sound]');
                 const shown = document.querySelector('[data-player] [data-now]').textContent;
                 return now ? `${now} ${shown} ${sound.paused} ${sound.readyState}` : null";
    assert_eq!(
        window.until("the word", place).await,
        "стела 0:04 true 0",
        "nothing is heard before it is played"
    );
    let other = "location.hash = '#t-7000'; return true";
    window.until("another place", other).await;
    window
        .until(
            "its word",
            "return document.querySelector('.word-now')?.textContent === 'вас'",
        )
        .await;

    // At twice the speed, from a word in the middle of a turn: what is marked is what is heard.
    window.keys("] ] ] ]").await;
    let watch = "window.lit = []; const sound = document.querySelector('[data-sound]');
                 new MutationObserver(() => { const now = [...document.querySelectorAll('.word-now')];
                 if (now.length > 1) window.lit.push(['two at once', 0, 0]);
                 if (now[0] && window.lit.at(-1)?.[0] !== now[0].textContent)
                   window.lit.push([now[0].textContent, Number(now[0].dataset.at) / 1000, sound.currentTime]); })
                 .observe(document.querySelector('.talk'), { subtree: true, attributeFilter: ['class'] }); return true";
    window.until("somebody to watch", watch).await;
    window.click(".talk [data-at='1000']").await;
    window
        .until(
            "the sound past the third turn",
            "return document.querySelector('[data-sound]').currentTime > 6.4",
        )
        .await;
    let rate = window
        .until(
            "the speed",
            "return document.querySelector('[data-sound]').playbackRate",
        )
        .await;
    assert_eq!(rate, 2);
    let lit = window.until("the words", "return window.lit").await;
    let lit: Vec<(String, f64, f64)> = serde_json::from_value(lit).unwrap();
    assert_eq!(lit[0].0, "день", "the clicked word comes first: {lit:?}");
    assert!(lit.len() >= 5, "{lit:?}");
    assert!(lit.is_sorted_by(|a, b| a.1 < b.1), "in order: {lit:?}");
    // The clicked word before its sound has come; each other within a frame or two of its own time. A pause follows the
    // third word of a turn.
    assert!(
        lit[1..]
            .iter()
            .all(|(_, at, heard)| (-0.05..0.45).contains(&(heard - at))),
        "{lit:?}"
    );
    window.assert_quiet().await;
    window.close().await;
}

/// The turn whose editor has the focus.
const OPEN: &str =
    "const at = document.activeElement; return at?.id === 'turn-text' ? at.closest('.turn').id : null";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_transcript_is_corrected_by_keyboard_alone() {
    let script = Script::default();
    let service = Service::scripted(&script).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    let path = opened(&service, &window).await;
    let id = path.trim_start_matches("/recordings/").to_owned();
    window.go(&path).await;
    window.until("the player", PLAYER).await;
    let sound = async |what: &str, script: &str| {
        let script = format!("const sound = document.querySelector('[data-sound]'); return {script}");
        window.until(what, &script).await
    };
    let open = async |turn: &str| {
        let script = format!(
            "const at = document.activeElement; return at?.id === 'turn-text' && at.closest('.turn').id === '{turn}'"
        );
        window.until(&format!("the editor of {turn}"), &script).await;
    };

    // Nothing is heard yet: E opens the first turn. The player is at hand while one writes.
    window.keys("e").await;
    open("t-500").await;
    window.keys("Alt+l").await;
    sound(
        "the turn again",
        "!sound.paused && sound.currentTime >= 0.5 && sound.currentTime < 5",
    )
    .await;
    window.keys("Alt+Space").await;
    sound("a pause", "sound.paused").await;
    let before = sound("the time", "sound.currentTime").await.as_f64().unwrap();
    window.keys("Alt+ArrowRight").await;
    let after = sound("the time", "sound.currentTime").await.as_f64().unwrap();
    assert!((after - before - 5.0).abs() < 0.3, "{before} → {after}");
    window.keys("Alt+ArrowLeft").await;
    open("t-500").await;
    window.keys("Ctrl+a").await;
    window.press("Добрый день, компания «Ярус»").await;
    window.keys("Ctrl+Enter").await;

    // Saved, drawn, and on to the next.
    open("t-2500").await;
    let said = "return document.querySelector('#t-500 .turn-body > p').textContent";
    assert_eq!(
        window.until("the corrected turn", said).await,
        "Добрый день, компания «Ярус»"
    );
    assert_eq!(
        window
            .until(
                "what happened",
                "return document.querySelector('.toast p')?.textContent"
            )
            .await,
        "Реплика исправлена"
    );
    window.assert_fits().await;

    // Leaving loses nothing: the toast leads back, and so does E after a reload.
    window.keys("Ctrl+a").await;
    window.press("почём стела").await;
    window.keys("Escape").await;
    window
        .until(
            "the turn chosen",
            "return document.activeElement.id === 't-2500' && !document.getElementById('turn-editor')",
        )
        .await;
    window
        .until(
            "the way back",
            "return document.querySelector('.toast')?.textContent.includes('черновике')",
        )
        .await;
    window.keys("z").await;
    open("t-2500").await;
    window.click("#turn-editor [data-draft-take]").await;
    let typed = "return document.getElementById('turn-text').value";
    assert_eq!(window.until("the draft", typed).await, "почём стела");
    window.keys("Escape").await;
    window
        .until(
            "the editor gone",
            "return !document.getElementById('turn-editor')",
        )
        .await;
    window.client.refresh().await.unwrap();
    window.until("the player", PLAYER).await;
    window
        .until(
            "the mark of a draft",
            "return document.querySelector('#t-2500 .turn-edit[data-draft]') !== null",
        )
        .await;
    window.assert_quiet().await;

    // Down the list by keys; meanwhile somebody else corrects the same turn.
    window
        .until(
            "the list",
            "document.querySelector('.turn[tabindex]').focus(); return true",
        )
        .await;
    window.keys("ArrowDown e").await;
    open("t-2500").await;
    window.click("#turn-editor [data-draft-take]").await;
    assert_eq!(window.until("the draft", typed).await, "почём стела");
    let head = head_of(&service).await;
    let read = turn(&head, &id, "2500").await["revision"].clone();
    write(&head, &id, "2500", "сколько стоит стеллаж", &read).await;
    window.keys("Ctrl+Enter").await;
    let both = "return document.querySelector('.turn-clash')?.textContent.includes('Марина Соколова')
                && [document.querySelector('.turn-theirs').textContent, document.getElementById('turn-text').value].join(' | ')";
    assert_eq!(
        window.until("both texts", both).await,
        "сколько стоит стеллаж | почём стела"
    );
    open("t-2500").await;
    window.picture("clash").await;
    window.assert_quiet_but("409").await;
    // Having seen it, one's own text is saved.
    window.keys("Ctrl+Enter").await;
    open("t-4500").await;

    // A turn without words goes; undone, it is back.
    window.keys("Ctrl+a Backspace Ctrl+Enter").await;
    open("t-6500").await;
    window
        .until(
            "one turn less",
            "return document.querySelectorAll('.talk .turn').length === 3",
        )
        .await;
    window.keys("Alt+z").await;
    window
        .until(
            "the turn again",
            "return document.querySelectorAll('.talk .turn').length === 4",
        )
        .await;
    let kept = lines(&head, &id).await;
    assert_eq!(
        kept,
        [
            "manager Добрый день, компания «Ярус»",
            "client почём стела",
            "manager сейчас посчитаю всё",
            "client жду вас завтра"
        ]
    );

    // The last turn, which stayed open meanwhile: unchanged it closes without a word. The history names both people.
    open("t-6500").await;
    window.keys("Ctrl+Enter").await;
    window
        .until(
            "the end",
            "return document.activeElement.id === 't-6500' && !document.getElementById('turn-editor')",
        )
        .await;
    window
        .until(
            "the history",
            "document.querySelector('.talk-foot a[href$=\"/history\"]').click(); return true",
        )
        .await;
    let heads = "return [...document.querySelectorAll('.change-head')].map(it =>
                 `${it.querySelector('strong').textContent} ${it.querySelector('.muted').textContent.split(',')[0]}`).join('; ')";
    let told = window.until("the changes", heads).await;
    assert_eq!(
        told,
        "Возвращено, как было Анна Кузнецова; Убрана реплика Анна Кузнецова; Исправлена реплика Анна Кузнецова; \
         Исправлена реплика Марина Соколова; Исправлена реплика Анна Кузнецова"
    );
    window.picture("history").await;
    window.assert_fits().await;
    window.assert_accessible().await;
    window.assert_quiet().await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn the_client_is_renamed_while_the_call_plays_on_a_phone() {
    let script = Script::default();
    let service = Service::scripted(&script).await;
    let window = Window::open(&service, 390, 844, "ru").await;
    let path = opened(&service, &window).await;
    window.go(&path).await;
    window.until("the player", PLAYER).await;
    window.click(".talk [data-at='1000']").await;
    window.click("#names summary").await;
    window
        .until("the field", "return document.activeElement.id === 'names-client'")
        .await;
    window.press("Литмаш\u{e007}").await;
    let names = "return [...document.querySelectorAll('.turn-who')].map(it => it.textContent).join(' ') === 'Анна Литмаш Анна Литмаш'
                 && document.querySelector('h1').textContent.includes('Литмаш')
                 && document.querySelector('#call-facts').textContent.includes('Литмаш')
                 && document.querySelector('#client').value === 'Литмаш'";
    window.until("the new name everywhere", names).await;
    let plays = "return document.querySelector('[data-sound]').currentTime > 1";
    window.until("the sound goes on", plays).await;
    // A tap on the pencil of the turn that is heard.
    window.until("the turn's pencil", "const it = document.querySelector('.turn[aria-current] .turn-edit'); it?.click(); return it !== null").await;
    window.until("the editor", OPEN).await;
    window.assert_fits().await;
    window.assert_accessible().await;
    window.picture("edit-phone").await;
    window.assert_quiet().await;
    window.close().await;
}
