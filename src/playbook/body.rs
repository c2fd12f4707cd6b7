//! What the blocks of an entry mean: answers with words to say, steps with replies, or plain pages.
//!
//! Decides the shape the author's headings and lists are read into; never fails: whatever does not fit stays in the nearest
//! part, and [`super::lint`] complains about what is missing.

use super::entry::EntryKind;
use super::message::Message;
use super::tree::{BlockKind, BlockNode, Inline, InlineKind, LinkTarget, ListItem, SourceSpan, plain};

/// The meaning of an entry's text.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// An objection.
    Objection(Objection),
    /// A call scenario.
    Script(Script),
    /// Texts to send.
    Message(Message),
    /// A regulation, product, segment, card of the company, lesson or manual: read from top to bottom.
    Page,
}

/// An objection with its answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Objection {
    /// What usually stands behind the words.
    pub intro: Vec<BlockNode>,
    /// Ways to answer.
    pub answers: Vec<Answer>,
}

/// One way to answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Name of the way.
    pub name: Vec<Inline>,
    /// When to use it.
    pub when: Vec<Inline>,
    /// Words to say now, in order.
    pub say_now: Vec<SayLine>,
    /// What to know besides.
    pub parts: Vec<DetailPart>,
    /// Parts of calls in which it is heard, wherever the author named them.
    pub clips: Vec<BlockNode>,
    /// The heading's place.
    pub span: SourceSpan,
}

/// One line to say: the move and the words.
#[derive(Debug, Clone, PartialEq)]
pub struct SayLine {
    /// What the words do: agree, ask, offer. Empty when the author gave none.
    pub move_: String,
    /// The words.
    pub words: Vec<Inline>,
    /// Place in the file.
    pub span: SourceSpan,
}

/// A titled part of the detail.
#[derive(Debug, Clone, PartialEq)]
pub struct DetailPart {
    /// Its title; empty for words before the first one.
    pub title: Vec<Inline>,
    /// Its text.
    pub blocks: Vec<BlockNode>,
}

/// A call scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// What the call is for.
    pub intro: Vec<BlockNode>,
    /// Steps in the author's order; the call starts with the first.
    pub steps: Vec<Step>,
}

/// One step of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The anchor given by the author; empty when forgotten.
    pub id: String,
    /// Name of the step.
    pub name: Vec<Inline>,
    /// Advice, words to say (quotes), what to find out (bullets).
    pub blocks: Vec<BlockNode>,
    /// What the client may answer; none in a final step.
    pub replies: Vec<ClientReply>,
    /// The heading's place.
    pub span: SourceSpan,
}

/// One reply of the client.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientReply {
    /// What the client says.
    pub words: Vec<Inline>,
    /// What it leads to, as the author calls it.
    pub leads: Vec<Inline>,
    /// Where it leads.
    pub target: Option<LinkTarget>,
    /// Place in the file.
    pub span: SourceSpan,
}

impl Body {
    /// Reads the blocks of an entry of `kind`.
    pub fn read(kind: EntryKind, tree: &[BlockNode]) -> Self {
        match kind {
            EntryKind::Objection => {
                let (intro, sections) = sections(tree, 2);
                let answers = sections.iter().map(answer).collect();
                Self::Objection(Objection {
                    intro: intro.to_vec(),
                    answers,
                })
            }
            EntryKind::Script => {
                let (intro, sections) = sections(tree, 2);
                let steps = sections.iter().map(step).collect();
                Self::Script(Script {
                    intro: intro.to_vec(),
                    steps,
                })
            }
            EntryKind::Message => {
                let (intro, sections) = sections(tree, 2);
                Self::Message(Message::new(intro, &sections))
            }
            EntryKind::Regulation
            | EntryKind::Product
            | EntryKind::Segment
            | EntryKind::Company
            | EntryKind::Training
            | EntryKind::Manual => Self::Page,
        }
    }
}

impl Objection {
    /// Number from 0 of the answer with this name: how use, verdicts and addresses kept elsewhere know it.
    pub fn answer_named(&self, name: &str) -> Option<usize> {
        self.answers.iter().position(|it| plain(&it.name) == name)
    }
}

impl Step {
    /// The words to say aloud in this step.
    pub fn speech(&self) -> impl Iterator<Item = &BlockNode> {
        self.blocks
            .iter()
            .filter(|block| matches!(block.kind, BlockKind::Quote(_)))
    }
}

/// A heading and what stands under it.
#[derive(Debug)]
pub(super) struct PageSection<'a> {
    pub name: &'a [Inline],
    pub anchor: Option<&'a str>,
    pub blocks: &'a [BlockNode],
    pub span: SourceSpan,
}

/// Cuts blocks at headings of `level`: what stands before the first one, and the sections.
pub(super) fn sections(blocks: &[BlockNode], level: u8) -> (&[BlockNode], Vec<PageSection<'_>>) {
    let heads: Vec<usize> = blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| matches!(block.kind, BlockKind::Heading { level: found, .. } if found == level))
        .map(|(at, _)| at)
        .collect();
    let intro = &blocks[..heads.first().copied().unwrap_or(blocks.len())];
    let ends = heads.iter().skip(1).copied().chain([blocks.len()]);
    let sections = heads
        .iter()
        .zip(ends)
        .filter_map(|(&at, end)| match &blocks[at].kind {
            BlockKind::Heading { anchor, text, .. } => Some(PageSection {
                name: text,
                anchor: anchor.as_deref(),
                blocks: &blocks[at + 1..end],
                span: blocks[at].span,
            }),
            _ => None,
        })
        .collect();
    (intro, sections)
}

