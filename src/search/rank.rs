//! Where an entry stands for one reading of a question.
//!
//! Decides the order: an exact name, then names that hold every word, then what clients say when the entry helps, then texts
//! that hold every word, then texts that hold some; within each the reader's language, the pinned ones, the index's own
//! score; and how much further down a reading stands than what was typed. Freshness and use come from [`super::signals`],
//! the answers of an entry from [`super::answers`]. Pure.

use std::sync::Arc;

use super::document::EntryDocument;
use super::query::SearchWords;
use super::reading::QueryReading;
use super::tokenizer::FoldedWord;
use crate::i18n::Locale;

/// How a question meets an entry, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// The text holds some of its words.
    SomeWords,
    /// The text holds all of them.
    Text,
    /// What the client says when the entry helps holds all of them.
    Trigger,
    /// A name holds all of them.
    Name,
    /// A name is exactly this.
    Exact,
}

/// An entry found by one reading.
pub(super) struct RankedEntry<'a> {
    pub(super) place: f32,
    pub(super) tier: Tier,
    pub(super) serial: u64,
    pub(super) which: usize,
    pub(super) document: &'a Arc<EntryDocument>,
}

/// Of an entry whose text holds every word.
pub(super) fn tier(document: &EntryDocument, question: &mut SearchWords) -> Tier {
    let exact = document.names.iter().any(|name| {
        name.len() == question.all.len() && name.iter().zip(&question.all).all(|(a, b)| a.folded == *b)
    });
    if exact {
        return Tier::Exact;
    }
    if document.names.iter().any(|name| holds_all(name, question)) {
        return Tier::Name;
    }
    if document.triggers.iter().any(|words| holds_all(words, question)) {
        return Tier::Trigger;
    }
    Tier::Text
}

fn holds_all(words: &[FoldedWord], question: &mut SearchWords) -> bool {
    let mut found = vec![false; question.words.len()];
    for word in words {
        if let Some(at) = question.answers(&word.folded) {
            found[at] = true;
        }
    }
    found.iter().all(|found| *found)
}

/// One number that puts hits in order: the tier, then the reader's language, then pinned, then the index's score.
pub(super) fn place(tier: Tier, document: &EntryDocument, locale: Locale, score: f32) -> f32 {
    let own_language = if document.entry.locale() == locale {
        500.0
    } else {
        0.0
    };
    // A pinned entry that merely mentions the word is not what is looked for.
    let pinned = if tier >= Tier::Name && document.entry.facts.pinned {
        200.0
    } else {
        0.0
    };
    f32::from(tier as u8) * 1000.0 + own_language + pinned + score.clamp(0.0, 199.0)
}

/// How much further down a reading stands than the same place as typed: never a whole tier.
pub(super) fn distance(reading: QueryReading) -> f32 {
    match reading {
        QueryReading::Typed => 0.0,
        QueryReading::Layout => 20.0,
        QueryReading::Transliterated | QueryReading::Misspelt => 40.0,
        QueryReading::Synonym => 60.0,
    }
}
