//! Calls of any number: what is said in them, and the transcript of one.
//!
//! The sentences are drawn, by a seeded generator, from the words of the shipped Russian book as often as they stand there;
//! one word in fifty is made of the halves of two others, as names and slips are, so that the words ever said become many.

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use salesbook::i18n::Locale;
use salesbook::playbook::LibrarySnapshot;
use salesbook::search::document::EntryDocument;
use salesbook::search::lexicon::Lemmas;
use salesbook::search::tokenizer::words;
use salesbook::speech::transcript::Engine;
use salesbook::speech::{Segment, Speaker, Transcript, Word};

/// Segments of a call.
pub const TURNS: usize = 50;

/// What is said in calls, segment by segment.
pub struct Corpus(pub Vec<Vec<String>>);

impl Corpus {
    /// Of so many calls.
    pub fn of(calls: usize, vocabulary: &[String]) -> Self {
        let mut random = StdRng::seed_from_u64(7);
        let calls = (0..calls).map(|_| (0..TURNS).map(|_| sentence(&mut random, vocabulary)).collect());
        Self(calls.collect())
    }

    /// The segments of each call, by its number.
    pub fn texts(&self) -> impl Iterator<Item = (usize, &[String])> {
        self.0.iter().map(Vec::as_slice).enumerate()
    }
}

/// The words of the Russian book, each as often as it stands there.
pub fn vocabulary(book: &LibrarySnapshot) -> Vec<String> {
    let russian = book.entries().filter(|entry| entry.locale() == Locale::Ru);
    let mut lemmas = Lemmas::default();
    let texts = russian.map(|entry| EntryDocument::new(entry.clone(), &mut lemmas).text());
    texts
        .flat_map(|text| words(&text))
        .map(|word| word.folded)
        .collect()
}

fn sentence(random: &mut StdRng, vocabulary: &[String]) -> String {
    let count = random.random_range(3..=13);
    let one = |_| {
        let word = &vocabulary[random.random_range(0..vocabulary.len())];
        if random.random_range(0..50) > 0 {
            return word.clone();
        }
        let other = &vocabulary[random.random_range(0..vocabulary.len())];
        let (start, end) = (word.chars().count().div_ceil(2), other.chars().count() / 2);
        word.chars().take(start).chain(other.chars().skip(end)).collect()
    };
    let said: Vec<String> = (0..count).map(one).collect();
    said.join(" ") + "."
}

/// The text of a call in which the parties take turns.
pub fn transcript(turns: &[String]) -> Transcript {
    let mut at = 0;
    let segment = |(number, text): (usize, &String)| {
        let start_ms = at;
        let words: Vec<Word> = text
            .split(' ')
            .map(|word| {
                at += 400;
                Word {
                    start_ms: at - 400,
                    end_ms: at - 50,
                    text: word.to_owned(),
                    p: 0.93,
                    replaced: None,
                }
            })
            .collect();
        let (channel, speaker) = if number % 2 == 0 {
            (1, Speaker::Manager)
        } else {
            (2, Speaker::Client)
        };
        Segment {
            start_ms,
            end_ms: at,
            channel,
            speaker,
            text: text.clone(),
            words,
        }
    };
    let segments = turns.iter().enumerate().map(segment).collect();
    Transcript {
        language: "ru".to_owned(),
        duration_ms: at,
        channels: 2,
        engine: Engine {
            model: "base".to_owned(),
            device: "cpu".to_owned(),
            x_realtime: 16.0,
        },
        segments,
        filtered: Vec::new(),
    }
}
