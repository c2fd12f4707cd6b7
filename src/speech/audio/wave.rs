//! WAV as telephone systems write it: PCM, float, A-law, µ-law and GSM 06.10, with headers that are short, unfinished or
//! wrong; and bare GSM frames.
//!
//! Decides how much of a header is believed: a length that is missing, of all ones, or contradicted by what follows is
//! replaced by the file's own; a length beyond the end means a truncated file. Reads from a file or from a pipe, in
//! order, a block at a time. Other codecs in WAV are named for [`super::packets`] to try.

use std::fs::File;
use std::io::{BufReader, Read, Seek as _, SeekFrom};
use std::path::Path;

use super::AudioError;
use super::decode::Planes;
use super::gsm::{BARE_BYTES, GsmDecoder, MAGIC};
use super::probe::LengthEstimate;
use super::sample_format::SampleFormat;

/// Data sizes from here on are what recorders write that do not know the length beforehand.
const UNKNOWN_LENGTH_BYTES: u64 = 0x7fff_0000;
/// Frames of a block, more or less.
const BLOCK_FRAMES: usize = 4_096;
/// More chunks than this before the sound are not a recording.
const MOST_CHUNKS: usize = 1_000;
/// Rates outside of this come from damaged headers.
pub const RATES: std::ops::RangeInclusive<u32> = 4_000..=384_000;
/// This many frames of a bare GSM file are looked at.
const BARE_LOOKED_AT: usize = 50;

/// What a header says.
#[derive(Debug)]
struct WaveFormat {
    tag: u16,
    channels: usize,
    rate: u32,
    align: usize,
    bits: usize,
    /// The long form of the header.
    extensible: bool,
}

/// A header read as far as the first byte of sound.
#[derive(Debug)]
pub enum WaveHeader {
    /// Read here.
    Wave(Box<WaveReader>),
    /// Another codec, by its number in WAV.
    Other(u16),
}

/// The sound of a file or pipe.
pub struct WaveReader {
    input: Box<dyn Read + Send>,
    form: SampleFormat,
    channels: usize,
    rate: u32,
    /// Bytes still to be read; absent when only the end tells.
    left: Option<u64>,
    promised_ms: Option<i64>,
    regular: bool,
    bytes: Vec<u8>,
    gsm: GsmDecoder,
}

impl std::fmt::Debug for WaveReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wave")
            .field("form", &self.form)
            .field("channels", &self.channels)
            .field("rate", &self.rate)
            .finish_non_exhaustive()
    }
}

impl WaveReader {
    /// Reads the header of a file of `size` bytes; `None` when it is no WAV file.
    pub fn open(path: &Path, size: u64) -> Result<Option<WaveHeader>, AudioError> {
        let mut input = buffered(path)?;
        let Some((format, promised)) = read_header(&mut input)? else {
            return Ok(None);
        };
        let from = input.stream_position()?;
        let Some(form) = format.form()? else {
            return Ok(Some(WaveHeader::Other(format.tag)));
        };
        let there = size.saturating_sub(from);
        let (bytes, truncated, sure) = believed(&mut input, from, there, promised)?;
        let regular = sure && form.is_common(&format);
        let mut wave = Self::new(Box::new(input), form, &format, Some(bytes))?;
        if truncated {
            wave.promised_ms = Some(wave.length_ms(promised));
        }
        wave.regular = regular && !truncated;
        Ok(Some(WaveHeader::Wave(Box::new(wave))))
    }

    /// What the header of a growing file tells of its length; `None` when it is no WAV file of a form that is read here.
    pub fn foretell(path: &Path, limit_ms: i64) -> Result<Option<LengthEstimate>, AudioError> {
        let mut input = buffered(path)?;
        let Some((format, promised)) = read_header(&mut input)? else {
            return Ok(None);
        };
        let from = input.stream_position()?;
        let Some(form) = format.form()? else {
            return Ok(None);
        };
        let wave = Self::new(Box::new(input), form, &format, None)?;
        if promised < UNKNOWN_LENGTH_BYTES {
            let too_long = wave.length_ms(promised) > limit_ms;
            return Ok(Some(if too_long {
                LengthEstimate::TooLong
            } else {
                LengthEstimate::Nothing
            }));
        }
        let (piece, frames) = form.piece(format.channels);
        let too_many = (limit_ms.unsigned_abs() + 1)
            .saturating_mul(u64::from(format.rate))
            .div_ceil(1_000);
        let pieces = too_many.div_ceil(frames as u64);
        Ok(Some(LengthEstimate::Bytes(
            from.saturating_add(pieces.saturating_mul(piece as u64)),
        )))
    }

    /// Reads the header of a stream that ends where it ends.
    pub fn stream(mut input: Box<dyn Read + Send>) -> Result<Self, AudioError> {
        let Some((format, _)) = read_header(&mut input)? else {
            return Err(AudioError::NotAudio);
        };
        let form = format.form()?.ok_or(AudioError::Broken { at_ms: 0 })?;
        Self::new(input, form, &format, None)
    }

