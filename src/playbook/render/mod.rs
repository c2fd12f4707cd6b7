//! Trees → safe HTML, for the screen and for the printed book.
//!
//! Decides the tags, that words to be said aloud get `class="say"`, what a field and a figure of the company look like, and
//! where links lead: to pages on the screen, to places of
//! the same document in the printed book. Everything an author wrote is escaped; no author's byte becomes markup. Whole
//! pages are left to templates.

use std::fmt::{self, Write as _};

use super::embeds::EmbeddedClips;
use super::entry::{EntryId, EntryStatus};
use super::library::LibrarySnapshot;
use super::message::braces;
use super::tree::{BlockKind, BlockNode, Inline, InlineKind, LinkTarget, ListItem};
use super::typography::typeset;
use crate::i18n::{Locale, Texts};
use crate::id::SnippetId;
use crate::text::markup::escape;

/// Finished HTML; templates put it out as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// Escapes plain words.
    pub fn text(words: &str) -> Self {
        let mut html = String::with_capacity(words.len());
        escape(words, &mut html);
        Self(html)
    }

    /// Takes over HTML made inside this crate; never an author's or a visitor's text.
    pub(crate) fn trusted(html: String) -> Self {
        Self(html)
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for SafeHtml {}

/// Where links to other entries lead.
#[derive(Debug, Clone, Copy)]
pub enum LinkStyle<'a> {
    /// To their pages; a link to an entry that is not there stays plain words.
    Pages(&'a LibrarySnapshot),
    /// To their places in one document that holds these entries.
    Book(&'a std::collections::BTreeSet<EntryId>),
}

/// What a line is part of.
#[derive(Debug, Clone, Copy, Default)]
struct LinePlace {
    /// Words to be said or sent: `{name}` is something to fill in.
    speech: bool,
    /// Inside a link, or where one may stand around it: a figure is no link of its own.
    linked: bool,
}

impl LinePlace {
    const SPEECH: Self = Self {
        speech: true,
        linked: false,
    };
    const NAME: Self = Self {
        speech: false,
        linked: true,
    };
}

/// How trees are put out.
#[derive(Clone, Copy)]
pub struct RenderStyle<'a> {
    /// The entry the text belongs to.
    pub of: &'a EntryId,
    /// Where links lead.
    pub links: LinkStyle<'a>,
    /// How much deeper headings stand than in the file: 0 leaves `##` an `h2`.
    pub deeper: u8,
    /// Turns plain words into HTML with marks (search); escapes on its own.
    pub mark: Option<&'a dyn Fn(&str) -> SafeHtml>,
    /// What stands where a part of a call is named; without it a link to that part.
    pub embeds: Option<&'a EmbeddedClips>,
}

impl fmt::Debug for RenderStyle<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Style")
            .field("of", self.of)
            .field("links", &self.links)
            .finish_non_exhaustive()
    }
}

impl<'a> RenderStyle<'a> {
    /// For the page of entry `of`.
    pub fn page(of: &'a EntryId, book: &'a LibrarySnapshot) -> Self {
        Self {
            of,
            links: LinkStyle::Pages(book),
            deeper: 0,
            mark: None,
            embeds: None,
        }
    }

    /// For entry `of` inside the printed book of `entries`.
    pub fn book(of: &'a EntryId, entries: &'a std::collections::BTreeSet<EntryId>) -> Self {
        Self {
            of,
            links: LinkStyle::Book(entries),
            deeper: 1,
            mark: None,
            embeds: None,
        }
    }

    /// The same with what stands where parts of calls are named.
    #[must_use]
    pub fn with_embeds(self, embeds: &'a EmbeddedClips) -> Self {
        Self {
            embeds: Some(embeds),
            ..self
        }
    }

    /// Blocks of advice.
    pub fn blocks(&self, blocks: &[BlockNode]) -> SafeHtml {
        let mut html = String::new();
        self.put_blocks(blocks, LinePlace::default(), &mut html);
        SafeHtml(html)
    }

    /// Blocks of a text to be said or sent: `{name}` is something to fill in.
    pub fn speech_blocks(&self, blocks: &[BlockNode]) -> SafeHtml {
        let mut html = String::new();
        self.put_blocks(blocks, LinePlace::SPEECH, &mut html);
        SafeHtml(html)
    }

    /// One line, a name mostly: it may stand inside a link.
    pub fn line(&self, line: &[Inline]) -> SafeHtml {
        let mut html = String::new();
        self.put_line(line, LinePlace::NAME, &mut html);
        SafeHtml(html)
    }

    /// One line to be said aloud: `{name}` is something to fill in.
    pub fn speech(&self, line: &[Inline]) -> SafeHtml {
        let mut html = String::new();
        self.put_line(line, LinePlace::SPEECH, &mut html);
        SafeHtml(html)
    }

