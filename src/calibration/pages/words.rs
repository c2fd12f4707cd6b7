//! Texts that several pages of calibration show the same way.

use crate::calibration::results::{Answer, Question};
use crate::calibration::session::Call;
use crate::checklists::{Item, Mark, Version, Words, scoring};
use crate::i18n::Locale;
use crate::playbook::typography::dress;
use crate::web::View;

/// A text of the checklist, typeset.
pub(super) fn words(text: &Words, locale: Locale) -> String {
    dress(text.get(locale), locale).into_owned()
}

/// «Илья Фомин и ООО «Сад-Механика»».
pub(super) fn title(t: &View, call: &Call) -> String {
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
pub(super) struct Heading {
    /// Its name.
    pub(super) checklist: String,
    /// The version's number.
    pub(super) version: i32,
}

pub(super) fn heading(t: &View, version: &Version) -> Heading {
    Heading {
        checklist: words(&version.document.0.name, t.locale()),
        version: version.number,
    }
}

/// A question as it is shown.
pub(super) fn question(t: &View, question: &Question<'_>) -> String {
    match question {
        Question::Gate(block) => block
            .gate
            .as_ref()
            .map(|gate| words(&gate.question, t.locale()))
            .unwrap_or_default(),
        Question::Item(_, item) => words(&item.text, t.locale()),
    }
}

/// An answer as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AnswerView {
    pub(super) label: String,
    /// `good`, `warn`, `bad`, `na`, or empty for what is no mark.
    pub(super) tone: &'static str,
}

pub(super) fn answer(t: &View, question: &Question<'_>, answer: Answer) -> AnswerView {
    let plain = |label: String| AnswerView { label, tone: "" };
    match (answer, question) {
        (Answer::Mark(value), Question::Item(_, item)) => mark(item, value, t.locale()),
        (Answer::NotApplicable, _) => AnswerView {
            label: t.text("evaluation-na"),
            tone: "na",
        },
        (Answer::NotAsked, _) => plain(t.text("evaluation-block-closed")),
        (Answer::Gate(open), Question::Gate(block)) => {
            let gate = block.gate.as_ref();
            let said = gate.map(|gate| if open { &gate.open } else { &gate.closed });
            plain(said.map(|text| words(text, t.locale())).unwrap_or_default())
        }
        _ => plain(t.text("evaluation-unanswered")),
    }
}

fn mark(item: &Item, value: u16, locale: Locale) -> AnswerView {
    let tone = match Mark::Value(value) {
        mark if scoring::is_low(item, mark) || scoring::is_critical(item, mark) => "bad",
        _ if value == item.scale.max() => "good",
        _ => "warn",
    };
    let at = item.scale.marks().iter().position(|mark| *mark == value);
    let label = at
        .and_then(|at| item.labels.get(at))
        .map_or_else(|| value.to_string(), |label| words(label, locale));
    AnswerView { label, tone }
}

/// Everything that can be answered, in the words of forms and as it is shown.
pub(super) fn choices(t: &View, asked: &Question<'_>) -> Vec<(String, String)> {
    match asked {
        Question::Gate(_) => [("open", true), ("closed", false)]
            .map(|(word, open)| (word.to_owned(), answer(t, asked, Answer::Gate(open)).label))
            .to_vec(),
        Question::Item(_, item) => {
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
