//! The search page as a browser asks it while somebody types: over HTTP, at 2,000 and 20,000 entries, alone and while calls
//! are transcribed on the same processor.
//!
//! `cargo bench --bench serving`. The service is the assembled one on a port of this machine, with the demonstration's people
//! and calls; the browser keeps one connection and types a letter 20 ms after the answer to the one before. The calls are
//! heard by the real model, the one of `SALESBOOK_MODELS` or the user's cache; without one that part is left out, and
//! said so. What is promised: p95 under 5 ms alone at 2,000 entries, under 20 ms beside a transcription.
#![expect(clippy::unwrap_used, reason = "a service that does not start is a failed run")]
#![expect(clippy::print_stdout, reason = "the percentiles are the answer")]

#[path = "support/generated.rs"]
mod generated;
#[path = "support/service.rs"]
mod service;
#[path = "support/took.rs"]
mod took;
#[path = "support/typed.rs"]
mod typed;

use std::path::Path;
use std::time::{Duration, Instant};

use salesbook::db::DbError;
use salesbook::demo;
use salesbook::people::Scope;
use salesbook::recordings::{RecordingState, store};
use salesbook::speech::model::{ModelName, find, models_dir};
use service::{Browser, Service, encoded};
use took::Took;
use typed::keystrokes;

const SIZES: [usize; 2] = [2_000, 20_000];
/// Beside a transcription the first size is measured.
const ROUNDS: usize = 10;
/// The demonstration's calls are minutes of sound; a machine that needs longer cannot be measured.
const LONGEST: Duration = Duration::from_mins(20);
/// After an answer the next letter is typed.
const BETWEEN: Duration = Duration::from_millis(20);

fn main() {
    for size in SIZES {
        let library = generated::library(size);
        let data = tempfile::tempdir().unwrap();
        let service = Service::start(data.path(), library.path());
        service.runtime.block_on(demo::fill(&service.app, false)).unwrap();
        let manager = "n.zhukov";
        let mut browser = Browser::sign_in(&service, manager, demo::PASSWORD);
        println!("{size} entries over HTTP, alone: {}", alone(&mut browser));
        if size != SIZES[0] {
            continue;
        }
        let folder = models_dir(std::env::var_os("SALESBOOK_MODELS").as_deref().map(Path::new)).unwrap();
        if find(&folder, &ModelName::default()).is_ok() {
            beside_transcription(&service, &mut browser);
        } else {
            println!(
                "no speech model, nothing is measured beside a transcription: salesbook model fetch base"
            );
        }
    }
}

fn ask(browser: &mut Browser, typed: &str) -> Duration {
    std::thread::sleep(BETWEEN);
    browser.get(&format!("/search?q={}", encoded(typed)), Some("answers"))
}

fn alone(browser: &mut Browser) -> Took {
    let mut took = Took::default();
    for round in 0..=ROUNDS {
        for typed in keystrokes() {
            let answer = ask(browser, typed);
            // The first round wakes everything up.
            if round > 0 {
                took.add(answer);
            }
        }
    }
    took
}

/// Types for as long as the demonstration's calls are transcribed.
fn beside_transcription(service: &Service, browser: &mut Browser) {
    let count = |wanted: RecordingState| {
        let counts = service.runtime.block_on(counts(service)).unwrap();
        counts
            .iter()
            .filter(|(state, ..)| *state == wanted)
            .map(|(_, count, _)| *count)
            .sum::<i64>()
    };
    start_work(service);
    while count(RecordingState::Transcribing) == 0 {
        assert_eq!(
            count(RecordingState::Failed),
            0,
            "the calls cannot be transcribed"
        );
        std::thread::sleep(BETWEEN);
    }
    let begun = Instant::now();
    let mut took = Took::default();
    let mut keys = keystrokes().collect::<Vec<_>>().into_iter().cycle();
    // A look at the queue between phrases, not between letters.
    while count(RecordingState::Transcribing) + count(RecordingState::Queued) > 0 {
        for typed in keys.by_ref().take(20) {
            took.add(ask(browser, typed));
        }
        assert!(begun.elapsed() < LONGEST, "the calls are not transcribed");
    }
    println!(
        "{} entries over HTTP, while {} calls are transcribed in {} s on {} threads: {took}",
        SIZES[0],
        count(RecordingState::Ready),
        begun.elapsed().as_secs(),
        service.app.config.speech_threads
    );
    assert_eq!(count(RecordingState::Failed), 0, "a call was not transcribed");
}

/// What is queued is transcribed from now on.
fn start_work(service: &Service) {
    let _inside = service.runtime.enter();
    service.app.start_work(&service.life);
}

async fn counts(service: &Service) -> Result<Vec<(RecordingState, i64, i64)>, DbError> {
    let mut tx = service.app.db.read().await?;
    store::counts(&mut tx, &Scope::All).await
}
