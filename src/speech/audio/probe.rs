//! Opening a file of packets: which container and codec it is, and whether it can be a recording at all; and what is
//! told of files that others read.
//!
//! Trusts nothing the headers say further than the size of the file allows. Says of every file whether browsers play it
//! as it is: the content type is one of [`PLAYED`] then. Running through the sound is left to [`super::decode`].

use std::fs::File;
use std::io::{BufReader, Seek as _, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::LazyLock;

use symphonia::core::codecs::audio::well_known::CODEC_ID_AAC;
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::codecs::registry::CodecRegistry;
use symphonia::core::common::Limit;
use symphonia::core::errors::Error as Fault;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream, ReadOnlySource};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::units::TimeBase;

use super::decode::Decoder;
use super::ffmpeg::Container;
use super::sample_format::SampleFormat;
use super::wave::WaveReader;
use super::{AudioError, AudioFacts, MAX_DURATION_MS, ReadBy};

/// Content types of files that every usual browser plays as they are; others are played from a copy in WAV.
pub const PLAYED: [&str; 8] = [
    "audio/wav",
    "audio/mpeg",
    "audio/mp4",
    "audio/ogg",
    "audio/ogg; codecs=opus",
    "audio/flac",
    "audio/webm",
    "audio/aac",
];
/// Heads of WAV files are shorter than this, as far as MP3 in WAV is concerned.
const WAV_HEAD_BYTES: usize = 64 * 1024;

static CODECS: LazyLock<CodecRegistry> = LazyLock::new(|| {
    let mut registry = CodecRegistry::new();
    symphonia::default::register_enabled_codecs(&mut registry);
    registry.register_audio_decoder::<symphonia_adapter_libopus::OpusDecoder>();
    registry
});

/// What the file at `path` is, without decoding more than its beginning; where the headers do not tell the length, it is
/// run through, no further than a little beyond `limit_ms`.
///
/// # Errors
/// [`AudioError`] when it cannot become a recording: also when it is longer than `limit_ms`.
pub fn probe(path: &Path, limit_ms: i64) -> Result<AudioFacts, AudioError> {
    let mut decoder = Decoder::open(path)?.limited(limit_ms);
    // Random bytes may look like a frame header: only a block of sound proves that it is sound.
    if decoder.next_block()?.is_none() {
        return Err(AudioError::Empty);
    }
    let mut facts = decoder.facts().clone();
    if facts.duration_ms == 0 {
        facts.duration_ms = decoder.count_rest()?;
    }
    let limit_ms = limit_ms.min(MAX_DURATION_MS);
    if facts.duration_ms > limit_ms {
        return Err(AudioError::TooLong {
            limit_minutes: limit_ms / 60_000,
        });
    }
    facts.damaged_at_ms = None;
    Ok(facts)
}

/// What the beginning of a file tells of its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LengthEstimate {
    /// Nothing, or that it is short enough.
    Nothing,
    /// It is longer than the limit, or says so, which comes to the same: [`probe`] takes it at its word.
    TooLong,
    /// Not a word, but so many bytes would be longer.
    Bytes(u64),
}

/// Looks at the beginning of a file that is still growing. Says nothing where the whole file has to be seen.
pub fn foretell(path: &Path, limit_ms: i64) -> LengthEstimate {
    match WaveReader::foretell(path, limit_ms) {
        Ok(Some(foretold)) => return foretold,
        Ok(None) => {}
        // Its head is not here yet.
        Err(_) => return LengthEstimate::Nothing,
    }
    let opened = File::open(path)
        .map_err(AudioError::from)
        // What cannot be gone back in is read in order, so that no end is looked for.
        .and_then(|file| open_source(Box::new(ReadOnlySource::new(BufReader::new(file)))));
    match opened {
        Ok(opened) if opened.facts.duration_ms > limit_ms => LengthEstimate::TooLong,
        _ => LengthEstimate::Nothing,
    }
}

/// An opened file with everything the decoder needs.
pub(super) struct ProbedFile {
    pub reader: Box<dyn FormatReader>,
    pub decoder: Box<dyn AudioDecoder>,
    pub track: u32,
    pub time_base: Option<TimeBase>,
    pub facts: AudioFacts,
    /// The promised length is to be held: a shorter stream is a truncated file.
    pub exact_length: bool,
}

/// Opens a file that symphonia may know.
pub(super) fn open(path: &Path) -> Result<ProbedFile, AudioError> {
    open_source(Box::new(File::open(path)?))
}

/// The MP3 inside a WAV file, which is found by its own marks.
pub(super) fn open_mp3_in_wav(path: &Path) -> Result<ProbedFile, AudioError> {
    use std::io::Read as _;
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(WAV_HEAD_BYTES as u64).read_to_end(&mut head)?;
    let data = head
        .windows(4)
        .position(|it| it == b"data")
        .map_or(0, |at| at + 8);
    file.seek(SeekFrom::Start(data as u64))?;
    let mut opened = open_source(Box::new(ReadOnlySource::new(BufReader::new(file))))?;
    "wave".clone_into(&mut opened.facts.container);
    "audio/vnd.wave; codec=55".clone_into(&mut opened.facts.mime);
    "wav".clone_into(&mut opened.facts.extension);
    Ok(opened)
}

