//! Evaluations: calls scored with a checklist.
//!
//! Decides who may fill in, publish and see an evaluation ([`evaluate`], [`Reading`]), what is heard as evidence
//! ([`Moment`]) and offered as a hint ([`hints`]), that a manager is asked for their own opinion before the score is shown
//! ([`assess`]), in words or with the same checklist ([`own_card`], [`compare`]), and that they acknowledge it
//! ([`acknowledge`]). Leaves what a checklist is and the arithmetic to [`crate::checklists`], the sound and its transcript to
//! recordings, objections to a mark to appeals, and what is agreed after an evaluation to coaching.

mod acknowledge;
mod amend;
mod api;
mod blind;
mod compare;
mod evaluate;
mod evaluation;
mod graded;
pub mod hints;
mod moments;
mod naming;
mod opinion;
mod own;
mod pages;
mod picked;
pub mod store;

pub use acknowledge::acknowledge;
pub use amend::{Totals, amend, corrected};
pub use blind::{Place, begin_blind};
pub use compare::{Pair, Said, compare};
pub use evaluate::{
    Entry, Publishing, begin, change_checklist, discard, draft, publish, read, record, restore, save,
};
pub use evaluation::{
    Acknowledgement, Call, Card, Evaluation, EvaluationState, Moment, MomentKind, Opinion, OpinionForm,
    Reading, Snapshot,
};
pub use graded::Graded;
pub use moments::{NewMoment, describe, mark, of_recording, remove};
pub use naming::ItemNames;
pub use opinion::assess;
pub use own::{Giving, OwnCard, OwnChanges, give_own, own_card, save_own};
pub use pages::{EvaluationPanel, PanelPlace};
pub use picked::{Lot, Picked};

use crate::web::Routes;

/// Pages and API of this feature.
pub fn routes() -> Routes {
    pages::routes().merge(hints::routes()).merge(api::routes())
}
