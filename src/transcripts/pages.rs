//! The shown text as a file.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use super::{TranscriptPages, Transcripts, labels, store as transcripts};
use crate::audit::Act;
use crate::error::{Error, Result};
use crate::id::RecordingId;
use crate::people::Permission;
use crate::recordings::Recording;
use crate::recordings::pages::attach;
use crate::speech::Transcript;
use crate::speech::export::{self, Labels, TranscriptFormat};
use crate::web::{PageContext, Path, Routes};

pub(super) fn routes() -> Routes<TranscriptPages> {
    Routes::new().get(
        "/recordings/{id}/transcript/{format}",
        Permission::ReadRecordings,
        transcript,
    )
}

async fn transcript(
    t: PageContext,
    State(transcripts): State<Transcripts>,
    Path((id, format)): Path<(RecordingId, String)>,
) -> Result<Response> {
    let by = t.visitor().signed_in()?;
    let recording = transcripts.recordings.find(by, &id).await?;
    let format: TranscriptFormat = format.parse().map_err(|_| Error::not_found("not-found"))?;
    let transcript = shown(&transcripts, &recording).await?;
    transcripts
        .recordings
        .keep_listening(by, &recording, Act::TranscriptDownloaded)
        .await?;
    let labels = labels::for_recording(&recording, &transcript, &t);
    download(&recording, transcript, format, labels).await
}

/// A transcript as a file to be saved.
pub(super) async fn download(
    recording: &Recording,
    transcript: Transcript,
    format: TranscriptFormat,
    labels: Labels,
) -> Result<Response> {
    let mut response = send_transcript(transcript, format, labels).await?;
    attach(&mut response, recording, format.ending());
    Ok(response)
}

/// The shown transcript. Code: `transcript-not-found`.
pub(super) async fn shown(transcripts: &Transcripts, recording: &Recording) -> Result<Transcript> {
    let mut tx = transcripts.core.db.read().await?;
    let current = transcripts::current(&mut tx, &recording.id).await?;
    current.ok_or(Error::not_found("transcript-not-found"))
}

/// A transcript in a format; long ones take a while to write.
pub(super) async fn send_transcript(
    transcript: Transcript,
    format: TranscriptFormat,
    labels: Labels,
) -> Result<Response> {
    let written = tokio::task::spawn_blocking(move || export::write(&transcript, format, &labels));
    let body = written.await.map_err(Error::internal)??;
    Ok(([(header::CONTENT_TYPE, format.content_type())], body).into_response())
}
