//! Which stretches of a channel are heard together: speech packed into windows, cut only at real pauses.
//!
//! A model pays for every window, loses words at cuts inside speech and invents endings in windows near 30 seconds.
//! So the cheapest sequence of cuts is searched, long pauses are shortened inside a window, and each moment of a
//! window can be found again in the recording exactly. Pure; who hears the windows is left to [`super::pipeline`].

use crate::speech::audio::vad::{FRAME, FRAME_MS, Interval};
use crate::speech::audio::{Channel, RATE};

/// No window is longer than this, in milliseconds.
pub const LONGEST_MS: i64 = 28_000;
/// Windows up to this length cost nothing extra.
const COMFORTABLE_MS: i64 = 14_000;
/// Sound kept before and after speech, in milliseconds.
const MARGIN_MS: i64 = 240;
/// The most windows' worth of pieces the search looks back.
const MOST_PIECES: usize = 64;
const SAMPLES_PER_MS: i64 = RATE as i64 / 1000;

/// A stretch of one channel as it is heard: pieces of the recording one after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Index of the channel.
    pub channel: usize,
    /// Pieces in order, in milliseconds of the recording, apart from each other.
    pub pieces: Vec<Interval>,
}

impl Window {
    /// How long it sounds, in milliseconds.
    pub fn length_ms(&self) -> i64 {
        self.pieces
            .iter()
            .map(|piece| piece.end_ms - piece.start_ms)
            .sum()
    }

    /// Its sound in −1…1.
    pub fn samples(&self, channel: &Channel) -> Vec<f32> {
        let mut sound = Vec::with_capacity((self.length_ms() * SAMPLES_PER_MS) as usize);
        for piece in &self.pieces {
            let from = ((piece.start_ms * SAMPLES_PER_MS) as usize).min(channel.samples.len());
            let to = ((piece.end_ms * SAMPLES_PER_MS) as usize).clamp(from, channel.samples.len());
            sound.extend(
                channel.samples[from..to]
                    .iter()
                    .map(|sample| f32::from(*sample) / 32_768.0),
            );
        }
        sound
    }

    /// Where a word heard from `start_ms` to `end_ms` of the window is in the recording. A word across a joint
    /// belongs to the piece that holds more of it, so that it never spans a pause that was left out.
    pub fn locate(&self, start_ms: i64, end_ms: i64) -> (i64, i64) {
        let mut offset = 0;
        let mut best: Option<(i64, (i64, i64))> = None;
        for piece in &self.pieces {
            let shift = piece.start_ms - offset;
            let length = piece.end_ms - piece.start_ms;
            let from = start_ms.clamp(offset, offset + length);
            let to = end_ms.clamp(from, offset + length);
            // A word outside of all pieces (a model may place it past the end) goes to the nearest one.
            let fit = if to > from {
                to - from
            } else {
                -(start_ms - from).abs() - 1
            };
            if best.is_none_or(|(held, _)| fit > held) {
                best = Some((fit, (from + shift, to + shift)));
            }
            offset += length;
        }
        best.map_or((start_ms, end_ms), |(_, place)| place)
    }
}

/// Packs a channel's speech into windows of at most [`LONGEST_MS`].
pub fn pack(index: usize, channel: &Channel) -> Vec<Window> {
    let duration_ms = channel.samples.len() as i64 / SAMPLES_PER_MS;
    let pieces = pieces(&channel.speech, &channel.levels, duration_ms);
    // best[i]: least cost of hearing the first i pieces, and where its last window begins.
    let mut best: Vec<(f64, usize)> = vec![(0.0, 0)];
    for end in 1..=pieces.len() {
        let mut choice = (f64::INFINITY, end - 1);
        let mut length_ms = 0;
        for start in (end.saturating_sub(MOST_PIECES)..end).rev() {
            length_ms += pieces[start].end_ms - pieces[start].start_ms;
            if length_ms > LONGEST_MS && start + 1 < end {
                break;
            }
            let pause_ms = if start == 0 {
                i64::MAX
            } else {
                pieces[start].start_ms - pieces[start - 1].end_ms
            };
            let cost = best[start].0 + window_cost(length_ms) + cut_cost(pause_ms);
            if cost < choice.0 {
                choice = (cost, start);
            }
        }
        best.push(choice);
    }
    let mut windows = Vec::new();
    let mut end = pieces.len();
    while end > 0 {
        let start = best[end].1;
        windows.push(Window {
            channel: index,
            pieces: joined(&pieces[start..end]),
        });
        end = start;
    }
    windows.reverse();
    windows
}

/// In seconds of work: each window costs its start, and more than in proportion when it is long.
fn window_cost(length_ms: i64) -> f64 {
    let over = (length_ms - COMFORTABLE_MS).max(0) as f64 / 1000.0;
    let under = (4_000 - length_ms).max(0) as f64 / 1000.0;
    2.0 + over * over * 0.05 + under * 0.5
}

/// What cutting after a pause costs: much inside a phrase, nothing between turns. Pauses are without margins.
fn cut_cost(pause_ms: i64) -> f64 {
    if pause_ms > 5_000 {
        0.0
    } else {
        4.0 * (-(pause_ms.max(0) as f64) / 300.0).exp()
    }
}

