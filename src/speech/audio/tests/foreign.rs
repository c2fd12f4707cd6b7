//! What is read with the help of ffmpeg: by a stand-in that shows how it is asked, and by the real one.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::formats::{decoded, loudness, samples, with};
use super::{file, fixture, wav_bytes};
use crate::speech::audio::decode::Decoder;
use crate::speech::audio::{AudioError, ReadBy, is_played};

fn needs(bytes: &[u8]) -> String {
    match decoded(bytes).unwrap_err() {
        AudioError::NeedsFfmpeg { name } => name,
        error => panic!("{error}"),
    }
}

#[test]
fn what_only_ffmpeg_reads_is_named() {
    assert_eq!(needs(&fixture("g726.wav")), "G.726");
    assert_eq!(needs(&wav_bytes(0x83, 8_000, 1, 8, &[0; 4_800])), "G.729");
    assert_eq!(needs(&wav_bytes(0x4242, 8_000, 1, 8, &[0; 4_800])), "WAV 0x4242");
    assert_eq!(needs(&[b"#!AMR\n".as_slice(), &[0; 320]].concat()), "AMR");
    assert_eq!(needs(&fixture("speex.ogg")), "Speex");
    // A name that is no format known to ffmpeg either stays unknown.
    assert_eq!(decoded(&[7; 4_800]).unwrap_err().code(), "audio-not-audio");
}

/// A stand-in for ffmpeg: a script with this body.
fn stand_in(body: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("ffmpeg");
    std::fs::write(
        &program,
        format!("#!/bin/sh\ncd {}\n{body}\n", folder.path().display()),
    )
    .unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    (folder, program)
}

#[test]
fn ffmpeg_is_asked_for_the_sound_of_one_file_and_nothing_else() {
    let (folder, program) = stand_in("echo \"$@\" > asked; cat > typed; cat answer.wav");
    let sound = wav_bytes(1, 8_000, 1, 16, &samples(8_000, 16, false));
    let mut stream = sound.clone();
    let at = stream.windows(4).position(|it| it == b"data").unwrap();
    stream[at + 4..at + 8].fill(0xff);
    std::fs::write(folder.path().join("answer.wav"), stream).unwrap();
    let asked = file(&fixture("g726.wav"));
    let (facts, heard) = with(asked.path(), Some(&program)).unwrap();
    assert_eq!(
        (facts.read_by, facts.codec.as_str(), facts.duration_ms),
        (ReadBy::Ffmpeg, "G.726", 500)
    );
    assert_eq!((facts.extension.as_str(), is_played(&facts.mime)), ("wav", false));
    assert!((loudness(&heard[0]) - 0.353).abs() < 0.01);
    let line = std::fs::read_to_string(folder.path().join("asked")).unwrap();
    let input = format!(
        "-protocol_whitelist file,pipe -f wav -i file:{} -map 0:a:0",
        asked.path().display()
    );
    assert!(
        line.contains(&input) && line.contains("-nostdin") && line.contains("-timelimit"),
        "{line}"
    );
    assert!(line.trim_end().ends_with("-f wav pipe:1"), "{line}");
    assert_eq!(std::fs::read(folder.path().join("typed")).unwrap(), b"");
    // What we read ourselves is never given away.
    std::fs::remove_file(folder.path().join("asked")).unwrap();
    let (facts, _) = with(file(&sound).path(), Some(&program)).unwrap();
    assert_eq!(facts.read_by, ReadBy::Salesbook);
    assert!(!folder.path().join("asked").exists());
}

#[test]
fn an_ffmpeg_that_fails_leaves_the_error_and_one_that_breaks_off_a_damage() {
    let (_folder, program) = stand_in("exit 1");
    let error = with(file(&fixture("g726.wav")).path(), Some(&program)).unwrap_err();
    assert_eq!(error.code(), "audio-codec");
    let (folder, program) = stand_in("cat answer.wav; exit 1");
    let sound = wav_bytes(1, 8_000, 1, 16, &samples(8_000, 16, false));
    std::fs::write(folder.path().join("answer.wav"), sound).unwrap();
    let (facts, _) = with(file(&fixture("g726.wav")).path(), Some(&program)).unwrap();
    assert_eq!((facts.duration_ms, facts.damaged_at_ms), (500, Some(500)));
    let (folder, program) = stand_in("cat answer.wav");
    let surround = wav_bytes(1, 8_000, 6, 16, &[0; 4_800]);
    std::fs::write(folder.path().join("answer.wav"), surround).unwrap();
    let error = with(file(&fixture("g726.wav")).path(), Some(&program)).unwrap_err();
    assert!(
        matches!(error, AudioError::TooManyChannels { channels: 6 }),
        "{error}"
    );
}

#[test]
fn an_ffmpeg_that_stands_still_or_that_nobody_hears_is_killed() {
    let (folder, program) = stand_in("echo $$ > number; cat answer.wav; exec sleep 1000");
    let sound = wav_bytes(1, 8_000, 1, 16, &samples(8_000, 16, false).repeat(4));
    std::fs::write(folder.path().join("answer.wav"), sound).unwrap();
    let asked = file(&fixture("g726.wav"));
    let decoder = Decoder::open_with(asked.path(), Some(&program)).unwrap();
    let number = std::fs::read_to_string(folder.path().join("number")).unwrap();
    let process = Path::new("/proc").join(number.trim());
    assert!(process.exists());
    drop(decoder);
    assert!(!process.exists());
    // Read to its end, it has a minute (less in this test) between two bytes.
    let (facts, _) = with(asked.path(), Some(&program)).unwrap();
    assert_eq!((facts.duration_ms, facts.damaged_at_ms), (2_000, Some(2_000)));
}

#[test]
#[ignore = "needs ffmpeg: `make test` has it"]
fn the_real_ffmpeg_reads_what_we_do_not() {
    let program = crate::speech::audio::ffmpeg::program().expect("ffmpeg on the search path");
    let mut sun = b".snd\0\0\0\x18\xff\xff\xff\xff\0\0\0\x01\0\0\x1f\x40\0\0\0\x01".to_vec();
    sun.extend([0x20; 16_000]);
    for (bytes, name) in [
        (fixture("g726.wav"), "g726"),
        (fixture("speex.ogg"), "speex"),
        (sun, "au"),
    ] {
        let (facts, sound) = with(file(&bytes).path(), Some(program)).unwrap();
        assert_eq!((facts.read_by, facts.channels), (ReadBy::Ffmpeg, 1), "{name}");
        assert!((facts.duration_ms - 2_000).abs() < 60, "{name} {facts:?}");
        assert!(loudness(&sound[0]) > 0.1, "{name}");
        assert_eq!(facts.damaged_at_ms, None, "{name}");
    }
    // A list of other files is no sound of its own, whatever its name.
    let list = format!(
        "ffconcat version 1.0\nfile {}\n",
        file(&fixture("tone.mp3")).path().display()
    );
    assert_eq!(
        with(file(list.as_bytes()).path(), Some(program))
            .unwrap_err()
            .code(),
        "audio-not-audio"
    );
}
