//! Fair process as people live it: own marks before the score, the comparison, the acknowledgement, appeals and who
//! decides them.

mod acknowledging;
mod bounds;
mod browser;
mod deciding;
mod own_marks;

use axum::http::StatusCode;
use salesbook::appeals::{AppealState, store as appeal_rows};
use salesbook::checklists::{AnswerChange, Mark};
use salesbook::evaluations::PublishOutcome;
use salesbook::id::{EvaluationId, RecordingId};
use salesbook::{people, recordings};

use crate::evaluations::{call, publish, silent_call};
use crate::support::app::{Browser, TestApp, Who};
use crate::support::browser::{Service, Window};

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
