//! Finding calls by what is said in them: forms of words, who sees which, the second it leads to, the index's life.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use salesbook::speech::{Segment, Speaker, Transcript, Word};
use salesbook::transcripts::editing::{TranscriptChange, TranscriptChangeKind};
use salesbook::transcripts::{spoken, store as transcripts};

use crate::support::app::{START, TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::Script;

/// A transcript with these lines, by who speaks; a word each half second.
pub fn text(lines: &[(Speaker, &str)]) -> Transcript {
    let mut at = 0;
    let segments = lines
        .iter()
        .map(|(speaker, line)| {
            let start_ms = at;
            let words: Vec<Word> = line
                .split(' ')
                .map(|word| {
                    at += 500;
                    Word {
                        start_ms: at - 500,
                        end_ms: at - 100,
                        text: word.to_owned(),
                        p: 0.9,
                        replaced: None,
                    }
                })
                .collect();
            Segment {
                start_ms,
                end_ms: at,
                channel: 1,
                speaker: *speaker,
                text: (*line).to_owned(),
                words,
            }
        })
        .collect();
    Transcript {
        language: "ru".to_owned(),
        duration_ms: at,
        channels: 2,
        engine: salesbook::speech::transcript::Engine {
            model: "script".to_owned(),
            device: "cpu".to_owned(),
            x_realtime: 10.0,
        },
        segments,
        filtered: Vec::new(),
    }
}

/// For an address.
fn encoded(text: &str) -> String {
    text.bytes()
        .fold(String::new(), |out, byte| out + &format!("%{byte:02X}"))
}

pub async fn say(app: &TestApp, recording: &salesbook::id::RecordingId, lines: &[(Speaker, &str)]) {
    let change = TranscriptChange::new(TranscriptChangeKind::Edited, app.id(Who::Manager), START);
    let mut tx = app.app.db.write().await.unwrap();
    let before = transcripts::current(&mut tx, recording).await.unwrap().unwrap();
    transcripts::replace_current(&mut tx, recording, &before, &text(lines), &change)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    spoken::index_due(&app.app.db).await.unwrap();
}

/// The ids that a question finds for somebody, through the API.
async fn found(app: &TestApp, who: Who, question: &str) -> Vec<String> {
    let path = format!("/api/v1/recordings?q={}", encoded(question));
    let body = app.program(who).await.get(&path).await.ok().json();
    let items = body["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

on_both!(
    a_call_is_found_by_what_is_said_in_any_form,
    only_calls_one_sees_are_found,
    the_index_follows_new_texts_changes_deletion_and_restart
);

async fn a_call_is_found_by_what_is_said_in_any_form(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 8).await;
    let other = app.recording(Who::Manager, 9).await;
    let lines = [
        (Speaker::Manager, "Добрый день, чем помочь?"),
        (Speaker::Client, "Какие у вас скидки на <забор>?"),
    ];
    say(&app, &call, &lines).await;
    say(&app, &other, &[(Speaker::Client, "We compare prices of fences.")]).await;

    for question in ["скидка ", "скидок", "СКИД", "забором скидку", "технодвор скидка"]
    {
        assert_eq!(
            found(&app, Who::Manager, question).await,
            [call.to_string()],
            "{question}"
        );
    }
    assert_eq!(
        found(&app, Who::Manager, "price fence ").await,
        [other.to_string()]
    );
    assert_eq!(
        found(&app, Who::Manager, "скид ").await,
        [""; 0],
        "a finished word is no beginning"
    );
    assert_eq!(
        found(&app, Who::Manager, "скидка fence").await,
        [""; 0],
        "every word must be there"
    );
    assert_eq!(found(&app, Who::Manager, "%").await, [""; 0]);

    let path = format!("/recordings?q={}", encoded("скидку"));
    let page = app.sign_in(Who::Head).await.get(&path).await.ok();
    assert_eq!(page.words(".found b"), "Клиент");
    assert_eq!(page.words(".found mark"), "скидки");
    let html = page.text();
    assert!(
        html.contains(&format!("href=\"/recordings/{call}#t-3500\"")),
        "{html}"
    );
    assert!(html.contains("на &lt;забор&gt;?"), "{html}");
    let body = app
        .program(Who::Head)
        .await
        .get(&format!("/api/v1{path}"))
        .await
        .ok()
        .json();
    let moment = &body["items"][0]["found"][0];
    assert_eq!(moment["at_ms"], 3_500);
    assert_eq!(moment["speaker"], "client");
    assert_eq!(moment["url"], format!("/recordings/{call}#t-3500"));
}

async fn only_calls_one_sees_are_found(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 8).await;
    say(&app, &call, &[(Speaker::Client, "Совершенно секретно.")]).await;
    for (who, many) in [
        (Who::Manager, 1),
        (Who::Colleague, 0),
        (Who::Outsider, 0),
        (Who::Head, 1),
        (Who::OtherHead, 0),
        (Who::Admin, 1),
    ] {
        assert_eq!(found(&app, who, "секретный").await.len(), many, "{who:?}");
    }
}

async fn the_index_follows_new_texts_changes_deletion_and_restart(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 8).await;
    assert_eq!(
        found(&app, Who::Manager, "компания").await,
        [""; 0],
        "not written down yet"
    );
    assert_eq!(spoken::index_due(&app.app.db).await.unwrap(), 1);
    assert_eq!(spoken::index_due(&app.app.db).await.unwrap(), 0);
    assert_eq!(found(&app, Who::Manager, "компания").await, [call.to_string()]);

    say(&app, &call, &[(Speaker::Client, "Дороговато.")]).await;
    assert_eq!(found(&app, Who::Manager, "компания").await, [""; 0]);
    assert_eq!(found(&app, Who::Manager, "дороговато").await, [call.to_string()]);

    let app = app.restarted(&Script::default());
    assert_eq!(found(&app, Who::Manager, "дороговато").await, [call.to_string()]);
    // A lost index is made anew of the texts.
    let mut tx = app.app.db.write().await.unwrap();
    tx.query("DELETE FROM spoken_words").execute().await.unwrap();
    tx.query("UPDATE transcripts SET words_due = $1")
        .bind(true)
        .execute()
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(found(&app, Who::Manager, "дороговато").await, [""; 0]);
    assert_eq!(spoken::index_due(&app.app.db).await.unwrap(), 1);
    assert_eq!(found(&app, Who::Manager, "дороговато").await, [call.to_string()]);

    let head = app.program(Who::Head).await;
    head.send(
        Method::DELETE,
        &format!("/api/v1/recordings/{call}"),
        None,
        Body::empty(),
    )
    .await
    .expect(StatusCode::NO_CONTENT);
    let mut tx = app.app.db.read().await.unwrap();
    let left: i64 = tx
        .query("SELECT COUNT(*) FROM spoken_words")
        .scalar()
        .await
        .unwrap();
    assert_eq!(left, 0);
}
