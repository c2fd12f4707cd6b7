//! Slows down guessing: failures are counted per login and per address, in the database, so a restart forgets nothing.
//!
//! Five failures cost nothing; each further one doubles the wait from 2 s up to 15 minutes. An address is given more
//! room (a whole office may share one). A quiet hour forgets everything.

use super::store::Attempts;
use crate::time::Timestamp;

/// Failures of one login without a wait.
pub(super) const FREE_PER_LOGIN: i32 = 5;
/// Failures from one address without a wait.
pub(super) const FREE_PER_ADDRESS: i32 = 30;
const FORGET_AFTER_MS: i64 = 60 * 60 * 1000;
const LONGEST_WAIT_MS: i64 = 15 * 60 * 1000;

/// The state after one more failure.
pub(super) fn after_failure(before: Option<Attempts>, free: i32, now: Timestamp) -> Attempts {
    let (failures, first_at) = match before {
        Some(before) if now.since(before.first_at) < FORGET_AFTER_MS || now < before.locked_until => {
            (before.failures.saturating_add(1), before.first_at)
        }
        _ => (1, now),
    };
    let over = failures - free;
    let wait = if over < 0 {
        0
    } else {
        (2000_i64 << over.min(20)).min(LONGEST_WAIT_MS)
    };
    Attempts {
        failures,
        first_at,
        locked_until: now.plus_ms(wait),
    }
}

/// Whole seconds to wait, rounded up; zero when an attempt is allowed.
pub(super) fn wait_seconds(state: Option<Attempts>, now: Timestamp) -> i64 {
    state.map_or(0, |state| (state.locked_until.since(now).max(0) + 999) / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_are_forgotten_after_an_hour() {
        let now = Timestamp(1_000_000);
        let mut state = None;
        let mut waits = Vec::new();
        for _ in 0..18 {
            state = Some(after_failure(state, FREE_PER_LOGIN, now));
            waits.push(wait_seconds(state, now));
        }
        assert_eq!(waits[..8], [0, 0, 0, 0, 2, 4, 8, 16]);
        assert_eq!(waits[17], 900);
        let later = now.plus_ms(FORGET_AFTER_MS + LONGEST_WAIT_MS);
        assert_eq!(after_failure(state, FREE_PER_LOGIN, later).failures, 1);
    }
}
