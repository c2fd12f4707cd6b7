//! What the index knows about an entry: its names, its passages, and the words of both as they are compared.
//!
//! Decides how a text is cut into passages (a line to say, a paragraph, a point of a list): a snippet is always one of
//! them, and for an objection a passage tells which answer it belongs to.

use std::sync::Arc;

use super::lexicon::{LemmaKey, Lemmas};
use super::tokenizer::{FoldedWord, words};
use crate::playbook::tree::{BlockKind, BlockNode, Inline, TableCell, each_line, plain};
use crate::playbook::{Body, Entry};

/// An entry as the index keeps it.
#[derive(Debug)]
pub struct EntryDocument {
    /// The entry.
    pub entry: Arc<Entry>,
    /// Words of the title, then of each alias.
    pub names: Vec<Vec<FoldedWord>>,
    /// Its text.
    pub passages: Vec<Passage>,
    /// Names of the ways to answer an objection, in the author's order; empty for other kinds.
    pub answers: Vec<String>,
    /// The words of all that, as they are compared.
    pub lemmas: EntryLemmas,
}

/// An entry's words as they are compared with a question.
#[derive(Debug)]
pub struct EntryLemmas {
    /// Of the title, then of each alias, in their order.
    pub names: Vec<Box<[LemmaKey]>>,
    /// Of what the client says or does when the entry helps: the "when" of answers, replies in a script.
    pub triggers: Vec<Box<[LemmaKey]>>,
    /// Of each passage, in order of keys, each once.
    pub passages: Vec<Box<[LemmaKey]>>,
    /// Of the tags.
    pub tags: Box<[LemmaKey]>,
    /// Of everything, in order of keys, each once.
    pub all: Box<[LemmaKey]>,
}

/// A piece of text that is shown as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Plain words as written.
    pub text: String,
    /// To be said aloud.
    pub speech: bool,
    /// A name of something, not a sentence: shown only when nothing else answers.
    pub name: bool,
    /// Which answer of an objection or step of a script it belongs to, from 0.
    pub part: Option<usize>,
}

impl EntryDocument {
    /// Reads an entry.
    pub fn new(entry: Arc<Entry>, lemmas: &mut Lemmas) -> Self {
        let names = std::iter::once(&entry.facts.title)
            .chain(&entry.facts.aliases)
            .map(|name| words(name))
            .collect();
        let passages = passages(&entry);
        let (mut answers, mut triggers) = (Vec::new(), Vec::new());
        match &entry.body {
            Body::Objection(objection) => {
                for answer in &objection.answers {
                    answers.push(plain(&answer.name));
                    triggers.push(lemmas.keys(&plain(&answer.when)));
                }
            }
            Body::Script(script) => {
                let replies = script.steps.iter().flat_map(|step| &step.replies);
                triggers.extend(replies.map(|reply| lemmas.keys(&plain(&reply.words))));
            }
            Body::Message(_) | Body::Page => {}
        }
        let lemmas = EntryLemmas::new(&entry, triggers, &passages, lemmas);
        Self {
            entry,
            names,
            passages,
            answers,
            lemmas,
        }
    }

    /// Everything but title and aliases, for the index.
    pub fn text(&self) -> String {
        let mut text = self.entry.facts.tags.join("\n");
        for passage in &self.passages {
            text.push('\n');
            text.push_str(&passage.text);
        }
        text
    }
}

impl EntryLemmas {
    fn new(entry: &Entry, triggers: Vec<Box<[LemmaKey]>>, passages: &[Passage], lemmas: &mut Lemmas) -> Self {
        let names = std::iter::once(&entry.facts.title).chain(&entry.facts.aliases);
        let names: Vec<_> = names.map(|name| lemmas.keys(name)).collect();
        let passages: Vec<_> = passages
            .iter()
            .map(|passage| once_each(lemmas.keys(&passage.text).into_vec()))
            .collect();
        let tags = lemmas.keys(&entry.facts.tags.join("\n"));
        let parts = names.iter().chain(&triggers).chain(&passages).chain([&tags]);
        let all = once_each(parts.flat_map(|part| part.iter().copied()).collect());
        Self {
            names,
            triggers,
            passages,
            tags,
            all,
        }
    }
}

fn once_each(mut keys: Vec<LemmaKey>) -> Box<[LemmaKey]> {
    keys.sort_unstable();
    keys.dedup();
    keys.into_boxed_slice()
}

fn passages(entry: &Entry) -> Vec<Passage> {
    let mut pile = PassageCollector(Vec::new());
    match &entry.body {
        Body::Objection(objection) => {
            pile.blocks(&objection.intro, None);
            for (number, answer) in objection.answers.iter().enumerate() {
                let part = Some(number);
                for line in &answer.say_now {
                    pile.speech(&line.words, part);
                }
                pile.name(&answer.name, part);
                pile.line(&answer.when, part);
                for detail in &answer.parts {
                    pile.name(&detail.title, part);
                    pile.blocks(&detail.blocks, part);
                }
            }
        }
        Body::Script(script) => {
            pile.blocks(&script.intro, None);
            for (number, step) in script.steps.iter().enumerate() {
                let part = Some(number);
                pile.name(&step.name, part);
                pile.blocks(&step.blocks, part);
                for reply in &step.replies {
                    pile.line(&reply.words, part);
                }
            }
        }
        Body::Message(message) => {
            pile.blocks(&message.intro, None);
            for (number, variant) in message.variants.iter().enumerate() {
                let part = Some(number);
                pile.name(&variant.name, part);
                pile.blocks(&variant.when, part);
                pile.speech(&variant.subject, part);
                each_line(&variant.text, &mut |line, _| pile.speech(line, part));
                for detail in &variant.parts {
                    pile.name(&detail.title, part);
                    pile.blocks(&detail.blocks, part);
                }
            }
        }
        Body::Page => pile.blocks(&entry.tree, None),
    }
    pile.0
}

struct PassageCollector(Vec<Passage>);

impl PassageCollector {
    fn add(&mut self, text: &str, speech: bool, name: bool, part: Option<usize>) {
        let text = text.trim();
        if !text.is_empty() {
            self.0.push(Passage {
                text: text.to_owned(),
                speech,
                name,
                part,
            });
        }
    }

    fn speech(&mut self, line: &[Inline], part: Option<usize>) {
        self.add(&plain(line), true, false, part);
    }

    fn name(&mut self, line: &[Inline], part: Option<usize>) {
        self.add(&plain(line), false, true, part);
    }

    fn line(&mut self, line: &[Inline], part: Option<usize>) {
        self.add(&plain(line), false, false, part);
    }

    fn blocks(&mut self, blocks: &[BlockNode], part: Option<usize>) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading { text, .. } => self.name(text, part),
                BlockKind::Table { head, rows, .. } => {
                    self.row(head, true, part);
                    for row in rows {
                        self.row(row, false, part);
                    }
                }
                kind => {
                    let speech = matches!(kind, BlockKind::Quote(_));
                    each_line(std::slice::from_ref(block), &mut |line, _| {
                        self.add(&plain(line), speech, false, part);
                    });
                }
            }
        }
    }

    /// A cell alone says nothing: the row is read as a whole.
    fn row(&mut self, cells: &[TableCell], name: bool, part: Option<usize>) {
        let cells: Vec<String> = cells
            .iter()
            .map(|cell| plain(cell))
            .filter(|cell| !cell.trim().is_empty())
            .collect();
        self.add(&cells.join(" — "), false, name, part);
    }
}
