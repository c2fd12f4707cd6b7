//! A real browser in front of the real service: headless Chromium by its driver, a listener on a free port, the worker and
//! the speech model of this machine.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use salesbook::app::App;
use salesbook::config::{Config, Sources};
use salesbook::db::Db;
use salesbook::id::Randomness;
use salesbook::lifecycle::Lifecycle;
use salesbook::speech::Speech;
use salesbook::time::SystemClock;
use serde_json::json;

use super::app::{SHIPPED_BOOK, cast, copy_folder, open_book};
use super::ports::free_port;
use super::speech::{Script, call};

/// How long a page may take to show something before the journey gives up, on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);
/// The same where a call of minutes is transcribed meanwhile, in an unoptimised build.
const LONG_PATIENCE: Duration = Duration::from_mins(10);

/// The running service.
pub struct Service {
    /// The application.
    pub app: App,
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    /// The data directory; gone with the test.
    _data: tempfile::TempDir,
    life: Lifecycle,
}

impl Service {
    /// On an empty data directory, filled as `serve --demo` fills it when `demo`.
    pub async fn start(demo: bool) -> Self {
        Self::start_with(demo, None).await
    }

    /// With the cast of the tests and a speech engine that does what the script says.
    pub async fn scripted(script: &Script) -> Self {
        let service = Self::start_with(false, Some(script.speech())).await;
        cast(&service.app).await;
        service
    }

    /// With the cast of the tests, on a copy of the shipped book that may be written; returns its folder.
    pub async fn writing() -> (Self, PathBuf) {
        let data = tempfile::tempdir().unwrap();
        let book = data.path().join("book");
        copy_folder(&PathBuf::from(SHIPPED_BOOK), &book);
        let service = Self::start_in(data, &book, false, Some(Script::default().speech())).await;
        cast(&service.app).await;
        (service, book)
    }

    /// With the cast of the tests, under a name instead of an address in figures: what passkeys are bound to.
    pub async fn named() -> Self {
        let (data, speech) = (tempfile::tempdir().unwrap(), Script::default().speech());
        let service = Self::start_at("localhost", data, Path::new(SHIPPED_BOOK), false, Some(speech)).await;
        cast(&service.app).await;
        service
    }

    async fn start_with(demo: bool, speech: Option<Speech>) -> Self {
        let data = tempfile::tempdir().unwrap();
        Self::start_in(data, Path::new(SHIPPED_BOOK), demo, speech).await
    }

    async fn start_in(data: tempfile::TempDir, book: &Path, demo: bool, speech: Option<Speech>) -> Self {
        Self::start_at("127.0.0.1", data, book, demo, speech).await
    }

    async fn start_at(
        host: &str,
        data: tempfile::TempDir,
        book: &Path,
        demo: bool,
        speech: Option<Speech>,
    ) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let url = format!("http://{host}:{}", address.port());
        let sources = Sources::default()
            .with_flag("listen", address.to_string())
            .with_flag("public_url", &url)
            .with_flag("data", data.path().to_str().unwrap())
            .with_flag("library", book.to_str().unwrap())
            .with_flag("time_zone", "Europe/Moscow");
        let config = Config::load(&sources).unwrap();
        let db = Db::open_file(&data.path().join("salesbook.sqlite"))
            .await
            .unwrap();
        db.migrate().await.unwrap();
        let speech = speech.unwrap_or_else(|| Speech::from_config(&config));
        let book = open_book(&config);
        let clock = Arc::new(SystemClock);
        let app = App::assemble_with(config, db, clock, Randomness::system(), speech, book).unwrap();
        app.checklists.install().await.unwrap();
        if demo {
            salesbook::demo::fill(&app, false).await.unwrap();
        }
        let life = Lifecycle::default();
        app.start(&life);
        app.start_work(&life);
        let service = app
            .router()
            .into_make_service_with_connect_info::<std::net::SocketAddr>();
        let stop = life.soft.clone();
        tokio::spawn(async move {
            axum::serve(listener, service)
                .with_graceful_shutdown(stop.cancelled_owned())
                .await
        });
        Self {
            app,
            url,
            _data: data,
            life,
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.life.soft.cancel();
        self.life.hard.cancel();
    }
}

/// The driver process; ends with the value.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// One browser window.
pub struct Window {
    /// The driver's client, for what the methods below do not cover.
    pub client: Client,
    base: String,
    profile: tempfile::TempDir,
    _driver: Driver,
}

impl Window {
    /// Opens a window of this size (CSS pixels) that prefers this language.
    pub async fn open(service: &Service, width: u32, height: u32, language: &str) -> Self {
        Self::open_at(&service.url, width, height, language).await
    }

