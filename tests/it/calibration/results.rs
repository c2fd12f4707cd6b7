//! Results with cards missing, and what was agreed about them.

use axum::http::StatusCode;
use salesbook::db::Db;

use super::{LOW, begin, call, card, hand_in};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

on_both!(
    after_the_deadline_the_results_open_with_cards_missing,
    what_was_agreed_is_kept_beside_the_marks
);

async fn after_the_deadline_the_results_open_with_cards_missing(db: Db) {
    let app = TestApp::new(db).await;
    let (first, second) = (call(&app, "ООО «Первый»").await, call(&app, "ООО «Второй»").await);
    let (head, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::OtherHead).await);
    let session = begin(&app, &head, &[&first, &second]).await;
    let hers = card(&head, &session, 1).await;
    hand_in(
        &app,
        &head,
        &hers,
        "0",
        &[("mark.agenda", "0"), ("comment.agenda", "Нет")],
    )
    .await;
    let his = card(&other, &session, 1).await;
    hand_in(&app, &other, &his, "0", &[]).await;
    let unfinished = card(&other, &session, 2).await;

    let reveal = format!("{session}/reveal");
    let early = head.post(&reveal, &[]).await.expect(StatusCode::CONFLICT);
    assert!(early.text().contains("только после срока"));
    head.post(&format!("{session}/delete"), &[])
        .await
        .expect(StatusCode::CONFLICT);
    app.clock.advance(3 * DAY_MS);
    other.post(&reveal, &[]).await.expect(StatusCode::FORBIDDEN);
    assert!(
        other
            .get("/")
            .await
            .ok()
            .words("#calibrations")
            .contains("Срок прошёл")
    );
    assert!(head.get(&session).await.ok().text().contains(&reveal));
    head.post(&reveal, &[]).await.expect(StatusCode::SEE_OTHER);
    head.post(&reveal, &[]).await.expect(StatusCode::CONFLICT);

    // What was not handed in is gone and cannot be handed in any more, and nothing new is begun.
    other.get(&unfinished).await.expect(StatusCode::NOT_FOUND);
    other
        .post(&format!("{session}/calls/2/card"), &[])
        .await
        .expect(StatusCode::CONFLICT);
    let page = other.get(&session).await.ok();
    assert!(
        page.words("#item-agenda summary").contains("0 % n = 1"),
        "{}",
        page.words("#item-agenda summary")
    );
    assert!(page.words(".calibration-totals").contains("не сдано"));

    // Recordings that are deleted take nothing out of the results.
    for recording in [&first, &second] {
        head.post(&format!("/recordings/{recording}/delete"), &[])
            .await
            .expect(StatusCode::SEE_OTHER);
    }
    let page = other.get(&session).await.ok();
    assert!(page.words("#item-agenda summary").contains("0 % n = 1"));
    let talk = other.get(&format!("{session}/calls/1")).await.ok();
    assert!(
        talk.words("main")
            .contains("Послушать этот звонок здесь уже нельзя"),
        "{}",
        talk.words("main")
    );
}

async fn what_was_agreed_is_kept_beside_the_marks(db: Db) {
    let app = TestApp::new(db).await;
    let recording = call(&app, "ООО «Первый»").await;
    let (head, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::OtherHead).await);
    let session = begin(&app, &head, &[&recording]).await;
    let agree = format!("{session}/calls/1/agreed");
    let word = [
        ("question", "item.budget"),
        ("answer", "1"),
        ("words", "Вилка без вопроса это половина"),
    ];
    head.post(&agree, &word).await.expect(StatusCode::CONFLICT);
    let hers = card(&head, &session, 1).await;
    hand_in(&app, &head, &hers, "0", &LOW).await;
    let his = card(&other, &session, 1).await;
    hand_in(&app, &other, &his, "0", &[("gate.objections", "open")]).await;
    // A closed gate against marks behind an open one: the gate differs; what was not asked of both is not compared.
    let page = head.get(&session).await.ok();
    assert!(page.words("#gate-objections summary").contains("0 %"));
    let listened = page.words("#item-listened");
    assert!(
        listened.contains("не считается") && listened.contains("— n = 0"),
        "{listened}"
    );
    assert!(
        !listened.contains("переформулировать") && !listened.contains("расходятся"),
        "{listened}"
    );

    let talk = format!("{session}/calls/1");
    assert!(other.get(&talk).await.ok().text().contains("name=\"words\""));
    let saved = other.post(&agree, &word).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(saved.location(), format!("{talk}#item-budget"));
    for wrong in [("item.budget", "7"), ("item.none", "1"), ("gate.objections", "1")] {
        let sent = [("question", wrong.0), ("answer", wrong.1)];
        head.post(&agree, &sent)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
    head.post(&format!("{session}/calls/9/agreed"), &word)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let page = head.get(&session).await.ok();
    assert!(
        page.words("#item-budget .calibration-agreed")
            .contains("1 Вилка без вопроса"),
        "{}",
        page.text()
    );
    // Two members at one question: the second sees what the first has written, and keeps their own words.
    let read = head
        .get(&talk)
        .await
        .ok()
        .attribute("#agree-item-budget input[name='revision']", "value");
    let other_word = [
        ("question", "item.budget"),
        ("answer", "1"),
        ("words", "Спросил, но не дождался"),
        ("revision", read.as_str()),
    ];
    other
        .post(&agree, &other_word)
        .await
        .expect(StatusCode::SEE_OTHER);
    let late = [
        ("question", "item.budget"),
        ("answer", "1"),
        ("words", "Вилка это половина"),
        ("revision", read.as_str()),
    ];
    let clash = head.post(&agree, &late).await.expect(StatusCode::CONFLICT);
    assert_eq!(clash.all_words("[data-clash] dd"), ["Спросил, но не дождался"]);
    assert_eq!(
        clash.attribute("#agree-item-budget input[name='words']", "value"),
        "Вилка это половина"
    );
    let seen = clash.attribute("#agree-item-budget input[name='revision']", "value");
    head.post(
        &agree,
        &[
            ("question", "item.budget"),
            ("answer", "1"),
            ("words", "Вилка без вопроса"),
            ("revision", seen.as_str()),
        ],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    // Both empty takes it back.
    head.post(&agree, &[("question", "item.budget")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(!head.get(&session).await.ok().text().contains("Вилка без вопроса"));
    head.post(&agree, &word).await.expect(StatusCode::SEE_OTHER);
    head.post(&format!("{session}/end"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    head.post(&agree, &word).await.expect(StatusCode::CONFLICT);
    let kept = other.get(&talk).await.ok().text();
    assert!(kept.contains("Вилка без вопроса") && !kept.contains("name=\"words\""));
}
