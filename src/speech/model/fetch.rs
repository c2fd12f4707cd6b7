//! Downloads a model of the catalogue: resumes where an earlier attempt stopped, checks size and SHA-256, then renames.
//!
//! Decides when to try again (a broken connection: yes, a refusal: no) and that nothing but the right file ever gets
//! the final name. The unfinished file is `ggml-NAME.bin.part`; it is kept on purpose when the connection breaks and
//! locked while in use, so that two processes do not write into it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::TransferProgress;
use super::catalogue::{HUB, KnownModel, ModelName, known_names};
use super::error::ModelError;
use super::store::{ModelFile, ModelRecord, find, install, sha256_of};
use crate::disk_space::DiskSpace;

/// How to fetch.
#[derive(Debug, Clone)]
pub struct FetchOptions {
    /// Address of the folder with the files, without a slash at its end: the public hub or a mirror of it.
    pub hub: String,
    /// How often to go on after a broken connection; twice at most until the hub has sent something.
    pub attempts: u32,
    /// How long to wait before that; doubled each time.
    pub pause: Duration,
    /// How long to wait for the hub to say anything.
    pub patience: Duration,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            hub: HUB.to_owned(),
            attempts: 5,
            pause: Duration::from_secs(1),
            patience: Duration::from_secs(20),
        }
    }
}

/// Brings the model `name` into `dir`; does nothing when a good one is there. Blocks; `progress` is called about every
/// 64 KiB.
pub fn fetch(
    dir: &Path,
    name: &ModelName,
    options: &FetchOptions,
    progress: &mut dyn FnMut(TransferProgress),
) -> Result<ModelFile, ModelError> {
    if let Ok(model) = find(dir, name) {
        return Ok(model);
    }
    let known = name.known().ok_or_else(|| ModelError::Unknown {
        name: name.to_string(),
        known: known_names(),
    })?;
    download(dir, name, known, options, progress)
}

/// Downloads `name`, which is to be the file that `known` describes.
pub(super) fn download(
    dir: &Path,
    name: &ModelName,
    known: &KnownModel,
    options: &FetchOptions,
    progress: &mut dyn FnMut(TransferProgress),
) -> Result<ModelFile, ModelError> {
    std::fs::create_dir_all(dir).map_err(|error| ModelError::write(dir, known.bytes, error))?;
    let url = format!("{}/{}", options.hub.trim_end_matches('/'), name.file_name());
    let mut part = PartialFile::open(dir, name, known)?;
    // A part of an earlier attempt can be of another version of the file; a fresh start settles that.
    let mut resumed = part.length()? > 0;
    part.fits(dir)?;
    loop {
        if let Err(error) = receive(&mut part, &url, name, options, progress) {
            if matches!(error, ModelError::DiskFull { .. }) {
                // It holds the last room there is, and everything else on the disk needs some.
                let _ = std::fs::remove_file(&part.path);
            }
            return Err(error);
        }
        part.file.sync_all().map_err(|error| part.failed(error))?;
        if sha256_of(&part.path)? == known.sha256 {
            break;
        }
        part.restart()?;
        if !std::mem::take(&mut resumed) {
            let _ = std::fs::remove_file(&part.path);
            return Err(ModelError::WrongDownload {
                name: name.to_string(),
                url,
            });
        }
    }
    let record = ModelRecord {
        source: url,
        sha256: known.sha256.to_owned(),
        bytes: known.bytes,
        checked: None,
    };
    install(dir, name, &part.path, record)
}

/// The unfinished file.
struct PartialFile {
    path: PathBuf,
    file: File,
    expected: u64,
}

impl PartialFile {
    fn open(dir: &Path, name: &ModelName, known: &KnownModel) -> Result<Self, ModelError> {
        let path = dir.join(format!("{}.part", name.file_name()));
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(|error| ModelError::write(&path, known.bytes, error))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(ModelError::Busy {
                    name: name.to_string(),
                });
            }
            // Some network folders have no locks; going without is better than not at all.
            Err(TryLockError::Error(error)) => tracing::debug!(%error, "the download could not be locked"),
            Ok(()) => {}
        }
        let mut part = Self {
            path,
            file,
            expected: known.bytes,
        };
        if part.length()? > known.bytes {
            part.restart()?;
        }
        Ok(part)
    }

    /// Nothing is fetched that the disk has no room for. One that does not say how much it has is tried.
    fn fits(&self, dir: &Path) -> Result<(), ModelError> {
        let there = self.length()?;
        let missing = self.expected.saturating_sub(there);
        let known = DiskSpace::from_folder(dir).ok().filter(|room| room.total > 0);
        if known.is_none_or(|room| room.free >= missing) {
            return Ok(());
        }
        if there == 0 {
            let _ = std::fs::remove_file(&self.path);
        }
        Err(ModelError::DiskFull {
            path: self.path.clone(),
            needed: missing,
        })
    }

    fn length(&self) -> Result<u64, ModelError> {
        self.file
            .metadata()
            .map(|metadata| metadata.len())
            .map_err(|error| self.failed(error))
    }

    fn restart(&mut self) -> Result<(), ModelError> {
        self.file.set_len(0).map_err(|error| self.failed(error))
    }

    fn failed(&self, error: std::io::Error) -> ModelError {
        ModelError::write(&self.path, self.expected, error)
    }
}

