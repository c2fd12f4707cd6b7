//! Evaluations: calls scored with a checklist.
//!
//! Decides who may fill in, publish and see an evaluation ([`evaluate`], [`EvaluationAccess`]), what is heard as
//! evidence ([`Moment`]) and offered as a hint ([`hints`]), that a manager is asked for their own opinion before the
//! score is shown ([`Evaluations::assess`]), in words or with the same checklist ([`Evaluations::own_card`],
//! [`compare`]), and that they acknowledge it ([`Evaluations::acknowledge`]). Leaves what a checklist is and the
//! arithmetic to [`crate::checklists`], the sound and its transcript to recordings, objections to a mark to appeals,
//! and what is agreed after an evaluation to coaching.

mod acknowledge;
mod amend;
mod api;
mod blind;
mod compare;
mod evaluate;
mod evaluation;
pub mod hints;
mod moments;
mod naming;
mod opinion;
mod own;
mod pages;
mod published_score;
mod selection;
pub mod store;

pub use amend::{TotalChange, corrected};
pub use blind::BlindSlot;
pub use compare::{ItemAnswer, Pair, compare};
pub use evaluate::{EvaluationInput, PublishOutcome};
pub use evaluation::{
    Acknowledgement, Card, EvaluatedCall, Evaluation, EvaluationAccess, EvaluationSnapshot, EvaluationState,
    Moment, MomentKind, Opinion, OpinionForm,
};
pub use moments::NewMoment;
pub use own::{GiveOutcome, OwnCard, OwnChanges};
pub use pages::{EvaluationPanel, PanelPlace};
pub use published_score::PublishedScore;
pub use selection::{CallSelection, Sampler};

use std::sync::Arc;

use axum::extract::FromRef;

use crate::core::Core;
use crate::playbook::Library;
use crate::web::Routes;

/// Calls scored with a checklist.
///
/// Stands on [`Core`] and [`Library`]; is given [`Sampler`].
#[derive(Clone)]
pub struct Evaluations {
    core: Core,
    library: Arc<Library>,
    sampler: Arc<dyn Sampler>,
}

impl Evaluations {
    /// Over this ground.
    pub fn new(core: Core, library: Arc<Library>, sampler: Arc<dyn Sampler>) -> Self {
        Self {
            core,
            library,
            sampler,
        }
    }
}

/// The pages of evaluations, with the parts other features put on them.
///
/// Stands on [`Evaluations`]; is given [`EvaluationPanel`].
#[derive(Clone)]
pub struct EvaluationPages {
    evaluations: Evaluations,
    /// In the order in which they stand on the page.
    panels: Arc<[Box<dyn EvaluationPanel>]>,
}

impl EvaluationPages {
    /// Put together.
    pub fn new(evaluations: Evaluations, panels: Vec<Box<dyn EvaluationPanel>>) -> Self {
        Self {
            evaluations,
            panels: panels.into(),
        }
    }
}

impl FromRef<EvaluationPages> for Evaluations {
    fn from_ref(pages: &EvaluationPages) -> Self {
        pages.evaluations.clone()
    }
}

/// Pages and API of this feature.
pub fn routes() -> Routes<EvaluationPages> {
    pages::routes().merge(hints::routes()).merge(api::routes())
}
