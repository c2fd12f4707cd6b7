//! What keeps a draft from being published, and where it stands. Pure.

use std::collections::BTreeSet;

use crate::checklists::{Checklist, ChecklistFault};

/// Where something stands in a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultLocation {
    /// The checklist as a whole.
    Whole,
    /// A block, by its key.
    Block(String),
    /// An item, by its key.
    Item(String),
}

/// Something that must be put right first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFault {
    /// Where.
    pub place: FaultLocation,
    /// What: a text key.
    pub code: &'static str,
}

/// Every fault: those of [`Checklist::faults`], names that are missing and links that lead nowhere (`taught` knows).
pub fn faults(document: &Checklist, taught: impl Fn(&str) -> bool) -> Vec<DraftFault> {
    let items: BTreeSet<&str> = document
        .blocks
        .iter()
        .flat_map(|block| block.items.iter().map(|item| item.key.as_str()))
        .collect();
    let of_key = |key: &str| {
        if items.contains(key) {
            FaultLocation::Item(key.to_owned())
        } else {
            FaultLocation::Block(key.to_owned())
        }
    };
    let mut all = Vec::new();
    let mut add = |place, code| all.push(DraftFault { place, code });
    if document.name.is_empty() {
        add(FaultLocation::Whole, "checklist-fault-name");
    }
    for fault in document.faults() {
        match fault {
            ChecklistFault::Empty(key) if key.is_empty() => {
                add(FaultLocation::Whole, "checklist-fault-nothing");
            }
            ChecklistFault::Empty(key) => add(FaultLocation::Block(key), "checklist-fault-empty"),
            ChecklistFault::Key(key) => add(of_key(&key), "checklist-fault-key"),
            ChecklistFault::Twice(key) => add(of_key(&key), "checklist-fault-twice"),
            ChecklistFault::Weightless(key) => add(FaultLocation::Item(key), "checklist-fault-weight"),
            ChecklistFault::Mark(key) => add(FaultLocation::Item(key), "checklist-fault-mark"),
            ChecklistFault::TooFine => add(FaultLocation::Whole, "checklist-fault-fine"),
            ChecklistFault::Zones => add(FaultLocation::Whole, "checklist-fault-zones"),
        }
    }
    for block in document.blocks.iter().filter(|block| !block.is_archived()) {
        let here = || FaultLocation::Block(block.key.clone());
        if block.name.is_empty() {
            add(here(), "checklist-fault-block-name");
        }
        if let Some(gate) = &block.gate
            && [&gate.question, &gate.open, &gate.closed]
                .iter()
                .any(|it| it.is_empty())
        {
            add(here(), "checklist-fault-gate");
        }
        for item in block.active_items() {
            let here = || FaultLocation::Item(item.key.clone());
            if item.text.is_empty() {
                add(here(), "checklist-fault-text");
            }
            if item.entry.as_deref().is_some_and(|entry| !taught(entry)) {
                add(here(), "checklist-fault-entry");
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklists::editor::draft::blank;
    use crate::checklists::presets;

    #[test]
    fn a_blank_draft_lacks_names() {
        let codes: Vec<_> = faults(&blank(), |_| true).into_iter().map(|it| it.code).collect();
        assert_eq!(
            codes,
            [
                "checklist-fault-name",
                "checklist-fault-block-name",
                "checklist-fault-text"
            ]
        );
    }

    #[test]
    fn every_fault_stands_at_its_place() {
        let mut card = presets().unwrap().remove(0).checklist;
        assert_eq!(faults(&card, |_| true), []);
        card.zones.norm = 90;
        card.blocks[1].items[0].critical = Some(5);
        card.blocks[1].items[1].entry = Some("ru/objections/nothing".to_owned());
        card.blocks[2].items.clear();
        let at = |place, code| DraftFault { place, code };
        let found = faults(&card, |entry| entry != "ru/objections/nothing");
        let expected = [
            at(
                FaultLocation::Block("presentation".to_owned()),
                "checklist-fault-empty",
            ),
            at(FaultLocation::Item("deadline".to_owned()), "checklist-fault-mark"),
            at(FaultLocation::Whole, "checklist-fault-zones"),
            at(FaultLocation::Item("budget".to_owned()), "checklist-fault-entry"),
        ];
        assert_eq!(found, expected);
    }
}