    /// The value of an `id=` for a place of this entry; in the printed book it carries the entry's name.
    pub fn id(&self, anchor: &str) -> String {
        match self.links {
            LinkStyle::Pages(_) => anchor.to_owned(),
            LinkStyle::Book(_) => format!("{}-{anchor}", self.of.anchor()),
        }
    }

    /// Where a target leads; nothing when it must not become a link.
    pub fn href(&self, target: &LinkTarget) -> Option<String> {
        match (target, self.links) {
            (LinkTarget::Entry { id, anchor }, LinkStyle::Pages(book)) => {
                let to = book
                    .any(id)
                    .filter(|entry| entry.status() != EntryStatus::Draft)?;
                let place = anchor
                    .as_ref()
                    .map_or_else(String::new, |anchor| format!("#{anchor}"));
                Some(format!("{}{place}", to.id.url()))
            }
            (LinkTarget::Entry { id, anchor }, LinkStyle::Book(entries)) => {
                entries.get(id)?;
                let place = anchor
                    .as_ref()
                    .map_or_else(String::new, |anchor| format!("-{anchor}"));
                Some(format!("#{}{place}", id.anchor()))
            }
            (LinkTarget::Here(anchor), _) => Some(format!("#{}", self.id(anchor))),
            (LinkTarget::Outside(address), _) => Some(address.clone()),
            (LinkTarget::Unknown(_), _) => None,
        }
    }

    fn locale(&self) -> Locale {
        self.of.locale
    }

    fn put_blocks(&self, blocks: &[BlockNode], place: LinePlace, html: &mut String) {
        for block in blocks {
            self.put_block(block, place, html);
        }
    }

    fn put_block(&self, block: &BlockNode, place: LinePlace, html: &mut String) {
        match &block.kind {
            BlockKind::Heading { level, anchor, text } => {
                let level = (level + self.deeper).clamp(2, 6);
                let _ = write!(html, "<h{level}");
                if let Some(anchor) = anchor {
                    html.push_str(" id=\"");
                    escape(&self.id(anchor), html);
                    html.push('"');
                }
                html.push('>');
                self.put_line(text, place, html);
                let _ = writeln!(html, "</h{level}>");
            }
            BlockKind::Paragraph(text) => self.put_paragraph(text, place, html),
            BlockKind::Bullets(items) => {
                let tasks = !items.is_empty() && items.iter().all(is_task);
                html.push_str(if tasks {
                    "<ul class=\"tasks\">\n"
                } else {
                    "<ul class=\"dash\">\n"
                });
                self.put_items(items, place, html);
                html.push_str("</ul>\n");
            }
            BlockKind::Numbered { first, items } => {
                html.push_str("<ol class=\"count\"");
                if *first != 1 {
                    let _ = write!(html, " start=\"{first}\"");
                }
                html.push_str(">\n");
                self.put_items(items, place, html);
                html.push_str("</ol>\n");
            }
            BlockKind::Quote(inner) => {
                html.push_str("<blockquote class=\"say\">");
                self.put_blocks(inner, LinePlace::SPEECH, html);
                html.push_str("</blockquote>\n");
            }
            BlockKind::Table { head, rows, right } => self.put_table(head, rows, right, place, html),
            BlockKind::Code(text) => {
                html.push_str("<pre><code>");
                escape(text, html);
                html.push_str("</code></pre>\n");
            }
            BlockKind::Rule => html.push_str("<hr>\n"),
            BlockKind::Snippet(id) => self.put_snippet(id, html),
        }
    }

    fn put_paragraph(&self, text: &[Inline], place: LinePlace, html: &mut String) {
        html.push_str("<p>");
        self.put_line(text, place, html);
        html.push_str("</p>\n");
    }

    fn put_snippet(&self, id: &SnippetId, html: &mut String) {
        if let Some(found) = self.embeds.and_then(|embeds| embeds.html(id)) {
            html.push_str(found.as_str());
            return;
        }
        let words = Texts(self.locale()).text("snippet-embedded");
        // An id is letters and digits.
        let _ = write!(html, "<p><a href=\"/snippets/{id}\">");
        escape(&words, html);
        html.push_str("</a></p>\n");
    }

    fn put_items(&self, items: &[ListItem], place: LinePlace, html: &mut String) {
        for item in items {
            html.push_str(if is_task(item) {
                "<li class=\"task-point\">"
            } else {
                "<li>"
            });
            match item.blocks.as_slice() {
                [
                    BlockNode {
                        kind: BlockKind::Paragraph(text),
                        ..
                    },
                    rest @ ..,
                ] => {
                    self.put_line(text, place, html);
                    self.put_blocks(rest, place, html);
                }
                blocks => self.put_blocks(blocks, place, html),
            }
            html.push_str("</li>\n");
        }
    }

    /// The box of a task. It is read and not ticked: the book is the same for everybody.
    fn put_box(&self, done: bool, html: &mut String) {
        let (key, data) = if done {
            ("playbook-task-done", " data-done")
        } else {
            ("playbook-task-open", "")
        };
        html.push_str("<span class=\"task-box\" role=\"img\" aria-label=\"");
        escape(&Texts(self.locale()).text(key), html);
        let _ = write!(html, "\"{data}></span> ");
    }

