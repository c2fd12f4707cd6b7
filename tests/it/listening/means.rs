//! What was drawn has means of its own.

use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use salesbook::evaluations;
use salesbook::id::{EvaluationId, RecordingId};
use serde_json::json;

use super::{DAY, calls, current, draw, plan, score, set, week};
use crate::support::app::{START, TestApp, Who};
use crate::support::db::on_both;

on_both!(
    drawn_and_chosen_calls_have_means_of_their_own,
    the_outcome_of_a_call_is_a_fact_like_the_others
);

async fn drawn_and_chosen_calls_have_means_of_their_own(db: Db) {
    let app = TestApp::new(db).await;
    let (anna, marina) = (app.person(Who::Manager).clone(), app.person(Who::Head).clone());
    let head = app.sign_in(Who::Head).await;
    let chosen = calls(&app, Who::Manager, START.plus_ms(-5 * DAY), 2).await;
    calls(&app, Who::Manager, START, 4).await;
    set(&head, &[("calls", "3")]).await;
    draw(&app, &head).await.expect(StatusCode::SEE_OTHER);
    let drawn: Vec<RecordingId> = current(&plan(&app, Who::Head, week()).await, &anna)
        .into_iter()
        .collect();

    let by_hand = score(&app.app, &marina, &chosen[0]).await;
    let by_lot = score(&app.app, &marina, &drawn[0]).await;
    let api = app.program(Who::Head).await;
    let picked = async |id: &EvaluationId| {
        api.get(&format!("/api/v1/evaluations/{id}")).await.ok().json()["picked"].clone()
    };
    assert_eq!(
        (picked(&by_hand).await, picked(&by_lot).await),
        (json!("chosen"), json!("random"))
    );

    // A draft of a drawn call that is given up meanwhile is a chosen call's.
    let draft = app.app.evaluations.begin(&marina, &drawn[1], None).await.unwrap();
    assert_eq!(picked(&draft).await, json!("random"));
    let page = head.get("/listening").await.ok();
    assert!(
        page.all_words(".listening-state")
            .contains(&"Черновик".to_owned())
    );
    let pick = plan(&app, Who::Head, week()).await.managers[0]
        .current()
        .find(|pick| pick.recording_id.as_ref() == Some(&drawn[1]))
        .unwrap()
        .id
        .clone();
    head.post(
        &format!("/listening/picks/{pick}/replace"),
        &[("reason", "personal")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let given_up = score(&app.app, &marina, &drawn[1]).await;
    assert_eq!(
        (given_up.clone(), picked(&given_up).await),
        (draft, json!("chosen"))
    );

    // A drawn call that turns out to be somebody else's is no random call of theirs.
    let form = json!({ "manager": app.person(Who::Colleague).login });
    api.json(Method::PUT, &format!("/api/v1/recordings/{}", drawn[2]), &form)
        .await
        .ok();
    let moved = score(&app.app, &marina, &drawn[2]).await;
    assert_eq!(picked(&moved).await, json!("chosen"));

    // The list keeps them apart, for the head and, after their opinion, for the manager.
    let list = head.get("/evaluations").await.ok();
    assert_eq!(
        list.all_words(".evaluations-means .mean"),
        [
            "100,00 n = 1: рано сравнивать",
            "100,00 n = 2: рано сравнивать",
            "—",
            "100,00 n = 1: рано сравнивать"
        ]
    );
    assert!(
        list.words(&format!("#evaluation-{by_lot}"))
            .contains("случайный выбор")
    );
    assert!(
        !list
            .words(&format!("#evaluation-{by_hand}"))
            .contains("случайный выбор")
    );
    let mut tx = app.app.db.read().await.unwrap();
    let means = evaluations::store::means(&mut tx, &marina.scope()).await.unwrap();
    let ns: Vec<(&str, i64)> = means.iter().map(|row| (row.picked.as_str(), row.n)).collect();
    assert_eq!(ns, [("random", 1), ("chosen", 2), ("chosen", 1)]);
    drop(tx);
    let anna = app.sign_in(Who::Manager).await;
    let opinion = [("pluses", "Спросила бюджет"), ("minuses", "Торопилась")];
    for id in [&by_lot, &by_hand] {
        anna.post(&format!("/evaluations/{id}/opinion"), &opinion)
            .await
            .expect(StatusCode::SEE_OTHER);
    }
    let own = anna.get("/evaluations").await.ok();
    assert_eq!(own.all_words(".evaluations-means .mean").len(), 2);
    assert!(
        anna.get(&format!("/evaluations/{by_lot}"))
            .await
            .ok()
            .words(".score-facts")
            .contains("случайный выбор")
    );

    // The head's first page tells how far the week is.
    let today = head.get("/").await.ok();
    assert!(
        today.words("#listening").contains("1 из 6"),
        "{}",
        today.words("#listening")
    );
    assert!(
        !app.sign_in(Who::OtherHead)
            .await
            .get("/")
            .await
            .ok()
            .text()
            .contains("id=\"listening\"")
    );
}

async fn the_outcome_of_a_call_is_a_fact_like_the_others(db: Db) {
    let app = TestApp::new(db).await;
    let (head, api) = (app.sign_in(Who::Head).await, app.program(Who::Head).await);
    let (one, other) = (
        calls(&app, Who::Manager, START, 1).await,
        calls(&app, Who::Colleague, START, 1).await,
    );
    let address = format!("/recordings/{}", one[0]);
    head.post(&address, &[("outcome", "refused")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        head.get(&address)
            .await
            .ok()
            .words(".score-facts")
            .contains("Отказ")
    );
    let wrong = head
        .post(&address, &[("outcome", "won")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.words("#outcome-error").contains("Такого исхода нет"));
    let list = head.get("/recordings?outcome=refused").await.ok().text();
    assert!(list.contains(one[0].as_str()) && !list.contains(other[0].as_str()));
    let found = api.get("/api/v1/recordings?outcome=refused").await.ok().json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    assert_eq!(found["items"][0]["outcome"], "refused");
    head.get("/recordings?outcome=won")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    // A change of all facts that leaves it out empties it.
    let emptied = api
        .json(
            Method::PUT,
            &format!("/api/v1{address}"),
            &json!({ "client": "Сад" }),
        )
        .await
        .ok();
    assert_eq!(emptied.json()["outcome"], json!(null));
}
