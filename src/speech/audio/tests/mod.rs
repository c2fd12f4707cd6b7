mod damage;
mod foreign;
mod formats;

use std::io::Write as _;

use tempfile::NamedTempFile;

use super::vad::{Interval, LevelMeter, speech};
use super::voice::voices;
use super::{AudioError, LengthEstimate, MAX_DURATION_MS, foretell, load, probe};

fn file(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn wav_bytes(format: u16, rate: u32, channels: u16, bits: u16, data: &[u8]) -> Vec<u8> {
    let mut fmt = fmt(format, rate, channels, bits);
    fmt.extend(b"\0\0");
    riff(&[(b"fmt ", &fmt)], data.len() as u32, data)
}

/// The sixteen bytes that every WAV file has.
fn fmt(format: u16, rate: u32, channels: u16, bits: u16) -> Vec<u8> {
    let align = channels * bits / 8;
    let mut bytes = format.to_le_bytes().to_vec();
    bytes.extend(channels.to_le_bytes());
    bytes.extend(rate.to_le_bytes());
    bytes.extend((rate * u32::from(align)).to_le_bytes());
    bytes.extend(align.to_le_bytes());
    bytes.extend(bits.to_le_bytes());
    bytes
}

/// A WAV file of these chunks and a data chunk that claims `size` bytes.
fn riff(chunks: &[(&[u8; 4], &[u8])], size: u32, data: &[u8]) -> Vec<u8> {
    let mut bytes = b"RIFF\0\0\0\0WAVE".to_vec();
    for (name, body) in chunks {
        bytes.extend(*name);
        bytes.extend((body.len() as u32).to_le_bytes());
        bytes.extend(*body);
    }
    bytes.extend(b"data");
    bytes.extend(size.to_le_bytes());
    bytes.extend(data);
    let all = (bytes.len() - 8) as u32;
    bytes[4..8].copy_from_slice(&all.to_le_bytes());
    bytes
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/audio");
    std::fs::read(folder.join(name)).unwrap()
}

fn pcm(channels: &[&[f32]]) -> Vec<u8> {
    (0..channels[0].len())
        .flat_map(|i| {
            channels
                .iter()
                .flat_map(move |c| ((c[i] * 32_767.0) as i16).to_le_bytes())
        })
        .collect()
}

/// A 16-bit WAV file of these channels.
pub fn wav(rate: u32, channels: &[&[f32]]) -> NamedTempFile {
    file(&wav_bytes(1, rate, channels.len() as u16, 16, &pcm(channels)))
}

fn tone(rate: u32, seconds: f32, hertz: f32, loudness: f32) -> Vec<f32> {
    (0..(seconds * rate as f32) as usize)
        .map(|i| (i as f32 / rate as f32 * hertz * std::f32::consts::TAU).sin() * loudness)
        .collect()
}

fn noise(seconds: f32, loudness: f32) -> Vec<f32> {
    let mut state = 0x2545_f491_u32;
    (0..(seconds * 16_000.0) as usize)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            (state as f32 / u32::MAX as f32 - 0.5) * 2.0 * loudness
        })
        .collect()
}

fn levels(sound: &[f32]) -> Vec<f32> {
    let mut meter = LevelMeter::default();
    meter.push(&sound.iter().map(|s| (s * 32_767.0) as i16).collect::<Vec<_>>());
    meter.finish()
}

#[test]
fn silence_tones_noise_and_beeps_are_not_speech() {
    assert!(speech(&levels(&vec![0.0; 80_000])).is_empty());
    assert!(speech(&levels(&tone(16_000, 20.0, 425.0, 0.5))).is_empty());
    assert!(speech(&levels(&noise(20.0, 0.1))).is_empty());
    assert!(speech(&[]).is_empty());
    // The ringing tone: a second on, four off.
    let ringing: Vec<f32> = tone(16_000, 30.0, 425.0, 0.3)
        .into_iter()
        .enumerate()
        .map(|(i, s)| if (i / 16_000) % 5 == 1 { s } else { 0.0 })
        .collect();
    assert!(speech(&levels(&ringing)).is_empty());
}

#[test]
fn speech_is_found_over_noise_to_a_twentieth_of_a_second() {
    let voice: Vec<f32> = crate::speech::tests::voice(&[(2.0, 4.0), (7.0, 7.4)], 10.0)
        .into_iter()
        .flat_map(|s| [s, s])
        .zip(noise(10.0, 0.004))
        .map(|(a, b)| a + b)
        .collect();
    let found = speech(&levels(&voice));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        (found[0].start_ms - 2_000).abs() <= 50 && (found[0].end_ms - 4_000).abs() <= 80,
        "{found:?}"
    );
    assert!((found[1].start_ms - 7_000).abs() <= 50, "{found:?}");
}

