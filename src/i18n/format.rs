//! Dates, durations and numbers as people of each language write them.

use jiff::tz::TimeZone;

use super::Locale;
use crate::time::{Day, Timestamp};

const MONTHS_RU: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// «19 ноября», “19 November”; with the year when it is not `today`'s.
pub fn day(locale: Locale, day: Day, today: Day) -> String {
    let month = usize::from(day.0.month().unsigned_abs()).saturating_sub(1) % 12;
    let name = match locale {
        Locale::Ru => MONTHS_RU[month],
        Locale::En => MONTHS_EN[month],
    };
    if day.0.year() == today.0.year() {
        format!("{}\u{a0}{name}", day.0.day())
    } else {
        format!("{}\u{a0}{name} {}", day.0.day(), day.0.year())
    }
}

/// «19 ноября, 14:05».
pub fn moment(locale: Locale, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_jiff().to_zoned_datetime(zone.clone());
    format!(
        "{}, {:02}:{:02}",
        day(locale, at.day(zone), now.day(zone)),
        local.hour(),
        local.minute()
    )
}

/// `6:42`, `1:02:03`.
pub fn duration(ms: i64) -> String {
    let s = (ms.max(0) + 500) / 1000;
    let (h, m, s) = (s / 3600, s / 60 % 60, s % 60);
    if h > 0 {
        format!("{h}:{m:02}:{s:02}")
    } else {
        format!("{m}:{s:02}")
    }
}

/// A figure with `digits` decimals: `67,08` and `67.08`, `200 000` and `200,000`; the minus is a minus sign.
pub fn number(locale: Locale, value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}").replace('-', "−");
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let (group, point) = match locale {
        Locale::Ru => ('\u{a0}', ','),
        Locale::En => (',', '.'),
    };
    let whole = grouped(whole, group);
    rest.map_or_else(|| whole.clone(), |rest| format!("{whole}{point}{rest}"))
}

/// Five digits and more stand in groups of three.
fn grouped(whole: &str, group: char) -> String {
    let digits = whole.chars().filter(char::is_ascii_digit).count();
    if digits < 5 {
        return whole.to_owned();
    }
    let mut left = digits;
    let mut text = String::new();
    for letter in whole.chars() {
        if letter.is_ascii_digit() {
            if left < digits && left % 3 == 0 {
                text.push(group);
            }
            left -= 1;
        }
        text.push(letter);
    }
    text
}

/// File sizes: «4,2 МБ», “4.2 MB”, «2 ГБ».
pub fn bytes(locale: Locale, bytes: i64) -> String {
    let mb = bytes as f64 / 1_000_000.0;
    let (value, digits, unit) = match (mb, locale) {
        (mb, Locale::Ru) if mb >= 1000.0 => (mb / 1000.0, tenths(mb / 1000.0), "ГБ"),
        (mb, Locale::En) if mb >= 1000.0 => (mb / 1000.0, tenths(mb / 1000.0), "GB"),
        (mb, Locale::Ru) if mb < 0.1 => (bytes as f64 / 1000.0, 0, "КБ"),
        (mb, Locale::En) if mb < 0.1 => (bytes as f64 / 1000.0, 0, "KB"),
        (mb, Locale::Ru) => (mb, 1, "МБ"),
        (mb, Locale::En) => (mb, 1, "MB"),
    };
    format!("{}\u{a0}{unit}", number(locale, value, digits))
}

/// One decimal, unless it is nought.
fn tenths(value: f64) -> usize {
    usize::from((value * 10.0).round() as i64 % 10 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        assert_eq!(bytes(Locale::Ru, 4_150), "4\u{a0}КБ");
        assert_eq!(bytes(Locale::Ru, 4_150_000), "4,2\u{a0}МБ");
        assert_eq!(bytes(Locale::En, 2_048_000_000), "2\u{a0}GB");
        assert_eq!(bytes(Locale::Ru, 2_500_000_000), "2,5\u{a0}ГБ");
    }

    #[test]
    fn durations_are_read_at_a_glance() {
        assert_eq!(duration(402_000), "6:42");
        assert_eq!(duration(3_723_000), "1:02:03");
        assert_eq!(duration(-5), "0:00");
    }

    #[test]
    fn figures_follow_the_language() {
        assert_eq!(number(Locale::Ru, 67.081, 2), "67,08");
        assert_eq!(number(Locale::En, -1.5, 1), "−1.5");
        assert_eq!(number(Locale::Ru, 5_000.0, 0), "5000");
        assert_eq!(number(Locale::Ru, -1_250_000.5, 1), "−1\u{a0}250\u{a0}000,5");
        assert_eq!(number(Locale::En, 200_000.0, 0), "200,000");
    }
}
