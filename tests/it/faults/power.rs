//! The power cut. A library preloaded into the program (`tests/faults/powercut.c`) notes what the disk has for certain:
//! contents that were flushed, names whose folder was flushed. The program is killed in the middle of its work, a disk is
//! made of the notes, and everything that was acknowledged must be on it.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use salesbook::db::Db;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous};

use super::rounds;
use crate::support::program::{Place, Program, files, multipart};
use crate::support::speech::call;

/// Where a writer of its own finds its file, and how it opens it.
const FILE: &str = "POWERCUT_TEST_FILE";
const HOW: &str = "POWERCUT_TEST_HOW";

/// A folder whose power can fail.
struct Disk {
    root: PathBuf,
    kept: tempfile::TempDir,
}

impl Disk {
    /// Over this folder; what is in it now is on the disk.
    fn under(root: &Path) -> Self {
        let root = root.canonicalize().unwrap();
        let kept = tempfile::tempdir().unwrap();
        for kind in ["files", "folders"] {
            fs::create_dir(kept.path().join(kind)).unwrap();
        }
        let library = kept.path().join("powercut.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults/powercut.c");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O2", "-o"])
            .arg(&library)
            .args([source, "-ldl"])
            .status()
            .expect("a C compiler: `make setup-test` installs one");
        assert!(built.success());
        let disk = Self { root, kept };
        disk.flush(&disk.root);
        disk
    }

    /// What a program must be started with.
    fn env(&self) -> [(&'static str, PathBuf); 3] {
        let kept = self.kept.path();
        [
            ("LD_PRELOAD", kept.join("powercut.so")),
            ("POWERCUT_ROOT", self.root.clone()),
            ("POWERCUT_KEPT", kept.to_owned()),
        ]
    }

    fn note(&self, kind: &str, of: &Path) -> PathBuf {
        let number = fs::metadata(of).unwrap().ino().to_string();
        self.kept.path().join(kind).join(number)
    }

    /// Notes everything as flushed.
    fn flush(&self, folder: &Path) {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let kind = if path.is_dir() {
                self.flush(&path);
                'd'
            } else {
                fs::copy(&path, self.note("files", &path)).unwrap();
                'f'
            };
            let number = fs::metadata(&path).unwrap().ino();
            let name = path.file_name().unwrap().to_str().unwrap();
            writeln!(names, "{kind} {number} {name}").unwrap();
        }
        fs::write(self.note("folders", folder), names).unwrap();
    }

    /// Makes a folder of what the disk has after the cut.
    fn after_the_cut(&self) -> tempfile::TempDir {
        let after = tempfile::tempdir().unwrap();
        self.restore(&self.note("folders", &self.root), after.path());
        after
    }

    fn restore(&self, folder: &Path, to: &Path) {
        // A folder that was never flushed is empty.
        let names = fs::read_to_string(folder).unwrap_or_default();
        for line in names.lines() {
            let mut words = line.splitn(3, ' ');
            let (kind, number, name) = (words.next(), words.next().unwrap(), words.next().unwrap());
            let to = to.join(name);
            if kind == Some("d") {
                fs::create_dir(&to).unwrap();
                self.restore(&self.kept.path().join("folders").join(number), &to);
            } else {
                let contents = fs::read(self.kept.path().join("files").join(number));
                fs::write(to, contents.unwrap_or_default()).unwrap();
            }
        }
    }
}

/// Not a test of its own: what the tests below start in a process with the library, to be killed. Tells every
/// acknowledged number.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writer() {
    #[expect(
        clippy::disallowed_methods,
        reason = "how one test talks to the process it starts"
    )]
    let (file, how) = (std::env::var(FILE), std::env::var(HOW));
    let Ok(file) = file else { return };
    let file = Path::new(&file);
    if how.is_ok_and(|how| how == "normal") {
        let pool = SqlitePool::connect_with(options(file).synchronous(SqliteSynchronous::Normal));
        let pool = pool.await.unwrap();
        for number in 0_i64.. {
            let mut tx = pool.begin().await.unwrap();
            let insert = sqlx::query("INSERT INTO probe (number) VALUES ($1)").bind(number);
            insert.execute(&mut *tx).await.unwrap();
            tx.commit().await.unwrap();
            tell(number);
        }
    }
    let db = Db::open_file(file).await.unwrap();
    for number in 0_i64.. {
        let mut tx = db.write().await.unwrap();
        let insert = tx.query("INSERT INTO probe (number) VALUES ($1)").bind(number);
        insert.execute_exactly(1).await.unwrap();
        tx.commit().await.unwrap();
        tell(number);
    }
}

fn tell(number: i64) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "acknowledged {number}").unwrap();
    out.flush().unwrap();
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
}

