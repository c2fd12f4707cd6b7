//! Writing the book in the browser: files that change without anything being lost.
//!
//! Decides how facts and Markdown become a file ([`source`]), how a file gets to the disk ([`PlaybookWriter`]), who sees
//! it and under which name (`shelf`), what a save keeps and when it is a conflict ([`save`]), what is remembered of a file
//! ([`revision`]), how a reader's suggestion becomes a text ([`suggestions`]) and what a book begins with ([`first_book`]). A file stays an ordinary file of its folder, so that git or an editor
//! may change it as well: the disk is the truth, the revisions are the memory. What a file means and how it looks is
//! left to [`crate::playbook`].

mod check;
mod compare;
mod files;
pub mod first_book;
mod form;
mod images;
mod links;
mod pages;
pub mod revision;
pub mod save;
mod shelf;
mod skeleton;
mod slug;
pub mod source;
pub mod store;
pub mod suggestions;

pub use files::{PlaybookWriter, is_half_made};
pub use revision::{EditBase, RevisionOrigin};
pub use save::{EditCause, EntryClash, EntryEdit, SaveOutcome};
pub use shelf::ShelfOutcome;
pub use slug::latin;

use std::sync::Arc;

use axum::extract::FromRef;

use crate::core::Core;
use crate::playbook::{Embeds, Library};
use crate::unanswered::Unanswered;
use crate::web::Routes;

/// Writing the book.
///
/// Stands on [`Core`], [`Library`], [`PlaybookWriter`] and [`Unanswered`].
#[derive(Clone)]
pub struct Authoring {
    core: Core,
    library: Arc<Library>,
    writer: Arc<PlaybookWriter>,
    unanswered: Unanswered,
}

impl Authoring {
    /// Over the book and its folder.
    pub fn new(
        core: Core,
        library: Arc<Library>,
        writer: Arc<PlaybookWriter>,
        unanswered: Unanswered,
    ) -> Self {
        Self {
            core,
            library,
            writer,
            unanswered,
        }
    }
}

/// The pages of writing, with whoever has the parts of calls that entries name.
///
/// Stands on [`Authoring`]; is given [`Embeds`].
#[derive(Clone)]
pub struct AuthoringPages {
    authoring: Authoring,
    embeds: Arc<dyn Embeds>,
}

impl AuthoringPages {
    /// Put together.
    pub fn new(authoring: Authoring, embeds: Arc<dyn Embeds>) -> Self {
        Self { authoring, embeds }
    }
}

impl FromRef<AuthoringPages> for Authoring {
    fn from_ref(pages: &AuthoringPages) -> Self {
        pages.authoring.clone()
    }
}

/// Days until a new or verified text is looked at again.
pub const REVIEW_DAYS: i32 = 90;

/// The pages of this feature.
pub fn routes() -> Routes<AuthoringPages> {
    pages::routes()
        .merge(first_book::routes())
        .merge(images::routes())
        .merge(suggestions::routes())
}
