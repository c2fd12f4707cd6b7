//! The block of facts between `---` lines at the head of a file.
//!
//! Decides which keys exist, which must be there and what a wrong value is called; every complaint has its line and
//! column in the file. The Markdown after the block is left to [`super::parse`].

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_saphyr::{Location, Spanned};

use super::entry::{EntryFacts, EntryId, EntryKind, EntryStatus, Position, Slug};
use super::lint::LintFault;
use super::lint::yaml::diagnose;
use crate::time::Day;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFrontMatter {
    kind: Option<Spanned<String>>,
    title: Option<Spanned<String>>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    stage: Option<Spanned<String>>,
    #[serde(default)]
    roles: Vec<Spanned<String>>,
    #[serde(default)]
    tags: Vec<Spanned<String>>,
    owner: Option<Spanned<String>>,
    review: Option<Spanned<String>>,
    #[serde(default)]
    pin: bool,
    status: Option<Spanned<String>>,
    #[serde(default)]
    formerly: Vec<Spanned<String>>,
    until: Option<Spanned<String>>,
    figures: Option<Spanned<RawFigures>>,
}

/// Names and texts in the order of the file.
struct RawFigures(Vec<(String, Spanned<String>)>);

impl<'de> Deserialize<'de> for RawFigures {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct FigureVisitor;
        impl<'de> Visitor<'de> for FigureVisitor {
            type Value = RawFigures;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("names and their texts")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawFigures, A::Error> {
                let mut figures = Vec::new();
                while let Some(figure) = map.next_entry()? {
                    figures.push(figure);
                }
                Ok(RawFigures(figures))
            }
        }
        from.deserialize_map(FigureVisitor)
    }
}

/// A complaint about a place in the file.
pub type Complaint = (Position, LintFault);

/// The front matter's bytes without its fences, and where the Markdown begins.
pub fn split(source: &str) -> Result<(Range<usize>, usize), Complaint> {
    let start = Position { line: 1, column: 1 };
    let bom = if source.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let mut lines = source[bom..].split_inclusive('\n');
    let mut at = bom;
    match lines.next() {
        Some(first) if first.trim_end() == "---" => at += first.len(),
        _ => return Err((start, LintFault::NoFrontMatter)),
    }
    let begin = at;
    for line in lines {
        if line.trim_end() == "---" {
            return Ok((begin..at, at + line.len()));
        }
        at += line.len();
    }
    Err((start, LintFault::FrontMatterOpen))
}

/// Reads the facts of `id` from the bytes found by [`split`].
pub fn read(id: &EntryId, source: &str, yaml: &Range<usize>) -> Result<EntryFacts, Vec<Complaint>> {
    // The YAML starts on the line after the opening fence.
    let place = |at: Location| Position {
        line: u32::try_from(at.line()).unwrap_or(0).max(1) + 1,
        column: u32::try_from(at.column()).unwrap_or(0).max(1),
    };
    let mut text = Cow::Borrowed(&source[yaml.clone()]);
    let mut parsed: Result<RawFrontMatter, _> = serde_saphyr::from_str(&text);
    if parsed.is_err()
        && let Some(quoted) = with_quoted_title(&text)
    {
        parsed = serde_saphyr::from_str(&quoted);
        text = Cow::Owned(quoted);
    }
    let raw = match parsed {
        Ok(raw) => raw,
        Err(error) => {
            let (line, mistake) = diagnose(&text, first_line(&error));
            let at = match line {
                Some(line) => Position {
                    line: line + 1,
                    column: 1,
                },
                None => error.location().map_or(Position { line: 1, column: 1 }, place),
            };
            return Err(vec![(at, LintFault::Yaml(mistake))]);
        }
    };
    let mut reader = FrontMatterReader {
        complaints: Vec::new(),
        place: &place,
    };
    if let Some((kind, at)) =
        reader.one::<EntryKind>("kind", raw.kind, &words(EntryKind::ALL, EntryKind::as_str))
        && kind != id.kind
    {
        reader.complaints.push((
            at,
            LintFault::WrongFolder {
                kind,
                folder: id.kind.folder(),
            },
        ));
    }
    let title = reader.text("title", raw.title);
    let stages = words(
        super::entry::ConversationStage::ALL,
        super::entry::ConversationStage::as_str,
    );
    let stage = raw
        .stage
        .and_then(|raw| reader.one("stage", Some(raw), &stages))
        .map(|(stage, _)| stage);
    let sales_roles = words(super::entry::SalesRole::ALL, super::entry::SalesRole::as_str);
    let roles = raw
        .roles
        .into_iter()
        .filter_map(|raw| reader.one("roles", Some(raw), &sales_roles))
        .map(|(role, _)| role)
        .collect();
    let aliases = reader.list("aliases", raw.aliases);
    let tags = reader.list("tags", raw.tags);
    let statuses = words(EntryStatus::ALL, EntryStatus::as_str);
    let status = raw
        .status
        .and_then(|raw| reader.one("status", Some(raw), &statuses))
        .map_or(EntryStatus::Published, |(status, _)| status);
    let formerly = raw
        .formerly
        .into_iter()
        .filter_map(|raw| reader.one::<Slug>("formerly", Some(raw), "too-expensive"))
        .map(|(slug, _)| slug)
        .collect();
    let owner = reader.text("owner", raw.owner);
    let review = reader
        .one::<Day>("review", raw.review, "2027-02-14")
        .map(|(day, _)| day);
    let until = raw
        .until
        .and_then(|raw| reader.one::<Day>("until", Some(raw), "2026-11-30"))
        .map(|(day, _)| day);
    let figures = reader.figures(id.kind, raw.figures);
    match (title, owner, review) {
        (Some(title), Some(owner), Some(review)) if reader.complaints.is_empty() => Ok(EntryFacts {
            title,
            aliases,
            stage,
            roles,
            tags,
            owner,
            review,
            pinned: raw.pin,
            status,
            formerly,
            until,
            figures,
        }),
        _ => Err(reader.complaints),
    }
}

