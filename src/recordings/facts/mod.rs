//! What is known about a call: reading it from a form, a request or a file's name.
//!
//! Pure. Which manager a person may name is decided in [`super::upload`].

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::{CallOutcome, CallType, Direction, Recording};
use crate::diff::fingerprint;
use crate::error::FieldError;
use crate::i18n::Locale;
use crate::side::Side;
use crate::text::fold;
use crate::time::Timestamp;

/// Letters of a client's name.
const CLIENT_LETTERS: usize = 120;
/// Letters of a telephone number.
const PHONE_LETTERS: usize = 32;
/// Letters of a note.
const NOTE_LETTERS: usize = 2_000;
/// Tags of one recording.
const TAGS: usize = 10;
/// Letters of a tag.
const TAG_LETTERS: usize = 40;
/// Clocks of telephone systems may be wrong by as much, in ms.
const FUTURE_MS: i64 = 24 * 3_600_000;

/// The facts as entered; every field may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FactsForm {
    /// The manager's sign-in name or id.
    pub manager: String,
    /// The other party.
    pub client: String,
    /// Their telephone number.
    pub phone: String,
    /// `in` or `out`.
    pub direction: String,
    /// When the call began: `2026-11-23T14:10` in the service's time zone, or RFC 3339.
    #[schema(example = "2026-11-23T14:10:00+03:00")]
    pub called_at: String,
    /// `first`, `request`, `repeat`, `offer`, `service`, `other`.
    pub call_type: String,
    /// `reached`, `later`, `refused`, `unfit`.
    pub outcome: String,
    /// Free words.
    pub note: String,
    /// Separated by commas.
    pub tags: String,
    /// `ru` or `en`.
    pub language: String,
    /// `1` or `2`: the manager's channel of a stereo call.
    pub manager_channel: String,
    /// The `revision` of the recording this was made on. With one, what somebody changed since is not overwritten.
    pub revision: String,
}

/// The revision of a recording's facts.
pub fn revision(recording: &Recording) -> String {
    let called_at = recording.called_at.0.to_string();
    let (tags, channel) = (recording.tags.0.join(","), recording.manager_channel.to_string());
    let texts: [&str; 11] = [
        recording.manager_id.as_str(),
        &recording.client,
        &recording.phone,
        &called_at,
        recording.direction.map_or("", Direction::as_str),
        recording.call_type.map_or("", CallType::as_str),
        recording.outcome.map_or("", CallOutcome::as_str),
        &recording.note,
        &tags,
        recording.language.as_str(),
        &channel,
    ];
    fingerprint(texts)
}

impl FactsForm {
    /// The names of the fields that come with a file.
    pub const FIELDS: [&str; 11] = [
        "manager",
        "client",
        "phone",
        "direction",
        "called_at",
        "call_type",
        "outcome",
        "note",
        "tags",
        "language",
        "manager_channel",
    ];

