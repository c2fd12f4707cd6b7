//! A turn written anew by a person: which words stay where they are heard, and where the new ones are put.
//!
//! Decides that a word that was not touched keeps its time and certainty, that one written differently keeps its place,
//! and that new words share the time of those they stand for. What a person wrote is certain. Which turn is meant, and
//! who may, is left to the caller. Pure.

use std::ops::Range;

use similar::DiffOp;

use super::transcript::{Segment, Word};
use crate::diff::{self, Deadline};
use crate::text;

/// The turn with another text; where it starts and ends, who speaks and the channel stay.
pub fn rewrite(turn: &Segment, text: &str, deadline: Deadline) -> Segment {
    let old: Vec<&str> = turn.words.iter().map(|word| word.text.as_str()).collect();
    let new: Vec<&str> = text.split_whitespace().collect();
    let mut words: Vec<Word> = Vec::with_capacity(new.len());
    for op in diff::operations(&old, &new, deadline) {
        match op {
            DiffOp::Equal { .. } => words.extend_from_slice(&turn.words[op.old_range()]),
            DiffOp::Delete { .. } => {}
            DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                written(turn, op.old_range(), &new[op.new_range()], deadline, &mut words);
            }
        }
    }
    Segment {
        text: new.join(" "),
        words,
        ..turn.clone()
    }
}

/// Words that differ from those at `old`: first those that differ only in writing, then the rest between them.
fn written(turn: &Segment, old: Range<usize>, new: &[&str], deadline: Deadline, into: &mut Vec<Word>) {
    let heard: Vec<String> = turn.words[old.clone()]
        .iter()
        .map(|word| bare(&word.text))
        .collect();
    let meant: Vec<String> = new.iter().map(|word| bare(word)).collect();
    for op in diff::operations(&heard, &meant, deadline) {
        let (from, to) = (old.start + op.old_range().start, old.start + op.old_range().end);
        match op {
            DiffOp::Equal { .. } => {
                let places = turn.words[from..to].iter().zip(&new[op.new_range()]);
                into.extend(places.map(|(place, text)| certain(text, place.start_ms, place.end_ms)));
            }
            DiffOp::Delete { .. } => {}
            DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                spread(place(turn, from..to), &new[op.new_range()], into);
            }
        }
    }
}

/// The time of the words at `at`; of the pause there when there are none.
fn place(turn: &Segment, at: Range<usize>) -> Range<i64> {
    let ends = |words: &[Word]| words.iter().map(|word| word.end_ms).max();
    let starts = |word: Option<&Word>| word.map(|word| word.start_ms);
    let (from, to) = if at.is_empty() {
        let from = at
            .start
            .checked_sub(1)
            .and_then(|before| ends(&turn.words[before..at.start]));
        (from, starts(turn.words.get(at.start)))
    } else {
        (starts(turn.words.get(at.start)), ends(&turn.words[at.clone()]))
    };
    // A word may end after the next one begins: nothing written between them moves either.
    let next = starts(turn.words.get(at.end)).unwrap_or(turn.end_ms);
    let to = to
        .unwrap_or(turn.end_ms)
        .min(next)
        .clamp(turn.start_ms, turn.end_ms);
    let from = from.unwrap_or(turn.start_ms).clamp(turn.start_ms, to);
    from..to
}

/// Puts words one after another, each as long as its letters.
fn spread(place: Range<i64>, new: &[&str], into: &mut Vec<Word>) {
    let letters = |word: &&str| word.chars().count() as i64;
    let all = new.iter().map(letters).sum::<i64>().max(1);
    let mut passed = 0;
    for word in new {
        let at = |letters: i64| place.start + (place.end - place.start) * letters / all;
        let start_ms = at(passed);
        passed += letters(word);
        into.push(certain(word, start_ms, at(passed)));
    }
}

fn certain(text: &str, start_ms: i64, end_ms: i64) -> Word {
    Word {
        start_ms,
        end_ms,
        text: text.to_owned(),
        p: 1.0,
        replaced: None,
    }
}

