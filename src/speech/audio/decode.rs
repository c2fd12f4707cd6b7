//! Running through a file block by block: planar samples in −1…1, whatever the file is.
//!
//! Decides who reads a file ([`super::wave`], [`super::packets`], and [`super::ffmpeg`] for what these two cannot), how
//! long a recording may be, and when damage leaves nothing of use: an end before the promised end is noted, what came
//! before stays. The rate is left to [`super::resample`].

use std::path::Path;

use super::ffmpeg::{self, Container, FfmpegDecoder};
use super::packets::Packets;
use super::probe::{self, open, open_mp3_in_wav};
use super::sample_format::codec_name;
use super::wave::{WaveHeader, WaveReader};
use super::{AudioError, AudioFacts, MAX_DURATION_MS};

/// One vector a channel, all of the same length.
pub type Planes = Vec<Vec<f32>>;

/// WAV's number of MP3.
const MP3_IN_WAV: u16 = 0x55;

/// Some sound.
pub struct DecodedBlock<'a> {
    /// Samples a second.
    pub rate: u32,
    /// One or two channels.
    pub planes: &'a [Vec<f32>],
}

/// What a reader came to.
pub(super) enum ReadStep {
    /// The planes are full of sound, which comes after a gap of so many frames.
    Sound {
        /// Samples a second.
        rate: u32,
        /// Frames.
        gap: usize,
    },
    /// So many frames are missing.
    Silence(usize),
    /// Nothing to hear; go on.
    Nothing,
    /// The file is over.
    End,
}

enum DecoderSource {
    Packets(Box<Packets>),
    Wave(Box<WaveReader>),
    Foreign(Box<FfmpegDecoder>),
}

/// What the next block is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DecoderStage {
    /// Of what is still to be read.
    Reading,
    /// Of the planes.
    Sound,
    /// There is none.
    Ended,
}

/// A file being decoded. Memory stays at one packet.
pub struct Decoder {
    source: DecoderSource,
    exact_length: bool,
    limit_ms: i64,
    facts: AudioFacts,
    planes: Planes,
    silence: Planes,
    rate: u32,
    position_ns: i64,
    silence_due: usize,
    stage: DecoderStage,
    heard: bool,
}

impl Decoder {
    /// Opens the file at `path`, with the help of ffmpeg where it is needed and there.
    pub fn open(path: &Path) -> Result<Self, AudioError> {
        Self::open_with(path, ffmpeg::program())
    }

    /// The same with this ffmpeg, or none.
    pub(super) fn open_with(path: &Path, program: Option<&Path>) -> Result<Self, AudioError> {
        let error = match Self::built_in(path).and_then(Self::begun) {
            Err(error @ (AudioError::Codec { .. } | AudioError::NotAudio | AudioError::Broken { .. })) => {
                error
            }
            done => return done,
        };
        let Some(container) = Container::detect(path)? else {
            return Err(error);
        };
        match (program, error) {
            (Some(program), error) => {
                let codec = match &error {
                    AudioError::Codec { name } => name.clone(),
                    _ => container.name().to_owned(),
                };
                Self::foreign(program, path, container, codec)
                    .and_then(Self::begun)
                    .map_err(|foreign| match foreign {
                        AudioError::TooManyChannels { .. } => foreign,
                        _ => error,
                    })
            }
            (None, AudioError::Codec { name }) => Err(AudioError::NeedsFfmpeg { name }),
            (None, AudioError::NotAudio) if container.is_foreign() => Err(AudioError::NeedsFfmpeg {
                name: container.name().to_owned(),
            }),
            (None, error) => Err(error),
        }
    }

    fn built_in(path: &Path) -> Result<Self, AudioError> {
        let size = std::fs::metadata(path)?.len();
        if size == 0 {
            return Err(AudioError::Empty);
        }
        match WaveReader::open(path, size)? {
            Some(WaveHeader::Wave(wave)) => return Ok(Self::wave(wave)),
            Some(WaveHeader::Other(MP3_IN_WAV)) => return Ok(Self::packets(open_mp3_in_wav(path)?)),
            Some(WaveHeader::Other(tag)) => {
                let name = codec_name(tag);
                return open(path).map(Self::packets).map_err(|error| match error {
                    AudioError::Codec { .. } | AudioError::Broken { .. } => AudioError::Codec { name },
                    error => error,
                });
            }
            None => {}
        }
        match WaveReader::bare_gsm(path, size)? {
            Some(wave) => Ok(Self::wave(Box::new(wave))),
            None => open(path).map(Self::packets),
        }
    }

    fn packets(opened: probe::ProbedFile) -> Self {
        let (facts, exact_length) = (opened.facts.clone(), opened.exact_length);
        Self::new(
            DecoderSource::Packets(Box::new(Packets::new(opened))),
            facts,
            exact_length,
        )
    }

    fn wave(wave: Box<WaveReader>) -> Self {
        let facts = probe::wave_facts(&wave);
        Self::new(DecoderSource::Wave(wave), facts, true)
    }

    fn foreign(program: &Path, path: &Path, container: Container, codec: String) -> Result<Self, AudioError> {
        let foreign = FfmpegDecoder::start(program, path, container)?;
        let facts = probe::foreign_facts(foreign.wave(), container, codec);
        Ok(Self::new(DecoderSource::Foreign(Box::new(foreign)), facts, false))
    }

    fn new(source: DecoderSource, facts: AudioFacts, exact_length: bool) -> Self {
        Self {
            source,
            exact_length,
            limit_ms: MAX_DURATION_MS,
            rate: facts.sample_rate,
            facts,
            planes: Vec::new(),
            silence: Vec::new(),
            position_ns: 0,
            silence_due: 0,
            stage: DecoderStage::Reading,
            heard: false,
        }
    }

