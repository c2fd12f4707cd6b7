//! Words of a text, as the index and the highlighter both see them.
//!
//! Decides what a word is (letters and digits with their accents and inner apostrophes; folded as [`crate::text`] does,
//! without the apostrophes) and its stem (Snowball's of Russian and English by the script of the word, and the fleeting vowel
//! of «скидка — скидок»). Forms that stems keep apart are brought together by [`super::lexicon`].

use std::ops::Range;

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};

use super::lexicon::Lemmas;
use crate::text::letters::{is_letter, is_letter_or_digit};
use crate::text::{Letters, is_accent};

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldedWord {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Folded form: what is compared.
    pub folded: String,
}

/// Words longer than this many characters are nobody's words.
const LONGEST: usize = 64;

/// Calls `see` for each word of `text`: its bytes and its first folded letter; cheap, nothing is allocated.
pub fn each_word(text: &str, mut see: impl FnMut(Range<usize>)) {
    let mut start = None;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let inside = is_letter_or_digit(letter)
            || (start.is_some()
                && (is_accent(letter)
                    || (is_apostrophe(letter) && letters.peek().is_some_and(|(_, next)| is_letter(*next)))));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                see(from..at);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        see(from..text.len());
    }
}

/// The words of `text`.
pub fn words(text: &str) -> Vec<FoldedWord> {
    let mut words = Vec::new();
    each_word(text, |range| {
        let folded = fold(&text[range.clone()]);
        if !folded.is_empty() && folded.chars().count() <= LONGEST {
            words.push(FoldedWord { range, folded });
        }
    });
    words
}

/// A word as it is compared: without apostrophes too.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    folded.extend(Letters::new(word).filter(|letter| !is_apostrophe(*letter)));
    folded
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ')
}

/// Brings forms of a word together.
#[derive(Clone)]
pub struct Stems {
    russian: TextAnalyzer,
    english: TextAnalyzer,
}

impl Default for Stems {
    fn default() -> Self {
        let analyzer = |language| {
            TextAnalyzer::builder(RawTokenizer::default())
                .filter(Stemmer::new(language))
                .build()
        };
        Self {
            russian: analyzer(Language::Russian),
            english: analyzer(Language::English),
        }
    }
}

impl Stems {
    /// The stem of a folded word.
    pub fn stem(&mut self, folded: &str) -> String {
        let cyrillic = folded
            .chars()
            .any(|letter| matches!(letter, '\u{400}'..='\u{4ff}'));
        let analyzer = if cyrillic {
            &mut self.russian
        } else {
            &mut self.english
        };
        let mut stream = analyzer.token_stream(folded);
        let stem = stream
            .next()
            .map_or_else(|| folded.to_owned(), |token| token.text.clone());
        if cyrillic {
            without_fleeting_vowel(stem)
        } else {
            stem
        }
    }
}

/// «скидок» and «скидк» (of «скидка»), «продавец» and «продавц» are one word.
fn without_fleeting_vowel(stem: String) -> String {
    let letters: Vec<char> = stem.chars().rev().take(4).collect();
    let [last, vowel, before, _] = letters[..] else {
        return stem;
    };
    let fleeting = matches!((last, vowel), ('к', 'о' | 'е') | ('ц', 'е'));
    let after_consonant = is_letter(before) && !"аеиоуыэюяьъй".contains(before);
    if !fleeting || !after_consonant {
        return stem;
    }
    let keep = stem.len() - last.len_utf8() - vowel.len_utf8();
    let mut joined = stem[..keep].to_owned();
    joined.push(last);
    joined
}

/// The words of a field, for the index: folded, or their lemmas.
#[derive(Clone)]
pub struct FieldWords {
    lemmas: Option<Lemmas>,
}

impl FieldWords {
    /// Folded words.
    pub fn folded() -> Self {
        Self { lemmas: None }
    }

    /// Lemmas.
    pub fn lemmas() -> Self {
        Self {
            lemmas: Some(Lemmas::default()),
        }
    }

    fn term(&mut self, folded: String) -> String {
        match &mut self.lemmas {
            Some(lemmas) => lemmas.lemma(&folded),
            None => folded,
        }
    }
}

impl Tokenizer for FieldWords {
    type TokenStream<'a> = WordStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream {
        let tokens = words(text)
            .into_iter()
            .enumerate()
            .map(|(position, word)| Token {
                offset_from: word.range.start,
                offset_to: word.range.end,
                position,
                text: self.term(word.folded),
                position_length: 1,
            })
            .collect();
        WordStream { tokens, next: 0 }
    }
}

/// Words of one value.
#[derive(Debug)]
pub struct WordStream {
    tokens: Vec<Token>,
    next: usize,
}

impl TokenStream for WordStream {
    fn advance(&mut self) -> bool {
        self.next += 1;
        self.next <= self.tokens.len()
    }
    fn token(&self) -> &Token {
        &self.tokens[self.next - 1]
    }
    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokens[self.next - 1]
    }
}
