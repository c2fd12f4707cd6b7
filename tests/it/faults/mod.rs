//! What machines do to a service: the power fails, the disk fills up, the database goes away. Each fault is small enough
//! for every run of the suite; `make faults` (`FAULTS=long`) repeats them for minutes.

mod away;
mod disk;
mod power;
mod told;

/// How often: `long` when `make faults` asks, else `short`.
pub fn rounds(short: usize, long: usize) -> usize {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a fault is repeated is asked of the shell"
    )]
    let asked = std::env::var("FAULTS");
    if asked.is_ok_and(|asked| asked == "long") {
        long
    } else {
        short
    }
}
