//! Text of a file → [`Entry`].
//!
//! Decides what makes a file unusable: no facts, wrong facts, raw HTML, pictures from elsewhere, nesting without end.
//! Such a file is refused as a whole with every complaint at its line and column; nothing of it is shown. Whether a
//! usable file is a good one is left to [`super::lint`].

use std::iter::Peekable;

use pulldown_cmark::{Alignment, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TextMergeWithOffset};

use super::body::Body;
use super::entry::{Entry, EntryId};
use super::front_matter::{self, Complaint};
use super::images::ImageName;
use super::lint::LintFault;
use super::positions::Positions;
use super::tree::{BlockKind, BlockNode, Inline, InlineKind, LinkTarget, ListItem, SourceSpan, plain};

/// Lists in quotes in lists: deeper than this nobody reads, and recursion stays small.
const DEEPEST: usize = 16;

/// Reads one file. Errors: every complaint that makes it unusable.
pub fn parse(id: &EntryId, source: &str) -> Result<Entry, Vec<Complaint>> {
    match read(id, source) {
        (Some(entry), complaints) if complaints.is_empty() => Ok(entry),
        (_, complaints) => Err(complaints),
    }
}

/// Reads one file for its author: what can be shown of it, and every complaint that makes it unusable. What is complained
/// about is left out.
pub fn read(id: &EntryId, source: &str) -> (Option<Entry>, Vec<Complaint>) {
    let (yaml, start) = match front_matter::split(source) {
        Ok(found) => found,
        Err(complaint) => return (None, vec![complaint]),
    };
    let (facts, mut complaints) = match front_matter::read(id, source, &yaml) {
        Ok(facts) => (Some(facts), Vec::new()),
        Err(complaints) => (None, complaints),
    };
    let positions = Positions::new(source);
    let tree = {
        let mut reader = BodyReader::new(id, source, &positions, start);
        let tree = reader.blocks(0);
        complaints.append(&mut reader.complaints);
        tree
    };
    let entry = facts.map(|facts| Entry {
        id: id.clone(),
        facts,
        body: Body::read(id.kind, &tree),
        tree,
        source: source.into(),
        positions,
    });
    (entry, complaints)
}

struct BodyReader<'a> {
    id: &'a EntryId,
    source: &'a str,
    positions: &'a Positions,
    start: usize,
    events: Peekable<TextMergeWithOffset<'a, OffsetIter<'a>>>,
    complaints: Vec<Complaint>,
}

impl<'a> BodyReader<'a> {
    fn new(id: &'a EntryId, source: &'a str, positions: &'a Positions, start: usize) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let parser = Parser::new_ext(&source[start..], options).into_offset_iter();
        Self {
            id,
            source,
            positions,
            start,
            events: TextMergeWithOffset::new(parser).peekable(),
            complaints: Vec::new(),
        }
    }

    fn next(&mut self) -> Option<(Event<'a>, SourceSpan)> {
        let (event, range) = self.events.next()?;
        Some((
            event,
            SourceSpan {
                start: range.start + self.start,
                end: range.end + self.start,
            },
        ))
    }

    fn complain(&mut self, span: SourceSpan, fault: LintFault) {
        self.complaints
            .push((self.positions.at(self.source, span.start), fault));
    }

    /// Blocks up to the end of the container whose start was just read, or of the file.
    fn blocks(&mut self, depth: usize) -> Vec<BlockNode> {
        let mut blocks = Vec::new();
        while let Some((event, _)) = self.events.peek() {
            if is_inline(event) {
                // A tight list point has no paragraph of its own.
                let text = self.inlines_while(depth);
                let span = cover(&text);
                blocks.push(BlockNode {
                    kind: BlockKind::Paragraph(text),
                    span,
                });
                continue;
            }
            let Some((event, span)) = self.next() else { break };
            match event {
                Event::End(_) => break,
                Event::Start(tag) => {
                    if depth >= DEEPEST {
                        self.complain(span, LintFault::TooDeep);
                        self.skip();
                    } else if let Some(kind) = self.block(tag, span, depth) {
                        blocks.push(BlockNode { kind, span });
                    }
                }
                Event::Rule => blocks.push(BlockNode {
                    kind: BlockKind::Rule,
                    span,
                }),
                Event::Html(html) => self.complain(
                    span,
                    LintFault::RawHtml {
                        found: shorten(&html),
                    },
                ),
                _ => {}
            }
        }
        blocks
    }

