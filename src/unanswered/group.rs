//! Which phrases ask for the same answer: those that share most of their word stems.
//!
//! Decides that half of all stems of two phrases must be shared (Jaccard's index from 0.5), counting only words that carry
//! meaning and do not only ask, and that a phrase joins the first group it fits. Pure.

use std::collections::{BTreeSet, HashMap};

use super::store::KeptPhrase;
use crate::search::query::SearchWords;
use crate::search::uses::store::FailedSearch;
use crate::time::Timestamp;

/// Shared stems from this share on mean the same.
const SAME: f32 = 0.5;

/// Stems of words that only ask: «можно в лизинг?» and «в лизинг продаёте?» ask for the same.
const ASKING: &[&str] = &[
    "можн",
    "ест",
    "быва",
    "дела",
    "прода",
    "работа",
    "скаж",
    "подскаж",
    "хот",
    "нуж",
    "нужн",
    "как",
    "какой",
    "сколько",
    "скольк",
    "буд",
    "can",
    "do",
    "does",
    "have",
    "want",
    "need",
    "how",
    "what",
];

/// A phrase somebody kept, or a search that led to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnansweredPhrase {
    /// Its id.
    pub id: String,
    /// What the client said, or what was typed.
    pub phrase: String,
    /// What was typed, and other texts it was read as.
    pub tried: Vec<String>,
    /// Where the person was; may be empty.
    pub page: String,
    /// Who asked.
    pub person: String,
    /// When.
    pub asked_at: Timestamp,
    /// A search, not a phrase somebody kept.
    pub searched: bool,
    /// Entries were found, and none of them was taken.
    pub passed_over: bool,
    /// Only what is near the words was found.
    pub unsure: bool,
}

impl UnansweredPhrase {
    /// Of a phrase somebody kept.
    pub fn kept(kept: KeptPhrase) -> Self {
        let tried = if kept.query == kept.phrase {
            Vec::new()
        } else {
            vec![kept.query]
        };
        Self {
            id: kept.id.to_string(),
            phrase: kept.phrase,
            tried,
            page: kept.page,
            person: kept.person,
            asked_at: kept.asked_at,
            searched: false,
            passed_over: false,
            unsure: false,
        }
    }

    /// Of a search.
    pub fn searched(search: FailedSearch) -> Self {
        Self {
            id: search.id.to_string(),
            phrase: search.query,
            tried: search.tried.0,
            page: search.page,
            person: search.person,
            asked_at: search.asked_at,
            searched: true,
            // What is only near the words is no answer that somebody passed over.
            passed_over: search.hits > 0 && search.sure,
            unsure: search.hits > 0 && !search.sure,
        }
    }
}

/// Phrases that mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseGroup {
    /// Its phrases; those that somebody kept first, then the newest.
    pub items: Vec<UnansweredPhrase>,
    stems: BTreeSet<String>,
}

impl PhraseGroup {
    /// The words it is known by: of the newest phrase that was kept, else of the newest search.
    pub fn phrase(&self) -> &str {
        self.items.first().map_or("", |item| &item.phrase)
    }
    /// Other wordings, each once.
    pub fn others(&self) -> Vec<&str> {
        let mut seen = BTreeSet::from([self.phrase().to_lowercase()]);
        let phrases = self.items.iter().map(|item| item.phrase.as_str());
        phrases
            .filter(|phrase| seen.insert(phrase.to_lowercase()))
            .collect()
    }
    /// Who asked, each once, the newest first.
    pub fn people(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let people = self.items.iter().map(|item| item.person.as_str());
        people.filter(|person| seen.insert(*person)).collect()
    }
    /// How often somebody kept it, and how often it was only searched.
    pub fn counts(&self) -> (usize, usize) {
        let searched = self.items.iter().filter(|item| item.searched).count();
        (self.items.len() - searched, searched)
    }
    /// Did any of its searches find only what is near the words?
    pub fn unsure(&self) -> bool {
        self.items.iter().any(|item| item.unsure)
    }
    /// Texts that were tried besides, each once.
    pub fn tried(&self) -> BTreeSet<&str> {
        self.items
            .iter()
            .flat_map(|item| &item.tried)
            .map(String::as_str)
            .collect()
    }
    /// When it was asked last.
    pub fn last(&self) -> Timestamp {
        self.items
            .iter()
            .map(|item| item.asked_at)
            .max()
            .unwrap_or_default()
    }
    /// Is this one of its items?
    pub fn holds(&self, id: &str) -> bool {
        self.items.iter().any(|item| item.id == id)
    }
}

