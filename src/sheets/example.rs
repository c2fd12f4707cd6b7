//! The example a department begins from: the standard checklist in our layout, with a few filled rows.

use super::export::{ScoredCall, items, marks};
use super::write::Grid;
use crate::checklists::{AnswerChange, Answers, Checklist, Hundredths, Mark, PresetError, presets, scoring};
use crate::i18n::Locale;

/// The sheet of items and the sheet of filled rows, in this language.
pub fn example(language: Locale) -> Result<[Grid; 2], PresetError> {
    let standard = presets()?.into_iter().find(|preset| preset.standard);
    let Some(checklist) = standard.map(|preset| preset.checklist) else {
        return Ok(Default::default());
    };
    let rows: Vec<(Answers, Option<Hundredths>)> =
        [Pattern::Full, Pattern::Gaps, Pattern::Closed, Pattern::Critical]
            .into_iter()
            .map(|pattern| {
                let answers = pattern.answers(&checklist);
                let total = scoring::score(&checklist, &answers).total;
                (answers, total)
            })
            .collect();
    let (manager, client) = match language {
        Locale::Ru => ("Менеджер", "Звонок"),
        Locale::En => ("Manager", "Call"),
    };
    let calls: Vec<ScoredCall<'_>> = (1..)
        .zip(&rows)
        .map(|(n, (answers, total))| ScoredCall {
            date: format!("2026-11-{:02}", 15 + n),
            manager: format!("{manager} {}", 1 + n % 2),
            client: format!("{client} {n}"),
            answers,
            total: *total,
        })
        .collect();
    Ok([items(&checklist, language), marks(&checklist, language, &calls)])
}

/// What a row of the example shows.
#[derive(Clone, Copy)]
enum Pattern {
    /// Everything answered, something of every mark.
    Full,
    /// Unanswered and not applicable.
    Gaps,
    /// A closed gate.
    Closed,
    /// A critical item failed.
    Critical,
}

impl Pattern {
    fn answers(self, checklist: &Checklist) -> Answers {
        let mut answers = Answers::default();
        let mut give = |change: AnswerChange| {
            // The example is of our own making: an answer that does not fit is left empty.
            let _ = answers.apply(checklist, change);
        };
        for (at, (_, item)) in checklist.items().enumerate() {
            let marks = item.scale.marks();
            let failing = item.critical;
            let usual = marks.iter().rev().find(|mark| Some(**mark) != failing).copied();
            let mark = match (self, at % 6) {
                (Self::Gaps, 1) => None,
                (Self::Gaps, 4) => Some(Mark::NotApplicable),
                (Self::Critical, _) if failing.is_some() => failing.map(Mark::Value),
                (_, 2) if failing.is_none() => marks.get(marks.len() / 2).copied().map(Mark::Value),
                (_, 5) if failing.is_none() => marks.first().copied().map(Mark::Value),
                _ => usual.map(Mark::Value),
            };
            give(AnswerChange::Mark(item.key.clone(), mark));
        }
        for block in checklist.blocks.iter().filter(|block| block.gate.is_some()) {
            let open = !matches!(self, Self::Closed);
            if !open {
                block
                    .active_items()
                    .for_each(|item| give(AnswerChange::Mark(item.key.clone(), None)));
            }
            give(AnswerChange::Gate(block.key.clone(), Some(open)));
        }
        answers
    }
}
