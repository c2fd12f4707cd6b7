//! What the evaluations make of a rule: met, not met, or still open, with the evidence. Pure.
//!
//! Decides which evaluations count: those the caller gives, in the order of their publication, as far as the rule's item
//! was marked or its block or total has a value. "Not applicable", no answer and a closed gate neither fulfil nor break a
//! rule and are not counted among the next ones. A rule is met as soon as enough evaluations fulfil it, and not met as
//! soon as the ones that are left could not make it; later evaluations change neither.

use super::rule::{Measure, TargetRule};
use crate::checklists::Hundredths;
use crate::evaluations::PublishedScore;
use crate::i18n::Texts;
use crate::id::EvaluationId;
use crate::time::Timestamp;

/// Where a rule stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleStatus {
    /// Enough evaluations fulfil it.
    Met,
    /// It cannot be met any more.
    NotMet,
    /// Not decided yet.
    Open,
}

/// What was found in one evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// A mark of so many.
    Mark(u16, u16),
    /// The percentage of a block or the total.
    Percent(Hundredths),
}

impl Figure {
    /// «1 из 2», «74,20 %».
    pub fn words(&self, texts: Texts) -> String {
        match self {
            Self::Mark(value, best) => texts.with(
                "plan-mark",
                &[("mark", value.to_string()), ("of", best.to_string())],
            ),
            Self::Percent(value) => format!("{} %", value.fixed(texts.0)),
        }
    }
}

/// One counted evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedEvaluation {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// When it was published.
    pub at: Timestamp,
    /// What was found.
    pub figure: Figure,
    /// Is it enough?
    pub fulfilled: bool,
}

/// Where a rule stands and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleProgress {
    /// Where it stands.
    pub status: RuleStatus,
    /// How many counted evaluations fulfil it.
    pub hits: usize,
    /// How many must.
    pub need: usize,
    /// How many are looked at.
    pub of: usize,
    /// The counted evaluations, the oldest first, up to the one that decided.
    pub evidence: Vec<CountedEvaluation>,
}

impl RuleProgress {
    /// How many were counted.
    pub fn done(&self) -> usize {
        self.evidence.len()
    }
}

/// Follows a rule through evaluations in the order of their publication.
pub fn follow<'a>(
    rule: &TargetRule,
    evaluations: impl IntoIterator<Item = &'a PublishedScore>,
) -> RuleProgress {
    let (need, of) = (usize::from(rule.hits), usize::from(rule.of));
    let mut progress = RuleProgress {
        status: RuleStatus::Open,
        hits: 0,
        need,
        of,
        evidence: Vec::new(),
    };
    for published in evaluations {
        if progress.status != RuleStatus::Open {
            break;
        }
        let Some((figure, fulfilled)) = figure_of(&rule.measure, published) else {
            continue;
        };
        progress.hits += usize::from(fulfilled);
        progress.evidence.push(CountedEvaluation {
            evaluation: published.id.clone(),
            at: published.published_at,
            figure,
            fulfilled,
        });
        progress.status = status(progress.hits, progress.evidence.len(), need, of);
    }
    progress
}

/// `hits` of `done` so far, `need` of `of` wanted.
const fn status(hits: usize, done: usize, need: usize, of: usize) -> RuleStatus {
    if hits >= need {
        RuleStatus::Met
    } else if done - hits > of - need {
        RuleStatus::NotMet
    } else {
        RuleStatus::Open
    }
}

/// What one evaluation says; none when it does not count.
fn figure_of(measure: &Measure, published: &PublishedScore) -> Option<(Figure, bool)> {
    match measure {
        Measure::Item {
            key, at_least, best, ..
        } => {
            let (item, value) = published.mark(key)?;
            let max = item.scale.max();
            // On the scale it was agreed on this is `value >= at_least`; on another one the shares are compared.
            let enough = u32::from(value) * u32::from(*best) >= u32::from(*at_least) * u32::from(max);
            Some((Figure::Mark(value, max), enough))
        }
        Measure::Block { key, at_least, .. } => {
            Some(percent(published.score().block(key)?.percent?, *at_least))
        }
        Measure::Total { at_least } => Some(percent(published.score().total?, *at_least)),
    }
}

