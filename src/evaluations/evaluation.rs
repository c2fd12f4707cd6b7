//! An evaluation: one reviewer's filled checklist for one recording, its moments and the manager's own opinion.
//!
//! Decides who sees what of it ([`EvaluationAccess`]): the reviewer their draft, the head the team's published ones, a manager
//! their own, the score only after they gave their own opinion. Leaves the acts to [`super::evaluate`].

use serde::{Deserialize, Serialize};

use super::selection::CallSelection;
use crate::checklists::scoring::{self, Hundredths, MissingPart, Score};
use crate::checklists::{Answers, Checklist, Item, Mark, Zone};
use crate::db::JsonText;
use crate::diff::fingerprint;
use crate::error::FieldError;
use crate::id::{CalibrationId, ChecklistVersionId, EvaluationId, MomentId, PersonId, RecordingId};
use crate::people::{Permission, Person};
use crate::time::Timestamp;

crate::db::text_enum! {
    /// Where an evaluation stands.
    pub enum EvaluationState {
        /// Being filled in; only its reviewer sees it.
        Draft = "draft",
        /// Final; only a decided appeal changes a mark, and keeps what was.
        Published = "published",
        /// Being filled in for a calibration; only its reviewer sees it.
        Blind = "blind",
        /// Handed in to a calibration; never changes again and is nobody's evaluation.
        HandedIn = "handed-in",
        /// A draft that was thrown away, for as long as that can be undone; nothing that reads evaluations sees it.
        Discarded = "discarded",
    }
}

crate::db::text_enum! {
    /// What a moment shows.
    pub enum MomentKind {
        /// Done well.
        Good = "good",
        /// Done badly or not at all.
        Bad = "bad",
        /// Worth a look; beside an item it takes the tone of the item's mark.
        Idea = "idea",
    }
}

/// What stays of an evaluation whatever happens to checklist and recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluationSnapshot {
    /// The checklist it was made with.
    pub checklist: Checklist,
    /// The arithmetic.
    pub score: Score,
}

/// One evaluation as it lies in the database.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Evaluation {
    /// Identifier.
    pub id: EvaluationId,
    /// The recording; none when it was deleted after publishing.
    pub recording_id: Option<RecordingId>,
    /// Who fills it in.
    pub reviewer_id: PersonId,
    /// Whose call it is.
    pub manager_id: PersonId,
    /// The checklist's version.
    pub version_id: ChecklistVersionId,
    /// The client, as the recording said.
    pub client: String,
    /// When the call was.
    pub called_at: Timestamp,
    /// How long the call was, in ms.
    pub duration_ms: i64,
    /// Draft or published.
    pub state: EvaluationState,
    /// Everything answered.
    pub answers: JsonText<Answers>,
    /// Counts saves.
    pub revision: i64,
    /// The final figure so far.
    pub total: Option<Hundredths>,
    /// Checklist and arithmetic as published.
    pub snapshot: Option<JsonText<EvaluationSnapshot>>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub saved_at: Timestamp,
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// The calibration it is a card of.
    pub calibration_id: Option<CalibrationId>,
    /// Was the call drawn by lot or chosen by hand?
    pub picked: CallSelection,
}

impl EvaluationState {
    /// Can it still be filled in?
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Blind)
    }
}

/// A marked range of a recording.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Moment {
    /// Identifier.
    pub id: MomentId,
    /// The recording.
    pub recording_id: RecordingId,
    /// The evaluation it belongs to.
    pub evaluation_id: Option<EvaluationId>,
    /// The item it is evidence for.
    pub item_key: Option<String>,
    /// Where it begins, in ms from the start of the recording.
    pub start_ms: i64,
    /// Where it ends, in ms; not before the start.
    pub end_ms: i64,
    /// What it shows.
    pub kind: MomentKind,
    /// The author's words; may be empty.
    pub note: String,
    /// Who marked it.
    pub author_id: PersonId,
    /// When it was marked.
    pub created_at: Timestamp,
}

impl Moment {
    /// The revision of its kind and words.
    pub fn revision(&self) -> String {
        fingerprint([self.kind.as_str(), &self.note])
    }
}

/// What the manager said about their own call before the score was shown.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Opinion {
    /// What went well, in their words.
    pub pluses: String,
    /// What did not.
    pub minuses: String,
    /// The same checklist as they filled it in, when they did.
    pub answers: Option<JsonText<Answers>>,
    /// What that comes to.
    pub total: Option<Hundredths>,
    /// When they said it.
    pub created_at: Timestamp,
}

/// "I have read it": the manager's word under a published evaluation. It is no consent.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Acknowledgement {
    /// The manager's words; may be empty.
    pub words: String,
    /// When.
    pub created_at: Timestamp,
}

/// An opinion as entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct OpinionForm {
    /// What went well.
    #[serde(default)]
    pub pluses: String,
    /// What did not.
    #[serde(default)]
    pub minuses: String,
}

