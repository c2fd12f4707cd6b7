//! The texts of calls: made by a machine or brought in, shown, named, corrected, found.
//!
//! Decides how a recording becomes a text ([`transcribe()`]), which of its texts is shown (`versions`), who speaks in it
//! (`speakers`), what a model invented (`filtered`), how people correct it ([`editing`]) and how it stands beside the player
//! ([`Player`]); the SQL of the shown text is in [`store`], the index of what is said in [`spoken`]. Leaves hearing words to
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

pub use player::{Player, PlayerTurn, PlayerWord};
pub use speakers::swap_texts;
pub use transcribe::{TranscribeParts, hurry, transcribe};

use std::sync::Arc;

use axum::extract::FromRef;

use crate::core::Core;
use crate::recordings::{Blobs, RecordingPages, Recordings};
use crate::speech::Speech;
use crate::web::Routes;

/// What was said in a call.
///
/// Stands on [`Core`], [`Blobs`], [`Speech`] and [`Recordings`].
#[derive(Clone)]
pub struct Transcripts {
    core: Core,
    blobs: Blobs,
    speech: Arc<Speech>,
    recordings: Recordings,
}

impl Transcripts {
    /// Of these recordings.
    pub fn new(core: Core, blobs: Blobs, speech: Arc<Speech>, recordings: Recordings) -> Self {
        Self {
            core,
            blobs,
            speech,
            recordings,
        }
    }
}

/// The pages of texts, with the page of the recording they stand on.
///
/// Stands on [`Transcripts`] and [`RecordingPages`].
#[derive(Clone)]
pub struct TranscriptPages {
    transcripts: Transcripts,
    recording: RecordingPages,
}

impl TranscriptPages {
    /// Put together.
    pub fn new(transcripts: Transcripts, recording: RecordingPages) -> Self {
        Self {
            transcripts,
            recording,
        }
    }
}

impl FromRef<TranscriptPages> for Transcripts {
    fn from_ref(pages: &TranscriptPages) -> Self {
        pages.transcripts.clone()
    }
}

/// Pages and API of this feature.
pub fn routes() -> Routes<TranscriptPages> {
    pages::routes()
        .merge(api::routes())
        .merge(speakers::routes())
        .merge(editing::routes())
        .merge(filtered::routes())
        .merge(versions::routes())
}
