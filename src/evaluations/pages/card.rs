//! A card as templates show it: every figure already a text in the visitor's language.

use std::collections::HashMap;

use crate::checklists::scoring::{BlockScore, BlockState, MissingPart};
use crate::checklists::words::{Lesson, MarkView, are_list, are_wide, arithmetic, marks, words};
use crate::checklists::{Block, Checklist, Item, ScoringRule, Zone};
use crate::evaluations::hints::RatedHint;
use crate::evaluations::{Card, Moment};
use crate::i18n::Locale;
use crate::id::MomentId;
use crate::playbook::library::LibrarySnapshot;
use crate::playbook::typography::typeset;
use crate::web::PageContext;

/// The whole card.
#[derive(Debug)]
pub(super) struct CardView {
    pub(super) total: String,
    /// `strong`, `norm`, `attn`, `risk`; absent without a total.
    pub(super) zone: Option<&'static str>,
    /// «40,25 ÷ 60 × 100», or why the total is 0.
    pub(super) arithmetic: String,
    /// How the total is made.
    pub(super) rule: String,
    pub(super) blocks: Vec<BlockView>,
    /// «осталось 4 пункта».
    pub(super) left: String,
    /// Anchor of the first thing that is missing.
    pub(super) first_open: Option<String>,
    pub(super) missing: Vec<MissingPartView>,
    /// Moments of no item.
    pub(super) moments: Vec<MomentView>,
}

/// One block.
#[derive(Debug)]
pub(super) struct BlockView {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) short: String,
    pub(super) counts: bool,
    /// «9 из 10», «90 %» or a dash: the cell of the line of sums.
    pub(super) cell: String,
    pub(super) is_off: bool,
    /// «9 из 10 · 90 %», «0 из 2 пунктов», «не считается»: beside the heading.
    pub(super) sum: String,
    pub(super) gate: Option<GateView>,
    pub(super) items: Vec<ItemView>,
}

impl BlockView {
    /// Is its gate closed?
    pub(super) fn is_closed(&self) -> bool {
        self.gate.as_ref().is_some_and(|gate| gate.answer == Some(false))
    }
}

/// The question at a block's head.
#[derive(Debug)]
pub(super) struct GateView {
    pub(super) question: String,
    pub(super) open: String,
    pub(super) closed: String,
    pub(super) answer: Option<bool>,
    /// «5 пунктов и 20 баллов не входят в итог».
    pub(super) taken_out: String,
}

/// One item.
#[derive(Debug)]
pub(super) struct ItemView {
    pub(super) key: String,
    pub(super) text: String,
    pub(super) guide: String,
    pub(super) marks: Vec<MarkView>,
    /// The chosen mark's words; absent while unanswered.
    pub(super) chosen: Option<MarkView>,
    pub(super) comment: String,
    pub(super) moments: Vec<MomentView>,
    /// Where a phrase of it is heard, while the reviewer has not decided on it.
    pub(super) hint: Option<HintView>,
    /// Why it keeps the card from being published.
    pub(super) missing: Option<&'static str>,
    /// The entry that teaches it.
    pub(super) lesson: Option<Lesson>,
}

impl ItemView {
    /// Do the marks need their own row?
    pub(super) fn is_wide(&self) -> bool {
        are_wide(&self.marks)
    }
    /// Are the marks a list to choose from?
    pub(super) fn is_list(&self) -> bool {
        are_list(&self.marks)
    }
    /// The entry that teaches it, when the mark says that there is something to learn.
    pub(super) fn lesson_to_learn(&self) -> Option<&Lesson> {
        let is_low = self
            .chosen
            .as_ref()
            .is_some_and(|mark| !matches!(mark.tone, "good" | "na"));
        self.lesson.as_ref().filter(|_| is_low)
    }
    /// Does something stand under the item?
    pub(super) fn has_words(&self) -> bool {
        !self.comment.is_empty()
    }
}

/// A place where a phrase of an item is said.
#[derive(Debug, Clone)]
pub(super) struct HintView {
    pub(super) start_ms: i64,
    pub(super) href: String,
    pub(super) time: String,
    /// What is said there.
    pub(super) said: String,
    /// «Раньше фраза подходила: 8 из 10».
    pub(super) before: String,
}

/// A place in the recording.
#[derive(Debug, Clone)]
pub(super) struct MomentView {
    pub(super) id: MomentId,
    pub(super) start_ms: i64,
    pub(super) href: String,
    pub(super) tone: &'static str,
    pub(super) time: String,
    pub(super) note: String,
    pub(super) revision: String,
}

/// Something missing, with a way to it.
#[derive(Debug)]
pub(super) struct MissingPartView {
    pub(super) href: String,
    pub(super) text: String,
    /// Translation key of what is asked for.
    pub(super) reason: &'static str,
}

impl CardView {
    /// `turns`: starts of the transcript's turns, to link moments to.
    pub(super) fn new(t: &PageContext, card: &Card, turns: &[i64]) -> Self {
        Self::with_missing(t, card, turns, &card.missing())
    }

