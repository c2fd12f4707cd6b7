//! The real program, started as the operator does and killed as the system does.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use salesbook::app::App;
use salesbook::audit::Performer;
use salesbook::auth;
use salesbook::config::{Config, Sources};
use salesbook::db::Db;
use salesbook::id::Randomness;
use salesbook::people::{NewPerson, Role};
use salesbook::time::SystemClock;
use serde_json::Value;

use super::ports::free_port;

/// Longest wait: the lease of a killed worker runs out, then a call of minutes is transcribed without optimisation.
const PATIENCE: Duration = Duration::from_mins(10);
const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts-library");

/// Where a program works: its data and, when it is not SQLite, its database.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The data directory.
    pub data: &'a Path,
    /// The address of a PostgreSQL database.
    pub database: Option<&'a str>,
}

impl Place<'_> {
    /// The program with this command, nothing of it heard. A command that names no book has the shipped one.
    pub fn command(&self, command: &[&str]) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_salesbook"));
        if !command.contains(&"--library") {
            program.args(["--library", LIBRARY]);
        }
        program
            .args(command)
            .arg("--data")
            .arg(self.data)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(url) = self.database {
            program.env("SALESBOOK_DATABASE_URL", url);
        }
        program
    }

    /// Its database, up to date.
    pub async fn db(&self) -> Db {
        let db = match self.database {
            #[cfg(feature = "postgres")]
            Some(url) => Db::connect(url, 4).await.unwrap(),
            _ => Db::open_file(&self.data.join("salesbook.sqlite")).await.unwrap(),
        };
        db.migrate().await.unwrap();
        db
    }

    /// Puts the cast of the tests into it.
    pub async fn with_cast(&self) {
        let app = self.app().await;
        super::app::cast(&app).await;
        app.db.close().await;
    }

    async fn app(&self) -> App {
        let sources = Sources::default()
            .with_flag("data", self.data.to_str().unwrap())
            .with_flag("library", LIBRARY);
        let config = Config::load(&sources).unwrap();
        let clock = Arc::new(SystemClock);
        App::assemble(config, self.db().await, clock, Randomness::system()).unwrap()
    }

    /// Puts an administrator into it; returns a token of theirs.
    pub async fn with_admin(&self) -> String {
        let app = self.app().await;
        let admin = NewPerson {
            name: "Ирина Белова".to_owned(),
            login: "admin".to_owned(),
            role: Role::Admin,
            team_id: None,
            locale: None,
        };
        let admin = app.accounts.create(Performer::Shell, &admin).await.unwrap();
        let token = app
            .auth
            .create_token(
                Performer::Shell,
                &admin,
                &auth::TokenRequest::full(&app.auth, "test"),
            )
            .await
            .unwrap();
        app.db.close().await;
        token.secret
    }

    /// Puts one manager into it; returns a token of theirs.
    pub async fn with_manager(&self) -> String {
        let app = self.app().await;
        let team = app
            .accounts
            .create_team(Performer::Shell, "Отдел продаж")
            .await
            .unwrap();
        let manager = NewPerson {
            name: "Никита Жуков".to_owned(),
            login: "n.zhukov".to_owned(),
            role: Role::Manager,
            team_id: Some(team.id),
            locale: None,
        };
        let manager = app.accounts.create(Performer::Shell, &manager).await.unwrap();
        let token = app
            .auth
            .create_token(
                Performer::Shell,
                &manager,
                &auth::TokenRequest::full(&app.auth, "test"),
            )
            .await
            .unwrap();
        app.db.close().await;
        token.secret
    }
}

/// A running program, killed with the value.
#[derive(Debug)]
pub struct Program {
    child: Child,
    /// Where it listens, when it does.
    pub port: u16,
    token: String,
}

impl Program {
    /// Starts `serve` with further flags and waits until it answers.
    pub fn serve(place: Place<'_>, flags: &[&str], token: &str) -> Self {
        Self::serve_under(place, flags, token, &[])
    }

    /// The same with variables of its environment.
    pub fn serve_under(place: Place<'_>, flags: &[&str], token: &str, env: &[(&str, PathBuf)]) -> Self {
        Self::start(place, free_port(), flags, token, env)
    }

    /// The same at a port that somebody else has to know.
    pub fn serve_at(place: Place<'_>, port: u16, flags: &[&str], token: &str) -> Self {
        Self::start(place, port, flags, token, &[])
    }

