//! What is entered to cut a snippet, and how it becomes one.

use serde::Deserialize;

use super::ground::{GroundStatement, SharingGround};
use super::snippet::{LONGEST_MS, Range, SHORTEST_MS, Snippet, SnippetKind};
use crate::diff::fingerprint;
use crate::error::{Error, FieldError, Result};
use crate::i18n::format;
use crate::playbook::{ConversationStage, EntryId, LibrarySnapshot};
use crate::time::Day;

/// A title's length at most, in characters.
const TITLE: usize = 120;
/// The headers of some files promise a little less than there is to hear.
const SLACK_MS: i64 = 1_000;

/// The fields as entered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SnippetForm {
    /// Where it begins: `1:05`, `0:04,5`.
    pub start: String,
    /// Where it ends.
    pub end: String,
    /// What happens in it.
    pub title: String,
    /// Stage of the conversation.
    pub stage: String,
    /// Name of an entry; empty for none.
    pub objection: String,
    /// Best practice or typical mistake; best when nothing is said.
    pub kind: String,
    /// `yes`: the manager agrees that everybody hears it.
    pub consent: String,
    /// On what ground the client may be heard; asked for when it is shared.
    pub ground: String,
    /// How the client agreed, or what else.
    pub ground_words: String,
    /// When the client agreed.
    pub ground_day: String,
    /// What the words were when the form was opened, or the consent in the form of that; empty for a new snippet.
    pub revision: String,
}

/// The revision of a snippet's words.
pub fn revision(snippet: &Snippet) -> String {
    fingerprint([
        snippet.title.as_str(),
        snippet.stage.as_str(),
        snippet.objection.as_deref().unwrap_or_default(),
        snippet.kind.as_str(),
    ])
}

/// The revision of a snippet's consent: whether it is given, and on what ground the client may be heard.
pub fn consent_revision(snippet: &Snippet) -> String {
    let day = snippet.ground_day.map(|day| day.to_string());
    fingerprint([
        if snippet.is_shared() { "shared" } else { "" },
        snippet.ground.map_or("", SharingGround::as_str),
        snippet.ground_words.as_str(),
        day.as_deref().unwrap_or_default(),
    ])
}

/// What a snippet is called and filed under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnippetDetails {
    /// What happens in it.
    pub title: String,
    /// Stage of the conversation.
    pub stage: ConversationStage,
    /// The objection it answers.
    pub objection: Option<EntryId>,
    /// A good example or a mistake.
    pub kind: SnippetKind,
}

impl SnippetForm {
    /// A form with what a snippet has.
    pub fn from_snippet(snippet: &Snippet) -> Self {
        Self {
            start: clock(snippet.start_ms),
            end: clock(snippet.end_ms),
            title: snippet.title.clone(),
            stage: snippet.stage.to_string(),
            objection: snippet.objection.clone().unwrap_or_default(),
            kind: snippet.kind.to_string(),
            consent: String::new(),
            ground: snippet.ground.map(|it| it.to_string()).unwrap_or_default(),
            ground_words: snippet.ground_words.clone(),
            ground_day: snippet.ground_day.map(|day| day.to_string()).unwrap_or_default(),
            revision: revision(snippet),
        }
    }

    /// The ground on which it is shared. Codes of fields: those of [`GroundStatement::read`].
    pub fn stated(&self, today: Day) -> std::result::Result<GroundStatement, Vec<FieldError>> {
        GroundStatement::read(&self.ground, &self.ground_words, &self.ground_day, today)
    }

    /// Was the box of the consent ticked?
    pub fn consents(&self) -> bool {
        self.consent == "yes"
    }

    /// Everything of a new snippet in a recording this long. Codes of fields: `snippet-time`, `snippet-length`,
    /// `snippet-outside` and those of [`Self::words`].
    pub fn check(&self, duration_ms: i64, book: &LibrarySnapshot) -> Result<(Range, SnippetDetails)> {
        let mut wrong = Vec::new();
        let range = self.range(duration_ms, &mut wrong);
        let words = self.read_words(book, &mut wrong);
        match (range, words) {
            (Some(range), Some(words)) if wrong.is_empty() => Ok((range, words)),
            _ => Err(Error::fields(wrong)),
        }
    }

