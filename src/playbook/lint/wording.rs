//! One thing is called one thing: link texts, tags, figures of the company; and nothing is offered past its last day.
//!
//! Decides that a link is called as what it leads to is (its title, or a heading of it) and that tags which differ in case or
//! number only are one tag. Letters are compared as a reader takes them, tags by the stems of their words.

use std::collections::{BTreeMap, HashMap};

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer, TokenStream as _};

use super::LintFault;
use super::structure::key_position;
use crate::i18n::Locale;
use crate::playbook::entry::{Entry, EntryKind, EntryStatus};
use crate::playbook::figures;
use crate::playbook::front_matter::Complaint;
use crate::playbook::library::LibrarySnapshot;
use crate::playbook::tree::{BlockKind, Inline, LinkTarget, each_line, each_link, plain};
use crate::text;
use crate::time::Day;

/// Everything found in one entry, as of `today`.
pub fn inspect(entry: &Entry, library: &LibrarySnapshot, today: Day) -> Vec<Complaint> {
    let mut found = Vec::new();
    links(entry, library, &mut found);
    tags(entry, library, &mut found);
    figures_twice(entry, library, &mut found);
    if let Some(until) = entry.facts.until.filter(|_| entry.is_over(today)) {
        let day = until.to_string();
        found.push((key_position(entry, "until"), LintFault::Ended { day }));
    }
    found
}

fn links(entry: &Entry, library: &LibrarySnapshot, found: &mut Vec<Complaint>) {
    each_link(&entry.tree, &mut |target, words, span| {
        let LinkTarget::Entry { id, .. } = target else {
            return;
        };
        let Some(other) = library.get(id) else { return };
        let said = text::plain(&plain(words));
        if said.is_empty() || said == text::plain(other.title()) || has_heading(other, &said) {
            return;
        }
        let fault = LintFault::LinkWords {
            found: plain(words),
            title: other.title().to_owned(),
        };
        found.push((entry.position(span.start), fault));
    });
}

fn has_heading(entry: &Entry, said: &str) -> bool {
    let mut has = false;
    each_line(&entry.tree, &mut |line: &[Inline], block| {
        has |= matches!(block.kind, BlockKind::Heading { .. }) && text::plain(&plain(line)) == said;
    });
    has
}

fn tags(entry: &Entry, library: &LibrarySnapshot, found: &mut Vec<Complaint>) {
    for tag in &entry.facts.tags {
        if let Some(usual) = library.tags().usual(entry.locale(), tag) {
            let fault = LintFault::TagSpelling {
                tag: tag.clone(),
                usual: usual.to_owned(),
            };
            found.push((key_position(entry, "tags"), fault));
        }
    }
}

/// A figure has one home: of two the one that does not count is complained about, and a draft before it is published.
fn figures_twice(entry: &Entry, library: &LibrarySnapshot, found: &mut Vec<Complaint>) {
    for (number, (name, _)) in entry.facts.figures.iter().enumerate() {
        let is_same = |(other, _): &(String, String)| figures::key(other) == figures::key(name);
        let here = entry.facts.figures[..number].iter().any(is_same);
        let elsewhere = library.entries().find(|other| {
            other.kind() == EntryKind::Company
                && other.locale() == entry.locale()
                && other.id != entry.id
                && (other.id < entry.id || entry.status() != EntryStatus::Published)
                && other.facts.figures.iter().any(is_same)
        });
        let home = elsewhere.map(|other| &other.id).or(here.then_some(&entry.id));
        if let Some(home) = home {
            let fault = LintFault::FigureTwice {
                name: name.clone(),
                home: home.to_string(),
            };
            found.push((key_position(entry, "figures"), fault));
        }
    }
}

/// How the tags of a book are written.
#[derive(Debug, Default)]
pub struct TagSpellings(HashMap<(Locale, String), BTreeMap<String, usize>>);

impl TagSpellings {
    /// Of these entries.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut spellings = Self::default();
        for entry in entries {
            for tag in &entry.facts.tags {
                let key = (entry.locale(), stems(entry.locale(), tag));
                let written = spellings.0.entry(key).or_default();
                *written.entry(tag.clone()).or_default() += 1;
            }
        }
        spellings
    }

    /// How most entries write this tag, when it is otherwise; of equals the first by letter is the usual one.
    pub fn usual(&self, locale: Locale, tag: &str) -> Option<&str> {
        let written = self.0.get(&(locale, stems(locale, tag)))?;
        let (usual, _) = written.iter().rev().max_by_key(|(_, count)| **count)?;
        (usual != tag).then_some(usual.as_str())
    }
}

/// The words of a tag without case and endings.
fn stems(locale: Locale, tag: &str) -> String {
    let language = match locale {
        Locale::Ru => Language::Russian,
        Locale::En => Language::English,
    };
    let mut analyzer = TextAnalyzer::builder(RawTokenizer::default())
        .filter(Stemmer::new(language))
        .build();
    let mut stems = String::with_capacity(tag.len());
    for word in text::plain(tag).split(' ') {
        let mut words = analyzer.token_stream(word);
        words.process(&mut |stem| {
            stems.push_str(&stem.text);
            stems.push(' ');
        });
    }
    stems
}
