//! Where models live on this machine and whether a file is the one it should be.
//!
//! Decides the folder (the user's cache directory unless told otherwise, so that a second installation does not fetch
//! again), the order of the checks and that a file's SHA-256 is computed once: its size and modification time are
//! remembered beside it in `ggml-NAME.bin.json` together with what the file should be. How a file gets there is left
//! to [`super::fetch`] and [`super::import`].

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::catalogue::{KNOWN, ModelName, known_names};
use super::error::ModelError;
use super::ggml;
use crate::id::hex;

/// Ending of files that get another name when they are whole.
pub(super) const HALF_MADE: &str = ".part";

/// Is this the name of a file that was to get another one when it was whole? A half fetched one is not: it is gone on with.
pub fn is_half_made(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(HALF_MADE)
}

/// A model file that has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFile {
    /// The model's name.
    pub name: ModelName,
    /// The file.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256, lower-case hex.
    pub sha256: String,
    /// Where it came from: an address, or how it was imported.
    pub source: String,
}

/// What is written beside a model file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ModelRecord {
    pub source: String,
    pub sha256: String,
    pub bytes: u64,
    /// The file as it was when its hash was last found right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<ModelStamp>,
}

/// Size and modification time: changed when the file was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ModelStamp {
    bytes: u64,
    modified_ns: u64,
}

impl ModelStamp {
    fn from_metadata(metadata: &std::fs::Metadata) -> Self {
        let since = metadata
            .modified()
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified_ns = since.map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX));
        Self {
            bytes: metadata.len(),
            modified_ns,
        }
    }
}

/// The folder of models: `overridden` if given, otherwise `salesbook/models` in the user's cache directory
/// (`XDG_CACHE_HOME`, then `~/.cache`).
pub fn models_dir(overridden: Option<&Path>) -> Result<PathBuf, ModelError> {
    models_dir_by(overridden, |key| std::env::var_os(key))
}

/// [`models_dir`] with the environment as `env` tells it.
pub(super) fn models_dir_by(
    overridden: Option<&Path>,
    env: impl Fn(&str) -> Option<OsString>,
) -> Result<PathBuf, ModelError> {
    if let Some(dir) = overridden {
        return Ok(dir.to_owned());
    }
    // The XDG rules: a relative value is to be ignored.
    let absolute = |key| env(key).map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")));
    cache
        .map(|cache| cache.join("salesbook").join("models"))
        .ok_or(ModelError::NoPlace)
}

/// Finds the model `name` in `dir` and makes sure it is the file it should be. Reads the whole file the first time
/// only (about a second for the base model); later calls compare size and modification time.
pub fn find(dir: &Path, name: &ModelName) -> Result<ModelFile, ModelError> {
    let path = dir.join(name.file_name());
    let metadata = match std::fs::metadata(&path) {
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return Err(missing(dir, name, path)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(missing(dir, name, path)),
        Err(error) => return Err(ModelError::io(&path, error)),
    };
    let expected = expectation(dir, name);
    check_magic(&path, name, expected.as_ref().map_or(0, |record| record.bytes))?;
    let Some(mut record) = expected else {
        let fix = format!("salesbook model import {} --name {name}", path.display());
        return Err(ModelError::Unrecorded { path, fix });
    };
    let stamp = ModelStamp::from_metadata(&metadata);
    if record.checked != Some(stamp) {
        check_content(&path, name, &record, &metadata)?;
        record.checked = Some(stamp);
        // A read-only folder only costs the next start another second.
        if let Err(error) = write_record(dir, name, &record) {
            tracing::debug!(%name, %error, "the check of the speech model could not be remembered");
        }
    }
    let ModelRecord {
        source,
        sha256,
        bytes,
        ..
    } = record;
    Ok(ModelFile {
        name: name.clone(),
        path,
        bytes,
        sha256,
        source,
    })
}

/// A model file by its name: good, or what is wrong with it.
pub type ListedModel = (ModelName, Result<ModelFile, ModelError>);

/// Every model file in `dir`, by name, with what is wrong with it if something is.
pub fn list(dir: &Path) -> Result<Vec<ListedModel>, ModelError> {
    Ok(file_names(dir)?
        .into_iter()
        .map(|name| (name.clone(), find(dir, &name)))
        .collect())
}

/// The models in `dir` by the names of their files, unchecked, without the faster forms made of those that are there.
pub fn names(dir: &Path) -> Vec<ModelName> {
    let all = file_names(dir).unwrap_or_default();
    let made = |name: &ModelName| {
        all.iter()
            .any(|other| other != name && other.quantized() == *name)
    };
    all.iter().filter(|name| !made(name)).cloned().collect()
}

fn file_names(dir: &Path) -> Result<Vec<ModelName>, ModelError> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(ModelError::io(dir, error)),
    };
    let mut names: Vec<ModelName> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|file| file.starts_with("ggml-") && file.strip_suffix(".bin").is_some())
        .filter_map(|file| file.parse().ok())
        .collect();
    names.sort();
    Ok(names)
}

