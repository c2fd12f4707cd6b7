//! Two tabs, or two people, on the same thing: nobody overwrites silently what somebody else saved, and nothing that was
//! typed is lost. Of the small forms in [`forms`], of two saves within the same moment in [`at_once`].

mod at_once;
mod forms;
mod plans;
mod things;

use axum::http::StatusCode;
use salesbook::checklists::Mark;
use salesbook::id::RecordingId;

use crate::support::app::{Answer, Browser, TestApp, Who};
use crate::support::published_score::publish_score;

fn plan<'a>(focus: &'a str, revision: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("focus", focus),
        ("action", "Прочитать скрипт"),
        ("target", "Спрашивает бюджет до цены"),
        ("due", "2026-12-11"),
        ("item", "budget"),
        ("revision", revision),
    ]
}

/// A plan that rests on an evaluation of the manager; returns its address.
async fn written(app: &TestApp) -> String {
    let evaluation = publish_score(app, Who::Manager, 60, &[("budget", Mark::Value(0))]).await;
    let head = app.sign_in(Who::Head).await;
    let written = head
        .post(
            &format!("/evaluations/{evaluation}/plan"),
            &plan("Сначала бюджет", ""),
        )
        .await;
    written.expect(StatusCode::SEE_OTHER).location().to_owned()
}

/// Cuts «Спросил срок» out of this call, with further fields; returns the snippet's address.
async fn snippet(head: &Browser, recording: &RecordingId, further: &[(&str, &str)]) -> String {
    let cut = [
        ("start", "0:05"),
        ("end", "0:15"),
        ("title", "Спросил срок"),
        ("stage", "needs"),
    ];
    head.post(
        &format!("/recordings/{recording}/snippets"),
        &[&cut, further].concat(),
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    head.get("/snippets").await.ok().attribute(".clip-title", "href")
}

fn revision(page: &Answer) -> String {
    page.attribute("input[name='revision']", "value")
}

/// The revision of one form of a page.
fn revision_of(page: &Answer, form: &str) -> String {
    page.attribute(&format!("{form} input[name='revision']"), "value")
}
