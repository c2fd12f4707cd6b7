//! Which words the book has, read from the index's own dictionaries.
//!
//! Decides what "near" means: one letter off from five characters on, two from nine (characters, not bytes; two neighbours
//! in the wrong order are one slip), the same first letter before another, the commoner word before the rarer one. What
//! is done with the answer is left to [`super::reading`].

use std::cmp::Reverse;
use std::sync::LazyLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use tantivy::Searcher;
use tantivy::schema::Field;
use tantivy_fst::Automaton;

use super::reading::{WordFamiliarity, WordKnowledge};
use super::schema::IndexFields;

/// From this many characters on a word may be one letter off…
const ONE_SLIP: usize = 5;
/// …and from this many on two.
const TWO_SLIPS: usize = 9;
/// Longer words are nobody's slips, and their automata are large.
const LONGEST: usize = 30;

static ONE: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
static TWO: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true));

/// Slips, another first letter, how common: the least is the nearest.
type NearnessRank = (u8, bool, Reverse<u32>);

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

    fn holds(&self, fields: [Field; 3], term: &str) -> bool {
        self.each_dictionary(fields, |dictionary| {
            dictionary.get(term.as_bytes()).ok().flatten().map(drop)
        })
        .is_some()
    }

    fn begins(&self, start: &str) -> bool {
        self.each_dictionary(self.fields.folded(), |dictionary| {
            let mut from = dictionary.range().ge(start.as_bytes()).into_stream().ok()?;
            (from.advance() && from.key().starts_with(start.as_bytes())).then_some(())
        })
        .is_some()
    }

    /// The first answer of any field's dictionary in any segment.
    fn each_dictionary<T>(
        &self,
        fields: [Field; 3],
        mut ask: impl FnMut(&tantivy::termdict::TermDictionary) -> Option<T>,
    ) -> Option<T> {
        self.searcher.segment_readers().iter().find_map(|segment| {
            fields.iter().find_map(|field| {
                // A dictionary that cannot be read has no words; the search itself will say what is wrong.
                let index = segment.inverted_index(*field).ok()?;
                ask(index.terms())
            })
        })
    }
}

impl WordKnowledge for IndexVocabulary<'_> {
    fn known(&self, word: &str, stem: &str) -> WordFamiliarity {
        if self.holds(self.fields.folded(), word) || self.holds(self.fields.stemmed(), stem) {
            WordFamiliarity::Form
        } else if self.begins(word) {
            WordFamiliarity::Beginning
        } else {
            WordFamiliarity::No
        }
    }

    fn nearest(&self, word: &str, open: bool) -> Option<String> {
        let length = word.chars().count();
        let builder = match length {
            ONE_SLIP..TWO_SLIPS => &ONE,
            TWO_SLIPS..=LONGEST => &TWO,
            _ => return None,
        };
        let dfa = if open {
            builder.build_prefix_dfa(word)
        } else {
            builder.build_dfa(word)
        };
        let first = word.chars().next()?;
        let mut best: Option<(NearnessRank, String)> = None;
        self.each_dictionary(self.fields.folded(), |dictionary| {
            let mut near = dictionary.search(FuzzyAutomaton(&dfa)).into_stream().ok()?;
            while near.advance() {
                let Distance::Exact(distance) = dfa.eval(near.key()) else {
                    continue;
                };
                let Ok(found) = std::str::from_utf8(near.key()) else {
                    continue;
                };
                let rank = (
                    distance,
                    !found.starts_with(first),
                    Reverse(near.value().doc_freq),
                );
                if best.as_ref().is_none_or(|(held, _)| rank < *held) {
                    best = Some((rank, found.to_owned()));
                }
            }
            None::<()>
        });
        best.map(|(_, found)| found)
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
