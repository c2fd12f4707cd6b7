//! How a scale is written in a cell, and how people write theirs.

use super::table::{millionths, parts, whole};
use crate::checklists::{Outcomes, Scale};
use crate::i18n::Locale;
use crate::text::plain;

/// A scale as we write it: never so that a table program makes a date of it.
pub fn scale_words(scale: Scale, locale: Locale) -> String {
    match (scale, locale) {
        (Scale::YesNo, Locale::Ru) => "да / нет".to_owned(),
        (Scale::YesNo, Locale::En) => "yes / no".to_owned(),
        (Scale::ZeroOneTwo, _) => "0, 1, 2".to_owned(),
        (Scale::ZeroTwo, Locale::Ru) => "0 или 2".to_owned(),
        (Scale::ZeroTwo, Locale::En) => "0 or 2".to_owned(),
        (Scale::FiveStep, Locale::Ru) => "пять ступеней".to_owned(),
        (Scale::FiveStep, Locale::En) => "five steps".to_owned(),
        (Scale::Points(n), Locale::Ru) => format!("до {n} баллов"),
        (Scale::Points(n), Locale::En) => format!("up to {n} points"),
        (Scale::Own(outcomes), _) => {
            let values: Vec<String> = outcomes.values().iter().map(u16::to_string).collect();
            let own = match locale {
                Locale::Ru => "свои",
                Locale::En => "own",
            };
            format!("{own}: {}", values.join(", "))
        }
    }
}

/// The scale somebody meant: our words, a list of marks, a range, or the best mark alone.
pub fn scale(text: &str) -> Option<Scale> {
    let words = plain(text);
    if let Ok(scale) = text.trim().parse() {
        return Some(scale);
    }
    if matches!(words.as_str(), "да нет" | "нет да" | "yes no" | "no yes") {
        return Some(Scale::YesNo);
    }
    if matches!(
        words.as_str(),
        "пять ступеней" | "five steps" | "5 ступеней" | "5 steps"
    ) {
        return Some(Scale::FiveStep);
    }
    let figures: Vec<u16> = numbers(text)?;
    let own = words.starts_with("свои") || words.starts_with("own");
    let points =
        words.contains("балл") || words.contains("point") || words.contains("max") || words.contains("макс");
    let range = text.contains(['…', '–', '—'])
        || text.contains("..")
        || words.starts_with("от ")
        || words.starts_with("from ");
    match figures.as_slice() {
        values if own => Outcomes::from_values(values).map(Scale::Own),
        [best] if points => points_to(*best),
        [best] => best_alone(*best),
        [0, 2] if !range => Some(Scale::ZeroTwo),
        // Two figures with nothing between them in the sheet's hand: «0-5», «1–10».
        [first, last] if range || text.contains('-') && *last > first + 1 => {
            let all: Vec<u16> = (*first..=*last)
                .take(usize::from(Scale::MOST_POINTS) + 2)
                .collect();
            listed(&all)
        }
        values => listed(values),
    }
}

/// Figures apart from words; none when a figure is broken, negative or too large.
fn numbers(text: &str) -> Option<Vec<u16>> {
    let found: Option<Vec<u16>> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect();
    // «2,5» is one figure that no scale has, «0, 1, 2» are three.
    let fraction = whole(text).is_none() && millionths(text).is_some();
    let found = if whole(text).is_some() {
        whole(text).map(|it| vec![it])
    } else {
        found
    };
    found.filter(|found| !found.is_empty() && !fraction || text.contains(", "))
}

const fn best_alone(best: u16) -> Option<Scale> {
    match best {
        1 => Some(Scale::YesNo),
        2 => Some(Scale::ZeroOneTwo),
        best => points_to(best),
    }
}

const fn points_to(best: u16) -> Option<Scale> {
    if best >= 2 && best <= Scale::MOST_POINTS {
        Some(Scale::Points(best))
    } else {
        None
    }
}

fn listed(values: &[u16]) -> Option<Scale> {
    let last = *values.last()?;
    let every = values.len() == usize::from(last) + 1
        && values.iter().enumerate().all(|(at, it)| at == usize::from(*it));
    match values {
        [0, 1] => Some(Scale::YesNo),
        [0, 1, 2] => Some(Scale::ZeroOneTwo),
        [0, 2] => Some(Scale::ZeroTwo),
        [0, 1, 2, 3, 4] => Some(Scale::FiveStep),
        _ if every => points_to(last),
        values => Outcomes::from_values(values).map(Scale::Own),
    }
}

/// Several words of the vocabulary in one cell, by their words or their names in either language.
pub fn chosen<T: Copy>(text: &str, all: &[T], names: impl Fn(T) -> Vec<String>) -> Option<Vec<T>> {
    let split = text.split([',', ';']).map(str::to_owned);
    let given: Vec<String> = if text.contains('|') {
        parts(text)
    } else {
        split.collect()
    };
    given
        .iter()
        .map(|word| plain(word))
        .filter(|word| !word.is_empty())
        .map(|word| {
            let meant = |it: &T| names(*it).iter().any(|name| plain(name) == word);
            all.iter().copied().find(meant)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_read_as_people_write_them() {
        let own = |values: &[u16]| Outcomes::from_values(values).map(Scale::Own);
        for (text, scale_) in [
            ("да/нет", Some(Scale::YesNo)),
            ("0/1", Some(Scale::YesNo)),
            ("1", Some(Scale::YesNo)),
            ("0-1-2", Some(Scale::ZeroOneTwo)),
            ("0, 1, 2", Some(Scale::ZeroOneTwo)),
            ("2,0", Some(Scale::ZeroOneTwo)),
            ("0-2", Some(Scale::ZeroTwo)),
            ("0/2", Some(Scale::ZeroTwo)),
            ("0–2", Some(Scale::ZeroOneTwo)),
            ("0-5", Some(Scale::Points(5))),
            ("от 0 до 10", Some(Scale::Points(10))),
            ("10", Some(Scale::Points(10))),
            ("макс. 2", Some(Scale::Points(2))),
            ("0;3;10", own(&[0, 3, 10])),
            ("1-5", own(&[1, 2, 3, 4, 5])),
            ("свои: 0, 1, 2", own(&[0, 1, 2])),
            ("2,5", None),
            ("101", None),
            ("хорошо", None),
            ("2002-01-00", None),
        ] {
            assert_eq!(scale(text), scale_, "{text}");
        }
    }

    #[test]
    fn what_we_write_we_read() {
        let mut all = vec![Scale::YesNo, Scale::ZeroOneTwo, Scale::ZeroTwo, Scale::FiveStep];
        all.extend((2..=100).map(Scale::Points));
        for values in [&[0, 1][..], &[0, 1, 2], &[0, 2], &[3, 7, 100], &[0, 1, 2, 3, 4]] {
            all.extend(Outcomes::from_values(values).map(Scale::Own));
        }
        for locale in Locale::ALL {
            for it in &all {
                assert_eq!(scale(&scale_words(*it, *locale)), Some(*it), "{it}");
            }
        }
    }
}
