//! A day of a department, in which every act happens, leaves what was decided.

use std::collections::BTreeSet;

use salesbook::audit::{Act, Detail};
use salesbook::db::Db;

use super::day_of_calls::{calls, files};
use super::{Day, Sent, lines};
use crate::evaluations::publish;
use crate::support::app::{Browser, Multipart, PASSWORD, TestApp, Who};
use crate::support::db::on_both;

/// People and what lets them in.
async fn people(day: &mut Day<'_>, app: &TestApp) {
    let admin = app.sign_in(Who::Admin).await;
    let team = app.person(Who::Manager).team_id.clone().unwrap().to_string();
    let new = [
        ("name", "Ольга Белая"),
        ("login", "o.belaya"),
        ("role", "manager"),
        ("team", team.as_str()),
    ];
    day.form(&admin, "POST /people", &[], &new).await;
    let colleague = app.id(Who::Colleague).to_string();
    let renamed = [
        ("name", "Никита Жуков-Седов"),
        ("role", "manager"),
        ("team", team.as_str()),
        ("active", "on"),
    ];
    day.form(&admin, "POST /people/{id}", &[&colleague], &renamed)
        .await;
    day.form(
        &admin,
        "POST /people/{id}/function",
        &[&colleague],
        &[("function", "hunter")],
    )
    .await;
    day.form(&admin, "POST /teams", &[], &[("name", "Новый отдел")])
        .await;
    let made = day
        .form(&admin, "POST /people/{id}/invitation", &[&colleague], &[])
        .await;
    let link = made.words("#link");
    let stranger = app.sign_in(Who::Stranger).await;
    let chosen = day
        .form(
            &stranger,
            "POST /invitation",
            &[],
            &[("link", &link), ("password", PASSWORD)],
        )
        .await;
    let cookie = chosen.headers["set-cookie"].to_str().unwrap();
    let colleague = stranger
        .clone()
        .with_header("cookie", cookie.split(';').next().unwrap());
    day.form(&colleague, "POST /profile/links/read", &[], &[("back", "/")])
        .await;
    day.form(
        &stranger,
        "POST /sign-in",
        &[],
        &[("login", "n.zhukov"), ("password", PASSWORD)],
    )
    .await;
    let profile = colleague.get("/profile").await.ok();
    let other = profile.attribute(
        "form[action='/profile/sessions/end'] input[name=session]",
        "value",
    );
    day.form(
        &colleague,
        "POST /profile/sessions/end",
        &[],
        &[("session", &other)],
    )
    .await;
    tokens(day, &admin, &colleague).await;
    let passwords = [("current", PASSWORD), ("new", "совсем другие слова подряд")];
    day.form(&colleague, "POST /profile/password", &[], &passwords)
        .await;
    day.form(&colleague, "POST /language", &[], &[("locale", "ru")])
        .await;
    day.form(&colleague, "POST /profile/keys", &[], &[]).await;
    day.form(&colleague, "POST /sign-out", &[], &[]).await;
}

/// The tokens of somebody's programs: one is given up by its owner, one is taken away.
async fn tokens(day: &mut Day<'_>, admin: &Browser, colleague: &Browser) {
    let token = day
        .form(
            colleague,
            "POST /profile/tokens",
            &[],
            &[
                ("name", "выгрузка"),
                ("scope", "recordings:read"),
                ("days", "30"),
                ("password", PASSWORD),
            ],
        )
        .await;
    let delete = token.attribute("form[action$='/delete']", "action");
    let id = delete.split('/').nth(3).unwrap().to_owned();
    day.form(colleague, "POST /profile/tokens/{id}/delete", &[&id], &[])
        .await;
    let token = day
        .ask(
            colleague,
            "POST /api/v1/tokens",
            &[],
            Sent::Json(
                serde_json::json!({"name": "выгрузка", "scopes": ["recordings:read"], "password": PASSWORD}),
            ),
        )
        .await
        .json();
    let id = token["id"].as_str().unwrap().to_owned();
    day.form(admin, "POST /people/tokens/{id}/revoke", &[&id], &[])
        .await;
}

/// The queue: each of its acts says with which job, and whose call it is about.
async fn queue(day: &mut Day<'_>, app: &TestApp) {
    let head = app.sign_in(Who::Head).await;
    let sound = crate::support::speech::call(49);
    let form = Multipart::default().file("file", "call.wav", &sound);
    let brought = app
        .program(Who::Manager)
        .await
        .upload("/api/v1/recordings", form)
        .await;
    let recording = brought.json()["id"].as_str().unwrap().to_owned();
    let mut tx = app.app.db.read().await.unwrap();
    let job: String = tx
        .query("SELECT id FROM jobs WHERE subject = $1")
        .bind(recording)
        .scalar()
        .await
        .unwrap();
    drop(tx);
    day.form(&head, "POST /jobs/{id}/first", &[&job], &[]).await;
    day.form(&head, "POST /jobs/{id}/cancel", &[&job], &[]).await;
    day.form(&head, "POST /jobs/{id}/retry", &[&job], &[]).await;
    for act in [Act::JobFirst, Act::JobCancelled, Act::JobRetried] {
        let lines = lines(app, act).await;
        let event = &lines[0].event;
        assert_eq!(event.subject, format!("/jobs#job-{job}"), "{act}");
        assert_eq!(event.manager_id.as_ref(), Some(app.id(Who::Manager)), "{act}");
        assert!(
            matches!(&event.detail, Detail::Word(kind) if kind.contains("transcri")),
            "{event:?}"
        );
    }
}

