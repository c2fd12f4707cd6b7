//! A turn of a hundred thousand words, brought and then written anew, holds nobody up: others read and write meanwhile.

use axum::http::StatusCode;
use salesbook::db::Db;
use tokio::task::JoinHandle;

use crate::support::app::{Answer, Browser, Multipart, TestApp, Who};
use crate::support::db::on_both;

const WORDS: usize = 100_000;
/// Words of an edit with nothing in common with the turn, in as many letters as one may write.
const WRITTEN: usize = 6_000;

/// One turn of so many words, each but little like the others.
fn subtitles() -> String {
    let words: Vec<String> = (0..WORDS).map(|n| format!("слово{n}")).collect();
    format!("1\n00:00:00,500 --> 00:00:08,500\n{}\n\n", words.join(" "))
}

/// A success, or a refusal in a sentence of its own: never a failure of the service.
fn is_told(answer: &Answer) {
    let refused = matches!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::PAYLOAD_TOO_LARGE | StatusCode::CONFLICT
    );
    assert!(
        answer.status.is_success() || answer.status.is_redirection() || refused,
        "{}",
        answer.status
    );
    if refused {
        assert!(answer.text().contains("data-reason") || answer.text().contains("field-error"));
    }
}

/// Others read the list and comment until this is answered; how often they were answered before.
async fn others_go_on(head: &Browser, path: &str, long: &JoinHandle<Answer>) -> usize {
    let mut times = 0;
    loop {
        head.get("/recordings").await.ok();
        let text = format!("Пока идёт, {times}");
        let said = [("at", "0:05"), ("kind", "idea"), ("text", text.as_str())];
        let answer = head.post(&format!("{path}/comments"), &said).await;
        answer.expect(StatusCode::SEE_OTHER);
        if long.is_finished() {
            return times;
        }
        times += 1;
    }
}

on_both!(a_turn_of_a_hundred_thousand_words_holds_nobody_up);

async fn a_turn_of_a_hundred_thousand_words_holds_nobody_up(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await;
    let (path, manager, head) = (
        format!("/recordings/{id}"),
        app.sign_in(Who::Manager).await,
        app.sign_in(Who::Head).await,
    );
    let text = Multipart::default().file("file", "long.srt", subtitles().as_bytes());
    let brought = manager.upload(&format!("{path}/transcripts"), text).await;
    is_told(&brought);
    assert_eq!(
        brought.status,
        StatusCode::SEE_OTHER,
        "it is within the bounds of a text"
    );
    let page = manager.get(&path).await.ok();
    let pencil = page.attribute(".talk .turn-edit", "href");
    let editor = manager.get(&pencil).await;
    is_told(&editor);
    let revision = editor.attribute("[name=revision]", "value");

    // Written anew from end to end: while that is looked through, others read and say what they have to say.
    let written: Vec<String> = (0..WRITTEN).map(|n| format!("{n:x}")).collect();
    let by = manager.clone();
    let edit = tokio::spawn(async move {
        let fields = [("text", written.join(" ")), ("revision", revision)];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        by.post(&pencil, &fields).await
    });
    assert!(
        others_go_on(&head, &path, &edit).await > 0,
        "somebody is answered before the edit is"
    );
    is_told(&edit.await.unwrap());
    let history = tokio::spawn(async move { manager.get(&format!("{path}/history")).await });
    others_go_on(&head, &format!("/recordings/{id}"), &history).await;
    history.await.unwrap().ok();
}