    /// The directions to choose from.
    pub const fn directions() -> &'static [Direction] {
        Direction::ALL
    }

    /// The types to choose from.
    pub const fn types() -> &'static [CallType] {
        CallType::ALL
    }

    /// The outcomes to choose from.
    pub const fn outcomes() -> &'static [CallOutcome] {
        CallOutcome::ALL
    }

    /// Fills the field of this name; false when there is none.
    pub fn set(&mut self, name: &str, value: String) -> bool {
        let field = match name {
            "manager" => &mut self.manager,
            "client" => &mut self.client,
            "phone" => &mut self.phone,
            "direction" => &mut self.direction,
            "called_at" => &mut self.called_at,
            "call_type" => &mut self.call_type,
            "outcome" => &mut self.outcome,
            "note" => &mut self.note,
            "tags" => &mut self.tags,
            "language" => &mut self.language,
            "manager_channel" => &mut self.manager_channel,
            _ => return false,
        };
        *field = value;
        true
    }

    /// The facts of a recording, to be changed in a form.
    pub fn from_recording(recording: &Recording, zone: &TimeZone) -> Self {
        let called_at = recording.called_at.to_jiff().to_zoned_datetime(zone.clone());
        Self {
            manager: recording.manager_id.to_string(),
            client: recording.client.clone(),
            phone: recording.phone.clone(),
            direction: recording.direction.map(|it| it.to_string()).unwrap_or_default(),
            called_at: called_at.strftime("%Y-%m-%dT%H:%M").to_string(),
            call_type: recording.call_type.map(|it| it.to_string()).unwrap_or_default(),
            outcome: recording.outcome.map(|it| it.to_string()).unwrap_or_default(),
            note: recording.note.clone(),
            tags: recording.tags.0.join(", "),
            language: recording.language.to_string(),
            manager_channel: recording.manager_channel.to_string(),
            revision: revision(recording),
        }
    }

    /// Reads every field at once; empty ones take what is usual. Codes: `recording-client`, `recording-phone`,
    /// `recording-direction`, `recording-called-at`, `recording-call-type`, `recording-outcome`, `recording-note`,
    /// `recording-tags`, `recording-language`, `recording-manager-channel`.
    pub fn parse(&self, usual: &DefaultFacts) -> Result<CallFacts, Vec<FieldError>> {
        let mut problems = Vec::new();
        let client = client(&self.client).map_err(|wrong| problems.push(wrong)).ok();
        let phone = phone(&self.phone);
        if phone.is_none() {
            problems.push(problem("phone", "recording-phone"));
        }
        let note = short(&self.note, NOTE_LETTERS);
        if note.is_none() {
            problems.push(problem("note", "recording-note"));
        }
        let tags = tags(&self.tags);
        if tags.is_none() {
            problems.push(problem("tags", "recording-tags"));
        }
        let called_at = match self.called_at.trim() {
            "" => Some(usual.called_at),
            text => moment(text, &usual.zone).filter(|at| at.since(usual.now) <= FUTURE_MS),
        };
        if called_at.is_none() {
            problems.push(problem("called_at", "recording-called-at"));
        }
        let direction = optional(
            &self.direction,
            || problem("direction", "recording-direction"),
            &mut problems,
        );
        let call_type = optional(
            &self.call_type,
            || problem("call_type", "recording-call-type"),
            &mut problems,
        );
        let outcome = optional(
            &self.outcome,
            || problem("outcome", "recording-outcome"),
            &mut problems,
        );
        let language = optional(
            &self.language,
            || problem("language", "recording-language"),
            &mut problems,
        );
        let manager_channel = optional(
            &self.manager_channel,
            || problem("manager_channel", "recording-manager-channel"),
            &mut problems,
        );
        match (client, phone, note, tags, called_at) {
            (Some(client), Some(phone), Some(note), Some(tags), Some(called_at)) if problems.is_empty() => {
                Ok(CallFacts {
                    client,
                    phone,
                    direction,
                    called_at,
                    call_type,
                    outcome,
                    note,
                    tags,
                    language: language.unwrap_or(usual.language),
                    manager_channel: manager_channel.unwrap_or(usual.manager_channel),
                })
            }
            _ => Err(problems),
        }
    }
}

/// What an empty field means.
#[derive(Debug, Clone)]
pub struct DefaultFacts {
    /// The present moment.
    pub now: Timestamp,
    /// Times without a zone are in this one.
    pub zone: TimeZone,
    /// When the call was.
    pub called_at: Timestamp,
    /// What is spoken.
    pub language: Locale,
    /// Where the manager is heard.
    pub manager_channel: Side,
}

/// The facts of a call, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallFacts {
    /// The other party; may be empty.
    pub client: String,
    /// Their number as entered; may be empty.
    pub phone: String,
    /// Who called whom.
    pub direction: Option<Direction>,
    /// When the call began.
    pub called_at: Timestamp,
    /// What kind of call.
    pub call_type: Option<CallType>,
    /// How it ended.
    pub outcome: Option<CallOutcome>,
    /// Free words.
    pub note: String,
    /// In the order given, each once.
    pub tags: Vec<String>,
    /// What is spoken.
    pub language: Locale,
    /// Where the manager is heard in a stereo call.
    pub manager_channel: Side,
}

impl CallFacts {
    /// What the list's search looks in: client, number (also as bare digits), note, file name.
    pub fn words_folded(&self, file_name: &str) -> String {
        words_folded(&self.client, &self.phone, &self.note, file_name)
    }
}

