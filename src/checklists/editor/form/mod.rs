//! The editor's form: names of its fields, and the document they make of the one that is stored.
//!
//! A field that is not sent changes nothing. Names: `name.ru`, `rule`, `zone.strong`, `call_type`, `block.KEY.name.ru`,
//! `item.KEY.weight`…; `block` and `item` alone name the order, which counts only after a conflict. A value that cannot
//! be read leaves the stored one and is told ([`UnreadableValue`]). Pure.

use std::collections::BTreeMap;

use super::draft::{blank_block, blank_item};
use crate::checklists::{Block, Checklist, Gate, Item, LocalizedText, Outcomes, Scale};
use crate::i18n::Locale;

/// Fields as sent, in order.
pub type DraftFields = Vec<(String, String)>;

/// A value that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableValue {
    /// Name of the field.
    pub field: String,
    /// What was entered.
    pub entered: String,
    /// Text key.
    pub text_key: &'static str,
}

/// Longest name, text, guide and phrase, in characters; how many phrases.
const NAME: usize = 120;
const TEXT: usize = 300;
const GUIDE: usize = 1000;
const PHRASE: usize = 120;
const PHRASES: usize = 40;

/// Values by name; of repeated ones all.
struct FormValues<'a>(BTreeMap<&'a str, Vec<&'a str>>);

impl<'a> FormValues<'a> {
    fn new(fields: &'a DraftFields) -> Self {
        let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, value) in fields {
            all.entry(name).or_default().push(value);
        }
        Self(all)
    }
    fn all(&self, name: &str) -> Option<&[&'a str]> {
        self.0.get(name).map(Vec::as_slice)
    }
    /// The last one: a box that is ticked comes after the hidden field that says it is not.
    fn get(&self, name: &str) -> Option<&'a str> {
        self.all(name)?.last().copied()
    }
    fn flag(&self, name: &str, to: &mut bool) {
        if let Some(value) = self.get(name) {
            *to = value == "yes";
        }
    }
    fn words(&self, name: &str, to: &mut LocalizedText, most: usize) {
        for (language, text) in [("ru", &mut to.ru), ("en", &mut to.en)] {
            if let Some(value) = self.get(&format!("{name}.{language}")) {
                *text = cut(value, most);
            }
        }
    }
    fn list<T: std::str::FromStr>(&self, name: &str, to: &mut Vec<T>) {
        if let Some(values) = self.all(name) {
            *to = values.iter().filter_map(|value| value.parse().ok()).collect();
        }
    }
}

fn cut(text: &str, most: usize) -> String {
    let text = text.trim().replace("\r\n", "\n");
    text.chars().take(most).collect()
}

/// The document after these fields, and what could not be read.
pub fn read(fields: &DraftFields, stored: &Checklist) -> (Checklist, Vec<UnreadableValue>) {
    let sent = FormValues::new(fields);
    let mut problems = Vec::new();
    let mut document = stored.clone();
    sent.words("name", &mut document.name, NAME);
    sent.words("about", &mut document.about, TEXT);
    if let Some(rule) = sent.get("rule").and_then(|word| word.parse().ok()) {
        document.rule = rule;
    }
    let zones = &mut document.zones;
    for (name, to) in [
        ("zone.strong", &mut zones.strong),
        ("zone.norm", &mut zones.norm),
        ("zone.attention", &mut zones.attention),
    ] {
        number(&sent, name, "checklist-bad-zone", to, &mut problems);
    }
    sent.list("call_type", &mut document.call_types);
    sent.list("function", &mut document.functions);
    for block in &mut document.blocks {
        read_block(&sent, block);
        for item in block.items.iter_mut().filter(|item| !item.archived) {
            read_item(&sent, item, &mut problems);
        }
    }
    (document, problems)
}

