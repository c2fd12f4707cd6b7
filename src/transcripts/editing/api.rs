//! JSON API: read a turn, write it anew, see what was changed, take it back.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::change::TranscriptChangeKind;
use super::edit::{self, TurnEdit, TurnEditOutcome};
use super::{TranscriptRevision, TurnKey, TurnName, history};
use crate::api::Paging;
use crate::db::Page;
use crate::error::{Error, ErrorKind, Result};
use crate::id::RecordingId;
use crate::people::Permission;
use crate::speech::{Segment, Speaker};
use crate::transcripts::{TranscriptPages, Transcripts};
use crate::web::{Json, Path, Query, Routes, Visitor};

pub(super) fn routes() -> Routes<TranscriptPages> {
    Routes::new()
        .api(Permission::ReadRecordings, routes!(turn))
        .api(Permission::UploadRecordings, routes!(write))
        .api(Permission::ReadRecordings, routes!(changes))
        .api(Permission::UploadRecordings, routes!(take_back))
}

/// A turn of the shown transcript.
#[derive(Debug, Serialize, ToSchema)]
struct TurnBody {
    /// Its name in addresses: start in ms and channel.
    #[schema(example = "61200-1")]
    turn: String,
    /// The state of the text; send it back when writing.
    #[schema(example = "01K0ZC3QJ5V0T5N6V8W2M4X7RD-17")]
    revision: String,
    /// What is said.
    #[serde(flatten)]
    segment: Segment,
}

/// One turn
///
/// `turn` is where it starts in milliseconds, or that and its channel: `61200` or `61200-1`.
#[utoipa::path(get, path = "/api/v1/recordings/{id}/transcript/turns/{turn}", tag = "recordings",
    params(("id" = String, Path), ("turn" = String, Path)),
    responses((status = 200, body = TurnBody)))]
async fn turn(
    visitor: Visitor,
    State(transcripts): State<Transcripts>,
    Path((id, turn)): Path<(RecordingId, TurnName)>,
) -> Result<Json<TurnBody>> {
    transcripts.recordings.find(visitor.signed_in()?, &id).await?;
    let mut tx = transcripts.core.db.read().await?;
    let opened = edit::open(&mut tx, &id, turn).await?;
    Ok(Json(TurnBody {
        turn: opened.key.to_string(),
        revision: opened.revision.to_string(),
        segment: opened.turn,
    }))
}

/// What is said in a turn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WriteBody {
    /// The words, at most 20 000 letters; without any, the turn is removed.
    text: String,
    /// The state of the text that was read.
    revision: String,
}

/// How the text stands now.
#[derive(Debug, Serialize, ToSchema)]
struct WrittenBody {
    /// The state of the text.
    revision: String,
    /// The turn was removed.
    removed: bool,
}

/// Write what is said in a turn
///
/// Words that are not touched keep their times and certainty. 409 `turn-changed` when somebody changed the same turn since
/// `revision`: `values` holds the `text` there now, its `revision` and `by` whom.
#[utoipa::path(put, path = "/api/v1/recordings/{id}/transcript/turns/{turn}", tag = "recordings",
    params(("id" = String, Path), ("turn" = String, Path)), request_body = WriteBody,
    responses((status = 200, body = WrittenBody)))]
async fn write(
    visitor: Visitor,
    State(transcripts): State<Transcripts>,
    Path((id, turn)): Path<(RecordingId, TurnName)>,
    Json(body): Json<WriteBody>,
) -> Result<Json<WrittenBody>> {
    let turn_edit = TurnEdit {
        turn,
        text: body.text,
        read: revision(&body.revision)?,
    };
    let (revision, removed) = match transcripts.edit(visitor.signed_in()?, &id, &turn_edit).await? {
        TurnEditOutcome::Same(revision) => (revision, false),
        TurnEditOutcome::Written { revision, removed } => (revision, removed),
        TurnEditOutcome::Clash(clash) => {
            return Err(Error::new(ErrorKind::Conflict, "turn-changed")
                .with("text", clash.text())
                .with("revision", &clash.revision)
                .with("by", clash.by.as_deref().unwrap_or_default()));
        }
    };
    Ok(Json(WrittenBody {
        revision: revision.to_string(),
        removed,
    }))
}

