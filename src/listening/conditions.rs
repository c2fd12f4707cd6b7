//! Which calls may be drawn. Pure.

use serde::{Deserialize, Serialize};

use crate::db::JsonText;
use crate::id::{PersonId, RecordingId};
use crate::recordings::{CallOutcome, CallType, Direction, State};
use crate::text::fold;
use crate::time::Timestamp;

/// What a call must be like to be drawn; what is empty does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conditions {
    /// At least so long, in ms.
    pub min_ms: Option<i64>,
    /// At most so long, in ms.
    pub max_ms: Option<i64>,
    /// Of one of these kinds.
    pub call_types: Vec<CallType>,
    /// With one of these ends.
    pub outcomes: Vec<CallOutcome>,
    /// In this direction.
    pub direction: Option<Direction>,
    /// With one of these tags, as entered.
    pub tags: Vec<String>,
    /// Nobody but the manager may have listened to it: who has heard a call cannot be surprised by it.
    pub unheard: bool,
    /// Calls of so many days before the week take part as well.
    pub days_before: i32,
}

/// What is known about a call that may be drawn.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Call {
    /// The recording.
    pub id: RecordingId,
    /// Whose call.
    pub manager_id: PersonId,
    /// What the recording is called.
    pub title: String,
    /// When it was.
    pub called_at: Timestamp,
    /// How long it was, in ms.
    pub duration_ms: i64,
    /// What kind of call.
    pub call_type: Option<CallType>,
    /// How it ended.
    pub outcome: Option<CallOutcome>,
    /// Who called whom.
    pub direction: Option<Direction>,
    /// Words people gave it.
    pub tags: JsonText<Vec<String>>,
    /// How far the recording is.
    pub state: State,
    /// Has anybody begun to score it?
    pub scored: bool,
    /// Has anybody but the manager listened to it, as far as the log goes back?
    pub heard: bool,
    /// Was it drawn before, for whatever week?
    pub drawn: bool,
}

crate::db::text_enum! {
    /// Why a call cannot be drawn; the first that holds is told.
    pub enum Obstacle {
        /// It was drawn before.
        Drawn = "drawn",
        /// Somebody has scored it or begun to.
        Scored = "scored",
        /// Somebody has listened to it.
        Heard = "heard",
        /// It is shorter than wanted.
        Short = "short",
        /// It is longer than wanted.
        Long = "long",
        /// It is of another kind, or nobody has said which.
        Kind = "type",
        /// It ended otherwise, or nobody has said how.
        Outcome = "outcome",
        /// It went the other way, or nobody has said which.
        Direction = "direction",
        /// It has none of the tags.
        Tag = "tag",
        /// It is not transcribed yet, or could not be.
        Unready = "unready",
    }
}

impl Conditions {
    /// What keeps this call from being drawn, if anything.
    pub fn obstacle(&self, call: &Call) -> Option<Obstacle> {
        let tags: Vec<String> = self.tags.iter().map(|tag| fold(tag)).collect();
        let tagged = || call.tags.0.iter().any(|tag| tags.contains(&fold(tag)));
        let checks = [
            (Obstacle::Drawn, call.drawn),
            (Obstacle::Scored, call.scored),
            (Obstacle::Heard, self.unheard && call.heard),
            (
                Obstacle::Short,
                self.min_ms.is_some_and(|min| call.duration_ms < min),
            ),
            (
                Obstacle::Long,
                self.max_ms.is_some_and(|max| call.duration_ms > max),
            ),
            (Obstacle::Kind, !one_of(&self.call_types, call.call_type)),
            (Obstacle::Outcome, !one_of(&self.outcomes, call.outcome)),
            (
                Obstacle::Direction,
                self.direction.is_some() && self.direction != call.direction,
            ),
            (Obstacle::Tag, !tags.is_empty() && !tagged()),
            (Obstacle::Unready, call.state != State::Ready),
        ];
        checks
            .into_iter()
            .find(|(_, holds)| *holds)
            .map(|(obstacle, _)| obstacle)
    }
}

/// Nothing wanted is everything wanted.
fn one_of<T: PartialEq>(wanted: &[T], found: Option<T>) -> bool {
    wanted.is_empty() || found.is_some_and(|found| wanted.contains(&found))
}

/// A manager's calls of a week, sorted into those that may be drawn and those that may not.
#[derive(Debug, Clone, Default)]
pub struct Pool {
    /// May be drawn.
    pub fitting: Vec<Call>,
    /// How many may not, by the reason; calls that are in the plan already are not counted.
    pub obstacles: Vec<(Obstacle, usize)>,
}

impl Pool {
    /// Sorts one manager's calls.
    pub fn of(calls: impl IntoIterator<Item = Call>, conditions: &Conditions) -> Self {
        let mut pool = Self::default();
        let mut counts = [0_usize; Obstacle::ALL.len()];
        for call in calls {
            match conditions.obstacle(&call) {
                None => pool.fitting.push(call),
                Some(obstacle) => counts[obstacle as usize] += 1,
            }
        }
        pool.obstacles = Obstacle::ALL
            .iter()
            .copied()
            .zip(counts)
            .filter(|(obstacle, n)| *n > 0 && *obstacle != Obstacle::Drawn)
            .collect();
        pool
    }

