//! The formats that telephone systems, telephones and offices bring, each on a small file.

use std::io::Read as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use super::{file, fixture, fmt, riff, tone, wav_bytes};
use crate::speech::audio::decode::Decoder;
use crate::speech::audio::{AudioError, AudioFacts, MAX_DURATION_MS, is_played, probe, write_wav};

/// The whole sound of a file, decoded without ffmpeg.
pub(super) fn decoded(bytes: &[u8]) -> Result<(AudioFacts, Vec<Vec<f32>>), AudioError> {
    with(file(bytes).path(), None)
}

pub(super) fn with(path: &Path, ffmpeg: Option<&Path>) -> Result<(AudioFacts, Vec<Vec<f32>>), AudioError> {
    let mut decoder = Decoder::open_with(path, ffmpeg)?;
    let mut sound: Vec<Vec<f32>> = Vec::new();
    while let Some(block) = decoder.next_block()? {
        sound.resize_with(block.planes.len(), Vec::new);
        for (all, plane) in sound.iter_mut().zip(block.planes) {
            all.extend_from_slice(plane);
        }
    }
    Ok((decoder.facts().clone(), sound))
}

pub(super) fn loudness(sound: &[f32]) -> f32 {
    (sound.iter().map(|s| s * s).sum::<f32>() / sound.len().max(1) as f32).sqrt()
}

/// Half a second of a tone as samples of `bits`, whole numbers or fractions.
pub(super) fn samples(rate: u32, bits: u16, float: bool) -> Vec<u8> {
    tone(rate, 0.5, 300.0, 0.5)
        .into_iter()
        .flat_map(|s| match (bits, float) {
            (8, _) => vec![(s * 127.0 + 128.0) as u8],
            (16, _) => ((s * 32_767.0) as i16).to_le_bytes().to_vec(),
            (24, _) => ((s * 8_388_607.0) as i32).to_le_bytes()[..3].to_vec(),
            (32, false) => ((f64::from(s) * 2_147_483_647.0) as i32).to_le_bytes().to_vec(),
            (32, true) => s.to_le_bytes().to_vec(),
            _ => f64::from(s).to_le_bytes().to_vec(),
        })
        .collect()
}

#[test]
fn every_width_and_rate_of_pcm_is_the_same_tone() {
    for (tag, bits) in [(1, 8), (1, 16), (1, 24), (1, 32), (3, 32), (3, 64)] {
        for rate in [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000] {
            let data = samples(rate, bits, tag == 3);
            let mut long = fmt(0xfffe, rate, 1, bits);
            long.extend(22_u16.to_le_bytes());
            long.extend(bits.to_le_bytes());
            long.extend([4, 0, 0, 0]);
            long.extend(u16::to_le_bytes(tag));
            long.extend(b"\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71");
            for head in [
                fmt(tag, rate, 1, bits),
                [&fmt(tag, rate, 1, bits)[..], b"\0\0"].concat(),
                long,
            ] {
                let (facts, sound) = decoded(&riff(&[(b"fmt ", &head)], data.len() as u32, &data)).unwrap();
                assert_eq!((facts.sample_rate, facts.channels), (rate, 1));
                assert!((499..=500).contains(&facts.duration_ms), "{facts:?}");
                assert_eq!(is_played(&facts.mime), !matches!((tag, bits), (1, 32) | (3, 64)));
                let expected = tone(rate, 0.5, 300.0, 0.5);
                let worst = sound[0]
                    .iter()
                    .zip(&expected)
                    .map(|(a, b)| (a - b).abs())
                    .fold(0.0, f32::max);
                assert!(worst < 0.02, "{tag} {bits} {rate}: {worst}");
            }
        }
    }
}

