//! Which words the book has, read from the index's own dictionaries.
//!
//! Decides what "near" means: one letter off from four characters on, two from nine (characters, not bytes; two neighbours
//! in the wrong order are one slip), the same first letter before another, the commoner word before the rarer one; and what
//! has the same root: a verb without its prefix, or a word that begins alike. What is done with the words is left to
//! [`super::question`].

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use tantivy::Searcher;
use tantivy::schema::Field;
use tantivy_fst::Automaton;

use super::schema::IndexFields;

/// From this many characters on a word may be one letter off…
const ONE_SLIP: usize = 4;
/// …and from this many on two.
const TWO_SLIPS: usize = 9;
/// Longer words are nobody's slips, and their automata are large.
const LONGEST: usize = 30;
/// No more words of a dictionary than this are looked at for one that is not finished.
const READ: usize = 2_000;
/// What verbs put before their root, the longest first.
const PREFIXES: &[&str] = &[
    "недо", "пере", "при", "про", "под", "раз", "рас", "об", "от", "по", "до", "за", "вы", "на", "из", "ис",
    "с", "у",
];
/// A root has at least so many letters.
const ROOT: usize = 4;
/// A word that begins alike may be this many letters longer.
const LONGER: usize = 3;

static ONE: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
static TWO: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true));

/// Slips, another first letter, how common, the word: the least is the nearest.
type NearnessRank = (u8, bool, Reverse<u32>, String);

/// How many slips a word of so many characters may have.
pub fn slips(characters: usize) -> Option<u8> {
    match characters {
        ONE_SLIP..TWO_SLIPS => Some(1),
        TWO_SLIPS..=LONGEST => Some(2),
        _ => None,
    }
}

/// The words of an index.
pub struct IndexVocabulary<'a> {
    searcher: &'a Searcher,
    fields: &'a IndexFields,
}

impl<'a> IndexVocabulary<'a> {
    /// The words that `searcher` sees.
    pub fn new(searcher: &'a Searcher, fields: &'a IndexFields) -> Self {
        Self { searcher, fields }
    }

    /// Does this form stand in the book?
    pub fn has_form(&self, word: &str) -> bool {
        let mut has = false;
        self.each_dictionary(self.fields.folded(), |dictionary| {
            has |= dictionary.get(word.as_bytes()).ok().flatten().is_some();
        });
        has
    }

    /// Forms that begin with `start`, itself left out, the commonest first; at most `most`.
    pub fn completions(&self, start: &str, most: usize) -> Vec<String> {
        let mut found = self.beginning(self.fields.folded(), start);
        found.retain(|(form, _)| form != start);
        found.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
        found.truncate(most);
        found.into_iter().map(|(form, _)| form).collect()
    }

    /// Lemmas of the book with the root of one that it lacks, at most `most`.
    pub fn kin(&self, lemma: &str, most: usize) -> Vec<String> {
        let mut kin = Vec::new();
        let roots = PREFIXES.iter().filter_map(|prefix| lemma.strip_prefix(prefix));
        for root in roots.filter(|root| root.chars().count() >= ROOT) {
            let mut has = false;
            self.each_dictionary(self.fields.stemmed(), |dictionary| {
                has |= dictionary.get(root.as_bytes()).ok().flatten().is_some();
            });
            if has {
                kin.push(root.to_owned());
            }
        }
        let letters = lemma.chars().count();
        if letters >= ROOT && !lemma.is_ascii() {
            let head: String = lemma.chars().take((letters * 3).div_ceil(4).max(ROOT)).collect();
            let mut alike = self.beginning(self.fields.stemmed(), &head);
            alike.retain(|(other, _)| other.chars().count() <= letters + LONGER);
            alike.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
            kin.extend(alike.into_iter().map(|(other, _)| other));
        }
        kin.truncate(most);
        kin
    }

    /// The words nearest to one that the book does not have, at most `most` of them, and how many slips they are away;
    /// `open`: the word may be unfinished.
    pub fn nearest(&self, word: &str, open: bool, slips: u8, most: usize) -> (u8, Vec<String>) {
        let builder = if slips == 1 { &ONE } else { &TWO };
        let dfa = if open {
            builder.build_prefix_dfa(word)
        } else {
            builder.build_dfa(word)
        };
        let Some(first) = word.chars().next() else {
            return (0, Vec::new());
        };
        let mut near: Vec<NearnessRank> = Vec::new();
        self.each_dictionary(self.fields.folded(), |dictionary| {
            let Ok(mut found) = dictionary.search(FuzzyAutomaton(&dfa)).into_stream() else {
                return;
            };
            while found.advance() {
                let (Distance::Exact(slips), Ok(form)) =
                    (dfa.eval(found.key()), std::str::from_utf8(found.key()))
                else {
                    continue;
                };
                let common = Reverse(found.value().doc_freq);
                near.push((slips, !form.starts_with(first), common, form.to_owned()));
            }
        });
        near.sort();
        let least = near.first().map_or(0, |it| it.0);
        let mut forms: Vec<String> = near
            .into_iter()
            .filter(|it| it.0 == least)
            .map(|it| it.3)
            .collect();
        let mut seen = HashSet::new();
        forms.retain(|form| seen.insert(form.clone()));
        forms.truncate(most);
        (least, forms)
    }

    /// Words of the fields that begin with `start`, and in how many texts each stands.
    fn beginning(&self, fields: [Field; 3], start: &str) -> Vec<(String, u32)> {
        let mut found: HashMap<String, u32> = HashMap::new();
        self.each_dictionary(fields, |dictionary| {
            let Ok(mut from) = dictionary.range().ge(start.as_bytes()).into_stream() else {
                return;
            };
            let mut read = 0;
            while read < READ && from.advance() && from.key().starts_with(start.as_bytes()) {
                read += 1;
                let Ok(form) = std::str::from_utf8(from.key()) else {
                    continue;
                };
                *found.entry(form.to_owned()).or_default() += from.value().doc_freq;
            }
        });
        found.into_iter().collect()
    }

    /// Shows the dictionary of each field in each segment.
    fn each_dictionary(&self, fields: [Field; 3], mut see: impl FnMut(&tantivy::termdict::TermDictionary)) {
        for segment in self.searcher.segment_readers() {
            for field in fields {
                // A dictionary that cannot be read has no words; the search itself will say what is wrong.
                if let Ok(index) = segment.inverted_index(field) {
                    see(index.terms());
                }
            }
        }
    }
}

/// The automaton as the dictionary asks it.
struct FuzzyAutomaton<'a>(&'a DFA);

impl Automaton for FuzzyAutomaton<'_> {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != levenshtein_automata::SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}
