//! Pages: the editor of a turn and the history of a text.

mod editor;
mod history;

use super::TranscriptRevision;
use crate::error::{Error, ErrorKind, Result};
use crate::people::Permission;
use crate::recordings::Recording;
use crate::speech::Speaker;
use crate::transcripts::TranscriptPages;
use crate::web::{PageContext, Routes};

pub(super) fn routes() -> Routes<TranscriptPages> {
    Routes::new()
        .get(
            "/recordings/{id}/turns/{turn}",
            Permission::UploadRecordings,
            editor::open,
        )
        .post(
            "/recordings/{id}/turns/{turn}",
            Permission::UploadRecordings,
            editor::save,
        )
        .get(
            "/recordings/{id}/history",
            Permission::ReadRecordings,
            history::show,
        )
        .post(
            "/recordings/{id}/history",
            Permission::UploadRecordings,
            history::take_back,
        )
}

/// What a party is called here.
fn name(recording: &Recording, speaker: Speaker, t: &PageContext) -> String {
    match speaker {
        Speaker::Manager => recording.manager_name.clone(),
        Speaker::Client if recording.client.is_empty() => t.text("recordings-client"),
        Speaker::Client => recording.client.clone(),
        Speaker::Unknown => String::new(),
    }
}

fn revision(text: &str) -> Result<TranscriptRevision> {
    text.parse()
        .map_err(|error: crate::id::BadId| Error::new(ErrorKind::BadInput, "turn-revision").because(error))
}