#[test]
fn samples_in_wider_places_are_read_by_their_place() {
    // 20 bits in three bytes, 24 bits in four, at the upper end as the format demands.
    for (bits, place) in [(20_u16, 3_usize), (24, 4)] {
        let data: Vec<u8> = tone(8_000, 0.5, 300.0, 0.5)
            .into_iter()
            .flat_map(|s| ((f64::from(s) * 2_147_483_647.0) as i32).to_le_bytes()[4 - place..].to_vec())
            .collect();
        let mut head = fmt(1, 8_000, 1, bits);
        head[12..14].copy_from_slice(&(place as u16).to_le_bytes());
        let (facts, sound) = decoded(&riff(&[(b"fmt ", &head)], data.len() as u32, &data)).unwrap();
        assert_eq!(facts.duration_ms, 500);
        assert!((loudness(&sound[0]) - 0.353).abs() < 0.01, "{bits}");
    }
}

#[test]
fn the_laws_are_the_standards() {
    let level = |tag: u16, byte: u8| {
        let (_, sound) = decoded(&wav_bytes(tag, 8_000, 1, 8, &[byte; 80])).unwrap();
        (sound[0][40] * 32_768.0) as i32
    };
    for (tag, byte, value) in [
        (6, 0xd5, 8),
        (6, 0x55, -8),
        (6, 0xaa, 32_256),
        (6, 0x2a, -32_256),
        (6, 0x80, 5_504),
        (7, 0xff, 0),
        (7, 0x7f, 0),
        (7, 0x80, 32_124),
        (7, 0x00, -32_124),
        (7, 0x8f, 16_764),
    ] {
        assert_eq!(level(tag, byte), value, "{tag} {byte:02x}");
    }
}

#[test]
fn short_unfinished_and_wrong_headers_are_read_around() {
    let data = vec![0x2a; 16_000];
    let whole = |chunks: &[(&[u8; 4], &[u8])], size: u32| decoded(&riff(chunks, size, &data)).map(|it| it.0);
    let short = fmt(6, 8_000, 1, 8);
    let long = [&short[..], b"\0\0"].concat();
    let plain: &[(&[u8; 4], &[u8])] = &[(b"fmt ", &short)];
    // The short header is as good as any; a length that is not true is not shown to browsers.
    let facts = whole(plain, 16_000).unwrap();
    assert_eq!(
        (facts.duration_ms, facts.mime.as_str(), facts.codec.as_str()),
        (2_000, "audio/wav", "pcm_alaw")
    );
    assert_eq!(whole(&[(b"fmt ", &long)], 16_000).unwrap().mime, "audio/wav");
    for unknown in [0, u32::MAX, 0x8000_0000, 0x7fff_ffff, 4_000] {
        let facts = whole(plain, unknown).unwrap();
        assert_eq!(
            (facts.duration_ms, facts.damaged_at_ms),
            (2_000, None),
            "{unknown}"
        );
        assert!(!is_played(&facts.mime), "{unknown}");
        let known = probe(file(&riff(plain, unknown, &data)).path(), MAX_DURATION_MS).unwrap();
        assert_eq!(known.duration_ms, 2_000, "{unknown}");
    }
    // More than there is: truncated, and said so.
    let facts = whole(plain, 48_000).unwrap();
    assert_eq!((facts.duration_ms, facts.damaged_at_ms), (2_000, Some(2_000)));
    // Chunks before and after, of odd length with and without the zero that belongs behind them.
    let facts = whole(&[(b"LIST", b"odd"), (b"fmt ", &short)], 16_000).unwrap();
    assert_eq!(facts.duration_ms, 2_000);
    let facts = whole(
        &[(b"LIST", b"odd\0"), (b"bext", &[7; 602]), (b"fmt ", &short)],
        16_000,
    )
    .unwrap();
    assert_eq!(facts.duration_ms, 2_000);
    let mut padded = riff(&[(b"fmt ", &short)], 16_000, &data);
    padded.extend(b"LIST\x04\0\0\0INFO");
    assert_eq!(decoded(&padded).unwrap().0.duration_ms, 2_000);
    // Nothing but the header, or not even that.
    assert_eq!(
        decoded(&riff(plain, 0, b"LIST\x04\0\0\0INFO"))
            .unwrap_err()
            .code(),
        "audio-empty"
    );
    assert_eq!(decoded(&riff(plain, 0, b"")).unwrap_err().code(), "audio-empty");
    assert_eq!(
        decoded(&riff(&[], 16_000, &data)).unwrap_err().code(),
        "audio-broken"
    );
    let mut no_channels = short.clone();
    no_channels[2] = 0;
    assert_eq!(
        whole(&[(b"fmt ", &no_channels)], 16_000).unwrap_err().code(),
        "audio-broken"
    );
    let mut no_rate = short.clone();
    no_rate[4..8].fill(0);
    assert_eq!(
        whole(&[(b"fmt ", &no_rate)], 16_000).unwrap_err().code(),
        "audio-broken"
    );
}

