//! The checklist that fits a call.

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::people::{Function, store as people};
use salesbook::recordings::CallType;

use super::{begin, call};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(an_evaluation_begins_with_the_checklist_that_fits);

async fn an_evaluation_begins_with_the_checklist_that_fits(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let function = |who| format!("/people/{}/function", app.id(who));
    app.sign_in(Who::Manager)
        .await
        .post(&function(Who::Manager), &[("function", "hunter")])
        .await
        .expect(StatusCode::FORBIDDEN);
    head.post(&function(Who::Outsider), &[("function", "hunter")])
        .await
        .expect(StatusCode::NOT_FOUND);
    head.post(&function(Who::Trainer), &[("function", "hunter")])
        .await
        .expect(StatusCode::NOT_FOUND);
    head.post(&function(Who::Manager), &[("function", "newcomer")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let admin = app.sign_in(Who::Admin).await;
    admin
        .post(&function(Who::Colleague), &[("function", "hunter")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = head.get("/people").await.ok();
    let chosen = page.attribute(
        &format!("#person-{} option[selected]", app.id(Who::Manager)),
        "value",
    );
    assert_eq!(chosen, "newcomer");
    let mut tx = app.app.db.read().await.unwrap();
    let stored = people::person(&mut tx, app.id(Who::Colleague))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stored.function, Some(Function::Hunter));
    drop(tx);
    let mut names = Vec::new();
    for (who, kind) in [
        (Who::Manager, Some(CallType::First)),
        (Who::Colleague, Some(CallType::First)),
        (Who::Colleague, Some(CallType::Service)),
    ] {
        let id = begin(&head, &call(&app, who, kind).await).await;
        names.push(
            head.get(&format!("/evaluations/{id}/edit"))
                .await
                .ok()
                .words("#other-checklist option[selected]"),
        );
    }
    assert_eq!(
        names,
        ["Карта новичка", "Телемаркетинг: до встречи", "Первый разговор"]
    );
}
