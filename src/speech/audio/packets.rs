//! Files of packets (MP3, Ogg, MP4, FLAC, Matroska…), one packet after the other, times kept straight over damage and
//! gaps.
//!
//! Decides what happens to damage: a lost packet becomes silence of its length, a run of lost packets is the end. Opening
//! is left to [`super::probe`], what the whole may be to [`super::decode`].

use symphonia::core::codecs::audio::AudioDecoder;
use symphonia::core::errors::Error as Fault;
use symphonia::core::formats::{FormatReader, TrackType};
use symphonia::core::packet::Packet;
use symphonia::core::units::TimeBase;

use super::AudioError;
use super::decode::{Planes, ReadStep};
use super::probe::{ProbedFile, guarded, make_decoder};
use super::wave::RATES;

/// Gaps in the packets' times are filled with silence up to this length; longer ones are a broken clock.
const MAX_GAP_MS: i64 = 60_000;
/// Gaps below this are rounding.
const MIN_GAP_MS: i64 = 200;
/// So many bad packets in a row mean that the rest is not sound.
const MAX_BAD_RUN: u32 = 500;
/// So many packets in a row without sound (of other tracks, or empty) mean the same.
const MAX_IDLE_RUN: u32 = 100_000;

/// The packets of one track.
pub(super) struct Packets {
    reader: Box<dyn FormatReader>,
    codec: Box<dyn AudioDecoder>,
    track: u32,
    time_base: Option<TimeBase>,
    rate: u32,
    first_pts_ms: Option<i64>,
    good: u64,
    bad: u64,
    bad_run: u32,
    idle_run: u32,
    damaged: bool,
}

impl Packets {
    pub fn new(opened: ProbedFile) -> Self {
        Self {
            reader: opened.reader,
            codec: opened.decoder,
            track: opened.track,
            time_base: opened.time_base,
            rate: opened.facts.sample_rate,
            first_pts_ms: None,
            good: 0,
            bad: 0,
            bad_run: 0,
            idle_run: 0,
            damaged: false,
        }
    }

    /// Was something damaged since this was asked last?
    pub fn take_damage(&mut self) -> bool {
        std::mem::take(&mut self.damaged)
    }

    /// Did enough packets hold sound?
    pub const fn is_usable(&self) -> bool {
        self.good > 0 && self.bad <= 9 * self.good
    }

    /// Runs through the remaining packets without decoding and returns their length in ms; stops beyond `most_ms`.
    pub fn count_rest(&mut self, most_ms: i64) -> i64 {
        let mut length_us = 0;
        while let Ok(Some(packet)) = guarded(|| self.reader.next_packet()) {
            if packet.track_id == self.track {
                length_us += self.ticks_us(packet.dur.get());
                if length_us / 1000 > most_ms {
                    break;
                }
            }
        }
        length_us / 1000
    }

    /// Reads one packet, which belongs at `at_ms`: its sound goes into `planes`.
    pub fn next(&mut self, at_ms: i64, planes: &mut Planes) -> Result<ReadStep, AudioError> {
        self.idle_run += 1;
        if self.idle_run > MAX_IDLE_RUN {
            self.damaged = true;
            return Ok(ReadStep::End);
        }
        match guarded(|| self.reader.next_packet()) {
            Ok(Some(packet)) if packet.track_id == self.track => self.take(&packet, at_ms, planes),
            Ok(Some(_)) => Ok(ReadStep::Nothing),
            Err(Fault::ResetRequired) => self.restart(),
            Err(Fault::DecodeError(_)) if self.bad_run < MAX_BAD_RUN => {
                self.lost();
                Ok(ReadStep::Nothing)
            }
            Err(Fault::IoError(source)) if source.kind() != std::io::ErrorKind::UnexpectedEof => {
                Err(AudioError::Io(source))
            }
            // A file cut short ends without a word; whether it was is seen from the promised length.
            Ok(None) | Err(Fault::IoError(_)) => Ok(ReadStep::End),
            Err(_) => {
                self.damaged = true;
                Ok(ReadStep::End)
            }
        }
    }

    fn take(&mut self, packet: &Packet, at_ms: i64, planes: &mut Planes) -> Result<ReadStep, AudioError> {
        let gap = self.gap(packet, at_ms);
        match guarded(|| {
            let sound = self.codec.decode(packet)?;
            let (rate, channels) = (sound.spec().rate(), sound.spec().channels().count());
            if sound.frames() > 0 && channels <= 2 {
                sound.copy_to_vecs_planar(planes);
            }
            Ok((rate, channels, sound.frames()))
        }) {
            Ok((_, channels, _)) if channels > 2 => Err(AudioError::TooManyChannels { channels }),
            Ok((rate, channels, frames)) => {
                if !RATES.contains(&rate) || channels == 0 {
                    return Err(AudioError::Broken { at_ms });
                }
                self.good += 1;
                self.bad_run = 0;
                self.rate = rate;
                if frames == 0 {
                    return Ok(ReadStep::Silence(gap));
                }
                self.idle_run = 0;
                Ok(ReadStep::Sound { rate, gap })
            }
            Err(Fault::Unsupported(what)) if self.good == 0 => Err(AudioError::Codec {
                name: what.to_owned(),
            }),
            Err(Fault::IoError(_) | Fault::DecodeError(_)) if self.bad_run < MAX_BAD_RUN => {
                self.lost();
                let frames =
                    self.ticks_us(packet.dur.get()).min(1_000_000) * i64::from(self.rate) / 1_000_000;
                // Silence before the first sound would only move the start.
                let silence = if self.good > 0 { frames.max(0) as usize } else { 0 };
                Ok(ReadStep::Silence(gap + silence))
            }
            Err(Fault::ResetRequired) => self.restart(),
            Err(_) => {
                self.damaged = true;
                Ok(ReadStep::End)
            }
        }
    }

    /// Recorders that send nothing in pauses leave holes between packets' times: the frames that are missing.
    fn gap(&mut self, packet: &Packet, at_ms: i64) -> usize {
        let Some(base) = self.time_base else { return 0 };
        let pts_ms = i64::try_from(base.calc_time_saturating(packet.pts).as_millis()).unwrap_or(0);
        let first = *self.first_pts_ms.get_or_insert(pts_ms);
        let gap_ms = pts_ms.saturating_sub(first).saturating_sub(at_ms);
        if self.good == 0 || self.rate == 0 || !(-MIN_GAP_MS..=MAX_GAP_MS).contains(&gap_ms) {
            // Start here again, whatever the clock was before.
            self.first_pts_ms = Some(pts_ms.saturating_sub(at_ms));
            0
        } else if gap_ms > MIN_GAP_MS {
            (gap_ms * i64::from(self.rate) / 1000) as usize
        } else {
            0
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
        self.damaged = true;
    }

    /// A chained stream starts anew with other parameters.
    fn restart(&mut self) -> Result<ReadStep, AudioError> {
        let Some(track) = self.reader.default_track(TrackType::Audio) else {
            return Ok(ReadStep::End);
        };
        self.track = track.id;
        self.time_base = track.time_base;
        self.first_pts_ms = None;
        self.bad_run += 1;
        match track.codec_params.as_ref().and_then(|params| params.audio()) {
            Some(params) if self.bad_run < MAX_BAD_RUN => self.codec = make_decoder(params)?,
            _ => return Ok(ReadStep::End),
        }
        Ok(ReadStep::Nothing)
    }
}
