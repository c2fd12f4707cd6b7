//! The speech model file: which there are, where they live, whether one is good, how one is brought in.
//!
//! A model is a ggml file of whisper.cpp in the user's cache directory. [`fetch`] downloads one of the catalogue from
//! the public hub; [`import`] converts the CTranslate2 (faster-whisper) form, for sites that reach package registries
//! only. [`find`] is what the rest of the service calls: it returns a checked file, or an error that names the
//! command which puts it right. Loading and running the model is left to the speech engine.

mod catalogue;
mod command;
mod ct2;
mod error;
mod fetch;
mod ggml;
mod import;
mod mel;
mod plan;
mod quantize;
mod requantize;
mod source;
mod store;
mod tokens;

pub use catalogue::{HUB, KNOWN, KnownModel, ModelName};
pub use command::{FetchArgs, ImportArgs, fetch_command, import_command, list_command};
pub use error::ModelError;
pub use fetch::{FetchOptions, fetch};
pub use import::{ImportOptions, import};
pub use quantize::Weights;
pub use requantize::quickest;
pub use store::{ListedModel, ModelFile, find, is_half_made, list, models_dir, names};

/// How far a fetch or an import is, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransferProgress {
    /// Bytes done, including those of an earlier attempt.
    pub done: u64,
    /// Bytes of the whole.
    pub total: u64,
}

#[cfg(test)]
mod tests;
