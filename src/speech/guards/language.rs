//! Sentences in letters of another language: over noise, models fall into the languages they know best.
//!
//! The language of a call is set, never guessed, so what comes in other letters was not asked for. Names of products and
//! firms are written in Latin letters in any language; they are few words, or stand within a sentence. Only Russian and
//! English are judged: for other languages the product knows no letters.

use super::FilteredReason;
use crate::speech::engine::HeardPhrase;

/// So many Latin words without one Russian letter are no name of a product.
const LATIN_WORDS: usize = 4;
/// So many Cyrillic words in an English call are no name.
const CYRILLIC_WORDS: usize = 2;

/// Letters of a phrase by alphabet, and its words.
#[derive(Debug, Default, PartialEq, Eq)]
struct LetterCounts {
    latin: usize,
    cyrillic: usize,
    other: usize,
    words: usize,
}

pub(super) fn guard(phrase: &HeardPhrase, language: &str) -> Option<FilteredReason> {
    let letters = letters(phrase);
    let strange = match language {
        "ru" => letters.cyrillic == 0 && letters.latin > 0 && letters.words >= LATIN_WORDS,
        "en" => letters.latin == 0 && letters.cyrillic > 0 && letters.words >= CYRILLIC_WORDS,
        _ => return None,
    };
    let foreign = letters.other > letters.latin + letters.cyrillic;
    (strange || foreign).then_some(FilteredReason::OtherLanguage)
}

fn letters(phrase: &HeardPhrase) -> LetterCounts {
    let mut count = LetterCounts::default();
    for word in &phrase.words {
        let before = count.latin + count.cyrillic + count.other;
        for letter in word.text.chars().filter(|letter| letter.is_alphabetic()) {
            match letter {
                'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => count.latin += 1,
                '\u{400}'..='\u{52f}' => count.cyrillic += 1,
                _ => count.other += 1,
            }
        }
        count.words += usize::from(count.latin + count.cyrillic + count.other > before);
    }
    count
}
