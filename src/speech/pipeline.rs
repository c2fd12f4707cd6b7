//! The order of work for one recording: decode → windows → hear → merge, with progress and a way to stop.
//!
//! Decides how the hearing is shared: all channels' windows in one queue, one listener and one thread each, longest
//! first. Knows neither the database nor the model; saving the outcome is left to the caller.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Instant;

use super::engine::{Abort, EngineError, HeardPhrase, SpeechEngine};
use super::glossary::{Glossary, correct};
use super::guards::{FilteredPhrase, sift};
use super::merge::{ChannelPhrase, DoubtedPhrase, merge, set_apart};
use super::transcript::{Engine, Speaker, Transcript, Word};
use super::windows::{Window, pack};
use crate::error::Error;
use crate::side::Side;
use crate::speech::audio::vad::Interval;
use crate::speech::audio::{self, AudioError, AudioFacts, Peaks, Sound};

/// What the work is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PipelineStage {
    /// Reading the file.
    Decoding,
    /// Recognising speech; nearly all of the time.
    Transcribing,
    /// Putting the turns together.
    Merging,
}

impl PipelineStage {
    /// The name in the API and translation keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decoding => "decoding",
            Self::Transcribing => "transcribing",
            Self::Merging => "merging",
        }
    }
}

/// How a recording is to be transcribed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Two-letter code; never guessed, since guessing turns noise into sentences of other languages.
    pub language: String,
    /// The manager's channel when each party has one.
    pub manager_channel: Side,
    /// How many windows are heard at once.
    pub threads: usize,
    /// A longer recording is refused, in ms.
    pub limit_ms: i64,
    /// Names and terms of the house.
    pub glossary: Glossary,
}

/// All that is learnt from a recording.
#[derive(Debug, Clone, PartialEq)]
pub struct PipelineOutput {
    /// The text.
    pub transcript: Transcript,
    /// The waveform.
    pub peaks: Peaks,
    /// The file's facts with its exact length.
    pub facts: AudioFacts,
    /// Where somebody speaks, by channel of the transcript; the base of conversation metrics.
    pub voice: Vec<Vec<Interval>>,
}

/// Why there is no transcript.
#[derive(Debug, thiserror::Error)]
pub enum TranscribeError {
    /// The file.
    #[error(transparent)]
    Audio(#[from] AudioError),
    /// The model, or the abort flag ([`EngineError::Aborted`]).
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl TranscribeError {
    /// The stable code; the sentence is the translation key `error-<code>`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Audio(error) => error.code(),
            Self::Engine(error) => error.code(),
        }
    }

    /// True when the work was stopped from outside.
    pub const fn is_aborted(&self) -> bool {
        matches!(self, Self::Engine(EngineError::Aborted))
    }
}

impl From<TranscribeError> for Error {
    fn from(error: TranscribeError) -> Self {
        match error {
            TranscribeError::Audio(error) => error.into(),
            TranscribeError::Engine(error) => error.into(),
        }
    }
}

/// Permille of the whole when decoding is done.
const DECODED: u16 = 50;
/// Permille of the whole when everything is heard.
const HEARD: u16 = 990;

/// Transcribes the file at `path`. Blocks for as long as it takes, in the calling thread and `options.threads` more;
/// `progress` is called in the calling thread with the stage and the permille of the whole, never going back.
///
/// # Errors
/// [`TranscribeError`]; a recording in which nobody speaks is not an error but a transcript without segments.
pub fn transcribe(
    path: &Path,
    options: &Options,
    engine: &dyn SpeechEngine,
    abort: &Abort,
    progress: &mut dyn FnMut(PipelineStage, u16),
) -> Result<PipelineOutput, TranscribeError> {
    let begun = Instant::now();
    progress(PipelineStage::Decoding, 0);
    let sound = audio::load(path, options.limit_ms, &mut |share| {
        progress(PipelineStage::Decoding, (share * f32::from(DECODED)) as u16);
        !abort()
    })?
    .ok_or(EngineError::Aborted)?;

    progress(PipelineStage::Transcribing, DECODED);
    let windows = sound
        .channels
        .iter()
        .enumerate()
        .flat_map(|(i, channel)| pack(i, channel))
        .collect();
    let (phrases, doubted) = hear_all(windows, &sound, options, engine, abort, progress)?;

    progress(PipelineStage::Merging, HEARD);
    let speakers = speakers(sound.channels.len(), options.manager_channel);
    let mut segments = merge(phrases, &speakers);
    correct(&mut segments, &options.glossary);
    let seconds = begun.elapsed().as_secs_f64().max(0.001);
    let transcript = Transcript {
        language: options.language.clone(),
        duration_ms: sound.facts.duration_ms,
        channels: sound.channels.len() as u16,
        engine: Engine {
            model: engine.model().to_owned(),
            device: engine.device().to_owned(),
            x_realtime: (sound.facts.duration_ms as f64 / 100.0 / seconds).round() / 10.0,
        },
        segments,
        filtered: set_apart(doubted, &speakers),
    };
    progress(PipelineStage::Merging, 1000);
    let voice = sound.channels.into_iter().map(|channel| channel.speech).collect();
    Ok(PipelineOutput {
        transcript,
        peaks: sound.peaks,
        facts: sound.facts,
        voice,
    })
}

