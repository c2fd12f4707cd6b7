//! A checklist as a sheet in our layout, and a filled sheet to go with it.
//!
//! Decides which columns are written: the usual ones always, the rest only where the checklist uses them. What
//! [`super::build`] reads of it is the same document.

use super::headings::mark_headings;
use super::layout::{
    CallField, ChecklistFact, ItemColumn, ItemField, function_names, marks_names, not_applicable, other,
    rule_words, type_names, yes_no,
};
use super::mapping::MarkColumn;
use super::scales::scale_words;
use super::table::joined;
use super::write::{Grid, SheetCell};
use crate::checklists::{Answers, Block, Checklist, Hundredths, Item, LocalizedText, Mark};
use crate::i18n::Locale;

/// Fields that stand in every sheet.
const USUAL: [ItemField; 12] = [
    ItemField::Block,
    ItemField::Counts,
    ItemField::Gate,
    ItemField::Item,
    ItemField::Guide,
    ItemField::Scale,
    ItemField::Weight,
    ItemField::Required,
    ItemField::Critical,
    ItemField::NotApplicable,
    ItemField::BlockKey,
    ItemField::ItemKey,
];

/// The sheet of items.
pub fn items(checklist: &Checklist, language: Locale) -> Grid {
    let used = |column: &ItemColumn| {
        let says = |block: &Block, item: &Item| cell(block, item, *column, language) != SheetCell::empty();
        let asks = |block: &Block| block.items.iter().any(|item| says(block, item));
        let usual = !column.other && USUAL.contains(&column.field);
        let archived = column.field == ItemField::Archived;
        usual
            || !archived && checklist.blocks.iter().any(asks)
            || archived
                && checklist
                    .blocks
                    .iter()
                    .any(|block| block.items.iter().any(|item| item.archived))
    };
    let columns: Vec<ItemColumn> = ItemColumn::all().filter(used).collect();
    let mut rows = facts(checklist, language);
    rows.push(Vec::new());
    let header = rows.len();
    rows.push(
        columns
            .iter()
            .map(|column| SheetCell::text(column.heading(language)))
            .collect(),
    );
    for block in &checklist.blocks {
        for item in &block.items {
            let cells = columns.iter().map(|column| cell(block, item, *column, language));
            rows.push(cells.collect());
        }
    }
    Grid {
        name: ChecklistFact::Name.words(language)[0].to_owned(),
        header,
        rows,
    }
}

fn facts(checklist: &Checklist, language: Locale) -> Vec<Vec<SheetCell>> {
    let second = other(language);
    let line = |fact: ChecklistFact, values: Vec<SheetCell>| {
        let word = SheetCell::text(fact.words(language)[0]);
        std::iter::once(word).chain(values).collect::<Vec<_>>()
    };
    let both = |words: &LocalizedText| {
        vec![
            SheetCell::text(own(words, language)),
            SheetCell::text(own(words, second)),
        ]
    };
    let zones = [
        checklist.zones.strong,
        checklist.zones.norm,
        checklist.zones.attention,
    ];
    // Of the names a kind has, the one in the sheet's language.
    let name = usize::from(language == Locale::En);
    let list = |names: Vec<Vec<String>>| {
        let names: Vec<String> = names
            .into_iter()
            .map(|mut names| names.swap_remove(name))
            .collect();
        names.join(", ")
    };
    let mut lines = vec![line(ChecklistFact::Name, both(&checklist.name))];
    if checklist.about != LocalizedText::default() {
        lines.push(line(ChecklistFact::About, both(&checklist.about)));
    }
    lines.push(line(
        ChecklistFact::Rule,
        vec![SheetCell::text(rule_words(checklist.rule, language))],
    ));
    lines.push(line(ChecklistFact::Zones, zones.map(SheetCell::whole).to_vec()));
    if !checklist.call_types.is_empty() {
        let names = checklist.call_types.iter().map(|it| type_names(*it)).collect();
        lines.push(line(ChecklistFact::CallTypes, vec![SheetCell::text(list(names))]));
    }
    if !checklist.functions.is_empty() {
        let names = checklist.functions.iter().map(|it| function_names(*it)).collect();
        lines.push(line(ChecklistFact::Functions, vec![SheetCell::text(list(names))]));
    }
    lines
}

