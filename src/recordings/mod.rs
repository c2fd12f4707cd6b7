//! Call recordings: taking them in, keeping them safe, listening, and turning them into text.
//!
//! Decides what a recording is and how it moves ([`Recording`], [`State`]), what is known about a call ([`Facts`]), how a
//! file arrives without ever being half there ([`upload`], [`Blobs`]), who sees it ([`store`], by
//! [`crate::people::Scope`]) and who hears it as a guest ([`heard`]), who speaks in it ([`speakers`]), what a model invented ([`filtered`]), how people correct
//! its text ([`editing`]), which of its texts is shown ([`versions`]) and the job that makes its transcript
//! ([`TranscribeRecording`]). Leaves hearing words to [`crate::transcription`], judging calls to `scorecards`.

mod acts;
mod api;
mod blobs;
mod copies;
pub mod drawing;
pub mod editing;
mod facts;
mod filtered;
mod found;
mod guests;
mod labels;
pub mod listed;
mod listen;
mod pages;
mod panel;
mod player;
mod queue;
mod recording;
mod sniff;
mod speakers;
pub mod spoken;
pub mod store;
mod transcribe;
pub mod transcripts;
pub mod upload;
mod versions;

pub use acts::{cancel, change, delete, find, sweep};
pub use blobs::Blobs;
pub use facts::{Facts, FactsForm, fold};
pub use guests::{dismiss, heard, invite};
pub use listen::part_to_play;
pub use panel::{RecordingPanel, Rendering};
pub use player::{Player, Turn, Word};
pub use recording::{CallOutcome, CallType, Direction, Recording, State};
pub use transcribe::{TranscribeParts, TranscribeRecording, hurry, transcribe};

use std::sync::Arc;

use crate::app::App;
use crate::db::DbError;
use crate::lifecycle::Lifecycle;
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

/// Are the files of the database's recordings here? False when another directory is meant: then the newest is missing.
pub async fn are_here(app: &App) -> Result<bool, DbError> {
    let mut tx = app.db.read().await?;
    let newest = store::newest_hash(&mut tx).await?;
    Ok(newest.is_none_or(|hash| app.blobs.path(&hash).is_file()))
}

/// Starts what every process needs: the index of words said. Several may follow at once.
pub fn start(app: &App, life: &Lifecycle) {
    life.tasks
        .spawn(spoken::follow(app.db.clone(), life.soft.clone()));
}

/// Starts the sweep of what a crash left.
pub fn start_housekeeping(app: &App, life: &Lifecycle) {
    let swept = app.clone();
    life.tasks.spawn(async move {
        match sweep(&swept).await {
            Ok(0) => {}
            Ok(gone) => tracing::info!(gone, "files that belong to no recording removed"),
            Err(error) => tracing::warn!(error = ?error, "left-over files could not be removed"),
        }
    });
}

/// Starts what belongs to transcribing here: the look-out for a missing speech model.
pub fn start_work(app: &App, life: &Lifecycle) {
    life.tasks.spawn(transcribe::await_model(
        Arc::clone(&app.speech),
        app.db.clone(),
        app.jobs.clone(),
        life.soft.clone(),
    ));
}