/// The same facts with a title like «Дорого: что сказать» in quotes, which YAML wants and nobody expects. Nothing when the title
/// is not plainly such a line. Lines stay where they are, and so does the place at which the title begins.
fn with_quoted_title(yaml: &str) -> Option<String> {
    let mut before = 0;
    let mut lines = yaml.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        if let Some(value) = line.strip_prefix("title: ") {
            let title = value.trim();
            let is_plain = title
                .starts_with(|letter: char| letter.is_alphanumeric() || "«„“".contains(letter))
                && (title.contains(": ") || title.ends_with(':'))
                && !title.contains(" #");
            let goes_on = lines.peek().is_some_and(|next| next.starts_with([' ', '\t']));
            if !is_plain || goes_on {
                return None;
            }
            let begin = before + (line.len() - value.trim_start().len());
            let end = begin + title.len();
            let quoted = title.replace('\'', "''");
            return Some(format!("{}'{quoted}'{}", &yaml[..begin], &yaml[end..]));
        }
        before += line.len();
    }
    None
}

struct FrontMatterReader<'a> {
    complaints: Vec<Complaint>,
    place: &'a dyn Fn(Location) -> Position,
}

impl FrontMatterReader<'_> {
    fn text(&mut self, key: &'static str, raw: Option<Spanned<String>>) -> Option<String> {
        let Some(raw) = raw else {
            self.complaints
                .push((Position { line: 1, column: 1 }, LintFault::KeyMissing { key }));
            return None;
        };
        let text = raw.value.trim();
        if text.is_empty() {
            self.complaints
                .push(((self.place)(raw.referenced), LintFault::KeyEmpty { key }));
            return None;
        }
        Some(text.to_owned())
    }

    fn list(&mut self, key: &'static str, raw: Vec<Spanned<String>>) -> Vec<String> {
        raw.into_iter()
            .filter_map(|one| self.text(key, Some(one)))
            .collect()
    }

    /// Names without the spaces around them; another kind than the company has none.
    fn figures(&mut self, kind: EntryKind, raw: Option<Spanned<RawFigures>>) -> Vec<(String, String)> {
        let Some(raw) = raw else {
            return Vec::new();
        };
        if kind != EntryKind::Company {
            let at = (self.place)(raw.referenced);
            self.complaints.push((at, LintFault::FiguresElsewhere));
            return Vec::new();
        }
        let mut figures = Vec::new();
        for (name, text) in raw.value.0 {
            let at = (self.place)(text.referenced);
            let Some(text) = self.text("figures", Some(text)) else {
                continue;
            };
            let name = name.trim().to_owned();
            if name.is_empty() || name.contains(['{', '}']) {
                self.complaints.push((at, LintFault::KeyEmpty { key: "figures" }));
            } else {
                figures.push((name, text));
            }
        }
        figures
    }

    fn one<T: FromStr>(
        &mut self,
        key: &'static str,
        raw: Option<Spanned<String>>,
        allowed: &str,
    ) -> Option<(T, Position)> {
        let at = raw.as_ref().map(|raw| (self.place)(raw.referenced));
        let text = self.text(key, raw)?;
        let at = at?;
        if let Ok(value) = text.parse() {
            return Some((value, at));
        }
        self.complaints.push((
            at,
            LintFault::KeyWrong {
                key,
                value: text,
                allowed: allowed.to_owned(),
            },
        ));
        None
    }
}

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|one| word(*one)).collect::<Vec<_>>().join(", ")
}

/// The parser's sentence without its own line and column (they count from the fence) and without advice to programmers.
fn first_line(error: &serde_saphyr::Error) -> String {
    let said = error.without_snippet().to_string();
    let line = said.lines().next().unwrap_or_default();
    let line = line.split(" at line ").next().unwrap_or(line);
    line.split(", set ").next().unwrap_or(line).trim().to_owned()
}
