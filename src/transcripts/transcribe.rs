//! The work that turns a recording into a transcript.
//!
//! Decides what is tried again and what is given up. Without a speech model the file is still read through, so that a broken
//! one is known and the waveform is there, and the job waits until [`await_model`] sees the model. The transcript, the
//! waveform and the job's end are one transaction. Leaves asking for it to [`TranscribeRecording`], which model and language
//! a job names beyond the usual to [`versions`].

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{Transcripts, versions};
use crate::core::Core;
use crate::db::DbError;
use crate::error::Error;
use crate::glossary;
use crate::id::{Randomness, RecordingId, TranscriptId};
use crate::jobs::{self, Job as _, JobContext, JobError};
use crate::lifecycle::Lifecycle;
use crate::people::Scope;
use crate::recordings::{Blobs, Recording, RecordingState, TranscribeRecording, files, store};
use crate::speech::audio::{self, AudioError};
use crate::speech::engine::EngineError;
use crate::speech::{self, Abort, Options, PipelineOutput, Speech, TranscribeError};

/// How long a job without a model waits when nobody calls it sooner, in ms.
const WAIT_MS: i64 = 60_000;
/// How often is looked for a missing model.
const LOOK_EVERY: Duration = Duration::from_secs(3);

/// What the job needs.
#[derive(Debug, Clone)]
pub struct TranscribeParts {
    /// The sound.
    pub blobs: Blobs,
    /// The model.
    pub speech: Arc<Speech>,
    /// Ids of transcripts.
    pub randomness: Randomness,
    /// Windows heard at once.
    pub threads: usize,
    /// The longest recording, in ms.
    pub limit_ms: i64,
    /// Names and terms of the house.
    pub glossary: glossary::GlossarySource,
}

/// Does the job.
pub async fn transcribe(
    parts: TranscribeParts,
    job: TranscribeRecording,
    context: JobContext,
) -> Result<(), JobError> {
    let recording = read(&context, &job.recording).await?;
    // A volume that has gone comes back: it is tried again before it is given up.
    let path = files::file_of(&parts.blobs, &recording.file_hash)
        .await
        .map_err(JobError::Retry)?;
    let (speech, model) = (Arc::clone(&parts.speech), job.model.clone());
    let engine = match context
        .blocking(move |_| Ok(speech.engine(model.as_ref())))
        .await?
    {
        Ok(engine) => engine,
        Err(error) => {
            measure(&parts, &recording, &context).await?;
            return Err(JobError::Wait { error, ms: WAIT_MS });
        }
    };
    begin(&context, &recording).await?;
    let language = job.language.unwrap_or(recording.language);
    let options = Options {
        language: language.to_string(),
        manager_channel: recording.manager_channel,
        threads: parts.threads,
        limit_ms: limit(&parts, &recording),
        glossary: parts
            .glossary
            .gather(&mut context.db().read().await?, language)
            .await?,
    };
    let outcome = context
        .blocking(move |context| {
            let token = context.token();
            let abort: Abort = Arc::new(move || token.is_cancelled());
            let mut tell =
                |stage: speech::PipelineStage, permille| context.progress(stage.as_str(), permille);
            speech::transcribe(&path, &options, engine.as_ref(), &abort, &mut tell).map_err(job_error)
        })
        .await?;
    finish(&parts, &recording, outcome, &context).await
}

/// The setting is for what is taken in: one that was longer then is still heard. A file whose head understates its length is
/// found out here.
fn limit(parts: &TranscribeParts, recording: &Recording) -> i64 {
    // Headers round.
    parts.limit_ms.max(recording.duration_ms.saturating_add(1_000))
}

/// The row as it is now; a recording that is gone has nothing to be done for.
async fn read(context: &JobContext, id: &RecordingId) -> Result<Recording, JobError> {
    let mut tx = context.db().read().await?;
    let found = store::find(&mut tx, &Scope::All, id).await?;
    found.ok_or_else(|| JobError::Fail(Error::not_found("recording-not-found")))
}

/// Says on the recording that it is being worked on, unless it was cancelled this very moment.
async fn begin(context: &JobContext, recording: &Recording) -> Result<(), JobError> {
    context.check()?;
    let mut tx = context.db().write().await?;
    let moved = store::move_to(
        &mut tx,
        &recording.id,
        RecordingState::Transcribing,
        None,
        context.now(),
    )
    .await?;
    tx.commit().await?;
    if moved { Ok(()) } else { Err(JobError::Cancelled) }
}

