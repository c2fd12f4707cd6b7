//! Targets with a rule: the service follows them from evaluation to evaluation, shows the evidence, and gives way to the
//! head's word.

use axum::http::{Method, StatusCode};
use salesbook::audit::{self, Act, Detail};
use salesbook::checklists::Mark;
use salesbook::db::Db;
use serde_json::json;

use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;
use crate::support::published_score::{opinion, publish_score};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// "The date of the next step is named": once in the next two evaluations, and both of the next two.
fn fields<'a>(hits: &'a str, due: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("focus", "Следующий шаг с датой"),
        ("action", "Прочитать материал"),
        ("target", "Называет день и час"),
        ("due", due),
        ("measure", "item:date"),
        ("at_least", ""),
        ("hits", hits),
        ("of", "2"),
        ("item", "date"),
        ("study", "ru/training/next-step"),
        ("study", "ru/training/no-such-entry"),
        ("study", ""),
    ]
}

/// A plan with such a target, written by the head and acknowledged.
async fn planned(app: &TestApp, hits: &str) -> String {
    let evaluation = publish_score(app, Who::Manager, 60, &[("date", Mark::Value(0))]).await;
    opinion(app, Who::Manager, &evaluation).await;
    let head = app.sign_in(Who::Head).await;
    let address = format!("/evaluations/{evaluation}/plan");
    let saved = head
        .post(&address, &fields(hits, "2026-12-11"))
        .await
        .expect(StatusCode::SEE_OTHER);
    let plan = saved.location().to_owned();
    app.clock.advance(60_000);
    let manager = app.sign_in(Who::Manager).await;
    manager
        .post(&format!("{plan}/acknowledgement"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    plan
}

on_both!(
    the_service_follows_a_rule_by_itself,
    the_heads_word_goes_before_the_rule_and_is_kept,
    a_rule_is_checked_and_comes_back_as_entered,
    the_first_page_reminds_in_time,
    a_program_agrees_on_a_rule
);

async fn the_service_follows_a_rule_by_itself(db: Db) {
    let app = TestApp::new(db).await;
    let plan = planned(&app, "2").await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);

    // The rule is said in words; the score the plan came from does not count.
    let shown = head.get(&plan).await.ok();
    let rule = shown.words(".rule-line");
    assert!(
        rule.contains("не ниже 1 из 2 во всех 2 следующих оценках"),
        "{rule}"
    );
    assert!(
        shown.text().contains("посчитано оценок 0 из 2"),
        "{}",
        shown.text()
    );
    // What is to be read is a link; what the book does not have was left out.
    assert_eq!(shown.all_words(".part a[href^='/playbook/']").len(), 1);

    // N/A is neither for nor against.
    let skipped = publish_score(&app, Who::Manager, 61, &[("date", Mark::NotApplicable)]).await;
    opinion(&app, Who::Manager, &skipped).await;
    assert!(
        head.get(&plan)
            .await
            .ok()
            .text()
            .contains("посчитано оценок 0 из 2")
    );

    let hit = publish_score(&app, Who::Manager, 62, &[("date", Mark::Value(1))]).await;
    let shown = head.get(&plan).await.ok();
    assert_eq!(shown.attribute(".proof a", "href"), format!("/evaluations/{hit}"));
    assert!(shown.text().contains("засчитано 1 из нужных 2"));

    // The manager's own score is not told by the plan before their opinion.
    let own = manager.get(&plan).await.ok();
    assert!(own.text().contains("посчитано оценок 0 из 2"), "{}", own.text());
    assert!(own.text().contains("после вашего мнения"));
    let path = format!("/api/v1/people/{}/plans", app.id(Who::Manager));
    let told = app.program(Who::Manager).await.get(&path).await.ok().json();
    assert_eq!(
        told["items"][0]["targets"][0]["rule"]["evidence"],
        json!([]),
        "{told}"
    );
    opinion(&app, Who::Manager, &hit).await;
    assert!(
        manager
            .get(&plan)
            .await
            .ok()
            .text()
            .contains("посчитано оценок 1 из 2")
    );

    // A miss decides: it says so on the plan, in the list, on both first pages, and the next review does not ask.
    let miss = publish_score(&app, Who::Manager, 63, &[("date", Mark::Value(0))]).await;
    opinion(&app, Who::Manager, &miss).await;
    for browser in [&head, &manager] {
        let shown = browser.get(&plan).await.ok().text();
        assert!(
            shown.contains("Не выполнена") && shown.contains("Решено по правилу"),
            "{shown}"
        );
        assert!(
            browser
                .get("/plans")
                .await
                .ok()
                .words(".plan-targets")
                .contains("Не выполнена")
        );
        let today = browser.get("/").await.ok();
        assert!(today.words("#plans-inbox").contains("не выполнена по правилу"));
    }
    let next = app.recording(Who::Manager, 64).await;
    let draft = head
        .post(&format!("/recordings/{next}/evaluate"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        head.get(draft.location())
            .await
            .ok()
            .all_words(".last-target")
            .is_empty()
    );
}

async fn the_heads_word_goes_before_the_rule_and_is_kept(db: Db) {
    let app = TestApp::new(db).await;
    let plan = planned(&app, "1").await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let target = format!("{plan}/targets/0");
    app.clock.advance(60_000);

    let refused = head
        .post(&target, &[("outcome", "unmet")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("Цель считает правило"),
        "{}",
        refused.text()
    );
    let word = "Дату назвал я, а не менеджер";
    head.post(&target, &[("outcome", "unmet"), ("word", word)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let hit = publish_score(&app, Who::Manager, 61, &[]).await;
    opinion(&app, Who::Manager, &hit).await;
    let shown = manager.get(&plan).await.ok();
    assert!(shown.text().contains(word) && shown.text().contains("Решение РОПа"));
    assert_eq!(
        shown.attribute(".proof a", "data-tone"),
        "good",
        "what was counted stays in sight"
    );
    assert!(
        manager
            .get("/plans")
            .await
            .ok()
            .words(".plan-targets")
            .contains("Не выполнена")
    );

    // Taken back, the rule counts again.
    app.clock.advance(60_000);
    head.post(&target, &[("outcome", "open")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let shown = manager.get(&plan).await.ok().text();
    assert!(shown.contains("Решено по правилу") && !shown.contains(word));

    let mut tx = app.app.db.read().await.unwrap();
    let acts = audit::store::of_subject(&mut tx, &plan).await.unwrap();
    let acts: Vec<_> = acts
        .into_iter()
        .map(|event| (event.event.act, event.event.detail))
        .collect();
    let decided = |outcome: &str| {
        (
            Act::TargetDecided,
            Detail::Target {
                position: 0,
                outcome: outcome.to_owned(),
            },
        )
    };
    assert_eq!(acts[0].0, Act::PlanWritten);
    assert_eq!(acts[1].0, Act::PlanAcknowledged);
    assert_eq!(
        acts[2..],
        [decided("unmet"), decided("open")],
        "no words people wrote"
    );
    let log = head.get("/audit?act=target-decided").await.ok().words("main");
    assert!(
        log.contains("Цель 1: Не выполнена") && log.contains("Цель 1: Ещё открыта"),
        "{log}"
    );
}

async fn a_rule_is_checked_and_comes_back_as_entered(db: Db) {
    let app = TestApp::new(db).await;
    let evaluation = publish_score(&app, Who::Manager, 60, &[("date", Mark::Value(0))]).await;
    let head = app.sign_in(Who::Head).await;
    let address = format!("/evaluations/{evaluation}/plan");
    let form = head.get(&address).await.ok();
    assert_eq!(
        form.attribute("#measure-1 optgroup", "label"),
        "Низкие в этой оценке"
    );
    assert_eq!(form.attribute("#measure-1 optgroup option", "value"), "item:date");

    let wrong = head
        .post(&address, &fields("3", "2026-12-11"))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("первое не больше второго"));
    assert_eq!(wrong.attribute("#hits-1", "value"), "3");
    assert_eq!(
        wrong.attribute("#measure-1 option[selected]", "value"),
        "item:date"
    );
    assert_eq!(
        wrong.attribute("input[name=study][checked]", "value"),
        "ru/training/next-step"
    );

    let saved = head
        .post(&address, &fields("2", "2026-12-11"))
        .await
        .expect(StatusCode::SEE_OTHER);
    let edit = head.get(&format!("{}/edit", saved.location())).await.ok();
    assert_eq!(
        edit.attribute("#measure-1 option[selected]", "value"),
        "item:date"
    );
    assert_eq!(
        edit.attribute("#at-least-1", "value"),
        "1",
        "the middle of the scale was meant"
    );
    let read = edit.attribute("input[name=revision]", "value");
    let mut changed = fields("1", "2026-12-12");
    changed.push(("revision", &read));
    head.post(saved.location(), &changed)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        head.get(saved.location())
            .await
            .ok()
            .text()
            .contains("в 1 из 2 следующих оценок")
    );
}

async fn the_first_page_reminds_in_time(db: Db) {
    let app = TestApp::new(db).await;
    let evaluation = publish_score(&app, Who::Manager, 60, &[("date", Mark::Value(0))]).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let address = format!("/evaluations/{evaluation}/plan");
    head.post(&address, &fields("1", "2026-11-28"))
        .await
        .expect(StatusCode::SEE_OTHER);
    let heads = || async { head.get("/").await.ok().words("#plans-inbox") };
    let managers = || async { manager.get("/").await.ok().words("#plans-inbox") };

    // The manager is asked at once, the head reminded after two days; the target is spoken of three days before.
    assert!(managers().await.contains("ждёт вашего согласия"));
    let calm = heads().await;
    assert!(!calm.contains("без ответа") && !calm.contains("через"), "{calm}");
    app.clock.advance(2 * DAY_MS);
    let reminded = heads().await;
    assert!(
        reminded.contains("без ответа 2 дня") && reminded.contains("через 3 дня"),
        "{reminded}"
    );
    app.clock.advance(4 * DAY_MS);
    assert!(heads().await.contains("Срок прошёл"));
    assert!(managers().await.contains("Срок прошёл"));
    // The other team hears nothing of it.
    let other = app.sign_in(Who::OtherHead).await;
    assert!(
        other
            .get("/")
            .await
            .ok()
            .words("#plans-inbox")
            .contains("Открытых целей и близких встреч нет")
    );
}

async fn a_program_agrees_on_a_rule(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.program(Who::Head).await;
    let path = format!("/api/v1/people/{}/plans", app.id(Who::Manager));
    let plan = |measure: &str| {
        json!({
            "focus": "Следующий шаг",
            "action": "Прочитать материал",
            "targets": [{ "due": "2026-12-11", "rule": { "measure": measure, "hits": 1, "of": 1 } }],
            "study": ["ru/training/next-step"],
        })
    };
    let wrong = head.json(Method::POST, &path, &plan("item:nothing")).await;
    let problem = wrong.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-input");
    assert_eq!(problem["fields"][0]["code"], "plan-rule-measure");
    let made = head
        .json(Method::POST, &path, &plan("total"))
        .await
        .expect(StatusCode::CREATED)
        .json();
    assert_eq!(
        made["targets"][0]["text"], "Итог оценки, %",
        "a rule names a target without words"
    );
    assert_eq!(
        made["targets"][0]["rule"]["at_least"], 75,
        "where the norm begins"
    );
    assert_eq!(made["study"][0]["entry"], "ru/training/next-step");
    let hit = publish_score(&app, Who::Manager, 60, &[]).await;
    let read = head.get(&path).await.ok().json();
    assert_eq!(read["items"][0]["targets"][0]["outcome"], "met");
    let seen = &read["items"][0]["targets"][0]["rule"]["evidence"][0];
    assert_eq!(
        *seen,
        json!({ "evaluation_id": hit.to_string(), "fulfilled": true })
    );
}
