//! What a checklist is: blocks of items with scales and weights, gates, critical items, the rule of the total, zones.
//!
//! Decides which documents can be used at all ([`Checklist::check`]). A stored version never changes. Leaves the
//! arithmetic to [`super::scoring`] and the shipped checklists to [`super::presets`].

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::fraction::{gcd, lcm};
use super::scale::{Scale, Weight};
use crate::i18n::Locale;
use crate::people::Function;
use crate::recordings::CallType;

/// A text of a checklist in both languages. One may be empty: then the other is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LocalizedText {
    /// In Russian.
    #[serde(default)]
    pub ru: String,
    /// In English.
    #[serde(default)]
    pub en: String,
}

impl LocalizedText {
    /// In this language, or in the other when this one is empty.
    pub fn get(&self, locale: Locale) -> &str {
        let (first, second) = match locale {
            Locale::Ru => (&self.ru, &self.en),
            Locale::En => (&self.en, &self.ru),
        };
        if first.is_empty() { second } else { first }
    }

    /// Is there no text in either language?
    pub fn is_empty(&self) -> bool {
        self.ru.is_empty() && self.en.is_empty()
    }
}

crate::db::text_enum! {
    /// How block results become the total.
    pub enum ScoringRule {
        /// The mean of the blocks' percentages: every block weighs the same.
        Blocks = "blocks",
        /// Points over possible points of all blocks together.
        Points = "points",
    }
}

/// One thing that is marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Stable name across versions and in the API: a–z, 0–9 and `-`.
    pub key: String,
    /// What is marked.
    #[serde(default)]
    pub text: LocalizedText,
    /// What each mark means.
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    pub guide: LocalizedText,
    /// Which marks there are.
    #[serde(default)]
    pub scale: Scale,
    /// How much it counts.
    #[serde(default)]
    pub weight: Weight,
    /// Must it be answered before publishing?
    #[serde(default = "yes")]
    pub required: bool,
    /// May "not applicable" be answered?
    #[serde(default = "yes")]
    pub not_applicable: bool,
    /// The mark that makes the total 0, for a critical item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub critical: Option<u16>,
    /// The mark a new draft begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial: Option<u16>,
    /// Words on the buttons instead of figures, the lowest mark first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<LocalizedText>,
    /// Phrases that show in a transcript that the item may have been done: a hint for the reviewer, never a mark.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<String>,
    /// The entry of the playbook that teaches it: `ru/objections/too-expensive`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// No longer asked, kept because older evaluations have it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
}

/// A yes-or-no question at the head of a block; closed, the block is not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// The question.
    #[serde(default)]
    pub question: LocalizedText,
    /// The answer that opens the block.
    #[serde(default)]
    pub open: LocalizedText,
    /// The answer that closes it.
    #[serde(default)]
    pub closed: LocalizedText,
}

/// A group of items with its own result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Stable name across versions and in the API: a–z, 0–9 and `-`.
    pub key: String,
    /// Heading.
    #[serde(default)]
    pub name: LocalizedText,
    /// A shorter heading for the line of sums.
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    pub short: LocalizedText,
    /// The question that opens or closes the block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<Gate>,
    /// Does it take part in the total?
    #[serde(default = "yes")]
    pub counts_in_total: bool,
    /// Its items.
    pub items: Vec<Item>,
}

impl Block {
    /// Items that are asked.
    pub fn active_items(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| !item.archived)
    }

    /// Is nothing of it asked any more? Such a block is kept for the evaluations that have it and shown nowhere.
    pub fn is_archived(&self) -> bool {
        !self.items.is_empty() && self.active_items().next().is_none()
    }

    /// The heading for the line of sums.
    pub fn short_name(&self, locale: Locale) -> &str {
        if self.short.is_empty() {
            self.name.get(locale)
        } else {
            self.short.get(locale)
        }
    }
}

crate::db::text_enum! {
    /// How a total reads.
    pub enum Zone {
        /// Сильно.
        Strong = "strong",
        /// Норма.
        Norm = "norm",
        /// Внимание.
        Attention = "attn",
        /// Риск.
        Risk = "risk",
    }
}

/// From which percentage a zone begins; below `attention` is risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zones {
    /// Strong from here.
    pub strong: u8,
    /// Norm from here.
    pub norm: u8,
    /// Attention from here.
    pub attention: u8,
}

impl Default for Zones {
    fn default() -> Self {
        Self {
            strong: 85,
            norm: 75,
            attention: 50,
        }
    }
}

/// A whole checklist: the document of one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checklist {
    /// Name.
    #[serde(default)]
    pub name: LocalizedText,
    /// What it is for.
    #[serde(default)]
    pub about: LocalizedText,
    /// How the total is made; frozen with the version and shown on the card.
    pub rule: ScoringRule,
    /// How a total reads.
    #[serde(default)]
    pub zones: Zones,
    /// For which calls it is offered first; empty means any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub call_types: Vec<CallType>,
    /// For whose calls it is offered first; empty means anybody's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<Function>,
    /// Blocks in the order of the conversation.
    pub blocks: Vec<Block>,
}

