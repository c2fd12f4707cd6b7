//! What a reviewer answered: marks, gates, comments.
//!
//! Decides which answers a checklist takes and what one change does. A mark, "not applicable" and no answer are three
//! different things. Leaves the arithmetic to [`super::scoring`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::checklist::{Block, Checklist};

/// The answer to one item; unanswered is the absence of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A mark of the item's scale.
    Value(u16),
    /// Not applicable (н/п): the item is not counted.
    NotApplicable,
}

impl Mark {
    /// The word for "not applicable" in forms and JSON.
    pub const NA: &'static str = "na";
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Value(value) => value.fmt(f),
            Self::NotApplicable => f.write_str(Self::NA),
        }
    }
}

impl std::str::FromStr for Mark {
    type Err = BadAnswer;
    fn from_str(text: &str) -> Result<Self, BadAnswer> {
        if text == Self::NA {
            return Ok(Self::NotApplicable);
        }
        text.parse()
            .map(Self::Value)
            .map_err(|_| BadAnswer(text.to_owned()))
    }
}

crate::db::text_column!(Mark);

impl Serialize for Mark {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => out.serialize_u16(*value),
            Self::NotApplicable => out.serialize_str(Self::NA),
        }
    }
}

impl<'de> Deserialize<'de> for Mark {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum MarkNotation {
            Figure(u16),
            Word(String),
        }
        match MarkNotation::deserialize(input)? {
            MarkNotation::Figure(value) => Ok(Self::Value(value)),
            MarkNotation::Word(word) => word.parse().map_err(serde::de::Error::custom),
        }
    }
}

/// An answer the checklist does not take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} cannot be answered so")]
pub struct BadAnswer(pub String);

/// Everything answered so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answers {
    /// By block: is its gate open?
    #[serde(default)]
    pub gates: BTreeMap<String, bool>,
    /// By item.
    #[serde(default)]
    pub marks: BTreeMap<String, Mark>,
    /// By item: the reviewer's words.
    #[serde(default)]
    pub comments: BTreeMap<String, String>,
    /// About the whole call.
    #[serde(default)]
    pub summary: String,
}

/// One change of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerChange {
    /// An item's mark; `None` takes it back.
    Mark(String, Option<Mark>),
    /// A block's gate; `None` takes the answer back.
    Gate(String, Option<bool>),
    /// An item's comment; empty removes it.
    Comment(String, String),
    /// The words about the whole call.
    Summary(String),
}

/// Comments are as long as a paragraph, not as a book.
const COMMENT_CHARS: usize = 2000;

impl Answers {
    /// What a new draft begins with.
    pub fn initial(checklist: &Checklist) -> Self {
        let marks = checklist
            .items()
            .filter_map(|(_, item)| Some((item.key.clone(), Mark::Value(item.initial?))));
        Self {
            marks: marks.collect(),
            ..Self::default()
        }
    }

    /// The answer to an item.
    pub fn mark(&self, item: &str) -> Option<Mark> {
        self.marks.get(item).copied()
    }

    /// The words about an item; empty when there are none.
    pub fn comment(&self, item: &str) -> &str {
        self.comments.get(item).map_or("", String::as_str)
    }

    /// Is the block counted, as far as its gate goes? `None` while the gate is unanswered. The gate of an archived block
    /// is not asked.
    pub fn open(&self, block: &Block) -> Option<bool> {
        match &block.gate {
            None => Some(true),
            Some(_) if block.is_archived() => Some(true),
            Some(_) => self.gates.get(&block.key).copied(),
        }
    }

    /// Makes one change. A mark behind an unanswered gate opens it: there was something to mark.
    pub fn apply(&mut self, checklist: &Checklist, change: AnswerChange) -> Result<(), BadAnswer> {
        match change {
            AnswerChange::Mark(key, mark) => {
                let (block, item) = checklist.item(&key).ok_or(BadAnswer(key.clone()))?;
                let fits = match mark {
                    None => true,
                    Some(Mark::NotApplicable) => item.not_applicable,
                    Some(Mark::Value(value)) => item.scale.allows(value),
                };
                if !fits {
                    return Err(BadAnswer(key));
                }
                if mark.is_some() && self.open(block).is_none() {
                    self.gates.insert(block.key.clone(), true);
                }
                set(&mut self.marks, key, mark);
            }
            AnswerChange::Gate(key, answer) => {
                let gate = checklist.block(&key).and_then(|block| block.gate.as_ref());
                if gate.is_none() {
                    return Err(BadAnswer(key));
                }
                set(&mut self.gates, key, answer);
            }
            AnswerChange::Comment(key, words) => {
                checklist.item(&key).ok_or(BadAnswer(key.clone()))?;
                let words = cut(&words);
                set(&mut self.comments, key, (!words.is_empty()).then_some(words));
            }
            AnswerChange::Summary(words) => self.summary = cut(&words),
        }
        Ok(())
    }
}

fn set<T>(map: &mut BTreeMap<String, T>, key: String, value: Option<T>) {
    match value {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
}

fn cut(words: &str) -> String {
    words.trim().chars().take(COMMENT_CHARS).collect()
}
