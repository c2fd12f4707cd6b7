//! Whether two channels are two parties, or one sound written twice.
//!
//! Judged by loudness over time, not by samples: a copy with another volume, polarity or a small delay is still a
//! copy, while an echo of the other party is not. Which side is the manager is left to a person.

use super::vad::LEVEL_FLOOR_DB;

/// Frames this far below the loudest are not compared: there, only the codecs' noise differs.
const COMPARED_RANGE_DB: f32 = 35.0;
/// Loudness of a copy stays within this of a constant difference…
const TOLERANCE_DB: f32 = 1.5;
/// …in this share of frames.
const COPY_SHARE: f32 = 0.95;

/// True when both channels carry the same sound. The levels are those of [`super::vad::LevelMeter`].
pub fn is_one_sound_twice(left: &[f32], right: &[f32]) -> bool {
    let loudest = left.iter().chain(right).copied().fold(LEVEL_FLOOR_DB, f32::max);
    let mut differences: Vec<f32> = left
        .iter()
        .zip(right)
        .filter(|(l, r)| l.max(**r) > loudest - COMPARED_RANGE_DB && l.max(**r) > LEVEL_FLOOR_DB + 10.0)
        .map(|(l, r)| l - r)
        .collect();
    if differences.is_empty() {
        return false;
    }
    differences.sort_by(f32::total_cmp);
    let median = differences[differences.len() / 2];
    // One side silent is not a copy with a volume of zero.
    if median.abs() > 40.0 {
        return false;
    }
    let alike = differences
        .iter()
        .filter(|d| (**d - median).abs() < TOLERANCE_DB)
        .count();
    alike as f32 >= COPY_SHARE * differences.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(seed: usize) -> Vec<f32> {
        (0..2_000)
            .map(|i| {
                if (i / 200) % 2 == seed {
                    -20.0 - ((i * 7919 + seed) % 13) as f32
                } else {
                    -75.0
                }
            })
            .collect()
    }

    #[test]
    fn a_copy_with_another_volume_is_a_copy() {
        let left = turns(0);
        let right: Vec<f32> = left
            .iter()
            .map(|l| l - 6.0 + if *l < -70.0 { 3.0 } else { 0.2 })
            .collect();
        assert!(is_one_sound_twice(&left, &right));
    }

    #[test]
    fn two_parties_are_not() {
        assert!(!is_one_sound_twice(&turns(0), &turns(1)));
    }

    #[test]
    fn an_echo_is_not_a_copy() {
        let (a, b) = (turns(0), turns(1));
        let left: Vec<f32> = a.iter().zip(&b).map(|(x, y)| x.max(y - 12.0)).collect();
        let right: Vec<f32> = a.iter().zip(&b).map(|(x, y)| y.max(x - 12.0)).collect();
        assert!(!is_one_sound_twice(&left, &right));
    }

    #[test]
    fn a_silent_side_is_not_a_copy() {
        assert!(!is_one_sound_twice(&turns(0), &vec![LEVEL_FLOOR_DB; 2_000]));
        assert!(!is_one_sound_twice(&[], &[]));
    }
}
