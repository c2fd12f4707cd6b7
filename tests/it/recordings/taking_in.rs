//! What is taken in, what is refused and why, and whose call it is.

use axum::http::StatusCode;
use salesbook::db::Db;

use super::{files, id, rows, upload, upload_for};
use crate::support::app::{Multipart, TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::{call, wav_head};

on_both!(
    a_file_becomes_a_recording_with_its_facts,
    what_is_no_recording_is_refused_and_leaves_nothing,
    the_same_file_is_recognised,
    several_at_once_and_the_same_one_twice,
    whose_call_it_may_be,
    a_form_without_script_takes_several_files
);

async fn a_file_becomes_a_recording_with_its_facts(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.program(Who::Head).await;
    let form = Multipart::default()
        .field("manager", "a.kuznetsova")
        .field("client", "ООО «Технодвор»")
        .field("phone", "+7 916 204-11-73")
        .field("direction", "in")
        .field("call_type", "request")
        .field("tags", "цена, Срочно")
        .field("note", "Просили перезвонить")
        .file("file", "2026-11-23_1352_technodvor.wav", &call(9));
    let created = head
        .upload("/api/v1/recordings", form)
        .await
        .expect(StatusCode::CREATED);
    let body = created.json();
    assert_eq!(body["state"], "queued");
    assert_eq!(body["url"], format!("/recordings/{}", id(&created)));
    assert_eq!(created.location(), format!("/api/v1/recordings/{}", id(&created)));

    let one = head.get(created.location()).await.ok().json();
    assert_eq!(one["manager"]["name"], "Анна Кузнецова");
    assert_eq!(one["duration_ms"], 9_000);
    assert_eq!(one["channels"], 2);
    assert_eq!(one["called_at"], "2026-11-23T10:52:00.000Z");
    assert_eq!(one["tags"], serde_json::json!(["цена", "Срочно"]));
    assert_eq!(one["job"]["state"], "queued");
    assert_eq!(files(&app).len(), 1);

    let sound = head
        .clone()
        .with_header("range", "bytes=0-3")
        .get(&format!("{}/audio", created.location()))
        .await;
    assert_eq!(sound.expect(StatusCode::PARTIAL_CONTENT).body.as_ref(), b"RIFF");
    let page = app.sign_in(Who::Head).await.get("/recordings").await.ok();
    assert_eq!(page.words(".calls .client a"), "ООО «Технодвор»");
    assert_eq!(page.words(".calls .badge"), "В очереди, место 1");
}

async fn what_is_no_recording_is_refused_and_leaves_nothing(db: Db) {
    let settings = [("upload_limit_mb", "1"), ("recording_limit_minutes", "1")];
    let app = TestApp::with_settings(db, &settings).await;
    let manager = app.program(Who::Manager).await;
    let wav = call(9);
    let random: Vec<u8> = (0_u32..40_000)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let mut long = wav_head(1, 8000, 8000 * 2 * 61);
    long.resize(long.len() + 8000 * 2 * 61, 0);
    let cases: [(&str, &[u8], StatusCode, &str); 8] = [
        ("empty.wav", b"", StatusCode::UNPROCESSABLE_ENTITY, "audio-empty"),
        (
            "head-only.wav",
            &wav_head(2, 8000, 0),
            StatusCode::UNPROCESSABLE_ENTITY,
            "audio-empty",
        ),
        (
            "Смета.pdf",
            b"%PDF-1.7 and so on",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "recording-not-sound",
        ),
        (
            "notes.txt",
            b"just some words, no sound at all",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "audio-not-audio",
        ),
        (
            "random.mp3",
            &random,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "audio-not-audio",
        ),
        (
            "cut.wav",
            &wav[..20],
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "audio-not-audio",
        ),
        (
            "big.wav",
            &vec![0; 1_000_001],
            StatusCode::PAYLOAD_TOO_LARGE,
            "recording-too-large",
        ),
        ("long.wav", &long, StatusCode::PAYLOAD_TOO_LARGE, "audio-too-long"),
    ];
    for (name, bytes, status, code) in cases {
        let answer = upload(&manager, name, bytes).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
        assert_eq!(answer.json()["code"], code, "{name}");
    }
    let none = manager
        .upload("/api/v1/recordings", Multipart::default().field("client", "К"))
        .await;
    assert_eq!(
        none.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-input")["fields"][0]["code"],
        "recording-no-file"
    );
    let pdf = upload(&manager, "Смета.pdf", b"%PDF-1.7").await;
    assert_eq!(pdf.json()["title"], "Не принят: это не звук, а PDF.");
    assert!(files(&app).is_empty(), "{:?}", files(&app));
    assert_eq!(rows(&app).await, 0);
    // Nothing else stops: the next good file is taken.
    upload(&manager, "good.wav", &wav)
        .await
        .expect(StatusCode::CREATED);
}

async fn the_same_file_is_recognised(db: Db) {
    let app = TestApp::new(db).await;
    let first = upload(&app.program(Who::Manager).await, "call.wav", &call(9))
        .await
        .expect(StatusCode::CREATED);
    let head = app.program(Who::Head).await;
    let again = upload_for(&head, "n.zhukov", "other-name.wav", &call(9)).await;
    let problem = again.problem(StatusCode::CONFLICT, "recording-duplicate");
    assert_eq!(
        problem["title"],
        "Эта запись уже есть: 23\u{a0}ноября, Анна Кузнецова."
    );
    assert_eq!(problem["values"]["id"], id(&first));
    // Who may not see the first one does not learn whose it is.
    let outsider = upload(&app.program(Who::Outsider).await, "call.wav", &call(9)).await;
    let problem = outsider.problem(StatusCode::CONFLICT, "recording-duplicate-hidden");
    assert!(problem.get("values").is_none(), "{problem}");
    assert_eq!((rows(&app).await, files(&app).len()), (1, 1));
}

async fn several_at_once_and_the_same_one_twice(db: Db) {
    let app = TestApp::with_settings(db, &[("uploads_at_once", "8")]).await;
    let manager = app.program(Who::Manager).await;
    let uploads = (0..8).map(|n| {
        let manager = manager.clone();
        async move { upload(&manager, "call.wav", &call(7 + n % 4)).await.status }
    });
    let mut statuses: Vec<u16> = futures::future::join_all(uploads)
        .await
        .iter()
        .map(StatusCode::as_u16)
        .collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 201, 201, 201, 409, 409, 409, 409]);
    assert_eq!((rows(&app).await, files(&app).len()), (4, 4));
}

