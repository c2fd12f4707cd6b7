//! What is looked for and struck out: telephone numbers and names, in the ways people write them. Pure.
//!
//! Decides that a number is the same with or without its country's digit and whatever stands between its digits; that a
//! name is its words one after another in any of their forms («ООО „Технодвор“», «с Технодвором»), without the legal form
//! in front, and of two words also the other way round. A single letter or a very short number is refused: it would strike
//! out half of everything. A number that is spoken in words is not found here: the call itself goes with its text.

use std::ops::Range;

use crate::search::tokenizer::{FoldedWord, words};

/// The shortest number, in digits.
const SHORTEST_NUMBER: usize = 5;
/// The shortest name, in letters.
const SHORTEST_NAME: usize = 3;
/// Marks between two digits of one number at most.
const BETWEEN: usize = 3;
/// What stands before a company's name and is no part of it.
const LEGAL_FORMS: [&str; 16] = [
    "ооо", "оао", "зао", "пао", "ао", "ип", "нко", "тоо", "чп", "фгуп", "llc", "ltd", "inc", "gmbh", "jsc",
    "plc",
];

/// Something to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Needle {
    /// Digits without the country's.
    Number(Vec<u8>),
    /// Folded words.
    Name(Vec<String>),
}

/// All that is looked for together.
#[derive(Clone, Default)]
pub struct Needles(Vec<Needle>);

impl std::fmt::Debug for Needles {
    /// Without what is looked for: it is somebody's name.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Needles")
            .field("count", &self.0.len())
            .finish_non_exhaustive()
    }
}

impl Needles {
    /// From lines as people enter them, each a number or a name; lines that are too short come back.
    pub fn read(lines: &[String]) -> (Self, Vec<String>) {
        let mut all = Self::default();
        let mut refused = Vec::new();
        for line in lines {
            if !all.add(line) {
                refused.push(line.clone());
            }
        }
        (all, refused)
    }

    fn add(&mut self, line: &str) -> bool {
        if is_number(line) {
            let digits = own_digits(line);
            let fits = digits.len() >= SHORTEST_NUMBER;
            if fits {
                self.push(Needle::Number(digits));
            }
            return fits;
        }
        let mut name: Vec<String> = words(line).into_iter().map(|word| word.folded).collect();
        while name
            .first()
            .is_some_and(|word| LEGAL_FORMS.contains(&word.as_str()))
        {
            name.remove(0);
        }
        if name.iter().map(|word| word.chars().count()).sum::<usize>() < SHORTEST_NAME {
            return false;
        }
        if let [first, last] = name.as_slice() {
            self.push(Needle::Name(vec![last.clone(), first.clone()]));
        }
        self.push(Needle::Name(name));
        true
    }

    fn push(&mut self, needle: Needle) {
        if !self.0.contains(&needle) {
            self.0.push(needle);
        }
    }

    /// Is there nothing to look for?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Is any of them in the text?
    pub fn found_in(&self, text: &str) -> bool {
        !self.places(text).is_empty()
    }

    /// Where they stand, in bytes, in order and apart from one another.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        let names = self.0.iter().any(|needle| matches!(needle, Needle::Name(_)));
        let heard = if names { words(text) } else { Vec::new() };
        for needle in &self.0 {
            match needle {
                Needle::Number(digits) => numbers(text, digits, &mut places),
                Needle::Name(name) => names_in(&heard, name, &mut places),
            }
        }
        places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for place in places {
            match apart.last_mut() {
                Some(last) if place.start < last.end => last.end = last.end.max(place.end),
                _ => apart.push(place),
            }
        }
        apart
    }

    /// The text with `mark` in their place; none when they are not in it.
    pub fn strike(&self, text: &str, mark: &str) -> Option<String> {
        let places = self.places(text);
        if places.is_empty() {
            return None;
        }
        let (mut clean, mut from) = (String::with_capacity(text.len()), 0);
        for place in places {
            clean.push_str(&text[from..place.start]);
            clean.push_str(mark);
            from = place.end;
        }
        clean.push_str(&text[from..]);
        Some(clean)
    }
}

/// Every place of a name: its words one after another.
fn names_in(heard: &[FoldedWord], name: &[String], places: &mut Vec<Range<usize>>) {
    let slack = if name.len() > 1 { 2 } else { 1 };
    for window in heard.windows(name.len()) {
        let mut pairs = window.iter().zip(name);
        if pairs.all(|(word, wanted)| alike(&word.folded, wanted, slack))
            && let (Some(first), Some(last)) = (window.first(), window.last())
        {
            places.push(first.range.start..last.range.end);
        }
    }
}

/// Are these forms of one name: the same but for an ending («Семёнов», «Семёновым»; beside another word also «Павел»,
/// «Павлу»)? Of «Иван» and «Иванов» the ending makes another name.
fn alike(one: &str, other: &str, slack: usize) -> bool {
    if one == other {
        return true;
    }
    let shared: String = one
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .map(|(letter, _)| letter)
        .collect();
    let (letters, a, b) = (
        shared.chars().count(),
        &one[shared.len()..],
        &other[shared.len()..],
    );
    let (rest_a, rest_b) = (a.chars().count(), b.chars().count());
    // A short word alone is soon another one.
    let longest = if letters > 3 || slack > 1 { 2 } else { 1 };
    letters >= 3
        && rest_a.min(rest_b) <= slack
        && rest_a.max(rest_b) <= longest
        && ![a, b].iter().any(|rest| ["ов", "ев", "ин"].contains(rest))
}

