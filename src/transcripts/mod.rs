//! The texts of calls: made by a machine or brought in, shown, named, corrected, found.
//!
//! Decides how a recording becomes a text ([`transcribe()`]), which of its texts is shown (`versions`), who speaks in it
//! (`speakers`), what a model invented (`filtered`), how people correct it ([`editing`]) and how it stands beside the player
//! ([`Player`]); all SQL of a text is in [`store`], the index of what is said in [`spoken`]. Leaves hearing words to
//! [`crate::speech`], the call and its file to [`crate::recordings`].

mod api;
pub mod editing;
mod filtered;
mod labels;
mod pages;
mod panel;
mod player;
mod speakers;
pub mod spoken;
pub mod store;
mod transcribe;
mod versions;

pub use panel::Transcripts;
pub use player::{Player, Turn, Word};
pub use spoken::start;
pub use transcribe::{TranscribeParts, hurry, start_work, transcribe};

use crate::web::Routes;

/// Pages and API of this feature.
pub fn routes() -> Routes {
    pages::routes()
        .merge(api::routes())
        .merge(speakers::routes())
        .merge(editing::routes())
        .merge(filtered::routes())
        .merge(versions::routes())
}
