//! GSM 06.10 full rate (13 kbit/s), decoding only: telephone systems keep calls in it to save disks, as `.wav` files of
//! format 0x31 and as bare `.gsm` files.
//!
//! The arithmetic is that of the standard, 16 bits with saturation, so the samples are those of every other decoder, to
//! the bit; names follow the standard's. Where the frames lie in a file is left to [`super::wave`].

/// Samples of a frame: 20 ms at 8 kHz.
pub const FRAME_SAMPLES: usize = 160;
/// Bytes of a frame in a bare file, whose first four bits are always [`MAGIC`].
pub const BARE_BYTES: usize = 33;
/// Bytes of two frames in a WAV file.
pub const PAIR_BYTES: usize = 65;
/// The upper half of a bare frame's first byte.
pub const MAGIC: u8 = 0xd;

/// Samples of a quarter of a frame.
const PART: usize = 40;
/// How far back the long-term filter reaches, at least and at most.
const LAGS: std::ops::RangeInclusive<usize> = 40..=120;
const HISTORY: usize = 120;

/// Bits, least quantised value, offset and inverse step of the eight log area ratios.
const RATIOS: [(u32, i16, i16, i16); 8] = [
    (6, -32, 0, 13_107),
    (6, -32, 0, 13_107),
    (5, -16, 2_048, 13_107),
    (5, -16, -2_560, 13_107),
    (4, -8, 94, 19_223),
    (4, -8, -1_792, 17_476),
    (3, -4, -341, 31_454),
    (3, -4, -1_144, 29_708),
];
/// Gains of the long-term filter.
const GAINS: [i16; 4] = [3_277, 11_469, 21_299, 32_767];
/// Normalised mantissas of a block's loudness.
const MANTISSAS: [i16; 8] = [18_431, 20_479, 22_527, 24_575, 26_623, 28_671, 30_719, 32_767];
/// Pulses of a quarter.
const PULSES: usize = 13;
/// The filter before the encoder, undone.
const EMPHASIS: i16 = 28_180;

/// One frame's parameters as they are sent.
#[derive(Debug, Default, Clone, Copy)]
struct Frame {
    ratios: [i16; 8],
    parts: [GsmSubframe; 4],
}

/// A quarter of a frame.
#[derive(Debug, Default, Clone, Copy)]
struct GsmSubframe {
    lag: i16,
    gain: i16,
    grid: i16,
    loudness: i16,
    pulses: [i16; PULSES],
}

/// Bits of a byte string, from the lowest of each byte (WAV) or from the highest (bare files).
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    lowest_first: bool,
}

impl Bits<'_> {
    /// Zero beyond the end; the callers give whole frames.
    fn take(&mut self, count: u32) -> i16 {
        let mut value = 0;
        for n in 0..count {
            let byte = self.bytes.get(self.at / 8).copied().unwrap_or(0);
            let place = self.at % 8;
            let bit = i16::from(byte >> (if self.lowest_first { place } else { 7 - place }) & 1);
            value |= bit << (if self.lowest_first { n } else { count - 1 - n });
            self.at += 1;
        }
        value
    }

    fn frame(&mut self) -> Frame {
        let mut frame = Frame::default();
        for (ratio, (bits, ..)) in frame.ratios.iter_mut().zip(RATIOS) {
            *ratio = self.take(bits);
        }
        for part in &mut frame.parts {
            part.lag = self.take(7);
            part.gain = self.take(2);
            part.grid = self.take(2);
            part.loudness = self.take(6);
            for pulse in &mut part.pulses {
                *pulse = self.take(3);
            }
        }
        frame
    }
}

/// Decodes one stream, frame after frame.
#[derive(Debug)]
pub struct GsmDecoder {
    /// The last 120 samples of the excitation, then the present quarter.
    excitation: [i16; HISTORY + PART],
    lag: usize,
    ratios: [i16; 8],
    filter: [i16; 9],
    emphasis: i16,
}

impl Default for GsmDecoder {
    fn default() -> Self {
        Self {
            excitation: [0; HISTORY + PART],
            lag: *LAGS.start(),
            ratios: [0; 8],
            filter: [0; 9],
            emphasis: 0,
        }
    }
}

impl GsmDecoder {
    /// Two frames as they lie in a WAV file ([`PAIR_BYTES`]).
    pub fn pair(&mut self, bytes: &[u8], sink: &mut impl FnMut(i16)) {
        let mut bits = Bits {
            bytes,
            at: 0,
            lowest_first: true,
        };
        for _ in 0..2 {
            let frame = bits.frame();
            self.decode(&frame, sink);
        }
    }

    /// A frame of a bare file ([`BARE_BYTES`]).
    pub fn bare(&mut self, bytes: &[u8], sink: &mut impl FnMut(i16)) {
        let mut bits = Bits {
            bytes,
            at: 4,
            lowest_first: false,
        };
        let frame = bits.frame();
        self.decode(&frame, sink);
    }

