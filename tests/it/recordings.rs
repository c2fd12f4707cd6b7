//! Recordings from the upload to the list: what is taken in, what is refused and why, who sees what, what is left.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use futures::StreamExt as _;
use salesbook::db::Db;
use salesbook::people::Scope;
use salesbook::recordings::files::sweep::SweepResult;
use salesbook::recordings::{RecordingState, filter, store};

use crate::support::app::{Answer, Browser, Multipart, START, TestApp, Who};
use crate::support::db::{on_both, on_sqlite};
use crate::support::speech::{Script, call, mono_call, wav_head};

async fn upload(browser: &Browser, name: &str, bytes: &[u8]) -> Answer {
    let form = Multipart::default().file("file", name, bytes);
    browser.upload("/api/v1/recordings", form).await
}

async fn upload_for(browser: &Browser, manager: &str, name: &str, bytes: &[u8]) -> Answer {
    let form = Multipart::default()
        .field("manager", manager)
        .file("file", name, bytes);
    browser.upload("/api/v1/recordings", form).await
}

fn id(answer: &Answer) -> String {
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// Every file below the recordings' directory.
fn files(app: &TestApp) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![app.data.path().join("recordings")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != "lock") {
                found.push(path);
            }
        }
    }
    found
}

async fn rows(app: &TestApp) -> usize {
    let mut tx = app.app.db.read().await.unwrap();
    let after = salesbook::db::Cursor::newest();
    let page = filter::list(
        &mut tx,
        &Scope::All,
        &filter::RecordingFilter::default(),
        &after,
        100,
    )
    .await
    .unwrap();
    page.items.len()
}

