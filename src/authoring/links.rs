//! The links of one file after an entry it links to got another name. Pure.
//!
//! Decides that a link keeps the way it is written (its folders, its place on the page) and that its words follow when they
//! were the title; everything else stays byte for byte. An entry never leaves its folder, so that only the file's name changes.

use std::ops::Range;

use crate::playbook::tree::{LinkTarget, each_link};
use crate::playbook::{EntryId, parse};

/// What an entry was and is called.
#[derive(Debug)]
pub struct NewName<'a> {
    /// The names that links may have.
    pub names: &'a [EntryId],
    /// Its name now.
    pub now: &'a EntryId,
    /// Its title before and now.
    pub titles: (&'a str, &'a str),
}

/// The text of `from`'s file with its links to the entry as it is called now.
pub fn follow(from: &EntryId, source: &str, name: &NewName<'_>) -> String {
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    if let (Some(entry), _) = parse::read(from, source) {
        each_link(&entry.tree, &mut |target, _, span| {
            if let LinkTarget::Entry { id, .. } = target
                && name.names.contains(id)
            {
                changes.extend(of_link(from, source, span.start..span.end, name));
            }
        });
    }
    changes.extend(of_definitions(from, source, name));
    changes.sort_by_key(|(at, _)| at.start);
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
    for (at, words) in changes {
        if at.start < done {
            continue;
        }
        out.push_str(&source[done..at.start]);
        out.push_str(&words);
        done = at.end;
    }
    out + &source[done..]
}

/// Changes to `[words](way)`.
fn of_link(
    from: &EntryId,
    source: &str,
    at: Range<usize>,
    name: &NewName<'_>,
) -> Vec<(Range<usize>, String)> {
    let link = &source[at.clone()];
    let Some(middle) = link.rfind("](") else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    let (before, now) = name.titles;
    let plain = !now.contains(['[', ']', '|', '\\', '`', '*', '_', '<', '\n']);
    if link.get(1..middle) == Some(before) && before != now && plain {
        changes.push((at.start + 1..at.start + middle, now.to_owned()));
    }
    changes.extend(of_way(from, source, at.start + middle + 2, name));
    changes
}

/// Changes to lines `[word]: way`.
fn of_definitions(from: &EntryId, source: &str, name: &NewName<'_>) -> Vec<(Range<usize>, String)> {
    let mut changes = Vec::new();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let begins = line.trim_start().starts_with('[');
        if let Some(colon) = line.find("]: ").filter(|_| begins) {
            let gap = line[colon + 3..].len() - line[colon + 3..].trim_start().len();
            changes.extend(of_way(from, source, at + colon + 3 + gap, name));
        }
        at += line.len();
    }
    changes
}

/// The change to the way that begins at `start`, if it leads to the entry.
fn of_way(from: &EntryId, source: &str, start: usize, name: &NewName<'_>) -> Option<(Range<usize>, String)> {
    let start = start + usize::from(source[start..].starts_with('<'));
    let length = source[start..].find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | '#'));
    let way = &source[start..start + length.unwrap_or(source.len() - start)];
    let LinkTarget::Entry { id, .. } = LinkTarget::read(from, way) else {
        return None;
    };
    let old = format!("{}.md", id.slug);
    let folders = way.strip_suffix(&old).filter(|_| name.names.contains(&id))?;
    let begin = start + folders.len();
    let now = format!("{}.md", name.now.slug);
    (now != old).then(|| (begin..begin + old.len(), now))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HEAD: &str = "---\nkind: objection\ntitle: Думаю\nowner: o\nreview: 2027-01-01\n---\n\n";

    fn id(text: &str) -> EntryId {
        text.parse().unwrap()
    }

    fn followed(body: &str) -> String {
        let names = [id("ru/objections/dear"), id("ru/objections/very-dear")];
        let name = NewName {
            names: &names,
            now: &id("ru/objections/price"),
            titles: ("Дорого", "Кусается"),
        };
        let source = format!("{HEAD}{body}");
        let out = follow(&id("ru/objections/think"), &source, &name);
        out.strip_prefix(HEAD).unwrap().to_owned()
    }

    #[test]
    fn links_keep_their_way_and_their_own_words() {
        for (before, after) in [
            ("[Дорого](dear.md)", "[Кусается](price.md)"),
            (
                "[о цене](../objections/dear.md#answer-2 \"x\")",
                "[о цене](../objections/price.md#answer-2 \"x\")",
            ),
            (
                "**[Дорого](<very-dear.md>)** и [Дорого](dear.md)",
                "**[Кусается](<price.md>)** и [Кусается](price.md)",
            ),
            (
                "Вот [это][1].\n\n[1]: ./dear.md\n",
                "Вот [это][1].\n\n[1]: ./price.md\n",
            ),
            (
                "[Дорого](dearer.md), `[Дорого](dear.md)`",
                "[Дорого](dearer.md), `[Дорого](dear.md)`",
            ),
            (
                "[Дорого](../../en/objections/dear.md)",
                "[Дорого](../../en/objections/dear.md)",
            ),
        ] {
            assert_eq!(followed(before), after);
        }
    }

    proptest! {
        #[test]
        fn a_text_that_does_not_link_there_stays(body in "[а-я\\[\\]()#.:\n a-z<>-]{0,80}") {
            prop_assume!(!body.contains("dear.md"));
            prop_assert_eq!(followed(&body), body);
        }
    }
}
