//! What people do with snippets: cut, file, share and take back, remove, hear.

use std::path::PathBuf;

use super::form::{SnippetForm, consent_revision, revision};
use super::snippet::Snippet;
use super::{Snippets, store};
use crate::audit::{self, Act, AuditSubject, Detail};
use crate::db::Tx;
use crate::diff::as_read;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{RecordingId, SnippetId};
use crate::people::Person;

/// Snippets of one recording at most.
const MOST: usize = 60;

impl Snippets {
    /// The snippet, if this person hears it. Code: `snippet-not-found`.
    pub async fn find(&self, person: &Person, id: &SnippetId) -> Result<Snippet> {
        let mut tx = self.core.db.read().await?;
        find_in(&mut tx, person, id).await
    }

    /// Cuts a snippet out of a recording this person sees. Codes: `recording-not-found`, `snippet-many`, and those of the
    /// form's fields.
    pub async fn cut(&self, by: &Person, recording: &RecordingId, form: &SnippetForm) -> Result<SnippetId> {
        let recording = self.recordings.find(by, recording).await?;
        let (range, words) = form.check(recording.duration_ms, &self.library.snapshot())?;
        let now = self.core.now();
        let stated = form
            .consents()
            .then(|| form.stated(now.day(&self.core.config.time_zone)));
        let stated = stated.transpose().map_err(Error::fields)?;
        let id = SnippetId::new(now, &self.core.randomness);
        let mut tx = self.core.db.write().await?;
        if store::of_recording(&mut tx, &recording.id).await?.len() >= MOST {
            return Err(Error::new(ErrorKind::Conflict, "snippet-many").with("most", MOST));
        }
        let new = store::NewSnippet {
            id: id.clone(),
            recording: &recording.id,
            range,
            words: &words,
            author: &by.id,
            now,
        };
        store::insert(&mut tx, new).await?;
        let made = Act::SnippetMade.on(AuditSubject::Snippet(&id));
        let detail = Detail::Range {
            start_ms: range.start_ms,
            end_ms: range.end_ms,
        };
        audit::record(
            &mut tx,
            &self.core,
            by,
            made.of(&recording.manager_id).with(detail),
        )
        .await?;
        if let Some(stated) = stated {
            store::consent(&mut tx, &id, (&recording.manager_id, &by.id), &stated, now).await?;
            let given = Act::ConsentGiven.on(AuditSubject::Snippet(&id));
            audit::record(&mut tx, &self.core, by, given.of(&recording.manager_id)).await?;
        }
        tx.commit().await?;
        Ok(id)
    }

