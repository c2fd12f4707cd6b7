//! The lot. Pure.
//!
//! Every call gets a ticket, the SHA-256 of the draw's seed followed by the call's identifier; the lowest tickets win. So
//! nobody can favour a call, the order in which calls are given does not matter, and with the seed that is kept anybody
//! can repeat a drawing by hand: `printf %s SEED RECORDING | sha256sum`.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::id::{Randomness, RecordingId, hex};

/// Where a drawing's chance comes from: 128 random bits in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct Seed(String);

impl Seed {
    /// A fresh one.
    pub fn new(randomness: &Randomness) -> Self {
        Self(hex(&randomness.bytes::<16>()))
    }

    /// The text form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn ticket(&self, recording: &RecordingId) -> [u8; 32] {
        Sha256::new()
            .chain_update(self.0.as_bytes())
            .chain_update(recording.as_str().as_bytes())
            .finalize()
            .into()
    }
}

/// `n` of the candidates, or all when there are fewer; each at most once.
pub fn draw<'a>(
    candidates: impl IntoIterator<Item = &'a RecordingId>,
    n: usize,
    seed: &Seed,
) -> Vec<&'a RecordingId> {
    let tickets: BTreeMap<[u8; 32], &RecordingId> = candidates
        .into_iter()
        .map(|recording| (seed.ticket(recording), recording))
        .collect();
    tickets.into_values().take(n).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;
    use crate::time::Timestamp;

    fn calls(n: usize, randomness: &Randomness) -> Vec<RecordingId> {
        (0..n)
            .map(|_| RecordingId::new(Timestamp(0), randomness))
            .collect()
    }

    #[test]
    fn only_candidates_are_drawn_each_once_and_never_too_many() {
        let randomness = Randomness::seeded(11);
        for n in 0..40 {
            let mut given = calls(n, &randomness);
            // A candidate that is given twice has one ticket all the same.
            given.extend(given.first().cloned());
            for wanted in [0, 1, 3, n, n + 5] {
                let seed = Seed::new(&randomness);
                let drawn = draw(&given, wanted, &seed);
                let different: BTreeSet<_> = drawn.iter().collect();
                assert_eq!(drawn.len(), wanted.min(n));
                assert_eq!(different.len(), drawn.len());
                assert!(drawn.iter().all(|it| given.contains(it)));
            }
        }
    }

    #[test]
    fn the_order_of_candidates_does_not_matter_and_the_seed_decides() {
        let randomness = Randomness::seeded(12);
        let given = calls(30, &randomness);
        let turned: Vec<_> = given.iter().rev().collect();
        let (one, other) = (Seed::new(&randomness), Seed::new(&randomness));
        assert_eq!(draw(&given, 5, &one), draw(turned, 5, &one));
        assert_ne!(draw(&given, 5, &one), draw(&given, 5, &other));
        // More calls wanted: the same ones and some more.
        assert_eq!(draw(&given, 8, &one)[..5], draw(&given, 5, &one)[..]);
    }

    /// 20 candidates, 5 wanted, 8000 drawings: each call is expected 2000 times, each pair of calls
    /// 8000 · 5·4 / (20·19) = 421 times. The sums of squared differences, over what chance allows (variance n·p·(1−p)),
    /// stay below what chance exceeds once in a thousand times. The seeds are fixed, so the test always ends alike.
    #[test]
    fn every_candidate_and_every_pair_is_equally_likely() {
        const DRAWINGS: usize = 8_000;
        let randomness = Randomness::seeded(13);
        let given = calls(20, &randomness);
        let place: HashMap<&RecordingId, usize> = given.iter().enumerate().map(|(i, it)| (it, i)).collect();
        let mut single = [0_u32; 20];
        let mut pairs = vec![0_u32; 400];
        for _ in 0..DRAWINGS {
            let drawn: Vec<usize> = draw(&given, 5, &Seed::new(&randomness))
                .into_iter()
                .map(|it| place[it])
                .collect();
            for &a in &drawn {
                single[a] += 1;
                for &b in drawn.iter().filter(|&&b| b > a) {
                    pairs[a * 20 + b] += 1;
                }
            }
        }
        let spread = |counts: &mut dyn Iterator<Item = u32>, p: f64| -> f64 {
            let expected = DRAWINGS as f64 * p;
            counts
                .map(|count| (f64::from(count) - expected).powi(2) / (expected * (1.0 - p)))
                .sum()
        };
        // 19 degrees of freedom (the counts add up): sum · 19/20 is chi-squared; its 99.9 % point is 43.8.
        let singles = spread(&mut single.into_iter(), 0.25) * 19.0 / 20.0;
        assert!(singles < 43.8, "calls: {singles}");
        // 190 pairs: mean 190, deviation about √(2·190) = 19.5; three and a half of them.
        let p = 20.0 / 380.0;
        let mut seen = (0..20)
            .flat_map(|a| (a + 1..20).map(move |b| a * 20 + b))
            .map(|i| pairs[i]);
        let pairs = spread(&mut seen, p);
        assert!(pairs < 190.0 + 3.5 * 19.5, "pairs: {pairs}");
    }
}
