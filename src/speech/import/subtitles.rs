//! SubRip and WebVTT, read with patience: missing blank lines and numbers, blank lines inside a subtitle, settings after
//! the times, hours left out, a dot or a comma before milliseconds, tags, several speakers in one subtitle.

use super::names::FoldedNames;
use super::{ImportContext, ImportError, ImportLocation, ImportedCue, MOST_TURNS, spread, stretch};
use crate::speech::Speaker;

/// Tags of SubRip files; anything else in angle brackets is what somebody says.
const TAGS: [&str; 9] = ["i", "b", "u", "s", "font", "c", "v", "ruby", "lang"];

/// Bytes of a tag with its brackets: a voice has a name, a font has a few properties. Looking further for the end of every
/// bracket would take the square of the text's length.
const LONGEST_TAG: usize = 600;

/// What one speaker says in a subtitle, before its words have times.
struct SubtitlePiece {
    speaker: Speaker,
    text: String,
}

/// A subtitle as it stands in the file.
struct SubtitleBlock {
    start_ms: i64,
    end_ms: i64,
    lines: Vec<String>,
}

pub(super) fn read(text: &str, known: &ImportContext) -> Result<Vec<ImportedCue>, ImportError> {
    let text = text.trim_start_matches('\u{feff}');
    let web = text.trim_start().starts_with("WEBVTT");
    let names = FoldedNames::new(known);
    let mut cues = Vec::new();
    for block in blocks(text, web, known.duration_ms)? {
        cues.extend(timed(&pieces(&block.lines, web, &names), &block));
    }
    Ok(cues)
}

/// The subtitles with their times, which are held against the recording's length.
fn blocks(text: &str, web: bool, duration_ms: i64) -> Result<Vec<SubtitleBlock>, ImportError> {
    let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
    let mut blocks: Vec<SubtitleBlock> = Vec::new();
    let mut at = 0;
    let mut skip = web;
    while let Some(line) = lines.get(at) {
        at += 1;
        if line.is_empty() {
            skip = false;
        } else if skip || (web && is_aside(line)) {
            // The head and remarks of WebVTT go on to the next blank line.
            skip = true;
        } else if is_timing(line) {
            let place = ImportLocation::Line(at);
            let (start_ms, end_ms) = timing(line, place)?;
            let (start_ms, end_ms) = stretch(start_ms, end_ms, duration_ms, place)?;
            let said = payload(&lines[at..]);
            at += said;
            let mut words = &lines[at - said..at];
            // Where blank lines are missing, the next subtitle's number stands below this one's words.
            let crowded = lines.get(at).is_some_and(|next| is_timing(next));
            if let [before @ .., last] = words
                && crowded
                && !before.is_empty()
                && is_number(last)
            {
                words = before;
            }
            blocks.push(SubtitleBlock {
                start_ms,
                end_ms,
                lines: words.iter().map(|&line| line.to_owned()).collect(),
            });
        } else if is_number(line) || lines.get(at).is_some_and(|next| is_timing(next)) {
            // The number or name of the subtitle that follows.
        } else if let Some(block) = blocks.last_mut() {
            // A blank line was part of what is said.
            block.lines.push((*line).to_owned());
        } else {
            return Err(ImportError::Time(ImportLocation::Line(at)));
        }
        if blocks.len() > MOST_TURNS {
            return Err(ImportError::TooMany);
        }
    }
    Ok(blocks)
}

/// How many lines belong to a subtitle.
fn payload(lines: &[&str]) -> usize {
    let ends = |line: &&str| line.is_empty() || is_timing(line);
    lines.iter().position(ends).unwrap_or(lines.len())
}

fn is_number(line: &str) -> bool {
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_aside(line: &str) -> bool {
    ["NOTE", "STYLE", "REGION"].iter().any(|word| {
        line.strip_prefix(word)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    })
}

/// An arrow behind a time, or behind what is meant as one.
fn is_timing(line: &str) -> bool {
    let Some((start, end)) = line.split_once("-->") else {
        return false;
    };
    let like_a_time = |text: &str| {
        let text = text.trim();
        let rest = text.trim_start_matches(['-', '−']);
        rest.starts_with(|c: char| c.is_ascii_digit()) && text.contains(':')
    };
    like_a_time(start) && start.len() < 40 && !end.trim().is_empty()
}

fn timing(line: &str, place: ImportLocation) -> Result<(i64, i64), ImportError> {
    let (start, end) = line.split_once("-->").ok_or(ImportError::Time(place))?;
    // Settings of the place on the screen follow the second time.
    let end = end.split_whitespace().next().unwrap_or_default();
    Ok((time(start.trim(), place)?, time(end, place)?))
}

/// `1:02:03,4`, `02:03.400`, `02:03`, in ms.
fn time(text: &str, place: ImportLocation) -> Result<i64, ImportError> {
    if text.starts_with(['-', '−']) {
        return Err(ImportError::Negative(place));
    }
    let wrong = || ImportError::Time(place);
    let number = |text: &str| -> Option<i64> {
        let plain = !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse().ok()).flatten()
    };
    let (clock, fraction) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let thousandths: String = fraction.chars().chain("00".chars()).take(3).collect();
    let ms = number(&thousandths).filter(|_| number(fraction.get(..6).unwrap_or(fraction)).is_some());
    let parts: Option<Vec<i64>> = clock.split(':').map(number).collect();
    let seconds = match parts.ok_or_else(wrong)?.as_slice() {
        [hours, minutes, seconds] if *minutes < 60 && *seconds < 60 => hours * 3600 + minutes * 60 + seconds,
        [minutes, seconds] if *seconds < 60 => minutes * 60 + seconds,
        _ => return Err(wrong()),
    };
    Ok(seconds * 1000 + ms.ok_or_else(wrong)?)
}

