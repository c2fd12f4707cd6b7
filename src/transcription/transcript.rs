//! The text of a call as every other part sees it: segments by speaker, words with times and certainty.
//!
//! Decides the JSON shape, which other programs are written against. How the text is made is left to
//! [`super::pipeline`], how it is written for people to [`super::export`].

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// The salesperson.
    Manager,
    /// The other party.
    Client,
    /// Both parties are on one channel, nobody can tell them apart.
    Unknown,
}

impl Speaker {
    /// The speaker of this name.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Manager, Self::Client, Self::Unknown];
        all.into_iter().find(|it| it.as_str() == word)
    }

    /// Who speaks when the channels are the other way round.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Manager => Self::Client,
            Self::Client => Self::Manager,
            Self::Unknown => Self::Unknown,
        }
    }

    /// The name in JSON and translation keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Manager => "manager",
            Self::Client => "client",
            Self::Unknown => "unknown",
        }
    }
}

/// A word, in milliseconds from the start of the recording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Word {
    /// Where it starts.
    pub start_ms: i64,
    /// Where it ends, never before the start.
    pub end_ms: i64,
    /// The word with its punctuation, without spaces around it.
    pub text: String,
    /// How sure the model was, 0…1.
    pub p: f32,
}

/// What one speaker said without being interrupted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Segment {
    /// Where it starts, in milliseconds from the start of the recording.
    pub start_ms: i64,
    /// Where it ends, never before the start.
    pub end_ms: i64,
    /// 1 or 2; 1 for mono.
    pub channel: u16,
    /// Who speaks.
    pub speaker: Speaker,
    /// The text with punctuation.
    pub text: String,
    /// The words of the text in order.
    pub words: Vec<Word>,
}

/// What made the text, shown beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Engine {
    /// Name of the model, such as `base`.
    pub model: String,
    /// What it ran on, such as `cpu`.
    pub device: String,
    /// Seconds of recording for each second of work.
    pub x_realtime: f64,
}

/// The text of a whole recording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Transcript {
    /// Two-letter code of the language that was recognised.
    pub language: String,
    /// Length of the recording in milliseconds.
    pub duration_ms: i64,
    /// Voices kept apart: 2 when each party has a channel, else 1 (also for stereo that is mono twice).
    pub channels: u16,
    /// What made the text.
    pub engine: Engine,
    /// What was said, by start time.
    pub segments: Vec<Segment>,
}

impl Transcript {
    /// All text of one speaker, or of everybody, separated by spaces.
    pub fn text(&self, speaker: Option<Speaker>) -> String {
        let mut text = String::new();
        for segment in self
            .segments
            .iter()
            .filter(|s| speaker.is_none_or(|who| s.speaker == who))
        {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&segment.text);
        }
        text
    }

    /// Says who speaks in every segment that starts from `from_ms` to `to_ms`, both included; answers how many.
    pub fn set_speaker(&mut self, from_ms: i64, to_ms: i64, speaker: Speaker) -> usize {
        let meant = self.segments.iter_mut();
        meant
            .filter(|segment| (from_ms..=to_ms).contains(&segment.start_ms))
            .map(|segment| segment.speaker = speaker)
            .count()
    }

    /// Swaps the parties, for recordings whose channels are the other way round.
    pub fn swap_speakers(&mut self) {
        for segment in &mut self.segments {
            segment.speaker = segment.speaker.other();
        }
    }
}