    fn decode(&mut self, frame: &Frame, sink: &mut impl FnMut(i16)) {
        let mut residual = [0; FRAME_SAMPLES];
        for (part, quarter) in frame.parts.iter().zip(residual.chunks_exact_mut(PART)) {
            self.excite(part);
            quarter.copy_from_slice(&self.excitation[HISTORY..]);
            self.excitation.copy_within(PART.., 0);
        }
        let ratios = ratios(frame);
        // The filter moves from the last frame's shape to this one's in three steps.
        for (from, to, weigh) in [
            (0, 13, weigh_early as fn(i16, i16) -> i16),
            (13, 27, weigh_middle),
            (27, 40, weigh_late),
            (40, FRAME_SAMPLES, |_, new| new),
        ] {
            let mut coefficients = [0; 8];
            for (n, coefficient) in coefficients.iter_mut().enumerate() {
                *coefficient = reflection(weigh(self.ratios[n], ratios[n]));
            }
            for sample in &residual[from..to] {
                let voiced = self.shape(*sample, &coefficients);
                self.emphasis = voiced.saturating_add(multiply(self.emphasis, EMPHASIS));
                sink(self.emphasis.saturating_add(self.emphasis) & !7);
            }
        }
        self.ratios = ratios;
    }

    /// The excitation of a quarter: its pulses on what was there one pitch period earlier.
    fn excite(&mut self, part: &GsmSubframe) {
        let lag = usize::try_from(part.lag).unwrap_or(0);
        if LAGS.contains(&lag) {
            self.lag = lag;
        }
        let gain = GAINS[(part.gain & 3) as usize];
        let mut pulses = [0; PART];
        for (n, pulse) in dequantise(part).into_iter().enumerate() {
            pulses[part.grid as usize + 3 * n] = pulse;
        }
        for (n, pulse) in pulses.into_iter().enumerate() {
            let earlier = self.excitation[HISTORY + n - self.lag];
            self.excitation[HISTORY + n] = pulse.saturating_add(multiply(gain, earlier));
        }
    }

    /// The vocal tract: a lattice of eight stages.
    fn shape(&mut self, sample: i16, coefficients: &[i16; 8]) -> i16 {
        let mut sample = sample;
        for n in (0..8).rev() {
            sample = sample.saturating_sub(multiply(coefficients[n], self.filter[n]));
            self.filter[n + 1] = self.filter[n].saturating_add(multiply(coefficients[n], sample));
        }
        self.filter[0] = sample;
        sample
    }
}

/// The product of two fractions, rounded.
fn multiply(a: i16, b: i16) -> i16 {
    let product = (i32::from(a) * i32::from(b) + 0x4000) >> 15;
    product.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16
}

fn ratios(frame: &Frame) -> [i16; 8] {
    let mut ratios = [0; 8];
    for (n, (_, least, offset, inverse)) in RATIOS.into_iter().enumerate() {
        let steps = (frame.ratios[n] + least) << 10;
        let half = multiply(inverse, steps.saturating_sub(offset << 1));
        ratios[n] = half.saturating_add(half);
    }
    ratios
}

const fn weigh_early(old: i16, new: i16) -> i16 {
    (old >> 2).saturating_add(new >> 2).saturating_add(old >> 1)
}

const fn weigh_middle(old: i16, new: i16) -> i16 {
    (old >> 1).saturating_add(new >> 1)
}

const fn weigh_late(old: i16, new: i16) -> i16 {
    (old >> 2).saturating_add(new >> 2).saturating_add(new >> 1)
}

/// A log area ratio as a reflection coefficient, by three straight lines.
fn reflection(ratio: i16) -> i16 {
    let size = ratio.saturating_abs();
    let coefficient = match size {
        ..11_059 => size << 1,
        11_059..20_070 => size.saturating_add(11_059),
        _ => (size >> 2).saturating_add(26_112),
    };
    if ratio < 0 { -coefficient } else { coefficient }
}

/// The pulses of a quarter at their loudness.
fn dequantise(part: &GsmSubframe) -> [i16; PULSES] {
    let (mut exponent, mut mantissa) = match part.loudness {
        loudness @ 16.. => ((loudness >> 3) - 1, loudness),
        loudness => (0, loudness),
    };
    mantissa -= exponent << 3;
    if mantissa == 0 {
        (exponent, mantissa) = (-4, 7);
    } else {
        while mantissa <= 7 {
            mantissa = mantissa << 1 | 1;
            exponent -= 1;
        }
        mantissa -= 8;
    }
    let factor = MANTISSAS[(mantissa & 7) as usize];
    let shift = (6 - exponent).clamp(0, 15);
    let half = if shift > 0 { 1 << (shift - 1) } else { 0 };
    part.pulses
        .map(|pulse| multiply(factor, ((pulse << 1) - 7) << 12).saturating_add(half) >> shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bits_are_a_frame() {
        let mut decoder = GsmDecoder::default();
        let mut samples = 0;
        for seed in 0..=255_u8 {
            let bytes: Vec<u8> = (0..PAIR_BYTES)
                .map(|n| {
                    seed.wrapping_mul(31)
                        .wrapping_add(n as u8)
                        .rotate_left(seed.into())
                })
                .collect();
            decoder.pair(&bytes, &mut |_| samples += 1);
            decoder.bare(&bytes[..BARE_BYTES], &mut |_| samples += 1);
            decoder.pair(&[seed; PAIR_BYTES], &mut |_| samples += 1);
        }
        assert_eq!(samples, 256 * 5 * FRAME_SAMPLES);
    }

    #[test]
    fn bits_are_taken_in_the_order_of_the_file() {
        let mut low = Bits {
            bytes: &[0b1010_0110, 0b0000_0001],
            at: 0,
            lowest_first: true,
        };
        assert_eq!([low.take(4), low.take(5)], [0b0110, 0b1_1010]);
        let mut high = Bits {
            bytes: &[0b0110_0100, 0b1000_0000],
            at: 0,
            lowest_first: false,
        };
        assert_eq!([high.take(4), high.take(5)], [0b0110, 0b0_1001]);
    }
}
