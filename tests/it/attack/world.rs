//! One of each thing that belongs to a team or a person, made the way people make it.

use std::path::Path;

use axum::http::{Method, StatusCode};
use salesbook::appeals::store as appeal_rows;
use salesbook::checklists;
use salesbook::db::Db;
use salesbook::id::{EvaluationId, PersonId};
use salesbook::people::{Person, Role, store as people};
use serde_json::json;

use crate::evaluations::{begin, publish};
use crate::support::app::{
    Answer, Browser, Multipart, PASSWORD, SHIPPED_BOOK, START, TestApp, Who, copy_folder,
};
use crate::support::speech::call;
use crate::support::walk::Names;

/// The application with a book of its own: an attacker writes.
pub async fn app(db: Db) -> (TestApp, tempfile::TempDir) {
    let book = tempfile::tempdir().unwrap();
    copy_folder(Path::new(SHIPPED_BOOK), book.path());
    let settings = [("library", book.path().to_str().unwrap())];
    (TestApp::with_settings(db, &settings).await, book)
}

/// The things of a manager and their head; every text in them holds `mark`.
pub struct World {
    /// Whose calls.
    pub manager: Who,
    /// Whose work.
    pub head: Who,
    /// A word that stands nowhere else.
    pub mark: &'static str,
    /// Their names, by the place they take in addresses.
    pub names: Names,
}

impl World {
    /// Makes everything. `seconds` keeps the calls of two worlds apart.
    pub async fn build(app: &TestApp, manager: Who, head: Who, mark: &'static str, seconds: u32) -> Self {
        let mut world = Self {
            manager,
            head,
            mark,
            names: Names::new(),
        };
        let (by_manager, by_head) = (app.sign_in(manager).await, app.sign_in(head).await);
        world.calls(app, &by_head, seconds).await;
        world.scores(app, &by_manager, &by_head).await;
        world.words(&by_manager, &by_head).await;
        world.follow_up(app, &by_head).await;
        world.listening(app, &by_head).await;
        world.own(app, &by_manager, &by_head).await;
        world.add("/playbook/{kind}", "objections");
        world.add("/playbook/{slug}", "too-expensive");
        world
    }

    /// The first thing in a place.
    pub fn one(&self, place: &str) -> &str {
        let found = self.names.get(place).and_then(|names| names.first());
        found.unwrap_or_else(|| panic!("nothing was made for {place}"))
    }

    fn add(&mut self, place: &str, name: impl Into<String>) {
        self.names.entry(place.to_owned()).or_default().push(name.into());
    }

    fn said(&self, words: &str) -> String {
        format!("{words} {}", self.mark)
    }

    async fn calls(&mut self, app: &TestApp, head: &Browser, seconds: u32) {
        let manager = app.person(self.manager).clone();
        for n in 0..3 {
            let form = Multipart::default()
                .field("manager", &manager.login)
                .field("client", &self.said("ООО «Двор»"))
                .field("note", &self.said("Перезвонить"))
                .field("tags", self.mark)
                .file("file", "call.wav", &call(seconds + n));
            let made = app
                .program(self.head)
                .await
                .upload("/api/v1/recordings", form)
                .await;
            let made = made.expect(StatusCode::CREATED).json();
            self.add("/recordings/{id}", made["id"].as_str().unwrap());
        }
        app.run_jobs().await;
        self.add("/managers/{id}", manager.id.as_str());
        self.add("/people/{id}", manager.id.as_str());
        let first = self.one("/recordings/{id}").to_owned();
        let texts = head
            .get(&format!("/api/v1/recordings/{first}/transcripts"))
            .await
            .ok()
            .json();
        let text = texts["items"].as_array().and_then(|all| all.first());
        let text = text.unwrap_or_else(|| panic!("no transcript in {texts}"));
        self.add(
            "/recordings/transcripts/{transcript}",
            text["id"].as_str().unwrap(),
        );
    }

