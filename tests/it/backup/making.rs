//! Taking backups: recordings that come and go meanwhile, names, locks, room, and looking whether all is whole.

use std::path::Path;
use std::time::Duration;

use salesbook::backup::{self, BackupError, BackupSource, BackupStage};
use salesbook::db::Db;
use salesbook::id::RecordingId;
use tokio_util::sync::CancellationToken;

use super::{Company, contents, make};
use crate::support::app::{Multipart, START, TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::call;

/// Does this while the backup waits, on the test's runtime.
fn now<T>(work: impl Future<Output = T>) -> T {
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(work))
}

async fn bring(app: &TestApp, seconds: u32) -> RecordingId {
    let form = Multipart::default().file("file", "call.wav", &call(seconds));
    let answer = app
        .program(Who::Manager)
        .await
        .upload("/api/v1/recordings", form)
        .await;
    let id = answer.expect(axum::http::StatusCode::CREATED).json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    id.parse().unwrap()
}

async fn delete(app: &TestApp, id: &RecordingId) {
    app.app
        .recordings
        .delete(app.person(Who::Head), id)
        .await
        .unwrap();
}

/// The backup by itself: every row has its file, every file its row, every hash is right.
async fn whole(path: &Path, recordings: usize) {
    let (manifest, found) = backup::verify_backup(path).await.unwrap();
    assert_eq!(found.faults, Vec::<String>::new());
    assert_eq!(
        (found.recordings, manifest.recordings.len()),
        (recordings, recordings)
    );
    assert!(manifest.lost.is_empty(), "{:?}", manifest.lost);
    let files = contents(&path.join("recordings"));
    assert_eq!(files.len(), recordings, "nothing is saved that no row names");
}

on_both!(
    what_comes_and_goes_meanwhile_leaves_a_backup_that_is_whole,
    the_third_time_nobody_may_delete_until_it_is_whole,
    a_file_that_was_lost_before_is_told_and_the_rest_is_saved,
    the_service_s_rows_and_files_are_compared,
    nothing_is_written_over_and_nothing_half_done_stays
);

async fn what_comes_and_goes_meanwhile_leaves_a_backup_that_is_whole(db: Db) {
    let app = TestApp::new(db).await;
    let folder = tempfile::tempdir().unwrap();
    bring(&app, 1).await;
    let early = bring(&app, 2).await;
    let (mut stages, mut passing) = (Vec::new(), None);
    let mut told = |stage| {
        stages.push(stage);
        match stage {
            // Its file was saved already when it goes; the other comes after the files were listed.
            BackupStage::Database(1) => now(async {
                delete(&app, &early).await;
                passing = Some(bring(&app, 3).await);
            }),
            // In the copy of the database, but gone before its file was saved.
            BackupStage::Late if passing.is_some() => now(async {
                delete(&app, &passing.take().unwrap()).await;
                bring(&app, 4).await;
            }),
            _ => {}
        }
    };
    let made = make(
        &BackupSource::new(&app.app.core, &app.app.parts.blobs),
        folder.path(),
        START,
        &mut told,
    )
    .await
    .unwrap();
    assert!(
        stages.contains(&BackupStage::Database(2)) && !stages.contains(&BackupStage::Database(3)),
        "{stages:?}"
    );
    whole(&made.path, 2).await;
}

