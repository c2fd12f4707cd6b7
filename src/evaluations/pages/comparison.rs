//! The reviewer's marks and the manager's own side by side, as the published card shows them.

use crate::checklists::words::{answer_view, arithmetic, words};
use crate::checklists::{Zone, scoring};
use crate::evaluations::{Card, ItemAnswer, Pair, compare};
use crate::web::PageContext;

/// Both totals with their arithmetic, and the items: first where the two differ.
#[derive(Debug)]
pub(super) struct ComparisonView {
    pub(super) own: SideView,
    /// Own total minus the reviewer's: «+12,00»; absent where one has no total.
    pub(super) gap: Option<String>,
    pub(super) differ: Vec<PairView>,
    pub(super) same: Vec<PairView>,
}

/// One side's total.
#[derive(Debug)]
pub(super) struct SideView {
    pub(super) total: String,
    pub(super) zone: Option<&'static str>,
    pub(super) arithmetic: String,
}

/// One item with both marks.
#[derive(Debug)]
pub(super) struct PairView {
    pub(super) key: String,
    pub(super) text: String,
    pub(super) reviewer: SaidView,
    pub(super) own: SaidView,
    /// «+2», or a dash where there is nothing to subtract.
    pub(super) gap: String,
    /// The manager's words about the item.
    pub(super) words: String,
}

/// What one side said.
#[derive(Debug)]
pub(super) struct SaidView {
    pub(super) label: String,
    /// `bad`, `warn`, `good`, `na`; empty when there is no mark.
    pub(super) tone: &'static str,
}

impl ComparisonView {
    /// None while the manager gave no marks of their own.
    pub(super) fn new(t: &PageContext, card: &Card) -> Option<Self> {
        let own = &card.opinion.as_ref()?.answers.as_ref()?.0;
        let pairs = compare(&card.checklist, &card.evaluation.answers.0, own);
        let (differ, same): (Vec<&Pair<'_>>, Vec<&Pair<'_>>) = pairs.iter().partition(|pair| pair.differs());
        let mut theirs = card.clone();
        theirs.score = scoring::score(&card.checklist, own);
        let gap = theirs.score.total.zip(card.score.total);
        let view = |pairs: Vec<&Pair<'_>>| {
            pairs
                .into_iter()
                .map(|pair| pair_view(t, pair, own.comment(&pair.item.key)))
                .collect()
        };
        Some(Self {
            own: SideView {
                total: theirs
                    .score
                    .total
                    .map_or_else(|| "—".to_owned(), |total| total.fixed(t.locale())),
                zone: theirs.zone().map(Zone::as_str),
                arithmetic: arithmetic(t, &theirs.checklist, &theirs.score),
            },
            gap: gap.map(|(own, reviewer)| {
                let gap = crate::checklists::Hundredths(own.0 - reviewer.0);
                let sign = if gap.0 > 0 { "+" } else { "" };
                format!("{sign}{}", gap.fixed(t.locale()))
            }),
            differ: view(differ),
            same: view(same),
        })
    }
}

fn pair_view(t: &PageContext, pair: &Pair<'_>, own_words: &str) -> PairView {
    let side = |what: ItemAnswer| match what {
        ItemAnswer::Closed => SaidView {
            label: t.text("evaluation-compare-closed"),
            tone: "",
        },
        ItemAnswer::Nothing => SaidView {
            label: "—".to_owned(),
            tone: "",
        },
        ItemAnswer::Mark(mark) => {
            let view = answer_view(t, pair.item, mark);
            SaidView {
                label: view.label,
                tone: view.tone,
            }
        }
    };
    PairView {
        key: pair.item.key.clone(),
        text: words(&pair.item.text, t.locale()),
        reviewer: side(pair.reviewer),
        own: side(pair.own),
        gap: match pair.gap() {
            None => "—".to_owned(),
            Some(0) => "0".to_owned(),
            Some(gap) if gap > 0 => format!("+{gap}"),
            Some(gap) => format!("−{}", -gap),
        },
        words: own_words.to_owned(),
    }
}