    /// With other things missing than what keeps a card from being published.
    pub(super) fn with_missing(t: &PageContext, card: &Card, turns: &[i64], missing: &[MissingPart]) -> Self {
        let locale = t.locale();
        let score = &card.score;
        let blocks = card
            .checklist
            .blocks
            .iter()
            .zip(&score.blocks)
            .filter(|(block, _)| !block.is_archived())
            .map(|(block, result)| block_view(t, card, block, result, missing, turns))
            .collect();
        Self {
            total: score
                .total
                .map_or_else(|| "—".to_owned(), |total| total.fixed(locale)),
            zone: card.zone().map(Zone::as_str),
            arithmetic: arithmetic(t, &card.checklist, score),
            rule: t.text(match score.rule {
                ScoringRule::Points => "evaluation-rule-points",
                ScoringRule::Blocks => "evaluation-rule-blocks",
            }),
            blocks,
            left: left(t, missing),
            first_open: missing.first().map(anchor),
            missing: missing
                .iter()
                .map(|part| missing_view(card, part, locale))
                .collect(),
            moments: card
                .moments
                .iter()
                .filter(|moment| moment.item_key.is_none())
                .map(|moment| moment_view(card, moment, turns))
                .collect(),
        }
    }

    /// The same with links to what teaches the items.
    pub(super) fn with_lessons(mut self, card: &Checklist, book: &LibrarySnapshot, locale: Locale) -> Self {
        for item in self.blocks.iter_mut().flat_map(|block| &mut block.items) {
            let known = card.item(&item.key);
            item.lesson = known.and_then(|(_, known)| Lesson::from_item(known, book, locale));
        }
        self
    }

    /// Shows the hints beside their items.
    pub(super) fn with_hints(
        mut self,
        t: &PageContext,
        hints: &HashMap<String, RatedHint>,
        turns: &[i64],
    ) -> Self {
        for item in self.blocks.iter_mut().flat_map(|block| &mut block.items) {
            item.hint = hints.get(&item.key).map(|offer| hint_view(t, offer, turns));
        }
        self
    }

    /// The item with this key.
    pub(super) fn take_item(self, key: &str) -> Option<ItemView> {
        self.blocks
            .into_iter()
            .flat_map(|block| block.items)
            .find(|item| item.key == key)
    }
}

fn hint_view(t: &PageContext, offer: &RatedHint, turns: &[i64]) -> HintView {
    let (hint, precision) = (&offer.hint, &offer.precision);
    HintView {
        start_ms: hint.start_ms,
        href: turn_href(turns, hint.start_ms),
        time: crate::i18n::format::duration(hint.start_ms),
        said: hint.said.clone(),
        before: if precision.n == 0 {
            t.text("evaluation-hint-first")
        } else {
            t.with2(
                "evaluation-hint-before",
                "accepted",
                precision.accepted,
                "n",
                precision.n,
            )
        },
    }
}

/// «осталось 4 пункта», «2 низкие отметки без пояснения», «всё отмечено».
fn left(t: &PageContext, missing: &[MissingPart]) -> String {
    let unexplained = missing
        .iter()
        .filter(|part| matches!(part, MissingPart::Unexplained(_)))
        .count();
    match (missing.len() - unexplained, unexplained) {
        (0, 0) => t.text("evaluation-left-none"),
        (0, n) => t.count("evaluation-left-unexplained", &n),
        (n, _) => t.count("evaluation-left", &n),
    }
}

fn anchor(part: &MissingPart) -> String {
    match part {
        MissingPart::Unanswered(item) | MissingPart::Unexplained(item) => format!("item-{item}"),
        MissingPart::Gate(block) => format!("gate-{block}"),
    }
}

fn missing_view(card: &Card, part: &MissingPart, locale: Locale) -> MissingPartView {
    let text = match part {
        MissingPart::Unanswered(key) | MissingPart::Unexplained(key) => card
            .checklist
            .item(key)
            .map(|(_, item)| words(&item.text, locale)),
        MissingPart::Gate(key) => card
            .checklist
            .block(key)
            .and_then(|block| block.gate.as_ref())
            .map(|gate| words(&gate.question, locale)),
    };
    MissingPartView {
        href: format!("#{}", anchor(part)),
        text: text.unwrap_or_default(),
        reason: reason(card, part),
    }
}

/// Translation key of what is asked for.
fn reason(card: &Card, part: &MissingPart) -> &'static str {
    match part {
        MissingPart::Unexplained(key) if card.fails(key) => "evaluation-missing-critical",
        MissingPart::Unexplained(_) => "evaluation-missing-unexplained",
        MissingPart::Unanswered(_) | MissingPart::Gate(_) => "evaluation-missing-unanswered",
    }
}

