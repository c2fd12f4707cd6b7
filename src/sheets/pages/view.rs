//! A mapping as the page shows it: columns with their first cells, choices, faults in words, the checklist to come.

use super::import::MarksView;
use crate::checklists::{Block, Checklist, Hundredths, Item, ScoringRule};
use crate::sheets::build::BuiltChecklist;
use crate::sheets::form::place;
use crate::sheets::import;
use crate::sheets::layout::{CallField, ItemColumn};
use crate::sheets::mapping::{MarkColumn, MarksMapping};
use crate::sheets::scales::scale_words;
use crate::sheets::table::{SheetFault, SheetTable, letters};
use crate::web::PageContext;

/// Cells of a column that are shown.
const SAMPLES: usize = 3;
/// Letters of each.
const LETTERS: usize = 60;

/// A column of the sheet.
pub(super) struct ColumnView {
    pub(super) at: usize,
    /// `A`, `AB`.
    pub(super) letters: String,
    pub(super) heading: String,
    /// The first cells with a text.
    pub(super) samples: Vec<String>,
    /// The chosen field's word; empty for a column that is not taken.
    pub(super) chosen: String,
}

/// Choices under one heading.
pub(super) struct ChoiceGroup {
    pub(super) name: String,
    /// Word and text.
    pub(super) choices: Vec<(String, String)>,
}

fn cut(text: &str) -> String {
    let mut words: String = text.chars().take(LETTERS).collect();
    if words.len() < text.len() {
        words.push('…');
    }
    words
}

