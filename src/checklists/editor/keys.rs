//! Keys of blocks and items: placeholders while something is new, made from its text when it is published, and never
//! changed afterwards. Pure.

use std::collections::BTreeSet;

use super::draft::UsedKeys;
use crate::authoring::latin;
use crate::checklists::{Checklist, LocalizedText};

/// Keys made here leave room for a number.
const CHARS: usize = 36;

/// A key for something new, until it has a text.
pub fn fresh(document: &Checklist) -> String {
    let taken = |key: &str| {
        let mut blocks = document.blocks.iter();
        blocks.any(|block| block.key == key || block.items.iter().any(|item| item.key == key))
    };
    // One more than there are: one of them is free.
    let most = document.blocks.len()
        + document
            .blocks
            .iter()
            .map(|block| block.items.len())
            .sum::<usize>()
        + 1;
    (1..=most)
        .map(|n| format!("new-{n}"))
        .find(|key| !taken(key))
        .unwrap_or_default()
}

/// Is it the key of something new?
pub fn is_fresh(key: &str) -> bool {
    let number = key.strip_prefix("new-");
    number.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Gives everything new its key; no key that a version had is given to something else.
pub fn settle(document: &mut Checklist, published: &UsedKeys) {
    let mut items = published.items.clone();
    let mut blocks = published.blocks.clone();
    for block in &document.blocks {
        blocks.insert(block.key.clone());
        items.extend(block.items.iter().map(|item| item.key.clone()));
    }
    for block in &mut document.blocks {
        if is_fresh(&block.key) && !published.blocks.contains(&block.key) {
            block.key = made(&block.name, "block", &mut blocks);
        }
        for item in &mut block.items {
            if is_fresh(&item.key) && !published.items.contains(&item.key) {
                item.key = made(&item.text, "item", &mut items);
            }
        }
    }
}

/// A key out of the text that nobody has; `kind` stands in for a text without a letter.
pub(crate) fn made(text: &LocalizedText, kind: &str, taken: &mut BTreeSet<String>) -> String {
    let source = if text.ru.is_empty() { &text.en } else { &text.ru };
    let mut key = String::new();
    for word in latin(source).split(|c: char| !c.is_ascii_alphanumeric()) {
        let word = &word[..word.len().min(CHARS)];
        if word.is_empty() {
            continue;
        }
        if !key.is_empty() && key.len() + 1 + word.len() > CHARS {
            break;
        }
        if !key.is_empty() {
            key.push('-');
        }
        key.push_str(word);
    }
    if key.is_empty() || is_fresh(&key) {
        kind.clone_into(&mut key);
    }
    let numbered = (2_u64..).map(|n| format!("{key}-{n}"));
    let found = std::iter::once(key.clone())
        .chain(numbered)
        .find(|it| !taken.contains(it));
    let found = found.unwrap_or(key);
    taken.insert(found.clone());
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklists::editor::draft::{OrderChange, blank, step};

    #[test]
    fn keys_come_from_texts_and_stay() {
        let mut card = blank();
        let nothing = UsedKeys::default();
        for _ in 0..3 {
            let block = card.blocks[0].key.clone();
            step(&mut card, &nothing, &OrderChange::AddItem(block));
        }
        let ru = |text: &str| LocalizedText {
            ru: text.to_owned(),
            en: String::new(),
        };
        card.blocks[0].name = ru("Финал разговора");
        let texts = [
            "Назвал дату и время следующей встречи с клиентом",
            "Дата",
            "Дата",
            "«…»",
        ];
        for (item, text) in card.blocks[0].items.iter_mut().zip(texts) {
            item.text = ru(text);
        }
        let taken = UsedKeys {
            items: BTreeSet::from(["data".to_owned()]),
            blocks: BTreeSet::new(),
        };
        settle(&mut card, &taken);
        let keys: Vec<&str> = card.blocks[0]
            .items
            .iter()
            .map(|item| item.key.as_str())
            .collect();
        assert_eq!(
            keys,
            ["nazval-datu-i-vremya-sleduyuschey", "data-2", "data-3", "item"]
        );
        assert_eq!(card.blocks[0].key, "final-razgovora");
        assert_eq!(card.check(), Ok(()));
        let settled = card.clone();
        card.blocks[0].items[0].text = ru("Совсем другое");
        settle(&mut card, &UsedKeys::from_versions([&settled]));
        assert_eq!(card.blocks[0].items[0].key, settled.blocks[0].items[0].key);
    }
}
