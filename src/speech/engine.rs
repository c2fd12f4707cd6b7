//! The door to speech recognition: one trait, so that tests and other models can stand behind it.
//!
//! An engine is shared; each working thread opens its own [`SpeechListener`]. Which stretches of sound are heard, in how
//! many threads, and what their times mean in the recording is left to [`super::pipeline`].

use std::sync::Arc;

use crate::error::{Error, ErrorKind};

/// Asked often while working; true means stop soon and return [`EngineError::Aborted`].
pub type Abort = Arc<dyn Fn() -> bool + Send + Sync>;

/// A flag that is never raised, for work nobody will cancel.
pub fn never() -> Abort {
    Arc::new(|| false)
}

/// A word with times in milliseconds from the start of the sound that was given.
#[derive(Debug, Clone, PartialEq)]
pub struct HeardWord {
    /// Where it starts.
    pub start_ms: i64,
    /// Where it ends.
    pub end_ms: i64,
    /// Without spaces around it.
    pub text: String,
    /// How sure the model was, 0…1.
    pub p: f32,
}

/// A phrase as the model cut it.
#[derive(Debug, Clone, PartialEq)]
pub struct HeardPhrase {
    /// Its words in order; never empty.
    pub words: Vec<HeardWord>,
    /// How likely the model thought it that nobody speaks, 0…1.
    pub no_speech: f32,
}

/// Recognises stretches of sound one after another; belongs to one thread.
pub trait SpeechListener {
    /// Recognises up to 30 seconds of 16 kHz mono sound in −1…1. Blocks for a second or more.
    fn hear(&mut self, samples: &[f32]) -> Result<Vec<HeardPhrase>, EngineError>;
}

/// A loaded speech model.
pub trait SpeechEngine: Send + Sync {
    /// Name of the model, such as `base`.
    fn model(&self) -> &str;
    /// What it runs on, such as `cpu`.
    fn device(&self) -> &str;
    /// Opens a listener for one language (two-letter code) in the calling thread. `prompt`: names and terms that may be
    /// said, or nothing.
    fn listen(
        &self,
        language: &str,
        prompt: &str,
        abort: Abort,
    ) -> Result<Box<dyn SpeechListener>, EngineError>;
}

/// Why recognition did not come to an end.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The abort flag was raised.
    #[error("aborted")]
    Aborted,
    /// The model does not know the language.
    #[error("unknown language {0}")]
    Language(String),
    /// The model file cannot be loaded.
    #[error("the model cannot be loaded: {0}")]
    Model(String),
    /// The model failed while working.
    #[error("recognition failed: {0}")]
    Failed(String),
}

impl EngineError {
    /// The stable code; the sentence is the translation key `error-<code>`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Aborted => "transcription-aborted",
            Self::Language(_) => "transcription-language",
            Self::Model(_) => "transcription-model",
            Self::Failed(_) => "transcription-failed",
        }
    }
}

impl From<EngineError> for Error {
    fn from(error: EngineError) -> Self {
        let code = error.code();
        match error {
            EngineError::Aborted => Self::new(ErrorKind::Conflict, code),
            EngineError::Language(language) => {
                Self::new(ErrorKind::BadInput, code).with("language", language)
            }
            EngineError::Model(_) => Self::new(ErrorKind::Unavailable, code).because(error),
            EngineError::Failed(_) => Self::new(ErrorKind::Internal, code).because(error),
        }
    }
}
