//! Scorecards: checklists and the evaluations made with them.
//!
//! Decides what a checklist is ([`Checklist`]), how a score is computed ([`scoring`]), who may fill in, publish and see an
//! evaluation ([`evaluate`], [`Reading`]) and that a manager is asked for their own opinion before the score is shown
//! ([`assess`]). Leaves the sound and its transcript to recordings, and what is agreed after an evaluation to coaching.

mod answers;
mod api;
mod checklist;
mod evaluate;
mod evaluation;
mod fraction;
pub mod hints;
mod install;
mod moments;
mod opinion;
mod pages;
mod presets;
mod scale;
pub mod scoring;
pub mod store;
#[cfg(test)]
mod tests;

pub use answers::{Answers, BadAnswer, Change, Mark};
pub use checklist::{Block, Checklist, ChecklistFault, Gate, Item, Rule, Words, Zone, Zones};
pub use evaluate::{Entry, Publishing, begin, change_checklist, discard, draft, publish, read, record, save};
pub use evaluation::{
    Call, Card, Evaluation, EvaluationState, Moment, MomentKind, Opinion, OpinionForm, Reading, Snapshot,
    Version,
};
pub use install::install;
pub use moments::{NewMoment, describe, mark, of_recording, remove};
pub use opinion::assess;
pub use pages::{EvaluationPanel, PanelPlace, Rendering, arithmetic};
pub use presets::{Preset, PresetError, presets};
pub use scale::{Outcomes, Scale, Weight};
pub use scoring::{BlockScore, BlockState, Hundredths, Lack, Score};

use crate::web::Routes;

/// Pages and API of this feature.
pub fn routes() -> Routes {
    pages::routes().merge(hints::routes()).merge(api::routes())
}
