//! Lists that grow with the company: each comes page by page, whole and in order, on the pages and for a program.

use axum::http::StatusCode;
use salesbook::appeals::store::{self as appeals, NewAppeal};
use salesbook::checklists::Mark;
use salesbook::coaching::one_to_ones::store as one_to_ones;
use salesbook::db::Db;
use salesbook::id::{AppealId, OneToOneId, PersonId, PlaylistId};
use salesbook::people::{Person, Role, Scope, store};
use salesbook::snippets::playlists::store as playlists;
use salesbook::time::{Day, Timestamp};

use crate::support::app::{Answer, Browser, START, TestApp, Who};
use crate::support::db::on_both;
use crate::support::published_score::publish_score;

/// An attribute of every element that a CSS selector finds.
fn all(answer: &Answer, selector: &str, name: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(&answer.text());
    page.select(&scraper::Selector::parse(selector).unwrap())
        .filter_map(|element| element.attr(name).map(str::to_owned))
        .collect()
}

/// The same of a list, page after page, as long as there is a link to the next one.
async fn walk(by: &Browser, first: &str, (rows, name): (&str, &str), more: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut address = Some(first.to_owned());
    while let Some(there) = address.take() {
        let page = by.get(&there).await.ok();
        pages.push(all(&page, rows, name));
        address = all(&page, more, "href").into_iter().next();
        assert!(pages.len() < 20, "{first} has no end");
    }
    pages
}

fn lengths(pages: &[Vec<String>]) -> Vec<usize> {
    pages.iter().map(Vec::len).collect()
}

/// Managers of the first team, in no order; every tenth has left.
async fn more_people(app: &TestApp, count: usize) -> Vec<PersonId> {
    let mut tx = app.app.db.write().await.unwrap();
    let mut ids = Vec::new();
    for n in 0..count {
        let person = Person {
            id: PersonId::new(START, &app.app.randomness),
            login: format!("manager{n}"),
            name: format!("Сотрудник {:03}", n * 37 % count),
            role: Role::Manager,
            team_id: app.person(Who::Head).team_id.clone(),
            function: None,
            locale: None,
            active: n % 10 != 9,
            single_keys: true,
            created_at: START,
        };
        store::insert(&mut tx, &person, None).await.unwrap();
        ids.push(person.id);
    }
    tx.commit().await.unwrap();
    ids
}

on_both!(of_people, of_playlists, of_open_appeals, of_dates_for_one_to_ones);

async fn pages_of(by: &Browser) -> Vec<Vec<String>> {
    walk(by, "/people", ("tr[id^='person-']", "id"), ".list-foot a").await
}

