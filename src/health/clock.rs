//! Has the clock jumped? Pure.
//!
//! Decides by two witnesses: the machine's steady time, which nobody sets, beside the clock's between two looks; and the
//! last time a process of the service was seen, which the database keeps and which cannot lie in the future. A jump is told
//! for a day: leases, sessions and deadlines that were counted with the wrong clock end by then.

use std::time::Duration;

use crate::time::Timestamp;

/// The clocks of several machines, and the rests between two looks, may be apart by this much, in ms.
const TOLERANCE_MS: i64 = 2 * 60_000;
/// For so long a jump is told, in ms.
const TOLD_MS: i64 = 24 * 3_600_000;

/// The clock was set, or the machine slept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jump {
    /// When it was noticed, by the clock after it.
    pub at: Timestamp,
    /// By how much, in ms; negative when it was set back.
    pub ms: i64,
}

impl Jump {
    /// Is it still told?
    pub fn is_told(&self, now: Timestamp) -> bool {
        now.since(self.at).abs() < TOLD_MS
    }
}

/// The steady time beside the clock's, from look to look.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct ClockWatch(Option<(Duration, Timestamp)>);

impl ClockWatch {
    /// One more look; a jump since the one before.
    pub(super) fn step(&mut self, steady: Duration, clock: Timestamp) -> Option<Jump> {
        let (steady_before, clock_before) = self.0.replace((steady, clock))?;
        let passed = i64::try_from(steady.saturating_sub(steady_before).as_millis()).unwrap_or(i64::MAX);
        let ms = clock.since(clock_before).saturating_sub(passed);
        (ms.saturating_abs() > TOLERANCE_MS).then_some(Jump { at: clock, ms })
    }
}

/// What the database keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct ClockMark {
    /// When a process was last seen.
    pub seen_at: Timestamp,
    /// When the last jump was noticed.
    pub jumped_at: Option<Timestamp>,
    /// By how much.
    pub jumped_ms: Option<i64>,
}

impl ClockMark {
    /// The jump that is still told.
    pub fn jump(&self, now: Timestamp) -> Option<Jump> {
        let jump = Jump {
            at: self.jumped_at?,
            ms: self.jumped_ms?,
        };
        jump.is_told(now).then_some(jump)
    }

    /// What is kept after a look at `now`: of what was kept before, and of a jump that was seen meanwhile.
    pub(super) fn next(before: Option<Self>, now: Timestamp, seen: Option<Jump>) -> Self {
        // Somebody was here at a time that has not come yet.
        let back = before
            .map(|before| now.since(before.seen_at))
            .filter(|ms| *ms < -TOLERANCE_MS)
            .map(|ms| Jump { at: now, ms });
        let known = before.and_then(|before| before.jump(now));
        let jump = seen.or(back).or(known);
        Self {
            seen_at: now,
            jumped_at: jump.map(|jump| jump.at),
            jumped_ms: jump.map(|jump| jump.ms),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    fn at(ms: i64) -> Timestamp {
        Timestamp(1_000 * HOUR + ms)
    }

    #[test]
    fn a_clock_that_walks_with_the_steady_time_has_not_jumped() {
        let mut watch = ClockWatch::default();
        for look in 0..1_000_u64 {
            let drift = i64::try_from(look).unwrap() * 30;
            let steady = Duration::from_secs(look * 30);
            let clock = at(i64::try_from(steady.as_millis()).unwrap() + drift);
            assert_eq!(watch.step(steady, clock), None);
        }
    }

    #[test]
    fn a_jump_is_told_with_its_length_once() {
        for ms in [HOUR, -HOUR, 400 * 24 * HOUR] {
            let mut watch = ClockWatch::default();
            assert_eq!(watch.step(Duration::ZERO, at(0)), None);
            let later = Duration::from_secs(30);
            let jump = watch.step(later, at(30_000 + ms));
            assert_eq!(
                jump,
                Some(Jump {
                    at: at(30_000 + ms),
                    ms
                })
            );
            assert_eq!(watch.step(later * 2, at(60_000 + ms)), None);
        }
    }

    #[test]
    fn a_process_that_was_seen_in_the_future_tells_of_a_clock_that_went_back() {
        let first = ClockMark::next(None, at(0), None);
        assert_eq!((first.seen_at, first.jump(at(0))), (at(0), None));
        // The service stood for a year: nothing.
        let year = ClockMark::next(Some(first), at(365 * 24 * HOUR), None);
        assert_eq!(year.jump(at(365 * 24 * HOUR)), None);
        // Another machine's clock is a minute ahead: nothing.
        let near = ClockMark::next(Some(year), at(365 * 24 * HOUR - 60_000), None);
        assert_eq!(near.jumped_at, None);
        let back = ClockMark::next(Some(year), at(HOUR), None);
        let jump = back.jump(at(HOUR)).unwrap();
        assert_eq!((jump.at, jump.ms), (at(HOUR), HOUR - 365 * 24 * HOUR));
        // It is told for a day, through every look.
        let later = ClockMark::next(Some(back), at(20 * HOUR), None);
        assert_eq!(later.jump(at(20 * HOUR)), Some(jump));
        assert_eq!(ClockMark::next(Some(later), at(26 * HOUR), None).jumped_at, None);
    }
}
