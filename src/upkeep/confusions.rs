//! Which entries search cannot tell apart: each of their names is asked as a reader would ask it, and those that open another
//! entry are told in pairs; what people asked before they opened an entry, and search would lead astray, is proposed as an alias.
//!
//! Decides how much is asked ([`MOST_PHRASES`]) and for how long ([`PATIENCE`]), and that a phrase is worth an alias only
//! while search does not lead it there by itself. What is found and in which order is left to [`crate::search`]. Pure
//! computation: callers keep it off the threads that answer requests.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::playbook::{Entry, EntryId, LibrarySnapshot};
use crate::search::Search;
use crate::text::fold;

/// Names asked at most: a book of a thousand entries.
pub const MOST_PHRASES: usize = 8_000;
/// How long may be asked.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// Hits among which the right entry is looked for.
const HITS: usize = 10;
/// Aliases proposed for an entry.
const ALIASES: usize = 6;
/// Letters of a phrase that is worth an alias.
const LETTERS: std::ops::RangeInclusive<usize> = 4..=120;

/// What somebody asked before they opened an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedPhrase {
    /// The entry they opened.
    pub entry: String,
    /// What they asked.
    pub phrase: String,
}

/// A name that opens another entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrayPhrase {
    /// The name.
    pub phrase: String,
    /// Where its own entry stands among the hits, from 2; nothing when it is not among the first.
    pub place: Option<usize>,
}

/// Two entries and the names of the one that open the other.
#[derive(Debug, Clone)]
pub struct ConfusedPair {
    /// Whose names they are.
    pub entry: Arc<Entry>,
    /// What opens instead; nothing when nothing is found.
    pub instead: Option<Arc<Entry>>,
    /// The names.
    pub phrases: Vec<StrayPhrase>,
}

