//! The real program: backups while people bring and delete recordings, and a backup that is killed in the middle.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use salesbook::db::{Db, transfer};

use crate::support::program::{Place, Program};

/// A short sound, each another file.
fn sound(number: usize) -> Vec<u8> {
    let mut sound = crate::support::speech::call(1);
    sound.extend(number.to_le_bytes());
    sound
}

/// Runs a command beside the service; its end and its words.
fn run(place: Place<'_>, command: &[&str]) -> (bool, String) {
    let output = place
        .command(command)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

/// Restores a backup somewhere else and looks through it there.
async fn comes_back(backup: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let (data, book) = (folder.path().join("data"), folder.path().join("book"));
    let command = |command: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_salesbook"))
            .args(command)
            .arg("--data")
            .arg(&data)
            .arg("--library")
            .arg(&book)
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    };
    let (restored, said) = command(&["restore", backup.to_str().unwrap()]);
    assert!(restored && said.contains("every hash was right"), "{said}");
    let (whole, said) = command(&["verify", "--contents"]);
    assert!(whole && said.contains(" 0 wrong, 0 notes"), "{said}");
    let copy = Db::open_copy(&backup.join("salesbook.sqlite")).await.unwrap();
    let there = Db::open_copy(&data.join("salesbook.sqlite")).await.unwrap();
    assert_eq!(
        transfer::differing(&copy, &there).await.unwrap(),
        Vec::<String>::new()
    );
}

/// So many backups while so many threads bring recordings and delete every second one.
async fn under_load(place: Place<'_>, backups: usize, threads: usize) {
    let token = place.with_manager().await;
    let admin = place.with_admin().await;
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("backups");
    let service = Arc::new(Program::serve(place, &["--no-worker"], &token));
    let (stop, number) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let people: Vec<_> = (0..threads)
        .map(|_| {
            let (service, stop, number, admin) = (
                Arc::clone(&service),
                Arc::clone(&stop),
                Arc::clone(&number),
                admin.clone(),
            );
            std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let n = number.fetch_add(1, Ordering::Relaxed);
                    let id = service.upload("call.wav", &sound(n));
                    if n % 2 == 0 {
                        let deleted = service.request_as(&admin, &format!("DELETE /api/v1/recordings/{id}"));
                        assert_eq!(deleted, 204);
                    }
                }
            })
        })
        .collect();
    let mut made = Vec::new();
    for _ in 0..backups {
        let (whole, said) = run(place, &["backup", dir.to_str().unwrap()]);
        assert!(whole && !said.contains("LOST"), "{said}");
        let path = said.lines().find(|line| line.starts_with('/')).unwrap();
        made.push(path.to_owned());
        // Names are by the second.
        std::thread::sleep(Duration::from_millis(1_100));
    }
    stop.store(true, Ordering::Relaxed);
    for person in people {
        person.join().unwrap();
    }
    assert!(number.load(Ordering::Relaxed) > backups, "there was no load");
    drop(service);
    for backup in made {
        comes_back(Path::new(&backup)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backups_under_load_come_back() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    under_load(place, 2, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes: `make faults` has it"]
async fn faults_many_backups_under_load_come_back() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    under_load(place, 30, 4).await;
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes: `make faults` has it"]
async fn faults_many_backups_of_postgresql_under_load_come_back() {
    crate::support::db::at_postgresql(async |url| {
        let data = tempfile::tempdir().unwrap();
        let place = Place {
            data: data.path(),
            database: Some(&url),
        };
        under_load(place, 20, 4).await;
    })
    .await;
}

/// Killed at any moment, a backup is there whole or not at all, and the next one clears away what is left.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes: `make faults` has it"]
async fn faults_a_backup_that_is_killed_is_no_backup() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = place.with_manager().await;
    let service = Program::serve(place, &["--no-worker"], &token);
    for n in 0..50 {
        service.upload("call.wav", &sound(n));
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("backups");
    for wait in (0..400).step_by(10) {
        let mut backup = place.command(&["backup", dir.to_str().unwrap()]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = backup.kill();
        backup.wait().unwrap();
        for (path, _) in salesbook::backup::list(&dir).unwrap() {
            let (_, found) = salesbook::backup::verify_backup(&path).await.unwrap();
            assert!(found.faults.is_empty(), "after {wait} ms: {found:?}");
        }
    }
    std::thread::sleep(Duration::from_millis(1_100));
    let (whole, said) = run(place, &["backup", dir.to_str().unwrap(), "--keep", "1"]);
    assert!(whole, "{said}");
    let left: Vec<_> = std::fs::read_dir(&dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != ".lock")
        .collect();
    assert_eq!(left.len(), 1, "{left:?}");
    comes_back(&dir.join(&left[0])).await;
}
