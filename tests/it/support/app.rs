//! The assembled application on a fresh database, driven by people: each signs in through the real page and sends
//! requests through every layer. A refused request panics with its body, so that a failed test says why.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use salesbook::app::{App, OpenBook};
use salesbook::auth::{TokenRequest, password};
use salesbook::config::{Config, Sources};
use salesbook::db::Db;
use salesbook::id::{PersonId, Randomness, RecordingId, TeamId};
use salesbook::people::{Person, Role, Team, store};
use salesbook::speech::Speech;
use salesbook::time::{FixedClock, Timestamp};
use tower::ServiceExt as _;

use super::speech::{Script, call};

/// When tests begin: 23 November 2026, 11:00 UTC (14:00 in Moscow, the zone of the tests).
pub const START: Timestamp = Timestamp(1_795_431_600_000);
/// The book that comes with the product.
pub const SHIPPED_BOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts-library");
/// Everybody's password.
pub const PASSWORD: &str = "четыре обычных слова подряд";

/// The people of every test, by the part they play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Not signed in.
    Stranger,
    /// Анна Кузнецова, manager of the first team.
    Manager,
    /// Никита Жуков, another manager of the first team.
    Colleague,
    /// Светлана Орлова, manager of the second team.
    Outsider,
    /// Марина Соколова, head of the first team.
    Head,
    /// Head of the second team.
    OtherHead,
    /// Олег Ветров.
    Trainer,
    /// The administrator.
    Admin,
}

const CAST: [(Who, Role, &str, &str, Option<usize>); 7] = [
    (
        Who::Manager,
        Role::Manager,
        "a.kuznetsova",
        "Анна Кузнецова",
        Some(0),
    ),
    (Who::Colleague, Role::Manager, "n.zhukov", "Никита Жуков", Some(0)),
    (
        Who::Outsider,
        Role::Manager,
        "s.orlova",
        "Светлана Орлова",
        Some(1),
    ),
    (Who::Head, Role::Head, "m.sokolova", "Марина Соколова", Some(0)),
    (Who::OtherHead, Role::Head, "p.gromov", "Павел Громов", Some(1)),
    (Who::Trainer, Role::Trainer, "o.vetrov", "Олег Ветров", None),
    (Who::Admin, Role::Admin, "admin", "Ирина Белова", None),
];

/// The playbook of the settings. The shipped one is read once for all tests: it takes longer than everything else that an
/// application begins with, and no test writes into it.
pub fn open_book(config: &Config) -> OpenBook {
    static SHIPPED: LazyLock<OpenBook> = LazyLock::new(|| OpenBook::at(Path::new(SHIPPED_BOOK)).unwrap());
    if config.library == Path::new(SHIPPED_BOOK) {
        SHIPPED.clone()
    } else {
        OpenBook::at(&config.library).unwrap()
    }
}

/// The application of one test.
pub struct TestApp {
    /// The application itself: parts, worker, route table.
    pub app: App,
    /// Its clock; stands still until moved.
    pub clock: Arc<FixedClock>,
    /// The data directory; gone with the test.
    pub data: tempfile::TempDir,
    people: Vec<(Who, Person)>,
    router: Router,
    /// The long-lived cookie of the browser each login signs in with: nobody's is new the second time.
    browsers: Mutex<HashMap<String, String>>,
}

impl TestApp {
    /// With two teams and the whole cast.
    pub async fn new(db: Db) -> Self {
        Self::with_settings(db, &[]).await
    }

    /// With settings of its own, by name.
    pub async fn with_settings(db: Db, settings: &[(&str, &str)]) -> Self {
        Self::with_speech(db, settings, &Script::default()).await
    }

    /// With a speech engine that does what the script says.
    pub async fn with_speech(db: Db, settings: &[(&str, &str)], script: &Script) -> Self {
        Self::build(db, settings, Some(script.speech())).await
    }

    /// With the real speech model of the setting `models`.
    pub async fn with_real_speech(db: Db, settings: &[(&str, &str)]) -> Self {
        Self::build(db, settings, None).await
    }

