//! The real program among slow visitors, signals and its own kind: what a connection may keep waiting, how a process
//! ends, what two of them do with one book and one queue.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use salesbook::app::App;
use salesbook::authoring::EditBase;
use salesbook::config::{Config, Sources};
use salesbook::db::Db;
use salesbook::id::Randomness;
use salesbook::time::{Clock as _, SystemClock};

use crate::support::app::{PASSWORD, SHIPPED_BOOK, cast, copy_folder};
use crate::support::db::on_both;
use crate::support::program::{Place, Program, answer, multipart, until};
use crate::support::speech::call;

/// A wait that is only there so that a test on a build without the mend fails instead of standing still.
const FOR_EVER: Duration = Duration::from_mins(2);

const HALF_A_HEAD: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nx-long: ";

fn connect(program: &Program, sent: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", program.port)).unwrap();
    stream.set_read_timeout(Some(FOR_EVER)).unwrap();
    stream.write_all(sent).unwrap();
    stream
}

/// Reads until the other side closes; panics when it does not.
fn rest(mut stream: TcpStream) -> String {
    let mut said = Vec::new();
    match stream.read_to_end(&mut said) {
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => panic!("still open"),
        _ => String::from_utf8_lossy(&said).into_owned(),
    }
}

/// One answer on a connection that stays open.
fn one_answer(stream: &mut TcpStream) -> String {
    let (mut said, mut piece) = (Vec::new(), [0; 1024]);
    while !String::from_utf8_lossy(&said).contains("\"status\":") {
        let read = stream.read(&mut piece).unwrap();
        assert!(read > 0, "closed before it answered");
        said.extend_from_slice(&piece[..read]);
    }
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_a_head_and_an_idle_connection_are_closed() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = place.with_manager().await;
    let program = Program::serve(place, &["--no-worker"], &token);
    let half = connect(&program, HALF_A_HEAD);
    let silent = connect(&program, b"");
    let mut idle = connect(&program, b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
    assert!(one_answer(&mut idle).starts_with("HTTP/1.1 200"));
    // A sender of one byte now and then gains nothing by it.
    let mut dripping = connect(&program, HALF_A_HEAD);
    let drip = std::thread::spawn(move || {
        (0..240).any(|_| {
            std::thread::sleep(Duration::from_millis(500));
            dripping.write_all(b"x").is_err()
        })
    });
    assert!(!rest(half).starts_with("HTTP/1.1 200"));
    rest(silent);
    rest(idle);
    assert!(drip.join().unwrap(), "dripped for two minutes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_connections_than_allowed_wait_for_their_turn() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = place.with_manager().await;
    std::fs::write(data.path().join("settings.toml"), "connections = 10\n").unwrap();
    let settings = data.path().join("settings.toml");
    let program = Program::serve(
        place,
        &["--no-worker", "--config", settings.to_str().unwrap()],
        &token,
    );
    let ask = b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";
    let mut open: Vec<_> = (0..10)
        .map(|_| {
            let mut stream = connect(&program, ask);
            one_answer(&mut stream);
            stream
        })
        .collect();
    let mut late = connect(&program, ask);
    late.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    assert!(late.read(&mut [0; 1]).is_err(), "there was no place");
    open.pop();
    late.set_read_timeout(Some(FOR_EVER)).unwrap();
    assert!(one_answer(&mut late).contains("ok"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_waits_for_an_upload_and_for_nobody_who_only_might_ask() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = place.with_manager().await;
    let program = Program::serve(place, &["--no-worker"], &token);
    let _half = connect(&program, HALF_A_HEAD);
    let _silent = connect(&program, b"");
    let body = multipart("call.wav", &call(2));
    let mut upload = program.begin("POST /api/v1/recordings", body.len());
    upload.write_all(&body[..body.len() / 2]).unwrap();
    let incoming = data.path().join("recordings/incoming");
    until("half of the file is on its way", || {
        (std::fs::read_dir(&incoming).unwrap().count() > 0).then_some(())
    });
    let port = program.port;
    let stopped = std::thread::spawn(move || program.stop());
    until("nobody new is let in", || {
        TcpStream::connect(("127.0.0.1", port)).err()
    });
    std::thread::sleep(Duration::from_secs(2));
    upload.write_all(&body[body.len() / 2..]).unwrap();
    let (status, taken) = answer(upload);
    assert_eq!(status, 201, "{taken}");
    // In a hurry it would end with another code.
    assert!(stopped.join().unwrap().success());
}

/// A form by POST from somebody's browser: status, and the cookie that came with the answer.
fn post(port: u16, path: &str, cookie: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nsec-fetch-site: same-origin\r\nconnection: close\r\ncookie: {cookie}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let said = rest(stream);
    let cookie = said
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
    (
        said.split(' ').nth(1).unwrap().parse().unwrap(),
        cookie.unwrap_or_default().to_owned(),
    )
}

const LINES: usize = 10;

/// Two processes, two writers each, add lines to one entry as fast as they can, each from what it last read. Whatever was
/// said to be saved is there in the end.
async fn hammer(first: Place<'_>, second: Place<'_>, library: &Path) {
    const FILE: &str = "ru/objections/too-expensive.md";
    let file = library.join(FILE);
    let mut programs = Vec::new();
    for place in [first, second] {
        let config =
            Config::load(&Sources::default().with_flag("data", place.data.to_str().unwrap())).unwrap();
        let app = App::assemble(
            config,
            place.db().await,
            Arc::new(SystemClock),
            Randomness::system(),
        )
        .unwrap();
        let mut tx = app.db.read().await.unwrap();
        let known = salesbook::people::store::person_by_login(&mut tx, "o.vetrov")
            .await
            .unwrap();
        drop(tx);
        if known.is_none() {
            cast(&app).await;
        }
        app.db.close().await;
        programs.push(Program::serve(
            place,
            &["--no-worker", "--library", library.to_str().unwrap()],
            "",
        ));
    }
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (port, file) = (programs[writer % 2].port, file.clone());
            std::thread::spawn(move || {
                let (status, cookie) = post(
                    port,
                    "/sign-in",
                    "",
                    &[("login", "o.vetrov"), ("password", PASSWORD)],
                );
                assert_eq!(status, 303);
                let mut saved = Vec::new();
                while saved.len() < LINES {
                    let there = std::fs::read_to_string(&file).unwrap();
                    let line = format!("Строка {} писателя {writer}.", saved.len());
                    let fields = [
                        ("whole", "yes"),
                        ("base", &EditBase::from_source(Some(&there)).to_string()),
                        ("body", &format!("{}\n\n{line}\n", there.trim_end())),
                    ];
                    match post(
                        port,
                        "/playbook/ru/objections/too-expensive/edit",
                        &cookie,
                        &fields,
                    )
                    .0
                    {
                        303 => saved.push(line),
                        // Somebody was faster: read again.
                        409 => {}
                        other => panic!("{other}"),
                    }
                }
                saved
            })
        })
        .collect();
    let saved: Vec<String> = writers.into_iter().flat_map(|it| it.join().unwrap()).collect();
    let text = std::fs::read_to_string(&file).unwrap();
    let lost: Vec<_> = saved
        .iter()
        .filter(|line| !text.contains(line.as_str()))
        .collect();
    assert!(
        lost.is_empty(),
        "{} of {} are lost: {lost:?}",
        lost.len(),
        saved.len()
    );
    for program in programs {
        assert!(program.stop().success());
    }
}

fn book() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(Path::new(SHIPPED_BOOK), folder.path());
    folder
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_of_one_database_write_one_entry_in_turn() {
    let (data, library) = (tempfile::tempdir().unwrap(), book());
    let place = Place {
        data: data.path(),
        database: None,
    };
    hammer(place, place, library.path()).await;
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_on_postgresql_write_one_entry_in_turn() {
    crate::support::db::at_postgresql(async |url| {
        let (one, other, library) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), book());
        let place = |data| Place {
            data,
            database: Some(&url),
        };
        hammer(place(one.path()), place(other.path()), library.path()).await;
    })
    .await;
}

on_both!(one_save_of_a_database_looks_and_writes_at_a_time);

/// What makes saves take turns where the folder's lock does not reach: on several machines.
async fn one_save_of_a_database_looks_and_writes_at_a_time(db: Db) {
    let mut first = db.write().await.unwrap();
    salesbook::authoring::store::alone(&mut first, SystemClock.now())
        .await
        .unwrap();
    let other = db.clone();
    let mut second = tokio::spawn(async move {
        let mut tx = other.write().await.unwrap();
        salesbook::authoring::store::alone(&mut tx, SystemClock.now())
            .await
            .unwrap();
    });
    let soon = Duration::from_millis(300);
    assert!(
        tokio::time::timeout(soon, &mut second).await.is_err(),
        "it does not wait"
    );
    first.commit().await.unwrap();
    second.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_services_with_databases_of_their_own_write_one_entry_in_turn() {
    let (one, other, library) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), book());
    let place = |data| Place { data, database: None };
    hammer(place(one.path()), place(other.path()), library.path()).await;
}

