//! Putting backups back: equal to the last row and byte, never over anything, never what is spoilt.

use std::path::Path;

use salesbook::backup::{self, BackupError, BackupSource, RestoreTarget};
use salesbook::db::{Db, transfer};
use salesbook::recordings::Blobs;

use super::{Company, contents, elsewhere, identical, rows, run};
use crate::support::app::START;
use crate::support::db::on_both;

async fn equal(one: &Db, other: &Db) {
    assert_eq!(
        transfer::differing(one, other).await.unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(rows(one).await, rows(other).await);
}

async fn opened(place: &RestoreTarget) -> Db {
    Db::open_file(&place.data.join("salesbook.sqlite")).await.unwrap()
}

/// Files of recordings under a data directory.
fn sounds(data: &Path) -> std::collections::BTreeMap<String, String> {
    contents(&data.join("recordings"))
}

on_both!(
    what_is_restored_is_equal_row_by_row_and_file_by_file,
    a_spoilt_backup_is_not_restored_and_the_fault_has_a_name,
    nothing_that_is_there_is_written_over,
    a_restore_that_was_interrupted_can_be_begun_again,
    a_migration_is_preceded_by_a_copy_that_can_be_put_back
);

async fn what_is_restored_is_equal_row_by_row_and_file_by_file(db: Db) {
    let company = Company::on(db.clone()).await;
    let made = company.backup().await;
    assert_eq!(made.manifest.rows, rows(&db).await);
    assert_eq!(made.manifest.backend, db.backend());
    let (_folder, place) = elsewhere();
    let restored = backup::restore(&made.path, &place, false, START).await.unwrap();
    assert_eq!(
        (restored.recordings, restored.book),
        (4, made.manifest.book.len())
    );
    let there = opened(&place).await;
    equal(&db, &there).await;
    assert_eq!(sounds(&place.data), sounds(&company.data()));
    assert_eq!(contents(&place.library), contents(&company.app.config.library));
    // It is a place to work in: nothing is to be migrated, nothing is missing.
    there.migrate().await.unwrap();
    let origin = BackupSource {
        blobs: Blobs::open(&place.data.join("recordings")).unwrap(),
        recordings: place.data.join("recordings"),
        library: place.library.clone(),
        db: there.clone(),
    };
    let found = backup::verify_service(&origin, true).await.unwrap();
    assert!(found.faults.is_empty() && found.notes.is_empty(), "{found:?}");
    there.close().await;
    identical(
        &made.path.join("salesbook.sqlite"),
        &place.data.join("salesbook.sqlite"),
    )
    .await;
}

/// From either database to PostgreSQL.
#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_either_database_is_restored_to_postgresql() {
    crate::support::db::at_postgresql(async |from| {
        crate::support::db::at_postgresql(async move |to| {
            let folder = tempfile::tempdir().unwrap();
            let file = Db::open_file(&folder.path().join("test.db")).await.unwrap();
            for source in [file, Db::connect(&from, 8).await.unwrap()] {
                source.migrate().await.unwrap();
                let company = Company::on(source.clone()).await;
                let made = company.backup().await;
                let (_folder, place) = elsewhere();
                let server = Db::connect(&to, 4).await.unwrap();
                let place = RestoreTarget {
                    server: Some(server.clone()),
                    ..place
                };
                if source.backend() == "sqlite" {
                    backup::restore(&made.path, &place, false, START).await.unwrap();
                } else {
                    // The server holds the first one now.
                    let refused = backup::restore(&made.path, &place, false, START)
                        .await
                        .unwrap_err();
                    assert!(
                        matches!(&refused, BackupError::Occupied { what } if what.contains("people: 8")),
                        "{refused}"
                    );
                    run(&server, "UPDATE teams SET name = 'Старое'").await;
                    let restored = backup::restore(&made.path, &place, true, START).await.unwrap();
                    let aside = Db::open_copy(&restored.aside[0]).await.unwrap();
                    assert!(
                        transfer::differing(&source, &aside)
                            .await
                            .unwrap()
                            .contains(&"teams".to_owned())
                    );
                }
                equal(&source, &server).await;
                server.migrate().await.unwrap();
                assert!(
                    !place.data.join("salesbook.sqlite").exists()
                        && !place.data.join(".restoring.sqlite").exists()
                );
                server.close().await;
                source.close().await;
            }
        })
        .await;
    })
    .await;
}

