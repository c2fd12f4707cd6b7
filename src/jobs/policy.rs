//! The numbers: how long a lease lasts, how long to pause after a failure, when to give up, when a job may be ready.
//! Pure; no clock, no table.

use crate::time::Timestamp;

/// How long a worker may be silent before others take its job, in ms. Also how long a job stands still after a crash.
pub const LEASE_MS: i64 = 30_000;
/// How often a silent running job renews its lease, in ms.
pub const BEAT_MS: i64 = LEASE_MS / 4;
/// How often progress is written while it changes, in ms.
pub const PROGRESS_MS: i64 = 1_000;
/// How often an idle worker looks at the table without being woken, in ms.
pub const POLL_MS: i64 = 1_000;
/// How long done and cancelled jobs stay listed, in ms (30 days).
pub const KEEP_MS: i64 = 30 * 24 * 3_600_000;
/// How long failed jobs stay listed, in ms (90 days).
pub const KEEP_FAILED_MS: i64 = 3 * KEEP_MS;

/// How often is looked for processes that are gone and for jobs of a wrong clock, in ms.
pub const LOOK_MS: i64 = 2_000;
/// How far the clocks of several machines may be from each other, in ms.
const CLOCKS_APART_MS: i64 = 60_000;

const FIRST_PAUSE_MS: i64 = 5_000;
const LONGEST_PAUSE_MS: i64 = 3_600_000;

/// The pause in ms after the `attempt`-th failed attempt (from 1): 5 s, 20 s, 80 s … one hour, shortened by up to a fifth
/// by `chance` (any byte) so that many jobs that failed together do not return together.
pub fn backoff_ms(attempt: i32, chance: u8) -> i64 {
    let steps = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0).min(10);
    let pause = FIRST_PAUSE_MS
        .saturating_mul(4_i64.pow(steps))
        .min(LONGEST_PAUSE_MS);
    pause - pause * i64::from(chance) / (5 * 255)
}

/// No lease lasts longer than until then, whoever's clock it was given by.
pub fn longest_lease(now: Timestamp) -> Timestamp {
    now.plus_ms(LEASE_MS + CLOCKS_APART_MS)
}

/// Nothing has happened later than then.
pub fn latest_stamp(now: Timestamp) -> Timestamp {
    now.plus_ms(CLOCKS_APART_MS)
}

/// No job is put off for longer.
pub fn farthest(now: Timestamp) -> Timestamp {
    now.plus_ms(LONGEST_PAUSE_MS + CLOCKS_APART_MS)
}

/// Was that the last attempt?
pub const fn gives_up(attempts: i32, max_attempts: i32) -> bool {
    attempts >= max_attempts
}

/// When a job that started at `started` and stands at `permille` may be ready; `None` below two percent, where a guess
/// is worth nothing.
pub fn expected_finish(started: Timestamp, now: Timestamp, permille: i32) -> Option<Timestamp> {
    if !(20..=1000).contains(&permille) {
        return None;
    }
    let spent = now.since(started).max(0);
    Some(now.plus_ms(spent * i64::from(1000 - permille) / i64::from(permille)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_fourfold_up_to_an_hour() {
        let pauses: Vec<i64> = (1..=7).map(|attempt| backoff_ms(attempt, 0)).collect();
        assert_eq!(
            pauses,
            [5_000, 20_000, 80_000, 320_000, 1_280_000, 3_600_000, 3_600_000]
        );
        assert_eq!(backoff_ms(1, 255), 4_000);
        assert_eq!(backoff_ms(i32::MAX, 0), 3_600_000);
    }

    #[test]
    fn the_expected_finish_is_as_far_as_the_share_left() {
        let (start, now) = (Timestamp(0), Timestamp(30_000));
        assert_eq!(expected_finish(start, now, 250), Some(Timestamp(120_000)));
        assert_eq!(expected_finish(start, now, 1000), Some(now));
        assert_eq!(expected_finish(start, now, 5), None);
    }
}
