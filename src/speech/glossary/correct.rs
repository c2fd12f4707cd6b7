//! Replacing heard words by the terms they stand for, whole words only.
//!
//! A variant somebody listed is replaced wherever it is heard, in any form that can be told. A word nobody listed is
//! replaced only when it is one letter away from a long term (two from eleven letters on), the model was unsure of it and it
//! looks like no ordinary word. The sentence's marks stay, and so does a capital at its beginning.

use std::collections::{HashMap, HashSet};

use super::Glossary;
use super::forms::{InflectedWord, stem};
use crate::speech::transcript::{Segment, Word};
use crate::text::bare;

/// Misspellings are looked for from this many letters on…
const RARE_LETTERS: usize = 7;
/// …two letters may be wrong from this many on…
const LONG_LETTERS: usize = 11;
/// …and only in words that the model was less sure of than this.
const UNSURE: f32 = 0.6;

/// A variant of a term.
struct Variant<'a> {
    /// Folded words but the last.
    before: Vec<String>,
    /// The folded last word, and how it changes.
    last: (String, InflectedWord),
    /// The term as it is written, and how it changes.
    term: (&'a str, InflectedWord),
}

/// A long word of a term, to be known again when it is misspelt.
struct RareWord<'a> {
    text: &'a str,
    form: InflectedWord,
}

struct CorrectionRules<'a> {
    /// By the folded first word of those with several, or by the first three letters.
    variants: HashMap<String, Vec<Variant<'a>>>,
    /// By the first letter.
    rare: HashMap<char, Vec<RareWord<'a>>>,
    ordinary: &'a HashSet<String>,
}

/// A match: how many words it takes, and what comes in their place.
type TermMatch = (usize, String);

/// Replaces words in the segments by the terms of the glossary.
pub fn correct(segments: &mut [Segment], glossary: &Glossary) {
    if glossary.terms.is_empty() {
        return;
    }
    let rules = CorrectionRules::new(glossary);
    for segment in segments {
        let words = rules.applied(&segment.words);
        if let Some(words) = words {
            segment.text = words
                .iter()
                .map(|word| word.text.as_str())
                .collect::<Vec<_>>()
                .join(" ");
            segment.words = words;
        }
    }
}

impl<'a> CorrectionRules<'a> {
    fn new(glossary: &'a Glossary) -> Self {
        let mut rules = Self {
            variants: HashMap::new(),
            rare: HashMap::new(),
            ordinary: &glossary.ordinary,
        };
        for term in &glossary.terms {
            for variant in &term.variants {
                rules.add_variant(variant, &term.text);
            }
            for word in term.text.split_whitespace() {
                rules.add_rare(word);
            }
        }
        for variants in rules.variants.values_mut() {
            // The longest first: «я рус про» before «я рус».
            variants.sort_by_key(|it| std::cmp::Reverse(it.before.len()));
        }
        rules
    }

    fn add_variant(&mut self, variant: &str, term: &'a str) {
        let mut words: Vec<String> = variant.split_whitespace().map(bare).collect();
        words.retain(|word| !word.is_empty());
        let Some(last) = words.pop() else { return };
        let key = key(words.first().unwrap_or(&last));
        let form = InflectedWord::new(&last);
        self.variants.entry(key).or_default().push(Variant {
            before: words,
            last: (last, form),
            term: (term, InflectedWord::new(&fold_last(term))),
        });
    }

    fn add_rare(&mut self, word: &'a str) {
        let text = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let folded = bare(text);
        // A hyphen inside would make two words of one.
        let plain = text.chars().all(char::is_alphabetic);
        let Some(first) = folded.chars().next().filter(|_| plain) else {
            return;
        };
        let rare = self.rare.entry(first).or_default();
        if folded.chars().count() >= RARE_LETTERS && !rare.iter().any(|it| bare(it.text) == folded) {
            rare.push(RareWord {
                text,
                form: InflectedWord::new(&folded),
            });
        }
    }

    /// The words after replacing, when there was anything to replace.
    fn applied(&self, words: &[Word]) -> Option<Vec<Word>> {
        let folded: Vec<String> = words.iter().map(|word| bare(&word.text)).collect();
        let mut applied = Vec::with_capacity(words.len());
        let mut changed = false;
        let mut at = 0;
        while at < words.len() {
            let found = self
                .listed(&folded[at..])
                .or_else(|| self.misspelt(&words[at], &folded[at]).map(|text| (1, text)));
            let (count, text) = found.unwrap_or((1, String::new()));
            let instead = instead(&words[at..at + count], &text);
            match instead {
                Some(instead) => {
                    applied.push(instead);
                    changed = true;
                }
                None => applied.extend_from_slice(&words[at..at + count]),
            }
            at += count;
        }
        changed.then_some(applied)
    }

