//! The headings of filled rows: one column an item, one a gate, and what is known of the call.
//!
//! Decides what we call each column of a checklist, so that no two have the same name, and which column of somebody's own
//! sheet is which.

use super::layout::{CallField, marks_names};
use super::mapping::{Mapping, MarkColumn, MarksMapping};
use super::table::{SheetTable, unnumbered};
use crate::checklists::Checklist;
use crate::i18n::Locale;
use crate::text::plain;

/// Rows at the top among which the headings are looked for.
pub(super) const HEAD: usize = 40;

/// The headings of the sheet of filled rows that fits a checklist, each once; those we write and by which we know it.
pub fn mark_headings(checklist: &Checklist, language: Locale) -> Vec<(MarkColumn, String)> {
    let call = |field: CallField| (MarkColumn::Call(field), field.heading(language).to_owned());
    let mut headings = vec![
        call(CallField::Date),
        call(CallField::Manager),
        call(CallField::Client),
    ];
    let mut taken: Vec<String> = [
        CallField::Date,
        CallField::Manager,
        CallField::Client,
        CallField::Total,
    ]
    .iter()
    .flat_map(|field| Locale::ALL.iter().flat_map(|locale| field.headings(*locale)))
    .map(|name| plain(name))
    .collect();
    let mut add = |column: MarkColumn, block: &str, text: &str, key: &str| {
        let tries = [
            text.to_owned(),
            format!("{block}: {text}"),
            format!("{text} ({key})"),
            key.to_owned(),
        ];
        let free = tries
            .iter()
            .find(|name| !plain(name).is_empty() && !taken.contains(&plain(name)));
        let heading = free.cloned().unwrap_or_else(|| format!("{key} {}", taken.len()));
        taken.push(plain(&heading));
        headings.push((column, heading));
    };
    for block in checklist
        .blocks
        .iter()
        .filter(|block| block.active_items().next().is_some())
    {
        let name = block.name.get(language);
        if let Some(gate) = &block.gate {
            add(
                MarkColumn::Gate(block.key.clone()),
                name,
                gate.question.get(language),
                &block.key,
            );
        }
        for item in block.active_items() {
            add(
                MarkColumn::Item(item.key.clone()),
                name,
                item.text.get(language),
                &item.key,
            );
        }
    }
    headings.push(call(CallField::Total));
    headings
}

/// Adds our guess of the filled rows: the other table that has most columns of this checklist. Rows weigh as much as one
/// column: a checklist that we wrote brings its empty table along, and somebody's rows come beside it.
pub fn guess_marks(mapping: &mut Mapping, tables: &[SheetTable], checklist: &Checklist) {
    let others = tables.iter().enumerate().filter(|(at, _)| *at != mapping.items);
    let found = others.map(|(at, table)| {
        let header = marks_header(table, checklist);
        let columns = mark_columns(table, header, checklist);
        let known = columns.iter().flatten().count();
        let named = Locale::ALL
            .iter()
            .flat_map(|locale| marks_names(*locale))
            .any(|name| plain(name) == plain(&table.name));
        let filled = table
            .rows
            .iter()
            .skip(header + 1)
            .flatten()
            .any(|cell| !cell.is_empty());
        let score = known * 2 + usize::from(named);
        (score + 2 * usize::from(filled), score, at, header, columns)
    });
    let best = found.max_by_key(|(weight, _, at, ..)| (*weight, std::cmp::Reverse(*at)));
    mapping.marks = best
        .filter(|(_, score, ..)| *score > 2)
        .map(|(_, _, table, header, columns)| MarksMapping {
            table,
            header,
            columns,
        });
}

/// The row with the most headings of this checklist.
pub fn marks_header(table: &SheetTable, checklist: &Checklist) -> usize {
    let names = names(checklist);
    let known = |row: usize| {
        let likenesses = [Likeness::Same, Likeness::Unnumbered];
        find(table, row, &names, &likenesses).iter().flatten().count()
    };
    let best = (0..table.rows.len().min(HEAD))
        .rev()
        .max_by_key(|row| known(*row));
    best.unwrap_or_default()
}

/// Columns of filled rows by their headings, each item once: the same words first, then nearly the same.
pub fn mark_columns(table: &SheetTable, header: usize, checklist: &Checklist) -> Vec<Option<MarkColumn>> {
    let likenesses = [Likeness::Same, Likeness::Unnumbered, Likeness::Near];
    find(table, header, &names(checklist), &likenesses)
}

fn find(
    table: &SheetTable,
    header: usize,
    names: &[HeadingName],
    likenesses: &[Likeness],
) -> Vec<Option<MarkColumn>> {
    let headings: Vec<(String, String)> = (0..table.width())
        .map(|at| table.cell(header, at))
        .map(|heading| (plain(heading), unnumbered(heading)))
        .collect();
    let mut columns: Vec<Option<MarkColumn>> = vec![None; headings.len()];
    for likeness in likenesses {
        for (at, (heading, bare)) in headings.iter().enumerate() {
            if heading.is_empty() || columns[at].is_some() {
                continue;
            }
            let fits = |name: &&HeadingName| {
                let alike = match likeness {
                    Likeness::Same => *heading == name.plain,
                    Likeness::Unnumbered => *bare == name.bare,
                    Likeness::Near => near(bare, &name.bare),
                };
                alike && !columns.contains(&Some(name.column.clone()))
            };
            columns[at] = names.iter().find(fits).map(|name| name.column.clone());
        }
    }
    columns
}

/// One name by which a column may be known.
struct HeadingName {
    column: MarkColumn,
    plain: String,
    bare: String,
}

/// Every name by which a column may be known.
fn names(checklist: &Checklist) -> Vec<HeadingName> {
    let mut names = Vec::new();
    for language in Locale::ALL {
        names.extend(mark_headings(checklist, *language));
    }
    for block in &checklist.blocks {
        if block.gate.is_some() {
            for language in Locale::ALL {
                let name = block.name.get(*language).to_owned();
                names.push((MarkColumn::Gate(block.key.clone()), name));
            }
        }
        for item in block.active_items() {
            names.push((MarkColumn::Item(item.key.clone()), item.key.clone()));
        }
    }
    for field in CallField::ALL {
        let headings = Locale::ALL.iter().flat_map(|locale| field.headings(*locale));
        names.extend(headings.map(|name| (MarkColumn::Call(*field), (*name).to_owned())));
    }
    names
        .into_iter()
        .map(|(column, name)| HeadingName {
            column,
            plain: plain(&name),
            bare: unnumbered(&name),
        })
        .collect()
}

#[derive(Clone, Copy)]
enum Likeness {
    /// The same words.
    Same,
    /// The same but for a number before them.
    Unnumbered,
    /// Nearly the same.
    Near,
}

/// Two thirds of the words in common, or one begins with the other.
fn near(one: &str, two: &str) -> bool {
    const BEGINNING: usize = 6;
    let (short, long) = if one.len() < two.len() {
        (one, two)
    } else {
        (two, one)
    };
    if long.starts_with(short) && short.chars().count() >= BEGINNING {
        return true;
    }
    let words = |text: &str| text.split(' ').count();
    let common = one
        .split(' ')
        .filter(|word| two.split(' ').any(|it| it == *word))
        .count();
    words(one) > 1 && common * 3 >= (words(one) + words(two) - common) * 2
}
