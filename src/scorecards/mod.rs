//! Scorecards: checklists and the evaluations made with them.
//!
//! Decides what a checklist is ([`Checklist`]), how a score is computed ([`scoring`]), who may fill in, publish and see an
//! evaluation ([`evaluate`], [`Reading`]), how checklists are written ([`editor`]), come in from a sheet and go out to one
//! (`sheets`), that a manager is asked for their own opinion before the score is shown ([`assess`]), in words or with the
//! same checklist ([`own_card`], [`compare`]), and that they acknowledge it ([`acknowledge`]). Leaves the sound and its
//! transcript to recordings, objections to a mark to appeals, and what is agreed after an evaluation to coaching.

mod acknowledge;
mod amend;
mod answers;
mod api;
mod blind;
mod checklist;
mod choose;
mod compare;
pub mod editor;
mod evaluate;
mod evaluation;
mod fraction;
mod graded;
pub mod hints;
mod install;
mod moments;
mod naming;
mod opinion;
mod own;
mod pages;
mod picked;
mod presets;
mod scale;
pub mod scoring;
mod sheets;
pub mod store;
#[cfg(test)]
mod tests;
mod version;
mod words;

pub use acknowledge::acknowledge;
pub use amend::{Totals, amend, corrected};
pub use answers::{Answers, BadAnswer, Change, Mark};
pub use blind::{Place, begin_blind};
pub use checklist::{Block, Checklist, ChecklistFault, Gate, Item, Rule, Words, Zone, Zones};
pub use choose::best_fit;
pub use compare::{Pair, Said, compare};
pub use evaluate::{
    Entry, Publishing, begin, change_checklist, discard, draft, publish, read, record, restore, save,
};
pub use evaluation::{
    Acknowledgement, Call, Card, Evaluation, EvaluationState, Moment, MomentKind, Opinion, OpinionForm,
    Reading, Snapshot,
};
pub use graded::Graded;
pub use install::install;
pub use moments::{NewMoment, describe, mark, of_recording, remove};
pub use naming::ItemNames;
pub use opinion::assess;
pub use own::{Giving, OwnCard, OwnChanges, give_own, own_card, save_own};
pub use pages::{EvaluationPanel, PanelPlace};
pub use picked::{Lot, Picked};
pub use presets::{Preset, PresetError, presets};
pub use scale::{Outcomes, Scale, Weight};
pub use scoring::{BlockScore, BlockState, Hundredths, Lack, Score};
pub use version::Version;
pub use words::{MarkWords, arithmetic, mark_words};

use crate::web::Routes;

/// Pages and API of this feature.
pub fn routes() -> Routes {
    pages::routes()
        .merge(hints::routes())
        .merge(api::routes())
        .merge(api::checklist::routes())
        .merge(editor::routes())
        .merge(sheets::routes())
}
