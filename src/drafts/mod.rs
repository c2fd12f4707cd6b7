//! What people typed and have not saved yet: one mechanism for every form longer than a line.
//!
//! Decides what a draft is ([`Draft`]), how many and how large ones are kept, for how long, and when one is done with: when
//! its form was really saved ([`settling`]) or its writer threw it away. A draft is its writer's alone. Leaves to the page's
//! script (`static/js/drafts.js`) when something is kept and how it is offered again, and to the form's own feature what its
//! fields mean: here they are only names and values.

mod api;
mod draft;
mod settle;
mod store;

pub use draft::{DAYS, Draft, DraftField};
pub use settle::settling;
pub use store::newest;

use crate::core::Core;
use crate::web::Routes;

/// What was typed and not saved yet.
///
/// Stands on [`Core`].
#[derive(Clone, Debug)]
pub struct Drafts {
    core: Core,
}

impl Drafts {
    /// Over this ground.
    pub fn new(core: Core) -> Self {
        Self { core }
    }
}

/// The API of this feature; it has no pages of its own.
pub fn routes() -> Routes<Drafts> {
    api::routes()
}
