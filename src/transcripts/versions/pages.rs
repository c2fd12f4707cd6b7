//! The part of a recording's page about its texts, a page for each, and what its forms do.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::{RetranscribeRequest, TranscriptVersion, import, store};
use crate::audit::Act;
use crate::db::{DbError, Tx};
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::id::{RecordingId, TranscriptId};
use crate::people::Permission;
use crate::recordings::Recording;
use crate::recordings::pages::{back_to, with_problem};
use crate::speech::Transcript;
use crate::speech::export::TranscriptFormat;
use crate::transcripts::pages::download;
use crate::transcripts::{Player, TranscriptPages, Transcripts, labels};
use crate::web::{Form, Html, Multipart, OwnPath, PageContext, Path, Routes, see};

pub(super) fn routes() -> Routes<TranscriptPages> {
    Routes::new()
        .post_large(
            "/recordings/{id}/transcripts",
            Permission::UploadRecordings,
            bring,
        )
        .get(
            "/recordings/{id}/transcripts/{transcript}",
            Permission::ReadRecordings,
            version,
        )
        .post(
            "/recordings/{id}/transcripts/{transcript}/show",
            Permission::UploadRecordings,
            show_this,
        )
        .get(
            "/recordings/{id}/transcripts/{transcript}/{format}",
            Permission::ReadRecordings,
            file,
        )
        .post("/recordings/{id}/retry", Permission::UploadRecordings, retry)
}

/// The texts of a recording beside it: field `versions` of a page that includes `transcripts/versions.html`.
#[derive(Debug)]
pub(in crate::transcripts) struct VersionsPanel {
    /// The newest first.
    pub all: Vec<VersionLine>,
    /// Models a recording may be heard by.
    pub models: Vec<String>,
    /// What the settings name.
    pub usual: String,
    /// Why a file could not be brought in.
    pub problem: String,
    /// Languages a recording may be heard in.
    pub languages: Vec<Locale>,
}

/// One text in the list.
#[derive(Debug)]
pub(in crate::transcripts) struct VersionLine {
    /// Its identifier.
    pub id: TranscriptId,
    /// When it was made or brought.
    pub when: String,
    /// By whom or what.
    pub origin: String,
    /// Is it the one that is shown?
    pub is_current: bool,
    /// Has somebody changed it since?
    pub is_edited: bool,
}

impl VersionLine {
    fn new(version: TranscriptVersion, t: &PageContext) -> Self {
        Self {
            when: t.moment(&version.created_at),
            origin: origin(&version, t),
            is_current: version.is_current,
            is_edited: version.is_edited(),
            id: version.id,
        }
    }
}

/// What made a text: the model with its language and speed, or the file and who brought it.
fn origin(version: &TranscriptVersion, t: &PageContext) -> String {
    if version.is_imported() {
        let nobody = || t.text("transcript-versions-nobody");
        return t.with2(
            "transcript-versions-imported",
            "file",
            &version.file_name,
            "who",
            version.importer.clone().unwrap_or_else(nobody),
        );
    }
    let language = t.text(&format!("transcript-versions-language-{}", version.language));
    let made = t.with2(
        "transcript-versions-made",
        "model",
        &version.engine_model,
        "language",
        language,
    );
    let speed = t.number(&version.x_realtime, &1);
    format!("{made}, {}", t.with("transcript-versions-speed", "speed", speed))
}

/// Reads what the page of a recording shows of its texts.
pub(in crate::transcripts) async fn panel(
    tx: &mut Tx,
    transcripts: &Transcripts,
    recording: &Recording,
    t: &PageContext,
) -> Result<VersionsPanel, DbError> {
    let all = store::list(tx, &recording.id).await?;
    let speech = std::sync::Arc::clone(&transcripts.speech);
    // A folder that cannot be read leaves the usual model to choose.
    let models = tokio::task::spawn_blocking(move || speech.installed())
        .await
        .unwrap_or_default();
    Ok(VersionsPanel {
        all: all
            .into_iter()
            .map(|version| VersionLine::new(version, t))
            .collect(),
        models: models.iter().map(ToString::to_string).collect(),
        usual: transcripts.speech.usual(),
        problem: String::new(),
        languages: Locale::ALL.to_vec(),
    })
}

