//! Who needs the head's attention, and why. Pure.
//!
//! Decides the reasons and their order: what hurts a client now, what was promised and not done, what gets worse, what
//! nobody looks at. A figure inside the norm is no reason, and small numbers are none either.

use super::trend::mean;
use crate::checklists::scoring::FEW;
use crate::checklists::{Hundredths, Zone, Zones};
use crate::id::{EvaluationId, PersonId, PlanId};
use crate::time::{Day, Timestamp};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// A critical item is news for so long.
const CRITICAL_DAYS: i64 = 14;
/// A fall of the mean from here on is told, in hundredths.
const FALL: i64 = 5_00;
/// Nobody listened for so long, though there was something to listen to.
const UNHEARD_DAYS: i64 = 14;
/// A plan may lie unread so long.
const UNREAD_DAYS: i64 = 2;
/// Reasons that are told of one person.
const TOLD: usize = 3;

/// One published evaluation of a manager.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentScore {
    /// Which.
    pub id: EvaluationId,
    /// The client.
    pub client: String,
    /// The total.
    pub total: Option<Hundredths>,
    /// The critical item that made it 0, in words.
    pub failed_by: Option<String>,
    /// Is it of the checklist of the newest one, its call picked in the same way? Only such totals are compared.
    pub comparable: bool,
    /// When it was published.
    pub at: Timestamp,
}

/// An open target of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The plan.
    pub plan: PlanId,
    /// What will be seen or heard.
    pub text: String,
    /// By when.
    pub due: Day,
    /// When the plan was written; none once the manager has read it.
    pub unread_since: Option<Timestamp>,
}

/// What is known about one manager.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagerFacts {
    /// Who.
    pub manager: PersonId,
    /// Their name.
    pub name: String,
    /// Published evaluations, the newest first.
    pub heard: Vec<RecentScore>,
    /// Zones of the newest one's checklist.
    pub zones: Zones,
    /// Open targets.
    pub promises: Vec<Promise>,
    /// Calls nobody has scored.
    pub waiting: usize,
}

/// Why somebody needs attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttentionReason {
    /// A critical item failed lately.
    Critical {
        /// In which evaluation.
        evaluation: EvaluationId,
        /// The client.
        client: String,
        /// The item.
        item: String,
    },
    /// A target is overdue.
    Overdue {
        /// Of which plan.
        plan: PlanId,
        /// What was agreed.
        text: String,
        /// For how many days.
        days: i32,
    },
    /// The mean of the last half is lower than that of the half before.
    Fell {
        /// Mean before.
        from: Hundredths,
        /// Mean now.
        to: Hundredths,
        /// Totals in both.
        n: usize,
    },
    /// The mean of the last evaluations is a risk.
    Weak {
        /// The mean.
        mean: Hundredths,
        /// Of how many.
        n: usize,
    },
    /// The manager has not read a plan.
    Unread {
        /// Which.
        plan: PlanId,
        /// For how many days.
        days: i64,
    },
    /// Calls are there, and nobody has scored one for long.
    Unheard {
        /// Calls.
        waiting: usize,
    },
}

/// A manager with the reasons, the gravest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    /// Who.
    pub manager: PersonId,
    /// Their name.
    pub name: String,
    /// Why; at least one.
    pub reasons: Vec<AttentionReason>,
}

impl Attention {
    /// The letters that stand for the name.
    pub(super) fn initials(&self) -> String {
        crate::people::initials(&self.name)
    }
}

impl AttentionReason {
    const fn gravity(&self) -> u8 {
        match self {
            Self::Critical { .. } => 0,
            Self::Overdue { .. } => 1,
            Self::Fell { .. } => 2,
            Self::Weak { .. } => 3,
            Self::Unread { .. } => 4,
            Self::Unheard { .. } => 5,
        }
    }
}

/// Those who need attention, the gravest reason first, then by name.
pub fn attention(known: Vec<ManagerFacts>, today: Day, now: Timestamp) -> Vec<Attention> {
    let mut all: Vec<Attention> = known
        .into_iter()
        .map(|known| Attention {
            reasons: reasons(&known, today, now),
            manager: known.manager,
            name: known.name,
        })
        .filter(|it| !it.reasons.is_empty())
        .collect();
    all.sort_by(|a, b| {
        let gravity = |it: &Attention| it.reasons.first().map(AttentionReason::gravity);
        gravity(a).cmp(&gravity(b)).then_with(|| a.name.cmp(&b.name))
    });
    all
}

fn reasons(known: &ManagerFacts, today: Day, now: Timestamp) -> Vec<AttentionReason> {
    let age = |at: Timestamp| (now.0 - at.0) / DAY_MS;
    let critical = known.heard.iter().find_map(|heard| {
        let item = heard
            .failed_by
            .clone()
            .filter(|_| age(heard.at) < CRITICAL_DAYS)?;
        Some(AttentionReason::Critical {
            evaluation: heard.id.clone(),
            client: heard.client.clone(),
            item,
        })
    });
    let overdue = known
        .promises
        .iter()
        .filter(|promise| promise.due < today)
        .min_by_key(|promise| promise.due)
        .map(|promise| AttentionReason::Overdue {
            plan: promise.plan.clone(),
            text: promise.text.clone(),
            days: promise.due.days_until(today),
        });
    let unread = known
        .promises
        .iter()
        .filter_map(|promise| Some((promise, age(promise.unread_since?))))
        .find(|(_, days)| *days > UNREAD_DAYS)
        .map(|(promise, days)| AttentionReason::Unread {
            plan: promise.plan.clone(),
            days,
        });
    let last = known.heard.first().map(|heard| age(heard.at));
    let unheard = (known.waiting > 0 && last.is_none_or(|days| days > UNHEARD_DAYS)).then_some(
        AttentionReason::Unheard {
            waiting: known.waiting,
        },
    );
    let mut reasons: Vec<AttentionReason> = [critical, overdue, figures(known), unread, unheard]
        .into_iter()
        .flatten()
        .collect();
    reasons.truncate(TOLD);
    reasons
}