/// Aliases for one entry.
#[derive(Debug, Clone)]
pub struct AliasProposal {
    /// Which.
    pub entry: Arc<Entry>,
    /// What people asked.
    pub phrases: Vec<String>,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct ConfusionReport {
    /// Names that were asked.
    pub asked: usize,
    /// How many of them opened another entry.
    pub astray: usize,
    /// Pairs, those with the most names first.
    pub pairs: Vec<ConfusedPair>,
    /// Aliases worth having, by entry.
    pub proposals: Vec<AliasProposal>,
    /// There was more to ask than time or patience.
    pub cut: bool,
}

/// Asks every name of the book, and every phrase people `asked`.
pub fn inspect(search: &Search, asked: &[AskedPhrase]) -> ConfusionReport {
    let until = Instant::now() + PATIENCE;
    let book = search.book();
    let mut report = ConfusionReport::default();
    let mut pairs: BTreeMap<(EntryId, Option<EntryId>), ConfusedPair> = BTreeMap::new();
    for entry in book.entries() {
        for phrase in names(entry) {
            if report.asked >= MOST_PHRASES || Instant::now() > until {
                report.cut = true;
                break;
            }
            report.asked += 1;
            let found = ask(search, entry, phrase);
            if found.place == Some(1) {
                continue;
            }
            report.astray += 1;
            let key = (
                entry.id.clone(),
                found.first.as_ref().map(|first| first.id.clone()),
            );
            let pair = pairs.entry(key).or_insert_with(|| ConfusedPair {
                entry: Arc::clone(entry),
                instead: found.first,
                phrases: Vec::new(),
            });
            pair.phrases.push(StrayPhrase {
                phrase: phrase.to_owned(),
                place: found.place,
            });
        }
    }
    report.pairs = pairs.into_values().collect();
    // Stable: pairs of as many names stay in the order of the book.
    report
        .pairs
        .sort_by_key(|pair| std::cmp::Reverse(pair.phrases.len()));
    propose(search, &book, asked, until, &mut report);
    report
}

fn names(entry: &Entry) -> impl Iterator<Item = &str> {
    [entry.title()]
        .into_iter()
        .chain(entry.facts.aliases.iter().map(String::as_str))
}

/// Where a phrase leads.
struct AskedPlace {
    first: Option<Arc<Entry>>,
    /// Where the entry that was meant stands, from 1.
    place: Option<usize>,
}

fn ask(search: &Search, meant: &Entry, phrase: &str) -> AskedPlace {
    let hits = search.query(phrase, meant.locale(), HITS).hits;
    // An objection with several answers is several hits and one entry.
    let mut seen: Vec<&EntryId> = Vec::new();
    for hit in &hits {
        if !seen.contains(&&hit.id) {
            seen.push(&hit.id);
        }
    }
    let place = seen.iter().position(|id| **id == meant.id).map(|at| at + 1);
    AskedPlace {
        place,
        first: hits.first().map(|hit| Arc::clone(&hit.entry)),
    }
}

fn propose(
    search: &Search,
    book: &LibrarySnapshot,
    asked: &[AskedPhrase],
    until: Instant,
    report: &mut ConfusionReport,
) {
    let taken: BTreeSet<String> = book.entries().flat_map(|entry| names(entry).map(fold)).collect();
    let mut proposals: BTreeMap<EntryId, AliasProposal> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for AskedPhrase { entry, phrase } in asked {
        let phrase = phrase.split_whitespace().collect::<Vec<_>>().join(" ");
        let id: Option<EntryId> = entry.parse().ok();
        let Some(entry) = id.and_then(|id| book.get(&id)) else {
            continue;
        };
        let folded = fold(&phrase);
        let known = taken.contains(&folded) || !seen.insert((entry.id.clone(), folded));
        if known || !LETTERS.contains(&phrase.chars().count()) {
            continue;
        }
        if Instant::now() > until {
            report.cut = true;
            break;
        }
        if ask(search, entry, &phrase).place == Some(1) {
            continue;
        }
        let proposal = proposals
            .entry(entry.id.clone())
            .or_insert_with(|| AliasProposal {
                entry: Arc::clone(entry),
                phrases: Vec::new(),
            });
        if proposal.phrases.len() < ALIASES {
            proposal.phrases.push(phrase);
        }
    }
    report.proposals = proposals.into_values().collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::parse::parse;

    fn entry(slug: &str, title: &str, aliases: &str) -> Entry {
        let id = format!("ru/products/{slug}").parse().unwrap();
        let source = format!(
            "---\nkind: product\ntitle: {title}\naliases: [{aliases}]\nowner: o\nreview: 2027-01-01\n---\n\nТекст.\n"
        );
        parse(&id, &source).unwrap()
    }

    fn asked(entry: &str, phrase: &str) -> AskedPhrase {
        AskedPhrase {
            entry: entry.to_owned(),
            phrase: phrase.to_owned(),
        }
    }

    #[test]
    fn names_that_open_another_entry_are_told_in_pairs_and_aliases_proposed() {
        let book = LibrarySnapshot::from_entries([
            entry("delivery", "Доставка", "привезёте сами"),
            entry("pickup", "Самовывоз", "Доставка, заберём сами"),
        ]);
        let search = Search::from_book(Arc::new(book)).unwrap();
        let report = inspect(
            &search,
            &[
                asked("ru/products/pickup", "на своей машине"),
                asked("ru/products/pickup", "На  своей машине"),
                asked("ru/products/pickup", "самовывоз"),
                asked("ru/products/gone", "чего нет"),
                asked("ru/products/pickup", "да"),
            ],
        );
        assert_eq!((report.asked, report.astray, report.cut), (5, 1, false));
        let [pair] = report.pairs.as_slice() else {
            panic!("{report:?}");
        };
        assert_eq!(pair.entry.title(), "Самовывоз");
        assert_eq!(pair.instead.as_ref().unwrap().title(), "Доставка");
        assert_eq!(pair.phrases[0].phrase, "Доставка");
        let [proposal] = report.proposals.as_slice() else {
            panic!("{report:?}");
        };
        assert_eq!(proposal.phrases, ["на своей машине"]);
    }
}