/// The only job: its state, and the process that has it.
async fn job(db: &Db) -> (String, Option<String>) {
    let mut tx = db.read().await.unwrap();
    tx.query("SELECT state, process FROM jobs").one().await.unwrap()
}

/// Without a model a job only looks at the sound and waits; so much of a process is enough to die in the middle of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_of_a_killed_process_is_taken_at_once() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = place.with_manager().await;
    let db = place.db().await;
    let models = data.path().join("models");
    let settings = data.path().join("settings.toml");
    std::fs::write(&settings, format!("models = '{}'\n", models.display())).unwrap();
    let flags = ["--config", settings.to_str().unwrap()];
    let program = Program::serve(place, &flags, &token);
    program.upload("call.wav", &call(2));
    let mut process = None;
    while process.is_none() {
        tokio::time::sleep(Duration::from_millis(50)).await;
        process = Some(job(&db).await)
            .filter(|(state, _)| state == "queued")
            .and_then(|(_, process)| process);
    }
    // As if it was in the middle of it, with a lease that lasts for more than a minute.
    let lease = SystemClock.now().plus_ms(85_000);
    let mut tx = db.write().await.unwrap();
    tx.query("UPDATE jobs SET state = 'running', lease_token = 'its', lease_until = $1")
        .bind(lease)
        .execute_exactly(1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    // While it lives, nobody takes its job, however often they look.
    let other = Program::serve(place, &flags, &token);
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(job(&db).await, ("running".to_owned(), process.clone()));
    program.kill();
    let started = std::time::Instant::now();
    while job(&db).await.1 == process {
        assert!(started.elapsed() < FOR_EVER, "nobody takes it");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(SystemClock.now() < lease, "only when the lease was over");
    let id = process.unwrap();
    assert!(
        data.path().join("processes").join(id).exists(),
        "no signal told of its end"
    );
    assert!(other.stop().success());
    db.close().await;
}
