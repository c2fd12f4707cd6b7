//! The glossary (словарь): how the house's names and terms are written, and how they are misheard.
//!
//! Decides which words of the playbook are terms ([`book`]), what a person may add by hand ([`TermForm`]) and which terms a
//! call is transcribed with ([`GlossarySource`]). What a transcription does with them is left to
//! [`crate::speech::glossary`].

mod api;
pub mod book;
mod edit;
mod pages;
mod source;
pub mod store;
mod term;

pub use source::GlossarySource;
pub use term::{GlossaryTerm, TermForm};

use std::sync::Arc;

use crate::core::Core;
use crate::playbook::Library;
use crate::web::Routes;

/// Names and terms of the house.
///
/// Stands on [`Core`] and [`Library`].
#[derive(Clone, Debug)]
pub struct HouseGlossary {
    core: Core,
    library: Arc<Library>,
}

impl HouseGlossary {
    /// Beside this book.
    pub fn new(core: Core, library: Arc<Library>) -> Self {
        Self { core, library }
    }
}

/// Pages and API of this feature.
pub fn routes() -> Routes<HouseGlossary> {
    pages::routes().merge(api::routes())
}
