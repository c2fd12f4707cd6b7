//! Texts to send: what the sections of a message mean, and the words that are copied.
//!
//! Decides where a variant's subject line and text begin and end, which names in braces are fields, and how blocks become
//! plain words for a letter or a messenger: paragraphs with an empty line between them, no marks, no quotes around the whole.
//! Never fails, as [`super::body`]. Filling the fields is left to whoever sends it: the page does it in the browser.

use std::collections::HashSet;

use super::body::{DetailPart, PageSection, details};
use super::tree::{BlockKind, BlockNode, Inline, InlineKind, SourceSpan, plain};

/// How a subject line begins.
const SUBJECTS: [&str; 2] = ["Тема:", "Subject:"];

/// A message in one or several variants.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// When it is sent, to whom, what must be true before.
    pub intro: Vec<BlockNode>,
    /// Its texts.
    pub variants: Vec<MessageVariant>,
}

/// One text to send.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageVariant {
    /// Name of the variant.
    pub name: Vec<Inline>,
    /// The letter's subject; empty for anything but a letter.
    pub subject: Vec<Inline>,
    /// When this variant is the right one: what stands before the text.
    pub when: Vec<BlockNode>,
    /// The text.
    pub text: Vec<BlockNode>,
    /// What to know besides.
    pub parts: Vec<DetailPart>,
    /// The heading's place.
    pub span: SourceSpan,
}

impl Message {
    /// Of what stands before the first heading and the sections after it.
    pub(super) fn new(intro: &[BlockNode], sections: &[PageSection<'_>]) -> Self {
        Self {
            intro: intro.to_vec(),
            variants: sections.iter().map(MessageVariant::new).collect(),
        }
    }
}

impl MessageVariant {
    fn new(section: &PageSection<'_>) -> Self {
        let mut rest: Vec<BlockNode> = section.blocks.to_vec();
        let mut subject = Vec::new();
        // Before the text, whether or not it is said first when this variant is the right one.
        let is_text =
            |block: &BlockNode| matches!(block.kind, BlockKind::Quote(_) | BlockKind::Heading { .. });
        let before = rest.iter().position(is_text).unwrap_or(rest.len());
        for at in 0..before {
            if let BlockKind::Paragraph(line) = &mut rest[at].kind
                && let Some(found) = take_subject(line)
            {
                subject = found;
                if line.is_empty() {
                    rest.remove(at);
                }
                break;
            }
        }
        // Quotes one under another are one text; an empty line between them makes no second message.
        let is_title = |block: &BlockNode| matches!(block.kind, BlockKind::Heading { .. });
        let end = rest.iter().position(is_title).unwrap_or(rest.len());
        let mut when = Vec::new();
        let mut text = Vec::new();
        let mut others = Vec::new();
        for (at, block) in rest.into_iter().enumerate() {
            let span = block.span;
            match block.kind {
                BlockKind::Quote(inner) if at < end => text.extend(inner),
                kind if at < end && text.is_empty() => when.push(BlockNode { kind, span }),
                kind => others.push(BlockNode { kind, span }),
            }
        }
        Self {
            name: section.name.to_vec(),
            subject,
            when,
            text,
            parts: details(&others),
            span: section.span,
        }
    }

    /// The names of its fields, each once, in the order in which they are met.
    pub fn fields(&self) -> Vec<String> {
        let text = format!("{}\n{}", plain(&self.subject), self.copied());
        let mut seen = HashSet::new();
        let names = braces(&text).into_iter().map(|(name, _)| name);
        names
            .filter(|name| seen.insert(*name))
            .map(str::to_owned)
            .collect()
    }

    /// The text as it is copied, fields still in their braces.
    pub fn copied(&self) -> String {
        let text = copied(&self.text);
        for (open, close) in [('«', '»'), ('“', '”'), ('„', '“')] {
            let inner = text.strip_prefix(open).and_then(|text| text.strip_suffix(close));
            if let Some(inner) = inner.filter(|inner| !inner.contains([open, close])) {
                return inner.to_owned();
            }
        }
        text
    }
}

/// Takes the first line out of a paragraph when it is a subject.
fn take_subject(line: &mut Vec<Inline>) -> Option<Vec<Inline>> {
    let Some(Inline {
        kind: InlineKind::Text(words),
        ..
    }) = line.first_mut()
    else {
        return None;
    };
    let rest = SUBJECTS.iter().find_map(|begin| words.strip_prefix(begin))?;
    *words = rest.trim_start().to_owned();
    let is_end = |inline: &Inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak);
    let end = line.iter().position(is_end).unwrap_or(line.len());
    let rest = line.split_off(end).into_iter().skip(1).collect();
    Some(std::mem::replace(line, rest))
}