    /// Calls that are not in the plan.
    pub fn total(&self) -> usize {
        self.fitting.len() + self.obstacles.iter().map(|(_, n)| n).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Randomness;

    fn call() -> Call {
        let randomness = Randomness::seeded(3);
        Call {
            id: RecordingId::new(Timestamp(0), &randomness),
            manager_id: PersonId::new(Timestamp(0), &randomness),
            title: "ООО «Технодвор»".to_owned(),
            called_at: Timestamp(0),
            duration_ms: 300_000,
            call_type: Some(CallType::Request),
            outcome: Some(CallOutcome::Refused),
            direction: Some(Direction::In),
            tags: JsonText(vec!["Тёплый клиент".to_owned()]),
            state: State::Ready,
            scored: false,
            heard: true,
            drawn: false,
        }
    }

    #[test]
    fn without_conditions_every_ready_call_nobody_has_scored_fits() {
        let all = Conditions::default();
        assert_eq!(all.obstacle(&call()), None);
        let unknown = Call {
            call_type: None,
            outcome: None,
            direction: None,
            tags: JsonText(Vec::new()),
            ..call()
        };
        assert_eq!(all.obstacle(&unknown), None);
        for (state, obstacle) in [
            (State::Queued, Some(Obstacle::Unready)),
            (State::Transcribing, Some(Obstacle::Unready)),
            (State::Failed, Some(Obstacle::Unready)),
            (State::Ready, None),
        ] {
            assert_eq!(all.obstacle(&Call { state, ..call() }), obstacle);
        }
        assert_eq!(
            all.obstacle(&Call {
                scored: true,
                ..call()
            }),
            Some(Obstacle::Scored)
        );
        assert_eq!(
            all.obstacle(&Call {
                drawn: true,
                scored: true,
                ..call()
            }),
            Some(Obstacle::Drawn)
        );
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one case a condition")]
    fn every_condition_keeps_calls_out_and_the_bounds_belong_to_it() {
        let c = Conditions::default;
        let cases = [
            (
                Conditions {
                    min_ms: Some(300_000),
                    ..c()
                },
                None,
            ),
            (
                Conditions {
                    min_ms: Some(300_001),
                    ..c()
                },
                Some(Obstacle::Short),
            ),
            (
                Conditions {
                    max_ms: Some(300_000),
                    ..c()
                },
                None,
            ),
            (
                Conditions {
                    max_ms: Some(299_999),
                    ..c()
                },
                Some(Obstacle::Long),
            ),
            (
                Conditions {
                    call_types: vec![CallType::First, CallType::Request],
                    ..c()
                },
                None,
            ),
            (
                Conditions {
                    call_types: vec![CallType::First],
                    ..c()
                },
                Some(Obstacle::Kind),
            ),
            (
                Conditions {
                    outcomes: vec![CallOutcome::Refused],
                    ..c()
                },
                None,
            ),
            (
                Conditions {
                    outcomes: vec![CallOutcome::Reached],
                    ..c()
                },
                Some(Obstacle::Outcome),
            ),
            (
                Conditions {
                    direction: Some(Direction::In),
                    ..c()
                },
                None,
            ),
            (
                Conditions {
                    direction: Some(Direction::Out),
                    ..c()
                },
                Some(Obstacle::Direction),
            ),
            (
                Conditions {
                    tags: vec!["цена".to_owned(), "теплый клиент".to_owned()],
                    ..c()
                },
                None,
            ),
            (
                Conditions {
                    tags: vec!["цена".to_owned()],
                    ..c()
                },
                Some(Obstacle::Tag),
            ),
            (Conditions { unheard: true, ..c() }, Some(Obstacle::Heard)),
        ];
        for (conditions, expected) in cases {
            assert_eq!(conditions.obstacle(&call()), expected, "{conditions:?}");
        }
        // What nobody has said is not what was asked for.
        let asked = Conditions {
            outcomes: vec![CallOutcome::Refused],
            ..c()
        };
        assert_eq!(
            asked.obstacle(&Call {
                outcome: None,
                ..call()
            }),
            Some(Obstacle::Outcome)
        );
    }

    #[test]
    fn a_pool_counts_every_call_once() {
        let conditions = Conditions {
            min_ms: Some(60_000),
            ..Conditions::default()
        };
        let short = Call {
            duration_ms: 1,
            ..call()
        };
        let unready = Call {
            state: State::Queued,
            ..call()
        };
        let drawn = Call {
            drawn: true,
            ..call()
        };
        let pool = Pool::of([call(), short.clone(), short, unready, drawn], &conditions);
        assert_eq!(pool.fitting.len(), 1);
        assert_eq!(pool.obstacles, [(Obstacle::Short, 2), (Obstacle::Unready, 1)]);
        assert_eq!(pool.total(), 4);
    }

    #[test]
    fn conditions_are_read_back_as_they_were_written() {
        let conditions = Conditions {
            min_ms: Some(1),
            outcomes: vec![CallOutcome::Later],
            days_before: 3,
            ..Conditions::default()
        };
        let text = serde_json::to_string(&conditions).unwrap();
        assert_eq!(serde_json::from_str::<Conditions>(&text).unwrap(), conditions);
        assert_eq!(
            serde_json::from_str::<Conditions>("{}").unwrap(),
            Conditions::default()
        );
    }
}
