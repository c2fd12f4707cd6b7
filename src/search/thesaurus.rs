//! Other words for the same thing: the trainer's groups and those that search ships with.
//!
//! Decides where a phrase of a group stands in a question (all its words, in any form and order, next to one another or with
//! one word between) and which phrases may stand for it. The trainer's file and its mistakes are the book's
//! ([`crate::playbook::synonyms`]); the shipped groups are `words/thesaurus-*.txt`. How much such a phrase is worth is left to
//! [`super::rank`].

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::lexicon::{Lemmas, lines};

const SHIPPED: [&str; 2] = [
    include_str!("words/thesaurus-ru.txt"),
    include_str!("words/thesaurus-en.txt"),
];
/// A phrase may have this many words more between its own.
const BETWEEN: usize = 1;

static THESAURUS: LazyLock<Thesaurus> = LazyLock::new(|| {
    let groups = SHIPPED
        .into_iter()
        .flat_map(lines)
        .map(|line| match line.split_once("->") {
            Some((said, meant)) => (phrases(said), Some(phrases(meant))),
            None => (phrases(line), None),
        });
    Thesaurus::of(groups.collect())
});

/// One phrase of a group.
#[derive(Debug)]
pub struct ThesaurusPhrase {
    /// As written.
    pub text: String,
    /// Its words.
    pub lemmas: Vec<String>,
}

#[derive(Debug)]
struct ThesaurusGroup {
    said: Vec<ThesaurusPhrase>,
    /// What the ones said may mean; one another when there is nothing.
    meant: Option<Vec<ThesaurusPhrase>>,
}

/// A phrase of a group that stands in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseMatch {
    /// Its first word in the question…
    pub from: usize,
    /// …and its last.
    pub to: usize,
    group: usize,
    phrase: usize,
}

/// Groups of phrases, ready to be compared.
#[derive(Debug, Default)]
pub struct Thesaurus {
    groups: Vec<ThesaurusGroup>,
    by_word: HashMap<String, Vec<(usize, usize)>>,
}

impl Thesaurus {
    /// Of the trainer's groups.
    pub fn from_groups(groups: &[Vec<String>]) -> Self {
        Self::of(groups.iter().map(|group| (group.clone(), None)).collect())
    }

    /// The groups that search ships with.
    pub fn shipped() -> &'static Self {
        &THESAURUS
    }

    fn of(groups: Vec<(Vec<String>, Option<Vec<String>>)>) -> Self {
        let mut lemmas = Lemmas::default();
        let mut read = |texts: Vec<String>| -> Vec<ThesaurusPhrase> {
            let phrases = texts.into_iter().map(|text| ThesaurusPhrase {
                lemmas: lemmas.of_text(&text),
                text,
            });
            phrases.filter(|phrase| !phrase.lemmas.is_empty()).collect()
        };
        let groups: Vec<ThesaurusGroup> = groups
            .into_iter()
            .map(|(said, meant)| ThesaurusGroup {
                said: read(said),
                meant: meant.map(&mut read),
            })
            .collect();
        let mut by_word: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (number, group) in groups.iter().enumerate() {
            for (phrase, said) in group.said.iter().enumerate() {
                for lemma in said.lemmas.iter().collect::<HashSet<_>>() {
                    by_word.entry(lemma.clone()).or_default().push((number, phrase));
                }
            }
        }
        Self { groups, by_word }
    }

    /// The phrases that stand in `question`.
    pub fn found(&self, question: &[String]) -> Vec<PhraseMatch> {
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for &(group, phrase) in question
            .iter()
            .filter_map(|lemma| self.by_word.get(lemma))
            .flatten()
        {
            if !seen.insert((group, phrase)) {
                continue;
            }
            let lemmas = &self.groups[group].said[phrase].lemmas;
            let places: Option<Vec<usize>> = lemmas
                .iter()
                .map(|lemma| question.iter().position(|word| word == lemma))
                .collect();
            let places = places.unwrap_or_default();
            let (Some(&from), Some(&to)) = (places.iter().min(), places.iter().max()) else {
                continue;
            };
            if to - from < lemmas.len() + BETWEEN {
                found.push(PhraseMatch {
                    from,
                    to,
                    group,
                    phrase,
                });
            }
        }
        found
    }

    /// What may stand in the place of a phrase that [`Self::found`] gave.
    pub fn others(&self, found: &PhraseMatch) -> impl Iterator<Item = &ThesaurusPhrase> {
        let group = &self.groups[found.group];
        let (others, itself) = match &group.meant {
            Some(meant) => (meant, None),
            None => (&group.said, Some(found.phrase)),
        };
        let others = others.iter().enumerate();
        others
            .filter(move |(at, _)| Some(*at) != itself)
            .map(|(_, phrase)| phrase)
    }
}

/// Every phrase that search ships with, as written.
pub(super) fn shipped_phrases() -> impl Iterator<Item = &'static str> {
    let sides = SHIPPED
        .into_iter()
        .flat_map(lines)
        .flat_map(|line| line.split("->"));
    sides.flat_map(|side| side.split(',')).map(str::trim)
}

fn phrases(list: &str) -> Vec<String> {
    let phrases = list.split(',').map(str::trim).filter(|phrase| !phrase.is_empty());
    phrases.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn others(text: &str) -> Vec<String> {
        let group = |phrases: &[&str]| phrases.iter().map(|it| (*it).to_owned()).collect();
        let thesaurus = Thesaurus::from_groups(&[
            group(&["дорого", "кусается", "не по карману"]),
            group(&["КП", "коммерческое предложение"]),
        ]);
        let question = Lemmas::default().of_text(text);
        let found = thesaurus.found(&question);
        let others = found.iter().flat_map(|it| thesaurus.others(it));
        others.map(|phrase| phrase.text.clone()).collect()
    }

    #[test]
    fn a_phrase_is_found_in_any_form_and_order() {
        assert_eq!(others("нам это не по карману сейчас"), ["дорого", "кусается"]);
        assert_eq!(others("пришлите коммерческие предложения"), ["КП"]);
        assert_eq!(others("предложение коммерческое"), ["КП"]);
        assert_eq!(others("кп на почту"), ["коммерческое предложение"]);
        assert!(others("предложение у нас на сегодня коммерческое").is_empty());
        assert!(others("по карману").is_empty(), "every word of a phrase counts");
        assert!(others("").is_empty());
    }

    #[test]
    fn what_is_shipped_is_as_large_as_it_says_and_leads_on() {
        let groups = |file: &str| lines(file).count();
        assert!(groups(SHIPPED[0]) >= 500 && groups(SHIPPED[1]) >= 200);
        let question = Lemmas::default().of_text("бабла нет");
        let shipped = Thesaurus::shipped();
        let found = shipped.found(&question);
        let meant: Vec<_> = found.iter().flat_map(|it| shipped.others(it)).collect();
        assert!(meant.iter().any(|phrase| phrase.text == "деньги"), "{meant:?}");
    }
}
