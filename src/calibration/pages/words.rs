//! Texts that several pages of calibration show the same way.

use crate::calibration::results::{ChecklistQuestion, ReviewerAnswer};
use crate::calibration::session::SessionCall;
use crate::checklists::{ChecklistVersion, Item, LocalizedText, Mark, scoring};
use crate::i18n::Locale;
use crate::playbook::typography::typeset;
use crate::web::PageContext;

/// A text of the checklist, typeset.
pub(super) fn words(text: &LocalizedText, locale: Locale) -> String {
    typeset(text.get(locale), locale).into_owned()
}

/// «Илья Фомин и ООО «Сад-Механика»».
pub(super) fn title(t: &PageContext, call: &SessionCall) -> String {
    t.with2(
        "evaluation-heading",
        "manager",
        &call.manager,
        "client",
        &call.client,
    )
}

/// The checklist a session is made with.
#[derive(Debug)]
pub(super) struct SessionChecklist {
    /// Its name.
    pub(super) checklist: String,
    /// The version's number.
    pub(super) version: i32,
}

pub(super) fn heading(t: &PageContext, version: &ChecklistVersion) -> SessionChecklist {
    SessionChecklist {
        checklist: words(&version.document.0.name, t.locale()),
        version: version.number,
    }
}

/// A question as it is shown.
pub(super) fn question(t: &PageContext, question: &ChecklistQuestion<'_>) -> String {
    match question {
        ChecklistQuestion::Gate(block) => block
            .gate
            .as_ref()
            .map(|gate| words(&gate.question, t.locale()))
            .unwrap_or_default(),
        ChecklistQuestion::Item(_, item) => words(&item.text, t.locale()),
    }
}

/// An answer as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReviewerAnswerView {
    pub(super) label: String,
    /// `good`, `warn`, `bad`, `na`, or empty for what is no mark.
    pub(super) tone: &'static str,
}

pub(super) fn answer(
    t: &PageContext,
    question: &ChecklistQuestion<'_>,
    answer: ReviewerAnswer,
) -> ReviewerAnswerView {
    let plain = |label: String| ReviewerAnswerView { label, tone: "" };
    match (answer, question) {
        (ReviewerAnswer::Mark(value), ChecklistQuestion::Item(_, item)) => mark(item, value, t.locale()),
        (ReviewerAnswer::NotApplicable, _) => ReviewerAnswerView {
            label: t.text("evaluation-na"),
            tone: "na",
        },
        (ReviewerAnswer::NotAsked, _) => plain(t.text("evaluation-block-closed")),
        (ReviewerAnswer::Gate(open), ChecklistQuestion::Gate(block)) => {
            let gate = block.gate.as_ref();
            let said = gate.map(|gate| if open { &gate.open } else { &gate.closed });
            plain(said.map(|text| words(text, t.locale())).unwrap_or_default())
        }
        _ => plain(t.text("evaluation-unanswered")),
    }
}

fn mark(item: &Item, value: u16, locale: Locale) -> ReviewerAnswerView {
    let tone = match Mark::Value(value) {
        mark if scoring::is_low(item, mark) || scoring::is_critical(item, mark) => "bad",
        _ if value == item.scale.max() => "good",
        _ => "warn",
    };
    let at = item.scale.marks().iter().position(|mark| *mark == value);
    let label = at
        .and_then(|at| item.labels.get(at))
        .map_or_else(|| value.to_string(), |label| words(label, locale));
    ReviewerAnswerView { label, tone }
}

/// Everything that can be answered, in the words of forms and as it is shown.
pub(super) fn choices(t: &PageContext, asked: &ChecklistQuestion<'_>) -> Vec<(String, String)> {
    match asked {
        ChecklistQuestion::Gate(_) => [("open", true), ("closed", false)]
            .map(|(word, open)| {
                (
                    word.to_owned(),
                    answer(t, asked, ReviewerAnswer::Gate(open)).label,
                )
            })
            .to_vec(),
        ChecklistQuestion::Item(_, item) => {
            let marks = item.scale.marks().into_iter();
            let mut choices: Vec<_> = marks
                .map(|value| (value.to_string(), mark(item, value, t.locale()).label))
                .collect();
            if item.not_applicable {
                choices.push((Mark::NA.to_owned(), t.text("evaluation-na")));
            }
            choices
        }
    }
}
