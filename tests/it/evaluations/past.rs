//! What was scored stays as it was.

use axum::http::StatusCode;
use salesbook::checklists::{self, Answers};
use salesbook::db::{Db, JsonText};
use salesbook::evaluations::store;
use salesbook::id::EvaluationId;

use super::{begin, call, publish};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    a_deleted_recording_takes_the_draft_and_leaves_the_score,
    an_edit_of_the_checklist_never_changes_the_past
);

async fn a_deleted_recording_takes_the_draft_and_leaves_the_score(db: Db) {
    let app = TestApp::new(db).await;
    let (scored, begun) = (
        call(&app, Who::Manager, "Первый").await,
        call(&app, Who::Manager, "Второй").await,
    );
    let head = app.sign_in(Who::Head).await;
    let published = publish(&head, &scored).await;
    let draft = begin(&head, &begun).await;
    let mut tx = app.app.db.write().await.unwrap();
    for id in [&scored, &begun] {
        tx.query("DELETE FROM recordings WHERE id = $1")
            .bind(id)
            .execute_exactly(1)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    head.get(&format!("/evaluations/{draft}/edit"))
        .await
        .expect(StatusCode::NOT_FOUND);
    let page = head.get(&format!("/evaluations/{published}")).await.ok();
    assert_eq!(page.words(".total-num"), "62,00");
    assert!(page.text().contains("Запись удалена"));
    assert!(head.get("/evaluations").await.ok().text().contains("Первый"));
}

async fn an_edit_of_the_checklist_never_changes_the_past(db: Db) {
    let app = TestApp::new(db).await;
    let recording = call(&app, Who::Manager, "Клиент").await;
    let head = app.sign_in(Who::Head).await;
    let id = publish(&head, &recording).await;
    app.app.checklists.install().await.unwrap();
    let mut tx = app.app.db.write().await.unwrap();
    let versions = checklists::store::versions(&mut tx).await.unwrap();
    assert_eq!(versions.len(), 5, "a second start adds nothing");
    // As if an older program had shipped another text.
    let (version, untouched) = checklists::store::shipped(&mut tx, "first-call")
        .await
        .unwrap()
        .unwrap();
    assert!(untouched);
    let mut older = version.document.0.clone();
    older.blocks.truncate(2);
    tx.query("UPDATE checklist_versions SET document = $2 WHERE id = $1")
        .bind_all((&version.id, JsonText(older)))
        .execute_exactly(1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    app.app.checklists.install().await.unwrap();
    let mut tx = app.app.db.read().await.unwrap();
    let (newer, _) = checklists::store::shipped(&mut tx, "first-call")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((newer.number, newer.document.0.blocks.len()), (2, 8));
    let old = checklists::store::version(&mut tx, &version.id).await.unwrap();
    assert_eq!(old.document.0.blocks.len(), 2);
    let id: EvaluationId = id.parse().unwrap();
    let kept = store::evaluation(&mut tx, &id).await.unwrap().unwrap();
    assert_eq!(kept.version_id, version.id);
    assert_ne!(kept.answers.0, Answers::default());
    drop(tx);
    let page = head.get(&format!("/evaluations/{id}")).await.ok();
    assert_eq!(
        (page.words(".total-num"), page.all_words(".item-text").len()),
        ("62,00".to_owned(), 23)
    );
}
