//! The transcript as files for people and players: plain text, SubRip, WebVTT, a document for word processors.
//!
//! Names of the parties and what else stands in a file are given by the caller in the reader's language; nothing is
//! translated here. The document is written by [`super::docx`].

use std::fmt::Write as _;

use super::docx;
use super::transcript::{Segment, Speaker, Transcript};
use crate::error::{Error, Result};
use crate::text::markup::escape_content;

/// Subtitles stay up to this long, in milliseconds; longer segments are cut between words.
const CUE_MS: i64 = 6_000;
/// Letters of one subtitle.
const CUE_LETTERS: usize = 84;

/// Words less sure than this are shaded wherever a text is shown.
pub const DOUBT: f32 = 0.5;

/// What stands in a file besides the text.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    /// What the salesperson is called.
    pub manager: String,
    /// What the other party is called.
    pub client: String,
    /// The heading of a document.
    pub title: String,
    /// Facts under the heading, a line each.
    pub facts: Vec<String>,
    /// What the shading of a word means.
    pub doubt: String,
    /// Two-letter code of the language of the labels.
    pub language: String,
}

impl Labels {
    /// The party's name; empty when nobody knows who speaks.
    pub(super) fn of(&self, speaker: Speaker) -> &str {
        match speaker {
            Speaker::Manager => &self.manager,
            Speaker::Client => &self.client,
            Speaker::Unknown => "",
        }
    }
}

crate::db::text_enum! {
    /// How a transcript is written.
    pub enum TranscriptFormat {
        /// As in the API.
        Json = "json",
        /// A line a turn.
        Text = "text",
        /// SubRip.
        Srt = "srt",
        /// WebVTT.
        Vtt = "vtt",
        /// A document for Word and LibreOffice.
        Docx = "docx",
    }
}

impl TranscriptFormat {
    /// The usual ending of such files.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            other => other.as_str(),
        }
    }

    /// The content type.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Text => "text/plain; charset=utf-8",
            Self::Srt => "application/x-subrip; charset=utf-8",
            Self::Vtt => "text/vtt; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// The transcript in any of the formats.
pub fn write(transcript: &Transcript, format: TranscriptFormat, labels: &Labels) -> Result<Vec<u8>> {
    match format {
        TranscriptFormat::Json => serde_json::to_vec(transcript).map_err(Error::internal),
        TranscriptFormat::Text => Ok(text(transcript, labels).into_bytes()),
        TranscriptFormat::Srt => Ok(srt(transcript, labels).into_bytes()),
        TranscriptFormat::Vtt => Ok(vtt(transcript, labels).into_bytes()),
        TranscriptFormat::Docx => docx::write(transcript, labels),
    }
}

/// One line a turn: `[00:01:05] Менеджер: текст`.
pub fn text(transcript: &Transcript, labels: &Labels) -> String {
    let mut out = String::new();
    for segment in &transcript.segments {
        let (h, m, s, _) = parts(segment.start_ms);
        // Writing to a String cannot fail.
        let _ = write!(out, "[{h:02}:{m:02}:{s:02}] ");
        let name = labels.of(segment.speaker);
        if !name.is_empty() {
            let _ = write!(out, "{name}: ");
        }
        let _ = writeln!(out, "{}", segment.text);
    }
    out
}

/// SubRip: numbered cues, comma before milliseconds.
pub fn srt(transcript: &Transcript, labels: &Labels) -> String {
    let mut out = String::new();
    for (i, cue) in transcript.segments.iter().flat_map(cues).enumerate() {
        let _ = writeln!(
            out,
            "{}\n{} --> {}",
            i + 1,
            stamp(cue.start_ms, ','),
            stamp(cue.end_ms, ',')
        );
        let name = labels.of(cue.speaker);
        if !name.is_empty() {
            let _ = write!(out, "{name}: ");
        }
        let _ = writeln!(out, "{}\n", cue.text);
    }
    out
}

/// WebVTT with voice tags.
pub fn vtt(transcript: &Transcript, labels: &Labels) -> String {
    let mut out = String::from("WEBVTT\n\n");
    for cue in transcript.segments.iter().flat_map(cues) {
        let _ = writeln!(out, "{} --> {}", stamp(cue.start_ms, '.'), stamp(cue.end_ms, '.'));
        let name = labels.of(cue.speaker);
        if !name.is_empty() {
            let _ = write!(out, "<v {}>", escaped(name));
        }
        let _ = writeln!(out, "{}\n", escaped(&cue.text));
    }
    out
}

