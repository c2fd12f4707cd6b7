//! What repeats: counted over evaluations, closed by clean ones, and the steps from a talk to a written warning.

use axum::http::StatusCode;
use salesbook::audit::{self, Act, Detail};
use salesbook::checklists::Mark;
use salesbook::db::Db;
use salesbook::id::EvaluationId;

use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;
use crate::support::published_score::{opinion, publish_score};

/// An evaluation with the date at this mark, and the manager's opinion of it.
async fn dated(app: &TestApp, seconds: u32, mark: u16) -> EvaluationId {
    let id = publish_score(app, Who::Manager, seconds, &[("date", Mark::Value(mark))]).await;
    opinion(app, Who::Manager, &id).await;
    id
}

/// A plan about the date, written after this evaluation and acknowledged.
async fn plan_after(app: &TestApp, evaluation: &EvaluationId, focus: &str) -> String {
    let head = app.sign_in(Who::Head).await;
    let fields = [
        ("focus", focus),
        ("action", "Прочитать материал"),
        ("target", "Называет день и час"),
        ("due", "2026-12-11"),
        ("item", "date"),
    ];
    let saved = head
        .post(&format!("/evaluations/{evaluation}/plan"), &fields)
        .await;
    let plan = saved.expect(StatusCode::SEE_OTHER).location().to_owned();
    let manager = app.sign_in(Who::Manager).await;
    manager
        .post(&format!("{plan}/acknowledgement"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    plan
}

on_both!(
    a_warning_comes_after_talks_and_plans_and_is_announced,
    clean_evaluations_close_it_and_others_do_not_see_it
);

async fn a_warning_comes_after_talks_and_plans_and_is_announced(db: Db) {
    let app = TestApp::new(db).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let own = format!("/managers/{}/defects", app.id(Who::Manager));
    let warning = format!("{own}/date/warning");
    for seconds in [60, 61] {
        let _ = dated(&app, seconds, 0).await;
    }
    assert!(
        head.get(&own).await.ok().text().contains("Ничего не повторяется"),
        "two are not enough"
    );
    let third = dated(&app, 62, 0).await;
    assert!(
        head.get(&own)
            .await
            .ok()
            .words(".defect")
            .contains("низко в 3 из 3")
    );
    assert!(
        head.get("/defects")
            .await
            .ok()
            .words(".rows")
            .contains("низко в 3 из 3")
    );
    head.get(&warning).await.expect(StatusCode::CONFLICT);

    // The first plan does not help; the second says what may come after it.
    let first = plan_after(&app, &third, "Дата").await;
    assert!(
        !manager
            .get(&first)
            .await
            .ok()
            .text()
            .contains("письменное предупреждение")
    );
    let fourth = dated(&app, 63, 0).await;
    let form = head.get(&format!("/evaluations/{fourth}/plan")).await.ok();
    assert!(
        form.words(".aside").contains("дальше письменное предупреждение"),
        "{}",
        form.text()
    );
    let second = plan_after(&app, &fourth, "Дата ещё раз").await;
    let told = manager.get(&second).await.ok();
    assert!(
        told.words(".part .notice")
            .contains("РОП может вынести письменное предупреждение")
    );
    head.get(&warning).await.expect(StatusCode::CONFLICT);

    let _ = dated(&app, 64, 0).await;
    let steps = head.get(&own).await.ok();
    assert!(
        steps.words(".steps").contains("Вынести предупреждение"),
        "{}",
        steps.text()
    );
    assert!(
        !manager
            .get(&own)
            .await
            .ok()
            .words(".steps")
            .contains("Вынести предупреждение")
    );
    let form = head.get(&warning).await.ok();
    assert!(
        form.words("#facts").contains("Дата ещё раз"),
        "what was agreed before stands in the facts"
    );
    assert_eq!(
        form.attribute("#measure-1 option[selected]", "value"),
        "item:date"
    );

    // A warning is measured: a target in words alone is refused.
    let vague = [
        ("facts", "Было"),
        ("consequence", "Пересмотр условий"),
        ("target", "Стараться"),
        ("due", "2026-12-11"),
    ];
    let refused = head
        .post(&warning, &vague)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text()
            .contains("У каждой цели предупреждения есть правило")
    );
    let measured = [
        vague[0],
        vague[1],
        vague[2],
        vague[3],
        ("measure", "item:date"),
        ("at_least", "1"),
        ("hits", "1"),
        ("of", "2"),
    ];
    let issued = head.post(&warning, &measured).await.expect(StatusCode::SEE_OTHER);
    let address = issued.location().to_owned();
    assert!(head.get(&address).await.ok().text().contains("Пересмотр условий"));
    head.get(&warning).await.expect(StatusCode::CONFLICT);

    // The manager answers once; a disagreement needs words and is kept.
    assert!(
        manager
            .get("/")
            .await
            .ok()
            .words("#plans-inbox")
            .contains("предупреждение ждёт вашего ответа")
    );
    let answer = format!("{address}/acknowledgement");
    let silent = manager
        .post(&answer, &[("answer", "disagrees")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text().contains("Напишите, с чем вы не согласны"));
    app.clock.advance(60_000);
    let words = [("answer", "disagrees"), ("words", "Два звонка были повторными")];
    manager.post(&answer, &words).await.expect(StatusCode::SEE_OTHER);
    let shown = head.get(&address).await.ok().text();
    assert!(shown.contains("согласия нет") && shown.contains("Два звонка были повторными"));
    let mut tx = app.app.db.read().await.unwrap();
    let acts = audit::store::of_subject(&mut tx, &address).await.unwrap();
    let acts: Vec<_> = acts
        .into_iter()
        .map(|event| (event.event.act, event.event.detail))
        .collect();
    assert_eq!(acts[0], (Act::WarningIssued, Detail::Item("date".to_owned())));
    assert_eq!(acts[1], (Act::WarningAcknowledged, Detail::word("disagrees")));
    drop(tx);
    // A plan is not disagreed with: it is talked over.
    manager
        .post(&format!("{second}/acknowledgement"), &words)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
}

async fn clean_evaluations_close_it_and_others_do_not_see_it(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let own = format!("/managers/{}/defects", app.id(Who::Manager));
    for (seconds, mark) in [(60, 0), (61, 0), (62, 0), (63, 2), (64, 1)] {
        let _ = dated(&app, seconds, mark).await;
    }
    let open = head.get(&own).await.ok().words(".defect");
    assert!(open.contains("Закроется после 1 чистой оценки подряд"), "{open}");
    // What the manager has not said their opinion on is not told to them by this page either.
    let hidden = publish_score(&app, Who::Manager, 65, &[]).await;
    assert!(head.get(&own).await.ok().words(".defect").contains("закрыт"));
    let manager = app.sign_in(Who::Manager).await;
    assert!(
        manager
            .get(&own)
            .await
            .ok()
            .words(".defect")
            .contains("повторяется")
    );
    opinion(&app, Who::Manager, &hidden).await;
    assert!(manager.get(&own).await.ok().words(".defect").contains("закрыт"));
    let redirect = manager.get("/defects").await.expect(StatusCode::SEE_OTHER);
    assert_eq!(redirect.location(), own);
    for who in [Who::Colleague, Who::OtherHead] {
        app.sign_in(who)
            .await
            .get(&own)
            .await
            .expect(StatusCode::NOT_FOUND);
    }
}
