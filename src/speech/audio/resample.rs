//! To 16 kHz, whatever the file has, as a stream.
//!
//! Decides the resampler (FFT, its delay removed, so that times stay exact). Knows nothing of files.

use rubato::audioadapter_buffers::direct::SequentialSliceOfVecs;
use rubato::{Fft, FixedSync, Indexing, Resampler as _};

use super::RATE;

/// Input frames at a time; a hint, rounded to what the ratio needs.
const CHUNK: usize = 1024;
/// The highest rate, in Hz: twice that of the finest recorders. What a file says of itself may be anything, and the buffers
/// grow with it.
const HIGHEST: u32 = 768_000;

/// Turns blocks of any rate into 16 kHz, all channels together.
pub struct Resampler {
    inner: Option<Fft<f32>>,
    waiting: Vec<Vec<f32>>,
    output: Vec<Vec<f32>>,
    /// Output frames of the filter's delay still to be dropped.
    delay: usize,
    frames_in: u64,
    frames_out: u64,
    rate: u32,
}

impl Resampler {
    /// A resampler from `rate` for `channels` channels; `None` for a rate nothing can be done with.
    pub fn new(rate: u32, channels: usize) -> Option<Self> {
        if rate == 0 || rate > HIGHEST {
            return None;
        }
        let inner = if rate == RATE {
            None
        } else {
            Some(Fft::new(rate as usize, RATE as usize, CHUNK, channels, FixedSync::Both).ok()?)
        };
        Some(Self {
            delay: inner.as_ref().map_or(0, rubato::Resampler::output_delay),
            inner,
            waiting: vec![Vec::new(); channels],
            output: vec![Vec::new(); channels],
            frames_in: 0,
            frames_out: 0,
            rate,
        })
    }

    /// Takes a block and hands what is ready to `sink`, one slice a channel.
    pub fn push(&mut self, planes: &[Vec<f32>], sink: &mut dyn FnMut(&[Vec<f32>])) {
        self.frames_in += planes.first().map_or(0, |plane| plane.len() as u64);
        if self.inner.is_none() {
            sink(planes);
            return;
        }
        for (waiting, plane) in self.waiting.iter_mut().zip(planes) {
            waiting.extend_from_slice(plane);
        }
        self.run(sink, false);
    }

    /// The end: hands over what is still inside, so that the length matches the input's.
    pub fn finish(mut self, sink: &mut dyn FnMut(&[Vec<f32>])) {
        if self.inner.is_some() {
            self.run(sink, true);
        }
    }

    fn run(&mut self, sink: &mut dyn FnMut(&[Vec<f32>]), last: bool) {
        let Some(inner) = &mut self.inner else { return };
        let expected = (self.frames_in * u64::from(RATE)).div_ceil(u64::from(self.rate));
        let channels = self.waiting.len();
        let mut used = 0;
        loop {
            let ready = self.waiting.first().map_or(0, Vec::len) - used;
            let needed = inner.input_frames_next();
            if ready < needed && !(last && self.frames_out < expected) {
                break;
            }
            let taken = ready.min(needed);
            let space = inner.output_frames_next();
            for plane in &mut self.output {
                plane.resize(space, 0.0);
            }
            let frames = used + taken;
            let indexing = Indexing {
                input_offset: used,
                output_offset: 0,
                partial_len: (taken < needed).then_some(taken),
                active_channels_mask: None,
            };
            let made = SequentialSliceOfVecs::new(self.waiting.as_slice(), channels, frames)
                .ok()
                .zip(SequentialSliceOfVecs::new_mut(self.output.as_mut_slice(), channels, space).ok())
                .and_then(|(from, mut to)| inner.process_into_buffer(&from, &mut to, Some(&indexing)).ok());
            // Sizes are those the resampler asked for; should it still refuse, stopping beats looping.
            let Some((_, made)) = made else { break };
            used += taken;
            let dropped = self.delay.min(made);
            self.delay -= dropped;
            let left = (expected.saturating_sub(self.frames_out) as usize).min(made - dropped);
            let kept = if last { left } else { made - dropped };
            for plane in &mut self.output {
                plane.truncate(dropped + kept);
                plane.drain(..dropped);
            }
            self.frames_out += kept as u64;
            if kept > 0 {
                sink(&self.output);
            }
        }
        for waiting in &mut self.waiting {
            waiting.drain(..used.min(waiting.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn resampled(rate: u32, input: &[f32], block: usize) -> Vec<f32> {
        let mut resampler = Resampler::new(rate, 1).unwrap();
        let mut out = Vec::new();
        for part in input.chunks(block) {
            resampler.push(&[part.to_vec()], &mut |planes| out.extend_from_slice(&planes[0]));
        }
        resampler.finish(&mut |planes| out.extend_from_slice(&planes[0]));
        out
    }

    #[test]
    fn a_tone_keeps_its_place_and_height() {
        for rate in [8_000_u32, 11_025, 22_050, 44_100, 48_000] {
            let input: Vec<f32> = (0..rate)
                .map(|i| (i as f32 / rate as f32 * 440.0 * std::f32::consts::TAU).sin() * 0.5)
                .collect();
            let out = resampled(rate, &input, 777);
            assert_eq!(out.len(), 16_000, "{rate}");
            let worst = (2_000..14_000)
                .map(|i| (out[i] - (i as f32 / 16_000.0 * 440.0 * std::f32::consts::TAU).sin() * 0.5).abs())
                .fold(0.0, f32::max);
            // At most one sample off.
            assert!(worst < 0.09, "{rate}: {worst}");
        }
    }

    #[test]
    fn a_rate_that_no_recorder_has_is_none() {
        for rate in [0, HIGHEST + 1, 4_000_000_007] {
            assert!(Resampler::new(rate, 1).is_none(), "{rate}");
        }
        assert!(Resampler::new(192_000, 2).is_some());
    }

    #[test]
    fn channels_of_different_lengths_end_without_a_fall() {
        let mut resampler = Resampler::new(48_000, 2).unwrap();
        let mut taken = 0;
        for _ in 0..4 {
            let planes = [vec![0.1; 4_000], vec![0.1; 100]];
            resampler.push(&planes, &mut |planes| taken += planes[0].len());
        }
        resampler.finish(&mut |planes| taken += planes[0].len());
        assert!(taken <= 16_000 / 3 + 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn the_length_fits_whatever_the_blocks(
            rate in prop::sample::select(vec![8_000_u32, 16_000, 32_000, 44_100, 48_000]),
            frames in 1_usize..20_000,
            block in 1_usize..5_000,
        ) {
            let out = resampled(rate, &vec![0.1; frames], block);
            prop_assert_eq!(out.len() as u64, (frames as u64 * 16_000).div_ceil(u64::from(rate)));
        }
    }
}
