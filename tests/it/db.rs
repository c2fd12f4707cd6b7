//! Each rule for portable SQL in `salesbook::db`, on both backends.

use salesbook::db::{Cursor, Db, DbError, JsonText, Page, Sql};
use salesbook::time::{Day, Timestamp};

use crate::support::db::on_both;

async fn table(db: &Db, sql: &'static str) {
    let mut tx = db.write().await.unwrap();
    tx.query(sql).execute().await.unwrap();
    tx.commit().await.unwrap();
}

on_both!(
    times_sort_and_come_back,
    booleans_are_booleans,
    json_comes_back,
    references_bind_as_their_values,
    a_statement_grows_by_what_is_asked,
    aggregates_keep_their_type,
    upserts_do_not_end_the_transaction,
    folded_text_is_found,
    constraints_have_one_name,
    foreign_keys_are_watched,
    a_dropped_transaction_leaves_nothing,
    filters_lists_and_pages,
    migrations_run_once,
    writers_wait
);

/// Rule 1: milliseconds and days sort as they are, within a second too.
async fn times_sort_and_come_back(db: Db) {
    table(&db, "CREATE TABLE probe (at BIGINT NOT NULL, day TEXT NOT NULL)").await;
    let mut tx = db.write().await.unwrap();
    for (at, day) in [
        (41_500, "2026-02-03"),
        (41_000, "2026-11-23"),
        (41_550, "2025-12-31"),
    ] {
        let day: Day = day.parse().unwrap();
        tx.query("INSERT INTO probe (at, day) VALUES ($1, $2)")
            .bind_all((Timestamp(at), day))
            .execute_exactly(1)
            .await
            .unwrap();
    }
    let times: Vec<(Timestamp,)> = tx.query("SELECT at FROM probe ORDER BY at").all().await.unwrap();
    assert_eq!(
        times,
        [(Timestamp(41_000),), (Timestamp(41_500),), (Timestamp(41_550),)]
    );
    let days: Vec<(Day,)> = tx
        .query("SELECT day FROM probe ORDER BY day")
        .all()
        .await
        .unwrap();
    let days: Vec<String> = days.iter().map(|day| day.0.to_string()).collect();
    assert_eq!(days, ["2025-12-31", "2026-02-03", "2026-11-23"]);
}

/// Rule 2: yes and no, and the answer of EXISTS, are booleans.
async fn booleans_are_booleans(db: Db) {
    table(&db, "CREATE TABLE probe (yes BOOLEAN NOT NULL)").await;
    let mut tx = db.write().await.unwrap();
    tx.query("INSERT INTO probe (yes) VALUES ($1)")
        .bind(true)
        .execute_exactly(1)
        .await
        .unwrap();
    assert!(
        tx.query("SELECT yes FROM probe WHERE yes")
            .scalar::<bool>()
            .await
            .unwrap()
    );
    assert!(
        !tx.query("SELECT EXISTS (SELECT 1 FROM probe WHERE NOT yes)")
            .scalar::<bool>()
            .await
            .unwrap()
    );
}

/// Rule 3: JSON is text.
async fn json_comes_back(db: Db) {
    table(&db, "CREATE TABLE probe (words TEXT, missing TEXT)").await;
    let mut tx = db.write().await.unwrap();
    let words = JsonText(vec!["ёж".to_owned(), "\"".to_owned()]);
    tx.query("INSERT INTO probe (words) VALUES ($1)")
        .bind(&words)
        .execute_exactly(1)
        .await
        .unwrap();
    let row: (JsonText<Vec<String>>, Option<JsonText<Vec<String>>>) =
        tx.query("SELECT words, missing FROM probe").one().await.unwrap();
    assert_eq!(row, (words, None));
}

