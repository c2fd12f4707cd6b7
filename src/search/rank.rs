//! Where an entry stands for one reading of a question.
//!
//! Decides the order by one number. A word that tells more weighs more ([`super::rarity`]); each word counts by the best
//! wording ([`super::question`]) in the best place of the entry:
//!
//! - the best *name* (title or alias): the share of the name that was said, times how much of the question it is, less for
//!   names of words that tell little. So a whole name said among other words counts, and a long name does not win by holding one
//!   common word. What a client says when the entry helps is compared in the same way and counts less;
//! - *coverage*: the share of the question that the entry has at all, by the place it stands in (title, alias, what the client
//!   says, tag, text);
//! - the best *passage*: the share of the question that stands in one sentence.
//!
//! An exact name stands before everything. The reader's language comes first among equals. Weights and their search are told in
//! `benches/search/ranking.md`. Freshness and use come from [`super::signals`], the answers of an entry from
//! [`super::answers`]. Pure.

use std::sync::Arc;

use super::document::EntryDocument;
use super::lexicon::LemmaKey;
use super::question::{Question, Wording, WordingKind};
use super::rarity::Rarity;
use super::reading::{Alternative, QueryReading};
use crate::i18n::Locale;

/// What a word counts in a title, an alias, what a client says, a tag, the text.
const IN_TITLE: f32 = 1.0;
const IN_ALIAS: f32 = 0.9;
const IN_TRIGGER: f32 = 0.39;
const IN_TAG: f32 = 0.6;
const IN_TEXT: f32 = 0.35;
/// Share of a name's worth that does not depend on how much else was said.
const WHOLE_NAME: f32 = 0.4;
/// A name of words that weigh so much together counts half.
const TELLING: f32 = 1.7;
/// An alias is worth this share of a title.
const ALIAS: f32 = 0.97;
/// What a client says when the entry helps is worth this share of a name.
const TRIGGER: f32 = 0.5;
/// The second best name adds this share.
const SECOND_NAME: f32 = 0.12;
/// Weight of the best passage beside coverage and name.
const PASSAGE: f32 = 0.3;
/// Weight of coverage beside the name.
const COVERAGE: f32 = 1.6;
/// More than 1: a name of which half was said is worth less than half.
const OF_NAME_POWER: f32 = 1.4;
/// Less than 1: among many other words a name still counts.
const OF_QUESTION_POWER: f32 = 0.85;
/// What being exactly a name adds, and being it in other forms.
const EXACT: f32 = 1.0;
const SAME_WORDS: f32 = 0.3;
/// What the reader's language adds, and being an objection: they are what is searched for in a call.
const OWN_LANGUAGE: f32 = 0.1;
const OBJECTION: f32 = 0.04;
/// Share of the best other entry's worth that is taken from an entry's certainty.
const RIVAL: f32 = 0.5;
/// The scale of [`RankedEntry::place`].
const SCALE: f32 = 1000.0;
/// A share that counts as all of it.
const ALL: f32 = 0.999;

/// How a question meets an entry, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// Its words are in the text, all or some.
    Text,
    /// A name is in the question, or the question in a name.
    Name,
    /// A name is exactly this.
    Exact,
}

/// What an entry is worth to a question.
#[derive(Debug, Clone)]
pub(super) struct EntryScore {
    /// More is better.
    pub(super) place: f32,
    pub(super) tier: Tier,
    /// What its words alone are worth, whoever reads, once the last of them is finished: only this is told as sure or not.
    pub(super) words: f32,
    /// What was typed, as this entry was found by it.
    pub(super) read: Alternative,
}

/// An entry found by one reading.
pub(super) struct RankedEntry<'a> {
    pub(super) place: f32,
    pub(super) tier: Tier,
    pub(super) words: f32,
    pub(super) read: Alternative,
    pub(super) document: &'a Arc<EntryDocument>,
}

