//! What each column of somebody's sheet holds: our guess, and the person's corrections of it.
//!
//! Decides by headings in both languages; the person always has the last word. The columns of filled rows depend on the
//! checklist: see [`super::headings`].

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::headings::HEAD;
use super::layout::{CallField, ChecklistFact, ItemColumn, ItemField, rule};
use super::table::SheetTable;
use crate::checklists::{Scale, ScoringRule};
use crate::i18n::Locale;
use crate::text::plain;

/// How tables become a checklist and filled rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Which table holds the items.
    pub items: usize,
    /// Its row of headings, counted from 0.
    pub header: usize,
    /// By column.
    #[serde(with = "words")]
    pub columns: Vec<Option<ItemColumn>>,
    /// Language of the texts in the columns that do not name another.
    pub language: Locale,
    /// Name of the checklist.
    pub name: String,
    /// How the total is made.
    pub rule: ScoringRule,
    /// The scale of items that name none.
    #[serde(with = "word")]
    pub scale: Scale,
    /// The filled rows, if there are any.
    pub marks: Option<MarksMapping>,
}

/// How a table becomes filled rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarksMapping {
    /// Which table.
    pub table: usize,
    /// Its row of headings, counted from 0.
    pub header: usize,
    /// By column.
    #[serde(with = "words")]
    pub columns: Vec<Option<MarkColumn>>,
}

/// What a column of filled rows holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkColumn {
    /// A fact of the call.
    Call(CallField),
    /// The answer to the question of the block with this key.
    Gate(String),
    /// The mark of the item with this key.
    Item(String),
}

impl std::fmt::Display for MarkColumn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Call(field) => write!(f, "{field}"),
            Self::Gate(key) => write!(f, "gate.{key}"),
            Self::Item(key) => write!(f, "item.{key}"),
        }
    }
}

impl std::str::FromStr for MarkColumn {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('.') {
            Some(("gate", key)) => Ok(Self::Gate(key.to_owned())),
            Some(("item", key)) => Ok(Self::Item(key.to_owned())),
            _ => text.parse().map(Self::Call),
        }
    }
}

/// A value as its one word.
mod word {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub fn serialize<T: std::fmt::Display, S: Serializer>(value: &T, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(value)
    }

    pub fn deserialize<'de, T, D>(input: D) -> Result<T, D::Error>
    where
        T: std::str::FromStr<Err = String>,
        D: Deserializer<'de>,
    {
        String::deserialize(input)?.parse().map_err(D::Error::custom)
    }
}

/// Columns by their words; nothing for a column that is not taken.
mod words {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub fn serialize<T: std::fmt::Display, S: Serializer>(
        columns: &[Option<T>],
        out: S,
    ) -> Result<S::Ok, S::Error> {
        out.collect_seq(columns.iter().map(|it| it.as_ref().map(ToString::to_string)))
    }

    pub fn deserialize<'de, T, D>(input: D) -> Result<Vec<Option<T>>, D::Error>
    where
        T: std::str::FromStr<Err = String>,
        D: Deserializer<'de>,
    {
        Vec::<Option<String>>::deserialize(input)?
            .into_iter()
            .map(|it| it.map(|text| text.parse()).transpose().map_err(D::Error::custom))
            .collect()
    }
}

/// Our guess for the items; the filled rows are added by [`super::headings::guess_marks`] once there is a checklist.
pub fn guess(tables: &[SheetTable], file: &str) -> Mapping {
    let found = tables
        .iter()
        .map(|table| {
            let header = header(table);
            let columns = columns(table, header);
            let known = columns.iter().flatten().count();
            // A table of filled rows also has a column or two that sound like ours.
            let has_item = columns.contains(&Some(ItemColumn::new(ItemField::Item)));
            (usize::from(has_item) * 2 + known, header, columns)
        })
        .enumerate()
        // Of equals the first.
        .rev()
        .max_by_key(|(_, (known, ..))| *known);
    let (items, (_, header, columns)) = found.unwrap_or_default();
    let mut mapping = Mapping {
        items,
        header,
        columns,
        language: Locale::Ru,
        name: String::new(),
        rule: ScoringRule::Points,
        scale: Scale::default(),
        marks: None,
    };
    mapping.columns_changed(tables);
    let facts = tables
        .get(items)
        .map(|table| facts(table, header))
        .unwrap_or_default();
    mapping.rule = facts
        .get(ChecklistFact::Rule)
        .and_then(|values| rule(values.first().map_or("", String::as_str)))
        .unwrap_or(ScoringRule::Points);
    // A name that stands in the other language alone is a name: the file's would become a second one.
    let named = facts
        .get(ChecklistFact::Name)
        .filter(|values| values.iter().any(|text| !text.is_empty()));
    mapping.name = match named {
        Some(values) => values.first().cloned().unwrap_or_default(),
        None => facts.title.unwrap_or_else(|| file.to_owned()),
    };
    mapping
}