/// A reference, a reference that may be missing and a missing value, one by one and as a tuple.
async fn references_bind_as_their_values(db: Db) {
    type Row = (String, Option<String>, Option<Timestamp>, JsonText<Vec<String>>);
    table(
        &db,
        "CREATE TABLE probe (name TEXT, other TEXT, at BIGINT, words TEXT)",
    )
    .await;
    let (name, at) = ("ёж".to_owned(), Some(Timestamp(41_500)));
    let (other, words) = (None::<String>, JsonText(vec![name.clone()]));
    let mut tx = db.write().await.unwrap();
    let insert = "INSERT INTO probe (name, other, at, words) VALUES ($1, $2, $3, $4)";
    tx.query(insert)
        .bind(&name)
        .bind(other.as_ref())
        .bind(at)
        .bind(&words)
        .execute_exactly(1)
        .await
        .unwrap();
    tx.query(insert)
        .bind_all((name.as_str(), &other, at, JsonText(&words.0)))
        .execute_exactly(1)
        .await
        .unwrap();
    let rows: Vec<Row> = tx
        .query("SELECT name, other, at, words FROM probe")
        .all()
        .await
        .unwrap();
    let row = (name, other, at, words);
    assert_eq!(rows, [row.clone(), row]);
}

/// Rule 9: clauses number their own parameters, and a clause may differ between the databases.
async fn a_statement_grows_by_what_is_asked(db: Db) {
    const LETTER: Sql = Sql::dialects(" AND instr(name, $1) > 0", " AND strpos(name, $1) > 0");
    table(&db, "CREATE TABLE probe (name TEXT NOT NULL, at BIGINT NOT NULL)").await;
    let mut tx = db.write().await.unwrap();
    for (name, at) in [("мёд", 1_i64), ("лёд", 2), ("ёж", 3), ("сад", 4)] {
        tx.query("INSERT INTO probe (name, at) VALUES ($1, $2)")
            .bind_all((name, at))
            .execute_exactly(1)
            .await
            .unwrap();
    }
    for (since, letter, expected) in [
        (None, None, vec!["лёд", "ёж"]),
        (Some(3_i64), None, vec!["ёж"]),
        (None, Some("д"), vec!["лёд"]),
        (Some(3), Some("д"), Vec::new()),
    ] {
        let mut query = tx
            .query("SELECT name FROM probe WHERE name <> $1 AND at <> $2")
            .bind_all(("сад", 1_i64))
            .clause_for(" AND (at > $1 OR at = $1)", since);
        if let Some(letter) = letter {
            query = query.clause(LETTER).bind(letter);
        }
        let rows: Vec<(String,)> = query
            .clause(" ORDER BY at LIMIT $1")
            .bind(9_i64)
            .all()
            .await
            .unwrap();
        let names: Vec<String> = rows.into_iter().map(|row| row.0).collect();
        assert_eq!(names, expected, "{since:?} {letter:?}");
    }
}

/// Rule 4: sums, averages and counts are cast to what they are read as.
async fn aggregates_keep_their_type(db: Db) {
    table(&db, "CREATE TABLE probe (x BIGINT NOT NULL)").await;
    let mut tx = db.write().await.unwrap();
    for x in [1_i64, 2, 4] {
        tx.query("INSERT INTO probe (x) VALUES ($1)")
            .bind(x)
            .execute_exactly(1)
            .await
            .unwrap();
    }
    let sums: (i64, f64, i64) = tx
            .query(
                "SELECT CAST(SUM(x) AS BIGINT), AVG(CAST(x AS DOUBLE PRECISION)), CAST(COUNT(*) AS BIGINT) FROM probe",
            )
            .one()
            .await
            .unwrap();
    assert_eq!((sums.0, sums.2), (7, 3));
    assert!((sums.1 - 7.0 / 3.0).abs() < 1e-12);
    let none: (Option<i64>,) = tx
        .query("SELECT CAST(SUM(x) AS BIGINT) FROM probe WHERE x > 100")
        .one()
        .await
        .unwrap();
    assert_eq!(none, (None,));
}

