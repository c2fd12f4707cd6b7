//! Snippets (отрывки): parts of calls worth hearing on their own, shared with the manager's consent.
//!
//! Decides what a snippet is ([`Snippet`]: a range of one recording with a title, a stage, maybe an objection), who
//! cuts one and who hears it: everybody who sees the recording, and everybody who reads the book once the manager
//! agreed ([`Consent`]). Who does not see the recording gets the sound of the range and nothing else of it
//! ([`Snippets::sound`]), and no name of the client. Snippets are heard on their own pages, in [`playlists`], and
//! inside entries of the book ([`crate::playbook::Embeds`]). Leaves decoding to [`crate::speech::audio`], the files of
//! parts to [`crate::recordings`].

mod clip;
mod embed;
mod form;
mod ground;
mod pages;
mod panel;
mod phrases;
pub mod playlists;
mod snippet;
pub mod store;
#[cfg(test)]
mod tests;
mod write;

pub use clip::{Clip, ClipLine};
pub use form::{SnippetForm, time};
pub use ground::{GroundStatement, SharingGround};
pub use snippet::{Consent, LONGEST_MS, Range, SHORTEST_MS, Snippet, SnippetKind};

use std::sync::Arc;

use crate::core::Core;
use crate::playbook::Library;
use crate::recordings::Recordings;
use crate::web::Routes;

/// Parts of calls worth hearing.
///
/// Stands on [`Core`], [`Library`] and [`Recordings`].
#[derive(Clone)]
pub struct Snippets {
    core: Core,
    library: Arc<Library>,
    recordings: Recordings,
}

impl Snippets {
    /// Of these recordings.
    pub fn new(core: Core, library: Arc<Library>, recordings: Recordings) -> Self {
        Self {
            core,
            library,
            recordings,
        }
    }
}

/// Pages of this feature; those of playlists are [`playlists::routes`].
pub fn routes() -> Routes<Snippets> {
    pages::routes()
}
