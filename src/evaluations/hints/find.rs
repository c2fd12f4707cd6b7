//! Finding the phrases of a checklist in a transcript. Pure.
//!
//! Decides that a phrase is said where all its words follow one another in any of their forms, within one turn of the
//! manager (of anybody where nobody knows who speaks); an end of the phrase marked with `…` changes nothing. A long call
//! takes milliseconds of one core: callers keep it off the web threads.

use std::collections::HashMap;

use crate::checklists::Checklist;
use crate::search::tokenizer::{Stems, words};
use crate::speech::{Segment, Speaker, Transcript};

/// A place where a phrase of an item is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Key of the item.
    pub item: String,
    /// The phrase as the checklist has it.
    pub phrase: String,
    /// Where its first word is said, in ms.
    pub start_ms: i64,
    /// Where the turn ends, in ms.
    pub end_ms: i64,
    /// What was said there, as it was written down: from the first word of the phrase on, a few words more.
    pub said: String,
}

/// Words that are quoted after a phrase, the phrase's own included.
const QUOTED: usize = 9;

/// A word of a turn.
struct TurnWord {
    stem: String,
    start_ms: i64,
}

/// Every place where a phrase is said, in order of the items, then of time; of several phrases of an item that begin at
/// the same word the first counts.
pub fn find(checklist: &Checklist, transcript: &Transcript) -> Vec<Hint> {
    let mut stemmer = Stemmer::default();
    let turns: Vec<(&Segment, Vec<TurnWord>)> = transcript
        .segments
        .iter()
        .filter(|segment| segment.speaker != Speaker::Client)
        .map(|segment| (segment, stemmer.heard(segment)))
        .collect();
    let mut hints = Vec::new();
    for (_, item) in checklist.items() {
        let mut found: Vec<Hint> = Vec::new();
        for phrase in &item.phrases {
            let wanted: Vec<String> = stemmer.stems(phrase);
            if wanted.is_empty() {
                continue;
            }
            for (segment, heard) in &turns {
                let Some(at) = heard
                    .windows(wanted.len())
                    .position(|window| window.iter().zip(&wanted).all(|(word, stem)| word.stem == *stem))
                else {
                    continue;
                };
                let start_ms = heard[at].start_ms;
                if found.iter().all(|hint| hint.start_ms != start_ms) {
                    found.push(Hint {
                        item: item.key.clone(),
                        phrase: phrase.clone(),
                        start_ms,
                        end_ms: segment.end_ms.max(start_ms),
                        said: quote(segment, start_ms),
                    });
                }
            }
        }
        found.sort_by_key(|hint| hint.start_ms);
        hints.append(&mut found);
    }
    hints
}

/// The first place where any of these phrases is said before a moment, whoever says it: an announcement says it too.
pub fn first(phrases: &[String], transcript: &Transcript, until_ms: i64) -> Option<Hint> {
    let mut stemmer = Stemmer::default();
    let wanted: Vec<(&String, Vec<String>)> = phrases
        .iter()
        .map(|phrase| (phrase, stemmer.stems(phrase)))
        .filter(|(_, stems)| !stems.is_empty())
        .collect();
    let beginning = transcript
        .segments
        .iter()
        .filter(|segment| segment.start_ms < until_ms);
    let mut found: Option<Hint> = None;
    for segment in beginning {
        let heard = stemmer.heard(segment);
        for (phrase, stems) in &wanted {
            let said = heard
                .windows(stems.len())
                .position(|window| window.iter().zip(stems).all(|(word, stem)| word.stem == *stem));
            let Some(start_ms) = said.map(|at| heard[at].start_ms).filter(|at| *at < until_ms) else {
                continue;
            };
            if found.as_ref().is_none_or(|known| start_ms < known.start_ms) {
                found = Some(Hint {
                    item: String::new(),
                    phrase: (*phrase).clone(),
                    start_ms,
                    end_ms: segment.end_ms.max(start_ms),
                    said: quote(segment, start_ms),
                });
            }
        }
    }
    found
}

/// «Добрый день, меня зовут Илья…»
fn quote(segment: &Segment, from_ms: i64) -> String {
    let rest = || segment.words.iter().skip_while(|word| word.start_ms < from_ms);
    let mut text: String = rest()
        .take(QUOTED)
        .map(|word| word.text.trim())
        .collect::<Vec<_>>()
        .join(" ");
    if rest().nth(QUOTED).is_some() {
        text.push('…');
    }
    text
}

/// Stems, each word looked up once.
#[derive(Default)]
struct Stemmer {
    stems: Stems,
    known: HashMap<String, String>,
}

