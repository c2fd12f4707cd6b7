//! What the operator's tools see: health for an orchestrator, numbers for Prometheus.

use axum::http::StatusCode;
use salesbook::db::Db;
use serde_json::json;

use crate::support::app::{Multipart, TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::{Script, call};

on_both!(
    a_missing_model_is_told_and_the_service_stays_ready,
    searches_transcription_and_the_playbook_are_counted
);

async fn a_missing_model_is_told_and_the_service_stays_ready(db: Db) {
    let script = Script::default();
    let app = TestApp::with_speech(db, &[], &script).await;
    let stranger = TestApp::stranger_of(&app.app);
    assert_eq!(stranger.get("/healthz").await.ok().json()["status"], "ok");
    let ready = stranger.get("/readyz").await.ok().json();
    assert_eq!(ready["status"], "ok", "{ready}");
    script.missing(true);
    let manager = app.program(Who::Manager).await;
    let form = Multipart::default().file("file", "call.wav", &call(9));
    manager
        .upload("/api/v1/recordings", form)
        .await
        .expect(StatusCode::CREATED);
    app.run_jobs().await;
    let ready = stranger.get("/readyz").await.ok().json();
    assert_eq!(ready["status"], "degraded");
    let model = ready["parts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|part| part["name"] == "model")
        .unwrap();
    let said = "There is no speech model. Recordings wait for it, everything else works.";
    assert_eq!(
        model,
        &json!({"name": "model", "health": "degraded", "codes": ["model-missing"], "detail": said})
    );
}

async fn searches_transcription_and_the_playbook_are_counted(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.program(Who::Manager).await;
    manager.get("/api/v1/search?q=дорого").await.ok();
    let form = Multipart::default().file("file", "call.wav", &call(9));
    manager
        .upload("/api/v1/recordings", form)
        .await
        .expect(StatusCode::CREATED);
    app.run_jobs().await;
    let numbers = app.program(Who::Admin).await.get("/metrics").await.ok().text();
    let entries = format!(
        "salesbook_playbook_entries {}",
        app.app.parts.library.snapshot().len()
    );
    for line in [
        entries.as_str(),
        "salesbook_playbook_problems 0",
        "salesbook_search_seconds_count",
        "salesbook_transcribed_audio_seconds_total",
    ] {
        assert!(
            numbers.lines().any(|it| it.starts_with(line)),
            "{line} is not in\n{numbers}"
        );
    }
}

#[test]
fn the_doctor_names_what_is_missing_and_whether_the_service_would_start() {
    let empty = tempfile::tempdir().unwrap();
    let doctor = |library: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_salesbook"))
            .args(["doctor", "--library", library, "--data"])
            .arg(empty.path())
            .env("SALESBOOK_MODELS", empty.path())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, said) = doctor(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts-library"));
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("warn  model") && said.contains("salesbook model fetch base"),
        "{said}"
    );
    assert!(
        said.contains("ok    playbook") && said.contains("ok    database"),
        "{said}"
    );
    // What computes speech and what reads rare formats, whatever this machine has.
    let device = said
        .lines()
        .find(|line| line.contains("device "))
        .unwrap_or_default();
    assert!(device.starts_with("ok") && device.contains("cpu: "), "{said}");
    assert!(said.lines().any(|line| line.contains("ffmpeg ")), "{said}");
    assert!(said.contains("ok    proxy"), "{said}");
    let (code, said) = doctor(empty.path().join("none").to_str().unwrap());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("FAIL  playbook"), "{said}");
    assert!(
        std::fs::read_dir(empty.path()).unwrap().next().is_none(),
        "the doctor changes nothing"
    );
}

#[test]
fn the_doctor_tells_of_a_forgotten_proxy() {
    let empty = tempfile::tempdir().unwrap();
    let doctor = |trusted: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_salesbook"))
            .args([
                "doctor",
                "--library",
                concat!(env!("CARGO_MANIFEST_DIR"), "/scripts-library"),
                "--data",
            ])
            .arg(empty.path())
            .env("SALESBOOK_MODELS", empty.path())
            .env("SALESBOOK_PUBLIC_URL", "https://book.example.ru")
            .env("SALESBOOK_TRUSTED_PROXIES", trusted)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let line = said
            .lines()
            .find(|line| line.contains(" proxy "))
            .map(str::to_owned);
        line.unwrap_or_else(|| panic!("{said}"))
    };
    // The service itself speaks no TLS: with https there is a proxy.
    let forgotten = doctor("");
    assert!(
        forgotten.starts_with("warn") && forgotten.contains("trusted_proxies"),
        "{forgotten}"
    );
    let named = doctor("127.0.0.1, 10.0.0.0/8");
    assert!(
        named.starts_with("ok") && named.contains("127.0.0.1/32, 10.0.0.0/8"),
        "{named}"
    );
}
