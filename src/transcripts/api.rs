//! JSON API: the text of a recording that is shown.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa_axum::routes;

use super::pages::{send_transcript, shown};
use super::{TranscriptPages, Transcripts, labels};
use crate::audit::Act;
use crate::error::{Error, Result};
use crate::id::RecordingId;
use crate::people::Permission;
use crate::speech::Transcript;
use crate::speech::export::TranscriptFormat;
use crate::web::{PageContext, Path, Query, Routes};

pub(super) fn routes() -> Routes<TranscriptPages> {
    Routes::new().api(Permission::ReadRecordings, routes!(transcript))
}

/// How a transcript is written.
#[derive(Debug, Deserialize)]
pub(super) struct FormatQuery {
    #[serde(default)]
    format: Option<String>,
}

impl FormatQuery {
    /// Code: `transcript-format`.
    pub(super) fn format(&self) -> Result<TranscriptFormat> {
        match self.format.as_deref() {
            None | Some("") => Ok(TranscriptFormat::Json),
            Some(word) => word
                .parse()
                .map_err(|_| Error::unusable_parameter("format", "transcript-format")),
        }
    }
}

/// The transcript that is shown
#[utoipa::path(get, path = "/api/v1/recordings/{id}/transcript", tag = "recordings",
    params(("id" = String, Path), ("format" = inline(Option<TranscriptFormat>), Query, description = "`json` by default")),
    responses((status = 200, content((Transcript = "application/json"), (String = "text/plain"), (String = "text/vtt"),
        (String = "application/x-subrip"),
        (String = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")))))]
async fn transcript(
    t: PageContext,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    Query(query): Query<FormatQuery>,
) -> Result<Response> {
    let by = t.visitor().signed_in()?;
    let recording = transcripts.recordings.find(by, &id).await?;
    let format = query.format()?;
    let transcript = shown(&transcripts, &recording).await?;
    transcripts
        .recordings
        .keep_listening(by, &recording, Act::TranscriptDownloaded)
        .await?;
    let labels = labels::for_recording(&recording, &transcript, &t);
    send_transcript(transcript, format, labels).await
}
