//! The whole database from SQLite to PostgreSQL and back, by the real program.
#![cfg(feature = "postgres")]

use std::path::Path;
use std::process::Command;

use salesbook::db::{Db, transfer};

use super::{Company, rows, run};
use crate::support::db::at_postgresql;

fn salesbook(data: &Path, database: Option<&str>, command: &[&str]) -> (bool, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_salesbook"));
    program.args(command).arg("--data").arg(data);
    if let Some(url) = database {
        program.env("SALESBOOK_DATABASE_URL", url);
    }
    let output = program.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_and_back_again_is_equal() {
    at_postgresql(async |url| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("salesbook.sqlite");
        let db = Db::open_file(&file).await.unwrap();
        db.migrate().await.unwrap();
        let company = Company::on(db.clone()).await;
        // A text that came back to an older one and its older one, in the order that no insertion keeps.
        run(
            &db,
            "INSERT INTO entry_revisions (id, entry, number, origin, source, source_hash, reason, created_at)
             VALUES ('Z', 'ru/a/b', 1, 'browser', 'a', 'a', '', 1)",
        )
        .await;
        run(
            &db,
            "INSERT INTO entry_revisions (id, entry, number, origin, source, source_hash, reason, restored_from, created_at)
             VALUES ('A', 'ru/a/b', 2, 'browser', 'a', 'a', '', 'Z', 2)",
        )
        .await;
        run(&db, "UPDATE entry_revisions SET restored_from = 'Z' WHERE id <> 'Z'").await;

        // Not while it is in use.
        let (moved, said) = salesbook(folder.path(), None, &["move-database", "--to", &url]);
        assert!(!moved && said.contains("stop the service first"), "{said}");
        company.app.db.close().await;
        db.close().await;
        let (moved, said) = salesbook(folder.path(), None, &["move-database", "--to", &url]);
        assert!(moved && said.contains("all are equal") && said.contains("Now set database_url"), "{said}");
        let db = Db::open_file(&file).await.unwrap();
        let server = Db::connect(&url, 4).await.unwrap();
        assert_eq!(transfer::differing(&db, &server).await.unwrap(), Vec::<String>::new());
        assert_eq!(rows(&db).await, rows(&server).await);
        db.close().await;

        // Not onto what is there.
        let (moved, said) = salesbook(folder.path(), None, &["move-database", "--to", &url]);
        assert!(!moved && said.contains("is not empty: it holds") && said.contains("people: 8"), "{said}");
        let (moved, said) = salesbook(folder.path(), Some(&url), &["move-database", "--to", "sqlite"]);
        assert!(!moved && said.contains("is there already"), "{said}");

        // The target is as its own migrations would have it: references are watched at once, nothing is to be migrated.
        let mut tx = server.write().await.unwrap();
        let orphan = tx.query("UPDATE entry_revisions SET restored_from = 'nobody' WHERE id = 'A'");
        assert!(orphan.execute().await.is_err());
        drop(tx);
        server.migrate().await.unwrap();
        server.close().await;
        let (listed, said) = salesbook(folder.path(), Some(&url), &["people", "list"]);
        assert!(listed && said.contains("m.sokolova"), "{said}");

        let back = tempfile::tempdir().unwrap();
        let (moved, said) = salesbook(back.path(), Some(&url), &["move-database", "--to", "sqlite"]);
        assert!(moved && said.contains("take database_url out"), "{said}");
        let (first, last) = (
            Db::open_file(&file).await.unwrap(),
            Db::open_file(&back.path().join("salesbook.sqlite")).await.unwrap(),
        );
        assert_eq!(transfer::differing(&first, &last).await.unwrap(), Vec::<String>::new());
        assert_eq!(last.faults().await.unwrap(), Vec::<String>::new());
        last.migrate().await.unwrap();
        assert!(!back.path().join(".moving.sqlite").exists());
        first.close().await;
        last.close().await;
        super::identical(&file, &back.path().join("salesbook.sqlite")).await;
        let (listed, said) = salesbook(back.path(), None, &["people", "list"]);
        assert!(listed && said.contains("m.sokolova"), "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_postgresql_cannot_keep_is_named_and_nothing_is_written() {
    at_postgresql(async |url| {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open_file(&folder.path().join("salesbook.sqlite"))
            .await
            .unwrap();
        db.migrate().await.unwrap();
        let server = Db::connect(&url, 4).await.unwrap();
        for (spoil, column) in [
            (
                "INSERT INTO teams (id, name, created_at) VALUES ('T1', 'a' || char(0) || 'b', 0)",
                "name",
            ),
            (
                "UPDATE teams SET name = 'Отдел', created_at = 'вчера'",
                "created_at",
            ),
            (
                "UPDATE teams SET name = CAST(x'ff' AS TEXT), created_at = 0",
                "name",
            ),
        ] {
            run(&db, spoil).await;
            let refused = transfer::copy(&db, &server, transfer::Hold::Still, false).await;
            let refused = refused.unwrap_err().to_string();
            assert!(
                refused.contains(&format!("table teams, row T1: the column {column} holds")),
                "{refused}"
            );
            assert!(rows(&server).await.is_empty());
        }
        db.close().await;
        server.close().await;
    })
    .await;
}
