//! Transcription of whole calls: × real time, words wrong and peak memory, beside faster-whisper where it is installed.
//!
//! `make bench-speech` fetches model and peer and runs this; `make bench-speech CALLS="a.wav b.wav"` takes calls of your
//! own, each with a reference beside it (`a.txt`, lines `[start-end] chN: text`). Both sides have their model loaded, read
//! the same files from disk, hear both channels on the same number of cores, and take turns round by round, so that the
//! figures of one run compare; each figure is the best of its rounds. `PEER` and `PEER_MODEL` name the peer's Python
//! and its CTranslate2 directory; without them only our side is measured.
//!
//! What was tried and did not help is listed in [`salesbook::speech::whisper`].
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a call that cannot be read is a failed run; the table is the answer"
)]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use salesbook::config::SpeechDevice;
use salesbook::side::Side;
use salesbook::speech::engine::never;
use salesbook::speech::model::{ModelName, find, models_dir, quickest};
use salesbook::speech::whisper::WhisperEngine;
use salesbook::speech::{Glossary, Options, Transcript, transcribe};

/// The project's own calls: two to three minutes each, stereo.
const CALLS: [&str; 4] = [
    "src/demo/calls/inbound-good.opus",
    "src/demo/calls/lost-on-price.opus",
    "src/demo/calls/missed-next-step.opus",
    "src/demo/calls/english-good.opus",
];
const ROUNDS: usize = 3;

/// Words wrong, words of the reference.
type Wrong = (usize, usize);

/// One call by one side.
#[derive(Debug, Clone, Copy)]
struct Measured {
    seconds: f64,
    wrong: Wrong,
}

struct Call {
    path: PathBuf,
    language: String,
    reference: BTreeMap<u16, Vec<String>>,
    seconds: f64,
    channels: u16,
}

fn main() {
    let dir = models_dir(std::env::var_os("SALESBOOK_MODELS").as_deref().map(Path::new)).unwrap();
    let Ok(model) = find(&dir, &ModelName::default()) else {
        println!("no speech model, nothing is measured: salesbook model fetch base");
        return;
    };
    let engine = WhisperEngine::load(&quickest(&dir, model).path, SpeechDevice::default()).unwrap();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let named: Vec<PathBuf> = std::env::args()
        .skip(1)
        .filter(|it| it != "--bench")
        .map(PathBuf::from)
        .collect();
    let calls: Vec<Call> = if named.is_empty() {
        CALLS
            .iter()
            .map(|name| call(&Path::new(env!("CARGO_MANIFEST_DIR")).join(name)))
            .collect()
    } else {
        named.iter().map(|path| call(path)).collect()
    };
    let mut peers: BTreeMap<String, Peer> = BTreeMap::new();
    for call in &calls {
        if let Some(peer) = Peer::start(&call.language, threads) {
            peers.entry(call.language.clone()).or_insert(peer);
        }
    }
    let mut ours: Vec<Option<Measured>> = vec![None; calls.len()];
    let mut theirs: Vec<Option<Measured>> = vec![None; calls.len()];
    for _ in 0..ROUNDS {
        for (i, call) in calls.iter().enumerate() {
            keep(&mut ours[i], we_hear(&engine, call, threads));
            if let Some(peer) = peers.get_mut(&call.language) {
                keep(&mut theirs[i], peer.hears(call));
            }
        }
    }
    println!(
        "{:24} {:>7} | {:>9} {:>7} | {:>9} {:>7}",
        "call", "seconds", "ours ×", "WER %", "peer ×", "WER %"
    );
    for (i, call) in calls.iter().enumerate() {
        let name = call.path.file_stem().unwrap_or_default().to_string_lossy();
        row(&name, call.seconds, ours[i], theirs[i]);
    }
    let seconds: f64 = calls.iter().map(|call| call.seconds).sum();
    let (our, their) = (sum(&ours), sum(&theirs));
    row("all", seconds, our, their);
    if let (Some(our), Some(their)) = (our, their) {
        println!(
            "ours is {:.2} times as fast as faster-whisper, batched, int8",
            their.seconds / our.seconds
        );
    }
    println!("{threads} threads; peak memory: ours {} MB", peak_mb());
    for (language, peer) in &peers {
        println!("peak memory of the peer ({language}): {} MB", peer.peak_mb);
    }
}

fn keep(best: &mut Option<Measured>, fresh: Measured) {
    if best.is_none_or(|held| fresh.seconds < held.seconds) {
        *best = Some(fresh);
    }
}

fn sum(measured: &[Option<Measured>]) -> Option<Measured> {
    measured.iter().copied().reduce(|a, b| {
        let (a, b) = (a?, b?);
        Some(Measured {
            seconds: a.seconds + b.seconds,
            wrong: (a.wrong.0 + b.wrong.0, a.wrong.1 + b.wrong.1),
        })
    })?
}

