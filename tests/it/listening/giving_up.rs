//! A call that is given up.

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::listening::{self, SampledCallState};

use super::{MINUTE, acts, calls, current, draw, plan, score, set, week};
use crate::support::app::{START, TestApp, Who};
use crate::support::db::on_both;

on_both!(a_call_is_given_up_with_a_reason_that_stays);

async fn a_call_is_given_up_with_a_reason_that_stays(db: Db) {
    let app = TestApp::new(db).await;
    let (anna, head) = (app.person(Who::Manager).clone(), app.sign_in(Who::Head).await);
    calls(&app, Who::Manager, START, 3).await;
    set(&head, &[("calls", "2")]).await;
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);
    let drawn = plan(&app, Who::Head, week()).await;
    let picks: Vec<_> = drawn.managers[0].current().cloned().collect();
    let (first, second) = (&picks[0], &picks[1]);
    let address = format!("/listening/picks/{}/replace", first.id);

    // Without a reason, or with «other» and no words, nothing happens and the form says so.
    for (fields, says) in [
        (vec![], "Укажите причину"),
        (vec![("reason", "other"), ("words", " ")], "Напишите, в чём дело"),
    ] {
        let refused = head
            .post(&address, &fields)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.words("details[open] .field-error").contains(says));
    }
    let given = [("reason", "other"), ("words", "Звонили коллеге")];
    app.clock.advance(1);
    head.post(&address, &given).await.expect(StatusCode::SEE_OTHER);
    let now = plan(&app, Who::Head, week()).await;
    let in_plan = current(&now, &anna);
    assert_eq!(in_plan.len(), 2, "another call was drawn");
    assert!(!in_plan.contains(first.recording_id.as_ref().unwrap()));
    assert!(in_plan.contains(second.recording_id.as_ref().unwrap()));
    let page = head
        .get("/listening")
        .await
        .ok()
        .words(&format!("#m-{}", anna.id));
    for part in [
        "Сняты с плана: 1",
        "Другое: Звонили коллеге",
        "Марина Соколова",
        "2 из 3, ещё 1 из 1",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    head.post(&address, &given).await.expect(StatusCode::CONFLICT);

    // No call is left: the next one is given up without another, and the page says what is missing.
    let address = format!("/listening/picks/{}/replace", second.id);
    app.clock.advance(1);
    head.post(&address, &[("reason", "bad-sound")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = head
        .get("/listening")
        .await
        .ok()
        .words(&format!("#m-{}", anna.id));
    assert!(
        page.contains("нужно ещё 1, подходит 0") && page.contains("Других звонков"),
        "{page}"
    );

    // A scored call stays; one whose recording was deleted before leaves room for another.
    let rest = plan(&app, Who::Head, week()).await.managers[0]
        .current()
        .next()
        .cloned()
        .unwrap();
    score(
        &app.app,
        app.person(Who::Head),
        rest.recording_id.as_ref().unwrap(),
    )
    .await;
    let address = format!("/listening/picks/{}/replace", rest.id);
    head.post(&address, &[("reason", "bad-sound")])
        .await
        .expect(StatusCode::CONFLICT);
    let more = calls(&app, Who::Manager, START.plus_ms(MINUTE), 1).await;
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);
    head.post(&format!("/recordings/{}/delete", more[0]), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let _ = head
        .post(&format!("/recordings/{}/delete", rest.recording_id.unwrap()), &[])
        .await;
    let left = plan(&app, Who::Head, week()).await;
    let states: Vec<SampledCallState> = left.managers[0]
        .picks
        .iter()
        .map(listening::SampledCall::state)
        .collect();
    assert_eq!(
        states.iter().filter(|it| **it == SampledCallState::Gone).count(),
        1
    );
    assert_eq!(
        states
            .iter()
            .filter(|it| **it == SampledCallState::Scored)
            .count(),
        1,
        "a scored call outlives its recording"
    );
    assert_eq!((left.managers[0].scored(), left.managers[0].missing()), (1, 1));

    let told: Vec<String> = acts(&app, "pick-replaced")
        .await
        .into_iter()
        .map(|(_, detail)| detail)
        .collect();
    assert_eq!(told, [r#"{"word":"other"}"#, r#"{"word":"bad-sound"}"#]);
}
