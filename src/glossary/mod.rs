//! The glossary (словарь): how the house's names and terms are written, and how they are misheard.
//!
//! Decides which words of the playbook are terms ([`book`]), what a person may add by hand ([`TermForm`]) and which terms a
//! call is transcribed with ([`Source`]). What a transcription does with them is left to
//! [`crate::speech::glossary`].

mod api;
pub mod book;
mod edit;
mod pages;
mod source;
pub mod store;
mod term;

pub use edit::{add, change, remove};
pub use source::Source;
pub use term::{GlossaryTerm, TermForm};

use crate::web::Routes;

/// Pages and API of this feature.
pub fn routes() -> Routes {
    pages::routes().merge(api::routes())
}
