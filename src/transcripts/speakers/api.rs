//! JSON API: swap the sides, say who speaks.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::names::PartyNames;
use crate::api::parameter;
use crate::error::{Error, Result};
use crate::id::RecordingId;
use crate::people::Permission;
use crate::side::Side;
use crate::speech::Speaker;
use crate::transcripts::{TranscriptPages, Transcripts};
use crate::web::{Json, Path, Query, Routes, Visitor};

pub(super) fn routes() -> Routes<TranscriptPages> {
    Routes::new()
        .api(Permission::UploadRecordings, routes!(swap))
        .api(Permission::UploadRecordings, routes!(name))
        .api(Permission::UploadRecordings, routes!(rename))
}

/// Where the manager is heard now.
#[derive(Debug, Serialize, ToSchema)]
struct SidesBody {
    /// 1 or 2.
    #[schema(value_type = i32)]
    manager_channel: Side,
}

/// Which way the sides are to be.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SidesQuery {
    /// The channel the manager is to be heard on, 1 or 2; the other one than now when missing.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 2)]
    to: Option<String>,
}

/// Swap the sides of a stereo call
///
/// Every transcript of the recording changes with it; once more swaps back. Who says by `to` what the sides are to be does not
/// swap back what somebody else has swapped meanwhile. 409 `recording-one-side` for mono and for stereo that is one sound twice.
#[utoipa::path(post, path = "/api/v1/recordings/{id}/swap", tag = "recordings",
    params(("id" = String, Path), SidesQuery),
    responses((status = 200, body = SidesBody)))]
async fn swap(
    visitor: Visitor,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    Query(query): Query<SidesQuery>,
) -> Result<Json<SidesBody>> {
    let channel = parameter("to", query.to.as_deref())?;
    let side = |channel| Side::from_channel(channel).ok_or(Error::parameter("to"));
    let to = channel.map(side).transpose()?;
    let manager_channel = transcripts.swap_sides(visitor.signed_in()?, &id, to).await?;
    Ok(Json(SidesBody { manager_channel }))
}

/// Who speaks in some turns of a mono call.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SpeakerBody {
    /// `manager`, `client` or `unknown`.
    speaker: Speaker,
    /// `start_ms` of the first turn that is meant.
    from_ms: i64,
    /// `start_ms` of the last one; the same turn when missing.
    to_ms: Option<i64>,
}

/// How much was changed.
#[derive(Debug, Serialize, ToSchema)]
struct NamedBody {
    /// Turns between the two, both included.
    turns: usize,
}

/// Say who speaks in a mono call
///
/// 409 `transcript-has-sides` where each party has a channel.
#[utoipa::path(put, path = "/api/v1/recordings/{id}/transcript/speaker", tag = "recordings",
    params(("id" = String, Path)), request_body = SpeakerBody,
    responses((status = 200, body = NamedBody)))]
async fn name(
    visitor: Visitor,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    Json(body): Json<SpeakerBody>,
) -> Result<Json<NamedBody>> {
    let turns = (body.from_ms, body.to_ms.unwrap_or(body.from_ms));
    let turns = transcripts
        .name_speaker(visitor.signed_in()?, &id, turns, body.speaker, &[])
        .await?;
    Ok(Json(NamedBody { turns }))
}

/// What the parties are called.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NamesBody {
    /// The manager's sign-in name or id; as it was when missing.
    manager: Option<String>,
    /// The client; as it was when missing.
    client: Option<String>,
    /// The `revision` of the recording this was made on. With one, what somebody changed since is not overwritten.
    #[serde(default)]
    revision: String,
}

/// What the parties are called now.
#[derive(Debug, Serialize, ToSchema)]
struct RenamedBody {
    /// Full name of the manager.
    manager: String,
    /// The client; may be empty.
    client: String,
}

/// Say what the parties are called
///
/// In the whole recording and every file made of it. The other facts stay as they are. With the `revision` it was read at, 409
/// `changed-meanwhile` when somebody changed the facts since.
#[utoipa::path(put, path = "/api/v1/recordings/{id}/names", tag = "recordings",
    params(("id" = String, Path)), request_body = NamesBody,
    responses((status = 200, body = RenamedBody)))]
async fn rename(
    visitor: Visitor,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    Json(body): Json<NamesBody>,
) -> Result<Json<RenamedBody>> {
    let names = PartyNames {
        manager: body.manager,
        client: body.client,
        revision: body.revision,
    };
    let recording = transcripts
        .rename_speakers(visitor.signed_in()?, &id, &names)
        .await?;
    Ok(Json(RenamedBody {
        manager: recording.manager_name,
        client: recording.client,
    }))
}
