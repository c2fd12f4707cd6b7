//! The texts of a recording: transcribed again by another model, brought from elsewhere, shown one at a time, saved as files.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use salesbook::transcripts::{hurry, spoken};
use serde_json::{Value, json};

use crate::support::app::{Browser, Multipart, PASSWORD, TestApp, Who};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;
use crate::support::speech::{Script, call, mono_call};

/// Where the voices of a test's call are: the manager first, the client from the fourth second.
const SUBTITLES: &str = "1\r\n00:00:00,500 --> 00:00:02,900\r\nАнна: Добрый день, чем помочь?\r\n\r\n\
                         2\r\n00:00:04,000 --> 00:00:06,400\r\nКлиент: Почём стеллажи?\r\n\r\n";

fn file(name: &str, bytes: &[u8]) -> Multipart {
    Multipart::default().file("file", name, bytes)
}

async fn versions(browser: &Browser, at: &str) -> Vec<Value> {
    let body = browser.get(&format!("{at}/transcripts")).await.ok().json();
    body["items"].as_array().unwrap().clone()
}

fn shown(versions: &[Value]) -> Vec<bool> {
    versions.iter().map(|it| it["shown"].as_bool().unwrap()).collect()
}

async fn take_in(browser: &Browser, bytes: &[u8]) -> String {
    let answer = browser
        .upload("/api/v1/recordings", file("call.wav", bytes))
        .await;
    answer.expect(StatusCode::CREATED).location().to_owned()
}

/// Recordings found by a word that is said, once what has changed is written down.
async fn found(app: &TestApp, browser: &Browser, word: &str) -> usize {
    spoken::index_due(&app.app.db).await.unwrap();
    let list = browser
        .get(&format!("/api/v1/recordings?q={word}"))
        .await
        .ok()
        .json();
    list["items"].as_array().unwrap().len()
}

on_both!(
    another_model_makes_a_version_and_the_old_text_can_be_shown_again,
    what_cannot_be_wished_is_said_at_once,
    a_newer_wish_replaces_one_that_waits_and_never_one_that_runs,
    a_text_from_elsewhere_is_shown_searched_and_told_apart,
    a_file_that_is_wrong_is_refused_with_its_line,
    a_text_from_elsewhere_stays_shown_when_the_machine_comes_later,
    who_speaks_in_a_text_without_names_is_told_by_the_sound_or_by_people,
    our_own_files_come_back_and_the_document_has_the_names_of_the_page,
    texts_are_seen_and_changed_by_those_who_see_the_call,
    a_recording_does_not_gather_texts_without_end
);

