//! The look at every file: is it there, and is it still the one that came?
//!
//! Decides that every file is looked at from outside at each start and once a day ([`Files::check`]), and read through and
//! compared with its hash once a week ([`Files::scrub`]), slowly, so that nobody feels it. What is found is kept by recording
//! ([`store`]), for the pages, for health and for whoever verifies a backup. Nothing is ever changed or replaced here.

use std::io::{self, Read as _};
use std::path::Path;
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

use super::fault::{FileFault, seen};
use super::{installation, store};
use crate::error::{Error, Result};
use crate::id::hex;
use crate::recordings::Files;
use crate::time::Timestamp;

/// A file is read through so often, in ms.
const ROUND_MS: i64 = 7 * 24 * 3_600_000;
/// Files whose results are kept together.
const BATCH: usize = 20;
/// Bytes read at once.
const PIECE: usize = 1024 * 1024;
/// Rest after each piece: at most eight megabytes a second.
const REST: Duration = Duration::from_millis(125);
/// How often is looked whether something is due.
const IDLE: Duration = Duration::from_mins(30);

impl Files {
    /// Looks at every file from outside: there, and of the right size? Keeps what changed; returns how many are not well.
    pub async fn check(&self) -> Result<usize> {
        let mut tx = self.core.db.read().await?;
        let id = store::installation(&mut tx).await?;
        let files = store::files(&mut tx).await?;
        drop(tx);
        // Without its id the directory is a volume that has gone: that is told by the sweep, not by each recording.
        if id.is_some() && installation::id_in(self.blobs.root())? != id {
            return Ok(0);
        }
        let blobs = self.blobs.clone();
        let looked = tokio::task::spawn_blocking(move || {
            files
                .into_iter()
                .map(|file| (seen(&blobs.path(&file.file_hash), file.bytes), file))
                .collect::<Vec<_>>()
        });
        let (mut unwell, mut changed) = (0, Vec::new());
        for (seen, file) in looked.await.map_err(Error::internal)? {
            // Of the right size and yet damaged: only reading it through can tell.
            let now = if seen.is_none() && file.fault == Some(FileFault::Damaged) {
                file.fault
            } else {
                seen
            };
            unwell += usize::from(now.is_some());
            if now != file.fault {
                changed.push((file.id, now));
            }
        }
        if !changed.is_empty() {
            let now = self.core.now();
            let mut tx = self.core.db.write().await?;
            for (id, fault) in changed {
                store::looked(&mut tx, &id, fault, now).await?;
            }
            tx.commit().await?;
        }
        Ok(unwell)
    }

    /// Reads the files through that are due, some at a time, until none is or `stop`; returns how many were read.
    pub async fn scrub(&self, rest: Duration, stop: &CancellationToken) -> Result<usize> {
        let mut read = 0;
        loop {
            let before = self.core.now().plus_ms(-ROUND_MS);
            let files = store::due(&mut self.core.db.read().await?, before, BATCH).await?;
            if files.is_empty() || stop.is_cancelled() {
                return Ok(read);
            }
            let mut results = Vec::with_capacity(files.len());
            for file in files {
                let (path, stop) = (self.blobs.path(&file.file_hash), stop.clone());
                let hash = file.file_hash;
                let reading = tokio::task::spawn_blocking(move || read_through(&path, &hash, rest, &stop));
                match reading.await.map_err(Error::internal)?? {
                    ScrubResult::Whole => results.push((file.id, None)),
                    ScrubResult::Faulty(fault) => results.push((file.id, Some(fault))),
                    ScrubResult::Stopped => break,
                }
            }
            read += results.len();
            self.keep_results(results, self.core.now()).await?;
        }
    }

    async fn keep_results(
        &self,
        results: Vec<(crate::id::RecordingId, Option<FileFault>)>,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        for (id, fault) in results {
            if let Some(fault) = fault {
                tracing::warn!(recording = %id, %fault, "the file of a recording is not as it came");
            }
            store::checked(&mut tx, &id, fault, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Reads through what is due for as long as the service runs.
    pub async fn follow_scrub(self, stop: CancellationToken) {
        loop {
            match self.scrub(REST, &stop).await {
                Ok(0) => {}
                Ok(files) => tracing::info!(
                    files,
                    "files of recordings read through and compared with their hash"
                ),
                Err(error) => tracing::warn!(error = ?error, "files of recordings could not be read through"),
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(IDLE) => {}
            }
        }
    }
}

/// What reading a file through has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScrubResult {
    /// It is the file that came.
    Whole,
    /// It is not.
    Faulty(FileFault),
    /// It was not read to its end.
    Stopped,
}

/// Reads a file through and compares it with its hash. Blocks. An error means that the process is short of something;
/// the file may be well.
pub(super) fn read_through(
    path: &Path,
    hash: &str,
    rest: Duration,
    stop: &CancellationToken,
) -> io::Result<ScrubResult> {
    match digest(path, rest, stop) {
        Ok(None) => Ok(ScrubResult::Stopped),
        Ok(Some(found)) if found == hash => Ok(ScrubResult::Whole),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(ScrubResult::Faulty(FileFault::Missing)),
        Err(error) if is_of_process(&error) => Err(error),
        Ok(Some(_)) | Err(_) => Ok(ScrubResult::Faulty(FileFault::Damaged)),
    }
}

/// Has the process or the machine no more memory or files to open?
fn is_of_process(error: &io::Error) -> bool {
    // ENFILE, EMFILE: they have no kind of their own.
    let files = cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24));
    files || error.kind() == io::ErrorKind::OutOfMemory
}

fn digest(path: &Path, rest: Duration, stop: &CancellationToken) -> io::Result<Option<String>> {
    let mut file = std::fs::File::open(path)?;
    let (mut digest, mut piece) = (Sha256::new(), vec![0; PIECE]);
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok(Some(hex(&digest.finalize())));
        }
        digest.update(&piece[..read]);
        if stop.is_cancelled() {
            return Ok(None);
        }
        std::thread::sleep(rest);
    }
}