/// Does the mean fall, or is it a risk? The last eight totals of one checklist, or as many more as there are up to twelve.
fn figures(known: &ManagerFacts) -> Option<AttentionReason> {
    let totals: Vec<Hundredths> = known
        .heard
        .iter()
        .filter(|heard| heard.comparable)
        .filter_map(|heard| heard.total)
        .take(12)
        .collect();
    let n = totals.len();
    if (n as i64) < FEW {
        return None;
    }
    let (newer, older) = totals.split_at(n / 2);
    let (to, from) = (mean(newer)?, mean(older)?);
    if from.0 - to.0 >= FALL {
        return Some(AttentionReason::Fell { from, to, n });
    }
    let mean = mean(&totals)?;
    (mean.zone(known.zones) == Zone::Risk).then_some(AttentionReason::Weak { mean, n })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Randomness;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    fn known(totals: &[i64]) -> ManagerFacts {
        let randomness = Randomness::seeded(3);
        ManagerFacts {
            manager: PersonId::new(NOW, &randomness),
            name: "Никита".to_owned(),
            heard: totals
                .iter()
                .zip(1..)
                .map(|(total, days)| RecentScore {
                    id: EvaluationId::new(NOW, &randomness),
                    client: "Сад".to_owned(),
                    total: Some(Hundredths(total * 100)),
                    failed_by: None,
                    comparable: true,
                    at: Timestamp(NOW.0 - days * DAY_MS),
                })
                .collect(),
            zones: Zones::default(),
            promises: Vec::new(),
            waiting: 3,
        }
    }

    fn reasons_of(known: &ManagerFacts) -> Vec<AttentionReason> {
        reasons(known, NOW.day(&jiff::tz::TimeZone::UTC), NOW)
    }

    #[test]
    fn the_norm_and_small_numbers_are_silent() {
        assert_eq!(reasons_of(&known(&[80, 78, 82, 80, 79, 80, 81, 80])), []);
        assert_eq!(
            reasons_of(&known(&[10, 10, 90, 90])),
            [],
            "four totals say nothing"
        );
        let mut mixed = known(&[10, 10, 10, 10, 90, 90, 90, 90]);
        for heard in mixed.heard.iter_mut().skip(4) {
            heard.comparable = false;
        }
        assert_eq!(
            reasons_of(&mixed),
            [],
            "totals of another checklist are not compared"
        );
    }

    #[test]
    fn a_fall_and_a_risk_are_told_with_their_figures() {
        let fell = reasons_of(&known(&[60, 60, 60, 60, 70, 70, 70, 70]));
        assert_eq!(
            fell,
            [AttentionReason::Fell {
                from: Hundredths(70_00),
                to: Hundredths(60_00),
                n: 8
            }]
        );
        let weak = reasons_of(&known(&[40; 9]));
        assert_eq!(
            weak,
            [AttentionReason::Weak {
                mean: Hundredths(40_00),
                n: 9
            }]
        );
    }

    #[test]
    fn what_was_promised_and_what_nobody_hears() {
        let mut known = known(&[]);
        assert_eq!(reasons_of(&known), [AttentionReason::Unheard { waiting: 3 }]);
        known.waiting = 0;
        assert_eq!(reasons_of(&known), []);
        let plan = PlanId::new(NOW, &Randomness::seeded(4));
        let today = NOW.day(&jiff::tz::TimeZone::UTC);
        known.promises = vec![Promise {
            plan: plan.clone(),
            text: "Дата в каждом звонке".to_owned(),
            due: today.plus_days(-2),
            unread_since: Some(Timestamp(NOW.0 - 5 * DAY_MS)),
        }];
        let reasons = reasons_of(&known);
        assert_eq!(
            reasons,
            [
                AttentionReason::Overdue {
                    plan: plan.clone(),
                    text: "Дата в каждом звонке".to_owned(),
                    days: 2
                },
                AttentionReason::Unread { plan, days: 5 },
            ]
        );
    }

    #[test]
    fn the_gravest_comes_first() {
        let mut critical = known(&[0, 80]);
        critical.heard[0].failed_by = Some("Грубость".to_owned());
        critical.name = "Яна".to_owned();
        let mut stale = critical.clone();
        stale.heard[0].at = Timestamp(NOW.0 - 20 * DAY_MS);
        stale.heard.truncate(1);
        stale.name = "Анна".to_owned();
        let all = attention(
            vec![stale, critical, known(&[80])],
            NOW.day(&jiff::tz::TimeZone::UTC),
            NOW,
        );
        let names: Vec<_> = all
            .iter()
            .map(|it| (it.name.as_str(), it.reasons[0].gravity()))
            .collect();
        assert_eq!(names, [("Яна", 0), ("Анна", 5)]);
    }
}
