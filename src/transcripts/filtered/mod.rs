//! What a transcription took out as invented, and putting it back.
//!
//! A guard may be wrong: a person who hears the words gives them their place in the text again. Why something was taken
//! out is left to [`crate::speech::guards`].

mod api;
mod pages;

use super::editing::change::{TranscriptChange, TranscriptChangeKind};
use super::{TranscriptPages, Transcripts, store as transcripts};
use crate::audit::{self, Act, AuditSubject};
use crate::error::{Error, Result};
use crate::id::RecordingId;
use crate::people::Person;
use crate::recordings::store;
use crate::web::Routes;

/// Pages and API.
pub(super) fn routes() -> Routes<TranscriptPages> {
    pages::routes().merge(api::routes())
}

impl Transcripts {
    /// Puts back what was taken out at this moment of this channel. 404 `transcript-not-found`, `filtered-not-found`.
    async fn restore_filtered(
        &self,
        person: &Person,
        id: &RecordingId,
        channel: u16,
        start_ms: i64,
    ) -> Result<()> {
        let recording = self.recordings.find(person, id).await?;
        let mut tx = self.core.db.write().await?;
        let now = self.core.now();
        store::touch(&mut tx, id, now).await?;
        let current = transcripts::current(&mut tx, id).await?;
        let before = current.ok_or(Error::not_found("transcript-not-found"))?;
        let mut transcript = before.clone();
        if !transcript.restore(channel, start_ms) {
            return Err(Error::not_found("filtered-not-found"));
        }
        let change = TranscriptChange::new(TranscriptChangeKind::Believed, &person.id, now);
        transcripts::replace_current(&mut tx, id, &before, &transcript, &change).await?;
        let entry = Act::TranscriptUnfiltered.on(AuditSubject::Recording(id));
        audit::record(&mut tx, &self.core, person, entry.of(&recording.manager_id)).await?;
        tx.commit().await?;
        tracing::info!(recording = %id, start_ms, "a stretch was put back into the transcript");
        Ok(())
    }
}