/// 16 kHz from 8 kHz, as loud as it is.
fn samples(sound: &[f32]) -> Vec<i16> {
    let doubled = sound.iter().flat_map(|sample| [sample * 32_767.0; 2]);
    doubled.map(|sample| sample as i16).collect()
}

/// Four held notes a second apart with a slow swell, so that loudness alone takes it for speech.
fn organ(seconds: usize) -> Vec<f32> {
    (0..seconds * 8_000)
        .map(|i| {
            let t = i as f32 / 8_000.0;
            let note = [220.0, 277.2, 329.6, 246.9][t as usize % 4];
            let swell = (t * 2.0 * std::f32::consts::TAU).sin().mul_add(0.4, 0.6);
            let tone: f32 = (1..8)
                .map(|k| (t * note * k as f32 * std::f32::consts::TAU).sin() / k as f32)
                .sum();
            tone * swell * 0.2
        })
        .collect()
}

#[test]
fn music_is_no_voice_and_a_voice_beside_it_stays() {
    let heard = |sound: &[f32]| {
        let samples = samples(sound);
        let as_float: Vec<f32> = samples.iter().map(|it| f32::from(*it) / 32_768.0).collect();
        let loud = speech(&levels(&as_float));
        (loud.clone(), voices(&samples, loud))
    };
    let (loud, voice) = heard(&organ(20));
    assert!(!loud.is_empty());
    assert_eq!(voice, []);
    let spoken = crate::speech::tests::voice(&[(0.5, 3.0), (3.4, 4.0), (9.0, 14.0)], 15.0);
    let (loud, voice) = heard(&spoken);
    assert_eq!(voice, loud);
    // Music, and the voice begins in its last note.
    let both: Vec<f32> = organ(10)
        .into_iter()
        .chain(spoken[4_000..].iter().copied())
        .collect();
    let (_, voice) = heard(&both);
    let first = voice.first().unwrap();
    assert!((9_000..=10_050).contains(&first.start_ms), "{voice:?}");
    assert!(
        (23_400..23_700).contains(&voice.last().unwrap().end_ms),
        "{voice:?}"
    );
    let heard_ms: i64 = voice.iter().map(|it| it.end_ms - it.start_ms).sum();
    assert!((8_000..9_300).contains(&heard_ms), "{voice:?}");
    assert!(voices(&[], Vec::new()).is_empty());
    let beyond = Interval {
        start_ms: 0,
        end_ms: 5_000,
    };
    assert_eq!(voices(&[0; 160], vec![beyond]).len(), 0);
}

#[test]
fn telephone_codecs_in_wav_are_read() {
    for (format, loud) in [(6_u16, 0x2a_u8), (7, 0x00)] {
        let data: Vec<u8> = (0..16_000_u32)
            .map(|i| if (i / 4) % 2 == 0 { loud } else { loud ^ 0x80 })
            .collect();
        let file = file(&wav_bytes(format, 8_000, 1, 8, &data));
        let facts = probe(file.path(), MAX_DURATION_MS).unwrap();
        assert_eq!(
            (facts.duration_ms, facts.channels, facts.sample_rate),
            (2_000, 1, 8_000)
        );
        assert_eq!(facts.mime, "audio/wav");
        let sound = load(file.path(), MAX_DURATION_MS, &mut |_| true)
            .unwrap()
            .unwrap();
        assert_eq!(sound.channels[0].samples.len(), 32_000);
        assert!(
            sound.peaks.channels[0].iter().all(|p| *p > 0),
            "{:?}",
            sound.facts
        );
    }
}

#[test]
fn a_truncated_file_is_used_up_to_its_end() {
    let whole = wav_bytes(1, 8_000, 1, 16, &pcm(&[&tone(8_000, 10.0, 300.0, 0.3)]));
    let file = file(&whole[..whole.len() / 2]);
    assert_eq!(probe(file.path(), MAX_DURATION_MS).unwrap().duration_ms, 10_000);
    let sound = load(file.path(), MAX_DURATION_MS, &mut |_| true)
        .unwrap()
        .unwrap();
    assert!(
        (4_800..5_001).contains(&sound.facts.duration_ms),
        "{:?}",
        sound.facts
    );
    assert_eq!(sound.facts.damaged_at_ms, Some(sound.facts.duration_ms));
}

#[test]
fn what_is_not_a_recording_is_named() {
    let limit_ms = 3 * 3_600_000;
    let code = |bytes: &[u8]| probe(file(bytes).path(), limit_ms).unwrap_err().code();
    assert_eq!(code(b""), "audio-empty");
    assert_eq!(
        code(&b"%PDF-1.7 and then some text that is no sound at all. ".repeat(200)),
        "audio-not-audio"
    );
    assert_eq!(code(&wav_bytes(1, 8_000, 1, 16, b"")), "audio-empty");
    assert_eq!(
        code(&wav_bytes(1, 8_000, 6, 16, &[0; 4_800])),
        "audio-too-many-channels"
    );
    let long = wav_bytes(7, 4_000, 1, 8, &vec![0xff; 4_000 * 3 * 3_600 + 8_000]);
    assert_eq!(code(&long), "audio-too-long");
    assert!(matches!(
        probe(std::path::Path::new("/nowhere"), MAX_DURATION_MS),
        Err(AudioError::Io(_))
    ));
}

