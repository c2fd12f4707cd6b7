//! What to read for a plan: entries of the book, first those that the low items name.
//!
//! Decides what is offered and that a plan keeps the title of the time: an entry may be renamed or go.

use serde::{Deserialize, Serialize};

use super::basis::PlanBasis;
use crate::i18n::Locale;
use crate::playbook::{EntryId, EntryKind, LibrarySnapshot};

/// Entries of one plan at most: more are not read.
pub const MOST_STUDY: usize = 6;

/// An entry to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Study {
    /// Its name: `ru/objections/too-expensive`.
    pub entry: String,
    /// Its title when the plan was written.
    pub title: String,
}

/// The chosen entries that the book has, each once, at most [`MOST_STUDY`].
pub(super) fn chosen(book: &LibrarySnapshot, ids: &[String]) -> Vec<Study> {
    let mut study: Vec<Study> = Vec::new();
    let known = ids
        .iter()
        .filter_map(|id| book.get(&id.trim().parse::<EntryId>().ok()?));
    for entry in known {
        let id = entry.id.to_string();
        if study.len() < MOST_STUDY && study.iter().all(|known| known.entry != id) {
            study.push(Study {
                entry: id,
                title: entry.title().to_owned(),
            });
        }
    }
    study
}

/// An entry to read as the plan shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StudyLink {
    /// The title of today, else of the time.
    pub(super) title: String,
    /// Its page; none when the book no longer has it.
    pub(super) href: Option<String>,
}

/// What a plan asks to read, as the book is today.
pub(super) fn readings(book: &LibrarySnapshot, study: &[Study]) -> Vec<StudyLink> {
    let reading = |kept: &Study| {
        let entry = kept.entry.parse::<EntryId>().ok();
        let entry = entry.and_then(|id| book.get(&id));
        StudyLink {
            title: entry.map_or(&kept.title[..], |entry| entry.title()).to_owned(),
            href: entry.map(|entry| entry.id.url()),
        }
    };
    study.iter().map(reading).collect()
}

/// An entry that the form offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StudyOffer {
    /// Its name.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
    /// Translation key of its kind.
    pub(super) kind: &'static str,
}

/// Offered at once: what the low items name, and what is chosen already.
pub(super) fn offers(book: &LibrarySnapshot, card: Option<&PlanBasis>, ids: &[String]) -> Vec<StudyOffer> {
    let named = card.into_iter().flat_map(PlanBasis::low_entries);
    let wanted: Vec<String> = named.chain(ids.iter().cloned()).collect();
    let mut offers: Vec<StudyOffer> = Vec::new();
    for id in wanted {
        let entry = id.parse::<EntryId>().ok();
        let Some(entry) = entry.and_then(|id| book.get(&id)) else {
            continue;
        };
        let id = entry.id.to_string();
        if offers.iter().all(|offer| offer.id != id) {
            offers.push(StudyOffer {
                id,
                title: entry.title().to_owned(),
                kind: entry.kind().text_key(),
            });
        }
    }
    offers
}

/// The whole book in this language, by chapter: translation key of its name, and its entries.
pub(super) fn chapters(book: &LibrarySnapshot, locale: Locale) -> Vec<(&'static str, Vec<StudyOffer>)> {
    let chapter = |kind: &EntryKind| {
        let entries = book.chapter(locale, *kind).into_iter().map(|entry| StudyOffer {
            id: entry.id.to_string(),
            title: entry.title().to_owned(),
            kind: kind.text_key(),
        });
        (kind.chapter_key(), entries.collect::<Vec<_>>())
    };
    let chapters = EntryKind::ALL.iter().map(chapter);
    chapters.filter(|(_, entries)| !entries.is_empty()).collect()
}
