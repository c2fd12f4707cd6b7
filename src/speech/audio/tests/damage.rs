//! Ten thousand damaged files, the same at every run: none may panic, hang, or take more memory than a call may.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{fixture, fmt, pcm, riff, tone, wav_bytes};
use crate::speech::audio::decode::Decoder;
use crate::speech::audio::{AudioError, MAX_DURATION_MS, load};

const FILES: usize = 10_000;
/// Set in the process that is held to its memory.
const HELD: &str = "SALESBOOK_TEST_HELD_TO_MEMORY";
/// Address space of that process: program, threads and all.
const MOST_BYTES: &str = "--as=1200000000";
/// More blocks than this for each kilobyte are work without end: the codec with the smallest packets has fewer.
const BLOCKS_A_KILOBYTE: usize = 64;
/// And this many for silence that a file may claim.
const BLOCKS_OF_SILENCE: usize = 2_000;

/// A small generator: the same numbers at every run.
struct TestRandom(u64);

impl TestRandom {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let names = [
        "tone.mp3",
        "tone.opus",
        "tone.ogg",
        "tone.m4a",
        "tone.flac",
        "tone.webm",
        "narrow.mp3",
        "vbr.mp3",
        "gsm.wav",
        "bare.gsm",
        "ima.wav",
        "msadpcm.wav",
        "g726.wav",
        "speex.ogg",
    ];
    let mut seeds: Vec<Vec<u8>> = names.iter().map(|name| fixture(name)).collect();
    let (left, right) = (tone(8_000, 1.0, 300.0, 0.3), tone(8_000, 1.0, 500.0, 0.3));
    seeds.push(wav_bytes(1, 8_000, 2, 16, &pcm(&[&left, &right])));
    seeds.push(wav_bytes(6, 8_000, 1, 8, &[0x2a; 8_000]));
    seeds.push(wav_bytes(
        3,
        8_000,
        1,
        32,
        &left.iter().flat_map(|s| s.to_le_bytes()).collect::<Vec<_>>(),
    ));
    let mp3 = fixture("narrow.mp3");
    seeds.push(riff(
        &[(b"LIST", &[0; 64]), (b"fmt ", &fmt(0x55, 8_000, 1, 0))],
        mp3.len() as u32,
        &mp3,
    ));
    let mut aiff =
        b"FORM\0\0\x3e\xaeAIFFCOMM\0\0\0\x12\0\x01\0\0\x1f\x40\0\x10\x40\x0b\xfa\0\0\0\0\0\0\0".to_vec();
    aiff.extend(b"SSND\0\0\x3e\x88\0\0\0\0\0\0\0\0");
    aiff.extend(left.iter().flat_map(|s| ((s * 32_767.0) as i16).to_be_bytes()));
    seeds.push(aiff);
    seeds
}

/// One to four injuries.
fn damaged(seeds: &[Vec<u8>], number: usize) -> Vec<u8> {
    let mut chance = TestRandom((number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def1);
    for _ in 0..8 {
        chance.below(2);
    }
    let mut bytes = seeds[number % seeds.len()].clone();
    for _ in 0..=chance.below(4) {
        let length = bytes.len();
        if length < 16 {
            break;
        }
        let at = chance.below(length);
        let some = at..(at + 1 + chance.below(length / 4)).min(length);
        match chance.below(10) {
            0 => (0..=chance.below(40)).for_each(|_| bytes[chance.below(length)] ^= 1 << chance.below(8)),
            1 => (0..=chance.below(40))
                .for_each(|_| bytes[chance.below(length.min(256))] ^= 1 << chance.below(8)),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(..at.min(length / 2))),
            4 => drop(bytes.drain(some)),
            5 => {
                let twice = bytes[some].to_vec();
                bytes.splice(at..at, twice);
            }
            6 => {
                let other = &seeds[chance.below(seeds.len())];
                let from = chance.below(other.len());
                bytes.splice(at.., other[from..].iter().copied());
            }
            7 => some.for_each(|at| bytes[at] = chance.below(256) as u8),
            8 => bytes[some].fill(if chance.below(2) == 0 { 0 } else { 0xff }),
            _ => {
                // The numbers that headers are most often wrong by.
                let at = chance.below(length.min(400) - 8);
                let extreme = [
                    0_u32,
                    1,
                    0x7fff_ffff,
                    0x8000_0000,
                    0xffff_ffff,
                    0xffff_fff0,
                    65_535,
                    3,
                ][chance.below(8)];
                let extreme = if chance.below(2) == 0 {
                    extreme.to_le_bytes()
                } else {
                    extreme.to_be_bytes()
                };
                let width = [1, 2, 4][chance.below(3)];
                bytes[at..at + width].copy_from_slice(&extreme[..width]);
            }
        }
    }
    bytes
}

