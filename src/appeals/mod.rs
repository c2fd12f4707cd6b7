//! Appeals: a manager objects to one mark of their published evaluation, and somebody else decides.
//!
//! Decides what may be appealed and until when ([`Appeal`], [`deadline`]), who decides it ([`deciders`]: another reviewer
//! where there is one), and what follows: accepted is the mark the manager asked for, partly another one, rejected
//! nothing. Leaves the new arithmetic and the keeping of the old one to [`Evaluations::amend`].

mod api;
mod appeal;
mod deadline;
mod decide;
mod deciders;
mod lodge;
mod pages;
mod panel;
mod read;
pub mod store;
#[cfg(test)]
mod tests;
mod today;

pub use appeal::{Appeal, AppealDecision, AppealForm, AppealState, DecisionForm, may_be_appealed};
pub use deadline::{last_day, working_days_after};
pub use deciders::{Deciders, deciders};
pub use read::AppealHearing;
pub use today::AppealsToday;

use crate::core::Core;
use crate::evaluations::Evaluations;
use crate::web::Routes;

/// Objections to a mark.
///
/// Stands on [`Core`] and [`Evaluations`].
#[derive(Clone)]
pub struct Appeals {
    core: Core,
    evaluations: Evaluations,
}

impl Appeals {
    /// Against these evaluations.
    pub fn new(core: Core, evaluations: Evaluations) -> Self {
        Self { core, evaluations }
    }
}

/// Pages and API of this feature.
pub fn routes() -> Routes<Appeals> {
    pages::routes().merge(api::routes())
}
