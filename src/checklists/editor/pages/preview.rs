//! A checklist as a reviewer will see it, with marks to try: the script computes the total as on the score page.

use crate::checklists::words::{Lesson, MarkView, are_list, are_wide, marks, words};
use crate::checklists::{Answers, Block, Checklist, Item, ScoringRule, scoring};
use crate::error::{Error, Result};
use crate::playbook::library::LibrarySnapshot;
use crate::web::PageContext;

/// The card.
pub(super) struct PreviewCard {
    pub(super) name: String,
    /// The document, for the script.
    pub(super) document: String,
    pub(super) total: String,
    /// How the total is made.
    pub(super) rule: String,
    pub(super) blocks: Vec<PreviewBlock>,
    /// Do weights and the like stand under the items?
    pub(super) facts: bool,
}

/// One block.
pub(super) struct PreviewBlock {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) short: String,
    pub(super) counts: bool,
    pub(super) cell: String,
    pub(super) is_off: bool,
    /// What stands beside the heading until something is marked.
    pub(super) sum: String,
    pub(super) gate: Option<[String; 3]>,
    pub(super) items: Vec<PreviewItem>,
}

/// One item.
pub(super) struct PreviewItem {
    pub(super) key: String,
    pub(super) text: String,
    pub(super) guide: String,
    pub(super) marks: Vec<MarkView>,
    /// «вес 2,5 · обязательный · обнуляет итог при 0».
    pub(super) facts: String,
    pub(super) lesson: Option<Lesson>,
}

impl PreviewItem {
    pub(super) fn is_wide(&self) -> bool {
        are_wide(&self.marks)
    }
    pub(super) fn is_list(&self) -> bool {
        are_list(&self.marks)
    }
}

impl PreviewCard {
    pub(super) fn new(
        t: &PageContext,
        document: &Checklist,
        book: &LibrarySnapshot,
        facts: bool,
    ) -> Result<Self> {
        let answers = Answers::initial(document);
        let total = scoring::score(document, &answers).total;
        let shown = document.blocks.iter().filter(|block| !block.is_archived());
        Ok(Self {
            name: words(&document.name, t.locale()),
            document: serde_json::to_string(document).map_err(Error::internal)?,
            total: total.map_or_else(|| "—".to_owned(), |total| total.fixed(t.locale())),
            rule: t.text(match document.rule {
                ScoringRule::Points => "evaluation-rule-points",
                ScoringRule::Blocks => "evaluation-rule-blocks",
            }),
            blocks: shown.map(|block| block_view(t, block, &answers, book)).collect(),
            facts,
        })
    }
}

fn block_view(t: &PageContext, block: &Block, answers: &Answers, book: &LibrarySnapshot) -> PreviewBlock {
    let locale = t.locale();
    let critical = block.active_items().any(|item| item.critical.is_some());
    PreviewBlock {
        key: block.key.clone(),
        name: words(&block.name, locale),
        short: block.short_name(locale).to_owned(),
        counts: block.counts_in_total,
        cell: "—".to_owned(),
        is_off: true,
        sum: match (block.counts_in_total, critical) {
            (true, _) => t.count("evaluation-block-empty", &block.active_items().count()),
            (false, true) => t.text("evaluation-block-critical"),
            (false, false) => t.text("evaluation-block-beside"),
        },
        gate: block
            .gate
            .as_ref()
            .map(|gate| [&gate.question, &gate.open, &gate.closed].map(|it| words(it, locale))),
        items: block
            .active_items()
            .map(|item| PreviewItem {
                key: item.key.clone(),
                text: words(&item.text, locale),
                guide: words(&item.guide, locale),
                marks: marks(t, item, answers.mark(&item.key)),
                facts: facts(t, item),
                lesson: Lesson::from_item(item, book, locale),
            })
            .collect(),
    }
}

/// What the form folds away, in one line.
pub(super) fn facts(t: &PageContext, item: &Item) -> String {
    let mut facts = vec![t.with("checklist-fact-weight", "weight", weight(t, item))];
    if let Some(mark) = item.critical {
        facts.push(t.with("checklist-fact-critical", "mark", mark));
    }
    if let Some(mark) = item.initial {
        facts.push(t.with("checklist-fact-initial", "mark", mark));
    }
    facts.extend(more_facts(t, item));
    facts.join(" · ")
}

/// The same without what stands in the item's line.
pub(super) fn more_facts(t: &PageContext, item: &Item) -> Vec<String> {
    let mut facts = Vec::new();
    if !item.required {
        facts.push(t.text("checklist-fact-optional"));
    }
    if !item.not_applicable {
        facts.push(t.text("checklist-fact-no-na"));
    }
    if !item.phrases.is_empty() {
        facts.push(t.count("checklist-fact-phrases", &item.phrases.len()));
    }
    facts
}

/// A weight as people write it.
pub(super) fn weight(t: &PageContext, item: &Item) -> String {
    decimal(t, &item.weight.to_string())
}

/// A decimal in the visitor's language.
pub(super) fn decimal(t: &PageContext, text: &str) -> String {
    match t.locale() {
        crate::i18n::Locale::Ru => text.replace('.', ","),
        crate::i18n::Locale::En => text.to_owned(),
    }
}
