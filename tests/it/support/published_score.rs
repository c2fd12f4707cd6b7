//! A manager's call from upload to published score, in one line of a test.

use salesbook::checklists::{AnswerChange, Mark};
use salesbook::evaluations::{OpinionForm, PublishOutcome};
use salesbook::id::EvaluationId;

use super::app::{TestApp, Who};

/// One minute later, a published evaluation of a manager's new call: every item at its best except these.
pub async fn publish_score(app: &TestApp, who: Who, seconds: u32, marks: &[(&str, Mark)]) -> EvaluationId {
    app.clock.advance(60_000);
    let recording = app.recording(who, seconds).await;
    let head = app.person(Who::Head);
    let id = app.app.evaluations.begin(head, &recording, None).await.unwrap();
    let card = app.app.evaluations.draft(head, &id).await.unwrap();
    let mut changes = vec![AnswerChange::Gate("objections".to_owned(), Some(false))];
    for (_, item) in card.checklist.items() {
        let other = marks.iter().find(|(key, _)| *key == item.key);
        let mark = other.map_or(Mark::Value(item.scale.max()), |(_, mark)| *mark);
        changes.push(AnswerChange::Mark(item.key.clone(), Some(mark)));
        if other.is_some() {
            changes.push(AnswerChange::Comment(
                item.key.clone(),
                "Слышно в записи".to_owned(),
            ));
        }
    }
    let done = app
        .app
        .evaluations
        .publish(head, &id, card.evaluation.revision, changes)
        .await
        .unwrap();
    assert!(matches!(done, PublishOutcome::Published), "{done:?}");
    id
}

/// The manager says their own opinion of it.
pub async fn opinion(app: &TestApp, who: Who, evaluation: &EvaluationId) {
    let form = OpinionForm {
        pluses: "Спокойно".to_owned(),
        minuses: "Торопился".to_owned(),
    };
    app.app
        .evaluations
        .assess(app.person(who), evaluation, &form)
        .await
        .unwrap();
}
