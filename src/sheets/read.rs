//! A file that somebody brought as tables of texts: XLSX, or separated values in any usual coding.
//!
//! Decides what is too large before anything is unpacked into memory, and what is no sheet at all. Blocking: call it off
//! the web threads. Keeps nothing of a file but the texts of its cells; formulas count as the value they had when the file
//! was saved.

use std::io::{Cursor, Read as _};

use calamine::{Data, DataRef, Reader as _, SheetType, Xlsx};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1251};
use zip::ZipArchive;

use super::table::SheetTable;
use crate::error::{Error, ErrorKind};

/// Bytes of a file.
pub const FILE_BYTES: usize = 5 * 1024 * 1024;
/// Bytes of everything inside an XLSX: ten times a large sheet; what unpacks to more is no sheet of marks.
const UNPACKED_BYTES: u64 = 48 * 1024 * 1024;
/// Parts of an XLSX.
const PARTS: usize = 1_000;
/// Sheets of a workbook that are looked at.
const SHEETS: usize = 20;
/// Rows of a table.
pub const ROWS: usize = 5_000;
/// Columns of a table.
pub const COLUMNS: usize = 250;
/// Cells with a text, of all tables.
pub const CELLS: usize = 200_000;
/// Bytes of all texts.
const TEXT_BYTES: usize = 4 * 1024 * 1024;
/// Letters of one cell that are kept.
const LETTERS: usize = 4_000;

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum SheetReadError {
    /// More bytes, rows, columns, cells or letters than a sheet of a department has.
    #[error("the file is larger than a sheet may be")]
    TooLarge,
    /// The old format, or a password.
    #[error("an old or a locked workbook")]
    Old,
    /// Something else.
    #[error("not a sheet")]
    Kind,
    /// A sheet that breaks off or contradicts itself.
    #[error("the file is broken")]
    Broken(#[source] Option<anyhow::Error>),
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
}

fn broken(error: impl Into<anyhow::Error>) -> SheetReadError {
    SheetReadError::Broken(Some(error.into()))
}

impl From<SheetReadError> for Error {
    fn from(why: SheetReadError) -> Self {
        match why {
            SheetReadError::TooLarge => Self::new(ErrorKind::TooLarge, "sheet-too-large")
                .with("megabytes", FILE_BYTES / 1024 / 1024)
                .with("rows", ROWS)
                .with("columns", COLUMNS),
            SheetReadError::Old => Self::new(ErrorKind::Unsupported, "sheet-old"),
            SheetReadError::Kind => Self::new(ErrorKind::Unsupported, "sheet-kind"),
            SheetReadError::Broken(cause) => {
                let error = Self::new(ErrorKind::BadInput, "sheet-broken");
                match cause {
                    Some(cause) => error.because(cause),
                    None => error,
                }
            }
            SheetReadError::Empty => Self::new(ErrorKind::BadInput, "sheet-empty"),
        }
    }
}

/// What is left of the limits.
struct ReadBudget {
    cells: usize,
    bytes: usize,
}

impl ReadBudget {
    /// A cell's text, if there is room for it.
    fn take(&mut self, text: &str) -> Result<String, SheetReadError> {
        let text = tidy(text);
        if !text.is_empty() {
            self.cells = self.cells.checked_sub(1).ok_or(SheetReadError::TooLarge)?;
            self.bytes = self
                .bytes
                .checked_sub(text.len())
                .ok_or(SheetReadError::TooLarge)?;
        }
        Ok(text)
    }
}

/// Without control characters, spaces at its ends and what is too long.
fn tidy(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|c| !c.is_control() || *c == '\n' || *c == '\t')
        .map(|c| if c == '\t' { ' ' } else { c });
    kept.take(LETTERS).collect::<String>().trim().to_owned()
}

/// The tables of a file, those without a text left out.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<SheetTable>, SheetReadError> {
    if bytes.len() > FILE_BYTES {
        return Err(SheetReadError::TooLarge);
    }
    let mut room = ReadBudget {
        cells: CELLS,
        bytes: TEXT_BYTES,
    };
    let mut tables = if bytes.starts_with(b"PK\x03\x04") {
        workbook(bytes, &mut room)?
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(SheetReadError::Old);
    } else {
        vec![separated(name, bytes, &mut room)?]
    };
    tables.retain(|table| !table.is_empty());
    if tables.is_empty() {
        return Err(SheetReadError::Empty);
    }
    Ok(tables)
}

/// Unpacks everything once into nowhere: what a part says of its own size is not believed.
fn check_unpacked(bytes: &[u8]) -> Result<(), SheetReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > PARTS {
        return Err(SheetReadError::TooLarge);
    }
    if !archive
        .file_names()
        .any(|name| name.is_ok_and(|it| it.starts_with("xl/")))
    {
        return Err(SheetReadError::Kind);
    }
    let mut left = UNPACKED_BYTES;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(broken)?;
        let size = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(broken)?;
        left = left.checked_sub(size).ok_or(SheetReadError::TooLarge)?;
    }
    Ok(())
}

