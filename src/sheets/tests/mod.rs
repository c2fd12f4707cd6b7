//! Files in, checklists and totals out: what a department brings, what nobody should bring, and our own files both ways.

mod files;
mod totals;
mod trips;

use super::build::{Built, build};
use super::filled::{Comparison, compare};
use super::headings::guess_marks;
use super::mapping::{Mapping, guess};
use super::table::Table;

/// Everything a file becomes without a person's help.
pub(super) struct Taken {
    pub(super) tables: Vec<Table>,
    pub(super) mapping: Mapping,
    pub(super) built: Built,
}

impl Taken {
    pub(super) fn of(tables: Vec<Table>) -> Self {
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
