//! What can be wrong with a file that should hold a call, each with a stable code.
//!
//! The sentence for a person is left to the translations (`error-<code>`), the decision what to do to the callers.

use crate::error::{Error, ErrorKind};

/// Why a file cannot be used as a recording, or not all of it.
#[derive(Debug, thiserror::Error)]
pub enum AudioError {
    /// No known audio format was recognised.
    #[error("not an audio file")]
    NotAudio,
    /// A known format without a single sample.
    #[error("no sound in the file")]
    Empty,
    /// Longer than allowed.
    #[error("longer than {limit_minutes} minutes")]
    TooLong {
        /// The longest allowed, in minutes.
        limit_minutes: i64,
    },
    /// Damaged so early or so often that nothing usable is left.
    #[error("damaged at {at_ms} ms")]
    Broken {
        /// Where the first damage is, in milliseconds from the start.
        at_ms: i64,
    },
    /// Only mono and stereo can be attributed to speakers.
    #[error("{channels} channels")]
    TooManyChannels {
        /// How many the file has.
        channels: usize,
    },
    /// A known container with a codec that is not built in.
    #[error("codec {name} is not supported")]
    Codec {
        /// The codec's name or number.
        name: String,
    },
    /// Nothing here reads it, but ffmpeg would, and it is not installed.
    #[error("{name} is read with ffmpeg only, which is not there")]
    NeedsFfmpeg {
        /// The codec's or the format's name.
        name: String,
    },
    /// The file cannot be read at all.
    #[error("cannot read the file")]
    Io(#[from] std::io::Error),
}

impl AudioError {
    /// The stable code; the sentence is the translation key `error-<code>`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAudio => "audio-not-audio",
            Self::Empty => "audio-empty",
            Self::TooLong { .. } => "audio-too-long",
            Self::Broken { .. } => "audio-broken",
            Self::TooManyChannels { .. } => "audio-too-many-channels",
            Self::Codec { .. } => "audio-codec",
            Self::NeedsFfmpeg { .. } => "audio-needs-ffmpeg",
            Self::Io(_) => "audio-unreadable",
        }
    }
}

impl From<AudioError> for Error {
    fn from(error: AudioError) -> Self {
        let code = error.code();
        match error {
            AudioError::NotAudio => Self::new(ErrorKind::Unsupported, code),
            AudioError::Empty => Self::new(ErrorKind::BadInput, code),
            AudioError::TooLong { limit_minutes } => {
                Self::new(ErrorKind::TooLarge, code).with("minutes", limit_minutes)
            }
            AudioError::Broken { at_ms } => Self::new(ErrorKind::BadInput, code).with("second", at_ms / 1000),
            AudioError::TooManyChannels { channels } => {
                Self::new(ErrorKind::Unsupported, code).with("channels", channels)
            }
            AudioError::Codec { name } | AudioError::NeedsFfmpeg { name } => {
                Self::new(ErrorKind::Unsupported, code).with("codec", name)
            }
            AudioError::Io(source) => Self::new(ErrorKind::Internal, code).because(source),
        }
    }
}
