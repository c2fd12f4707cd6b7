//! Where somebody may speak, by loudness alone: louder than the line's own noise, and never steady.
//!
//! Cheap on purpose (one pass, then arithmetic on 100 numbers a second): neural detection costs more time than it
//! saves here. Decides intervals without any margin; telling music from voices is left to [`super::voice`], margins and
//! packing to whoever cuts the sound.

use serde::{Deserialize, Serialize};

/// Samples of one level: 10 ms.
pub const FRAME: usize = super::RATE as usize / 100;
/// Milliseconds of one level.
pub const FRAME_MS: i64 = 10;
/// The level of digital silence.
pub const LEVEL_FLOOR_DB: f32 = -100.0;

/// Speech is at least this much louder than the noise around it…
const ABOVE_NOISE_DB: f32 = 9.0;
/// …and not quieter than this below the loudest speech: the other party's echo.
const BELOW_LOUDEST_DB: f32 = 32.0;
/// Nothing below this is speech.
const LOWEST_DB: f32 = -62.0;
/// A word may fade this far below the threshold before it counts as ended.
const FADE_DB: f32 = 4.0;
/// Pauses up to this are inside a phrase, in frames.
const HANG: usize = 20;
/// Shorter sounds are clicks, in frames.
const SHORTEST: usize = 8;
/// Tones, beeps and bursts of noise hold their level; voices never do.
const STEADY_DB: f32 = 1.4;
/// Frames in which steadiness can be judged.
const STEADY_FRAMES: usize = 15;
/// Seconds around a moment from which the noise is learnt.
const NOISE_SECONDS: usize = 15;

/// A stretch of time in milliseconds, end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// Where it starts.
    pub start_ms: i64,
    /// Where it ends.
    pub end_ms: i64,
}

/// Measures loudness in dB of full scale every 10 ms, without hum and offset.
#[derive(Debug, Default)]
pub struct LevelMeter {
    levels: Vec<f32>,
    energy: f32,
    filled: usize,
    before: f32,
    passed: f32,
}

impl LevelMeter {
    /// Takes the next samples.
    pub fn push(&mut self, samples: &[i16]) {
        for sample in samples {
            let sample = f32::from(*sample) / 32_768.0;
            // A one-pole high pass at about 130 Hz.
            self.passed = sample - self.before + 0.95 * self.passed;
            self.before = sample;
            self.energy += self.passed * self.passed;
            self.filled += 1;
            if self.filled == FRAME {
                self.close_frame();
            }
        }
    }

    /// The levels, one for every 10 ms begun.
    pub fn finish(mut self) -> Vec<f32> {
        if self.filled > 0 {
            self.close_frame();
        }
        self.levels
    }

    fn close_frame(&mut self) {
        let power = self.energy / self.filled as f32;
        self.levels
            .push((10.0 * power.max(1e-12).log10()).max(LEVEL_FLOOR_DB));
        self.energy = 0.0;
        self.filled = 0;
    }
}

/// Where somebody speaks, in order and apart from each other.
pub fn speech(levels: &[f32]) -> Vec<Interval> {
    let noise = noise_floor(levels);
    let mut loud: Vec<f32> = levels
        .iter()
        .enumerate()
        .filter(|(i, level)| **level > noise[i / 100] + ABOVE_NOISE_DB && **level > LOWEST_DB)
        .map(|(_, level)| *level)
        .collect();
    if loud.len() < SHORTEST {
        return Vec::new();
    }
    loud.sort_by(f32::total_cmp);
    let least = (loud[loud.len() * 95 / 100] - BELOW_LOUDEST_DB).max(LOWEST_DB);
    let threshold = |frame: usize| (noise[frame / 100] + ABOVE_NOISE_DB).max(least);

    let mut intervals = Vec::new();
    let mut frame = 0;
    while frame < levels.len() {
        if levels[frame] < threshold(frame) {
            frame += 1;
            continue;
        }
        let start = frame;
        let mut last = frame;
        while frame < levels.len() && frame - last <= HANG {
            if levels[frame] >= threshold(frame) - FADE_DB {
                last = frame;
            }
            frame += 1;
        }
        let run = &levels[start..=last];
        let active = run
            .iter()
            .zip(start..)
            .filter(|(level, i)| **level >= threshold(*i))
            .count();
        if active >= SHORTEST && !is_steady(run) {
            intervals.push(Interval {
                start_ms: start as i64 * FRAME_MS,
                end_ms: (last as i64 + 1) * FRAME_MS,
            });
        }
    }
    intervals
}

/// The noise of each second: a low quantile of the quiet moments around it.
fn noise_floor(levels: &[f32]) -> Vec<f32> {
    let quiet: Vec<f32> = levels
        .chunks(100)
        .map(|second| {
            let mut sorted = second.to_vec();
            sorted.sort_by(f32::total_cmp);
            sorted[sorted.len() / 10]
        })
        .collect();
    (0..quiet.len())
        .map(|second| {
            let from = second.saturating_sub(NOISE_SECONDS);
            let to = (second + NOISE_SECONDS + 1).min(quiet.len());
            let mut around = quiet[from..to].to_vec();
            around.sort_by(f32::total_cmp);
            around[around.len() / 5]
        })
        .collect()
}

/// True for a sound that keeps its loudness, apart from its edges.
fn is_steady(run: &[f32]) -> bool {
    if run.len() < STEADY_FRAMES {
        return false;
    }
    let edge = (run.len() / 8).clamp(2, 10);
    let middle = &run[edge..run.len() - edge];
    let count = middle.len() as f32;
    let mean = middle.iter().sum::<f32>() / count;
    let variance = middle.iter().map(|level| (level - mean).powi(2)).sum::<f32>() / count;
    variance.sqrt() < STEADY_DB
}
