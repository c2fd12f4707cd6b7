//! From entries to answers: each way to answer an objection is a hit of its own.
//!
//! Decides which answer of an entry comes first (the one whose words fit best, then the one that helps, then the author's
//! order) and which others stand beside it. Somebody who types the very title of an objection sees its answers one under
//! another; otherwise an entry's second answer stands behind the first answers of entries that fit about as well, and where
//! no name was met only if it holds every word itself. Kinds without answers are one hit. Pure.

use std::sync::Arc;

use super::document::{EntryDocument, Passage};
use super::query::SearchWords;
use super::rank::{RankedEntry, Tier};
use super::reading::Alternative;
use super::signals::SearchSignals;
use super::snippet::{self, PartMatch};

/// Answers of one entry among the hits at most: other objections must be seen too.
const MOST: usize = 3;
/// How much further down each next answer of an entry stands when only words of its text met…
const NEXT: f32 = 400.0;
/// …and when a name held them: behind the first answers of all entries with such a name.
const NEXT_OF_NAMED: f32 = 700.0;

/// One answer in its place.
pub(super) struct RankedAnswer<'a> {
    pub(super) place: f32,
    /// How sure the entry is to be what was asked for.
    pub(super) certainty: f32,
    /// What was typed, as the entry was found by it.
    pub(super) read: Alternative,
    /// The words of that.
    pub(super) question: SearchWords,
    pub(super) document: &'a Arc<EntryDocument>,
    /// Answer of an objection or step of a script.
    pub(super) part: Option<usize>,
    pub(super) passage: Option<&'a Passage>,
}

/// The answers of `found` entries, best first, at most `limit`.
pub(super) fn spread<'a>(
    found: &[RankedEntry<'a>],
    certainties: &[f32],
    signals: &SearchSignals,
    limit: usize,
) -> Vec<RankedAnswer<'a>> {
    let mut answers = Vec::with_capacity(limit * 2);
    for (entry, certainty) in found.iter().zip(certainties) {
        of_entry(entry, *certainty, signals, &mut answers);
    }
    // Stable: an entry's answers keep their order among equals.
    answers.sort_by(|a, b| b.place.total_cmp(&a.place));
    answers.truncate(limit);
    answers
}

fn of_entry<'a>(
    entry: &RankedEntry<'a>,
    certainty: f32,
    signals: &SearchSignals,
    out: &mut Vec<RankedAnswer<'a>>,
) {
    let document: &'a Arc<EntryDocument> = entry.document;
    let mut question = SearchWords::read(&entry.read.text);
    let all = snippet::parts(document, &mut question);
    // Of equals the first: the author's order.
    let best = all.iter().rev().max_by_key(|it| it.score);
    let answer = |place, part, passage| RankedAnswer {
        place,
        certainty,
        read: entry.read.clone(),
        question: question.clone(),
        document,
        part,
        passage,
    };
    if document.answers.is_empty() {
        // Nothing answers: words to say before anything else.
        let said = all.iter().find(|it| it.passage.speech);
        let shown = best.filter(|it| it.score > 0).or(said).or(best);
        let part = shown.and_then(|it| it.part);
        out.push(answer(entry.place, part, shown.map(|it| it.passage)));
        return;
    }
    let worth = |it: &PartMatch<'_>| {
        let name = it.part.and_then(|part| document.answers.get(part));
        name.map_or(0.0, |name| signals.of_answer(&document.entry.id, name))
    };
    let mut ways: Vec<&PartMatch<'a>> = all.iter().filter(|it| it.part.is_some()).collect();
    ways.sort_by(|a, b| {
        let by_words = b.score.cmp(&a.score);
        by_words.then_with(|| worth(b).total_cmp(&worth(a)))
    });
    let every_word = u16::MAX >> (16 - question.words.len().clamp(1, 16));
    let named = entry.tier >= Tier::Name;
    let title = document.names.first().map_or(&[][..], Vec::as_slice);
    let titled = title.iter().map(|it| &it.folded).eq(&question.all);
    for (at, way) in ways.into_iter().enumerate() {
        if at >= MOST || (at > 0 && !named && way.found & every_word != every_word) {
            break;
        }
        let step = match entry.tier {
            Tier::Exact if titled => 0.0,
            Tier::Exact | Tier::Name => NEXT_OF_NAMED * at.min(1) as f32,
            Tier::Text => NEXT * at as f32,
        };
        // What stands before all answers may be what was found.
        let outside = best.filter(|it| at == 0 && it.part.is_none() && it.score > way.score);
        let passage = outside.map_or(way.passage, |it| it.passage);
        out.push(answer(entry.place - step, way.part, Some(passage)));
    }
}