    async fn build(db: Db, settings: &[(&str, &str)], speech: Option<Speech>) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut sources = Sources::default()
            .with_flag("data", data.path().to_str().unwrap())
            .with_flag("models", data.path().join("models").to_str().unwrap())
            .with_flag("library", SHIPPED_BOOK)
            .with_flag("time_zone", "Europe/Moscow")
            // How full the disk of whoever runs the tests is, is no business of theirs.
            .with_flag("disk_warning", "0")
            .with_flag("disk_reserve", "0");
        for (name, value) in settings {
            sources = sources.with_flag(name, *value);
        }
        let clock = Arc::new(FixedClock::at(START));
        let config = Config::load(&sources).unwrap();
        let randomness = Randomness::seeded(7);
        let speech = speech.unwrap_or_else(|| Speech::from_config(&config));
        let book = open_book(&config);
        let app = App::assemble_with(config, db, Arc::clone(&clock) as _, randomness, speech, book).unwrap();
        app.checklists.install().await.unwrap();
        let people = cast(&app).await;
        let router = app.router();
        Self {
            app,
            clock,
            data,
            people,
            router,
            browsers: Mutex::default(),
        }
    }

    /// The person who plays this part; a stranger is nobody.
    pub fn person(&self, who: Who) -> &Person {
        let found = self.people.iter().find(|(part, _)| *part == who);
        &found
            .unwrap_or_else(|| panic!("{who:?} has no entry in people"))
            .1
    }

    /// Their identifier.
    pub fn id(&self, who: Who) -> &PersonId {
        &self.person(who).id
    }

    /// A browser nobody has signed in with, on any application.
    pub fn stranger_of(app: &App) -> Browser {
        Browser {
            who: Who::Stranger,
            router: app.router(),
            headers: HeaderMap::new(),
            peer: None,
        }
    }

    /// Signs them in through the page and gives their browser.
    pub async fn sign_in(&self, who: Who) -> Browser {
        if who == Who::Stranger {
            return self.nobody();
        }
        self.enter(who, &self.person(who).login).await
    }

    fn nobody(&self) -> Browser {
        Browser {
            who: Who::Stranger,
            router: self.router.clone(),
            headers: HeaderMap::new(),
            peer: None,
        }
    }

    /// The same with somebody whom the test has added, with everybody's password; `who` is whose part they play.
    pub async fn enter(&self, who: Who, login: &str) -> Browser {
        let mut stranger = self.nobody();
        if let Some(known) = self.browsers.lock().unwrap().get(login) {
            stranger = stranger.with_header("cookie", known);
        }
        let answer = stranger
            .post("/sign-in", &[("login", login), ("password", PASSWORD)])
            .await
            .expect(StatusCode::SEE_OTHER);
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            if pair.trim_start_matches("__Host-").starts_with("browser=") {
                self.browsers
                    .lock()
                    .unwrap()
                    .insert(login.to_owned(), pair.to_owned());
            }
        }
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookie.split(';').next().unwrap().parse().unwrap());
        Browser {
            who,
            router: self.router.clone(),
            headers,
            peer: None,
        }
    }

    /// A program with a bearer token of theirs instead of a cookie.
    pub async fn program(&self, who: Who) -> Browser {
        let token = self
            .app
            .auth
            .create_token(
                self.person(who),
                self.person(who),
                &TokenRequest::full(&self.app.auth, "test"),
            )
            .await
            .unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(
            header::AUTHORIZATION,
            format!("Bearer {}", token.secret).parse().unwrap(),
        );
        Browser {
            who,
            router: self.router.clone(),
            headers,
            peer: None,
        }
    }

    /// The same database and data after the process was killed: nothing of its memory is left. The clock goes on.
    pub fn restarted(self, script: &Script) -> Self {
        let app = App::assemble_with(
            self.app.config.clone(),
            self.app.db.clone(),
            Arc::clone(&self.clock) as _,
            Randomness::seeded(8),
            script.speech(),
            open_book(&self.app.config),
        )
        .unwrap();
        let router = app.router();
        Self { app, router, ..self }
    }

    /// The same application at another time: what is done from now on happens then.
    pub fn at(self, then: Timestamp) -> Self {
        let clock = Arc::new(FixedClock::at(then));
        let app = self.app.with_clock(Arc::clone(&clock) as _);
        let router = app.router();
        Self {
            app,
            clock,
            router,
            ..self
        }
    }

    /// A stereo call of theirs that has come in and was transcribed; `seconds` makes it a file of its own.
    pub async fn recording(&self, who: Who, seconds: u32) -> RecordingId {
        let form =
            Multipart::default()
                .field("client", "ООО «Технодвор»")
                .file("file", "call.wav", &call(seconds));
        let answer = self.program(who).await.upload("/api/v1/recordings", form).await;
        let id = answer.expect(StatusCode::CREATED).json()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        self.run_jobs().await;
        id.parse().unwrap()
    }

    /// Does all background work that is due; returns how many jobs ran.
    pub async fn run_jobs(&self) -> usize {
        self.app.worker().drain().await.unwrap()
    }
}

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let to = to.join(file.file_name());
        if file.file_type().unwrap().is_dir() {
            copy_folder(&file.path(), &to);
        } else {
            std::fs::copy(file.path(), to).unwrap();
        }
    }
}

