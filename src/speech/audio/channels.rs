//! Whether two channels are two parties, or one sound written twice.
//!
//! Judged by correlation over the loud parts: a copy with another volume, polarity or a small delay follows the other
//! channel sample by sample and stays equally louder or quieter throughout. The echo of the other party does not: it
//! comes late, or it is quieter in one party's turns and louder in the other's. Reads the sound as it streams by, in
//! constant memory but for a few bytes a second. Which side is the manager is left to settings and people.

/// Samples compared at a time: 100 ms.
const BLOCK: usize = super::RATE as usize / 10;
/// A copy is looked for up to this much earlier or later: 10 ms.
const LAGS: usize = super::RATE as usize / 100;
/// A block with room for the delays on both sides.
const WINDOW: usize = BLOCK + 2 * LAGS;
/// So many blocks are compared one after the other; then the delay is known, or known to be none…
const FIRST: usize = 20;
/// …and this many samples are passed over after each block.
const PASSED: usize = 4 * BLOCK;

/// Blocks this far below the loudest are not compared: there, only the codecs' noise differs.
const COMPARED_RANGE_DB: f32 = 25.0;
/// Nothing below this is compared.
const LOWEST_DB: f32 = -60.0;
/// Two codings of one sound correlate at least so much, also at a few kilobits a second.
const ALIKE: f32 = 0.8;
/// Loudness of a copy stays within this of a constant difference…
const TOLERANCE_DB: f32 = 3.0;
/// …which is never as large as that between a voice and its echo.
const LARGEST_GAIN_DB: f32 = 20.0;
/// This share of the loud blocks is alike.
const COPY_SHARE: f32 = 0.9;
/// Fewer loud blocks prove nothing.
const FEWEST: usize = 3;

/// One comparison.
#[derive(Debug, Clone, Copy)]
struct ChannelComparison {
    /// Loudness of the louder channel.
    level: f32,
    /// At the common delay; negative for the opposite polarity.
    correlation: f32,
    /// By how much the right channel is louder.
    gain: f32,
}

/// Compares two channels while they are read.
#[derive(Debug)]
pub struct TwinMeter {
    left: Vec<f32>,
    right: Vec<f32>,
    blocks: Vec<ChannelComparison>,
    /// Correlations of the first blocks at every delay, until the common one is known.
    searched: Vec<Vec<f32>>,
    /// First and last delay that is looked at, in samples after the earliest.
    lags: (usize, usize),
    loudest: f32,
    skip: usize,
    /// Enough was heard to know that the channels differ.
    differ: bool,
}

impl Default for TwinMeter {
    fn default() -> Self {
        Self {
            left: Vec::with_capacity(WINDOW),
            right: Vec::with_capacity(WINDOW),
            blocks: Vec::new(),
            searched: Vec::new(),
            lags: (0, 2 * LAGS),
            loudest: LOWEST_DB,
            skip: 0,
            differ: false,
        }
    }
}

impl TwinMeter {
    /// Takes the next samples, equally many of both channels.
    pub fn push(&mut self, left: &[i16], right: &[i16]) {
        let (mut left, mut right) = (left, right);
        while !self.differ && !left.is_empty() && !right.is_empty() {
            let wanted = if self.skip > 0 {
                self.skip
            } else {
                WINDOW - self.left.len()
            };
            let taken = wanted.min(left.len()).min(right.len());
            if self.skip > 0 {
                self.skip -= taken;
            } else {
                self.left.extend(left[..taken].iter().map(|s| f32::from(*s)));
                self.right.extend(right[..taken].iter().map(|s| f32::from(*s)));
            }
            (left, right) = (&left[taken..], &right[taken..]);
            if self.left.len() == WINDOW {
                self.compare();
                self.left.clear();
                self.right.clear();
            }
        }
    }

    /// True when both channels carry the same sound.
    pub fn is_one_sound_twice(mut self) -> bool {
        if !self.searched.is_empty() {
            self.settle();
        }
        let range = self.loudest - COMPARED_RANGE_DB;
        let loud: Vec<ChannelComparison> = self.blocks.into_iter().filter(|it| it.level > range).collect();
        if self.differ || loud.len() < FEWEST {
            return false;
        }
        let gain = median(&loud, |block| block.gain);
        let polarity = median(&loud, |block| block.correlation).signum();
        let same = loud.iter().filter(|block| {
            block.correlation * polarity >= ALIKE && (block.gain - gain).abs() <= TOLERANCE_DB
        });
        gain.abs() <= LARGEST_GAIN_DB && same.count() as f32 >= COPY_SHARE * loud.len() as f32
    }

