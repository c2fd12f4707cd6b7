//! Rules about parts: what an entry of each kind must have, where links lead, which steps can be reached.

use std::collections::HashSet;

use super::LintFault;
use crate::playbook::body::{Answer, Body, Objection, Script};
use crate::playbook::entry::{Entry, EntryStatus, Position};
use crate::playbook::flow::ScriptFlow;
use crate::playbook::front_matter::Complaint;
use crate::playbook::library::LibrarySnapshot;
use crate::playbook::message::Message;
use crate::playbook::tree::{BlockKind, LinkTarget, SNIPPET, each_line, each_link, each_picture, plain};

/// Anchors told to whoever missed one.
const ANCHORS: usize = 8;
/// More texts than this nobody chooses from during a call.
const MOST_VARIANTS: usize = 4;

/// Everything found in one entry.
pub fn inspect(entry: &Entry, library: &LibrarySnapshot) -> Vec<Complaint> {
    let mut found = Vec::new();
    facts(entry, library, &mut found);
    if entry.tree.is_empty() {
        found.push((text_position(entry), LintFault::Empty));
        return found;
    }
    headings(entry, &mut found);
    links(entry, library, &mut found);
    pictures(entry, library, &mut found);
    snippets(entry, &mut found);
    match &entry.body {
        Body::Objection(objection) => answers(entry, objection, &mut found),
        Body::Script(script) => steps(entry, script, &mut found),
        Body::Message(message) => variants(entry, message, &mut found),
        Body::Page => {}
    }
    found
}

/// Where `key` stands in the front matter; the first line when it does not.
pub fn key_position(entry: &Entry, key: &str) -> Position {
    let mut at = 0;
    for line in entry.source.split_inclusive('\n') {
        if line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')) {
            return entry.position(at);
        }
        at += line.len();
        if at > 4 && line.trim_end() == "---" {
            break;
        }
    }
    Position { line: 1, column: 1 }
}

fn text_position(entry: &Entry) -> Position {
    entry.position(entry.source.len())
}

fn facts(entry: &Entry, library: &LibrarySnapshot, found: &mut Vec<Complaint>) {
    let aliases = &entry.facts.aliases;
    let at = key_position(entry, "aliases");
    if !(3..=16).contains(&aliases.len()) {
        found.push((at, LintFault::AliasCount { found: aliases.len() }));
    }
    let mut seen = HashSet::from([entry.title().to_lowercase()]);
    for alias in aliases {
        if !seen.insert(alias.to_lowercase()) {
            found.push((at, LintFault::AliasTwice { alias: alias.clone() }));
        }
    }
    if !(1..=4).contains(&entry.facts.tags.len()) {
        found.push((
            key_position(entry, "tags"),
            LintFault::TagCount {
                found: entry.facts.tags.len(),
            },
        ));
    }
    let twin = library.entries().find(|other| {
        other.id < entry.id && other.locale() == entry.locale() && other.title() == entry.title()
    });
    if let Some(twin) = twin {
        found.push((
            key_position(entry, "title"),
            LintFault::TitleTwice {
                other: twin.id.to_string(),
            },
        ));
    }
}

fn headings(entry: &Entry, found: &mut Vec<Complaint>) {
    for block in &entry.tree {
        if let BlockKind::Heading { level, text, .. } = &block.kind {
            if *level == 1 {
                found.push((entry.position(block.span.start), LintFault::HeadingTooHigh));
            }
            if plain(text) == entry.title() {
                found.push((entry.position(block.span.start), LintFault::TitleRepeated));
            }
        }
    }
}

fn links(entry: &Entry, library: &LibrarySnapshot, found: &mut Vec<Complaint>) {
    each_link(&entry.tree, &mut |target, _, span| {
        let fault = match target {
            LinkTarget::Entry { id, anchor } => match (library.any(id), anchor) {
                (None, _) => Some(LintFault::LinkNowhere { to: id.to_string() }),
                (Some(other), _) if other.id != *id => Some(LintFault::LinkRenamed {
                    to: id.to_string(),
                    now: other.id.to_string(),
                }),
                (Some(other), _) if other.status() != EntryStatus::Published => Some(LintFault::LinkAside {
                    to: id.to_string(),
                    status: other.status(),
                }),
                (Some(other), Some(anchor)) if !has_anchor(other, anchor) => Some(LintFault::LinkNoAnchor {
                    to: format!("{id}#{anchor}"),
                    known: anchors(other),
                }),
                _ => None,
            },
            LinkTarget::Here(anchor) if !has_anchor(entry, anchor) => Some(LintFault::LinkNoAnchor {
                to: format!("#{anchor}"),
                known: anchors(entry),
            }),
            LinkTarget::Unknown(to) => Some(LintFault::LinkUnknown { to: to.clone() }),
            LinkTarget::Here(_) | LinkTarget::Outside(_) => None,
        };
        if let Some(fault) = fault {
            found.push((entry.position(span.start), fault));
        }
    });
}

fn pictures(entry: &Entry, library: &LibrarySnapshot, found: &mut Vec<Complaint>) {
    each_line(&entry.tree, &mut |line, _| {
        each_picture(line, &mut |name, words, span| {
            let at = entry.position(span.start);
            if !library.has_image(name) {
                let name = name.to_string();
                found.push((at, LintFault::PictureMissing { name }));
            }
            if words.trim().is_empty() {
                found.push((at, LintFault::PictureNoWords));
            }
        });
    });
}