fn row(name: &str, seconds: f64, ours: Option<Measured>, theirs: Option<Measured>) {
    let side = |it: Option<Measured>| {
        it.map_or_else(
            || format!("{:>9} {:>7}", "–", "–"),
            |it| {
                format!(
                    "{:>9.2} {:>7.1}",
                    seconds / it.seconds,
                    100.0 * it.wrong.0 as f64 / it.wrong.1.max(1) as f64
                )
            },
        )
    };
    println!("{name:24} {seconds:>7.0} | {} | {}", side(ours), side(theirs));
}

fn call(path: &Path) -> Call {
    let facts = salesbook::speech::audio::probe(path, salesbook::speech::audio::MAX_DURATION_MS).unwrap();
    let text = std::fs::read_to_string(path.with_extension("txt")).unwrap_or_default();
    let mut reference: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let (channel, said) = line
            .split_once("] ch")
            .and_then(|(_, rest)| rest.split_once(": "))
            .map_or((1, line), |(channel, said)| (channel.parse().unwrap(), said));
        reference.entry(channel).or_default().extend(words(said));
    }
    let latin = text.chars().filter(char::is_ascii_alphabetic).count() * 2
        > text.chars().filter(|c| c.is_alphabetic()).count();
    Call {
        path: path.to_owned(),
        language: if latin { "en" } else { "ru" }.to_owned(),
        reference,
        seconds: facts.duration_ms as f64 / 1000.0,
        channels: facts.channels,
    }
}

fn we_hear(engine: &WhisperEngine, call: &Call, threads: usize) -> Measured {
    let options = Options {
        language: call.language.clone(),
        manager_channel: Side::Left,
        threads,
        limit_ms: salesbook::speech::audio::MAX_DURATION_MS,
        glossary: Glossary::default(),
    };
    let begun = Instant::now();
    let outcome = transcribe(&call.path, &options, engine, &never(), &mut |_, _| ()).unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    let texts = by_channel(&outcome.transcript);
    if std::env::var_os("SHOW").is_some() {
        for (channel, said) in &texts {
            println!("{channel}: {said}");
        }
    }
    Measured {
        seconds,
        wrong: wrong(&call.reference, &texts),
    }
}

fn by_channel(transcript: &Transcript) -> BTreeMap<u16, String> {
    let mut texts: BTreeMap<u16, String> = BTreeMap::new();
    for segment in &transcript.segments {
        let text = texts.entry(segment.channel).or_default();
        text.push(' ');
        text.push_str(&segment.text);
    }
    texts
}

/// The peer as a child that hears one file after another.
struct Peer {
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
    peak_mb: u64,
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It ends by itself when nobody asks any more; a bench that failed should not wait for it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Peer {
    fn start(language: &str, threads: usize) -> Option<Self> {
        let (python, model) = (std::env::var_os("PEER")?, std::env::var_os("PEER_MODEL")?);
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/faster_whisper_peer.py");
        let mut child = Command::new(python)
            .arg(script)
            .arg(model)
            .args([language, &threads.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let asks = child.stdin.take().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        let mut ready = String::new();
        answers.read_line(&mut ready).unwrap();
        assert!(ready.contains("ready"), "the peer does not start: {ready}");
        Some(Self {
            child,
            asks,
            answers,
            peak_mb: 0,
        })
    }

    fn hears(&mut self, call: &Call) -> Measured {
        writeln!(self.asks, "{} {}", call.channels, call.path.display()).unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let answer: serde_json::Value = serde_json::from_str(&line).unwrap();
        self.peak_mb = answer["peak_mb"].as_u64().unwrap();
        let texts = answer["channels"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap().to_owned());
        let texts: BTreeMap<u16, String> = (1..).zip(texts).collect();
        Measured {
            seconds: answer["seconds"].as_f64().unwrap(),
            wrong: wrong(&call.reference, &texts),
        }
    }
}

/// Words as they are compared: lower case, ё = е, no punctuation, single digits by name.
fn words(text: &str) -> Vec<String> {
    const DIGITS: [&str; 10] = [
        "ноль",
        "один",
        "два",
        "три",
        "четыре",
        "пять",
        "шесть",
        "семь",
        "восемь",
        "девять",
    ];
    let plain: String = text
        .to_lowercase()
        .replace('ё', "е")
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '_' { c } else { ' ' })
        .collect();
    plain
        .split_whitespace()
        .map(|word| match word.parse::<usize>() {
            Ok(digit) if word.len() == 1 => DIGITS[digit].to_owned(),
            _ => word.to_owned(),
        })
        .collect()
}

fn wrong(reference: &BTreeMap<u16, Vec<String>>, said: &BTreeMap<u16, String>) -> Wrong {
    let mut total = (0, 0);
    for (channel, expected) in reference {
        let heard = words(said.get(channel).map_or("", String::as_str));
        total.0 += distance(expected, &heard);
        total.1 += expected.len();
    }
    total
}

/// Levenshtein's distance over words.
fn distance(a: &[String], b: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let diagonal = before + usize::from(x != y);
            before = row[j + 1];
            row[j + 1] = diagonal.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// The most memory this process ever held.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|it| it.trim().trim_end_matches(" kB").parse::<u64>().ok())
        .map_or(0, |kb| kb / 1024)
}
