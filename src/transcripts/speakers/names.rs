//! What the parties of a recording are called, everywhere it is shown and in every file made of it.
//!
//! Decides that the client is called as the fact of the recording says, and the manager as their account: whoever is named
//! wrongly there is another account. Leaves the other facts alone, whatever state they are in.

use crate::diff::{as_read, fingerprint};
use crate::error::{Error, Result};
use crate::id::RecordingId;
use crate::people::Person;
use crate::recordings::{Recording, facts, store};
use crate::transcripts::Transcripts;

/// Names of the parties; a name that is absent stays.
#[derive(Debug, Clone, Default)]
pub(super) struct PartyNames {
    /// The manager's sign-in name or id.
    pub(super) manager: Option<String>,
    /// What the client is called; may be empty.
    pub(super) client: Option<String>,
    /// The [`revision`] this was made on, or that of all facts; empty for whatever is there.
    pub(super) revision: String,
}

/// The revision of what the parties are called.
pub(in crate::transcripts) fn revision(recording: &Recording) -> String {
    fingerprint([recording.manager_id.as_str(), &recording.client])
}

impl Transcripts {
    /// Calls the parties so. Fields: `manager`: `recording-manager`; `client`: `recording-client`. Code: `changed-meanwhile`
    /// when they are called otherwise than they were read.
    pub(super) async fn rename_speakers(
        &self,
        person: &Person,
        id: &RecordingId,
        names: &PartyNames,
    ) -> Result<Recording> {
        let wanted = names
            .manager
            .as_deref()
            .map(str::trim)
            .filter(|it| !it.is_empty());
        let manager = match wanted {
            None => None,
            Some(wanted) => Some(self.named(person, wanted).await?),
        };
        let client = names.client.as_deref().map(facts::client).transpose();
        let client = client.map_err(|wrong| Error::fields(vec![wrong]))?;
        self.recordings.find(person, id).await?;
        let mut tx = self.core.db.write().await?;
        store::touch(&mut tx, id, self.core.now()).await?;
        // Read behind the lock: the other facts may have been changed this very moment.
        let recording = store::find(&mut tx, &person.scope(), id).await?;
        let recording = recording.ok_or(Error::not_found("recording-not-found"))?;
        as_read(&names.revision, &revision(&recording))
            .or_else(|_| as_read(&names.revision, &facts::revision(&recording)))?;
        let client = client.unwrap_or_else(|| recording.client.clone());
        let changed = [("client", client != recording.client)];
        let words = facts::words_folded(&client, &recording.phone, &recording.note, &recording.file_name);
        let manager = manager.map_or_else(|| recording.manager_id.clone(), |manager| manager.id);
        store::set_names(&mut tx, id, &manager, client, words).await?;
        self.recordings
            .keep_changes(&mut tx, person, &recording, &manager, &changed)
            .await?;
        tx.commit().await?;
        self.recordings.find(person, id).await
    }

    async fn named(&self, person: &Person, name: &str) -> Result<Person> {
        let choice = self.recordings.managers(person).await?;
        let (login, id) = (name.to_lowercase(), name.to_ascii_uppercase());
        let found = choice
            .into_iter()
            .find(|it| it.login == login || it.id.as_str() == id);
        found.ok_or(Error::field("manager", "recording-manager"))
    }
}
