//! What is being written of a checklist, and the steps that change its order: add, move, remove, take back.
//!
//! Decides that an item which any version had is archived when it is removed, and that one which only the draft had is
//! gone. Fields are left to [`super::form`], keys to [`super::keys`]. Pure.

use std::collections::BTreeSet;
use std::str::FromStr;

use super::keys;
use crate::checklists::{Block, Checklist, Item, LocalizedText, Scale, ScoringRule, Weight, Zones};
use crate::db::JsonText;
use crate::id::ChecklistId;
use crate::time::Timestamp;

/// A draft as it lies in the database.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ChecklistDraft {
    /// Of which checklist.
    pub checklist_id: ChecklistId,
    /// The document; need not be fit for evaluations yet.
    pub document: JsonText<Checklist>,
    /// Who saved it last.
    pub author: String,
    /// When.
    pub saved_at: Timestamp,
}

/// Keys that any version had: never given to another item, never forgotten.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UsedKeys {
    /// Of items.
    pub items: BTreeSet<String>,
    /// Of blocks.
    pub blocks: BTreeSet<String>,
}

impl UsedKeys {
    /// Of these versions.
    pub fn from_versions<'a>(versions: impl IntoIterator<Item = &'a Checklist>) -> Self {
        let mut all = Self::default();
        for block in versions.into_iter().flat_map(|version| &version.blocks) {
            all.blocks.insert(block.key.clone());
            all.items.extend(block.items.iter().map(|item| item.key.clone()));
        }
        all
    }
}

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveDirection {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

/// One change of a draft's order. Written in forms as `add-block`, `item-up.KEY`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderChange {
    /// A new block with one new item, at the end.
    AddBlock,
    /// A new item at the end of this block.
    AddItem(String),
    /// Moves an item; past the edge of its block into the next one.
    MoveItem(String, MoveDirection),
    /// Moves a block.
    MoveBlock(String, MoveDirection),
    /// Takes an item out.
    RemoveItem(String),
    /// Takes a block out with its items.
    RemoveBlock(String),
    /// Asks an archived item again.
    RestoreItem(String),
}

impl FromStr for OrderChange {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (name, key) = text.split_once('.').unwrap_or((text, ""));
        let key = key.to_owned();
        Ok(match name {
            "add-block" => Self::AddBlock,
            "add-item" => Self::AddItem(key),
            "item-up" => Self::MoveItem(key, MoveDirection::Up),
            "item-down" => Self::MoveItem(key, MoveDirection::Down),
            "block-up" => Self::MoveBlock(key, MoveDirection::Up),
            "block-down" => Self::MoveBlock(key, MoveDirection::Down),
            "remove-item" => Self::RemoveItem(key),
            "remove-block" => Self::RemoveBlock(key),
            "restore-item" => Self::RestoreItem(key),
            _ => return Err(()),
        })
    }
}

/// A checklist to begin with: one block with one item, both without a name.
pub fn blank() -> Checklist {
    let mut document = Checklist {
        name: LocalizedText::default(),
        about: LocalizedText::default(),
        rule: ScoringRule::Points,
        zones: Zones::default(),
        call_types: Vec::new(),
        functions: Vec::new(),
        blocks: Vec::new(),
    };
    add_block(&mut document);
    document
}

/// A copy to begin another checklist with: what is not asked any more is left behind.
pub fn copied(mut document: Checklist) -> Checklist {
    document.blocks.retain(|block| !block.is_archived());
    for block in &mut document.blocks {
        block.items.retain(|item| !item.archived);
    }
    document
}

pub(super) fn blank_item(key: String) -> Item {
    Item {
        key,
        text: LocalizedText::default(),
        guide: LocalizedText::default(),
        scale: Scale::default(),
        weight: Weight::default(),
        required: true,
        not_applicable: true,
        critical: None,
        initial: None,
        labels: Vec::new(),
        phrases: Vec::new(),
        entry: None,
        archived: false,
    }
}

pub(super) fn blank_block(key: String) -> Block {
    Block {
        key,
        name: LocalizedText::default(),
        short: LocalizedText::default(),
        gate: None,
        counts_in_total: true,
        items: Vec::new(),
    }
}