/// The same after a conflict: in the order the form has, with what only the form has. Archived items stay where they are.
pub fn read_whole(fields: &DraftFields, stored: &Checklist) -> Checklist {
    let known: BTreeMap<&str, &Item> = stored
        .blocks
        .iter()
        .flat_map(|block| block.items.iter().map(|item| (item.key.as_str(), item)))
        .collect();
    let mut blocks: Vec<Block> = Vec::new();
    for (name, key) in fields {
        if name == "block" {
            let mut block = stored
                .block(key)
                .cloned()
                .unwrap_or_else(|| blank_block(key.clone()));
            block.items.clear();
            blocks.push(block);
        } else if let ("item", Some(block)) = (name.as_str(), blocks.last_mut()) {
            let item = known.get(key.as_str()).map(|item| Item {
                archived: false,
                ..(*item).clone()
            });
            block.items.push(item.unwrap_or_else(|| blank_item(key.clone())));
        }
    }
    if blocks.is_empty() {
        return read(fields, stored).0;
    }
    let mut document = Checklist {
        blocks,
        ..stored.clone()
    };
    for block in &stored.blocks {
        for item in block.items.iter().filter(|item| item.archived) {
            let mut all = document.blocks.iter().flat_map(|block| &block.items);
            if all.any(|it| it.key == item.key) {
                continue;
            }
            match document.blocks.iter_mut().find(|it| it.key == block.key) {
                Some(home) => home.items.push(item.clone()),
                None => document.blocks.push(Block {
                    items: vec![item.clone()],
                    ..block.clone()
                }),
            }
        }
    }
    read(fields, &document).0
}

fn number<T: std::str::FromStr>(
    sent: &FormValues<'_>,
    name: &str,
    text_key: &'static str,
    to: &mut T,
    problems: &mut Vec<UnreadableValue>,
) {
    let Some(entered) = sent.get(name) else { return };
    match entered.trim().parse() {
        Ok(value) => *to = value,
        Err(_) => problems.push(UnreadableValue {
            field: name.to_owned(),
            entered: entered.to_owned(),
            text_key,
        }),
    }
}

fn read_block(sent: &FormValues<'_>, block: &mut Block) {
    let name = |part: &str| format!("block.{}.{part}", block.key);
    let (heading, short, counts) = (name("name"), name("short"), name("counts"));
    let (asked, question, open, closed) = (name("gate"), name("question"), name("open"), name("closed"));
    sent.words(&heading, &mut block.name, NAME);
    sent.words(&short, &mut block.short, NAME);
    sent.flag(&counts, &mut block.counts_in_total);
    let mut has_gate = block.gate.is_some();
    sent.flag(&asked, &mut has_gate);
    if !has_gate {
        block.gate = None;
        return;
    }
    let gate = block.gate.get_or_insert_with(|| Gate {
        question: LocalizedText::default(),
        open: LocalizedText {
            ru: "Да".to_owned(),
            en: "Yes".to_owned(),
        },
        closed: LocalizedText {
            ru: "Нет".to_owned(),
            en: "No".to_owned(),
        },
    });
    sent.words(&question, &mut gate.question, TEXT);
    sent.words(&open, &mut gate.open, NAME);
    sent.words(&closed, &mut gate.closed, NAME);
}

fn read_item(sent: &FormValues<'_>, item: &mut Item, problems: &mut Vec<UnreadableValue>) {
    let key = item.key.clone();
    let name = |part: &str| format!("item.{key}.{part}");
    sent.words(&name("text"), &mut item.text, TEXT);
    sent.words(&name("guide"), &mut item.guide, GUIDE);
    sent.flag(&name("required"), &mut item.required);
    sent.flag(&name("na"), &mut item.not_applicable);
    if let Some(entered) = sent.get(&name("weight")) {
        match entered.trim().replace(',', ".").parse() {
            Ok(weight) => item.weight = weight,
            Err(_) => problems.push(UnreadableValue {
                field: name("weight"),
                entered: entered.to_owned(),
                text_key: "checklist-bad-weight",
            }),
        }
    }
    for (part, to) in [("critical", &mut item.critical), ("initial", &mut item.initial)] {
        match sent.get(&name(part)).map(str::trim) {
            None => {}
            Some("") => *to = None,
            Some(entered) => match entered.parse() {
                Ok(mark) => *to = Some(mark),
                Err(_) => problems.push(UnreadableValue {
                    field: name(part),
                    entered: entered.to_owned(),
                    text_key: "checklist-bad-mark",
                }),
            },
        }
    }
    if let Some(lines) = sent.get(&name("phrases")) {
        let lines = lines.lines().map(|line| cut(line, PHRASE));
        item.phrases = lines.filter(|line| !line.is_empty()).take(PHRASES).collect();
    }
    if let Some(entry) = sent.get(&name("entry")) {
        item.entry = entry_name(entry);
    }
    read_scale(sent, item, problems);
}

