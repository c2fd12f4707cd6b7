//! Rows and files that no longer fit: every way in which a start once deleted all recordings, with the real program.

use std::path::{Path, PathBuf};

use salesbook::recordings::files::installation::{self, FILE};
use salesbook::recordings::files::store;

use crate::support::program::{Place, Program, files};

const DATABASE: &str = "salesbook.sqlite";

/// Short calls, each another file: what follows the sound changes the hash and nothing else.
fn short_call(number: usize) -> Vec<u8> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut sound = std::fs::read(root.join("tests/fixtures/speech/greeting.opus")).unwrap();
    sound.extend([number as u8; 7]);
    sound
}

/// A service that has taken so many calls in and was stopped; returns the manager's token.
async fn stopped_service(place: Place<'_>, calls: usize) -> String {
    let token = place.with_manager().await;
    let service = Program::serve(place, &["--no-worker"], &token);
    for number in 0..calls {
        service.upload(&format!("call-{number}.opus"), &short_call(number));
    }
    assert!(service.stop().success());
    token
}

fn recordings(data: &Path) -> PathBuf {
    data.join("recordings")
}

fn take_database(data: &Path, to: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let name = format!("{DATABASE}{ending}");
        if data.join(&name).exists() {
            std::fs::rename(data.join(&name), to.join(&name)).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_or_empty_database_beside_files_starts_nothing_and_touches_nothing() {
    let (data, aside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = stopped_service(place, 3).await;
    take_database(data.path(), aside.path());
    let said = Program::refused(place);
    assert!(
        said.contains("salesbook adopt")
            && said.contains("knows 0 recordings")
            && said.contains("holds 3 files"),
        "{said}"
    );
    let doctor = place.command(&["doctor"]).output().unwrap();
    assert!(
        !doctor.status.success(),
        "the doctor says that it would not start"
    );
    // Again, with the database the first attempt has made, and with an empty file.
    Program::refused(place);
    std::fs::remove_file(data.path().join(DATABASE)).unwrap();
    std::fs::write(data.path().join(DATABASE), b"").unwrap();
    Program::refused(place);
    assert_eq!(files(&recordings(data.path())).len(), 3);
    // The database of before is put back.
    take_database(aside.path(), data.path());
    let service = Program::serve(place, &["--no-worker"], &token);
    let (_, list) = service.request("GET /api/v1/recordings", b"");
    assert_eq!(list["items"].as_array().unwrap().len(), 3, "{list}");
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn database_url_set_beside_the_files_of_before_starts_nothing_and_touches_nothing() {
    crate::support::db::at_postgresql(|url| async move {
        let data = tempfile::tempdir().unwrap();
        let place = Place {
            data: data.path(),
            database: None,
        };
        let token = stopped_service(place, 3).await;
        let moved = Place {
            database: Some(&url),
            ..place
        };
        let said = Program::refused(moved);
        assert!(
            said.contains("postgresql") && said.contains("database_url"),
            "{said}"
        );
        let worker = moved
            .command(&["worker"])
            .stderr(std::process::Stdio::piped())
            .output()
            .unwrap();
        let said = String::from_utf8(worker.stderr).unwrap();
        assert!(
            worker.status.code() == Some(1) && said.contains("do not belong together"),
            "{said}"
        );
        assert_eq!(files(&recordings(data.path())).len(), 3);
        // The setting is taken back.
        let service = Program::serve(place, &["--no-worker"], &token);
        let (_, list) = service.request("GET /api/v1/recordings", b"");
        assert_eq!(list["items"].as_array().unwrap().len(), 3, "{list}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_start_of_a_hot_copy_touches_nothing() {
    let (data, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = place.with_manager().await;
    let service = Program::serve(place, &["--no-worker"], &token);
    for number in 0..3 {
        service.upload("call.opus", &short_call(number));
    }
    // The database's file alone, as it is while the service runs: what is in its log is not in it.
    std::fs::copy(data.path().join(DATABASE), copy.path().join(DATABASE)).unwrap();
    for file in files(&recordings(data.path())) {
        let to = copy.path().join(file.strip_prefix(data.path()).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(&file, &to).unwrap();
    }
    Program::refused(Place {
        data: copy.path(),
        database: None,
    });
    assert_eq!(files(&recordings(copy.path())).len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn yesterdays_database_beside_todays_files_moves_nothing() {
    let (data, yesterday) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = stopped_service(place, 2).await;
    std::fs::copy(data.path().join(DATABASE), yesterday.path().join(DATABASE)).unwrap();
    let service = Program::serve(place, &["--no-worker"], &token);
    for number in 2..10 {
        service.upload("call.opus", &short_call(number));
    }
    assert!(service.stop().success());
    std::fs::copy(yesterday.path().join(DATABASE), data.path().join(DATABASE)).unwrap();
    let db = place.db().await;
    let mut tx = db.write().await.unwrap();
    tx.query("DELETE FROM file_sweeps")
        .execute_exactly(1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    // Both carry the same id, so the service starts; it moves nothing and says so.
    let service = Program::serve(place, &["--no-worker"], &token);
    let held = until_swept(&db).await;
    assert_eq!(held, 8);
    assert_eq!(files(&recordings(data.path())).len(), 10);
    assert!(service.stop().success());
    let doctor = place
        .command(&["doctor"])
        .stdout(std::process::Stdio::piped())
        .output()
        .unwrap();
    let said = String::from_utf8(doctor.stdout).unwrap();
    assert!(
        said.contains("warn  recordings") && said.contains("8 files unknown to the database"),
        "{said}"
    );
    assert!(doctor.status.success());
    db.close().await;
}

/// Waits for the comparison of the start; returns how many files it left where they are.
async fn until_swept(db: &salesbook::db::Db) -> i64 {
    loop {
        let swept = store::sweep(&mut db.read().await.unwrap()).await.unwrap();
        if let Some(swept) = swept {
            return swept.unknown_files;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_directory_from_before_installations_had_ids_simply_starts() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = stopped_service(place, 2).await;
    std::fs::remove_file(recordings(data.path()).join(FILE)).unwrap();
    let db = place.db().await;
    let mut tx = db.write().await.unwrap();
    tx.query("DELETE FROM installation")
        .execute_exactly(1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    assert!(Program::serve(place, &["--no-worker"], &token).stop().success());
    let db = place.db().await;
    let id = store::installation(&mut db.read().await.unwrap()).await.unwrap();
    assert!(id.is_some());
    assert_eq!(installation::id_in(&recordings(data.path())).unwrap(), id);
    db.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_directory_is_refused_until_the_operator_adopts_it() {
    let (data, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = stopped_service(place, 2).await;
    stopped_service(
        Place {
            data: other.path(),
            database: None,
        },
        1,
    )
    .await;
    std::fs::remove_dir_all(recordings(data.path())).unwrap();
    std::fs::rename(recordings(other.path()), recordings(data.path())).unwrap();
    let said = Program::refused(place);
    assert!(
        said.contains("knows 2 recordings; 1 of them are not in"),
        "{said}"
    );
    let adopt = |flags: &[&str]| {
        let command = [&["adopt"], flags].concat();
        let output = place
            .command(&command)
            .stdout(std::process::Stdio::piped())
            .output()
            .unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let said = adopt(&[]);
    assert!(
        said.contains("1 files; 0 of them belong to no") && said.contains("Nothing was changed"),
        "{said}"
    );
    Program::refused(place);
    let said = adopt(&["--yes"]);
    assert!(said.contains("one installation"), "{said}");
    assert!(adopt(&[]).contains("together already"));
    let service = Program::serve(place, &["--no-worker"], &token);
    let (_, list) = service.request("GET /api/v1/recordings", b"");
    assert_eq!(list["items"].as_array().unwrap().len(), 2, "{list}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_volume_that_is_not_mounted_is_noticed() {
    let (data, aside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = stopped_service(place, 2).await;
    std::fs::rename(recordings(data.path()), aside.path().join("recordings")).unwrap();
    assert!(Program::refused(place).contains("volume"));
    std::fs::remove_dir_all(recordings(data.path())).unwrap();
    std::fs::rename(aside.path().join("recordings"), recordings(data.path())).unwrap();
    drop(Program::serve(place, &["--no-worker"], &token));
}
