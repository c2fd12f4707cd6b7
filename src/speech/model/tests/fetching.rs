//! Fetching from a hub that does and does not behave.

use std::path::Path;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::super::catalogue::KnownModel;
use super::super::fetch::download;
use super::super::{FetchArgs, FetchOptions, ModelError, ModelFile, ModelName, fetch_command, find};
use super::hub::{HubResponse, TestHub};
use crate::id::hex;

/// 300 kB that start like a model.
fn content() -> Vec<u8> {
    b"lmgg"
        .iter()
        .copied()
        .chain((0..300_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8))
        .collect()
}

fn known(content: &[u8]) -> KnownModel {
    let sha256 = hex(&Sha256::digest(content)).leak();
    KnownModel {
        name: "small",
        bytes: content.len() as u64,
        sha256,
        note: "",
    }
}

fn name() -> ModelName {
    "small".parse().unwrap()
}

fn options(hub: &TestHub) -> FetchOptions {
    FetchOptions {
        hub: format!("{}/models/", hub.url),
        attempts: 3,
        pause: Duration::from_millis(1),
        patience: Duration::from_secs(5),
    }
}

fn get(dir: &Path, hub: &TestHub) -> Result<ModelFile, ModelError> {
    let content = content();
    let (mut last, mut calls) = (0, 0);
    let model = download(dir, &name(), &known(&content), &options(hub), &mut |progress| {
        assert!(progress.done <= progress.total && progress.total == content.len() as u64);
        (last, calls) = (progress.done, calls + 1);
    })?;
    assert!(
        last == content.len() as u64 && calls > 1,
        "progress: {calls} calls, the last at {last}"
    );
    assert_eq!(std::fs::read(&model.path).unwrap(), content);
    assert!(!part(dir).exists());
    Ok(model)
}

fn part(dir: &Path) -> std::path::PathBuf {
    dir.join("ggml-small.bin.part")
}

#[test]
fn a_model_is_fetched_checked_and_recorded() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("not/there/yet");
    let hub = TestHub::start(content(), vec![HubResponse::Redirect, HubResponse::Whole]);
    let model = get(&dir, &hub).unwrap();
    assert!(model.source.ends_with("/models/ggml-small.bin"));
    assert_eq!(find(&dir, &name()).unwrap(), model);
}

#[test]
fn a_broken_connection_goes_on_where_it_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let hub = TestHub::start(
        content(),
        vec![
            HubResponse::BreakAfter(100_000),
            HubResponse::Status(503),
            HubResponse::BreakAfter(150_000),
            HubResponse::Whole,
        ],
    );
    get(dir.path(), &hub).unwrap();
    assert_eq!(hub.asked(), [None, Some(100_000), Some(100_000), Some(250_000)]);
}

#[test]
fn a_later_attempt_resumes_and_a_hub_without_ranges_starts_over() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(part(dir.path()), &content()[..123_456]).unwrap();
    let hub = TestHub::start(content(), vec![HubResponse::IgnoreRange]);
    get(dir.path(), &hub).unwrap();
    assert_eq!(hub.asked(), [Some(123_456)]);
}

#[test]
fn a_part_of_another_file_is_thrown_away_once() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(part(dir.path()), vec![7; 1000]).unwrap();
    let hub = TestHub::start(content(), vec![HubResponse::Whole]);
    get(dir.path(), &hub).unwrap();
    assert_eq!(hub.asked(), [Some(1000), None]);

    let dir = tempfile::tempdir().unwrap();
    std::fs::write(part(dir.path()), vec![7; 1_000_000]).unwrap();
    get(dir.path(), &hub).unwrap();
}

#[test]
fn a_wrong_file_never_gets_the_name() {
    let mut wrong = content();
    wrong[200_000] ^= 1;
    let longer = [content(), vec![0]].concat();
    for bad in [wrong, longer] {
        let dir = tempfile::tempdir().unwrap();
        let hub = TestHub::start(bad, vec![HubResponse::Whole]);
        let error = get(dir.path(), &hub).unwrap_err();
        assert_eq!(error.code(), "model-wrong-download", "{error}");
        assert!(!dir.path().join("ggml-small.bin").exists());
    }
}

#[test]
fn giving_up_keeps_what_there_is_and_says_how_to_go_on() {
    let dir = tempfile::tempdir().unwrap();
    let hub = TestHub::start(
        content(),
        vec![HubResponse::BreakAfter(5000), HubResponse::BreakAfter(0)],
    );
    let error = get(dir.path(), &hub).unwrap_err();
    assert_eq!(error.code(), "model-no-connection");
    assert_eq!(error.fix(), Some("salesbook model fetch small"));
    assert!(error.to_string().contains("127.0.0.1"), "{error}");
    assert_eq!(std::fs::metadata(part(dir.path())).unwrap().len(), 5000);
    assert_eq!(hub.asked().len(), 3);
}

#[test]
fn a_refusal_is_not_repeated() {
    let dir = tempfile::tempdir().unwrap();
    let hub = TestHub::start(content(), vec![HubResponse::Status(404)]);
    assert!(matches!(
        get(dir.path(), &hub),
        Err(ModelError::Refused { status: 404, .. })
    ));
    assert_eq!(hub.asked().len(), 1);
}

#[test]
fn nobody_listening_is_no_connection() {
    let dir = tempfile::tempdir().unwrap();
    let hub = TestHub {
        url: "http://127.0.0.1:1".to_owned(),
        asked: std::sync::Arc::default(),
    };
    assert_eq!(get(dir.path(), &hub).unwrap_err().code(), "model-no-connection");
    assert!(!part(dir.path()).exists());
}

#[test]
fn two_at_once_do_not_write_into_one_file() {
    let dir = tempfile::tempdir().unwrap();
    let other = std::fs::File::create(part(dir.path())).unwrap();
    other.lock().unwrap();
    let hub = TestHub::start(content(), vec![HubResponse::Whole]);
    assert!(matches!(get(dir.path(), &hub), Err(ModelError::Busy { .. })));
}

#[test]
fn the_command_refuses_names_outside_the_catalogue() {
    let dir = tempfile::tempdir().unwrap();
    let args = FetchArgs {
        name: "ours".parse().unwrap(),
        dir: dir.path().to_owned(),
        hub: None,
        live: false,
    };
    let error = fetch_command(&args, &mut Vec::new()).unwrap_err();
    assert_eq!(error.code(), "model-unknown");
}
