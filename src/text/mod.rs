//! Texts as people type them, made comparable.
//!
//! Decides when two texts are the same to a reader: the case does not count, ё is е, й and ё may come as one letter or as a
//! letter and its mark (as the file names of some systems have them), and the accents of teaching texts are left out. What
//! is a word, and which of its forms are one, is left to those who look for words.

pub mod letters;
pub mod markup;

use std::char::ToLowercase;
use std::iter::Peekable;
use std::str::Chars;

/// The breve that makes и into й.
const BREVE: char = '\u{306}';

/// The letters of a text and whatever stands between them, as they are compared.
#[derive(Debug, Clone)]
pub struct Letters<'t> {
    rest: Peekable<Chars<'t>>,
    /// What a letter that is several in lower case still has.
    lowered: Option<ToLowercase>,
}

impl<'t> Letters<'t> {
    /// Of this text.
    pub fn new(text: &'t str) -> Self {
        Self {
            rest: text.chars().peekable(),
            lowered: None,
        }
    }

    /// The next one in lower case.
    fn lower(&mut self) -> Option<char> {
        if let Some(letter) = self.lowered.as_mut().and_then(Iterator::next) {
            return Some(letter);
        }
        self.lowered = None;
        Some(match self.rest.next()? {
            // Nearly all there is, and it needs no table.
            letter @ ('а'..='я' | 'a'..='z' | '0'..='9' | ' ') => letter,
            letter @ 'А'..='Я' => char::from_u32(letter as u32 + 0x20).unwrap_or(letter),
            letter => {
                let mut lowered = letter.to_lowercase();
                let first = lowered.next().unwrap_or(letter);
                self.lowered = Some(lowered);
                first
            }
        })
    }
}

impl Iterator for Letters<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        loop {
            match self.lower()? {
                'ё' => return Some('е'),
                'и' if self.rest.next_if_eq(&BREVE).is_some() => return Some('й'),
                letter if is_accent(letter) => {}
                letter => return Some(letter),
            }
        }
    }
}

/// Is this a mark above or below the letter before it?
pub fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// The whole text as it is compared and searched.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    folded.extend(Letters::new(text));
    folded
}

/// Its letters and digits alone: a word without how it is written.
pub fn bare(word: &str) -> String {
    Letters::new(word)
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// Its words of letters and digits with single spaces between them.
pub fn plain(text: &str) -> String {
    spaced(text, |letter| !letter.is_alphanumeric())
}

/// The folded text with one space for whatever `parts` words.
pub fn spaced(text: &str, parts: impl Fn(char) -> bool) -> String {
    let mut words = String::with_capacity(text.len());
    for letter in Letters::new(text) {
        let between = parts(letter);
        if between && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        if !between {
            words.push(letter);
        }
    }
    words.truncate(words.trim_end().len());
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_reader_takes_them_for_the_same() {
        for (typed, folded) in [
            ("Ёлка", "елка"),
            ("е\u{308}лка", "елка"),
            ("И\u{306}од", "йод"),
            ("Йод", "йод"),
            ("до\u{301}рого", "дорого"),
            ("«Сад-Механика», ТЕЛ. 8", "«сад-механика», тел. 8"),
            ("İ", "i"),
        ] {
            assert_eq!(fold(typed), folded, "{typed}");
        }
        // Another letter with a breve is that letter.
        assert_eq!(fold("у\u{306}"), "у");
        assert_eq!(fold("\u{306}и"), "и");
    }

    #[test]
    fn lower_case_is_what_the_standard_says() {
        for letter in '\0'..=char::MAX {
            let lowered = letter.to_lowercase().filter(|it| !is_accent(*it));
            let lowered: String = lowered.map(|it| if it == 'ё' { 'е' } else { it }).collect();
            assert_eq!(fold(&letter.to_string()), lowered, "{letter:?}");
        }
    }

    #[test]
    fn words_stand_apart_by_one_space() {
        assert_eq!(plain("  1.2 Приветствие — «Ёж»!"), "1 2 приветствие еж");
        assert_eq!(plain(" — "), "");
        assert_eq!(bare("«Сё-то»,"), "сето");
        assert_eq!(
            spaced("Анна  [Белова] ", |c| c == ' ' || "[]".contains(c)),
            "анна белова"
        );
    }

    proptest! {
        /// Folded once or twice is the same.
        #[test]
        fn folding_is_done_at_once(text in "\\PC{0,40}") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }
    }

    #[test]
    fn the_time_of_folding_grows_in_step_with_the_text() {
        crate::growth::in_step(
            &["Ё", "и", "\u{306}", "\u{301}", "İ", " ", "—", "слово"],
            |text| {
                let _ = (fold(text), plain(text), bare(text));
            },
        );
    }
}