/// Rule 5: ON CONFLICT updates or does nothing, and the transaction goes on.
async fn upserts_do_not_end_the_transaction(db: Db) {
    table(
        &db,
        "CREATE TABLE probe (k TEXT NOT NULL PRIMARY KEY, v BIGINT NOT NULL)",
    )
    .await;
    let mut tx = db.write().await.unwrap();
    for v in [1_i64, 5] {
        tx.query("INSERT INTO probe (k, v) VALUES ($1, $2) ON CONFLICT (k) DO UPDATE SET v = excluded.v")
            .bind_all(("a", v))
            .execute_exactly(1)
            .await
            .unwrap();
    }
    let second = tx
        .query("INSERT INTO probe (k, v) VALUES ('a', 9) ON CONFLICT DO NOTHING")
        .execute()
        .await;
    assert_eq!(second.unwrap(), 0);
    assert_eq!(tx.query("SELECT v FROM probe").scalar::<i64>().await.unwrap(), 5);
    tx.commit().await.unwrap();
}

/// Rule 5: a folded column, made in Rust, finds Cyrillic whatever its case.
async fn folded_text_is_found(db: Db) {
    table(&db, "CREATE TABLE probe (name_folded TEXT NOT NULL)").await;
    let mut tx = db.write().await.unwrap();
    tx.query("INSERT INTO probe (name_folded) VALUES ($1)")
        .bind("Ёлкина ОЛЬГА 100%".to_lowercase())
        .execute_exactly(1)
        .await
        .unwrap();
    let found = tx
        .query("SELECT CAST(COUNT(*) AS BIGINT) FROM probe WHERE name_folded LIKE $1 ESCAPE '\\'")
        .bind(format!("%{}%", "ольга 100\\%"));
    assert_eq!(found.scalar::<i64>().await.unwrap(), 1);
}

/// Rule 6: a refused row names its constraint the same way, for columns and for a partial index.
async fn constraints_have_one_name(db: Db) {
    table(
        &db,
        "CREATE TABLE probe (a TEXT, b TEXT, live BOOLEAN, CONSTRAINT probe_a_b_key UNIQUE (a, b))",
    )
    .await;
    table(&db, "CREATE UNIQUE INDEX probe_b_key ON probe (b) WHERE live").await;
    table(&db, "INSERT INTO probe VALUES ('1', '1', TRUE)").await;
    for (sql, name) in [
        ("INSERT INTO probe VALUES ('1', '1', FALSE)", "probe_a_b_key"),
        ("INSERT INTO probe VALUES ('2', '1', TRUE)", "probe_b_key"),
    ] {
        let mut tx = db.write().await.unwrap();
        let error = tx.query(sql).execute().await.unwrap_err();
        assert!(error.violates(name), "{error:?}");
    }
    table(&db, "INSERT INTO probe VALUES ('2', '1', FALSE)").await;
}

/// Foreign keys are watched on both.
async fn foreign_keys_are_watched(db: Db) {
    let mut tx = db.write().await.unwrap();
    let orphan = tx
        .query(
            "INSERT INTO sessions (token_hash, person_id, created_at, seen_at, expires_at, user_agent)
                 VALUES ('a', 'nobody', 0, 0, 0, '')",
        )
        .execute()
        .await;
    assert!(matches!(orphan, Err(DbError::Constraint { .. })), "{orphan:?}");
}

/// Rule 7: a dropped transaction leaves nothing; a wrong number of rows is an error.
async fn a_dropped_transaction_leaves_nothing(db: Db) {
    table(&db, "CREATE TABLE probe (x BIGINT NOT NULL)").await;
    let mut tx = db.write().await.unwrap();
    tx.query("INSERT INTO probe (x) VALUES (1)")
        .execute_exactly(1)
        .await
        .unwrap();
    let wrong = tx
        .query("UPDATE probe SET x = 2 WHERE x = 7")
        .execute_exactly(1)
        .await;
    assert!(matches!(
        wrong,
        Err(DbError::Affected {
            wanted: 1,
            changed: 0
        })
    ));
    drop(tx);
    let mut tx = db.read().await.unwrap();
    assert!(
        tx.query("SELECT x FROM probe")
            .optional::<(i64,)>()
            .await
            .unwrap()
            .is_none()
    );
    assert!(matches!(
        tx.query("SELECT x FROM probe").one::<(i64,)>().await,
        Err(DbError::NotFound)
    ));
}

