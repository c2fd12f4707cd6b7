//! A mapped sheet as a checklist, or what keeps it from being one: each fault with its row and column.
//!
//! Decides what an empty cell means (the block above, the usual answer) and which rows are no items: a block's own heading,
//! a sum at the foot. Leaves what a checklist may be to [`Checklist::check`].

use super::keys;
use super::layout::{ChecklistFact, ItemColumn, ItemField, function_names, type_names};
use super::mapping::{Mapping, SheetPreamble, facts};
use super::scales::{chosen, scale};
use super::table::{SheetFault, SheetTable, millionths, parts, whole, yes_or_no};
use crate::checklists::{Block, Checklist, ChecklistFault, Gate, Item, LocalizedText, Scale, Weight, Zones};
use crate::i18n::Locale;
use crate::people::Function;
use crate::recordings::CallType;
use crate::text::plain;

/// What a sheet became.
#[derive(Debug, Clone, PartialEq)]
pub struct BuiltChecklist {
    /// The checklist; usable when there is no fault.
    pub checklist: Checklist,
    /// Where each item stands in the sheet, in the order of the checklist.
    pub rows: Vec<usize>,
    /// What cannot be used.
    pub faults: Vec<SheetFault>,
    /// Rows with something in them that were taken for no item, counted from 0.
    pub passed: Vec<usize>,
}

/// Reads the mapped table of items.
pub fn build(tables: &[SheetTable], mapping: &Mapping) -> BuiltChecklist {
    let empty = SheetTable::default();
    let table = tables.get(mapping.items).unwrap_or(&empty);
    let mut sheet = ChecklistBuilder {
        table,
        mapping,
        faults: Vec::new(),
    };
    let facts = facts(table, mapping.header);
    let mut checklist = sheet.whole(&facts);
    let (mut rows, mut passed) = (Vec::new(), Vec::new());
    let mut current: Option<usize> = None;
    for row in mapping.header + 1..table.rows.len() {
        match sheet.kind(row) {
            RowKind::Empty => {}
            RowKind::Other => passed.push(row),
            RowKind::Block => current = Some(sheet.block(row, &mut checklist, current)),
            RowKind::Item => {
                let at = sheet.block(row, &mut checklist, current);
                current = Some(at);
                let item = sheet.item(row);
                rows.push((at, row));
                checklist.blocks[at].items.push(item);
            }
        }
    }
    checklist.blocks.retain(|block| !block.items.is_empty());
    sheet.same_column_twice();
    // Rows of one block may stand apart: the checklist has them together.
    rows.sort_by_key(|(at, _)| *at);
    let rows: Vec<usize> = rows.into_iter().map(|(_, row)| row).collect();
    let mut faults = sheet.faults;
    keys::name(&mut checklist, &rows, &mut faults, mapping);
    if checklist.blocks.is_empty() {
        faults.push(SheetFault::whole("no-items", ""));
    } else if faults.is_empty() {
        faults.extend(checklist.check().err().map(|fault| whole_fault(&fault)));
    }
    BuiltChecklist {
        checklist,
        rows,
        faults,
        passed,
    }
}

/// A fault that is nobody's cell.
fn whole_fault(fault: &ChecklistFault) -> SheetFault {
    match fault {
        ChecklistFault::Empty(key) => SheetFault::whole("empty-block", key),
        ChecklistFault::Zones => SheetFault::whole("zones", ""),
        ChecklistFault::TooFine => SheetFault::whole("too-fine", ""),
        // Keys, weights and marks were looked at where they stand.
        _ => SheetFault::whole("unusable", ""),
    }
}

/// What a row is.
enum RowKind {
    Empty,
    /// A heading of a block.
    Block,
    Item,
    /// A sum, a remark.
    Other,
}

/// A table while it is read.
struct ChecklistBuilder<'a> {
    table: &'a SheetTable,
    mapping: &'a Mapping,
    faults: Vec<SheetFault>,
}

