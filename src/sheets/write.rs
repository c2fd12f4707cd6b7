//! Tables as files: XLSX, or separated values that Excel of the reader's language opens rightly.
//!
//! Decides that nothing somebody typed becomes a formula in a table program: in XLSX such texts are stored as quoted
//! strings, in separated values an apostrophe stands before them ([`super::read`] takes it off again) and every value is
//! quoted, so that a separator of another language, which a table program may take for one, ends nothing.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};
use serde::Deserialize;

use crate::i18n::Locale;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// A workbook.
    #[default]
    Xlsx,
    /// Separated values.
    Csv,
}

impl FileKind {
    /// The ending of the file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// For the header of the answer.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetCell {
    /// Words; may be empty.
    Text(String),
    /// A figure in hundredths.
    Figure(i64),
}

impl SheetCell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
    /// A whole number.
    pub fn whole(value: impl Into<i64>) -> Self {
        Self::Figure(value.into() * 100)
    }
    /// Nothing.
    pub const fn empty() -> Self {
        Self::Text(String::new())
    }
}

/// A table to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// Name of the sheet.
    pub name: String,
    /// Which row holds the headings; it stays in view.
    pub header: usize,
    /// Cells by row.
    pub rows: Vec<Vec<SheetCell>>,
}

/// Would a table program take this for a formula, or for the apostrophe that keeps it from being one?
pub(super) fn is_risky(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// Separated values: `;` and a decimal comma in Russian, `,` and a point in English, UTF-8 with the mark that Excel needs.
pub fn separated(grid: &Grid, locale: Locale) -> anyhow::Result<Vec<u8>> {
    let (separator, point) = match locale {
        Locale::Ru => (b';', ','),
        Locale::En => (b',', '.'),
    };
    let mut out = csv::WriterBuilder::new()
        .delimiter(separator)
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::Always)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let width = grid.rows.iter().map(Vec::len).max().unwrap_or_default();
    for row in &grid.rows {
        let cells = row.iter().map(|cell| match cell {
            SheetCell::Text(text) if is_risky(text) => format!("'{text}"),
            SheetCell::Text(text) => text.clone(),
            SheetCell::Figure(value) => decimal(*value, point),
        });
        let missing = std::iter::repeat_n(String::new(), width - row.len());
        out.write_record(cells.chain(missing))?;
    }
    Ok(out.into_inner().map_err(csv::IntoInnerError::into_error)?)
}

fn decimal(hundredths: i64, point: char) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let value = hundredths.unsigned_abs();
    match (value / 100, value % 100) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, rest) if rest % 10 == 0 => format!("{sign}{whole}{point}{}", rest / 10),
        (whole, rest) => format!("{sign}{whole}{point}{rest:02}"),
    }
}

/// A workbook of these tables.
pub fn workbook(grids: &[Grid]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let formats = CellFormats {
        heading: text.clone().set_bold(),
        quoted: text.clone().set_quote_prefix(),
        figure: Format::new().set_align(FormatAlign::Top),
        text,
    };
    let mut taken = Vec::new();
    for grid in grids {
        let name = sheet_name(&grid.name, &taken);
        let sheet = book.add_worksheet().set_name(&name)?;
        taken.push(name.to_lowercase());
        fill(sheet, grid, &formats)?;
    }
    book.save_to_buffer()
}

struct CellFormats {
    heading: Format,
    text: Format,
    quoted: Format,
    figure: Format,
}

fn fill(sheet: &mut Worksheet, grid: &Grid, formats: &CellFormats) -> Result<(), XlsxError> {
    for (row, cells) in grid.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (at, column) = (row as u32, column as u16);
            match cell {
                SheetCell::Text(text) if text.is_empty() => {}
                SheetCell::Text(text) => {
                    let format = match text {
                        text if is_risky(text) => &formats.quoted,
                        _ if row == grid.header => &formats.heading,
                        _ => &formats.text,
                    };
                    sheet.write_string_with_format(at, column, text, format)?;
                }
                SheetCell::Figure(value) => {
                    sheet.write_number_with_format(at, column, *value as f64 / 100.0, &formats.figure)?;
                }
            }
        }
    }
    for column in 0..grid.rows.iter().map(Vec::len).max().unwrap_or_default() {
        let lengths = grid
            .rows
            .iter()
            .skip(grid.header)
            .map(|row| match row.get(column) {
                Some(SheetCell::Text(text)) => text.chars().count(),
                _ => 0,
            });
        let width = lengths.max().unwrap_or_default().clamp(8, 44);
        sheet.set_column_width(column as u16, width as f64 + 2.0)?;
    }
    sheet.set_freeze_panes(grid.header as u32 + 1, 0)?;
    Ok(())
}

/// A name that a workbook takes: 31 letters, none of `[]:*?/\`, no apostrophe at its ends, each once.
fn sheet_name(name: &str, taken: &[String]) -> String {
    let allowed = name.chars().map(|c| {
        if c.is_control() || "[]:*?/\\".contains(c) {
            ' '
        } else {
            c
        }
    });
    let clean: String = allowed.collect();
    // Excel counts UTF-16 units.
    let cut = |room: usize| {
        let mut left = room;
        let kept = clean
            .trim_start_matches(|c: char| c == '\'' || c.is_whitespace())
            .chars();
        let kept: String = kept
            .take_while(|c| {
                let fits = c.len_utf16() <= left;
                left = left.saturating_sub(c.len_utf16());
                fits
            })
            .collect();
        kept.trim_end_matches(|c: char| c == '\'' || c.is_whitespace())
            .to_owned()
    };
    let free = |name: &String| !name.is_empty() && !taken.contains(&name.to_lowercase());
    let whole = cut(31);
    if free(&whole) {
        return whole;
    }
    // One more than there are: one of them is free.
    (taken.len() + 1..=2 * taken.len() + 1)
        .map(|n| format!("{} {n}", cut(26)).trim().to_owned())
        .find(free)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_typed_is_no_formula() {
        let grid = Grid {
            rows: vec![vec![
                SheetCell::text("=HYPERLINK(\"http://x\")"),
                SheetCell::text("'+7"),
                SheetCell::text("- приветствие"),
                SheetCell::text("it's"),
                SheetCell::Figure(-5),
                SheetCell::Figure(250),
            ]],
            ..Grid::default()
        };
        let text = String::from_utf8(separated(&grid, Locale::Ru).unwrap()).unwrap();
        assert_eq!(
            text,
            concat!(
                "\u{feff}\"'=HYPERLINK(\"\"http://x\"\")\";\"''+7\";\"'- приветствие\";\"it's\";",
                "\"-0,05\";\"2,5\"\r\n"
            )
        );
        let book = workbook(&[grid]).unwrap();
        let tables = super::super::read::read("x", &book).unwrap();
        assert_eq!(tables[0].cell(0, 0), "=HYPERLINK(\"http://x\")");
        assert_eq!(tables[0].cell(0, 5), "2.5");
    }

    #[test]
    fn sheets_get_names_that_a_workbook_takes() {
        let long = "Очень длинное название чек-листа: отдел/юг";
        let first = sheet_name(long, &[]);
        assert_eq!(first, "Очень длинное название чек-лист");
        assert_eq!(
            sheet_name(long, &[first.to_lowercase()]),
            "Очень длинное название чек 2"
        );
        assert_eq!(sheet_name("[:]", &[]), "1");
    }
}