async fn another_model_makes_a_version_and_the_old_text_can_be_shown_again(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await;
    let (at, path) = (format!("/api/v1/recordings/{id}"), format!("/recordings/{id}"));
    let manager = app.program(Who::Manager).await;
    let browser = app.sign_in(Who::Manager).await;
    let page = browser.get(&path).await.ok();
    let offered = ["Как в настройках", "small", "tiny"];
    assert_eq!(page.all_words("#again-model option"), offered);
    assert_eq!(page.attribute("#again-language option[selected]", "value"), "ru");
    app.clock.advance(60_000);
    let form = [("language", "en"), ("model", "small")];
    browser
        .post(&format!("{path}/retry"), &form)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(app.run_jobs().await, 1);
    let all = versions(&manager, &at).await;
    assert_eq!(shown(&all), [true, false]);
    assert_eq!(
        (&all[0]["model"], &all[0]["language"]),
        (&json!("small"), &json!("en"))
    );
    assert_eq!(
        (&all[1]["model"], &all[1]["language"]),
        (&json!("script"), &json!("ru"))
    );
    assert_eq!(
        (&all[0]["origin"], &all[0]["edited"]),
        (&json!("machine"), &json!(false))
    );
    assert!(all[0]["imported_by"].is_null() && all[0]["x_realtime"].as_f64().unwrap() > 0.0);
    let text = manager.get(&format!("{at}/transcript")).await.ok().json();
    assert_eq!(text["engine"]["model"], "small");

    // The old one is read, saved and shown again; what the facts of the call say has not changed.
    let old = all[1]["id"].as_str().unwrap();
    let page = browser.get(&path).await.ok();
    assert_eq!(page.all_words(".versions-list form button").len(), 1);
    assert!(
        page.words(".talk-foot").starts_with("Модель small, "),
        "{}",
        page.words(".talk-foot")
    );
    assert!(page.words(".call-side .dl").contains("Русский"));
    let page = browser.get(&format!("{path}/transcripts/{old}")).await.ok();
    assert!(
        page.words("h1").starts_with("Расшифровка: 23"),
        "{}",
        page.words("h1")
    );
    assert!(
        page.words(".talk-foot").starts_with("Модель script, "),
        "{}",
        page.words(".talk-foot")
    );
    assert_eq!(page.all_words(".turn-naming").len(), 0);
    let json = browser
        .get(&format!("{path}/transcripts/{old}/json"))
        .await
        .ok()
        .json();
    assert_eq!(json["engine"]["model"], "script");
    browser
        .post(&format!("{path}/transcripts/{old}/show"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(shown(&versions(&manager, &at).await), [false, true]);
    browser
        .post(&format!("{path}/transcripts/{old}/show"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(shown(&versions(&manager, &at).await), [false, true]);
    let text = manager.get(&format!("{at}/transcript")).await.ok().json();
    assert_eq!(text["engine"]["model"], "script");
    let text = manager
        .get(&format!("{at}/transcripts/{}", all[0]["id"].as_str().unwrap()))
        .await
        .ok()
        .json();
    assert_eq!(text["engine"]["model"], "small");
}

async fn what_cannot_be_wished_is_said_at_once(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await;
    let at = format!("/api/v1/recordings/{id}");
    let manager = app.program(Who::Manager).await;
    let retry = format!("{at}/retry");
    let missing = manager
        .json(Method::POST, &retry, &json!({"model": "large"}))
        .await
        .problem(StatusCode::SERVICE_UNAVAILABLE, "model-missing");
    assert_eq!(missing["values"]["command"], "salesbook model fetch large");
    assert!(
        missing["title"]
            .as_str()
            .unwrap()
            .contains("salesbook model fetch large"),
        "{missing}"
    );
    let wrong = manager
        .json(
            Method::POST,
            &retry,
            &json!({"model": "../large", "language": "de"}),
        )
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-input");
    let fields: Vec<&str> = wrong["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["model", "language"]);
    manager
        .json(Method::POST, &retry, &json!([1]))
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-json");
    assert_eq!(app.run_jobs().await, 0);
    assert_eq!(versions(&manager, &at).await.len(), 1);
    // No body, an empty one that says it is JSON, and an empty object: as always.
    for kind in [None, Some("application/json")] {
        manager
            .send(Method::POST, &retry, kind, Body::empty())
            .await
            .expect(StatusCode::ACCEPTED);
        assert_eq!(app.run_jobs().await, 1);
    }
    manager
        .json(Method::POST, &retry, &json!({}))
        .await
        .expect(StatusCode::ACCEPTED);
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(versions(&manager, &at).await.len(), 4);
}

async fn a_newer_wish_replaces_one_that_waits_and_never_one_that_runs(db: Db) {
    let script = Script::default();
    let app = TestApp::with_speech(db, &[], &script).await;
    let manager = app.program(Who::Manager).await;
    let at = take_in(&manager, &call(9)).await;
    let retry = format!("{at}/retry");
    manager
        .json(Method::POST, &retry, &json!({"model": "tiny"}))
        .await
        .expect(StatusCode::ACCEPTED);
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(versions(&manager, &at).await[0]["model"], "tiny");

    // Gone between the wish and its turn: it waits for that model, and goes on with it.
    app.clock.advance(1_000);
    manager
        .json(Method::POST, &retry, &json!({"model": "small"}))
        .await
        .expect(StatusCode::ACCEPTED);
    script.missing(true);
    assert_eq!(app.run_jobs().await, 1);
    let one = manager.get(&at).await.ok().json();
    assert_eq!(
        (&one["state"], &one["error"]["code"]),
        (&json!("queued"), &json!("model-missing"))
    );
    assert!(
        one["error"]["title"]
            .as_str()
            .unwrap()
            .contains("salesbook model fetch small"),
        "{one}"
    );
    assert!(
        !app.app.parts.speech.is_missed(),
        "the usual model is not missing for that"
    );
    assert!(!app.app.parts.speech.has_come());
    script.missing(false);
    assert!(app.app.parts.speech.has_come());
    assert!(!app.app.parts.speech.has_come(), "said once");
    hurry(&app.app.core).await.unwrap();
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(versions(&manager, &at).await[0]["model"], "small");

    // What failed is begun again as it was wished.
    script.failing(true);
    app.clock.advance(1_000);
    manager
        .json(Method::POST, &retry, &json!({"model": "tiny"}))
        .await
        .expect(StatusCode::ACCEPTED);
    for _ in 0..4 {
        app.run_jobs().await;
        app.clock.advance(3_600_000);
    }
    assert_eq!(
        manager.get(&at).await.ok().json()["error"]["code"],
        "transcription-failed"
    );
    script.failing(false);
    manager
        .send(Method::POST, &retry, None, Body::empty())
        .await
        .expect(StatusCode::ACCEPTED);
    assert_eq!(app.run_jobs().await, 1);
    let all = versions(&manager, &at).await;
    assert_eq!((all.len(), &all[0]["model"]), (3, &json!("tiny")));

    script.held(true);
    app.clock.advance(1_000);
    manager
        .json(Method::POST, &retry, &json!({"model": ""}))
        .await
        .expect(StatusCode::ACCEPTED);
    let worker = app.app.worker();
    let work = tokio::spawn(async move { worker.drain().await });
    while manager.get(&at).await.ok().json()["state"] != "transcribing" {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    manager
        .json(Method::POST, &retry, &json!({"model": "small"}))
        .await
        .problem(StatusCode::CONFLICT, "job-not-idle");
    script.held(false);
    work.await.unwrap().unwrap();
    assert_eq!(versions(&manager, &at).await[0]["model"], "script");
}

async fn a_text_from_elsewhere_is_shown_searched_and_told_apart(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await;
    let (at, path) = (format!("/api/v1/recordings/{id}"), format!("/recordings/{id}"));
    let head = app.sign_in(Who::Head).await;
    let program = app.program(Who::Head).await;
    assert_eq!(
        found(&app, &program, "%D1%81%D1%82%D0%B5%D0%BB%D0%BB%D0%B0%D0%B6").await,
        0
    );
    app.clock.advance(60_000);
    let (old_letters, ..) = encode_1251(SUBTITLES);
    let brought = head
        .upload(
            &format!("{path}/transcripts"),
            file("C:\\тексты\\call.srt", &old_letters),
        )
        .await;
    assert_eq!(brought.expect(StatusCode::SEE_OTHER).location(), path);
    let all = versions(&program, &at).await;
    assert_eq!(shown(&all), [true, false]);
    assert_eq!(
        (&all[0]["origin"], &all[0]["file_name"]),
        (&json!("import"), &json!("call.srt"))
    );
    assert_eq!(all[0]["imported_by"]["name"], "Марина Соколова");
    assert!(all[0]["model"].is_null() && all[0]["x_realtime"].is_null());
    let text = program.get(&format!("{at}/transcript")).await.ok().json();
    assert_eq!(
        (&text["engine"]["model"], &text["channels"]),
        (&json!("import"), &json!(2))
    );
    let said: Vec<(&str, u64, &str)> = text["segments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["speaker"].as_str().unwrap(),
                it["channel"].as_u64().unwrap(),
                it["text"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("manager", 1, "Добрый день, чем помочь?"),
            ("client", 2, "Почём стеллажи?")
        ]
    );
    // The word is found while that text is shown, and only then.
    assert_eq!(
        found(&app, &program, "%D1%81%D1%82%D0%B5%D0%BB%D0%BB%D0%B0%D0%B6").await,
        1
    );
    let page = head.get(&path).await.ok();
    assert!(
        page.words(".talk-foot").starts_with("Текст загружен из файла."),
        "{}",
        page.words(".talk-foot")
    );
    assert!(
        page.words(".versions-list")
            .contains("Из файла call.srt, Марина Соколова"),
        "{}",
        page.words(".versions-list")
    );
    assert_eq!(page.all_words(".turn-naming").len(), 0, "everybody is known");
    let machine = all[1]["id"].as_str().unwrap();
    program
        .send(
            Method::POST,
            &format!("{at}/transcripts/{machine}/show"),
            None,
            Body::empty(),
        )
        .await
        .expect(StatusCode::NO_CONTENT);
    assert_eq!(
        found(&app, &program, "%D1%81%D1%82%D0%B5%D0%BB%D0%BB%D0%B0%D0%B6").await,
        0
    );
    // What the queue tells about speed does not count a text that no machine made.
    let runs = app.sign_in(Who::Admin).await.get("/jobs").await.ok().text();
    assert!(!runs.contains("import"));
}

fn encode_1251(text: &str) -> (Vec<u8>, bool) {
    let (bytes, _, lossy) = encoding_rs::WINDOWS_1251.encode(text);
    (bytes.into_owned(), lossy)
}

async fn a_file_that_is_wrong_is_refused_with_its_line(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await;
    let (at, path) = (
        format!("/api/v1/recordings/{id}/transcripts"),
        format!("/recordings/{id}/transcripts"),
    );
    let (browser, program) = (app.sign_in(Who::Manager).await, app.program(Who::Manager).await);
    let late = SUBTITLES.replace("00:00:06,400", "00:10:00,000");
    let refused = browser
        .upload(&path, file("call.srt", late.as_bytes()))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let words = refused.words("#transcript-file-error");
    assert!(
        words.starts_with("Не принят: строка 6, время 10:00 позже конца записи (0:09)"),
        "{words}"
    );
    assert!(refused.all_words("#bring[open]").len() == 1);
    let problem = program
        .upload(&at, file("call.srt", late.as_bytes()))
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "import-beyond");
    assert_eq!(
        (&problem["values"]["place"], &problem["values"]["n"]),
        (&json!("line"), &json!("6"))
    );
    let large = vec![b' '; 8_000_001];
    for (bytes, status, code) in [
        (
            &b"just words"[..],
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "import-unknown",
        ),
        (
            b"{\"segments\": 1}",
            StatusCode::UNPROCESSABLE_ENTITY,
            "import-json",
        ),
        (
            b"\xff\xfe\x00\xd8\x0a\x00",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "import-encoding",
        ),
        (
            large.as_slice(),
            StatusCode::PAYLOAD_TOO_LARGE,
            "import-too-large",
        ),
    ] {
        program
            .upload(&at, file("call.srt", bytes))
            .await
            .problem(status, code);
        let page = browser
            .upload(&path, file("call.srt", bytes))
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.words("#transcript-file-error").starts_with("Не принят: "));
    }
    let none = browser
        .upload(&path, file("", b""))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.words("#transcript-file-error").starts_with("Выберите файл"));
    assert_eq!(
        versions(&program, &format!("/api/v1/recordings/{id}"))
            .await
            .len(),
        1
    );
}

async fn a_text_from_elsewhere_stays_shown_when_the_machine_comes_later(db: Db) {
    let script = Script::default();
    let app = TestApp::with_speech(db, &[], &script).await;
    let manager = app.program(Who::Manager).await;
    let at = take_in(&manager, &call(9)).await;
    app.clock.advance(1_000);
    manager
        .upload(&format!("{at}/transcripts"), file("a.srt", SUBTITLES.as_bytes()))
        .await
        .expect(StatusCode::CREATED);
    assert_eq!(manager.get(&at).await.ok().json()["state"], "queued");
    app.clock.advance(1_000);
    assert_eq!(app.run_jobs().await, 1);
    let all = versions(&manager, &at).await;
    let origins: Vec<&str> = all.iter().map(|it| it["origin"].as_str().unwrap()).collect();
    assert_eq!(
        (origins, shown(&all)),
        (vec!["machine", "import"], vec![false, true])
    );
    assert_eq!(manager.get(&at).await.ok().json()["state"], "ready");
    // Asked for afterwards, the machine's text is the newer wish.
    manager
        .send(Method::POST, &format!("{at}/retry"), None, Body::empty())
        .await
        .expect(StatusCode::ACCEPTED);
    app.run_jobs().await;
    assert_eq!(shown(&versions(&manager, &at).await), [true, false, false]);

    // A recording that got no text becomes a good one.
    script.failing(true);
    let at = take_in(&manager, &call(10)).await;
    for _ in 0..4 {
        app.run_jobs().await;
        app.clock.advance(3_600_000);
    }
    assert_eq!(manager.get(&at).await.ok().json()["state"], "failed");
    let body = manager
        .upload(&format!("{at}/transcripts"), file("a.srt", SUBTITLES.as_bytes()))
        .await
        .expect(StatusCode::CREATED);
    assert_eq!(
        body.location(),
        format!("{at}/transcripts/{}", body.json()["id"].as_str().unwrap())
    );
    let one = manager.get(&at).await.ok().json();
    assert_eq!((&one["state"], &one["error"]), (&json!("ready"), &Value::Null));
}

async fn who_speaks_in_a_text_without_names_is_told_by_the_sound_or_by_people(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await;
    let (at, path) = (format!("/api/v1/recordings/{id}"), format!("/recordings/{id}"));
    let (browser, program) = (app.sign_in(Who::Manager).await, app.program(Who::Manager).await);
    let nameless = SUBTITLES.replace("Анна: ", "").replace("Клиент: ", "")
        + "3\n00:00:07,500 --> 00:00:08,500\nТишина?\n";
    program
        .upload(&format!("{at}/transcripts"), file("a.srt", nameless.as_bytes()))
        .await
        .expect(StatusCode::CREATED);
    let speakers = async || -> Vec<String> {
        let text = program.get(&format!("{at}/transcript")).await.ok().json();
        text["segments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["speaker"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(speakers().await, ["manager", "client", "unknown"]);
    let page = browser.get(&path).await.ok();
    assert_eq!(page.all_words(".turn-naming").len(), 3);
    browser
        .post(&format!("{path}/speakers"), &[("turns", "client 7500")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(speakers().await, ["manager", "client", "client"]);
    let all = versions(&program, &at).await;
    assert_eq!(all[0]["edited"], true);
    assert!(
        browser
            .get(&path)
            .await
            .ok()
            .words(".versions-list li")
            .contains("с правками")
    );

    // One voice a file: names in the text are all there is.
    let mono = take_in(&program, &mono_call(9)).await;
    app.run_jobs().await;
    program
        .upload(&format!("{mono}/transcripts"), file("a.srt", nameless.as_bytes()))
        .await
        .expect(StatusCode::CREATED);
    let text = program.get(&format!("{mono}/transcript")).await.ok().json();
    assert_eq!(
        (&text["channels"], &text["segments"][0]["speaker"]),
        (&json!(1), &json!("unknown"))
    );
}

async fn our_own_files_come_back_and_the_document_has_the_names_of_the_page(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await;
    let (at, path) = (format!("/api/v1/recordings/{id}"), format!("/recordings/{id}"));
    let (browser, program) = (app.sign_in(Who::Manager).await, app.program(Who::Manager).await);
    let turns = |text: &Value| -> Vec<(String, String)> {
        text["segments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| {
                (
                    it["speaker"].as_str().unwrap().to_owned(),
                    it["text"].as_str().unwrap().to_owned(),
                )
            })
            .collect()
    };
    let machine = turns(&program.get(&format!("{at}/transcript")).await.ok().json());
    for format in ["srt", "vtt", "json"] {
        for saved in [
            browser.get(&format!("{path}/transcript/{format}")).await.ok(),
            program
                .get(&format!("{at}/transcript?format={format}"))
                .await
                .ok(),
        ] {
            program
                .upload(&format!("{at}/transcripts"), file("back", &saved.body))
                .await
                .expect(StatusCode::CREATED);
            let back = program.get(&format!("{at}/transcript")).await.ok().json();
            assert_eq!(turns(&back), machine, "{format}");
        }
    }
    let document = browser.get(&format!("{path}/transcript/docx")).await.ok();
    assert!(
        document.headers["content-type"]
            .to_str()
            .unwrap()
            .ends_with("wordprocessingml.document")
    );
    assert!(
        document.headers["content-disposition"]
            .to_str()
            .unwrap()
            .contains(".docx")
    );
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(document.body.to_vec())).unwrap();
    let text = std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap();
    for wanted in [
        "Анна Кузнецова и ООО «Технодвор»",
        ">Анна Кузнецова:<",
        ">ООО «Технодвор»:<",
        "23\u{a0}ноября 2026, 14:00",
        "Длительность: 0:09",
    ] {
        assert!(text.contains(wanted), "no {wanted} in {text}");
    }
    let text = browser.get(&format!("{path}/transcript/text")).await.ok().text();
    assert!(text.starts_with("[00:00:00] Анна Кузнецова: Добрый"), "{text}");
    program.get(&format!("{at}/transcript?format=docx")).await.ok();
}

async fn texts_are_seen_and_changed_by_those_who_see_the_call(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await;
    let other = app.recording(Who::Outsider, 10).await;
    let admin = app.program(Who::Admin).await;
    let version = versions(&admin, &format!("/api/v1/recordings/{id}")).await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for (who, status) in [
        (Who::Manager, StatusCode::OK),
        (Who::Head, StatusCode::OK),
        (Who::Colleague, StatusCode::NOT_FOUND),
        (Who::OtherHead, StatusCode::NOT_FOUND),
        (Who::Trainer, StatusCode::FORBIDDEN),
    ] {
        let (browser, program) = (app.sign_in(who).await, app.program(who).await);
        for path in [
            format!("transcripts/{version}"),
            format!("transcripts/{version}/docx"),
        ] {
            browser
                .get(&format!("/recordings/{id}/{path}"))
                .await
                .expect(status);
        }
        for path in ["transcripts".to_owned(), format!("transcripts/{version}")] {
            program
                .get(&format!("/api/v1/recordings/{id}/{path}"))
                .await
                .expect(status);
        }
        if status == StatusCode::OK {
            continue;
        }
        for path in [format!("transcripts/{version}/show"), "retry".to_owned()] {
            browser
                .post(&format!("/recordings/{id}/{path}"), &[])
                .await
                .expect(status);
            program
                .send(
                    Method::POST,
                    &format!("/api/v1/recordings/{id}/{path}"),
                    None,
                    Body::empty(),
                )
                .await
                .expect(status);
        }
        browser
            .upload(
                &format!("/recordings/{id}/transcripts"),
                file("a.srt", SUBTITLES.as_bytes()),
            )
            .await
            .expect(status);
        program
            .upload(
                &format!("/api/v1/recordings/{id}/transcripts"),
                file("a.srt", SUBTITLES.as_bytes()),
            )
            .await
            .expect(status);
    }
    // A text belongs to its recording.
    let wrong = format!("/api/v1/recordings/{other}/transcripts/{version}");
    admin
        .get(&wrong)
        .await
        .problem(StatusCode::NOT_FOUND, "transcript-version-not-found");
    admin
        .send(Method::POST, &format!("{wrong}/show"), None, Body::empty())
        .await
        .problem(StatusCode::NOT_FOUND, "transcript-version-not-found");
    assert_eq!(
        versions(&admin, &format!("/api/v1/recordings/{id}")).await.len(),
        1
    );
}

/// Drops a file on the page, as from a folder of the desktop.
fn drop_on_page(name: &str, text: &str) -> String {
    format!(
        "const carried = new DataTransfer(); carried.items.add(new File([{}], '{name}'));
         const tell = type => document.querySelector('main').dispatchEvent(new DragEvent(type,
           {{bubbles: true, cancelable: true, dataTransfer: carried}}));
         tell('dragover'); tell('drop');
         return document.querySelector('#bring').open && document.activeElement?.closest('#bring') ? true : null",
        json!(text)
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_text_made_elsewhere_is_dropped_on_the_page_and_the_old_one_shown_again() {
    let script = Script::default();
    let service = Service::scripted(&script).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    window.go("/recordings").await;
    let sound = tempfile::Builder::new().suffix(".wav").tempfile().unwrap();
    std::fs::write(sound.path(), call(9)).unwrap();
    let field = window.find("#files").await;
    field.send_keys(sound.path().to_str().unwrap()).await.unwrap();
    let link = window.until("the upload", "return document.querySelector('#uploads a[href^=\"/recordings/\"]')?.getAttribute('href') ?? null").await;
    window.go(link.as_str().unwrap()).await;
    let said = "return document.querySelector('.talk')?.textContent.includes('Почём стеллажи') ? true : null";
    let turns = "return document.querySelectorAll('.talk .turn').length || null";
    let heard = window.until_transcribed("the transcript", turns).await;

    // A broken file is refused beside the field, and everything stays.
    window
        .until(
            "the folded form",
            &drop_on_page("broken.srt", "1\nкогда-нибудь\nДа"),
        )
        .await;
    window.press("\u{e007}").await;
    window
        .until(
            "the reason",
            "return document.querySelector('#transcript-file-error')?.textContent.trim()",
        )
        .await;
    assert_eq!(window.until("the same text", turns).await, heard);

    window
        .until("the form", &drop_on_page("agent.srt", SUBTITLES))
        .await;
    window.press("\u{e007}").await;
    window.until("the text that was brought", said).await;
    window.picture("versions").await;
    let names = "return [...document.querySelectorAll('.versions-list form button')].length === 1";
    window.until("the other text", names).await;
    window
        .find(".versions-list form button")
        .await
        .send_keys("\u{e007}")
        .await
        .unwrap();
    let back = "return document.querySelector('.talk') && !document.querySelector('.talk').textContent.includes('Почём стеллажи') ? true : null";
    window.until("the first text", back).await;
    assert_eq!(window.until("its turns", turns).await, heard);
    window.assert_fits().await;
    window.click(".versions-list a").await;
    window
        .until(
            "the version",
            "return /\\/transcripts\\/[0-9A-Z]{26}$/.test(location.pathname)",
        )
        .await;
    window.assert_accessible().await;
    window.assert_quiet_but("422").await;
    window.close().await;
}

async fn a_recording_does_not_gather_texts_without_end(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await;
    let (at, program) = (
        format!("/api/v1/recordings/{id}/transcripts"),
        app.program(Who::Manager).await,
    );
    let mut tx = app.app.db.write().await.unwrap();
    for n in 0..59_i64 {
        tx.query(
                "INSERT INTO transcripts (id, recording_id, is_current, language, engine_model, engine_device, x_realtime, document, voice, file_name, imported_by, created_at)
                 SELECT 'copy' || CAST($2 AS TEXT), recording_id, $3, language, engine_model, engine_device, x_realtime, document, voice, 'copy.srt', imported_by, created_at
                 FROM transcripts WHERE recording_id = $1 AND id NOT LIKE 'copy%'",
            )
            .bind_all((&id, n, false))
            .execute_exactly(1)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    program
        .upload(&at, file("call.srt", SUBTITLES.as_bytes()))
        .await
        .problem(StatusCode::CONFLICT, "transcript-many");
}
