//! Taking in a text that was made elsewhere: from the request's file to a shown transcript.
//!
//! Decides how many voices it keeps apart (as many as the sound does) and whose they are when the file does not say. What
//! the file may look like is left to [`crate::speech::import`].

use axum::extract::Multipart;

use super::sides::by_voice;
use super::{settle, store};
use crate::audit::{self, Act, AuditSubject};
use crate::error::{Error, ErrorKind, Result};
use crate::id::{RecordingId, TranscriptId};
use crate::people::Person;
use crate::recordings::upload::file_name;
use crate::recordings::{Recording, store as recordings};
use crate::speech::import::{self, ImportContext, ImportError};
use crate::speech::transcript::Engine;
use crate::speech::{Speaker, Transcript};
use crate::transcripts::{Transcripts, store as transcripts};
use crate::web::{interrupted, unknown_field};

/// A file as it came in.
#[derive(Debug)]
pub(super) struct TranscriptUpload {
    name: String,
    bytes: Vec<u8>,
}

/// Reads the field `file` of a multipart request, which has no other. Codes: `import-no-file`, `import-too-large`,
/// `unknown-field`, `bad-form`.
pub(super) async fn receive(mut request: Multipart) -> Result<TranscriptUpload> {
    let mut brought = None;
    while let Some(mut field) = request.next_field().await.map_err(interrupted)? {
        if field.name() != Some("file") {
            return Err(unknown_field(field.name().unwrap_or_default(), "file"));
        }
        if brought.is_some() {
            continue;
        }
        let name = file_name(field.file_name().unwrap_or_default());
        let mut bytes = Vec::new();
        while let Some(piece) = field.chunk().await.map_err(interrupted)? {
            if bytes.len() + piece.len() > import::MOST_BYTES {
                return Err(ImportError::TooLarge.into());
            }
            bytes.extend_from_slice(&piece);
        }
        // A form without a chosen file sends one without name and contents.
        if !(name.is_empty() && bytes.is_empty()) {
            brought = Some(TranscriptUpload { name, bytes });
        }
    }
    brought.ok_or_else(|| Error::field("file", "import-no-file"))
}

/// Texts of a recording at most that more may be brought to: all of them stand on its page.
const MOST: usize = 60;

impl Transcripts {
    /// Makes a shown transcript of a file. Codes: `recording-not-found`, `transcript-many`, `import-…`.
    pub(super) async fn import_version(
        &self,
        person: &Person,
        id: &RecordingId,
        brought: TranscriptUpload,
    ) -> Result<TranscriptId> {
        let made = self.make_version(person, id, brought).await;
        made.map_err(|error| error.full_disk_as("import-disk-full"))
    }

    async fn make_version(
        &self,
        person: &Person,
        id: &RecordingId,
        brought: TranscriptUpload,
    ) -> Result<TranscriptId> {
        let recording = self.recordings.find(person, id).await?;
        let TranscriptUpload { name, bytes } = brought;
        let known = known(&recording);
        let read = tokio::task::spawn_blocking(move || import::read(&bytes, &known));
        let read = read.await.map_err(Error::internal)??;
        let now = self.core.now();
        let version = TranscriptId::new(now, &self.core.randomness);
        let mut tx = self.core.db.write().await?;
        // First: a swap or another text that comes in meanwhile waits for the end of this.
        recordings::touch(&mut tx, id, now).await?;
        if store::list(&mut tx, id).await?.len() >= MOST {
            return Err(Error::new(ErrorKind::Conflict, "transcript-many").with("most", MOST));
        }
        let heard = store::heard(&mut tx, id).await?;
        let (channels, voice) = heard.unwrap_or_else(|| (recording.channels as u16, Vec::new()));
        let manager_side = recordings::manager_side(&mut tx, id).await?;
        let mut segments = read.segments;
        if channels > 1 {
            by_voice(&mut segments, &voice, manager_side);
        }
        let transcript = Transcript {
            language: read.language.unwrap_or_else(|| recording.language.to_string()),
            duration_ms: recording.duration_ms,
            channels,
            engine: Engine::imported(),
            segments,
            filtered: Vec::new(),
        };
        transcripts::insert(&mut tx, version.clone(), id, &transcript, &voice, now).await?;
        // A file without a name still came from somewhere.
        let name = if name.is_empty() { "?" } else { &name };
        store::set_origin(&mut tx, &version, &person.id, name).await?;
        settle(&mut tx, id, now).await?;
        let entry = Act::TranscriptImported.on(AuditSubject::Recording(id));
        audit::record(&mut tx, &self.core, person, entry.of(&recording.manager_id)).await?;
        tx.commit().await?;
        let unknown = transcript
            .segments
            .iter()
            .filter(|it| it.speaker == Speaker::Unknown);
        tracing::info!(
            recording = %id,
            transcript = %version,
            turns = transcript.segments.len(),
            unknown = unknown.count(),
            "a transcript was brought in"
        );
        Ok(version)
    }
}

/// What the file is held against: the recording's length and what its parties are called.
fn known(recording: &Recording) -> ImportContext {
    let words: Vec<&str> = recording.manager_name.split_whitespace().collect();
    let turned = words.iter().rev().copied().collect::<Vec<_>>().join(" ");
    ImportContext {
        duration_ms: recording.duration_ms,
        manager: vec![
            recording.manager_name.clone(),
            words.first().copied().unwrap_or_default().to_owned(),
            turned,
        ],
        client: vec![recording.client.clone()],
    }
}