fn add_block(document: &mut Checklist) -> String {
    let key = keys::fresh(document);
    document.blocks.push(blank_block(key.clone()));
    let item = keys::fresh(document);
    if let Some(block) = document.blocks.last_mut() {
        block.items.push(blank_item(item));
    }
    key
}

/// Makes one step; returns the anchor of what it was about, for the focus. A key that is not there changes nothing.
pub fn step(document: &mut Checklist, published: &UsedKeys, step: &OrderChange) -> Option<String> {
    match step {
        OrderChange::AddBlock => Some(format!("block-{}", add_block(document))),
        OrderChange::AddItem(block) => {
            let key = keys::fresh(document);
            let block = document.blocks.iter_mut().find(|it| it.key == *block)?;
            block.items.push(blank_item(key.clone()));
            Some(format!("item-{key}"))
        }
        OrderChange::MoveItem(key, way) => {
            move_item(document, key, *way)?;
            Some(format!("item-{key}"))
        }
        OrderChange::MoveBlock(key, way) => {
            move_block(document, key, *way)?;
            Some(format!("block-{key}"))
        }
        OrderChange::RemoveItem(key) => {
            let (b, i) = place(document, key)?;
            let block = &mut document.blocks[b];
            take_out(block, published, |item| item.key == *key);
            let near = block.items.get(i).or(block.items.last());
            let near = near.filter(|item| !item.archived).map(|item| item.key.clone());
            Some(near.map_or_else(|| format!("block-{}", block.key), |key| format!("item-{key}")))
        }
        OrderChange::RemoveBlock(key) => {
            let at = document.blocks.iter().position(|block| block.key == *key)?;
            take_out(&mut document.blocks[at], published, |_| true);
            if document.blocks[at].items.is_empty() {
                document.blocks.remove(at);
            }
            let near = document.blocks[..at.min(document.blocks.len())]
                .iter()
                .rfind(|block| !block.is_archived());
            Some(near.map_or_else(|| "blocks".to_owned(), |block| format!("block-{}", block.key)))
        }
        OrderChange::RestoreItem(key) => {
            let (b, i) = place(document, key)?;
            document.blocks[b].items[i].archived = false;
            Some(format!("item-{key}"))
        }
    }
}

/// Archives what versions have had, forgets what they have not.
fn take_out(block: &mut Block, published: &UsedKeys, which: impl Fn(&Item) -> bool) {
    block
        .items
        .retain(|item| !which(item) || published.items.contains(&item.key));
    for item in block.items.iter_mut().filter(|item| which(item)) {
        item.archived = true;
    }
}

fn place(document: &Checklist, key: &str) -> Option<(usize, usize)> {
    document.blocks.iter().enumerate().find_map(|(b, block)| {
        let i = block.items.iter().position(|item| item.key == key)?;
        Some((b, i))
    })
}

/// The next shown block in this direction.
fn near_block(document: &Checklist, at: usize, way: MoveDirection) -> Option<usize> {
    let shown = |b: &usize| !document.blocks[*b].is_archived();
    match way {
        MoveDirection::Up => (0..at).rfind(shown),
        MoveDirection::Down => (at + 1..document.blocks.len()).find(shown),
    }
}

fn move_block(document: &mut Checklist, key: &str, way: MoveDirection) -> Option<()> {
    let at = document.blocks.iter().position(|block| block.key == key)?;
    let to = near_block(document, at, way)?;
    let block = document.blocks.remove(at);
    document.blocks.insert(to, block);
    Some(())
}

fn move_item(document: &mut Checklist, key: &str, way: MoveDirection) -> Option<()> {
    let (b, i) = place(document, key)?;
    let items = &document.blocks[b].items;
    let is_active = |at: &usize| !items[*at].archived;
    let within = match way {
        MoveDirection::Up => (0..i).rfind(is_active),
        MoveDirection::Down => (i + 1..items.len()).find(is_active),
    };
    if let Some(to) = within {
        let item = document.blocks[b].items.remove(i);
        document.blocks[b].items.insert(to, item);
        return Some(());
    }
    let other = near_block(document, b, way)?;
    let item = document.blocks[b].items.remove(i);
    let items = &mut document.blocks[other].items;
    match way {
        MoveDirection::Up => items.push(item),
        MoveDirection::Down => items.insert(0, item),
    }
    Some(())
}

