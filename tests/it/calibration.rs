//! Calibration as heads do it: the same calls scored blind, opened when all cards are in, compared, talked over, ended; and
//! none of it in anybody's scores.

use axum::http::StatusCode;
use salesbook::audit::{self, Detail, Performer};
use salesbook::checklists;
use salesbook::db::{Cursor, Db};
use salesbook::evaluations::store;
use salesbook::id::RecordingId;
use salesbook::people::{self, Role, Scope};
use salesbook::recordings;
use serde_json::json;

use crate::support::app::{Browser, PASSWORD, START, TestApp, Who};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A call of a manager of the first team, without sound.
pub async fn call(app: &TestApp, client: &str) -> RecordingId {
    let id = RecordingId::new(START, &app.app.randomness);
    let mut recording = crate::evaluations::silent_call(&id, app.person(Who::Manager), START);
    recording.client = client.to_owned();
    let mut tx = app.app.db.write().await.unwrap();
    recordings::store::insert(&mut tx, &recording).await.unwrap();
    tx.query("UPDATE recordings SET client = $2 WHERE id = $1")
        .bind_all((&id, client))
        .execute_exactly(1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

/// The head of the first team begins a session with the head of the second, until 25 November; returns its address.
pub async fn begin(app: &TestApp, head: &Browser, calls: &[&RecordingId]) -> String {
    let mut tx = app.app.db.read().await.unwrap();
    let checklist = checklists::store::checklists(&mut tx)
        .await
        .unwrap()
        .remove(0)
        .checklist_id;
    drop(tx);
    let people = [app.id(Who::Head).to_string(), app.id(Who::OtherHead).to_string()];
    let calls: Vec<String> = calls.iter().map(ToString::to_string).collect();
    let mut fields = vec![
        ("title", "Потребности"),
        ("checklist", checklist.as_str()),
        ("deadline", "2026-11-25"),
    ];
    fields.extend(people.iter().map(|id| ("reviewer", id.as_str())));
    fields.extend(calls.iter().map(|id| ("recording", id.as_str())));
    let made = head.post("/calibrations", &fields).await;
    made.expect(StatusCode::SEE_OTHER).location().to_owned()
}

/// Begins this reviewer's card; returns its address.
pub async fn card(head: &Browser, session: &str, call: u32) -> String {
    let answer = head.post(&format!("{session}/calls/{call}/card"), &[]).await;
    let answer = answer.expect(StatusCode::SEE_OTHER);
    answer.location().strip_suffix("/edit").unwrap().to_owned()
}

/// Fields of a whole card: the best marks and the gate closed, but for what is given.
async fn fields(app: &TestApp, other: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut tx = app.app.db.read().await.unwrap();
    let checklist = checklists::store::checklists(&mut tx)
        .await
        .unwrap()
        .remove(0)
        .document
        .0;
    let mut fields = vec![("gate.objections".to_owned(), "closed".to_owned())];
    for (_, item) in checklist.items() {
        fields.push((format!("mark.{}", item.key), item.scale.max().to_string()));
    }
    fields.extend(
        other
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    fields
}

/// Fills a card in and hands it in.
pub async fn hand_in(app: &TestApp, head: &Browser, card: &str, revision: &str, other: &[(&str, &str)]) {
    let mut sent = fields(app, other).await;
    sent.push(("revision".to_owned(), revision.to_owned()));
    let sent: Vec<(&str, &str)> = sent
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let answer = head
        .post(&format!("{card}/publish"), &sent)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        answer.location().starts_with("/calibrations/"),
        "{}",
        answer.location()
    );
    // A key pressed twice hands in once.
    let again = head
        .post(&format!("{card}/publish"), &sent)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(again.location(), answer.location());
}

const LOW: [(&str, &str); 2] = [("mark.budget", "0"), ("comment.budget", "Тайное слово о бюджете")];

on_both!(
    two_heads_score_blind_and_then_compare,
    calibration_enters_no_score_list_or_mean,
    a_guest_hears_the_calls_of_the_session_until_it_ends,
    after_the_deadline_the_results_open_with_cards_missing,
    what_was_agreed_is_kept_beside_the_marks,
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

async fn calibration_enters_no_score_list_or_mean(db: Db) {
    let app = TestApp::new(db).await;
    let recording = call(&app, "ООО «Первый»").await;
    let (head, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::OtherHead).await);
    // A score of the same call, published by the same head, beside the blind card.
    let begun = head
        .post(&format!("/recordings/{recording}/evaluate"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let scored = begun.location().strip_suffix("/edit").unwrap().to_owned();
    let mut sent = fields(&app, &LOW).await;
    sent.push(("revision".to_owned(), "0".to_owned()));
    let sent: Vec<_> = sent
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    head.post(&format!("{scored}/publish"), &sent)
        .await
        .expect(StatusCode::SEE_OTHER);
    let opinion = [("pluses", "Спросила срок"), ("minuses", "Забыла бюджет")];
    app.sign_in(Who::Manager)
        .await
        .post(&format!("{scored}/opinion"), &opinion)
        .await
        .expect(StatusCode::SEE_OTHER);

    let before = everything_of_scores(&app).await;
    let session = begin(&app, &head, &[&recording]).await;
    let (hers, his) = (card(&head, &session, 1).await, card(&other, &session, 1).await);
    assert_eq!(
        everything_of_scores(&app).await,
        before,
        "cards that are filled in"
    );
    hand_in(&app, &head, &hers, "0", &[]).await;
    hand_in(&app, &other, &his, "0", &[]).await;
    assert!(
        head.get(&session)
            .await
            .ok()
            .text()
            .contains("Одинаковых ответов")
    );
    assert_eq!(
        everything_of_scores(&app).await,
        before,
        "cards that are handed in"
    );
    head.post(&format!("{session}/end"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(everything_of_scores(&app).await, before, "a session that is over");
    // Nor does a plan rest on one.
    head.get(&format!("{hers}/plan"))
        .await
        .expect(StatusCode::NOT_FOUND);
    // The log tells neither a figure nor whose call.
    let mut tx = app.app.db.read().await.unwrap();
    let events = audit::store::of_subject(&mut tx, &session).await.unwrap();
    // The clock stands still: what was kept in one millisecond has no order.
    let mut acts: Vec<String> = events.iter().map(|event| event.event.act.to_string()).collect();
    acts.sort();
    assert_eq!(
        acts,
        [
            "calibration-begun",
            "calibration-ended",
            "calibration-handed-in",
            "calibration-handed-in"
        ]
    );
    assert!(
        events
            .iter()
            .all(|event| event.event.detail == Detail::Nothing && event.event.manager_id.is_none())
    );
}

/// Every list and mean of scores there is, as each who sees scores reads them.
async fn everything_of_scores(app: &TestApp) -> Vec<String> {
    let mut all = Vec::new();
    for who in [Who::Manager, Who::Head, Who::OtherHead] {
        let program = app.program(who).await;
        for path in [
            "/api/v1/evaluations".to_owned(),
            format!("/api/v1/people/{}/plans", app.id(Who::Manager)),
        ] {
            all.push(program.get(&path).await.json()["items"].to_string());
        }
        all.push(
            app.sign_in(who)
                .await
                .get("/evaluations")
                .await
                .ok()
                .words("main"),
        );
        let home = app.sign_in(who).await.get("/").await.ok();
        all.extend(
            home.all_words(".home-side")
                .into_iter()
                .chain(home.all_words(".home-sheet:not(#calibrations)")),
        );
    }
    let mut tx = app.app.db.read().await.unwrap();
    for scope in [
        Scope::All,
        app.person(Who::Head).scope(),
        app.person(Who::Manager).scope(),
    ] {
        let means = store::means(&mut tx, &scope).await.unwrap();
        all.extend(
            means
                .iter()
                .map(|row| format!("{} {} {}", row.manager, row.sum, row.n)),
        );
        let lines = store::published(&mut tx, &scope, None, None, &Cursor::newest(), 100)
            .await
            .unwrap();
        all.push(lines.len().to_string());
    }
    all.push(
        store::drafts(&mut tx, app.id(Who::Head))
            .await
            .unwrap()
            .len()
            .to_string(),
    );
    all
}

async fn a_guest_hears_the_calls_of_the_session_until_it_ends(db: Db) {
    let app = TestApp::new(db).await;
    let (recording, beside) = (
        app.recording(Who::Manager, 20).await,
        app.recording(Who::Manager, 30).await,
    );
    let (head, other) = (app.sign_in(Who::Head).await, app.sign_in(Who::OtherHead).await);
    let program = app.program(Who::OtherHead).await;
    let sound = format!("/recordings/{recording}/audio");
    other.get(&sound).await.expect(StatusCode::NOT_FOUND);
    let session = begin(&app, &head, &[&recording]).await;
    other.get(&sound).await.ok();
    let closed = [
        format!("/recordings/{beside}/audio"),
        format!("{sound}?download=1"),
        format!("/recordings/{recording}"),
        format!("/recordings/{recording}/transcript/txt"),
        format!("/recordings/{recording}/history"),
    ];
    for path in &closed {
        other.get(path).await.expect(StatusCode::NOT_FOUND);
    }
    for path in ["", "/audio", "/transcript", "/moments"] {
        program
            .get(&format!("/api/v1/recordings/{recording}{path}"))
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    assert!(
        !other
            .get("/recordings")
            .await
            .ok()
            .text()
            .contains(recording.as_str())
    );
    other
        .post(&format!("/recordings/{recording}/evaluate"), &[])
        .await
        .expect(StatusCode::NOT_FOUND);
    other
        .post(&format!("/recordings/{recording}/delete"), &[])
        .await
        .expect(StatusCode::NOT_FOUND);
    // The card shows the call with its text, and no way out of it.
    let his = card(&other, &session, 1).await;
    let page = other.get(&format!("{his}/edit")).await.ok();
    assert!(!page.all_words(".turn").is_empty(), "{}", page.text());
    assert!(
        !page.text().contains(&format!("href=\"/recordings/{recording}")),
        "{}",
        page.text()
    );
    // Who is no head any more is no guest either; a manager of that team never was one.
    let mut demoted = app.person(Who::OtherHead).clone();
    demoted.role = Role::Manager;
    let mut tx = app.app.db.write().await.unwrap();
    people::store::update(&mut tx, &demoted).await.unwrap();
    tx.commit().await.unwrap();
    other.get(&sound).await.expect(StatusCode::NOT_FOUND);
    demoted.role = Role::Head;
    let mut tx = app.app.db.write().await.unwrap();
    people::store::update(&mut tx, &demoted).await.unwrap();
    tx.commit().await.unwrap();
    app.sign_in(Who::Colleague)
        .await
        .get(&sound)
        .await
        .expect(StatusCode::NOT_FOUND);

    hand_in(&app, &other, &his, "0", &[]).await;
    let hers = card(&head, &session, 1).await;
    hand_in(&app, &head, &hers, "0", &[]).await;
    let talk = format!("{session}/calls/1");
    assert!(other.get(&talk).await.ok().text().contains("data-player"));
    other.get(&sound).await.ok();
    other
        .post(&format!("{session}/end"), &[])
        .await
        .expect(StatusCode::FORBIDDEN);
    head.post(&format!("{session}/end"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    other.get(&sound).await.expect(StatusCode::NOT_FOUND);
    assert!(!other.get(&talk).await.ok().text().contains("data-player"));
    assert!(
        head.get(&talk).await.ok().text().contains("data-player"),
        "her own team's call"
    );
}

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn two_heads_calibrate_in_the_browser() {
    let service = Service::scripted(&crate::support::speech::Script::default()).await;
    let app = &service.app;
    let mut tx = app.db.write().await.unwrap();
    let manager = people::store::person_by_login(&mut tx, "a.kuznetsova")
        .await
        .unwrap()
        .unwrap();
    let id = RecordingId::new(app.clock.now(), &app.randomness);
    let recording = crate::evaluations::silent_call(&id, &manager, app.clock.now());
    recordings::store::insert(&mut tx, &recording).await.unwrap();
    tx.commit().await.unwrap();

    let (head, other) = (
        Window::open(&service, 1440, 900, "ru").await,
        Window::open(&service, 390, 844, "ru").await,
    );
    head.sign_in("m.sokolova", PASSWORD).await;
    other.sign_in("p.gromov", PASSWORD).await;
    head.go("/calibrations/new").await;
    head.fill("#title", "Потребности").await;
    head.client
        .execute(
            "for (const box of document.querySelectorAll('input[name=reviewer], input[name=recording]')) box.checked = true",
            vec![],
        )
        .await
        .unwrap();
    head.click(".form-foot button").await;
    head.until("the session", "return document.querySelector('.calibration-own')")
        .await;
    let session = head.path().await;

    // She marks by keys, he on a phone; each sees a card of their own.
    head.click(".calibration-own button").await;
    let ready = "return document.querySelector('[data-guide]')?.textContent.trim()";
    head.until("the score page", ready).await;
    head.keys("2 2 2 2 2 2 2 2 2 2 2 2 2 n 2 2 2 2 2 2 2 2").await;
    head.until(
        "everything marked",
        "return document.querySelector('[data-total]').textContent === '100,00'",
    )
    .await;
    head.keys("Ctrl+Enter").await;
    head.until(
        "the session again",
        &format!("return location.pathname === '{session}'"),
    )
    .await;
    assert!(head.text().await.contains("Сдано"));

    other.go("/").await;
    other.click("#calibrations a").await;
    other
        .until("the session", "return document.querySelector('.calibration-own')")
        .await;
    assert!(!other.text().await.contains("100,00"));
    other.assert_fits().await;
    other.click(".calibration-own button").await;
    other.until("the score page", ready).await;
    // A mark goes on to the next item; the word about it belongs to the one before.
    other.keys("2 2 2 2 2 2 0 ArrowUp c").await;
    other.press("Не спрошен").await;
    other.keys("Escape").await;
    other.keys("ArrowDown 2 2 2 2 2 2 n 2 2 2 2 2 2 2 2").await;
    other
        .until(
            "everything marked",
            "return document.querySelector('a[data-left]').textContent === 'всё отмечено'",
        )
        .await;
    other.click("[data-publish]").await;
    other
        .until("the results", "return document.querySelector('#item-budget')")
        .await;
    other.assert_fits().await;

    head.go(&session).await;
    let budget = "return document.querySelector('#item-budget summary')?.textContent.replace(/\\s+/g, ' ')";
    let budget = head.until("the results", budget).await;
    let budget = budget.as_str().unwrap_or_default();
    assert!(
        budget.contains("переформулировать") && budget.contains("0 %"),
        "{budget}"
    );
    head.click("#item-budget summary").await;
    assert!(head.text().await.contains("Не спрошен"));
    head.assert_quiet().await;
    other.assert_quiet().await;
    head.close().await;
    other.close().await;
}