    fn block(&mut self, tag: Tag<'a>, span: SourceSpan, depth: usize) -> Option<BlockKind> {
        Some(match tag {
            Tag::Paragraph => BlockKind::of_paragraph(self.inlines(depth + 1)),
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } => {
                let mut text = self.inlines(depth + 1);
                // Braces that hold no anchor are words: a figure or a field.
                if id.is_none() && !(classes.is_empty() && attrs.is_empty()) {
                    let words = self.source[span.start..span.end].rfind('{').map_or("", |at| {
                        self.source[span.start + at..span.end].trim_end_matches(['#', ' ', '\r', '\n'])
                    });
                    let kind = InlineKind::Text(format!(" {words}"));
                    text.push(Inline { kind, span });
                }
                BlockKind::Heading {
                    level: heading(level),
                    anchor: id.map(|id| id.to_string()),
                    text,
                }
            }
            Tag::BlockQuote(_) => BlockKind::Quote(self.blocks(depth + 1)),
            Tag::List(first) => {
                let items = self.items(depth + 1);
                match first {
                    Some(first) => BlockKind::Numbered { first, items },
                    None => BlockKind::Bullets(items),
                }
            }
            Tag::CodeBlock(_) => BlockKind::Code(self.raw_text()),
            Tag::Table(alignments) => self.table(&alignments, depth + 1),
            Tag::HtmlBlock => {
                let found = self.raw_text();
                self.complain(
                    span,
                    LintFault::RawHtml {
                        found: shorten(&found),
                    },
                );
                return None;
            }
            _ => {
                self.skip();
                return None;
            }
        })
    }

    fn items(&mut self, depth: usize) -> Vec<ListItem> {
        let mut items = Vec::new();
        while let Some((event, span)) = self.next() {
            match event {
                Event::Start(Tag::Item) => items.push(ListItem {
                    blocks: self.blocks(depth),
                    span,
                }),
                Event::End(_) => break,
                _ => {}
            }
        }
        items
    }

    fn table(&mut self, alignments: &[Alignment], depth: usize) -> BlockKind {
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableHead) => head = self.cells(depth),
                Event::Start(Tag::TableRow) => rows.push(self.cells(depth)),
                Event::End(_) => break,
                _ => {}
            }
        }
        let right = alignments.iter().map(|one| *one == Alignment::Right).collect();
        BlockKind::Table { head, rows, right }
    }

    fn cells(&mut self, depth: usize) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableCell) => cells.push(self.inlines(depth)),
                Event::End(_) => break,
                _ => {}
            }
        }
        cells
    }

    /// Inlines up to the end of the element whose start was just read.
    fn inlines(&mut self, depth: usize) -> Vec<Inline> {
        let inlines = self.inlines_while(depth);
        self.next();
        inlines
    }

    fn inlines_while(&mut self, depth: usize) -> Vec<Inline> {
        let mut inlines = Vec::new();
        while self.events.peek().is_some_and(|(event, _)| is_inline(event)) {
            let Some((event, span)) = self.next() else { break };
            if let Some(kind) = self.inline(event, span, depth) {
                inlines.push(Inline { kind, span });
            }
        }
        whole_braces(inlines)
    }

    fn inline(&mut self, event: Event<'a>, span: SourceSpan, depth: usize) -> Option<InlineKind> {
        if depth >= DEEPEST && matches!(event, Event::Start(_)) {
            self.complain(span, LintFault::TooDeep);
            self.skip();
            return None;
        }
        Some(match event {
            Event::Text(text) => InlineKind::Text(text.into_string()),
            Event::Code(text) => InlineKind::Code(text.into_string()),
            Event::SoftBreak => InlineKind::SoftBreak,
            Event::HardBreak => InlineKind::HardBreak,
            Event::Start(Tag::Strong) => InlineKind::Strong(self.inlines(depth + 1)),
            Event::Start(Tag::Strikethrough) => InlineKind::Strike(self.inlines(depth + 1)),
            Event::TaskListMarker(done) => InlineKind::Task(done),
            Event::Start(Tag::Emphasis) => InlineKind::Emphasis(self.inlines(depth + 1)),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let target = LinkTarget::read(self.id, &dest_url);
                InlineKind::Link {
                    target,
                    text: self.inlines(depth + 1),
                }
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let words = plain(&self.inlines(depth + 1));
                let Some(name) = ImageName::of_link(self.id, &dest_url) else {
                    self.complain(span, LintFault::Picture);
                    return None;
                };
                InlineKind::Image { name, words }
            }
            Event::InlineHtml(html) => {
                self.complain(
                    span,
                    LintFault::RawHtml {
                        found: shorten(&html),
                    },
                );
                return None;
            }
            Event::Start(_) => {
                self.skip();
                return None;
            }
            _ => return None,
        })
    }

    /// The text up to the end of the element whose start was just read.
    fn raw_text(&mut self) -> String {
        let mut all = String::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Text(text) | Event::Html(text) => all.push_str(&text),
                Event::End(_) => break,
                _ => {}
            }
        }
        all
    }

    /// Passes over the element whose start was just read.
    fn skip(&mut self) {
        let mut open = 1_usize;
        while open > 0 {
            match self.next() {
                Some((Event::Start(_), _)) => open += 1,
                Some((Event::End(_), _)) => open -= 1,
                Some(_) => {}
                None => break,
            }
        }
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::TaskListMarker(_)
            | Event::Start(
                Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
            )
    )
}

/// A name in braces that the author's line end parted is one text again.
fn whole_braces(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut whole: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        let is_open = match whole.as_slice() {
            [.., before, end] if matches!(end.kind, InlineKind::SoftBreak) => match &before.kind {
                InlineKind::Text(words) => words.rfind('{') > words.rfind('}'),
                _ => false,
            },
            _ => false,
        };
        match (&inline.kind, is_open) {
            (InlineKind::Text(more), true) if more.contains('}') => {
                whole.pop();
                if let Some(Inline {
                    kind: InlineKind::Text(words),
                    span,
                }) = whole.last_mut()
                {
                    words.push(' ');
                    words.push_str(more);
                    span.end = inline.span.end;
                }
            }
            _ => whole.push(inline),
        }
    }
    whole
}

fn cover(inlines: &[Inline]) -> SourceSpan {
    SourceSpan {
        start: inlines.first().map_or(0, |one| one.span.start),
        end: inlines.last().map_or(0, |one| one.span.end),
    }
}

fn heading(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn shorten(html: &str) -> String {
    let line = html.trim().lines().next().unwrap_or_default();
    match line.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line.to_owned(),
    }
}