fn workbook(bytes: &[u8], room: &mut ReadBudget) -> Result<Vec<SheetTable>, SheetReadError> {
    check_unpacked(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheets = book.sheets_metadata().iter();
    let names: Vec<String> = sheets
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .take(SHEETS)
        .collect();
    let mut tables = Vec::new();
    for name in names {
        // Cell by cell: the library's own table has a place for every cell between the first and the last.
        let mut cells = book.worksheet_cells_reader(&name).map_err(broken)?;
        let mut table = SheetTable {
            name: tidy(&name),
            ..SheetTable::default()
        };
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(broken)? {
            let percent = cells
                .styles()
                .get(style)
                .and_then(|style| style.number_format.as_ref())
                .is_some_and(|format| format.format_code.contains('%'));
            let text = room.take(&written(cell.get_value(), percent))?;
            let (row, column) = cell.get_position();
            if !text.is_empty() {
                put(&mut table, row as usize, column as usize, text)?;
            }
        }
        tables.push(table);
    }
    Ok(tables)
}

fn put(table: &mut SheetTable, row: usize, column: usize, text: String) -> Result<(), SheetReadError> {
    if row >= ROWS || column >= COLUMNS {
        return Err(SheetReadError::TooLarge);
    }
    if table.rows.len() <= row {
        table.rows.resize_with(row + 1, Vec::new);
    }
    let cells = &mut table.rows[row];
    if cells.len() <= column {
        cells.resize(column + 1, String::new());
    }
    cells[column] = text;
    Ok(())
}

fn written(value: &DataRef<'_>, percent: bool) -> String {
    match value {
        DataRef::Int(value) if percent => format!("{}%", value * 100),
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) if percent => format!("{}%", figure(value * 100.0)),
        DataRef::Float(value) => figure(*value),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => u8::from(*yes).to_string(),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, hour, minute, ..) = at.to_ymd_hms_milli();
            match (hour, minute) {
                (0, 0) => format!("{year}-{month:02}-{day:02}"),
                _ => format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            }
        }
        DataRef::DateTime(length) => figure(length.as_f64()),
        DataRef::Error(error) => Data::Error(error.clone()).to_string(),
        DataRef::Empty => String::new(),
    }
}

/// Without the noise of binary fractions: nine places, needless zeros left out.
fn figure(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let text = format!("{value:.9}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

fn separated(name: &str, bytes: &[u8], room: &mut ReadBudget) -> Result<SheetTable, SheetReadError> {
    let text = decoded(bytes)?;
    let (text, separator) = match text.strip_prefix("sep=") {
        // What Excel writes and reads as a first line of its own.
        Some(rest) => {
            let separator = rest.bytes().next().unwrap_or(b';');
            (rest.split_once('\n').map_or("", |(_, rest)| rest), separator)
        }
        None => (text.as_str(), separator(&text)),
    };
    let mut table = SheetTable {
        name: name.to_owned(),
        shown: true,
        ..SheetTable::default()
    };
    let mut reader = reader(text, separator);
    let mut record = csv::StringRecord::new();
    let mut ended = 1;
    while reader.read_record(&mut record).map_err(broken)? {
        // The reader passes over empty lines; a person counts them.
        let lines: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        let line = reader.position().line() as usize;
        let passed = line.saturating_sub(ended + lines + 1);
        ended = line;
        if table.rows.len() + passed >= ROWS || record.len() > COLUMNS {
            return Err(SheetReadError::TooLarge);
        }
        table.rows.extend(std::iter::repeat_n(Vec::new(), passed));
        let cells = record.iter().map(|cell| room.take(undefused(cell.trim())));
        let mut cells = cells.collect::<Result<Vec<_>, _>>()?;
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        table.rows.push(cells);
    }
    Ok(table)
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}

/// By its mark of order, else UTF-8 if it is that, else what a Russian Excel writes.
fn decoded(bytes: &[u8]) -> Result<String, SheetReadError> {
    if bytes.starts_with(b"%PDF") {
        return Err(SheetReadError::Kind);
    }
    let coding = match Encoding::for_bom(bytes) {
        Some((coding, _)) => coding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1251,
    };
    let (text, _, _) = coding.decode(bytes);
    if text.contains('\0') {
        return Err(SheetReadError::Kind);
    }
    // An end of line after the last row as well: lines are counted.
    Ok(text.replace("\r\n", "\n") + "\n")
}

/// Which of `;`, tab and `,` makes most rows equally wide: a decimal comma inside the cells of a `;` file does not.
fn separator(text: &str) -> u8 {
    const LOOKED_AT: usize = 60;
    let regular = |separator: u8| {
        let mut rows = [0_usize; COLUMNS + 1];
        let mut reader = reader(text, separator);
        for record in reader.records().take(LOOKED_AT).flatten() {
            rows[record.len().min(COLUMNS)] += 1;
        }
        let weighed = rows.iter().enumerate().skip(2);
        weighed.map(|(width, rows)| rows * rows * (width - 1)).max()
    };
    let best = [b';', b'\t', b',']
        .into_iter()
        .rev()
        .max_by_key(|it| regular(*it));
    best.unwrap_or(b';')
}

/// Without the apostrophe that [`super::write`] puts before what a table program would take for a formula.
fn undefused(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if super::write::is_risky(rest) => rest,
        _ => text,
    }
}