async fn whose_call_it_may_be(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.program(Who::Manager).await;
    let head = app.program(Who::Head).await;
    for (browser, manager, allowed) in [
        (&manager, "a.kuznetsova", true),
        (&manager, "n.zhukov", false),
        (&head, "n.zhukov", true),
        (&head, "s.orlova", false),
        (&head, "m.sokolova", false),
        (&head, "", false),
        (&head, "nobody", false),
    ] {
        let seconds = 7 + rows(&app).await as u32;
        let answer = upload_for(browser, manager, "call.wav", &call(seconds)).await;
        if allowed {
            answer.expect(StatusCode::CREATED);
        } else {
            let body = answer.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-input");
            assert_eq!(body["fields"][0]["field"], "manager", "{manager}");
        }
    }
    let by_id = app.id(Who::Outsider).to_string();
    upload_for(&app.program(Who::Admin).await, &by_id, "call.wav", &call(20))
        .await
        .expect(StatusCode::CREATED);
    assert_eq!(files(&app).len(), 3);
}

async fn a_form_without_script_takes_several_files(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let one = Multipart::default().file("file", "a.wav", &call(7));
    let to = manager
        .upload("/recordings", one)
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = manager.get(to.location()).await.ok();
    assert_eq!(page.attribute("#work", "data-refresh"), "2s");
    let two = Multipart::default()
        .file("file", "b.wav", &call(8))
        .file("file", "Смета.pdf", b"%PDF-1.7")
        .file("file", "a.wav", &call(7));
    let page = manager
        .upload("/recordings", two)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let said = page.all_words("#uploads .badge");
    assert_eq!(said[0], "Принят, стоит в очереди");
    assert_eq!(said[1], "Не принят: это не звук, а PDF.");
    assert!(
        said[2].starts_with("Эта запись уже есть: 23\u{a0}ноября")
            || said[2].starts_with("Эта запись уже есть: 23 ноября"),
        "{said:?}"
    );
    let none = Multipart::default().file("file", "", b"");
    let page = manager
        .upload("/recordings", none)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.words("#file-error"), "Выберите файл записи.");
}