/// One party a channel, or nobody knows.
fn speakers(channels: usize, manager_side: Side) -> Vec<Speaker> {
    match (channels, manager_side) {
        (2, Side::Left) => vec![Speaker::Manager, Speaker::Client],
        (2, Side::Right) => vec![Speaker::Client, Speaker::Manager],
        _ => vec![Speaker::Unknown; channels],
    }
}

fn hear_all(
    mut windows: Vec<Window>,
    sound: &Sound,
    options: &Options,
    engine: &dyn SpeechEngine,
    abort: &Abort,
    progress: &mut dyn FnMut(PipelineStage, u16),
) -> Result<(Vec<ChannelPhrase>, Vec<DoubtedPhrase>), TranscribeError> {
    let total_ms: i64 = windows.iter().map(Window::length_ms).sum();
    let threads = options.threads.clamp(1, windows.len().max(1));
    // The longest first, so that no thread is left alone with a long one at the end.
    windows.sort_by_key(|window| std::cmp::Reverse(window.length_ms()));
    let queue = Mutex::new(VecDeque::from(windows));
    // The first error stops the others too.
    let failed = Arc::new(AtomicBool::new(false));
    let stop: Abort = {
        let (abort, failed) = (Arc::clone(abort), Arc::clone(&failed));
        Arc::new(move || failed.load(Ordering::Relaxed) || abort())
    };
    let (results, arrived) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (results, stop, queue) = (results.clone(), Arc::clone(&stop), &queue);
            scope.spawn(move || {
                let working = AssertUnwindSafe(|| work(queue, sound, options, engine, &stop, &results));
                let worked = catch_unwind(working)
                    .unwrap_or_else(|_| Err(EngineError::Failed("a listener panicked".to_owned())));
                if let Err(error) = worked {
                    // The receiver lives until all threads have ended.
                    let _ = results.send(Err(error));
                }
            });
        }
        drop(results);
        let mut phrases = Vec::new();
        let mut doubted = Vec::new();
        let mut heard_ms = 0;
        let mut first_error: Option<EngineError> = None;
        for result in arrived {
            match result {
                Ok((window, heard)) => {
                    heard_ms += window.length_ms();
                    let share = heard_ms as f64 / total_ms.max(1) as f64;
                    progress(
                        PipelineStage::Transcribing,
                        DECODED + (share * f64::from(HEARD - DECODED)) as u16,
                    );
                    let (believed, others) = sift(heard, &options.language);
                    phrases.extend(believed.into_iter().map(|heard| located(&window, heard)));
                    doubted.extend(others.into_iter().map(|FilteredPhrase { phrase, reason }| {
                        DoubtedPhrase {
                            phrase: located(&window, phrase),
                            reason,
                        }
                    }));
                }
                Err(error) => {
                    failed.store(true, Ordering::Relaxed);
                    first_error.get_or_insert(error);
                }
            }
        }
        first_error.map_or(Ok((phrases, doubted)), |error| Err(error.into()))
    })
}

type WindowResult = Result<(Window, Vec<HeardPhrase>), EngineError>;

fn work(
    queue: &Mutex<VecDeque<Window>>,
    sound: &Sound,
    options: &Options,
    engine: &dyn SpeechEngine,
    stop: &Abort,
    results: &mpsc::Sender<WindowResult>,
) -> Result<(), EngineError> {
    let mut listener = None;
    loop {
        if stop() {
            return Err(EngineError::Aborted);
        }
        let Some(window) = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front() else {
            return Ok(());
        };
        let listener = match &mut listener {
            Some(listener) => listener,
            none => {
                none.insert(engine.listen(&options.language, &options.glossary.prompt(), Arc::clone(stop))?)
            }
        };
        let heard = listener.hear(&window.samples(&sound.channels[window.channel]))?;
        // Nobody listening any more means that the work was given up.
        let _ = results.send(Ok((window, heard)));
    }
}

/// What was heard in a window, at its place in the recording.
fn located(window: &Window, heard: HeardPhrase) -> ChannelPhrase {
    let words = heard.words.into_iter().map(|word| {
        let (start_ms, end_ms) = window.locate(word.start_ms, word.end_ms);
        Word {
            start_ms,
            end_ms,
            text: word.text,
            p: (word.p * 1000.0).round() / 1000.0,
            replaced: None,
        }
    });
    ChannelPhrase {
        channel: window.channel,
        words: words.collect(),
    }
}
