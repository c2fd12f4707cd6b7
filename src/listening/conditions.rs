//! Which calls may be drawn. Pure.

use serde::{Deserialize, Serialize};

use crate::db::JsonText;
use crate::id::{PersonId, RecordingId};
use crate::recordings::{CallOutcome, CallType, Direction, RecordingState};
use crate::text::fold;
use crate::time::Timestamp;

/// What a call must be like to be drawn; what is empty does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DrawConditions {
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
pub struct CandidateCall {
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
    pub state: RecordingState,
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

impl DrawConditions {
    /// What keeps this call from being drawn, if anything.
    pub fn obstacle(&self, call: &CandidateCall) -> Option<Obstacle> {
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
            (Obstacle::Unready, call.state != RecordingState::Ready),
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
pub struct CallPool {
    /// May be drawn.
    pub fitting: Vec<CandidateCall>,
    /// How many may not, by the reason; calls that are in the plan already are not counted.
    pub obstacles: Vec<(Obstacle, usize)>,
}

impl CallPool {
    /// Sorts one manager's calls.
    pub fn from_calls(calls: impl IntoIterator<Item = CandidateCall>, conditions: &DrawConditions) -> Self {
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

    fn call() -> CandidateCall {
        let randomness = Randomness::seeded(3);
        CandidateCall {
            id: RecordingId::new(Timestamp(0), &randomness),
            manager_id: PersonId::new(Timestamp(0), &randomness),
            title: "ООО «Технодвор»".to_owned(),
            called_at: Timestamp(0),
            duration_ms: 300_000,
            call_type: Some(CallType::Request),
            outcome: Some(CallOutcome::Refused),
            direction: Some(Direction::In),
            tags: JsonText(vec!["Тёплый клиент".to_owned()]),
            state: RecordingState::Ready,
            scored: false,
            heard: true,
            drawn: false,
        }
    }

    #[test]
    fn without_conditions_every_ready_call_nobody_has_scored_fits() {
        let all = DrawConditions::default();
        assert_eq!(all.obstacle(&call()), None);
        let unknown = CandidateCall {
            call_type: None,
            outcome: None,
            direction: None,
            tags: JsonText(Vec::new()),
            ..call()
        };
        assert_eq!(all.obstacle(&unknown), None);
        for (state, obstacle) in [
            (RecordingState::Queued, Some(Obstacle::Unready)),
            (RecordingState::Transcribing, Some(Obstacle::Unready)),
            (RecordingState::Failed, Some(Obstacle::Unready)),
            (RecordingState::Ready, None),
        ] {
            assert_eq!(all.obstacle(&CandidateCall { state, ..call() }), obstacle);
        }
        assert_eq!(
            all.obstacle(&CandidateCall {
                scored: true,
                ..call()
            }),
            Some(Obstacle::Scored)
        );
        assert_eq!(
            all.obstacle(&CandidateCall {
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
        let c = DrawConditions::default;
        let cases = [
            (
                DrawConditions {
                    min_ms: Some(300_000),
                    ..c()
                },
                None,
            ),
            (
                DrawConditions {
                    min_ms: Some(300_001),
                    ..c()
                },
                Some(Obstacle::Short),
            ),
            (
                DrawConditions {
                    max_ms: Some(300_000),
                    ..c()
                },
                None,
            ),
            (
                DrawConditions {
                    max_ms: Some(299_999),
                    ..c()
                },
                Some(Obstacle::Long),
            ),
            (
                DrawConditions {
                    call_types: vec![CallType::First, CallType::Request],
                    ..c()
                },
                None,
            ),
            (
                DrawConditions {
                    call_types: vec![CallType::First],
                    ..c()
                },
                Some(Obstacle::Kind),
            ),
            (
                DrawConditions {
                    outcomes: vec![CallOutcome::Refused],
                    ..c()
                },
                None,
            ),
            (
                DrawConditions {
                    outcomes: vec![CallOutcome::Reached],
                    ..c()
                },
                Some(Obstacle::Outcome),
            ),
            (
                DrawConditions {
                    direction: Some(Direction::In),
                    ..c()
                },
                None,
            ),
            (
                DrawConditions {
                    direction: Some(Direction::Out),
                    ..c()
                },
                Some(Obstacle::Direction),
            ),
            (
                DrawConditions {
                    tags: vec!["цена".to_owned(), "теплый клиент".to_owned()],
                    ..c()
                },
                None,
            ),
            (
                DrawConditions {
                    tags: vec!["цена".to_owned()],
                    ..c()
                },
                Some(Obstacle::Tag),
            ),
            (DrawConditions { unheard: true, ..c() }, Some(Obstacle::Heard)),
        ];
        for (conditions, expected) in cases {
            assert_eq!(conditions.obstacle(&call()), expected, "{conditions:?}");
        }
        // What nobody has said is not what was asked for.
        let asked = DrawConditions {
            outcomes: vec![CallOutcome::Refused],
            ..c()
        };
        assert_eq!(
            asked.obstacle(&CandidateCall {
                outcome: None,
                ..call()
            }),
            Some(Obstacle::Outcome)
        );
    }

    #[test]
    fn a_pool_counts_every_call_once() {
        let conditions = DrawConditions {
            min_ms: Some(60_000),
            ..DrawConditions::default()
        };
        let short = CandidateCall {
            duration_ms: 1,
            ..call()
        };
        let unready = CandidateCall {
            state: RecordingState::Queued,
            ..call()
        };
        let drawn = CandidateCall {
            drawn: true,
            ..call()
        };
        let pool = CallPool::from_calls([call(), short.clone(), short, unready, drawn], &conditions);
        assert_eq!(pool.fitting.len(), 1);
        assert_eq!(pool.obstacles, [(Obstacle::Short, 2), (Obstacle::Unready, 1)]);
        assert_eq!(pool.total(), 4);
    }

    #[test]
    fn conditions_are_read_back_as_they_were_written() {
        let conditions = DrawConditions {
            min_ms: Some(1),
            outcomes: vec![CallOutcome::Later],
            days_before: 3,
            ..DrawConditions::default()
        };
        let text = serde_json::to_string(&conditions).unwrap();
        assert_eq!(serde_json::from_str::<DrawConditions>(&text).unwrap(), conditions);
        assert_eq!(
            serde_json::from_str::<DrawConditions>("{}").unwrap(),
            DrawConditions::default()
        );
    }
}
