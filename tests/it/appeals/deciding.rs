//! Who decides an appeal, and what becomes of the total.

use axum::http::StatusCode;
use salesbook::appeals::{AppealState, store as appeal_rows};
use salesbook::checklists::{Hundredths, Mark};
use salesbook::db::Db;
use salesbook::evaluations::store;
use salesbook::people::{self, Person};
use serde_json::json;

use super::{appeal, opened};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

/// The head of the second team leads the first one too.
async fn second_head(app: &TestApp) {
    let head = app.person(Who::Head).clone();
    let other = Person {
        team_id: head.team_id,
        ..app.person(Who::OtherHead).clone()
    };
    let mut tx = app.app.db.write().await.unwrap();
    people::store::update(&mut tx, &other).await.unwrap();
    tx.commit().await.unwrap();
}

on_both!(
    what_is_below_the_best_mark_can_be_appealed_once,
    the_reviewer_reads_an_appeal_and_does_not_decide_it,
    another_head_accepts_and_the_total_changes,
    partly_rejected_withdrawn_and_the_reviewer_alone
);

async fn what_is_below_the_best_mark_can_be_appealed_once(db: Db) {
    let app = TestApp::new(db).await;
    let (_, path) = opened(&app).await;
    second_head(&app).await;
    let (reviewer, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let page = manager.get(&path).await.ok();
    assert!(
        page.words("#appeals").contains("до 30 ноября включительно"),
        "five working days after Monday 23: {}",
        page.words("#appeals")
    );
    assert!(page.words("#appeals").contains("Павел Громов") && !page.words("#appeals").contains("Марина"));
    let ways = page.all_words(".item-appeal-way");
    // Below the best mark and counted: neither the best ones nor the closed block.
    assert!(
        ways.iter().any(|way| way == "Обжаловать: Бюджет") && !ways.iter().any(|way| way.contains("Срок")),
        "{ways:?}"
    );
    assert!(
        reviewer
            .get(&path)
            .await
            .ok()
            .all_words(".item-appeal-way")
            .is_empty()
    );

    let form = manager.get(&format!("{path}/appeal?item=budget")).await.ok();
    assert!(
        form.text().contains("Назвал вилку"),
        "the reviewer's words are beside"
    );
    let wrong = manager
        .post(
            &format!("{path}/appeal"),
            &[("item", "budget"), ("wished", "0"), ("reason", "Спросил")],
        )
        .await;
    let wrong = wrong.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text().contains("отличную от поставленной") && wrong.text().contains("Спросил"),
        "what was entered stays"
    );
    for (item, status) in [("deadline", 409), ("argued", 409), ("nothing", 409)] {
        manager
            .get(&format!("{path}/appeal?item={item}"))
            .await
            .expect(StatusCode::from_u16(status).unwrap());
    }
    appeal(&app, &manager, &path, "budget", "2").await;
    let twice = manager
        .post(
            &format!("{path}/appeal"),
            &[("item", "budget"), ("wished", "1"), ("reason", "Ещё раз")],
        )
        .await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert_eq!(
        manager
            .get(&path)
            .await
            .ok()
            .words("#item-budget .item-appeal .badge"),
        "Ждёт решения"
    );
}

