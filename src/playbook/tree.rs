//! The tree of one Markdown file: blocks and inlines with the bytes they came from.
//!
//! Decides which Markdown the book understands: headings, paragraphs, lists, quotes, tables, code, rules; strong,
//! emphasis, struck out words, code, links and pictures inside, points of a task list; and one line of our own, `::snippet ID`, where a part of a call is heard.
//! Everything else is refused in [`super::parse`]. What the blocks mean for a kind of entry is left to [`super::body`],
//! how they look to [`super::render`].

use super::entry::EntryId;
use super::images::ImageName;
use crate::id::SnippetId;
use crate::text::markup::percent_decoded;

/// A range of bytes of the source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SourceSpan {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// A block and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockNode {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the file.
    pub span: SourceSpan,
}

/// Kinds of blocks.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// `## Name {#anchor}`.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The author's anchor.
        anchor: Option<String>,
        /// The words.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list with dashes.
    Bullets(Vec<ListItem>),
    /// A numbered list.
    Numbered {
        /// The first number.
        first: u64,
        /// The points.
        items: Vec<ListItem>,
    },
    /// Words to be said aloud.
    Quote(Vec<BlockNode>),
    /// A small table.
    Table {
        /// The head row.
        head: Vec<TableCell>,
        /// The other rows.
        rows: Vec<Vec<TableCell>>,
        /// Columns set to the right, usually figures.
        right: Vec<bool>,
    },
    /// A block of code.
    Code(String),
    /// A line across.
    Rule,
    /// `::snippet ID`, a paragraph of its own: a part of a call that is listened to here.
    Snippet(SnippetId),
}

/// How the line begins that names a part of a call.
pub const SNIPPET: &str = "::snippet";

impl BlockKind {
    /// A paragraph, or the part of a call it names.
    pub fn of_paragraph(text: Vec<Inline>) -> Self {
        let named = match text.as_slice() {
            [
                Inline {
                    kind: InlineKind::Text(words),
                    ..
                },
            ] => words.strip_prefix(SNIPPET).and_then(|id| id.trim().parse().ok()),
            _ => None,
        };
        named.map_or_else(|| Self::Paragraph(text), Self::Snippet)
    }
}

/// One cell of a table.
pub type TableCell = Vec<Inline>;

/// One point of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListItem {
    /// What it holds; a tight point is one paragraph.
    pub blocks: Vec<BlockNode>,
    /// Where it stands.
    pub span: SourceSpan,
}

/// A piece of a line and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Where it stands.
    pub span: SourceSpan,
}

/// Kinds of inlines.
#[derive(Debug, Clone, PartialEq)]
pub enum InlineKind {
    /// Plain words, entities already decoded.
    Text(String),
    /// `**strong**`.
    Strong(Vec<Inline>),
    /// `*emphasis*`.
    Emphasis(Vec<Inline>),
    /// `~~struck out~~`.
    Strike(Vec<Inline>),
    /// `[ ]` or `[x]` at the beginning of a point: whether it is done.
    Task(bool),
    /// `` `code` ``.
    Code(String),
    /// `[words](target)`.
    Link {
        /// Where to.
        target: LinkTarget,
        /// The words.
        text: Vec<Inline>,
    },
    /// `![what is seen](../../images/NAME)`.
    Image {
        /// Which picture.
        name: ImageName,
        /// What is seen on it, for those who do not see it.
        words: String,
    },
    /// `{name}` of a figure that a card of the company knows; read from a file it is still text.
    Figure {
        /// Its name.
        name: String,
        /// Its text.
        text: String,
        /// The card.
        home: EntryId,
    },
    /// A line end in the source.
    SoftBreak,
    /// A forced line end.
    HardBreak,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// Another file of the book, maybe a place in it.
    Entry {
        /// Which.
        id: EntryId,
        /// The part after `#`.
        anchor: Option<String>,
    },
    /// A place in the same file.
    Here(String),
    /// `https:`, `http:`, `mailto:` or `tel:`.
    Outside(String),
    /// Anything else; never becomes a link.
    Unknown(String),
}

