//! A part of a recording as a sound of its own: 16-bit WAV at 16 kHz.
//!
//! Decides that a part holds nothing but its range, to the sample, and keeps the parties on their channels. The file is
//! decoded from its beginning up to the end of the part: only so are its times those of the transcript in every format.
//! Memory stays at one block. Who may hear which part is left to `snippets`.

use std::cell::Cell;
use std::io::{BufWriter, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use super::decode::Decoder;
use super::playable::{HEAD_BYTES, head};
use super::sound::run;
use super::{AudioError, RATE};

/// Writes what is heard from `start_ms` to `end_ms` of the file at `path` to `into`; less when the file ends before.
///
/// # Errors
/// [`AudioError`]; also when `into` cannot be written, and [`AudioError::Empty`] when nothing lies in the range.
pub fn write_part(path: &Path, start_ms: i64, end_ms: i64, into: &std::fs::File) -> Result<(), AudioError> {
    let frame = |ms: i64| (ms.max(0).unsigned_abs() as usize).saturating_mul(RATE as usize) / 1000;
    let (from, to) = (frame(start_ms), frame(end_ms));
    let mut out = BufWriter::with_capacity(256 * 1024, into);
    out.write_all(&[0; HEAD_BYTES as usize])?;
    let passed = Cell::new(0_usize);
    let (mut bytes, mut channels) = (0_u32, 0);
    let mut written = Ok(());
    let mut sink = |planes: &[Vec<f32>]| {
        let begin = passed.get();
        let frames = planes.first().map_or(0, Vec::len);
        passed.set(begin + frames);
        channels = planes.len();
        let (first, last) = (from.saturating_sub(begin), to.saturating_sub(begin).min(frames));
        for at in first..last.max(first) {
            for plane in planes {
                // A channel that ends before the others is silent from there on.
                let sample = (plane.get(at).copied().unwrap_or(0.0) * 32_767.0) as i16;
                if written.is_ok() {
                    written = out.write_all(&sample.to_le_bytes());
                    bytes = bytes.saturating_add(2);
                }
            }
        }
    };
    let mut decoder = Decoder::open(path)?;
    run(&mut decoder, &mut |_| passed.get() < to, &mut sink)?;
    written?;
    if bytes == 0 {
        return Err(AudioError::Empty);
    }
    out.seek(SeekFrom::Start(0))?;
    out.write_all(&head(RATE, channels, bytes))?;
    out.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    /// Two seconds of stereo at this rate: left a step a tenth of a second, right silence.
    fn steps(rate: u32) -> tempfile::NamedTempFile {
        let frames = rate * 2;
        let mut bytes = head(rate, 2, frames * 4).to_vec();
        for frame in 0..frames {
            let step = i16::try_from(frame * 10 / rate).unwrap() * 1000;
            bytes.extend_from_slice(&step.to_le_bytes());
            bytes.extend_from_slice(&0_i16.to_le_bytes());
        }
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        file
    }

    fn part(path: &Path, start_ms: i64, end_ms: i64) -> Vec<i16> {
        let file = tempfile::NamedTempFile::new().unwrap();
        write_part(path, start_ms, end_ms, &file.reopen().unwrap()).unwrap();
        let mut bytes = Vec::new();
        file.reopen().unwrap().read_to_end(&mut bytes).unwrap();
        let said = u32::from_le_bytes(bytes[40..44].try_into().unwrap()) as usize;
        assert_eq!(said, bytes.len() - 44, "the head tells the length");
        bytes[44..]
            .chunks_exact(2)
            .map(|pair| i16::from_le_bytes([pair[0], pair[1]]))
            .collect()
    }

    #[test]
    fn a_part_is_its_range_to_the_sample_on_both_channels() {
        let file = steps(RATE);
        let samples = part(file.path(), 450, 1_050);
        assert_eq!(samples.len(), 600 * 16 * 2);
        let left: Vec<i16> = samples.iter().copied().step_by(2).collect();
        assert!(samples.iter().skip(1).step_by(2).all(|it| *it == 0));
        for (ms, step) in [(0, 4), (49, 4), (51, 5), (549, 9), (551, 10)] {
            let sample = left[ms * 16];
            assert!((i32::from(sample) - step * 1000).abs() < 3, "{ms}: {sample}");
        }
    }

    #[test]
    fn other_rates_keep_their_times_and_the_end_is_the_end() {
        let file = steps(8_000);
        let left: Vec<i16> = part(file.path(), 1_000, 1_500)
            .iter()
            .copied()
            .step_by(2)
            .collect();
        assert_eq!(left.len(), 500 * 16);
        // The middle of each tenth: a filter rings at the steps.
        for (ms, step) in [(50, 10), (250, 12), (450, 14)] {
            let sample = i32::from(left[ms * 16]);
            assert!((sample - step * 1000).abs() < 300, "{ms}: {sample}");
        }
        assert_eq!(part(file.path(), 1_500, 9_000).len(), 500 * 16 * 2);
        // No range is too long to be counted.
        assert_eq!(part(file.path(), i64::MIN, i64::MAX).len(), 2_000 * 16 * 2);
        let nothing = write_part(file.path(), 3_000, 4_000, &tempfile::tempfile().unwrap());
        assert!(matches!(nothing, Err(AudioError::Empty)));
    }
}