/// What is said, without how it is written. A word of signs alone stays.
fn bare(word: &str) -> String {
    match text::bare(word) {
        signs if signs.is_empty() => word.to_owned(),
        bare => bare,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::transcript::Speaker;
    use super::*;
    use crate::growth::{TIMES, keeps_step};

    fn turn(words: &[(&str, i64, i64)], start_ms: i64, end_ms: i64) -> Segment {
        let words: Vec<Word> = words
            .iter()
            .map(|(text, start_ms, end_ms)| Word {
                start_ms: *start_ms,
                end_ms: *end_ms,
                text: (*text).to_owned(),
                p: 0.4,
                replaced: None,
            })
            .collect();
        Segment {
            start_ms,
            end_ms,
            channel: 2,
            speaker: Speaker::Client,
            text: words
                .iter()
                .map(|it| it.text.as_str())
                .collect::<Vec<_>>()
                .join(" "),
            words,
        }
    }

    fn shown(turn: &Segment) -> Vec<String> {
        turn.words
            .iter()
            .map(|it| format!("{} {}–{} {}", it.text, it.start_ms, it.end_ms, it.p))
            .collect()
    }

    #[test]
    fn touched_words_take_the_place_of_what_they_correct() {
        let heard = turn(
            &[
                ("нам", 0, 400),
                ("нужен", 400, 900),
                ("стела", 1_000, 1_600),
                ("жи", 1_600, 2_000),
                ("срочно", 2_500, 3_000),
            ],
            0,
            3_000,
        );
        // Two heard words are one; a comma moves nothing; «очень» is put into the pause before «срочно».
        let said = rewrite(&heard, "Нам нужен  стеллаж,\nочень срочно", Deadline::soon());
        assert_eq!(
            shown(&said),
            [
                "Нам 0–400 1",
                "нужен 400–900 0.4",
                "стеллаж, 1000–1615 1",
                "очень 1615–2000 1",
                "срочно 2500–3000 0.4",
            ]
        );
        assert_eq!(said.text, "Нам нужен стеллаж, очень срочно");
        assert_eq!((said.start_ms, said.end_ms, said.channel), (0, 3_000, 2));
        let added = rewrite(&heard, "нам нужен стела жи очень срочно", Deadline::soon());
        assert_eq!(shown(&added)[4], "очень 2000–2500 1");
        let last = rewrite(&heard, "нам нужен стела жи срочно сегодня", Deadline::soon());
        assert_eq!(shown(&last)[5], "сегодня 3000–3000 1");
    }

    #[test]
    fn a_turn_without_words_gets_them() {
        let empty = turn(&[], 1_000, 2_000);
        assert_eq!(
            shown(&rewrite(&empty, "да нет", Deadline::soon())),
            ["да 1000–1400 1", "нет 1400–2000 1"]
        );
        assert_eq!(
            rewrite(&turn(&[("да", 0, 100)], 0, 100), " \n ", Deadline::soon()).words,
            []
        );
    }

    /// What a person does to one word.
    #[derive(Debug, Clone)]
    enum WordEdit {
        Keep,
        Remove,
        Correct(String),
        Add(String),
    }

    fn act() -> impl Strategy<Value = WordEdit> {
        prop_oneof![
            3 => Just(WordEdit::Keep),
            1 => Just(WordEdit::Remove),
            1 => "[а-я]{1,9}[,.?]?".prop_map(WordEdit::Correct),
            1 => "[а-я]{1,9}( [а-я]{1,9}){0,3}".prop_map(WordEdit::Add),
        ]
    }

    /// Words that may touch or overlap, as models give them, each with what is done to it.
    fn edited() -> impl Strategy<Value = (Segment, Vec<WordEdit>)> {
        proptest::collection::vec((0_i64..600, 0_i64..700, act()), 0..20).prop_map(|words| {
            let mut at = 5_000;
            let mut acts = Vec::new();
            let mut list = Vec::new();
            for (n, (step, length, act)) in words.into_iter().enumerate() {
                at += step;
                list.push((format!("Слово{n}"), at, at + length));
                acts.push(act);
            }
            let end = list.iter().map(|it| it.2).max().unwrap_or(at + 500);
            let words: Vec<(&str, i64, i64)> = list.iter().map(|it| (it.0.as_str(), it.1, it.2)).collect();
            (turn(&words, 5_000, end), acts)
        })
    }

    #[test]
    fn the_time_of_an_edit_grows_in_step_with_the_turn() {
        let run = |words: usize| {
            move || {
                let heard: Vec<String> = (0..words).map(|n| format!("слово{n}")).collect();
                let heard: Vec<(&str, i64, i64)> = heard.iter().map(|word| (word.as_str(), 0, 100)).collect();
                let meant: Vec<String> = (0..words).rev().map(|n| format!("другое{n}")).collect();
                let heard = turn(&heard, 0, 100);
                let said = rewrite(&heard, &meant.join(" "), Deadline::soon());
                assert_eq!(said.words.len(), words);
                assert!(!diff::words(&heard.text, &said.text, Deadline::soon()).is_empty());
            }
        };
        let kept = keeps_step(run(2_000), run(2_000 * TIMES));
        assert!(kept.is_ok(), "{kept:?}");
    }

    proptest! {
        #[test]
        fn times_stay_in_order_and_untouched_words_stay_untouched((heard, acts) in edited()) {
            let mut text = Vec::new();
            let mut kept = Vec::new();
            for (word, act) in heard.words.iter().zip(&acts) {
                match act {
                    WordEdit::Remove => {}
                    WordEdit::Correct(other) => text.push(other.clone()),
                    WordEdit::Keep => {
                        text.push(word.text.clone());
                        kept.push(word.clone());
                    }
                    WordEdit::Add(more) => {
                        text.push(word.text.clone());
                        kept.push(word.clone());
                        text.push(more.clone());
                    }
                }
            }
            let text = text.join(" ");
            let said = rewrite(&heard, &text, Deadline::soon());
            prop_assert_eq!(&said.text, &text);
            let words: Vec<&str> = said.words.iter().map(|it| it.text.as_str()).collect();
            prop_assert_eq!(words.join(" "), text);
            for word in &said.words {
                prop_assert!(heard.start_ms <= word.start_ms && word.start_ms <= word.end_ms && word.end_ms <= heard.end_ms, "{word:?}");
            }
            prop_assert!(said.words.is_sorted_by_key(|it| it.start_ms), "{:?}", shown(&said));
            let untouched: Vec<Word> = said.words.iter().filter(|it| it.p < 1.0).cloned().collect();
            prop_assert_eq!(untouched, kept);
            // The same text once more is no change; the old one back has its words in order again.
            prop_assert_eq!(rewrite(&said, &said.text, Deadline::soon()), said);
        }

        #[test]
        fn any_text_fits_any_turn((heard, _) in edited(), text in "\\PC{0,60}") {
            let said = rewrite(&heard, &text, Deadline::soon());
            prop_assert_eq!(said.words.len(), text.split_whitespace().count());
            prop_assert!(said.words.is_sorted_by_key(|it| it.start_ms));
        }
    }
}
