//! Comments at moments of a recording: praise, an error, a question to somebody, an idea for the book, with replies.
//!
//! Decides what a comment is ([`Comment`]), that everybody who sees the recording reads and writes them, that a question
//! stays open on the first page of the person asked until they answer or somebody closes it, and how an idea reaches those
//! who keep the book ([`pass_on`]): its words alone, for they see no recordings, and a shared snippet of that moment if
//! there is one. Leaves evidence for marks to `evaluations`, the queue of the book to [`crate::unanswered`].

mod comment;
mod pages;
mod panel;
pub mod store;
mod write;

pub use comment::{Comment, Kind, Reply};
pub use panel::CommentsPanel;
pub use write::{CommentForm, ReplyForm, close, pass_on, remove, reply, say};

use crate::web::Routes;

/// Pages of this feature.
pub fn routes() -> Routes {
    pages::routes()
}
