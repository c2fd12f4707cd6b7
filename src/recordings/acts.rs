//! What people do with a recording they see: change its facts, stop its transcription, delete. Transcribing it again is
//! left to whoever keeps its texts.

use super::facts::{DefaultFacts, revision};
use super::files::lost::LostFileNote;
use super::{FactsForm, Recording, Recordings, TranscribeRecording, heard, store};
use crate::audit::{self, Act, AuditSubject, Detail, Performer};
use crate::db::{DbError, Tx};
use crate::diff;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{PersonId, RecordingId};
use crate::jobs::{self, Job as _};
use crate::people::{Person, Scope};
use crate::side::Side;
use crate::time::Timestamp;

impl Recordings {
    /// The recording, if this person sees it. Code: `recording-not-found`.
    pub async fn find(&self, person: &Person, id: &RecordingId) -> Result<Recording> {
        let mut tx = self.core.db.read().await?;
        let found = store::find(&mut tx, &person.scope(), id).await?;
        found.ok_or(Error::not_found("recording-not-found"))
    }

    /// The recording, if this person sees it or is its guest ([`heard`]). Code: `recording-not-found`.
    pub async fn find_to_hear(&self, person: &Person, id: &RecordingId) -> Result<Recording> {
        let mut tx = self.core.db.read().await?;
        let found = heard(&mut tx, person, id).await?;
        found.ok_or(Error::not_found("recording-not-found"))
    }

    /// Changes the facts; fields left empty are emptied, but time, language and channel keep what they were. When the
    /// manager's channel changes, the parties of its transcripts change places. Codes: `changed-meanwhile` when the form names a
    /// revision that is not there any more.
    pub async fn change(&self, person: &Person, id: &RecordingId, form: &FactsForm) -> Result<Recording> {
        let recording = self.find(person, id).await?;
        let usual = DefaultFacts {
            now: self.core.now(),
            zone: self.core.config.time_zone.clone(),
            called_at: recording.called_at,
            language: recording.language,
            manager_channel: recording.manager_channel,
        };
        let mut form = form.clone();
        if form.manager.trim().is_empty() {
            form.manager = recording.manager_id.to_string();
        }
        // A minute of the form must not cut the seconds of the call.
        if form.called_at.trim() == FactsForm::from_recording(&recording, &usual.zone).called_at {
            form.called_at.clear();
        }
        let (manager, facts) = self.checked(person, &form, &usual).await?;
        let mut tx = self.core.db.write().await?;
        // Whoever else changes it waits here, and then finds what this has made of it.
        store::touch(&mut tx, id, usual.now).await?;
        let there = store::find(&mut tx, &person.scope(), id).await?;
        let there = there.ok_or(Error::not_found("recording-not-found"))?;
        diff::as_read(&form.revision, &revision(&there))?;
        self.turn_to(&mut tx, id, facts.manager_channel, (person, usual.now))
            .await?;
        store::set_facts(&mut tx, id, &manager.id, &facts, &recording.file_name, usual.now).await?;
        let changed = [
            ("client", facts.client != recording.client),
            ("phone", facts.phone != recording.phone),
            ("direction", facts.direction != recording.direction),
            ("called-at", facts.called_at != recording.called_at),
            ("call-type", facts.call_type != recording.call_type),
            ("outcome", facts.outcome != recording.outcome),
            ("note", facts.note != recording.note),
            ("tags", facts.tags != recording.tags.0),
            ("language", facts.language != recording.language),
            ("sides", facts.manager_channel != recording.manager_channel),
        ];
        self.keep_changes(&mut tx, person, &recording, &manager.id, &changed)
            .await?;
        tx.commit().await?;
        self.find(person, id).await
    }

    /// The manager is heard on this side: when that is news, the parties change places in every text.
    pub(crate) async fn turn_to(
        &self,
        tx: &mut Tx,
        id: &RecordingId,
        side: Side,
        (by, at): (&Person, Timestamp),
    ) -> Result<(), DbError> {
        if store::set_manager_side(tx, id, side).await? {
            (self.swap_texts)(tx, id, by, at).await?;
        }
        Ok(())
    }