/// The same of a recording whose client is called otherwise from now on.
pub fn words_folded(client: &str, phone: &str, note: &str, file_name: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    fold(&[client, phone, &digits, note, file_name].join("\n"))
}

/// A client's name as it is kept. Code: `recording-client`.
pub fn client(text: &str) -> Result<String, FieldError> {
    short(text, CLIENT_LETTERS).ok_or(problem("client", "recording-client"))
}

/// The words of a search, folded; a telephone number stays together, without its punctuation.
pub fn search_words(query: &str) -> Vec<String> {
    let looks_like_number = query.chars().any(|c| c.is_ascii_digit())
        && query.chars().all(|c| c.is_ascii_digit() || " +-()".contains(c));
    if looks_like_number {
        return vec![query.chars().filter(char::is_ascii_digit).collect()];
    }
    fold(query)
        .split_whitespace()
        .take(4)
        .map(str::to_owned)
        .collect()
}

/// When the call was by the file's name: `2026-11-23_1432_belova.wav`, `20261123-143205.mp3`.
pub fn called_at_by_name(file_name: &str, zone: &TimeZone) -> Option<Timestamp> {
    let bytes = file_name.as_bytes();
    (0..bytes.len())
        .filter(|&start| start == 0 || !bytes[start - 1].is_ascii_digit())
        .find_map(|start| {
            let mut rest = &bytes[start..];
            let year = number(&mut rest, 4)?;
            let month = number(&mut rest, 2)?;
            let day = number(&mut rest, 2)?;
            let hour = number(&mut rest, 2)?;
            let minute = number(&mut rest, 2)?;
            if !(2000..2100).contains(&year) {
                return None;
            }
            let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            let time =
                jiff::civil::Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
            at(DateTime::from_parts(date, time), zone)
        })
}

/// Takes `digits` digits, and one mark before them if there is one.
fn number(rest: &mut &[u8], digits: usize) -> Option<i16> {
    if let [b'-' | b'_' | b' ' | b'.' | b'T' | b':', after @ ..] = rest {
        *rest = after;
    }
    let text = rest.get(..digits)?;
    let value = text.iter().try_fold(0_i16, |value, byte| {
        byte.is_ascii_digit().then(|| value * 10 + i16::from(byte - b'0'))
    })?;
    *rest = &rest[digits..];
    Some(value)
}

fn at(time: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let zoned = time.to_zoned_datetime(zone.clone()).ok()?;
    Some(Timestamp(zoned.timestamp().as_millisecond()))
}

fn moment(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    match text.parse::<jiff::Timestamp>() {
        Ok(exact) => Some(Timestamp(exact.as_millisecond())),
        Err(_) => at(text.parse().ok()?, zone),
    }
}

const fn problem(field: &'static str, code: &'static str) -> FieldError {
    FieldError { field, code }
}

/// Trimmed, without control characters but line ends; `None` when longer than `letters`.
fn short(text: &str, letters: usize) -> Option<String> {
    let clean: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect();
    let clean = clean.trim();
    (clean.chars().count() <= letters).then(|| clean.to_owned())
}

/// Digits with the usual marks; empty is fine.
fn phone(text: &str) -> Option<String> {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = text
        .chars()
        .all(|c| c.is_ascii_digit() || " +-()*#.,\u{a0}".contains(c) || "доб ext".contains(c));
    let fits = text.is_empty() || (plain && digits >= 3 && text.chars().count() <= PHONE_LETTERS);
    fits.then(|| text.to_owned())
}

fn tags(text: &str) -> Option<Vec<String>> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split([',', ';', '\n']) {
        let tag = tag.split_whitespace().collect::<Vec<_>>().join(" ");
        let tag = tag.trim_start_matches('#').to_owned();
        if tag.is_empty() || tags.iter().any(|known| fold(known) == fold(&tag)) {
            continue;
        }
        if tag.chars().count() > TAG_LETTERS || tags.len() == TAGS {
            return None;
        }
        tags.push(tag);
    }
    Some(tags)
}

fn optional<T: std::str::FromStr>(
    text: &str,
    problem: impl FnOnce() -> FieldError,
    problems: &mut Vec<FieldError>,
) -> Option<T> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let parsed = text.parse().ok();
    if parsed.is_none() {
        problems.push(problem());
    }
    parsed
}

#[cfg(test)]
mod tests;
