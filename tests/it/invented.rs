//! No invented text: the real model writes nothing where nobody speaks, and what a guard takes out can be put back.

use std::path::Path;

use axum::http::{Method, StatusCode};
use salesbook::config::SpeechDevice;
use salesbook::db::Db;
use salesbook::id::TranscriptId;
use salesbook::side::Side;
use salesbook::speech::audio::vad::{self, Interval};
use salesbook::speech::engine::never;
use salesbook::speech::model::{ModelName, find, models_dir};
use salesbook::speech::transcript::Engine;
use salesbook::speech::whisper::WhisperEngine;
use salesbook::speech::{
    FilteredReason, FilteredSegment, Glossary, Options, Segment, Speaker, Transcript, Word, audio, transcribe,
};
use salesbook::transcripts::store as transcripts;
use serde_json::json;

use crate::support::app::{START, TestApp, Who};
use crate::support::db::on_both;
use crate::support::sounds::{RATE, music, pink_noise, plucked, tones, wav, white_noise};

fn engine() -> WhisperEngine {
    let dir = models_dir(std::env::var_os("SALESBOOK_MODELS").as_deref().map(Path::new)).unwrap();
    let model = find(&dir, &ModelName::default()).unwrap_or_else(|error| {
        panic!("{error}\n(`.ci/model target/debug/salesbook` brings it; `make test` does that)")
    });
    WhisperEngine::load(&model.path, SpeechDevice::Cpu).unwrap()
}

fn heard(engine: &WhisperEngine, sound: &[f32], rate: u32, below_db: f32, language: &str) -> Transcript {
    let options = Options {
        language: language.to_owned(),
        manager_channel: Side::Left,
        threads: 2,
        limit_ms: salesbook::speech::audio::MAX_DURATION_MS,
        glossary: Glossary::default(),
    };
    let file = wav(sound, rate, below_db);
    transcribe(file.path(), &options, engine, &never(), &mut |_, _| ())
        .unwrap()
        .transcript
}