    /// A file of bare GSM frames, if it is one.
    pub fn bare_gsm(path: &Path, size: u64) -> Result<Option<Self>, AudioError> {
        let mut input = buffered(path)?;
        let mut head = [0; BARE_BYTES * BARE_LOOKED_AT];
        let looked_at = fill(&mut input, &mut head)?;
        let head = &head[..looked_at];
        let frames = head.chunks_exact(BARE_BYTES);
        // A few frames that begin alike prove nothing.
        if frames.len() < 10 || !frames.into_iter().all(|frame| frame[0] >> 4 == MAGIC) {
            return Ok(None);
        }
        input.seek(SeekFrom::Start(0))?;
        let format = WaveFormat {
            tag: 0,
            channels: 1,
            rate: 8_000,
            align: BARE_BYTES,
            bits: 0,
            extensible: false,
        };
        Self::new(Box::new(input), SampleFormat::BareGsm, &format, Some(size)).map(Some)
    }

    fn new(
        input: Box<dyn Read + Send>,
        form: SampleFormat,
        format: &WaveFormat,
        bytes: Option<u64>,
    ) -> Result<Self, AudioError> {
        if bytes == Some(0) {
            return Err(AudioError::Empty);
        }
        let mut wave = Self {
            input,
            form,
            channels: format.channels,
            rate: format.rate,
            left: bytes,
            promised_ms: None,
            regular: false,
            bytes: Vec::new(),
            gsm: GsmDecoder::default(),
        };
        wave.promised_ms = bytes.map(|bytes| wave.length_ms(bytes));
        Ok(wave)
    }

    /// How the samples are written.
    pub const fn form(&self) -> SampleFormat {
        self.form
    }

    /// 1 or 2.
    pub const fn channels(&self) -> usize {
        self.channels
    }

    /// Samples a second.
    pub const fn rate(&self) -> u32 {
        self.rate
    }

    /// What the header promises, or the file's size; absent for a stream.
    pub const fn promised_ms(&self) -> Option<i64> {
        self.promised_ms
    }

    /// A header and a codec that every browser plays.
    pub const fn is_regular(&self) -> bool {
        self.regular
    }

    /// Fills `planes` with the next samples; false at the end.
    pub fn next(&mut self, planes: &mut Planes) -> Result<bool, AudioError> {
        let (piece, frames) = self.form.piece(self.channels);
        let wanted = piece * (BLOCK_FRAMES / frames).max(1);
        let wanted = self
            .left
            .map_or(wanted, |left| (wanted as u64).min(left) as usize);
        self.bytes.resize(wanted, 0);
        let got = fill(&mut self.input, &mut self.bytes)?;
        if let Some(left) = &mut self.left {
            *left -= got as u64;
        }
        // A rest that is no whole piece is damage without sound.
        let whole = got / piece * piece;
        planes.resize_with(self.channels, Vec::new);
        planes.iter_mut().for_each(Vec::clear);
        self.form.spread(&self.bytes[..whole], &mut self.gsm, planes);
        Ok(whole > 0)
    }

    fn length_ms(&self, bytes: u64) -> i64 {
        let (piece, frames) = self.form.piece(self.channels);
        let frames = bytes / piece as u64 * frames as u64;
        i64::try_from(frames.saturating_mul(1_000) / u64::from(self.rate)).unwrap_or(i64::MAX)
    }
}

impl WaveFormat {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let short = |at: usize| Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
        let mut format = Self {
            tag: short(0)?,
            channels: short(2)?.into(),
            rate: u32::from(short(4)?) | u32::from(short(6)?) << 16,
            align: short(12)?.into(),
            bits: short(14).unwrap_or(0).into(),
            extensible: false,
        };
        if format.tag == 0xfffe
            && let Some(tag) = short(24)
        {
            format.tag = tag;
            format.extensible = true;
        }
        Some(format)
    }

    /// The form that is read here; `None` for other codecs.
    fn form(&self) -> Result<Option<SampleFormat>, AudioError> {
        let form = match self.tag {
            1 => SampleFormat::Pcm(self.sample_bytes()),
            3 => SampleFormat::Float(if self.bits == 64 { 8 } else { 4 }),
            6 => SampleFormat::ALaw,
            7 => SampleFormat::MuLaw,
            0x31 => SampleFormat::Gsm,
            _ => return Ok(None),
        };
        if self.channels > if form == SampleFormat::Gsm { 1 } else { 2 } {
            return Err(AudioError::TooManyChannels {
                channels: self.channels,
            });
        }
        let sound = self.channels > 0
            && RATES.contains(&self.rate)
            && !matches!(form, SampleFormat::Pcm(bytes) if !(1..=4).contains(&bytes));
        if sound {
            Ok(Some(form))
        } else {
            Err(AudioError::Broken { at_ms: 0 })
        }
    }

    /// Bytes of a sample: the width of its place, which may be wider than the sample.
    fn sample_bytes(&self) -> usize {
        let by_bits = self.bits.div_ceil(8);
        let by_place = self.align.checked_div(self.channels).unwrap_or(0);
        let fits =
            (1..=4).contains(&by_place) && by_place * self.channels == self.align && by_place >= by_bits;
        if fits { by_place } else { by_bits }
    }
}