    fn put_table(
        &self,
        head: &[Vec<Inline>],
        rows: &[Vec<Vec<Inline>>],
        right: &[bool],
        place: LinePlace,
        html: &mut String,
    ) {
        let class = |column: usize| {
            if right.get(column) == Some(&true) {
                " data-align=\"right\""
            } else {
                ""
            }
        };
        // A wide table moves inside its frame; the page does not.
        html.push_str("<div class=\"table-frame\" tabindex=\"0\"><table class=\"prose-table\">\n<thead><tr>");
        for (column, cell) in head.iter().enumerate() {
            let _ = write!(html, "<th scope=\"col\"{}>", class(column));
            self.put_line(cell, place, html);
            html.push_str("</th>");
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        for row in rows {
            html.push_str("<tr>");
            for (column, cell) in row.iter().enumerate() {
                let _ = write!(html, "<td{}>", class(column));
                self.put_line(cell, place, html);
                html.push_str("</td>");
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody></table></div>\n");
    }

    fn put_line(&self, line: &[Inline], place: LinePlace, html: &mut String) {
        for inline in line {
            match &inline.kind {
                InlineKind::Text(words) if place.speech => self.put_speech(words, html),
                InlineKind::Text(words) => self.put_words(words, html),
                InlineKind::Strong(inner) => self.wrap("strong", inner, place, html),
                InlineKind::Emphasis(inner) => self.wrap("em", inner, place, html),
                InlineKind::Strike(inner) => self.wrap("s", inner, place, html),
                InlineKind::Task(done) => self.put_box(*done, html),
                InlineKind::Figure { name, text, home } => {
                    self.put_figure((name.as_str(), text.as_str(), home), place, html);
                }
                InlineKind::Code(text) => {
                    html.push_str("<code>");
                    escape(text, html);
                    html.push_str("</code>");
                }
                InlineKind::Link { target, text } => match self.href(target) {
                    Some(href) => {
                        html.push_str("<a href=\"");
                        escape(&href, html);
                        html.push('"');
                        if matches!(target, LinkTarget::Outside(_)) {
                            html.push_str(" rel=\"noopener noreferrer\"");
                        }
                        html.push('>');
                        let inside = LinePlace {
                            linked: true,
                            ..place
                        };
                        self.put_line(text, inside, html);
                        html.push_str("</a>");
                    }
                    None => self.put_line(text, place, html),
                },
                InlineKind::Image { name, words } => {
                    html.push_str("<img class=\"picture\" src=\"");
                    escape(&name.url(), html);
                    html.push_str("\" alt=\"");
                    escape(words, html);
                    html.push_str("\">");
                }
                InlineKind::SoftBreak => html.push('\n'),
                InlineKind::HardBreak => html.push_str("<br>\n"),
            }
        }
    }

    /// The text of a figure; its mark says which it is and leads to the card it stands on.
    fn put_figure(&self, (name, text, home): (&str, &str, &EntryId), place: LinePlace, html: &mut String) {
        let target = LinkTarget::Entry {
            id: home.clone(),
            anchor: None,
        };
        let href = self.href(&target).filter(|_| !place.linked && home != self.of);
        let tag = if href.is_some() { "a" } else { "span" };
        let _ = write!(html, "<{tag} class=\"figure\"");
        if let Some(href) = &href {
            html.push_str(" href=\"");
            escape(href, html);
            html.push('"');
        }
        html.push_str(" title=\"");
        escape(
            &Texts(self.locale()).with("playbook-figure-from", &[("name", name)]),
            html,
        );
        html.push_str("\">");
        self.put_words(text, html);
        let _ = write!(html, "</{tag}>");
    }

    fn wrap(&self, tag: &str, inner: &[Inline], place: LinePlace, html: &mut String) {
        let _ = write!(html, "<{tag}>");
        self.put_line(inner, place, html);
        let _ = write!(html, "</{tag}>");
    }

    fn put_words(&self, words: &str, html: &mut String) {
        let dressed = typeset(words, self.locale());
        match self.mark {
            Some(mark) => html.push_str(mark(&dressed).as_str()),
            None => escape(&dressed, html),
        }
    }

    fn put_speech(&self, words: &str, html: &mut String) {
        let mut done = 0;
        for (name, range) in braces(words) {
            self.put_words(&words[done..range.start], html);
            html.push_str("<span class=\"fill\">");
            escape(name, html);
            html.push_str("</span>");
            done = range.end;
        }
        self.put_words(&words[done..], html);
    }
}

/// Does a point begin with the box of a task?
fn is_task(item: &ListItem) -> bool {
    let line = item.blocks.first().map(|block| &block.kind);
    matches!(line, Some(BlockKind::Paragraph(line)) if matches!(line.first(), Some(Inline { kind: InlineKind::Task(_), .. })))
}

#[cfg(test)]
mod tests;