/// Stems of the words that carry meaning; of a phrase that only asks, all of them.
fn stems(phrase: &str) -> BTreeSet<String> {
    let all: BTreeSet<String> = SearchWords::read(phrase)
        .words
        .into_iter()
        .map(|it| it.stem)
        .collect();
    let telling: BTreeSet<String> = all
        .iter()
        .filter(|stem| !ASKING.contains(&stem.as_str()))
        .cloned()
        .collect();
    if telling.is_empty() { all } else { telling }
}

/// Puts phrases together; the group asked most comes first, a phrase that somebody kept counting twice.
pub fn together(mut items: Vec<UnansweredPhrase>) -> Vec<PhraseGroup> {
    items.sort_by(|a, b| {
        let by_time = b.asked_at.cmp(&a.asked_at).then_with(|| a.id.cmp(&b.id));
        a.searched.cmp(&b.searched).then(by_time)
    });
    let mut groups: Vec<PhraseGroup> = Vec::new();
    // Groups by stem: only those that share one can mean the same.
    let mut by_stem: HashMap<String, Vec<usize>> = HashMap::new();
    for item in items {
        let stems = stems(&item.phrase);
        let near: BTreeSet<usize> = stems
            .iter()
            .filter_map(|stem| by_stem.get(stem))
            .flatten()
            .copied()
            .collect();
        if let Some(at) = near.into_iter().find(|at| same(&groups[*at].stems, &stems)) {
            groups[at].items.push(item);
            continue;
        }
        for stem in &stems {
            by_stem.entry(stem.clone()).or_default().push(groups.len());
        }
        groups.push(PhraseGroup {
            items: vec![item],
            stems,
        });
    }
    // A search that found something and was left says little; twice the same says more.
    groups.retain(|group| group.items.len() > 1 || group.items.iter().any(|item| !item.passed_over));
    let weight = |group: &PhraseGroup| {
        let (kept, searched) = group.counts();
        kept * 2 + searched
    };
    groups.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| b.last().cmp(&a.last())));
    groups
}

fn same(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let shared = a.intersection(b).count() as f32;
    let all = a.union(b).count() as f32;
    all > 0.0 && shared / all >= SAME
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn item(id: &str, phrase: &str, at: i64, searched: bool) -> UnansweredPhrase {
        UnansweredPhrase {
            id: id.to_owned(),
            phrase: phrase.to_owned(),
            tried: Vec::new(),
            page: String::new(),
            person: format!("сотрудник {}", id.len()),
            asked_at: Timestamp(at),
            searched,
            passed_over: false,
            unsure: false,
        }
    }

    #[test]
    fn word_forms_and_small_words_do_not_part_phrases() {
        let groups = together(vec![
            item("a", "А лизинг у вас есть?", 1, false),
            item("bb", "есть лизинг", 2, true),
            item("c", "лизингом можно?", 3, true),
            item("ee", "А в лизинг вы продаёте?", 0, true),
            item("d", "кто монтирует ночью", 4, true),
        ]);
        let found: Vec<_> = groups.iter().map(|it| (it.phrase(), it.items.len())).collect();
        assert_eq!(found, [("А лизинг у вас есть?", 4), ("кто монтирует ночью", 1)]);
        assert_eq!(
            groups[0].others(),
            ["лизингом можно?", "есть лизинг", "А в лизинг вы продаёте?"]
        );
        assert_eq!(groups[0].counts(), (1, 3));
        assert_eq!(groups[0].last(), Timestamp(3));
        assert_eq!(groups[0].people(), ["сотрудник 1", "сотрудник 2"]);
        assert!(groups[0].holds("bb") && !groups[1].holds("bb"));
    }

    #[test]
    fn a_search_that_found_something_counts_from_the_second_time() {
        let passed = |id: &str, at| UnansweredPhrase {
            passed_over: true,
            ..item(id, "сколько ждать", at, true)
        };
        assert!(together(vec![passed("a", 1)]).is_empty());
        assert_eq!(together(vec![passed("a", 1), passed("b", 2)])[0].counts(), (0, 2));
    }

    #[test]
    fn a_search_that_found_only_what_is_near_counts_at_once() {
        let unsure = UnansweredPhrase {
            unsure: true,
            ..item("a", "платите криптовалютой", 1, true)
        };
        let groups = together(vec![unsure]);
        assert_eq!(groups[0].counts(), (0, 1));
        assert!(groups[0].unsure());
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_twice(phrases in prop::collection::vec("[а-яё ]{0,20}", 0..30)) {
            let items: Vec<UnansweredPhrase> =
                phrases.iter().enumerate().map(|(at, phrase)| item(&at.to_string(), phrase, at as i64, at % 2 == 0)).collect();
            let groups = together(items.clone());
            let mut found: Vec<String> = groups.iter().flat_map(|it| &it.items).map(|it| it.id.clone()).collect();
            found.sort();
            let mut all: Vec<String> = items.into_iter().map(|it| it.id).collect();
            all.sort();
            prop_assert_eq!(found, all);
        }
    }
}