    fn start(place: Place<'_>, port: u16, flags: &[&str], token: &str, env: &[(&str, PathBuf)]) -> Self {
        let listen = format!("127.0.0.1:{port}");
        let command = [&["serve", "--listen", listen.as_str()], flags].concat();
        let mut program = Self {
            child: place.command(&command).envs(env.iter().cloned()).spawn().unwrap(),
            port,
            token: token.to_owned(),
        };
        until("the service answers", || {
            let ended = program.child.try_wait().unwrap();
            assert!(ended.is_none(), "it ends before it answers: {ended:?}");
            TcpStream::connect(("127.0.0.1", port)).ok()
        });
        program
    }

    /// The same, asked by the owner of this token from now on.
    #[must_use]
    pub fn asking_with(mut self, token: &str) -> Self {
        token.clone_into(&mut self.token);
        self
    }

    /// Starts `worker`.
    pub fn worker(place: Place<'_>) -> Self {
        Self {
            child: place.command(&["worker"]).spawn().unwrap(),
            port: 0,
            token: String::new(),
        }
    }

    /// Starts `serve` where it must not start; returns why it did not.
    pub fn refused(place: Place<'_>) -> String {
        let port = free_port();
        let listen = format!("127.0.0.1:{port}");
        let mut child = place
            .command(&["serve", "--listen", &listen, "--no-worker"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let code = until("the program refuses", || {
            if TcpStream::connect(("127.0.0.1", port)).is_ok_and(|mut stream| {
                stream.write_all(b"GET /healthz HTTP/1.0\r\n\r\n").is_ok() && {
                    stream.read(&mut [0; 1]).is_ok_and(|read| read > 0)
                }
            }) {
                child.kill().unwrap();
                panic!("the program has started");
            }
            child.try_wait().unwrap()
        });
        assert_eq!(code.code(), Some(1));
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        said
    }

    /// The number by which the system knows it.
    pub fn number(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`: the process is gone at once, what it wrote stays with the system.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, and waits.
    pub fn stop(mut self) -> ExitStatus {
        let number = self.number().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &number])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap()
    }

    /// A request with a body of [`multipart`]; returns the status and what JSON came back.
    pub fn request(&self, head: &str, body: &[u8]) -> (u16, Value) {
        let mut stream = self.begin(head, body.len());
        stream.write_all(body).unwrap();
        answer(stream)
    }

    /// A request without a body by the owner of another token; returns the status.
    pub fn request_as(&self, token: &str, head: &str) -> u16 {
        answer(self.begin_as(token, head, 0)).0
    }

    /// Sends only the head of a request.
    pub fn begin(&self, head: &str, length: usize) -> TcpStream {
        self.begin_as(&self.token, head, length)
    }

    fn begin_as(&self, token: &str, head: &str, length: usize) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(
            stream,
            "{head} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\
             content-type: multipart/form-data; boundary=edge\r\ncontent-length: {length}\r\n\r\n"
        )
        .unwrap();
        stream
    }

    /// Brings a file; returns the recording's id.
    pub fn upload(&self, name: &str, sound: &[u8]) -> String {
        let (status, taken) = self.request("POST /api/v1/recordings", &multipart(name, sound));
        assert_eq!(status, 201, "{taken}");
        taken["id"].as_str().unwrap().to_owned()
    }

    /// The recording as the API tells it.
    pub fn recording(&self, id: &str) -> Value {
        let (status, body) = self.request(&format!("GET /api/v1/recordings/{id}"), b"");
        assert_eq!(status, 200, "{body}");
        body
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads an answer to its end.
pub fn answer(mut stream: TcpStream) -> (u16, Value) {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let text = String::from_utf8_lossy(&answer);
    let status = text.split(' ').nth(1).unwrap().parse().unwrap();
    let json = text.find('{').map(|at| {
        let body = &text[at..=text.rfind('}').unwrap()];
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {text}"))
    });
    (status, json.unwrap_or_default())
}

/// Tries until it works; panics when the patience is over.
pub fn until<T>(what: &str, mut attempt: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = attempt() {
            return found;
        }
        assert!(started.elapsed() < PATIENCE, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// The body of an upload.
pub fn multipart(name: &str, sound: &[u8]) -> Vec<u8> {
    let mut body = b"--edge\r\ncontent-disposition: form-data; name=\"manager\"\r\n\r\nn.zhukov\r\n".to_vec();
    body.extend(
        format!("--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
            .bytes(),
    );
    body.extend(sound);
    body.extend(b"\r\n--edge--\r\n");
    body
}

/// The files of recordings under `dir`, half ones too; not the lock, not the installation's id.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return Vec::new();
    };
    let paths = entries.flat_map(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path) } else { vec![path] }
    });
    paths
        .filter(|path| {
            path.file_name()
                .is_none_or(|name| name != "lock" && name != "installation")
        })
        .collect()
}