    /// A published evaluation that was appealed, and a draft with a marked moment.
    async fn scores(&mut self, app: &TestApp, manager: &Browser, head: &Browser) {
        let calls = self.names["/recordings/{id}"].clone();
        let published = publish(head, &calls[0].parse().unwrap()).await;
        let place = format!("/evaluations/{published}");
        let (pluses, minuses) = (self.said("Узнал срок"), self.said("Не назначил дату"));
        let opinion = [("pluses", pluses.as_str()), ("minuses", minuses.as_str())];
        manager
            .post(&format!("{place}/opinion"), &opinion)
            .await
            .expect(StatusCode::SEE_OTHER);
        let reason = self.said("На 0:40 спросил прямо");
        let appeal = [("item", "budget"), ("wished", "2"), ("reason", reason.as_str())];
        manager
            .post(&format!("{place}/appeal"), &appeal)
            .await
            .expect(StatusCode::SEE_OTHER);
        let id: EvaluationId = published.parse().unwrap();
        let mut tx = app.app.db.read().await.unwrap();
        let scope = app.person(self.manager).scope();
        let appeals = appeal_rows::of_evaluation(&mut tx, &scope, &id).await.unwrap();
        drop(tx);
        self.add("/appeals/{id}", appeals[0].id.to_string());
        let draft = begin(head, &calls[1].parse().unwrap()).await;
        let note = self.said("Слышно");
        let moment = json!({"item": "budget", "start_ms": 1_000, "end_ms": 3_000, "note": note});
        let marked = head
            .json(
                Method::POST,
                &format!("/api/v1/evaluations/{draft}/moments"),
                &moment,
            )
            .await;
        let moment = marked.expect(StatusCode::CREATED).json();
        self.add("/evaluations/moments/{moment}", moment["id"].as_str().unwrap());
        self.add("/evaluations/{id}", published);
        self.add("/evaluations/{id}", draft);
    }

    async fn words(&mut self, manager: &Browser, head: &Browser) {
        let call = format!("/recordings/{}", self.one("/recordings/{id}"));
        let text = self.said("Почему не спросил?");
        let asked = self.one("/people/{id}").to_owned();
        let fields = [
            ("at", "0:01"),
            ("kind", "question"),
            ("text", text.as_str()),
            ("asked", asked.as_str()),
        ];
        let said = head
            .post(&format!("{call}/comments"), &fields)
            .await
            .expect(StatusCode::SEE_OTHER);
        self.add("/comments/{id}", fragment(&said, "comment-"));
        let idea = [("at", "0:02"), ("kind", "idea"), ("text", text.as_str())];
        let said = head
            .post(&format!("{call}/comments"), &idea)
            .await
            .expect(StatusCode::SEE_OTHER);
        self.add("/comments/{id}", fragment(&said, "comment-"));
        let title = self.said("Согласовал замер");
        let fields = [
            ("start", "0:00,5"),
            ("end", "0:03"),
            ("title", title.as_str()),
            ("stage", "closing"),
            ("kind", "best"),
        ];
        let cut = head
            .post(&format!("{call}/snippets"), &fields)
            .await
            .expect(StatusCode::SEE_OTHER);
        self.add("/snippets/{id}", fragment(&cut, "snippet-"));
        // What nobody answers yet is for everybody who keeps the book.
        let kept = manager
            .fragment("said")
            .post("/unanswered", &[("phrase", "А в лизинг продаёте?")])
            .await
            .ok()
            .json();
        self.add("/unanswered/{id}", kept["id"].as_str().unwrap());
    }

    async fn follow_up(&mut self, app: &TestApp, head: &Browser) {
        let words = self.said("Спрашивает бюджет");
        let fields = [
            ("focus", words.as_str()),
            ("action", words.as_str()),
            ("target", words.as_str()),
            ("due", "2026-12-11"),
            ("item", "budget"),
        ];
        let evaluation = self.one("/evaluations/{id}").to_owned();
        let plan = head
            .post(&format!("/evaluations/{evaluation}/plan"), &fields)
            .await;
        self.add("/plans/{id}", last(&plan.expect(StatusCode::SEE_OTHER)));
        let manager = app.id(self.manager).to_string();
        let fields = [
            ("manager", manager.as_str()),
            ("day", "2026-11-25"),
            ("time", "15:00"),
        ];
        let meeting = last(
            &head
                .post("/one-to-ones", &fields)
                .await
                .expect(StatusCode::SEE_OTHER),
        );
        let fields = [
            ("act", "save"),
            ("day", "2026-11-25"),
            ("went_well", words.as_str()),
            ("shared_notes", words.as_str()),
            ("private_notes", words.as_str()),
        ];
        let saved = head.post(&format!("/one-to-ones/{meeting}"), &fields).await;
        saved.expect(StatusCode::SEE_OTHER);
        self.add("/one-to-ones/{id}", meeting);
    }