    /// The same at an address: of a gateway in front, or of the real program.
    pub async fn open_at(url: &str, width: u32, height: u32, language: &str) -> Self {
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed: `make setup-test`");
        let driver = Driver(driver);
        let profile = tempfile::tempdir().unwrap();
        let mut arguments = vec![
            "--headless=new".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--autoplay-policy=no-user-gesture-required".to_owned(),
            format!("--window-size={width},{height}"),
            format!("--lang={language}"),
            format!("--user-data-dir={}", profile.path().display()),
        ];
        // Chromium refuses its sandbox to root, as pipelines often run.
        if std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0) {
            arguments.push("--no-sandbox".to_owned());
        }
        let capabilities = json!({
            "goog:chromeOptions": { "args": arguments, "prefs": { "intl.accept_languages": language } },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let mut client = Err(String::new());
        for _ in 0..100 {
            let wish = capabilities.as_object().unwrap().clone();
            client = ClientBuilder::new(hyper_util_connector())
                .capabilities(wish)
                .connect(&format!("http://127.0.0.1:{port}"))
                .await
                .map_err(|error| error.to_string());
            if client.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Self {
            client: client.expect("Chromium starts"),
            base: url.to_owned(),
            profile,
            _driver: driver,
        }
    }

    /// Goes to a path of the service.
    pub async fn go(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.base)).await.unwrap();
    }

