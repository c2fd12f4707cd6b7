//! The database goes away in the middle of a call and comes back. Search and book go on for whoever was here, nobody is
//! signed out, nothing is told as something else, and what was saved before is there afterwards.
//!
//! SQLite's file is moved away; PostgreSQL is reached through a wire that can be cut.

use std::future::Future;
use std::path::PathBuf;

use axum::http::{Method, StatusCode, header};
use salesbook::auth;
use salesbook::checklists::Mark;
use salesbook::db::Db;
use serde_json::json;

use crate::support::app::{Answer, Browser, PASSWORD, TestApp, Who};
use crate::support::published_score::publish_score;

/// A database that can be taken away.
enum Plug {
    File(PathBuf),
    #[cfg(feature = "postgres")]
    Wire(wire::Wire),
}

impl Plug {
    async fn pull(&self) {
        match self {
            Self::File(file) => std::fs::rename(file, file.with_extension("away")).unwrap(),
            #[cfg(feature = "postgres")]
            Self::Wire(wire) => wire.cut().await,
        }
    }

    async fn put_back(&self) {
        match self {
            Self::File(file) => std::fs::rename(file.with_extension("away"), file).unwrap(),
            #[cfg(feature = "postgres")]
            Self::Wire(wire) => wire.mend().await,
        }
    }
}

async fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(Db, Plug) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.db");
    let db = Db::open_file(&file).await.unwrap();
    db.migrate().await.unwrap();
    test(db.clone(), Plug::File(file)).await;
    db.close().await;
}

#[cfg(feature = "postgres")]
async fn on_postgresql<F>(test: impl FnOnce(Db, Plug) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    crate::support::db::at_postgresql(|url| async move {
        let (wire, url) = wire::Wire::to(&url).await;
        let db = Db::connect(&url, 6).await.unwrap();
        db.migrate().await.unwrap();
        test(db.clone(), Plug::Wire(wire)).await;
        let _ = tokio::time::timeout(std::time::Duration::from_secs(5), db.close()).await;
    })
    .await;
}

/// A test on both databases, each of which can be taken away.
macro_rules! fault_test {
    ($(#[$meta:meta])* async fn $name:ident($db:ident, $plug:ident) $body:block) => {
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn test($db: Db, $plug: Plug) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                on_sqlite(test).await;
            }

            #[cfg(feature = "postgres")]
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgresql() {
                on_postgresql(test).await;
            }
        }
    };
}

/// Is it told that the database is away, and when to come again?
#[track_caller]
fn is_away(answer: &Answer) {
    assert_eq!(
        answer.status,
        StatusCode::SERVICE_UNAVAILABLE,
        "{}",
        answer.text()
    );
    let again: u32 = answer.headers[header::RETRY_AFTER]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&again));
    assert!(
        answer.text().contains("База данных сейчас не отвечает"),
        "{}",
        answer.text()
    );
}

