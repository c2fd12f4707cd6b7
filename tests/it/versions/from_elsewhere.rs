//! Texts that were made elsewhere.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use salesbook::transcripts::spoken;
use serde_json::{Value, json};

use super::{SUBTITLES, file, shown, take_in, versions};
use crate::support::app::{Browser, TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::{Script, call, mono_call};

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
    a_text_from_elsewhere_is_shown_searched_and_told_apart,
    a_file_that_is_wrong_is_refused_with_its_line,
    a_text_from_elsewhere_stays_shown_when_the_machine_comes_later,
    who_speaks_in_a_text_without_names_is_told_by_the_sound_or_by_people,
    our_own_files_come_back_and_the_document_has_the_names_of_the_page
);

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
