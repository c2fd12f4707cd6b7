//! Texts of a call that were made elsewhere: SubRip, WebVTT and our own JSON, as files of people and programs are.
//!
//! Decides which files are understood (by what they hold, not by their name), what may be wrong with one and where, that
//! words without times of their own share the time of their subtitle by length, and that subtitles of one speaker make a
//! turn as the machine's phrases do. `letters` finds out how the file is encoded, `subtitles` and `document` read it,
//! `names` knows the parties. Pure. Where the text is kept is left to `transcripts`.

mod document;
mod letters;
mod names;
mod subtitles;
#[cfg(test)]
mod tests;

use super::merge::{JOIN_MS, LONGEST_MS};
use super::transcript::{Segment, Speaker, Word};
use crate::error::{Error, ErrorKind};

/// The largest file that is read, in bytes: the JSON of a call of several hours is smaller.
pub const MOST_BYTES: usize = 8_000_000;
/// Turns or subtitles of one file.
const MOST_TURNS: usize = 20_000;
/// Words of one file.
const MOST_WORDS: usize = 200_000;
/// A text may end so much behind the sound and is cut there, in ms: players round up.
const SPARE_MS: i64 = 2_000;

/// What is known about the recording a text is brought for.
#[derive(Debug, Clone, Default)]
pub struct ImportContext {
    /// Its length in ms.
    pub duration_ms: i64,
    /// What the salesperson may be called in the file.
    pub manager: Vec<String>,
    /// What the other party may be called in the file.
    pub client: Vec<String>,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedText {
    /// The language, when the file tells one that we know.
    pub language: Option<String>,
    /// What was said, by start time.
    pub segments: Vec<Segment>,
}

/// Where in a file something is wrong, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportLocation {
    /// A line.
    Line(usize),
    /// A turn of a JSON document.
    Turn(usize),
}

impl std::fmt::Display for ImportLocation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(n) => write!(f, "line {n}"),
            Self::Turn(n) => write!(f, "turn {n}"),
        }
    }
}

/// Why a file cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// More bytes than [`MOST_BYTES`].
    #[error("the file is larger than {MOST_BYTES} bytes")]
    TooLarge,
    /// More turns or words than anybody says.
    #[error("the file has more turns or words than a call")]
    TooMany,
    /// None of the forms that are understood.
    #[error("neither SubRip nor WebVTT nor JSON of a transcript")]
    Unknown,
    /// Nobody says anything.
    #[error("there are no turns in the file")]
    Empty,
    /// Neither UTF-8 nor one of the older encodings of Russian.
    #[error("line {0} cannot be read in any known encoding")]
    Encoding(usize),
    /// Not the JSON it should be.
    #[error("line {line}: {reason}")]
    Json {
        /// Where reading stopped.
        line: usize,
        /// What the reader says.
        reason: String,
    },
    /// A time that cannot be read.
    #[error("{0}: not a time")]
    Time(ImportLocation),
    /// A time before the beginning.
    #[error("{0}: a time below zero")]
    Negative(ImportLocation),
    /// The end comes before the start.
    #[error("{0}: ends before it starts")]
    Reversed(ImportLocation),
    /// A time after the end of the sound.
    #[error("{place}: {at_ms} ms is after the end of the recording, {length_ms} ms")]
    Beyond {
        /// Where.
        place: ImportLocation,
        /// The time, in ms.
        at_ms: i64,
        /// Length of the recording, in ms.
        length_ms: i64,
    },
}

impl ImportError {
    /// The stable code; the sentence is the translation key `error-<code>`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "import-too-large",
            Self::TooMany => "import-too-many",
            Self::Unknown => "import-unknown",
            Self::Empty => "import-empty",
            Self::Encoding(_) => "import-encoding",
            Self::Json { .. } => "import-json",
            Self::Time(_) => "import-time",
            Self::Negative(_) => "import-negative",
            Self::Reversed(_) => "import-reversed",
            Self::Beyond { .. } => "import-beyond",
        }
    }
}

impl From<ImportError> for Error {
    fn from(error: ImportError) -> Self {
        let kind = match error {
            ImportError::TooLarge | ImportError::TooMany => ErrorKind::TooLarge,
            ImportError::Unknown | ImportError::Encoding(_) => ErrorKind::Unsupported,
            _ => ErrorKind::BadInput,
        };
        let found = Self::new(kind, error.code());
        let found = match &error {
            ImportError::TooLarge => found.with("megabytes", MOST_BYTES / 1_000_000),
            ImportError::Encoding(line) | ImportError::Json { line, .. } => found.with("line", line),
            ImportError::Time(place) | ImportError::Negative(place) | ImportError::Reversed(place) => {
                located(found, *place)
            }
            ImportError::Beyond {
                place,
                at_ms,
                length_ms,
            } => located(found, *place)
                .with("at", crate::i18n::format::duration(*at_ms))
                .with("length", crate::i18n::format::duration(*length_ms)),
            ImportError::TooMany | ImportError::Unknown | ImportError::Empty => found,
        };
        found.because(error)
    }
}

