//! Comments at moments of a recording: praise, an error, a question to somebody, an idea for the book, with replies.
//!
//! Decides what a comment is ([`Comment`]), that everybody who sees the recording reads and writes them, that a question
//! stays open on the first page of the person asked until they answer or somebody closes it, and how an idea reaches those
//! who keep the book ([`Comments::pass_on`]): its words alone, for they see no recordings, and a shared snippet of that moment if
//! there is one. Leaves evidence for marks to `evaluations`, the queue of the book to [`crate::unanswered`].

mod comment;
mod pages;
mod panel;
pub mod store;
mod write;

pub use comment::{Comment, CommentKind, CommentReply};
pub use write::{CommentForm, ReplyForm};

use crate::core::Core;
use crate::recordings::Recordings;
use crate::unanswered::Unanswered;
use crate::web::Routes;

/// Words at a moment of a call.
///
/// Stands on [`Core`], [`Recordings`] and [`Unanswered`].
#[derive(Clone)]
pub struct Comments {
    core: Core,
    recordings: Recordings,
    unanswered: Unanswered,
}

impl Comments {
    /// On these recordings.
    pub fn new(core: Core, recordings: Recordings, unanswered: Unanswered) -> Self {
        Self {
            core,
            recordings,
            unanswered,
        }
    }
}

/// Pages of this feature.
pub fn routes() -> Routes<Comments> {
    pages::routes()
}
