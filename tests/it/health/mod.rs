//! Health tells the truth: each thing that can be wrong is found, told by `/readyz`, `/metrics` and the administrator's page
//! in the same words, and is gone when it is mended.

mod database;
mod disk;
mod parts;
mod report;
#[cfg(feature = "postgres")]
mod server_disk;

use std::collections::BTreeMap;

use salesbook::db::{Db, Sql};
use serde_json::Value;

use crate::support::app::{Answer, Browser, TestApp};

/// What `/readyz` says of a part: its codes.
fn codes(ready: &Answer, part: &str) -> Vec<String> {
    let ready = ready.json();
    let parts = ready["parts"].as_array().unwrap();
    let part = parts.iter().find(|it| it["name"] == part).unwrap();
    let codes = part["codes"].as_array().cloned().unwrap_or_default();
    assert_eq!(codes.is_empty(), part["health"] == "ok", "{ready}");
    let codes = codes.iter().map(|code| code.as_str().unwrap().to_owned());
    codes.filter(|code| code != CARELESS).collect()
}

/// What is said of the tests' own PostgreSQL, which is started to be fast and not to outlive a power cut.
const CARELESS: &str = "database-unsafe";

/// All is well, but for how the tests' PostgreSQL was started.
fn is_well(ready: &Answer) -> bool {
    let ready = ready.json();
    let parts = ready["parts"].as_array().unwrap().iter();
    let codes: Vec<&Value> = parts
        .flat_map(|it| it["codes"].as_array().into_iter().flatten())
        .collect();
    codes.iter().all(|code| **code == CARELESS) && (ready["status"] == "ok") == codes.is_empty()
}

async fn look(app: &TestApp) -> Answer {
    app.app.health.check().await;
    TestApp::stranger_of(&app.app).get("/readyz").await
}

async fn told(browser: &Browser) -> Vec<String> {
    let mut all = browser
        .get("/health")
        .await
        .ok()
        .all_words("#findings .health-what");
    all.retain(|it| !it.starts_with("При сбое питания PostgreSQL"));
    all
}

async fn run(db: &Db, sql: impl Into<Sql>) {
    let mut tx = db.write().await.unwrap();
    tx.query(sql).execute().await.unwrap();
    tx.commit().await.unwrap();
}

/// Whatever is written of health is refused, with this state where there are states.
async fn refuse(db: &Db, state: &str) {
    let raise = format!(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '{state}'; END $$"
    );
    let raise: &'static str = Box::leak(raise.into_boxed_str());
    run(db, Sql::dialects("SELECT 1", raise)).await;
    run(
        db,
        Sql::dialects(
            "CREATE TRIGGER refused BEFORE INSERT ON health_marks BEGIN SELECT RAISE(ABORT, 'refused'); END",
            "CREATE TRIGGER refused BEFORE INSERT ON health_marks FOR EACH ROW EXECUTE FUNCTION refuse()",
        ),
    )
    .await;
}

/// Reads the text form of Prometheus and insists on its rules: every family has its type, once and before its samples,
/// names and labels are well formed, no series comes twice, counters do not sink below nought, buckets grow and end with
/// `+Inf`.
fn prometheus(text: &str) -> BTreeMap<String, f64> {
    let is_name = |name: &str, more: &str| {
        let first = |c: char| c.is_ascii_alphabetic() || c == '_' || more.contains(c);
        let mut letters = name.chars();
        letters.next().is_some_and(first) && letters.all(|c| first(c) || c.is_ascii_digit())
    };
    let (mut types, mut series) = (BTreeMap::new(), BTreeMap::new());
    let mut buckets: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    assert!(text.ends_with('\n'));
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(
                is_name(name, ":") && ["counter", "gauge", "histogram", "summary"].contains(&kind),
                "{line}"
            );
            assert!(
                types.insert(name.to_owned(), kind.to_owned()).is_none(),
                "twice: {line}"
            );
            continue;
        }
        if line.starts_with('#') {
            assert!(line.starts_with("# HELP "), "{line}");
            continue;
        }
        let (key, value) = line
            .rsplit_once(' ')
            .unwrap_or_else(|| panic!("no value: {line}"));
        let value: f64 = match value {
            "+Inf" => f64::INFINITY,
            "-Inf" => f64::NEG_INFINITY,
            value => value.parse().unwrap_or_else(|_| panic!("no number: {line}")),
        };
        let (name, labels) = key.split_once('{').map_or((key, ""), |(name, rest)| {
            (
                name,
                rest.strip_suffix('}')
                    .unwrap_or_else(|| panic!("not closed: {line}")),
            )
        });
        assert!(is_name(name, ":"), "{line}");
        let labels = labels_of(labels, line);
        assert!(labels.iter().all(|(label, _)| is_name(label, "")), "{line}");
        let family = ["_bucket", "_sum", "_count"].iter().find_map(|end| {
            let family = name.strip_suffix(end)?;
            types
                .get(family)
                .is_some_and(|kind| kind == "histogram" || kind == "summary")
                .then_some(family)
        });
        let kind = types
            .get(family.unwrap_or(name))
            .unwrap_or_else(|| panic!("no type before: {line}"));
        assert!(kind != "counter" || value >= 0.0, "{line}");
        if name.ends_with("_bucket") && kind == "histogram" {
            let (le, rest): (Vec<_>, Vec<_>) = labels.iter().cloned().partition(|(label, _)| label == "le");
            let le = match le[0].1.as_str() {
                "+Inf" => f64::INFINITY,
                le => le.parse().unwrap(),
            };
            buckets
                .entry(format!("{name}{rest:?}"))
                .or_default()
                .push((le, value));
        }
        assert!(series.insert(key.to_owned(), value).is_none(), "twice: {line}");
    }
    for (of, steps) in buckets {
        assert!(
            steps.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1),
            "{of}: {steps:?}"
        );
        assert_eq!(steps.last().map(|it| it.0), Some(f64::INFINITY), "{of}");
    }
    series
}

/// `a="b",c="d\"e"`.
fn labels_of(text: &str, line: &str) -> Vec<(String, String)> {
    let (mut labels, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").unwrap_or_else(|| panic!("{line}"));
        let (mut value, mut escaped, mut end) = (String::new(), false, None);
        for (at, letter) in after.char_indices() {
            match letter {
                '"' if !escaped => {
                    end = Some(at);
                    break;
                }
                '\\' if !escaped => escaped = true,
                letter => {
                    assert!(!escaped || "\\n\"".contains(letter), "{line}");
                    value.push(letter);
                    escaped = false;
                }
            }
        }
        labels.push((name.to_owned(), value));
        rest = &after[end.unwrap_or_else(|| panic!("{line}")) + 1..];
        rest = rest.strip_prefix(',').unwrap_or(rest);
    }
    labels
}