fn block_view(
    t: &PageContext,
    card: &Card,
    block: &Block,
    result: &BlockScore,
    missing: &[MissingPart],
    turns: &[i64],
) -> BlockView {
    let locale = t.locale();
    let answers = &card.evaluation.answers.0;
    let active = block.active_items().count();
    let (got, of) = (result.got.plain(locale), result.of.plain(locale));
    let percent = result
        .percent
        .map(|percent| percent.plain(locale))
        .unwrap_or_default();
    let cell = match (result.state, result_rule(card)) {
        (BlockState::Counted, ScoringRule::Points) => t.with2("evaluation-points", "got", &got, "of", &of),
        (BlockState::Counted, ScoringRule::Blocks) => t.with("evaluation-percent", "percent", &percent),
        _ => "—".to_owned(),
    };
    let critical = block.active_items().any(|item| item.critical.is_some());
    let sum = match (result.state, result_rule(card)) {
        (BlockState::Closed, _) => t.text("evaluation-block-closed"),
        _ if !block.counts_in_total && critical => t.text("evaluation-block-critical"),
        _ if !block.counts_in_total => t.text("evaluation-block-beside"),
        (BlockState::Counted, ScoringRule::Points) => {
            let values = [("got", got), ("of", of), ("percent", percent)];
            t.texts().with("evaluation-block-sum", &values)
        }
        (BlockState::Counted, ScoringRule::Blocks) => t.with("evaluation-percent", "percent", &percent),
        (BlockState::Empty | BlockState::Waiting, _) => t.count("evaluation-block-empty", &active),
    };
    let points = match result_rule(card) {
        ScoringRule::Points => t.with("evaluation-points-taken", "points", result.full.plain(Locale::En)),
        ScoringRule::Blocks => String::new(),
    };
    BlockView {
        key: block.key.clone(),
        name: words(&block.name, locale),
        short: typeset(block.short_name(locale), locale).into_owned(),
        counts: block.counts_in_total,
        is_off: result.state != BlockState::Counted,
        cell,
        sum,
        gate: block.gate.as_ref().map(|gate| GateView {
            question: words(&gate.question, locale),
            open: words(&gate.open, locale),
            closed: words(&gate.closed, locale),
            answer: answers.open(block),
            taken_out: if points.is_empty() {
                t.count("evaluation-gate-closed", &active)
            } else {
                let values = [("n", active.to_string()), ("points", points)];
                t.texts().with("evaluation-gate-closed-points", &values)
            },
        }),
        items: block
            .active_items()
            .map(|item| item_view(t, card, item, missing, turns))
            .collect(),
    }
}

const fn result_rule(card: &Card) -> ScoringRule {
    card.score.rule
}

fn item_view(t: &PageContext, card: &Card, item: &Item, missing: &[MissingPart], turns: &[i64]) -> ItemView {
    let locale = t.locale();
    let answers = &card.evaluation.answers.0;
    let marks = marks(t, item, answers.mark(&item.key));
    let part = missing
        .iter()
        .find(|part| matches!(part, MissingPart::Unanswered(key) | MissingPart::Unexplained(key) if *key == item.key));
    ItemView {
        key: item.key.clone(),
        text: words(&item.text, locale),
        guide: words(&item.guide, locale),
        chosen: marks.iter().find(|mark| mark.checked).cloned(),
        marks,
        comment: answers.comment(&item.key).to_owned(),
        moments: card
            .moments_of(&item.key)
            .into_iter()
            .map(|moment| moment_view(card, moment, turns))
            .collect(),
        hint: None,
        missing: part.map(|part| reason(card, part)),
        lesson: None,
    }
}

/// A block's sum with places for the figures, for the browser.
pub(super) fn sum_pattern(t: &PageContext) -> String {
    let places = [("got", "{got}"), ("of", "{of}"), ("percent", "{percent}")];
    t.texts().with("evaluation-block-sum", &places)
}

/// A counted text in every plural form, as JSON by example number, with `{n}` for the number.
pub(super) fn counts(t: &PageContext, key: &str) -> String {
    let forms = [1_i64, 2, 5].map(|n| {
        let text = t.texts().count(key, n);
        (n.to_string(), text.replacen(&n.to_string(), "{n}", 1))
    });
    serde_json::to_string(&std::collections::BTreeMap::from(forms)).unwrap_or_default()
}

/// The address of the turn in which this moment lies: the last one that began before it.
fn turn_href(turns: &[i64], at_ms: i64) -> String {
    let turn = turns.iter().rev().find(|start| **start <= at_ms + 500);
    turn.map_or_else(|| "#player".to_owned(), |start| format!("#t-{start}"))
}

pub(super) fn moment_view(card: &Card, moment: &Moment, turns: &[i64]) -> MomentView {
    MomentView {
        id: moment.id.clone(),
        start_ms: moment.start_ms,
        href: turn_href(turns, moment.start_ms),
        tone: card.tone(moment).as_str(),
        time: crate::i18n::format::duration(moment.start_ms),
        note: moment.note.clone(),
        revision: moment.revision(),
    }
}
