//! JSON API: recordings with their sound.

mod bodies;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use utoipa_axum::routes;

use bodies::{CreatedBody, FoundBody, RecordingBody, UploadBody, body};

use super::filter::{self, RecordingFilter};
use super::pages::{explained, send_sound};
use super::upload::AcceptedRecording;
use super::{FactsForm, Recording, RecordingPages, Recordings, spoken_matches};
use crate::api::{Listing, Paging, parameter};
use crate::audit::Act;
use crate::db::Page;
use crate::error::{Error, Result};
use crate::id::RecordingId;
use crate::people::{self, Permission};
use crate::text::fold;
use crate::web::failure::Problem;
use crate::web::{Json, Multipart, PageContext, Path, Query, Routes, Visitor, unknown_field};

pub(super) fn routes() -> Routes<RecordingPages> {
    Routes::new()
        .api(Permission::ReadRecordings, routes!(list))
        .api_large(Permission::UploadRecordings, routes!(create))
        .api(Permission::ReadRecordings, routes!(show))
        .api(Permission::UploadRecordings, routes!(update))
        .api(Permission::DeleteRecordings, routes!(delete))
        .api(Permission::UploadRecordings, routes!(cancel))
        .api(Permission::ReadRecordings, routes!(audio))
}

/// Take in a recording
///
/// Answers when the file is safe; the transcript comes later. A file that is here already is 409 `recording-duplicate`
/// with the earlier recording in `values`; where the earlier recording had lost its file or the file was damaged, it is
/// whole again and the answer is 200.
#[utoipa::path(post, path = "/api/v1/recordings", tag = "recordings",
    request_body(content = UploadBody, content_type = "multipart/form-data"),
    responses((status = 201, body = CreatedBody), (status = 200, body = CreatedBody)))]
async fn create(
    t: PageContext,
    State(recordings): State<Recordings>,
    Multipart(request): Multipart,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    let received = recordings.receive(&person, request).await?;
    if let Some(name) = &received.stray {
        return Err(unknown_field(
            name,
            &format!("file, {}", FactsForm::FIELDS.join(", ")),
        ));
    }
    let mut files = received.files.into_iter();
    let (Some((name, file)), None) = (files.next(), files.next()) else {
        return Err(Error::field("file", "recording-one-file"));
    };
    let AcceptedRecording { recording, mended } = recordings
        .ingest(&person, &received.form, &name, file)
        .await
        .map_err(|refusal| explained(refusal, &t).0)?;
    let url = format!("/recordings/{}", recording.id);
    let at = format!("/api/v1/recordings/{}", recording.id);
    let body = CreatedBody {
        id: recording.id,
        state: recording.state,
        url,
    };
    let status = if mended {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    Ok((status, [(header::LOCATION, at)], Json(body)).into_response())
}

/// Which recordings.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct RecordingListParams {
    /// Rows of a page, 1–200; 50 by default.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// A manager's sign-in name or id.
    manager: Option<String>,
    /// A state, or `working` for all that still move.
    state: Option<String>,
    /// A kind of call.
    #[param(inline, value_type = Option<super::CallType>)]
    call_type: Option<String>,
    /// How the call ended.
    #[param(inline, value_type = Option<super::CallOutcome>)]
    outcome: Option<String>,
    /// A tag.
    tag: Option<String>,
    /// Words of client, number, note or file name, or said in the call, in any form.
    q: Option<String>,
}

/// Recordings one sees, the newest call first
#[utoipa::path(get, path = "/api/v1/recordings", tag = "recordings", params(RecordingListParams),
    responses((status = 200, body = Listing<RecordingBody>),
        (status = 404, description = "There is no such manager, or they are not yours to see", body = Problem, content_type = "application/problem+json")))]
