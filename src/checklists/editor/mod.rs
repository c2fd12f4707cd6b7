//! Writing checklists: a draft that becomes the next immutable version.
//!
//! Decides what a draft is and what its steps do ([`draft`]), how keys are made ([`keys`]), what keeps it from being
//! published ([`faults`]) and what a version changed ([`changes`]). Leaves what a checklist may be to
//! [`Checklist`](super::Checklist) and the arithmetic of the preview to the script that the score page has as well.

mod changes;
mod draft;
mod faults;
mod form;
pub(crate) mod keys;
mod pages;
mod store;
mod write;

pub use changes::{ChecklistDifference, DifferenceKind, changes};
pub use draft::blank;
pub use faults::{DraftFault, FaultLocation};
pub use write::ChecklistPublishOutcome;

use super::Checklists;
use crate::web::Routes;

/// The pages of this feature.
pub(super) fn routes() -> Routes<Checklists> {
    pages::routes()
}
