//! A session from its form to the comparison.

use axum::http::StatusCode;
use salesbook::audit::Performer;
use salesbook::db::Db;
use salesbook::id::RecordingId;
use salesbook::people::{self, Role};
use salesbook::recordings;
use serde_json::json;

use super::{LOW, begin, call, card, hand_in};
use crate::support::app::{Browser, START, TestApp, Who};
use crate::support::db::on_both;

on_both!(
    two_heads_score_blind_and_then_compare,
    a_session_is_asked_for_whole
);

async fn two_heads_score_blind_and_then_compare(db: Db) {
    let app = TestApp::new(db).await;
    let (first, second) = (call(&app, "ООО «Первый»").await, call(&app, "ООО «Второй»").await);
    let (head, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::OtherHead).await);
    let session = begin(&app, &head, &[&first, &second]).await;

    // Who is asked sees it on the first page; who is not, does not know of it.
    for browser in [&head, &other] {
        let today = browser.get("/").await.ok();
        assert!(
            today.words("#calibrations").contains("Потребности"),
            "{}",
            today.text()
        );
        assert!(
            browser
                .get("/calibrations")
                .await
                .ok()
                .text()
                .contains("сдано 0 из 4")
        );
    }
    for who in [Who::Manager, Who::Trainer, Who::Admin] {
        app.sign_in(who)
            .await
            .get(&session)
            .await
            .expect(StatusCode::FORBIDDEN);
    }

    // One card with a comment, a moment and a low mark.
    let hers = card(&head, &session, 1).await;
    assert_eq!(card(&head, &session, 1).await, hers, "the card is opened again");
    let page = head.get(&format!("{hers}/edit")).await.ok();
    assert!(page.text().contains("Сдать карточку") && page.text().contains("Калибровка, вслепую"));
    assert!(!page.text().contains("/discard"), "{}", page.text());
    let moment = [
        ("moment.item", "budget"),
        ("moment.start_ms", "61000"),
        ("moment.note", "Тайный момент"),
    ];
    head.post(&format!("{hers}/moments"), &moment)
        .await
        .expect(StatusCode::SEE_OTHER);
    head.post(&format!("{hers}/draft"), &[("revision", "0"), LOW[0], LOW[1]])
        .await
        .expect(StatusCode::SEE_OTHER);
    head.post(&format!("{hers}/discard"), &[])
        .await
        .expect(StatusCode::CONFLICT);
    head.post(
        &format!("{hers}/checklist"),
        &[("checklist", "01K0ZC3QJ5V0T5N6V8W2M4X7RD")],
    )
    .await
    .expect(StatusCode::CONFLICT);

    // Begun or handed in: nobody else reads it, on no path.
    let colleague = second_head(&app).await;
    assert_hidden(&app, &hers, &session, &first, &colleague).await;
    hand_in(&app, &head, &hers, "1", &LOW).await;
    assert_hidden(&app, &hers, &session, &first, &colleague).await;
    head.post(
        &format!("{hers}/draft"),
        &[("revision", "3"), ("mark.budget", "2")],
    )
    .await
    .expect(StatusCode::CONFLICT);
    assert_eq!(
        head.get(&hers).await.expect(StatusCode::SEE_OTHER).location(),
        session
    );
    assert!(
        other.get(&session).await.ok().text().contains("1 из 2"),
        "who has handed in is known"
    );
    head.get(&format!("{session}/calls/1"))
        .await
        .expect(StatusCode::CONFLICT);

    // The rest. With the last card the results open to both.
    let rest = card(&head, &session, 2).await;
    hand_in(&app, &head, &rest, "0", &[]).await;
    for number in [1, 2] {
        assert!(
            !other
                .get(&session)
                .await
                .ok()
                .text()
                .contains("Одинаковых ответов")
        );
        let his = card(&other, &session, number).await;
        hand_in(&app, &other, &his, "0", &[]).await;
    }
    assert!(!head.get("/").await.ok().text().contains("id=\"calibrations\""));
    for browser in [&head, &other] {
        let page = browser.get(&session).await.ok();
        let budget = page.words("#item-budget summary");
        assert!(
            budget.contains("переформулировать") && budget.contains("50 %"),
            "{budget}"
        );
        // Two calls: the first 0 against 2, the second 2 and 2. Cohen's kappa is 0, the marks differ by 1 on average.
        assert!(
            budget.contains("0,00 n = 2") && budget.ends_with("Разница, баллы: 1"),
            "{budget}"
        );
        let deadline = page.words("#item-deadline summary");
        assert!(deadline.contains("100 %") && deadline.contains('—'), "{deadline}");
        assert!(deadline.contains("так совпало бы и случайно"), "{deadline}");
        assert!(page.words("#item-budget").contains("Тайное слово о бюджете"));
        assert!(page.text().contains("Тайный момент"));
        assert!(
            page.text().contains("/edit#item-budget\""),
            "the way to reword it"
        );
        assert!(!page.text().contains("/edit#item-deadline\""));
        let totals = page.words(".calibration-totals");
        // 100 against (85 − 5.56) ÷ 85: the weights of the items that are counted.
        assert!(
            totals.contains("100,00") && totals.contains("Разброс"),
            "{totals}"
        );
    }
}