/// Is a line entered as a number?
pub fn is_number(line: &str) -> bool {
    line.chars().any(|c| c.is_ascii_digit())
        && line.chars().all(|c| c.is_ascii_digit() || is_mark(c) || c == '+')
}

fn is_mark(c: char) -> bool {
    matches!(c, ' ' | '-' | '(' | ')' | '.' | '\u{a0}' | '–' | '_')
}

/// The digits without the country's 7 or 8.
pub fn own_digits(line: &str) -> Vec<u8> {
    let digits: Vec<u8> = line.bytes().filter(u8::is_ascii_digit).collect();
    match digits.as_slice() {
        [b'7' | b'8', rest @ ..] if rest.len() == 10 => rest.to_vec(),
        _ => digits,
    }
}

/// Every place of a number: from its first digit, or the country's before it, to its last one.
fn numbers(text: &str, digits: &[u8], places: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let begins = bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_digit());
        if !begins {
            at += 1;
            continue;
        }
        let end = follow(text, at, digits).or_else(|| {
            let country = digits.len() == 10 && matches!(bytes[at], b'7' | b'8');
            country.then(|| follow_after(text, at + 1, digits)).flatten()
        });
        match end {
            Some(end) => {
                let plus = usize::from(at > 0 && bytes[at - 1] == b'+');
                places.push(at - plus..end);
                at = end;
            }
            None => at += 1,
        }
    }
}

/// After marks that may stand between digits.
fn follow_after(text: &str, from: usize, digits: &[u8]) -> Option<usize> {
    let marks: usize = text[from..]
        .chars()
        .take(BETWEEN)
        .take_while(|c| is_mark(*c))
        .map(char::len_utf8)
        .sum();
    follow(text, from + marks, digits)
}

/// The end of the number that begins here, if it does and no further digit follows it.
fn follow(text: &str, from: usize, digits: &[u8]) -> Option<usize> {
    let mut left = digits;
    let mut marks = 0;
    for (at, c) in text[from..].char_indices() {
        match left {
            [] => return (!c.is_ascii_digit()).then_some(from + at),
            [wanted, rest @ ..] if c == char::from(*wanted) => {
                left = rest;
                marks = 0;
            }
            _ if is_mark(c) && marks < BETWEEN && left.len() < digits.len() => marks += 1,
            _ => return None,
        }
    }
    left.is_empty().then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needles(lines: &[&str]) -> Needles {
        let lines: Vec<String> = lines.iter().map(|it| (*it).to_owned()).collect();
        let (needles, refused) = Needles::read(&lines);
        assert_eq!(refused, Vec::<String>::new());
        needles
    }

    #[test]
    fn a_number_is_found_however_it_is_written() {
        let number = needles(&["+7 (916) 123-45-67"]);
        for text in [
            "89161234567",
            "тел. +7 916 123 45 67, утром",
            "out-79161234567-2026.11.23.mp3",
            "9161234567",
            "8(916)123‑45‑67".replace('‑', "-").as_str(),
            "7_916_1234567.wav",
        ] {
            let clean = number.strike(text, "···").unwrap_or_else(|| panic!("{text}"));
            assert!(!clean.contains("4567") && !clean.contains("45-67"), "{clean}");
        }
        for other in [
            "79161234568",
            "916123456",
            "1916123456799",
            "2026-11-23",
            "0916123456",
        ] {
            assert_eq!(number.strike(other, "···"), None, "{other}");
        }
        assert_eq!(
            number.strike("звонить на +7 916 123-45-67.", "···").unwrap(),
            "звонить на ···."
        );
    }

    #[test]
    fn a_name_is_found_in_its_forms_and_without_its_legal_form() {
        let name = needles(&["ООО «Технодвор»"]);
        assert_eq!(
            name.strike("Договорились с Технодвором, ООО «Технодвор» ждёт.", "···")
                .unwrap(),
            "Договорились с ···, ООО «···» ждёт."
        );
        assert_eq!(name.strike("Двор и техника", "···"), None);
        let person = needles(&["Пётр Семёнов"]);
        assert_eq!(
            person
                .strike("Семенову Петру передали; Пётр Ильич — нет", "···")
                .unwrap(),
            "··· передали; Пётр Ильич — нет"
        );
    }

    #[test]
    fn another_name_is_another_name() {
        for (one, other) in [
            ("Иван", "Иванов"),
            ("Марта", "марка"),
            ("Лев", "левый"),
            ("Ромашка", "ромашковый"),
        ] {
            assert!(!needles(&[one]).found_in(other), "{one} {other}");
        }
        for (one, other) in [
            ("Павел Ломов", "Павлу Ломову"),
            ("Марта", "Марте"),
            ("Ромашка", "Ромашкой"),
        ] {
            assert!(needles(&[one]).found_in(other), "{one} {other}");
        }
    }

    #[test]
    fn what_would_strike_out_everything_is_refused() {
        let lines = ["12".to_owned(), "я".to_owned(), String::new(), "ООО".to_owned()];
        let (_, refused) = Needles::read(&lines);
        assert_eq!(refused, lines);
    }

    #[test]
    fn the_time_of_looking_grows_in_step_with_the_text() {
        let pieces = &[
            "9",
            "16",
            "-",
            " ",
            "(",
            "Пётр",
            "ё",
            "Семёнов",
            "8",
            "+7",
            "\u{301}",
            "916123456",
        ];
        crate::growth::in_step(pieces, |text| {
            let (needles, _) = Needles::read(&["+7 916 123-45-67".to_owned(), "Пётр Семёнов".to_owned()]);
            let _ = needles.strike(text, "·");
            let _ = Needles::read(&[text.to_owned()]);
        });
    }
}
