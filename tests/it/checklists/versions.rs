//! What is published stays as it was published.

use axum::http::StatusCode;
use salesbook::checklists::{self, Answers, scoring};
use salesbook::db::Db;
use salesbook::evaluations::store;
use salesbook::id::EvaluationId;

use super::{begin, call, copy, documents, listed, publish, send};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    a_version_never_changes_and_evaluations_keep_theirs,
    a_block_that_was_published_is_put_away_with_its_gate
);

async fn a_version_never_changes_and_evaluations_keep_theirs(db: Db) {
    let app = TestApp::new(db).await;
    let (head, trainer) = (app.sign_in(Who::Head).await, app.sign_in(Who::Trainer).await);
    let list = copy(&trainer, "Проверка отказа").await;
    publish(&trainer, &list, &[("name.ru", "Отказы")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let first = documents(&app, &list).await.remove(0);
    // One evaluation published with it, another begun.
    let mut ids = Vec::new();
    for _ in 0..2 {
        let id = begin(&head, &call(&app, Who::Manager, None).await).await;
        let name = list.rsplit('/').next().unwrap();
        head.post(&format!("/evaluations/{id}/checklist"), &[("checklist", name)])
            .await
            .expect(StatusCode::SEE_OTHER);
        ids.push(id);
    }
    let best: Vec<(String, String)> = first
        .items()
        .map(|(_, item)| (format!("mark.{}", item.key), item.scale.max().to_string()))
        .collect();
    let mut fields: Vec<(&str, &str)> = best
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.push(("revision", "1"));
    head.post(&format!("/evaluations/{}/publish", ids[0]), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    let kept = |id: &str| {
        let id: EvaluationId = id.parse().unwrap();
        id
    };
    let mut tx = app.app.db.read().await.unwrap();
    let before = store::evaluation(&mut tx, &kept(&ids[0])).await.unwrap().unwrap();
    let begun = store::evaluation(&mut tx, &kept(&ids[1])).await.unwrap().unwrap();
    drop(tx);
    assert_eq!(before.total.unwrap().0, 10_000);
    // The next version: an item goes, another weighs more, one is new.
    let gone = first.blocks[0].items[0].key.clone();
    send(&trainer, &list, &format!("remove-item.{gone}"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    send(&trainer, &list, &format!("add-item.{}", first.blocks[0].key), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let heavy = format!("item.{}.weight", first.blocks[0].items[1].key);
    let answer = publish(
        &trainer,
        &list,
        &[("item.new-1.text.ru", "Новый пункт"), (&heavy, "7")],
    )
    .await;
    answer.expect(StatusCode::SEE_OTHER);
    let all = documents(&app, &list).await;
    assert_eq!(
        (all.len(), &all[0]),
        (2, &first),
        "the first version is what it was"
    );
    assert!(all[1].item(&gone).is_none() && all[1].item("novyy-punkt").is_some());
    let archived = all[1].blocks[0]
        .items
        .iter()
        .find(|item| item.key == gone)
        .unwrap();
    assert!(archived.archived);
    let mut tx = app.app.db.read().await.unwrap();
    let after = store::evaluation(&mut tx, &kept(&ids[0])).await.unwrap().unwrap();
    assert_eq!((after.total, after.version_id), (before.total, before.version_id));
    assert_eq!(after.snapshot.unwrap().0, before.snapshot.unwrap().0);
    let still = store::evaluation(&mut tx, &kept(&ids[1])).await.unwrap().unwrap();
    assert_eq!(still.version_id, begun.version_id);
    drop(tx);
    let draft = head.get(&format!("/evaluations/{}/edit", ids[1])).await.ok();
    assert_eq!(draft.all_words(".item .item-text").len(), first.items().count());
    // The history says what changed; the earlier version is still there to read.
    let page = trainer.get(&list).await.ok();
    let history = page.words(".ck-history");
    for words in [
        "вес 1 → 7",
        "Новый пункт: добавлен",
        "больше не спрашивается",
        "Олег Ветров",
        "1 оценка",
    ] {
        assert!(history.contains(words), "{words} in {history}");
    }
    let earlier = trainer.get(&format!("{list}?version=1")).await.ok();
    assert!(earlier.words(".page-head").contains("прежняя версия"));
    assert_eq!(
        earlier.all_words("[data-card] .item").len(),
        first.items().count()
    );
    trainer
        .get(&format!("{list}?version=3"))
        .await
        .expect(StatusCode::NOT_FOUND);
    // Asked again it has its old key.
    send(&trainer, &list, &format!("restore-item.{gone}"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    publish(&trainer, &list, &[]).await.expect(StatusCode::SEE_OTHER);
    assert!(documents(&app, &list).await[2].item(&gone).is_some());
}

async fn a_block_that_was_published_is_put_away_with_its_gate(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let list = listed(&head, "Первый разговор").await;
    send(&head, &list, "remove-block.objections", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    publish(&head, &list, &[]).await.expect(StatusCode::SEE_OTHER);
    let id = begin(&head, &call(&app, Who::Manager, None).await).await;
    let page = head.get(&format!("/evaluations/{id}/edit")).await.ok();
    assert_eq!(page.all_words(".gate").len(), 0);
    assert_eq!(page.all_words(".sum th").len(), 6);
    let newest = documents(&app, &list).await.pop().unwrap();
    assert!(newest.block("objections").unwrap().is_archived());
    let open = scoring::open_questions(&newest, &Answers::initial(&newest));
    assert!(!open.contains(&checklists::MissingPart::Gate("objections".to_owned())));
}