fn percent(value: Hundredths, at_least: u8) -> (Figure, bool) {
    (Figure::Percent(value), value.0 >= i64::from(at_least) * 100)
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use std::sync::Arc;

    use crate::checklists::{Answers, Checklist, LocalizedText, Mark, presets};
    use crate::id::Randomness;

    pub fn list() -> Checklist {
        let presets = presets().unwrap();
        let preset = presets.into_iter().find(|preset| preset.key == "first-call");
        preset.unwrap().checklist
    }

    /// An evaluation published at minute `at`, with these marks.
    pub fn published(at: i64, list: &Checklist, marks: &[(&str, Mark)]) -> PublishedScore {
        let answers = Answers {
            marks: marks
                .iter()
                .map(|(key, mark)| ((*key).to_owned(), *mark))
                .collect(),
            ..Answers::default()
        };
        PublishedScore {
            id: EvaluationId::new(Timestamp(at), &Randomness::seeded(at.unsigned_abs())),
            recording_id: None,
            client: String::new(),
            called_at: Timestamp(at * 60_000),
            published_at: Timestamp(at * 60_000),
            checklist: Arc::new(list.clone()),
            answers,
            opinion: true,
        }
    }

    fn rule(at_least: u16, hits: u8, of: u8) -> TargetRule {
        TargetRule {
            measure: Measure::Item {
                key: "date".to_owned(),
                title: LocalizedText::default(),
                at_least,
                best: 2,
            },
            hits,
            of,
        }
    }

    fn dates(marks: &[Mark]) -> Vec<PublishedScore> {
        let list = list();
        let each = marks.iter().zip(1_i64..);
        each.map(|(mark, at)| published(at, &list, &[("date", *mark)]))
            .collect()
    }

    #[test]
    fn four_of_the_next_five() {
        use Mark::Value as V;
        let is = |marks: &[Mark]| {
            let progress = follow(&rule(1, 4, 5), &dates(marks));
            (progress.status, progress.hits, progress.done())
        };
        assert_eq!(is(&[]), (RuleStatus::Open, 0, 0));
        assert_eq!(is(&[V(1), V(0), V(2)]), (RuleStatus::Open, 2, 3));
        assert_eq!(is(&[V(1), V(0), V(2), V(1), V(1)]), (RuleStatus::Met, 4, 5));
        assert_eq!(
            is(&[V(1), V(0), V(0), V(2)]),
            (RuleStatus::NotMet, 1, 3),
            "two misses decide"
        );
        assert_eq!(
            is(&[V(2), V(2), V(2), V(2), V(0)]),
            (RuleStatus::Met, 4, 4),
            "later ones change nothing"
        );
    }

    #[test]
    fn what_was_not_asked_does_not_count() {
        let list = list();
        let na = published(2, &list, &[("date", Mark::NotApplicable)]);
        let silent = published(3, &list, &[]);
        let hit = published(4, &list, &[("date", Mark::Value(2))]);
        let progress = follow(&rule(1, 1, 1), [&na, &silent, &hit]);
        assert_eq!((progress.status, progress.done()), (RuleStatus::Met, 1));
        assert_eq!(progress.evidence[0].evaluation, hit.id);
        // An item behind a gate that is not open is not asked, whatever stands there.
        let behind = TargetRule {
            measure: Measure::Item {
                key: "argued".to_owned(),
                title: LocalizedText::default(),
                at_least: 1,
                best: 2,
            },
            hits: 1,
            of: 1,
        };
        let mut closed = published(5, &list, &[("argued", Mark::Value(0))]);
        closed.answers.gates.insert("objections".to_owned(), false);
        assert_eq!(follow(&behind, [&closed]).status, RuleStatus::Open);
        closed.answers.gates.insert("objections".to_owned(), true);
        assert_eq!(follow(&behind, [&closed]).status, RuleStatus::NotMet);
    }

    #[test]
    fn another_scale_is_compared_by_its_share() {
        let mut list = list();
        for block in &mut list.blocks {
            for item in &mut block.items {
                item.scale = crate::checklists::Scale::FiveStep;
            }
        }
        let of = |value| published(1, &list, &[("date", Mark::Value(value))]);
        assert_eq!(
            follow(&rule(1, 1, 1), [&of(2)]).status,
            RuleStatus::Met,
            "2 of 4 is 1 of 2"
        );
        assert_eq!(follow(&rule(1, 1, 1), [&of(1)]).status, RuleStatus::NotMet);
    }

    #[test]
    fn blocks_and_totals_are_computed_from_the_answers() {
        let list = list();
        let total = |at_least| TargetRule {
            measure: Measure::Total { at_least },
            hits: 1,
            of: 1,
        };
        let mut half = published(1, &list, &[("date", Mark::Value(1))]);
        assert_eq!(follow(&total(50), [&half]).status, RuleStatus::Met);
        assert_eq!(follow(&total(51), [&half]).status, RuleStatus::NotMet);
        // An appeal changed the mark: what was stored as the score does not matter.
        half.answers.marks.insert("date".to_owned(), Mark::Value(2));
        assert_eq!(follow(&total(51), [&half]).status, RuleStatus::Met);
        let (block, _) = list.item("date").unwrap();
        let rule = TargetRule {
            measure: Measure::Block {
                key: block.key.clone(),
                title: LocalizedText::default(),
                at_least: 100,
            },
            hits: 1,
            of: 1,
        };
        assert_eq!(follow(&rule, [&half]).status, RuleStatus::Met);
    }

    proptest! {
        /// Whatever comes: the figures stay inside the rule, only counted evaluations are evidence, and a decision
        /// stays.
        #[test]
        fn a_decision_is_final(marks in prop::collection::vec(prop::option::of(0_u16..=2), 0..24), of in 1_u8..=6, less in 0_u8..6) {
            let hits = of.saturating_sub(less).max(1);
            let marks: Vec<Mark> = marks.into_iter().map(|mark| mark.map_or(Mark::NotApplicable, Mark::Value)).collect();
            let all = dates(&marks);
            let rule = rule(1, hits, of);
            let mut decided = None;
            for length in 0..=all.len() {
                let progress = follow(&rule, &all[..length]);
                prop_assert!(progress.done() <= usize::from(of));
                prop_assert_eq!(progress.hits, progress.evidence.iter().filter(|seen| seen.fulfilled).count());
                let misses = progress.done() - progress.hits;
                let expected = if progress.hits >= usize::from(hits) {
                    RuleStatus::Met
                } else if misses > usize::from(of - hits) {
                    RuleStatus::NotMet
                } else {
                    RuleStatus::Open
                };
                prop_assert_eq!(progress.status, expected);
                if let Some(before) = &decided {
                    prop_assert_eq!(&progress, before);
                } else if progress.status != RuleStatus::Open {
                    decided = Some(progress);
                }
            }
            let counted = marks.iter().filter(|mark| matches!(mark, Mark::Value(_))).count();
            prop_assert!(counted < usize::from(of) || decided.is_some(), "all counted and still open");
        }
    }
}