#[derive(Template)]
#[template(path = "transcripts/version.html")]
struct VersionPage {
    t: PageContext,
    recording: Recording,
    player: Player,
    version: VersionLine,
}

impl VersionPage {
    /// Where the files of this text are.
    fn files(&self) -> String {
        format!(
            "/recordings/{}/transcripts/{}",
            self.recording.id, self.version.id
        )
    }

    /// What the visitor looks at, beside the shown text.
    const fn standing_key(&self) -> &'static str {
        if self.version.is_current {
            "transcript-versions-is-current"
        } else {
            "transcript-versions-is-other"
        }
    }
}

async fn version(
    t: PageContext,
    State(transcripts): State<Transcripts>,
    Path((id, version)): Path<(RecordingId, TranscriptId)>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?;
    let recording = transcripts.recordings.find(person, &id).await?;
    let found = transcripts.version(person, &id, &version).await?;
    let mut tx = transcripts.core.db.read().await?;
    let (transcript, voice) = read(&mut tx, &id, &version).await?;
    let player = Player::with(&mut tx, &recording, Some(&transcript), &voice, &t).await?;
    Ok(Html(VersionPage {
        version: VersionLine::new(found, &t),
        t,
        recording,
        player,
    })
    .into_response())
}

async fn file(
    t: PageContext,
    State(transcripts): State<Transcripts>,
    Path((id, version, format)): Path<(RecordingId, TranscriptId, String)>,
) -> Result<Response> {
    let format: TranscriptFormat = format.parse().map_err(|_| Error::not_found("not-found"))?;
    let by = t.visitor().signed_in()?;
    let recording = transcripts.recordings.find(by, &id).await?;
    let mut tx = transcripts.core.db.read().await?;
    let (transcript, _) = read(&mut tx, &id, &version).await?;
    drop(tx);
    transcripts
        .recordings
        .keep_listening(by, &recording, Act::TranscriptDownloaded)
        .await?;
    let labels = labels::for_recording(&recording, &transcript, &t);
    download(&recording, transcript, format, labels).await
}

type TranscriptWithVoice = (Transcript, Vec<Vec<crate::speech::audio::vad::Interval>>);

/// Code: `transcript-version-not-found`.
async fn read(tx: &mut Tx, id: &RecordingId, version: &TranscriptId) -> Result<TranscriptWithVoice> {
    let found = store::document(tx, id, version).await?;
    found.ok_or(Error::not_found("transcript-version-not-found"))
}

async fn show_this(
    t: PageContext,
    State(transcripts): State<Transcripts>,
    Path((id, version)): Path<(RecordingId, TranscriptId)>,
) -> Result<Response> {
    transcripts
        .show_version(t.visitor().signed_in()?, &id, &version)
        .await?;
    Ok(back(&id, "transcript-versions-shown"))
}

async fn bring(
    t: PageContext,
    State(pages): State<TranscriptPages>,
    Path(id): Path<RecordingId>,
    Multipart(request): Multipart,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    // Whose recording it is comes before what the file holds.
    pages.transcripts.recordings.find(&person, &id).await?;
    let brought = match import::receive(request).await {
        Ok(file) => pages.transcripts.import_version(&person, &id, file).await,
        Err(error) => Err(error),
    };
    match brought {
        Ok(_) => Ok(back(&id, "transcript-versions-brought")),
        Err(error) if error.code().starts_with("import-") || !error.field_errors().is_empty() => {
            with_problem(t, &pages.recording, &id, &error).await
        }
        Err(error) => Err(error),
    }
}

/// Where the act was asked for, and how the recording is to be transcribed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct AgainForm {
    back: OwnPath,
    model: Option<String>,
    language: Option<String>,
}

async fn retry(
    t: PageContext,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    Form(form): Form<AgainForm>,
) -> Result<Redirect> {
    let request = RetranscribeRequest {
        model: form.model,
        language: form.language,
    };
    transcripts
        .transcribe_again(t.visitor().signed_in()?, &id, &request)
        .await?;
    Ok(back_to(&form.back, &id))
}

fn back(id: &RecordingId, said: &str) -> Response {
    see(format!("/recordings/{id}")).saying(said).into_response()
}
