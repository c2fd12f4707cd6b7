//! Running through a file block by block: planar samples in −1…1, times kept straight over damage and gaps.
//!
//! Decides what happens to damage: a lost packet becomes silence of its length, an end before the promised end is
//! noted, what came before stays usable. Opening is left to [`super::probe`], the rate to [`super::resample`].

use std::path::Path;

use symphonia::core::codecs::audio::AudioDecoder;
use symphonia::core::errors::Error as Fault;
use symphonia::core::formats::{FormatReader, TrackType};
use symphonia::core::packet::Packet;
use symphonia::core::units::TimeBase;

use super::probe::{Opened, guarded, make_decoder, open};
use super::{AudioError, AudioFacts, MAX_DURATION_MS};

/// Gaps in the packets' times are filled with silence up to this length; longer ones are a broken clock.
const MAX_GAP_MS: i64 = 60_000;
/// Gaps below this are rounding.
const MIN_GAP_MS: i64 = 200;
/// So many bad packets in a row mean that the rest is not sound.
const MAX_BAD_RUN: u32 = 500;
/// Rates outside of this come from damaged headers.
const RATES: std::ops::RangeInclusive<u32> = 4_000..=384_000;

/// Some sound: one vector a channel, all of the same length.
pub struct Block<'a> {
    /// Samples a second.
    pub rate: u32,
    /// One or two channels.
    pub planes: &'a [Vec<f32>],
}

/// A file being decoded. Memory stays at one packet.
pub struct Decoder {
    reader: Box<dyn FormatReader>,
    codec: Box<dyn AudioDecoder>,
    track: u32,
    time_base: Option<TimeBase>,
    exact_length: bool,
    facts: AudioFacts,
    planes: Vec<Vec<f32>>,
    silence: Vec<Vec<f32>>,
    rate: u32,
    position_ns: i64,
    first_pts_ms: Option<i64>,
    silence_due: usize,
    sound_due: bool,
    good: u64,
    bad: u64,
    bad_run: u32,
    ended: bool,
}

impl Decoder {
    /// Opens the file at `path`.
    pub fn open(path: &Path) -> Result<Self, AudioError> {
        let Opened {
            reader,
            decoder: codec,
            track,
            time_base,
            facts,
            exact_length,
        } = open(path)?;
        Ok(Self {
            reader,
            codec,
            track,
            time_base,
            exact_length,
            rate: facts.sample_rate,
            planes: Vec::new(),
            silence: Vec::new(),
            facts,
            position_ns: 0,
            first_pts_ms: None,
            silence_due: 0,
            sound_due: false,
            good: 0,
            bad: 0,
            bad_run: 0,
            ended: false,
        })
    }

    /// What is known so far; exact once [`Self::next_block`] has answered `None`.
    pub fn facts(&self) -> &AudioFacts {
        &self.facts
    }

    /// Where the next block starts, in milliseconds.
    pub fn position_ms(&self) -> i64 {
        self.position_ns / 1_000_000
    }