impl SampleFormat {
    /// Do browsers know it in this header?
    fn is_common(self, format: &WaveFormat) -> bool {
        match self {
            Self::Pcm(bytes) => bytes <= 3 && bytes * 8 == format.bits,
            Self::Float(bytes) => bytes == 4,
            Self::ALaw | Self::MuLaw => !format.extensible && format.bits == 8,
            Self::Gsm | Self::BareGsm => false,
        }
    }
}

/// Reads up to the first byte of sound: the format and the promised bytes of sound. `None` when it is no WAV file.
fn read_header(input: &mut impl Read) -> Result<Option<(WaveFormat, u64)>, AudioError> {
    let mut head = [0; 12];
    if fill(input, &mut head)? < head.len()
        || !(head.starts_with(b"RIFF") || head.starts_with(b"RF64"))
        || &head[8..] != b"WAVE"
    {
        return Ok(None);
    }
    let (mut format, mut long_size) = (None, None);
    let mut begun: Option<u8> = None;
    for _ in 0..MOST_CHUNKS {
        let mut chunk = [0; 8];
        let known = begun.take().map_or(0, |first| {
            chunk[0] = first;
            1
        });
        if fill(input, &mut chunk[known..])? < chunk.len() - known {
            // The file ends where sound should begin, or before it says anything.
            return Err(if format.is_some() {
                AudioError::Empty
            } else {
                AudioError::NotAudio
            });
        }
        let size = u64::from(u32::from_le_bytes([chunk[4], chunk[5], chunk[6], chunk[7]]));
        let mut body = Vec::new();
        let mut rest = input.by_ref().take(size);
        match &chunk[..4] {
            b"data" => {
                let format: WaveFormat = format.ok_or(AudioError::Broken { at_ms: 0 })?;
                let size = long_size.filter(|_| size >= UNKNOWN_LENGTH_BYTES).unwrap_or(size);
                return Ok(Some((format, size)));
            }
            b"fmt " => {
                rest.by_ref().take(64).read_to_end(&mut body)?;
                let short = if (body.len() as u64) < size.min(64) {
                    AudioError::NotAudio
                } else {
                    AudioError::Broken { at_ms: 0 }
                };
                format = Some(WaveFormat::parse(&body).ok_or(short)?);
            }
            b"ds64" => {
                rest.by_ref().take(28).read_to_end(&mut body)?;
                long_size = body
                    .get(8..16)
                    .and_then(|it| it.try_into().ok())
                    .map(u64::from_le_bytes);
            }
            _ => {}
        }
        std::io::copy(&mut rest, &mut std::io::sink())?;
        // Odd chunks are followed by a zero, which some writers leave out.
        if size % 2 == 1 {
            let mut next = [0; 1];
            begun = (fill(input, &mut next)? == 1 && next[0] != 0).then_some(next[0]);
        }
    }
    Err(AudioError::Broken { at_ms: 0 })
}

/// How many bytes of sound there are when the header promises `promised` and `there` follow; whether the file is
/// truncated; whether the header may be taken at its word.
fn believed(
    input: &mut BufReader<File>,
    from: u64,
    there: u64,
    promised: u64,
) -> Result<(u64, bool, bool), AudioError> {
    if promised >= UNKNOWN_LENGTH_BYTES && promised > there {
        return Ok((there, false, false));
    }
    if promised > there {
        return Ok((there, true, true));
    }
    let end = from + promised + promised % 2;
    let rest = (from + there).saturating_sub(end);
    if rest < 8 {
        return Ok((promised, false, true));
    }
    // Something follows: other chunks, or the sound of which an unfinished header does not know.
    let mut chunk = [0; 8];
    input.seek(SeekFrom::Start(end))?;
    input.read_exact(&mut chunk)?;
    input.seek(SeekFrom::Start(from))?;
    let size = u64::from(u32::from_le_bytes([chunk[4], chunk[5], chunk[6], chunk[7]]));
    let named = chunk[..4]
        .iter()
        .all(|byte| byte.is_ascii_alphanumeric() || *byte == b' ');
    Ok(if named && size <= rest {
        (promised, false, true)
    } else {
        (there, false, false)
    })
}

fn buffered(path: &Path) -> std::io::Result<BufReader<File>> {
    Ok(BufReader::with_capacity(64 * 1024, File::open(path)?))
}

/// Reads until the buffer is full or the input ends.
fn fill(input: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match input.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