#[test]
fn files_of_more_than_four_gigabytes_name_their_length_elsewhere() {
    let mut ds64 = vec![0; 28];
    ds64[8..16].copy_from_slice(&16_000_u64.to_le_bytes());
    let short = fmt(7, 8_000, 1, 8);
    let mut bytes = riff(&[(b"ds64", &ds64), (b"fmt ", &short)], u32::MAX, &[0x70; 16_000]);
    bytes[..4].copy_from_slice(b"RF64");
    let (facts, _) = decoded(&bytes).unwrap();
    assert_eq!((facts.duration_ms, facts.codec.as_str()), (2_000, "pcm_mulaw"));
}

#[test]
fn gsm_is_decoded_to_the_bit() {
    // Made by one independent encoder, decoded by two independent decoders: the same samples in both kinds of file.
    const EXPECTED: &str = "39de0be3bab10edbe64ae5bbd4d085314fcdeb22bb2c4b8293c5b09f25b2ebaf";
    for (name, container) in [("gsm.wav", "wave"), ("bare.gsm", "gsm")] {
        let (facts, sound) = decoded(&fixture(name)).unwrap();
        assert_eq!(
            (facts.container.as_str(), facts.codec.as_str(), facts.duration_ms),
            (container, "gsm", 2_000)
        );
        assert!(!is_played(&facts.mime));
        let samples: Vec<u8> = sound[0]
            .iter()
            .flat_map(|s| ((s * 32_768.0) as i16).to_le_bytes())
            .collect();
        assert_eq!(crate::id::hex(&Sha256::digest(&samples)), EXPECTED, "{name}");
    }
}

#[test]
fn adpcm_and_mp3_in_wav_are_read() {
    for name in ["ima.wav", "msadpcm.wav"] {
        let (facts, sound) = decoded(&fixture(name)).unwrap();
        assert!((facts.duration_ms - 2_000).abs() < 70, "{name} {facts:?}");
        assert!((0.1..0.4).contains(&loudness(&sound[0])), "{name}");
        assert!(!is_played(&facts.mime), "{name}");
    }
    let mut head = fmt(0x55, 8_000, 1, 0);
    head.extend(b"\x0c\0\x01\0\x02\0\0\0\x48\0\x01\0\x71\x05");
    let sound = fixture("narrow.mp3");
    let bytes = riff(
        &[(b"fmt ", &head), (b"fact", &[0; 4])],
        sound.len() as u32,
        &sound,
    );
    let (facts, sound) = decoded(&bytes).unwrap();
    assert!((facts.duration_ms - 2_000).abs() < 200, "{facts:?}");
    assert!((0.1..0.4).contains(&loudness(&sound[0])));
    assert!((probe(file(&bytes).path(), MAX_DURATION_MS).unwrap().duration_ms - 2_000).abs() < 200);
}

