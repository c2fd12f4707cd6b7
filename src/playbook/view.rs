//! An entry made ready for templates: every text already safe HTML.
//!
//! Decides nothing about looks; it only walks the body once, with one [`RenderStyle`], so that the page, the printed book and the
//! search card show the same words.

use std::sync::Arc;

use super::body::{Answer, Body, Step};
use super::entry::Entry;
use super::message::MessageVariant;
use super::render::{RenderStyle, SafeHtml};
use super::tree::plain;

/// A whole entry.
#[derive(Debug, Clone)]
pub struct EntryView {
    /// The entry.
    pub entry: Arc<Entry>,
    /// What stands before answers or steps.
    pub intro: SafeHtml,
    /// Ways to answer; only for an objection.
    pub answers: Vec<AnswerView>,
    /// Steps; only for a script.
    pub steps: Vec<StepView>,
    /// Texts to send; only for a message.
    pub variants: Vec<VariantView>,
    /// The whole text of any other kind.
    pub page: SafeHtml,
}

/// One way to answer.
#[derive(Debug, Clone)]
pub struct AnswerView {
    /// From 1.
    pub number: usize,
    /// Value of `id=`.
    pub id: String,
    /// Name of the way.
    pub name: SafeHtml,
    /// The same as plain words: how use and verdicts know it.
    pub plain: String,
    /// When to use it.
    pub when: SafeHtml,
    /// Moves and words.
    pub say_now: Vec<(String, SafeHtml)>,
    /// Titles and texts of the detail.
    pub parts: Vec<(SafeHtml, SafeHtml)>,
    /// Parts of calls in which it is heard.
    pub clips: SafeHtml,
}

/// One text to send.
#[derive(Debug, Clone)]
pub struct VariantView {
    /// From 1.
    pub number: usize,
    /// Value of `id=`.
    pub id: String,
    /// Name of the variant.
    pub name: SafeHtml,
    /// The same as plain words.
    pub plain: String,
    /// When it is the right one.
    pub when: SafeHtml,
    /// The letter's subject.
    pub subject: SafeHtml,
    /// The subject as it is copied, fields in their braces; empty for anything but a letter.
    pub subject_copied: String,
    /// The text.
    pub text: SafeHtml,
    /// The text as it is copied, fields in their braces.
    pub copied: String,
    /// The names of its fields.
    pub fields: Vec<String>,
    /// Titles and texts of what to know besides.
    pub parts: Vec<(SafeHtml, SafeHtml)>,
}

/// One step of a script.
#[derive(Debug, Clone)]
pub struct StepView {
    /// From 1.
    pub number: usize,
    /// Value of `id=`.
    pub id: String,
    /// Name of the step.
    pub name: SafeHtml,
    /// Advice and speech.
    pub text: SafeHtml,
    /// What the client may answer.
    pub replies: Vec<ReplyView>,
}

/// One reply.
#[derive(Debug, Clone)]
pub struct ReplyView {
    /// What the client says.
    pub words: SafeHtml,
    /// Name of what it leads to.
    pub leads: SafeHtml,
    /// Where it leads, when it leads anywhere.
    pub href: Option<String>,
}

impl EntryView {
    /// Renders an entry.
    pub fn new(entry: &Arc<Entry>, style: &RenderStyle<'_>) -> Self {
        let mut view = Self {
            entry: Arc::clone(entry),
            intro: SafeHtml::default(),
            answers: Vec::new(),
            steps: Vec::new(),
            variants: Vec::new(),
            page: SafeHtml::default(),
        };
        match &entry.body {
            Body::Objection(objection) => {
                view.intro = style.blocks(&objection.intro);
                view.answers = objection
                    .answers
                    .iter()
                    .enumerate()
                    .map(|(at, one)| AnswerView::new(at, one, style))
                    .collect();
            }
            Body::Script(script) => {
                view.intro = style.blocks(&script.intro);
                view.steps = script
                    .steps
                    .iter()
                    .enumerate()
                    .map(|(at, one)| StepView::new(at, one, style))
                    .collect();
            }
            Body::Message(message) => {
                view.intro = style.blocks(&message.intro);
                view.variants = message
                    .variants
                    .iter()
                    .enumerate()
                    .map(|(at, one)| VariantView::new(at, one, style))
                    .collect();
            }
            Body::Page => view.page = style.blocks(&entry.tree),
        }
        view
    }
}

/// The place of an answer on its page, by its number from 0.
pub fn answer_anchor(index: usize) -> String {
    format!("answer-{}", index + 1)
}

/// The place of a variant on its page, by its number from 0.
pub fn variant_anchor(index: usize) -> String {
    format!("variant-{}", index + 1)
}

impl VariantView {
    /// Renders the variant at `index`, from 0.
    pub fn new(index: usize, variant: &MessageVariant, style: &RenderStyle<'_>) -> Self {
        let parts = variant.parts.iter();
        Self {
            number: index + 1,
            id: style.id(&variant_anchor(index)),
            name: style.line(&variant.name),
            plain: plain(&variant.name),
            when: style.blocks(&variant.when),
            subject: style.speech(&variant.subject),
            subject_copied: plain(&variant.subject).trim().to_owned(),
            text: style.speech_blocks(&variant.text),
            copied: variant.copied(),
            fields: variant.fields(),
            parts: parts
                .map(|part| (style.line(&part.title), style.blocks(&part.blocks)))
                .collect(),
        }
    }

    /// Is something to be filled in before it is sent?
    pub fn has_fields(&self) -> bool {
        !self.fields.is_empty()
    }
}

impl AnswerView {
    /// Renders the answer at `index`, from 0.
    pub fn new(index: usize, answer: &Answer, style: &RenderStyle<'_>) -> Self {
        Self {
            number: index + 1,
            id: style.id(&answer_anchor(index)),
            name: style.line(&answer.name),
            plain: plain(&answer.name),
            when: style.line(&answer.when),
            say_now: answer
                .say_now
                .iter()
                .map(|line| (line.move_.clone(), style.speech(&line.words)))
                .collect(),
            parts: answer
                .parts
                .iter()
                .map(|part| (style.line(&part.title), style.blocks(&part.blocks)))
                .collect(),
            clips: style.blocks(&answer.clips),
        }
    }
}

impl StepView {
    /// Renders the step at `index`, from 0.
    pub fn new(index: usize, step: &Step, style: &RenderStyle<'_>) -> Self {
        let replies = step.replies.iter().map(|reply| ReplyView {
            words: style.line(&reply.words),
            leads: style.line(&reply.leads),
            href: reply.target.as_ref().and_then(|target| style.href(target)),
        });
        Self {
            number: index + 1,
            id: style.id(&step.id),
            name: style.line(&step.name),
            text: style.blocks(&step.blocks),
            replies: replies.collect(),
        }
    }
}

/// The name of an answer as it goes on after a dash: «сравнить построчно».
pub fn way(answer: &Answer) -> String {
    let name = plain(&answer.name);
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        // A short form such as «НДС» keeps its capitals.
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => name,
    }
}
