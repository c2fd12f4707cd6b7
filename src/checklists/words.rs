//! A checklist's texts, marks and arithmetic as pages show them, in the visitor's language.
//!
//! Decides which marks are buttons and which a list, the tone of a mark, and how the division is written. Leaves the page to
//! whoever shows it.

use super::answers::Mark;
use super::checklist::{Checklist, Item, LocalizedText, ScoringRule};
use super::scoring::{self, Score};
use crate::i18n::Locale;
use crate::playbook::EntryId;
use crate::playbook::library::LibrarySnapshot;
use crate::playbook::typography::typeset;
use crate::web::PageContext;

/// More marks than this do not fit beside the item's text.
const MARKS_BESIDE: usize = 5;

/// More marks than this are a list to choose from, not buttons.
const MARKS_AS_BUTTONS: usize = 11;

/// Do these marks need a row of their own?
pub(crate) fn are_wide(marks: &[MarkView]) -> bool {
    marks.len() > MARKS_BESIDE + 1 && !are_list(marks)
}

/// Are these marks a list to choose from?
pub(crate) fn are_list(marks: &[MarkView]) -> bool {
    marks.len() > MARKS_AS_BUTTONS + 1
}

/// Where the book shows how it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lesson {
    pub(crate) href: String,
    pub(crate) title: String,
}

impl Lesson {
    /// The entry an item names, in the visitor's language where the book has it; none when it is gone.
    pub(crate) fn from_item(item: &Item, book: &LibrarySnapshot, locale: Locale) -> Option<Self> {
        let named: EntryId = item.entry.as_deref()?.parse().ok()?;
        let own = EntryId {
            locale,
            ..named.clone()
        };
        let entry = book.get(&own).or_else(|| book.get(&named))?;
        Some(Self {
            href: entry.id.url(),
            title: typeset(entry.title(), entry.locale()).into_owned(),
        })
    }
}

/// One answer that can be given.
#[derive(Debug, Clone)]
pub(crate) struct MarkView {
    pub(crate) value: String,
    pub(crate) label: String,
    /// `bad`, `warn`, `good`, `na`.
    pub(crate) tone: &'static str,
    pub(crate) checked: bool,
}

/// A text of the checklist, typeset.
pub(crate) fn words(text: &LocalizedText, locale: Locale) -> String {
    typeset(text.get(locale), locale).into_owned()
}

/// How the total came about: the division, or why it is 0 or missing.
pub fn arithmetic(t: &PageContext, checklist: &Checklist, score: &Score) -> String {
    if let Some(key) = &score.failed_by {
        let item = checklist.item(key);
        let text = item.map(|(_, item)| words(&item.text, t.locale()));
        return t.with("evaluation-failed", "item", text.unwrap_or_default());
    }
    if score.total.is_none() {
        return t.text("evaluation-nothing-counted");
    }
    division(t, score)
}

fn division(t: &PageContext, score: &Score) -> String {
    let locale = t.locale();
    let (got, of) = (score.got.plain(locale), score.of.plain(locale));
    match score.rule {
        ScoringRule::Points => format!("{got}\u{a0}÷\u{a0}{of}\u{a0}×\u{a0}100"),
        ScoringRule::Blocks => format!("{got}\u{a0}÷\u{a0}{of}"),
    }
}

/// Every answer an item takes, the one given marked.
pub(crate) fn marks(t: &PageContext, item: &Item, answer: Option<Mark>) -> Vec<MarkView> {
    let mut marks: Vec<MarkView> = item
        .scale
        .marks()
        .into_iter()
        .enumerate()
        .map(|(at, value)| mark_view(item, at, value, answer, t.locale()))
        .collect();
    if item.not_applicable {
        marks.push(MarkView {
            value: Mark::NA.to_owned(),
            label: t.text("evaluation-na"),
            tone: "na",
            checked: answer == Some(Mark::NotApplicable),
        });
    }
    marks
}

/// An answer in words, with its tone.
pub(crate) fn answer_view(t: &PageContext, item: &Item, mark: Mark) -> MarkView {
    match mark {
        Mark::NotApplicable => MarkView {
            value: Mark::NA.to_owned(),
            label: t.text("evaluation-na"),
            tone: "na",
            checked: true,
        },
        Mark::Value(value) => {
            let marks = item.scale.marks();
            let at = marks
                .iter()
                .position(|known| *known == value)
                .unwrap_or(marks.len());
            mark_view(item, at, value, Some(mark), t.locale())
        }
    }
}

/// A mark in the visitor's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkWords {
    /// As forms and JSON have it: a figure, or `na`.
    pub value: String,
    /// As it is read: a figure or the checklist's own word.
    pub label: String,
    /// `bad`, `warn`, `good`, `na`; empty for no mark.
    pub tone: &'static str,
}

/// For pages of other features; no mark is a dash.
pub fn mark_words(t: &PageContext, item: &Item, mark: Option<Mark>) -> MarkWords {
    let Some(mark) = mark else {
        return MarkWords {
            value: String::new(),
            label: "—".to_owned(),
            tone: "",
        };
    };
    let view = answer_view(t, item, mark);
    MarkWords {
        value: view.value,
        label: view.label,
        tone: view.tone,
    }
}

fn mark_view(item: &Item, at: usize, value: u16, answer: Option<Mark>, locale: Locale) -> MarkView {
    let tone = match Mark::Value(value) {
        mark if scoring::is_low(item, mark) => "bad",
        mark if scoring::is_critical(item, mark) => "bad",
        _ if value == item.scale.max() => "good",
        _ => "warn",
    };
    let label = item
        .labels
        .get(at)
        .map_or_else(|| value.to_string(), |label| words(label, locale));
    MarkView {
        value: value.to_string(),
        label,
        tone,
        checked: answer == Some(Mark::Value(value)),
    }
}
