//! Fair process as people live it: own marks before the score, the comparison, the acknowledgement, appeals and who
//! decides them.

use axum::http::StatusCode;
use salesbook::appeals::{AppealState, store as appeal_rows};
use salesbook::checklists::{AnswerChange, Hundredths, Mark};
use salesbook::db::Db;
use salesbook::evaluations::{PublishOutcome, store};
use salesbook::id::{EvaluationId, RecordingId};
use salesbook::people::{self, Person};
use salesbook::recordings;
use serde_json::{Value, json};

use crate::evaluations::{EXAMPLE, call, publish, silent_call};
use crate::support::app::{Browser, PASSWORD, TestApp, Who};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A published evaluation of the manager's call, 62,00, and its path.
async fn scored(app: &TestApp) -> (EvaluationId, String) {
    let recording = call(app, Who::Manager, "ООО «Сад-Механика»").await;
    let id = publish(&app.sign_in(Who::Head).await, &recording).await;
    (id.parse().unwrap(), format!("/evaluations/{id}"))
}

/// The same, and the manager has said their opinion.
async fn opened(app: &TestApp) -> (EvaluationId, String) {
    let (id, path) = scored(app).await;
    let words = [("pluses", "Узнал срок"), ("minuses", "Не назначил дату")];
    let manager = app.sign_in(Who::Manager).await;
    manager
        .post(&format!("{path}/opinion"), &words)
        .await
        .expect(StatusCode::SEE_OTHER);
    (id, path)
}

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

/// Appeals an item through its form; returns the appeal's path.
async fn appeal(app: &TestApp, manager: &Browser, path: &str, item: &str, wished: &str) -> String {
    let fields = [
        ("item", item),
        ("wished", wished),
        ("reason", "На 0:40 спросил прямо"),
    ];
    let answer = manager
        .post(&format!("{path}/appeal"), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), format!("{path}#appeals"));
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let mut tx = app.app.db.read().await.unwrap();
    let all = appeal_rows::of_evaluation(&mut tx, &app.person(Who::Manager).scope(), &id)
        .await
        .unwrap();
    let one = all
        .iter()
        .find(|one| one.item_key == item && one.state == AppealState::Open)
        .unwrap();
    format!("/appeals/{}", one.id)
}

on_both!(
    a_manager_marks_their_own_call_and_compares,
    words_alone_leave_no_half_filled_card,
    a_score_is_acknowledged_once,
    another_head_accepts_and_the_total_changes,
    partly_rejected_withdrawn_and_the_reviewer_alone,
    deadlines_are_kept,
    nobody_else_sees_an_appeal
);