/// Asks until the database is found again.
async fn until_back(browser: &Browser, path: &str) {
    while browser.get(path).await.status == StatusCode::SERVICE_UNAVAILABLE {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
}

const ENTRY: &str = "/playbook/ru/objections/ask-the-boss";

fault_test! {
    async fn the_book_goes_on_and_nobody_is_signed_out(db, plug) {
        let app = TestApp::new(db).await;
        let id = publish_score(&app, Who::Manager, 6, &[("budget", Mark::Value(0))]).await;
        let own = format!("/evaluations/{id}/self");
        let manager = app.sign_in(Who::Manager).await;
        let program = app.program(Who::Manager).await;
        let stranger = app.sign_in(Who::Stranger).await;
        manager.get("/search").await.ok();
        program.get("/api/v1/me").await.ok();
        manager.post(&format!("{own}/draft"), &[("revision", "0"), ("mark.budget", "2")]).await.expect(StatusCode::SEE_OTHER);

        plug.pull().await;
        // The middle of a call: the whole page, what is typed, the entry, and back; also in the narrow window, which is the
        // same page.
        for _ in 0..3 {
            assert!(manager.get("/search").await.ok().words(".side-person-name").contains("Анна Кузнецова"));
            let found = manager.fragment("answers").get("/search?q=%D0%BF%D0%BE%D1%81%D0%BE%D0%B2%D0%B5%D1%82%D0%BE%D0%B2%D0%B0%D1%82%D1%8C%D1%81%D1%8F%20%D1%81%20%D0%B4%D0%B8%D1%80%D0%B5%D0%BA%D1%82%D0%BE%D1%80%D0%BE%D0%BC").await.ok();
            assert!(!found.all_words(".hit").is_empty());
            let page = manager.get(ENTRY).await.ok();
            assert!(!page.all_words("[data-answer]").is_empty());
            for path in ["/playbook", "/playbook/print", "/search?q=дорого"] {
                manager.get(path).await.ok();
            }
            program.get("/api/v1/search?q=дорого").await.ok();
        }
        // Everything else says what is the matter.
        for path in ["/", "/recordings", "/evaluations", "/plans", "/profile", own.as_str()] {
            is_away(&manager.get(path).await);
        }
        is_away(&manager.post(&format!("{own}/draft"), &[("revision", "1"), ("mark.budget", "1")]).await);
        is_away(&manager.fragment("saved").post(&format!("{own}/draft"), &[("revision", "1"), ("mark.budget", "1")]).await);
        is_away(&stranger.post("/sign-in", &[("login", "a.kuznetsova"), ("password", PASSWORD)]).await);
        let problem = program.get("/api/v1/recordings").await;
        assert!(problem.headers.contains_key(header::RETRY_AFTER));
        problem.problem(StatusCode::SERVICE_UNAVAILABLE, "database-away");
        // Who has no session is a stranger as ever; one who cannot be looked up is not.
        let sent = stranger.get("/search").await.expect(StatusCode::SEE_OTHER);
        assert_eq!(sent.location(), "/sign-in?next=/search");
        let unknown = stranger.clone().with_header("cookie", "session=somebody-of-yesterday");
        is_away(&unknown.get("/search").await);
        is_away(&unknown.post(&format!("{own}/draft"), &[("revision", "1")]).await);
        unknown.get("/api/v1/me").await.problem(StatusCode::SERVICE_UNAVAILABLE, "database-away");

        plug.put_back().await;
        until_back(&manager, "/recordings").await;
        // What was saved before is there, and the work goes on where it stopped.
        let page = manager.get(&own).await.ok();
        assert_eq!(page.attribute("#saved", "data-revision"), "1");
        manager.post(&format!("{own}/draft"), &[("revision", "1"), ("mark.budget", "1")]).await.expect(StatusCode::SEE_OTHER);
        program.get("/api/v1/recordings").await.ok();
        let sent = unknown.get("/search").await.expect(StatusCode::SEE_OTHER);
        assert_eq!(sent.location(), "/sign-in?next=/search");
    }
}

fault_test! {
    async fn memory_is_short_and_what_ended_stays_ended(db, plug) {
        let app = TestApp::new(db).await;
        let admin = app.sign_in(Who::Admin).await;
        // Each ends somebody's way in while the database is there; nobody asks with it once more before it is away.
        let signed_out = app.sign_in(Who::Manager).await;
        signed_out.get("/search").await.ok();
        signed_out.post("/sign-out", &[]).await.expect(StatusCode::SEE_OTHER);
        let other_browser = app.sign_in(Who::Colleague).await;
        other_browser.get("/search").await.ok();
        let fields = [("current", PASSWORD), ("new", "совсем другие четыре слова")];
        app.sign_in(Who::Colleague).await.post("/profile/password", &fields).await.expect(StatusCode::SEE_OTHER);
        let deactivated = app.sign_in(Who::Outsider).await;
        deactivated.get("/search").await.ok();
        let person = app.person(Who::Outsider);
        let team = person.team_id.as_ref().unwrap().to_string();
        let fields = [("name", person.name.as_str()), ("role", "manager"), ("team", team.as_str())];
        admin.post(&format!("/people/{}", person.id), &fields).await.expect(StatusCode::SEE_OTHER);
        let promoted = app.sign_in(Who::Trainer).await;
        promoted.get("/search").await.ok();
        let person = app.person(Who::Trainer);
        let fields = [("name", person.name.as_str()), ("role", "admin"), ("active", "on")];
        admin.post(&format!("/people/{}", person.id), &fields).await.expect(StatusCode::SEE_OTHER);
        let made = app.sign_in(Who::Head).await.json(Method::POST, "/api/v1/tokens", &json!({"name": "crm", "scopes": ["playbook:read"], "password": PASSWORD})).await;
        let made = made.expect(StatusCode::CREATED).json();
        let bearer = format!("Bearer {}", made["token"].as_str().unwrap());
        let token = app.sign_in(Who::Stranger).await.with_header("authorization", &bearer);
        token.get("/api/v1/search?q=дорого").await.ok();
        let delete = format!("/profile/tokens/{}/delete", made["id"].as_str().unwrap());
        app.sign_in(Who::Head).await.post(&delete, &[]).await.expect(StatusCode::SEE_OTHER);
        let here = app.sign_in(Who::OtherHead).await;
        here.get("/search").await.ok();

        plug.pull().await;
        here.get("/search").await.ok();
        for ended in [signed_out, other_browser, deactivated, promoted] {
            is_away(&ended.get("/search").await);
        }
        token.get("/api/v1/search?q=дорого").await.problem(StatusCode::SERVICE_UNAVAILABLE, "database-away");
        app.clock.advance(auth::FRESH_MS + 1);
        is_away(&here.get("/search").await);

        plug.put_back().await;
        until_back(&here, "/search").await;
        here.get("/search").await.ok();
    }
}

/// While somebody else holds the database's writing for long, reading goes on: it never waits for a note of the visit.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reading_does_not_write() {
    on_sqlite(|db, _| async move {
        let app = TestApp::new(db).await;
        let (manager, program) = (app.sign_in(Who::Manager).await, app.program(Who::Manager).await);
        manager.get("/recordings").await.ok();
        app.clock.advance(10 * 60_000);
        let writing = app.app.db.write().await.unwrap();
        for _ in 0..3 {
            manager.get("/recordings").await.ok();
            program.get("/api/v1/recordings").await.ok();
        }
        drop(writing);
        app.app.auth.write_visits().await.unwrap();
        let page = manager.get("/profile").await.ok();
        // Of this browser and of the program.
        assert!(page.text().matches("14:10").count() >= 2, "{}", page.text());
    })
    .await;
}