impl OpinionForm {
    /// Both sides need a word. Codes: `opinion-pluses`, `opinion-minuses`.
    pub fn check(&self) -> Result<Self, Vec<FieldError>> {
        let cut = |text: &str| text.trim().chars().take(4000).collect::<String>();
        let form = Self {
            pluses: cut(&self.pluses),
            minuses: cut(&self.minuses),
        };
        let mut problems = Vec::new();
        if form.pluses.is_empty() {
            problems.push(FieldError {
                field: "pluses",
                code: "opinion-pluses",
            });
        }
        if form.minuses.is_empty() {
            problems.push(FieldError {
                field: "minuses",
                code: "opinion-minuses",
            });
        }
        if problems.is_empty() {
            Ok(form)
        } else {
            Err(problems)
        }
    }
}

/// An evaluation with everything that belongs to it.
#[derive(Debug, Clone)]
pub struct Card {
    /// The row.
    pub evaluation: Evaluation,
    /// Its checklist.
    pub checklist: Checklist,
    /// Its arithmetic.
    pub score: Score,
    /// Its moments by time.
    pub moments: Vec<Moment>,
    /// The manager's own opinion.
    pub opinion: Option<Opinion>,
    /// The manager has read it.
    pub acknowledgement: Option<Acknowledgement>,
    /// Whose call it is.
    pub manager: Person,
    /// Who filled it in.
    pub reviewer: Person,
}

/// What somebody may see of an evaluation.
#[derive(Debug, Clone)]
pub enum EvaluationAccess {
    /// Everything.
    Whole(Box<Card>),
    /// One's own published evaluation before one's own opinion: the call, not the score.
    OpinionFirst(Box<EvaluatedCall>),
}

/// An evaluation without its score.
#[derive(Debug, Clone)]
pub struct EvaluatedCall {
    /// The evaluation.
    pub id: EvaluationId,
    /// The recording, while it is there.
    pub recording_id: Option<RecordingId>,
    /// The client.
    pub client: String,
    /// When the call was.
    pub called_at: Timestamp,
    /// How long it was, in ms.
    pub duration_ms: i64,
    /// Who listened.
    pub reviewer: Person,
}

impl Card {
    /// What this person may see: none when it is not for them.
    pub fn for_eyes_of(self, asking: &Person) -> Option<EvaluationAccess> {
        let own_draft = self.evaluation.state == EvaluationState::Draft
            && self.evaluation.reviewer_id == asking.id
            && asking.may(Permission::Evaluate)
            && asking.scope().covers(&self.manager);
        let published = self.evaluation.state == EvaluationState::Published
            && asking.may(Permission::ReadEvaluations)
            && asking.scope().covers(&self.manager);
        // Before the results are opened, and in this feature at all, a calibration's card is its reviewer's alone.
        let own_blind = matches!(
            self.evaluation.state,
            EvaluationState::Blind | EvaluationState::HandedIn | EvaluationState::Discarded
        ) && self.evaluation.reviewer_id == asking.id
            && asking.may(Permission::Evaluate);
        match (own_draft || own_blind, published) {
            (true, _) => Some(EvaluationAccess::Whole(Box::new(self))),
            (_, true) if asking.id == self.manager.id && self.opinion.is_none() => {
                Some(EvaluationAccess::OpinionFirst(Box::new(EvaluatedCall {
                    id: self.evaluation.id,
                    recording_id: self.evaluation.recording_id,
                    client: self.evaluation.client,
                    called_at: self.evaluation.called_at,
                    duration_ms: self.evaluation.duration_ms,
                    reviewer: self.reviewer,
                })))
            }
            (_, true) => Some(EvaluationAccess::Whole(Box::new(self))),
            _ => None,
        }
    }

    /// Does the answer to this item make the total 0?
    pub fn fails(&self, key: &str) -> bool {
        let item = self.checklist.item(key).map(|(_, item)| item);
        let mark = self.evaluation.answers.0.mark(key);
        item.zip(mark)
            .is_some_and(|(item, mark)| scoring::is_critical(item, mark))
    }

    /// The zone of the total.
    pub fn zone(&self) -> Option<Zone> {
        self.score.total.map(|total| total.zone(self.checklist.zones))
    }

    /// Moments of one item, by time.
    pub fn moments_of(&self, item: &str) -> Vec<&Moment> {
        self.moments
            .iter()
            .filter(|moment| moment.item_key.as_deref() == Some(item))
            .collect()
    }

    /// What keeps it from being published, in the order of the card.
    pub fn missing(&self) -> Vec<MissingPart> {
        let answers = &self.evaluation.answers.0;
        let mut missing = scoring::open_questions(&self.checklist, answers);
        missing.extend(scoring::unexplained(&self.checklist, answers, |item| {
            !self.moments_of(item).is_empty()
        }));
        missing
    }

    /// The tone a moment is shown in.
    pub fn tone(&self, moment: &Moment) -> MomentKind {
        let item = moment
            .item_key
            .as_deref()
            .and_then(|key| self.checklist.item(key));
        match (moment.kind, item) {
            (MomentKind::Idea, Some((_, item))) => tone_of(item, self.evaluation.answers.0.mark(&item.key)),
            (kind, _) => kind,
        }
    }
}

/// A low mark is bad, the best mark good, everything between only worth a look.
fn tone_of(item: &Item, mark: Option<Mark>) -> MomentKind {
    match mark {
        Some(mark) if scoring::is_low(item, mark) || scoring::is_critical(item, mark) => MomentKind::Bad,
        Some(Mark::Value(value)) if value == item.scale.max() => MomentKind::Good,
        _ => MomentKind::Idea,
    }
}