struct SubtitleCue {
    start_ms: i64,
    end_ms: i64,
    speaker: Speaker,
    text: String,
}

/// Cuts a segment into subtitles that can be read while they are shown.
fn cues(segment: &Segment) -> Vec<SubtitleCue> {
    if segment.words.is_empty() {
        let Segment {
            start_ms,
            end_ms,
            speaker,
            ..
        } = *segment;
        return vec![SubtitleCue {
            start_ms,
            end_ms,
            speaker,
            text: segment.text.clone(),
        }];
    }
    let mut cues: Vec<SubtitleCue> = Vec::new();
    for word in &segment.words {
        match cues.last_mut() {
            Some(cue)
                if word.end_ms - cue.start_ms <= CUE_MS
                    && cue.text.chars().count() + 1 + word.text.chars().count() <= CUE_LETTERS =>
            {
                cue.text.push(' ');
                cue.text.push_str(&word.text);
                cue.end_ms = cue.end_ms.max(word.end_ms);
            }
            _ => cues.push(SubtitleCue {
                start_ms: word.start_ms,
                end_ms: word.end_ms,
                speaker: segment.speaker,
                text: word.text.clone(),
            }),
        }
    }
    cues
}

fn parts(ms: i64) -> (i64, i64, i64, i64) {
    let ms = ms.max(0);
    (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
}

fn stamp(ms: i64, mark: char) -> String {
    let (h, m, s, rest) = parts(ms);
    format!("{h:02}:{m:02}:{s:02}{mark}{rest:03}")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_content(&text.replace('\n', " "), &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::super::transcript::{Engine, Word};
    use super::*;

    fn labels() -> Labels {
        Labels {
            manager: "Менеджер".to_owned(),
            client: "Клиент".to_owned(),
            ..Labels::default()
        }
    }

    fn transcript() -> Transcript {
        let word = |text: &str, start_ms, end_ms| Word {
            start_ms,
            end_ms,
            text: text.to_owned(),
            p: 0.9,
            replaced: None,
        };
        let long: Vec<Word> = (0..20)
            .map(|i| word("слово", 3_665_000 + i * 700, 3_665_600 + i * 700))
            .collect();
        let segment = |speaker, words: Vec<Word>| Segment {
            start_ms: words[0].start_ms,
            end_ms: words[words.len() - 1].end_ms,
            channel: 1,
            speaker,
            text: words
                .iter()
                .map(|w| w.text.as_str())
                .collect::<Vec<_>>()
                .join(" "),
            words,
        };
        Transcript {
            language: "ru".to_owned(),
            duration_ms: 3_700_000,
            channels: 2,
            engine: Engine {
                model: "base".to_owned(),
                device: "cpu".to_owned(),
                x_realtime: 10.0,
            },
            segments: vec![
                segment(
                    Speaker::Manager,
                    vec![word("5", 1_005, 1_400), word("< 6?", 1_400, 2_000)],
                ),
                segment(Speaker::Unknown, long),
            ],
            filtered: Vec::new(),
        }
    }

    #[test]
    fn text_has_a_line_a_turn() {
        let text = text(&transcript(), &labels());
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], "[00:00:01] Менеджер: 5 < 6?");
        assert!(lines[1].starts_with("[01:01:05] слово слово"));
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn subrip_is_numbered_and_long_turns_are_cut() {
        let srt = srt(&transcript(), &labels());
        assert!(
            srt.starts_with(
                "1\n00:00:01,005 --> 00:00:02,000\nМенеджер: 5 < 6?\n\n2\n01:01:05,000 --> 01:01:"
            )
        );
        assert_eq!(srt.matches(" --> ").count(), 4);
    }

    #[test]
    fn webvtt_escapes_what_would_be_a_tag() {
        let vtt = vtt(&transcript(), &labels());
        assert!(vtt.starts_with("WEBVTT\n\n00:00:01.005 --> 00:00:02.000\n<v Менеджер>5 &lt; 6?\n\n"));
    }
}