/// The document with everything that versions had and it has not, archived: evaluations of the past keep their words.
pub fn with_history<'a>(
    mut document: Checklist,
    newest_first: impl IntoIterator<Item = &'a Checklist>,
) -> Checklist {
    let mut known: BTreeSet<String> = document
        .blocks
        .iter()
        .flat_map(|block| block.items.iter().map(|item| item.key.clone()))
        .collect();
    for block in newest_first.into_iter().flat_map(|version| &version.blocks) {
        let lost: Vec<Item> = block
            .items
            .iter()
            .filter(|item| known.insert(item.key.clone()))
            .map(|item| Item {
                archived: true,
                ..item.clone()
            })
            .collect();
        if lost.is_empty() {
            continue;
        }
        match document.blocks.iter_mut().find(|it| it.key == block.key) {
            Some(home) => home.items.extend(lost),
            None => document.blocks.push(Block {
                items: lost,
                ..block.clone()
            }),
        }
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklists::presets;

    fn card() -> (Checklist, UsedKeys) {
        let card = presets().unwrap().remove(0).checklist;
        let published = UsedKeys::from_versions([&card]);
        (card, published)
    }

    fn order(card: &Checklist, block: &str) -> Vec<String> {
        let block = card.block(block).unwrap();
        block.active_items().map(|item| item.key.clone()).collect()
    }

    fn make(card: &mut Checklist, published: &UsedKeys, text: &str) -> Option<String> {
        step(card, published, &text.parse().unwrap())
    }

    #[test]
    fn what_was_published_is_archived_and_what_was_not_is_gone() {
        let (mut card, published) = card();
        assert_eq!(make(&mut card, &published, "add-item.crm").unwrap(), "item-new-1");
        assert_eq!(order(&card, "crm"), ["card", "promises", "new-1"]);
        make(&mut card, &published, "remove-item.new-1");
        make(&mut card, &published, "remove-item.card");
        assert_eq!(order(&card, "crm"), ["promises"]);
        let kept = &card.block("crm").unwrap().items;
        assert_eq!(kept.iter().filter(|item| item.archived).count(), 1);
        make(&mut card, &published, "remove-block.speech");
        assert!(card.block("speech").unwrap().is_archived());
        assert_eq!(card.check(), Ok(()));
        make(&mut card, &published, "restore-item.polite");
        assert_eq!(order(&card, "speech"), ["polite"]);
        make(&mut card, &published, "add-block");
        assert_eq!(card.blocks.last().unwrap().key, "new-1");
        make(&mut card, &published, "remove-block.new-1");
        assert!(card.block("new-1").is_none());
    }

    #[test]
    fn items_move_within_and_between_blocks() {
        let (mut card, published) = card();
        make(&mut card, &published, "item-down.card");
        assert_eq!(order(&card, "crm"), ["promises", "card"]);
        make(&mut card, &published, "item-up.promises");
        assert_eq!(order(&card, "speech"), ["polite", "fillers", "promises"]);
        assert!(make(&mut card, &published, "item-up.greeting").is_none());
        make(&mut card, &published, "block-up.crm");
        assert_eq!(card.blocks[5].key, "crm");
        assert!(make(&mut card, &published, "block-up.contact").is_none());
        assert!(make(&mut card, &published, "remove-item.nothing").is_none());
        assert!("destroy".parse::<OrderChange>().is_err());
    }

    #[test]
    fn nothing_that_was_published_is_lost() {
        let (card, _) = card();
        let mut shorter = card.clone();
        shorter.blocks.retain(|block| block.key != "speech");
        shorter.blocks[0].items.truncate(1);
        let whole = with_history(shorter.clone(), [&card]);
        assert_eq!(
            UsedKeys::from_versions([&whole]),
            UsedKeys::from_versions([&card])
        );
        assert_eq!(whole.items().count(), shorter.items().count());
        assert_eq!(copied(whole), shorter);
    }
}
