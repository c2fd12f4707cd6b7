//! Bringing a sound again whose file was lost or is rotten: the recording gets its file back, with all that was made of it.
//!
//! Decides when the file that is here needs it (its contents are read: the last look may be a week old), and that a
//! transcription that failed meanwhile is tried again. That it is the same sound, its hash says.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::scrub::{Reading, read_through};
use super::store;
use crate::app::App;
use crate::audit::{self, Act, Detail, Subject};
use crate::error::{Error, Result};
use crate::jobs::{self, Job as _, JobState};
use crate::people::Person;
use crate::recordings::blobs::Arrived;
use crate::recordings::{Recording, State, TranscribeRecording};

/// Gives the recording its file back; false, and nothing is done, when the one that is here is whole.
pub(in crate::recordings) async fn mend(
    app: &App,
    by: &Person,
    recording: &Recording,
    file: Arrived,
) -> Result<bool> {
    let (path, hash) = (app.blobs.path(&recording.file_hash), recording.file_hash.clone());
    let reading = tokio::task::spawn_blocking(move || {
        read_through(&path, &hash, Duration::ZERO, &CancellationToken::new())
    });
    let Reading::Faulty(fault) = reading.await.map_err(Error::internal)?? else {
        return Ok(false);
    };
    let gate = app.blobs.gate().await?;
    let kept = app.blobs.keep(file).await?;
    // What was made of a rotten file for the browser is rotten too.
    app.blobs.copies().await.remove(&recording.file_hash)?;
    drop((kept, gate));
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    store::checked(&mut tx, &recording.id, None, now).await?;
    let latest = jobs::latest_for(&mut tx, TranscribeRecording::KIND, recording.id.as_str()).await?;
    let failed = latest.filter(|row| recording.state == State::Failed && row.state == JobState::Failed);
    if let Some(row) = failed {
        app.jobs.retry(&mut tx, &app.registry, &row.id).await?;
    }
    let entry = Act::FileMended.on(Subject::Recording(&recording.id));
    let entry = entry.of(&recording.manager_id).with(Detail::word(fault));
    audit::record(&mut tx, app, by, entry).await?;
    tx.commit().await?;
    app.jobs.wake();
    tracing::info!(recording = %recording.id, was = %fault, "the file of a recording is back");
    Ok(true)
}
