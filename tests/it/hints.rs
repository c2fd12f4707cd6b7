//! Hints on the score page: a phrase of the checklist that is heard in the call, accepted or rejected, never a mark.

use axum::http::StatusCode;
use salesbook::checklists::{self, ChecklistVersion};
use salesbook::db::{Db, JsonText};
use salesbook::id::{ChecklistVersionId, RecordingId, TranscriptId};
use salesbook::speech::Speaker;
use salesbook::transcripts::store as transcripts;

use crate::support::app::{START, TestApp, Who};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;

/// A new version of the standard checklist whose greeting and date have these phrases.
async fn phrases(app: &salesbook::app::App) {
    let mut tx = app.db.write().await.unwrap();
    let before = checklists::store::checklists(&mut tx).await.unwrap().remove(0);
    let mut document = before.document.0;
    for item in document.blocks.iter_mut().flat_map(|block| &mut block.items) {
        item.phrases = match item.key.as_str() {
            "greeting" => vec!["добрый день".to_owned(), "меня зовут".to_owned()],
            "date" => vec!["в четверг".to_owned()],
            _ => Vec::new(),
        };
    }
    let version = ChecklistVersion {
        id: ChecklistVersionId::new(app.clock.now(), &app.randomness),
        number: before.number + 1,
        document: JsonText(document),
        ..before
    };
    checklists::store::insert_version(&mut tx, &version, None, app.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

const LINES: &[(Speaker, &str)] = &[
    (Speaker::Client, "Алло, добрый день."),
    (Speaker::Manager, "Добрый день! Меня зовут Анна, компания Ярус."),
    (Speaker::Client, "Слушаю вас."),
    (Speaker::Manager, "Тогда созвонимся в четверг в одиннадцать?"),
];

async fn begin(browser: &crate::support::app::Browser, recording: &RecordingId) -> String {
    let answer = browser
        .post(&format!("/recordings/{recording}/evaluate"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    answer.location().trim_end_matches("/edit").to_owned()
}

on_both!(
    a_phrase_that_is_heard_is_offered_and_counted,
    a_call_that_was_scored_before_says_so
);

async fn a_phrase_that_is_heard_is_offered_and_counted(db: Db) {
    let app = TestApp::new(db).await;
    phrases(&app.app).await;
    let recording = app.recording(Who::Manager, 8).await;
    crate::said::say(&app, &recording, LINES).await;
    let head = app.sign_in(Who::Head).await;
    let draft = begin(&head, &recording).await;
    let edit = format!("{draft}/edit");

    let page = head.get(&edit).await.ok();
    assert!(
        page.words("#item-greeting .item-hint")
            .contains("«Добрый день! Меня зовут Анна, компания Ярус.»"),
        "{}",
        page.words("#item-greeting .item-hint")
    );
    assert_eq!(
        page.attribute("#item-greeting .item-hint .moment", "data-seek"),
        "1500",
        "the client's greeting is not the manager's"
    );
    assert_eq!(page.all_words(".item-hint .moment").len(), 2, "one hint an item");
    assert_eq!(page.words("[data-total]"), "—", "a hint marks nothing");

    // Accepted: the place is a moment with its end, and still no mark is given.
    let accept = page.attribute("#item-greeting [data-hint-is=accept]", "formaction");
    let part = head.fragment("evidence").post(&accept, &[]).await.ok();
    assert_eq!(part.words("[data-moments=greeting] .moment"), "0:02");
    assert_eq!(part.words("[data-hint=greeting]"), "");
    // Twice is once.
    head.post(&accept, &[]).await.expect(StatusCode::SEE_OTHER);
    let program = app.program(Who::Head).await;
    let body = program
        .get(&format!("/api/v1/recordings/{recording}/moments"))
        .await
        .ok()
        .json();
    assert_eq!(body["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        (
            &body["items"][0]["item"],
            &body["items"][0]["start_ms"],
            &body["items"][0]["end_ms"]
        ),
        (
            &serde_json::json!("greeting"),
            &serde_json::json!(1500),
            &serde_json::json!(5000)
        )
    );
    let page = head.get(&edit).await.ok();
    assert_eq!(page.words("[data-total]"), "—");

    // Rejected: gone, counted, nothing else. Without script the form brings its changes along.
    let reject = page.attribute("#item-date [data-hint-is=reject]", "formaction");
    head.post(&reject, &[("revision", "0"), ("mark.deadline", "2")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = head.get(&edit).await.ok();
    assert_eq!(
        (page.words("#item-date .item-hint"), page.words("[data-total]")),
        (String::new(), "100,00".to_owned())
    );

    let counted = head.get("/evaluations/hints").await.ok();
    let rows = counted.all_words("tbody tr");
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(
        rows.iter()
            .any(|row| row.contains("«добрый день»") && row.ends_with("1 1")),
        "{rows:?}"
    );
    assert!(
        rows.iter()
            .any(|row| row.contains("«в четверг»") && row.ends_with("0 1")),
        "{rows:?}"
    );

    // The next call of the same checklist says how it went before.
    let other = app.recording(Who::Manager, 9).await;
    crate::said::say(&app, &other, LINES).await;
    let page = head
        .get(&format!("{}/edit", begin(&head, &other).await))
        .await
        .ok();
    assert!(
        page.words("#item-greeting .item-hint-acts")
            .contains("подходила: 1 из 1")
    );

    // What is not heard there is no hint; nobody else decides.
    head.post(&format!("{draft}/hints/greeting/77/accept"), &[])
        .await
        .expect(StatusCode::NOT_FOUND);
    for (who, status) in [
        (Who::Manager, StatusCode::FORBIDDEN),
        (Who::OtherHead, StatusCode::NOT_FOUND),
    ] {
        let answer = app.sign_in(who).await.post(&accept, &[]).await;
        assert_eq!(answer.status, status, "{who:?}");
    }
    assert_eq!(START, app.app.clock.now(), "nothing waited");
}

async fn a_call_that_was_scored_before_says_so(db: Db) {
    let app = TestApp::new(db).await;
    let recording = app.recording(Who::Manager, 8).await;
    let head = app.sign_in(Who::Head).await;
    let first = crate::evaluations::publish(&head, &recording).await;
    let draft = begin(&head, &recording).await;
    let page = head.get(&format!("{draft}/edit")).await.ok();
    assert!(page.words(".card-before").contains("Этот звонок уже оценён"));
    assert_eq!(
        page.attribute(".card-before a", "href"),
        format!("/evaluations/{first}")
    );
    assert!(
        !page.words(".card-before").contains("62,00"),
        "the total would be copied"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn hints_by_keys_and_a_crash_loses_nothing() {
    let service = Service::start(false).await;
    let recording = crate::score_form::department(&service).await;
    phrases(&service.app).await;
    let app = &service.app;
    let id = TranscriptId::new(app.clock.now(), &app.randomness);
    let mut tx = app.db.write().await.unwrap();
    transcripts::insert(
        &mut tx,
        id,
        &recording,
        &crate::said::text(LINES),
        &[],
        app.clock.now(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("m.sokolova", "стойка балка ярус").await;
    window.go(&format!("/recordings/{recording}")).await;
    window.click("form[action$='/evaluate'] button").await;
    window
        .until(
            "a hint",
            "return document.querySelector('#item-greeting .item-hint .moment')",
        )
        .await;
    window.picture("score-hints").await;
    // To the item with the hint: it is the first one.
    window.keys("h").await;
    window
        .until(
            "the moment",
            "return document.querySelector('#item-greeting [data-moments] .moment') && !document.querySelector('#item-greeting .item-hint .moment')",
        )
        .await;
    // The service is away for a moment: what is marked meanwhile is kept, also when the page goes.
    window
        .until(
            "requests that fail",
            "window.fetch = () => Promise.reject(new TypeError('offline')); return true",
        )
        .await;
    window.keys("1").await;
    window
        .until(
            "kept",
            "return Object.keys(localStorage).some((it) => it.startsWith('unsent:'))",
        )
        .await;
    window
        .until("no question", "window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true); return true")
        .await;
    let here = window.path().await;
    window.go(&here).await;
    window
        .until(
            "the mark is back and stored",
            "return document.querySelector('[name=\"mark.greeting\"][value=\"1\"]').checked
                && document.querySelector('#saved').dataset.total === '5000'
                && !Object.keys(localStorage).some((it) => it.startsWith('unsent:'))",
        )
        .await;
    window.close().await;
}
