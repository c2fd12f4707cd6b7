//! What is told of the time that answers take.

use std::fmt;
use std::time::Duration;

/// Times of answers.
#[derive(Debug, Default)]
pub struct Took(Vec<Duration>);

impl Took {
    /// One more.
    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// So many percent take no longer, in ms; 0 of none.
    pub fn ms(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = sorted.len().saturating_sub(1) * percent / 100;
        sorted.get(at).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
    }
}

impl fmt::Display for Took {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (p50, p95, p99) = (self.ms(50), self.ms(95), self.ms(99));
        write!(
            f,
            "p50 {p50:.2} ms, p95 {p95:.2} ms, p99 {p99:.2} ms ({} answers)",
            self.0.len()
        )
    }
}