async fn the_third_time_nobody_may_delete_until_it_is_whole(db: Db) {
    let app = TestApp::new(db).await;
    let folder = tempfile::tempdir().unwrap();
    let mut passing = None;
    let mut tries = Vec::new();
    let mut told = |stage| match stage {
        BackupStage::Database(1 | 2) => passing = Some(now(bring(&app, 10 + tries.len() as u32))),
        BackupStage::Late => {
            let id = passing.clone().unwrap();
            let head = app.person(Who::Head).clone();
            let inside = app.app.clone();
            let deleted = tokio::spawn(async move { inside.recordings.delete(&head, &id).await });
            // The third waits at the gate until the backup is done.
            if tries.len() < 2 {
                now(async {
                    while !deleted.is_finished() {
                        tokio::time::sleep(Duration::from_millis(5)).await;
                    }
                });
            }
            if tries.len() == 1 {
                // A recording that is there when the third copy is made.
                passing = Some(now(bring(&app, 20)));
            }
            tries.push(deleted);
        }
        _ => {}
    };
    let made = make(
        &BackupSource::new(&app.app.core, &app.app.parts.blobs),
        folder.path(),
        START,
        &mut told,
    )
    .await
    .unwrap();
    assert_eq!(tries.len(), 3);
    for deleted in tries {
        deleted.await.unwrap().unwrap();
    }
    whole(&made.path, 1).await;
    assert!(
        app.app.parts.blobs.hashes().unwrap().is_empty(),
        "the deletion was only put off"
    );
}

async fn a_file_that_was_lost_before_is_told_and_the_rest_is_saved(db: Db) {
    let app = TestApp::new(db).await;
    let folder = tempfile::tempdir().unwrap();
    let (lost, _) = (bring(&app, 1).await, bring(&app, 2).await);
    let hash = app
        .app
        .recordings
        .find(app.person(Who::Head), &lost)
        .await
        .unwrap()
        .file_hash;
    std::fs::remove_file(app.app.parts.blobs.path(&hash)).unwrap();
    let origin = BackupSource::new(&app.app.core, &app.app.parts.blobs);
    let made = make(&origin, folder.path(), START, &mut |_| {}).await.unwrap();
    assert_eq!(made.manifest.lost.len(), 1);
    assert_eq!(made.manifest.lost[0].recording, lost.as_str());
    let (_, found) = backup::verify_backup(&made.path).await.unwrap();
    assert!(
        found.faults.is_empty() && found.notes[0].contains("the file was missing"),
        "{found:?}"
    );
    // The service itself is not whole, and says which recording it is.
    let found = backup::verify_service(&origin, false).await.unwrap();
    assert!(
        found.faults.len() == 1 && found.faults[0].contains(lost.as_str()),
        "{found:?}"
    );
    assert!(
        found.faults[0].contains("call.wav") && found.faults[0].contains("is missing"),
        "{found:?}"
    );
}

async fn the_service_s_rows_and_files_are_compared(db: Db) {
    let app = TestApp::new(db).await;
    let origin = BackupSource::new(&app.app.core, &app.app.parts.blobs);
    let id = bring(&app, 1).await;
    let found = backup::verify_service(&origin, true).await.unwrap();
    assert!(found.faults.is_empty() && found.notes.is_empty(), "{found:?}");
    assert_eq!((found.recordings, found.files), (1, 1));
    let file = app
        .app
        .parts
        .blobs
        .path(&app.app.parts.blobs.hashes().unwrap()[0]);
    let orphan = file.with_file_name("f".repeat(64));
    std::fs::write(&orphan, b"nobody's").unwrap();
    // One letter is another: the size tells nothing, the contents do.
    let mut sound = std::fs::read(&file).unwrap();
    *sound.last_mut().unwrap() ^= 1;
    std::fs::write(&file, &sound).unwrap();
    let found = backup::verify_service(&origin, false).await.unwrap();
    assert!(
        found.faults.is_empty() && found.notes.len() == 1 && found.files == 2,
        "{found:?}"
    );
    let found = backup::verify_service(&origin, true).await.unwrap();
    assert!(
        found.faults.len() == 1 && found.faults[0].contains(id.as_str()),
        "{found:?}"
    );
    std::fs::write(&file, b"short").unwrap();
    let found = backup::verify_service(&origin, false).await.unwrap();
    assert!(found.faults[0].contains("has 5 bytes instead of"), "{found:?}");
}

