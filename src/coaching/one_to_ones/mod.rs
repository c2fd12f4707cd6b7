//! One-to-ones: the last plan first, what went well, one error with the line that would have been better, the next date.
//!
//! Decides what a meeting holds and who reads what of it: a manager their own, and of a planned one only its date; the
//! private notes are for their author alone and leave the database for nobody else ([`store`]). Leaves what is prepared
//! from the evaluations to [`prepare`].

mod acts;
mod api;
mod meeting;
mod pages;
mod prepare;
pub mod store;

pub use meeting::{Meeting, MeetingForm, MeetingState};

use std::sync::Arc;

use super::Coaching;
use crate::core::Core;
use crate::playbook::Library;
use crate::web::Routes;

/// Meetings of a head with a manager.
///
/// Stands on [`Core`], [`Library`] and [`Coaching`].
#[derive(Clone)]
pub struct OneToOnes {
    core: Core,
    library: Arc<Library>,
    coaching: Coaching,
}

impl OneToOnes {
    /// About these plans.
    pub fn new(core: Core, library: Arc<Library>, coaching: Coaching) -> Self {
        Self {
            core,
            library,
            coaching,
        }
    }
}

/// Pages and API of this feature.
pub fn routes() -> Routes<OneToOnes> {
    pages::routes().merge(api::routes())
}