/// Reads the file through without hearing it, once.
async fn measure(
    parts: &TranscribeParts,
    recording: &Recording,
    context: &JobContext,
) -> Result<(), JobError> {
    let mut tx = context.db().read().await?;
    let known = store::peaks(&mut tx, &recording.id).await?.is_some();
    drop(tx);
    if known {
        return Ok(());
    }
    let (path, limit_ms) = (parts.blobs.path(&recording.file_hash), limit(parts, recording));
    let sound = context
        .blocking(move |context| {
            let mut watch = |share: f32| {
                context.progress(speech::PipelineStage::Decoding.as_str(), (share * 50.0) as u16);
                !context.cancelled()
            };
            audio::load(&path, limit_ms, &mut watch)
                .map_err(|error| job_error(error.into()))?
                .ok_or(JobError::Cancelled)
        })
        .await?;
    let mut tx = context.db().write().await?;
    store::set_sound(&mut tx, &recording.id, &sound.facts, &sound.peaks).await?;
    Ok(tx.commit().await?)
}

async fn finish(
    parts: &TranscribeParts,
    recording: &Recording,
    outcome: PipelineOutput,
    context: &JobContext,
) -> Result<(), JobError> {
    let now = context.now();
    let mut transcript = outcome.transcript;
    let seconds = transcript.duration_ms / 1000;
    let mut tx = context.db().write().await?;
    // First: from here to the commit nobody else changes the recording.
    store::set_sound(&mut tx, &recording.id, &outcome.facts, &outcome.peaks).await?;
    // Somebody may have swapped the parties while the machine was listening.
    let swapped = store::find(&mut tx, &Scope::All, &recording.id)
        .await?
        .is_some_and(|fresh| fresh.manager_channel != recording.manager_channel);
    if swapped && transcript.channels > 1 {
        transcript.swap_speakers();
    }
    let id = TranscriptId::new(now, &parts.randomness);
    versions::keep(&mut tx, id, &recording.id, &transcript, &outcome.voice, context).await?;
    store::move_to(&mut tx, &recording.id, RecordingState::Ready, None, now).await?;
    context.finish(tx).await?;
    metrics::counter!(crate::telemetry::metrics::TRANSCRIBED_SECONDS)
        .increment(seconds.max(0).unsigned_abs());
    tracing::info!(recording = %recording.id, seconds, x_realtime = transcript.engine.x_realtime, "recording transcribed");
    Ok(())
}

/// What may go better another time is tried again; a file or language that does not fit is given up.
fn job_error(error: TranscribeError) -> JobError {
    match &error {
        TranscribeError::Engine(EngineError::Aborted) => JobError::Cancelled,
        TranscribeError::Engine(EngineError::Model(_)) => JobError::Wait {
            error: error.into(),
            ms: WAIT_MS,
        },
        TranscribeError::Audio(AudioError::Io(_)) | TranscribeError::Engine(EngineError::Failed(_)) => {
            JobError::Retry(error.into())
        }
        TranscribeError::Audio(_) | TranscribeError::Engine(EngineError::Language(_)) => {
            JobError::Fail(error.into())
        }
    }
}

impl Transcripts {
    /// Starts what belongs to transcribing here: the look-out for a missing speech model.
    pub fn start_work(&self, life: &Lifecycle) {
        life.tasks.spawn(await_model(
            Arc::clone(&self.speech),
            self.core.clone(),
            life.soft.clone(),
        ));
    }
}

/// While a model is missing, looks for it every few seconds and lets the waiting jobs run when it has come.
pub async fn await_model(speech: Arc<Speech>, core: Core, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        let looking = Arc::clone(&speech);
        let there = tokio::task::spawn_blocking(move || looking.has_come()).await;
        if matches!(there, Ok(true))
            && let Err(error) = hurry(&core).await
        {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "waiting recordings could not be hurried"
            );
        }
    }
}

/// Lets every recording that waits for a model be tried now.
pub async fn hurry(core: &Core) -> Result<u64, DbError> {
    let mut tx = core.db.write().await?;
    let hurried = jobs::hurry(&mut tx, TranscribeRecording::KIND, core.now()).await?;
    tx.commit().await?;
    core.jobs.wake();
    Ok(hurried)
}