async fn a_spoilt_backup_is_not_restored_and_the_fault_has_a_name(db: Db) {
    let company = Company::on(db).await;
    let made = company.backup().await;
    let sound = made.manifest.recordings[0].file.clone();
    for file in [
        "salesbook.sqlite",
        "book/ru/objections/too-expensive.md",
        sound.as_str(),
    ] {
        let path = made.path.join(file);
        let good = std::fs::read(&path).unwrap();
        let mut bad = good.clone();
        let middle = bad.len() / 2;
        bad[middle] ^= 0x10;
        // A file of its own: the original shares it with the service.
        std::fs::remove_file(&path).unwrap();
        for (spoilt, why) in [
            (Some(bad), "something else"),
            (Some(good[..middle].to_vec()), "bytes instead of"),
            (None, "is missing"),
        ] {
            let _ = std::fs::remove_file(&path);
            if let Some(bytes) = spoilt {
                std::fs::write(&path, bytes).unwrap();
            }
            let (_folder, place) = elsewhere();
            let refused = backup::restore(&made.path, &place, false, START)
                .await
                .unwrap_err()
                .to_string();
            assert!(refused.contains(file) && refused.contains(why), "{refused}");
            assert!(
                !place.data.exists() && !place.library.exists(),
                "nothing was put anywhere"
            );
        }
        std::fs::write(&path, good).unwrap();
    }
    let (_, found) = backup::verify_backup(&made.path).await.unwrap();
    assert!(found.faults.is_empty(), "{found:?}");
    std::fs::remove_file(made.path.join("manifest.json")).unwrap();
    let none = backup::verify_backup(&made.path).await.unwrap_err();
    assert!(matches!(none, BackupError::NoBackup { .. }), "{none}");
}

async fn nothing_that_is_there_is_written_over(db: Db) {
    let company = Company::on(db.clone()).await;
    let made = company.backup().await;
    let (folder, place) = elsewhere();
    let refused = async || {
        let before = contents(folder.path());
        let refused = backup::restore(&made.path, &place, false, START)
            .await
            .unwrap_err();
        assert!(matches!(refused, BackupError::Occupied { .. }), "{refused}");
        assert_eq!(contents(folder.path()), before, "nothing changed");
        refused.to_string()
    };
    // A recording of somebody else's.
    std::fs::create_dir_all(place.data.join("recordings/aa")).unwrap();
    let other = place.data.join("recordings/aa").join("a".repeat(64));
    std::fs::write(&other, b"another company's").unwrap();
    assert!(refused().await.contains(&"a".repeat(64)));
    std::fs::remove_file(&other).unwrap();
    // A book.
    std::fs::create_dir_all(place.library.join("ru")).unwrap();
    std::fs::write(place.library.join("ru/own.md"), b"own").unwrap();
    assert!(refused().await.contains("own.md"));
    // A database; its log alone counts too.
    std::fs::write(place.data.join("salesbook.sqlite-wal"), b"log").unwrap();
    assert!(refused().await.contains("--move-existing-aside"));
    std::fs::remove_file(place.data.join("salesbook.sqlite-wal")).unwrap();
    let old = opened(&place).await;
    old.migrate().await.unwrap();
    run(
        &old,
        "INSERT INTO teams (id, name, created_at) VALUES ('1', 'Прежний отдел', 0)",
    )
    .await;
    // While the service has it open, not even aside.
    let used = backup::restore(&made.path, &place, true, START)
        .await
        .unwrap_err();
    assert!(used.to_string().contains("stop the service first"), "{used}");
    assert!(place.library.join("ru/own.md").exists(), "nothing was moved");
    old.close().await;
    let restored = backup::restore(&made.path, &place, true, START).await.unwrap();
    let there = opened(&place).await;
    equal(&db, &there).await;
    there.close().await;
    assert_eq!(contents(&place.library), contents(&company.app.config.library));
    // What was there is whole.
    let aside = restored
        .aside
        .iter()
        .find(|path| path.ends_with("salesbook.sqlite"))
        .unwrap();
    let kept = Db::open_copy(aside).await.unwrap();
    assert_eq!(rows(&kept).await.get("teams"), Some(&1));
}