async fn a_manager_marks_their_own_call_and_compares(db: Db) {
    let app = TestApp::new(db).await;
    let (id, path) = scored(&app).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let ask = manager.get(&path).await.ok();
    assert_eq!(ask.attribute(".opinion-or a", "href"), format!("{path}/self"));
    let own = format!("{path}/self");
    let page = manager.get(&own).await.ok();
    assert_eq!(
        (page.words("[data-total]"), page.words("a[data-left]")),
        ("—".to_owned(), "осталось 22 пункта".to_owned())
    );
    assert_eq!(page.all_words(".item-text").len(), 28);
    let saved = manager
        .fragment("saved")
        .post(
            &format!("{own}/draft"),
            &[
                ("revision", "0"),
                ("mark.budget", "2"),
                ("comment.budget", "Спросил на 0:40"),
                ("pluses", "Узнал срок"),
            ],
        )
        .await
        .ok();
    assert_eq!(
        (
            saved.attribute("#saved", "data-revision"),
            saved.attribute("#saved", "data-total")
        ),
        ("1".to_owned(), "10000".to_owned())
    );
    // Another tab knows the page as it was before.
    manager
        .fragment("saved")
        .post(
            &format!("{own}/draft"),
            &[("revision", "0"), ("mark.budget", "0")],
        )
        .await
        .expect(StatusCode::CONFLICT);
    manager
        .fragment("saved")
        .post(
            &format!("{own}/draft"),
            &[("revision", "1"), ("mark.budget", "9")],
        )
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);

    // A draft is nobody else's, and nothing of the reviewer's is on it.
    let page = manager.get(&own).await.ok();
    for secret in ["62,00", "Отпустил сразу", "46,5", "Назвал вилку"] {
        assert!(!page.text().contains(secret), "{secret} is shown too early");
    }
    assert!(page.text().contains("Спросил на 0:40") && page.text().contains("Узнал срок"));
    assert!(!head.get(&path).await.ok().text().contains("Спросил на 0:40"));
    for (who, status) in [
        (Who::Head, StatusCode::FORBIDDEN),
        (Who::Colleague, StatusCode::NOT_FOUND),
        (Who::Trainer, StatusCode::FORBIDDEN),
        (Who::Admin, StatusCode::FORBIDDEN),
    ] {
        let browser = app.sign_in(who).await;
        browser.get(&own).await.expect(status);
        browser
            .post(&format!("{own}/publish"), &[("revision", "1")])
            .await
            .expect(status);
    }

    // Too early: what was sent is kept, and what is missing is said, marks and words alike.
    let refused = manager
        .post(
            &format!("{own}/publish"),
            &[
                ("revision", "1"),
                ("mark.deadline", "2"),
                ("pluses", "Узнал срок"),
            ],
        )
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let missing = refused.all_words(".card-missing li");
    assert!(
        missing.len() > 15
            && missing
                .iter()
                .any(|part| part.contains("Назовите хотя бы один минус")),
        "{missing:?}"
    );
    assert_eq!(refused.attribute("[name=revision]", "value"), "2");
    assert!(
        manager
            .get(&path)
            .await
            .ok()
            .text()
            .contains("Сначала ваше мнение"),
        "the score stays closed"
    );

    // The same marks but for three: one's own low marks need no word.
    let fields: Vec<_> = [("revision", "2"), ("minuses", "Не назначил дату")]
        .into_iter()
        .chain(
            EXAMPLE
                .iter()
                .copied()
                .filter(|(name, _)| !["mark.budget", "mark.calculation", "mark.greeting"].contains(name)),
        )
        .chain([
            ("mark.budget", "2"),
            ("mark.calculation", "1"),
            ("mark.greeting", "1"),
        ])
        .collect();
    let done = manager
        .post(&format!("{own}/publish"), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(done.location(), path);
    manager
        .post(&format!("{own}/publish"), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(
        manager.get(&own).await.expect(StatusCode::SEE_OTHER).location(),
        path
    );
    for browser in [&manager, &head] {
        let page = browser.get(&path).await.ok();
        let totals = page.all_words(".compare-totals dd");
        assert!(
            totals[0].starts_with("62,00") && totals[0].ends_with("46,5 ÷ 75 × 100"),
            "{totals:?}"
        );
        assert!(
            totals[1].contains("÷") && !totals[1].starts_with("62,00"),
            "{totals:?}"
        );
        let first = page.all_words(".compare-table tbody th a");
        assert_eq!(
            first[..3],
            [
                "Бюджет",
                "Поздоровался, назвал себя и компанию",
                "Показал расчёт или пример"
            ]
            .map(str::to_owned),
            "{first:?}"
        );
        let rows = page.all_words(".compare > .compare-table tbody tr");
        assert_eq!(rows.len(), 3);
        assert!(
            rows[0].contains("Спросил на 0:40") && rows[0].ends_with("0 2 +2"),
            "{rows:?}"
        );
        assert!(
            rows[1].ends_with("2 1 −1") && rows[2].ends_with("н/п 1 —"),
            "{rows:?}"
        );
        assert!(page.words(".compare-same summary").starts_with("Совпал"));
    }
    let body = app
        .program(Who::Head)
        .await
        .get(&format!("/api/v1/evaluations/{id}"))
        .await
        .ok()
        .json();
    assert_eq!(
        (&body["own_answers"]["budget"], &body["own_gates"]["objections"]),
        (&json!(2), &json!(false))
    );
    assert!(body["own_total"].as_f64().unwrap() > 62.0, "{body}");
    let mut tx = app.app.db.read().await.unwrap();
    assert!(store::own_draft(&mut tx, &id).await.unwrap().is_none());
}

async fn words_alone_leave_no_half_filled_card(db: Db) {
    let app = TestApp::new(db).await;
    let (id, path) = scored(&app).await;
    let manager = app.sign_in(Who::Manager).await;
    manager
        .post(
            &format!("{path}/self/draft"),
            &[("revision", "0"), ("mark.budget", "2")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    manager
        .post(
            &format!("{path}/opinion"),
            &[("pluses", "Срок"), ("minuses", "Дата")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = manager.get(&path).await.ok();
    assert!(page.all_words(".compare").is_empty());
    let mut tx = app.app.db.read().await.unwrap();
    assert!(store::own_draft(&mut tx, &id).await.unwrap().is_none());
    drop(tx);
    manager
        .post(
            &format!("{path}/self/draft"),
            &[("revision", "1"), ("mark.budget", "0")],
        )
        .await
        .expect(StatusCode::CONFLICT);
}

async fn a_score_is_acknowledged_once(db: Db) {
    let app = TestApp::new(db).await;
    let (id, path) = scored(&app).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let act = format!("{path}/acknowledgement");
    manager
        .post(&act, &[("words", "Рано")])
        .await
        .expect(StatusCode::CONFLICT);
    manager
        .post(
            &format!("{path}/opinion"),
            &[("pluses", "Срок"), ("minuses", "Дата")],
        )
        .await;
    assert_eq!(
        manager.get("/").await.ok().words("#unacknowledged a"),
        "ООО «Сад-Механика»"
    );
    assert!(
        head.get("/evaluations?show=awaited")
            .await
            .ok()
            .text()
            .contains("Сад-Механика")
    );
    for (who, status) in [
        (Who::Head, StatusCode::FORBIDDEN),
        (Who::Colleague, StatusCode::NOT_FOUND),
        (Who::Admin, StatusCode::FORBIDDEN),
        (Who::Trainer, StatusCode::FORBIDDEN),
    ] {
        app.sign_in(who)
            .await
            .post(&act, &[("words", "")])
            .await
            .expect(status);
    }
    manager
        .post(&act, &[("words", &"а".repeat(2001))])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    manager
        .post(&act, &[("words", "Понял, дату назначу")])
        .await
        .expect(StatusCode::SEE_OTHER);
    manager
        .post(&act, &[("words", "Второе слово")])
        .await
        .expect(StatusCode::SEE_OTHER);
    for browser in [&manager, &head] {
        let page = browser.get(&path).await.ok();
        let said = page.words("#acknowledgement");
        assert!(
            said.contains("Анна Кузнецова") && said.contains("Понял, дату назначу"),
            "{said}"
        );
        assert!(page.all_words("#acknowledgement form").is_empty());
        assert!(
            page.words(".evaluation-history")
                .contains("Менеджер ознакомился с оценкой")
        );
    }
    assert!(
        manager
            .get("/")
            .await
            .ok()
            .all_words("#unacknowledged")
            .is_empty()
    );
    assert!(
        !head
            .get("/evaluations?show=awaited")
            .await
            .ok()
            .text()
            .contains("Сад-Механика")
    );
    let body = app
        .program(Who::Head)
        .await
        .get(&format!("/api/v1/evaluations/{id}"))
        .await
        .ok()
        .json();
    assert_eq!(body["acknowledgement"], "Понял, дату назначу");
    let list = app
        .program(Who::Head)
        .await
        .get("/api/v1/evaluations")
        .await
        .ok()
        .json();
    assert_eq!(list["items"][0]["acknowledged"], true);
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
    let place = appeal(&app, &manager, &path, "budget", "2").await;
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

    // The reviewer sees it and does not decide it.
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

async fn deadlines_are_kept(db: Db) {
    let app = TestApp::new(db).await;
    let (_, path) = opened(&app).await;
    let manager = app.sign_in(Who::Manager).await;
    let place = appeal(&app, &manager, &path, "budget", "2").await;
    // Monday 23 November; three working days to decide, five to appeal.
    let head = app.sign_in(Who::Head).await;
    app.clock.advance(3 * DAY_MS);
    assert!(!head.get("/appeals").await.ok().text().contains("просрочена"));
    app.clock.advance(DAY_MS);
    assert!(
        head.get("/appeals")
            .await
            .ok()
            .words(".appeal")
            .contains("просрочена: до 26 ноября")
    );
    assert!(head.get("/").await.ok().words("#appeals").contains("просрочена"));
    app.clock.advance(3 * DAY_MS);
    manager.get(&format!("{path}/appeal?item=date")).await.ok();
    app.clock.advance(DAY_MS);
    manager
        .get(&format!("{path}/appeal?item=date"))
        .await
        .expect(StatusCode::CONFLICT);
    let late = manager
        .post(
            &format!("{path}/appeal"),
            &[("item", "date"), ("wished", "2"), ("reason", "Была")],
        )
        .await;
    assert!(
        late.expect(StatusCode::CONFLICT)
            .text()
            .contains("Срок для апелляций")
    );
    let page = manager.get(&path).await.ok();
    assert!(
        page.words("#appeals")
            .contains("Обжаловать можно было до 30 ноября")
            && page.all_words(".item-appeal-way").is_empty()
    );
    // What was lodged in time is decided all the same.
    head.post(
        &format!("{place}/decision"),
        &[("outcome", "accepted"), ("words", "Да")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
}

async fn nobody_else_sees_an_appeal(db: Db) {
    let app = TestApp::new(db).await;
    let (id, path) = opened(&app).await;
    let manager = app.sign_in(Who::Manager).await;
    let place = appeal(&app, &manager, &path, "budget", "2").await;
    for (who, status) in [
        (Who::Colleague, StatusCode::NOT_FOUND),
        (Who::OtherHead, StatusCode::NOT_FOUND),
        (Who::Trainer, StatusCode::FORBIDDEN),
        (Who::Admin, StatusCode::FORBIDDEN),
    ] {
        let browser = app.sign_in(who).await;
        browser.get(&place).await.expect(status);
        let program = app.program(who).await;
        program
            .get(&format!("/api/v1/evaluations/{id}/appeals"))
            .await
            .expect(status);
        let answer = browser
            .post(
                &format!("{place}/decision"),
                &[("outcome", "accepted"), ("words", "Да")],
            )
            .await;
        assert!(
            matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
            "{who:?}"
        );
        let answer = browser
            .post(
                &format!("{path}/appeal"),
                &[("item", "date"), ("wished", "2"), ("reason", "Была")],
            )
            .await;
        assert!(
            matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
            "{who:?}"
        );
        assert!(
            browser.get("/").await.ok().all_words("#appeals").is_empty(),
            "{who:?}"
        );
    }
    let list = app.sign_in(Who::OtherHead).await.get("/appeals").await.ok();
    assert_eq!(list.words(".empty strong"), "Апелляций нет");
    let body = app
        .program(Who::Head)
        .await
        .get(&format!("/api/v1/evaluations/{id}/appeals"))
        .await
        .ok()
        .json();
    assert_eq!(
        (&body["items"][0]["wished"], &body["items"][0]["mark_after"]),
        (&json!("2"), &Value::Null)
    );
}

/// A published evaluation of the manager's call in a running service: everything at its best, the budget at zero.
pub(crate) async fn published(service: &Service) -> EvaluationId {
    let app = &service.app;
    let mut tx = app.db.write().await.unwrap();
    let head = people::store::person_by_login(&mut tx, "m.sokolova")
        .await
        .unwrap()
        .unwrap();
    let manager = people::store::person_by_login(&mut tx, "a.kuznetsova")
        .await
        .unwrap()
        .unwrap();
    let now = app.clock.now();
    let recording = RecordingId::new(now, &app.randomness);
    recordings::store::insert(&mut tx, &silent_call(&recording, &manager, now))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let id = app.evaluations.begin(&head, &recording, None).await.unwrap();
    let card = app.evaluations.draft(&head, &id).await.unwrap();
    let mut changes = vec![AnswerChange::Gate("objections".to_owned(), Some(false))];
    for (_, item) in card.checklist.items() {
        let mark = if item.key == "budget" { 0 } else { item.scale.max() };
        changes.push(AnswerChange::Mark(item.key.clone(), Some(Mark::Value(mark))));
    }
    changes.push(AnswerChange::Comment(
        "budget".to_owned(),
        "Не спрошен".to_owned(),
    ));
    let done = app
        .evaluations
        .publish(&head, &id, card.evaluation.revision, changes)
        .await
        .unwrap();
    assert!(matches!(done, PublishOutcome::Published), "{done:?}");
    id
}

/// The author's own card, everything said: by keys.
pub(crate) async fn mark_by_keys(window: &Window) {
    window
        .until(
            "the card",
            "return document.querySelector('[data-guide]')?.textContent.trim()",
        )
        .await;
    // By keys: what is open, its best mark; the gate is closed.
    for _ in 0..40 {
        let next = "const place = document.getElementById((document.querySelector('a[data-left][href]')?.hash ?? '').slice(1));
             if (!place) return 'nothing'; if (!place.matches('.item')) return 'n';
             return String(Math.max(...[...place.querySelectorAll('.mark input')].map(it => Number(it.value)).filter(it => it >= 0)))";
        let key = window.until("what is open", next).await;
        let key = key.as_str().unwrap().to_owned();
        if key == "nothing" {
            break;
        }
        window.keys(&format!("u {key}")).await;
    }
    window.fill("#pluses", "Спросил бюджет").await;
    window.fill("#minuses", "Торопился").await;
    window
        .until(
            "the words are stored",
            "document.activeElement.blur(); return document.querySelector('#saved').dataset.total === '10000' && !Object.keys(localStorage).some(it => it.startsWith('unsent:'))",
        )
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn from_own_marks_to_a_corrected_total() {
    let service = Service::scripted(&crate::support::speech::Script::default()).await;
    let id = published(&service).await;
    let path = format!("/evaluations/{id}");
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    window.go(&path).await;
    window.click(".opinion-or a").await;
    window
        .until("their own card", "return location.pathname.endsWith('/self')")
        .await;
    window.assert_accessible().await;
    mark_by_keys(&window).await;
    window.keys("Ctrl+Enter").await;
    let first = window
        .until(
            "the comparison",
            "return document.querySelector('.compare > .compare-table tbody th a')?.textContent",
        )
        .await;
    assert_eq!(first, "Бюджет");
    window.assert_fits().await;

    // The way to appeal stands beside the item, for the keyboard too.
    window
        .until("the way", "const way = document.querySelector('#item-budget .item-appeal-way'); way.focus(); return getComputedStyle(way).opacity === '1'")
        .await;
    window.click("#item-budget .item-appeal-way").await;
    window
        .until(
            "the form",
            "return location.pathname.endsWith('/appeal') && document.querySelector('#reason')",
        )
        .await;
    window.assert_accessible().await;
    window.click(".appeal-form .mark:has(input[value='2'])").await;
    window.fill("#reason", "На 0:40 спросил прямо").await;
    window.click(".appeal-form [data-kind=primary]").await;
    window
        .until("the appeal", "return document.querySelector('#appeals .appeal')")
        .await;
    window.close().await;

    let window = Window::open(&service, 390, 844, "ru").await;
    window.sign_in("m.sokolova", PASSWORD).await;
    window.go("/").await;
    window.assert_fits().await;
    window.click("#appeals .task a").await;
    window
        .until("the decision", "return document.querySelector('#decision')")
        .await;
    window.assert_fits().await;
    window.keys("p").await;
    window
        .until(
            "partly",
            "return document.querySelector('input[value=partly]').checked",
        )
        .await;
    window.keys("y").await;
    window.fill("#words", "Да, слышно").await;
    window.click("#decision [data-kind=primary]").await;
    window
        .until(
            "decided",
            "return document.querySelector('.appeal-said .badge[data-tone=good]')",
        )
        .await;
    window.go(&path).await;
    let total = window
        .until(
            "the total",
            "return document.querySelector('.total-num').textContent",
        )
        .await;
    assert_eq!(total, "100,00");
    window.assert_fits().await;
    window.assert_quiet().await;
    window.close().await;
    let head = {
        let mut tx = service.app.db.read().await.unwrap();
        people::store::person_by_login(&mut tx, "m.sokolova")
            .await
            .unwrap()
            .unwrap()
    };
    let mut tx = service.app.db.read().await.unwrap();
    let today = service.app.appeals.today(&mut tx, &head).await.unwrap();
    assert_eq!(today.open_count, 0);
}
