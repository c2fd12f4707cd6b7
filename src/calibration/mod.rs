//! Calibration: the same calls scored by several reviewers, blind until all cards are in, then compared.
//!
//! Decides what a session is and who is in it ([`Calibration`]), when the cards are opened ([`SessionStage`]), and how far the
//! reviewers agree, question by question ([`agreement`], [`results`]). Its cards are evaluations of a kind of their own
//! ([`Evaluations::begin_blind`]): no list, mean, plan or manager's page ever reads them. Leaves filling them in to
//! the score page, and wording the checklist anew to its editor.
//!
//! Membership opens the calls of a session, and only those, to the ear ([`crate::recordings::heard`]) until the session
//! ends: heads of several teams calibrate together, though each sees only their own team's recordings otherwise.

pub mod agreement;
mod pages;
pub mod results;
mod run;
mod session;
pub mod store;
#[cfg(test)]
mod tests;

pub use session::{AgreedAnswer, Calibration, NewSession, Reviewer, SessionCall, SessionStage};
pub use store::{PendingSession, waiting};

use crate::core::Core;
use crate::evaluations::Evaluations;
use crate::web::Routes;

/// The same calls scored blind by several.
///
/// Stands on [`Core`] and [`Evaluations`].
#[derive(Clone)]
pub struct Calibrations {
    core: Core,
    evaluations: Evaluations,
}

impl Calibrations {
    /// Of these evaluations.
    pub fn new(core: Core, evaluations: Evaluations) -> Self {
        Self { core, evaluations }
    }
}

/// Pages of this feature.
pub fn routes() -> Routes<Calibrations> {
    pages::routes()
}
