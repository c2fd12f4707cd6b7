//! What the questions of `tests/fixtures/relevance.tsv` find in the shipped library: all of them, and the fifth that is only
//! looked at to measure.

use std::path::Path;

use salesbook::i18n::Locale;
use salesbook::search::Search;

/// Questions of a set, and how many have their entry first and among the first three.
#[derive(Debug, Default)]
struct Found {
    asked: usize,
    first: usize,
    third: usize,
}

/// Asks and prints.
pub fn table(search: &Search) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rows = std::fs::read_to_string(root.join("tests/fixtures/relevance.tsv")).unwrap();
    let (mut all, mut held) = (Found::default(), Found::default());
    for row in rows
        .lines()
        .filter(|row| !row.starts_with('#') && !row.is_empty())
    {
        let [set, _kind, query, expected] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("a row of four columns: {row}");
        };
        let locale = if expected.starts_with("en/") {
            Locale::En
        } else {
            Locale::Ru
        };
        let hits = search.query(query, locale, 3).hits;
        let place = hits
            .iter()
            .position(|hit| expected.split('|').any(|id| id == hit.id.to_string()));
        all.add(place);
        if set == "held" {
            held.add(place);
        }
    }
    println!("Relevance set, all: {}", all.told());
    println!("Relevance set, held back while tuning: {}", held.told());
}

impl Found {
    fn add(&mut self, place: Option<usize>) {
        self.asked += 1;
        self.first += usize::from(place == Some(0));
        self.third += usize::from(place.is_some());
    }

    fn told(&self) -> String {
        let share = |found: usize| 100.0 * found as f64 / self.asked.max(1) as f64;
        format!(
            "{} questions, success@1 {:.1} %, success@3 {:.1} %",
            self.asked,
            share(self.first),
            share(self.third)
        )
    }
}
