//! Words somebody typed → what is highlighted in a text, and what must stand in it.
//!
//! Decides which words count (function words do not, unless nothing else was typed) and that the last word may be unfinished.
//! What is asked of the book's index, where every word counts by how much it tells, is a [`super::question`].

use super::lexicon::Lemmas;
use super::tokenizer::{fold, words};
use crate::text::Letters;

/// More words than this are not a question but a text; the first ones are used.
const MOST_WORDS: usize = 12;
/// Longer input is cut, in characters.
const LONGEST: usize = 300;

/// Words without which a phrase still says the same.
const FUNCTION_WORDS: &[&str] = &[
    "а", "без", "бы", "в", "вам", "вас", "во", "вот", "вы", "да", "для", "до", "ее", "ему", "же", "за", "и",
    "из", "или", "им", "их", "к", "как", "ко", "ли", "мне", "мы", "на", "над", "нам", "нас", "не", "но",
    "ну", "о", "об", "он", "она", "они", "от", "по", "под", "при", "про", "с", "со", "так", "там", "те",
    "то", "тут", "ты", "у", "уж", "уже", "че", "что", "это", "я", "a", "an", "and", "are", "at", "be", "by",
    "for", "i", "in", "is", "it", "its", "me", "my", "of", "on", "or", "our", "so", "that", "the", "this",
    "to", "us", "we", "with", "you", "your",
];

/// Does a phrase say the same without this word?
pub fn is_function_word(folded: &str) -> bool {
    FUNCTION_WORDS.contains(&folded)
}

/// One word of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryWord {
    /// As typed, folded.
    pub folded: String,
    /// Its stem.
    pub stem: String,
    /// It may be the beginning of a longer word.
    pub open: bool,
}

/// What was asked.
#[derive(Clone)]
pub struct SearchWords {
    /// Every word as typed, folded.
    pub all: Vec<String>,
    /// The words that count.
    pub words: Vec<QueryWord>,
    /// Their first letters.
    firsts: Vec<char>,
    lemmas: Lemmas,
}

impl SearchWords {
    /// Reads what was typed.
    pub fn read(typed: &str) -> Self {
        let cut = typed
            .char_indices()
            .nth(LONGEST)
            .map_or(typed.len(), |(at, _)| at);
        let typed = &typed[..cut];
        let mut lemmas = Lemmas::default();
        let found = words(typed);
        // A space after the last word says that it is finished; its forms are found all the same.
        let finished = typed.ends_with(char::is_whitespace);
        let last = found.len().saturating_sub(1);
        let counts = |folded: &str| !is_function_word(folded);
        let any = found.iter().any(|word| counts(&word.folded));
        let asked: Vec<QueryWord> = found
            .iter()
            .enumerate()
            .filter(|(_, word)| !any || counts(&word.folded))
            .take(MOST_WORDS)
            .map(|(at, word)| QueryWord {
                folded: word.folded.clone(),
                stem: lemmas.lemma(&word.folded),
                open: at == last && !finished,
            })
            .collect();
        let firsts = asked.iter().filter_map(|one| one.folded.chars().next()).collect();
        Self {
            all: found.into_iter().map(|word| word.folded).collect(),
            words: asked,
            firsts,
            lemmas,
        }
    }

    /// Which word of the question `word` of a text answers to.
    pub fn answers(&mut self, word: &str) -> Option<usize> {
        let first = Letters::new(word).next()?;
        // Stems keep the first letter: most words are passed over without being folded.
        if !self.firsts.contains(&first) {
            return None;
        }
        let folded = fold(word);
        let direct = self
            .words
            .iter()
            .position(|asked| asked.folded == folded || (asked.open && folded.starts_with(&asked.folded)));
        if direct.is_some() {
            return direct;
        }
        let stem = self.lemmas.lemma(&folded);
        self.words.iter().position(|asked| asked.stem == stem)
    }
}