async fn nothing_is_written_over_and_nothing_half_done_stays(db: Db) {
    let company = Company::on(db).await;
    let made = company.backup().await;
    let before = contents(&made.path);
    let origin = BackupSource::new(&company.app.core, &company.app.parts.blobs);
    let again = make(&origin, &company.backups(), START, &mut |_| {})
        .await
        .unwrap_err();
    assert!(
        matches!(&again, BackupError::Exists(path) if *path == made.path),
        "{again}"
    );
    assert_eq!(contents(&made.path), before);
    // Another at the same time.
    let later = START.plus_ms(1_000);
    let mut busy = None;
    let mut told = |stage| {
        if stage == BackupStage::Book {
            busy = Some(
                now(make(
                    &origin,
                    &company.backups(),
                    later.plus_ms(1_000),
                    &mut |_| {},
                ))
                .unwrap_err(),
            );
        }
    };
    make(&origin, &company.backups(), later, &mut told).await.unwrap();
    assert!(matches!(busy, Some(BackupError::Busy(_))), "{busy:?}");
    // Stopped, and what a crash left.
    std::fs::create_dir(company.backups().join(".salesbook-20200101T000000Z.part")).unwrap();
    let stop = CancellationToken::new();
    let mut told = |stage| {
        if stage == BackupStage::Database(1) {
            stop.cancel();
        }
    };
    let stopped = backup::make(
        &origin,
        &company.backups(),
        later.plus_ms(2_000),
        &stop,
        &mut told,
    )
    .await;
    assert!(matches!(stopped, Err(BackupError::Stopped)), "{stopped:?}");
    let names: Vec<_> = std::fs::read_dir(company.backups())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != ".lock")
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(
        names.iter().all(|name| name.starts_with("salesbook-2026")),
        "{names:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_would_not_fit_is_refused_before_anything_is_written() {
    crate::support::db::on_sqlite(async |db| {
        let company = Company::on(db).await;
        // Eight terabytes, none of which is on the disk.
        let huge = std::fs::File::create(company.app.config.library.join("huge.png")).unwrap();
        huge.set_len(8 << 40).unwrap();
        let refused = make(
            &BackupSource::new(&company.app.core, &company.app.parts.blobs),
            &company.backups(),
            START,
            &mut |_| {},
        )
        .await
        .unwrap_err();
        assert!(
            matches!(refused, BackupError::Space { needed, .. } if needed > 8 << 40),
            "{refused}"
        );
        assert_eq!(contents(&company.backups()).len(), 1, "only the lock");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_backup_shares_its_room_with_the_first() {
    use std::os::unix::fs::MetadataExt as _;
    crate::support::db::on_sqlite(async |db| {
        let company = Company::on(db).await;
        let first = company.backup().await;
        assert_eq!(
            (first.linked, first.copied),
            (4, 0),
            "on one disk nothing is copied"
        );
        let second = company.backup_at(START.plus_ms(86_400_000)).await;
        let inode = |path: &Path| std::fs::metadata(path).unwrap().ino();
        for piece in first.manifest.recordings.iter().chain(&first.manifest.book) {
            assert_eq!(
                inode(&first.path.join(&piece.file)),
                inode(&second.path.join(&piece.file)),
                "{}",
                piece.file
            );
        }
        // The book itself is edited where it is: a backup never shares with it.
        let entry = "ru/objections/too-expensive.md";
        let shared =
            inode(&company.app.config.library.join(entry)) == inode(&first.path.join("book").join(entry));
        assert!(!shared);
        // Only the owner may read what people said.
        let mode = |path: &Path| std::fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!(mode(&second.path), 0o700);
        assert_eq!(mode(&second.path.join("salesbook.sqlite")), 0o600);
        // The second is whole without the first.
        std::fs::remove_dir_all(&first.path).unwrap();
        let (_, found) = backup::verify_backup(&second.path).await.unwrap();
        assert!(found.faults.is_empty(), "{found:?}");
    })
    .await;
}
