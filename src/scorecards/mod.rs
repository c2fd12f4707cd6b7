//! Scorecards: checklists and the evaluations made with them.
//!
//! Decides what a checklist is ([`Checklist`]), how a score is computed ([`scoring`]) and which answers it takes
//! ([`Answers`]). Leaves the sound and its transcript to recordings, and what is agreed after an evaluation to coaching.

mod answers;
mod checklist;
mod fraction;
mod presets;
pub mod scoring;
#[cfg(test)]
mod tests;

pub use answers::{Answers, BadAnswer, Change, Mark};
pub use checklist::{Block, Checklist, ChecklistFault, Gate, Item, Rule, Scale, Weight, Words, Zone, Zones};
pub use presets::{Preset, PresetError, presets};
pub use scoring::{BlockScore, BlockState, Hundredths, Lack, Score};
