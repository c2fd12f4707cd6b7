//! Other words for the same thing: the trainer's groups, applied to what was typed.
//!
//! Decides where a phrase of a group stands in a text (its words one after another, in any form) and what the text reads
//! like with another phrase of the group in its place. The file and its mistakes are the book's
//! ([`crate::playbook::synonyms`]).

use super::query::is_function_word;
use super::reading::stems_of;
use super::tokenizer::{Stems, words};

/// More texts than this one question does not become.
const MOST: usize = 4;

/// The groups, ready to be compared.
#[derive(Debug, Default)]
pub struct Synonyms {
    groups: Vec<Vec<SynonymPhrase>>,
}

#[derive(Debug)]
struct SynonymPhrase {
    text: String,
    stems: Vec<String>,
}

impl Synonyms {
    /// Of groups of phrases.
    pub fn new(groups: &[Vec<String>]) -> Self {
        let mut stems = Stems::default();
        let groups = groups.iter().map(|group| {
            let phrases = group.iter().map(|text| SynonymPhrase {
                stems: stems_of(text, &mut stems),
                text: text.clone(),
            });
            phrases.filter(|phrase| !phrase.stems.is_empty()).collect()
        });
        Self {
            groups: groups.collect(),
        }
    }

    /// The text with other words for the same thing, as many as are worth a search.
    pub fn others(&self, text: &str, stems: &mut Stems) -> Vec<String> {
        if self.groups.is_empty() {
            return Vec::new();
        }
        let said: Vec<_> = words(text)
            .into_iter()
            .filter(|word| !is_function_word(&word.folded))
            .map(|word| (stems.stem(&word.folded), word.range))
            .collect();
        let mut found = Vec::new();
        for group in &self.groups {
            let place = group.iter().enumerate().find_map(|(which, phrase)| {
                let at = said.windows(phrase.stems.len()).position(|here| {
                    here.iter()
                        .zip(&phrase.stems)
                        .all(|((stem, _), wanted)| stem == wanted)
                })?;
                let last = at + phrase.stems.len() - 1;
                Some((which, said[at].1.start..said[last].1.end))
            });
            let Some((which, range)) = place else { continue };
            for (other, phrase) in group.iter().enumerate() {
                if other != which && found.len() < MOST {
                    let mut changed = text.to_owned();
                    changed.replace_range(range.clone(), &phrase.text);
                    found.push(changed);
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn synonyms() -> Synonyms {
        let group = |phrases: &[&str]| phrases.iter().map(|it| (*it).to_owned()).collect();
        Synonyms::new(&[
            group(&["дорого", "кусается", "не по карману"]),
            group(&["КП", "коммерческое предложение"]),
        ])
    }

    fn others(text: &str) -> Vec<String> {
        synonyms().others(text, &mut Stems::default())
    }

    #[test]
    fn a_phrase_is_found_in_any_form_and_replaced_where_it_stands() {
        assert_eq!(
            others("нам это не по карману сейчас"),
            ["нам это дорого сейчас", "нам это кусается сейчас"]
        );
        assert_eq!(others("пришлите коммерческие предложения"), ["пришлите КП"]);
        assert_eq!(others("кп на почту"), ["коммерческое предложение на почту"]);
        assert!(others("предложение коммерческое").is_empty());
        assert!(others("").is_empty());
    }
}
