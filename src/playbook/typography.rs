//! Russian typesetting that authors need not think of: spaces that must not break and dashes that must not start a line.
//!
//! Decides what is put in when text is shown (never in the file and never in the search index): a no-break space before a
//! dash, after one- and two-letter words, between a figure and what it counts, a narrow one between thousands.

use std::borrow::Cow;

use crate::i18n::Locale;
use crate::text::letters::is_letter;

const NO_BREAK: char = '\u{a0}';
const NARROW: char = '\u{202f}';

/// The text as it is shown.
pub fn typeset(text: &str, locale: Locale) -> Cow<'_, str> {
    if locale != Locale::Ru || !text.contains(' ') {
        return Cow::Borrowed(text);
    }
    let letters: Vec<char> = text.chars().collect();
    let mut dressed = String::with_capacity(text.len() + 16);
    // Letters of the word before the space, when it is made of letters only.
    let mut word = Some(0_usize);
    for (at, &letter) in letters.iter().enumerate() {
        if letter == ' ' {
            dressed.push(space(&letters, at, word));
            word = Some(0);
            continue;
        }
        dressed.push(letter);
        word = match word {
            Some(length) if is_letter(letter) => Some(length + 1),
            // A bracket or quote in front belongs to no word.
            Some(0) if matches!(letter, '«' | '„' | '(') => Some(0),
            _ => None,
        };
    }
    Cow::Owned(dressed)
}

fn space(letters: &[char], at: usize, word_before: Option<usize>) -> char {
    let before = at
        .checked_sub(1)
        .and_then(|before| letters.get(before))
        .copied()
        .unwrap_or(' ');
    let after = letters.get(at + 1).copied().unwrap_or(' ');
    let digits_before = letters[..at]
        .iter()
        .rev()
        .take_while(|one| one.is_ascii_digit())
        .count();
    let digits_after = letters[at + 1..]
        .iter()
        .take_while(|one| one.is_ascii_digit())
        .count();
    if (1..=3).contains(&digits_before) && digits_after == 3 {
        return NARROW;
    }
    let sign = |one: char| matches!(one, '×' | '÷' | '=');
    let counts = before.is_ascii_digit() && (is_letter(after) || matches!(after, '%' | '₽' | '°'));
    let short = matches!(word_before, Some(1 | 2)) && after != ' ';
    if matches!(after, '—' | '–')
        || matches!(before, '№' | '§')
        || counts
        || short
        || sign(before)
        || sign(after)
    {
        return NO_BREAK;
    }
    ' '
}

#[cfg(test)]
mod tests {
    use super::typeset;
    use crate::i18n::Locale;

    #[test]
    fn short_words_dashes_and_figures_do_not_break() {
        let shown = typeset("Это — не 5 дней, а 1 200 м² в Подольске", Locale::Ru);
        assert_eq!(
            shown,
            "Это\u{a0}— не\u{a0}5\u{a0}дней, а\u{a0}1\u{202f}200\u{a0}м² в\u{a0}Подольске"
        );
    }

    #[test]
    fn english_is_left_alone() {
        assert_eq!(typeset("it is 5 days", Locale::En), "it is 5 days");
    }
}
