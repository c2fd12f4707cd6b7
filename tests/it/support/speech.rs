//! A stand-in for the speech model that does what a test says, and files with something like a call in them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use salesbook::error::{Error, ErrorKind};
use salesbook::speech::engine::{HeardPhrase, HeardWord, SpeechListener};
use salesbook::speech::model::ModelName;
use salesbook::speech::{Abort, EngineError, SharedEngine, Speech, SpeechEngine};

/// What the engine does; changed while the application runs.
#[derive(Debug, Clone, Default)]
pub struct Script(Arc<State>);

#[derive(Debug, Default)]
struct State {
    missing: AtomicBool,
    failing: AtomicBool,
    held: AtomicBool,
    heard: AtomicUsize,
}

impl Script {
    /// The model is missing, or is there again.
    pub fn missing(&self, missing: bool) {
        self.0.missing.store(missing, Ordering::SeqCst);
    }

    /// Recognition fails, or works again.
    pub fn failing(&self, failing: bool) {
        self.0.failing.store(failing, Ordering::SeqCst);
    }

    /// Recognition stands still until it is let go or aborted.
    pub fn held(&self, held: bool) {
        self.0.held.store(held, Ordering::SeqCst);
    }

    /// Windows that were asked for so far.
    pub fn heard(&self) -> usize {
        self.0.heard.load(Ordering::SeqCst)
    }

    /// The engine's place in the application.
    pub fn speech(&self) -> Speech {
        let script = self.clone();
        let installed = vec!["small".parse().unwrap(), "tiny".parse().unwrap()];
        Speech::from_factory(installed, move |model| {
            let known = model.is_none_or(|name| ["small", "tiny"].contains(&name.as_str()));
            if script.0.missing.load(Ordering::SeqCst) || !known {
                let missing = Error::new(ErrorKind::Unavailable, "model-missing");
                let name = model.map_or("base", ModelName::as_str);
                return Err(missing.with("command", format!("salesbook model fetch {name}")));
            }
            let name = model.map_or_else(|| "script".to_owned(), ToString::to_string);
            Ok(Arc::new(Engine(script.clone(), name)) as SharedEngine)
        })
    }
}

struct Engine(Script, String);

impl SpeechEngine for Engine {
    fn model(&self) -> &str {
        &self.1
    }

    fn device(&self) -> &'static str {
        "cpu"
    }

    fn listen(&self, _: &str, _: &str, abort: Abort) -> Result<Box<dyn SpeechListener>, EngineError> {
        Ok(Box::new(Ear {
            script: self.0.clone(),
            abort,
        }))
    }
}

struct Ear {
    script: Script,
    abort: Abort,
}

impl SpeechListener for Ear {
    fn hear(&mut self, samples: &[f32]) -> Result<Vec<HeardPhrase>, EngineError> {
        let state = &self.script.0;
        state.heard.fetch_add(1, Ordering::SeqCst);
        while state.held.load(Ordering::SeqCst) {
            if (self.abort)() {
                return Err(EngineError::Aborted);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        if state.failing.load(Ordering::SeqCst) {
            return Err(EngineError::Failed("as the test wants".to_owned()));
        }
        // A word each 400 ms, the third one unsure.
        let ms = samples.len() as i64 / 16;
        let words = ["Добрый", "день,", "это", "компания", "«Ярус»."];
        let words: Vec<HeardWord> = (0..)
            .zip(words)
            .map(|(n, text)| HeardWord {
                start_ms: n * 400,
                end_ms: n * 400 + 350,
                text: text.to_owned(),
                p: if n == 2 { 0.31 } else { 0.93 },
            })
            .take_while(|word| word.end_ms <= ms)
            .collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        Ok(vec![HeardPhrase {
            words,
            no_speech: 0.01,
        }])
    }
}

/// A stereo call at 8 kHz: the manager speaks from the first second, the client from the fourth, then silence.
pub fn call(seconds: u32) -> Vec<u8> {
    let total = seconds as f32;
    wav(&[voice(&[(0.5, 3.0)], total), voice(&[(4.0, 6.5)], total)])
}

/// The same voice on one channel.
pub fn mono_call(seconds: u32) -> Vec<u8> {
    wav(&[voice(&[(0.5, 3.0), (4.0, 6.5)], seconds as f32)])
}

/// The same file again, the right channel a quieter copy of the left one that comes three samples later.
pub fn twin_call(seconds: u32) -> Vec<u8> {
    let left = voice(&[(0.5, 3.0), (4.0, 6.5)], seconds as f32);
    let right = std::iter::repeat_n(0, 3).chain(left.iter().map(|it| it / 2));
    let right = right.take(left.len()).collect();
    wav(&[left, right])
}

/// Something like speech: bursts of a buzz whose loudness moves as syllables do, its pitch and colour as vowels do.
fn voice(bursts: &[(f32, f32)], total: f32) -> Vec<i16> {
    use std::f32::consts::TAU;
    (0..(total * 8000.0) as usize)
        .map(|i| {
            let t = i as f32 / 8000.0;
            if !bursts.iter().any(|(from, to)| (*from..*to).contains(&t)) {
                return 0;
            }
            let syllable = (t * 4.0 * TAU).sin().mul_add(0.45, 0.55);
            // The pitch glides by a fifth both ways; what has been sung of it is its integral.
            let pitch = 140.0 * (1.0 + 0.2 * (1.3 * TAU * t).sin());
            let sung = 140.0 * (t - 0.2 / (1.3 * TAU) * (1.3 * TAU * t).cos());
            let vowel = (
                550.0 + 250.0 * (t * 3.1 * TAU).sin(),
                1_500.0 + 600.0 * (t * 2.3 * TAU).sin(),
            );
            let buzz: f32 = (1..16)
                .map(|k| {
                    let hertz = pitch * k as f32;
                    let low = (-((hertz - vowel.0) / 250.0).powi(2)).exp();
                    let high = 0.5 * (-((hertz - vowel.1) / 350.0).powi(2)).exp();
                    (low + high + 0.02) * (sung * k as f32 * TAU).sin()
                })
                .sum();
            (buzz * syllable * 0.15 * 32_767.0) as i16
        })
        .collect()
}

fn wav(channels: &[Vec<i16>]) -> Vec<u8> {
    let frames = channels[0].len();
    let mut file = wav_head(channels.len() as u16, 8000, (frames * channels.len() * 2) as u32);
    for i in 0..frames {
        for channel in channels {
            file.extend_from_slice(&channel[i].to_le_bytes());
        }
    }
    file
}

/// The head of a 16-bit WAV file with this many bytes of sound.
pub fn wav_head(channels: u16, rate: u32, bytes: u32) -> Vec<u8> {
    let mut head = Vec::new();
    head.extend_from_slice(b"RIFF");
    head.extend_from_slice(&(36 + bytes).to_le_bytes());
    head.extend_from_slice(b"WAVEfmt ");
    head.extend_from_slice(&16_u32.to_le_bytes());
    head.extend_from_slice(&1_u16.to_le_bytes());
    head.extend_from_slice(&channels.to_le_bytes());
    head.extend_from_slice(&rate.to_le_bytes());
    head.extend_from_slice(&(rate * u32::from(channels) * 2).to_le_bytes());
    head.extend_from_slice(&(channels * 2).to_le_bytes());
    head.extend_from_slice(&16_u16.to_le_bytes());
    head.extend_from_slice(b"data");
    head.extend_from_slice(&bytes.to_le_bytes());
    head
}
