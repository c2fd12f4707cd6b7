//! Until when a mark may be appealed, and by when an appeal is to be decided: days, in working days. Pure.
//!
//! Working days are Monday to Friday. There is no calendar of holidays: a department that rests longer sets the numbers
//! higher.

use jiff::civil::Weekday;

use crate::time::{Day, Timestamp};

/// The day so many working days after this one.
pub fn working_days_after(day: Day, days: i32) -> Day {
    let mut at = day;
    let mut left = days;
    while left > 0 {
        at = at.plus_days(1);
        if !matches!(at.0.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    at
}

/// The last day on which something that happened at `from` may be answered, to its end in `zone`.
pub fn last_day(from: Timestamp, days: i32, zone: &jiff::tz::TimeZone) -> Day {
    working_days_after(from.day(zone), days)
}
