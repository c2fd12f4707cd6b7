//! What people do with a recording they see: change its facts, stop its transcription, delete. Transcribing it again is
//! in [`super::versions`].

use super::facts::Usual;
use super::{FactsForm, Recording, TranscribeRecording, heard, speakers, store, upload};
use crate::app::App;
use crate::audit::{self, Act};
use crate::error::{Error, ErrorKind, Result};
use crate::id::RecordingId;
use crate::jobs::{self, Job as _};
use crate::people::Person;

/// The recording, if this person sees it. Code: `recording-not-found`.
pub async fn find(app: &App, person: &Person, id: &RecordingId) -> Result<Recording> {
    let mut tx = app.db.read().await?;
    let found = store::find(&mut tx, &person.scope(), id).await?;
    found.ok_or(Error::not_found("recording-not-found"))
}

/// The recording, if this person sees it or is its guest ([`heard`]). Code: `recording-not-found`.
pub async fn find_to_hear(app: &App, person: &Person, id: &RecordingId) -> Result<Recording> {
    let mut tx = app.db.read().await?;
    let found = heard(&mut tx, person, id).await?;
    found.ok_or(Error::not_found("recording-not-found"))
}

/// Changes the facts; fields left empty are emptied, but time, language and channel keep what they were. When the
/// manager's channel changes, the parties of its transcripts change places.
pub async fn change(app: &App, person: &Person, id: &RecordingId, form: &FactsForm) -> Result<Recording> {
    let recording = find(app, person, id).await?;
    let usual = Usual {
        now: app.clock.now(),
        zone: app.config.time_zone.clone(),
        called_at: recording.called_at,
        language: recording.language,
        manager_channel: recording.manager_channel,
    };
    let mut form = form.clone();
    if form.manager.trim().is_empty() {
        form.manager = recording.manager_id.to_string();
    }
    // A minute of the form must not cut the seconds of the call.
    if form.called_at.trim() == FactsForm::of(&recording, &usual.zone).called_at {
        form.called_at.clear();
    }
    let (manager, facts) = upload::checked(app, person, &form, &usual).await?;
    let mut tx = app.db.write().await?;
    speakers::turn_to(&mut tx, id, facts.manager_channel, (person, usual.now)).await?;
    store::set_facts(&mut tx, id, &manager.id, &facts, &recording.file_name, usual.now).await?;
    tx.commit().await?;
    find(app, person, id).await
}

/// Stops the transcription. 409 `job-over` when there is none going on.
pub async fn cancel(app: &App, person: &Person, id: &RecordingId) -> Result<()> {
    find(app, person, id).await?;
    let mut tx = app.db.write().await?;
    let latest = jobs::latest_for(&mut tx, TranscribeRecording::KIND, id.as_str()).await?;
    let row = latest.ok_or(Error::new(ErrorKind::Conflict, "job-over"))?;
    app.jobs.cancel(&mut tx, &app.registry, &row.id).await?;
    tx.commit().await?;
    app.jobs.wake();
    Ok(())
}

/// Removes the recording with its transcripts and its file; a running transcription stops.
pub async fn delete(app: &App, person: &Person, id: &RecordingId) -> Result<()> {
    let recording = find(app, person, id).await?;
    let gate = app.blobs.gate().await?;
    let mut tx = app.db.write().await?;
    let latest = jobs::latest_for(&mut tx, TranscribeRecording::KIND, id.as_str()).await?;
    if let Some(row) = latest.filter(|row| !row.state.is_over()) {
        app.jobs.cancel(&mut tx, &app.registry, &row.id).await?;
    }
    store::delete(&mut tx, id).await?;
    audit::record(
        &mut tx,
        app,
        Some(person),
        Act::RecordingDeleted,
        format!("/recordings/{id}"),
        Some(&recording.manager_id),
        String::new(),
    )
    .await?;
    let still_used = store::by_hash(&mut tx, &recording.file_hash).await?.is_some();
    tx.commit().await?;
    // After the commit: a file without a row is swept up at the next start, a row without a file could not be mended.
    if !still_used {
        app.blobs.remove(&recording.file_hash).await?;
    }
    drop(gate);
    app.jobs.wake();
    tracing::info!(recording = %id, "recording deleted");
    Ok(())
}

/// Removes what a crash left: half uploads, and files whose row was never committed or is deleted.
pub async fn sweep(app: &App) -> Result<usize> {
    let blobs = app.blobs.clone();
    let listed =
        tokio::task::spawn_blocking(move || Ok::<_, std::io::Error>((blobs.sweep()?, blobs.hashes()?)));
    let (mut gone, hashes) = listed.await.map_err(Error::internal)??;
    let copies = app.blobs.copies().await;
    copies.forget_orphans(|hash| app.blobs.path(hash).is_file())?;
    drop(copies);
    for hash in hashes {
        let gate = app.blobs.gate().await?;
        let mut tx = app.db.read().await?;
        if store::by_hash(&mut tx, &hash).await?.is_none() {
            app.blobs.remove(&hash).await?;
            gone += 1;
        }
        drop(gate);
    }
    Ok(gone)
}