/// A line that was meant to name a part of a call and does not.
fn snippets(entry: &Entry, found: &mut Vec<Complaint>) {
    each_line(&entry.tree, &mut |line, block| {
        if plain(line).trim_start().starts_with(SNIPPET) {
            let at = line.first().map_or(block.span, |first| first.span);
            found.push((entry.position(at.start), LintFault::SnippetWrong));
        }
    });
}

fn has_anchor(entry: &Entry, anchor: &str) -> bool {
    let (numbered, most) = match &entry.body {
        Body::Objection(objection) => ("answer-", objection.answers.len()),
        Body::Message(message) => ("variant-", message.variants.len()),
        Body::Script(_) | Body::Page => ("", 0),
    };
    let number = anchor
        .strip_prefix(numbered)
        .and_then(|number| number.parse().ok());
    if number.is_some_and(|number: usize| (1..=most).contains(&number)) {
        return true;
    }
    let mut has = false;
    each_line(&entry.tree, &mut |_, block| {
        has |= matches!(&block.kind, BlockKind::Heading { anchor: Some(own), .. } if own == anchor);
    });
    has
}

/// The first anchors of an entry, for whoever missed one.
fn anchors(entry: &Entry) -> String {
    let own = entry.tree.iter().filter_map(|block| match &block.kind {
        BlockKind::Heading { anchor, .. } => anchor.as_ref(),
        _ => None,
    });
    let known: Vec<String> = own.take(ANCHORS).map(|anchor| format!("#{anchor}")).collect();
    known.join(", ")
}

fn variants(entry: &Entry, message: &Message, found: &mut Vec<Complaint>) {
    if message.intro.is_empty() {
        found.push((entry.position(entry.tree[0].span.start), LintFault::NoIntro));
    }
    match message.variants.as_slice() {
        [] => found.push((text_position(entry), LintFault::NoVariants)),
        [first, ..] if message.variants.len() > MOST_VARIANTS => found.push((
            entry.position(first.span.start),
            LintFault::VariantCount {
                found: message.variants.len(),
            },
        )),
        _ => {}
    }
    for variant in message.variants.iter().filter(|it| it.copied().is_empty()) {
        found.push((entry.position(variant.span.start), LintFault::VariantNoText));
    }
}

fn answers(entry: &Entry, objection: &Objection, found: &mut Vec<Complaint>) {
    if objection.intro.is_empty() {
        found.push((entry.position(entry.tree[0].span.start), LintFault::NoIntro));
    }
    match objection.answers.len() {
        0 => found.push((text_position(entry), LintFault::NoAnswers)),
        2..=4 => {}
        count => found.push((
            entry.position(objection.answers[0].span.start),
            LintFault::AnswerCount { found: count },
        )),
    }
    let mut names = HashSet::new();
    for one in &objection.answers {
        let name = plain(&one.name).trim().to_lowercase();
        if !names.insert(name) {
            let name = plain(&one.name);
            found.push((entry.position(one.span.start), LintFault::AnswerTwice { name }));
        }
        answer(entry, one, found);
    }
}

fn answer(entry: &Entry, answer: &Answer, found: &mut Vec<Complaint>) {
    let at = entry.position(answer.span.start);
    if answer.when.is_empty() {
        found.push((at, LintFault::NoWhen));
    }
    match answer.say_now.len() {
        0 => found.push((at, LintFault::NoSayNow)),
        3 => {}
        count => found.push((at, LintFault::SayNowCount { found: count })),
    }
    for line in &answer.say_now {
        let at = entry.position(line.span.start);
        if line.move_.is_empty() {
            found.push((at, LintFault::SayNoMove));
        }
        if plain(&line.words).trim().is_empty() {
            found.push((at, LintFault::SayNoWords));
        }
    }
}

fn steps(entry: &Entry, script: &Script, found: &mut Vec<Complaint>) {
    if script.intro.is_empty() {
        found.push((entry.position(entry.tree[0].span.start), LintFault::NoIntro));
    }
    if script.steps.is_empty() {
        found.push((text_position(entry), LintFault::NoSteps));
    }
    let flow = ScriptFlow::new(script);
    let mut ids = HashSet::new();
    for (index, step) in script.steps.iter().enumerate() {
        let at = entry.position(step.span.start);
        if step.id.is_empty() {
            found.push((at, LintFault::StepNoAnchor));
        } else if !ids.insert(step.id.as_str()) {
            found.push((at, LintFault::StepAnchorTwice { id: step.id.clone() }));
        } else if !flow.reachable(index) {
            found.push((at, LintFault::StepUnreachable { id: step.id.clone() }));
        } else if !flow.ends(index) {
            found.push((at, LintFault::StepDeadEnd { id: step.id.clone() }));
        }
        if step.speech().next().is_none() {
            found.push((at, LintFault::StepNoSpeech));
        }
        for reply in step.replies.iter().filter(|reply| reply.target.is_none()) {
            found.push((entry.position(reply.span.start), LintFault::ReplyNowhere));
        }
    }
}
