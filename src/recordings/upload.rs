//! Taking a file in: from the network to the disk with constant memory, then row and job in one transaction.
//!
//! Decides the order that keeps an acknowledged recording safe: write, hash and flush; look whether it is sound and new;
//! give it its place; commit. Before the commit everything vanishes on failure, after it nothing does. Also decides whose
//! calls a person may bring. A sound that is here already is refused, unless its file was lost: then it is mended.

use axum::extract::Multipart;
use axum::extract::multipart::Field;

use super::blobs::StagedFile;
use super::facts::{DefaultFacts, called_at_by_name};
use super::length::LengthWatch;
use super::quota::Allowance;
use super::{FactsForm, Recording, RecordingState, Recordings, TranscribeRecording, sniff, store};
use crate::audit::{self, Act, AuditSubject};
use crate::db::JsonText;
use crate::error::{Error, ErrorKind, FieldError, Result};
use crate::id::RecordingId;
use crate::people::{self, Person};
use crate::speech::audio::{self, AudioError, AudioFacts};
use crate::web::{interrupted, without_nul};

/// Bytes of all other fields together.
const FIELDS_BYTES: usize = 64 * 1024;
/// After so many bytes it is looked whether there still is room.
const LOOK_BYTES: u64 = 8 * 1024 * 1024;
/// Files of one request.
const FILES: usize = 100;
/// Letters of a file's name that are kept.
const NAME_LETTERS: usize = 200;

/// A request as it came in: the facts, and every file on the disk.
#[derive(Debug, Default)]
pub struct ReceivedUpload {
    /// The other fields.
    pub form: FactsForm,
    /// The files, by name.
    pub files: Vec<(String, StagedFile)>,
    /// A part that is none of the fields. A program is told; a page may send what it likes.
    pub stray: Option<String>,
}

