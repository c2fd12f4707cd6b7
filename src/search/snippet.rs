//! The piece of an entry that shows why it was found, with the found words marked.
//!
//! Decides which passage of a part is shown, where a long one is cut (between words, never inside one) and that marks cover whole
//! words of the text as the author wrote it. Everything is escaped; the only markup is `<mark>`.

use super::document::{EntryDocument, Passage};
use super::query::SearchWords;
use super::tokenizer::each_word;
use crate::playbook::render::SafeHtml;
use crate::text::markup::escape;

/// About two lines of a card, characters.
const LENGTH: usize = 180;
/// What stands before the first found word, characters.
const BEFORE: usize = 60;

/// What one part of an entry (an answer, a step, or what stands outside of both) has for a question.
#[derive(Debug, Clone, Copy)]
pub struct PartMatch<'a> {
    /// Number of the answer or step from 0; nothing for what stands outside.
    pub part: Option<usize>,
    /// How well its best passage answers; 0 when none does.
    pub score: u32,
    /// The words of the question found in it, a bit each.
    pub found: u16,
    /// The best passage; without one that answers, the first to be said, or the first.
    pub passage: &'a Passage,
}

/// Every part of `document` that has text, in the author's order.
pub fn parts<'a>(document: &'a EntryDocument, question: &mut SearchWords) -> Vec<PartMatch<'a>> {
    let mut parts: Vec<PartMatch<'a>> = Vec::new();
    for passage in &document.passages {
        let mut found = 0_u16;
        each_word(&passage.text, |range| {
            if let Some(word) = question.answers(&passage.text[range]) {
                found |= 1 << word.min(15);
            }
        });
        let score = match found.count_ones() {
            0 => 0,
            words => words * 4 + u32::from(passage.speech) * 2 + u32::from(!passage.name),
        };
        match parts.iter_mut().find(|it| it.part == passage.part) {
            Some(part) => {
                part.found |= found;
                let rather_said = part.score == 0 && score == 0 && passage.speech && !part.passage.speech;
                if score > part.score || rather_said {
                    (part.score, part.passage) = (score, passage);
                }
            }
            None => parts.push(PartMatch {
                part: passage.part,
                score,
                found,
                passage,
            }),
        }
    }
    parts
}

/// `text` with the found words marked, whole.
pub fn highlight(text: &str, question: &mut SearchWords) -> SafeHtml {
    let mut html = String::with_capacity(text.len() + 32);
    mark(text, question, &mut html);
    SafeHtml::trusted(html)
}

/// `text` cut to about [`LENGTH`] characters around the first found word, marked.
pub fn snippet(text: &str, question: &mut SearchWords) -> SafeHtml {
    let mut words = Vec::new();
    each_word(text, |range| words.push(range));
    if text.chars().count() <= LENGTH || words.is_empty() {
        return highlight(text, question);
    }
    let hit = words
        .iter()
        .position(|range| question.answers(&text[range.clone()]).is_some())
        .unwrap_or(0);
    let length = |from: usize, to: usize| text[from..to].chars().count();
    let mut first = hit;
    while first > 0 && length(words[first - 1].start, words[hit].start) <= BEFORE {
        first -= 1;
    }
    let mut last = hit;
    while last + 1 < words.len() && length(words[first].start, words[last + 1].end) <= LENGTH {
        last += 1;
    }
    // Quotes and brackets stay with the word they stand at.
    let start = if first == 0 {
        0
    } else {
        before_word(text, words[first].start)
    };
    let end = if last + 1 == words.len() {
        text.len()
    } else {
        after_word(text, words[last].end)
    };
    let mut html = String::with_capacity(end - start + 64);
    if start > 0 {
        html.push_str("… ");
    }
    mark(&text[start..end], question, &mut html);
    if end < text.len() {
        html.push_str(" …");
    }
    SafeHtml::trusted(html)
}

fn before_word(text: &str, at: usize) -> usize {
    text[..at]
        .char_indices()
        .rev()
        .take_while(|(_, letter)| "«„“\"'(".contains(*letter))
        .last()
        .map_or(at, |(at, _)| at)
}

fn after_word(text: &str, at: usize) -> usize {
    let tail = text[at..]
        .char_indices()
        .take_while(|(_, letter)| "»“”\"').,;:!?…".contains(*letter));
    tail.last()
        .map_or(at, |(offset, letter)| at + offset + letter.len_utf8())
}

fn mark(text: &str, question: &mut SearchWords, html: &mut String) {
    let mut done = 0;
    each_word(text, |range| {
        if question.answers(&text[range.clone()]).is_some() {
            escape(&text[done..range.start], html);
            html.push_str("<mark>");
            escape(&text[range.clone()], html);
            html.push_str("</mark>");
            done = range.end;
        }
    });
    escape(&text[done..], html);
}