    /// Goes on to the first sound: a codec that cannot be read is known only then.
    fn begun(mut self) -> Result<Self, AudioError> {
        while self.stage == DecoderStage::Reading {
            self.advance()?;
        }
        if self.stage == DecoderStage::Ended {
            self.close()?;
        }
        Ok(self)
    }

    /// The same, refused beyond this length.
    #[must_use]
    pub fn limited(self, limit_ms: i64) -> Self {
        Self {
            limit_ms: limit_ms.min(MAX_DURATION_MS),
            ..self
        }
    }

    /// What is known so far; exact once [`Self::next_block`] has answered `None`.
    pub fn facts(&self) -> &AudioFacts {
        &self.facts
    }

    /// Where the next block starts, in milliseconds.
    pub fn position_ms(&self) -> i64 {
        self.position_ns / 1_000_000
    }

    /// The next stretch of sound, about a second at most; `None` at the end.
    ///
    /// # Errors
    /// [`AudioError::Broken`] when nothing usable came before the damage, [`AudioError::TooLong`] at the limit.
    pub fn next_block(&mut self) -> Result<Option<DecodedBlock<'_>>, AudioError> {
        loop {
            if self.silence_due > 0 && !self.planes.is_empty() {
                let frames = self.silence_due.min(self.rate as usize);
                self.silence_due -= frames;
                self.silence = vec![vec![0.0; frames]; self.planes.len()];
                self.passed(frames)?;
                return Ok(Some(DecodedBlock {
                    rate: self.rate,
                    planes: &self.silence,
                }));
            }
            if self.stage == DecoderStage::Sound {
                self.stage = DecoderStage::Reading;
                self.passed(self.planes.first().map_or(0, Vec::len))?;
                return Ok(Some(DecodedBlock {
                    rate: self.rate,
                    planes: &self.planes,
                }));
            }
            if self.stage == DecoderStage::Ended {
                return self.close().map(|()| None);
            }
            self.advance()?;
        }
    }

    /// Runs through the rest, without decoding where that is possible, and returns the whole length in milliseconds.
    pub(super) fn count_rest(&mut self) -> Result<i64, AudioError> {
        if let DecoderSource::Packets(packets) = &mut self.source {
            return Ok(self.position_ns / 1_000_000 + packets.count_rest(self.limit_ms));
        }
        while self.next_block()?.is_some() {}
        Ok(self.facts.duration_ms)
    }

    fn passed(&mut self, frames: usize) -> Result<(), AudioError> {
        self.position_ns += frames as i64 * 1_000_000_000 / i64::from(self.rate.max(1));
        if self.position_ms() > self.limit_ms {
            Err(AudioError::TooLong {
                limit_minutes: self.limit_ms / 60_000,
            })
        } else {
            Ok(())
        }
    }

    /// Reads on a little: leaves sound, silence or the end behind.
    fn advance(&mut self) -> Result<(), AudioError> {
        let at_ms = self.position_ms();
        let step = match &mut self.source {
            DecoderSource::Packets(packets) => {
                let step = packets.next(at_ms, &mut self.planes)?;
                if packets.take_damage() {
                    self.facts.damaged_at_ms.get_or_insert(at_ms);
                }
                step
            }
            DecoderSource::Wave(wave) => read(wave, &mut self.planes)?,
            DecoderSource::Foreign(foreign) => read(foreign.wave_mut(), &mut self.planes)?,
        };
        match step {
            ReadStep::Sound { rate, gap } => {
                if !self.heard {
                    self.heard = true;
                    self.facts.sample_rate = rate;
                    self.facts.channels = self.planes.len() as u16;
                }
                self.rate = rate;
                self.silence_due += gap;
                self.stage = DecoderStage::Sound;
                // A number that is none would spread through every filter.
                for sample in self.planes.iter_mut().flatten() {
                    *sample = if sample.is_finite() {
                        sample.clamp(-1.0, 1.0)
                    } else {
                        0.0
                    };
                }
            }
            ReadStep::Silence(frames) => self.silence_due += frames,
            ReadStep::Nothing => {}
            ReadStep::End => self.stage = DecoderStage::Ended,
        }
        Ok(())
    }

    /// The end is reached: settles the facts, or says that there was nothing.
    fn close(&mut self) -> Result<(), AudioError> {
        let length_ms = self.position_ms();
        let usable = match &mut self.source {
            DecoderSource::Packets(packets) => packets.is_usable(),
            DecoderSource::Wave(_) => true,
            DecoderSource::Foreign(foreign) => {
                if !foreign.ended_well() {
                    self.facts.damaged_at_ms.get_or_insert(length_ms);
                }
                true
            }
        };
        if !usable || length_ms == 0 {
            return Err(match self.facts.damaged_at_ms {
                None => AudioError::Empty,
                Some(at_ms) => AudioError::Broken { at_ms },
            });
        }
        if self.exact_length && length_ms + 1000 < self.facts.duration_ms {
            self.facts.damaged_at_ms.get_or_insert(length_ms);
        }
        self.facts.duration_ms = length_ms;
        self.exact_length = false;
        Ok(())
    }
}

fn read(wave: &mut WaveReader, planes: &mut Planes) -> Result<ReadStep, AudioError> {
    Ok(if wave.next(planes)? {
        ReadStep::Sound {
            rate: wave.rate(),
            gap: 0,
        }
    } else {
        ReadStep::End
    })
}
