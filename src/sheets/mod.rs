//! A department's own sheet: brought in from XLSX or separated values, and written out again.
//!
//! A file is read into tables of texts ([`read`]); columns are guessed by their headings ([`mapping`], [`headings`]) and
//! corrected by the person; the mapped table becomes a checklist or faults with row and column ([`build`]); filled rows are
//! scored with it and put beside the sheet's own totals ([`filled`]). The way out ([`export`], [`write`]) uses the same
//! layout ([`layout`]), so that what was written is read as the same document. Leaves what a checklist may be to
//! [`crate::checklists`], what an evaluation is to [`crate::evaluations`].

mod build;
mod evaluations;
mod example;
mod export;
mod filled;
mod form;
mod headings;
mod import;
mod keys;
mod layout;
mod mapping;
mod pages;
mod read;
mod scales;
mod store;
mod table;
#[cfg(test)]
mod tests;
mod write;

use crate::checklists::Checklists;
use crate::core::Core;
use crate::web::Routes;

/// Evaluations and checklists as sheets.
///
/// Stands on [`Core`] and [`Checklists`].
#[derive(Clone, Debug)]
pub struct Sheets {
    core: Core,
    checklists: Checklists,
}

impl Sheets {
    /// Of these checklists.
    pub fn new(core: Core, checklists: Checklists) -> Self {
        Self { core, checklists }
    }
}

/// Pages of this feature.
pub fn routes() -> Routes<Sheets> {
    pages::routes()
}