    fn listed(&self, heard: &[String]) -> Option<TermMatch> {
        let variants = self.variants.get(&key(heard.first()?))?;
        variants.iter().find_map(|variant| {
            let count = variant.before.len();
            let last = heard.get(count)?;
            if heard[..count] != variant.before[..] {
                return None;
            }
            variant.instead_of(last).map(|text| (count + 1, text))
        })
    }

    fn misspelt(&self, word: &Word, heard: &str) -> Option<String> {
        if word.p >= UNSURE || self.ordinary.contains(stem(heard)) {
            return None;
        }
        let letters = heard.chars().count();
        if letters < RARE_LETTERS || !heard.chars().all(char::is_alphabetic) {
            return None;
        }
        let rare = self.rare.get(&heard.chars().next()?)?;
        let mut best: Option<(usize, String)> = None;
        let mut tie = false;
        for term in rare {
            let Some((distance, text)) = term.instead_of(heard) else {
                continue;
            };
            // A form of the term itself is right as it is.
            if distance == 0 {
                return None;
            }
            match &best {
                Some((least, _)) if *least < distance => {}
                Some((least, other)) if *least == distance => tie |= *other != text,
                _ => {
                    tie = false;
                    best = Some((distance, text));
                }
            }
        }
        best.filter(|_| !tie).map(|(_, text)| text)
    }
}

impl Variant<'_> {
    /// The term in the form of the heard word.
    fn instead_of(&self, heard: &str) -> Option<String> {
        let (last, form) = &self.last;
        let (term, term_form) = &self.term;
        if heard == last {
            return Some((*term).to_owned());
        }
        if form.kind != term_form.kind {
            return None;
        }
        let ending = form.ending_of(heard)?;
        Some(with_ending(term, term_form, ending))
    }
}

impl RareWord<'_> {
    /// How many letters are wrong, and the term in the form of the heard word: the form with the fewest wrong letters.
    fn instead_of(&self, heard: &str) -> Option<(usize, String)> {
        let most = if heard.chars().count() >= LONG_LETTERS {
            2
        } else {
            1
        };
        let stem_letters = self.form.stem.chars().count();
        let forms = (0..=4).filter_map(|length| {
            let cut = heard.chars().count().checked_sub(length)?;
            let at = heard.char_indices().nth(cut).map_or(heard.len(), |(at, _)| at);
            let (stem, ending) = heard.split_at(at);
            if cut.abs_diff(stem_letters) > most || !self.form.takes(ending) {
                return None;
            }
            let distance = distance(stem, &self.form.stem);
            (distance <= most).then(|| (distance, with_ending(self.text, &self.form, ending)))
        });
        forms.min_by_key(|(distance, _)| *distance)
    }
}

/// The term's last word with another ending.
fn with_ending(term: &str, form: &InflectedWord, ending: &str) -> String {
    let whole = fold_last(term).chars().count();
    let cut = whole - form.stem.chars().count().min(whole);
    let kept = term.chars().count() - cut;
    term.chars().take(kept).collect::<String>() + ending
}

fn fold_last(term: &str) -> String {
    term.split_whitespace().next_back().map(bare).unwrap_or_default()
}

/// One word in place of several: their time, their marks, and what was heard. Nothing when that says no more.
fn instead(words: &[Word], text: &str) -> Option<Word> {
    let heard: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let heard = heard.join(" ");
    let begin = heard.find(char::is_alphanumeric).unwrap_or(0);
    let end = heard
        .char_indices()
        .rev()
        .find(|(_, letter)| letter.is_alphanumeric())
        .map_or(heard.len(), |(at, letter)| at + letter.len_utf8());
    let is_capital = heard[begin..].chars().next().is_some_and(char::is_uppercase);
    let mut letters = text.chars();
    let first = letters.next().map(|first| {
        if is_capital {
            first.to_uppercase().collect::<String>()
        } else {
            first.to_string()
        }
    });
    if text.is_empty() || heard[begin..end] == *text {
        return None;
    }
    Some(Word {
        start_ms: words.first().map_or(0, |word| word.start_ms),
        end_ms: words.iter().map(|word| word.end_ms).max().unwrap_or(0),
        text: format!(
            "{}{}{}{}",
            &heard[..begin],
            first.unwrap_or_default(),
            letters.as_str(),
            &heard[end..]
        ),
        p: words.iter().map(|word| word.p).fold(1.0, f32::min),
        replaced: Some(heard[begin..end].to_owned()),
    })
}

/// What variants are looked up by: forms of one word have it in common.
fn key(folded: &str) -> String {
    folded.chars().take(3).collect()
}

/// Letters to change, add or leave out.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
