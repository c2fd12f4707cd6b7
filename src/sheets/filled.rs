//! Filled rows of a department's sheet, scored with the imported checklist, beside the totals the sheet has.
//!
//! Decides which row cannot be read and why, whether two totals agree, and which rule the sheet uses. The arithmetic is
//! [`scoring::score`]'s; the rows become no evaluations, nobody has listened to anything here.

use super::layout::CallField;
use super::mapping::{MarkColumn, MarksMapping};
use super::table::{
    SheetFault, SheetTable, is_blank, is_not_applicable, millionths, places, whole, yes_or_no,
};
use crate::checklists::{
    AnswerChange, Answers, Block, Checklist, Hundredths, Item, Mark, Scale, Score, ScoringRule, scoring,
};
use crate::text::plain;

/// Hundredths in millionths.
const HUNDREDTH: i64 = 10_000;
/// Half a hundredth, and a little for a figure that was computed in binary fractions.
const TOLERANCE: i64 = HUNDREDTH / 2 + 2;

/// One filled row.
#[derive(Debug, Clone)]
pub struct FilledRow {
    /// The row, counted from 0.
    pub row: usize,
    /// When, whose and which call, as far as the sheet says.
    pub call: Vec<String>,
    /// What was answered.
    pub answers: Answers,
    /// The sheet's own total.
    pub own: Option<SheetTotal>,
    /// Cells that cannot be read; such a row is not compared.
    pub faults: Vec<SheetFault>,
    /// The score by each rule, in the order of [`ScoringRule::ALL`].
    pub scores: Vec<Score>,
}

/// The total a sheet has, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetTotal {
    /// In millionths of a percent.
    pub value: i64,
    /// Places after the point as shown; none when the figure is as exact as it was computed.
    pub places: Option<u32>,
}

/// How two totals stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// To 0.01.
    Exact,
    /// As far as the sheet shows: it has fewer places.
    AsShown,
    /// No.
    Differs,
}

impl FilledRow {
    /// The score by this rule.
    pub fn score(&self, rule: ScoringRule) -> Option<&Score> {
        self.scores.iter().find(|score| score.rule == rule)
    }

    /// Does the sheet's total agree with ours? Nothing when one has no total to compare.
    pub fn agreement(&self, rule: ScoringRule) -> Option<Agreement> {
        let own = self.own.filter(|_| self.faults.is_empty())?;
        Some(match self.score(rule)?.total {
            Some(total) => agreement(total, own),
            None => Agreement::Differs,
        })
    }
}

fn agreement(ours: Hundredths, own: SheetTotal) -> Agreement {
    let apart = (own.value - ours.0 * HUNDREDTH).abs();
    if apart <= TOLERANCE {
        return Agreement::Exact;
    }
    let unit = match own.places {
        Some(0) => 1_000_000,
        Some(1) => 100_000,
        _ => return Agreement::Differs,
    };
    if apart <= unit / 2 + TOLERANCE {
        Agreement::AsShown
    } else {
        Agreement::Differs
    }
}

/// How many totals agree by one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AgreementCount {
    /// To 0.01.
    pub exact: usize,
    /// As far as the sheet shows.
    pub as_shown: usize,
    /// Of so many rows with a total.
    pub of: usize,
}

/// All filled rows and what they say together.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// In the order of the sheet.
    pub rows: Vec<FilledRow>,
    /// Are the sheet's totals parts of 1, taken as percent?
    pub of_one: bool,
    /// Rows with something but no mark, counted from 0.
    pub passed: Vec<usize>,
}

impl Comparison {
    /// How many agree by this rule.
    pub fn count(&self, rule: ScoringRule) -> AgreementCount {
        let found = self.rows.iter().filter_map(|row| row.agreement(rule));
        found.fold(AgreementCount::default(), |count, it| AgreementCount {
            exact: count.exact + usize::from(it == Agreement::Exact),
            as_shown: count.as_shown + usize::from(it == Agreement::AsShown),
            of: count.of + 1,
        })
    }

    /// The rule by which more totals agree; nothing when both do as well.
    pub fn fits(&self) -> Option<ScoringRule> {
        let agree = |rule: ScoringRule| {
            let count = self.count(rule);
            (count.exact + count.as_shown, count.exact)
        };
        match agree(ScoringRule::Blocks).cmp(&agree(ScoringRule::Points)) {
            std::cmp::Ordering::Less => Some(ScoringRule::Points),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(ScoringRule::Blocks),
        }
    }
}

/// Reads and scores the filled rows.
pub fn compare(table: &SheetTable, mapping: &MarksMapping, checklist: &Checklist) -> Comparison {
    let by_rule = ScoringRule::ALL.iter().map(|rule| Checklist {
        rule: *rule,
        ..checklist.clone()
    });
    let by_rule: Vec<Checklist> = by_rule.collect();
    let mut comparison = Comparison::default();
    for row in mapping.header + 1..table.rows.len() {
        if table.rows[row].iter().all(String::is_empty) {
            continue;
        }
        match read(table, mapping, checklist, row) {
            Some(mut filled) => {
                let score = |checklist| scoring::score(checklist, &filled.answers);
                filled.scores = by_rule.iter().map(score).collect();
                comparison.rows.push(filled);
            }
            None => comparison.passed.push(row),
        }
    }
    comparison.of_one = of_one(&comparison.rows);
    if comparison.of_one {
        for own in comparison.rows.iter_mut().filter_map(|row| row.own.as_mut()) {
            own.value *= 100;
            own.places = own.places.map(|places| places.saturating_sub(2));
        }
    }
    comparison
}

