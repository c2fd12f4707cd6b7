//! A week of the plan as it stands: what was drawn, what became of it, what is missing. Pure.

use super::seed::Seed;
use super::{DrawConditions, Obstacle, Week};
use crate::checklists::Hundredths;
use crate::db::JsonText;
use crate::id::{DrawId, EvaluationId, PersonId, PickId, RecordingId};
use crate::people::Person;
use crate::time::Timestamp;

crate::db::text_enum! {
    /// Why a drawn call is given up.
    pub enum ReplacementReason {
        /// Nothing can be made out.
        BadSound = "bad-sound",
        /// Not about work.
        Personal = "personal",
        /// Not the kind of call that is meant.
        WrongType = "wrong-type",
        /// Too short to tell anything.
        TooShort = "too-short",
        /// Somebody else speaks.
        NotTheirs = "not-theirs",
        /// Anything else; words say what.
        Other = "other",
    }
}

/// One drawing.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Sampling {
    /// Identifier.
    pub id: DrawId,
    /// Whose calls.
    pub manager_id: PersonId,
    /// For which week.
    pub week: Week,
    /// Where its chance came from.
    pub seed: Seed,
    /// How many calls took part.
    pub candidates: i32,
    /// How many were drawn.
    pub drawn: i32,
    /// Which calls could take part.
    pub conditions: JsonText<DrawConditions>,
    /// Who asked for it.
    pub drawn_by: PersonId,
    /// Their name.
    pub drawn_by_name: String,
    /// When.
    pub drawn_at: Timestamp,
}

/// A drawn call.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SampledCall {
    /// Identifier.
    pub id: PickId,
    /// The drawing it came from.
    pub draw_id: DrawId,
    /// Whose call.
    pub manager_id: PersonId,
    /// For which week.
    pub week: Week,
    /// The recording, while it is there.
    pub recording_id: Option<RecordingId>,
    /// What the recording was called when it was drawn.
    pub client: String,
    /// When the call was.
    pub called_at: Timestamp,
    /// How long it was, in ms.
    pub duration_ms: i64,
    /// The published evaluation.
    pub evaluation_id: Option<EvaluationId>,
    /// Its total.
    pub total: Option<Hundredths>,
    /// The reader's own draft.
    pub own_draft: Option<EvaluationId>,
    /// Who else has a draft, by name.
    pub other_draft: Option<String>,
    /// When it was given up.
    pub replaced_at: Option<Timestamp>,
    /// Who gave it up, by name.
    pub replaced_by: Option<String>,
    /// Why.
    pub reason: Option<ReplacementReason>,
    /// In their words; may be empty.
    pub words: String,
}

/// Where a drawn call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampledCallState {
    /// Nobody has begun.
    ToListen,
    /// Being scored.
    Draft,
    /// Has a published evaluation.
    Scored,
    /// Given up.
    Replaced,
    /// The recording was deleted before it was scored.
    Gone,
}

impl SampledCall {
    /// Where it stands.
    pub const fn state(&self) -> SampledCallState {
        if self.replaced_at.is_some() {
            SampledCallState::Replaced
        } else if self.evaluation_id.is_some() {
            SampledCallState::Scored
        } else if self.recording_id.is_none() {
            SampledCallState::Gone
        } else if self.own_draft.is_some() || self.other_draft.is_some() {
            SampledCallState::Draft
        } else {
            SampledCallState::ToListen
        }
    }

    /// Does it count for the week?
    pub const fn stands(&self) -> bool {
        !matches!(self.state(), SampledCallState::Replaced | SampledCallState::Gone)
    }
}

/// One manager's week.
#[derive(Debug, Clone)]
pub struct ManagerWeek {
    /// Whose.
    pub manager: Person,
    /// How many calls are wanted.
    pub wanted: usize,
    /// What was drawn, given up or not, the oldest call first.
    pub picks: Vec<SampledCall>,
    /// How it was drawn, the first drawing first.
    pub draws: Vec<Sampling>,
    /// How many more calls could be drawn now.
    pub fitting: usize,
    /// How many calls of the week are not in the plan, whether they could be drawn or not.
    pub others: usize,
    /// How many of them cannot be drawn, by the reason.
    pub obstacles: Vec<(Obstacle, usize)>,
}

impl ManagerWeek {
    /// Drawn and not given up.
    pub fn current(&self) -> impl Iterator<Item = &SampledCall> {
        self.picks.iter().filter(|pick| pick.stands())
    }
    /// Given up, or deleted before they were scored.
    pub fn fallen(&self) -> impl Iterator<Item = &SampledCall> {
        self.picks.iter().filter(|pick| !pick.stands())
    }
    /// How many are scored.
    pub fn scored(&self) -> usize {
        let scored = self
            .picks
            .iter()
            .filter(|it| it.state() == SampledCallState::Scored);
        scored.count()
    }
    /// How many are still to be drawn.
    pub fn missing(&self) -> usize {
        self.wanted.saturating_sub(self.current().count())
    }
    /// Is everything that was wanted scored?
    pub fn is_done(&self) -> bool {
        self.wanted > 0 && self.scored() >= self.wanted
    }
    /// How much of it is scored, in percent.
    pub fn percent(&self) -> usize {
        (self.scored() * 100)
            .checked_div(self.wanted)
            .map_or(0, |percent| percent.min(100))
    }
}

/// A team's week.
#[derive(Debug, Clone)]
pub struct WeekPlan {
    /// Which.
    pub week: Week,
    /// Which calls may be drawn now.
    pub conditions: DrawConditions,
    /// Managers of whom calls are wanted or were drawn, by name.
    pub managers: Vec<ManagerWeek>,
    /// Managers nobody wants to hear this week, by name.
    pub left_out: Vec<Person>,
}

impl WeekPlan {
    /// How many calls can be drawn at once.
    pub fn drawable(&self) -> usize {
        self.managers.iter().map(|it| it.missing().min(it.fitting)).sum()
    }
}

/// How far a team's week is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekProgress {
    /// Which week.
    pub week: Week,
    /// Calls wanted of all together.
    pub wanted: usize,
    /// Calls drawn, at most as many of each manager as are wanted.
    pub drawn: usize,
    /// Calls scored, at most as many of each manager as are wanted.
    pub scored: usize,
}

impl WeekProgress {
    /// Calls that are wanted and not drawn.
    pub const fn to_draw(&self) -> usize {
        self.wanted.saturating_sub(self.drawn)
    }
    /// Calls that are drawn and not scored.
    pub const fn to_hear(&self) -> usize {
        self.drawn.saturating_sub(self.scored)
    }
}