#[cfg(feature = "postgres")]
mod wire {
    use tokio::net::{TcpListener, TcpStream};
    use tokio::sync::Mutex;
    use tokio::task::JoinHandle;

    /// A way to a server that can be cut and mended.
    pub(super) struct Wire {
        here: std::net::SocketAddr,
        server: String,
        work: Mutex<Option<JoinHandle<()>>>,
    }

    impl Wire {
        /// To the server of this address; also the address that leads through the wire.
        pub(super) async fn to(url: &str) -> (Self, String) {
            let mut through = url::Url::parse(url).unwrap();
            let server = format!(
                "{}:{}",
                through.host_str().unwrap(),
                through.port().unwrap_or(5432)
            );
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let here = listener.local_addr().unwrap();
            through.set_host(Some("127.0.0.1")).unwrap();
            through.set_port(Some(here.port())).unwrap();
            let work = Mutex::new(Some(tokio::spawn(carry(listener, server.clone()))));
            (Self { here, server, work }, through.into())
        }

        /// Every connection ends and new ones are refused.
        pub(super) async fn cut(&self) {
            if let Some(work) = self.work.lock().await.take() {
                work.abort();
                let _ = work.await;
            }
        }

        /// As it was.
        pub(super) async fn mend(&self) {
            let listener = TcpListener::bind(self.here).await.unwrap();
            *self.work.lock().await = Some(tokio::spawn(carry(listener, self.server.clone())));
        }
    }

    async fn carry(listener: TcpListener, server: String) {
        // Dropped with this task, and every connection with it.
        let mut connections = tokio::task::JoinSet::new();
        while let Ok((mut here, _)) = listener.accept().await {
            let server = server.clone();
            connections.spawn(async move {
                if let Ok(mut there) = TcpStream::connect(server).await {
                    let _ = tokio::io::copy_bidirectional(&mut here, &mut there).await;
                }
            });
        }
    }
}