/// Totals that never pass 1 where ours do are parts of 1.
fn of_one(rows: &[FilledRow]) -> bool {
    let mut totals = rows.iter().filter_map(|row| row.own).peekable();
    let ours = |row: &FilledRow| row.scores.iter().any(|score| score.total > Some(Hundredths(100)));
    totals.peek().is_some() && totals.all(|own| (0..=1_000_000).contains(&own.value)) && rows.iter().any(ours)
}

/// One row; nothing when it holds no mark and no answer of a gate.
fn read(table: &SheetTable, mapping: &MarksMapping, checklist: &Checklist, row: usize) -> Option<FilledRow> {
    let mut filled = FilledRow {
        row,
        call: Vec::new(),
        answers: Answers::default(),
        own: None,
        faults: Vec::new(),
        scores: Vec::new(),
    };
    let mut gates = Vec::new();
    let mut any = false;
    for (at, column) in mapping.columns.iter().enumerate() {
        let (cell, Some(column)) = (table.cell(row, at), column) else {
            continue;
        };
        if is_blank(cell) {
            continue;
        }
        let change = match column {
            MarkColumn::Call(CallField::Total) => {
                filled.own = own(cell, table.shown);
                if filled.own.is_none() {
                    filled.faults.push(SheetFault::at(row, Some(at), "total", cell));
                }
                continue;
            }
            MarkColumn::Call(_) => {
                filled.call.push(cell.to_owned());
                continue;
            }
            MarkColumn::Item(key) => {
                let found = checklist.item(key);
                let mark = found.map(|(_, item)| mark(cell, item));
                mark.map(|mark| {
                    mark.map(|mark| AnswerChange::Mark(key.clone(), Some(mark)))
                        .ok_or("given-mark")
                })
            }
            MarkColumn::Gate(key) => {
                let found = checklist.block(key);
                let answer = found.map(|block| answer(cell, block));
                answer.map(|it| {
                    it.map(|it| AnswerChange::Gate(key.clone(), Some(it)))
                        .ok_or("gate-answer")
                })
            }
        };
        any = true;
        match change {
            // A column of an item that is no longer there says nothing.
            None => {}
            Some(Ok(gate @ AnswerChange::Gate(..))) => gates.push(gate),
            Some(Ok(change)) if filled.answers.apply(checklist, change.clone()).is_ok() => {}
            Some(Ok(_)) => filled
                .faults
                .push(SheetFault::at(row, Some(at), "given-mark", cell)),
            Some(Err(code)) => filled.faults.push(SheetFault::at(row, Some(at), code, cell)),
        }
    }
    // After the marks, which open a gate that nobody answered.
    for gate in gates {
        if filled.answers.apply(checklist, gate).is_err() {
            filled.faults.push(SheetFault::at(row, None, "gate-answer", ""));
        }
    }
    any.then_some(filled)
}

fn own(cell: &str, shown: bool) -> Option<SheetTotal> {
    Some(SheetTotal {
        value: millionths(cell)?,
        places: shown.then(|| places(cell)),
    })
}

/// A mark as people write it: a figure of the scale, a word of its buttons, yes and no where there are two.
fn mark(cell: &str, item: &Item) -> Option<Mark> {
    if is_not_applicable(cell) {
        return Some(Mark::NotApplicable);
    }
    let marks = item.scale.marks();
    let said = plain(cell);
    let labelled = item
        .labels
        .iter()
        .position(|label| !said.is_empty() && (plain(&label.ru) == said || plain(&label.en) == said));
    if let Some(value) = labelled.and_then(|at| marks.get(at)) {
        return Some(Mark::Value(*value));
    }
    if let Some(value) = whole(cell) {
        return item.scale.allows(value).then_some(Mark::Value(value));
    }
    let two = matches!(item.scale, Scale::YesNo | Scale::ZeroTwo);
    let yes = yes_or_no(cell).filter(|_| two)?;
    Some(Mark::Value(if yes { item.scale.max() } else { 0 }))
}

/// The answer of a gate: yes and no, or its own words. "Not applicable" closes it.
fn answer(cell: &str, block: &Block) -> Option<bool> {
    let gate = block.gate.as_ref()?;
    let said = plain(cell);
    let is = |words: &crate::checklists::LocalizedText| {
        !said.is_empty() && (plain(&words.ru) == said || plain(&words.en) == said)
    };
    if is(&gate.open) {
        return Some(true);
    }
    if is(&gate.closed) || is_not_applicable(cell) {
        return Some(false);
    }
    yes_or_no(cell)
}
