//! The listening plan: which calls a head hears and scores, so that an average tells how somebody works and not which
//! calls were looked for.
//!
//! Decides how many calls of each manager are wanted a week and which may be drawn ([`Quotas`], [`DrawConditions`]),
//! draws them by a lot that anybody can repeat ([`seed`]), keeps why a drawn call was given up ([`Listening::replace`])
//! and how far a week is ([`WeekPlan`], [`progress`]). Tells [`crate::evaluations`] which evaluations are of drawn
//! calls ([`crate::evaluations::Sampler`]). Leaves scoring to evaluations. Managers never see the plan: who knows which
//! call is heard makes that one good.

mod conditions;
mod pages;
mod plan;
mod quotas;
mod read;
mod replace;
mod sampling;
pub mod seed;
pub mod store;
mod week;

pub use conditions::{CallPool, CandidateCall, DrawConditions, Obstacle};
pub use plan::{
    ManagerWeek, ReplacementReason, SampledCall, SampledCallState, Sampling, WeekPlan, WeekProgress,
};
pub use quotas::{Quotas, QuotasForm};
pub use read::progress;
pub use replace::{ReplaceForm, Replacement};
pub use sampling::SamplingResult;
pub use week::Week;

use crate::core::Core;
use crate::web::Routes;

/// Which calls are to be listened to.
///
/// Stands on [`Core`].
#[derive(Clone, Debug)]
pub struct Listening {
    core: Core,
}

impl Listening {
    /// Over this ground.
    pub fn new(core: Core) -> Self {
        Self { core }
    }
}

/// Pages of this feature.
pub fn routes() -> Routes<Listening> {
    pages::routes()
}
