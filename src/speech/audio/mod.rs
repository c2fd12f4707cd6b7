//! Sound as data: from a file of any usual format to 16 kHz channels, speech intervals and a waveform.
//!
//! Decides which files can be recordings ([`AudioError`]) and how samples are kept: 16-bit, 16 kHz, one vector a
//! channel, so that a two-hour stereo call takes 460 MB. Pure from the samples on. Where files live is left to
//! `recordings`, what is said in them to [`super::engine`].

pub mod channels;
mod cut;
pub mod decode;
mod error;
pub mod ffmpeg;
mod gsm;
mod packets;
pub mod peaks;
mod playable;
mod probe;
pub mod resample;
mod sample_format;
mod sound;
#[cfg(test)]
pub(crate) mod tests;
pub mod vad;
pub mod voice;
mod wave;

pub use cut::write_part;
pub use error::AudioError;
pub use peaks::Peaks;
pub use playable::{is_played, write_wav};
pub use probe::{LengthEstimate, foretell, probe};
pub use sound::{Channel, Sound, load};

use serde::{Deserialize, Serialize};

/// Samples a second in everything after the decoder; the rate speech models are trained on.
pub const RATE: u32 = 16_000;

/// The longest recording that is read whatever the settings say, in milliseconds (a day).
pub const MAX_DURATION_MS: i64 = 24 * 60 * 60 * 1000;

/// What a file says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AudioFacts {
    /// Length in milliseconds; exact after decoding, what the headers promise after probing.
    pub duration_ms: i64,
    /// 1 or 2.
    pub channels: u16,
    /// Samples a second in the file.
    pub sample_rate: u32,
    /// Short name of the container: `wave`, `ogg`, `mp3`, `isomp4`, `flac`, `matroska`, `adts`…
    pub container: String,
    /// Short name of the codec: `pcm_alaw`, `opus`, `mp3`, `aac`…
    pub codec: String,
    /// Content type for playing the file in a browser, such as `audio/mpeg`.
    pub mime: String,
    /// Usual file name ending without the dot, such as `mp3`.
    pub extension: String,
    /// Where the first damage was met, in milliseconds; the sound before it is used. Known after decoding only.
    pub damaged_at_ms: Option<i64>,
    /// Whose decoder reads it.
    pub read_by: ReadBy,
}

crate::db::text_enum! {
    /// Whose decoder reads a file.
    pub enum ReadBy {
        /// Our own.
        Salesbook = "salesbook",
        /// The ffmpeg of this machine.
        Ffmpeg = "ffmpeg",
    }
}
