//! Call recordings: taking them in, keeping them safe, listening.
//!
//! Decides what a recording is and how it moves ([`Recording`], [`State`]), what is known about a call ([`Facts`]), how a
//! file arrives without ever being half there ([`upload`], [`Blobs`]), whether rows and files still fit ([`files`]), who sees it ([`store`], by
//! [`crate::people::Scope`]) and who hears it as a guest ([`heard`]), which calls answer a question
//! ([`listed`]) and what is asked of whoever makes the text ([`TranscribeRecording`], [`RecordingText`]). Leaves the text to
//! `transcripts`, judging calls to `evaluations`.

pub(crate) mod acts;
mod api;
mod blobs;
mod copies;
pub mod drawing;
pub(crate) mod facts;
pub mod files;
pub(crate) mod found;
mod guests;
mod length;
pub mod listed;
pub(crate) mod listen;
mod order;
pub(crate) mod pages;
mod panel;
mod queue;
mod quota;
mod recording;
mod sniff;
pub mod sought;
pub mod store;
mod text;
pub mod upload;

pub use acts::{cancel, change, delete, erase, erase_unasked, find};
pub use blobs::Blobs;
pub use facts::{Facts, FactsForm};
pub use guests::{dismiss, heard, invite};
pub use listen::part_to_play;
pub use order::TranscribeRecording;
pub use panel::RecordingPanel;
pub use recording::{CallOutcome, CallType, Direction, Recording, State};
pub use text::{RecordingText, TextParts};

use std::time::Duration;

use self::files::sweep::Swept;
use crate::app::App;
use crate::lifecycle::Lifecycle;
use crate::web::Routes;

/// Pages and API of this feature.
pub fn routes() -> Routes {
    pages::routes().merge(api::routes()).merge(files::pages::routes())
}

/// How often files and rows are compared.
const EVERY: Duration = Duration::from_hours(24);

/// Starts the comparison of files and rows, now and once a day, and the slow reading of every file.
pub fn start_housekeeping(app: &App, life: &Lifecycle) {
    let (swept, stop) = (app.clone(), life.soft.clone());
    life.tasks.spawn(async move {
        loop {
            compare(&swept).await;
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    });
    life.tasks
        .spawn(files::scrub::follow(app.clone(), life.soft.clone()));
}

async fn compare(app: &App) {
    match files::sweep::sweep(app).await {
        Ok(swept) if swept == Swept::default() => {}
        Ok(swept) => tracing::info!(
            half = swept.half,
            aside = swept.aside,
            lapsed = swept.lapsed,
            held = swept.held,
            "files that belong to no recording"
        ),
        Err(error) => tracing::warn!(error = ?error, "files and recordings could not be compared"),
    }
    match files::scrub::look(app).await {
        Ok(0) => {}
        Ok(unwell) => tracing::warn!(unwell, "recordings whose file is missing or damaged"),
        Err(error) => tracing::warn!(error = ?error, "the files of recordings could not be looked at"),
    }
}
