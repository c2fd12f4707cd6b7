//! What somebody typed, as it is compared with entries: its words, what each weighs, and the wordings each may stand in.
//!
//! Decides which wordings there are: the word itself, what an unfinished word may become, the book's word nearest to one that
//! nobody knows, a word of the same root where the book lacks this one, and phrases of the trainer's and the shipped groups. Which of them count how much is said here once ([`WordingKind::worth`]); what an entry makes of
//! them is left to [`super::rank`], whole texts that may have been meant to [`super::reading`].

use std::collections::HashSet;
use std::ops::Range;

use super::lexicon::{LemmaKey, Lemmas, filler, is_word};
use super::rarity::{Rarity, language};
use super::reading::QueryReading;
use super::thesaurus::{PhraseMatch, Thesaurus};
use super::tokenizer::{FoldedWord, words};
use super::vocabulary::{IndexVocabulary, slips};

/// More words than this are not a question but a text; the first ones are used.
pub const MOST_WORDS: usize = 24;
/// More wordings than this are not looked for.
const MOST_WORDINGS: usize = 200;
/// So many words that an unfinished one may become.
const COMPLETIONS: usize = 40;
/// So many nearest words for one that nobody knows.
const NEAREST: usize = 4;
/// So many words of the same root.
const KIN: usize = 8;
/// An unfinished word after others has at least so many letters…
const SHORTEST_OPEN: usize = 2;
/// …and one whose root is looked for so many.
const SHORTEST_ROOT: usize = 4;
/// Share of a word's weight that counts while it has so many letters (from one on) and may not be finished: what the finished
/// words found does not jump at each letter of the next.
const OPEN_WEIGHTS: [f32; 3] = [0.05, 0.35, 0.6];
/// The same of a longer word that is none yet.
const UNFINISHED_WEIGHT: f32 = 0.7;
/// Share of a word's weight that counts in a phrase which carries no topic.
const FILLER_WEIGHT: f32 = 0.3;

/// How a wording came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordingKind {
    /// The word itself, in any form.
    Form,
    /// What an unfinished word may become.
    Completion,
    /// A known word, so many slips away.
    Slip(u8),
    /// A word of the same root.
    Root,
    /// A phrase of the trainer's group.
    Trainer,
    /// A phrase of a shipped group.
    Thesaurus,
}

impl WordingKind {
    /// How much of the word's weight an entry gets that has this wording.
    pub fn worth(self) -> f32 {
        match self {
            Self::Form => 1.0,
            Self::Slip(slips) => 0.8 - 0.15 * (f32::from(slips) - 1.0),
            Self::Trainer => 0.68,
            Self::Thesaurus => 0.6,
            Self::Completion => 0.56,
            Self::Root => 0.5,
        }
    }

    /// What it is called where a hit says how the question was read.
    pub fn reading(self) -> QueryReading {
        match self {
            Self::Form | Self::Completion | Self::Root => QueryReading::Typed,
            Self::Slip(_) => QueryReading::Misspelt,
            Self::Trainer | Self::Thesaurus => QueryReading::Synonym,
        }
    }
}

/// One word of a question.
#[derive(Debug, Clone)]
pub struct QuestionWord {
    /// As typed, folded.
    pub folded: String,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What an entry that has it gets.
    pub weight: f32,
    /// Nobody knows it: neither the book nor the language.
    pub unknown: bool,
}

/// One wording that words of a question may stand in.
#[derive(Debug, Clone)]
pub struct Wording {
    /// The first of the words it stands for…
    pub from: usize,
    /// …and the last.
    pub to: usize,
    /// Its words as they are compared.
    pub keys: Vec<LemmaKey>,
    /// The same as the index has them.
    pub lemmas: Vec<String>,
    /// How it came about.
    pub kind: WordingKind,
    /// What to write instead of those words; empty for the words themselves.
    pub text: String,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    /// What it was read as.
    pub text: String,
    /// How.
    pub reading: QueryReading,
    /// Its words.
    pub words: Vec<QuestionWord>,
    /// Keys of its words.
    pub keys: Vec<LemmaKey>,
    /// Wordings, of each word and of phrases.
    pub wordings: Vec<Wording>,
    /// The weights of all words together.
    pub total: f32,
    /// Share of the words that somebody knows, 0…1.
    pub known: f32,
}