fn located(error: Error, place: ImportLocation) -> Error {
    match place {
        ImportLocation::Line(n) => error.with("place", "line").with("n", n),
        ImportLocation::Turn(n) => error.with("place", "turn").with("n", n),
    }
}

/// Reads a file. Never panics, whatever it holds.
///
/// # Errors
/// [`ImportError`], with the line or turn where something is wrong.
pub fn read(bytes: &[u8], known: &ImportContext) -> Result<ImportedText, ImportError> {
    if bytes.len() > MOST_BYTES {
        return Err(ImportError::TooLarge);
    }
    let text = letters::decode(bytes)?;
    let start = text.trim_start();
    let mut found = if start.starts_with('{') {
        document::read(&text, known.duration_ms)?
    } else if start.starts_with("WEBVTT") || text.contains("-->") {
        let cues = subtitles::read(&text, known)?;
        ImportedText {
            language: None,
            segments: turns(cues),
        }
    } else {
        return Err(ImportError::Unknown);
    };
    found.segments.retain(|segment| !segment.words.is_empty());
    if found.segments.is_empty() {
        return Err(ImportError::Empty);
    }
    found.segments.sort_by_key(|segment| segment.start_ms);
    let words: usize = found.segments.iter().map(|segment| segment.words.len()).sum();
    if words > MOST_WORDS {
        return Err(ImportError::TooMany);
    }
    Ok(found)
}

/// The stretch of a turn or word within the recording.
fn stretch(
    start_ms: i64,
    end_ms: i64,
    duration_ms: i64,
    place: ImportLocation,
) -> Result<(i64, i64), ImportError> {
    if start_ms < 0 || end_ms < 0 {
        return Err(ImportError::Negative(place));
    }
    if end_ms < start_ms {
        return Err(ImportError::Reversed(place));
    }
    if start_ms > duration_ms || end_ms - duration_ms > SPARE_MS {
        return Err(ImportError::Beyond {
            place,
            at_ms: if start_ms > duration_ms { start_ms } else { end_ms },
            length_ms: duration_ms,
        });
    }
    Ok((start_ms, end_ms.min(duration_ms)))
}

/// The words of a text, each with a share of the time by its length.
fn spread(text: &str, start_ms: i64, end_ms: i64) -> Vec<Word> {
    let words: Vec<&str> = text.split_whitespace().collect();
    // A short word takes time too.
    let weight = |word: &str| word.chars().count() as i64 + 2;
    let whole: i64 = words.iter().map(|word| weight(word)).sum();
    let length_ms = end_ms - start_ms;
    let at = |before: i64| start_ms + length_ms * before / whole.max(1);
    let mut before = 0;
    words
        .into_iter()
        .map(|word| {
            let from = at(before);
            before += weight(word);
            Word {
                start_ms: from,
                end_ms: at(before),
                text: word.to_owned(),
                p: 1.0,
                replaced: None,
            }
        })
        .collect()
}

/// What one speaker says in a subtitle.
struct ImportedCue {
    speaker: Speaker,
    words: Vec<Word>,
}

/// Subtitles of one known speaker that follow each other are one turn; who speaks in the others, nobody knows, so each
/// stays by itself.
fn turns(mut cues: Vec<ImportedCue>) -> Vec<Segment> {
    cues.sort_by_key(|cue| cue.words.first().map(|word| word.start_ms));
    let mut turns: Vec<ImportedCue> = Vec::with_capacity(cues.len());
    for mut cue in cues {
        match turns.last_mut() {
            Some(turn) if goes_on(turn, &cue) => turn.words.append(&mut cue.words),
            _ => turns.push(cue),
        }
    }
    turns.into_iter().map(segment).collect()
}

fn goes_on(turn: &ImportedCue, cue: &ImportedCue) -> bool {
    let (Some(first), Some(last), Some(next), Some(end)) = (
        turn.words.first(),
        turn.words.last(),
        cue.words.first(),
        cue.words.last(),
    ) else {
        return true;
    };
    turn.speaker == cue.speaker
        && turn.speaker != Speaker::Unknown
        && (0..=JOIN_MS).contains(&(next.start_ms - last.end_ms))
        && end.end_ms - first.start_ms <= LONGEST_MS
}

fn segment(turn: ImportedCue) -> Segment {
    let text: Vec<&str> = turn.words.iter().map(|word| word.text.as_str()).collect();
    Segment {
        start_ms: turn.words.first().map_or(0, |word| word.start_ms),
        end_ms: turn.words.iter().map(|word| word.end_ms).max().unwrap_or(0),
        channel: 1,
        speaker: turn.speaker,
        text: text.join(" "),
        words: turn.words,
    }
}