/// What an entry is worth to `question`; nothing when it has none of its words.
pub(super) fn score(
    document: &EntryDocument,
    question: &Question,
    rarity: &Rarity,
    locale: Locale,
) -> Option<EntryScore> {
    let of = document.entry.locale();
    let mut meeting = WordMeeting::new(question, &document.lemmas.all);
    let (mut name, mut second, mut tier) = (0.0_f32, 0.0_f32, Tier::Text);
    for (at, keys) in document.lemmas.names.iter().enumerate() {
        let place = if at == 0 { IN_TITLE } else { IN_ALIAS };
        let Some(met) = meeting.phrase(keys, place, |key| rarity.weight(key, of)) else {
            continue;
        };
        let mut worth = met.worth;
        if met.of_phrase >= ALL || met.of_question >= ALL {
            tier = tier.max(Tier::Name);
        }
        if is_exactly(document, at, question) {
            worth += EXACT;
            tier = Tier::Exact;
        } else if keys[..] == question.keys[..] {
            worth += SAME_WORDS;
        }
        if at > 0 {
            worth *= ALIAS;
        }
        if worth > name {
            (second, name) = (name, worth);
        } else {
            second = second.max(worth);
        }
    }
    let mut trigger = 0.0_f32;
    for keys in &document.lemmas.triggers {
        if let Some(met) = meeting.phrase(keys, IN_TRIGGER, |key| rarity.weight(key, of)) {
            trigger = trigger.max(met.worth);
        }
    }
    meeting.anywhere(&document.lemmas.tags, IN_TAG);
    meeting.everywhere(IN_TEXT);
    let coverage = meeting.coverage();
    if coverage <= 0.0 {
        return None;
    }
    let passages = document.lemmas.passages.iter();
    let passage = passages.fold(0.0_f32, |best, keys| best.max(meeting.in_passage(keys)));
    let words = name.max(TRIGGER * trigger) + SECOND_NAME * second + COVERAGE * coverage + PASSAGE * passage;
    let own = if of == locale { OWN_LANGUAGE } else { 0.0 };
    let objection = if document.answers.is_empty() {
        0.0
    } else {
        OBJECTION
    };
    Some(EntryScore {
        place: SCALE * (words + own + objection),
        tier,
        words: words / meeting.begun(),
        read: meeting.read(),
    })
}

fn is_exactly(document: &EntryDocument, name: usize, question: &Question) -> bool {
    let name = document.names.get(name).map_or(&[][..], Vec::as_slice);
    let said = question.words.iter().map(|word| &word.folded);
    name.iter().map(|word| &word.folded).eq(said)
}

/// How a phrase and a question met.
struct PhraseOverlap {
    /// The share of the phrase that was said.
    of_phrase: f32,
    /// The share of the question that is the phrase.
    of_question: f32,
    /// What that is worth.
    worth: f32,
}

/// What each word of a question has met in an entry so far: the worth of the best, and by which wording.
struct WordMeeting<'a> {
    question: &'a Question,
    /// Those that the entry has somewhere.
    wordings: Vec<&'a Wording>,
    best: Vec<(f32, Option<&'a Wording>)>,
}

impl<'a> WordMeeting<'a> {
    /// With an entry of these words, in their order.
    fn new(question: &'a Question, all: &[LemmaKey]) -> Self {
        let has = |it: &&Wording| it.keys.iter().all(|key| all.binary_search(key).is_ok());
        Self {
            question,
            wordings: question.wordings.iter().filter(has).collect(),
            best: vec![(0.0, None); question.words.len()],
        }
    }

    fn meet(&mut self, wording: &'a Wording, place: f32) {
        let worth = wording.kind.worth() * place;
        for word in &mut self.best[wording.from..=wording.to] {
            if worth > word.0 {
                *word = (worth, Some(wording));
            }
        }
    }

    /// Compares a phrase as a whole; nothing when no word of the question is in it.
    fn phrase(
        &mut self,
        keys: &[LemmaKey],
        place: f32,
        weight: impl Fn(LemmaKey) -> f32,
    ) -> Option<PhraseOverlap> {
        let question = self.question;
        let mut said = vec![0.0_f32; question.words.len()];
        let mut held = vec![0.0_f32; keys.len()];
        let mut met = false;
        for at in 0..self.wordings.len() {
            let wording = self.wordings[at];
            if !wording.keys.iter().all(|key| keys.contains(key)) {
                continue;
            }
            met = true;
            let worth = wording.kind.worth();
            for word in &mut said[wording.from..=wording.to] {
                *word = word.max(worth);
            }
            for (key, held) in keys.iter().zip(&mut held) {
                if wording.keys.contains(key) {
                    *held = held.max(worth);
                }
            }
            self.meet(wording, place);
        }
        if !met {
            return None;
        }
        let said = said.iter().zip(&question.words);
        let of_question = said.map(|(worth, word)| worth * word.weight).sum::<f32>() / question.total;
        let weights: Vec<f32> = keys.iter().map(|key| weight(*key)).collect();
        let whole: f32 = weights.iter().sum();
        let of_phrase = held
            .iter()
            .zip(&weights)
            .map(|(held, weight)| held * weight)
            .sum::<f32>()
            / whole;
        Some(PhraseOverlap {
            of_phrase,
            of_question,
            worth: of_phrase.powf(OF_NAME_POWER)
                * (WHOLE_NAME + (1.0 - WHOLE_NAME) * of_question.powf(OF_QUESTION_POWER))
                * whole
                / (whole + TELLING),
        })
    }

