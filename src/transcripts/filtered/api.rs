//! JSON API: put a stretch back.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::error::Result;
use crate::id::RecordingId;
use crate::people::Permission;
use crate::transcripts::{TranscriptPages, Transcripts};
use crate::web::{Json, Path, Routes, Visitor};

pub(super) fn routes() -> Routes<TranscriptPages> {
    Routes::new().api(Permission::UploadRecordings, routes!(put_back))
}

/// Which of the transcript's `filtered`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StretchBody {
    /// Its `channel`.
    channel: u16,
    /// Its `start_ms`.
    start_ms: i64,
}

/// Put back what was taken out as invented
///
/// It becomes a segment where it belongs by time. 404 `filtered-not-found` when nothing was taken out there.
#[utoipa::path(post, path = "/api/v1/recordings/{id}/transcript/filtered/restore", tag = "recordings",
    params(("id" = String, Path)), request_body = StretchBody,
    responses((status = 204)))]
async fn put_back(
    visitor: Visitor,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    Json(body): Json<StretchBody>,
) -> Result<StatusCode> {
    transcripts
        .restore_filtered(visitor.signed_in()?, &id, body.channel, body.start_ms)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
