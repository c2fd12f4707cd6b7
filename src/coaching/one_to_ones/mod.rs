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

pub use acts::{cancel, hold, note, plan, save};
pub use meeting::{Meeting, MeetingForm, State};

use crate::web::Routes;

pub(super) fn routes() -> Routes {
    pages::routes().merge(api::routes())
}