#[test]
fn stereo_of_one_sound_is_heard_once_and_drawn_as_it_is() {
    let voice = crate::speech::tests::voice(&[(1.0, 3.0), (5.0, 8.0)], 9.0);
    let late: Vec<f32> = std::iter::repeat_n(0.0, 3)
        .chain(voice.iter().map(|s| s * 0.4))
        .take(voice.len())
        .collect();
    let other = crate::speech::tests::voice(&[(3.2, 4.8)], 9.0);
    let heard = |left: &[f32], right: &[f32]| {
        let file = wav(8_000, &[left, right]);
        let sound = load(file.path(), MAX_DURATION_MS, &mut |_| true)
            .unwrap()
            .unwrap();
        (
            sound.channels.len(),
            sound.facts.channels,
            sound.peaks.channels.len(),
        )
    };
    assert_eq!(heard(&voice, &voice), (1, 2, 2));
    assert_eq!(heard(&voice, &late), (1, 2, 2));
    assert_eq!(heard(&voice, &other), (2, 2, 2));
}

#[test]
fn loading_stops_when_told() {
    let file = wav(8_000, &[&vec![0.0; 400_000]]);
    assert!(
        load(file.path(), MAX_DURATION_MS, &mut |_| false)
            .unwrap()
            .is_none()
    );
}

#[test]
fn usual_formats_are_read_with_their_length() {
    for (name, mime) in [
        ("tone.mp3", "audio/mpeg"),
        ("tone.opus", "audio/ogg; codecs=opus"),
        ("tone.ogg", "audio/ogg"),
        ("tone.m4a", "audio/mp4"),
        ("tone.flac", "audio/flac"),
        ("tone.webm", "audio/webm"),
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/audio")
            .join(name);
        let facts = probe(&path, MAX_DURATION_MS).unwrap();
        assert_eq!((facts.mime.as_str(), facts.channels), (mime, 2), "{name}");
        let sound = load(&path, MAX_DURATION_MS, &mut |_| true).unwrap().unwrap();
        assert!(
            (sound.facts.duration_ms - 2_000).abs() < 120,
            "{name}: {:?}",
            sound.facts
        );
        assert!(
            (facts.duration_ms - sound.facts.duration_ms).abs() < 120,
            "{name}: {facts:?}"
        );
        assert_eq!(sound.facts.damaged_at_ms, None, "{name}");
        assert_eq!(sound.channels.len(), 2, "{name}");
        let half = sound.peaks.channels[0].len() / 2;
        assert!(
            sound.peaks.channels[0][5..half - 10].iter().all(|p| *p > 40),
            "{name} {:?}",
            sound.peaks
        );
        assert!(
            sound.peaks.channels[1][..half - 10].iter().all(|p| *p < 20),
            "{name} {:?}",
            sound.peaks
        );
    }
}

/// A file that promises its length in its head, or does not, cut off after its head.
#[test]
fn the_head_of_a_growing_file_tells_its_length_where_it_can() {
    let foretold = |bytes: &[u8], limit_ms| foretell(file(bytes).path(), limit_ms);
    let head = |seconds: u32| fixture_head(&wav_bytes(1, 8_000, 1, 16, &vec![0; 16_000 * seconds as usize]));
    assert_eq!(foretold(&head(60), 60_000), LengthEstimate::Nothing);
    assert_eq!(foretold(&head(61), 60_000), LengthEstimate::TooLong);
    // A recorder that does not know the length: 46 bytes of head, 8000 samples a second, the first that is too many.
    let mut unknown = head(1);
    unknown[42..46].fill(0xff);
    assert_eq!(
        foretold(&unknown, 60_000),
        LengthEstimate::Bytes(46 + 2 * (60_000 * 8 + 8))
    );
    assert_eq!(foretold(&unknown[..30], 60_000), LengthEstimate::Nothing);
    for name in ["tone.flac", "tone.mp3", "tone.m4a", "tone.opus"] {
        let bytes = fixture_head(&fixture(name));
        assert_eq!(
            foretold(&bytes, MAX_DURATION_MS),
            LengthEstimate::Nothing,
            "{name}"
        );
    }
    // Its length stands in the first bytes, but it is opened only when the first block is there, too.
    assert_eq!(
        foretold(&fixture("tone.flac")[..16_384], 100),
        LengthEstimate::TooLong
    );
    assert_eq!(foretold(b"just some words", 1), LengthEstimate::Nothing);
}

fn fixture_head(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len().min(4_096)].to_vec()
}