/// Names in braces and the bytes they take with them, in order.
pub fn braces(text: &str) -> Vec<(&str, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        let Some(close) = text[open..].find('}').map(|at| open + at) else {
            break;
        };
        // An opening brace that is not closed before the next one is a sign like any other.
        let open = text[open..close].rfind('{').map_or(open, |at| open + at);
        let name = text[open + 1..close].trim();
        if !name.is_empty() {
            found.push((name, open..close + 1));
        }
        from = close + 1;
    }
    found
}

/// Blocks as plain words.
fn copied(blocks: &[BlockNode]) -> String {
    let texts: Vec<String> = blocks.iter().map(block).filter(|text| !text.is_empty()).collect();
    texts.join("\n\n")
}

fn block(block: &BlockNode) -> String {
    match &block.kind {
        BlockKind::Paragraph(text) | BlockKind::Heading { text, .. } => lines(text),
        BlockKind::Bullets(items) => {
            let points: Vec<String> = items
                .iter()
                .map(|item| format!("— {}", copied(&item.blocks)))
                .collect();
            points.join("\n")
        }
        BlockKind::Numbered { first, items } => {
            let points: Vec<String> = (*first..)
                .zip(items)
                .map(|(number, item)| format!("{number}. {}", copied(&item.blocks)))
                .collect();
            points.join("\n")
        }
        BlockKind::Quote(inner) => copied(inner),
        BlockKind::Table { head, rows, .. } => {
            let row = |cells: &Vec<Vec<Inline>>| {
                let cells: Vec<String> = cells.iter().map(|cell| lines(cell)).collect();
                cells.join(" — ")
            };
            let rows: Vec<String> = std::iter::once(head).chain(rows).map(row).collect();
            rows.join("\n")
        }
        BlockKind::Code(text) => text.trim_end().to_owned(),
        BlockKind::Rule | BlockKind::Snippet(_) => String::new(),
    }
}

/// A paragraph with the line ends its author forced.
fn lines(text: &[Inline]) -> String {
    let mut lines = Vec::new();
    for line in text.split(|inline| matches!(inline.kind, InlineKind::HardBreak)) {
        lines.push(plain(line).trim().to_owned());
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::Body;
    use crate::playbook::parse::parse;

    fn variants(text: &str) -> Vec<MessageVariant> {
        let source = format!(
            "---\nkind: message\ntitle: После звонка\nowner: o\nreview: 2027-01-01\n---\nКогда договорились.\n\n{text}"
        );
        let entry = parse(&"ru/messages/after-call".parse().unwrap(), &source).unwrap();
        match entry.body {
            Body::Message(message) => message.variants,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_letter_has_a_subject_and_a_text_of_several_paragraphs() {
        let found = variants(
            "## Письмо\n\nТема: Смета для {компания}\n\n> {имя}, добрый день!\n>\n> Смета во вложении.\\\n> Наберу {день}.\n\n> - цена\n> - {срок}\n\n### Дальше\n\nПозвонить.\n\n## Сообщение\n\n> «{имя}, смета ушла»\n",
        );
        assert_eq!(found.len(), 2);
        assert_eq!(plain(&found[0].subject), "Смета для {компания}");
        assert_eq!(
            found[0].copied(),
            "{имя}, добрый день!\n\nСмета во вложении.\nНаберу {день}.\n\n— цена\n— {срок}"
        );
        assert_eq!(found[0].fields(), ["компания", "имя", "день", "срок"]);
        assert_eq!(plain(&found[0].parts[0].title), "Дальше");
        assert!(found[1].subject.is_empty());
        // Quotes around the whole are not sent.
        assert_eq!(found[1].copied(), "{имя}, смета ушла");
    }

    #[test]
    fn a_subject_may_stand_right_above_other_words() {
        let found = variants("## Letter\n\nSubject: Your quote\nBefore noon.\n\n> Hello.\n");
        assert_eq!(plain(&found[0].subject), "Your quote");
        assert_eq!(found[0].copied(), "Hello.");
        assert_eq!((found[0].when.len(), found[0].parts.len()), (1, 0));
    }

    #[test]
    fn braces_are_found_and_what_is_not_closed_is_a_sign() {
        let names = |text: &'static str| -> Vec<&'static str> {
            braces(text).into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names("{ имя }, {} и {день {час}"), ["имя", "час"]);
        assert_eq!(names("{открыта"), Vec::<&str>::new());
    }
}
