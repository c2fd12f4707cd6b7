//! What the author's text looks like and what is wrong with it, before it is saved.
//!
//! Decides where each complaint is shown: at a field of the facts, or at a line of the text as it stands in the form.

use super::form::EntryForm;
use super::skeleton;
use super::source::cut;
use crate::i18n::Locale;
use crate::playbook::entry::Position;
use crate::playbook::front_matter::Complaint;
use crate::playbook::lint::{self, LintFault, LintSeverity};
use crate::playbook::parse;
use crate::playbook::{Entry, EntryId, EntryStatus, LibrarySnapshot};
use crate::time::Day;

/// One complaint in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextNote {
    /// The field it belongs to.
    pub field: &'static str,
    /// Where in that field; only in the text.
    pub at: Option<Position>,
    /// What is wrong and what to do.
    pub sentence: String,
    /// Does it keep the file from being saved? A warning does not, nor does an error of the book as a whole.
    pub blocks: bool,
    /// How bad it is.
    pub severity: LintSeverity,
}

/// A text that was looked at.
#[derive(Debug)]
pub struct CheckedText {
    /// What can be shown of it.
    pub entry: Option<Entry>,
    /// What is wrong, in the order of the text.
    pub notes: Vec<TextNote>,
    place: SourceLocation,
}

impl CheckedText {
    /// Adds what was found besides; it keeps nothing from being saved.
    pub fn add(&mut self, found: Vec<Complaint>) {
        let place = self.place;
        let notes = found.into_iter().map(|complaint| place.note(complaint, false));
        self.notes.extend(notes);
        self.sort();
    }

    fn sort(&mut self) {
        self.notes.sort_by_key(|note| (note.at, note.field));
    }

    /// How many notes are errors.
    pub fn errors(&self) -> usize {
        let is_error = |note: &&TextNote| note.severity == LintSeverity::Error;
        self.notes.iter().filter(is_error).count()
    }
}

/// Looks at what a form holds, as of `today`.
pub fn check(
    id: &EntryId,
    form: &EntryForm,
    like: Option<&str>,
    book: &LibrarySnapshot,
    (today, locale): (Day, Locale),
) -> CheckedText {
    let source = form.shown_source(id, like, today);
    let (entry, unusable) = parse::read(id, &source);
    let inspected = match &entry {
        Some(entry) => lint::inspect_entry(entry, book, today),
        None => Vec::new(),
    };
    let before = if form.is_whole() {
        0
    } else {
        cut(&source).map_or(0, |parts| {
            let head = parts.head.matches('\n').count() + parts.gap.matches('\n').count();
            u32::try_from(head).unwrap_or(u32::MAX)
        })
    };
    let place = SourceLocation {
        whole: form.is_whole(),
        before,
        locale,
    };
    let published = entry
        .as_ref()
        .is_none_or(|entry| entry.status() == EntryStatus::Published);
    let untouched = entry.as_ref().map(skeleton::untouched).unwrap_or_default();
    let untouched = untouched.into_iter().map(|complaint| (complaint, published));
    let blocking = unusable.into_iter().map(|complaint| (complaint, true));
    let notes = blocking
        .chain(untouched)
        .chain(inspected.into_iter().map(|complaint| (complaint, false)))
        .map(|(complaint, blocks)| place.note(complaint, blocks))
        .collect();
    let mut checked = CheckedText { entry, notes, place };
    checked.sort();
    checked
}

/// Where the text of a form begins in its file.
#[derive(Debug, Clone, Copy)]
struct SourceLocation {
    /// The form holds the whole file.
    whole: bool,
    /// Lines before the text.
    before: u32,
    /// Language of the sentences.
    locale: Locale,
}

impl SourceLocation {
    fn note(self, (at, fault): Complaint, blocks: bool) -> TextNote {
        let field = if self.whole { "body" } else { field_of(&fault) };
        TextNote {
            field,
            at: (field == "body").then(|| Position {
                line: at.line.saturating_sub(self.before).max(1),
                column: if at.line > self.before { at.column } else { 1 },
            }),
            sentence: fault.sentence(self.locale),
            blocks,
            severity: if blocks {
                LintSeverity::Error
            } else {
                fault.severity()
            },
        }
    }
}

/// The field a complaint belongs to.
const fn field_of(fault: &LintFault) -> &'static str {
    match fault {
        LintFault::AliasCount { .. } | LintFault::AliasTwice { .. } => "aliases",
        LintFault::TagCount { .. } | LintFault::TagSpelling { .. } => "tags",
        LintFault::TitleTwice { .. } => "title",
        LintFault::ReviewOverdue { .. } => "review",
        LintFault::Ended { .. } => "until",
        LintFault::FigureTwice { .. } => "figures",
        _ => "body",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type NoteSummary = (String, Option<(u32, u32)>, bool);

    fn checked(form: &EntryForm) -> Vec<NoteSummary> {
        let id = "ru/objections/dear".parse().unwrap();
        let today = "2026-11-23".parse().unwrap();
        let found = check(&id, form, None, &LibrarySnapshot::default(), (today, Locale::Ru));
        assert!(found.entry.is_some());
        let place = |note: &TextNote| note.at.map(|at| (at.line, at.column));
        let note = |note: &TextNote| (note.field.to_owned(), place(note), note.blocks);
        found.notes.iter().map(note).collect()
    }

    #[test]
    fn complaints_stand_where_the_author_sees_them() {
        let form = EntryForm {
            title: "Дорого".to_owned(),
            aliases: "раз\nдва\nтри".to_owned(),
            owner: "o.vetrov".to_owned(),
            review: "2026-11-01".to_owned(),
            body: "Вступление.\r\n\r\n## Сравнить\r\n\r\nКогда торгуются.\r\n\r\n1. **спросить** «С чем?»\r\n2. слова <b>\r\n3. **итог** «Да»\r\n\r\n## Второй\r\n\r\nКогда.\r\n\r\n1. **а** «б»\r\n2. **а** «б»\r\n3. **а** «б»\r\n".to_owned(),
            ..EntryForm::default()
        };
        let body = |line, column, blocks| ("body".to_owned(), Some((line, column)), blocks);
        assert_eq!(
            checked(&form),
            [
                ("review".to_owned(), None, false),
                ("tags".to_owned(), None, false),
                body(8, 1, false),
                body(8, 10, true),
            ]
        );
        // The whole file counts its own lines.
        let whole = EntryForm {
            body: format!(
                "---\nkind: objection\ntitle: Дорого\naliases: [раз, два, три]\ntags: [цена]\nowner: o\nreview: 2027-01-01\n---\n\n{}",
                form.body.replace("\r\n", "\n")
            ),
            whole: "yes".to_owned(),
            ..EntryForm::default()
        };
        assert_eq!(checked(&whole), [body(17, 1, false), body(17, 10, true)]);
    }
}
