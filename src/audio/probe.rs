//! Opening a file: which container and codec it is, and whether it can be a recording at all.
//!
//! Trusts nothing the headers say further than the size of the file allows. Running through the sound is left to
//! [`super::decode`].

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::LazyLock;

use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::codecs::registry::CodecRegistry;
use symphonia::core::common::Limit;
use symphonia::core::errors::Error as Fault;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;
use symphonia::core::units::TimeBase;

use super::decode::Decoder;
use super::{AudioError, AudioFacts, MAX_DURATION_MS};

/// Data sizes from here on are what recorders write that do not know the length beforehand.
const UNKNOWN_LENGTH_BYTES: u64 = 0x7fff_0000;

static CODECS: LazyLock<CodecRegistry> = LazyLock::new(|| {
    let mut registry = CodecRegistry::new();
    symphonia::default::register_enabled_codecs(&mut registry);
    registry.register_audio_decoder::<symphonia_adapter_libopus::OpusDecoder>();
    registry
});

/// What the file at `path` is, without decoding more than its beginning.
///
/// # Errors
/// [`AudioError`] when it cannot become a recording.
pub fn probe(path: &Path) -> Result<AudioFacts, AudioError> {
    let mut decoder = Decoder::open(path)?;
    // Random bytes may look like a frame header: only a block of sound proves that it is sound.
    if decoder.next_block()?.is_none() {
        return Err(AudioError::Empty);
    }
    let mut facts = decoder.facts().clone();
    if facts.duration_ms == 0 {
        facts.duration_ms = decoder.count_rest()?;
    }
    if facts.duration_ms > MAX_DURATION_MS {
        return Err(AudioError::TooLong {
            limit_minutes: MAX_DURATION_MS / 60_000,
        });
    }
    facts.damaged_at_ms = None;
    Ok(facts)
}

/// An opened file with everything the decoder needs.
pub(super) struct Opened {
    pub reader: Box<dyn FormatReader>,
    pub decoder: Box<dyn AudioDecoder>,
    pub track: u32,
    pub time_base: Option<TimeBase>,
    pub facts: AudioFacts,
    /// The promised length is to be held: a shorter stream is a truncated file.
    pub exact_length: bool,
}

pub(super) fn open(path: &Path) -> Result<Opened, AudioError> {
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    if bytes == 0 {
        return Err(AudioError::Empty);
    }
    let stream = MediaSourceStream::new(
        Box::new(file),
        symphonia::core::io::MediaSourceStreamOptions::default(),
    );
    let reader = guarded(|| {
        symphonia::default::get_probe().probe(
            &Hint::new(),
            stream,
            FormatOptions::default(),
            MetadataOptions::default()
                .limit_tag_bytes(Limit::Maximum(64 * 1024))
                .limit_visual_bytes(Limit::Maximum(1024 * 1024)),
        )
    })
    .map_err(opening_error)?;
    let container = reader.format_info().short_name;
    let Some(track) = reader.default_track(TrackType::Audio) else {
        return Err(AudioError::NotAudio);
    };
    let Some(params) = track.codec_params.as_ref().and_then(|params| params.audio()) else {
        return Err(AudioError::Codec {
            name: "unknown".to_owned(),
        });
    };
    let decoder = make_decoder(params)?;
    let (duration_ms, exact_length) = promised_length(track, params, container, bytes, reader.as_ref());
    let codec = codec_name(params.codec);
    let (mime, extension) = content_type(container, &codec);
    let facts = AudioFacts {
        duration_ms,
        channels: params
            .channels
            .as_ref()
            .map_or(0, |channels| channels.count() as u16),
        sample_rate: params.sample_rate.unwrap_or(0),
        container: container.to_owned(),
        codec,
        mime: mime.to_owned(),
        extension: extension.to_owned(),
        damaged_at_ms: None,
    };
    Ok(Opened {
        track: track.id,
        time_base: track.time_base,
        reader,
        decoder,
        facts,
        exact_length,
    })
}

