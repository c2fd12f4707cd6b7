//! The form beside each stretch that was taken out.

use axum::extract::State;
use serde::Deserialize;

use crate::error::{Error, ErrorKind, Result};
use crate::id::RecordingId;
use crate::people::Permission;
use crate::transcripts::{TranscriptPages, Transcripts};
use crate::web::{Flash, Form, PageContext, Path, Routes, SeeOther, see};

pub(super) fn routes() -> Routes<TranscriptPages> {
    Routes::new().post(
        "/recordings/{id}/filtered/restore",
        Permission::UploadRecordings,
        restore_stretch,
    )
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RestoreFilteredForm {
    /// `1 61200`: the channel, and where the stretch starts in ms.
    at: String,
}

impl RestoreFilteredForm {
    fn parse(&self) -> Option<(u16, i64)> {
        let (channel, start_ms) = self.at.split_once(' ')?;
        Some((channel.parse().ok()?, start_ms.parse().ok()?))
    }
}

async fn restore_stretch(
    t: PageContext,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    Form(form): Form<RestoreFilteredForm>,
) -> Result<SeeOther> {
    let (channel, start_ms) = form.parse().ok_or(Error::new(ErrorKind::BadInput, "bad-form"))?;
    transcripts
        .restore_filtered(t.visitor().signed_in()?, &id, channel, start_ms)
        .await?;
    let flash = Flash::new("transcript-restored");
    let to = format!("/recordings/{id}#t-{start_ms}");
    Ok(see(to).saying(flash))
}
