//! Checklists: what a call is scored by, how they are written, and the arithmetic of what is answered.
//!
//! Decides what a checklist is ([`Checklist`]) and which answers it takes ([`Answers`]), how they become a score
//! ([`scoring`]), how a checklist is written and becomes a version that never changes ([`editor`]), which ones come with the
//! program ([`presets()`]) and which fits a call ([`best_fit`]). Leaves who scores what to `evaluations`, a department's own
//! files to `sheets`.

mod answers;
mod api;
mod checklist;
mod choose;
pub mod editor;
mod fraction;
mod install;
mod presets;
mod scale;
pub mod scoring;
pub mod store;
#[cfg(test)]
mod tests;
mod version;
pub(crate) mod words;

pub use answers::{AnswerChange, Answers, BadAnswer, Mark};
pub use checklist::{Block, Checklist, ChecklistFault, Gate, Item, LocalizedText, ScoringRule, Zone, Zones};
pub use choose::best_fit;
pub use presets::{Preset, PresetError, presets};
pub use scale::{Outcomes, Scale, Weight};
pub use scoring::{BlockScore, BlockState, Hundredths, MissingPart, Score};
pub use version::ChecklistVersion;
pub use words::{MarkWords, arithmetic, mark_words};

use std::sync::Arc;

use crate::core::Core;
use crate::playbook::Library;
use crate::web::Routes;

/// What calls are scored with.
///
/// Stands on [`Core`] and [`Library`].
#[derive(Clone, Debug)]
pub struct Checklists {
    core: Core,
    library: Arc<Library>,
}

impl Checklists {
    /// Beside this book.
    pub fn new(core: Core, library: Arc<Library>) -> Self {
        Self { core, library }
    }
}

/// Pages and API of this feature.
pub fn routes() -> Routes<Checklists> {
    editor::routes().merge(api::routes())
}