on_both!(
    a_file_becomes_a_recording_with_its_facts,
    what_is_no_recording_is_refused_and_leaves_nothing,
    the_same_file_is_recognised,
    several_at_once_and_the_same_one_twice,
    whose_call_it_may_be,
    each_sees_what_is_theirs,
    the_list_is_filtered_and_paged,
    facts_can_be_changed,
    a_form_without_script_takes_several_files,
    an_upload_that_breaks_off_leaves_nothing,
    after_a_crash_nothing_half_is_left_and_nothing_whole_is_lost,
    deleting_takes_the_file_and_stops_the_work,
    pages_speak_the_readers_language
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

async fn each_sees_what_is_theirs(db: Db) {
    let app = TestApp::new(db).await;
    let own = app.recording(Who::Manager, 8).await;
    let _colleagues = app.recording(Who::Colleague, 9).await;
    let _outsiders = app.recording(Who::Outsider, 10).await;
    for (who, sees, count) in [
        (Who::Manager, true, 1),
        (Who::Colleague, false, 1),
        (Who::Outsider, false, 1),
        (Who::Head, true, 2),
        (Who::OtherHead, false, 1),
        (Who::Admin, true, 3),
    ] {
        let program = app.program(who).await;
        let list = program.get("/api/v1/recordings").await.ok().json();
        assert_eq!(list["items"].as_array().unwrap().len(), count, "{who:?}");
        let status = if sees {
            StatusCode::OK
        } else {
            StatusCode::NOT_FOUND
        };
        for path in ["", "/audio", "/transcript"] {
            program
                .get(&format!("/api/v1/recordings/{own}{path}"))
                .await
                .expect(status);
        }
        let browser = app.sign_in(who).await;
        for path in ["", "/audio", "/transcript/srt"] {
            browser
                .get(&format!("/recordings/{own}{path}"))
                .await
                .expect(status);
        }
        let page = browser.get("/recordings").await.ok();
        assert_eq!(page.all_words(".calls .client a").len(), count, "{who:?}");
        if !sees {
            for act in ["retry", "cancel"] {
                browser
                    .post(&format!("/recordings/{own}/{act}"), &[])
                    .await
                    .expect(status);
            }
            browser
                .post(&format!("/recordings/{own}"), &[("client", "чужой")])
                .await
                .expect(status);
        }
    }
    let trainer = app.sign_in(Who::Trainer).await;
    trainer.get("/recordings").await.expect(StatusCode::FORBIDDEN);
    let delete = |who: Browser| {
        let path = format!("/recordings/{own}/delete");
        async move { who.post(&path, &[]).await.status }
    };
    assert_eq!(
        delete(app.sign_in(Who::Manager).await).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        delete(app.sign_in(Who::OtherHead).await).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(delete(app.sign_in(Who::Head).await).await, StatusCode::SEE_OTHER);
    let found = app.app.parts.blobs.lost().await.unwrap();
    assert_eq!(
        (
            rows(&app).await,
            app.app.parts.blobs.hashes().unwrap().len(),
            found.len()
        ),
        (2, 2, 1)
    );
}

async fn the_list_is_filtered_and_paged(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.program(Who::Head).await;
    for (n, (manager, client, phone, tags)) in [
        ("a.kuznetsova", "ООО «Тёплый дом»", "+7 495 120-44-18", "цена"),
        ("a.kuznetsova", "Литмаш", "8 (812) 305-90-02", "Цена, повтор"),
        ("n.zhukov", "50% скидка_тест", "", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let form = Multipart::default()
            .field("manager", manager)
            .field("client", client)
            .field("phone", phone)
            .field("tags", tags)
            .field("called_at", &format!("2026-11-2{n}T10:00"))
            .file("file", "call.wav", &call(7 + n as u32));
        head.upload("/api/v1/recordings", form)
            .await
            .expect(StatusCode::CREATED);
    }
    let found = async |query: &str| -> Vec<String> {
        let body = head.get(&format!("/api/v1/recordings?{query}")).await.ok().json();
        body["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["client"].as_str().unwrap().to_owned())
            .collect()
    };
    let (warm, lit, odd) = ("ООО «Тёплый дом»", "Литмаш", "50% скидка_тест");
    assert_eq!(found("").await, [odd, lit, warm]);
    assert_eq!(
        found("q=%D1%82%D0%B5%D0%BF%D0%BB%D1%8B%D0%B9%20%D0%94%D0%9E%D0%9C").await,
        [warm]
    );
    assert_eq!(found("q=812%20305-90").await, [lit]);
    assert_eq!(found("q=%25").await, [odd]);
    assert_eq!(found("q=_").await, [odd]);
    assert_eq!(found("tag=%D0%A6%D0%95%D0%9D%D0%90").await, [lit, warm]);
    assert_eq!(found("manager=n.zhukov").await, [odd]);
    assert_eq!(found("state=working").await.len(), 3);
    assert_eq!(found("state=ready").await.len(), 0);
    let first = head.get("/api/v1/recordings?limit=2").await.ok().json();
    let next = first["next"].as_str().unwrap();
    assert_eq!(found(&format!("limit=2&after={next}")).await, [warm]);

    let browser = app.sign_in(Who::Head).await;
    let block = browser.fragment("calls").get("/recordings?q=812").await.ok();
    assert!(!block.text().contains("<html"), "{}", block.text());
    assert_eq!(block.all_words(".client a"), [lit]);
    browser
        .get("/recordings?state=nonsense")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
}

async fn facts_can_be_changed(db: Db) {
    let app = TestApp::new(db).await;
    let recording = app.recording(Who::Manager, 9).await;
    let head = app.sign_in(Who::Head).await;
    let path = format!("/recordings/{recording}");
    let bad = head
        .post(
            &path,
            &[
                ("phone", "позвоните"),
                ("client", "Литмаш"),
                ("called_at", "вчера"),
            ],
        )
        .await;
    let bad = bad.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bad.attribute("#client", "value"), "Литмаш");
    assert_eq!(bad.attribute("#phone", "aria-invalid"), "true");

    let colleague = app.id(Who::Colleague).to_string();
    let fields = [
        ("manager", colleague.as_str()),
        ("client", "Литмаш"),
        ("manager_channel", "2"),
        ("tags", "архив"),
    ];
    head.post(&path, &fields).await.expect(StatusCode::SEE_OTHER);
    let page = head.get(&path).await.ok();
    assert_eq!(page.words("h1"), "Никита Жуков и Литмаш");
    // The parties have changed places, without transcribing again.
    assert_eq!(page.all_words(".turn-who"), ["Литмаш", "Никита"]);
    app.sign_in(Who::Manager)
        .await
        .get(&path)
        .await
        .expect(StatusCode::NOT_FOUND);
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

async fn an_upload_that_breaks_off_leaves_nothing(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.program(Who::Manager).await;
    let (kind, head, _) = Multipart::default().open("file", "call.wav");
    let parts = [head, call(9)].map(|part| Ok::<_, std::io::Error>(bytes::Bytes::from(part)));
    let broken = futures::stream::iter(parts).chain(futures::stream::iter([Err(std::io::Error::other(
        "the line went dead",
    ))]));
    let answer = manager
        .send(
            Method::POST,
            "/api/v1/recordings",
            Some(&kind),
            Body::from_stream(broken),
        )
        .await;
    assert_eq!(
        answer.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-form")["status"],
        422
    );
    assert_eq!((rows(&app).await, files(&app).len()), (0, 0));
}

async fn after_a_crash_nothing_half_is_left_and_nothing_whole_is_lost(db: Db) {
    let script = Script::default();
    let app = TestApp::with_speech(db, &[], &script).await;
    let kept = upload(&app.program(Who::Manager).await, "call.wav", &call(9))
        .await
        .expect(StatusCode::CREATED);
    // What `kill -9` leaves: an upload that grew, and a file in its place whose row was not committed.
    let folder = app.data.path().join("recordings");
    std::fs::write(folder.join("incoming/upload-x"), b"half").unwrap();
    let orphan = "ab".repeat(32);
    std::fs::create_dir_all(folder.join("ab")).unwrap();
    std::fs::write(folder.join("ab").join(orphan), b"whole, but nobody's").unwrap();
    assert_eq!(files(&app).len(), 3);
    let app = app.restarted(&script);
    let swept = app.app.files.sweep().await.unwrap();
    assert_eq!(
        swept,
        SweepResult {
            half: 1,
            aside: 1,
            ..SweepResult::default()
        }
    );
    let lost = app.data.path().join("recordings/lost-and-found");
    assert_eq!(
        (files(&app).len(), std::fs::read_dir(lost).unwrap().count()),
        (2, 1)
    );
    assert_eq!(app.run_jobs().await, 1);
    let one = app
        .program(Who::Manager)
        .await
        .get(kept.location())
        .await
        .ok()
        .json();
    assert_eq!(one["state"], "ready");
}

/// The producer looks at the disk each time it is asked for more: nearly all it gave must have gone there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_upload_goes_to_the_disk_as_it_comes() {
    on_sqlite(async |db| {
        const CHUNK: usize = 256 * 1024;
        const SOUND: usize = 300 * 1024 * 1024;
        let app = TestApp::new(db).await;
        let manager = app.program(Who::Manager).await;
        let (kind, mut start, end) = Multipart::default().open("file", "long.wav");
        start.extend_from_slice(&wav_head(2, 48_000, SOUND as u32));
        let incoming = app.data.path().join("recordings/incoming");
        let chunk = bytes::Bytes::from(vec![0; CHUNK]);
        let sound = futures::stream::iter(0..SOUND / CHUNK).map(move |n| {
            let on_disk: u64 = std::fs::read_dir(&incoming)
                .unwrap()
                .map(|entry| entry.unwrap().metadata().unwrap().len())
                .sum();
            let ahead = (n * CHUNK) as u64 - on_disk.min((n * CHUNK) as u64);
            assert!(ahead <= 4 * 1024 * 1024, "{ahead} bytes are somewhere in memory");
            chunk.clone()
        });
        let parts = futures::stream::iter([bytes::Bytes::from(start)])
            .chain(sound)
            .chain(futures::stream::iter([bytes::Bytes::from(end)]))
            .map(Ok::<_, std::io::Error>);
        let answer = manager
            .send(
                Method::POST,
                "/api/v1/recordings",
                Some(&kind),
                Body::from_stream(parts),
            )
            .await;
        let id = id(&answer.expect(StatusCode::CREATED));
        let one = manager.get(&format!("/api/v1/recordings/{id}")).await.ok().json();
        assert_eq!(one["bytes"], SOUND + 44);
        assert_eq!(one["duration_ms"], SOUND as i64 * 1000 / (48_000 * 4));
    })
    .await;
}

async fn deleting_takes_the_file_and_stops_the_work(db: Db) {
    let script = Script::default();
    script.held(true);
    let app = TestApp::with_speech(db, &[], &script).await;
    let created = upload(&app.program(Who::Manager).await, "call.wav", &call(9))
        .await
        .expect(StatusCode::CREATED);
    let worker = app.app.worker();
    let work = tokio::spawn(async move { worker.drain().await });
    while script.heard() == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let head = app.program(Who::Head).await;
    head.send(Method::DELETE, created.location(), None, Body::empty())
        .await
        .expect(StatusCode::NO_CONTENT);
    tokio::time::timeout(Duration::from_secs(10), work)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    // The sound can be got back for some time, by the administrator.
    let in_place = files(&app)
        .into_iter()
        .filter(|file| !file.to_string_lossy().contains("lost-and-found"));
    assert_eq!((rows(&app).await, in_place.count()), (0, 0));
    assert!(!files(&app).is_empty());
    head.get(created.location()).await.expect(StatusCode::NOT_FOUND);
    // The same file is new again.
    script.held(false);
    upload_for(&head, "a.kuznetsova", "call.wav", &call(9))
        .await
        .expect(StatusCode::CREATED);
}

async fn pages_speak_the_readers_language(db: Db) {
    let app = TestApp::new(db).await;
    let form = Multipart::default().file("file", "mono.wav", &mono_call(9));
    let program = app.program(Who::Manager).await;
    let created = program
        .upload("/api/v1/recordings", form)
        .await
        .expect(StatusCode::CREATED);
    app.run_jobs().await;
    let english = app.sign_in(Who::Head).await.with_header("accept-language", "en");
    let list = english.get("/recordings").await.ok();
    assert_eq!(list.words("h1"), "Recordings");
    assert_eq!(
        list.words(".calls .state .badge"),
        "Mono: no conversation metrics"
    );
    let page = english.get(&format!("/recordings/{}", id(&created))).await.ok();
    assert!(page.text().contains("Model script"), "{}", page.text());
    assert!(page.all_words(".turn-who").is_empty());
    assert_eq!(page.attribute(".doubt", "title"), "Certainty 31%");
    let mut tx = app.app.db.read().await.unwrap();
    let counts = store::counts(&mut tx, &Scope::All).await.unwrap();
    assert_eq!(counts, [(RecordingState::Ready, 1, 9_000)]);
    assert!(
        page.text().contains("23 November") || page.text().contains("23\u{a0}November"),
        "{START:?}"
    );
}
