//! The part of a file a suggestion is about: an answer from its heading to the next one, or the whole text. Pure.

use std::ops::Range;

use crate::authoring::source::{cut, line_end, lines_like};
use crate::playbook::parse;
use crate::playbook::tree::plain;
use crate::playbook::{Body, EntryId};

/// Which part. As a number: 0 is the whole text, answers count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryPart {
    /// All under the facts.
    Whole,
    /// One answer of an objection, from 1.
    Answer(u16),
}

impl EntryPart {
    /// As a number.
    pub const fn number(self) -> i64 {
        match self {
            Self::Whole => 0,
            Self::Answer(number) => number as i64,
        }
    }

    /// From a number; one that is out of reach is the whole text.
    pub fn of_number(number: i64) -> Self {
        match u16::try_from(number) {
            Ok(number) if number > 0 => Self::Answer(number),
            _ => Self::Whole,
        }
    }
}

/// A part where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LocatedPart {
    part: EntryPart,
    name: String,
    /// Without the empty lines after it.
    at: Range<usize>,
}

/// What a part of a file says, with plain line ends, and what it is called.
pub fn read(id: &EntryId, source: &str, part: EntryPart) -> Option<(String, String)> {
    let found = parts(id, source).into_iter().find(|found| found.part == part)?;
    Some((plain_ends(&source[found.at]), found.name))
}

/// The file with `after` where `before` stands: at its own place, or where the answer was moved to. Nothing when no part of
/// the file says that any more.
pub fn replace(id: &EntryId, source: &str, part: EntryPart, before: &str, after: &str) -> Option<String> {
    let all = parts(id, source);
    let says = |found: &&LocatedPart| plain_ends(&source[found.at.clone()]) == before;
    let same = all.iter().filter(|found| found.part == part).find(says);
    let moved = || {
        all.iter()
            .filter(|found| (found.part == EntryPart::Whole) == (part == EntryPart::Whole))
            .find(says)
    };
    let found = same.or_else(moved)?;
    Some(put(source, found.at.clone(), after))
}

/// The file with `after` where the part is expected, whatever stands there; an answer that is gone is added at the end.
pub fn force(id: &EntryId, source: &str, part: EntryPart, name: &str, after: &str) -> String {
    let all = parts(id, source);
    let named = |found: &&LocatedPart| found.part != EntryPart::Whole && found.name == name;
    let found = match part {
        EntryPart::Whole => all.iter().find(|found| found.part == EntryPart::Whole),
        EntryPart::Answer(_) => all.iter().find(named),
    };
    if let Some(found) = found {
        return put(source, found.at.clone(), after);
    }
    let end = line_end(source);
    format!(
        "{}{end}{end}{}{end}",
        source.trim_end(),
        lines_like(after, "", end)
    )
}

fn put(source: &str, at: Range<usize>, after: &str) -> String {
    let words = lines_like(after.trim_end(), &source[at.clone()], line_end(source));
    format!("{}{words}{}", &source[..at.start], &source[at.end..])
}

fn plain_ends(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn parts(id: &EntryId, source: &str) -> Vec<LocatedPart> {
    let Some(cut) = cut(source) else {
        return Vec::new();
    };
    let trimmed = |at: Range<usize>| at.start..at.start + source[at].trim_end().len();
    let start = source.len() - cut.body.len();
    let mut all = vec![LocatedPart {
        part: EntryPart::Whole,
        name: String::new(),
        at: trimmed(start..source.len()),
    }];
    let Some(Body::Objection(objection)) = parse::read(id, source).0.map(|entry| entry.body) else {
        return all;
    };
    let ends = objection.answers.iter().skip(1).map(|next| next.span.start);
    for ((number, answer), end) in (1..).zip(&objection.answers).zip(ends.chain([source.len()])) {
        all.push(LocatedPart {
            part: EntryPart::Answer(number),
            name: plain(&answer.name),
            at: trimmed(answer.span.start..end),
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "---\nkind: objection\ntitle: Дорого\nowner: o\nreview: 2027-01-01\n---\n\nВступление.\n\n## Первый\n\nКогда.\n\n### Границы\n\n- раз\n\n## Второй\n\nИногда.\n";

    fn id() -> EntryId {
        "ru/objections/dear".parse().unwrap()
    }

    #[test]
    fn an_answer_goes_from_its_heading_to_the_next() {
        let (text, name) = read(&id(), FILE, EntryPart::Answer(1)).unwrap();
        assert_eq!(
            (text.as_str(), name.as_str()),
            ("## Первый\n\nКогда.\n\n### Границы\n\n- раз", "Первый")
        );
        assert_eq!(
            read(&id(), FILE, EntryPart::Answer(2)).unwrap().0,
            "## Второй\n\nИногда."
        );
        assert!(
            read(&id(), FILE, EntryPart::Whole)
                .unwrap()
                .0
                .starts_with("Вступление.")
        );
        assert_eq!(read(&id(), FILE, EntryPart::Answer(3)), None);
    }

    #[test]
    fn only_the_part_is_replaced_also_after_it_moved() {
        let (before, name) = read(&id(), FILE, EntryPart::Answer(1)).unwrap();
        let after = "## Первый\n\nВсегда.";
        let done = replace(&id(), FILE, EntryPart::Answer(1), &before, after).unwrap();
        assert_eq!(done, FILE.replace(&before, after));
        let moved = FILE.replace("## Первый", "## Нулевой\n\nНу.\n\n## Первый");
        let done = replace(&id(), &moved, EntryPart::Answer(1), &before, after).unwrap();
        assert_eq!(done, moved.replace(&before, after));
        let changed = FILE.replace("раз", "два");
        assert_eq!(
            replace(&id(), &changed, EntryPart::Answer(1), &before, after),
            None
        );
        let forced = force(&id(), &changed, EntryPart::Answer(1), &name, after);
        assert!(forced.contains("Всегда.") && !forced.contains("два") && forced.contains("## Второй"));
        let gone = force(&id(), FILE, EntryPart::Answer(3), "Третий", "## Третий\n\nНу.");
        assert_eq!(gone, format!("{FILE}\n## Третий\n\nНу.\n"));
    }

    #[test]
    fn line_ends_of_the_file_stay() {
        let dos = FILE.replace('\n', "\r\n");
        let (before, _) = read(&id(), &dos, EntryPart::Answer(2)).unwrap();
        assert_eq!(before, "## Второй\n\nИногда.");
        let done = replace(
            &id(),
            &dos,
            EntryPart::Answer(2),
            &before,
            "## Второй\r\n\r\nРедко.",
        )
        .unwrap();
        assert_eq!(done, dos.replace("Иногда", "Редко"));
    }
}