/// What a question is read with.
pub struct QuestionReader<'a> {
    /// Words of the book.
    pub vocabulary: IndexVocabulary<'a>,
    /// What words weigh.
    pub rarity: &'a Rarity,
    /// The trainer's groups.
    pub synonyms: &'a Thesaurus,
    /// What is guessed.
    pub guesses: Guesses,
}

/// What may be guessed beyond the words themselves. A person turns all of it off («search as typed»); the bench turns off
/// each part to see what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Guesses {
    /// Another whole text: the other layout, letters for sounds.
    pub texts: bool,
    /// The nearest word for one that nobody knows.
    pub slips: bool,
    /// Words of the same root.
    pub roots: bool,
    /// Phrases of the trainer's groups.
    pub synonyms: bool,
    /// Phrases of the shipped groups.
    pub thesaurus: bool,
}

impl Guesses {
    /// Everything.
    pub const ALL: Self = Self {
        texts: true,
        slips: true,
        roots: true,
        synonyms: true,
        thesaurus: true,
    };
    /// Nothing.
    pub const NONE: Self = Self {
        texts: false,
        slips: false,
        roots: false,
        synonyms: false,
        thesaurus: false,
    };
}

impl QuestionReader<'_> {
    /// Reads `text`, which was come to by `reading`.
    pub fn read(&self, text: &str, reading: QueryReading, lemmas: &mut Lemmas) -> Question {
        let mut typed = words(text);
        typed.truncate(MOST_WORDS);
        let finished = text.ends_with(char::is_whitespace);
        let mut read = WordingCollector {
            reader: self,
            lemmas,
            wordings: Vec::new(),
            seen: HashSet::new(),
        };
        // What each word is taken for where groups are looked up and weights asked: its nearest where nobody knows it.
        let mut taken: Vec<String> = Vec::with_capacity(typed.len());
        let mut question = Vec::with_capacity(typed.len());
        let mut known = 0.0;
        for (at, word) in typed.iter().enumerate() {
            let open = at + 1 == typed.len() && !finished;
            let read = read.word(at, word, open, typed.len() == 1);
            let locale = language(&word.folded);
            let mut weight = self.rarity.weight(LemmaKey::of(&read.lemma), locale);
            if open {
                weight *= open_weight(word.folded.chars().count(), read.unfinished);
            }
            known += read.known;
            question.push(QuestionWord {
                folded: word.folded.clone(),
                range: word.range.clone(),
                weight,
                unknown: read.known < 1.0,
            });
            taken.push(read.lemma);
        }
        read.groups(&taken);
        let wordings = read.wordings;
        for at in said_around(&question) {
            question[at].weight *= FILLER_WEIGHT;
        }
        let keys = typed.iter().map(|word| LemmaKey::of(&lemmas.lemma(&word.folded)));
        Question {
            text: text.to_owned(),
            reading,
            keys: keys.collect(),
            total: question
                .iter()
                .map(|word| word.weight)
                .sum::<f32>()
                .max(f32::EPSILON),
            known: known / (question.len().max(1) as f32),
            words: question,
            wordings,
        }
    }
}

/// The words of phrases without a topic; none when nothing else was said.
fn said_around(question: &[QuestionWord]) -> Vec<usize> {
    let said: Vec<&str> = question.iter().map(|word| word.folded.as_str()).collect();
    let mut around = Vec::new();
    let mut at = 0;
    while at < said.len() {
        let many = filler(&said[at..]);
        around.extend(at..at + many);
        at += many.max(1);
    }
    if around.len() == said.len() {
        Vec::new()
    } else {
        around
    }
}

/// Share of the weight of a last word that counts.
fn open_weight(letters: usize, unfinished: bool) -> f32 {
    let longer = if unfinished { UNFINISHED_WEIGHT } else { 1.0 };
    OPEN_WEIGHTS
        .get(letters.saturating_sub(1))
        .copied()
        .unwrap_or(longer)
}

/// How one word was read.
struct WordReading {
    lemma: String,
    unfinished: bool,
    /// 1 for a word somebody knows, less for one that only looks like one.
    known: f32,
}

struct WordingCollector<'a, 'b> {
    reader: &'a QuestionReader<'a>,
    lemmas: &'b mut Lemmas,
    wordings: Vec<Wording>,
    /// The words each stands for, and its own.
    seen: HashSet<(usize, usize, Vec<LemmaKey>)>,
}

