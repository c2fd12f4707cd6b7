//! whisper.cpp behind [`SpeechEngine`].
//!
//! Decides how the model is run: one state and one computing thread a listener (threads of one computation spin
//! while they wait for each other, and a server shares the machine), the encoder cut to the window's length, one pass
//! a window with time marks on, and a second pass only over a voiced rest the model gave up on.

use std::path::Path;
use std::sync::{Arc, Once};

use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperState, get_lang_id,
    get_lang_str, install_logging_hooks, print_system_info,
};

use super::device::{self, Device};
use super::engine::{Abort, EngineError, HeardPhrase, SpeechEngine, SpeechListener};
use super::words::{ModelToken, phrases};
use crate::config::SpeechDevice;
use crate::speech::audio::RATE;
use crate::speech::audio::vad::{FRAME, FRAME_MS, LevelMeter};

/// Encoder frames a second.
const FRAMES_PER_SECOND: usize = 50;
/// Encoder frames added to the window's own, for the model to see that the sound ends.
const EXTRA_FRAMES: usize = 64;
/// The encoder's frames are a multiple of this: the fast matrix kernels take whole blocks only, and the slow ones are
/// used for a third of the work otherwise.
const FRAME_BLOCK: usize = 32;
/// All encoder frames there are: 30 seconds.
const MOST_FRAMES: usize = 1500;
/// Nobody speaks more tokens a second than this (Russian calls have 5 to 8); a model that writes more repeats itself, and
/// every token costs as much as a word.
const TOKENS_PER_SECOND: usize = 12;
/// Tokens of a window however short.
const LEAST_TOKENS: usize = 24;
/// whisper.cpp ignores sound below a second.
const LEAST_SAMPLES: usize = RATE as usize * 11 / 10;
/// A rest is heard again when the model stopped this long before the end of the window…
const REST_MS: i64 = 2_000;
/// …and this much of the rest is about as loud as what was recognised.
const REST_VOICED_MS: i64 = 1_000;
/// Passes over one window at most.
const PASSES: usize = 3;

static LOGGING: Once = Once::new();

/// A whisper model in memory, shared by all listeners.
pub struct WhisperEngine {
    context: WhisperContext,
    model: String,
    device: Device,
}

impl WhisperEngine {
    /// Loads a ggml file onto a device. Takes about a second and the file's size in memory. Where the graphics card
    /// refuses (too little memory, for instance), the processor computes.
    ///
    /// # Errors
    /// [`EngineError::Model`] when the file is not a model.
    pub fn load(path: &Path, wanted: SpeechDevice) -> Result<Self, EngineError> {
        // Without a backend chosen, the hooks silence whisper.cpp, which writes pages to the terminal otherwise.
        LOGGING.call_once(install_logging_hooks);
        let chosen = device::choose(wanted);
        let load = |device: Device| {
            let mut parameters = WhisperContextParameters::default();
            parameters.use_gpu(device == Device::Gpu).flash_attn(false);
            WhisperContext::new_with_params(path, parameters)
                .map(|context| (context, device))
                .map_err(|error| EngineError::Model(error.to_string()))
        };
        let (context, device) = match load(chosen.device) {
            Err(error) if chosen.device == Device::Gpu => {
                tracing::warn!(%error, "the graphics card does not take the model: the processor computes");
                load(Device::Cpu)?
            }
            loaded => loaded?,
        };
        if wanted == SpeechDevice::Gpu && device == Device::Cpu {
            tracing::warn!(
                why = chosen.why,
                "speech is computed by the processor though speech_device is gpu"
            );
        }
        let name = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        let model = name.strip_prefix("ggml-").unwrap_or(&name).to_owned();
        Ok(Self {
            context,
            model,
            device,
        })
    }
}

impl WhisperEngine {
    /// The prompt as the model reads it; one that is no text is none.
    fn tokens(&self, prompt: &str) -> Result<Vec<i32>, EngineError> {
        if prompt.is_empty() || prompt.contains('\0') {
            return Ok(Vec::new());
        }
        // A token is never shorter than a byte; the model begins a sentence with a space.
        self.context
            .tokenize(&format!(" {prompt}"), prompt.len() + 1)
            .map_err(failed)
    }
}

impl SpeechEngine for WhisperEngine {
    fn model(&self) -> &str {
        &self.model
    }

    fn device(&self) -> &'static str {
        self.device.as_str()
    }

    fn listen(
        &self,
        language: &str,
        prompt: &str,
        abort: Abort,
    ) -> Result<Box<dyn SpeechListener>, EngineError> {
        let name = (!language.contains('\0'))
            .then(|| get_lang_id(language))
            .flatten()
            .and_then(get_lang_str);
        let Some(name) = name else {
            return Err(EngineError::Language(language.to_owned()));
        };
        let mut params = FullParams::new(SamplingStrategy::Greedy { best_of: 1 });
        params.set_language(Some(name));
        params.set_n_threads(1);
        params.set_no_context(true);
        params.set_single_segment(true);
        params.set_suppress_nst(true);
        // No second try by chance: it costs time, helps nothing measurable, and the same call should give the same text.
        params.set_temperature_inc(0.0);
        params.set_print_special(false);
        params.set_print_progress(false);
        params.set_print_realtime(false);
        params.set_print_timestamps(false);
        // The binding reads the callback back as the type it was given, which is right only for this very type. It
        // is never freed either, hence the weak reference.
        let weak = Arc::downgrade(&abort);
        let callback: Box<dyn FnMut() -> bool> = Box::new(move || weak.upgrade().is_none_or(|abort| abort()));
        params.set_abort_callback_safe::<_, Box<dyn FnMut() -> bool>>(callback);
        Ok(Box::new(WhisperListener {
            state: self.context.create_state().map_err(failed)?,
            params,
            abort,
            first_time: self.context.token_beg(),
            end_of_text: self.context.token_eot(),
            prompt: self.tokens(prompt)?,
        }))
    }
}

