//! Words somebody typed → what is asked of the index and what is highlighted.
//!
//! Decides which words count (function words do not, unless nothing else was typed), that the last word may be unfinished,
//! and how much a title weighs against an alias and the text.

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::schema::{IndexFields, TextField};
use super::tokenizer::{Stems, fold, words};
use crate::text::Letters;

/// More words than this are not a question but a text; the first ones are used.
const MOST_WORDS: usize = 12;
/// Longer input is cut, in characters.
const LONGEST: usize = 300;

/// Words without which a phrase still says the same.
const FUNCTION_WORDS: &[&str] = &[
    "а", "без", "бы", "в", "вам", "вас", "во", "вот", "вы", "да", "для", "до", "ее", "ему", "же", "за", "и",
    "из", "или", "им", "их", "к", "как", "ко", "ли", "мне", "мы", "на", "над", "нам", "нас", "но", "ну", "о",
    "об", "он", "она", "они", "от", "по", "под", "при", "про", "с", "со", "так", "там", "те", "то", "тут",
    "ты", "у", "уж", "уже", "че", "что", "это", "я", "a", "an", "and", "are", "at", "be", "by", "for", "i",
    "in", "is", "it", "its", "me", "my", "of", "on", "or", "our", "so", "that", "the", "this", "to", "us",
    "we", "with", "you", "your",
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
    stems: Stems,
}

impl SearchWords {
    /// Reads what was typed.
    pub fn read(typed: &str) -> Self {
        let cut = typed
            .char_indices()
            .nth(LONGEST)
            .map_or(typed.len(), |(at, _)| at);
        let typed = &typed[..cut];
        let mut stems = Stems::default();
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
                stem: stems.stem(&word.folded),
                open: at == last && !finished,
            })
            .collect();
        let firsts = asked.iter().filter_map(|one| one.folded.chars().next()).collect();
        Self {
            all: found.into_iter().map(|word| word.folded).collect(),
            words: asked,
            firsts,
            stems,
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
        let stem = self.stems.stem(&folded);
        self.words.iter().position(|asked| asked.stem == stem)
    }

    /// The question to the index: every word must be there (`all`), or at least one.
    pub fn query(&self, fields: &IndexFields, all: bool) -> BooleanQuery {
        let occur = if all { Occur::Must } else { Occur::Should };
        BooleanQuery::new(
            self.words
                .iter()
                .map(|asked| (occur, one_word(asked, fields)))
                .collect(),
        )
    }
}

fn one_word(asked: &QueryWord, fields: &IndexFields) -> Box<dyn Query> {
    let weights = [(fields.title, 8.0), (fields.aliases, 5.0), (fields.text, 1.0)];
    let readings = weights
        .into_iter()
        .flat_map(|(field, weight)| readings(asked, field, weight));
    Box::new(BooleanQuery::union(readings.collect()))
}

fn readings(asked: &QueryWord, field: TextField, weight: f32) -> Vec<Box<dyn Query>> {
    let term = |text: &str, field, weight: f32| -> Box<dyn Query> {
        let query = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs);
        Box::new(BoostQuery::new(Box::new(query), weight))
    };
    let mut readings = vec![
        term(&asked.folded, field.folded, weight),
        term(&asked.stem, field.stemmed, weight * 0.6),
    ];
    if asked.open {
        let begins = FuzzyTermQuery::new_prefix(Term::from_field_text(field.folded, &asked.folded), 0, true);
        readings.push(Box::new(BoostQuery::new(Box::new(begins), weight * 0.4)));
    }
    readings
}
