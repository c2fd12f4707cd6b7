//! What is said when all is well, and how numbers are read.

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::health;
use serde_json::Value;

use super::{is_well, look, prometheus, told};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    a_service_that_is_well_says_so_calmly_and_to_the_administrator_alone,
    the_numbers_are_what_prometheus_reads
);

async fn a_service_that_is_well_says_so_calmly_and_to_the_administrator_alone(db: Db) {
    let app = TestApp::new(db).await;
    app.app.health.will_work();
    let ready = look(&app).await.ok();
    assert!(is_well(&ready), "{}", ready.text());
    let ready = ready.json();
    let calm = ready["status"] == "ok";
    let names: Vec<&str> = ready["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "database",
            "disk",
            "recordings",
            "playbook",
            "model",
            "queue",
            "backups",
            "clock",
            "process"
        ]
    );
    let admin = app.sign_in(Who::Admin).await;
    let page = admin.get("/health").await.ok();
    assert_eq!(
        page.all_words(".health-well"),
        if calm {
            vec!["Всё в порядке"]
        } else {
            Vec::new()
        }
    );
    assert_eq!(page.all_words(".health-what").is_empty(), calm);
    assert!(told(&admin).await.is_empty());
    assert!(
        page.text().contains("Последняя резервная копия") && page.text().contains(env!("CARGO_PKG_VERSION"))
    );
    assert_eq!(admin.get("/").await.ok().text().contains("id=\"unwell\""), !calm);
    for who in [Who::Manager, Who::Head, Who::Trainer] {
        app.sign_in(who)
            .await
            .get("/health")
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    let english = admin
        .with_header("accept-language", "en")
        .get("/health")
        .await
        .ok();
    assert_eq!(
        english.all_words(".health-well"),
        if calm { vec!["All is well"] } else { Vec::new() }
    );
}

async fn the_numbers_are_what_prometheus_reads(db: Db) {
    let app = TestApp::new(db).await;
    let program = app.program(Who::Admin).await;
    look(&app).await.ok();
    let text = program.get("/metrics").await.ok().text();
    let numbers = prometheus(&text);
    let backend = app.app.db.backend();
    for (name, least) in [
        ("process_resident_memory_bytes", 1e6),
        ("process_virtual_memory_bytes", 1e6),
        ("process_open_fds", 3.0),
        ("process_max_fds", 3.0),
        ("process_threads", 1.0),
        ("process_cpu_seconds_total", 0.0),
        ("process_start_time_seconds", 1e9),
        ("salesbook_database_connections_max", 1.0),
        ("salesbook_database_connections{state=\"idle\"}", 0.0),
        ("salesbook_database_connections{state=\"busy\"}", 0.0),
        ("salesbook_database_errors_total{kind=\"full\"}", 0.0),
        ("salesbook_database_errors_total{kind=\"damaged\"}", 0.0),
        ("salesbook_database_schema_version", 2e11),
        ("salesbook_disk_free_bytes{place=\"data\"}", 1.0),
        ("salesbook_disk_size_bytes{place=\"data\"}", 1.0),
        ("salesbook_recording_files{state=\"missing\"}", 0.0),
        ("salesbook_clock_jump_seconds", 0.0),
        ("salesbook_health_looked_timestamp_seconds", 1e9),
        (
            "salesbook_health_findings{part=\"disk\",severity=\"warning\"}",
            0.0,
        ),
        ("salesbook_playbook_entries", 1.0),
    ] {
        let value = numbers
            .get(name)
            .unwrap_or_else(|| panic!("{name} is not in\n{text}"));
        assert!(*value >= least, "{name} {value}");
    }
    let version = format!(
        "salesbook_build_info{{database=\"{backend}\",version=\"{}\"}}",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(numbers.get(&version), Some(&1.0), "{text}");
}

#[test]
#[should_panic(expected = "no type before")]
fn the_reader_of_numbers_is_strict() {
    prometheus("# TYPE a counter\na 1\nb 2\n");
}

#[test]
fn a_report_names_every_part() {
    let report = serde_json::to_value(health::ReadinessReport::new(&[])).unwrap();
    assert_eq!(report["status"], Value::from("ok"));
}
