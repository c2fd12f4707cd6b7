//! The whole way from a file to a text with the real model.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use salesbook::config::SpeechDevice;
use salesbook::side::Side;
use salesbook::speech::engine::{Abort, never};
use salesbook::speech::model::{ModelName, find, models_dir};
use salesbook::speech::whisper::WhisperEngine;
use salesbook::speech::{EngineError, Glossary, Options, PipelineStage, Speaker, SpeechEngine, transcribe};

/// The base model in the user's cache directory.
fn engine() -> WhisperEngine {
    let dir = models_dir(std::env::var_os("SALESBOOK_MODELS").as_deref().map(Path::new)).unwrap();
    let model = find(&dir, &ModelName::default()).unwrap_or_else(|error| {
        panic!("{error}\n(`.ci/model target/debug/salesbook` brings it; `make test` does that)")
    });
    WhisperEngine::load(&model.path, SpeechDevice::Cpu).unwrap()
}

fn greeting() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/speech/greeting.opus")
}

fn options() -> Options {
    Options {
        language: "ru".to_owned(),
        manager_channel: Side::Left,
        threads: 2,
        limit_ms: salesbook::speech::audio::MAX_DURATION_MS,
        glossary: Glossary::default(),
    }
}

#[test]
fn a_call_becomes_turns_with_their_times() {
    let engine = engine();
    assert_eq!((engine.model(), engine.device()), ("base", "cpu"));
    let outcome = transcribe(&greeting(), &options(), &engine, &never(), &mut |_, _| ()).unwrap();
    let transcript = outcome.transcript;
    assert_eq!(transcript.channels, 2);
    assert!(transcript.engine.x_realtime > 0.0);
    let manager = transcript.text(Some(Speaker::Manager)).to_lowercase();
    let client = transcript.text(Some(Speaker::Client)).to_lowercase();
    assert!(manager.contains("вы позвонили в компанию"), "{manager}");
    assert!(client.contains("сколько это стоит"), "{client}");
    // The references stand beside the clip: 0.40–5.16 and 5.76–9.01.
    let first = &transcript.segments[0];
    let last = &transcript.segments[transcript.segments.len() - 1];
    assert_eq!((first.speaker, last.speaker), (Speaker::Manager, Speaker::Client));
    assert!((first.start_ms - 400).abs() < 500, "{first:?}");
    assert!(
        (last.start_ms - 5_760).abs() < 500 && (last.end_ms - 9_010).abs() < 500,
        "{last:?}"
    );
    for segment in &transcript.segments {
        assert!(
            segment.words.windows(2).all(|w| w[0].start_ms <= w[1].start_ms),
            "{segment:?}"
        );
        assert!(
            segment
                .words
                .iter()
                .all(|w| w.end_ms <= transcript.duration_ms && w.p > 0.0)
        );
    }
    assert_eq!(outcome.voice.len(), 2);
    assert_eq!(outcome.peaks.channels.len(), 2);
}

#[test]
fn the_model_stops_when_told_and_knows_its_languages() {
    let engine = engine();
    let told = Arc::new(AtomicBool::new(false));
    let abort: Abort = {
        let told = Arc::clone(&told);
        Arc::new(move || told.load(Ordering::Relaxed))
    };
    let error = transcribe(&greeting(), &options(), &engine, &abort, &mut |stage, _| {
        told.store(stage == PipelineStage::Transcribing, Ordering::Relaxed);
    })
    .unwrap_err();
    assert!(error.is_aborted());
    for language in ["xx", "", "r\0u"] {
        assert!(
            matches!(
                engine.listen(language, "", never()),
                Err(EngineError::Language(_))
            ),
            "{language:?}"
        );
    }
    let nothing = tempfile::NamedTempFile::new().unwrap();
    assert!(matches!(
        WhisperEngine::load(nothing.path(), SpeechDevice::Cpu),
        Err(EngineError::Model(_))
    ));
}