/// Adds two teams with everybody.
pub async fn cast(app: &App) -> Vec<(Who, Person)> {
    static HASH: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    let hash = HASH
        .get_or_init(|| async {
            password::hash(PASSWORD.to_owned(), &app.randomness)
                .await
                .unwrap()
        })
        .await;
    let mut tx = app.db.write().await.unwrap();
    let mut teams = Vec::new();
    for name in ["Отдел продаж", "Опт"] {
        let team = Team {
            id: TeamId::new(START, &app.randomness),
            name: name.to_owned(),
        };
        store::insert_team(&mut tx, &team, START).await.unwrap();
        teams.push(team.id);
    }
    let mut people = Vec::new();
    for (who, role, login, name, team) in CAST {
        let person = Person {
            id: PersonId::new(START, &app.randomness),
            login: login.to_owned(),
            name: name.to_owned(),
            role,
            team_id: team.map(|i| teams[i].clone()),
            function: None,
            locale: None,
            active: true,
            single_keys: true,
            created_at: START,
        };
        store::insert(&mut tx, &person, Some(hash.clone())).await.unwrap();
        people.push((who, person));
    }
    tx.commit().await.unwrap();
    people
}

/// Somebody's browser or program.
#[derive(Clone)]
pub struct Browser {
    /// Who sits in front of it.
    pub who: Who,
    router: Router,
    headers: HeaderMap,
    peer: Option<SocketAddr>,
}

impl Browser {
    /// The same at another address, which the service sees as its peer.
    #[must_use]
    pub fn at(mut self, address: &str) -> Self {
        self.peer = Some(SocketAddr::new(address.parse().unwrap(), 50_000));
        self
    }

    /// The same with one more header on every request.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().unwrap());
        self
    }

    /// What it sends in this header.
    pub fn header(&self, name: &str) -> String {
        self.headers[name].to_str().unwrap().to_owned()
    }

    /// What it sends with every request.
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The same, asking for one block of a page.
    #[must_use]
    pub fn fragment(&self, name: &str) -> Self {
        self.clone().with_header("x-fragment", name)
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    /// POST of a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect::<Vec<_>>()
            .join("&");
        let kind = "application/x-www-form-urlencoded";
        self.send(Method::POST, path, Some(kind), Body::from(body)).await
    }

    /// A JSON request of the API.
    pub async fn json(&self, method: Method, path: &str, body: &serde_json::Value) -> Answer {
        self.send(
            method,
            path,
            Some("application/json"),
            Body::from(body.to_string()),
        )
        .await
    }

    /// POST of a multipart form.
    pub async fn upload(&self, path: &str, form: Multipart) -> Answer {
        let (kind, body) = form.finish();
        self.send(Method::POST, path, Some(&kind), body).await
    }

    /// Any request.
    pub async fn send(&self, method: Method, path: &str, kind: Option<&str>, body: Body) -> Answer {
        let asked = format!("{method} {path} by {:?}", self.who);
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header("sec-fetch-site", "same-origin");
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let mut request = request.body(body).unwrap();
        request.headers_mut().extend(self.headers.clone());
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body
            .collect()
            .await
            .unwrap_or_else(|error| panic!("{asked}: {error}"));
        Answer {
            asked,
            status: parts.status,
            headers: parts.headers,
            body: body.to_bytes(),
        }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    asked: String,
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: bytes::Bytes,
}

