//! Action plans: what a manager and their head agreed to change, by when, and whether it was done.
//!
//! Decides what a plan must hold (one focus, what to do, one to three targets that can be observed, each with a date),
//! who may write, read and acknowledge it, and how the question "was the last target met?" finds its way into the next
//! evaluation. Leaves the manager's own opinion and the score to [`crate::scorecards`].

mod api;
mod basis;
mod decide;
mod pages;
mod panel;
mod plan;
pub mod store;
mod write;

pub use decide::{OpenTarget, decide, open_targets};
pub use panel::PlanPanel;
pub use plan::{Evidence, Outcome, Plan, PlanForm, Target, TargetForm};
pub use write::{acknowledge, change, create};

use crate::web::Routes;

/// Pages and API of this feature.
pub fn routes() -> Routes {
    pages::routes().merge(api::routes())
}
