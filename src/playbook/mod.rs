//! The playbook (книга продаж): Markdown files that people say aloud, answer by and work by.
//!
//! Decides what an entry is, how a file becomes one and what is wrong with a file; keeps the whole library in memory as
//! an immutable snapshot that follows the folder. Leaves finding by words to [`crate::search`].
//!
//! From file to page: [`front_matter`] and [`parse`] (text → tree), [`body`] (tree → answers, steps, texts to send),
//! [`figures`] (figures of the company → the texts that name them), [`library`] (folder → snapshot, reload), [`lint`] (snapshot → report), [`render`] (tree → HTML).

mod api;
pub mod body;
pub mod embeds;
pub mod entry;
pub mod figures;
pub mod flow;
pub mod front_matter;
pub mod images;
pub mod library;
pub mod lint;
pub mod message;
mod pages;
pub mod parse;
mod positions;
pub mod render;
pub mod synonyms;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod typography;
pub mod verified;
pub mod view;

pub use body::{Answer, Body, ClientReply, DetailPart, Objection, SayLine, Script, Step};
pub use embeds::{EmbedStatus, EmbeddedClips, Embeds};
pub use entry::{
    ConversationStage, Entry, EntryFacts, EntryId, EntryKind, EntryStatus, Position, SalesRole, Slug,
};
pub use figures::CompanyFigures;
pub use images::ImageName;
pub use library::{Library, LibrarySnapshot};
pub use message::{Message, MessageVariant};
pub use positions::Positions;

use std::sync::Arc;

use axum::extract::FromRef;

use crate::core::Core;
use crate::web::Routes;

/// The book, as it is read.
///
/// Stands on [`Core`] and [`Library`].
#[derive(Clone, Debug)]
pub struct Playbook {
    core: Core,
    library: Arc<Library>,
}

impl Playbook {
    /// Over the book as it is on disk.
    pub fn new(core: Core, library: Arc<Library>) -> Self {
        Self { core, library }
    }
}

/// The book's pages, with whoever has the parts of calls that entries name.
///
/// Stands on [`Playbook`]; is given [`Embeds`].
#[derive(Clone)]
pub struct PlaybookPages {
    playbook: Playbook,
    embeds: Arc<dyn Embeds>,
}

impl PlaybookPages {
    /// Put together.
    pub fn new(playbook: Playbook, embeds: Arc<dyn Embeds>) -> Self {
        Self { playbook, embeds }
    }
}

impl FromRef<PlaybookPages> for Playbook {
    fn from_ref(pages: &PlaybookPages) -> Self {
        pages.playbook.clone()
    }
}

/// The book's pages and its part of the JSON API.
pub fn routes() -> Routes<PlaybookPages> {
    pages::routes().merge(images::routes()).merge(api::routes())
}