/// Columns that have anything in them.
pub(super) fn columns<T: ToString>(
    table: Option<&SheetTable>,
    header: usize,
    chosen: &[Option<T>],
) -> Vec<ColumnView> {
    let Some(table) = table else {
        return Vec::new();
    };
    let view = |(at, chosen): (usize, &Option<T>)| {
        let cells = (header + 1..table.rows.len()).map(|row| table.cell(row, at));
        let mut samples: Vec<String> = Vec::new();
        for cell in cells.filter(|cell| !cell.is_empty()).map(cut) {
            if samples.len() < SAMPLES && !samples.contains(&cell) {
                samples.push(cell);
            }
        }
        ColumnView {
            at,
            letters: letters(at),
            heading: cut(table.cell(header, at)),
            samples,
            chosen: chosen.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    };
    let shown = |column: &ColumnView| !column.heading.is_empty() || !column.samples.is_empty();
    chosen.iter().enumerate().map(view).filter(shown).collect()
}

/// Every field a column of items may hold.
pub(super) fn field_choices(t: &PageContext) -> Vec<(String, String)> {
    let name = |column: ItemColumn| {
        let heading = column.field.heading(t.locale());
        if column.other {
            t.with("sheet-other-language", "field", heading)
        } else {
            heading.to_owned()
        }
    };
    ItemColumn::all()
        .map(|column| (column.to_string(), name(column)))
        .collect()
}

/// Every column that filled rows may have.
pub(super) fn mark_choices(t: &PageContext, checklist: &Checklist) -> Vec<ChoiceGroup> {
    let locale = t.locale();
    let facts = CallField::ALL.iter().map(|field| {
        let word = MarkColumn::Call(*field).to_string();
        (word, field.heading(locale).to_owned())
    });
    let mut groups = vec![ChoiceGroup {
        name: t.text("sheet-of-call"),
        choices: facts.collect(),
    }];
    for column in import::mark_choices(checklist) {
        let (block, text) = match &column {
            MarkColumn::Gate(key) => {
                let block = checklist.block(key);
                let question = block
                    .and_then(|block| block.gate.as_ref())
                    .map(|gate| gate.question.get(locale));
                (block, question)
            }
            MarkColumn::Item(key) => {
                let found = checklist.item(key);
                (
                    found.map(|(block, _)| block),
                    found.map(|(_, item)| item.text.get(locale)),
                )
            }
            MarkColumn::Call(_) => (None, None),
        };
        let name = block.map_or("", |block| block.name.get(locale));
        let choice = (column.to_string(), cut(text.unwrap_or_default()));
        match groups.last_mut().filter(|group| group.name == name) {
            Some(group) => group.choices.push(choice),
            None => groups.push(ChoiceGroup {
                name: name.to_owned(),
                choices: vec![choice],
            }),
        }
    }
    groups
}

/// Where the filled rows are.
pub(super) fn marks(tables: &[SheetTable], mapping: &MarksMapping) -> MarksView {
    MarksView {
        table: mapping.table,
        header: mapping.header + 1,
        of: place(mapping.table, mapping.header),
        columns: columns(tables.get(mapping.table), mapping.header, &mapping.columns),
    }
}

/// A fault in words.
pub(super) struct FaultView {
    /// «Строка 7, колонка D «Вес»»; empty for the sheet as a whole.
    pub(super) at: String,
    pub(super) words: String,
}

/// With the heading of its column.
pub(super) fn faults(t: &PageContext, fault: &SheetFault, headings: &[String]) -> FaultView {
    FaultView {
        at: place_words(t, fault, headings),
        words: t.with(&format!("sheet-fault-{}", fault.code), "value", &fault.value),
    }
}

pub(super) fn place_words(t: &PageContext, fault: &SheetFault, headings: &[String]) -> String {
    let Some(row) = fault.row else {
        return String::new();
    };
    let row = (row + 1).to_string();
    match fault.column {
        None => t.with("sheet-at-row", "row", row),
        Some(column) => {
            let heading = headings.get(column).map_or("", String::as_str);
            let values = [
                ("row", row),
                ("column", letters(column)),
                ("heading", cut(heading)),
            ];
            let key = if heading.is_empty() {
                "sheet-at-cell"
            } else {
                "sheet-at-headed"
            };
            t.texts().with(key, &values)
        }
    }
}

/// What the checklist would be.
pub(super) struct PreviewView {
    /// «7 блоков, 28 пунктов».
    pub(super) size: String,
    pub(super) blocks: Vec<SheetBlockView>,
}

/// A block to come.
pub(super) struct SheetBlockView {
    pub(super) name: String,
    pub(super) counts: bool,
    pub(super) gate: String,
    /// Points of all its items by points, else nothing.
    pub(super) points: String,
    pub(super) items: Vec<SheetItemView>,
}

/// An item to come.
pub(super) struct SheetItemView {
    pub(super) text: String,
    pub(super) guide: String,
    pub(super) scale: String,
    pub(super) weight: String,
    pub(super) optional: bool,
    pub(super) always: bool,
    pub(super) archived: bool,
    /// «Критическая оценка: 0».
    pub(super) critical: String,
}

impl PreviewView {
    pub(super) fn new(t: &PageContext, built: &BuiltChecklist) -> Self {
        let checklist = &built.checklist;
        let items: usize = checklist.blocks.iter().map(|block| block.items.len()).sum();
        let size = [
            t.count("sheet-blocks", &checklist.blocks.len()),
            t.count("sheet-items", &items),
        ];
        Self {
            size: size.join(", "),
            blocks: checklist
                .blocks
                .iter()
                .map(|block| block_view(t, checklist, block))
                .collect(),
        }
    }
}

fn block_view(t: &PageContext, checklist: &Checklist, block: &Block) -> SheetBlockView {
    let locale = t.locale();
    let points: i64 = block
        .active_items()
        .map(|item| i64::from(item.weight.as_hundredths()) * i64::from(item.scale.max()))
        .sum();
    SheetBlockView {
        name: block.name.get(locale).to_owned(),
        counts: block.counts_in_total,
        gate: block
            .gate
            .as_ref()
            .map(|gate| gate.question.get(locale).to_owned())
            .unwrap_or_default(),
        points: match checklist.rule {
            ScoringRule::Points => t.with("sheet-points", "points", Hundredths(points).plain(locale)),
            ScoringRule::Blocks => String::new(),
        },
        items: block.items.iter().map(|item| item_view(t, item)).collect(),
    }
}

fn item_view(t: &PageContext, item: &Item) -> SheetItemView {
    let locale = t.locale();
    let critical = item.critical.map(|mark| t.with("sheet-critical", "mark", mark));
    SheetItemView {
        text: item.text.get(locale).to_owned(),
        guide: item.guide.get(locale).to_owned(),
        scale: scale_words(item.scale, locale),
        weight: Hundredths(item.weight.as_hundredths().into()).plain(locale),
        optional: !item.required,
        always: !item.not_applicable,
        archived: item.archived,
        critical: critical.unwrap_or_default(),
    }
}
