//! Playlists: snippets in an order, played through one after another.
//!
//! Decides who puts them together (heads and trainers, each other's too: a playlist belongs to the department) and that a
//! listener hears of a playlist only what they may hear anyway. A snippet that is gone or no longer shared leaves its
//! place, so that the list says so. What somebody has heard to its end counts wherever they heard it.

mod pages;
pub mod store;
mod write;

pub use pages::routes;
pub use write::{PlaylistForm, PlaylistMove};

use crate::core::Core;
use crate::id::PlaylistId;
use crate::time::Timestamp;

/// Snippets to be heard one after another.
///
/// Stands on [`Core`].
#[derive(Clone, Debug)]
pub struct Playlists {
    core: Core,
}

impl Playlists {
    /// Over this ground.
    pub fn new(core: Core) -> Self {
        Self { core }
    }
}

/// A playlist as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Playlist {
    /// Identifier.
    pub id: PlaylistId,
    /// What it is called.
    pub title: String,
    /// What for; may be empty.
    pub purpose: String,
    /// Who began it.
    pub author: String,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// Snippets of it the visitor may hear.
    pub items: i64,
    /// How many of these they have heard.
    pub heard: i64,
}

impl Playlist {
    /// Its page.
    pub fn url(&self) -> String {
        format!("/playlists/{}", self.id)
    }

    /// Was everything heard?
    pub const fn is_done(&self) -> bool {
        self.items > 0 && self.heard == self.items
    }
}