/// What the file should be: its record first (an imported `base` differs from the hub's), then the catalogue.
fn expectation(dir: &Path, name: &ModelName) -> Option<ModelRecord> {
    read_record(dir, name).or_else(|| {
        let known = name.known()?;
        Some(ModelRecord {
            source: format!("{}/{}", super::catalogue::HUB, name.file_name()),
            sha256: known.sha256.to_owned(),
            bytes: known.bytes,
            checked: None,
        })
    })
}

fn missing(dir: &Path, name: &ModelName, path: PathBuf) -> ModelError {
    // A name that nothing vouches for is more likely a slip of the pen than a lost file.
    let heard_of = name.known().is_some()
        || read_record(dir, name).is_some()
        || name
            .as_str()
            .strip_suffix("-q8_0")
            .is_some_and(|plain| KNOWN.iter().any(|k| k.name == plain));
    if heard_of {
        ModelError::Missing {
            name: name.to_string(),
            path,
            fix: name.fix(),
        }
    } else {
        ModelError::Unknown {
            name: name.to_string(),
            known: known_names(),
        }
    }
}

fn check_magic(path: &Path, name: &ModelName, expected: u64) -> Result<(), ModelError> {
    let mut head = [0; 4];
    let mut file = File::open(path).map_err(|error| ModelError::io(path, error))?;
    match file.read_exact(&mut head) {
        Ok(()) if head == ggml::MAGIC => Ok(()),
        Ok(()) => Err(ModelError::NotGgml {
            name: name.to_string(),
            path: path.to_owned(),
            fix: name.fix(),
        }),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            let found = file.metadata().map_or(0, |metadata| metadata.len());
            Err(ModelError::Truncated {
                name: name.to_string(),
                expected,
                found,
                fix: name.fix(),
            })
        }
        Err(error) => Err(ModelError::io(path, error)),
    }
}

fn check_content(
    path: &Path,
    name: &ModelName,
    record: &ModelRecord,
    metadata: &std::fs::Metadata,
) -> Result<(), ModelError> {
    let (name, fix) = (name.to_string(), name.fix());
    let found = metadata.len();
    if found < record.bytes {
        return Err(ModelError::Truncated {
            name,
            expected: record.bytes,
            found,
            fix,
        });
    }
    if found > record.bytes || sha256_of(path)? != record.sha256 {
        return Err(ModelError::WrongHash { name, fix });
    }
    Ok(())
}

/// The SHA-256 of a file, lower-case hex.
pub(super) fn sha256_of(path: &Path) -> Result<String, ModelError> {
    let mut file = File::open(path).map_err(|error| ModelError::io(path, error))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hex(&hash.finalize())),
            Ok(n) => hash.update(&buffer[..n]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(ModelError::io(path, error)),
        }
    }
}

fn record_path(dir: &Path, name: &ModelName) -> PathBuf {
    dir.join(format!("{}.json", name.file_name()))
}

/// The record beside the model; a damaged one counts as none.
pub(super) fn read_record(dir: &Path, name: &ModelName) -> Option<ModelRecord> {
    serde_json::from_slice(&std::fs::read(record_path(dir, name)).ok()?).ok()
}

fn write_record(dir: &Path, name: &ModelName, record: &ModelRecord) -> Result<(), ModelError> {
    let path = record_path(dir, name);
    let fail = |error| ModelError::write(&path, 512, error);
    let text = serde_json::to_string_pretty(record).map_err(|error| fail(error.into()))?;
    let kind = tempfile::Builder::new()
        .prefix(".record-")
        .suffix(HALF_MADE)
        .tempfile_in(dir);
    let mut file = kind.map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)?;
    share(file.as_file()).map_err(fail)?;
    file.persist(&path).map_err(|error| fail(error.error))?;
    Ok(())
}

/// Temporary files are private; a model may be read by everybody, such as the account a service runs under.
#[cfg(unix)]
pub(super) fn share(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
pub(super) fn share(_file: &File) -> std::io::Result<()> {
    Ok(())
}

/// Moves a finished, flushed file to its final name together with its record, so that no reader meets a half one.
/// The record says "checked" because the caller has just computed the hash.
pub(super) fn install(
    dir: &Path,
    name: &ModelName,
    finished: &Path,
    mut record: ModelRecord,
) -> Result<ModelFile, ModelError> {
    let path = dir.join(name.file_name());
    let metadata = std::fs::metadata(finished).map_err(|error| ModelError::io(finished, error))?;
    record.checked = Some(ModelStamp::from_metadata(&metadata));
    // The record of the file being replaced must not vouch for the new one in between.
    match std::fs::remove_file(record_path(dir, name)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(ModelError::io(&record_path(dir, name), error));
        }
        _ => {}
    }
    std::fs::rename(finished, &path).map_err(|error| ModelError::io(&path, error))?;
    write_record(dir, name, &record)?;
    let ModelRecord {
        source,
        sha256,
        bytes,
        ..
    } = record;
    Ok(ModelFile {
        name: name.clone(),
        path,
        bytes,
        sha256,
        source,
    })
}
