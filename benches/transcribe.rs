//! Transcription of real calls: items per second are seconds of recording per second of work, that is × real time.
//! Uses the base model of the user's cache directory and is skipped without it.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use divan::counter::ItemsCount;
use salesbook::transcription::engine::never;
use salesbook::transcription::model::{ModelName, find, models_dir, quickest};
use salesbook::transcription::whisper::WhisperEngine;
use salesbook::transcription::{Options, transcribe};

static ENGINE: LazyLock<Option<WhisperEngine>> = LazyLock::new(|| {
    let dir = models_dir(std::env::var_os("SALESBOOK_MODELS").as_deref().map(Path::new)).ok()?;
    let model = quickest(&dir, find(&dir, &ModelName::default()).ok()?);
    WhisperEngine::load(&model.path).ok()
});

fn main() {
    if ENGINE.is_none() {
        eprintln!("no speech model, nothing is measured: salesbook model fetch base");
        return;
    }
    divan::main();
}

fn calls() -> Vec<String> {
    vec![
        "tests/fixtures/speech/greeting.opus".to_owned(),
        "src/demo/calls/missed-next-step.opus".to_owned(),
    ]
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[divan::bench(args = calls(), sample_count = 2, sample_size = 1)]
fn decode(bencher: divan::Bencher, name: &str) {
    let seconds = salesbook::audio::probe(&path(name)).map_or(0, |facts| facts.duration_ms / 1000) as usize;
    bencher
        .counter(ItemsCount::new(seconds))
        .bench_local(|| salesbook::audio::load(&path(name), &mut |_| true));
}

#[divan::bench(args = calls(), sample_count = 2, sample_size = 1)]
fn whole(bencher: divan::Bencher, name: &str) {
    let Some(engine) = ENGINE.as_ref() else { return };
    let seconds = salesbook::audio::probe(&path(name)).map_or(0, |facts| facts.duration_ms / 1000) as usize;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let options = Options {
        language: "ru".to_owned(),
        manager_channel: 1,
        threads,
    };
    bencher
        .counter(ItemsCount::new(seconds))
        .bench_local(|| transcribe(&path(name), &options, engine, &never(), &mut |_, _| ()));
}