/// Rule 8: an optional filter; a list by the one statement with two texts; pages by keyset.
async fn filters_lists_and_pages(db: Db) {
    const IN_LIST: Sql = Sql::dialects(
        "SELECT k FROM probe WHERE k IN (SELECT value FROM json_each($1)) ORDER BY k",
        "SELECT k FROM probe WHERE k IN (SELECT json_array_elements_text(CAST($1 AS JSON))) ORDER BY k",
    );
    table(&db, "CREATE TABLE probe (k TEXT NOT NULL, at BIGINT NOT NULL)").await;
    let mut tx = db.write().await.unwrap();
    for (k, at) in [("a", 1_i64), ("b", 2), ("c", 2), ("d", 3)] {
        tx.query("INSERT INTO probe (k, at) VALUES ($1, $2)")
            .bind_all((k, at))
            .execute_exactly(1)
            .await
            .unwrap();
    }
    for (wish, found) in [(None, 4_i64), (Some("b"), 1)] {
        let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM probe WHERE (CAST($1 AS TEXT) IS NULL OR k = $1)";
        assert_eq!(tx.query(sql).bind(wish).scalar::<i64>().await.unwrap(), found);
    }
    let listed: Vec<(String,)> = tx
        .query(IN_LIST)
        .bind(JsonText(vec!["d", "a", "x"]))
        .all()
        .await
        .unwrap();
    assert_eq!(listed, [("a".to_owned(),), ("d".to_owned(),)]);

    let (mut cursor, mut seen) = (Some(Cursor::newest()), Vec::new());
    while let Some(after) = cursor {
        let rows: Vec<(String, i64)> = tx
                .query(
                    "SELECT k, at FROM probe WHERE at < $1 OR at = $1 AND k < $2 ORDER BY at DESC, k DESC LIMIT $3",
                )
                .bind_all((after.key, after.id, 3_i64))
                .all()
                .await
                .unwrap();
        let page = Page::cut(rows, 2, |row| Cursor {
            key: row.1,
            id: row.0.clone(),
        });
        seen.extend(page.items.into_iter().map(|row| row.0));
        cursor = page.next;
    }
    assert_eq!(seen, ["d", "c", "b", "a"]);
}

/// Migrations may run again: they are applied once.
async fn migrations_run_once(db: Db) {
    db.migrate().await.unwrap();
}

/// A service that starts and a command beside it both bring a new database up to date.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_programs_make_one_schema() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("test.db");
        let tasks: Vec<_> = (0..4)
            .map(|_| {
                let file = file.clone();
                tokio::spawn(async move {
                    let db = Db::open_file(&file).await.unwrap();
                    db.migrate().await.unwrap();
                    db.close().await;
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    }
}

/// Writers wait for each other instead of failing.
async fn writers_wait(db: Db) {
    table(&db, "CREATE TABLE probe (x BIGINT NOT NULL)").await;
    table(&db, "INSERT INTO probe (x) VALUES (0)").await;
    let add = |db: Db| async move {
        for _ in 0..10 {
            let mut tx = db.write().await.unwrap();
            tx.query("UPDATE probe SET x = x + 1")
                .execute_exactly(1)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
    };
    let writers: Vec<_> = (0..4).map(|_| tokio::spawn(add(db.clone()))).collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let mut tx = db.read().await.unwrap();
    assert_eq!(tx.query("SELECT x FROM probe").scalar::<i64>().await.unwrap(), 40);
}
