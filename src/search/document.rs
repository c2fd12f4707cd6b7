//! What the index knows about an entry: its names and its passages.
//!
//! Decides how a text is cut into passages (a line to say, a paragraph, a point of a list): a snippet is always one of
//! them, and for an objection a passage tells which answer it belongs to.

use std::sync::Arc;

use super::tokenizer::{Word, words};
use crate::playbook::tree::{Block, BlockKind, Inline, each_line, plain};
use crate::playbook::{Body, Entry};

/// An entry as the index keeps it.
#[derive(Debug)]
pub struct Document {
    /// The entry.
    pub entry: Arc<Entry>,
    /// Words of the title, then of each alias.
    pub names: Vec<Vec<Word>>,
    /// Its text.
    pub passages: Vec<Passage>,
}

/// A piece of text that is shown as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Plain words as written.
    pub text: String,
    /// To be said aloud.
    pub speech: bool,
    /// Which answer of an objection or step of a script it belongs to, from 0.
    pub part: Option<usize>,
}

impl Document {
    /// Reads an entry.
    pub fn of(entry: Arc<Entry>) -> Self {
        let names = std::iter::once(&entry.facts.title)
            .chain(&entry.facts.aliases)
            .map(|name| words(name))
            .collect();
        let passages = passages(&entry);
        Self {
            entry,
            names,
            passages,
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
    let mut pile = Pile(Vec::new());
    match &entry.body {
        Body::Objection(objection) => {
            pile.blocks(&objection.intro, None);
            for (number, answer) in objection.answers.iter().enumerate() {
                let part = Some(number);
                for line in &answer.say_now {
                    pile.line(&line.words, true, part);
                }
                pile.line(&answer.name, false, part);
                pile.line(&answer.when, false, part);
                for detail in &answer.parts {
                    pile.line(&detail.title, false, part);
                    pile.blocks(&detail.blocks, part);
                }
            }
        }
        Body::Script(script) => {
            pile.blocks(&script.intro, None);
            for (number, step) in script.steps.iter().enumerate() {
                let part = Some(number);
                pile.line(&step.name, false, part);
                pile.blocks(&step.blocks, part);
                for reply in &step.replies {
                    pile.line(&reply.words, false, part);
                }
            }
        }
        Body::Page => pile.blocks(&entry.tree, None),
    }
    pile.0
}

struct Pile(Vec<Passage>);

impl Pile {
    fn line(&mut self, line: &[Inline], speech: bool, part: Option<usize>) {
        let text = plain(line);
        let text = text.trim();
        if !text.is_empty() {
            self.0.push(Passage {
                text: text.to_owned(),
                speech,
                part,
            });
        }
    }

    fn blocks(&mut self, blocks: &[Block], part: Option<usize>) {
        for block in blocks {
            let speech = matches!(block.kind, BlockKind::Quote(_));
            each_line(std::slice::from_ref(block), &mut |line, _| {
                self.line(line, speech, part);
            });
        }
    }
}
