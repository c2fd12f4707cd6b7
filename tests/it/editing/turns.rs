//! A corrected turn: everywhere at once, and over nothing that was not read.

use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use salesbook::speech::Transcript;
use salesbook::transcripts::spoken;
use serde_json::json;

use super::{encoded, history, lines, prepared, show, talk, turn, write};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    a_corrected_turn_is_corrected_everywhere,
    nobody_writes_over_what_they_have_not_read,
    strangers_long_texts_and_unknown_turns_change_nothing
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
