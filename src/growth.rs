//! For tests of whatever reads what people bring: does its time grow in step with the text?
//!
//! One person's file must not keep a processor busy. A limit in seconds would hang on the machine; how the time grows
//! does not: sixteen times the text may cost a good many times sixteen, but not the square of it. Counted is the time
//! of this very thread, as Linux keeps it, so other tests beside it do not matter.

use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Bytes of the short text; the long one has sixteen times as many.
const SHORT: usize = 8_000;
/// How many times longer the long input is.
pub const TIMES: usize = 16;
/// How many times worse than in step it may be: caches, growing buffers, sorting.
const SLACK: u32 = 4;
/// Less than this is too little to compare: the pages of a large buffer alone take as long.
const NOISE: Duration = Duration::from_millis(2);

/// Reads texts made of `pieces`, each some of them repeated after a beginning and before an end, in two lengths. Fails when
/// the long one takes far more than its share, and when reading panics.
pub fn in_step(pieces: &'static [&'static str], read: impl Fn(&str)) {
    let some = |most| proptest::collection::vec(proptest::sample::select(pieces), 0..=most);
    let texts =
        (some(3), some(4), some(2)).prop_map(|parts| (parts.0.concat(), parts.1.concat(), parts.2.concat()));
    let mut runner = TestRunner::new(Config {
        cases: 48,
        failure_persistence: None,
        max_shrink_iters: 20,
        ..Config::default()
    });
    let tested = runner.run(&texts, |(beginning, unit, end)| {
        let text = |bytes: usize| {
            let times = bytes / unit.len().max(1);
            format!("{beginning}{}{end}", unit.repeat(times.min(bytes)))
        };
        let (short, long) = (text(SHORT), text(SHORT * TIMES));
        let kept = keeps_step(|| read(&short), || read(&long));
        prop_assert!(kept.is_ok(), "{kept:?}: {beginning:?} + {unit:?} × n + {end:?}");
        Ok(())
    });
    if let Err(failed) = tested {
        panic!("{failed}");
    }
}

/// Does `long`, whose input is [`TIMES`] times that of `short`, take no more than its share? Otherwise says both times.
pub fn keeps_step(short: impl Fn(), long: impl Fn()) -> Result<(), String> {
    let share = least(3, short).max(NOISE) * TIMES as u32 * SLACK;
    let mut elapsed = least(1, &long);
    if elapsed > share {
        elapsed = least(3, &long);
    }
    if elapsed <= share {
        return Ok(());
    }
    Err(format!(
        "{elapsed:?} for {TIMES} times the input, {share:?} at most"
    ))
}

/// The least time of this thread that a few runs took.
fn least(runs: usize, work: impl Fn()) -> Duration {
    let run = |_| {
        let before = on_processor();
        work();
        on_processor().saturating_sub(before)
    };
    (0..runs).map(run).min().unwrap_or_default()
}

/// How long this thread has been on a processor.
fn on_processor() -> Duration {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(line.split(' ').next().unwrap().parse().unwrap())
}

#[cfg(test)]
mod tests {
    use super::in_step;

    #[test]
    fn a_reader_that_looks_ahead_at_every_letter_is_caught() {
        let look_ahead = |text: &str| {
            let opened = text
                .match_indices('<')
                .filter(|(at, _)| text[*at..].contains('>'));
            std::hint::black_box(opened.count());
        };
        let caught = std::panic::catch_unwind(|| in_step(&["<", "a"], look_ahead));
        assert!(caught.is_err());
        in_step(&["<", "a"], |text| {
            std::hint::black_box(text.matches('<').count());
        });
    }
}