    /// A draw, and a calibration with a reviewer of no team.
    async fn listening(&mut self, app: &TestApp, head: &Browser) {
        head.post("/listening/quotas", &[("calls", "1")])
            .await
            .expect(StatusCode::SEE_OTHER);
        let drawn = head
            .post("/listening/draw", &[("week", "2026-W48")])
            .await
            .expect(StatusCode::SEE_OTHER);
        let page = head.get(drawn.location()).await.ok();
        let form = page.attribute("form[action^='/listening/picks/']", "action");
        self.add("/listening/picks/{id}", form.split('/').nth(3).unwrap());

        let third = third_head(app).await;
        let mut tx = app.app.db.read().await.unwrap();
        let checklist = checklists::store::checklists(&mut tx)
            .await
            .unwrap()
            .remove(0)
            .checklist_id;
        drop(tx);
        let (title, own) = (self.said("Потребности"), app.id(self.head));
        let fields = [
            ("title", title.as_str()),
            ("checklist", checklist.as_str()),
            ("deadline", "2026-11-25"),
            ("reviewer", own.as_str()),
            ("reviewer", third.as_str()),
            ("recording", &self.names["/recordings/{id}"][2]),
        ];
        let made = head
            .post("/calibrations", &fields)
            .await
            .expect(StatusCode::SEE_OTHER);
        let session = last(&made);
        let card = head
            .post(&format!("/calibrations/{session}/calls/1/card"), &[])
            .await;
        let card = card
            .expect(StatusCode::SEE_OTHER)
            .location()
            .split('/')
            .nth(2)
            .unwrap()
            .to_owned();
        self.add("/evaluations/{id}", card);
        self.add("/calibrations/{id}", session);
        self.add("/calibrations/calls/{position}", "1");
    }

    /// What belongs to a person alone.
    async fn own(&mut self, app: &TestApp, manager: &Browser, head: &Browser) {
        let token = head
            .json(
                Method::POST,
                "/api/v1/tokens",
                &json!({"name": self.mark, "scopes": ["recordings:read"], "password": PASSWORD}),
            )
            .await;
        let token = token.expect(StatusCode::CREATED).json();
        self.add("/profile/tokens/{id}", token["id"].as_str().unwrap());
        self.add("/people/tokens/{id}", token["id"].as_str().unwrap());
        let draft = salesbook::id::DraftId::new(START, &app.app.randomness);
        let typed = json!({"form": "/plans", "turn": 1, "fields": [{"name": "action", "value": self.mark}]});
        let kept = head
            .json(Method::PUT, &format!("/api/v1/drafts/{draft}"), &typed)
            .await;
        let _ = kept.ok();
        self.add("/drafts/{id}", draft.to_string());
        let search = salesbook::id::SearchId::new(
            START.plus_ms(i64::from(self.mark.len() as u32)),
            &app.app.randomness,
        );
        let logged = manager
            .post(&format!("/searches/{search}"), &[("q", "лизинг")])
            .await;
        logged.expect(StatusCode::NO_CONTENT);
        self.add("/searches/{id}", search.to_string());
        let sheet = format!("Блок;Пункт;Шкала;Вес\nА;{};0–2;10\n", self.mark);
        let form = Multipart::default().file("file", "лист.csv", sheet.as_bytes());
        let brought = head
            .upload("/checklists/import", form)
            .await
            .expect(StatusCode::SEE_OTHER);
        self.add("/checklists/import/{id}", last(&brought));
    }
}

/// A head of no team who only ever is asked to take part.
async fn third_head(app: &TestApp) -> PersonId {
    let mut tx = app.app.db.write().await.unwrap();
    if let Some(known) = people::person_by_login(&mut tx, "third").await.unwrap() {
        return known.id;
    }
    let person = Person {
        id: PersonId::new(START, &app.app.randomness),
        login: "third".to_owned(),
        name: "Вера Третьякова".to_owned(),
        role: Role::Head,
        team_id: None,
        ..app.person(Who::Head).clone()
    };
    people::insert(&mut tx, &person, None).await.unwrap();
    tx.commit().await.unwrap();
    person.id
}

/// The last part of where an answer leads.
pub fn last(answer: &Answer) -> String {
    let path = answer.location().split(['?', '#']).next().unwrap();
    path.rsplit('/').next().unwrap().to_owned()
}

fn fragment(answer: &Answer, before: &str) -> String {
    let (_, name) = answer.location().split_once(before).unwrap();
    name.to_owned()
}
