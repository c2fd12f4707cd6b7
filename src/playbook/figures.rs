//! Figures of the company that other texts name in braces: `{гарантия на металл}` → «пять лет».
//!
//! Decides which figures there are (`figures:` in the front matter of cards of the company, each language its own) and where
//! a name is one of them; any other name in braces is a field that a person fills. A card that is a draft or archived defines
//! none: what everybody reads does not hang on what nobody does.
//!
//! They are put in when the snapshot is made and not when a text is shown: the tree then holds the words themselves, so that
//! search, copying, printing, the API and the lints see what a reader sees and none of them has to know of figures. A changed
//! card makes new entries of those that name a figure of it, and of no others: whoever follows the library compares pointers
//! and reads just these anew. The file as its author wrote it stays as it is.

use std::collections::HashMap;
use std::sync::Arc;

use super::body::Body;
use super::entry::{Entry, EntryId, EntryStatus};
use super::message::braces;
use super::tree::{BlockKind, BlockNode, Inline, InlineKind, ListItem, SourceSpan};
use crate::i18n::Locale;
use crate::text::fold;

/// A figure and where it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyFigure {
    /// Its text.
    pub text: String,
    /// The card.
    pub home: EntryId,
}

/// Every figure of a book, by language and name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompanyFigures(HashMap<(Locale, String), CompanyFigure>);

impl CompanyFigures {
    /// Those of the published ones of `entries`; of two with the same name the one of the entry that comes first in the book.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut cards: Vec<&Entry> = entries
            .into_iter()
            .filter(|entry| entry.status() == EntryStatus::Published && !entry.facts.figures.is_empty())
            .collect();
        cards.sort_by(|a, b| a.id.cmp(&b.id));
        let mut figures = HashMap::new();
        for card in cards {
            for (name, text) in &card.facts.figures {
                let figure = || CompanyFigure {
                    text: text.clone(),
                    home: card.id.clone(),
                };
                figures.entry((card.locale(), key(name))).or_insert_with(figure);
            }
        }
        Self(figures)
    }

    /// The figure of this name.
    pub fn get(&self, locale: Locale, name: &str) -> Option<&CompanyFigure> {
        self.0.get(&(locale, key(name)))
    }

    /// The entry as it is shown: the very same when it names no figure, and `before` when nothing is different from it.
    pub fn put_into(&self, entry: &Arc<Entry>, before: Option<&Arc<Entry>>) -> Arc<Entry> {
        let Some(shown) = self.shown(entry) else {
            return Arc::clone(entry);
        };
        let same = |before: &&Arc<Entry>| {
            *before.source == *shown.source && before.tree == shown.tree && before.facts == shown.facts
        };
        before.filter(same).map_or_else(|| Arc::new(shown), Arc::clone)
    }

    /// The entry with its figures; nothing when it names none.
    pub fn shown(&self, entry: &Entry) -> Option<Entry> {
        let locale = entry.locale();
        let mut named = braces(&entry.source).into_iter();
        if !named.any(|(name, _)| self.get(locale, name).is_some()) {
            return None;
        }
        let mut shown = entry.clone();
        shown.facts.title = self.words(locale, &shown.facts.title);
        for alias in &mut shown.facts.aliases {
            *alias = self.words(locale, alias);
        }
        self.blocks(locale, &mut shown.tree);
        shown.body = Body::read(entry.kind(), &shown.tree);
        Some(shown)
    }

    /// Plain words with the texts of the figures they name.
    fn words(&self, locale: Locale, text: &str) -> String {
        let mut words = String::with_capacity(text.len());
        let mut done = 0;
        for (name, range) in braces(text) {
            if let Some(figure) = self.get(locale, name) {
                words.push_str(&text[done..range.start]);
                words.push_str(&figure.text);
                done = range.end;
            }
        }
        words.push_str(&text[done..]);
        words
    }

    fn blocks(&self, locale: Locale, blocks: &mut [BlockNode]) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => self.line(locale, text),
                BlockKind::Bullets(items) | BlockKind::Numbered { items, .. } => self.items(locale, items),
                BlockKind::Quote(inner) => self.blocks(locale, inner),
                BlockKind::Table { head, rows, .. } => {
                    for cell in head.iter_mut().chain(rows.iter_mut().flatten()) {
                        self.line(locale, cell);
                    }
                }
                BlockKind::Code(_) | BlockKind::Rule | BlockKind::Snippet(_) => {}
            }
        }
    }

    fn items(&self, locale: Locale, items: &mut [ListItem]) {
        for item in items {
            self.blocks(locale, &mut item.blocks);
        }
    }

    fn line(&self, locale: Locale, line: &mut Vec<Inline>) {
        let mut shown = Vec::with_capacity(line.len());
        for mut inline in line.drain(..) {
            match &mut inline.kind {
                InlineKind::Text(words) => self.text(locale, words, inline.span, &mut shown),
                InlineKind::Strong(inner)
                | InlineKind::Emphasis(inner)
                | InlineKind::Strike(inner)
                | InlineKind::Link { text: inner, .. } => {
                    self.line(locale, inner);
                    shown.push(inline);
                }
                _ => shown.push(inline),
            }
        }
        *line = shown;
    }

    fn text(&self, locale: Locale, words: &str, span: SourceSpan, shown: &mut Vec<Inline>) {
        let mut put = |kind| shown.push(Inline { kind, span });
        let mut done = 0;
        for (name, range) in braces(words) {
            if let Some(figure) = self.get(locale, name) {
                if done < range.start {
                    put(InlineKind::Text(words[done..range.start].to_owned()));
                }
                put(InlineKind::Figure {
                    name: name.to_owned(),
                    text: figure.text.clone(),
                    home: figure.home.clone(),
                });
                done = range.end;
            }
        }
        if done < words.len() {
            put(InlineKind::Text(words[done..].to_owned()));
        }
    }
}

