//! Our own JSON: what the API returns. Fields nobody asks for are passed over, so that documents of later versions
//! and of other programs that follow the same shape can be read.

use serde::Deserialize;

use super::{ImportError, ImportLocation, ImportedText, MOST_TURNS, spread, stretch};
use crate::i18n::Locale;
use crate::speech::{Segment, Speaker, Word};

#[derive(Deserialize)]
struct ImportedDocument {
    language: Option<String>,
    segments: Vec<ImportedTurn>,
}

#[derive(Deserialize)]
struct ImportedTurn {
    start_ms: i64,
    end_ms: i64,
    speaker: Option<String>,
    text: String,
    #[serde(default)]
    words: Vec<ImportedWord>,
}

#[derive(Deserialize)]
struct ImportedWord {
    start_ms: i64,
    end_ms: i64,
    text: String,
    p: Option<f32>,
    replaced: Option<String>,
}

pub(super) fn read(text: &str, duration_ms: i64) -> Result<ImportedText, ImportError> {
    let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\t']);
    let document: ImportedDocument = serde_json::from_str(text).map_err(|error| ImportError::Json {
        line: error.line(),
        reason: error.to_string(),
    })?;
    if document.segments.len() > MOST_TURNS {
        return Err(ImportError::TooMany);
    }
    let segments = document.segments.into_iter().zip(1..);
    Ok(ImportedText {
        language: document
            .language
            .filter(|language| language.parse::<Locale>().is_ok()),
        segments: segments
            .map(|(turn, n)| segment(turn, duration_ms, ImportLocation::Turn(n)))
            .collect::<Result<_, _>>()?,
    })
}

fn segment(turn: ImportedTurn, duration_ms: i64, place: ImportLocation) -> Result<Segment, ImportError> {
    let (start_ms, end_ms) = stretch(turn.start_ms, turn.end_ms, duration_ms, place)?;
    let text = plain(&turn.text);
    let mut words = Vec::with_capacity(turn.words.len());
    for word in turn.words {
        let (start_ms, end_ms) = stretch(word.start_ms, word.end_ms, duration_ms, place)?;
        words.push(Word {
            start_ms,
            end_ms,
            text: plain(&word.text),
            p: word.p.unwrap_or(1.0).clamp(0.0, 1.0),
            replaced: word.replaced,
        });
    }
    words.retain(|word| !word.text.is_empty());
    let joined: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    // Two texts that say different things: the one that people have edited is right.
    if joined.join(" ") != text {
        words = spread(&text, start_ms, end_ms);
    }
    Ok(Segment {
        start_ms,
        end_ms,
        channel: 1,
        speaker: turn
            .speaker
            .and_then(|word| Speaker::from_word(&word))
            .unwrap_or(Speaker::Unknown),
        text,
        words,
    })
}

/// Without control characters, one space between words.
fn plain(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
