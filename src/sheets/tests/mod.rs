//! Files in, checklists and totals out: what a department brings, what nobody should bring, and our own files both ways.

mod files;
mod totals;
mod trips;

use super::build::{BuiltChecklist, build};
use super::filled::{Comparison, compare};
use super::headings::guess_marks;
use super::mapping::{Mapping, guess};
use super::table::SheetTable;

/// Everything a file becomes without a person's help.
pub(super) struct ReadSheet {
    pub(super) tables: Vec<SheetTable>,
    pub(super) mapping: Mapping,
    pub(super) built: BuiltChecklist,
}

impl ReadSheet {
    pub(super) fn new(tables: Vec<SheetTable>) -> Self {
        let mut mapping = guess(&tables, "Лист");
        let built = build(&tables, &mapping);
        guess_marks(&mut mapping, &tables, &built.checklist);
        Self {
            tables,
            mapping,
            built,
        }
    }

    pub(super) fn compared(&self) -> Comparison {
        let marks = self.mapping.marks.as_ref().expect("filled rows are found");
        compare(&self.tables[marks.table], marks, &self.built.checklist)
    }
}