fn open_source(source: Box<dyn MediaSource>) -> Result<ProbedFile, AudioError> {
    let stream = MediaSourceStream::new(source, symphonia::core::io::MediaSourceStreamOptions::default());
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
    let (duration_ms, exact_length) = promised_length(track, container, reader.as_ref());
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
        read_by: ReadBy::Salesbook,
    };
    Ok(ProbedFile {
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
    let core = aac_core(params);
    let params = core.as_ref().unwrap_or(params);
    guarded(|| CODECS.make_audio_decoder(params, &AudioDecoderOptions::default())).map_err(|_| {
        AudioError::Codec {
            name: codec_name(params.codec),
        }
    })
}

/// HE-AAC is plain AAC at half the rate with notes on how to make up the upper half, which speech recognition does not
/// hear anyway: the parameters of the plain part. `None` when there is nothing to be left out.
fn aac_core(params: &AudioCodecParameters) -> Option<AudioCodecParameters> {
    const LOW_COMPLEXITY: u16 = 2;
    const SPECTRAL_BAND_REPLICATION: u16 = 5;
    const PARAMETRIC_STEREO: u16 = 29;
    /// The rate is written out instead of numbered.
    const WRITTEN_OUT: u16 = 15;
    let config = params
        .extra_data
        .as_deref()
        .filter(|_| params.codec == CODEC_ID_AAC)?;
    let bits = |from: usize, count: usize| {
        (from..from + count).try_fold(0_u16, |bits, at| {
            Some(bits << 1 | u16::from(config.get(at / 8)? >> (7 - at % 8) & 1))
        })
    };
    let (rate, channels) = (bits(5, 4)?, bits(9, 4)?);
    let flags = match bits(0, 5)? {
        LOW_COMPLEXITY if config.len() > 2 => bits(13, 3)?,
        SPECTRAL_BAND_REPLICATION | PARAMETRIC_STEREO
            if bits(13, 4)? != WRITTEN_OUT && bits(17, 5)? == LOW_COMPLEXITY =>
        {
            bits(22, 3)?
        }
        _ => return None,
    };
    if rate == WRITTEN_OUT {
        return None;
    }
    let core = LOW_COMPLEXITY << 11 | rate << 7 | channels << 3 | flags;
    let mut params = params.clone();
    params.extra_data = Some(core.to_be_bytes().into());
    Some(params)
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
fn promised_length(track: &Track, container: &str, reader: &dyn FormatReader) -> (i64, bool) {
    let of_track = track.time_base.zip(track.duration);
    let of_media = reader.media_info().time_base.zip(reader.media_info().duration);
    let by_headers = of_track.or(of_media).map_or(0, |(base, duration)| {
        i64::try_from(base.calc_duration_saturating(duration).as_millis()).unwrap_or(0)
    });
    (
        by_headers,
        matches!(container, "wave" | "flac" | "isomp4" | "aiff" | "caf"),
    )
}

/// Content type and the usual file name ending.
fn content_type(container: &str, codec: &str) -> (&'static str, &'static str) {
    match (container, codec) {
        ("wave", _) => ("audio/vnd.wave", "wav"),
        ("ogg", "opus") => ("audio/ogg; codecs=opus", "opus"),
        ("ogg", _) => ("audio/ogg", "ogg"),
        ("mp3", _) => ("audio/mpeg", "mp3"),
        ("mp1" | "mp2", _) => ("audio/x-mpeg", "mp2"),
        ("isomp4", "aac") => ("audio/mp4", "m4a"),
        ("isomp4", _) => ("audio/x-m4a", "m4a"),
        ("flac", _) => ("audio/flac", "flac"),
        ("matroska", "opus" | "vorbis") => ("audio/webm", "webm"),
        ("matroska", _) => ("audio/x-matroska", "mka"),
        ("aac" | "adts", _) => ("audio/aac", "aac"),
        ("aiff", _) => ("audio/aiff", "aiff"),
        ("caf", _) => ("audio/x-caf", "caf"),
        _ => ("application/octet-stream", "bin"),
    }
}

/// What is known of a WAV or GSM file.
pub(super) fn wave_facts(wave: &WaveReader) -> AudioFacts {
    let (container, mime, extension) = match wave.form() {
        SampleFormat::BareGsm => ("gsm", "audio/x-gsm", "gsm"),
        _ if wave.is_regular() => ("wave", "audio/wav", "wav"),
        _ => ("wave", "audio/vnd.wave", "wav"),
    };
    AudioFacts {
        duration_ms: wave.promised_ms().unwrap_or(0),
        channels: wave.channels() as u16,
        sample_rate: wave.rate(),
        container: container.to_owned(),
        codec: wave.form().name().to_owned(),
        mime: mime.to_owned(),
        extension: extension.to_owned(),
        damaged_at_ms: None,
        read_by: ReadBy::Salesbook,
    }
}

/// What is known of a file that ffmpeg reads, by what comes out of it.
pub(super) fn foreign_facts(wave: &WaveReader, container: Container, codec: String) -> AudioFacts {
    AudioFacts {
        container: container.name().to_lowercase(),
        codec,
        mime: container.mime().to_owned(),
        extension: container.extension().to_owned(),
        read_by: ReadBy::Ffmpeg,
        ..wave_facts(wave)
    }
}
