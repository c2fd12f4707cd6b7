//! Answers to phrases typed again and again, one after another.

use std::time::{Duration, Instant};

use super::took::Took;
use super::typed::keystrokes;

/// The phrases are typed so often…
const ROUNDS: usize = 20;
/// …unless that takes too long: the round then begun is the last.
const LONGEST: Duration = Duration::from_secs(20);

/// The time of each answer to rounds of keystrokes, after one that is not counted.
pub fn time_each(mut ask: impl FnMut(&'static str)) -> Took {
    keystrokes().for_each(&mut ask);
    let mut took = Took::default();
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        for typed in keystrokes() {
            let from = Instant::now();
            ask(typed);
            took.add(from.elapsed());
        }
        if begun.elapsed() > LONGEST {
            break;
        }
    }
    took
}