impl Recordings {
    /// Reads a multipart request whose files are in fields `file`. Codes: `recording-too-large`, `audio-too-long`,
    /// `recording-day-full`, `disk-reserve`, `upload-stalled`, `bad-form`, `recording-no-file`.
    pub async fn receive(&self, person: &Person, mut request: Multipart) -> Result<ReceivedUpload> {
        let mut received = ReceivedUpload::default();
        let mut allowance = Allowance::load(self, person).await?;
        let mut left = FIELDS_BYTES;
        while let Some(field) = request.next_field().await.map_err(interrupted)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                let file_name = file_name(field.file_name().unwrap_or_default());
                let file = self.store_file(field, &mut allowance).await?;
                // A form without a chosen file sends one without name and contents.
                if !(file_name.is_empty() && file.bytes == 0) {
                    received.files.push((file_name, file));
                }
                if received.files.len() > FILES {
                    return Err(Error::new(ErrorKind::TooLarge, "recording-too-many").with("files", FILES));
                }
            } else {
                let value = text(field, &mut left).await?;
                if !received.form.set(&name, value) {
                    received.stray = Some(name);
                }
            }
        }
        if received.files.is_empty() {
            return Err(Error::field("file", "recording-no-file"));
        }
        Ok(received)
    }

    async fn store_file(&self, mut field: Field<'_>, allowance: &mut Allowance) -> Result<StagedFile> {
        let limit = self.core.config.upload_limit_bytes;
        let mut length = LengthWatch::with_limit(self.core.config.recording_limit_ms);
        let mut incoming = self.blobs.begin()?;
        let mut looked = 0;
        while let Some(bytes) = field.chunk().await.map_err(interrupted)? {
            // Others bring files too, and not every head says how much comes.
            if incoming.bytes() - looked >= LOOK_BYTES {
                looked = incoming.bytes();
                self.reserve.spare(0).await?;
            }
            if incoming.bytes() + bytes.len() as u64 > limit {
                return Err(Error::new(ErrorKind::TooLarge, "recording-too-large")
                    .with("megabytes", limit / 1_000_000));
            }
            allowance.spend(bytes.len() as u64)?;
            incoming.write(&bytes).await?;
            length.measure(&mut incoming).await?;
        }
        Ok(incoming.finish().await?)
    }

    /// Makes a recording of an arrived file and asks for its transcript. When this answers, the recording is safe. A recording
    /// that was here before gets its file back if it has lost it.
    ///
    /// # Errors
    /// [`UploadRefusal`]; codes `audio-…`, `recording-not-sound`, `recording-manager`, and those of [`FactsForm::parse`].
    pub async fn ingest(
        &self,
        person: &Person,
        form: &FactsForm,
        file_name: &str,
        file: StagedFile,
    ) -> Result<AcceptedRecording, UploadRefusal> {
        let now = self.core.now();
        let (manager, facts) = self.checked(person, form, &self.usual(file_name)).await?;
        if let Some(earlier) = self.known_file(&file.hash).await? {
            return self.here_already(person, earlier, file).await;
        }
        let sound = self.examine(file_name, &file).await?;
        let mut recording = Recording {
            id: RecordingId::new(now, &self.core.randomness),
            manager_id: manager.id.clone(),
            manager_name: manager.name,
            uploaded_by: Some(person.id.clone()),
            file_hash: file.hash.clone(),
            file_name: file_name.to_owned(),
            bytes: file.bytes as i64,
            content_type: sound.mime,
            extension: sound.extension,
            duration_ms: sound.duration_ms,
            channels: i32::from(sound.channels),
            damaged_at_ms: None,
            read_by: sound.read_by,
            language: facts.language,
            manager_channel: facts.manager_channel,
            client: String::new(),
            phone: String::new(),
            direction: facts.direction,
            called_at: facts.called_at,
            call_type: facts.call_type,
            outcome: facts.outcome,
            note: String::new(),
            tags: JsonText(facts.tags.clone()),
            state: RecordingState::Queued,
            error_code: None,
            error_args: None,
            created_at: now,
        };
        let gate = self.blobs.gate().await?;
        // Only now, behind the gate, is it certain that nobody brings the same file at the same time.
        if let Some(earlier) = self.known_file(&file.hash).await? {
            drop(gate);
            return self.here_already(person, earlier, file).await;
        }
        Allowance::load(self, person).await?.spend(file.bytes)?;
        let kept = self.blobs.keep(file).await?;
        let job = TranscribeRecording::usual(recording.id.clone());
        let written = async {
            let mut tx = self.core.db.write().await?;
            store::insert(&mut tx, &recording).await?;
            store::set_facts(&mut tx, &recording.id, &manager.id, &facts, file_name, now).await?;
            self.core
                .jobs
                .enqueue(&mut tx, &job, Some(&person.id), self.core.now())
                .await?;
            let uploaded = Act::RecordingUploaded.on(AuditSubject::Recording(&recording.id));
            audit::record(&mut tx, &self.core, person, uploaded.of(&manager.id)).await?;
            tx.commit().await
        };
        if let Err(error) = written.await {
            let twice = error.violates(store::FILE_HASH_KEY);
            // Another process took the same file in: then the file is theirs as well.
            if !twice {
                kept.undo().await?;
            }
            drop(gate);
            let earlier = if twice {
                self.known_file(&recording.file_hash).await?
            } else {
                None
            };
            return Err(match earlier {
                Some(earlier) => UploadRefusal::Duplicate(self.visible(person, &earlier).await?),
                None => error.into(),
            });
        }
        drop((kept, gate));
        self.core.jobs.wake();
        tracing::info!(recording = %recording.id, bytes = recording.bytes, "recording taken in");
        recording.client = facts.client;
        recording.phone = facts.phone;
        recording.note = facts.note;
        Ok(AcceptedRecording {
            recording,
            mended: false,
        })
    }

    /// What empty fields mean for a new file.
    fn usual(&self, file_name: &str) -> DefaultFacts {
        let now = self.core.now();
        let zone = self.core.config.time_zone.clone();
        let by_name = called_at_by_name(file_name, &zone).filter(|at| *at <= now);
        DefaultFacts {
            now,
            called_at: by_name.unwrap_or(now),
            zone,
            language: self.core.config.speech_language,
            manager_channel: self.core.config.side_of(file_name),
        }
    }

    /// The facts and the manager; every wrong field is named.
    pub(super) async fn checked(
        &self,
        person: &Person,
        form: &FactsForm,
        usual: &DefaultFacts,
    ) -> Result<(Person, super::CallFacts)> {
        let choice = self.managers(person).await?;
        let wanted = form.manager.trim();
        let manager = if wanted.is_empty() && choice.len() == 1 {
            choice.into_iter().next()
        } else {
            choice
                .into_iter()
                .find(|it| it.login == wanted.to_lowercase() || it.id.as_str() == wanted.to_ascii_uppercase())
        };
        match (manager, form.parse(usual)) {
            (Some(manager), Ok(facts)) => Ok((manager, facts)),
            (manager, facts) => {
                let mut problems = facts.err().unwrap_or_default();
                if manager.is_none() {
                    problems.push(FieldError {
                        field: "manager",
                        code: "recording-manager",
                    });
                }
                Err(Error::fields(problems))
            }
        }
    }

    /// The managers whose calls a person may bring: their own, the team's, everybody's; by name.
    pub async fn managers(&self, person: &Person) -> Result<Vec<Person>> {
        let mut tx = self.core.db.read().await?;
        Ok(people::store::managers(&mut tx, &person.scope()).await?)
    }

    async fn known_file(&self, hash: &str) -> Result<Option<Recording>> {
        let mut tx = self.core.db.read().await?;
        Ok(store::by_hash(&mut tx, hash).await?)
    }

    async fn visible(&self, person: &Person, recording: &Recording) -> Result<Option<Box<Recording>>> {
        let mut tx = self.core.db.read().await?;
        let found = store::find(&mut tx, &person.scope(), &recording.id).await?;
        Ok(found.map(Box::new))
    }

    /// A sound that has a recording: the recording gets its file back if it has lost it, even when it is not the person's to
    /// see.
    async fn here_already(
        &self,
        person: &Person,
        earlier: Recording,
        file: StagedFile,
    ) -> Result<AcceptedRecording, UploadRefusal> {
        let mended = self.files.mend(person, &earlier, file).await?;
        match self.visible(person, &earlier).await? {
            Some(recording) if mended => Ok(AcceptedRecording {
                recording: *recording,
                mended,
            }),
            found => Err(UploadRefusal::Duplicate(found)),
        }
    }

    /// Is it sound that can be a recording? What else it is, if it is not.
    async fn examine(&self, file_name: &str, file: &StagedFile) -> Result<AudioFacts> {
        let path = file.path().to_owned();
        let limit_ms = self.core.config.recording_limit_ms;
        let probed = tokio::task::spawn_blocking(move || audio::probe(&path, limit_ms))
            .await
            .map_err(Error::internal)?;
        probed.map_err(
            |error| match (&error, sniff::format_name(&file.head, file_name)) {
                (AudioError::Empty | AudioError::TooLong { .. } | AudioError::Io(_), _) | (_, None) => {
                    Error::from(error)
                }
                (_, Some(kind)) => Error::new(ErrorKind::Unsupported, "recording-not-sound")
                    .with("kind", kind)
                    .because(error),
            },
        )
    }
}

async fn text(mut field: Field<'_>, left: &mut usize) -> Result<String> {
    let mut value = Vec::new();
    while let Some(bytes) = field.chunk().await.map_err(interrupted)? {
        *left = left
            .checked_sub(bytes.len())
            .ok_or(Error::new(ErrorKind::TooLarge, "too-large"))?;
        value.extend_from_slice(&bytes);
    }
    String::from_utf8(value)
        .map(without_nul)
        .map_err(|error| Error::new(ErrorKind::BadInput, "bad-form").because(error))
}

/// The last part of a path, without control characters.
pub(crate) fn file_name(raw: &str) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars()
        .filter(|c| !c.is_control())
        .take(NAME_LETTERS)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Why a file was not taken in.
#[derive(Debug)]
pub enum UploadRefusal {
    /// It is here already: this recording, when the person may see it.
    Duplicate(Option<Box<Recording>>),
    /// Anything else; the text says what.
    Other(Error),
}

impl<E: Into<Error>> From<E> for UploadRefusal {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// A sound that is safe now.
#[derive(Debug)]
pub struct AcceptedRecording {
    /// Its recording.
    pub recording: Recording,
    /// The recording was here before; it has got its file back.
    pub mended: bool,
}
