//! From a model's tokens to words: text joined, certainty averaged, times laid over the voiced moments.
//!
//! Tokens are pieces of bytes: a letter may be split between two of them. Times of single words are estimated (the
//! model marks phrases only): by length of the word over the loud part of the phrase. Pure.

use super::engine::{Heard, HeardWord};
use crate::audio::vad::FRAME_MS;

/// A piece of what the model wrote.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// A moment in milliseconds of the window.
    Time(i64),
    /// Bytes of text and their probability.
    Text(Vec<u8>, f32),
}

/// Sound this far below the loudest of a phrase is a pause.
const VOICED_RANGE_DB: f32 = 24.0;

/// Phrases between time marks. `levels` are the window's loudness every 10 ms.
pub fn phrases(tokens: &[Token], levels: &[f32], no_speech: f32) -> Vec<Heard> {
    let end_of_sound = levels.len() as i64 * FRAME_MS;
    let mut phrases = Vec::new();
    let mut open: Vec<(&[u8], f32)> = Vec::new();
    let mut start_ms = 0;
    let mut close = |open: &mut Vec<(&[u8], f32)>, start_ms: i64, end_ms: i64| {
        let words = join(open);
        open.clear();
        if !words.is_empty() {
            let words = place(
                words,
                start_ms.clamp(0, end_of_sound),
                end_ms.clamp(0, end_of_sound),
                levels,
            );
            phrases.push(Heard { words, no_speech });
        }
    };
    for token in tokens {
        match token {
            Token::Time(at_ms) => {
                close(&mut open, start_ms, *at_ms);
                start_ms = *at_ms;
            }
            Token::Text(bytes, p) => open.push((bytes, *p)),
        }
    }
    close(&mut open, start_ms, end_of_sound);
    phrases
}

/// Tokens to words: a token that begins with a space begins a word, marks alone stay with the word before.
fn join(tokens: &[(&[u8], f32)]) -> Vec<(String, f32)> {
    let mut words: Vec<(Vec<u8>, f32, f32)> = Vec::new();
    for (bytes, p) in tokens {
        let logarithm = p.clamp(1e-6, 1.0).ln();
        match words.last_mut() {
            Some(word) if bytes.first() != Some(&b' ') => {
                word.0.extend_from_slice(bytes);
                word.1 += logarithm;
                word.2 += 1.0;
            }
            _ => words.push((bytes.to_vec(), logarithm, 1.0)),
        }
    }
    let mut joined: Vec<(String, f32)> = Vec::with_capacity(words.len());
    for (bytes, logarithms, count) in words {
        let text = String::from_utf8_lossy(&bytes).replace('\u{fffd}', "");
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        match joined.last_mut() {
            Some((before, _)) if !text.chars().any(char::is_alphanumeric) => {
                before.push(' ');
                before.push_str(text);
            }
            _ => joined.push((text.to_owned(), (logarithms / count).exp())),
        }
    }
    joined
}

/// Lays words over the voiced moments between two times, each as long as its letters ask for.
fn place(words: Vec<(String, f32)>, start_ms: i64, end_ms: i64, levels: &[f32]) -> Vec<HeardWord> {
    let end_ms = end_ms.max(start_ms);
    let from = (start_ms / FRAME_MS) as usize;
    let to = ((end_ms / FRAME_MS) as usize).min(levels.len());
    let frames = levels.get(from..to).unwrap_or(&[]);
    let loudest = frames.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let voiced: Vec<i64> = frames
        .iter()
        .enumerate()
        .filter(|(_, level)| **level > loudest - VOICED_RANGE_DB)
        .map(|(i, _)| start_ms / FRAME_MS * FRAME_MS + i as i64 * FRAME_MS)
        .collect();
    let weights: Vec<f64> = words.iter().map(|(text, _)| weight(text)).collect();
    let total: f64 = weights.iter().sum();
    let mut passed = 0.0;
    words
        .into_iter()
        .zip(weights)
        .map(|((text, p), weight)| {
            let share = |of: f64| ((of / total) * voiced.len() as f64) as usize;
            let first = voiced.get(share(passed)).copied().unwrap_or(start_ms);
            passed += weight;
            let last = voiced
                .get(share(passed).saturating_sub(1))
                .map_or(end_ms, |at| at + FRAME_MS);
            let start_ms = first.clamp(start_ms, end_ms);
            HeardWord {
                start_ms,
                end_ms: last.clamp(start_ms, end_ms),
                text,
                p,
            }
        })
        .collect()
}

/// How long a word takes: letters, digits are spoken as whole words.
fn weight(text: &str) -> f64 {
    1.0 + text
        .chars()
        .map(|c| {
            if c.is_numeric() {
                4.0
            } else {
                f64::from(u8::from(c.is_alphabetic()))
            }
        })
        .sum::<f64>()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(bytes: &[u8], p: f32) -> Token {
        Token::Text(bytes.to_vec(), p)
    }

    #[test]
    fn letters_split_between_tokens_come_together() {
        let word = " цена".as_bytes();
        let tokens = [
            Token::Time(0),
            text(&word[..4], 0.9),
            text(&word[4..], 0.4),
            text(b"?", 1.0),
            text(" —".as_bytes(), 1.0),
            text(" да".as_bytes(), 0.5),
            Token::Time(1_000),
        ];
        let heard = phrases(&tokens, &[-20.0; 100], 0.0);
        assert_eq!(heard.len(), 1);
        let words: Vec<_> = heard[0].words.iter().map(|w| w.text.as_str()).collect();
        assert_eq!(words, ["цена? —", "да"]);
        assert!((heard[0].words[0].p - (0.9_f32 * 0.4).cbrt()).abs() < 0.01);
    }

    #[test]
    fn words_are_not_laid_over_pauses() {
        let mut levels = vec![-20.0; 300];
        levels[100..200].fill(-80.0);
        let tokens = [
            Token::Time(0),
            text(b" aaaa", 1.0),
            text(b" bbbb", 1.0),
            Token::Time(3_000),
        ];
        let words = &phrases(&tokens, &levels, 0.0)[0].words;
        assert_eq!((words[0].start_ms, words[0].end_ms), (0, 1_000));
        assert_eq!((words[1].start_ms, words[1].end_ms), (2_000, 3_000));
    }

    proptest! {
        #[test]
        fn times_are_in_order_whatever_the_model_writes(
            tokens in prop::collection::vec(
                prop_oneof![
                    (-500_i64..40_000).prop_map(Token::Time),
                    (prop::collection::vec(any::<u8>(), 0..6), 0.0_f32..1.0).prop_map(|(b, p)| Token::Text(b, p)),
                ],
                0..40,
            ),
            frames in 0_usize..3_000,
        ) {
            let levels = vec![-30.0; frames];
            for phrase in phrases(&tokens, &levels, 0.1) {
                prop_assert!(!phrase.words.is_empty());
                let mut before = 0;
                for word in &phrase.words {
                    prop_assert!(word.start_ms >= before && word.end_ms >= word.start_ms);
                    prop_assert!(word.end_ms <= frames as i64 * FRAME_MS);
                    prop_assert!((0.0..=1.0).contains(&word.p));
                    before = word.start_ms;
                }
            }
        }
    }
}