async fn list(
    visitor: Visitor,
    State(recordings): State<Recordings>,
    Query(asked): Query<RecordingListParams>,
) -> Result<Json<Listing<RecordingBody>>> {
    let scope = visitor.signed_in()?.scope();
    let paging = Paging::new(asked.limit, asked.after);
    let mut tx = recordings.core.db.read().await?;
    let manager = match asked.manager.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(name) => Some(match people::store::person_by_login(&mut tx, name).await? {
            Some(person) => person.id,
            None => name.parse().map_err(|_| Error::parameter("manager"))?,
        }),
    };
    let state = match asked.state.as_deref().map(str::trim) {
        Some("working") => Some("working".to_owned()),
        state => parameter::<super::RecordingState>("state", state)?.map(|state| state.to_string()),
    };
    let question = asked.q.unwrap_or_default();
    let filter = RecordingFilter {
        manager,
        state,
        call_type: parameter("call_type", asked.call_type.as_deref())?,
        outcome: parameter("outcome", asked.outcome.as_deref())?,
        tag: asked.tag.map(|tag| fold(tag.trim())),
        ..RecordingFilter::from_words(&question)
    };
    let page = filter::list(&mut tx, &scope, &filter, &paging.cursor()?, paging.limit()?).await?;
    let mut found = spoken_matches::moments(&mut tx, &question, &page.items).await?;
    let positions = recordings.positions(&mut tx, &page.items, visitor.now()).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for recording in page.items {
        let moments = found.remove(&recording.id).unwrap_or_default();
        let mut body = body(&mut tx, &recordings.blobs, recording, &positions, &visitor).await?;
        body.found = moments
            .into_iter()
            .map(|moment| FoundBody::new(&body.url, moment))
            .collect();
        items.push(body);
    }
    Ok(Json(Listing::page(Page {
        items,
        next: page.next,
    })))
}

/// One recording
#[utoipa::path(get, path = "/api/v1/recordings/{id}", tag = "recordings", params(("id" = String, Path)),
    responses((status = 200, body = RecordingBody)))]
async fn show(
    visitor: Visitor,
    State(recordings): State<Recordings>,
    Path(id): Path<RecordingId>,
) -> Result<Json<RecordingBody>> {
    let recording = recordings.find(visitor.signed_in()?, &id).await?;
    one(&recordings, recording, &visitor).await
}

/// Change the facts of a call
///
/// All facts are replaced: a field that is missing is emptied, but manager, time, language and channel stay as they are. With
/// the `revision` it was read at, 409 `changed-meanwhile` when somebody changed the facts since.
#[utoipa::path(put, path = "/api/v1/recordings/{id}", tag = "recordings", params(("id" = String, Path)),
    request_body = FactsForm,
    responses((status = 200, body = RecordingBody)))]
async fn update(
    visitor: Visitor,
    State(recordings): State<Recordings>,
    Path(id): Path<RecordingId>,
    Json(form): Json<FactsForm>,
) -> Result<Json<RecordingBody>> {
    let recording = recordings.change(visitor.signed_in()?, &id, &form).await?;
    one(&recordings, recording, &visitor).await
}

/// Delete a recording with its sound and transcripts
#[utoipa::path(delete, path = "/api/v1/recordings/{id}", tag = "recordings", params(("id" = String, Path)),
    responses((status = 204)))]
async fn delete(
    visitor: Visitor,
    State(recordings): State<Recordings>,
    Path(id): Path<RecordingId>,
) -> Result<StatusCode> {
    recordings.delete(visitor.signed_in()?, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Stop the transcription
#[utoipa::path(post, path = "/api/v1/recordings/{id}/cancel", tag = "recordings", params(("id" = String, Path)),
    responses((status = 202)))]
async fn cancel(
    visitor: Visitor,
    State(recordings): State<Recordings>,
    Path(id): Path<RecordingId>,
) -> Result<StatusCode> {
    recordings.cancel(visitor.signed_in()?, &id).await?;
    Ok(StatusCode::ACCEPTED)
}

/// The sound; understands byte ranges
#[utoipa::path(get, path = "/api/v1/recordings/{id}/audio", tag = "recordings", params(("id" = String, Path)),
    responses((status = 200, content_type = "audio/*"), (status = 206, content_type = "audio/*"),
        (status = 410, body = Problem, content_type = "application/problem+json")))]
async fn audio(
    visitor: Visitor,
    State(recordings): State<Recordings>,
    Path(id): Path<RecordingId>,
    headers: HeaderMap,
) -> Result<Response> {
    let by = visitor.signed_in()?;
    let recording = recordings.find(by, &id).await?;
    recordings
        .keep_listening(by, &recording, Act::RecordingDownloaded)
        .await?;
    send_sound(&recordings, &recording, &headers).await
}

async fn one(
    recordings: &Recordings,
    recording: Recording,
    visitor: &Visitor,
) -> Result<Json<RecordingBody>> {
    let mut tx = recordings.core.db.read().await?;
    let positions = recordings.positions(&mut tx, [&recording], visitor.now()).await?;
    Ok(Json(
        body(&mut tx, &recordings.blobs, recording, &positions, visitor).await?,
    ))
}
