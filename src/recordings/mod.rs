//! Call recordings: taking them in, keeping them safe, listening.
//!
//! Decides what a recording is and how it moves ([`Recording`], [`RecordingState`]), what is known about a call
//! ([`CallFacts`]), how a file arrives without ever being half there ([`upload`], [`Blobs`]), whether rows and files
//! still fit ([`files`]), who sees it ([`store`], by [`crate::people::Scope`]) and who hears it as a guest ([`heard`]),
//! which calls answer a question ([`filter`]) and what is asked of whoever makes the text ([`TranscribeRecording`],
//! [`SwapTexts`]). Leaves the text to `transcripts`, judging calls to `evaluations`.

mod acts;
mod api;
mod blobs;
mod copies;
pub(crate) mod facts;
pub mod files;
pub mod filter;
mod guests;
mod length;
mod listen;
mod order;
pub(crate) mod pages;
mod panel;
mod queue;
mod quota;
mod recording;
mod sniff;
pub(crate) mod spoken_matches;
pub mod spoken_terms;
pub mod store;
mod text;
pub mod upload;
pub mod waveform;

pub use blobs::Blobs;
pub use facts::{CallFacts, FactsForm};
pub use files::Files;
pub use guests::{dismiss, heard, invite};
pub use order::TranscribeRecording;
pub use panel::RecordingPanel;
pub use recording::{CallOutcome, CallType, Direction, Recording, RecordingState};
pub use text::{SwapTexts, TextPanel, TextParts};

use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRef;

use self::files::sweep::SweepResult;
use crate::core::Core;
use crate::disk_space::Reserve;
use crate::lifecycle::Lifecycle;
use crate::playbook::Library;
use crate::web::Routes;

/// How often files and rows are compared.
const EVERY: Duration = Duration::from_hours(24);

/// Calls and their files.
///
/// Stands on [`Core`], [`Blobs`], [`Library`], [`Reserve`] and [`Files`]; is given [`SwapTexts`].
#[derive(Clone)]
pub struct Recordings {
    core: Core,
    blobs: Blobs,
    library: Arc<Library>,
    /// What files from outside leave free on the disks.
    reserve: Reserve,
    files: Files,
    swap_texts: SwapTexts,
}

impl Recordings {
    /// Over this directory.
    pub fn new(
        core: Core,
        blobs: Blobs,
        library: Arc<Library>,
        reserve: Reserve,
        swap_texts: SwapTexts,
    ) -> Self {
        Self {
            files: Files::new(core.clone(), blobs.clone()),
            core,
            blobs,
            library,
            reserve,
            swap_texts,
        }
    }

    /// Their files.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Starts the comparison of files and rows, now and once a day, and the slow reading of every file.
    pub fn start_housekeeping(&self, life: &Lifecycle) {
        let (swept, stop) = (self.clone(), life.soft.clone());
        life.tasks.spawn(async move {
            loop {
                swept.compare().await;
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(EVERY) => {}
                }
            }
        });
        life.tasks
            .spawn(self.files.clone().follow_scrub(life.soft.clone()));
    }

    async fn compare(&self) {
        match self.files.sweep().await {
            Ok(swept) if swept == SweepResult::default() => {}
            Ok(swept) => tracing::info!(
                half = swept.half,
                aside = swept.aside,
                lapsed = swept.lapsed,
                held = swept.held,
                "files that belong to no recording"
            ),
            Err(error) => tracing::warn!(error = ?error, "files and recordings could not be compared"),
        }
        match self.files.check().await {
            Ok(0) => {}
            Ok(unwell) => tracing::warn!(unwell, "recordings whose file is missing or damaged"),
            Err(error) => tracing::warn!(error = ?error, "the files of recordings could not be looked at"),
        }
    }
}

/// The pages of recordings, with the parts other features put on them.
///
/// Stands on [`Recordings`]; is given [`TextPanel`] and [`RecordingPanel`].
#[derive(Clone)]
pub struct RecordingPages {
    recordings: Recordings,
    text: Arc<dyn TextPanel>,
    /// In the order in which they stand on the page.
    panels: Arc<[Box<dyn RecordingPanel>]>,
}

impl RecordingPages {
    /// Put together.
    pub fn new(
        recordings: Recordings,
        text: Arc<dyn TextPanel>,
        panels: Vec<Box<dyn RecordingPanel>>,
    ) -> Self {
        Self {
            recordings,
            text,
            panels: panels.into(),
        }
    }
}

impl FromRef<RecordingPages> for Recordings {
    fn from_ref(pages: &RecordingPages) -> Self {
        pages.recordings.clone()
    }
}

/// Pages and API of this feature.
pub fn routes() -> Routes<RecordingPages> {
    pages::routes().merge(api::routes()).merge(files::pages::routes())
}
