//! Numbers in fewer bits: half floats, and ggml's `q8_0` (32 numbers share a half-float scale, one byte each).
//!
//! Decides how a number is rounded; which tensors are stored how is left to [`super::plan`].

use super::ggml::Storage;

/// Precision of an imported model's weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weights {
    /// Half floats, as trained.
    #[default]
    F16,
    /// About half the size, nearly the same text, faster where memory is slow.
    Q8_0,
}

impl Weights {
    /// ggml's number for a file of this precision; thousands are the version of the quantisation.
    pub(super) const fn file_type(self) -> u32 {
        match self {
            Self::F16 => 1,
            Self::Q8_0 => 2007,
        }
    }
}

/// Numbers in one block of `q8_0`.
pub(super) const BLOCK: usize = 32;

/// Appends `values` to `out` as `storage` has them. For `Q8_0` their number is a multiple of [`BLOCK`].
pub(super) fn encode(values: &[f32], storage: Storage, out: &mut Vec<u8>) {
    match storage {
        Storage::F32 => values
            .iter()
            .for_each(|value| out.extend_from_slice(&value.to_le_bytes())),
        Storage::F16 => values
            .iter()
            .for_each(|value| out.extend_from_slice(&to_half(*value).to_le_bytes())),
        Storage::Q8_0 => values
            .chunks_exact(BLOCK)
            .for_each(|block| encode_block(block, out)),
    }
}

/// One block: the scale that brings the largest value to ±127, then the rounded values.
fn encode_block(values: &[f32], out: &mut Vec<u8>) {
    let largest = values
        .iter()
        .fold(0.0_f32, |largest, value| largest.max(value.abs()));
    let scale = largest / 127.0;
    let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
    out.extend_from_slice(&to_half(scale).to_le_bytes());
    for value in values {
        out.extend_from_slice(&((value * inverse).round() as i8).to_le_bytes());
    }
}

/// A half float's value.
pub(super) fn from_half(half: u16) -> f32 {
    let sign = u32::from(half & 0x8000) << 16;
    let exponent = u32::from(half >> 10) & 0x1f;
    let fraction = u32::from(half & 0x3ff);
    match exponent {
        // Subnormal: the fraction counts steps of 2^-24.
        0 => f32::from_bits(sign | (fraction as f32 / 16_777_216.0).to_bits()),
        31 => f32::from_bits(sign | 0x7f80_0000 | (fraction << 13)),
        _ => f32::from_bits(sign | ((exponent + 112) << 23) | (fraction << 13)),
    }
}

/// The nearest half float; ties go to the even one, what is too large becomes infinite.
pub(super) fn to_half(value: f32) -> u16 {
    let bits = value.to_bits();
    let sign = (bits >> 16) as u16 & 0x8000;
    let magnitude = bits & 0x7fff_ffff;
    if magnitude > 0x7f80_0000 {
        return sign | 0x7e00;
    }
    // 65520 is half way between the largest half float and the next step.
    if magnitude >= 0x477f_f000 {
        return sign | 0x7c00;
    }
    // Below 2^-14 halves are subnormal: adding 0.5 leaves exactly the bits of the fraction, rounded by the machine.
    if magnitude < 0x3880_0000 {
        return sign | (f32::from_bits(magnitude) + 0.5).to_bits() as u16;
    }
    let odd = (magnitude >> 13) & 1;
    let rounded = magnitude + 0xfff + odd;
    sign | ((rounded >> 13) - (112 << 10)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The inverse of [`encode_block`], as whisper.cpp reads it.
    fn decode_block(bytes: &[u8]) -> Vec<f32> {
        let scale = from_half(u16::from_le_bytes([bytes[0], bytes[1]]));
        bytes[2..]
            .iter()
            .map(|byte| f32::from(byte.cast_signed()) * scale)
            .collect()
    }

    #[test]
    fn every_half_float_survives_the_way_there_and_back() {
        for half in 0..=u16::MAX {
            let value = from_half(half);
            if value.is_nan() {
                assert!(from_half(to_half(value)).is_nan());
            } else {
                assert_eq!(to_half(value), half, "{half:#06x} = {value}");
            }
        }
    }

    #[test]
    fn halves_round_to_nearest_even() {
        for (value, half) in [
            (1.0, 0x3c00),
            (-2.0, 0xc000),
            (65504.0, 0x7bff),
            (65519.9, 0x7bff),
            (65520.0, 0x7c00),
        ] {
            assert_eq!(to_half(value), half, "{value}");
        }
        // Half way between 1 and the next half float, and between that and the one after.
        assert_eq!(to_half(1.0 + 1.0 / 2048.0), 0x3c00);
        assert_eq!(to_half(1.0 + 3.0 / 2048.0), 0x3c02);
    }

    #[test]
    fn a_block_of_zeros_stays_zero() {
        let mut bytes = Vec::new();
        encode(&[0.0; BLOCK], Storage::Q8_0, &mut bytes);
        assert_eq!(bytes, vec![0; 34]);
    }

    proptest! {
        #[test]
        fn a_quantised_number_is_off_by_half_a_step_at_most(
            values in prop::collection::vec(-4.0_f32..4.0, BLOCK * 3),
        ) {
            let mut bytes = Vec::new();
            encode(&values, Storage::Q8_0, &mut bytes);
            prop_assert_eq!(bytes.len() as u64, Storage::Q8_0.bytes(values.len() as u64));
            for (block, coded) in values.chunks(BLOCK).zip(bytes.chunks(34)) {
                let largest = block.iter().fold(0.0_f32, |m, v| m.max(v.abs()));
                // Half a step, and the scale's own rounding to a half float (1/2048) over the whole range.
                let bound = largest / 127.0 * 0.5 + largest / 2048.0 + 1e-6;
                for (value, back) in block.iter().zip(decode_block(coded)) {
                    prop_assert!((value - back).abs() <= bound, "{} → {} (bound {})", value, back, bound);
                }
            }
        }
    }
}