impl Answer {
    /// Insists on a status.
    #[track_caller]
    pub fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.asked, self.text());
        self
    }

    /// Insists on 200.
    #[track_caller]
    pub fn ok(self) -> Self {
        self.expect(StatusCode::OK)
    }

    /// Insists on a problem document with this code.
    #[track_caller]
    pub fn problem(self, status: StatusCode, code: &str) -> serde_json::Value {
        let body = self.expect(status).json();
        assert_eq!(body["code"], code, "{body}");
        body
    }

    /// The body as text.
    #[track_caller]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}\n{}", self.asked, self.text()))
    }

    /// The cookies it sets, as a browser sends them back.
    pub fn cookies(&self) -> String {
        let set = self.headers.get_all(header::SET_COOKIE).iter();
        let pairs: Vec<&str> = set
            .map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap())
            .collect();
        pairs.join("; ")
    }

    /// The words of the first element that a CSS selector finds, white space folded.
    #[track_caller]
    pub fn words(&self, selector: &str) -> String {
        let found = self.all_words(selector);
        found
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("{}: no {selector} in\n{}", self.asked, self.text()))
    }

    /// The words of every element that a CSS selector finds.
    pub fn all_words(&self, selector: &str) -> Vec<String> {
        let page = scraper::Html::parse_document(&self.text());
        page.select(&scraper::Selector::parse(selector).unwrap())
            .map(|element| {
                let text: String = element.text().collect();
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    /// An attribute of the first element that a CSS selector finds.
    #[track_caller]
    pub fn attribute(&self, selector: &str, name: &str) -> String {
        let page = scraper::Html::parse_document(&self.text());
        let element = page.select(&scraper::Selector::parse(selector).unwrap()).next();
        element
            .and_then(|element| element.attr(name))
            .unwrap_or_else(|| panic!("{}: no {selector}[{name}] in\n{}", self.asked, self.text()))
            .to_owned()
    }

    /// Where a redirect leads.
    #[track_caller]
    pub fn location(&self) -> &str {
        let location = self.headers.get(header::LOCATION);
        location
            .unwrap_or_else(|| panic!("{}: {} does not redirect", self.asked, self.status))
            .to_str()
            .unwrap()
    }
}

/// A multipart form in the making.
#[derive(Debug, Default)]
pub struct Multipart(Vec<u8>);

const BOUNDARY: &str = "salesbook-test-boundary";

impl Multipart {
    /// Adds a field.
    #[must_use]
    pub fn field(mut self, name: &str, value: &str) -> Self {
        self.0.extend_from_slice(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .as_bytes(),
        );
        self
    }

    /// Adds a file.
    #[must_use]
    pub fn file(mut self, name: &str, file_name: &str, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(file_head(name, file_name).as_bytes());
        self.0.extend_from_slice(bytes);
        self.0.extend_from_slice(b"\r\n");
        self
    }

    /// The form up to the contents of one more file, for bodies that are streamed, and what closes it.
    pub fn open(mut self, name: &str, file_name: &str) -> (String, Vec<u8>, Vec<u8>) {
        self.0.extend_from_slice(file_head(name, file_name).as_bytes());
        let end = format!("\r\n--{BOUNDARY}--\r\n").into_bytes();
        (content_type(), self.0, end)
    }

    /// Its content type and its body.
    pub fn finish(mut self) -> (String, Body) {
        self.0.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        (content_type(), Body::from(self.0))
    }
}

fn content_type() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

fn file_head(name: &str, file_name: &str) -> String {
    format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    )
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
