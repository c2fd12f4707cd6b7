//! The assembled service on a free port of this machine, and a signed-in browser in front of it: one connection that is
//! kept, the headers a browser sends, on a thread of its own.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use salesbook::app::App;
use salesbook::config::{Config, Sources};
use salesbook::db::Db;
use salesbook::id::Randomness;
use salesbook::lifecycle::Lifecycle;
use salesbook::time::SystemClock;
use tokio::runtime::{Builder, Runtime};
use url::form_urlencoded::byte_serialize;

/// The database's file in a data directory.
pub const DATABASE: &str = "salesbook.sqlite";

/// The running service, without background work.
pub struct Service {
    /// The application.
    pub app: App,
    /// Its threads.
    pub runtime: Runtime,
    /// Tells its tasks when to end.
    pub life: Lifecycle,
    address: SocketAddr,
}

impl Service {
    /// Over this data directory and library.
    pub fn start(data: &Path, library: &Path) -> Self {
        let runtime = Runtime::new().unwrap();
        let life = Lifecycle::default();
        let (app, address) = runtime.block_on(start(data, library, &life));
        Self {
            app,
            runtime,
            life,
            address,
        }
    }
}

async fn start(data: &Path, library: &Path, life: &Lifecycle) -> (App, SocketAddr) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut sources = Sources::default()
        .with_flag("listen", address.to_string())
        .with_flag("data", data.to_str().unwrap())
        .with_flag("library", library.to_str().unwrap());
    if let Some(models) = std::env::var_os("SALESBOOK_MODELS") {
        sources = sources.with_flag("models", models.to_str().unwrap());
    }
    let config = Config::load(&sources).unwrap();
    let db = Db::open_file(&data.join(DATABASE)).await.unwrap();
    db.migrate().await.unwrap();
    let app = App::assemble(config, db, Arc::new(SystemClock), Randomness::system()).unwrap();
    app.checklists.install().await.unwrap();
    app.start(life);
    let router = app.router().into_make_service_with_connect_info::<SocketAddr>();
    let stop = life.soft.clone().cancelled_owned();
    tokio::spawn(async move { axum::serve(listener, router).with_graceful_shutdown(stop).await });
    (app, address)
}

impl Drop for Service {
    fn drop(&mut self) {
        self.life.soft.cancel();
        self.life.hard.cancel();
        // Before its folder goes.
        self.runtime.block_on(self.app.db.close());
    }
}

/// Somebody's browser.
pub struct Browser {
    client: Client<HttpConnector, Full<Bytes>>,
    runtime: Runtime,
    base: String,
    headers: HeaderMap,
}

impl Browser {
    /// Signs in through the page.
    pub fn sign_in(service: &Service, login: &str, password: &str) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let mut browser = Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
            runtime: Builder::new_current_thread().enable_all().build().unwrap(),
            base: format!("http://{}", service.address),
            headers: HeaderMap::new(),
        };
        for (name, value) in [
            ("accept-encoding", "gzip, deflate, br"),
            ("accept-language", "ru"),
            ("sec-fetch-site", "same-origin"),
        ] {
            browser.headers.insert(name, value.parse().unwrap());
        }
        let form = format!("login={}&password={}", encoded(login), encoded(password));
        let (status, headers) = browser.send(Method::POST, "/sign-in", form);
        assert_eq!(status, StatusCode::SEE_OTHER);
        let cookie = headers[header::SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().parse().unwrap();
        browser.headers.insert(header::COOKIE, cookie);
        browser
    }

    /// Asks for a page, or for a block of it; returns how long the whole answer takes.
    pub fn get(&mut self, address: &str, fragment: Option<&str>) -> Duration {
        self.headers.remove("x-fragment");
        if let Some(fragment) = fragment {
            self.headers.insert("x-fragment", fragment.parse().unwrap());
        }
        let from = Instant::now();
        let (status, _) = self.send(Method::GET, address, String::new());
        let took = from.elapsed();
        assert_eq!(status, StatusCode::OK, "{address}");
        took
    }

    fn send(&self, method: Method, path: &str, form: String) -> (StatusCode, HeaderMap) {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base));
        if !form.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let mut request = request.body(Full::from(form)).unwrap();
        request.headers_mut().extend(self.headers.clone());
        self.runtime.block_on(async {
            let (parts, body) = self.client.request(request).await.unwrap().into_parts();
            body.collect().await.unwrap();
            (parts.status, parts.headers)
        })
    }
}

/// A text as a value in an address or a form.
pub fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}