struct WhisperListener {
    state: WhisperState,
    params: FullParams<'static, 'static>,
    abort: Abort,
    first_time: i32,
    end_of_text: i32,
    /// What the model is told before it listens.
    prompt: Vec<i32>,
}

impl SpeechListener for WhisperListener {
    fn hear(&mut self, samples: &[f32]) -> Result<Vec<HeardPhrase>, EngineError> {
        let levels = levels(samples);
        let mut heard: Vec<HeardPhrase> = Vec::new();
        let mut from_ms = 0;
        for _ in 0..PASSES {
            let frame = (from_ms / FRAME_MS) as usize;
            let rest = &samples[(frame * FRAME).min(samples.len())..];
            let mut phrases = self.pass(rest, &levels[frame.min(levels.len())..])?;
            for word in phrases.iter_mut().flat_map(|phrase| &mut phrase.words) {
                word.start_ms += from_ms;
                word.end_ms += from_ms;
            }
            let end_ms = phrases
                .last()
                .and_then(|it| it.words.last())
                .map_or(from_ms, |word| word.end_ms);
            heard.append(&mut phrases);
            if end_ms == from_ms || !has_rest(&levels, end_ms) {
                break;
            }
            from_ms = end_ms / FRAME_MS * FRAME_MS;
        }
        Ok(heard)
    }
}

impl WhisperListener {
    fn pass(&mut self, samples: &[f32], levels: &[f32]) -> Result<Vec<HeardPhrase>, EngineError> {
        let mut params: FullParams<'_, '_> = self.params.clone();
        params.set_tokens(&self.prompt);
        let frames = samples.len() * FRAMES_PER_SECOND / RATE as usize + EXTRA_FRAMES;
        let frames = frames.next_multiple_of(FRAME_BLOCK);
        params.set_audio_ctx(frames.min(MOST_FRAMES) as i32);
        params.set_max_tokens((samples.len() * TOKENS_PER_SECOND / RATE as usize + LEAST_TOKENS) as i32);
        let result = if samples.len() < LEAST_SAMPLES {
            let mut padded = samples.to_vec();
            padded.resize(LEAST_SAMPLES, 0.0);
            self.state.full(params, &padded)
        } else {
            self.state.full(params, samples)
        };
        if (self.abort)() {
            return Err(EngineError::Aborted);
        }
        result.map_err(failed)?;
        let mut heard = Vec::new();
        for segment in self.state.as_iter() {
            let mut tokens = Vec::new();
            for token in (0..segment.n_tokens()).filter_map(|i| segment.get_token(i)) {
                let id = token.token_id();
                if id >= self.first_time {
                    tokens.push(ModelToken::Time(i64::from(id - self.first_time) * 20));
                } else if id < self.end_of_text {
                    tokens.push(ModelToken::Text(
                        token.to_bytes().map_err(failed)?.to_vec(),
                        token.token_probability(),
                    ));
                }
            }
            heard.extend(phrases(&tokens, levels, segment.no_speech_probability()));
        }
        Ok(heard)
    }
}

/// What whisper.cpp was built to use of this machine's processor, as it says itself.
pub fn machine() -> String {
    let parts = print_system_info().split('|').map(str::trim);
    let used = parts.filter_map(|part| part.strip_suffix(" = 1"));
    used.collect::<Vec<_>>().join(", ")
}

/// Loudness every 10 ms, as everywhere.
fn levels(samples: &[f32]) -> Vec<f32> {
    let mut meter = LevelMeter::default();
    let mut block = Vec::with_capacity(FRAME);
    for frame in samples.chunks(FRAME) {
        block.clear();
        block.extend(frame.iter().map(|sample| (sample * 32_767.0) as i16));
        meter.push(&block);
    }
    meter.finish()
}

/// True when speech seems to go on after `end_ms`.
fn has_rest(levels: &[f32], end_ms: i64) -> bool {
    let (before, after) = levels.split_at(((end_ms / FRAME_MS) as usize).min(levels.len()));
    if (after.len() as i64) * FRAME_MS < REST_MS || before.is_empty() {
        return false;
    }
    let mut sorted = before.to_vec();
    sorted.sort_by(f32::total_cmp);
    let typical = sorted[sorted.len() * 3 / 4];
    let voiced = after.iter().filter(|level| **level > typical - 10.0).count() as i64;
    voiced * FRAME_MS >= REST_VOICED_MS
}

fn failed(error: impl std::fmt::Display) -> EngineError {
    EngineError::Failed(error.to_string())
}