async fn the_reviewer_reads_an_appeal_and_does_not_decide_it(db: Db) {
    let app = TestApp::new(db).await;
    let (_, path) = opened(&app).await;
    second_head(&app).await;
    let (reviewer, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let place = appeal(&app, &manager, &path, "budget", "2").await;
    let seen = reviewer.get(&place).await.ok();
    assert!(seen.text().contains("На 0:40 спросил прямо") && seen.all_words("#decision").is_empty());
    let decision = format!("{place}/decision");
    let answer = reviewer
        .post(&decision, &[("outcome", "rejected"), ("words", "Нет")])
        .await
        .expect(StatusCode::FORBIDDEN);
    assert!(answer.text().contains("Павел Громов"));
    manager
        .post(&decision, &[("outcome", "accepted"), ("words", "Да")])
        .await
        .expect(StatusCode::FORBIDDEN);
}

async fn another_head_accepts_and_the_total_changes(db: Db) {
    let app = TestApp::new(db).await;
    let (id, path) = opened(&app).await;
    second_head(&app).await;
    let (reviewer, other, manager) = (
        app.sign_in(Who::Head).await,
        app.sign_in(Who::OtherHead).await,
        app.sign_in(Who::Manager).await,
    );
    let place = appeal(&app, &manager, &path, "budget", "2").await;
    let decision = format!("{place}/decision");
    let list = other.get("/appeals").await.ok();
    assert!(
        list.words(".appeal").contains("Анна Кузнецова")
            && list.words(".appeal").contains("решить до 26 ноября"),
        "{}",
        list.words(".appeal")
    );
    assert_eq!(
        other.get("/").await.ok().words("#appeals .task a"),
        "Анна Кузнецова"
    );
    let before = other.get(&place).await.ok();
    assert!(
        before.words(".decisions").contains("итог 68,67 вместо 62,00"),
        "{}",
        before.words(".decisions")
    );
    let refused = other
        .post(&decision, &[("outcome", "partly"), ("mark", "2"), ("words", " ")])
        .await;
    let refused = refused.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
    assert!(
        refused.contains("не прежнюю и не ту") && refused.contains("Объясните решение"),
        "{refused}"
    );
    other
        .post(
            &decision,
            &[("outcome", "accepted"), ("words", "Да, на 0:40 слышно")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    other
        .post(&decision, &[("outcome", "rejected"), ("words", "Передумал")])
        .await
        .expect(StatusCode::CONFLICT);

    for browser in [&manager, &reviewer, &other] {
        let page = browser.get(&path).await.ok();
        assert_eq!(page.words(".total-num"), "68,67");
        assert_eq!(page.words(".total-side span"), "51,5 ÷ 75 × 100");
        let why = page.words(".correction");
        assert!(
            why.contains("62,00 → 68,67") && why.contains("«Бюджет»: 0 → 2") && why.contains("Павел Громов"),
            "{why}"
        );
        assert!(page.words("#appeals").contains("Да, на 0:40 слышно"));
        assert_eq!(page.words("#item-budget .item-appeal .badge"), "Принята");
        let history = page.words(".evaluation-history");
        for act in [
            "Оценка начата",
            "Оценка опубликована 62,00",
            "Апелляция подана Бюджет",
            "Оценка исправлена Бюджет: 62,00 → 68,67",
            "Апелляция решена Бюджет: Принята",
        ] {
            assert!(history.contains(act), "{act}: {history}");
        }
        let list = browser.get("/evaluations").await.ok();
        assert_eq!(list.words(".evaluations td.r b"), "68,67");
        assert!(
            list.words(".evaluations-means").contains("68,67"),
            "means use the new total"
        );
    }
    assert_eq!(
        manager.get("/").await.ok().words("#decided-appeals a"),
        "ООО «Сад-Механика»"
    );
    assert!(
        other
            .get("/appeals?show=decided")
            .await
            .ok()
            .words(".appeal")
            .contains("Итог 62,00 → 68,67")
    );

    // What it was is kept.
    let mut tx = app.app.db.read().await.unwrap();
    let kept = store::revisions(&mut tx, &id).await.unwrap();
    assert_eq!(kept.len(), 1);
    let one = &kept[0];
    assert_eq!(
        (one.number, one.mark_before, one.mark_after),
        (1, Some(Mark::Value(0)), Mark::Value(2))
    );
    assert_eq!(
        (one.total_before, one.total_after),
        (Some(Hundredths(6200)), Some(Hundredths(6867)))
    );
    assert_eq!(one.snapshot_before.0.score.total, Some(Hundredths(6200)));
    assert_eq!(one.answers_before.0.mark("budget"), Some(Mark::Value(0)));
    let now = store::evaluation(&mut tx, &id).await.unwrap().unwrap();
    assert_eq!(
        now.snapshot.unwrap().0.checklist,
        one.snapshot_before.0.checklist,
        "the same checklist"
    );
    drop(tx);
    let body = app
        .program(Who::Manager)
        .await
        .get(&format!("/api/v1/evaluations/{id}/appeals"))
        .await
        .ok()
        .json();
    assert_eq!(body["items"][0]["state"], "accepted");
    assert_eq!(
        (&body["items"][0]["total_after"], &body["items"][0]["decider"]),
        (&json!(68.67), &json!("Павел Громов"))
    );
}

async fn partly_rejected_withdrawn_and_the_reviewer_alone(db: Db) {
    let app = TestApp::new(db).await;
    let (id, path) = opened(&app).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    assert!(
        manager
            .get(&path)
            .await
            .ok()
            .words("#appeals")
            .contains("другого РОПа у отдела нет"),
        "said plainly"
    );

    let first = appeal(&app, &manager, &path, "budget", "2").await;
    assert!(
        head.get(&first)
            .await
            .ok()
            .words(".aside")
            .contains("другого РОПа у отдела нет")
    );
    head.post(
        &format!("{first}/decision"),
        &[
            ("outcome", "partly"),
            ("mark", "1"),
            ("words", "Спросил, но не дождался ответа"),
        ],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let page = manager.get(&path).await.ok();
    assert_eq!(page.words(".total-num"), "65,33");
    manager
        .post(
            &format!("{path}/appeal"),
            &[("item", "budget"), ("wished", "2"), ("reason", "Всё же")],
        )
        .await
        .expect(StatusCode::CONFLICT);

    let second = appeal(&app, &manager, &path, "date", "2").await;
    head.post(
        &format!("{second}/decision"),
        &[("outcome", "rejected"), ("words", "Даты нет")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    assert_eq!(manager.get(&path).await.ok().words(".total-num"), "65,33");
    assert_eq!(
        manager.get(&second).await.ok().words(".appeal-said .badge"),
        "Отклонена"
    );

    // Taken back, it may be lodged again; and what is not open cannot be taken back.
    let third = appeal(&app, &manager, &path, "recap", "na").await;
    head.post(&format!("{third}/withdraw"), &[])
        .await
        .expect(StatusCode::FORBIDDEN);
    manager
        .post(&format!("{third}/withdraw"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    manager
        .post(&format!("{third}/withdraw"), &[])
        .await
        .expect(StatusCode::CONFLICT);
    head.post(
        &format!("{third}/decision"),
        &[("outcome", "accepted"), ("words", "Да")],
    )
    .await
    .expect(StatusCode::CONFLICT);
    let fourth = appeal(&app, &manager, &path, "recap", "2").await;
    assert_ne!(third, fourth);

    // Two corrections, both kept; the second begins where the first ended.
    head.post(
        &format!("{fourth}/decision"),
        &[("outcome", "accepted"), ("words", "Повторил в конце")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let mut tx = app.app.db.read().await.unwrap();
    let kept = store::revisions(&mut tx, &id).await.unwrap();
    assert_eq!(kept.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(kept[1].total_before, kept[0].total_after);
    let all = appeal_rows::of_evaluation(&mut tx, &app.person(Who::Head).scope(), &id)
        .await
        .unwrap();
    // Lodged in one moment: their order says nothing.
    let mut states: Vec<AppealState> = all.iter().map(|one| one.state).collect();
    states.sort_unstable();
    let mut wanted = [
        AppealState::Partly,
        AppealState::Rejected,
        AppealState::Withdrawn,
        AppealState::Accepted,
    ];
    wanted.sort_unstable();
    assert_eq!(states, wanted);
    let rejected = all.iter().find(|one| one.state == AppealState::Rejected).unwrap();
    assert_eq!(rejected.total_after, None, "nothing changed");
}
