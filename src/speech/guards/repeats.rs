//! A model that has lost the thread repeats itself: words in a circle, a phrase again and again, letters without end.
//!
//! The usual measure is the ratio of the text to its zlib form. Phrases here are short, so that the form's head weighs as
//! much as the text and the ratio grows with the length (0.7 to 1.6 in 250 phrases of real calls) and with the bytes of a
//! letter. What the ratio stands for is counted instead, the share of groups of three letters that are new: at least 0.76
//! in all of those phrases, at most 0.23 where the base model ran in a circle.
//!
//! Phrases are compared within a window only. A machine that says «оставайтесь на линии» every half a minute has said it.

use std::collections::HashSet;

use super::{FilteredReason, folded};
use crate::speech::engine::HeardPhrase;
use crate::text::plain;

/// So often the same few words in a row mean that the model runs in a circle.
const ROUNDS: usize = 4;
/// Single words are said three times in earnest («да-да, да, да»), so they get more rounds.
const ROUNDS_OF_ONE: usize = 8;
/// The longest circle in words.
const LONGEST_CIRCLE: usize = 8;
/// How often a phrase is believed.
const BELIEVED: usize = 2;
/// «Да. Да. Да.» is how people talk: phrases of so few words are believed as often as they come.
const SHORT: usize = 2;
/// Texts shorter than this many letters are not judged by their groups.
const LEAST_LETTERS: usize = 24;
/// Below this share of new groups of three letters a text is no language.
const NEW_SHARE: f64 = 0.3;

/// Cuts «ну вот ну вот ну вот ну вот…» after its second round; returns the other rounds.
pub(super) fn cut_circle(phrase: &mut HeardPhrase) -> Option<HeardPhrase> {
    let words: Vec<String> = phrase.words.iter().map(|word| plain(&word.text)).collect();
    for length in 1..=LONGEST_CIRCLE {
        let most = if length == 1 { ROUNDS_OF_ONE } else { ROUNDS };
        let mut start = 0;
        while start + length * most <= words.len() {
            let rounds = words[start..]
                .chunks_exact(length)
                .take_while(|round| *round == &words[start..start + length])
                .count();
            if rounds >= most {
                let cut = start + 2 * length..start + rounds * length;
                return Some(HeardPhrase {
                    words: phrase.words.drain(cut).collect(),
                    no_speech: phrase.no_speech,
                });
            }
            start += 1;
        }
    }
    None
}

/// Letters without end, or a phrase that has just been believed twice.
pub(super) fn guard(phrase: &HeardPhrase, before: &[HeardPhrase]) -> Option<FilteredReason> {
    let text = folded(phrase);
    if new_share(&without_twins(phrase)).is_some_and(|share| share < NEW_SHARE) {
        return Some(FilteredReason::Monotonous);
    }
    let repeated = before.iter().rev().take_while(|it| folded(it) == text).count();
    (repeated >= BELIEVED && phrase.words.len() > SHORT).then_some(FilteredReason::Repeated)
}

/// The folded text with words said several times in a row said once: «алло, алло, алло» is what people say.
fn without_twins(phrase: &HeardPhrase) -> String {
    let mut words: Vec<String> = phrase.words.iter().map(|word| plain(&word.text)).collect();
    words.dedup();
    words.join(" ")
}

/// The share of groups of three letters that have not come before, of a text long enough.
fn new_share(text: &str) -> Option<f64> {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() < LEAST_LETTERS {
        return None;
    }
    let groups: HashSet<&[char]> = letters.windows(3).collect();
    Some(groups.len() as f64 / (letters.len() - 2) as f64)
}