async fn of_people(db: Db) {
    let app = TestApp::new(db).await;
    let _ = more_people(&app, 230).await;
    let (admin, head) = (app.sign_in(Who::Admin).await, app.sign_in(Who::Head).await);
    let rows = ("tr[id^='person-']", "id");
    for (by, wanted) in [(&admin, &[100_usize, 100, 37][..]), (&head, &[100, 100, 33])] {
        let mut tx = app.app.db.read().await.unwrap();
        let everybody = store::people(&mut tx, &app.person(by.who).scope()).await.unwrap();
        drop(tx);
        let expected: Vec<String> = everybody.iter().map(|it| format!("person-{}", it.id)).collect();
        let pages = pages_of(by).await;
        assert_eq!(lengths(&pages), wanted);
        assert_eq!(pages.concat(), expected, "{:?}", by.who);
    }
    assert!(
        admin
            .get("/people")
            .await
            .ok()
            .words(".page-head p")
            .contains("237"),
        "the number is that of all"
    );

    let program = app.program(Who::Admin).await;
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = program
            .get(&format!("/api/v1/people?limit=90&after={after}"))
            .await
            .ok()
            .json();
        let items = page["items"].as_array().unwrap();
        found.extend(items.iter().map(|it| it["id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        next.clone_into(&mut after);
        assert!(found.len() < 1_000);
    }
    let mut tx = app.app.db.read().await.unwrap();
    let everybody = store::people(&mut tx, &Scope::All).await.unwrap();
    drop(tx);
    let expected: Vec<String> = everybody.iter().map(|it| it.id.to_string()).collect();
    assert_eq!(found, expected);
    program
        .get("/api/v1/people?after=tomorrow")
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-cursor");

    // Who changes somebody on the second page comes back to it, also when somebody else was quicker.
    let second = all(&admin.get("/people").await.ok(), ".list-foot a", "href").remove(0);
    let page = admin.get(&second).await.ok();
    let ids = all(&page, rows.0, rows.1);
    let form = "form.people-function";
    let function = page.attribute(form, "action");
    let read = page.attribute(&format!("{form} input[name='revision']"), "value");
    let hunter = [("function", "hunter"), ("revision", read.as_str())];
    let saved = admin.post(&function, &hunter).await.expect(StatusCode::SEE_OTHER);
    let (back, line) = saved.location().split_once('#').unwrap();
    let there = all(&admin.get(back).await.ok(), rows.0, rows.1);
    assert_eq!(there, ids);
    assert!(there.iter().any(|id| id == line), "{line}");
    let closer = [("function", "closer"), ("revision", read.as_str())];
    let clash = admin.post(&function, &closer).await.expect(StatusCode::CONFLICT);
    assert_eq!(all(&clash, rows.0, rows.1), ids);
    // So does the way there from the log, to each of them.
    let every = pages_of(&admin).await.concat();
    for id in [&ids[0], &ids[99], &every[0], &every[236]] {
        let person = id.strip_prefix("person-").unwrap();
        let page = admin.get(&format!("/people?person={person}")).await.ok();
        assert!(all(&page, rows.0, rows.1).contains(id), "{id}");
    }
    let outside = app.id(Who::Outsider);
    let mine = head.get(&format!("/people?person={outside}")).await.ok();
    assert!(!mine.text().contains("Светлана Орлова"));
    admin
        .get("/people?person=nobody")
        .await
        .expect(StatusCode::NOT_FOUND);
    admin
        .get("/people?after=tomorrow")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
}

async fn of_playlists(db: Db) {
    let app = TestApp::new(db).await;
    let mut tx = app.app.db.write().await.unwrap();
    for n in 0..130_i64 {
        let id = PlaylistId::new(START, &app.app.randomness);
        // Several at the same moment.
        let at = Timestamp(START.0 - n % 40 * 1_000);
        playlists::insert(
            &mut tx,
            &id,
            (format!("Список {n}").as_str(), ""),
            app.id(Who::Trainer),
            at,
        )
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let manager = app.sign_in(Who::Manager).await;
    let pages = walk(&manager, "/playlists", (".playlists a", "href"), ".list-foot a").await;
    assert_eq!(lengths(&pages), [100, 30]);
    let mut every = pages.concat();
    every.sort();
    every.dedup();
    assert_eq!(every.len(), 130, "each once");
    let above = manager.get("/snippets").await.ok();
    assert_eq!(
        all(&above, ".clip-list", "href"),
        pages[0][..6],
        "the last changed"
    );
}

async fn of_open_appeals(db: Db) {
    let app = TestApp::new(db).await;
    let mut lodged = 0_usize;
    let mut seconds = 60;
    while lodged <= 60 {
        let evaluation = publish_score(&app, Who::Manager, seconds, &[]).await;
        seconds += 1;
        let head = app.person(Who::Head);
        let mut tx = app.app.db.write().await.unwrap();
        let card = salesbook::evaluations::store::evaluation(&mut tx, &evaluation)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(card.reviewer_id, head.id);
        let snapshot = card.snapshot.unwrap().0;
        for (_, item) in snapshot.checklist.items() {
            let due: Day = format!("2026-12-{:02}", 10 + lodged % 5).parse().unwrap();
            let appeal = NewAppeal {
                id: AppealId::new(START, &app.app.randomness),
                evaluation_id: evaluation.clone(),
                item_key: item.key.clone(),
                mark_before: None,
                wished: Mark::Value(0),
                reason: "Слышно в записи".to_owned(),
                created_at: START,
                due,
            };
            appeals::insert(&mut tx, &appeal).await.unwrap();
            lodged += 1;
        }
        tx.commit().await.unwrap();
    }
    let head = app.sign_in(Who::Head).await;
    let rows = (".appeal-who a", "href");
    let pages = walk(&head, "/appeals", rows, ".list-foot a").await;
    assert_eq!(pages[0].len(), 50);
    let every = pages.concat();
    let mut once = every.clone();
    once.sort();
    once.dedup();
    assert_eq!((every.len(), once.len()), (lodged, lodged), "each once");
    let mut tx = app.app.db.read().await.unwrap();
    let mut due = Vec::new();
    for address in &every {
        let id = address.strip_prefix("/appeals/").unwrap().parse().unwrap();
        let appeal = appeals::appeal(&mut tx, &Scope::All, &id).await.unwrap();
        due.push(appeal.unwrap().due);
    }
    drop(tx);
    assert!(due.is_sorted(), "those that are due first come first");
    let today = head.get("/").await.ok().text();
    assert!(
        today.contains(&format!("<span class=\"muted\">{lodged}</span>")),
        "the first page tells how many there are in all"
    );
    let outside = app.sign_in(Who::OtherHead).await;
    assert!(
        walk(&outside, "/appeals", rows, ".list-foot a")
            .await
            .concat()
            .is_empty()
    );
}

async fn of_dates_for_one_to_ones(db: Db) {
    let app = TestApp::new(db).await;
    let managers = more_people(&app, 130).await;
    let mut tx = app.app.db.write().await.unwrap();
    for (n, manager) in managers.iter().enumerate() {
        let day: Day = format!("2026-12-{:02}", 1 + n % 20).parse().unwrap();
        let id = OneToOneId::new(START, &app.app.randomness);
        let set = one_to_ones::insert(&mut tx, &id, manager, app.id(Who::Head), (day, "10:00"), START);
        assert_eq!(set.await.unwrap(), 1);
    }
    tx.commit().await.unwrap();
    let head = app.sign_in(Who::Head).await;
    let coming = ".home-sheet .task a";
    let pages = walk(
        &head,
        "/one-to-ones",
        (coming, "href"),
        ".home-sheet .list-foot a",
    )
    .await;
    assert_eq!(lengths(&pages), [50, 50, 30]);
    let mut every = pages.concat();
    every.sort();
    every.dedup();
    assert_eq!(every.len(), 130, "each once");
    // Whoever has a date is not offered another one, on whatever page the date stands.
    let offered = head.get("/one-to-ones").await.ok().all_words("#manager option");
    assert_eq!(offered, ["Анна Кузнецова", "Никита Жуков"]);
}
