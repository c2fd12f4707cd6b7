//! What the questions of `tests/fixtures/relevance.tsv` find in the shipped library: all of them, and the fifth that is only
//! looked at to measure.

#[path = "../../src/search/tests/relevance.rs"]
mod set;

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
    let (mut all, mut held) = (Found::default(), Found::default());
    for question in set::questions() {
        let hits = search
            .query(&question.typed, question.language.parse().unwrap(), 3)
            .hits;
        let ids: Vec<String> = hits.iter().map(|hit| hit.id.to_string()).collect();
        let place = question.place(&ids);
        all.add(place);
        if question.set == "held" {
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