#[test]
fn mp3_of_telephones_is_read_whatever_stands_around_it() {
    let (facts, _) = decoded(&fixture("narrow.mp3")).unwrap();
    assert_eq!((facts.sample_rate, facts.channels), (8_000, 1));
    for name in ["narrow.mp3", "vbr.mp3"] {
        let sound = fixture(name);
        let first = sound
            .windows(2)
            .position(|it| it[0] == 0xff && it[1] & 0xe0 == 0xe0)
            .unwrap();
        let mut variants: Vec<(&str, Vec<u8>, i64)> = vec![("as it is", sound.clone(), 120)];
        let tag = |size: u8| [b"ID3\x04\0\0\0\0".as_slice(), &[size >> 7, size & 0x7f]].concat();
        variants.push(("an empty tag", [&tag(0), &sound[first..]].concat(), 120));
        variants.push((
            "a tag of rubbish",
            [&tag(100)[..], &[0xee; 100], &sound[first..]].concat(),
            120,
        ));
        variants.push((
            "a tag that lies",
            [&tag(100)[..], &[0; 40], &sound[first..]].concat(),
            300,
        ));
        variants.push((
            "rubbish before",
            [&[0x11; 300][..], &sound[first..]].concat(),
            200,
        ));
        variants.push((
            "a tag at the end",
            [&sound[..], b"TAG", &[b' '; 125]].concat(),
            120,
        ));
        let mut broken_index = sound.clone();
        if let Some(at) = sound.windows(4).position(|it| it == b"Xing" || it == b"Info") {
            broken_index[at + 4..at + 24].fill(0xff);
            variants.push(("an index that lies", broken_index, 200));
        }
        variants.push(("begun in the middle", sound[first + 200..].to_vec(), 500));
        for (what, bytes, tolerance) in variants {
            let (facts, sound) = decoded(&bytes).unwrap_or_else(|error| panic!("{name}, {what}: {error}"));
            assert!(
                (facts.duration_ms - 2_000).abs() <= tolerance,
                "{name}, {what}: {facts:?}"
            );
            assert!((0.1..0.4).contains(&loudness(&sound[0])), "{name}, {what}");
        }
    }
}

#[test]
fn high_efficiency_aac_is_read_by_its_core() {
    let plain = fixture("tone.m4a");
    let (_, expected) = decoded(&plain).unwrap();
    let config = [0x14, 0x10, 0x56, 0xe5, 0x00];
    let at = plain.windows(5).position(|it| it == config).unwrap();
    // The same sound said to be the core of something at twice the rate: at once, and by a remark behind.
    for said in [[0x2c, 0x12, 0x88, 0x00, 0x00], [0x14, 0x10, 0x56, 0xe5, 0xa8]] {
        let mut bytes = plain.clone();
        bytes[at..at + 5].copy_from_slice(&said);
        let (facts, sound) = decoded(&bytes).unwrap();
        assert_eq!((facts.sample_rate, facts.channels), (16_000, 2));
        assert_eq!(sound[0].len(), expected[0].len());
        assert_eq!(loudness(&sound[0]).to_bits(), loudness(&expected[0]).to_bits());
    }
}

#[test]
fn more_than_two_channels_are_counted_in_the_refusal() {
    for channels in [3_u16, 6, 8] {
        let bytes = wav_bytes(1, 8_000, channels, 16, &vec![0; 4_800]);
        match decoded(&bytes).unwrap_err() {
            AudioError::TooManyChannels { channels: told } => assert_eq!(told, usize::from(channels)),
            error => panic!("{error}"),
        }
    }
}

#[test]
fn a_copy_for_browsers_is_the_same_sound() {
    let original = file(&fixture("gsm.wav"));
    let copy = NamedTempFile::new().unwrap();
    write_wav(original.path(), copy.as_file()).unwrap();
    let mut bytes = Vec::new();
    std::fs::File::open(copy.path())
        .unwrap()
        .read_to_end(&mut bytes)
        .unwrap();
    assert_eq!(bytes.len(), 44 + 32_000);
    let (facts, sound) = decoded(&bytes).unwrap();
    assert_eq!(
        (facts.mime.as_str(), facts.codec.as_str()),
        ("audio/wav", "pcm_s16le")
    );
    let (_, expected) = with(original.path(), None).unwrap();
    let worst = sound[0]
        .iter()
        .zip(&expected[0])
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f32::max);
    assert!(worst <= 2.0 / 32_768.0, "{worst}");
}