/// `ru/objections/too-expensive`, also out of the address of its page.
fn entry_name(entered: &str) -> Option<String> {
    let entered = entered.trim();
    let path = entered.split_once("/playbook/").map_or(entered, |(_, path)| path);
    let path = path.split(['#', '?']).next().unwrap_or_default();
    (!path.is_empty()).then(|| cut(path, TEXT))
}

fn read_scale(sent: &FormValues<'_>, item: &mut Item, problems: &mut Vec<UnreadableValue>) {
    let key = item.key.clone();
    let name = |part: &str| format!("item.{key}.{part}");
    let outcomes = sent.get(&name("outcomes")).map(str::trim);
    let before = item.scale;
    match sent.get(&name("scale")) {
        None => {}
        Some("points") => {
            let entered = sent.get(&name("points")).unwrap_or_default().trim();
            match format!("points-{entered}").parse() {
                Ok(scale) => item.scale = scale,
                Err(_) if entered.is_empty() => item.scale = Scale::Points(10),
                Err(_) => problems.push(UnreadableValue {
                    field: name("points"),
                    entered: entered.to_owned(),
                    text_key: "checklist-bad-points",
                }),
            }
        }
        Some("own") => {
            // Until outcomes are written, those of the scale before.
            let marks = before.marks();
            let few = if marks.len() > Outcomes::MOST {
                vec![0, before.max()]
            } else {
                marks
            };
            if let (false, Some(own)) = (matches!(before, Scale::Own(_)), Outcomes::from_values(&few)) {
                item.scale = Scale::Own(own);
            }
        }
        Some(word) => {
            if let Ok(scale) = word.parse() {
                item.scale = scale;
            }
        }
    }
    if item.scale != before && item.scale.marks() != before.marks() {
        // Words of other marks; they are taken from the form again if they still fit.
        item.labels.clear();
    }
    let Some(written) = outcomes else { return };
    if written.is_empty() {
        item.labels.clear();
        return;
    }
    let own = matches!(item.scale, Scale::Own(_));
    match read_outcomes(written) {
        Some((values, labels)) if own => match Outcomes::from_values(&values) {
            Some(outcomes) => (item.scale, item.labels) = (Scale::Own(outcomes), labels),
            None => problems.push(outcomes_problem(name("outcomes"), written)),
        },
        Some((values, labels)) if values == item.scale.marks() => item.labels = labels,
        // The form still shows the words of the scale that was chosen before.
        Some(_) if item.scale != before => {}
        _ => problems.push(UnreadableValue {
            text_key: "checklist-bad-labels",
            ..outcomes_problem(name("outcomes"), written)
        }),
    }
}

fn outcomes_problem(field: String, entered: &str) -> UnreadableValue {
    UnreadableValue {
        field,
        entered: entered.to_owned(),
        text_key: "checklist-bad-outcomes",
    }
}

/// Lines such as `3 Частично | Partly`: values in ascending order with their words; no words when no line has any.
fn read_outcomes(text: &str) -> Option<(Vec<u16>, Vec<LocalizedText>)> {
    let mut all = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
        let value: u16 = line[..digits].parse().ok()?;
        let words = line[digits..].trim_start_matches(|c: char| c.is_whitespace() || "=:.)—–-".contains(c));
        let (ru, en) = words.split_once('|').unwrap_or((words, ""));
        all.push((
            value,
            LocalizedText {
                ru: cut(ru, NAME),
                en: cut(en, NAME),
            },
        ));
    }
    all.sort_by_key(|(value, _)| *value);
    let worded = all.iter().any(|(_, words)| !words.is_empty());
    let values = all.iter().map(|(value, _)| *value).collect();
    let labels = all.into_iter().map(|(value, words)| match words {
        // One outcome without a word among others that have one is its figure.
        words if words.is_empty() => LocalizedText {
            ru: value.to_string(),
            en: String::new(),
        },
        words => words,
    });
    Some((values, if worded { labels.collect() } else { Vec::new() }))
}

/// The outcomes of an item as the form shows them.
pub fn outcomes(item: &Item) -> String {
    let own = matches!(item.scale, Scale::Own(_));
    if item.labels.is_empty() && !own {
        return String::new();
    }
    let lines = item.scale.marks().into_iter().enumerate().map(|(at, value)| {
        let words = item.labels.get(at).cloned().unwrap_or_default();
        match (words.get(Locale::Ru).is_empty(), words.en.is_empty()) {
            (true, _) => value.to_string(),
            (false, true) => format!("{value} {}", words.ru),
            (false, false) => format!("{value} {} | {}", words.ru, words.en),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
