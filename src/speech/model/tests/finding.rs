//! Finding and checking a model file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::super::store::{ModelRecord, install, models_dir_by, read_record, sha256_of};
use super::super::{ModelError, ModelName, find, list};

fn name(text: &str) -> ModelName {
    text.parse().unwrap()
}

/// A file that starts like a model, installed as an import would.
fn installed(dir: &Path, model: &str) -> PathBuf {
    let part = dir.join("part");
    std::fs::write(&part, b"lmgg and some weights").unwrap();
    let record = ModelRecord {
        source: "a test".to_owned(),
        sha256: sha256_of(&part).unwrap(),
        bytes: std::fs::metadata(&part).unwrap().len(),
        checked: None,
    };
    install(dir, &name(model), &part, record).unwrap().path
}

#[test]
fn the_folder_is_the_cache_directory_unless_told_otherwise() {
    let env = |pairs: &'static [(&str, &str)]| {
        move |key: &str| {
            pairs
                .iter()
                .find(|(k, _)| *k == key)
                .map(|(_, value)| OsString::from(value))
        }
    };
    let dir = models_dir_by(None, env(&[("HOME", "/home/a"), ("XDG_CACHE_HOME", "/var/c")])).unwrap();
    assert_eq!(dir, Path::new("/var/c/salesbook/models"));
    let dir = models_dir_by(None, env(&[("HOME", "/home/a"), ("XDG_CACHE_HOME", "relative")])).unwrap();
    assert_eq!(dir, Path::new("/home/a/.cache/salesbook/models"));
    assert_eq!(
        models_dir_by(Some(Path::new("/m")), env(&[])).unwrap(),
        Path::new("/m")
    );
    assert!(matches!(models_dir_by(None, env(&[])), Err(ModelError::NoPlace)));
}

#[test]
fn a_missing_model_names_the_command() {
    let dir = tempfile::tempdir().unwrap();
    let error = find(dir.path(), &name("base")).unwrap_err();
    assert_eq!(error.code(), "model-missing");
    assert_eq!(error.fix(), Some("salesbook model fetch base"));
    assert_eq!(
        find(dir.path(), &name("base-q8_0")).unwrap_err().code(),
        "model-missing"
    );
    let error = find(dir.path(), &name("bsae")).unwrap_err();
    assert_eq!(error.code(), "model-unknown");
    assert!(error.to_string().contains("large-v3-turbo-q5_0"));
    assert!(list(&dir.path().join("nowhere")).unwrap().is_empty());
}

#[test]
fn every_kind_of_bad_file_has_its_own_answer() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("ggml-base.bin");
    for (content, code) in [
        (&b"<!doctype html>"[..], "model-not-ggml"),
        (b"lmgg", "model-truncated"),
        (b"lm", "model-truncated"),
        (b"", "model-truncated"),
    ] {
        std::fs::write(&base, content).unwrap();
        let error = find(dir.path(), &name("base")).unwrap_err();
        assert_eq!(
            (error.code(), error.fix()),
            (code, Some("salesbook model fetch base"))
        );
    }
    std::fs::write(dir.path().join("ggml-ours.bin"), b"lmgg").unwrap();
    assert_eq!(
        find(dir.path(), &name("ours")).unwrap_err().code(),
        "model-unrecorded"
    );
    let all = list(dir.path()).unwrap();
    assert_eq!(
        all.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["base", "ours"]
    );
}

#[test]
fn a_changed_file_is_noticed_though_its_size_is_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let path = installed(dir.path(), "ours");
    find(dir.path(), &name("ours")).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[10] ^= 1;
    // File systems count time in steps; a second write within one would look untouched.
    std::thread::sleep(std::time::Duration::from_millis(20));
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(
        find(dir.path(), &name("ours")).unwrap_err().code(),
        "model-wrong-hash"
    );
}

#[test]
fn the_hash_is_computed_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = installed(dir.path(), "ours");
    // Same size, same time, other content: only a check that trusts its memory passes.
    let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
    std::fs::write(&path, b"lmgg and SOME weights").unwrap();
    std::fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(modified)
        .unwrap();
    find(dir.path(), &name("ours")).unwrap();

    // A copy has another time: it is hashed, found good, and remembered.
    let path = installed(dir.path(), "ours");
    let later = modified + std::time::Duration::from_secs(9);
    std::fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(later)
        .unwrap();
    let before = read_record(dir.path(), &name("ours")).unwrap();
    find(dir.path(), &name("ours")).unwrap();
    assert_ne!(
        read_record(dir.path(), &name("ours")).unwrap().checked,
        before.checked
    );
}

#[test]
fn a_damaged_record_is_as_good_as_none() {
    let dir = tempfile::tempdir().unwrap();
    installed(dir.path(), "ours");
    std::fs::write(dir.path().join("ggml-ours.bin.json"), "{").unwrap();
    assert_eq!(
        find(dir.path(), &name("ours")).unwrap_err().code(),
        "model-unrecorded"
    );
}
