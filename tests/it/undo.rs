//! What can be taken back is done at once and offers the way back; what cannot still asks.

use axum::http::{StatusCode, header};
use salesbook::db::Db;

use crate::support::app::{Answer, Browser, TestApp, Who};
use crate::support::db::on_both;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Where the page after an act takes it back, as its toast offers it.
async fn offered(browser: &Browser, answer: &Answer) -> String {
    let cookie = answer.headers.get_all(header::SET_COOKIE).iter().find_map(|it| {
        let it = it.to_str().unwrap().split(';').next().unwrap();
        it.starts_with("flash=").then(|| it.to_owned())
    });
    let old = browser.headers()[header::COOKIE].to_str().unwrap().to_owned();
    let next = browser
        .clone()
        .with_header("cookie", &format!("{old}; {}", cookie.unwrap()));
    let page = next.get(answer.location()).await.ok();
    assert_eq!(page.attribute(".toast", "data-for"), "10000");
    page.attribute(".toast form:has([data-undo])", "action")
}

on_both!(
    a_snippet_and_a_playlist_come_back,
    a_draft_of_an_evaluation_comes_back_with_its_words,
    what_was_being_written_of_a_checklist_comes_back
);

async fn a_snippet_and_a_playlist_come_back(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 30).await;
    let (head, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::OtherHead).await);
    let fields = [
        ("start", "0:01"),
        ("end", "0:06"),
        ("title", "Спокойно о цене"),
        ("stage", "closing"),
        ("kind", "best"),
    ];
    let cut = async |by: &Browser| {
        let done = by
            .post(&format!("/recordings/{call}/snippets"), &fields)
            .await
            .expect(StatusCode::SEE_OTHER);
        done.location().split_once("#snippet-").unwrap().1.to_owned()
    };
    let id = cut(&head).await;
    let begun = head
        .post("/playlists", &[("title", "Новичкам"), ("snippet", &id)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let playlist = begun.location().to_owned();
    for thing in [format!("/snippets/{id}"), playlist.clone()] {
        let page = head.get(&thing).await.ok();
        assert!(
            !page.text().contains("data-confirm"),
            "what can be undone asks nothing"
        );
        let gone = head
            .post(&format!("{thing}/delete"), &[])
            .await
            .expect(StatusCode::SEE_OTHER);
        head.get(&thing).await.expect(StatusCode::NOT_FOUND);
        let undo = offered(&head, &gone).await;
        assert_eq!(undo, format!("{thing}/restore"));
        let back = head.post(&undo, &[]).await.expect(StatusCode::SEE_OTHER);
        assert_eq!(back.location(), thing);
        head.get(&thing).await.ok();
    }
    // In the list again, in its place, and only for whoever could remove it.
    assert!(head.get(&playlist).await.ok().text().contains("Спокойно о цене"));
    head.post(&format!("/snippets/{id}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    other
        .post(&format!("/snippets/{id}/restore"), &[])
        .await
        .expect(StatusCode::NOT_FOUND);
    assert!(
        !head
            .get("/snippets")
            .await
            .ok()
            .text()
            .contains("Спокойно о цене")
    );
    // After a day the next removal ends it for good.
    app.clock.advance(DAY_MS + 1_000);
    let head = app.sign_in(Who::Head).await;
    let second = cut(&head).await;
    head.post(&format!("/snippets/{second}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    head.post(&format!("/snippets/{id}/restore"), &[])
        .await
        .expect(StatusCode::NOT_FOUND);
}

async fn a_draft_of_an_evaluation_comes_back_with_its_words(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 30).await;
    let (head, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::OtherHead).await);
    let begin = async || {
        let begun = head
            .post(&format!("/recordings/{call}/evaluate"), &[])
            .await
            .expect(StatusCode::SEE_OTHER);
        begun.location().split('?').next().unwrap().to_owned()
    };
    let draft = begin().await;
    let base = draft.trim_end_matches("/edit").to_owned();
    let revision = head.get(&draft).await.ok().attribute("[name=revision]", "value");
    let words = [("revision", revision.as_str()), ("comment.budget", "Не спросила")];
    head.fragment("saved")
        .post(&format!("{base}/draft"), &words)
        .await
        .ok();
    let gone = head
        .post(&format!("{base}/discard"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    head.get(&draft).await.expect(StatusCode::NOT_FOUND);
    let undo = offered(&head, &gone).await;
    other.post(&undo, &[]).await.expect(StatusCode::NOT_FOUND);
    head.post(&undo, &[]).await.expect(StatusCode::SEE_OTHER);
    assert!(head.get(&draft).await.ok().text().contains("Не спросила"));
    // Where another draft of the call has been begun there is nothing to come back to.
    head.post(&format!("{base}/discard"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_ne!(begin().await, draft);
    head.post(&undo, &[]).await.expect(StatusCode::CONFLICT);
}

async fn what_was_being_written_of_a_checklist_comes_back(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Trainer).await;
    let found = head
        .get("/checklists")
        .await
        .ok()
        .attribute("a[href^='/checklists/0']", "href");
    let list = found.trim_end_matches("/edit").to_owned();
    let editor = format!("{list}/edit");
    let revision = head
        .get(&editor)
        .await
        .ok()
        .attribute("#checklist-form [name=revision]", "value");
    head.post(
        &format!("{list}/draft"),
        &[("act", "add-block"), ("revision", &revision)],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let page = head.get(&editor).await.ok();
    assert!(!page.text().contains("data-confirm"));
    let (revision, blocks) = (
        page.attribute("#checklist-form [name=revision]", "value"),
        page.all_words("[data-ck-block]").len(),
    );
    let gone = head
        .post(&format!("{list}/discard"), &[("revision", &revision)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_ne!(
        head.get(&editor).await.ok().all_words("[data-ck-block]").len(),
        blocks
    );
    let undo = offered(&head, &gone).await;
    head.post(&undo, &[]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(
        head.get(&editor).await.ok().all_words("[data-ck-block]").len(),
        blocks
    );
    head.post(&undo, &[]).await.expect(StatusCode::CONFLICT);
}