/// What is said in a subtitle, by speaker.
fn pieces(lines: &[String], web: bool, names: &FoldedNames) -> Vec<SubtitlePiece> {
    let mut pieces: Vec<SubtitlePiece> = Vec::new();
    for span in spans(&lines.join("\n"), web) {
        let voice = span.voice.as_deref().map(|name| (name, names.speaker(name)));
        for (n, line) in span.text.split('\n').enumerate() {
            let (speaker, text) = match (&voice, names.prefix(line)) {
                (_, Some((speaker, text))) => (Some(speaker), text.to_owned()),
                (Some((_, Some(speaker))), None) => (Some(*speaker), line.to_owned()),
                // A name nobody knows is still worth reading.
                (Some((name, None)), None) if n == 0 => (Some(Speaker::Unknown), format!("{name}: {line}")),
                _ => (None, line.to_owned()),
            };
            if text.trim().is_empty() {
                continue;
            }
            match pieces.last_mut() {
                Some(last) if speaker.is_none_or(|speaker| speaker == last.speaker) => {
                    last.text.push(' ');
                    last.text.push_str(&text);
                }
                _ => pieces.push(SubtitlePiece {
                    speaker: speaker.unwrap_or(Speaker::Unknown),
                    text,
                }),
            }
        }
    }
    pieces
}

/// The words of all pieces share the time of the subtitle.
fn timed(pieces: &[SubtitlePiece], block: &SubtitleBlock) -> Vec<ImportedCue> {
    let whole: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let mut words = spread(&whole.join(" "), block.start_ms, block.end_ms).into_iter();
    pieces
        .iter()
        .map(|piece| ImportedCue {
            speaker: piece.speaker,
            words: words
                .by_ref()
                .take(piece.text.split_whitespace().count())
                .collect(),
        })
        .filter(|cue| !cue.words.is_empty())
        .collect()
}

/// Text in one voice.
#[derive(Default)]
struct VoiceSpan {
    voice: Option<String>,
    text: String,
}

/// The text without tags, cut where `<v Name>` changes the voice.
fn spans(text: &str, web: bool) -> Vec<VoiceSpan> {
    let mut spans = vec![VoiceSpan::default()];
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{']) {
        let (before, from) = rest.split_at(at);
        let tag = tag(from, web);
        let length = tag.map_or(1, |tag| tag.len() + 2);
        if let Some(last) = spans.last_mut() {
            last.text.push_str(&spoken(before, web));
            if tag.is_none() {
                last.text.push_str(&spoken(&from[..1], web));
            }
        }
        if let Some(voice) = tag.and_then(|tag| voice(tag, web)) {
            spans.push(VoiceSpan {
                voice: match voice {
                    SubtitleVoice::Of(name) => Some(name),
                    SubtitleVoice::Over => None,
                },
                text: String::new(),
            });
        }
        rest = &from[length..];
    }
    if let Some(last) = spans.last_mut() {
        last.text.push_str(&spoken(rest, web));
    }
    spans
}

/// What stands in the brackets that open `text`, when they are not part of what is said.
fn tag(text: &str, web: bool) -> Option<&str> {
    let text = &text[..text.floor_char_boundary(LONGEST_TAG)];
    if let Some(inside) = text.strip_prefix('{') {
        // `{\an8}`: the place on the screen in SubRip.
        let inside = &inside[..inside.find('}')?];
        return (!web && inside.starts_with('\\')).then_some(inside);
    }
    let inside = text.strip_prefix('<')?;
    let inside = &inside[..inside.find('>')?];
    let name = inside.trim_start_matches('/');
    let end = name
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(name.len());
    let known = TAGS.contains(&name[..end].to_ascii_lowercase().as_str())
        && (end == name.len() || name[end..].starts_with([' ', '.', '=']));
    (web || known).then_some(inside)
}

/// Whose voice it is from here on.
enum SubtitleVoice {
    /// Somebody's by name.
    Of(String),
    /// Nobody's in particular.
    Over,
}

/// The voice from here on, when the tag is about that.
fn voice(tag: &str, web: bool) -> Option<SubtitleVoice> {
    if tag == "/v" {
        return Some(SubtitleVoice::Over);
    }
    let rest = tag
        .strip_prefix('v')
        .filter(|rest| rest.starts_with([' ', '.', '\t']))?;
    // Classes stand between the tag and the name: `<v.loud Анна>`.
    let name = rest.split_once([' ', '\t']).map_or("", |(_, name)| name);
    let name = spoken(name.trim(), web);
    Some(if name.is_empty() {
        SubtitleVoice::Over
    } else {
        SubtitleVoice::Of(name)
    })
}

/// Without control characters, and in WebVTT without escapes.
fn spoken(text: &str, web: bool) -> String {
    let plain: String = text
        .chars()
        .filter(|c| (!c.is_control() || matches!(c, '\n' | '\t')) && *c != '\u{feff}')
        .collect();
    if !web || !plain.contains('&') {
        return plain;
    }
    plain
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&lrm;", "")
        .replace("&rlm;", "")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