fn answer(section: &PageSection<'_>) -> Answer {
    let is_clip = |block: &BlockNode| matches!(block.kind, BlockKind::Snippet(_));
    let (clips, read): (Vec<BlockNode>, Vec<BlockNode>) = section.blocks.iter().cloned().partition(is_clip);
    let mut rest = read.as_slice();
    let (when, after) = when(rest);
    rest = after;
    let mut say_now = Vec::new();
    if let [
        BlockNode {
            kind: BlockKind::Numbered { items, .. },
            ..
        },
        after @ ..,
    ] = rest
    {
        say_now = items.iter().map(say_line).collect();
        rest = after;
    }
    let parts = details(rest);
    Answer {
        name: section.name.to_vec(),
        when,
        say_now,
        parts,
        clips,
        span: section.span,
    }
}

/// What stands under headings of the third level, and before the first of them.
pub(super) fn details(blocks: &[BlockNode]) -> Vec<DetailPart> {
    let (loose, titled) = sections(blocks, 3);
    let mut parts = Vec::new();
    if !loose.is_empty() {
        parts.push(DetailPart {
            title: Vec::new(),
            blocks: loose.to_vec(),
        });
    }
    parts.extend(titled.into_iter().map(|part| DetailPart {
        title: part.name.to_vec(),
        blocks: part.blocks.to_vec(),
    }));
    parts
}

/// When to choose an answer: its first paragraph, and all of them where the words to say come after.
fn when(blocks: &[BlockNode]) -> (Vec<Inline>, &[BlockNode]) {
    let is_paragraph = |block: &&BlockNode| matches!(block.kind, BlockKind::Paragraph(_));
    let all = blocks.iter().take_while(is_paragraph).count();
    let says = matches!(
        blocks.get(all),
        Some(BlockNode {
            kind: BlockKind::Numbered { .. },
            ..
        })
    );
    let (taken, rest) = blocks.split_at(if says { all } else { all.min(1) });
    let mut when: Vec<Inline> = Vec::new();
    for block in taken {
        let BlockKind::Paragraph(text) = &block.kind else {
            continue;
        };
        if !when.is_empty() {
            when.push(Inline {
                kind: InlineKind::HardBreak,
                span: block.span,
            });
        }
        when.extend(text.iter().cloned());
    }
    (when, rest)
}

fn say_line(item: &ListItem) -> SayLine {
    let line = item.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph(text) => Some(text.as_slice()),
        _ => None,
    });
    let line = line.unwrap_or_default();
    match line {
        [
            Inline {
                kind: InlineKind::Strong(name),
                ..
            },
            words @ ..,
        ] => SayLine {
            move_: plain(name),
            words: trim_start(words),
            span: item.span,
        },
        words => SayLine {
            move_: String::new(),
            words: words.to_vec(),
            span: item.span,
        },
    }
}

fn step(section: &PageSection<'_>) -> Step {
    let mut blocks = section.blocks.to_vec();
    let mut replies = Vec::new();
    let head = blocks.iter().position(is_replies_heading);
    if let Some(at) = head
        && let Some(BlockNode {
            kind: BlockKind::Bullets(items),
            ..
        }) = blocks.get(at + 1)
    {
        replies = items.iter().map(reply).collect();
        blocks.drain(at..=at + 1);
    }
    Step {
        id: section.anchor.unwrap_or_default().to_owned(),
        name: section.name.to_vec(),
        blocks,
        replies,
        span: section.span,
    }
}

fn is_replies_heading(block: &BlockNode) -> bool {
    matches!(&block.kind, BlockKind::Heading { level: 3, text, .. }
        if matches!(plain(text).trim(), "Ответы клиента" | "Replies"))
}

/// `«Да, удобно» → [Повод](#reason)`.
fn reply(item: &ListItem) -> ClientReply {
    let line = item.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph(text) => Some(text.as_slice()),
        _ => None,
    });
    let mut words = Vec::new();
    let mut leads = Vec::new();
    let mut target = None;
    for inline in line.unwrap_or_default() {
        match &inline.kind {
            InlineKind::Link { target: to, text } if target.is_none() => {
                target = Some(to.clone());
                leads.clone_from(text);
            }
            _ if target.is_none() => words.push(inline.clone()),
            _ => {}
        }
    }
    if let Some(Inline {
        kind: InlineKind::Text(text),
        ..
    }) = words.last_mut()
    {
        let kept = text
            .trim_end()
            .trim_end_matches(['→', '—', '-', '>'])
            .trim_end()
            .len();
        text.truncate(kept);
    }
    ClientReply {
        words,
        leads,
        target,
        span: item.span,
    }
}

fn trim_start(words: &[Inline]) -> Vec<Inline> {
    let mut words = words.to_vec();
    if let Some(Inline {
        kind: InlineKind::Text(text),
        ..
    }) = words.first_mut()
    {
        *text = text.trim_start_matches([' ', '\u{a0}', ':']).to_owned();
    }
    words
}