async fn a_restore_that_was_interrupted_can_be_begun_again(db: Db) {
    let company = Company::on(db.clone()).await;
    let made = company.backup().await;
    let (_folder, place) = elsewhere();
    backup::restore(&made.path, &place, false, START).await.unwrap();
    // As if it had been interrupted: the database is not there, of the rest a part, one file half copied.
    std::fs::remove_file(place.data.join("salesbook.sqlite")).unwrap();
    std::fs::write(place.data.join(".restoring.sqlite"), b"half").unwrap();
    std::fs::remove_file(place.data.join(&made.manifest.recordings[0].file)).unwrap();
    std::fs::remove_file(place.library.join("ru/objections/too-expensive.md")).unwrap();
    std::fs::write(
        place.library.join("ru/objections/.restoring-too-expensive.md"),
        b"half",
    )
    .unwrap();
    backup::restore(&made.path, &place, false, START).await.unwrap();
    let there = opened(&place).await;
    equal(&db, &there).await;
    there.close().await;
    assert_eq!(sounds(&place.data), sounds(&company.data()));
    assert_eq!(contents(&place.library), contents(&company.app.config.library));
}

async fn a_migration_is_preceded_by_a_copy_that_can_be_put_back(db: Db) {
    let folder = tempfile::tempdir().unwrap();
    let backups = folder.path().join("backups");
    // Up to date, or empty: nothing to copy.
    assert_eq!(
        backup::before_migration(&db, &backups, START).await.unwrap(),
        None
    );
    run(
        &db,
        "INSERT INTO teams (id, name, created_at) VALUES ('1', 'Отдел', 0)",
    )
    .await;
    // As an older program left it.
    let newest = salesbook::db::newest_schema();
    run(
        &db,
        "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)",
    )
    .await;
    let old = db.schema_version().await.unwrap().unwrap();
    let mut copies = Vec::new();
    for second in 0..4 {
        let at = START.plus_ms(second * 1_000);
        copies.push(
            backup::before_migration(&db, &backups, at)
                .await
                .unwrap()
                .unwrap(),
        );
    }
    let name = copies[3].file_name().unwrap().to_string_lossy().into_owned();
    assert!(name.starts_with(&format!("before-{newest}-2026")), "{name}");
    assert_eq!(
        copies.iter().filter(|path| path.exists()).count(),
        3,
        "three are kept"
    );
    let copy = Db::open_copy(&copies[3]).await.unwrap();
    assert_eq!(copy.schema_version().await.unwrap(), Some(old));
    assert_eq!(rows(&copy).await.get("teams"), Some(&1));
    copy.close().await;
    let (_folder, place) = elsewhere();
    let restored = backup::restore(&copies[3], &place, false, START).await.unwrap();
    assert_eq!(restored.rows, 1);
    let there = opened(&place).await;
    assert_eq!(rows(&there).await, rows(&db).await);
    there.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_in_use_is_not_taken_for_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    let live = folder.path().join("salesbook.sqlite");
    let db = Db::open_file(&live).await.unwrap();
    db.migrate().await.unwrap();
    run(
        &db,
        "INSERT INTO teams (id, name, created_at) VALUES ('1', 'Отдел', 0)",
    )
    .await;
    let (_folder, place) = elsewhere();
    let refused = backup::restore(&live, &place, false, START)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("salesbook.sqlite-wal lies beside it"),
        "{refused}"
    );
    db.close().await;
    // And what is no database at all.
    let text = folder.path().join("notes.sqlite");
    std::fs::write(&text, b"no database").unwrap();
    let refused = backup::restore(&text, &place, false, START).await.unwrap_err();
    assert!(matches!(refused, BackupError::NoBackup { .. }), "{refused}");
}