/// Speech with margins, as pieces no longer than a window.
fn pieces(speech: &[Interval], levels: &[f32], duration_ms: i64) -> Vec<Interval> {
    let mut pieces = Vec::new();
    for (i, interval) in speech.iter().enumerate() {
        let before = if i == 0 {
            0
        } else {
            middle(speech[i - 1].end_ms, interval.start_ms)
        };
        let after = speech
            .get(i + 1)
            .map_or(duration_ms, |next| middle(interval.end_ms, next.start_ms));
        let mut start_ms = (interval.start_ms - MARGIN_MS).max(before).max(0);
        let end_ms = (interval.end_ms + MARGIN_MS).min(after).min(duration_ms);
        while end_ms - start_ms > LONGEST_MS {
            let cut_ms = quietest(levels, start_ms + COMFORTABLE_MS / 2, start_ms + LONGEST_MS);
            pieces.push(Interval {
                start_ms,
                end_ms: cut_ms,
            });
            start_ms = cut_ms;
        }
        if end_ms > start_ms {
            pieces.push(Interval { start_ms, end_ms });
        }
    }
    pieces
}

const fn middle(a: i64, b: i64) -> i64 {
    i64::midpoint(a, b)
}

/// The quietest 200 ms between two moments: the best place to cut speech without a pause.
fn quietest(levels: &[f32], from_ms: i64, to_ms: i64) -> i64 {
    const HALF: usize = 10;
    let from = (from_ms / FRAME_MS) as usize + HALF;
    let to = ((to_ms / FRAME_MS) as usize)
        .min(levels.len())
        .saturating_sub(HALF);
    let loudness = |at: usize| levels[at - HALF..at + HALF].iter().sum::<f32>();
    (from..to)
        .min_by(|a, b| loudness(*a).total_cmp(&loudness(*b)))
        .map_or(to_ms, |at| at as i64 * FRAME_MS)
}

/// Pieces that touch become one.
fn joined(pieces: &[Interval]) -> Vec<Interval> {
    let mut out: Vec<Interval> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match out.last_mut() {
            Some(last) if piece.start_ms <= last.end_ms => last.end_ms = piece.end_ms,
            _ => out.push(*piece),
        }
    }
    out
}

const _: () = assert!(FRAME as i64 == FRAME_MS * SAMPLES_PER_MS);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn channel(speech: Vec<Interval>, duration_ms: i64) -> Channel {
        Channel {
            samples: (0..duration_ms * SAMPLES_PER_MS)
                .map(|i| (i / SAMPLES_PER_MS % 30_000) as i16)
                .collect(),
            levels: vec![-30.0; (duration_ms / FRAME_MS) as usize],
            speech,
        }
    }

    #[test]
    fn long_pauses_are_left_out_and_found_again() {
        let speech = vec![
            Interval {
                start_ms: 1_000,
                end_ms: 3_000,
            },
            Interval {
                start_ms: 9_000,
                end_ms: 10_000,
            },
            Interval {
                start_ms: 10_300,
                end_ms: 11_000,
            },
        ];
        let channel = channel(speech, 12_000);
        let windows = pack(0, &channel);
        assert_eq!(windows.len(), 1);
        let window = &windows[0];
        assert_eq!(
            window.pieces,
            [
                Interval {
                    start_ms: 760,
                    end_ms: 3_240
                },
                Interval {
                    start_ms: 8_760,
                    end_ms: 11_240
                }
            ]
        );
        assert_eq!(window.locate(240, 500), (1_000, 1_260));
        assert_eq!(window.locate(2_400, 2_900), (8_760, 9_180));
        assert_eq!(window.locate(9_000, 9_500), (11_240, 11_240));
    }

    #[test]
    fn speech_without_pauses_is_cut_at_its_quietest_moment() {
        let mut channel = channel(
            vec![Interval {
                start_ms: 0,
                end_ms: 40_000,
            }],
            40_000,
        );
        channel.levels[1_985..2_015].fill(-60.0);
        let windows = pack(0, &channel);
        assert_eq!(windows.len(), 2);
        assert!(
            (19_900..20_100).contains(&windows[0].pieces[0].end_ms),
            "{windows:?}"
        );
    }

    fn speech() -> impl Strategy<Value = Vec<Interval>> {
        prop::collection::vec((50_i64..4_000, 100_i64..35_000), 0..30).prop_map(|parts| {
            let mut at = 0;
            parts
                .into_iter()
                .map(|(pause, length)| {
                    let start_ms = (at + pause) / 10 * 10;
                    at = start_ms + length / 10 * 10;
                    Interval { start_ms, end_ms: at }
                })
                .collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn windows_cover_the_speech_in_order_and_map_back(speech in speech()) {
            let duration_ms = speech.last().map_or(0, |s| s.end_ms) + 500;
            let channel = channel(speech.clone(), duration_ms);
            let windows = pack(0, &channel);
            let pieces: Vec<_> = windows.iter().flat_map(|w| w.pieces.clone()).collect();
            prop_assert!(pieces.windows(2).all(|p| p[0].end_ms <= p[1].start_ms));
            for part in &speech {
                let covered: i64 = pieces
                    .iter()
                    .map(|p| (p.end_ms.min(part.end_ms) - p.start_ms.max(part.start_ms)).max(0))
                    .sum();
                prop_assert_eq!(covered, part.end_ms - part.start_ms);
            }
            for window in &windows {
                prop_assert!(window.length_ms() <= LONGEST_MS);
                let sound = window.samples(&channel);
                prop_assert_eq!(sound.len() as i64, window.length_ms() * SAMPLES_PER_MS);
                // The samples spell their own time: a moment of the window must map to the moment it came from.
                for at_ms in (0..window.length_ms()).step_by(97) {
                    let spelt = (sound[(at_ms * SAMPLES_PER_MS) as usize] * 32_768.0) as i64;
                    let (found, _) = window.locate(at_ms, at_ms + 1);
                    prop_assert_eq!(found % 30_000, spelt);
                }
            }
        }
    }
}
