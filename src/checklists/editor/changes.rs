//! What differs between two versions of a checklist, in words a person can check. Pure.

use std::collections::BTreeMap;

use crate::checklists::{Block, Checklist, Item, LocalizedText};

crate::db::text_enum! {
    /// What changed.
    pub enum DifferenceKind {
        /// A block or an item is new.
        Added = "added",
        /// It is not asked any more.
        Archived = "archived",
        /// It is asked again.
        Restored = "restored",
        /// It stands elsewhere.
        Moved = "moved",
        /// Its name or text.
        Text = "text",
        /// What each mark means.
        Guide = "guide",
        /// Which marks there are.
        Scale = "scale",
        /// The words of the marks.
        Labels = "labels",
        /// How much it counts.
        Weight = "weight",
        /// Whether it must be answered.
        Required = "required",
        /// Whether "not applicable" may be answered.
        NotApplicable = "na",
        /// The mark that makes the total 0.
        Critical = "critical",
        /// The mark one begins with.
        Initial = "initial",
        /// The phrases that hint at it.
        Phrases = "phrases",
        /// The entry that teaches it.
        Entry = "entry",
        /// The question before a block.
        Gate = "gate",
        /// Whether a block takes part in the total.
        Counts = "counts",
        /// How the total is made.
        Rule = "rule",
        /// The zones.
        Zones = "zones",
        /// For which calls.
        CallTypes = "call-types",
        /// For whose calls.
        Functions = "functions",
        /// What the checklist is for.
        About = "about",
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistDifference {
    /// Of which block or item; none for the checklist as a whole.
    pub of: Option<LocalizedText>,
    /// What.
    pub what: DifferenceKind,
    /// As it was; empty where that says nothing.
    pub before: LocalizedText,
    /// As it is.
    pub after: LocalizedText,
}

/// A figure or a word that is the same in every language.
fn plain(text: impl std::fmt::Display) -> LocalizedText {
    LocalizedText {
        ru: text.to_string(),
        en: String::new(),
    }
}

fn joined<T: std::fmt::Display>(list: impl IntoIterator<Item = T>, with: &str) -> LocalizedText {
    let parts: Vec<String> = list.into_iter().map(|it| it.to_string()).collect();
    plain(parts.join(with))
}

fn joined_words(list: &[LocalizedText]) -> LocalizedText {
    let side = |of: fn(&LocalizedText) -> &String| {
        let parts: Vec<&str> = list.iter().map(|words| of(words).as_str()).collect();
        parts.join(" · ")
    };
    LocalizedText {
        ru: side(|words| &words.ru),
        en: side(|words| &words.en),
    }
}

#[derive(Default)]
struct DifferenceList(Vec<ChecklistDifference>);

impl DifferenceList {
    fn add(&mut self, of: Option<&LocalizedText>, what: DifferenceKind) {
        self.push(of, what, LocalizedText::default(), LocalizedText::default());
    }
    fn push(
        &mut self,
        of: Option<&LocalizedText>,
        what: DifferenceKind,
        before: LocalizedText,
        after: LocalizedText,
    ) {
        self.0.push(ChecklistDifference {
            of: of.cloned(),
            what,
            before,
            after,
        });
    }
    fn differ(
        &mut self,
        of: Option<&LocalizedText>,
        what: DifferenceKind,
        before: LocalizedText,
        after: LocalizedText,
    ) {
        if before != after {
            self.push(of, what, before, after);
        }
    }
}

/// Everything that differs, the checklist as a whole first, then by the order of the newer one.
pub fn changes(older: &Checklist, newer: &Checklist) -> Vec<ChecklistDifference> {
    let mut found = DifferenceList::default();
    found.differ(None, DifferenceKind::Text, older.name.clone(), newer.name.clone());
    found.differ(
        None,
        DifferenceKind::About,
        older.about.clone(),
        newer.about.clone(),
    );
    found.differ(None, DifferenceKind::Rule, plain(older.rule), plain(newer.rule));
    let zones = |list: &Checklist| joined([list.zones.strong, list.zones.norm, list.zones.attention], " / ");
    found.differ(None, DifferenceKind::Zones, zones(older), zones(newer));
    let calls = |list: &Checklist| joined(&list.call_types, " ");
    found.differ(None, DifferenceKind::CallTypes, calls(older), calls(newer));
    let functions = |list: &Checklist| joined(&list.functions, " ");
    found.differ(
        None,
        DifferenceKind::Functions,
        functions(older),
        functions(newer),
    );
    let items: BTreeMap<&str, (&Block, usize, &Item)> = older
        .blocks
        .iter()
        .flat_map(|block| {
            let items = block.items.iter().enumerate();
            items.map(move |(at, item)| (item.key.as_str(), (block, at, item)))
        })
        .collect();
    for block in &newer.blocks {
        let before = older.blocks.iter().find(|it| it.key == block.key);
        block_changes(&mut found, before, block);
        for item in &block.items {
            match items.get(item.key.as_str()) {
                None if item.archived => {}
                None => found.add(Some(&item.text), DifferenceKind::Added),
                Some((home, _, was)) => {
                    if home.key != block.key && !item.archived {
                        found.add(Some(&item.text), DifferenceKind::Moved);
                    }
                    item_changes(&mut found, was, item);
                }
            }
        }
    }
    gone(&mut found, older, newer);
    if order(older, newer) != order(newer, older) {
        found.add(None, DifferenceKind::Moved);
    }
    found.0
}

/// Keys in the order of `list`, of what `other` asks in the same block.
fn order<'a>(list: &'a Checklist, other: &Checklist) -> Vec<(&'a str, &'a str)> {
    let there = |block: &Block, item: &Item| {
        let home = other.item(&item.key).map(|(home, _)| home.key.as_str());
        home == Some(block.key.as_str())
    };
    list.items()
        .filter(|(block, item)| there(block, item))
        .map(|(block, item)| (block.key.as_str(), item.key.as_str()))
        .collect()
}

/// What the newer one does not have at all: a draft forgets what no version had.
fn gone(found: &mut DifferenceList, older: &Checklist, newer: &Checklist) {
    for (_, item) in older.items() {
        let mut all = newer.blocks.iter().flat_map(|block| &block.items);
        if !all.any(|it| it.key == item.key) {
            found.add(Some(&item.text), DifferenceKind::Archived);
        }
    }
}

fn block_changes(found: &mut DifferenceList, before: Option<&Block>, block: &Block) {
    let Some(was) = before else {
        if !block.is_archived() {
            found.add(Some(&block.name), DifferenceKind::Added);
        }
        return;
    };
    let of = Some(&block.name);
    found.differ(of, DifferenceKind::Text, was.name.clone(), block.name.clone());
    found.differ(of, DifferenceKind::Text, was.short.clone(), block.short.clone());
    let gate = |block: &Block| {
        let gate = block.gate.as_ref();
        gate.map(|gate| [gate.question.clone(), gate.open.clone(), gate.closed.clone()])
            .map_or_else(LocalizedText::default, |words| joined_words(&words))
    };
    found.differ(of, DifferenceKind::Gate, gate(was), gate(block));
    if was.counts_in_total != block.counts_in_total {
        let word = |counts: bool| plain(if counts { "yes" } else { "no" });
        found.push(
            of,
            DifferenceKind::Counts,
            word(was.counts_in_total),
            word(block.counts_in_total),
        );
    }
}

fn item_changes(found: &mut DifferenceList, was: &Item, item: &Item) {
    let of = Some(&item.text);
    match (was.archived, item.archived) {
        (false, true) => return found.add(of, DifferenceKind::Archived),
        (true, false) => found.add(of, DifferenceKind::Restored),
        (true, true) => return,
        (false, false) => {}
    }
    let flag = |on: bool| plain(if on { "yes" } else { "no" });
    let mark = |mark: Option<u16>| mark.map_or_else(|| plain("—"), plain);
    let entry = |entry: &Option<String>| plain(entry.as_deref().unwrap_or("—"));
    found.differ(of, DifferenceKind::Text, was.text.clone(), item.text.clone());
    found.differ(of, DifferenceKind::Guide, was.guide.clone(), item.guide.clone());
    found.differ(of, DifferenceKind::Scale, plain(was.scale), plain(item.scale));
    found.differ(
        of,
        DifferenceKind::Labels,
        joined_words(&was.labels),
        joined_words(&item.labels),
    );
    found.differ(of, DifferenceKind::Weight, plain(was.weight), plain(item.weight));
    found.differ(
        of,
        DifferenceKind::Required,
        flag(was.required),
        flag(item.required),
    );
    found.differ(
        of,
        DifferenceKind::NotApplicable,
        flag(was.not_applicable),
        flag(item.not_applicable),
    );
    found.differ(
        of,
        DifferenceKind::Critical,
        mark(was.critical),
        mark(item.critical),
    );
    found.differ(of, DifferenceKind::Initial, mark(was.initial), mark(item.initial));
    let phrases = |item: &Item| joined(&item.phrases, " · ");
    found.differ(of, DifferenceKind::Phrases, phrases(was), phrases(item));
    found.differ(of, DifferenceKind::Entry, entry(&was.entry), entry(&item.entry));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklists::editor::draft::{UsedKeys, step};
    use crate::checklists::{Weight, presets};

    #[test]
    fn differences_are_named() {
        let old = presets().unwrap().remove(0).checklist;
        assert_eq!(changes(&old, &old), []);
        let published = UsedKeys::from_versions([&old]);
        let mut new = old.clone();
        for act in [
            "remove-item.polite",
            "add-item.crm",
            "item-down.greeting",
            "item-down.recap",
        ] {
            step(&mut new, &published, &act.parse().unwrap());
        }
        new.blocks[1].items[0].weight = Weight::hundredths(300);
        new.zones.strong = 90;
        let found: Vec<(String, &str)> = changes(&old, &new)
            .iter()
            .map(|change| {
                let of = change.of.as_ref().map_or("", |of| of.ru.as_str());
                (of.to_owned(), change.what.as_str())
            })
            .collect();
        let expected = [
            ("", "zones"),
            ("Срок", "weight"),
            ("Повторил договорённость", "moved"),
            ("Вежливо и уверенно", "archived"),
            ("", "added"),
            ("", "moved"),
        ];
        let expected = expected.map(|(of, what)| (of.to_owned(), what));
        assert_eq!(found, expected);
        let weight = &changes(&old, &new)[1];
        assert_eq!(
            (weight.before.ru.as_str(), weight.after.ru.as_str()),
            ("2.5", "3")
        );
    }
}
