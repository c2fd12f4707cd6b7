//! A shared snippet has a ground, and a call says that it is recorded.

use axum::http::StatusCode;
use salesbook::db::Db;

use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    nothing_is_shared_without_a_ground_for_the_client,
    a_call_that_says_it_is_recorded_is_told_from_one_that_does_not
);

async fn nothing_is_shared_without_a_ground_for_the_client(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 7).await;
    let head = app.sign_in(Who::Head).await;
    let fields = [
        ("start", "0:01"),
        ("end", "0:03"),
        ("title", "Замер"),
        ("stage", "closing"),
    ];
    let with = |more: &[(&'static str, &'static str)]| [&fields[..], more].concat();
    let at = format!("/recordings/{call}/snippets");
    let refused = head
        .post(&at, &with(&[("consent", "yes")]))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.words("#ground-error").contains("Выберите основание"));
    head.post(
        &at,
        &with(&[
            ("consent", "yes"),
            ("ground", "client-agreed"),
            ("ground_words", "письмом"),
        ]),
    )
    .await
    .expect(StatusCode::UNPROCESSABLE_ENTITY);
    // Without sharing nobody asks for it.
    let made = head.post(&at, &fields).await.expect(StatusCode::SEE_OTHER);
    let id = made.location().split_once("#snippet-").unwrap().1.to_owned();
    let page = format!("/snippets/{id}");
    head.post(&format!("{page}/consent"), &[("consent", "yes")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    app.sign_in(Who::Outsider)
        .await
        .get(&page)
        .await
        .expect(StatusCode::NOT_FOUND);
    let agreed = [
        ("consent", "yes"),
        ("ground", "client-agreed"),
        ("ground_words", "письмом 12"),
        ("ground_day", "2026-11-20"),
    ];
    head.post(&format!("{page}/consent"), &agreed)
        .await
        .expect(StatusCode::SEE_OTHER);
    let seen = app
        .sign_in(Who::Outsider)
        .await
        .get(&page)
        .await
        .ok()
        .words("#ground-stated");
    assert!(
        seen.contains("Клиент согласен") && seen.contains("20 ноября") && seen.contains("письмом 12"),
        "{seen}"
    );
    // Shared before anybody asked: it says so, and the ground can be stated later.
    let mut tx = app.app.db.write().await.unwrap();
    tx.query("UPDATE snippets SET ground = NULL, ground_words = '', ground_day = NULL")
        .execute()
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(
        head.get(&page)
            .await
            .ok()
            .words("#ground-stated")
            .contains("Основание не указано")
    );
    assert!(
        head.get(&format!("/recordings/{call}"))
            .await
            .ok()
            .words("#snippets")
            .contains("Основание не указано")
    );
    head.post(
        &format!("{page}/consent"),
        &[("consent", "yes"), ("ground", "manager-alone")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    assert!(
        head.get(&page)
            .await
            .ok()
            .words("#ground-stated")
            .contains("Слышно только менеджера")
    );
    head.post(&format!("{page}/consent"), &[("consent", "no")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(head.get(&page).await.ok().all_words("#ground-stated").is_empty());
}

async fn a_call_that_says_it_is_recorded_is_told_from_one_that_does_not(db: Db) {
    let app = TestApp::new(db.clone()).await;
    let call = app.recording(Who::Manager, 7).await;
    let head = app.sign_in(Who::Head).await;
    let upload = head.get("/recordings").await.ok();
    assert!(upload.words("#recording-line").contains("разговор записывается"));
    assert_eq!(
        upload.attribute("#recording-line a", "href"),
        "/playbook/ru/regulations/call-recording"
    );
    head.get("/playbook/ru/regulations/call-recording").await.ok();
    head.get("/playbook/en/regulations/call-recording").await.ok();
    let page = format!("/recordings/{call}");
    assert!(
        head.get(&page)
            .await
            .ok()
            .words("#recording-line")
            .contains("такой фразы нет")
    );
    let mut tx = app.app.db.write().await.unwrap();
    tx.query("UPDATE transcripts SET document = replace(replace(document, 'Добрый', 'Разговор'), 'день,', 'записывается,')").execute().await.unwrap();
    tx.commit().await.unwrap();
    assert!(
        head.get(&page)
            .await
            .ok()
            .words("#recording-line")
            .contains("Прозвучало")
    );
}