    /// The words alone. Codes of fields: `snippet-title`, `snippet-stage`, `snippet-objection`, `snippet-kind`.
    pub fn words(&self, book: &LibrarySnapshot) -> Result<SnippetDetails> {
        let mut wrong = Vec::new();
        let words = self.read_words(book, &mut wrong);
        words.ok_or_else(|| Error::fields(wrong))
    }

    fn range(&self, duration_ms: i64, wrong: &mut Vec<FieldError>) -> Option<Range> {
        let mut read = |field, text: &str| {
            let ms = time(text);
            if ms.is_none() {
                wrong.push(FieldError {
                    field,
                    code: "snippet-time",
                });
            }
            ms
        };
        let (start, end) = (read("start", &self.start), read("end", &self.end));
        let range = Range {
            start_ms: start?,
            end_ms: end?,
        };
        let code = if range.end_ms > duration_ms + SLACK_MS {
            "snippet-outside"
        } else if !(SHORTEST_MS..=LONGEST_MS).contains(&range.length_ms()) {
            "snippet-length"
        } else {
            // The end is often entered as the player rounds it up.
            return Some(Range {
                end_ms: range.end_ms.min(duration_ms.max(range.start_ms + SHORTEST_MS)),
                ..range
            });
        };
        wrong.push(FieldError { field: "end", code });
        None
    }

    fn read_words(&self, book: &LibrarySnapshot, wrong: &mut Vec<FieldError>) -> Option<SnippetDetails> {
        let before = wrong.len();
        let title = self.title.trim();
        let mut check = |ok: bool, field, code| {
            if !ok {
                wrong.push(FieldError { field, code });
            }
        };
        check(
            !title.is_empty() && title.chars().count() <= TITLE,
            "title",
            "snippet-title",
        );
        let stage: Option<ConversationStage> = self.stage.parse().ok();
        check(stage.is_some(), "stage", "snippet-stage");
        let objection = match self.objection.trim() {
            "" => Some(None),
            name => name
                .parse::<EntryId>()
                .ok()
                .filter(|id| book.get(id).is_some())
                .map(Some),
        };
        check(objection.is_some(), "objection", "snippet-objection");
        let kind = match self.kind.as_str() {
            "" => Some(SnippetKind::Best),
            word => word.parse().ok(),
        };
        check(kind.is_some(), "kind", "snippet-kind");
        if wrong.len() > before {
            return None;
        }
        Some(SnippetDetails {
            title: title.to_owned(),
            stage: stage?,
            objection: objection?,
            kind: kind?,
        })
    }
}

/// Reads a time as people write it (`65`, `1:05`, `0:04,5`, `1:02:03`), in ms; nothing beyond a day.
pub fn time(text: &str) -> Option<i64> {
    let text = text.trim();
    let (whole, part) = match text.split_once([',', '.']) {
        Some((whole, part)) => (whole, part),
        None => (text, ""),
    };
    if part.len() > 3 || !part.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let mut seconds = 0_i64;
    let parts: Vec<&str> = whole.split(':').collect();
    for (at, digits) in parts.iter().enumerate() {
        let plain = (1..=5).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
        let value: i64 = digits.parse().ok().filter(|_| plain)?;
        if parts.len() > 3 || (at > 0 && value > 59) {
            return None;
        }
        seconds = seconds * 60 + value;
    }
    let thousandths: i64 = format!("{part:0<3}").parse().ok()?;
    Some(seconds * 1_000 + thousandths).filter(|ms| *ms <= 24 * 3_600_000)
}

/// A time to be entered again: to the tenth, so that nothing is lost that is heard.
pub fn clock(ms: i64) -> String {
    let tenths = (ms.max(0) + 50) / 100;
    let whole = format::duration(tenths / 10 * 1_000);
    match tenths % 10 {
        0 => whole,
        part => format!("{whole},{part}"),
    }
}