    /// Changes what a snippet is called and filed under. Code besides those of [`SnippetForm::words`]: `changed-meanwhile` when
    /// somebody did so since the form was opened.
    pub async fn change(&self, by: &Person, id: &SnippetId, form: &SnippetForm) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        store::hold(&mut tx, id).await?;
        let snippet = find_in(&mut tx, by, id).await?;
        if !snippet.may_change(by) {
            return Err(Error::forbidden());
        }
        let words = form.words(&self.library.snapshot())?;
        as_read(&form.revision, &revision(&snippet))?;
        store::update(&mut tx, id, &words).await?;
        let entry = Act::SnippetChanged
            .on(AuditSubject::Snippet(id))
            .of(&snippet.manager_id);
        audit::record(&mut tx, &self.core, by, entry).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Puts the manager's consent down with the ground on which the client may be heard, or the ground alone where it is shared
    /// already; what is so already stays as it was. Codes of fields: those of [`SnippetForm::stated`]; `changed-meanwhile` when
    /// consent or ground are not what the form was opened on: what was taken back is not given again by a form that is older.
    pub async fn consent(&self, by: &Person, id: &SnippetId, form: &SnippetForm) -> Result<()> {
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        store::hold(&mut tx, id).await?;
        let snippet = may_consent(&mut tx, by, id).await?;
        let stated = form
            .stated(now.day(&self.core.config.time_zone))
            .map_err(Error::fields)?;
        if snippet.is_shared() && snippet.stated().as_ref() == Some(&stated) {
            return Ok(());
        }
        as_read(&form.revision, &consent_revision(&snippet))?;
        let act = if snippet.is_shared() {
            store::state(&mut tx, id, &stated).await?;
            Act::GroundStated
        } else {
            store::consent(&mut tx, id, (&snippet.manager_id, &by.id), &stated, now).await?;
            Act::ConsentGiven
        };
        let entry = act.on(AuditSubject::Snippet(id)).of(&snippet.manager_id);
        audit::record(&mut tx, &self.core, by, entry).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes the manager's consent back; one that was not given is no error. Whatever was stated meanwhile: who takes it back
    /// means all of it.
    pub async fn withdraw(&self, by: &Person, id: &SnippetId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        store::hold(&mut tx, id).await?;
        let snippet = may_consent(&mut tx, by, id).await?;
        if !snippet.is_shared() {
            return Ok(());
        }
        store::withdraw(&mut tx, id).await?;
        let entry = Act::ConsentWithdrawn
            .on(AuditSubject::Snippet(id))
            .of(&snippet.manager_id);
        audit::record(&mut tx, &self.core, by, entry).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes a snippet; returns the recording it was cut out of.
    pub async fn delete(&self, by: &Person, id: &SnippetId) -> Result<RecordingId> {
        let mut tx = self.core.db.write().await?;
        let snippet = find_in(&mut tx, by, id).await?;
        if !snippet.may_change(by) {
            return Err(Error::forbidden());
        }
        let now = self.core.now();
        store::remove(&mut tx, id, now, now.plus_ms(-RESTORABLE_MS)).await?;
        let entry = Act::SnippetDeleted
            .on(AuditSubject::Snippet(id))
            .of(&snippet.manager_id);
        audit::record(&mut tx, &self.core, by, entry).await?;
        tx.commit().await?;
        Ok(snippet.recording_id)
    }

    /// Takes the removal of a snippet back; one that is there stays. Code: `snippet-not-found` when it is gone for good.
    pub async fn restore(&self, by: &Person, id: &SnippetId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        let Some(snippet) = store::removed(&mut tx, &by.scope(), id).await? else {
            return find_in(&mut tx, by, id).await.map(drop);
        };
        if !snippet.may_change(by) {
            return Err(Error::forbidden());
        }
        store::restore(&mut tx, id).await?;
        let entry = Act::SnippetRestored
            .on(AuditSubject::Snippet(id))
            .of(&snippet.manager_id);
        audit::record(&mut tx, &self.core, by, entry).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Notes that this person heard it to its end.
    pub async fn heard(&self, by: &Person, id: &SnippetId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        find_in(&mut tx, by, id).await?;
        store::heard(&mut tx, id, &by.id, self.core.now()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The file with the sound of a snippet this person hears: its range and nothing else of the recording.
    pub async fn sound(&self, person: &Person, id: &SnippetId) -> Result<PathBuf> {
        let snippet = self.find(person, id).await?;
        if person.id != snippet.manager_id {
            let entry = Act::SnippetHeard.on(AuditSubject::Snippet(id));
            audit::record_hourly(&self.core, person, entry.of(&snippet.manager_id)).await?;
        }
        self.recordings
            .part_to_play(&snippet.file_hash, snippet.start_ms, snippet.end_ms)
            .await
    }
}

async fn find_in(tx: &mut Tx, person: &Person, id: &SnippetId) -> Result<Snippet> {
    let found = store::find(tx, &person.scope(), id).await?;
    found.ok_or(Error::not_found("snippet-not-found"))
}

async fn may_consent(tx: &mut Tx, by: &Person, id: &SnippetId) -> Result<Snippet> {
    let snippet = find_in(tx, by, id).await?;
    if snippet.may_consent(by) {
        Ok(snippet)
    } else {
        Err(Error::forbidden())
    }
}

/// What was removed can be taken back for so long, in ms.
const RESTORABLE_MS: i64 = 24 * 60 * 60 * 1000;
