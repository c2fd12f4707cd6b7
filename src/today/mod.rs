//! The first page after signing in: what waits for this person today.
//!
//! Decides what each role is shown first: the head calls to review and plans to follow, the manager their opinion that is
//! asked for and their plan, the trainer what is stale or broken in the book and which items fail most, the administrator
//! what runs. Leaves every act to the page it links to.

use std::sync::Arc;

use crate::appeals::Appeals;
use crate::core::Core;
use crate::health::Health;
use crate::playbook::Library;
use crate::unanswered::Unanswered;

mod attention;
mod failing;
mod figures;
mod pages;
mod trend;

pub use pages::routes;

/// The first page.
///
/// Stands on [`Core`], [`Library`], [`Unanswered`], [`Appeals`] and [`Health`].
#[derive(Clone)]
pub struct TodayPages {
    core: Core,
    library: Arc<Library>,
    unanswered: Unanswered,
    appeals: Appeals,
    health: Health,
}

impl TodayPages {
    /// Put together.
    pub fn new(
        core: Core,
        library: Arc<Library>,
        unanswered: Unanswered,
        appeals: Appeals,
        health: Health,
    ) -> Self {
        Self {
            core,
            library,
            unanswered,
            appeals,
            health,
        }
    }
}
