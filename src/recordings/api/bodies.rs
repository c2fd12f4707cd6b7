//! What the recordings API says and takes: the shapes of its requests and answers.

use serde::Serialize;
use utoipa::ToSchema;

use crate::db::{DbError, Tx};
use crate::id::{PersonId, RecordingId};
use crate::jobs::{self, Job as _, QueuePositions};
use crate::recordings::files::{FileFault, fault_of};
use crate::recordings::spoken_matches::SpokenMatch;
use crate::recordings::{Blobs, Recording, RecordingState, TranscribeRecording};
use crate::side::Side;
use crate::speech::Speaker;
use crate::web::{Visitor, failure};

/// A recording that was just taken in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CreatedBody {
    /// Identifier.
    pub(super) id: RecordingId,
    /// `queued`.
    pub(super) state: RecordingState,
    /// Its page.
    pub(super) url: String,
}

/// A recording.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RecordingBody {
    /// Identifier.
    pub(super) id: RecordingId,
    /// How far it is.
    pub(super) state: RecordingState,
    /// Its page.
    pub(super) url: String,
    /// Length in milliseconds.
    pub(super) duration_ms: i64,
    /// Channels of the file, 1 or 2.
    pub(super) channels: i32,
    /// Its transcription, when there has been one.
    pub(super) job: Option<JobBody>,
    /// Why it failed or waits.
    pub(super) error: Option<ErrorBody>,
    /// Whose call.
    pub(super) manager: ManagerBody,
    /// The other party.
    pub(super) client: String,
    /// Their telephone number.
    pub(super) phone: String,
    /// `in` or `out`.
    pub(super) direction: Option<crate::recordings::Direction>,
    /// When the call began, RFC 3339.
    pub(super) called_at: String,
    /// What kind of call.
    pub(super) call_type: Option<crate::recordings::CallType>,
    /// How it ended.
    pub(super) outcome: Option<crate::recordings::CallOutcome>,
    /// Free words.
    pub(super) note: String,
    /// Words people gave it.
    pub(super) tags: Vec<String>,
    /// What a change of the facts names, so that it overwrites nobody's.
    pub(super) revision: String,
    /// `ru` or `en`.
    pub(super) language: String,
    /// Where the manager is heard, 1 or 2.
    #[schema(value_type = i32)]
    pub(super) manager_channel: Side,
    /// The file's name where it came from.
    pub(super) file_name: String,
    /// Size of the file.
    pub(super) bytes: i64,
    /// SHA-256 of the file.
    pub(super) sha256: String,
    /// Where the sound breaks off, in milliseconds, when it does.
    pub(super) damaged_at_ms: Option<i64>,
    /// `missing` or `damaged` when the file is not the one that came; bring the same sound again.
    pub(super) file_fault: Option<FileFault>,
    /// Whose decoder reads the file.
    pub(super) read_by: crate::speech::audio::ReadBy,
    /// When it was taken in, RFC 3339.
    pub(super) created_at: String,
    /// In a list asked with `q`: where its words are said, at most three places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) found: Vec<FoundBody>,
}

/// A place where a word is said.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FoundBody {
    /// The first found word, in milliseconds from the start.
    pub(super) at_ms: i64,
    /// Who says it.
    pub(super) speaker: Speaker,
    /// What is said: escaped text with found words in `<mark>`.
    pub(super) snippet_html: String,
    /// The recording's page at this second.
    pub(super) url: String,
}

impl FoundBody {
    pub(super) fn new(page: &str, moment: SpokenMatch) -> Self {
        Self {
            url: format!("{page}#t-{}", moment.at_ms),
            at_ms: moment.at_ms,
            speaker: moment.speaker,
            snippet_html: moment.snippet_html.into_string(),
        }
    }
}

