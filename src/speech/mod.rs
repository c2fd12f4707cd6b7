//! From sound to a text: what a file holds ([`audio`]), which stretches are heard, by which engine, and how the parties' turns
//! are put together. Knows neither the application nor its pages.
//!
//! [`pipeline::transcribe`] is the whole way for one file. The stages (`windows`, `words`, `guards`, `merge`, `glossary`,
//! `export`) are pure, and so are what a person's correction does to a turn ([`edit`]) and the reading of texts made
//! elsewhere ([`import`]); [`engine::SpeechEngine`] is the door to a model, [`whisper`] what stands behind it.

pub mod audio;
pub mod device;
mod docx;
pub mod edit;
pub mod engine;
pub mod export;
pub mod glossary;
pub mod guards;
pub mod import;
mod merge;
pub mod model;
pub mod pipeline;
mod shared;
pub mod transcript;
pub mod whisper;
mod windows;
mod words;

#[cfg(test)]
pub(crate) mod tests;

pub use engine::{Abort, EngineError, SpeechEngine};
pub use glossary::{Glossary, Term};
pub use guards::FilteredReason;
pub use pipeline::{Options, PipelineOutput, PipelineStage, TranscribeError, transcribe};
pub use shared::{SharedEngine, Speech};
pub use transcript::{FilteredSegment, Segment, Speaker, Transcript, Word};
