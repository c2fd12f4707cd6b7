//! A recording's state in the visitor's words: sign, sentence, progress, what can be done.

use crate::db::{DbError, Tx};
use crate::jobs::{self, Job as _, JobRow, Queue, QueuePositions};
use crate::recordings::{Recording, RecordingState, TranscribeRecording};
use crate::web::{PageContext, failure};

/// What to show for a state.
#[derive(Debug)]
pub(super) struct Status {
    /// Badge's tone.
    pub tone: &'static str,
    /// Badge's icon.
    pub icon: &'static str,
    /// Badge's words; empty for a good recording: the norm is silent.
    pub words: String,
    /// A second line.
    pub note: String,
    /// Whole percent, while it is being transcribed.
    pub percent: Option<i64>,
    /// May it be tried again?
    pub can_retry: bool,
    /// Is there something to stop?
    pub can_cancel: bool,
}

impl Status {
    /// Reads the job when it says more than the recording.
    pub(super) async fn read(
        tx: &mut Tx,
        recording: &Recording,
        positions: &QueuePositions,
        t: &PageContext,
    ) -> Result<Self, DbError> {
        let job = if recording.state == RecordingState::Transcribing {
            jobs::latest_for(tx, TranscribeRecording::KIND, recording.id.as_str()).await?
        } else {
            None
        };
        let status = Self::new(recording, job.as_ref(), t);
        Ok(
            if recording.state == RecordingState::Queued && status.note.is_empty() {
                status.in_queue(recording, positions, t)
            } else {
                status
            },
        )
    }

    /// With the place in the queue and the expected time.
    fn in_queue(mut self, recording: &Recording, positions: &QueuePositions, t: &PageContext) -> Self {
        let position = positions.about(TranscribeRecording::KIND, recording.id.as_str());
        if let Some(place) = position.place {
            self.words = t.with("recordings-state-place", "place", place);
        }
        if positions.is_paused(Queue::Speech) {
            self.note = t.text("recordings-queue-held");
        } else if let Some(at) = position.ready_at {
            self.note = t.with("recordings-expected", "time", t.soon(&at));
        }
        self
    }

    fn new(recording: &Recording, job: Option<&JobRow>, t: &PageContext) -> Self {
        let reason = error_sentence(recording, t);
        let damage = recording
            .damaged_at_ms
            .map(|at| t.with("recordings-damaged", "time", t.duration(&at)));
        let quiet = Self {
            tone: "",
            icon: "",
            words: String::new(),
            note: String::new(),
            percent: None,
            can_retry: false,
            can_cancel: recording.state.is_moving(),
        };
        match recording.state {
            RecordingState::Queued => Self {
                tone: if reason.is_some() { "warn" } else { "" },
                icon: "queue",
                words: t.text("recordings-state-queued"),
                can_retry: reason.is_some(),
                note: reason.unwrap_or_default(),
                ..quiet
            },
            RecordingState::Transcribing => Self {
                tone: "accent",
                icon: "clock",
                words: t.with("recordings-state-transcribing", "percent", percent(job)),
                note: job.map(|job| progress_note(job, t)).unwrap_or_default(),
                percent: Some(percent(job)),
                ..quiet
            },
            RecordingState::Failed => Self {
                tone: "bad",
                icon: "error",
                words: reason.unwrap_or_else(|| t.text("recordings-state-failed")),
                can_retry: true,
                ..quiet
            },
            RecordingState::Ready => Self {
                tone: if damage.is_some() { "warn" } else { "" },
                icon: if damage.is_some() { "warn" } else { "" },
                words: damage.unwrap_or_default(),
                note: reason.unwrap_or_default(),
                can_retry: true,
                ..quiet
            },
        }
    }
}

fn percent(job: Option<&JobRow>) -> i64 {
    job.map_or(0, |job| i64::from(job.progress_permille) / 10)
}

fn progress_note(job: &JobRow, t: &PageContext) -> String {
    let stage = if job.stage.is_empty() {
        t.text("recordings-starting")
    } else {
        t.text(&format!("job-stage-{}", job.stage))
    };
    let now = t.visitor().now();
    match job.expected_finish(now) {
        Some(at) => {
            let seconds = at.since(now) / 1000;
            let left = if seconds < 60 {
                t.text("recordings-left-seconds")
            } else {
                t.count("recordings-left", &((seconds + 59) / 60))
            };
            format!("{stage}. {left}")
        }
        None => stage,
    }
}

/// Why it failed or waits.
pub(super) fn error_sentence(recording: &Recording, t: &PageContext) -> Option<String> {
    let code = recording.error_code.as_ref()?;
    let args = recording.error_args.iter().flat_map(|args| &args.0);
    Some(failure::stored_sentence(t.texts(), code, args))
}