    /// Words anywhere among `keys`.
    fn anywhere(&mut self, keys: &[LemmaKey], place: f32) {
        for at in 0..self.wordings.len() {
            let wording = self.wordings[at];
            if wording.keys.iter().all(|key| keys.contains(key)) {
                self.meet(wording, place);
            }
        }
    }

    /// Words that the entry has, wherever.
    fn everywhere(&mut self, place: f32) {
        for at in 0..self.wordings.len() {
            self.meet(self.wordings[at], place);
        }
    }

    /// The share of the question's weight that stands in one passage.
    fn in_passage(&self, keys: &[LemmaKey]) -> f32 {
        let mut best = vec![0.0_f32; self.question.words.len()];
        for wording in &self.wordings {
            if wording.keys.iter().all(|key| keys.binary_search(key).is_ok()) {
                for word in &mut best[wording.from..=wording.to] {
                    *word = word.max(wording.kind.worth());
                }
            }
        }
        let met = best.iter().zip(&self.question.words);
        met.map(|(worth, word)| worth * word.weight).sum::<f32>() / self.question.total
    }

    /// The share of the question's weight that was met, by its places.
    fn coverage(&self) -> f32 {
        let met = self.best.iter().zip(&self.question.words);
        met.map(|((worth, _), word)| worth * word.weight).sum::<f32>() / self.question.total
    }

    /// Less than 1 where the last word was met only as what it may become: the share of the question's worth that an entry can
    /// have before the word is finished. Typing on does not make the book less sure of what it has.
    fn begun(&self) -> f32 {
        let last = self.best.last().zip(self.question.words.last());
        let Some(((_, Some(wording)), word)) = last else {
            return 1.0;
        };
        if wording.kind == WordingKind::Completion {
            1.0 - word.weight / self.question.total * (1.0 - wording.kind.worth())
        } else {
            1.0
        }
    }

    /// The question with the wordings that were met in the place of its words.
    fn read(&self) -> Alternative {
        let mut text = self.question.text.clone();
        let mut reading = self.question.reading;
        let mut before = self.question.words.len();
        for at in (0..self.best.len()).rev() {
            let Some(wording) = self.best[at].1 else { continue };
            let other = wording.kind != WordingKind::Form && !wording.text.is_empty();
            if !other || wording.to >= before || wording.to != at {
                continue;
            }
            let words = &self.question.words;
            text.replace_range(
                words[wording.from].range.start..words[wording.to].range.end,
                &wording.text,
            );
            before = wording.from;
            if reading == QueryReading::Typed {
                reading = wording.kind.reading();
            }
        }
        Alternative { reading, text }
    }
}

/// How much further down a reading stands than the same place as typed.
pub(super) fn distance(reading: QueryReading, known: f32) -> f32 {
    let by_reading = match reading {
        QueryReading::Typed | QueryReading::Misspelt | QueryReading::Synonym => return 0.0,
        QueryReading::Layout => 0.02,
        QueryReading::Transliterated => 0.04,
    };
    SCALE * (by_reading + 0.3 * (1.0 - known))
}

/// How sure each of `found` is to be what was asked for, in their order: what its words are worth, less half of what those of
/// the best other are. A topic that the book does not have meets a little of many entries and much of none.
pub(super) fn certainties(found: &[RankedEntry<'_>]) -> Vec<f32> {
    let (mut best, mut second) = (0.0_f32, 0.0_f32);
    for entry in found {
        second = second.max(entry.words.min(best));
        best = best.max(entry.words);
    }
    let rival = |entry: &RankedEntry<'_>| if entry.words >= best { second } else { best };
    found
        .iter()
        .map(|entry| entry.words - RIVAL * rival(entry))
        .collect()
}
