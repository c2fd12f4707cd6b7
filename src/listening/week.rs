//! An ISO week: Monday to Sunday, named by its year and number. Pure.

use jiff::civil::{ISOWeekDate, Weekday};
use jiff::tz::TimeZone;

use crate::time::{Day, Timestamp};

/// A week, kept as its Monday. Stored and written in addresses as `2026-W48`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week(Day);

impl Week {
    /// The week a day lies in.
    pub fn from_day(day: Day) -> Self {
        let since_monday = i32::from(day.0.weekday().to_monday_zero_offset());
        Self(day.plus_days(-since_monday))
    }

    /// Its first day.
    pub const fn monday(self) -> Day {
        self.0
    }

    /// Its last day.
    pub fn sunday(self) -> Day {
        self.0.plus_days(6)
    }

    /// The week `weeks` later (earlier when negative).
    #[must_use]
    pub fn plus(self, weeks: i32) -> Self {
        Self(self.0.plus_days(weeks.saturating_mul(7)))
    }

    /// Its number in its year, 1–53.
    pub fn number(self) -> i8 {
        self.0.0.iso_week_date().week()
    }

    /// The first moment `days` days before its Monday.
    pub fn begins(self, days: i32, zone: &TimeZone) -> Timestamp {
        midnight(self.0.plus_days(-days), zone)
    }

    /// The first moment after its Sunday.
    pub fn ends(self, zone: &TimeZone) -> Timestamp {
        midnight(self.plus(1).0, zone)
    }
}

/// Where a clock change swallows midnight, the day begins after it.
fn midnight(day: Day, zone: &TimeZone) -> Timestamp {
    let begin = day.0.at(0, 0, 0, 0).to_zoned_datetime(zone.clone());
    Timestamp(begin.map_or(0, |begin| begin.timestamp().as_millisecond()))
}

impl std::fmt::Display for Week {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let date = self.0.0.iso_week_date();
        write!(f, "{:04}-W{:02}", date.year(), date.week())
    }
}

/// The text is not a week.
#[derive(Debug, thiserror::Error, Clone, Copy, PartialEq, Eq)]
#[error("not a week")]
pub struct BadWeek;

impl std::str::FromStr for Week {
    type Err = BadWeek;
    fn from_str(text: &str) -> Result<Self, BadWeek> {
        let (year, week) = text.split_once("-W").ok_or(BadWeek)?;
        let year: i16 = year.parse().map_err(|_| BadWeek)?;
        let week: i8 = week.parse().map_err(|_| BadWeek)?;
        if !(2000..2200).contains(&year) {
            return Err(BadWeek);
        }
        let monday = ISOWeekDate::new(year, week, Weekday::Monday).map_err(|_| BadWeek)?;
        Ok(Self(Day(monday.date())))
    }
}

crate::db::text_column!(Week);

#[cfg(test)]
mod tests {
    use super::*;

    fn week(day: &str) -> Week {
        Week::from_day(day.parse().unwrap())
    }

    #[test]
    fn a_week_is_named_by_the_year_of_its_thursday() {
        for (day, name) in [
            ("2026-11-23", "2026-W48"),
            ("2026-11-29", "2026-W48"),
            ("2027-01-01", "2026-W53"),
            ("2027-01-03", "2026-W53"),
            ("2027-01-04", "2027-W01"),
            ("2024-12-30", "2025-W01"),
        ] {
            assert_eq!(week(day).to_string(), name, "{day}");
            assert_eq!(name.parse(), Ok(week(day)), "{day}");
        }
        for wrong in [
            "", "2026", "2026-W54", "2025-W53", "1999-W01", "2026-48", "2026-W-1",
        ] {
            assert_eq!(wrong.parse::<Week>(), Err(BadWeek), "{wrong}");
        }
    }

    #[test]
    fn a_week_begins_and_ends_at_midnight_of_the_zone() {
        let moscow = TimeZone::get("Europe/Moscow").unwrap();
        let week = week("2026-11-26");
        assert_eq!(week.begins(0, &moscow).rfc3339(), "2026-11-22T21:00:00.000Z");
        assert_eq!(week.begins(7, &moscow), week.plus(-1).begins(0, &moscow));
        assert_eq!(week.ends(&moscow), week.plus(1).begins(0, &moscow));
        // A week with a clock change has an hour more.
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let autumn = Week::from_day("2026-10-25".parse().unwrap());
        assert_eq!(
            autumn.ends(&berlin).since(autumn.begins(0, &berlin)),
            (7 * 24 + 1) * 3_600_000
        );
    }
}