/// How a name is compared.
pub(super) fn key(name: &str) -> String {
    fold(&one_spaced(name))
}

/// A name that a line end may part in the file.
fn one_spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::parse::parse;
    use crate::playbook::tree::{each_line, plain};

    fn entry(id: &str, facts: &str, text: &str) -> Arc<Entry> {
        let id: EntryId = id.parse().unwrap();
        let source = format!(
            "---\nkind: {}\ntitle: Название {{гарантия}}\nowner: o\nreview: 2027-01-01\n{facts}---\n{text}\n",
            id.kind
        );
        Arc::new(parse(&id, &source).unwrap())
    }

    fn card(text: &str) -> Arc<Entry> {
        entry(
            "ru/company/about",
            &format!("figures:\n  Гарантия: {text}\n  выезд инженера: до 100 км\n"),
            "Мы.",
        )
    }

    fn words(entry: &Entry) -> String {
        let mut words = Vec::new();
        each_line(&entry.tree, &mut |line, _| words.push(plain(line)));
        words.join("|")
    }

    #[test]
    fn a_named_figure_is_its_text_and_any_other_name_a_field() {
        let card = card("пять лет");
        let figures = CompanyFigures::of([&*card]);
        let letter = entry(
            "ru/products/rack",
            "",
            "{имя}, **{Гарантия}** и {выезд\nинженера}.\n\n| {гарантия} |\n|---|\n| {час} |",
        );
        let shown = figures.put_into(&letter, None);
        assert_eq!(words(&shown), "{имя}, пять лет и до 100 км.|пять лет|{час}");
        assert_eq!(shown.title(), "Название пять лет");
        assert_eq!(shown.source, letter.source);
        // English has its own figures.
        let english = entry("en/products/rack", "", "{гарантия}");
        assert!(Arc::ptr_eq(&figures.put_into(&english, None), &english));
    }

    #[test]
    fn only_what_names_a_changed_figure_becomes_another_entry() {
        let letter = entry("ru/products/rack", "", "До {выезд инженера}, {гарантия}.");
        let old = CompanyFigures::of([&*card("пять лет")]);
        let first = old.put_into(&letter, None);
        assert!(Arc::ptr_eq(&old.put_into(&letter, Some(&first)), &first));
        let new = CompanyFigures::of([&*card("шесть лет")]);
        let second = new.put_into(&letter, Some(&first));
        assert_eq!(words(&second), "До до 100 км, шесть лет.");
    }

    #[test]
    fn a_card_that_is_set_aside_has_no_figures() {
        for status in ["draft", "archived"] {
            let aside = format!("status: {status}\nfigures:\n  гарантия: пять лет\n");
            let figures = CompanyFigures::of([&*entry("ru/company/about", &aside, "Мы.")]);
            assert_eq!(figures.get(Locale::Ru, "гарантия"), None);
        }
    }

    #[test]
    fn a_heading_may_end_in_a_figure() {
        let figures = CompanyFigures::of([&*card("пять лет")]);
        let page = entry("ru/products/rack", "", "## Сколько: {гарантия}\n\nСлова.");
        assert_eq!(words(&figures.put_into(&page, None)), "Сколько: пять лет|Слова.");
    }
}