/// The queue, the glossary, quotas and meetings.
async fn rest(day: &mut Day<'_>, app: &TestApp) {
    let (admin, head) = (app.sign_in(Who::Admin).await, app.sign_in(Who::Head).await);
    day.form(&admin, "POST /jobs/pause", &[], &[]).await;
    day.form(&admin, "POST /jobs/resume", &[], &[]).await;
    let term = serde_json::json!({"term": "Литмаш", "variants": "лит маш"});
    let program = app.program(Who::Head).await;
    let added = day
        .ask(&program, "POST /api/v1/glossary", &[], Sent::Json(term.clone()))
        .await
        .json();
    let id = added["id"].as_str().unwrap().to_owned();
    day.ask(&program, "PUT /api/v1/glossary/{id}", &[&id], Sent::Json(term))
        .await;
    day.ask(&program, "DELETE /api/v1/glossary/{id}", &[&id], Sent::Empty)
        .await;
    day.form(
        &head,
        "POST /listening/quotas",
        &[],
        &[("calls", "1"), ("min", "1")],
    )
    .await;
    let manager = app.id(Who::Manager).to_string();
    let meeting = [
        ("manager", manager.as_str()),
        ("day", "2026-11-25"),
        ("time", "15:00"),
    ];
    let planned = day.form(&head, "POST /one-to-ones", &[], &meeting).await;
    let id = planned.location().rsplit('/').next().unwrap().to_owned();
    let saved = [("act", "save"), ("day", "2026-11-25"), ("went_well", "Спокойно")];
    day.form(&head, "POST /one-to-ones/{id}", &[&id], &saved).await;
    day.form(
        &head,
        "POST /one-to-ones/{id}/notes",
        &[&id],
        &[("private_notes", "слова")],
    )
    .await;
    day.form(&head, "POST /one-to-ones/{id}/cancel", &[&id], &[])
        .await;
    let recording = app.recording(Who::Manager, 47).await;
    let begun = day
        .form(
            &head,
            "POST /recordings/{id}/evaluate",
            &[recording.as_str()],
            &[],
        )
        .await;
    let draft = begun.location().split('/').nth(2).unwrap().to_owned();
    day.form(&head, "POST /evaluations/{id}/discard", &[&draft], &[])
        .await;
    day.form(&head, "POST /evaluations/{id}/restore", &[&draft], &[])
        .await;
    let evaluation = publish(&head, &app.recording(Who::Manager, 48).await).await;
    let manager = app.sign_in(Who::Manager).await;
    let words = [("pluses", "Слушала"), ("minuses", "Цена рано")];
    day.form(&manager, "POST /evaluations/{id}/opinion", &[&evaluation], &words)
        .await;
    day.form(
        &manager,
        "POST /evaluations/{id}/acknowledgement",
        &[&evaluation],
        &[],
    )
    .await;
    let appeal = [
        ("item", "budget"),
        ("wished", "2"),
        ("reason", "Спросила на второй минуте"),
    ];
    day.form(&manager, "POST /evaluations/{id}/appeal", &[&evaluation], &appeal)
        .await;
    let plan = [
        ("focus", "Дата"),
        ("action", "Спрашивать"),
        ("target", "Дата в трёх звонках"),
        ("due", "2026-12-11"),
    ];
    let written = day
        .form(&head, "POST /evaluations/{id}/plan", &[&evaluation], &plan)
        .await;
    let plan = written.location().rsplit('/').next().unwrap().to_owned();
    day.form(&manager, "POST /plans/{id}/acknowledgement", &[&plan], &[])
        .await;
}

on_both!(a_day_leaves_what_was_decided);

async fn a_day_leaves_what_was_decided(db: Db) {
    let app = TestApp::new(db).await;
    let mut day = Day {
        app: &app,
        driven: BTreeSet::new(),
    };
    people(&mut day, &app).await;
    calls(&mut day, &app).await;
    files(&mut day, &app).await;
    queue(&mut day, &app).await;
    rest(&mut day, &app).await;
    // The log is read by whom it concerns: the other head sees none of it, this one nothing of how people got in.
    let other = app.sign_in(Who::OtherHead).await.get("/audit").await.ok();
    assert_eq!(other.words(".empty strong"), "Ничего не найдено");
    let head = app.sign_in(Who::Head).await;
    let access = head.get("/audit?act=access").await.ok();
    assert_eq!(access.words(".empty strong"), "Ничего не найдено");
    assert!(!access.text().contains("value=\"signed-in\""));
    for group in ["people", "calls", "scores", "plans", "book"] {
        let rows = head
            .get(&format!("/audit?act={group}"))
            .await
            .ok()
            .all_words(".audit tbody tr");
        assert!(!rows.is_empty(), "{group}");
    }
    let admin = app.sign_in(Who::Admin).await;
    let rows = admin
        .get("/audit?act=signed-in")
        .await
        .ok()
        .all_words(".audit tbody tr");
    assert!(
        rows.iter().all(|row| row.contains("Вход выполнен")) && !rows.is_empty(),
        "{rows:?}"
    );
}
