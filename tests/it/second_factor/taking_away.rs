//! Who takes a second factor away, and what is asked for it.

use axum::http::StatusCode;
use salesbook::db::Db;

use super::{MINUTE_MS, connect, password};
use crate::support::app::{PASSWORD, TestApp, Who};
use crate::support::db::on_both;

on_both!(
    taking_it_away_asks_for_the_password,
    an_administrator_resets_it_and_the_person_is_told,
    a_passkey_of_somebody_else_stays
);

async fn taking_it_away_asks_for_the_password(db: Db) {
    let app = TestApp::new(db).await;
    let browser = app.sign_in(Who::Head).await;
    let phone = connect(&app, &browser).await;
    let refused = browser
        .post("/second-factor/app/remove", &[("password", "не тот")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .words("#password-error")
            .contains("не ваш нынешний пароль")
    );
    assert!(
        !password(&app, "m.sokolova")
            .await
            .0
            .cookies()
            .contains("session=")
    );
    browser
        .post("/second-factor/app/remove", &[("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        password(&app, "m.sokolova")
            .await
            .0
            .cookies()
            .contains("session=")
    );
    // An old session has to show the password before anything is added, too.
    app.clock.advance(11 * MINUTE_MS);
    let page = browser
        .post("/second-factor/app", &[])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.words("#password-error").contains("не ваш"));
    browser
        .post("/second-factor/app", &[("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let secret = browser
        .get("/second-factor")
        .await
        .ok()
        .words("#secret")
        .replace(' ', "");
    assert_ne!(secret, phone.secret);
    // The log tells of it, without a secret.
    let log = app.sign_in(Who::Admin).await.get("/audit").await.ok().text();
    assert!(log.contains("Подключён второй шаг входа") && log.contains("Отключён второй шаг входа"));
    assert!(!log.contains(&phone.secret) && !log.contains(&phone.recovery[0]));
}

async fn an_administrator_resets_it_and_the_person_is_told(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    connect(&app, &head).await;
    let (admin, path) = (
        app.sign_in(Who::Admin).await,
        format!("/people/{}/second-factor/reset", app.id(Who::Head)),
    );
    for nobody in [Who::Manager, Who::Head, Who::Trainer] {
        let by = if nobody == Who::Head {
            head.clone()
        } else {
            app.sign_in(nobody).await
        };
        by.post(&path, &[]).await.expect(StatusCode::FORBIDDEN);
    }
    let edit = format!("/people/{}/edit", app.id(Who::Head));
    assert!(admin.get(&edit).await.ok().text().contains(&path));
    admin.post(&path, &[]).await.expect(StatusCode::SEE_OTHER);
    assert!(
        !admin.get(&edit).await.ok().text().contains(&path),
        "there is nothing to reset"
    );
    let told = head.get("/profile").await.ok().words(".access-notice");
    assert!(told.contains("сброшен (кем: Ирина Белова)"), "{told}");
    assert!(
        password(&app, "m.sokolova")
            .await
            .0
            .cookies()
            .contains("session=")
    );
    assert!(
        admin
            .get("/audit")
            .await
            .ok()
            .text()
            .contains("Второй шаг входа сброшен")
    );
    // One's own goes by the password.
    let own = format!("/people/{}/second-factor/reset", app.id(Who::Admin));
    connect(&app, &admin).await;
    assert_eq!(
        admin
            .post(&own, &[])
            .await
            .expect(StatusCode::SEE_OTHER)
            .location(),
        "/second-factor"
    );
    assert!(app.app.auth.has_second_factor(app.id(Who::Admin)).await.unwrap());
    // The shell helps the last administrator.
    assert!(
        app.app
            .auth
            .reset_second_factor(None, app.person(Who::Admin))
            .await
            .unwrap()
    );
    assert!(!app.app.auth.has_second_factor(app.id(Who::Admin)).await.unwrap());
}

async fn a_passkey_of_somebody_else_stays(db: Db) {
    let app = TestApp::new(db).await;
    let (thief, id) = (app.sign_in(Who::Manager).await, "01K0ZC3QJ5V0T5N6V8W2M4X7RD");
    let mut tx = app.app.db.write().await.unwrap();
    tx.query("INSERT INTO passkeys (id, person_id, credential_id, name, passkey, created_at) VALUES ($1, $2, 'c', 'ноутбук', '{}', 0)")
            .bind_all((id, app.id(Who::Colleague)))
            .execute_exactly(1)
            .await
            .unwrap();
    tx.commit().await.unwrap();
    let path = format!("/second-factor/passkeys/{id}/remove");
    let page = thief
        .post(&path, &[("password", "не тот")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.words("#passkeys .notice").contains("не ваш"));
    thief
        .post(&path, &[("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        app.app
            .auth
            .has_second_factor(app.id(Who::Colleague))
            .await
            .unwrap()
    );
    // A passkey that cannot be asked for under this address leaves the recovery codes as the way in.
    let (_, between) = password(&app, "n.zhukov").await;
    let page = between.get("/sign-in/second").await.ok();
    assert!(page.all_words("form[data-passkey]").is_empty() && page.text().contains("Запасной код"));
}