impl ChecklistBuilder<'_> {
    fn column(&self, column: ItemColumn) -> Option<usize> {
        self.mapping.columns.iter().position(|it| *it == Some(column))
    }

    fn cell(&self, row: usize, field: ItemField) -> &str {
        self.column(ItemColumn::new(field))
            .map_or("", |at| self.table.cell(row, at))
    }

    fn words(&self, row: usize, field: ItemField) -> LocalizedText {
        let own = self.cell(row, field).to_owned();
        let other = self.column(ItemColumn { field, other: true });
        let other = other.map_or("", |at| self.table.cell(row, at)).to_owned();
        in_languages(own, other, self.mapping.language)
    }

    /// Two columns that hold the same are a mistake of the mapping.
    fn same_column_twice(&mut self) {
        let columns = &self.mapping.columns;
        for (at, column) in columns.iter().enumerate().filter(|(_, it)| it.is_some()) {
            if columns[..at].contains(column) {
                let heading = self.table.cell(self.mapping.header, at);
                let fault = SheetFault::at(self.mapping.header, Some(at), "column-twice", heading);
                self.faults.push(fault);
            }
        }
    }

    fn fault(&mut self, row: usize, field: ItemField, code: &'static str) {
        let at = self.column(ItemColumn::new(field));
        let value = at.map_or("", |at| self.table.cell(row, at));
        let fault = SheetFault::at(row, at, code, value);
        self.faults.push(fault);
    }

    fn kind(&self, row: usize) -> RowKind {
        const SUMS: [&str; 7] = ["итого", "итог", "всего", "сумма", "total", "sum", "результат"];
        let has = |field: ItemField| !self.words(row, field).get(Locale::Ru).is_empty();
        let item = has(ItemField::Item) || !self.cell(row, ItemField::ItemKey).is_empty();
        let known = self
            .mapping
            .columns
            .iter()
            .enumerate()
            .filter(|(_, it)| it.is_some());
        let filled = known
            .filter(|(at, _)| !self.table.cell(row, *at).is_empty())
            .count();
        let text = plain(self.words(row, ItemField::Item).get(self.mapping.language));
        let is_sum = |text: &str| SUMS.contains(&text) || text.starts_with("итого ");
        let no_block = self.column(ItemColumn::new(ItemField::Block)).is_none();
        let no_key = self.column(ItemColumn::new(ItemField::BlockKey)).is_none();
        match (item, has(ItemField::Block)) {
            (true, _) if is_sum(&text) => RowKind::Other,
            // A sheet without a column of blocks has them as lines of their own.
            (true, _) if no_block && no_key && filled == 1 && self.mapped() > 1 => RowKind::Block,
            (true, _) => RowKind::Item,
            (false, true) if is_sum(&plain(self.cell(row, ItemField::Block))) => RowKind::Other,
            (false, true) => RowKind::Block,
            (false, false) if filled == 0 => RowKind::Empty,
            (false, false) => RowKind::Other,
        }
    }

    /// Columns with a field.
    fn mapped(&self) -> usize {
        self.mapping.columns.iter().flatten().count()
    }

    /// The block of this row: by its key, else by its name, else the one above.
    fn block(&mut self, row: usize, checklist: &mut Checklist, current: Option<usize>) -> usize {
        let key = self.cell(row, ItemField::BlockKey).to_owned();
        let by_line = self.column(ItemColumn::new(ItemField::Block)).is_none()
            && self.column(ItemColumn::new(ItemField::BlockKey)).is_none();
        let name = match (by_line, self.kind(row)) {
            (true, RowKind::Block) => self.words(row, ItemField::Item),
            (true, _) => LocalizedText::default(),
            (false, _) => self.words(row, ItemField::Block),
        };
        let named = !name.get(Locale::Ru).is_empty();
        let found = if !key.is_empty() {
            checklist.blocks.iter().position(|block| block.key == key)
        } else if named {
            checklist.blocks.iter().position(|block| block.name == name)
        } else {
            current
        };
        let at = found.unwrap_or_else(|| {
            let name = if named || !key.is_empty() {
                name
            } else {
                checklist.name.clone()
            };
            checklist.blocks.push(Block {
                key,
                name,
                short: LocalizedText::default(),
                gate: None,
                counts_in_total: true,
                items: Vec::new(),
            });
            checklist.blocks.len() - 1
        });
        self.of_block(row, &mut checklist.blocks[at]);
        at
    }

    /// What a row says of its block; the first row that says it is taken.
    fn of_block(&mut self, row: usize, block: &mut Block) {
        let short = self.words(row, ItemField::Short);
        if block.short == LocalizedText::default() {
            block.short = short;
        }
        let gate = Gate {
            question: self.words(row, ItemField::Gate),
            open: self.words(row, ItemField::GateOpen),
            closed: self.words(row, ItemField::GateClosed),
        };
        let asks = !gate.question.get(Locale::Ru).is_empty();
        if block.gate.is_none() && asks {
            block.gate = Some(named_answers(gate));
        }
        match self.choice(row, ItemField::Counts) {
            Some(false) if block.items.is_empty() => block.counts_in_total = false,
            // Two rows of a block contradict each other.
            Some(counts) if counts != block.counts_in_total => self.fault(row, ItemField::Counts, "counts"),
            _ => {}
        }
    }

    /// Yes or no; nothing for an empty cell.
    fn choice(&mut self, row: usize, field: ItemField) -> Option<bool> {
        let cell = self.cell(row, field);
        if super::table::is_blank(cell) {
            return None;
        }
        let answer = yes_or_no(cell);
        if answer.is_none() {
            self.fault(row, field, "yes-no");
        }
        answer
    }

    fn item(&mut self, row: usize) -> Item {
        let scale = self.scale(row);
        let labels = self.labels(row, scale);
        Item {
            key: self.cell(row, ItemField::ItemKey).to_owned(),
            text: self.words(row, ItemField::Item),
            guide: self.words(row, ItemField::Guide),
            scale,
            weight: self.weight(row),
            required: self.choice(row, ItemField::Required).unwrap_or(true),
            not_applicable: self.choice(row, ItemField::NotApplicable).unwrap_or(true),
            critical: self.critical(row, scale),
            initial: self.mark(row, ItemField::Initial, scale),
            labels,
            phrases: parts(self.cell(row, ItemField::Phrases)),
            entry: Some(self.cell(row, ItemField::Entry).to_owned()).filter(|entry| !entry.is_empty()),
            archived: self.choice(row, ItemField::Archived).unwrap_or(false),
        }
    }

    fn scale(&mut self, row: usize) -> Scale {
        let cell = self.cell(row, ItemField::Scale);
        if super::table::is_blank(cell) {
            return self.mapping.scale;
        }
        scale(cell).unwrap_or_else(|| {
            self.fault(row, ItemField::Scale, "scale");
            self.mapping.scale
        })
    }

    fn weight(&mut self, row: usize) -> Weight {
        let cell = self.cell(row, ItemField::Weight);
        if super::table::is_blank(cell) {
            return Weight::default();
        }
        let hundredths = millionths(cell)
            .filter(|value| *value > 0 && *value % 10_000 == 0 && *value < 10_000 * 1_000_000)
            .map(|value| Weight::hundredths((value / 10_000) as u32));
        hundredths.unwrap_or_else(|| {
            self.fault(row, ItemField::Weight, "weight");
            Weight::default()
        })
    }

    /// A mark of the scale; nothing for an empty cell.
    fn mark(&mut self, row: usize, field: ItemField, scale: Scale) -> Option<u16> {
        let cell = self.cell(row, field);
        if super::table::is_blank(cell) {
            return None;
        }
        let mark = whole(cell).filter(|mark| scale.allows(*mark));
        if mark.is_none() {
            self.fault(row, field, "mark");
        }
        mark
    }

    /// The failing mark; «да» means the lowest.
    fn critical(&mut self, row: usize, scale: Scale) -> Option<u16> {
        let cell = self.cell(row, ItemField::Critical);
        match yes_or_no(cell) {
            // A figure is a mark, not an answer.
            Some(true) if whole(cell).is_none() => scale.marks().first().copied(),
            Some(false) if whole(cell).is_none() => None,
            _ => self.mark(row, ItemField::Critical, scale),
        }
    }

    /// One word a mark, in both languages.
    fn labels(&mut self, row: usize, scale: Scale) -> Vec<LocalizedText> {
        let of = |column: ItemColumn| self.column(column).map(|at| parts(self.table.cell(row, at)));
        let own = of(ItemColumn::new(ItemField::Labels)).unwrap_or_default();
        let other = of(ItemColumn {
            field: ItemField::Labels,
            other: true,
        })
        .unwrap_or_default();
        if own.is_empty() && other.is_empty() {
            return Vec::new();
        }
        let n = scale.marks().len();
        let fits = |texts: &[String]| texts.is_empty() || texts.len() == n;
        if !fits(&own) || !fits(&other) {
            self.fault(row, ItemField::Labels, "labels");
            return Vec::new();
        }
        let text = |texts: &[String], at: usize| texts.get(at).cloned().unwrap_or_default();
        (0..n)
            .map(|at| in_languages(text(&own, at), text(&other, at), self.mapping.language))
            .collect()
    }

    /// What stands above the headings, over which the person's own choice wins.
    fn whole(&mut self, facts: &SheetPreamble) -> Checklist {
        let texts = |fact: ChecklistFact| {
            let values = facts.get(fact).map_or(&[][..], Vec::as_slice);
            let text = |at: usize| values.get(at).cloned().unwrap_or_default();
            (text(0), text(1))
        };
        let language = self.mapping.language;
        let (about, about_other) = texts(ChecklistFact::About);
        Checklist {
            name: in_languages(
                self.mapping.name.trim().to_owned(),
                texts(ChecklistFact::Name).1,
                language,
            ),
            about: in_languages(about, about_other, language),
            rule: self.mapping.rule,
            zones: self.zones(facts),
            call_types: self.several(facts, ChecklistFact::CallTypes, CallType::ALL, type_names),
            functions: self.several(facts, ChecklistFact::Functions, Function::ALL, function_names),
            blocks: Vec::new(),
        }
    }

    fn zones(&mut self, facts: &SheetPreamble) -> Zones {
        let Some(values) = facts.get(ChecklistFact::Zones) else {
            return Zones::default();
        };
        let percent = |at: usize| {
            let value = whole(values.get(at).map_or("", String::as_str))?;
            u8::try_from(value).ok()
        };
        if let (Some(strong), Some(norm), Some(attention)) = (percent(0), percent(1), percent(2)) {
            return Zones {
                strong,
                norm,
                attention,
            };
        }
        let row = facts.row(ChecklistFact::Zones).unwrap_or_default();
        self.faults
            .push(SheetFault::at(row, None, "zones", &values.join(" ")));
        Zones::default()
    }

    fn several<T: Copy>(
        &mut self,
        facts: &SheetPreamble,
        fact: ChecklistFact,
        all: &[T],
        names: fn(T) -> Vec<String>,
    ) -> Vec<T> {
        let text = facts
            .get(fact)
            .and_then(|values| values.first())
            .map_or("", String::as_str);
        chosen(text, all, names).unwrap_or_else(|| {
            let row = facts.row(fact).unwrap_or_default();
            self.faults.push(SheetFault::at(row, None, "choice", text));
            Vec::new()
        })
    }
}

fn in_languages(own: String, other: String, language: Locale) -> LocalizedText {
    match language {
        Locale::Ru => LocalizedText { ru: own, en: other },
        Locale::En => LocalizedText { ru: other, en: own },
    }
}

/// A gate whose answers nobody named is answered with yes and no.
fn named_answers(gate: Gate) -> Gate {
    let or = |words: LocalizedText, ru: &str, en: &str| {
        if words == LocalizedText::default() {
            LocalizedText {
                ru: ru.to_owned(),
                en: en.to_owned(),
            }
        } else {
            words
        }
    };
    Gate {
        question: gate.question,
        open: or(gate.open, "Да", "Yes"),
        closed: or(gate.closed, "Нет", "No"),
    }
}