    /// Keeps which facts were changed; that it went to another manager is kept for the one it was taken from and for the one
    /// who has it now.
    pub(crate) async fn keep_changes(
        &self,
        tx: &mut Tx,
        by: &Person,
        before: &Recording,
        manager: &PersonId,
        changed: &[(&str, bool)],
    ) -> Result<(), DbError> {
        let subject = AuditSubject::Recording(&before.id);
        if before.manager_id != *manager {
            for whose in [&before.manager_id, manager] {
                audit::record(tx, &self.core, by, Act::RecordingReassigned.on(subject).of(whose)).await?;
            }
        }
        if changed.iter().any(|(_, changed)| *changed) {
            let entry = Act::RecordingChanged.on(subject).of(manager);
            audit::record(tx, &self.core, by, entry.with(Detail::fields(changed))).await?;
        }
        Ok(())
    }

    /// Stops the transcription. 409 `job-over` when there is none going on.
    pub async fn cancel(&self, person: &Person, id: &RecordingId) -> Result<()> {
        let recording = self.find(person, id).await?;
        let mut tx = self.core.db.write().await?;
        let latest = jobs::latest_for(&mut tx, TranscribeRecording::KIND, id.as_str()).await?;
        let row = latest.ok_or(Error::new(ErrorKind::Conflict, "job-over"))?;
        self.core.jobs.cancel(&mut tx, &row.id, self.core.now()).await?;
        let entry = Act::TranscriptionCancelled.on(AuditSubject::Recording(id));
        audit::record(&mut tx, &self.core, person, entry.of(&recording.manager_id)).await?;
        tx.commit().await?;
        self.core.jobs.wake();
        Ok(())
    }

    /// Removes the recording with its transcripts; a running transcription stops. Its file goes to the found ones, where the
    /// administrator can take it in again for thirty days.
    pub async fn delete(&self, person: &Person, id: &RecordingId) -> Result<()> {
        let recording = self.find(person, id).await?;
        let note = LostFileNote {
            file_name: recording.file_name.clone(),
            manager: recording.manager_id.clone(),
            called_at: recording.called_at,
            deleted_by: person.id.clone(),
        };
        self.remove(Some(person), &recording, Some(note)).await
    }

    /// Removes the recording and every trace of its sound: nothing of it can be got back. For what must be forgotten.
    pub async fn erase(&self, person: &Person, id: &RecordingId) -> Result<()> {
        let recording = self.find(person, id).await?;
        self.remove(Some(person), &recording, None).await
    }

    /// The same by the service itself, when the time of keeping is over.
    pub async fn erase_unasked(&self, id: &RecordingId) -> Result<()> {
        let mut tx = self.core.db.read().await?;
        let found = store::find(&mut tx, &Scope::All, id).await?;
        drop(tx);
        let recording = found.ok_or(Error::not_found("recording-not-found"))?;
        self.remove(None, &recording, None).await
    }

    /// With a note the file goes to the found ones, without one it is erased.
    async fn remove(
        &self,
        by: Option<&Person>,
        recording: &Recording,
        note: Option<LostFileNote>,
    ) -> Result<()> {
        let id = &recording.id;
        let act = if note.is_some() {
            Act::RecordingDeleted
        } else {
            Act::RecordingErased
        };
        let gate = self.blobs.gate().await?;
        let mut tx = self.core.db.write().await?;
        if note.is_none() {
            tx.shred().await?;
        }
        let latest = jobs::latest_for(&mut tx, TranscribeRecording::KIND, id.as_str()).await?;
        if let Some(row) = latest.filter(|row| !row.state.is_over()) {
            self.core.jobs.cancel(&mut tx, &row.id, self.core.now()).await?;
        }
        store::delete(&mut tx, id).await?;
        let entry = act.on(AuditSubject::Recording(id)).of(&recording.manager_id);
        let by = by.map_or(Performer::Service, Performer::Person);
        audit::record(&mut tx, &self.core, by, entry).await?;
        // Before the commit: a row whose file is gone can be erased again, a file without a row would be found and kept.
        if note.is_none() {
            self.blobs.erase(&recording.file_hash).await?;
        }
        tx.commit().await?;
        // After the commit: a file without a row is found at the next start, a row without a file could not be mended.
        if note.is_some() {
            let now = self.core.now();
            self.blobs.set_aside(&recording.file_hash, now, note).await?;
        }
        drop(gate);
        self.core.jobs.wake();
        tracing::info!(recording = %id, act = act.as_str(), "recording deleted");
        Ok(())
    }
}
