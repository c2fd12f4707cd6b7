//! What the index knows about an entry: its names and its passages.
//!
//! Decides how a text is cut into passages (a line to say, a paragraph, a point of a list): a snippet is always one of
//! them, and for an objection a passage tells which answer it belongs to.

use std::sync::Arc;

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
    /// Words of what the client says or does when the entry helps: the "when" of answers, replies in a script.
    pub triggers: Vec<Vec<FoldedWord>>,
    /// Names of the ways to answer an objection, in the author's order; empty for other kinds.
    pub answers: Vec<String>,
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
    pub fn new(entry: Arc<Entry>) -> Self {
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
                    triggers.push(words(&plain(&answer.when)));
                }
            }
            Body::Script(script) => {
                let replies = script.steps.iter().flat_map(|step| &step.replies);
                triggers.extend(replies.map(|reply| words(&plain(&reply.words))));
            }
            Body::Message(_) | Body::Page => {}
        }
        Self {
            entry,
            names,
            passages,
            triggers,
            answers,
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
