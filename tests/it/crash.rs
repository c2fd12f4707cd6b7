//! The power cut: `kill -9` of the real program during an upload and during a transcription. What was acknowledged is
//! there after the restart, the job goes on, no half file stays.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use salesbook::app::App;
use salesbook::auth;
use salesbook::config::{Config, Sources};
use salesbook::db::Db;
use salesbook::id::Randomness;
use salesbook::people::{NewPerson, Role};
use salesbook::time::SystemClock;
use serde_json::Value;

/// Longest wait: the lease of a killed worker runs out, then a call of minutes is transcribed without optimisation.
const PATIENCE: Duration = Duration::from_mins(10);

/// The program, killed with the value.
struct Program {
    child: Child,
    port: u16,
    token: String,
}

impl Program {
    fn start(data: &Path, token: &str) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let child = Command::new(env!("CARGO_BIN_EXE_salesbook"))
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(data)
            .args([
                "--library",
                concat!(env!("CARGO_MANIFEST_DIR"), "/scripts-library"),
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let program = Self {
            child,
            port,
            token: token.to_owned(),
        };
        Program::until("the service answers", || {
            TcpStream::connect(("127.0.0.1", port)).ok()
        });
        program
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn until<T>(what: &str, mut attempt: impl FnMut() -> Option<T>) -> T {
        let started = Instant::now();
        loop {
            if let Some(found) = attempt() {
                return found;
            }
            assert!(started.elapsed() < PATIENCE, "waited in vain: {what}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn request(&self, head: &str, body: &[u8]) -> (u16, Value) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let token = &self.token;
        let length = body.len();
        write!(
            stream,
            "{head} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\
             content-type: multipart/form-data; boundary=edge\r\ncontent-length: {length}\r\n\r\n"
        )
        .unwrap();
        stream.write_all(body).unwrap();
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

    fn recording(&self, id: &str) -> Value {
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

/// A data directory with one manager; answers a token of theirs.
async fn prepared(data: &Path) -> String {
    let sources = Sources::default()
        .with_flag("data", data.to_str().unwrap())
        .with_flag("library", concat!(env!("CARGO_MANIFEST_DIR"), "/scripts-library"));
    let db = Db::open_file(&data.join("salesbook.sqlite")).await.unwrap();
    db.migrate().await.unwrap();
    let config = Config::load(&sources).unwrap();
    let app = App::assemble(config, db, Arc::new(SystemClock), Randomness::system()).unwrap();
    let team = salesbook::people::create_team(&app, "Отдел продаж")
        .await
        .unwrap();
    let manager = NewPerson {
        name: "Никита Жуков".to_owned(),
        login: "n.zhukov".to_owned(),
        role: Role::Manager,
        team_id: Some(team.id),
        locale: None,
    };
    let manager = salesbook::people::create(&app, &manager).await.unwrap();
    let token = auth::create_token(&app, &manager, "test").await.unwrap();
    app.db.close().await;
    token.secret
}

fn multipart(name: &str, sound: &[u8]) -> Vec<u8> {
    let mut body = b"--edge\r\ncontent-disposition: form-data; name=\"manager\"\r\n\r\nn.zhukov\r\n".to_vec();
    body.extend(
        format!("--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
            .bytes(),
    );
    body.extend(sound);
    body.extend(b"\r\n--edge--\r\n");
    body
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return Vec::new();
    };
    entries
        .flat_map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() { files(&path) } else { vec![path] }
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the speech model: `make test` has it"]
async fn nothing_acknowledged_is_lost_and_no_half_file_stays() {
    let data = tempfile::tempdir().unwrap();
    let token = prepared(data.path()).await;
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let sound = std::fs::read(root.join("src/demo/calls/lost-on-price.opus")).unwrap();

    // Killed while a call is being transcribed.
    let program = Program::start(data.path(), &token);
    let (status, taken) = program.request("POST /api/v1/recordings", &multipart("call.opus", &sound));
    assert_eq!(status, 201, "{taken}");
    let id = taken["id"].as_str().unwrap().to_owned();
    Program::until("the transcription begins", || {
        let now = program.recording(&id);
        (now["state"] == "transcribing" && now["job"]["progress"].as_f64() > Some(0.0)).then_some(())
    });
    program.kill();

    // Killed while another file is arriving.
    let program = Program::start(data.path(), &token);
    assert_eq!(files(&data.path().join("recordings")).len(), 1, "one whole file");
    let mut upload = TcpStream::connect(("127.0.0.1", program.port)).unwrap();
    let body = multipart("other.opus", &sound.repeat(40));
    write!(
        upload,
        "POST /api/v1/recordings HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\n\
         content-type: multipart/form-data; boundary=edge\r\ncontent-length: {}\r\n\r\n",
        body.len()
    )
    .unwrap();
    upload.write_all(&body[..body.len() / 2]).unwrap();
    Program::until("half of the file is on the disk", || {
        (files(&data.path().join("recordings")).len() > 1).then_some(())
    });
    program.kill();

    // After the restart the first is finished by itself; of the second nothing is left.
    let program = Program::start(data.path(), &token);
    Program::until("the half file is gone", || {
        (files(&data.path().join("recordings")).len() == 1).then_some(())
    });
    let (_, list) = program.request("GET /api/v1/recordings", b"");
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    let ready = Program::until("the transcript is there", || {
        let now = program.recording(&id);
        (now["state"] == "ready").then_some(now)
    });
    assert_eq!(ready["channels"], 2);
    let (status, transcript) = program.request(
        &format!("GET /api/v1/recordings/{id}/transcript?format=json"),
        b"",
    );
    assert_eq!(status, 200);
    assert!(
        transcript["segments"].as_array().unwrap().len() > 10,
        "{transcript}"
    );
}
