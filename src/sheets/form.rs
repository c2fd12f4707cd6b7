//! The form of a mapping: names of its fields, and what they change.
//!
//! Names: `items`, `header`, `of` (the table and row the columns on the page belong to), `column.N`, `language`, `name`,
//! `rule`, `scale`; `marks`, `marks-header`, `marks-of`, `mark.N`. A field that is not sent changes nothing.

use super::import::{take_marks, take_marks_header};
use super::mapping::Mapping;
use super::table::SheetTable;
use crate::checklists::Scale;

/// Fields as sent, in order.
pub type MappingFields = Vec<(String, String)>;

/// Letters of a name that are kept.
const NAME: usize = 200;

fn value<'a>(fields: &'a MappingFields, name: &str) -> Option<&'a str> {
    let found = fields.iter().rev().find(|(field, _)| field == name);
    found.map(|(_, value)| value.as_str())
}

/// Was the button of this act pressed?
pub fn asks(fields: &MappingFields, act: &str) -> bool {
    value(fields, "act") == Some(act)
}

/// Takes the person's corrections over.
pub fn apply(fields: &MappingFields, mapping: &mut Mapping, tables: &[SheetTable]) {
    if let Some(name) = value(fields, "name") {
        mapping.name = name.chars().filter(|c| !c.is_control()).take(NAME).collect();
    }
    if let Some(rule) = value(fields, "rule").and_then(|text| text.parse().ok()) {
        mapping.rule = rule;
    }
    if let Some(scale) = value(fields, "scale").and_then(|text| text.parse::<Scale>().ok()) {
        mapping.scale = scale;
    }
    of_items(fields, mapping, tables);
    of_marks(fields, mapping, tables);
}

/// The number of a row as a person counts it.
fn row(fields: &MappingFields, name: &str, table: Option<&SheetTable>) -> Option<usize> {
    let row = value(fields, name)?
        .trim()
        .parse::<usize>()
        .ok()?
        .checked_sub(1)?;
    (row < table?.rows.len()).then_some(row)
}

fn of_items(fields: &MappingFields, mapping: &mut Mapping, tables: &[SheetTable]) {
    let table = value(fields, "items").and_then(|text| text.parse::<usize>().ok());
    let table = table.filter(|at| *at < tables.len()).unwrap_or(mapping.items);
    if table != mapping.items {
        mapping.items = table;
        mapping.look_for_header(tables);
        if mapping.marks.as_ref().is_some_and(|marks| marks.table == table) {
            mapping.marks = None;
        }
        return;
    }
    let header = row(fields, "header", tables.get(table)).unwrap_or(mapping.header);
    if header != mapping.header {
        mapping.header = header;
        mapping.columns_changed(tables);
        return;
    }
    if let Some(language) = value(fields, "language").and_then(|text| text.parse().ok()) {
        mapping.language = language;
    }
    // A page that shows another table's columns says nothing about these.
    if value(fields, "of") == Some(&place(mapping.items, mapping.header)) {
        for (at, column) in mapping.columns.iter_mut().enumerate() {
            if let Some(text) = value(fields, &format!("column.{at}")) {
                *column = text.parse().ok();
            }
        }
    }
}

fn of_marks(fields: &MappingFields, mapping: &mut Mapping, tables: &[SheetTable]) {
    let Some(table) = value(fields, "marks") else {
        return;
    };
    let table = table
        .parse::<usize>()
        .ok()
        .filter(|at| *at < tables.len() && *at != mapping.items);
    if table != mapping.marks.as_ref().map(|marks| marks.table) {
        take_marks(mapping, tables, table);
        return;
    }
    let Some(mut marks) = mapping.marks.take() else {
        return;
    };
    let header = row(fields, "marks-header", tables.get(marks.table)).unwrap_or(marks.header);
    if header != marks.header {
        take_marks_header(&mut marks, mapping, tables, header);
    } else if value(fields, "marks-of") == Some(&place(marks.table, marks.header)) {
        for (at, column) in marks.columns.iter_mut().enumerate() {
            if let Some(text) = value(fields, &format!("mark.{at}")) {
                *column = text.parse().ok();
            }
        }
    }
    mapping.marks = Some(marks);
}

/// A table and its row of headings, as the hidden fields say them.
pub fn place(table: usize, header: usize) -> String {
    format!("{table}.{header}")
}
