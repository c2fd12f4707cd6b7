//! The texts of a recording: every one that was made or brought is kept, one is shown.
//!
//! Decides how a recording is transcribed once more and by which model ([`Transcripts::transcribe_again`]), how a text
//! made elsewhere comes in ([`Transcripts::import_version`]) and which text is shown ([`Transcripts::show_version`]):
//! everything that is made of a text follows the shown one, while moments and scores name times of the sound and so
//! stay right. Leaves reading files to [`crate::speech::import`], the SQL of the shown text to [`super::store`].

mod again;
mod api;
mod import;
mod pages;
mod sides;
mod store;

pub(super) use again::RetranscribeRequest;
pub(super) use pages::{VersionsPanel, panel};

use super::{TranscriptPages, Transcripts, store as transcripts};
use crate::audit::{self, Act, AuditSubject};
use crate::db::{DbError, Tx};
use crate::error::{Error, Result};
use crate::id::{PersonId, RecordingId, TranscriptId};
use crate::jobs::{self, JobContext};
use crate::people::Person;
use crate::recordings::{RecordingState, store as recordings};
use crate::speech::Transcript;
use crate::speech::audio::vad::Interval;
use crate::speech::transcript::Engine;
use crate::time::Timestamp;
use crate::web::Routes;

/// Pages and API.
pub(super) fn routes() -> Routes<TranscriptPages> {
    pages::routes().merge(api::routes())
}

/// One text of a recording, without the text.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub(super) struct TranscriptVersion {
    /// Identifier.
    pub id: TranscriptId,
    /// Is it the one that is shown?
    pub is_current: bool,
    /// Two-letter code of its language.
    pub language: String,
    /// The model that heard it.
    pub engine_model: String,
    /// What the model ran on; see [`Engine::imported`].
    pub engine_device: String,
    /// Seconds of sound a second of work.
    pub x_realtime: f64,
    /// How often it was changed by hand.
    pub revision: i64,
    /// Who brought it, when it was made elsewhere and they are still here.
    pub imported_by: Option<PersonId>,
    /// Their name.
    pub importer: Option<String>,
    /// The file it came in; empty when a machine made it here.
    pub file_name: String,
    /// When it was made or brought.
    pub created_at: Timestamp,
}

impl TranscriptVersion {
    /// Was it made elsewhere?
    pub fn is_imported(&self) -> bool {
        self.engine_device == Engine::FILE
    }

    /// Has somebody changed it since?
    pub const fn is_edited(&self) -> bool {
        self.revision > 0
    }
}

impl Transcripts {
    /// All texts of a recording this person sees, the newest first. Code: `recording-not-found`.
    async fn versions(&self, person: &Person, id: &RecordingId) -> Result<Vec<TranscriptVersion>> {
        let recording = self.recordings.find(person, id).await?;
        let mut tx = self.core.db.read().await?;
        Ok(store::list(&mut tx, &recording.id).await?)
    }

    /// One of them. Codes: `recording-not-found`, `transcript-version-not-found`.
    async fn version(
        &self,
        person: &Person,
        id: &RecordingId,
        version: &TranscriptId,
    ) -> Result<TranscriptVersion> {
        let all = self.versions(person, id).await?;
        let found = all.into_iter().find(|it| it.id == *version);
        found.ok_or(Error::not_found("transcript-version-not-found"))
    }

    /// Shows this text from now on. Codes: `recording-not-found`, `transcript-version-not-found`.
    async fn show_version(&self, person: &Person, id: &RecordingId, version: &TranscriptId) -> Result<()> {
        let recording = self.recordings.find(person, id).await?;
        let mut tx = self.core.db.write().await?;
        recordings::touch(&mut tx, id, self.core.now()).await?;
        if !store::show(&mut tx, id, version).await? {
            return Err(Error::not_found("transcript-version-not-found"));
        }
        let entry = Act::TranscriptChosen.on(AuditSubject::Recording(id));
        audit::record(&mut tx, &self.core, person, entry.of(&recording.manager_id)).await?;
        tx.commit().await?;
        tracing::info!(recording = %id, transcript = %version, "another transcript is shown");
        Ok(())
    }
}

/// Stores what a machine has made and shows it, unless somebody has brought a text since the machine was asked: then
/// theirs is the newer wish.
pub(super) async fn keep(
    tx: &mut Tx,
    id: TranscriptId,
    recording: &RecordingId,
    transcript: &Transcript,
    voice: &[Vec<Interval>],
    context: &JobContext,
) -> Result<(), DbError> {
    let all = store::list(tx, recording).await?;
    let shown = all.into_iter().find(|version| version.is_current);
    transcripts::insert(tx, id, recording, transcript, voice, context.now()).await?;
    let requested_at = jobs::find(tx, context.id()).await?.map(|job| job.created_at);
    match (shown, requested_at) {
        (Some(shown), Some(requested_at)) if shown.is_imported() && shown.created_at > requested_at => {
            store::show(tx, recording, &shown.id).await.map(drop)
        }
        _ => Ok(()),
    }
}

/// A recording that had no text has one now.
async fn settle(tx: &mut Tx, id: &RecordingId, now: Timestamp) -> Result<(), DbError> {
    let failed = recordings::state(tx, id).await? == Some(RecordingState::Failed);
    if failed {
        recordings::move_to(tx, id, RecordingState::Ready, None, now).await?;
    }
    Ok(())
}