/// A decoder for a track's codec.
pub(super) fn make_decoder(params: &AudioCodecParameters) -> Result<Box<dyn AudioDecoder>, AudioError> {
    let channels = params
        .channels
        .as_ref()
        .map_or(1, symphonia::core::audio::Channels::count);
    if channels > 2 {
        return Err(AudioError::TooManyChannels { channels });
    }
    guarded(|| CODECS.make_audio_decoder(params, &AudioDecoderOptions::default())).map_err(|_| {
        AudioError::Codec {
            name: codec_name(params.codec),
        }
    })
}

/// Runs foreign code that reads untrusted bytes: a panic in it becomes a fault of the file.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Fault::LimitError("the decoder gave up")))
}

fn opening_error(fault: Fault) -> AudioError {
    match fault {
        Fault::Unsupported(what) if what.contains("no suitable format reader") => AudioError::NotAudio,
        Fault::Unsupported(what) if what.contains("missing data chunk") => AudioError::Empty,
        Fault::Unsupported(what) => AudioError::Codec {
            name: what.to_owned(),
        },
        Fault::IoError(source) if source.kind() != std::io::ErrorKind::UnexpectedEof => {
            AudioError::Io(source)
        }
        // A stream that ends before any header was recognised is not a damaged recording but something else.
        Fault::IoError(_) => AudioError::NotAudio,
        _ => AudioError::Broken { at_ms: 0 },
    }
}

fn codec_name(codec: AudioCodecId) -> String {
    CODECS
        .get_audio_decoder(codec)
        .map_or_else(|| codec.to_string(), |it| it.codec.info.short_name.to_owned())
}

/// The length in milliseconds as far as the headers can be believed (0 = unknown), and whether it must be met.
fn promised_length(
    track: &Track,
    params: &AudioCodecParameters,
    container: &str,
    bytes: u64,
    reader: &dyn FormatReader,
) -> (i64, bool) {
    let of_track = track.time_base.zip(track.duration);
    let of_media = reader.media_info().time_base.zip(reader.media_info().duration);
    let by_headers = of_track.or(of_media).map_or(0, |(base, duration)| {
        i64::try_from(base.calc_duration_saturating(duration).as_millis()).unwrap_or(0)
    });
    if container == "wave"
        && let (Some(bits), Some(channels), Some(rate)) = (
            params.bits_per_coded_sample.or(params.bits_per_sample),
            &params.channels,
            params.sample_rate,
        )
    {
        let bytes_per_second = u64::from(bits.div_ceil(8)) * channels.count() as u64 * u64::from(rate);
        let promised_bytes = (by_headers.max(0) as u64).saturating_mul(bytes_per_second) / 1000;
        if bytes_per_second > 0 && promised_bytes > bytes {
            let by_size = (bytes * 1000 / bytes_per_second) as i64;
            // A truncated file keeps its promise on record, so that decoding can say where it ends.
            let truncated = promised_bytes < UNKNOWN_LENGTH_BYTES;
            return if truncated {
                (by_headers, true)
            } else {
                (by_size, false)
            };
        }
    }
    (
        by_headers,
        matches!(container, "wave" | "flac" | "isomp4" | "aiff" | "caf"),
    )
}

/// Content type for browsers and the usual file name ending.
fn content_type(container: &str, codec: &str) -> (&'static str, &'static str) {
    match container {
        "wave" => ("audio/wav", "wav"),
        "ogg" if codec == "opus" => ("audio/ogg; codecs=opus", "opus"),
        "ogg" => ("audio/ogg", "ogg"),
        "mp1" | "mp2" | "mp3" => ("audio/mpeg", "mp3"),
        "isomp4" => ("audio/mp4", "m4a"),
        "flac" => ("audio/flac", "flac"),
        "matroska" => ("audio/webm", "webm"),
        "aac" => ("audio/aac", "aac"),
        "aiff" => ("audio/aiff", "aiff"),
        "caf" => ("audio/x-caf", "caf"),
        _ => ("application/octet-stream", "bin"),
    }
}
