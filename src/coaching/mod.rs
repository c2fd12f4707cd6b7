//! Action plans: what a manager and their head agreed to change, by when, and whether it was done.
//!
//! Decides what a plan must hold (one focus, what to do, one to three targets that can be observed, each with a date),
//! who may write, read and acknowledge it, how a target with a rule is followed from evaluation to evaluation
//! ([`follow`]), how the question "was the last target met?" finds its way into the next evaluation, what counts as a
//! defect that repeats ([`defects`]) and when it may lead to a written warning, and what a one-to-one holds
//! ([`one_to_ones`]). Leaves the manager's own opinion and the score to [`crate::evaluations`].

mod api;
mod basis;
mod cases;
mod decide;
pub mod defects;
pub mod follow;
mod followed;
pub mod inbox;
pub mod one_to_ones;
mod pages;
mod panel;
mod plan;
mod rule;
pub mod store;
mod study;
mod warning;
mod write;

pub use decide::{OpenTarget, open_targets};
pub use followed::FollowedTarget;
pub use plan::{Evidence, Plan, PlanForm, PlanStage, Target, TargetForm, TargetOutcome};
pub use rule::{Measure, RuleForm, TargetRule};
pub use store::TargetDecision;
pub use study::Study;
pub use warning::WarningForm;
pub use write::PlanResponse;

use std::sync::Arc;

use crate::core::Core;
use crate::evaluations::Evaluations;
use crate::playbook::Library;
use crate::web::Routes;

/// Plans that follow from a score, and what is followed.
///
/// Stands on [`Core`], [`Library`] and [`Evaluations`].
#[derive(Clone)]
pub struct Coaching {
    core: Core,
    library: Arc<Library>,
    evaluations: Evaluations,
}

impl Coaching {
    /// After these evaluations.
    pub fn new(core: Core, library: Arc<Library>, evaluations: Evaluations) -> Self {
        Self {
            core,
            library,
            evaluations,
        }
    }
}

/// Pages and API of this feature.
pub fn routes() -> Routes<Coaching> {
    pages::routes().merge(api::routes())
}
