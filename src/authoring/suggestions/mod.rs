//! What readers suggest to those who write the book: another text for an answer or a whole entry, or words about it.
//!
//! Decides what a suggestion is, that one which fits the file as it is takes one click, and that one which does not any more
//! opens the editor with both texts. The file itself is written by [`super::save`] alone.

mod decide;
mod pages;
mod part;
pub mod store;

pub use decide::{AcceptOutcome, SuggestionInput};
pub use part::{EntryPart, read};

use super::AuthoringPages;
use crate::id::SuggestionId;
use crate::playbook::EntryId;
use crate::time::Timestamp;
use crate::web::Routes;

pub(super) fn routes() -> Routes<AuthoringPages> {
    pages::routes()
}

crate::db::text_enum! {
    /// What became of a suggestion.
    pub enum SuggestionState {
        /// Nobody has decided.
        Open = "open",
        /// It is in the book; words alone were taken note of.
        Accepted = "accepted",
        /// It is not.
        Declined = "declined",
    }
}

/// A suggestion.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// Which.
    pub id: SuggestionId,
    /// To which entry.
    pub entry: EntryId,
    /// To which part of it.
    pub part: EntryPart,
    /// What the part was called; empty for the whole text.
    pub part_name: String,
    /// The part as its reader saw it.
    pub before: String,
    /// As they would have it; nothing for words alone.
    pub after: Option<String>,
    /// Their words; may be empty.
    pub comment: String,
    /// Whose it is.
    pub author: String,
    /// What became of it.
    pub state: SuggestionState,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// What the author was told; may be empty.
    pub answer: String,
    /// When it was made.
    pub created_at: Timestamp,
}
