//! The sheet's totals beside ours, in words and figures.

use super::view::{FaultView, faults};
use crate::checklists::{Checklist, Hundredths, Score, ScoringRule};
use crate::i18n::Locale;
use crate::sheets::filled::{Agreement, Comparison, FilledRow, SheetTotal};
use crate::web::PageContext;

/// Rows shown at most.
const ROWS: usize = 40;

/// What the filled rows say.
pub(super) struct SheetComparisonView {
    /// «Лист считает по баллам: совпали все 12 итогов».
    pub(super) verdict: String,
    /// `good` when every total agrees by the chosen rule, else `warn`; empty without a total.
    pub(super) tone: &'static str,
    pub(super) rules: Vec<RuleView>,
    pub(super) of_one: bool,
    /// The other rule, when it fits better than the chosen one.
    pub(super) better: Option<ScoringRule>,
    /// Rows whose total differs by the chosen rule.
    pub(super) rows: Vec<RowView>,
    pub(super) more: usize,
    /// Cells that cannot be read.
    pub(super) faults: Vec<FaultView>,
    /// Rows without a total.
    pub(super) without: usize,
    /// «31, 32»: rows taken for no call.
    pub(super) passed: String,
}

/// How one rule fits.
pub(super) struct RuleView {
    pub(super) name: String,
    pub(super) chosen: bool,
    /// «12 из 12».
    pub(super) exact: String,
    /// «ещё 2 с точностью листа»; may be empty.
    pub(super) as_shown: String,
}

/// A row whose total differs.
pub(super) struct RowView {
    pub(super) row: usize,
    pub(super) call: String,
    pub(super) own: String,
    /// By each rule.
    pub(super) ours: Vec<OursView>,
}

/// Our total by one rule.
pub(super) struct OursView {
    pub(super) rule: String,
    pub(super) total: String,
    pub(super) agrees: bool,
    pub(super) arithmetic: String,
}

fn rule_name(t: &PageContext, rule: ScoringRule) -> String {
    t.text(match rule {
        ScoringRule::Points => "sheet-by-points",
        ScoringRule::Blocks => "sheet-by-blocks",
    })
}

impl SheetComparisonView {
    pub(super) fn new(t: &PageContext, compared: &Comparison, checklist: &Checklist) -> Self {
        let chosen = checklist.rule;
        let fits = compared.fits();
        let count = compared.count(chosen);
        let (verdict, tone) = verdict(t, compared, chosen);
        let differ: Vec<&FilledRow> = compared
            .rows
            .iter()
            .filter(|row| row.agreement(chosen) == Some(Agreement::Differs))
            .collect();
        let faulty = compared.rows.iter().flat_map(|row| &row.faults);
        let without = compared
            .rows
            .iter()
            .filter(|row| row.faults.is_empty() && row.own.is_none());
        let passed: Vec<String> = compared
            .passed
            .iter()
            .take(12)
            .map(|row| (row + 1).to_string())
            .collect();
        Self {
            verdict,
            tone,
            rules: ScoringRule::ALL
                .iter()
                .map(|rule| rule_view(t, compared, *rule, chosen))
                .collect(),
            of_one: compared.of_one,
            better: fits.filter(|rule| *rule != chosen && count.of > 0),
            more: differ.len().saturating_sub(ROWS),
            rows: differ
                .into_iter()
                .take(ROWS)
                .map(|row| row_view(t, row, checklist))
                .collect(),
            faults: faulty.take(ROWS).map(|fault| faults(t, fault, &[])).collect(),
            without: without.count(),
            passed: passed.join(", "),
        }
    }
}

fn verdict(t: &PageContext, compared: &Comparison, chosen: ScoringRule) -> (String, &'static str) {
    let count = compared.count(chosen);
    if count.of == 0 {
        return (t.text("sheet-no-totals"), "");
    }
    let of_best = compared.count(compared.fits().unwrap_or(chosen));
    let whole = of_best.exact + of_best.as_shown == of_best.of;
    let key = match (compared.fits(), whole) {
        (Some(ScoringRule::Points), true) => "sheet-fits-whole-points",
        (Some(ScoringRule::Blocks), true) => "sheet-fits-whole-blocks",
        (Some(ScoringRule::Points), false) => "sheet-fits-better-points",
        (Some(ScoringRule::Blocks), false) => "sheet-fits-better-blocks",
        (None, true) => "sheet-fits-both",
        (None, false) => "sheet-fits-neither",
    };
    let words = t.with2(key, "n", of_best.exact, "all", of_best.of);
    let good = count.exact + count.as_shown == count.of;
    (words, if good { "good" } else { "warn" })
}

fn rule_view(t: &PageContext, compared: &Comparison, rule: ScoringRule, chosen: ScoringRule) -> RuleView {
    let count = compared.count(rule);
    RuleView {
        name: rule_name(t, rule),
        chosen: rule == chosen,
        exact: t.with2("sheet-agree", "n", count.exact, "all", count.of),
        as_shown: if count.as_shown > 0 {
            t.count("sheet-agree-shown", &count.as_shown)
        } else {
            String::new()
        },
    }
}

fn row_view(t: &PageContext, row: &FilledRow, checklist: &Checklist) -> RowView {
    let ours = row.scores.iter().map(|score| OursView {
        rule: rule_name(t, score.rule),
        total: score
            .total
            .map_or_else(|| "—".to_owned(), |total| total.fixed(t.locale())),
        agrees: row
            .agreement(score.rule)
            .is_some_and(|it| it != Agreement::Differs),
        arithmetic: arithmetic(t, score, checklist),
    });
    RowView {
        row: row.row + 1,
        call: row.call.join(", "),
        own: row.own.map(|own| figure(own, t.locale())).unwrap_or_default(),
        ours: ours.collect(),
    }
}

/// The sheet's figure with as many places as it needs to be told from ours.
fn figure(own: SheetTotal, locale: Locale) -> String {
    let hundredths = (own.value + 5_000).div_euclid(10_000);
    Hundredths(hundredths).fixed(locale)
}

/// What is divided by what: «(100 + 0) ÷ 2», «7 ÷ 8 × 100», or what made it 0.
fn arithmetic(t: &PageContext, score: &Score, checklist: &Checklist) -> String {
    let locale = t.locale();
    if let Some(key) = &score.failed_by {
        let item = checklist.item(key).map_or("", |(_, item)| item.text.get(locale));
        return t.with("evaluation-failed", "item", item);
    }
    if score.total.is_none() {
        return t.text("evaluation-nothing-counted");
    }
    match score.rule {
        ScoringRule::Points => {
            let (got, of) = (score.got.plain(locale), score.of.plain(locale));
            format!("{got}\u{a0}÷\u{a0}{of}\u{a0}×\u{a0}100")
        }
        ScoringRule::Blocks => {
            let percents: Vec<String> = score
                .counted()
                .filter_map(|block| block.percent)
                .map(|percent| percent.plain(locale))
                .collect();
            let sum = percents.join(" + ");
            match percents.len() {
                1 => sum,
                n => format!("({sum})\u{a0}÷\u{a0}{n}"),
            }
        }
    }
}