/// Why one request did not bring everything.
enum RequestFailure {
    /// Worth another try.
    Connection(String),
    /// Not worth one.
    Final(ModelError),
}

/// Requests the rest of the file until it is complete or trying again is no use.
fn receive(
    part: &mut PartialFile,
    url: &str,
    name: &ModelName,
    options: &FetchOptions,
    progress: &mut dyn FnMut(TransferProgress),
) -> Result<(), ModelError> {
    let agent = agent(options);
    let (mut failures, mut pause) = (0, options.pause);
    // A hub that has not said a word yet is more likely out of reach than busy.
    let mut attempts = options.attempts.clamp(1, 2);
    loop {
        let before = part.length()?;
        if before == part.expected {
            return Ok(());
        }
        let reason = match request(&agent, part, before, url, name, progress) {
            Ok(()) => continue,
            Err(RequestFailure::Final(error)) => return Err(error),
            Err(RequestFailure::Connection(reason)) => reason,
        };
        // A connection that brought something has earned a new set of attempts.
        if part.length()? > before {
            (failures, pause) = (0, options.pause);
            attempts = options.attempts.max(1);
        }
        failures += 1;
        if failures >= attempts {
            if part.length()? == 0 {
                let _ = std::fs::remove_file(&part.path);
            }
            return Err(ModelError::NoConnection {
                host: host(url),
                reason,
                fix: name.fix(),
            });
        }
        tracing::debug!(%url, %reason, failures, "the download broke off and goes on");
        std::thread::sleep(pause);
        pause = pause.saturating_mul(2);
    }
}

fn agent(options: &FetchOptions) -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .accept_encoding("identity")
        .user_agent(concat!("salesbook/", env!("CARGO_PKG_VERSION")))
        .timeout_resolve(Some(options.patience))
        .timeout_connect(Some(options.patience))
        .timeout_per_read(Some(options.patience))
        .build()
        .new_agent()
}

/// One request for what is missing after `from` bytes.
fn request(
    agent: &ureq::Agent,
    part: &mut PartialFile,
    from: u64,
    url: &str,
    name: &ModelName,
    progress: &mut dyn FnMut(TransferProgress),
) -> Result<(), RequestFailure> {
    let mut request = agent.get(url);
    if from > 0 {
        request = request.header("range", format!("bytes={from}-"));
    }
    let response = request.call().map_err(|error| connection(&error, url))?;
    let status = response.status().as_u16();
    let start = match status {
        206 => match range_start(&response) {
            // Some mirrors widen a range to whole blocks: never write past a gap.
            Some(start) if start <= from => start,
            _ => {
                return Err(RequestFailure::Final(ModelError::Refused {
                    url: url.to_owned(),
                    status,
                }));
            }
        },
        200 => 0,
        // The part does not fit the file there.
        416 => {
            part.restart().map_err(RequestFailure::Final)?;
            return Err(RequestFailure::Connection(
                "the file has changed on the hub".to_owned(),
            ));
        }
        429 | 500..=599 => return Err(RequestFailure::Connection(format!("HTTP status {status}"))),
        _ => {
            return Err(RequestFailure::Final(ModelError::Refused {
                url: url.to_owned(),
                status,
            }));
        }
    };
    if start == 0 {
        part.restart().map_err(RequestFailure::Final)?;
    }
    let write_error = |part: &PartialFile, error| RequestFailure::Final(part.failed(error));
    part.file
        .seek(SeekFrom::Start(start))
        .map_err(|error| write_error(part, error))?;
    let mut body = response.into_body().into_reader();
    let mut buffer = vec![0; 64 << 10];
    let mut done = start;
    while done < part.expected {
        let read = match body.read(&mut buffer) {
            Ok(0) => return Err(RequestFailure::Connection("the connection broke off".to_owned())),
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(RequestFailure::Connection(error.to_string())),
        };
        part.file
            .write_all(&buffer[..read])
            .map_err(|error| write_error(part, error))?;
        done += read as u64;
        if done > part.expected {
            part.restart().map_err(RequestFailure::Final)?;
            let (name, url) = (name.to_string(), url.to_owned());
            return Err(RequestFailure::Final(ModelError::WrongDownload { name, url }));
        }
        progress(TransferProgress {
            done,
            total: part.expected,
        });
    }
    Ok(())
}

/// The first byte's position in `Content-Range: bytes 5-9/10`.
fn range_start<B>(response: &ureq::http::Response<B>) -> Option<u64> {
    let header = response.headers().get("content-range")?.to_str().ok()?;
    header
        .trim()
        .strip_prefix("bytes ")?
        .split('-')
        .next()?
        .trim()
        .parse()
        .ok()
}

fn connection(error: &ureq::Error, url: &str) -> RequestFailure {
    match error {
        ureq::Error::BadUri(_) | ureq::Error::InvalidProxyUrl | ureq::Error::Http(_) => {
            let reason = std::io::Error::other(error.to_string());
            RequestFailure::Final(ModelError::io(Path::new(url), reason))
        }
        _ => RequestFailure::Connection(error.to_string()),
    }
}

/// The host in an address, for messages.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest).to_owned()
}
