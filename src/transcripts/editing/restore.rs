//! Taking changes back: one of them, or all since. It is a change like any other, so it can be taken back as well.

use super::TranscriptRevision;
use super::change::{self, PastChange, TranscriptChange, TranscriptChangeKind};
use super::store::{self as history, ChangeRow};
use crate::audit::{self, Act, AuditSubject};
use crate::error::{Error, ErrorKind, Result};
use crate::id::RecordingId;
use crate::people::Person;
use crate::recordings::store;
use crate::transcripts::{Transcripts, store as transcripts};

impl Transcripts {
    /// Takes back the change that made `revision`; with `all`, every later one as well. Codes: `transcript-not-found`,
    /// `revision-not-found`; 409 `revision-other-text` when another text is shown by now, `revision-swap` for a swap of the
    /// sides, `revision-nothing` when the text is as it was before.
    pub(super) async fn restore_edit(
        &self,
        person: &Person,
        id: &RecordingId,
        revision: &TranscriptRevision,
        all: bool,
    ) -> Result<TranscriptRevision> {
        let recording = self.recordings.find(person, id).await?;
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        store::touch(&mut tx, id, now).await?;
        let shown = transcripts::shown(&mut tx, id).await?;
        let shown = shown.ok_or(Error::not_found("transcript-not-found"))?;
        if revision.transcript != shown.revision.transcript {
            return Err(Error::new(ErrorKind::Conflict, "revision-other-text"));
        }
        let since = history::after(&mut tx, &revision.transcript, revision.number - 1).await?;
        let meant = since.first().filter(|row| row.revision == revision.number);
        let kind = meant.ok_or(Error::not_found("revision-not-found"))?.kind;
        if kind == TranscriptChangeKind::Swapped && !all {
            return Err(Error::new(ErrorKind::Conflict, "revision-swap"));
        }
        let since: Vec<PastChange> = since.into_iter().map(ChangeRow::past).collect();
        let mut after = shown.transcript.clone();
        change::take_back(&mut after, &since, all);
        let change = TranscriptChange::new(TranscriptChangeKind::Restored, &person.id, now);
        let restored = transcripts::replace_current(&mut tx, id, &shown.transcript, &after, &change).await?;
        let restored = restored.ok_or(Error::new(ErrorKind::Conflict, "revision-nothing"))?;
        let entry = Act::TranscriptRestored.on(AuditSubject::Recording(id));
        audit::record(&mut tx, &self.core, person, entry.of(&recording.manager_id)).await?;
        tx.commit().await?;
        Ok(restored)
    }
}