/// A change of the text.
#[derive(Debug, Serialize, ToSchema)]
struct ChangeBody {
    /// The state it made.
    revision: String,
    /// What was done.
    kind: TranscriptChangeKind,
    /// By whom; empty when they are gone.
    by: String,
    /// When, RFC 3339.
    changed_at: String,
    /// The turns it touched; none for a swap of the sides, which touches all.
    turns: Vec<TurnChangeBody>,
}

/// A turn before and after a change.
#[derive(Debug, Serialize, ToSchema)]
struct TurnChangeBody {
    /// Which.
    turn: String,
    /// As it was; absent when it is new.
    before: Option<SaidBody>,
    /// As it became; absent when it was removed.
    after: Option<SaidBody>,
}

/// Who says what.
#[derive(Debug, Serialize, ToSchema)]
struct SaidBody {
    /// Who.
    speaker: Speaker,
    /// What.
    text: String,
}

/// The history of a text.
#[derive(Debug, Serialize, ToSchema)]
struct ChangesBody {
    /// The state of the text now.
    revision: String,
    /// The newest first.
    items: Vec<ChangeBody>,
    /// Give it back as `after`; absent on the last page.
    next: Option<String>,
}

/// What was changed in the transcript
#[utoipa::path(get, path = "/api/v1/recordings/{id}/transcript/history", tag = "recordings",
    params(("id" = String, Path), Paging),
    responses((status = 200, body = ChangesBody)))]
async fn changes(
    visitor: Visitor,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    Query(paging): Query<Paging>,
) -> Result<Json<ChangesBody>> {
    transcripts.recordings.find(visitor.signed_in()?, &id).await?;
    let mut tx = transcripts.core.db.read().await?;
    let (now, page) = history(&mut tx, &id, paging.cursor()?.key, paging.limit()?).await?;
    let Page { items, next } = page;
    let state = |number| {
        let revision = TranscriptRevision {
            transcript: now.transcript.clone(),
            number,
        };
        revision.to_string()
    };
    let said = |turn: Segment| SaidBody {
        speaker: turn.speaker,
        text: turn.text,
    };
    let items = items.into_iter().map(|row| ChangeBody {
        revision: state(row.revision),
        kind: row.kind,
        by: row.person.unwrap_or_default(),
        changed_at: row.changed_at.rfc3339(),
        turns: (row.changes.0.into_iter())
            .map(|change| TurnChangeBody {
                turn: change.key().as_ref().map(TurnKey::to_string).unwrap_or_default(),
                before: change.before.map(said),
                after: change.after.map(said),
            })
            .collect(),
    });
    Ok(Json(ChangesBody {
        items: items.collect(),
        next: next.map(|next| next.to_string()),
        revision: now.to_string(),
    }))
}

/// What to take back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RestoreBody {
    /// The change that made this state.
    revision: String,
    /// Every later change as well: the text becomes what it was before.
    #[serde(default)]
    all: bool,
}

/// How the text stands now.
#[derive(Debug, Serialize, ToSchema)]
struct RestoredBody {
    /// The state of the text.
    revision: String,
}

/// Take a change of the transcript back
///
/// It is a change itself. 409 `revision-nothing` when the text is as it was before, `revision-other-text` when the
/// recording was transcribed anew, `revision-swap` for a swap of the sides, which has an operation of its own.
#[utoipa::path(post, path = "/api/v1/recordings/{id}/transcript/restore", tag = "recordings",
    params(("id" = String, Path)), request_body = RestoreBody,
    responses((status = 200, body = RestoredBody)))]
async fn take_back(
    visitor: Visitor,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    Json(body): Json<RestoreBody>,
) -> Result<Json<RestoredBody>> {
    let meant = revision(&body.revision)?;
    let restored = transcripts
        .restore_edit(visitor.signed_in()?, &id, &meant, body.all)
        .await?;
    Ok(Json(RestoredBody {
        revision: restored.to_string(),
    }))
}

fn revision(text: &str) -> Result<TranscriptRevision> {
    text.parse()
        .map_err(|error: crate::id::BadId| Error::new(ErrorKind::BadInput, "turn-revision").because(error))
}
