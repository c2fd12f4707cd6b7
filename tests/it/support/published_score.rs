//! A manager's call from upload to published score, in one line of a test; and the score of a call that is there.

use salesbook::app::App;
use salesbook::checklists::{AnswerChange, Mark};
use salesbook::evaluations::{OpinionForm, PublishOutcome};
use salesbook::id::{EvaluationId, RecordingId};
use salesbook::people::Person;

use super::app::{TestApp, Who};

/// One minute later, a published evaluation of a manager's new call: every item at its best except these.
pub async fn publish_score(app: &TestApp, who: Who, seconds: u32, marks: &[(&str, Mark)]) -> EvaluationId {
    app.clock.advance(60_000);
    let recording = app.recording(who, seconds).await;
    publish_score_of(&app.app, app.person(Who::Head), &recording, marks).await
}

/// A published evaluation of this call: every item at its best except these.
pub async fn publish_score_of(
    app: &App,
    head: &Person,
    recording: &RecordingId,
    marks: &[(&str, Mark)],
) -> EvaluationId {
    let id = app.evaluations.begin(head, recording, None).await.unwrap();
    let card = app.evaluations.draft(head, &id).await.unwrap();
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
