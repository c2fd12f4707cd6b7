//! Sounds of a telephone line on which nobody speaks, made from nothing: hold music, noise, tones.

use std::f32::consts::TAU;

/// Samples a second of every sound here.
pub const RATE: u32 = 8_000;

/// An instrument: how loud its overtones are, how it begins and fades, how it trembles.
struct Instrument {
    overtones: &'static [f32],
    /// Seconds until it is loud, and until it has faded to a third.
    attack: f32,
    decay: f32,
    /// Depth of the vibrato as a share of the pitch, its speed in hertz.
    vibrato: (f32, f32),
}

const PIANO: Instrument = Instrument {
    overtones: &[1.0, 0.6, 0.35, 0.2, 0.12, 0.07],
    attack: 0.01,
    decay: 0.7,
    vibrato: (0.0, 0.0),
};
const STRINGS: Instrument = Instrument {
    overtones: &[1.0, 0.7, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1],
    attack: 0.25,
    decay: 9.0,
    vibrato: (0.006, 5.5),
};
const FLUTE: Instrument = Instrument {
    overtones: &[1.0, 0.3, 0.1],
    attack: 0.08,
    decay: 2.0,
    vibrato: (0.004, 4.8),
};
const BASS: Instrument = Instrument {
    overtones: &[1.0, 0.8, 0.4, 0.2],
    attack: 0.02,
    decay: 0.5,
    vibrato: (0.0, 0.0),
};

/// Semitones above A of 220 Hz: minor, its neighbours, and back.
const CHORDS: [[i32; 3]; 4] = [[0, 3, 7], [-4, 0, 3], [3, 7, 10], [-2, 2, 5]];

fn hertz(semitones: i32) -> f32 {
    220.0 * (semitones as f32 / 12.0).exp2()
}

/// Adds a note to a sound.
fn play(sound: &mut [f32], from: f32, seconds: f32, hertz: f32, loudness: f32, with: &Instrument) {
    let begin = (from * RATE as f32) as usize;
    let end = (begin + (seconds * RATE as f32) as usize).min(sound.len());
    let mut turn = 0.0;
    for (i, sample) in sound[begin.min(end)..end].iter_mut().enumerate() {
        let t = i as f32 / RATE as f32;
        let tremble = 1.0 + with.vibrato.0 * (with.vibrato.1 * TAU * t).sin();
        turn += hertz * tremble * TAU / RATE as f32;
        let envelope =
            (t / with.attack).min(1.0) * (-t / with.decay).exp() * ((seconds - t) / 0.05).clamp(0.0, 1.0);
        let tone: f32 = (1..)
            .zip(with.overtones)
            .filter(|(k, _)| hertz * *k as f32 <= 3_600.0)
            .map(|(k, loud)| loud * (turn * k as f32).sin())
            .sum();
        *sample += tone * envelope * loudness;
    }
}

/// A slow piece for piano, strings, flute and bass, its loudest moment at full scale.
pub fn music(seconds: u32) -> Vec<f32> {
    let mut sound = vec![0.0; (seconds * RATE) as usize];
    for bar in 0..seconds.div_ceil(2) {
        let at = bar as f32 * 2.0;
        let chord = CHORDS[bar as usize % CHORDS.len()];
        play(&mut sound, at, 2.0, hertz(chord[0] - 24), 0.5, &BASS);
        play(&mut sound, at + 1.0, 0.9, hertz(chord[0] - 24), 0.4, &BASS);
        for note in chord {
            play(&mut sound, at, 2.0, hertz(note), 0.2, &STRINGS);
        }
        for beat in 0..8_u8 {
            let note = chord[usize::from(beat) % 3] + if beat >= 4 { 12 } else { 0 };
            play(
                &mut sound,
                at + f32::from(beat) * 0.25,
                0.6,
                hertz(note),
                0.35,
                &PIANO,
            );
        }
        if bar % 2 == 1 {
            play(&mut sound, at, 1.2, hertz(chord[2] + 12), 0.3, &FLUTE);
            play(&mut sound, at + 1.3, 0.6, hertz(chord[1] + 12), 0.3, &FLUTE);
        }
    }
    full_scale(sound)
}

/// The same piece plucked alone, note by note, with pauses between the bars: the loudness moves most.
pub fn plucked(seconds: u32) -> Vec<f32> {
    let mut sound = vec![0.0; (seconds * RATE) as usize];
    for bar in 0..seconds.div_ceil(2) {
        let chord = CHORDS[bar as usize % CHORDS.len()];
        for (beat, note) in (0_u8..).zip(chord) {
            let at = bar as f32 * 2.0 + f32::from(beat) * 0.4;
            play(&mut sound, at, 0.8, hertz(note + 12), 0.5, &PIANO);
        }
    }
    full_scale(sound)
}

/// Hiss: every frequency alike.
pub fn white_noise(seconds: u32) -> Vec<f32> {
    let mut state = 0x2545_f491_u32;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as f32 / u32::MAX as f32 * 2.0 - 1.0
    };
    std::iter::repeat_with(next)
        .take((seconds * RATE) as usize)
        .collect()
}

/// Rumble: the lower the louder, by three filters one on another.
pub fn pink_noise(seconds: u32) -> Vec<f32> {
    let mut held = [0.0_f32; 3];
    let sound = white_noise(seconds)
        .into_iter()
        .map(|white| {
            held[0] = 0.997_65 * held[0] + 0.099_05 * white;
            held[1] = 0.963 * held[1] + 0.296_52 * white;
            held[2] = 0.57 * held[2] + 1.052_69 * white;
            held.iter().sum::<f32>() + 0.184_8 * white
        })
        .collect();
    full_scale(sound)
}

/// Tones together, on and off for so many seconds; never off when that is zero.
pub fn tones(seconds: u32, pitches: &[f32], on: f32, off: f32) -> Vec<f32> {
    let sound = (0..seconds * RATE)
        .map(|i| {
            let t = i as f32 / RATE as f32;
            if off > 0.0 && t % (on + off) >= on {
                return 0.0;
            }
            pitches.iter().map(|hertz| (hertz * TAU * t).sin()).sum()
        })
        .collect();
    full_scale(sound)
}

/// As loud as it may be.
fn full_scale(mut sound: Vec<f32>) -> Vec<f32> {
    let loudest = sound
        .iter()
        .fold(0.0_f32, |most, it| most.max(it.abs()))
        .max(1e-6);
    for sample in &mut sound {
        *sample *= 0.99 / loudest;
    }
    sound
}

/// A 16-bit mono WAV file, this many decibels below full scale.
pub fn wav(sound: &[f32], rate: u32, below_db: f32) -> tempfile::NamedTempFile {
    let gain = 32_767.0 * 10_f32.powf(-below_db / 20.0);
    let mut bytes = super::speech::wav_head(1, rate, sound.len() as u32 * 2);
    for sample in sound {
        bytes.extend_from_slice(&((sample * gain) as i16).to_le_bytes());
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    file
}
