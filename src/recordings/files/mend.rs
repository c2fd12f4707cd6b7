//! Bringing a sound again whose file was lost or is rotten: the recording gets its file back, with all that was made of it.
//!
//! Decides when the file that is here needs it (its contents are read: the last look may be a week old), and that a
//! transcription that failed meanwhile is tried again. That it is the same sound, its hash says.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::scrub::{ScrubResult, read_through};
use super::store;
use crate::audit::{self, Act, AuditSubject, Detail};
use crate::error::{Error, Result};
use crate::jobs::{self, Job as _, JobState};
use crate::people::Person;
use crate::recordings::blobs::StagedFile;
use crate::recordings::{Files, Recording, RecordingState, TranscribeRecording};

impl Files {
    /// Gives the recording its file back; false, and nothing is done, when the one that is here is whole.
    pub(in crate::recordings) async fn mend(
        &self,
        by: &Person,
        recording: &Recording,
        file: StagedFile,
    ) -> Result<bool> {
        let (path, hash) = (self.blobs.path(&recording.file_hash), recording.file_hash.clone());
        let reading = tokio::task::spawn_blocking(move || {
            read_through(&path, &hash, Duration::ZERO, &CancellationToken::new())
        });
        let ScrubResult::Faulty(fault) = reading.await.map_err(Error::internal)?? else {
            return Ok(false);
        };
        let gate = self.blobs.gate().await?;
        let kept = self.blobs.keep(file).await?;
        // What was made of a rotten file for the browser is rotten too.
        self.blobs.copies().await.remove(&recording.file_hash)?;
        drop((kept, gate));
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        store::checked(&mut tx, &recording.id, None, now).await?;
        let latest = jobs::latest_for(&mut tx, TranscribeRecording::KIND, recording.id.as_str()).await?;
        let failed =
            latest.filter(|row| recording.state == RecordingState::Failed && row.state == JobState::Failed);
        if let Some(row) = failed {
            self.core.jobs.retry(&mut tx, &row.id, now).await?;
        }
        let entry = Act::FileMended.on(AuditSubject::Recording(&recording.id));
        let entry = entry.of(&recording.manager_id).with(Detail::word(fault));
        audit::record(&mut tx, &self.core, by, entry).await?;
        tx.commit().await?;
        self.core.jobs.wake();
        tracing::info!(recording = %recording.id, was = %fault, "the file of a recording is back");
        Ok(true)
    }
}