/// In this language alone, however empty.
fn own(words: &LocalizedText, language: Locale) -> &str {
    match language {
        Locale::Ru => &words.ru,
        Locale::En => &words.en,
    }
}

fn cell(block: &Block, item: &Item, column: ItemColumn, sheet: Locale) -> SheetCell {
    let language = if column.other { other(sheet) } else { sheet };
    let words = |words: &LocalizedText| SheetCell::text(own(words, language));
    let gate = |of: fn(&crate::checklists::Gate) -> &LocalizedText| {
        block
            .gate
            .as_ref()
            .map_or_else(SheetCell::empty, |gate| words(of(gate)))
    };
    let mark = |mark: Option<u16>| mark.map_or_else(SheetCell::empty, SheetCell::whole);
    let choice = |yes: bool| SheetCell::text(yes_no(yes, sheet));
    match column.field {
        ItemField::Block => words(&block.name),
        ItemField::Short => words(&block.short),
        ItemField::Counts => choice(block.counts_in_total),
        ItemField::Gate => gate(|gate| &gate.question),
        ItemField::GateOpen => gate(|gate| &gate.open),
        ItemField::GateClosed => gate(|gate| &gate.closed),
        ItemField::Item => words(&item.text),
        ItemField::Guide => words(&item.guide),
        ItemField::Scale => SheetCell::text(scale_words(item.scale, sheet)),
        ItemField::Weight => SheetCell::Figure(item.weight.as_hundredths().into()),
        ItemField::Required => choice(item.required),
        ItemField::Critical => mark(item.critical),
        ItemField::NotApplicable => choice(item.not_applicable),
        ItemField::Initial => mark(item.initial),
        ItemField::Labels => SheetCell::text(joined(item.labels.iter().map(|label| own(label, language)))),
        ItemField::Phrases => SheetCell::text(joined(item.phrases.iter().map(String::as_str))),
        ItemField::Entry => SheetCell::text(item.entry.clone().unwrap_or_default()),
        ItemField::Archived => choice(item.archived),
        ItemField::BlockKey => SheetCell::text(&block.key),
        ItemField::ItemKey => SheetCell::text(&item.key),
    }
}

/// A call with its marks, as a row of the filled sheet.
#[derive(Debug, Clone)]
pub struct ScoredCall<'a> {
    /// When, `2026-11-23`.
    pub date: String,
    /// Whose.
    pub manager: String,
    /// With whom.
    pub client: String,
    /// What was answered.
    pub answers: &'a Answers,
    /// What came of it.
    pub total: Option<Hundredths>,
}

/// The sheet of filled rows that fits a checklist.
pub fn marks(checklist: &Checklist, language: Locale, calls: &[ScoredCall<'_>]) -> Grid {
    let headings = mark_headings(checklist, language);
    let mut rows = vec![
        headings
            .iter()
            .map(|(_, heading)| SheetCell::text(heading))
            .collect(),
    ];
    for call in calls {
        rows.push(
            headings
                .iter()
                .map(|(column, _)| call_cell(call, column, checklist, language))
                .collect(),
        );
    }
    Grid {
        name: marks_names(language)[0].to_owned(),
        header: 0,
        rows,
    }
}

/// What a call has in a column.
pub fn call_cell(
    call: &ScoredCall<'_>,
    column: &MarkColumn,
    checklist: &Checklist,
    language: Locale,
) -> SheetCell {
    match column {
        MarkColumn::Call(CallField::Date) => SheetCell::text(&call.date),
        MarkColumn::Call(CallField::Manager) => SheetCell::text(&call.manager),
        MarkColumn::Call(CallField::Client) => SheetCell::text(&call.client),
        MarkColumn::Call(CallField::Total) => call
            .total
            .map_or_else(SheetCell::empty, |total| SheetCell::Figure(total.0)),
        MarkColumn::Gate(key) => checklist
            .block(key)
            .and_then(|block| call.answers.gates.get(&block.key))
            .map_or_else(SheetCell::empty, |open| SheetCell::text(yes_no(*open, language))),
        MarkColumn::Item(key) => match call.answers.mark(key) {
            None => SheetCell::empty(),
            Some(Mark::NotApplicable) => SheetCell::text(not_applicable(language)),
            Some(Mark::Value(value)) => SheetCell::whole(value),
        },
    }
}