/// A transcription's progress.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobBody {
    /// `queued`, `running`, `done`, `failed`, `cancelled`.
    pub(super) state: jobs::JobState,
    /// `decoding`, `transcribing`, `merging`; empty before the first.
    pub(super) stage: String,
    /// Share done, 0…1.
    pub(super) progress: f64,
    /// Place in the queue from 1, while it waits for its turn.
    pub(super) place: Option<usize>,
    /// When it may be ready, RFC 3339, once that can be told.
    pub(super) expected_at: Option<String>,
}

/// Why something failed or waits.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ErrorBody {
    /// Stable code.
    pub(super) code: String,
    /// Sentence for a person.
    pub(super) title: String,
}

/// Whose call it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ManagerBody {
    /// Identifier.
    pub(super) id: PersonId,
    /// Full name.
    pub(super) name: String,
}

/// A multipart request; every field but `file` may be missing.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the request in the API document")]
pub(super) struct UploadBody {
    /// The sound.
    #[schema(value_type = String, format = Binary)]
    pub(super) file: Vec<u8>,
    /// The manager's sign-in name or id; a manager's own calls when missing.
    pub(super) manager: Option<String>,
    /// The other party.
    pub(super) client: Option<String>,
    /// Their telephone number.
    pub(super) phone: Option<String>,
    /// `in` or `out`.
    pub(super) direction: Option<String>,
    /// When the call began, RFC 3339 or local time; by the file's name, else now.
    pub(super) called_at: Option<String>,
    /// `first`, `request`, `repeat`, `offer`, `service`, `other`.
    pub(super) call_type: Option<String>,
    /// `reached`, `later`, `refused`, `unfit`.
    pub(super) outcome: Option<String>,
    /// Free words.
    pub(super) note: Option<String>,
    /// Separated by commas.
    pub(super) tags: Option<String>,
    /// `ru` or `en`.
    pub(super) language: Option<String>,
    /// `1` or `2`.
    pub(super) manager_channel: Option<String>,
}

/// A recording as the API tells it.
pub(super) async fn body(
    tx: &mut Tx,
    blobs: &Blobs,
    recording: Recording,
    positions: &QueuePositions,
    visitor: &Visitor,
) -> Result<RecordingBody, DbError> {
    let row = jobs::latest_for(tx, TranscribeRecording::KIND, recording.id.as_str()).await?;
    let now = visitor.now();
    let file_fault = fault_of(tx, blobs, &recording).await?;
    let revision = crate::recordings::facts::revision(&recording);
    let job = row.map(|row| JobBody {
        place: positions.of(&row.id).place,
        expected_at: row
            .expected_finish(now)
            .or(positions.of(&row.id).ready_at)
            .map(crate::time::Timestamp::rfc3339),
        state: row.state,
        progress: f64::from(row.progress_permille) / 1000.0,
        stage: row.stage,
    });
    let error = recording.error_code.as_ref().map(|code| {
        let args = recording.error_args.iter().flat_map(|args| &args.0);
        ErrorBody {
            title: failure::stored_sentence(visitor.texts(), code, args),
            code: code.clone(),
        }
    });
    Ok(RecordingBody {
        url: format!("/recordings/{}", recording.id),
        id: recording.id,
        state: recording.state,
        duration_ms: recording.duration_ms,
        channels: recording.channels,
        job,
        error,
        manager: ManagerBody {
            id: recording.manager_id,
            name: recording.manager_name,
        },
        client: recording.client,
        phone: recording.phone,
        direction: recording.direction,
        called_at: recording.called_at.rfc3339(),
        call_type: recording.call_type,
        outcome: recording.outcome,
        note: recording.note,
        tags: recording.tags.0,
        revision,
        language: recording.language.to_string(),
        manager_channel: recording.manager_channel,
        file_name: recording.file_name,
        bytes: recording.bytes,
        sha256: recording.file_hash,
        damaged_at_ms: recording.damaged_at_ms,
        file_fault,
        read_by: recording.read_by,
        created_at: recording.created_at.rfc3339(),
        found: Vec::new(),
    })
}