impl WordingCollector<'_, '_> {
    /// Adds what one word may stand in.
    fn word(&mut self, at: usize, word: &FoldedWord, open: bool, alone: bool) -> WordReading {
        let letters = word.folded.chars().count();
        let lemma = self.lemmas.lemma(&word.folded);
        if open && letters < SHORTEST_OPEN && !alone {
            // The first letter of the next word says nothing yet.
            return WordReading {
                lemma,
                unfinished: true,
                known: 1.0,
            };
        }
        let vocabulary = &self.reader.vocabulary;
        let in_book = vocabulary.has_form(&word.folded);
        let is_known = in_book || is_word(&word.folded);
        let has_lemma = self.reader.rarity.has(LemmaKey::of(&lemma));
        let mut seen = HashSet::from([lemma.clone()]);
        if has_lemma {
            self.add(at, at, vec![lemma.clone()], WordingKind::Form, "");
        }
        let mut unfinished = false;
        if open && (letters >= SHORTEST_OPEN || alone) {
            for form in vocabulary.completions(&word.folded, COMPLETIONS) {
                let lemma = self.lemmas.lemma(&form);
                if seen.insert(lemma.clone()) {
                    unfinished = !is_known;
                    self.add(at, at, vec![lemma], WordingKind::Completion, "");
                }
            }
        }
        let mut meant = None;
        // A word that only is not finished yet is no slip.
        if self.reader.guesses.slips
            && !is_known
            && !unfinished
            && let Some(most) = slips(letters)
        {
            let (slips, forms) = vocabulary.nearest(&word.folded, open, most, NEAREST);
            for form in forms {
                let lemma = self.lemmas.lemma(&form);
                meant.get_or_insert_with(|| lemma.clone());
                if seen.insert(lemma.clone()) {
                    self.add(at, at, vec![lemma], WordingKind::Slip(slips), &form);
                }
            }
        }
        if self.reader.guesses.roots && meant.is_none() && !has_lemma && letters >= SHORTEST_ROOT {
            for kin in vocabulary.kin(&lemma, KIN) {
                if seen.insert(kin.clone()) {
                    self.add(at, at, vec![kin], WordingKind::Root, "");
                }
            }
        }
        let known = match (
            is_known || has_lemma,
            unfinished && letters > SHORTEST_OPEN,
            &meant,
        ) {
            (true, ..) => 1.0,
            (false, true, _) => 0.9,
            (false, false, Some(_)) => 0.6,
            (false, false, None) => 0.0,
        };
        WordReading {
            lemma: meant.unwrap_or(lemma),
            unfinished,
            known,
        }
    }

    /// Adds the phrases that may stand for phrases of the question.
    fn groups(&mut self, question: &[String]) {
        let reader = self.reader;
        let own = reader.guesses.synonyms.then_some(reader.synonyms);
        let shipped = reader.guesses.thesaurus.then(Thesaurus::shipped);
        let by_trainer = own.map(|own| own.found(question)).unwrap_or_default();
        let by_us = shipped.map(|shipped| shipped.found(question)).unwrap_or_default();
        // What the trainer wrote down about these words is all that they mean here.
        let left = |it: &PhraseMatch| {
            by_trainer
                .iter()
                .all(|own| (own.from, own.to) != (it.from, it.to))
        };
        let by_us: Vec<_> = by_us.into_iter().filter(left).collect();
        let found = [
            (own, &by_trainer, WordingKind::Trainer),
            (shipped, &by_us, WordingKind::Thesaurus),
        ];
        for (thesaurus, found, kind) in found {
            let Some(thesaurus) = thesaurus else { continue };
            for found in found {
                for phrase in thesaurus.others(found) {
                    self.add(found.from, found.to, phrase.lemmas.clone(), kind, &phrase.text);
                }
            }
        }
    }

    /// Adds a wording whose every word the book has.
    fn add(&mut self, from: usize, to: usize, lemmas: Vec<String>, kind: WordingKind, text: &str) {
        let keys: Vec<LemmaKey> = lemmas.iter().map(|lemma| LemmaKey::of(lemma)).collect();
        let known = keys.iter().all(|key| self.reader.rarity.has(*key));
        if known && self.wordings.len() < MOST_WORDINGS && self.seen.insert((from, to, keys.clone())) {
            self.wordings.push(Wording {
                from,
                to,
                keys,
                lemmas,
                kind,
                text: text.to_owned(),
            });
        }
    }
}