    /// The next stretch of sound, at most a second; `None` at the end.
    ///
    /// # Errors
    /// [`AudioError::Broken`] when nothing usable came before the damage, [`AudioError::TooLong`] at the limit.
    pub fn next_block(&mut self) -> Result<Option<Block<'_>>, AudioError> {
        loop {
            if self.silence_due > 0 {
                let frames = self.silence_due.min(self.rate as usize);
                self.silence_due -= frames;
                self.silence = vec![vec![0.0; frames]; self.planes.len()];
                self.passed(frames)?;
                return Ok(Some(Block {
                    rate: self.rate,
                    planes: &self.silence,
                }));
            }
            if self.sound_due {
                self.sound_due = false;
                self.passed(self.planes.first().map_or(0, Vec::len))?;
                return Ok(Some(Block {
                    rate: self.rate,
                    planes: &self.planes,
                }));
            }
            if self.ended {
                return self.close().map(|()| None);
            }
            self.advance()?;
        }
    }

    /// Runs through the remaining packets without decoding and answers the whole length in milliseconds.
    pub(super) fn count_rest(&mut self) -> Result<i64, AudioError> {
        let mut length_us = self.position_ns / 1000;
        while let Ok(Some(packet)) = guarded(|| self.reader.next_packet()) {
            if packet.track_id == self.track {
                length_us += self.ticks_us(packet.dur.get());
                if length_us / 1000 > MAX_DURATION_MS {
                    return Err(too_long());
                }
            }
        }
        Ok(length_us / 1000)
    }

    fn passed(&mut self, frames: usize) -> Result<(), AudioError> {
        self.position_ns += frames as i64 * 1_000_000_000 / i64::from(self.rate.max(1));
        if self.position_ms() > MAX_DURATION_MS {
            Err(too_long())
        } else {
            Ok(())
        }
    }

    /// Reads one packet: leaves sound, silence or the end behind.
    fn advance(&mut self) -> Result<(), AudioError> {
        match guarded(|| self.reader.next_packet()) {
            Ok(Some(packet)) if packet.track_id == self.track => self.take(&packet),
            Ok(Some(_)) => Ok(()),
            Err(Fault::ResetRequired) => self.restart(),
            Err(Fault::DecodeError(_)) if self.bad_run < MAX_BAD_RUN => {
                self.lost();
                Ok(())
            }
            Err(Fault::IoError(source)) if source.kind() != std::io::ErrorKind::UnexpectedEof => {
                Err(AudioError::Io(source))
            }
            // A file cut short ends without a word; whether it was is seen from the promised length.
            Ok(None) | Err(Fault::IoError(_)) => {
                self.ended = true;
                Ok(())
            }
            Err(_) => {
                self.damaged();
                self.ended = true;
                Ok(())
            }
        }
    }

    fn take(&mut self, packet: &Packet) -> Result<(), AudioError> {
        self.note_gap(packet);
        match guarded(|| {
            let sound = self.codec.decode(packet)?;
            let (rate, channels) = (sound.spec().rate(), sound.spec().channels().count());
            if sound.frames() > 0 && channels <= 2 {
                sound.copy_to_vecs_planar(&mut self.planes);
            }
            Ok((rate, channels, sound.frames()))
        }) {
            Ok((_, channels, _)) if channels > 2 => Err(AudioError::TooManyChannels { channels }),
            Ok((rate, channels, frames)) => {
                if !RATES.contains(&rate) || channels == 0 {
                    return Err(AudioError::Broken {
                        at_ms: self.position_ms(),
                    });
                }
                if self.good == 0 {
                    self.facts.sample_rate = rate;
                    self.facts.channels = channels as u16;
                }
                self.good += 1;
                self.bad_run = 0;
                self.rate = rate;
                self.sound_due = frames > 0;
                Ok(())
            }
            Err(Fault::IoError(_) | Fault::DecodeError(_)) if self.bad_run < MAX_BAD_RUN => {
                self.lost();
                let frames =
                    self.ticks_us(packet.dur.get()).min(1_000_000) * i64::from(self.rate) / 1_000_000;
                // Silence before the first sound would only move the start.
                self.silence_due += if self.good > 0 { frames.max(0) as usize } else { 0 };
                Ok(())
            }
            Err(Fault::ResetRequired) => self.restart(),
            Err(_) => {
                self.damaged();
                self.ended = true;
                Ok(())
            }
        }
    }

    /// Recorders that send nothing in pauses leave holes between packets' times.
    fn note_gap(&mut self, packet: &Packet) {
        let Some(base) = self.time_base else { return };
        let pts_ms = i64::try_from(base.calc_time_saturating(packet.pts).as_millis()).unwrap_or(0);
        let first = *self.first_pts_ms.get_or_insert(pts_ms);
        let gap_ms = pts_ms.saturating_sub(first) - self.position_ms();
        if self.good == 0 || self.rate == 0 || !(-MIN_GAP_MS..=MAX_GAP_MS).contains(&gap_ms) {
            // Start here again, whatever the clock was before.
            self.first_pts_ms = Some(pts_ms.saturating_sub(self.position_ms()));
        } else if gap_ms > MIN_GAP_MS {
            self.silence_due += (gap_ms * i64::from(self.rate) / 1000) as usize;
        }
    }

    fn ticks_us(&self, ticks: u64) -> i64 {
        self.time_base.map_or(0, |base| {
            let span = base.calc_duration_saturating(symphonia::core::units::Duration::new(ticks));
            i64::try_from(span.as_micros()).unwrap_or(0).clamp(0, 60_000_000)
        })
    }

    fn lost(&mut self) {
        self.bad += 1;
        self.bad_run += 1;
        self.damaged();
    }

    fn damaged(&mut self) {
        let here = self.position_ms();
        self.facts.damaged_at_ms.get_or_insert(here);
    }

    /// A chained stream starts anew with other parameters.
    fn restart(&mut self) -> Result<(), AudioError> {
        let Some(track) = self.reader.default_track(TrackType::Audio) else {
            self.ended = true;
            return Ok(());
        };
        self.track = track.id;
        self.time_base = track.time_base;
        self.first_pts_ms = None;
        self.bad_run += 1;
        self.ended = self.bad_run >= MAX_BAD_RUN;
        match track.codec_params.as_ref().and_then(|params| params.audio()) {
            Some(params) => self.codec = make_decoder(params)?,
            None => self.ended = true,
        }
        Ok(())
    }

    /// The end is reached: settles the facts, or says that there was nothing.
    fn close(&mut self) -> Result<(), AudioError> {
        let length_ms = self.position_ms();
        if self.good == 0 || (self.bad > 9 * self.good) {
            return Err(match (self.bad, self.facts.damaged_at_ms) {
                (0, None) => AudioError::Empty,
                (_, at_ms) => AudioError::Broken {
                    at_ms: at_ms.unwrap_or(0),
                },
            });
        }
        if length_ms == 0 {
            return Err(AudioError::Empty);
        }
        if self.exact_length && length_ms + 1000 < self.facts.duration_ms {
            self.facts.damaged_at_ms.get_or_insert(length_ms);
        }
        self.facts.duration_ms = length_ms;
        self.exact_length = false;
        Ok(())
    }
}

const fn too_long() -> AudioError {
    AudioError::TooLong {
        limit_minutes: MAX_DURATION_MS / 60_000,
    }
}