impl Stemmer {
    fn stem(&mut self, folded: String) -> String {
        if let Some(stem) = self.known.get(&folded) {
            return stem.clone();
        }
        let stem = self.stems.stem(&folded);
        self.known.insert(folded, stem.clone());
        stem
    }

    fn stems(&mut self, text: &str) -> Vec<String> {
        words(text)
            .into_iter()
            .map(|word| self.stem(word.folded))
            .collect()
    }

    fn heard(&mut self, segment: &Segment) -> Vec<TurnWord> {
        let mut heard = Vec::new();
        for word in &segment.words {
            let start_ms = word.start_ms;
            for stem in self.stems(&word.text) {
                heard.push(TurnWord { stem, start_ms });
            }
        }
        heard
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn checklist(phrases: &[&str]) -> Checklist {
        serde_json::from_value(json!({"rule": "points", "blocks": [{"key": "contact", "items": [
            {"key": "greeting", "phrases": phrases}, {"key": "reason"}]}]}))
        .unwrap()
    }

    fn transcript(turns: &[(Speaker, &str)]) -> Transcript {
        let segments: Vec<_> = turns
            .iter()
            .zip(0_i64..)
            .map(|((speaker, text), at)| {
                let words: Vec<_> = text
                    .split(' ')
                    .zip(0_i64..)
                    .map(|(word, nth)| {
                        let start = at * 10_000 + nth * 500;
                        json!({"text": word, "start_ms": start, "end_ms": start + 400, "p": 0.9})
                    })
                    .collect();
                json!({"start_ms": at * 10_000, "end_ms": at * 10_000 + 9_000, "channel": 1, "speaker": speaker,
                       "text": text, "words": words})
            })
            .collect();
        serde_json::from_value(
            json!({"language": "ru", "duration_ms": 60_000, "channels": 2, "segments": segments,
            "engine": {"model": "script", "device": "cpu", "x_realtime": 1.0}}),
        )
        .unwrap()
    }

    #[test]
    fn the_first_place_counts_whoever_speaks_but_not_after_the_moment() {
        let said = transcript(&[
            (Speaker::Unknown, "Внимание, ваш разговор записывается."),
            (
                Speaker::Manager,
                "Добрый день, разговор записываются, предупреждаю.",
            ),
        ]);
        let phrases = ["разговор записывается".to_owned(), "—".to_owned()];
        let found = first(&phrases, &said, 60_000).unwrap();
        assert_eq!(
            (found.start_ms, found.said.as_str()),
            (1_000, "разговор записывается.")
        );
        assert_eq!(first(&phrases, &said, 1_000), None);
        assert_eq!(first(&phrases[1..], &said, 60_000), None);
    }

    #[test]
    fn a_phrase_is_found_in_any_form_where_the_manager_says_it() {
        let said = transcript(&[
            (Speaker::Client, "Да, добрый день, меня зовут Ольга."),
            (
                Speaker::Manager,
                "Ну, здравствуйте. Добрый день! Меня зовут Илья, компания «Ярус», мы делаем стеллажи.",
            ),
            (Speaker::Manager, "Напомню, как меня зовут: Илья."),
        ]);
        let hints = find(&checklist(&["добрый день", "меня зовут"]), &said);
        let places: Vec<_> = hints
            .iter()
            .map(|hint| (hint.phrase.as_str(), hint.start_ms))
            .collect();
        assert_eq!(
            places,
            [
                ("добрый день", 11_000),
                ("меня зовут", 12_000),
                ("меня зовут", 21_000)
            ]
        );
        assert_eq!(
            hints[0].said,
            "Добрый день! Меня зовут Илья, компания «Ярус», мы делаем…"
        );
        assert_eq!(hints[0].end_ms, 19_000);
        assert!(hints.iter().all(|hint| hint.item == "greeting"));
    }

    #[test]
    fn words_of_a_phrase_stand_together() {
        let said = transcript(&[(Speaker::Unknown, "День добрый, не удобно ли вам сейчас говорить?")]);
        assert_eq!(
            find(&checklist(&["добрый день", "удобно говорить", "…", ""]), &said),
            []
        );
        assert_eq!(find(&checklist(&["удобно ли вам"]), &said).len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_it(phrase in "\\PC{0,20}", text in "\\PC{0,60}") {
            let said = transcript(&[(Speaker::Manager, &text)]);
            for hint in find(&checklist(&[&phrase]), &said) {
                proptest::prop_assert!(hint.start_ms <= hint.end_ms);
            }
        }
    }
}
