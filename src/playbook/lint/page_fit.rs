//! Does a regulation fit on one A4 page? A pure estimate: lines of text at the print sheet's sizes.
//!
//! The figures are those of the print sheet: A4 with 16 mm margins sideways and 14 mm above and below, text of 11 pt with
//! lines of 1.4. The width of a letter is that of the widest of the common office fonts, so the estimate errs towards "too
//! long": against heights printed by Chromium for the shipped regulations, cards and lessons it is 3 to 14 % above. The
//! browser has the last word, this one is here first.

use super::LintFault;
use crate::playbook::entry::{Entry, EntryKind};
use crate::playbook::front_matter::Complaint;
use crate::playbook::tree::{BlockKind, BlockNode, Inline, ListItem, each_picture, plain};

const PAGE_WIDTH_MM: f64 = 210.0 - 2.0 * 16.0;
const PAGE_HEIGHT_MM: f64 = 297.0 - 2.0 * 14.0;
const MM_PER_PT: f64 = 25.4 / 72.0;
const BODY_PT: f64 = 11.0;
const TABLE_PT: f64 = 10.0;
const SPEECH_PT: f64 = 12.5;
const LINE: f64 = 1.4;
/// Mean width of a letter, of its size.
const LETTER: f64 = 0.58;
/// Between blocks.
const GAP_MM: f64 = 1.6;
/// Before a heading.
const HEADING_GAP_MM: f64 = 4.0;
/// A picture, at the most the print sheet gives it.
const PICTURE_MM: f64 = 60.0;
/// Title, facts under it and the space below them.
const HEAD_MM: f64 = 22.0;

/// How much of a page a text takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageFit {
    /// Height of the printed text, mm.
    pub used_mm: f64,
    /// Height of the page between its margins, mm.
    pub page_mm: f64,
}

impl PageFit {
    /// Body lines that do not fit; 0 when all do.
    pub fn lines_over(self) -> u32 {
        let over = (self.used_mm - self.page_mm) / line_mm(BODY_PT);
        if over <= 0.0 { 0 } else { over.ceil() as u32 }
    }

    /// Pages the text takes, at least one.
    pub fn pages(self) -> u32 {
        (self.used_mm / self.page_mm).ceil().max(1.0) as u32
    }
}

/// Estimates the printed height of an entry.
pub fn estimate(entry: &Entry) -> PageFit {
    PageFit {
        used_mm: HEAD_MM + blocks(&entry.tree, PAGE_WIDTH_MM),
        page_mm: PAGE_HEIGHT_MM,
    }
}

/// Complains when a regulation is longer than its page.
pub fn inspect(entry: &Entry) -> Option<Complaint> {
    if entry.kind() != EntryKind::Regulation {
        return None;
    }
    match estimate(entry).lines_over() {
        0 => None,
        lines => Some((entry.position(0), LintFault::PageTooLong { lines })),
    }
}

fn line_mm(size_pt: f64) -> f64 {
    size_pt * LINE * MM_PER_PT
}

fn blocks(all: &[BlockNode], width_mm: f64) -> f64 {
    all.iter().map(|block| block_mm(block, width_mm)).sum()
}

fn block_mm(block: &BlockNode, width_mm: f64) -> f64 {
    match &block.kind {
        BlockKind::Heading { level, text, .. } => {
            let size = if *level <= 2 { 13.0 } else { BODY_PT };
            HEADING_GAP_MM + text_mm(text, size, width_mm)
        }
        BlockKind::Paragraph(text) => GAP_MM + text_mm(text, BODY_PT, width_mm),
        BlockKind::Bullets(items) | BlockKind::Numbered { items, .. } => {
            GAP_MM
                + items
                    .iter()
                    .map(|item| item_mm(item, width_mm - 7.0))
                    .sum::<f64>()
        }
        BlockKind::Quote(inner) => {
            GAP_MM
                + inner
                    .iter()
                    .map(|block| speech_mm(block, width_mm - 5.0))
                    .sum::<f64>()
        }
        BlockKind::Table { head, rows, .. } => {
            let columns = head.len().max(1) as f64;
            let row_mm = |cells: &Vec<Vec<Inline>>| {
                let width = width_mm / columns - 5.0;
                let tallest = cells
                    .iter()
                    .map(|cell| text_mm(cell, TABLE_PT, width))
                    .fold(0.0, f64::max);
                tallest + 2.3
            };
            GAP_MM + row_mm(head) + rows.iter().map(row_mm).sum::<f64>()
        }
        BlockKind::Code(text) => GAP_MM + text.lines().count() as f64 * line_mm(BODY_PT),
        BlockKind::Rule => 2.0 * GAP_MM,
        // Its title; how much is said in it only the service knows.
        BlockKind::Snippet(_) => GAP_MM + 2.0 * line_mm(BODY_PT),
    }
}

fn speech_mm(block: &BlockNode, width_mm: f64) -> f64 {
    match &block.kind {
        BlockKind::Paragraph(text) => GAP_MM + text_mm(text, SPEECH_PT, width_mm),
        _ => block_mm(block, width_mm),
    }
}

fn item_mm(item: &ListItem, width_mm: f64) -> f64 {
    // Points stand close together: the gap of their paragraphs is not printed.
    (blocks(&item.blocks, width_mm) - GAP_MM).max(0.0) + 0.6
}

fn text_mm(text: &[Inline], size_pt: f64, width_mm: f64) -> f64 {
    let letters = plain(text).chars().count() as f64;
    let per_line = (width_mm / (size_pt * LETTER * MM_PER_PT)).max(1.0);
    let mut pictures_mm = 0.0;
    each_picture(text, &mut |_, _, _| pictures_mm += PICTURE_MM);
    (letters / per_line).ceil().max(1.0) * line_mm(size_pt) + pictures_mm
}