/// Another head of the first team, who is in no session: their scope covers the calls.
async fn second_head(app: &TestApp) -> Browser {
    let new = people::NewPerson {
        name: "Лидия Панова".to_owned(),
        login: "l.panova".to_owned(),
        role: Role::Head,
        team_id: app.person(Who::Head).team_id.clone(),
        locale: None,
    };
    let person = app.app.accounts.create(Performer::Shell, &new).await.unwrap();
    let token = app
        .app
        .auth
        .create_token(
            &person,
            &person,
            &salesbook::auth::TokenRequest::full(&app.app.auth, "test"),
        )
        .await
        .unwrap();
    TestApp::stranger_of(&app.app).with_header("authorization", &format!("Bearer {}", token.secret))
}

/// The other reviewer, a head of the same team and the call's own manager read nothing of the card at `hers`.
async fn assert_hidden(
    app: &TestApp,
    hers: &str,
    session: &str,
    recording: &RecordingId,
    colleague: &Browser,
) {
    let id = hers.strip_prefix("/evaluations/").unwrap();
    let other = app.sign_in(Who::OtherHead).await;
    let manager = app.sign_in(Who::Manager).await;
    for page in [hers.to_owned(), format!("{hers}/edit")] {
        other.get(&page).await.expect(StatusCode::NOT_FOUND);
    }
    for act in ["draft", "publish", "moments", "discard"] {
        let sent = [("revision", "1"), ("moment.start_ms", "0")];
        other
            .post(&format!("{hers}/{act}"), &sent)
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    manager.get(hers).await.expect(StatusCode::NOT_FOUND);
    let programs = [
        app.program(Who::OtherHead).await,
        app.program(Who::Manager).await,
        colleague.clone(),
    ];
    for program in &programs {
        program
            .get(&format!("/api/v1{hers}"))
            .await
            .problem(StatusCode::NOT_FOUND, "evaluation-not-found");
        let listed = program.get("/api/v1/evaluations").await.ok().text();
        assert!(!listed.contains(id), "{listed}");
        let moments = program
            .get(&format!("/api/v1/recordings/{recording}/moments"))
            .await;
        assert!(!moments.text().contains("Тайный"), "{}", moments.text());
    }
    let own = app.program(Who::Head).await;
    let moments = own
        .get(&format!("/api/v1/recordings/{recording}/moments"))
        .await
        .ok();
    assert_eq!(
        moments.json()["items"],
        json!([]),
        "a card's moments stay in the session"
    );
    let readers = [app.sign_in(Who::Head).await, other, manager];
    let pages = [
        "/",
        "/evaluations",
        "/plans",
        "/calibrations",
        session,
        &format!("/recordings/{recording}"),
    ];
    for browser in &readers {
        for page in pages {
            let text = browser.get(page).await.text();
            for secret in ["Тайное слово", "Тайный момент", id] {
                let own_way = browser.who == Who::Head && page == session && secret == id;
                assert!(
                    !text.contains(secret) || own_way,
                    "{:?} reads {secret} at {page}: {text}",
                    browser.who
                );
            }
        }
    }
}

async fn a_session_is_asked_for_whole(db: Db) {
    let app = TestApp::new(db).await;
    let own = call(&app, "ООО «Первый»").await;
    let head = app.sign_in(Who::Head).await;
    let new = head.get("/calibrations/new").await.ok();
    assert!(new.text().contains("Павел Громов") && new.text().contains("Первый"));
    assert!(!new.text().contains("Олег Ветров"), "a trainer does not score");
    // Looking for calls keeps what was entered.
    let asked = format!(
        "/calibrations/new?title=%D0%90%D0%B1&q=zzz&recording={own}&reviewer={}",
        app.id(Who::OtherHead)
    );
    let found = head.get(&asked).await.ok();
    assert!(found.text().contains("value=\"Аб\"") && found.text().contains("Первый"));
    assert_eq!(found.attribute("input[name=recording]", "checked"), "");

    let wrong = head
        .post("/calibrations", &[("title", ""), ("deadline", "2020-01-01")])
        .await;
    let wrong = wrong.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
    for words in [
        "Напишите название",
        "уже прошёл",
        "от 2 до 12 участников",
        "от 1 до 10 звонков",
    ] {
        assert!(wrong.contains(words), "{words}");
    }
    let standard = new.attribute("select[name=checklist] option", "value");
    let (head_id, other_id, trainer) = (
        app.id(Who::Head).to_string(),
        app.id(Who::OtherHead).to_string(),
        app.id(Who::Trainer).to_string(),
    );
    let own = own.to_string();
    let foreign = foreign_call(&app).await;
    for (checklist, second, recording, words) in [
        (
            "01K0ZC3QJ5V0T5N6V8W2M4X7RD",
            other_id.as_str(),
            own.as_str(),
            "чек-листа больше нет",
        ),
        (
            standard.as_str(),
            trainer.as_str(),
            own.as_str(),
            "больше не оценивает",
        ),
        (
            standard.as_str(),
            other_id.as_str(),
            foreign.as_str(),
            "записей больше нет",
        ),
    ] {
        let sent = [
            ("title", "Аб"),
            ("checklist", checklist),
            ("deadline", "2026-11-25"),
            ("reviewer", head_id.as_str()),
            ("reviewer", second),
            ("recording", recording),
        ];
        let answer = head
            .post("/calibrations", &sent)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(words), "{words}: {}", answer.text());
    }
    // A session nobody has handed a card in for can be deleted, by its author.
    let recording = own.parse().unwrap();
    let session = begin(&app, &head, &[&recording]).await;
    card(&head, &session, 1).await;
    app.sign_in(Who::OtherHead)
        .await
        .post(&format!("{session}/delete"), &[])
        .await
        .expect(StatusCode::FORBIDDEN);
    head.post(&format!("{session}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    head.get(&session).await.expect(StatusCode::NOT_FOUND);
    app.sign_in(Who::OtherHead)
        .await
        .get(&format!("/recordings/{recording}/audio"))
        .await
        .expect(StatusCode::NOT_FOUND);
}

/// A call of the second team.
async fn foreign_call(app: &TestApp) -> String {
    let id = RecordingId::new(START, &app.app.randomness);
    let recording = crate::evaluations::silent_call(&id, app.person(Who::Outsider), START);
    let mut tx = app.app.db.write().await.unwrap();
    recordings::store::insert(&mut tx, &recording).await.unwrap();
    tx.commit().await.unwrap();
    id.to_string()
}