    fn compare(&mut self) {
        level_out(&mut self.left);
        level_out(&mut self.right);
        let centre = &self.left[LAGS..LAGS + BLOCK];
        let (left, right) = (power(centre), power(&self.right[LAGS..LAGS + BLOCK]));
        let level = decibels(left.max(right));
        self.loudest = self.loudest.max(level);
        if level <= LOWEST_DB || level <= self.loudest - COMPARED_RANGE_DB {
            return;
        }
        let correlations: Vec<f32> = (self.lags.0..=self.lags.1)
            .map(|lag| {
                let late = &self.right[lag..lag + BLOCK];
                let both = (left * power(late)).sqrt() * BLOCK as f32;
                if both > 0.0 { dot(centre, late) / both } else { 0.0 }
            })
            .collect();
        let searching = self.blocks.len() == self.searched.len();
        self.blocks.push(ChannelComparison {
            level,
            correlation: strongest(&correlations),
            gain: decibels(right) - decibels(left),
        });
        if searching && self.blocks.len() <= FIRST {
            self.searched.push(correlations);
        }
        if self.searched.len() == FIRST {
            self.settle();
        }
        if self.blocks.len() >= FIRST {
            self.skip = PASSED;
        }
    }

    /// After the first blocks: the delay at which they are most alike is the common one, and two parties stay two.
    fn settle(&mut self) {
        let strength = |lag: usize| self.searched.iter().map(|it| it[lag]).sum::<f32>().abs();
        let strengths: Vec<f32> = (0..=2 * LAGS).map(strength).collect();
        let most = strongest(&strengths);
        // A steady tone is alike at every period: then the smallest delay is the likely one.
        let common = (0..strengths.len())
            .filter(|lag| strengths[*lag] >= most * 0.9995)
            .min_by_key(|lag| lag.abs_diff(LAGS))
            .unwrap_or(LAGS);
        self.lags = (common.saturating_sub(1), (common + 1).min(2 * LAGS));
        for (block, correlations) in self.blocks.iter_mut().zip(self.searched.drain(..)) {
            block.correlation = strongest(&correlations[self.lags.0..=self.lags.1]);
        }
        let alike = self.blocks.iter().filter(|it| it.correlation.abs() >= ALIKE);
        self.differ = alike.count() < self.blocks.len() / 4;
    }
}

/// The value farthest from zero.
fn strongest(values: &[f32]) -> f32 {
    let farther = |a: &&f32, b: &&f32| a.abs().total_cmp(&b.abs());
    values.iter().max_by(farther).copied().unwrap_or(0.0)
}

fn median(blocks: &[ChannelComparison], of: impl Fn(&ChannelComparison) -> f32) -> f32 {
    let mut values: Vec<f32> = blocks.iter().map(of).collect();
    values.sort_by(f32::total_cmp);
    values[values.len() / 2]
}

/// Removes the offset, which all channels of a bad sound card share.
fn level_out(samples: &mut [f32]) {
    let mean = samples.iter().sum::<f32>() / samples.len() as f32;
    for sample in samples {
        *sample -= mean;
    }
}

/// Eight sums at a time, so that the processor may do them at once.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.iter().sum()
}

fn power(samples: &[f32]) -> f32 {
    dot(samples, samples) / samples.len() as f32
}