/// Why a document cannot be a checklist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChecklistFault {
    /// Nothing is asked at all (an empty key), or a block has no item.
    #[error("{0:?} has nothing to answer")]
    Empty(String),
    /// A key is not of a–z, 0–9 and `-`, or is longer than 40.
    #[error("{0:?} is not a key")]
    Key(String),
    /// The same key twice.
    #[error("{0:?} stands twice")]
    Twice(String),
    /// A weight of 0.
    #[error("{0:?} weighs nothing; put it into a block that does not count instead")]
    Weightless(String),
    /// A critical, initial or labelled mark that the scale does not have.
    #[error("{0:?} names a mark that its scale does not have")]
    Mark(String),
    /// The blocks' percentages could not be added exactly: too many weights without a common measure.
    #[error("the weights are too fine to be added exactly; use rounder ones")]
    TooFine,
    /// Zones that do not descend.
    #[error("zones must descend: strong > norm > attention")]
    Zones,
}

impl Checklist {
    /// A key is not longer.
    pub const KEY_CHARS: usize = 40;

    /// Every asked item with its block.
    pub fn items(&self) -> impl Iterator<Item = (&Block, &Item)> {
        self.blocks
            .iter()
            .flat_map(|block| block.active_items().map(move |item| (block, item)))
    }

    /// The asked item with this key and its block.
    pub fn item(&self, key: &str) -> Option<(&Block, &Item)> {
        self.items().find(|(_, item)| item.key == key)
    }

    /// The block with this key.
    pub fn block(&self, key: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.key == key)
    }

    /// Can evaluations be made with it? The first fault is told.
    pub fn check(&self) -> Result<(), ChecklistFault> {
        self.faults().into_iter().next().map_or(Ok(()), Err)
    }

    /// Everything that keeps evaluations from being made with it.
    pub fn faults(&self) -> Vec<ChecklistFault> {
        let mut faults = self.bad_keys();
        if self.items().next().is_none() {
            faults.push(ChecklistFault::Empty(String::new()));
        }
        let empty = self.blocks.iter().filter(|block| block.items.is_empty());
        faults.extend(empty.map(|block| ChecklistFault::Empty(block.key.clone())));
        for (_, item) in self.items() {
            if item.weight.as_hundredths() == 0 {
                faults.push(ChecklistFault::Weightless(item.key.clone()));
            }
            let named = item.critical.into_iter().chain(item.initial);
            let labelled = item.labels.is_empty() || item.labels.len() == item.scale.marks().len();
            if !labelled || named.into_iter().any(|mark| !item.scale.allows(mark)) {
                faults.push(ChecklistFault::Mark(item.key.clone()));
            }
        }
        if !self.adds_exactly() {
            faults.push(ChecklistFault::TooFine);
        }
        let Zones {
            strong,
            norm,
            attention,
        } = self.zones;
        if strong > 100 || strong <= norm || norm <= attention {
            faults.push(ChecklistFault::Zones);
        }
        faults
    }

    fn bad_keys(&self) -> Vec<ChecklistFault> {
        let (mut seen, mut faults) = (BTreeSet::new(), Vec::new());
        let keys = self.blocks.iter().flat_map(|block| {
            let items = block.items.iter().map(|item| ("item", &item.key));
            std::iter::once(("block", &block.key)).chain(items)
        });
        for (kind, key) in keys {
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            if key.is_empty() || key.len() > Self::KEY_CHARS || !key.bytes().all(plain) {
                faults.push(ChecklistFault::Key(key.clone()));
            } else if !seen.insert((kind, key)) {
                faults.push(ChecklistFault::Twice(key.clone()));
            }
        }
        faults
    }

    /// Do all sums fit into [`Fraction`](super::fraction) whatever is answered? The denominator of a block's share
    /// divides (the scales' common multiple) × (the counted weights in units of their common measure), so the product
    /// over the blocks bounds the denominator of the total; the rest is left for the factors of rounding.
    fn adds_exactly(&self) -> bool {
        const ROOM: u128 = 10_u128.pow(30);
        let mut bound = 1_u128;
        for block in self.blocks.iter().filter(|block| block.counts_in_total) {
            let weights = || {
                block
                    .active_items()
                    .map(|item| u128::from(item.weight.as_hundredths()))
            };
            let unit = weights().fold(0, gcd).max(1);
            let scales = block.active_items().try_fold(1_u128, |common, item| {
                let common = lcm(common, item.scale.max().into());
                (common < ROOM).then_some(common)
            });
            let size = scales.and_then(|scales| scales.checked_mul(weights().sum::<u128>() / unit));
            bound = match size.and_then(|size| bound.checked_mul(size)) {
                Some(bound) if bound < ROOM => bound,
                _ => return false,
            };
        }
        true
    }
}

const fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_that_cannot_be_added_exactly_are_refused() {
        let block = |at: u32| {
            let items = [9973, 9967, 9949].map(|weight| {
                serde_json::json!({"key": format!("i{at}-{weight}"), "scale": format!("points-{}", 83 + at),
                    "weight": Weight::hundredths(weight).to_string()})
            });
            serde_json::json!({"key": format!("b{at}"), "items": items})
        };
        let card = |blocks: u32| -> Checklist {
            let blocks: Vec<_> = (0..blocks).map(block).collect();
            serde_json::from_value(serde_json::json!({"rule": "blocks", "blocks": blocks})).unwrap()
        };
        assert_eq!(card(4).check(), Ok(()));
        assert_eq!(card(12).check(), Err(ChecklistFault::TooFine));
    }

    #[test]
    fn the_other_language_stands_in() {
        let words = LocalizedText {
            ru: "Срок".to_owned(),
            en: String::new(),
        };
        assert_eq!(words.get(Locale::En), "Срок");
    }
}