impl LinkTarget {
    /// Reads a link's destination as written in the file of `from`.
    pub fn read(from: &EntryId, destination: &str) -> Self {
        let unknown = || Self::Unknown(destination.to_owned());
        if let Some(anchor) = destination.strip_prefix('#') {
            return Self::Here(percent_decoded(anchor));
        }
        let lower = destination.to_ascii_lowercase();
        if ["https://", "http://", "mailto:", "tel:"]
            .iter()
            .any(|scheme| lower.starts_with(scheme))
        {
            return Self::Outside(destination.to_owned());
        }
        let (path, anchor) = match destination.split_once('#') {
            Some((path, anchor)) => (path, Some(percent_decoded(anchor))),
            None => (destination, None),
        };
        let Some(path) = path.strip_suffix(".md") else {
            return unknown();
        };
        let mut place = vec![from.locale.as_str(), from.kind.folder()];
        for part in path.split('/') {
            match part {
                "." => {}
                ".." => {
                    if place.pop().is_none() {
                        return unknown();
                    }
                }
                part => place.push(part),
            }
        }
        place
            .join("/")
            .parse()
            .map_or_else(|_| unknown(), |id| Self::Entry { id, anchor })
    }
}

/// How a point of a task list begins.
pub const fn task_sign(done: bool) -> &'static str {
    if done { "☑ " } else { "☐ " }
}

/// The words of inlines without marks.
pub fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text
}

fn push_plain(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(words)
            | InlineKind::Code(words)
            | InlineKind::Image { words, .. }
            | InlineKind::Figure { text: words, .. } => {
                text.push_str(words);
            }
            InlineKind::Strong(inner)
            | InlineKind::Emphasis(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Link { text: inner, .. } => {
                push_plain(inner, text);
            }
            InlineKind::Task(done) => text.push_str(task_sign(*done)),
            InlineKind::SoftBreak | InlineKind::HardBreak => text.push(' '),
        }
    }
}

/// Calls `see` for each run of inlines: a paragraph, a heading, a cell.
pub fn each_line<'a>(blocks: &'a [BlockNode], see: &mut impl FnMut(&'a [Inline], &'a BlockNode)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => see(text, block),
            BlockKind::Bullets(items) | BlockKind::Numbered { items, .. } => {
                for item in items {
                    each_line(&item.blocks, see);
                }
            }
            BlockKind::Quote(inner) => each_line(inner, see),
            BlockKind::Table { head, rows, .. } => {
                for cell in head.iter().chain(rows.iter().flatten()) {
                    see(cell, block);
                }
            }
            BlockKind::Code(_) | BlockKind::Rule | BlockKind::Snippet(_) => {}
        }
    }
}

/// Calls `see` for every part of a call that is named.
pub fn each_snippet<'a>(blocks: &'a [BlockNode], see: &mut impl FnMut(&'a SnippetId, SourceSpan)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Snippet(id) => see(id, block.span),
            BlockKind::Bullets(items) | BlockKind::Numbered { items, .. } => {
                for item in items {
                    each_snippet(&item.blocks, see);
                }
            }
            BlockKind::Quote(inner) => each_snippet(inner, see),
            _ => {}
        }
    }
}

/// Calls `see` for every picture of a line: which, what is seen, where.
pub fn each_picture<'a>(line: &'a [Inline], see: &mut impl FnMut(&'a ImageName, &'a str, SourceSpan)) {
    for inline in line {
        match &inline.kind {
            InlineKind::Image { name, words } => see(name, words, inline.span),
            InlineKind::Strong(inner)
            | InlineKind::Emphasis(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Link { text: inner, .. } => each_picture(inner, see),
            _ => {}
        }
    }
}

/// Calls `see` for every link: where to, its words, its place.
pub fn each_link<'a>(
    blocks: &'a [BlockNode],
    see: &mut impl FnMut(&'a LinkTarget, &'a [Inline], SourceSpan),
) {
    each_line(blocks, &mut |line, _| links_of(line, see));
}

fn links_of<'a>(inlines: &'a [Inline], see: &mut impl FnMut(&'a LinkTarget, &'a [Inline], SourceSpan)) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Link { target, text } => {
                see(target, text, inline.span);
                links_of(text, see);
            }
            InlineKind::Strong(inner) | InlineKind::Emphasis(inner) | InlineKind::Strike(inner) => {
                links_of(inner, see);
            }
            _ => {}
        }
    }
}