#[test]
fn silence_music_noise_and_tones_are_no_text() {
    let engine = engine();
    let sounds: [(&str, Vec<f32>); 10] = [
        ("silence", vec![0.0; 30 * RATE as usize]),
        ("hold music", music(30)),
        ("a plucked string", plucked(30)),
        ("white noise", white_noise(30)),
        ("pink noise", pink_noise(30)),
        ("a dial tone", tones(30, &[425.0], 30.0, 0.0)),
        ("a dial tone of two", tones(30, &[350.0, 440.0], 30.0, 0.0)),
        ("a busy tone", tones(30, &[425.0], 0.35, 0.35)),
        ("a fast busy tone of two", tones(30, &[480.0, 620.0], 0.25, 0.25)),
        ("ringing", tones(30, &[440.0, 480.0], 2.0, 4.0)),
    ];
    let mut wrong = Vec::new();
    for (name, sound) in &sounds {
        for below_db in [1.0, 12.0, 24.0, 36.0] {
            for language in ["ru", "en"] {
                let transcript = heard(&engine, sound, RATE, below_db, language);
                if !transcript.segments.is_empty() {
                    wrong.push(format!(
                        "{name}, −{below_db} dB, {language}: {}",
                        transcript.text(None)
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Noise that comes and goes is louder than the line's own noise, and still nobody speaks.
#[test]
fn bursts_of_noise_and_music_between_silence_are_no_text() {
    let engine = engine();
    for (name, sound) in [
        ("white", white_noise(30)),
        ("pink", pink_noise(30)),
        ("music", music(30)),
    ] {
        let bursts: Vec<f32> = (0..)
            .zip(&sound)
            .map(|(i, sample)| if i / (3 * RATE) % 2 == 1 { *sample } else { 0.0 })
            .collect();
        for below_db in [6.0, 26.0] {
            let transcript = heard(&engine, &bursts, RATE, below_db, "ru");
            assert_eq!(transcript.text(None), "", "{name} −{below_db} dB");
        }
    }
}

/// A call that begins with hold music: the music is left out, the voice is not.
#[test]
fn a_voice_after_hold_music_is_heard_whole() {
    let engine = engine();
    let greeting = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/speech/greeting.opus");
    let call = audio::load(&greeting, audio::MAX_DURATION_MS, &mut |_| true)
        .unwrap()
        .unwrap();
    let voice: Vec<f32> = call.channels[0]
        .samples
        .iter()
        .map(|sample| f32::from(*sample) / 32_768.0)
        .collect();
    let mut sound: Vec<f32> = music(12)
        .into_iter()
        .flat_map(|sample| [sample * 0.2; 2])
        .collect();
    sound.extend(voice);
    let transcript = heard(&engine, &sound, audio::RATE, 0.0, "ru");
    let text = transcript.text(None).to_lowercase();
    assert!(text.starts_with("добрый день! вы позвонили в компанию"), "{text}");
    // The voice begins 0.4 s after the music's end; a second of music before it may be heard with it.
    let first = &transcript.segments[0];
    assert!((11_000..12_800).contains(&first.start_ms), "{first:?}");
}

/// Whatever is loud while a reference says that somebody speaks reaches the model: no voice is taken for music.
#[test]
fn no_voice_of_a_call_is_left_out() {
    let calls = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/demo/calls");
    for name in ["lost-on-price", "english-good"] {
        let call = audio::load(
            &calls.join(format!("{name}.opus")),
            audio::MAX_DURATION_MS,
            &mut |_| true,
        )
        .unwrap()
        .unwrap();
        let reference = std::fs::read_to_string(calls.join(format!("{name}.txt"))).unwrap();
        let mut turns = 0;
        for line in reference.lines() {
            let (times, said) = line.strip_prefix('[').unwrap().split_once("] ch").unwrap();
            let (from, to) = times.split_once('-').unwrap();
            let ms = |seconds: &str| (seconds.parse::<f64>().unwrap() * 1000.0) as i64;
            let within = |intervals: &[Interval]| -> i64 {
                let part = |it: &Interval| it.end_ms.min(ms(to)) - it.start_ms.max(ms(from));
                intervals.iter().map(|it| part(it).max(0)).sum()
            };
            let channel = &call.channels[said[..1].parse::<usize>().unwrap() - 1];
            let loud = vad::speech(&channel.levels);
            assert!(within(&loud) > 0, "{name}: {line}");
            assert_eq!(within(&channel.speech), within(&loud), "{name}: {line}");
            turns += 1;
        }
        assert!(turns > 20, "{name}: {turns}");
    }
}

fn word(start_ms: i64, text: &str) -> Word {
    Word {
        start_ms,
        end_ms: start_ms + 400,
        text: text.to_owned(),
        p: 0.9,
        replaced: None,
    }
}

/// Two turns, and between them something nobody said.
fn doubtful_talk() -> Transcript {
    let segment = |start_ms: i64, speaker, text: &str| Segment {
        start_ms,
        end_ms: start_ms + 400,
        channel: if speaker == Speaker::Manager { 1 } else { 2 },
        speaker,
        text: text.to_owned(),
        words: vec![word(start_ms, text)],
    };
    Transcript {
        language: "ru".to_owned(),
        duration_ms: 12_000,
        channels: 2,
        engine: Engine {
            model: "script".to_owned(),
            device: "cpu".to_owned(),
            x_realtime: 20.0,
        },
        segments: vec![
            segment(500, Speaker::Manager, "Алло!"),
            segment(8_000, Speaker::Client, "Слушаю."),
        ],
        filtered: vec![FilteredSegment {
            start_ms: 4_000,
            end_ms: 4_900,
            channel: 2,
            speaker: Speaker::Client,
            text: "Спасибо за <просмотр>".to_owned(),
            words: vec![word(4_000, "Спасибо"), word(4_450, "за <просмотр>")],
            reason: FilteredReason::KnownInvention,
        }],
    }
}

on_both!(
    what_was_taken_out_is_shown_with_its_reason_and_can_be_put_back,
    programs_put_back_too_and_a_swap_moves_what_was_taken_out
);

async fn what_was_taken_out_is_shown_with_its_reason_and_can_be_put_back(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 12).await;
    let mut tx = app.app.db.write().await.unwrap();
    let transcript = TranscriptId::new(START, &app.app.randomness);
    transcripts::insert(&mut tx, transcript, &id, &doubtful_talk(), &[], START)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let manager = app.sign_in(Who::Manager).await;
    let page = manager.get(&format!("/recordings/{id}")).await.ok();
    let shown = page.words("#filtered");
    for part in [
        "Убрано как выдуманное: 1",
        "0:04",
        "Спасибо за <просмотр>",
        "так модели пишут в тишине",
        "Вернуть",
    ] {
        assert!(shown.contains(part), "{part} is not in {shown}");
    }
    assert_eq!(page.attribute("#filtered a", "data-seek"), "4000");
    let at = page.attribute("#filtered input", "value");
    let outsider = app.sign_in(Who::Outsider).await;
    let path = format!("/recordings/{id}/filtered/restore");
    outsider
        .post(&path, &[("at", &at)])
        .await
        .expect(StatusCode::NOT_FOUND);
    manager
        .post(&path, &[("at", "2")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let back = manager
        .post(&path, &[("at", &at)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(back.location(), format!("/recordings/{id}#t-4000"));

    // Once more there is nothing left to put back, and the text is whole.
    manager
        .post(&path, &[("at", &at)])
        .await
        .expect(StatusCode::NOT_FOUND);
    let program = app.program(Who::Manager).await;
    let text = program
        .get(&format!("/api/v1/recordings/{id}/transcript"))
        .await
        .ok()
        .json();
    assert_eq!(text["filtered"], json!([]));
    let said: Vec<&str> = text["segments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["text"].as_str().unwrap())
        .collect();
    assert_eq!(said, ["Алло!", "Спасибо за <просмотр>", "Слушаю."]);
    assert_eq!(text["segments"][1]["speaker"], "client");
}

async fn programs_put_back_too_and_a_swap_moves_what_was_taken_out(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 12).await;
    let mut tx = app.app.db.write().await.unwrap();
    let transcript = TranscriptId::new(START, &app.app.randomness);
    transcripts::insert(&mut tx, transcript, &id, &doubtful_talk(), &[], START)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let program = app.program(Who::Manager).await;
    let at = format!("/api/v1/recordings/{id}");
    program
        .json(Method::POST, &format!("{at}/swap"), &json!({}))
        .await
        .ok();
    let text = program.get(&format!("{at}/transcript")).await.ok().json();
    assert_eq!(text["filtered"][0]["speaker"], "manager");
    assert_eq!(text["filtered"][0]["reason"], "known-invention");
    let restore = format!("{at}/transcript/filtered/restore");
    let gone = program
        .json(
            Method::POST,
            &restore,
            &json!({ "channel": 1, "start_ms": 4_000 }),
        )
        .await;
    gone.problem(StatusCode::NOT_FOUND, "filtered-not-found");
    program
        .json(
            Method::POST,
            &restore,
            &json!({ "channel": 2, "start_ms": 4_000 }),
        )
        .await
        .expect(StatusCode::NO_CONTENT);
    let text = program.get(&format!("{at}/transcript")).await.ok().json();
    assert_eq!(text["segments"][1]["speaker"], "manager");
}
