//! One-to-ones from the first date to the next: what is prepared, who reads what, and the sheet on paper.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use fantoccini::wd::{PrintConfiguration, PrintSize};
use salesbook::app::App;
use salesbook::audit::{self, Act};
use salesbook::auth::password;
use salesbook::checklists::Mark;
use salesbook::coaching::one_to_ones::MeetingForm;
use salesbook::db::Db;
use salesbook::id::PersonId;
use salesbook::people::{Person, store};

use crate::support::app::{Browser, PASSWORD, START, TestApp, Who};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;
use crate::support::published_score::{opinion, publish_score};
use crate::support::speech::Script;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const SECRET: &str = "думает об уходе к конкурентам";

/// Plans a one-to-one with the manager and returns its address.
async fn planned(app: &TestApp, head: &Browser, day: &str) -> String {
    let manager = app.id(Who::Manager).to_string();
    let fields = [("manager", manager.as_str()), ("day", day), ("time", "15:00")];
    let set = head
        .post("/one-to-ones", &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    set.location().to_owned()
}

fn fields<'a>(act: &'a str, day: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("act", act),
        ("day", day),
        ("time", "15:00"),
        ("went_well", "Спокойно вела разговор"),
        ("error_item", "budget"),
        ("error", "Цена раньше вопросов"),
        ("client_said", "Сколько стоит?"),
        ("quote", "Шестьсот тысяч"),
        ("instead", "На какую сумму рассчитываете?"),
        ("shared_notes", "Пять вопросов до первой цифры"),
        ("private_notes", SECRET),
        ("next_day", "2026-12-07"),
    ]
}

on_both!(
    from_its_date_to_the_next,
    private_notes_leave_the_author_by_no_route
);

async fn from_its_date_to_the_next(db: Db) {
    let app = TestApp::new(db).await;
    let evaluation = publish_score(
        &app,
        Who::Manager,
        60,
        &[("budget", Mark::Value(0)), ("date", Mark::Value(0))],
    )
    .await;
    opinion(&app, Who::Manager, &evaluation).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let meeting = planned(&app, &head, "2026-11-25").await;
    let again = [("manager", app.id(Who::Manager).as_str()), ("day", "2026-11-26")];
    let refused = head
        .post("/one-to-ones", &again)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("встреча уже назначена"));

    // Both are reminded; the manager reads the date, not what the head prepares.
    assert!(
        head.get("/")
            .await
            .ok()
            .words("#plans-inbox")
            .contains("через 2 дня")
    );
    assert!(
        manager
            .get("/")
            .await
            .ok()
            .words("#plans-inbox")
            .contains("Встреча 1:1: Марина Соколова")
    );
    // The error is proposed from the last evaluation, with the reviewer's words; another one is a click away.
    let form = head.get(&meeting).await.ok();
    assert!(
        form.words("#error").ends_with("Слышно в записи"),
        "{}",
        form.words("#error")
    );
    let take = form.attribute("button[name=take]:not([aria-pressed])", "value");
    let mut other = fields("save", "2026-11-25");
    other.push(("take", &take));
    head.post(&meeting, &other).await.expect(StatusCode::SEE_OTHER);
    let form = head.get(&meeting).await.ok();
    assert_eq!(form.attribute("#error_item option[selected]", "value"), take);
    assert_eq!(
        form.words("#shared_notes"),
        "Пять вопросов до первой цифры",
        "nothing else was lost"
    );
    let own = manager.get(&meeting).await.ok().text();
    assert!(own.contains("готовится") && !own.contains("Спокойно вела") && !own.contains("Пять вопросов"));

    // Wrong fields come back; an empty meeting is not held.
    let wrong = head
        .post(&meeting, &[("act", "hold"), ("day", ""), ("quote", "Как есть")])
        .await;
    let wrong = wrong.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("Выберите день встречи") && wrong.words("#quote") == "Как есть");
    let empty = head
        .post(&meeting, &[("act", "hold"), ("day", "2026-11-25")])
        .await;
    assert!(
        empty
            .expect(StatusCode::UNPROCESSABLE_ENTITY)
            .text()
            .contains("пустую встречу")
    );

    app.clock.advance(2 * DAY_MS);
    head.post(&meeting, &fields("hold", "2026-11-25"))
        .await
        .expect(StatusCode::SEE_OTHER);
    let read = manager.get(&meeting).await.ok();
    assert_eq!(read.words(".instead .say"), "На какую сумму рассчитываете?");
    assert!(
        read.text().contains("Пять вопросов до первой цифры")
            && read.words(".plan-sheet").contains("7 декабря")
    );
    head.post(&meeting, &fields("save", "2026-11-25"))
        .await
        .expect(StatusCode::CONFLICT);
    head.post(&format!("{meeting}/cancel"), &[])
        .await
        .expect(StatusCode::CONFLICT);
    // The next one is planned, at the same time of day.
    let list = manager.get("/one-to-ones").await.ok();
    assert!(
        list.words(".rows").contains("7 декабря, 15:00"),
        "{}",
        list.text()
    );
    let mut tx = app.app.db.read().await.unwrap();
    let acts = audit::store::of_subject(&mut tx, &meeting).await.unwrap();
    let mut acts: Vec<Act> = acts.iter().map(|line| line.event.act).collect();
    acts.dedup();
    assert_eq!(
        (acts.first(), acts.last()),
        (Some(&Act::OneToOnePlanned), Some(&Act::OneToOneHeld)),
        "{acts:?}"
    );
    drop(tx);
    // What comes later does not change the record: this plan was written after the meeting.
    let later = [
        ("focus", "Позже"),
        ("action", "Потом"),
        ("target", "Цель"),
        ("due", "2026-12-11"),
    ];
    app.clock.advance(60_000);
    head.post(&format!("/evaluations/{evaluation}/plan"), &later)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(
        manager
            .get(&meeting)
            .await
            .ok()
            .text()
            .contains("Плана ещё не было")
    );
}