/// Decodes the file to its end and checks what was promised on the way. Returns whether there was sound.
fn decode(path: &Path, number: usize) -> bool {
    let bytes = std::fs::metadata(path).unwrap().len() as usize;
    let most = BLOCKS_OF_SILENCE + bytes * BLOCKS_A_KILOBYTE / 1_000;
    let mut decoder = match Decoder::open_with(path, None) {
        Ok(decoder) => decoder,
        Err(AudioError::Io(error)) => panic!("{number}: {error}"),
        Err(_) => return false,
    };
    let mut blocks = 0;
    loop {
        let at_ms = decoder.position_ms();
        match decoder.next_block() {
            Ok(Some(block)) => {
                blocks += 1;
                assert!(
                    blocks <= most,
                    "{number}: {blocks} blocks of {bytes} bytes at {at_ms} ms"
                );
                assert!((1..=2).contains(&block.planes.len()), "{number}");
                let frames = block.planes[0].len();
                assert!(frames <= (block.rate as usize).max(100_000), "{number}: {frames}");
                assert!(block.planes.iter().all(|plane| plane.len() == frames), "{number}");
                let fine = |s: &f32| (-1.0..=1.0).contains(s);
                assert!(block.planes.iter().flatten().step_by(97).all(fine), "{number}");
            }
            Ok(None) => break,
            Err(AudioError::Io(error)) => panic!("{number}: {error}"),
            Err(_) => return false,
        }
    }
    assert!(
        (1..=MAX_DURATION_MS).contains(&decoder.facts().duration_ms),
        "{number}"
    );
    true
}

fn all() {
    let seeds = seeds();
    let (next, sound) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let threads = std::thread::available_parallelism()
        .map_or(2, std::num::NonZero::get)
        .min(8);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut file = tempfile::NamedTempFile::new().unwrap();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= FILES {
                        break;
                    }
                    let bytes = damaged(&seeds, number);
                    file.as_file().set_len(0).unwrap();
                    std::io::Seek::rewind(&mut file).unwrap();
                    file.write_all(&bytes).unwrap();
                    sound.fetch_add(usize::from(decode(file.path(), number)), Ordering::Relaxed);
                    // The rest of the way, for some.
                    if number % 50 == 0 {
                        let _ = load(file.path(), MAX_DURATION_MS, &mut |_| true);
                    }
                }
            });
        }
    });
    // Much damage is survived: a test whose files are all refused at once would prove nothing.
    let sound = sound.into_inner();
    assert!(sound > FILES / 3 && sound < FILES, "{sound} files held sound");
}

#[test]
fn ten_thousand_damaged_files_neither_panic_nor_hang_nor_fill_the_memory() {
    if std::env::var_os(HELD).is_some() {
        return all();
    }
    let name = std::thread::current().name().unwrap().to_owned();
    let held = Command::new("prlimit")
        .args([MOST_BYTES, "--"])
        .arg(std::env::current_exe().unwrap())
        .args([name.as_str(), "--exact"])
        .env(HELD, "1")
        // The panics of foreign decoders are caught; where they came from is nobody's matter here.
        .env("RUST_BACKTRACE", "0")
        .output();
    match held {
        Ok(output) => assert!(
            output.status.success(),
            "{}\n{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ),
        // Systems without the tool have no such limit either; the rest is still to be shown.
        Err(_) => all(),
    }
}