/// Of full scale.
fn decibels(power: f32) -> f32 {
    10.0 * (power / (32_768.0 * 32_768.0)).max(1e-12).log10()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: usize = super::super::RATE as usize;

    /// Something like a voice of this pitch, in turns of two seconds, `odd` ones or the others.
    fn voice(seconds: usize, hertz: f32, odd: bool) -> Vec<f32> {
        (0..seconds * SECOND)
            .map(|i| {
                if (i / (2 * SECOND)) % 2 == usize::from(odd) {
                    let t = i as f32 / SECOND as f32;
                    let pitch = hertz * (1.0 + 0.05 * (t * 3.0).sin());
                    let buzz: f32 = (1..10)
                        .map(|k| (t * pitch * k as f32 * std::f32::consts::TAU).sin() / k as f32)
                        .sum();
                    buzz * (0.1 + 0.08 * (t * 25.0).sin())
                } else {
                    0.0
                }
            })
            .collect()
    }

    fn mix(parts: &[(&[f32], f32, usize)]) -> Vec<f32> {
        let mut mixed = vec![0.0; parts[0].0.len()];
        for (part, gain, late) in parts {
            for (i, sample) in mixed.iter_mut().enumerate().skip(*late) {
                *sample += part[i - late] * gain;
            }
        }
        mixed
    }

    /// What a codec adds: noise of its own on each channel, this loud.
    fn coded(sound: &[f32], seed: u32, loud: f32) -> Vec<i16> {
        let mut state = seed | 1;
        sound
            .iter()
            .map(|sample| {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                let noise = (state as f32 / u32::MAX as f32 - 0.5) * 2.0 * loud;
                ((sample + noise).clamp(-1.0, 1.0) * 32_767.0) as i16
            })
            .collect()
    }

    /// Fed in pieces of an odd length, as decoders give them.
    fn is_twice(left: &[f32], right: &[f32], noise: f32) -> bool {
        let (left, right) = (coded(left, 11, noise), coded(right, 77, noise));
        let mut meter = TwinMeter::default();
        for (left, right) in left.chunks(1_153).zip(right.chunks(1_153)) {
            meter.push(left, right);
        }
        meter.is_one_sound_twice()
    }

    /// Both parties on one track.
    fn conversation(seconds: usize) -> Vec<f32> {
        mix(&[
            (&voice(seconds, 110.0, false), 1.0, 0),
            (&voice(seconds, 190.0, true), 0.6, 0),
        ])
    }

    #[test]
    fn copies_are_found_with_another_volume_polarity_or_delay() {
        let sound = conversation(20);
        for (gain, late, noise) in [
            (1.0, 0, 0.0),
            (1.0, 0, 0.01),
            (1.0, 7, 0.02),
            (0.5, 0, 0.002),
            (0.2, 3, 0.002),
            (-1.0, 0, 0.002),
            (1.0, 7, 0.002),
            (0.7, 140, 0.002),
        ] {
            let copy = mix(&[(&sound, gain, late)]);
            assert!(is_twice(&sound, &copy, noise), "{gain} {late} {noise}");
            assert!(
                is_twice(&copy, &sound, noise),
                "{gain} {late} {noise}, the other way"
            );
        }
        // Too loud for its track: clipped in one copy only.
        assert!(is_twice(&sound, &mix(&[(&sound, 2.5, 0)]), 0.0));
        // Two seconds are enough.
        assert!(is_twice(&sound[..2 * SECOND], &sound[..2 * SECOND], 0.002));
    }

    #[test]
    fn two_parties_with_echo_or_crosstalk_stay_two() {
        let (a, b) = (voice(40, 110.0, false), voice(40, 190.0, true));
        for (echo, late) in [
            (0.0, 0),
            (0.05, 0),
            (0.25, 0),
            (0.5, 0),
            (0.25, 40),
            (0.25, 800),
            (0.5, 4_000),
        ] {
            let left = mix(&[(&a, 1.0, 0), (&b, echo, late)]);
            let right = mix(&[(&b, 0.6, 0), (&a, echo, late)]);
            for noise in [0.0, 0.005] {
                assert!(!is_twice(&left, &right, noise), "{echo} {late} {noise}");
            }
        }
    }

    #[test]
    fn both_at_once_are_two_as_well() {
        let (a, b) = (voice(20, 110.0, false), voice(20, 190.0, false));
        assert!(!is_twice(&a, &b, 0.002));
        assert!(!is_twice(
            &mix(&[(&a, 1.0, 0), (&b, 0.2, 0)]),
            &mix(&[(&b, 1.0, 0), (&a, 0.2, 0)]),
            0.002
        ));
    }

    #[test]
    fn the_same_ringing_before_two_parties_does_not_join_them() {
        let ringing: Vec<f32> = (0..40 * SECOND)
            .map(|i| {
                let t = i as f32 / SECOND as f32;
                let on = t < 12.0 && (t % 4.0) < 1.0;
                if on {
                    (t * 425.0 * std::f32::consts::TAU).sin() * 0.3
                } else {
                    0.0
                }
            })
            .collect();
        let mut a = voice(40, 110.0, false);
        let mut b = voice(40, 190.0, true);
        a[..12 * SECOND].fill(0.0);
        b[..12 * SECOND].fill(0.0);
        assert!(!is_twice(
            &mix(&[(&ringing, 1.0, 0), (&a, 1.0, 0)]),
            &mix(&[(&ringing, 1.0, 0), (&b, 1.0, 0)]),
            0.002
        ));
        let both = mix(&[(&ringing, 1.0, 0), (&a, 1.0, 0), (&b, 0.6, 0)]);
        assert!(is_twice(&both, &mix(&[(&both, 0.6, 5)]), 0.002));
    }

    #[test]
    fn one_voice_and_its_faint_echo_are_not_a_copy() {
        let a = voice(20, 110.0, false);
        assert!(!is_twice(&a, &mix(&[(&a, 0.04, 0)]), 0.000_1));
    }

    #[test]
    fn silence_is_not_a_copy() {
        let silence = vec![0.0; 10 * SECOND];
        assert!(!is_twice(&silence, &silence, 0.0));
        assert!(!is_twice(&silence, &silence, 0.000_5));
        assert!(!is_twice(&voice(10, 110.0, false), &silence, 0.0));
        assert!(!TwinMeter::default().is_one_sound_twice());
    }
}
