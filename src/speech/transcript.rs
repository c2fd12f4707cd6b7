//! The text of a call as every other part sees it: segments by speaker, words with times and certainty.
//!
//! Decides the JSON shape, which other programs are written against. How the text is made is left to
//! [`super::pipeline`], how it is written for people to [`super::export`].

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::guards::FilteredReason;

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
    /// What was heard, when the glossary put this word in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced: Option<String>,
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

/// A stretch that the model wrote and that is not believed; a person may put it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FilteredSegment {
    /// Where it starts, in milliseconds from the start of the recording.
    pub start_ms: i64,
    /// Where it ends, never before the start.
    pub end_ms: i64,
    /// 1 or 2; 1 for mono.
    pub channel: u16,
    /// Whose it would be.
    pub speaker: Speaker,
    /// The text with punctuation.
    pub text: String,
    /// The words of the text in order.
    pub words: Vec<Word>,
    /// Why it is not believed.
    pub reason: FilteredReason,
}

/// What made the text, shown beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Engine {
    /// Name of the model, such as `base`; `import` for a text made elsewhere.
    pub model: String,
    /// What it ran on, such as `cpu`; `file` for a text made elsewhere.
    pub device: String,
    /// Seconds of recording for each second of work; 0 for a text made elsewhere.
    pub x_realtime: f64,
}

impl Engine {
    /// The device of a text that was made elsewhere.
    pub const FILE: &str = "file";

    /// No engine of ours: the text was made elsewhere and came in a file.
    pub fn imported() -> Self {
        Self {
            model: "import".to_owned(),
            device: Self::FILE.to_owned(),
            x_realtime: 0.0,
        }
    }

    /// Was the text made elsewhere?
    pub fn is_imported(&self) -> bool {
        self.device == Self::FILE
    }
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
    /// What the model wrote and is not believed, by start time.
    #[serde(default)]
    pub filtered: Vec<FilteredSegment>,
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

    /// Says who speaks in every segment that starts from `from_ms` to `to_ms`, both included; returns how many.
    pub fn set_speaker(&mut self, from_ms: i64, to_ms: i64, speaker: Speaker) -> usize {
        let meant = self.segments.iter_mut();
        meant
            .filter(|segment| (from_ms..=to_ms).contains(&segment.start_ms))
            .map(|segment| segment.speaker = speaker)
            .count()
    }

    /// Swaps the parties, for recordings whose channels are the other way round.
    pub fn swap_speakers(&mut self) {
        let speakers = self.segments.iter_mut().map(|segment| &mut segment.speaker);
        let doubted = self.filtered.iter_mut().map(|filtered| &mut filtered.speaker);
        for speaker in speakers.chain(doubted) {
            *speaker = speaker.other();
        }
    }

    /// Puts back what was taken out at this moment of this channel, as a segment of its own where it belongs by time.
    /// False when nothing was taken out there.
    pub fn restore(&mut self, channel: u16, start_ms: i64) -> bool {
        let meant = |it: &FilteredSegment| it.channel == channel && it.start_ms == start_ms;
        let Some(at) = self.filtered.iter().position(meant) else {
            return false;
        };
        let FilteredSegment {
            end_ms,
            speaker,
            text,
            words,
            ..
        } = self.filtered.remove(at);
        let place = self
            .segments
            .partition_point(|it| (it.start_ms, it.channel) <= (start_ms, channel));
        self.segments.insert(
            place,
            Segment {
                start_ms,
                end_ms,
                channel,
                speaker,
                text,
                words,
            },
        );
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn filtered(start_ms: i64, channel: u16) -> FilteredSegment {
        FilteredSegment {
            start_ms,
            end_ms: start_ms + 700,
            channel,
            speaker: Speaker::Unknown,
            text: "Спасибо за просмотр".to_owned(),
            words: Vec::new(),
            reason: FilteredReason::KnownInvention,
        }
    }

    #[test]
    fn a_transcript_stored_before_there_were_guards_is_still_read() {
        let stored = r#"{"language":"ru","duration_ms":900,"channels":1,
            "engine":{"model":"base","device":"cpu","x_realtime":9.5},
            "segments":[{"start_ms":0,"end_ms":900,"channel":1,"speaker":"unknown","text":"Да.",
                "words":[{"start_ms":0,"end_ms":900,"text":"Да.","p":0.5}]}]}"#;
        let transcript: Transcript = serde_json::from_str(stored).unwrap();
        assert!(transcript.filtered.is_empty());
        assert_eq!(transcript.segments[0].words[0].replaced, None);
    }

    proptest! {
        #[test]
        fn what_is_put_back_stands_where_it_belongs(
            said in prop::collection::vec((0_i64..9_000, 1_u16..3), 0..12),
            doubted in prop::collection::vec((0_i64..9_000, 1_u16..3), 1..6),
        ) {
            let mut segments: Vec<Segment> = said
                .iter()
                .map(|(start_ms, channel)| Segment {
                    start_ms: *start_ms,
                    end_ms: start_ms + 500,
                    channel: *channel,
                    speaker: Speaker::Unknown,
                    text: String::new(),
                    words: Vec::new(),
                })
                .collect();
            segments.sort_by_key(|it| (it.start_ms, it.channel));
            let mut transcript = Transcript {
                language: "ru".to_owned(),
                duration_ms: 10_000,
                channels: 2,
                engine: Engine { model: String::new(), device: String::new(), x_realtime: 1.0 },
                segments,
                filtered: doubted.iter().map(|(start_ms, channel)| filtered(*start_ms, *channel)).collect(),
            };
            let all = said.len() + doubted.len();
            for (start_ms, channel) in &doubted {
                prop_assert!(transcript.restore(*channel, *start_ms));
            }
            prop_assert!(!transcript.restore(doubted[0].1, doubted[0].0));
            prop_assert!(transcript.filtered.is_empty());
            prop_assert_eq!(transcript.segments.len(), all);
            let starts: Vec<_> = transcript.segments.iter().map(|it| (it.start_ms, it.channel)).collect();
            prop_assert!(starts.is_sorted());
        }
    }
}
