//! The order to make a recording's transcript, as it lies in the queue.
//!
//! Decides when a recording moves with its job, in one transaction, and what an order says beyond the usual. Leaves doing it
//! to whoever keeps the texts.

use serde::{Deserialize, Serialize};

use super::{RecordingState, store};
use crate::db::{DbError, Tx};
use crate::error::{Error, ErrorKind};
use crate::i18n::Locale;
use crate::id::RecordingId;
use crate::jobs::{self, Job, JobChange, JobState, Queue};
use crate::people::Scope;
use crate::speech::model::ModelName;

/// Make the transcript of a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranscribeRecording {
    /// Which.
    pub recording: RecordingId,
    /// By another model than the setting's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelName>,
    /// In another language than the recording's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Locale>,
}

impl TranscribeRecording {
    /// As the settings and the recording's facts say when its turn comes.
    pub const fn usual(recording: RecordingId) -> Self {
        Self {
            recording,
            model: None,
            language: None,
        }
    }
}

impl Job for TranscribeRecording {
    const KIND: &'static str = "transcribe-recording";
    const QUEUE: Queue = Queue::Speech;
    const MAX_ATTEMPTS: i32 = 3;
    const LONG: bool = true;

    fn subject(&self) -> Option<String> {
        Some(self.recording.to_string())
    }

    fn page(subject: &str) -> Option<String> {
        Some(format!("/recordings/{subject}"))
    }

    fn dedupe_key(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.recording))
    }

    async fn about(
        tx: &mut Tx,
        scope: &Scope,
        subjects: &[String],
    ) -> Result<Vec<jobs::JobDescription>, DbError> {
        super::queue::about(tx, scope, subjects).await
    }

    async fn moved(&self, tx: &mut Tx, to: &JobChange<'_>) -> Result<(), DbError> {
        let cancelled = Error::new(ErrorKind::Conflict, "recording-cancelled");
        let (state, error) = match to.to {
            JobState::Queued => (RecordingState::Queued, to.error),
            JobState::Failed => (RecordingState::Failed, to.error),
            JobState::Cancelled => (RecordingState::Failed, Some(&cancelled)),
            JobState::Running | JobState::Done => return Ok(()),
        };
        // An older transcript stays good when a newer one does not come about.
        let state = if state == RecordingState::Failed && store::has_transcript(tx, &self.recording).await? {
            RecordingState::Ready
        } else {
            state
        };
        store::move_to(tx, &self.recording, state, error, to.at)
            .await
            .map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_of_an_earlier_version_is_still_understood() {
        let id = "01K0ZC3QJ5V0T5N6V8W2M4X7RD";
        let old = format!(r#"{{"recording":"{id}"}}"#);
        let job: TranscribeRecording = serde_json::from_str(&old).unwrap();
        assert_eq!(job, TranscribeRecording::usual(id.parse().unwrap()));
        assert_eq!(serde_json::to_string(&job).unwrap(), old);
        let job = TranscribeRecording {
            model: Some("small".parse().unwrap()),
            language: Some(Locale::En),
            ..job
        };
        let new = serde_json::to_string(&job).unwrap();
        assert_eq!(
            new,
            format!(r#"{{"recording":"{id}","model":"small","language":"en"}}"#)
        );
        assert_eq!(serde_json::from_str::<TranscribeRecording>(&new).unwrap(), job);
    }
}
