//! JSON API: the texts of a recording, one of them, bring one, show one.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::{RetranscribeRequest, TranscriptVersion, import, store};
use crate::api::Listing;
use crate::error::{Error, Result};
use crate::id::{PersonId, RecordingId, TranscriptId};
use crate::people::Permission;
use crate::speech::Transcript;
use crate::speech::export::TranscriptFormat;
use crate::transcripts::api::FormatQuery;
use crate::transcripts::pages::send_transcript;
use crate::transcripts::{TranscriptPages, Transcripts, labels};
use crate::web::failure::Problem;
use crate::web::{Json, Multipart, PageContext, Path, Query, Routes, Visitor};

pub(super) fn routes() -> Routes<TranscriptPages> {
    Routes::new()
        .api(Permission::ReadRecordings, routes!(list))
        .api_large(Permission::UploadRecordings, routes!(bring))
        .api(Permission::ReadRecordings, routes!(show))
        .api(Permission::UploadRecordings, routes!(show_this))
        .api(Permission::UploadRecordings, routes!(retry))
}

/// One transcript of a recording, without its text.
#[derive(Debug, Serialize, ToSchema)]
struct VersionBody {
    /// Identifier.
    id: TranscriptId,
    /// Is it the one that is shown?
    shown: bool,
    /// `machine`: heard here; `import`: made elsewhere and brought in a file.
    origin: &'static str,
    /// The model that heard it; absent for an imported one.
    model: Option<String>,
    /// What the model ran on; absent for an imported one.
    device: Option<String>,
    /// Seconds of recording for each second of work; absent for an imported one.
    x_realtime: Option<f64>,
    /// Who brought it; absent when a machine made it, or they are gone.
    imported_by: Option<ImporterBody>,
    /// The file it came in; absent when a machine made it.
    file_name: Option<String>,
    /// Two-letter code of its language.
    language: String,
    /// Has it been changed by hand?
    edited: bool,
    /// When it was made or brought, RFC 3339.
    created_at: String,
    /// Its page.
    url: String,
}

/// Who brought a transcript.
#[derive(Debug, Serialize, ToSchema)]
struct ImporterBody {
    /// Identifier.
    id: PersonId,
    /// Full name.
    name: String,
}

impl VersionBody {
    fn new(recording: &RecordingId, version: TranscriptVersion) -> Self {
        let imported = version.is_imported();
        Self {
            shown: version.is_current,
            origin: if imported { "import" } else { "machine" },
            edited: version.is_edited(),
            model: (!imported).then_some(version.engine_model),
            device: (!imported).then_some(version.engine_device),
            x_realtime: (!imported).then_some(version.x_realtime),
            imported_by: version
                .imported_by
                .zip(version.importer)
                .map(|(id, name)| ImporterBody { id, name }),
            file_name: imported.then_some(version.file_name),
            language: version.language,
            created_at: version.created_at.rfc3339(),
            url: format!("/recordings/{recording}/transcripts/{}", version.id),
            id: version.id,
        }
    }
}

/// All transcripts of a recording, the newest first
#[utoipa::path(get, path = "/api/v1/recordings/{id}/transcripts", tag = "recordings", params(("id" = String, Path)),
    responses((status = 200, body = Listing<VersionBody>)))]
async fn list(
    visitor: Visitor,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
) -> Result<Json<Listing<VersionBody>>> {
    let all = transcripts.versions(visitor.signed_in()?, &id).await?;
    let items = all.into_iter().map(|version| VersionBody::new(&id, version));
    Ok(Json(Listing::whole(items)))
}

/// A multipart request.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the request in the API document")]
struct ImportBody {
    /// SubRip, WebVTT or the JSON of a transcript, up to 8 MB; UTF-8, UTF-16 or an older Russian encoding.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Bring a transcript that was made elsewhere
///
/// It is shown from now on. Names before a colon and voices of WebVTT become the parties when they are the manager's or
/// client's name or a word such as `Менеджер` or `Client`; in stereo, turns without a name are told by the sound. What is
/// wrong with a file is said with its line, or with the turn of a JSON document.
#[utoipa::path(post, path = "/api/v1/recordings/{id}/transcripts", tag = "recordings", params(("id" = String, Path)),
    request_body(content = ImportBody, content_type = "multipart/form-data"),
    responses((status = 201, body = VersionBody)))]
async fn bring(
    visitor: Visitor,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    Multipart(request): Multipart,
) -> Result<Response> {
    let person = visitor.signed_in()?;
    transcripts.recordings.find(person, &id).await?;
    let file = import::receive(request).await?;
    let version = transcripts.import_version(person, &id, file).await?;
    let at = format!("/api/v1/recordings/{id}/transcripts/{version}");
    let body = VersionBody::new(&id, transcripts.version(person, &id, &version).await?);
    Ok((StatusCode::CREATED, [(header::LOCATION, at)], Json(body)).into_response())
}

/// One transcript of a recording
#[utoipa::path(get, path = "/api/v1/recordings/{id}/transcripts/{transcript}", tag = "recordings",
    params(("id" = String, Path), ("transcript" = String, Path),
        ("format" = inline(Option<TranscriptFormat>), Query, description = "`json` by default")),
    responses((status = 200, content((Transcript = "application/json"), (String = "text/plain"), (String = "text/vtt"),
        (String = "application/x-subrip"),
        (String = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")))))]
async fn show(
    t: PageContext,
    State(transcripts): State<Transcripts>,
    Path((id, version)): Path<(RecordingId, TranscriptId)>,
    Query(query): Query<FormatQuery>,
) -> Result<Response> {
    let recording = transcripts.recordings.find(t.visitor().signed_in()?, &id).await?;
    let format = query.format()?;
    let mut tx = transcripts.core.db.read().await?;
    let found = store::document(&mut tx, &id, &version).await?;
    drop(tx);
    let (transcript, _) = found.ok_or(Error::not_found("transcript-version-not-found"))?;
    let labels = labels::for_recording(&recording, &transcript, &t);
    send_transcript(transcript, format, labels).await
}

/// Show this transcript instead of the one before
#[utoipa::path(post, path = "/api/v1/recordings/{id}/transcripts/{transcript}/show", tag = "recordings",
    params(("id" = String, Path), ("transcript" = String, Path)),
    responses((status = 204)))]
async fn show_this(
    visitor: Visitor,
    State(transcripts): State<Transcripts>,
    Path((id, version)): Path<(RecordingId, TranscriptId)>,
) -> Result<StatusCode> {
    transcripts
        .show_version(visitor.signed_in()?, &id, &version)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Transcribe once more
///
/// Without a body: what failed, was stopped or waits is begun again as it was asked for. With `model` or `language`: anew
/// by that model, in that language; the transcript there was stays a version. 503 `model-missing` names the command that
/// brings a model that is not here.
#[utoipa::path(post, path = "/api/v1/recordings/{id}/retry", tag = "recordings", params(("id" = String, Path)),
    request_body(content = Option<RetranscribeRequest>),
    responses((status = 202),
        (status = 410, body = Problem, content_type = "application/problem+json")))]
async fn retry(
    visitor: Visitor,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    request: Option<Json<RetranscribeRequest>>,
) -> Result<StatusCode> {
    let request = request.map(|Json(request)| request).unwrap_or_default();
    transcripts
        .transcribe_again(visitor.signed_in()?, &id, &request)
        .await?;
    Ok(StatusCode::ACCEPTED)
}
