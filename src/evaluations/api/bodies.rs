//! Evaluations and moments as the API takes and returns them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::checklists::{AnswerChange, BlockState, Hundredths, Mark, MissingPart, ScoringRule, Zone};
use crate::error::{Error, ErrorKind, Result};
use crate::evaluations::store::EvaluationLine;
use crate::evaluations::{
    CallSelection, Card, EvaluationAccess, EvaluationInput, EvaluationState, Moment, MomentKind, NewMoment,
};
use crate::id::{ChecklistId, EvaluationId, MomentId, PersonId, RecordingId};
use crate::web::Object;

/// A mark of the item's scale, or `"na"`
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum MarkBody {
    /// A mark.
    Figure(u16),
    /// `na`: not applicable.
    Word(String),
}

impl MarkBody {
    fn new(mark: Mark) -> Self {
        match mark {
            Mark::Value(value) => Self::Figure(value),
            Mark::NotApplicable => Self::Word(Mark::NA.to_owned()),
        }
    }

    /// Code: `bad-answer`.
    fn mark(&self, item: &str) -> Result<Mark> {
        match self {
            Self::Figure(value) => Ok(Mark::Value(*value)),
            Self::Word(word) => word
                .parse()
                .map_err(|_| Error::new(ErrorKind::BadInput, "bad-answer").with("item", item)),
        }
    }
}

/// A place in the recording
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewMomentBody {
    /// The item it is evidence for.
    #[serde(default)]
    item: Option<String>,
    /// From the start of the recording.
    start_ms: i64,
    /// The beginning when left out.
    #[serde(default)]
    end_ms: Option<i64>,
    /// `idea` when left out: then the item's mark decides.
    #[serde(default)]
    kind: Option<MomentKind>,
    #[serde(default)]
    note: String,
}

impl From<NewMomentBody> for NewMoment {
    fn from(body: NewMomentBody) -> Self {
        Self {
            item: body.item,
            start_ms: body.start_ms,
            end_ms: body.end_ms,
            kind: body.kind.unwrap_or(MomentKind::Idea),
            note: body.note,
        }
    }
}

/// A marked place of a recording
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MomentBody {
    id: MomentId,
    evaluation_id: Option<EvaluationId>,
    item: Option<String>,
    start_ms: i64,
    end_ms: i64,
    kind: MomentKind,
    note: String,
}

impl From<Moment> for MomentBody {
    fn from(moment: Moment) -> Self {
        Self {
            id: moment.id,
            evaluation_id: moment.evaluation_id,
            item: moment.item_key,
            start_ms: moment.start_ms,
            end_ms: moment.end_ms,
            kind: moment.kind,
            note: moment.note,
        }
    }
}

/// A filled checklist
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct EvaluationRequest {
    /// The one that fits the call best when left out.
    checklist: Option<ChecklistId>,
    /// By item key.
    answers: BTreeMap<String, MarkBody>,
    /// By block key: is the gate open?
    gates: BTreeMap<String, bool>,
    /// By item key.
    comments: BTreeMap<String, String>,
    /// About the whole call.
    summary: Option<String>,
    /// Places to mark.
    #[schema(value_type = Vec<NewMomentBody>)]
    moments: Vec<Object<NewMomentBody>>,
    /// Make it final if nothing is missing.
    publish: bool,
}

impl EvaluationRequest {
    pub(super) fn entry(self) -> Result<EvaluationInput> {
        let mut changes = Vec::new();
        for (item, mark) in self.answers {
            let mark = mark.mark(&item)?;
            changes.push(AnswerChange::Mark(item, Some(mark)));
        }
        // After the marks: a closed gate is meant, even beside marks behind it.
        changes.extend(
            self.gates
                .into_iter()
                .map(|(block, open)| AnswerChange::Gate(block, Some(open))),
        );
        changes.extend(
            self.comments
                .into_iter()
                .map(|(item, words)| AnswerChange::Comment(item, words)),
        );
        changes.extend(self.summary.map(AnswerChange::Summary));
        Ok(EvaluationInput {
            checklist: self.checklist,
            changes,
            moments: self
                .moments
                .into_iter()
                .map(|Object(moment)| moment.into())
                .collect(),
            publish: self.publish,
        })
    }
}

/// What keeps an evaluation from being published
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MissingPartBody {
    /// `unanswered`, `gate` or `unexplained`.
    reason: &'static str,
    /// Of the item, or of the gate's block.
    key: String,
}

impl From<MissingPart> for MissingPartBody {
    fn from(part: MissingPart) -> Self {
        let (reason, key) = match part {
            MissingPart::Unanswered(key) => ("unanswered", key),
            MissingPart::Gate(key) => ("gate", key),
            MissingPart::Unexplained(key) => ("unexplained", key),
        };
        Self { reason, key }
    }
}

/// An evaluation in a list
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LineBody {
    id: EvaluationId,
    recording_id: Option<RecordingId>,
    manager_id: PersonId,
    manager: String,
    reviewer: String,
    client: String,
    /// RFC 3339.
    called_at: String,
    /// RFC 3339.
    published_at: Option<String>,
    /// Absent while nothing is counted, and from a manager before their own opinion.
    #[schema(example = 67.08)]
    total: Option<f64>,
    /// Has the manager said their own opinion?
    opinion: bool,
    /// Has the manager acknowledged it?
    acknowledged: bool,
    /// Drawn by the listening plan, or chosen by hand? Average the two apart.
    picked: CallSelection,
    /// The page.
    url: String,
}

