//! From a recording to a text: which stretches are heard, by which engine, and how the parties' turns are put together.

pub mod engine;
pub mod model;
pub mod transcript;

pub use engine::{Abort, EngineError, SpeechEngine};
pub use transcript::{Segment, Speaker, Transcript, Word};