    /// Path of the page one is on.
    pub async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// Waits for an element.
    pub async fn find(&self, selector: &str) -> Element {
        let started = Instant::now();
        loop {
            if let Ok(found) = self.client.find(Locator::Css(selector)).await {
                return found;
            }
            if started.elapsed() > PATIENCE {
                self.fail(&format!("{selector} does not appear")).await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until a script gives something true.
    pub async fn until(&self, what: &str, script: &str) -> serde_json::Value {
        self.wait(what, script, PATIENCE).await
    }

    /// Waits for what comes after transcription.
    pub async fn until_transcribed(&self, what: &str, script: &str) -> serde_json::Value {
        self.wait(what, script, LONG_PATIENCE).await
    }

    async fn wait(&self, what: &str, script: &str, patience: Duration) -> serde_json::Value {
        let started = Instant::now();
        loop {
            let value = self.client.execute(script, Vec::new()).await;
            match value {
                Ok(value) if is_something(&value) => {
                    return value;
                }
                _ if started.elapsed() > patience => {
                    self.fail(&format!("waited for {what}: {value:?}")).await;
                }
                _ => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// Clicks an element.
    pub async fn click(&self, selector: &str) {
        let found = self.find(selector).await;
        // As a hand does it: into the middle first, from under a bar or a toast at the edge.
        let target = serde_json::to_value(&found).unwrap();
        self.client
            .execute(
                "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })",
                vec![target],
            )
            .await
            .unwrap();
        found
            .click()
            .await
            .unwrap_or_else(|error| panic!("{selector}: {error}"));
        self.sent().await;
    }

    /// Waits until a form that was sent has left the page: the page asks the service first whether it is there.
    async fn sent(&self) {
        let waiting = "return document.querySelector('form[data-sending]') !== null";
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            match self.client.execute(waiting, Vec::new()).await {
                Ok(value) if is_something(&value) => tokio::time::sleep(Duration::from_millis(50)).await,
                _ => return,
            }
        }
    }

    /// Uploads a call of so many seconds through the page's own field; returns the path of its page, which is open with
    /// its text.
    pub async fn upload(&self, seconds: u32) -> String {
        self.go("/recordings").await;
        let file = tempfile::Builder::new().suffix(".wav").tempfile().unwrap();
        std::fs::write(file.path(), call(seconds)).unwrap();
        let field = self.find("#files").await;
        field.send_keys(file.path().to_str().unwrap()).await.unwrap();
        let link = "return document.querySelector('#uploads a[href^=\"/recordings/\"]')?.getAttribute('href') ?? null";
        let path = self.until("the upload", link).await;
        let path = path.as_str().unwrap().to_owned();
        self.go(&path).await;
        let text = "return document.querySelectorAll('.talk .turn').length > 0";
        self.until("the text", text).await;
        path
    }

    /// Replaces the text of a field.
    pub async fn fill(&self, selector: &str, text: &str) {
        let field = self.find(selector).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: &str) {
        let focused = self.client.active_element().await.unwrap();
        focused.send_keys(keys).await.unwrap();
    }

    /// Presses real keys one after another, wherever the focus is: names parted by spaces, as on a keyboard
    /// (`2 ArrowUp u Ctrl+Enter Shift+ArrowDown`).
    pub async fn keys(&self, names: &str) {
        const CONTROL: char = '\u{e009}';
        const SHIFT: char = '\u{e008}';
        const ALT: char = '\u{e00a}';
        let mut actions = KeyActions::new("keyboard".to_owned());
        for name in names.split(' ') {
            let (held, name) = match name.split_once('+') {
                Some(("Ctrl", rest)) => (Some(CONTROL), rest),
                Some(("Shift", rest)) => (Some(SHIFT), rest),
                Some(("Alt", rest)) => (Some(ALT), rest),
                _ => (None, name),
            };
            let value = match name {
                "Enter" => '\u{e007}',
                "Tab" => '\u{e004}',
                "Escape" => '\u{e00c}',
                "Backspace" => '\u{e003}',
                "Space" => ' ',
                "ArrowLeft" => '\u{e012}',
                "ArrowUp" => '\u{e013}',
                "ArrowRight" => '\u{e014}',
                "ArrowDown" => '\u{e015}',
                "Numpad2" => '\u{e01c}',
                one => one.chars().next().unwrap(),
            };
            if let Some(value) = held {
                actions = actions.then(KeyAction::Down { value });
            }
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
            if let Some(value) = held {
                actions = actions.then(KeyAction::Up { value });
            }
        }
        self.client.perform_actions(actions).await.unwrap();
    }

    /// The page's visible text.
    pub async fn text(&self) -> String {
        self.find("body").await.text().await.unwrap()
    }

    /// Signs in by the form; ends on `path`.
    pub async fn sign_in(&self, login: &str, password: &str) {
        // What tells a browser from a new one stays, as it does when people sign out.
        for cookie in self.client.get_all_cookies().await.unwrap() {
            if cookie.name() != "browser" {
                self.client.delete_cookie(cookie.name()).await.unwrap();
            }
        }
        self.go("/sign-in").await;
        self.fill("#login", login).await;
        self.fill("#password", password).await;
        self.press("\u{e007}").await;
        self.until(
            "the page after signing in",
            "return !location.pathname.startsWith('/sign-in')",
        )
        .await;
    }

    /// Nothing was refused by the content policy, nothing failed in a script or did not load.
    pub async fn assert_quiet(&self) {
        self.assert_quiet_but("\0").await;
    }

    /// The same, but for complaints with these words: a refusal that the journey has provoked.
    pub async fn assert_quiet_but(&self, expected: &str) {
        let log = self.client.issue_cmd(BrowserLog).await.unwrap();
        let bad: Vec<String> = log
            .as_array()
            .unwrap()
            .iter()
            .filter(|entry| entry["level"] == "SEVERE")
            .map(|entry| entry["message"].to_string())
            .filter(|message| !message.contains(expected))
            .collect();
        assert!(bad.is_empty(), "the browser complains: {bad:#?}");
    }

    /// No sideways scroll and no words squeezed into a column of letters: the page fits the window.
    pub async fn assert_fits(&self) {
        let wide = self
            .client
            .execute(
                "return [document.documentElement.scrollWidth, innerWidth]",
                Vec::new(),
            )
            .await
            .unwrap();
        assert!(
            wide[0].as_i64() <= wide[1].as_i64(),
            "{} scrolls sideways: {wide}",
            self.path().await
        );
        let squeezed = self
            .client
            .execute(
                "return [...document.querySelectorAll('main *')].filter(it => it.children.length === 0 &&
                     it.textContent.trim().length > 3 && it.clientWidth > 1 && it.clientWidth < 40 && it.clientHeight > 60)
                     .map(it => it.textContent.trim())",
                Vec::new(),
            )
            .await
            .unwrap();
        assert_eq!(
            squeezed,
            serde_json::json!([]),
            "{} has words one letter wide",
            self.path().await
        );
    }

    /// Keeps a picture when `SCREENSHOTS` names a folder.
    pub async fn picture(&self, name: &str) {
        if let Some(folder) = std::env::var_os("SCREENSHOTS") {
            let folder = PathBuf::from(folder);
            std::fs::create_dir_all(&folder).unwrap();
            let png = self.client.screenshot().await.unwrap();
            std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
        }
    }

    /// Closes the window.
    pub async fn close(self) {
        let Self { client, profile, .. } = self;
        client.close().await.unwrap();
        drop(profile);
    }

    async fn fail(&self, what: &str) -> ! {
        self.picture("failure").await;
        let text = self
            .client
            .find(Locator::Css("body"))
            .await
            .unwrap()
            .text()
            .await
            .unwrap_or_default();
        panic!("{what}\non {}\n{text}", self.path().await);
    }
}

/// True as scripts mean it.
fn is_something(value: &serde_json::Value) -> bool {
    !matches!(value, serde_json::Value::Null | serde_json::Value::Bool(false)) && value != ""
}

/// Any element of the page that is hidden from a pointer may still hold a file.
pub fn absolute(path: &str) -> String {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join(path)
        .to_str()
        .unwrap()
        .to_owned()
}

fn hyper_util_connector() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}

/// The browser's console, which the standard protocol does not give.
#[derive(Debug)]
struct BrowserLog;

impl WebDriverCompatibleCommand for BrowserLog {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }
    fn method_and_body(&self, _: &url::Url) -> (axum::http::Method, Option<String>) {
        (
            axum::http::Method::POST,
            Some(json!({"type": "browser"}).to_string()),
        )
    }
}
