use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Glossary;
use super::engine::{Abort, EngineError, HeardPhrase, HeardWord, SpeechEngine, SpeechListener, never};
use super::pipeline::{Options, PipelineStage, transcribe};
use super::transcript::Speaker;
use crate::side::Side;
use crate::speech::audio::tests::wav;

/// Says one word for each second it is given.
struct CountingEngine {
    calls: AtomicUsize,
    fail_at: Option<usize>,
}

struct CountingListener<'a>(&'a CountingEngine);

impl SpeechListener for CountingListener<'_> {
    fn hear(&mut self, samples: &[f32]) -> Result<Vec<HeardPhrase>, EngineError> {
        let call = self.0.calls.fetch_add(1, Ordering::SeqCst);
        if self.0.fail_at == Some(call) {
            return Err(EngineError::Failed("on purpose".to_owned()));
        }
        let words = (0..(samples.len() / 16_000).max(1) as i64)
            .map(|i| HeardWord {
                start_ms: i * 1000,
                end_ms: i * 1000 + 500,
                text: "слово".to_owned(),
                p: 0.5,
            })
            .collect();
        Ok(vec![HeardPhrase {
            words,
            no_speech: 0.0,
        }])
    }
}

struct SharedCountingEngine(&'static CountingEngine);

impl SpeechEngine for SharedCountingEngine {
    fn model(&self) -> &'static str {
        "counting"
    }
    fn device(&self) -> &'static str {
        "cpu"
    }
    fn listen(&self, _: &str, _: &str, _: Abort) -> Result<Box<dyn SpeechListener>, EngineError> {
        Ok(Box::new(CountingListener(self.0)))
    }
}

fn counting(fail_at: Option<usize>) -> SharedCountingEngine {
    SharedCountingEngine(Box::leak(Box::new(CountingEngine {
        calls: AtomicUsize::new(0),
        fail_at,
    })))
}

fn options() -> Options {
    Options {
        language: "ru".to_owned(),
        manager_channel: Side::Left,
        threads: 2,
        limit_ms: crate::speech::audio::MAX_DURATION_MS,
        glossary: Glossary::default(),
    }
}

/// Something like speech: bursts of a buzz whose loudness moves as syllables do, its pitch and colour as vowels do.
pub fn voice(seconds: &[(f32, f32)], total: f32) -> Vec<f32> {
    use std::f32::consts::TAU;
    (0..(total * 8000.0) as usize)
        .map(|i| {
            let t = i as f32 / 8000.0;
            if !seconds.iter().any(|(from, to)| (*from..*to).contains(&t)) {
                return 0.0;
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
            buzz * syllable * 0.15
        })
        .collect()
}

#[test]
fn two_parties_take_turns_and_progress_never_goes_back() {
    let file = wav(
        8_000,
        &[
            &voice(&[(0.5, 3.0), (8.0, 10.0)], 12.0),
            &voice(&[(4.0, 6.5)], 12.0),
        ],
    );
    let mut seen = Vec::new();
    let outcome = transcribe(
        file.path(),
        &options(),
        &counting(None),
        &never(),
        &mut |stage, permille| {
            seen.push((stage, permille));
        },
    )
    .unwrap();
    assert_eq!(outcome.transcript.channels, 2);
    let speakers: Vec<_> = outcome.transcript.segments.iter().map(|s| s.speaker).collect();
    assert_eq!(speakers, [Speaker::Manager, Speaker::Client, Speaker::Manager]);
    let third = &outcome.transcript.segments[2];
    assert!((7_700..8_300).contains(&third.start_ms), "{third:?}");
    assert_eq!(outcome.transcript.duration_ms, 12_000);
    assert_eq!(outcome.voice[1].len(), 1);
    assert!(seen.windows(2).all(|s| s[0].1 <= s[1].1), "{seen:?}");
    assert_eq!(seen.last(), Some(&(PipelineStage::Merging, 1000)));
}

#[test]
fn the_managers_channel_can_be_the_second() {
    let file = wav(8_000, &[&voice(&[(0.5, 3.0)], 8.0), &voice(&[(4.0, 6.5)], 8.0)]);
    let options = Options {
        manager_channel: Side::Right,
        ..options()
    };
    let outcome = transcribe(file.path(), &options, &counting(None), &never(), &mut |_, _| ()).unwrap();
    assert_eq!(outcome.transcript.segments[0].speaker, Speaker::Client);
    assert_eq!(outcome.transcript.segments[0].channel, 1);
}

#[test]
fn one_sound_twice_is_mono_with_nobody_named() {
    let sound = voice(&[(0.5, 3.0)], 5.0);
    let quieter: Vec<f32> = sound.iter().map(|s| s * 0.5).collect();
    let outcome = transcribe(
        wav(8_000, &[&sound, &quieter]).path(),
        &options(),
        &counting(None),
        &never(),
        &mut |_, _| (),
    )
    .unwrap();
    assert_eq!((outcome.transcript.channels, outcome.facts.channels), (1, 2));
    assert_eq!(outcome.transcript.segments[0].speaker, Speaker::Unknown);
    assert_eq!(outcome.peaks.channels.len(), 2);
}

#[test]
fn silence_is_a_transcript_without_segments() {
    let engine = counting(None);
    let outcome = transcribe(
        wav(8_000, &[&vec![0.0; 40_000]]).path(),
        &options(),
        &engine,
        &never(),
        &mut |_, _| (),
    )
    .unwrap();
    assert!(outcome.transcript.segments.is_empty());
    assert_eq!(engine.0.calls.load(Ordering::SeqCst), 0);
}

#[test]
fn stopping_and_failing_end_the_work() {
    let file = wav(8_000, &[&voice(&[(0.5, 20.0), (22.0, 40.0), (46.0, 60.0)], 61.0)]);
    let abort: Abort = Arc::new(|| true);
    let error = transcribe(file.path(), &options(), &counting(None), &abort, &mut |_, _| ()).unwrap_err();
    assert!(error.is_aborted());
    let error = transcribe(
        file.path(),
        &options(),
        &counting(Some(1)),
        &never(),
        &mut |_, _| (),
    )
    .unwrap_err();
    assert_eq!(error.code(), "transcription-failed");
    let error = transcribe(
        Path::new("/nowhere"),
        &options(),
        &counting(None),
        &never(),
        &mut |_, _| (),
    );
    assert_eq!(error.unwrap_err().code(), "audio-unreadable");
}