async fn private_notes_leave_the_author_by_no_route(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.sign_in(Who::Head).await;
    let meeting = planned(&app, &head, "2026-11-23").await;
    let note = || async { head.get(&meeting).await.ok().text().contains(SECRET) };
    head.post(&meeting, &fields("save", "2026-11-23"))
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(note().await, "the author has them before");
    let second = second_head(&app).await;
    let readers = [
        app.sign_in(Who::Manager).await,
        app.program(Who::Manager).await,
        second.clone(),
    ];
    walk(&app, &meeting, &readers).await;

    // Another head of the team may go on preparing; the author's notes stay as they are and stay theirs.
    let mut fields = fields("hold", "2026-11-23");
    fields.retain(|(name, _)| *name != "private_notes");
    second.post(&meeting, &fields).await.expect(StatusCode::SEE_OTHER);
    assert!(note().await, "the author has them after");
    second
        .post(&format!("{meeting}/notes"), &[("private_notes", "чужое")])
        .await
        .expect(StatusCode::NOT_FOUND);
    walk(&app, &meeting, &readers).await;
    head.post(&format!("{meeting}/notes"), &[("private_notes", "")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(!note().await);
    for who in [Who::Colleague, Who::OtherHead] {
        app.sign_in(who)
            .await
            .get(&meeting)
            .await
            .expect(StatusCode::NOT_FOUND);
    }
}

/// Somebody who leads the same team.
async fn second_head(app: &TestApp) -> Browser {
    let first = app.person(Who::Head);
    let person = Person {
        id: PersonId::new(START, &app.app.randomness),
        login: "second.head".to_owned(),
        name: "Вторая".to_owned(),
        ..first.clone()
    };
    let hash = password::hash(PASSWORD.to_owned(), &app.app.randomness)
        .await
        .unwrap();
    let mut tx = app.app.db.write().await.unwrap();
    store::insert(&mut tx, &person, Some(hash)).await.unwrap();
    tx.commit().await.unwrap();
    app.enter(Who::Head, &person.login).await
}

/// Asks every address there is, with the meeting and the manager in every place for an identifier.
async fn walk(app: &TestApp, meeting: &str, readers: &[Browser]) {
    let meeting = meeting.rsplit('/').next().unwrap();
    let manager = app.id(Who::Manager).as_str();
    let routes = App::route_table();
    for route in routes.iter().filter(|route| route.method == Method::GET) {
        for id in [meeting, manager] {
            let parts = route
                .path
                .split('/')
                .map(|part| if part.starts_with('{') { id } else { part });
            let address = parts.collect::<Vec<_>>().join("/");
            for reader in readers {
                let answer = reader.send(Method::GET, &address, None, Body::empty()).await;
                assert!(
                    !answer.text().contains(SECRET),
                    "{address} tells {:?}",
                    reader.who
                );
            }
        }
    }
}

/// Pages of a printed page.
fn pages_of(pdf: &[u8]) -> usize {
    let mark = b"/Type /Page";
    let ends = |at: usize| pdf.get(at + mark.len()) != Some(&b's');
    let found = pdf.windows(mark.len()).enumerate();
    found.filter(|(at, window)| *window == mark && ends(*at)).count()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium: `make test` has it"]
async fn it_prints_on_one_sheet_without_private_notes() {
    let service = Service::scripted(&Script::default()).await;
    let app = &service.app;
    let mut tx = app.db.read().await.unwrap();
    let person = async |tx: &mut _, login| store::person_by_login(tx, login).await.unwrap().unwrap();
    let head = person(&mut tx, "m.sokolova").await;
    let manager = person(&mut tx, "a.kuznetsova").await;
    drop(tx);
    let today = app.clock.now().day(&app.config.time_zone);
    let long = "Договорились о пяти вопросах до первой цифры и о дате в конце каждого звонка. ".repeat(6);
    let form = MeetingForm {
        day: today.to_string(),
        went_well: long.clone(),
        error: "Цена раньше вопросов".to_owned(),
        client_said: long.clone(),
        quote: "Шестьсот тысяч".to_owned(),
        instead: "На какую сумму рассчитываете?".to_owned(),
        shared_notes: long,
        private_notes: SECRET.to_owned(),
        ..MeetingForm::default()
    };
    let id = app.one_to_ones.plan(&head, &manager.id, &form).await.unwrap();
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("m.sokolova", PASSWORD).await;
    app.one_to_ones.save(&head, &id, &form).await.unwrap();
    let paper = PrintConfiguration::builder().size(PrintSize::A4).build().unwrap();
    for held in [false, true] {
        if held {
            app.one_to_ones.hold(&head, &id, &form).await.unwrap();
        }
        window.go(&format!("/one-to-ones/{id}")).await;
        window.find("main h1").await;
        window.assert_quiet().await;
        let pdf = window.client.print(paper.clone()).await.unwrap();
        assert_eq!(pages_of(&pdf), 1, "held: {held}");
    }
    let beside = "return !!document.querySelector('.plan .aside #private_notes')";
    window
        .until("the notes in the column that paper leaves out", beside)
        .await;
    window.close().await;
}
