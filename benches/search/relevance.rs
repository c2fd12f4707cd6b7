//! What questions find: those of `tests/fixtures/relevance.tsv`, and the harder ones of `tests/fixtures/questions`, decided by
//! reading and put to three departments' books.
//!
//! `dev` questions were used to find the weights of ranking; `held` ones were written by others, looked at once, and are what is
//! told of search. Beside the first and the first three: how many questions about things that the book does not have are told
//! as unsure, and how many right answers still open by themselves. Then what each guess is worth (on `dev`), and the curve that
//! the threshold of certainty was read from.

#[path = "../../src/search/tests/relevance.rs"]
mod set;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use salesbook::i18n::Locale;
use salesbook::playbook::Library;
use salesbook::search::question::Guesses;
use salesbook::search::{Hits, Search};

/// Hits that are looked at.
const SHOWN: usize = 7;

/// One question of `tests/fixtures/questions`.
struct Question {
    typed: String,
    /// Entries that answer; none when the book has no answer.
    expected: Vec<String>,
    kind: String,
    locale: Locale,
}

impl Question {
    fn place(&self, hits: &Hits) -> Option<usize> {
        let is = |id: String| self.expected.contains(&id);
        hits.hits.iter().position(|hit| is(hit.id.to_string()))
    }
}

/// Questions of a set, and what they found.
#[derive(Debug, Default, Clone)]
struct Found {
    asked: usize,
    first: usize,
    third: usize,
    /// Right ones that open by themselves.
    sure: usize,
    absent: usize,
    unsure: usize,
}

/// Asks and prints.
pub fn table(search: &Search) {
    let (mut all, mut held) = (Found::default(), Found::default());
    for question in set::questions() {
        let hits = search.query(&question.typed, question.language.parse().unwrap(), SHOWN);
        let ids: Vec<String> = hits.hits.iter().map(|hit| hit.id.to_string()).collect();
        let place = question.place(&ids);
        all.add(place, hits.sure);
        if question.set == "held" {
            held.add(place, hits.sure);
        }
    }
    println!("Relevance set, all: {}", all.told());
    println!("Relevance set, every fifth: {}", held.told());
    let (software, flats) = (book("software"), book("flats"));
    let books = [
        ("racking-dev-ru", search),
        ("racking-dev-en", search),
        ("software-dev-ru", &software),
        ("software-dev-en", &software),
        ("racking-held-ru", search),
        ("racking-held-en", search),
        ("flats-held-ru", &flats),
        ("flats-held-en", &flats),
    ];
    for (set, search) in books {
        let questions = questions(set);
        println!("{set}: {}", ask(search, &questions, Guesses::ALL).told());
        let mut kinds: Vec<&str> = questions.iter().map(|question| question.kind.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            let of_kind = questions.iter().filter(|question| question.kind == kind);
            println!("    {kind}: {}", ask(search, of_kind, Guesses::ALL).told());
        }
    }
    guesses(&books[..4]);
    curve(&books[..4]);
}

/// What each guess is worth on the questions that may be looked at.
fn guesses(books: &[(&str, &Search)]) {
    let all = Guesses::ALL;
    let without = [
        ("with everything", all),
        (
            "without the shipped thesaurus",
            Guesses {
                thesaurus: false,
                ..all
            },
        ),
        (
            "without the trainer's synonyms",
            Guesses {
                synonyms: false,
                ..all
            },
        ),
        ("without words of the same root", Guesses { roots: false, ..all }),
        ("without mending slips", Guesses { slips: false, ..all }),
        (
            "without other texts (layout, letters for sounds)",
            Guesses { texts: false, ..all },
        ),
        ("as typed", Guesses::NONE),
    ];
    for (name, guesses) in without {
        let mut found = Found::default();
        for (set, search) in books {
            found.join(&ask(search, &questions(set), guesses));
        }
        println!("dev, {name}: {}", found.told());
    }
}

/// Shares by the threshold of certainty.
fn curve(books: &[(&str, &Search)]) {
    let mut absent = Vec::new();
    let mut right = Vec::new();
    for (set, search) in books {
        for question in questions(set) {
            let hits = search.query(&question.typed, question.locale, SHOWN);
            let certainty = hits.hits.first().map_or(0.0, |hit| hit.certainty);
            if question.expected.is_empty() {
                absent.push(certainty);
            } else if question.place(&hits) == Some(0) {
                right.push(certainty);
            }
        }
    }
    let above = |values: &[f32], least: f32| {
        let above = values.iter().filter(|value| **value >= least).count();
        100.0 * above as f64 / values.len().max(1) as f64
    };
    println!("certainty at least: absent topics told as unsure, right answers that open");
    for step in 4..=24 {
        let least = step as f32 * 0.05;
        println!(
            "  {least:.2}: {:.1} %, {:.1} %",
            100.0 - above(&absent, least),
            above(&right, least)
        );
    }
}

fn ask<'a>(search: &Search, questions: impl IntoIterator<Item = &'a Question>, guesses: Guesses) -> Found {
    let mut found = Found::default();
    for question in questions {
        let hits = search.query_guessing(&question.typed, question.locale, SHOWN, guesses);
        if question.expected.is_empty() {
            found.absent += 1;
            found.unsure += usize::from(!hits.sure);
        } else {
            found.add(question.place(&hits), hits.sure);
        }
    }
    found
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/questions")
}

fn book(name: &str) -> Search {
    let library = Library::open(fixtures().join(name)).unwrap();
    Search::from_book(library.snapshot()).unwrap()
}

fn questions(set: &str) -> Vec<Question> {
    let file = std::fs::read_to_string(fixtures().join(format!("{set}.tsv"))).unwrap();
    let locale = if set.ends_with("-en") {
        Locale::En
    } else {
        Locale::Ru
    };
    let rows = file.lines().skip(1).filter(|row| !row.is_empty());
    rows.map(|row| {
        let [typed, expected, others, kind] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("a row of four columns: {row}");
        };
        let expected = std::iter::once(expected).chain(others.split('|'));
        Question {
            typed: typed.to_owned(),
            expected: expected.filter(|id| !id.is_empty()).map(str::to_owned).collect(),
            kind: kind.to_owned(),
            locale,
        }
    })
    .collect()
}

impl Found {
    fn add(&mut self, place: Option<usize>, sure: bool) {
        self.asked += 1;
        self.first += usize::from(place == Some(0));
        self.third += usize::from(place.is_some_and(|place| place < 3));
        self.sure += usize::from(place == Some(0) && sure);
    }

    fn join(&mut self, other: &Self) {
        self.asked += other.asked;
        self.first += other.first;
        self.third += other.third;
        self.sure += other.sure;
        self.absent += other.absent;
        self.unsure += other.unsure;
    }

    fn told(&self) -> String {
        let share = |found: usize, of: usize| 100.0 * found as f64 / of.max(1) as f64;
        let mut told = format!(
            "{} questions, success@1 {:.1} %, success@3 {:.1} %, of the right ones {:.1} % open",
            self.asked,
            share(self.first, self.asked),
            share(self.third, self.asked),
            share(self.sure, self.first)
        );
        if self.absent > 0 {
            let unsure = share(self.unsure, self.absent);
            write!(
                told,
                "; {} absent topics, {unsure:.1} % told as unsure",
                self.absent
            )
            .unwrap();
        }
        told
    }
}
