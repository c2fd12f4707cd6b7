//! Stable names for blocks and items of a sheet that gives none.
//!
//! Decides that a key is made of the words, as the editor does it, and that no two are the same; a given key is kept or told
//! to be none.

use std::collections::BTreeSet;

use super::layout::{ItemColumn, ItemField};
use super::mapping::Mapping;
use super::table::SheetFault;
use crate::checklists::Checklist;
use crate::checklists::editor::keys::made;

/// Gives blocks and items without a key one of their words; faults of given keys are told.
pub fn name(checklist: &mut Checklist, rows: &[usize], faults: &mut Vec<SheetFault>, mapping: &Mapping) {
    let column = |field: ItemField| {
        mapping
            .columns
            .iter()
            .position(|it| *it == Some(ItemColumn::new(field)))
    };
    let (mut blocks, mut items) = (BTreeSet::new(), BTreeSet::new());
    let given = |key: &String| !key.is_empty();
    blocks.extend(
        checklist
            .blocks
            .iter()
            .map(|block| block.key.clone())
            .filter(given),
    );
    let mut at = rows.iter();
    for block in &checklist.blocks {
        let first = at.clone().next().copied().unwrap_or_default();
        if given(&block.key) && !is_key(&block.key) {
            faults.push(SheetFault::at(
                first,
                column(ItemField::BlockKey),
                "key",
                &block.key,
            ));
        }
        for item in &block.items {
            let row = at.next().copied().unwrap_or_default();
            if !given(&item.key) {
                continue;
            }
            if !is_key(&item.key) {
                faults.push(SheetFault::at(row, column(ItemField::ItemKey), "key", &item.key));
            } else if !items.insert(item.key.clone()) {
                faults.push(SheetFault::at(
                    row,
                    column(ItemField::ItemKey),
                    "key-twice",
                    &item.key,
                ));
            }
        }
    }
    for block in &mut checklist.blocks {
        if block.key.is_empty() {
            block.key = made(&block.name, "block", &mut blocks);
        }
        for item in &mut block.items {
            if item.key.is_empty() {
                item.key = made(&item.text, "item", &mut items);
            }
        }
    }
}

/// May it be a key?
fn is_key(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !text.is_empty() && text.len() <= Checklist::KEY_CHARS && text.bytes().all(plain)
}