impl Mapping {
    /// The row of headings, the columns and the language guessed anew for another table.
    pub fn look_for_header(&mut self, tables: &[SheetTable]) {
        if let Some(table) = tables.get(self.items) {
            self.header = header(table);
            self.columns_changed(tables);
        }
    }

    /// The columns and the language guessed anew for another table or row of headings.
    pub fn columns_changed(&mut self, tables: &[SheetTable]) {
        let Some(table) = tables.get(self.items) else {
            return;
        };
        self.columns = columns(table, self.header);
        self.language = language(table, self.header);
    }
}

/// The language of the headings.
fn language(table: &SheetTable, header: usize) -> Locale {
    let headings = table.rows.get(header).map_or(&[][..], Vec::as_slice);
    let russian = |c: char| ('а'..='я').contains(&c) || ('А'..='Я').contains(&c);
    if headings.iter().any(|cell| cell.contains(russian)) {
        Locale::Ru
    } else {
        Locale::En
    }
}

/// The row with the most headings that we know.
fn header(table: &SheetTable) -> usize {
    let known = |row: usize| columns(table, row).iter().flatten().count();
    let best = (0..table.rows.len().min(HEAD))
        .rev()
        .max_by_key(|row| known(*row));
    best.filter(|row| known(*row) > 0).unwrap_or_else(|| {
        let filled = |row: &Vec<String>| row.iter().filter(|cell| !cell.is_empty()).count() > 1;
        table.rows.iter().position(filled).unwrap_or_default()
    })
}

fn named_language(heading: &str) -> Option<Locale> {
    let words = plain(heading);
    let (_, last) = words.rsplit_once(' ')?;
    match last {
        "ru" | "rus" | "рус" | "русский" => Some(Locale::Ru),
        "en" | "eng" | "англ" | "английский" => Some(Locale::En),
        _ => None,
    }
}

/// Which field a heading names: in full first, else by its beginning.
fn field(heading: &str) -> Option<(ItemField, bool)> {
    let mut words = plain(heading);
    if named_language(heading).is_some() {
        words.truncate(words.rfind(' ').unwrap_or_default());
    }
    if words.is_empty() {
        return None;
    }
    if let Some((field, _)) = NAMES.iter().find(|(_, name)| *name == words) {
        return Some((*field, true));
    }
    NAMES
        .iter()
        .filter(|(_, name)| name.chars().count() > 3 && words.starts_with(name.as_str()))
        .max_by_key(|(_, name)| name.len())
        .map(|(field, _)| (*field, false))
}

/// Every heading we know, plain: asked for each cell at the top of a sheet.
static NAMES: LazyLock<Vec<(ItemField, String)>> = LazyLock::new(|| {
    let of = |field: &ItemField| {
        let headings = Locale::ALL.iter().flat_map(|locale| field.headings(*locale));
        headings.map(|name| (*field, plain(name))).collect::<Vec<_>>()
    };
    ItemField::ALL.iter().flat_map(of).collect()
});

/// Columns by their headings, each field once: a heading in full wins over one that only begins so.
fn columns(table: &SheetTable, header: usize) -> Vec<Option<ItemColumn>> {
    let width = table.width();
    let heading = |column: usize| table.cell(header, column);
    let own = language(table, header);
    let mut columns: Vec<Option<ItemColumn>> = vec![None; width];
    for in_full in [true, false] {
        for at in 0..width {
            let Some((field, _)) = field(heading(at)).filter(|(_, full)| *full == in_full) else {
                continue;
            };
            let named = named_language(heading(at));
            let column = ItemColumn {
                field,
                other: field.is_words() && named.is_some_and(|it| it != own),
            };
            if columns[at].is_none() && !columns.contains(&Some(column)) {
                columns[at] = Some(column);
            }
        }
    }
    columns
}

/// What stands above the headings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetPreamble {
    lines: Vec<(ChecklistFact, usize, Vec<String>)>,
    /// A line of a single text that is no fact: a title.
    pub title: Option<String>,
}

impl SheetPreamble {
    /// The texts beside the fact's word.
    pub fn get(&self, fact: ChecklistFact) -> Option<&Vec<String>> {
        self.lines
            .iter()
            .find(|(it, ..)| *it == fact)
            .map(|(_, _, values)| values)
    }
    /// The row in which it stands.
    pub fn row(&self, fact: ChecklistFact) -> Option<usize> {
        self.lines
            .iter()
            .find(|(it, ..)| *it == fact)
            .map(|(_, row, _)| *row)
    }
}

/// The lines above the headings.
pub fn facts(table: &SheetTable, header: usize) -> SheetPreamble {
    let mut facts = SheetPreamble::default();
    for (at, row) in table.rows.iter().take(header).enumerate() {
        let first = row.first().map_or("", String::as_str);
        if let Some(fact) = ChecklistFact::find(first).filter(|_| row.len() > 1) {
            facts.lines.push((fact, at, row[1..].to_vec()));
        } else {
            let mut texts = row.iter().filter(|cell| !cell.is_empty());
            if let (Some(text), None, None) = (texts.next(), texts.next(), &facts.title) {
                facts.title = Some(text.clone());
            }
        }
    }
    facts
}
