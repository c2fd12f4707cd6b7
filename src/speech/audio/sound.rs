//! A whole recording in memory, made in one pass over the file: samples, loudness, waveform.
//!
//! Decides how much is kept: 16 bits a sample at 16 kHz, and one channel when both carry the same sound.

use std::path::Path;

use super::channels::TwinMeter;
use super::decode::Decoder;
use super::peaks::{MAX_BINS, PeakMeter, Peaks};
use super::resample::Resampler;
use super::vad::{Interval, LevelMeter, speech};
use super::voice::voices;
use super::{AudioError, AudioFacts, RATE};

/// One channel of a recording.
#[derive(Debug, Default)]
pub struct Channel {
    /// 16 kHz, 16 bits.
    pub samples: Vec<i16>,
    /// Loudness every 10 ms, see [`LevelMeter`].
    pub levels: Vec<f32>,
    /// Where somebody speaks.
    pub speech: Vec<Interval>,
}

/// A recording ready to be heard.
#[derive(Debug)]
pub struct Sound {
    /// What is known of the file; the length is exact.
    pub facts: AudioFacts,
    /// The channels that differ: two for a call with one party a side, else one.
    pub channels: Vec<Channel>,
    /// The waveform of the file's own channels.
    pub peaks: Peaks,
}

/// Reads the file at `path`, which may be `limit_ms` long; `watch` is told the share done (0…1) now and then and
/// returns whether to go on.
///
/// # Errors
/// [`AudioError`]; `Ok(None)` when `watch` said stop.
pub fn load(
    path: &Path,
    limit_ms: i64,
    watch: &mut dyn FnMut(f32) -> bool,
) -> Result<Option<Sound>, AudioError> {
    let mut decoder = Decoder::open(path)?.limited(limit_ms);
    let promised_ms = decoder.facts().duration_ms;
    let mut collector = Collector {
        promised_ms,
        ..Collector::default()
    };
    let mut told_ms = 0;
    let mut tell = |position_ms: i64| {
        if position_ms - told_ms < 10_000 {
            return true;
        }
        told_ms = position_ms;
        watch(if promised_ms > 0 {
            (position_ms as f32 / promised_ms as f32).min(1.0)
        } else {
            0.0
        })
    };
    let whole = run(&mut decoder, &mut tell, &mut |planes| collector.push(planes))?;
    Ok(whole.then(|| collector.finish(decoder.facts().clone())))
}

/// Runs through a file at 16 kHz. `watch` is told before each block where it begins, in milliseconds, and returns whether
/// to go on; `sink` takes the samples, always as many channels as the file began with. False when `watch` said stop.
pub(super) fn run(
    decoder: &mut Decoder,
    watch: &mut dyn FnMut(i64) -> bool,
    sink: &mut dyn FnMut(&[Vec<f32>]),
) -> Result<bool, AudioError> {
    let mut resampler: Option<(u32, Resampler)> = None;
    let mut channels = 0;
    loop {
        let position_ms = decoder.position_ms();
        if !watch(position_ms) {
            return Ok(false);
        }
        let Some(block) = decoder.next_block()? else { break };
        if channels == 0 {
            channels = block.planes.len();
        }
        let planes = like(block.planes, channels);
        if resampler.as_ref().is_none_or(|(rate, _)| *rate != block.rate) {
            if let Some((_, old)) = resampler.take() {
                old.finish(sink);
            }
            let fresh =
                Resampler::new(block.rate, channels).ok_or(AudioError::Broken { at_ms: position_ms })?;
            resampler = Some((block.rate, fresh));
        }
        if let Some((_, resampler)) = &mut resampler {
            resampler.push(&planes, sink);
        }
    }
    if let Some((_, resampler)) = resampler {
        resampler.finish(sink);
    }
    Ok(true)
}

/// The block with as many channels as the recording began with.
fn like(planes: &[Vec<f32>], channels: usize) -> std::borrow::Cow<'_, [Vec<f32>]> {
    if planes.len() == channels {
        return std::borrow::Cow::Borrowed(planes);
    }
    (0..channels)
        .map(|i| planes[i.min(planes.len() - 1)].clone())
        .collect::<Vec<_>>()
        .into()
}

#[derive(Default)]
struct Collector {
    /// What the headers say, in milliseconds.
    promised_ms: i64,
    channels: Vec<Channel>,
    levels: Vec<LevelMeter>,
    peaks: Vec<PeakMeter>,
    twins: TwinMeter,
}

impl Collector {
    fn fit(&mut self, channels: usize) {
        if !self.channels.is_empty() {
            return;
        }
        // Room for the whole, so that growing never doubles it; headers may lie, so not beyond an hour.
        let expected = (self.promised_ms.clamp(0, 3_600_000) + 1_000) as usize * (RATE as usize / 1000);
        for _ in 0..channels {
            self.channels.push(Channel {
                samples: Vec::with_capacity(expected),
                ..Channel::default()
            });
            self.levels.push(LevelMeter::default());
            self.peaks.push(PeakMeter::default());
        }
    }

    fn push(&mut self, planes: &[Vec<f32>]) {
        self.fit(planes.len());
        let known = self.channels.first().map_or(0, |first| first.samples.len());
        for (i, plane) in planes.iter().enumerate() {
            let samples = &mut self.channels[i].samples;
            samples.extend(plane.iter().map(|sample| (sample * 32_767.0) as i16));
            self.levels[i].push(&samples[known..]);
            self.peaks[i].push(&samples[known..]);
        }
        if let [left, right] = self.channels.as_slice() {
            self.twins.push(&left.samples[known..], &right.samples[known..]);
        }
    }

    fn finish(mut self, facts: AudioFacts) -> Sound {
        let peaks = Peaks {
            channels: self
                .peaks
                .into_iter()
                .map(|meter| meter.finish(MAX_BINS))
                .collect(),
        };
        for (channel, meter) in self.channels.iter_mut().zip(self.levels) {
            channel.levels = meter.finish();
        }
        if self.twins.is_one_sound_twice() {
            self.channels.truncate(1);
        }
        for channel in &mut self.channels {
            channel.speech = voices(&channel.samples, speech(&channel.levels));
        }
        Sound {
            facts,
            channels: self.channels,
            peaks,
        }
    }
}
