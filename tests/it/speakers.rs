//! Who speaks: the manager's side by setting, name and swap; turns of mono calls named by people.

use axum::http::{Method, StatusCode};
use salesbook::db::{Db, JsonText};
use salesbook::id::{RecordingId, TranscriptId};
use salesbook::speech::transcript::Engine;
use salesbook::speech::{Segment, Speaker, Transcript, Word};
use salesbook::transcripts::store as transcripts;
use serde_json::json;

use crate::support::app::{Browser, Multipart, START, TestApp, Who};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;
use crate::support::speech::{Script, call, mono_call, twin_call};

async fn take_in(browser: &Browser, name: &str, bytes: &[u8], fields: &[(&str, &str)]) -> String {
    let form = fields
        .iter()
        .fold(Multipart::default(), |form, (name, value)| {
            form.field(name, value)
        })
        .file("file", name, bytes);
    let answer = browser.upload("/api/v1/recordings", form).await;
    answer.expect(StatusCode::CREATED).json()["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Every text of a recording, also those not shown: who speaks in which order.
async fn all_speakers(app: &TestApp, recording: &str) -> Vec<Vec<Speaker>> {
    let recording: RecordingId = recording.parse().unwrap();
    let mut tx = app.app.db.read().await.unwrap();
    let rows: Vec<(JsonText<Transcript>,)> = tx
        .query("SELECT document FROM transcripts WHERE recording_id = $1 ORDER BY id")
        .bind(recording)
        .all()
        .await
        .unwrap();
    let speakers = rows
        .into_iter()
        .map(|(JsonText(it),)| it.segments.iter().map(|it| it.speaker).collect());
    speakers.collect()
}

/// Five turns of three words on one channel, a turn every two seconds; the third word of each is unsure.
fn mono_talk() -> Transcript {
    let segments = (0..5)
        .map(|turn| {
            let start_ms = 500 + turn * 2_000;
            let words: Vec<Word> = (0..3)
                .map(|n| Word {
                    start_ms: start_ms + n * 500,
                    end_ms: start_ms + n * 500 + 450,
                    text: format!("слово-{turn}-{n}"),
                    p: if n == 2 { 0.3 } else { 0.9 },
                    replaced: None,
                })
                .collect();
            Segment {
                start_ms,
                end_ms: start_ms + 1_450,
                channel: 1,
                speaker: Speaker::Unknown,
                text: words
                    .iter()
                    .map(|it| it.text.as_str())
                    .collect::<Vec<_>>()
                    .join(" "),
                words,
            }
        })
        .collect();
    Transcript {
        language: "ru".to_owned(),
        duration_ms: 12_000,
        channels: 1,
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

on_both!(
    a_swap_moves_everything_and_the_next_one_moves_it_back,
    programs_swap_and_many_at_once_agree,
    stereo_of_one_sound_counts_as_mono_and_says_why,
    the_side_follows_the_name_unless_a_person_says_otherwise,
    who_speaks_in_a_mono_call_is_said_by_people_and_kept
);

async fn a_swap_moves_everything_and_the_next_one_moves_it_back(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await.to_string();
    let manager = app.sign_in(Who::Manager).await;
    let path = format!("/recordings/{id}");
    // An older text beside the shown one.
    manager
        .post(&format!("{path}/retry"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    app.run_jobs().await;
    let seen = async || {
        let page = manager.get(&path).await.ok();
        (
            page.all_words(".turn-who"),
            page.attribute("#wave-upper", "d"),
            page.attribute("#wave-lower", "d"),
            page.words(".call-side .dl"),
            manager.get(&format!("{path}/transcript/text")).await.ok().text(),
            manager.get(&format!("{path}/transcript/srt")).await.ok().text(),
            manager.get(&format!("{path}/transcript/json")).await.ok().json(),
            all_speakers(&app, &id).await,
        )
    };
    let before = seen().await;
    assert_eq!(before.0, ["Анна", "ООО «Технодвор»"]);
    assert_eq!(before.7, vec![vec![Speaker::Manager, Speaker::Client]; 2]);

    manager
        .post(&format!("{path}/swap"), &[("to", "2")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let after = seen().await;
    assert_eq!(after.0, ["ООО «Технодвор»", "Анна"]);
    assert_ne!(after.1, before.1, "the waveform has turned over");
    assert!(after.3.contains("справа (канал 2)"), "{}", after.3);
    assert!(after.4.starts_with("[00:00:00] ООО «Технодвор»: "), "{}", after.4);
    assert!(after.5.contains("ООО «Технодвор»: "), "{}", after.5);
    assert_eq!(after.6["segments"][0]["speaker"], "client");
    assert_eq!(after.7, vec![vec![Speaker::Client, Speaker::Manager]; 2]);
    // The page offered channel 2: the same form once more changes nothing.
    manager
        .post(&format!("{path}/swap"), &[("to", "2")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(seen().await, after);

    let offered = manager
        .get(&path)
        .await
        .ok()
        .attribute("form[action$='/swap'] input", "value");
    manager
        .post(&format!("{path}/swap"), &[("to", &offered)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(seen().await, before);
    manager
        .post(&format!("{path}/swap"), &[("to", "3")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    for stranger in [Who::Outsider, Who::OtherHead] {
        app.sign_in(stranger)
            .await
            .post(&format!("{path}/swap"), &[("to", "2")])
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    assert_eq!(seen().await, before);
}

async fn programs_swap_and_many_at_once_agree(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await.to_string();
    let head = app.program(Who::Head).await;
    let path = format!("/api/v1/recordings/{id}/swap");
    let once = head.json(Method::POST, &path, &json!({})).await.ok().json();
    assert_eq!(once["manager_channel"], 2);
    let nothing = json!({});
    let swaps = (0..7).map(|_| head.json(Method::POST, &path, &nothing));
    for answer in futures::future::join_all(swaps).await {
        let _ = answer.ok();
    }
    // Eight in all: back where it began, and text and side agree.
    let body = head.get(&format!("/api/v1/recordings/{id}")).await.ok().json();
    assert_eq!(body["manager_channel"], 1);
    assert_eq!(
        all_speakers(&app, &id).await,
        [[Speaker::Manager, Speaker::Client]]
    );
}

async fn stereo_of_one_sound_counts_as_mono_and_says_why(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.program(Who::Manager).await;
    let id = take_in(&manager, "twin.wav", &twin_call(9), &[]).await;
    let other = take_in(&manager, "call.wav", &call(9), &[]).await;
    app.run_jobs().await;
    let transcript = manager
        .get(&format!("/api/v1/recordings/{id}/transcript"))
        .await
        .ok()
        .json();
    assert_eq!(
        (&transcript["channels"], &transcript["segments"][0]["speaker"]),
        (&json!(1), &json!("unknown"))
    );
    let browser = app.sign_in(Who::Manager).await;
    let page = browser.get(&format!("/recordings/{id}")).await.ok();
    assert!(
        page.words(".score-facts").ends_with("Моно: оба канала одинаковы"),
        "{}",
        page.words(".score-facts")
    );
    assert!(
        page.words(".talk-foot")
            .contains("В обоих каналах файла один и тот же звук")
    );
    assert!(page.all_words("form[action$='/swap']").is_empty());
    manager
        .json(Method::POST, &format!("/api/v1/recordings/{id}/swap"), &json!({}))
        .await
        .problem(StatusCode::CONFLICT, "recording-one-side");
    let page = browser.get(&format!("/recordings/{other}")).await.ok();
    assert!(
        page.words(".score-facts").ends_with("Стерео"),
        "{}",
        page.words(".score-facts")
    );
}

async fn the_side_follows_the_name_unless_a_person_says_otherwise(db: Db) {
    let settings = [
        ("manager_side", "right"),
        ("manager_side_by_name", "_out=left,_in=right"),
    ];
    let app = TestApp::with_settings(db, &settings).await;
    let manager = app.program(Who::Manager).await;
    for (seconds, name, fields, channel) in [
        (7, "20261120-1000_OUT_7916.wav", &[][..], 1),
        (8, "20261120-1001_in.wav", &[], 2),
        (9, "call.wav", &[], 2),
        (10, "20261120-1002_out.wav", &[("manager_channel", "2")], 2),
    ] {
        let id = take_in(&manager, name, &call(seconds), fields).await;
        let body = manager.get(&format!("/api/v1/recordings/{id}")).await.ok().json();
        assert_eq!(body["manager_channel"], channel, "{name}");
    }
}

async fn who_speaks_in_a_mono_call_is_said_by_people_and_kept(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.program(Who::Manager).await;
    let id = take_in(&manager, "mono.wav", &mono_call(12), &[("client", "Литмаш")]).await;
    app.run_jobs().await;
    show(&app.app, &id, &mono_talk()).await;
    let browser = app.sign_in(Who::Manager).await;
    let path = format!("/recordings/{id}");
    let page = browser.get(&path).await.ok();
    assert!(page.all_words(".turn-who").is_empty());
    assert_eq!(
        page.all_words(".turn-naming button"),
        ["Анна", "Литмаш", "?"].repeat(5)
    );
    let button = page.attribute(".turn:nth-of-type(1) .turn-naming button", "value");
    assert_eq!(button, "manager 500 500 unknown");

    let form = format!("{path}/speakers");
    let to = browser
        .post(&form, &[("turns", &button)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(to.location(), format!("{path}#t-500"));
    browser
        .post(&form, &[("turns", "client 2500 6500")])
        .await
        .expect(StatusCode::SEE_OTHER);
    browser
        .post(&form, &[("turns", "unknown 4500")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let api = format!("/api/v1/recordings/{id}/transcript/speaker");
    let named = manager
        .json(
            Method::PUT,
            &api,
            &json!({"speaker": "manager", "from_ms": 8_500}),
        )
        .await;
    assert_eq!(named.ok().json()["turns"], 1);

    let page = browser.get(&path).await.ok();
    assert_eq!(page.all_words(".turn-who"), ["Анна", "Литмаш", "Литмаш", "Анна"]);
    let text = browser.get(&format!("{path}/transcript/text")).await.ok().text();
    let lines: Vec<&str> = text
        .lines()
        .map(|line| &line[..line.find("слово").unwrap()])
        .collect();
    assert_eq!(
        lines,
        [
            "[00:00:00] Анна Кузнецова: ",
            "[00:00:02] Литмаш: ",
            "[00:00:04] ",
            "[00:00:06] Литмаш: ",
            "[00:00:08] Анна Кузнецова: "
        ]
    );
    let vtt = browser.get(&format!("{path}/transcript/vtt")).await.ok().text();
    assert_eq!(
        (
            vtt.matches("<v Анна Кузнецова>").count(),
            vtt.matches("<v Литмаш>").count()
        ),
        (2, 2)
    );
    // The facts' form has a side too; it is nothing to a call without sides.
    browser
        .post(&path, &[("manager_channel", "2"), ("client", "Литмаш")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(browser.get(&path).await.ok().all_words(".turn-who").len(), 4);
    assert_eq!(
        browser.get(&format!("{path}/transcript/text")).await.ok().text(),
        text
    );

    for (turns, status) in [
        ("", StatusCode::UNPROCESSABLE_ENTITY),
        ("boss 500", StatusCode::UNPROCESSABLE_ENTITY),
        ("client x", StatusCode::UNPROCESSABLE_ENTITY),
        ("client 501", StatusCode::NOT_FOUND),
    ] {
        browser.post(&form, &[("turns", turns)]).await.expect(status);
    }
    let colleague = app.program(Who::Colleague).await;
    colleague
        .json(Method::PUT, &api, &json!({"speaker": "client", "from_ms": 500}))
        .await
        .expect(StatusCode::NOT_FOUND);
    assert_eq!(
        browser.get(&format!("{path}/transcript/text")).await.ok().text(),
        text
    );

    // With sides, the channels say who speaks; without a text, nobody does.
    let stereo = app.recording(Who::Manager, 9).await;
    let api = format!("/api/v1/recordings/{stereo}/transcript/speaker");
    manager
        .json(
            Method::PUT,
            &api,
            &json!({"speaker": "client", "from_ms": 0, "to_ms": 90_000}),
        )
        .await
        .problem(StatusCode::CONFLICT, "transcript-has-sides");
    let new = take_in(&manager, "new.wav", &mono_call(15), &[]).await;
    let api = format!("/api/v1/recordings/{new}/transcript/speaker");
    manager
        .json(Method::PUT, &api, &json!({"speaker": "client", "from_ms": 0}))
        .await
        .problem(StatusCode::NOT_FOUND, "transcript-not-found");
}

/// Sides of all turns as the page shows them.
const SIDES: &str =
    "return [...document.querySelectorAll('.talk .turn')].map(it => it.dataset.side).join(' ')";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn words_light_up_as_they_are_said_and_keys_say_who_speaks() {
    let script = Script::default();
    let service = Service::scripted(&script).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window
        .sign_in("a.kuznetsova", crate::support::app::PASSWORD)
        .await;
    window.go("/recordings").await;
    let file = tempfile::Builder::new().suffix(".wav").tempfile().unwrap();
    std::fs::write(file.path(), mono_call(12)).unwrap();
    window
        .find("#files")
        .await
        .send_keys(file.path().to_str().unwrap())
        .await
        .unwrap();
    let link = window
        .until("the upload", "return document.querySelector('#uploads a[href^=\"/recordings/\"]')?.getAttribute('href') ?? null")
        .await;
    let path = link.as_str().unwrap().to_owned();
    window.go(&path).await;
    window
        .until(
            "the machine's text",
            "return document.querySelectorAll('.talk .turn').length > 0",
        )
        .await;
    show(
        &service.app,
        path.trim_start_matches("/recordings/"),
        &mono_talk(),
    )
    .await;
    window.go(&path).await;
    window
        .until(
            "the player",
            "return !document.querySelector('.player-bar').hidden",
        )
        .await;

    // Unsure words are shaded, a click on a word plays from it, and the words light up one after the other.
    let shaded = "return [...document.querySelectorAll('.talk .doubt')].map(it => it.textContent).join(' ')";
    assert_eq!(
        window.until("shaded words", shaded).await,
        "слово-0-2 слово-1-2 слово-2-2 слово-3-2 слово-4-2"
    );
    let watch = "window.lit = []; new MutationObserver(() => { const now = [...document.querySelectorAll('.word-now')];
                 if (now.length > 1) window.lit.push('two at once'); const word = now[0]?.textContent;
                 if (word && word !== window.lit.at(-1)) window.lit.push(word); })
                 .observe(document.querySelector('.talk'), { subtree: true, attributeFilter: ['class'] }); return true";
    window.until("somebody to watch", watch).await;
    window.click(".talk [data-at='3000']").await;
    window
        .until("the sixth word", "return window.lit.length >= 5")
        .await;
    let lit = window
        .until("the words", "return window.lit.slice(0, 5).join(' ')")
        .await;
    assert_eq!(lit, "слово-1-1 слово-1-2 слово-2-0 слово-2-1 слово-2-2");
    let now = window
        .until(
            "the time",
            "return document.querySelector('[data-sound]').currentTime",
        )
        .await;
    assert!(now.as_f64().unwrap() > 5.0, "{now}");
    assert_eq!(
        window
            .until(
                "the turn",
                "return document.querySelector('.turn[aria-current]')?.id"
            )
            .await,
        "t-4500"
    );

    // While it plays, a key names the turn that is heard.
    window.keys("2").await;
    let client =
        "return [...document.querySelectorAll('#t-4500, #t-6500')].some(it => it.dataset.side === 'client')";
    window.until("the turn that is heard", client).await;
    let silence = "document.querySelector('[data-sound]').pause(); return true";
    window.until("silence", silence).await;
    // A range of all turns.
    let first = "document.querySelector('#t-500').focus(); return true";
    window.until("the first turn", first).await;
    window
        .keys("Shift+ArrowDown Shift+ArrowDown Shift+ArrowDown Shift+ArrowDown 0")
        .await;
    assert_eq!(window.until("sides", SIDES).await, ["unknown"; 5].join(" "));
    // Down the list: the chosen turn is named and the next one chosen; Shift takes several.
    window.keys("ArrowUp ArrowUp ArrowUp ArrowUp").await;
    window.keys("1 2 ArrowDown").await;
    assert_eq!(
        window
            .until("the chosen turn", "return document.activeElement.id")
            .await,
        "t-6500"
    );
    window.keys("Shift+ArrowDown 1").await;
    assert_eq!(
        window.until("sides", SIDES).await,
        "manager client unknown manager manager"
    );
    let names = "return [...document.querySelectorAll('.turn-who')].map(it => it.textContent).join(' ')";
    assert_eq!(window.until("names", names).await, "Анна Клиент Анна");
    window.picture("speakers").await;
    window.assert_fits().await;

    // All of it was saved at once.
    let saved = "return fetch(location.pathname + '/transcript/json').then(it => it.json())
                 .then(it => it.segments.map(it => it.speaker).join(' ') === 'manager client unknown manager manager')";
    window.until("the marks in the transcript", saved).await;
    window.go(&path).await;
    assert_eq!(
        window.until("sides after a reload", SIDES).await,
        "manager client unknown manager manager"
    );
    window.assert_quiet().await;
    window.close().await;
}
