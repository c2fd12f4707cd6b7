//! How samples are written in files of samples: whole numbers, fractions, the two laws of telephony, GSM.
//!
//! Pure: bytes to samples in −1…1. Which form a file has is left to [`super::wave`].

use super::decode::Planes;
use super::gsm::{BARE_BYTES, FRAME_SAMPLES, GsmDecoder, PAIR_BYTES};

/// How samples are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleFormat {
    /// Whole numbers of so many bytes; one byte without sign, more with.
    Pcm(usize),
    /// Fractions of four or eight bytes.
    Float(usize),
    /// G.711, European.
    ALaw,
    /// G.711, American.
    MuLaw,
    /// GSM 06.10, two frames in 65 bytes.
    Gsm,
    /// GSM 06.10, a frame in 33 bytes.
    BareGsm,
}

impl SampleFormat {
    /// The codec's short name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pcm(1) => "pcm_u8",
            Self::Pcm(2) => "pcm_s16le",
            Self::Pcm(3) => "pcm_s24le",
            Self::Pcm(_) => "pcm_s32le",
            Self::Float(4) => "pcm_f32le",
            Self::Float(_) => "pcm_f64le",
            Self::ALaw => "pcm_alaw",
            Self::MuLaw => "pcm_mulaw",
            Self::Gsm | Self::BareGsm => "gsm",
        }
    }

    /// Bytes of the smallest whole piece, and the frames in it.
    pub const fn piece(self, channels: usize) -> (usize, usize) {
        match self {
            Self::Pcm(bytes) | Self::Float(bytes) => (bytes * channels, 1),
            Self::ALaw | Self::MuLaw => (channels, 1),
            Self::Gsm => (PAIR_BYTES, 2 * FRAME_SAMPLES),
            Self::BareGsm => (BARE_BYTES, FRAME_SAMPLES),
        }
    }
    /// Puts the samples of whole pieces into `planes`, one after the other, a channel each.
    pub fn spread(self, bytes: &[u8], gsm: &mut GsmDecoder, planes: &mut Planes) {
        let channels = planes.len().max(1);
        let mut put = |n: usize, sample: f32| planes[n % channels].push(sample);
        match self {
            SampleFormat::Pcm(1) => (0..)
                .zip(bytes)
                .for_each(|(n, byte)| put(n, (f32::from(*byte) - 128.0) / 128.0)),
            SampleFormat::Pcm(size) => (0..)
                .zip(bytes.chunks_exact(size))
                .for_each(|(n, bytes)| put(n, whole_number(bytes))),
            SampleFormat::Float(size) => (0..)
                .zip(bytes.chunks_exact(size))
                .for_each(|(n, bytes)| put(n, fraction(bytes))),
            SampleFormat::ALaw => (0..)
                .zip(bytes)
                .for_each(|(n, byte)| put(n, from_16(a_law(*byte)))),
            SampleFormat::MuLaw => (0..)
                .zip(bytes)
                .for_each(|(n, byte)| put(n, from_16(mu_law(*byte)))),
            SampleFormat::Gsm => bytes
                .chunks_exact(PAIR_BYTES)
                .for_each(|pair| gsm.pair(pair, &mut |sample| put(0, from_16(sample)))),
            SampleFormat::BareGsm => bytes
                .chunks_exact(BARE_BYTES)
                .for_each(|frame| gsm.bare(frame, &mut |sample| put(0, from_16(sample)))),
        }
    }
}

/// Two to four bytes, the lowest first, with sign.
fn whole_number(bytes: &[u8]) -> f32 {
    let mut wide = [0; 4];
    wide[4 - bytes.len()..].copy_from_slice(bytes);
    (f64::from(i32::from_le_bytes(wide)) / f64::from(1_u32 << 31)) as f32
}

fn fraction(bytes: &[u8]) -> f32 {
    match bytes.len() {
        4 => bytes.try_into().map_or(0.0, f32::from_le_bytes),
        _ => bytes.try_into().map_or(0.0, f64::from_le_bytes) as f32,
    }
}

fn from_16(sample: i16) -> f32 {
    f32::from(sample) / 32_768.0
}

/// G.711 A-law: sign, three bits of exponent, four of mantissa, every second bit turned over.
const fn a_law(byte: u8) -> i16 {
    let bits = byte ^ 0x55;
    let (exponent, mantissa) = ((bits >> 4 & 7) as i16, (bits & 15) as i16);
    let size = match exponent {
        0 => (mantissa << 4) + 8,
        _ => ((mantissa << 4) + 0x108) << (exponent - 1),
    };
    if bits & 0x80 == 0 { -size } else { size }
}

/// G.711 µ-law: the same fields, all bits turned over, with an offset before the exponent.
const fn mu_law(byte: u8) -> i16 {
    let bits = !byte;
    let (exponent, mantissa) = ((bits >> 4 & 7) as i16, (bits & 15) as i16);
    let size = (((mantissa << 3) + 0x84) << exponent) - 0x84;
    if bits & 0x80 == 0 { size } else { -size }
}

/// What people call a codec of WAV.
pub fn codec_name(tag: u16) -> String {
    let known = [
        (0x02, "MS ADPCM"),
        (0x11, "IMA ADPCM"),
        (0x14, "G.723"),
        (0x22, "TrueSpeech"),
        (0x40, "G.721"),
        (0x42, "G.723.1"),
        (0x45, "G.726"),
        (0x50, "MPEG"),
        (0x55, "MP3"),
        (0x64, "G.726"),
        (0x65, "G.722"),
        (0x83, "G.729"),
        (0xff, "AAC"),
        (0x133, "G.729"),
        (0x161, "WMA"),
        (0xa109, "Speex"),
    ];
    let name = known.iter().find(|(known, _)| *known == tag);
    name.map_or_else(|| format!("WAV 0x{tag:02x}"), |(_, name)| (*name).to_owned())
}
