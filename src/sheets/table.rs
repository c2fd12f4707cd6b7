//! A sheet as rows of texts, whatever file it came in, and the words and figures written in its cells.
//!
//! Decides how a cell is read: yes and no, a figure with a decimal comma, a heading apart from capitals and punctuation.
//! Leaves files to [`super::read`] and meaning to [`super::layout`].

use serde::{Deserialize, Serialize};

use crate::text::plain;

/// One sheet of a workbook, or one file of separated values.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SheetTable {
    /// The sheet's name, or the file's.
    pub name: String,
    /// Are figures written as they were shown (separated values), perhaps with fewer places than they were computed with?
    pub shown: bool,
    /// Cells by row, as many as the row has; rows are numbered as in the file.
    pub rows: Vec<Vec<String>>,
}

impl SheetTable {
    /// The text of a cell; empty outside.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let found = self.rows.get(row).and_then(|row| row.get(column));
        found.map_or("", String::as_str)
    }

    /// Columns of the widest row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or_default()
    }

    /// Has no cell with a text?
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| row.iter().all(String::is_empty))
    }
}

/// Something in a sheet that cannot be used; where rows and columns count from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetFault {
    /// The row.
    pub row: Option<usize>,
    /// The column.
    pub column: Option<usize>,
    /// Stable code; the text is `sheet-fault-<code>`.
    pub code: &'static str,
    /// What stands there.
    pub value: String,
}

impl SheetFault {
    /// In a cell.
    pub fn at(row: usize, column: Option<usize>, code: &'static str, value: &str) -> Self {
        Self {
            row: Some(row),
            column,
            code,
            value: value.chars().take(80).collect(),
        }
    }

    /// Of the sheet as a whole.
    pub fn whole(code: &'static str, value: &str) -> Self {
        Self {
            row: None,
            ..Self::at(0, None, code, value)
        }
    }
}

/// The letters of a column, counted from 0: A, B, … Z, AA.
pub fn letters(column: usize) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        name.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

/// The plain words without a number before them: «1.2 Приветствие».
pub fn unnumbered(text: &str) -> String {
    let words = plain(text);
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    if rest.is_empty() { words } else { rest.to_owned() }
}

/// Yes or no, as people write it; nothing when it is neither.
pub fn yes_or_no(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "да" | "д" | "есть" | "было" | "yes" | "y" | "true" | "истина" | "1" | "+" | "✓" | "✔" => {
            Some(true)
        }
        "нет" | "н" | "не было" | "no" | "n" | "false" | "ложь" | "0" | "-" | "−" => {
            Some(false)
        }
        _ => None,
    }
}

/// Does the cell say that there is no answer, as an empty one does?
pub fn is_blank(text: &str) -> bool {
    matches!(text, "" | "—" | "–")
}

/// Does the cell say "not applicable"?
pub fn is_not_applicable(text: &str) -> bool {
    matches!(
        plain(text).as_str(),
        "н п" | "нп" | "n a" | "na" | "не применимо" | "неприменимо" | "not applicable"
    )
}

/// A figure in millionths, with a point or a comma and perhaps a percent sign; nothing when it is none.
pub fn millionths(text: &str) -> Option<i64> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
    let (sign, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest),
        None => (1, text.as_str()),
    };
    let (whole, rest) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || !digits(whole) || !digits(rest) {
        return None;
    }
    let fraction: String = rest.chars().chain("0000000".chars()).take(7).collect();
    let (whole, fraction): (i64, i64) = (whole.parse().ok()?, fraction.parse().ok()?);
    Some(sign * (whole * 1_000_000 + (fraction + 5) / 10))
}

/// Places after the point as written.
pub fn places(text: &str) -> u32 {
    let rest = text.split_once(['.', ',']).map_or("", |(_, rest)| rest);
    rest.chars().filter(char::is_ascii_digit).count() as u32
}

/// A whole number that is not negative: `2`, `2,0`.
pub fn whole(text: &str) -> Option<u16> {
    let value = millionths(text).filter(|_| !text.contains('%'))?;
    (value % 1_000_000 == 0)
        .then(|| u16::try_from(value / 1_000_000).ok())
        .flatten()
}

/// Several texts in one cell, between `|`; `\` before a `|` makes it a letter. Lines of a cell are several texts as well.
pub fn parts(text: &str) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut parts = vec![String::new()];
    let mut letters = text.chars();
    let lines = !text.contains('|');
    while let Some(letter) = letters.next() {
        match letter {
            '|' => parts.push(String::new()),
            '\n' if lines => parts.push(String::new()),
            '\\' => push(&mut parts, letters.next().unwrap_or('\\')),
            letter => push(&mut parts, letter),
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

fn push(parts: &mut [String], letter: char) {
    if let Some(last) = parts.last_mut() {
        last.push(letter);
    }
}

/// The other way round; nothing for texts that are all empty.
pub fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let texts: Vec<String> = texts
        .map(|text| text.replace('\\', "\\\\").replace('|', "\\|"))
        .collect();
    if texts.iter().all(String::is_empty) {
        String::new()
    } else {
        texts.join(" | ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_people_write_them() {
        assert_eq!(
            [0, 25, 26, 701, 702].map(letters),
            ["A", "Z", "AA", "ZZ", "AAA"].map(str::to_owned)
        );
        assert_eq!(
            plain("  Критический  пункт (Да/Нет): "),
            "критический пункт да нет"
        );
        assert_eq!(unnumbered("1.2. Приветствие"), "приветствие");
        assert_eq!(unnumbered("12"), "12");
        assert_eq!(millionths("52,97"), Some(52_970_000));
        assert_eq!(millionths("1 052.9726027"), Some(1_052_972_603));
        assert_eq!(millionths("87,5 %"), Some(87_500_000));
        assert_eq!(millionths("−3"), Some(-3_000_000));
        for bad in ["", "две", "1.2.3", "1e3", "#ДЕЛ/0!"] {
            assert_eq!(millionths(bad), None, "{bad}");
        }
        assert_eq!(
            ["2", "2,0", "2.5", "-1", "2%"].map(whole),
            [Some(2), Some(2), None, None, None]
        );
        assert_eq!(yes_or_no("Да"), Some(true));
        assert_eq!(yes_or_no("возможно"), None);
        assert!(is_not_applicable("Н/П") && is_not_applicable("n/a") && !is_not_applicable("нет"));
    }

    #[test]
    fn several_texts_share_a_cell() {
        for texts in [
            vec!["да", "нет"],
            vec!["", "b", ""],
            vec!["a|b", "c\\"],
            vec!["одна\nстрока", "x"],
        ] {
            assert_eq!(parts(&joined(texts.iter().copied())), texts);
        }
        assert_eq!(
            parts("добрый день\nздравствуйте"),
            ["добрый день", "здравствуйте"]
        );
    }
}
