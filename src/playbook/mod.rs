//! The playbook (книга продаж): Markdown files that people say aloud, answer by and work by.
//!
//! Decides what an entry is, how a file becomes one and what is wrong with a file; keeps the whole library in memory as
//! an immutable snapshot that follows the folder. Leaves finding by words to [`crate::search`].
//!
//! From file to page: [`front_matter`] and [`parse`] (text → tree), [`body`] (tree → answers, steps), [`library`]
//! (folder → snapshot, reload), [`lint`] (snapshot → report), [`render`] (tree → HTML).

mod api;
pub mod body;
pub mod embeds;
pub mod entry;
pub mod flow;
pub mod front_matter;
pub mod images;
pub mod library;
pub mod lint;
mod pages;
pub mod parse;
pub mod render;
pub mod synonyms;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod typography;
pub mod verified;
pub mod view;

pub use body::{Answer, Body, Objection, Part, Reply, SayLine, Script, Step};
pub use embeds::{Embedded, Embeds, Standing};
pub use entry::{Entry, EntryId, Facts, Kind, Position, SalesRole, Slug, Stage};
pub use images::ImageName;
pub use library::{Library, Snapshot};

use crate::web::Routes;

/// The book's pages and its part of the JSON API.
pub fn routes() -> Routes {
    pages::routes().merge(images::routes()).merge(api::routes())
}