/// Cuts the power after so many acknowledged commits; returns how many of them are lost.
async fn lost(how: &str, commits: usize) -> usize {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("probe.sqlite");
    let pool = SqlitePool::connect_with(options(&file)).await.unwrap();
    let table = sqlx::query("CREATE TABLE probe (number BIGINT NOT NULL)");
    table.execute(&pool).await.unwrap();
    pool.close().await;

    let disk = Disk::under(data.path());
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["faults::power::writer", "--exact", "--nocapture"])
        .envs(disk.env())
        .env(FILE, &file)
        .env(HOW, how)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let told = lines.filter_map(|line| {
        let line = line.unwrap();
        // The harness may have begun the line.
        Some(line.split("acknowledged ").nth(1)?.parse::<i64>().unwrap())
    });
    let acknowledged: HashSet<i64> = told.take(commits).collect();
    writer.kill().unwrap();
    writer.wait().unwrap();
    assert_eq!(acknowledged.len(), commits, "the writer ended by itself");

    let after = disk.after_the_cut();
    let pool = SqlitePool::connect_with(options(&after.path().join("probe.sqlite")))
        .await
        .unwrap();
    let rows: Vec<(i64,)> = sqlx::query_as("SELECT number FROM probe")
        .fetch_all(&pool)
        .await
        .unwrap();
    pool.close().await;
    let there: HashSet<i64> = rows.into_iter().map(|row| row.0).collect();
    acknowledged.difference(&there).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledged_commit_outlives_a_power_cut() {
    for round in 0..rounds(3, 40) {
        assert_eq!(
            lost("as the product", 100 + 350 * round).await,
            0,
            "round {round}"
        );
    }
}

/// What the test above is worth: the faster setting loses commits, and it is seen.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_flush_at_each_commit_they_would_be_lost() {
    assert!(lost("normal", 100).await > 0);
}

/// The tests' own server keeps nothing, for speed.
#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_warns_of_a_server_that_would_lose_commits() {
    crate::support::db::at_postgresql(|url| async move {
        let data = tempfile::tempdir().unwrap();
        let place = Place {
            data: data.path(),
            database: Some(&url),
        };
        let said = place
            .command(&["doctor"])
            .stdout(Stdio::piped())
            .output()
            .unwrap();
        let said = String::from_utf8(said.stdout).unwrap();
        let line = said
            .lines()
            .find(|line| line.starts_with("warn  database"))
            .expect(&said);
        let told = "PostgreSQL runs with fsync = off, full_page_writes = off, synchronous_commit = off.";
        assert!(line.contains(told), "{line}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledged_upload_outlives_a_power_cut_with_its_sound() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = place.with_manager().await;
    let mut left = data;
    let mut acknowledged: Vec<(String, Vec<u8>)> = Vec::new();
    for round in 0..rounds(2, 15) {
        let disk = Disk::under(left.path());
        let place = Place {
            data: left.path(),
            database: None,
        };
        let program = Program::serve_under(place, &["--no-worker"], &token, &disk.env());
        let (taken, cut) = (Mutex::new(Vec::new()), AtomicBool::new(false));
        let enough = rounds(6, 25);
        std::thread::scope(|scope| {
            for sender in 0..3 {
                let (program, taken, cut) = (&program, &taken, &cut);
                scope.spawn(move || {
                    for number in 0.. {
                        if cut.load(Ordering::Relaxed) {
                            return;
                        }
                        // Each file another sound: the same one twice is refused.
                        let mut sound = call(8);
                        let mark = format!("{round} {sender} {number}");
                        let end = sound.len() - mark.len();
                        sound[end..].copy_from_slice(mark.as_bytes());
                        let body = multipart("call.wav", &sound);
                        let (status, taken_in) = program.request("POST /api/v1/recordings", &body);
                        assert_eq!(status, 201, "{taken_in}");
                        let id = taken_in["id"].as_str().unwrap().to_owned();
                        let mut taken = taken.lock().unwrap();
                        taken.push((id, sound));
                        if taken.len() >= enough {
                            cut.store(true, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        acknowledged.extend(taken.into_inner().unwrap());
        program.kill();
        left = disk.after_the_cut();

        let place = Place {
            data: left.path(),
            database: None,
        };
        let program = Program::serve(place, &["--no-worker"], &token);
        let there: HashSet<Vec<u8>> = files(&left.path().join("recordings"))
            .iter()
            .map(|file| fs::read(file).unwrap())
            .collect();
        for (id, sound) in &acknowledged {
            program.recording(id);
            assert!(there.contains(sound), "the sound of {id} is lost");
        }
        assert!(program.stop().success());
    }
}
