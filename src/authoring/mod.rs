//! Writing the book in the browser: files that change without anything being lost.
//!
//! Decides how facts and Markdown become a file ([`source`]), how a file gets to the disk ([`Shelf`]), what a save keeps and
//! when it is a conflict ([`save`]), who sees what was written when ([`revision`]). A file stays an ordinary file of its
//! folder, so that git or an editor may change it as well: the disk is the truth, the revisions are the memory. What a file
//! means and how it looks is left to [`crate::playbook`].

mod files;
pub mod revision;
pub mod save;
pub mod source;
pub mod store;

pub use files::Shelf;
pub use revision::{Base, Origin};
pub use save::{Cause, Change, Clash, Outcome, save};
