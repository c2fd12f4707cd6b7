//! Call recordings: taking them in, keeping them safe, listening, and turning them into text.
//!
//! Decides what a recording is and how it moves ([`Recording`], [`State`]), what is known about a call ([`Facts`]), how a
//! file arrives without ever being half there ([`upload`], [`Blobs`]), whether rows and files still fit ([`files`]), who sees it ([`store`], by
//! [`crate::people::Scope`]) and who hears it as a guest ([`heard`]), who speaks in it ([`speakers`]), what a model invented ([`filtered`]), how people correct
//! its text ([`editing`]), which of its texts is shown ([`versions`]) and the job that makes its transcript
//! ([`TranscribeRecording`]). Leaves hearing words to [`crate::speech`], judging calls to `scorecards`.

mod acts;
mod api;
mod beside;
mod blobs;
mod copies;
pub mod drawing;
pub mod editing;
mod facts;
pub mod files;
mod filtered;
pub(crate) mod found;
mod guests;
mod labels;
mod length;
pub mod listed;
mod listen;
mod order;
mod pages;
mod panel;
mod player;
mod queue;
mod quota;
mod recording;
mod sniff;
pub mod sought;
mod speakers;
pub mod spoken;
pub mod store;
mod text;
mod text_api;
mod text_pages;
mod transcribe;
pub mod transcripts;
pub mod upload;
mod versions;

pub use acts::{cancel, change, delete, erase, erase_unasked, find};
pub use beside::Transcripts;
pub use blobs::Blobs;
pub use facts::{Facts, FactsForm};
pub use guests::{dismiss, heard, invite};
pub use listen::part_to_play;
pub use order::TranscribeRecording;
pub use panel::RecordingPanel;
pub use player::{Player, Turn, Word};
pub use recording::{CallOutcome, CallType, Direction, Recording, State};
pub use spoken::start;
pub use text::{RecordingText, TextParts};
pub use transcribe::{TranscribeParts, hurry, start_work, transcribe};

use std::time::Duration;

use self::files::sweep::Swept;
use crate::app::App;
use crate::lifecycle::Lifecycle;
use crate::web::Routes;

/// Pages and API of this feature.
pub fn routes() -> Routes {
    pages::routes()
        .merge(api::routes())
        .merge(text_pages::routes())
        .merge(text_api::routes())
        .merge(speakers::routes())
        .merge(editing::routes())
        .merge(filtered::routes())
        .merge(versions::routes())
        .merge(files::pages::routes())
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
