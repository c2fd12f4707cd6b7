//! Transcribing once more: as before after a failure, or anew with a chosen model and language.
//!
//! Decides what becomes of a job that waits when somebody wishes something else of it. The text there was stays a version.

use serde::Deserialize;

use crate::audit::{self, Act, AuditSubject};
use crate::error::{Error, ErrorKind, FieldError, Result};
use crate::i18n::Locale;
use crate::id::RecordingId;
use crate::jobs::{self, Job as _, JobState};
use crate::people::Person;
use crate::recordings::files::file_of;
use crate::recordings::{RecordingState, TranscribeRecording, store};
use crate::speech::model::ModelName;
use crate::transcripts::Transcripts;

/// How a recording is to be transcribed anew, as entered. Empty means as usual; nothing at all means as it was asked last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(in crate::transcripts) struct RetranscribeRequest {
    /// An installed model; the one of the settings when empty.
    #[schema(example = "small")]
    pub model: Option<String>,
    /// `ru` or `en`; the recording's language when empty.
    pub language: Option<String>,
}

impl RetranscribeRequest {
    /// The job that fulfils it; nothing when nothing was wished. Fields: `model` (`model-bad-name`), `language`
    /// (`recording-language`).
    fn job(&self, recording: &RecordingId) -> Result<Option<TranscribeRecording>> {
        if self.model.is_none() && self.language.is_none() {
            return Ok(None);
        }
        let mut problems = Vec::new();
        let model = parsed::<ModelName>(self.model.as_deref(), "model", "model-bad-name", &mut problems);
        let language = parsed::<Locale>(
            self.language.as_deref(),
            "language",
            "recording-language",
            &mut problems,
        );
        if problems.is_empty() {
            let recording = recording.clone();
            Ok(Some(TranscribeRecording {
                recording,
                model,
                language,
            }))
        } else {
            Err(Error::fields(problems))
        }
    }
}

fn parsed<T: std::str::FromStr>(
    text: Option<&str>,
    field: &'static str,
    code: &'static str,
    problems: &mut Vec<FieldError>,
) -> Option<T> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let value = text.parse().ok();
    if value.is_none() {
        problems.push(FieldError { field, code });
    }
    value
}

impl Transcripts {
    /// Transcribes once more, now. Without a wish: what failed, was stopped or waits is begun again as it was asked for.
    /// With one, a job that waits gives way to the new one.
    ///
    /// # Errors
    /// 409 `job-not-idle` while it is being transcribed, 422 for a wish that cannot be read, `model-…` when the model that is
    /// named is not here, 410 `recording-file-missing`.
    pub(in crate::transcripts) async fn transcribe_again(
        &self,
        person: &Person,
        id: &RecordingId,
        request: &RetranscribeRequest,
    ) -> Result<()> {
        let recording = self.recordings.find(person, id).await?;
        file_of(&self.blobs, &recording.file_hash).await?;
        let requested = request.job(id)?;
        if let Some(model) = requested.as_ref().and_then(|job| job.model.clone()) {
            let speech = std::sync::Arc::clone(&self.speech);
            tokio::task::spawn_blocking(move || speech.check(Some(&model)))
                .await
                .map_err(Error::internal)??;
        }
        let mut tx = self.core.db.write().await?;
        let now = self.core.now();
        let latest = jobs::latest_for(&mut tx, TranscribeRecording::KIND, id.as_str()).await?;
        match (latest, &requested) {
            (Some(row), None) if row.state != JobState::Done => {
                self.core.jobs.retry(&mut tx, &row.id, now).await?;
            }
            (Some(row), _) if row.state == JobState::Running => {
                return Err(Error::new(ErrorKind::Conflict, "job-not-idle"));
            }
            (latest, _) => {
                if let Some(row) = latest.filter(|row| row.state == JobState::Queued) {
                    self.core.jobs.cancel(&mut tx, &row.id, now).await?;
                }
                let job = requested.unwrap_or_else(|| TranscribeRecording::usual(id.clone()));
                self.core
                    .jobs
                    .enqueue(&mut tx, &job, Some(&person.id), now)
                    .await?;
                store::move_to(&mut tx, id, RecordingState::Queued, None, now).await?;
            }
        }
        let entry = Act::TranscriptionAsked.on(AuditSubject::Recording(id));
        audit::record(&mut tx, &self.core, person, entry.of(&recording.manager_id)).await?;
        tx.commit().await?;
        self.core.jobs.wake();
        tracing::info!(recording = %recording.id, "recording is to be transcribed again");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(model: Option<&str>, language: Option<&str>) -> Result<Option<TranscribeRecording>> {
        let request = RetranscribeRequest {
            model: model.map(str::to_owned),
            language: language.map(str::to_owned),
        };
        request.job(&"01K0ZC3QJ5V0T5N6V8W2M4X7RD".parse().unwrap())
    }

    #[test]
    fn a_form_that_chooses_the_usual_is_a_wish_too() {
        assert_eq!(request(None, None).unwrap(), None);
        let usual = request(Some(""), Some(" ")).unwrap().unwrap();
        assert_eq!((usual.model, usual.language), (None, None));
        let other = request(Some(" ggml-small.bin "), Some("en")).unwrap().unwrap();
        assert_eq!(other.model.unwrap().as_str(), "small");
        assert_eq!(other.language, Some(Locale::En));
    }

    #[test]
    fn every_wrong_field_is_named() {
        let error = request(Some("../secret"), Some("de")).unwrap_err();
        let fields: Vec<_> = error
            .field_errors()
            .iter()
            .map(|it| (it.field, it.code))
            .collect();
        assert_eq!(
            fields,
            [("model", "model-bad-name"), ("language", "recording-language")]
        );
    }
}