impl From<EvaluationLine> for LineBody {
    fn from(line: EvaluationLine) -> Self {
        Self {
            url: format!("/evaluations/{}", line.id),
            id: line.id,
            recording_id: line.recording_id,
            manager_id: line.manager_id,
            manager: line.manager,
            reviewer: line.reviewer,
            client: line.client,
            called_at: line.called_at.rfc3339(),
            published_at: line.published_at.map(crate::time::Timestamp::rfc3339),
            total: line.total.map(Hundredths::to_f64),
            opinion: line.opinion,
            acknowledged: line.acknowledged,
            picked: line.picked,
        }
    }
}

/// One block's result
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BlockScoreBody {
    key: String,
    /// Counted, and part of the total?
    counted: bool,
    got: f64,
    of: f64,
    /// Absent when nothing is counted.
    percent: Option<f64>,
}

/// An evaluation; everything but the first lines is absent from a manager before their own opinion
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct EvaluationBody {
    id: String,
    /// `draft` or `published`; `blind` or `handed-in` for one's own card of a calibration.
    state: String,
    recording_id: Option<RecordingId>,
    client: String,
    /// RFC 3339.
    called_at: String,
    reviewer: String,
    /// The page.
    url: String,
    /// The manager's own opinion is asked for first.
    opinion_needed: bool,
    manager_id: Option<PersonId>,
    /// Drawn by the listening plan, or chosen by hand? Average the two apart.
    picked: Option<CallSelection>,
    rule: Option<ScoringRule>,
    #[schema(example = 67.08)]
    total: Option<f64>,
    zone: Option<Zone>,
    /// The critical item that made the total 0.
    failed_by: Option<String>,
    blocks: Vec<BlockScoreBody>,
    answers: BTreeMap<String, MarkBody>,
    gates: BTreeMap<String, bool>,
    comments: BTreeMap<String, String>,
    summary: String,
    moments: Vec<MomentBody>,
    /// RFC 3339.
    published_at: Option<String>,
    /// What keeps a draft from being published.
    missing: Vec<MissingPartBody>,
    /// The manager's own words.
    pluses: Option<String>,
    /// The manager's own words.
    minuses: Option<String>,
    /// The manager's own marks by item key, when they filled in the checklist too.
    own_answers: BTreeMap<String, MarkBody>,
    /// The manager's own gates by block key.
    own_gates: BTreeMap<String, bool>,
    /// What the manager's own marks come to.
    #[schema(example = 74.5)]
    own_total: Option<f64>,
    /// When the manager acknowledged it, RFC 3339.
    acknowledged_at: Option<String>,
    /// The manager's words to that.
    acknowledgement: Option<String>,
}

impl EvaluationBody {
    pub(super) fn new(reading: EvaluationAccess) -> Self {
        match reading {
            EvaluationAccess::OpinionFirst(call) => Self {
                id: call.id.to_string(),
                state: EvaluationState::Published.to_string(),
                recording_id: call.recording_id,
                client: call.client,
                called_at: call.called_at.rfc3339(),
                reviewer: call.reviewer.name,
                url: format!("/evaluations/{}", call.id),
                opinion_needed: true,
                ..Self::default()
            },
            EvaluationAccess::Whole(card) => Self::whole(*card),
        }
    }

    fn whole(card: Card) -> Self {
        let draft = card.evaluation.state.is_open();
        let missing = if draft { card.missing() } else { Vec::new() };
        let zone = card.zone();
        let answers = card.evaluation.answers.0;
        let own_total = card.opinion.as_ref().and_then(|it| it.total);
        let own = card.opinion.as_ref().and_then(|it| it.answers.clone());
        let own = own.map(|it| it.0).unwrap_or_default();
        let (pluses, minuses) = card.opinion.map(|it| (it.pluses, it.minuses)).unzip();
        let said = card.acknowledgement.map(|it| (it.created_at.rfc3339(), it.words));
        let (acknowledged_at, acknowledgement) = said.unzip();
        let marks = |answers: BTreeMap<String, Mark>| {
            let marks = answers.into_iter();
            marks.map(|(item, mark)| (item, MarkBody::new(mark))).collect()
        };
        Self {
            id: card.evaluation.id.to_string(),
            state: card.evaluation.state.to_string(),
            recording_id: card.evaluation.recording_id,
            client: card.evaluation.client,
            called_at: card.evaluation.called_at.rfc3339(),
            reviewer: card.reviewer.name,
            url: format!("/evaluations/{}", card.evaluation.id),
            opinion_needed: false,
            manager_id: Some(card.manager.id),
            picked: Some(card.evaluation.picked),
            rule: Some(card.score.rule),
            total: card.score.total.map(Hundredths::to_f64),
            zone,
            failed_by: card.score.failed_by,
            blocks: card
                .score
                .blocks
                .into_iter()
                .map(|block| BlockScoreBody {
                    counted: block.counts_in_total && block.state == BlockState::Counted,
                    got: block.got.to_f64(),
                    of: block.of.to_f64(),
                    percent: block.percent.map(Hundredths::to_f64),
                    key: block.key,
                })
                .collect(),
            answers: marks(answers.marks),
            gates: answers.gates,
            comments: answers.comments,
            summary: answers.summary,
            moments: card.moments.into_iter().map(Into::into).collect(),
            published_at: card.evaluation.published_at.map(crate::time::Timestamp::rfc3339),
            missing: missing.into_iter().map(Into::into).collect(),
            pluses,
            minuses,
            own_answers: marks(own.marks),
            own_gates: own.gates,
            own_total: own_total.map(Hundredths::to_f64),
            acknowledged_at,
            acknowledgement,
        }
    }
}
