//! A checklist as a sheet in our layout, and a filled sheet to go with it.
//!
//! Decides which columns are written: the usual ones always, the rest only where the checklist uses them. What
//! [`super::build`] reads of it is the same document.

use super::headings::mark_headings;
use super::layout::{
    CallField, Column, Fact, Field, function_names, marks_names, not_applicable, other, rule_words,
    type_names, yes_no,
};
use super::mapping::MarkColumn;
use super::scales::scale_words;
use super::table::joined;
use super::write::{Cell, Grid};
use crate::checklists::{Answers, Block, Checklist, Hundredths, Item, Mark, Words};
use crate::i18n::Locale;

/// Fields that stand in every sheet.
const USUAL: [Field; 12] = [
    Field::Block,
    Field::Counts,
    Field::Gate,
    Field::Item,
    Field::Guide,
    Field::Scale,
    Field::Weight,
    Field::Required,
    Field::Critical,
    Field::NotApplicable,
    Field::BlockKey,
    Field::ItemKey,
];

/// The sheet of items.
pub fn items(checklist: &Checklist, language: Locale) -> Grid {
    let used = |column: &Column| {
        let says = |block: &Block, item: &Item| cell(block, item, *column, language) != Cell::empty();
        let asks = |block: &Block| block.items.iter().any(|item| says(block, item));
        let usual = !column.other && USUAL.contains(&column.field);
        let archived = column.field == Field::Archived;
        usual
            || !archived && checklist.blocks.iter().any(asks)
            || archived
                && checklist
                    .blocks
                    .iter()
                    .any(|block| block.items.iter().any(|item| item.archived))
    };
    let columns: Vec<Column> = Column::all().filter(used).collect();
    let mut rows = facts(checklist, language);
    rows.push(Vec::new());
    let header = rows.len();
    rows.push(
        columns
            .iter()
            .map(|column| Cell::text(column.heading(language)))
            .collect(),
    );
    for block in &checklist.blocks {
        for item in &block.items {
            let cells = columns.iter().map(|column| cell(block, item, *column, language));
            rows.push(cells.collect());
        }
    }
    Grid {
        name: Fact::Name.words(language)[0].to_owned(),
        header,
        rows,
    }
}

fn facts(checklist: &Checklist, language: Locale) -> Vec<Vec<Cell>> {
    let second = other(language);
    let line = |fact: Fact, values: Vec<Cell>| {
        let word = Cell::text(fact.words(language)[0]);
        std::iter::once(word).chain(values).collect::<Vec<_>>()
    };
    let both = |words: &Words| vec![Cell::text(own(words, language)), Cell::text(own(words, second))];
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
    let mut lines = vec![line(Fact::Name, both(&checklist.name))];
    if checklist.about != Words::default() {
        lines.push(line(Fact::About, both(&checklist.about)));
    }
    lines.push(line(
        Fact::Rule,
        vec![Cell::text(rule_words(checklist.rule, language))],
    ));
    lines.push(line(Fact::Zones, zones.map(Cell::whole).to_vec()));
    if !checklist.call_types.is_empty() {
        let names = checklist.call_types.iter().map(|it| type_names(*it)).collect();
        lines.push(line(Fact::CallTypes, vec![Cell::text(list(names))]));
    }
    if !checklist.functions.is_empty() {
        let names = checklist.functions.iter().map(|it| function_names(*it)).collect();
        lines.push(line(Fact::Functions, vec![Cell::text(list(names))]));
    }
    lines
}

/// In this language alone, however empty.
fn own(words: &Words, language: Locale) -> &str {
    match language {
        Locale::Ru => &words.ru,
        Locale::En => &words.en,
    }
}

fn cell(block: &Block, item: &Item, column: Column, sheet: Locale) -> Cell {
    let language = if column.other { other(sheet) } else { sheet };
    let words = |words: &Words| Cell::text(own(words, language));
    let gate = |of: fn(&crate::checklists::Gate) -> &Words| {
        block
            .gate
            .as_ref()
            .map_or_else(Cell::empty, |gate| words(of(gate)))
    };
    let mark = |mark: Option<u16>| mark.map_or_else(Cell::empty, Cell::whole);
    let choice = |yes: bool| Cell::text(yes_no(yes, sheet));
    match column.field {
        Field::Block => words(&block.name),
        Field::Short => words(&block.short),
        Field::Counts => choice(block.counts_in_total),
        Field::Gate => gate(|gate| &gate.question),
        Field::GateOpen => gate(|gate| &gate.open),
        Field::GateClosed => gate(|gate| &gate.closed),
        Field::Item => words(&item.text),
        Field::Guide => words(&item.guide),
        Field::Scale => Cell::text(scale_words(item.scale, sheet)),
        Field::Weight => Cell::Figure(item.weight.as_hundredths().into()),
        Field::Required => choice(item.required),
        Field::Critical => mark(item.critical),
        Field::NotApplicable => choice(item.not_applicable),
        Field::Initial => mark(item.initial),
        Field::Labels => Cell::text(joined(item.labels.iter().map(|label| own(label, language)))),
        Field::Phrases => Cell::text(joined(item.phrases.iter().map(String::as_str))),
        Field::Entry => Cell::text(item.entry.clone().unwrap_or_default()),
        Field::Archived => choice(item.archived),
        Field::BlockKey => Cell::text(&block.key),
        Field::ItemKey => Cell::text(&item.key),
    }
}

/// A call with its marks, as a row of the filled sheet.
#[derive(Debug, Clone)]
pub struct Call<'a> {
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
pub fn marks(checklist: &Checklist, language: Locale, calls: &[Call<'_>]) -> Grid {
    let headings = mark_headings(checklist, language);
    let mut rows = vec![headings.iter().map(|(_, heading)| Cell::text(heading)).collect()];
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
pub fn call_cell(call: &Call<'_>, column: &MarkColumn, checklist: &Checklist, language: Locale) -> Cell {
    match column {
        MarkColumn::Call(CallField::Date) => Cell::text(&call.date),
        MarkColumn::Call(CallField::Manager) => Cell::text(&call.manager),
        MarkColumn::Call(CallField::Client) => Cell::text(&call.client),
        MarkColumn::Call(CallField::Total) => {
            call.total.map_or_else(Cell::empty, |total| Cell::Figure(total.0))
        }
        MarkColumn::Gate(key) => checklist
            .block(key)
            .and_then(|block| call.answers.gates.get(&block.key))
            .map_or_else(Cell::empty, |open| Cell::text(yes_no(*open, language))),
        MarkColumn::Item(key) => match call.answers.mark(key) {
            None => Cell::empty(),
            Some(Mark::NotApplicable) => Cell::text(not_applicable(language)),
            Some(Mark::Value(value)) => Cell::whole(value),
        },
    }
}
