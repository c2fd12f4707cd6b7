//! JSON API: checklists, evaluations, moments, the manager's own opinion.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::evaluation::{Card, EvaluationState, Moment, MomentKind, OpinionForm, Reading, Version};
use super::scoring::{BlockState, Hundredths, Lack};
use super::store::{self, Line};
use super::{Change, Entry, Mark, NewMoment, Rule, Zone, moments, opinion, read, record};
use crate::api::Paging;
use crate::app::App;
use crate::db::{Cursor, Page};
use crate::error::{Error, ErrorKind, Result};
use crate::i18n::Locale;
use crate::id::{ChecklistId, EvaluationId, MomentId, PersonId, RecordingId};
use crate::people::Permission;
use crate::web::failure::Problem;
use crate::web::{Access, Json, Path, Query, Routes, Visitor};

pub(super) fn routes() -> Routes {
    Routes::new()
        .api(Access::SignedIn, routes!(checklists))
        .api(Permission::ReadEvaluations, routes!(list))
        .api(Permission::ReadEvaluations, routes!(show))
        .api(Permission::Evaluate, routes!(create))
        .api(Permission::SelfAssess, routes!(assess))
        .api(Permission::Evaluate, routes!(mark))
        .api(Permission::ReadEvaluations, routes!(moments_of))
}

/// The checklists in use
#[derive(Debug, Serialize, ToSchema)]
struct ChecklistsBody {
    /// The standard one first.
    items: Vec<ChecklistBody>,
    /// Always absent: there are few.
    next: Option<String>,
}

/// A checklist in the language of the request
#[derive(Debug, Serialize, ToSchema)]
struct ChecklistBody {
    id: ChecklistId,
    /// Version number, from 1.
    version: i32,
    /// Does a new evaluation begin with it?
    standard: bool,
    name: String,
    about: String,
    /// How block results become the total.
    rule: Rule,
    blocks: Vec<BlockBody>,
}

/// A block of items
#[derive(Debug, Serialize, ToSchema)]
struct BlockBody {
    key: String,
    name: String,
    counts_in_total: bool,
    /// The question that opens or closes the block.
    gate: Option<String>,
    items: Vec<ItemBody>,
}

/// What is marked
#[derive(Debug, Serialize, ToSchema)]
struct ItemBody {
    key: String,
    text: String,
    /// What each mark means.
    guide: String,
    /// `yes-no`, `0-1-2`, `0-2`, `five-step` or `points-N`.
    scale: String,
    /// The marks it takes.
    marks: Vec<u16>,
    /// Exact decimal.
    weight: String,
    required: bool,
    /// Does it take `"na"`?
    not_applicable: bool,
    /// The mark that makes the total 0.
    critical: Option<u16>,
}

impl ChecklistBody {
    fn of(version: Version, locale: Locale) -> Self {
        let list = version.document.0;
        let block = |block: super::Block| BlockBody {
            name: block.name.get(locale).to_owned(),
            counts_in_total: block.counts_in_total,
            gate: block
                .gate
                .as_ref()
                .map(|gate| gate.question.get(locale).to_owned()),
            items: block
                .asked()
                .map(|item| ItemBody {
                    key: item.key.clone(),
                    text: item.text.get(locale).to_owned(),
                    guide: item.guide.get(locale).to_owned(),
                    scale: item.scale.to_string(),
                    marks: item.scale.marks(),
                    weight: item.weight.to_string(),
                    required: item.required,
                    not_applicable: item.not_applicable,
                    critical: item.critical,
                })
                .collect(),
            key: block.key,
        };
        Self {
            id: version.checklist_id,
            version: version.number,
            standard: version.standard,
            name: list.name.get(locale).to_owned(),
            about: list.about.get(locale).to_owned(),
            rule: list.rule,
            blocks: list.blocks.into_iter().map(block).collect(),
        }
    }
}

/// Checklists with their items, in the language of the request
#[utoipa::path(get, path = "/api/v1/checklists", tag = "evaluations",
    responses((status = 200, body = ChecklistsBody)))]
async fn checklists(visitor: Visitor, State(app): State<App>) -> Result<Json<ChecklistsBody>> {
    let mut tx = app.db.read().await?;
    let versions = store::checklists(&mut tx).await?;
    let body = |version| ChecklistBody::of(version, visitor.locale());
    Ok(Json(ChecklistsBody {
        items: versions.into_iter().map(body).collect(),
        next: None,
    }))
}

/// A mark of the item's scale, or `"na"`
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(untagged)]
enum MarkBody {
    /// A mark.
    Figure(u16),
    /// `na`: not applicable.
    Word(String),
}

impl MarkBody {
    fn of(mark: Mark) -> Self {
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
struct NewMomentBody {
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
struct MomentBody {
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
#[serde(default)]
struct EntryBody {
    /// The standard one when left out.
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
    moments: Vec<NewMomentBody>,
    /// Make it final if nothing is missing.
    publish: bool,
}

impl EntryBody {
    fn entry(self) -> Result<Entry> {
        let mut changes = Vec::new();
        for (item, mark) in self.answers {
            let mark = mark.mark(&item)?;
            changes.push(Change::Mark(item, Some(mark)));
        }
        // After the marks: a closed gate is meant, even beside marks behind it.
        changes.extend(
            self.gates
                .into_iter()
                .map(|(block, open)| Change::Gate(block, Some(open))),
        );
        changes.extend(
            self.comments
                .into_iter()
                .map(|(item, words)| Change::Comment(item, words)),
        );
        changes.extend(self.summary.map(Change::Summary));
        Ok(Entry {
            checklist: self.checklist,
            changes,
            moments: self.moments.into_iter().map(Into::into).collect(),
            publish: self.publish,
        })
    }
}

/// What keeps an evaluation from being published
#[derive(Debug, Serialize, ToSchema)]
struct LackBody {
    /// `unanswered`, `gate` or `unexplained`.
    reason: &'static str,
    /// Of the item, or of the gate's block.
    key: String,
}

impl From<Lack> for LackBody {
    fn from(lack: Lack) -> Self {
        let (reason, key) = match lack {
            Lack::Unanswered(key) => ("unanswered", key),
            Lack::Gate(key) => ("gate", key),
            Lack::Unexplained(key) => ("unexplained", key),
        };
        Self { reason, key }
    }
}

/// An evaluation in a list
#[derive(Debug, Serialize, ToSchema)]
struct LineBody {
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
    /// The page.
    url: String,
}

impl From<Line> for LineBody {
    fn from(line: Line) -> Self {
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
        }
    }
}

/// A page of evaluations
#[derive(Debug, Serialize, ToSchema)]
struct ListBody {
    items: Vec<LineBody>,
    /// Give it back as `after`.
    next: Option<String>,
}

/// Narrows the list
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Of this manager.
    #[param(value_type = Option<String>)]
    manager: Option<PersonId>,
    /// Of this recording.
    #[param(value_type = Option<String>)]
    recording: Option<RecordingId>,
}

/// Published evaluations one sees, newest first
#[utoipa::path(get, path = "/api/v1/evaluations", tag = "evaluations", params(Wanted, Paging),
    responses((status = 200, body = ListBody)))]
async fn list(
    visitor: Visitor,
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
    Query(paging): Query<Paging>,
) -> Result<Json<ListBody>> {
    let scope = visitor.signed_in()?.scope();
    let (manager, recording) = (wanted.manager.as_ref(), wanted.recording.as_ref());
    let limit = paging.limit();
    let mut tx = app.db.read().await?;
    let lines = store::published(&mut tx, &scope, manager, recording, &paging.cursor()?, limit + 1).await?;
    let page = Page::cut(lines, limit, |line| Cursor {
        key: line.published_at.unwrap_or_default().0,
        id: line.id.to_string(),
    });
    Ok(Json(ListBody {
        items: page.items.into_iter().map(Into::into).collect(),
        next: page.next.map(|next| next.to_string()),
    }))
}

/// One block's result
#[derive(Debug, Serialize, ToSchema)]
struct BlockScoreBody {
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
struct EvaluationBody {
    id: String,
    /// `draft` or `published`.
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
    rule: Option<Rule>,
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
    missing: Vec<LackBody>,
    /// The manager's own words.
    pluses: Option<String>,
    /// The manager's own words.
    minuses: Option<String>,
}

impl EvaluationBody {
    fn of(reading: Reading) -> Self {
        match reading {
            Reading::OpinionFirst(call) => Self {
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
            Reading::Whole(card) => Self::whole(*card),
        }
    }

    fn whole(card: Card) -> Self {
        let draft = card.evaluation.state == EvaluationState::Draft;
        let missing = if draft { card.lacks() } else { Vec::new() };
        let zone = card.zone();
        let answers = card.evaluation.answers.0;
        let (pluses, minuses) = card.opinion.map(|it| (it.pluses, it.minuses)).unzip();
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
            answers: answers
                .marks
                .into_iter()
                .map(|(item, mark)| (item, MarkBody::of(mark)))
                .collect(),
            gates: answers.gates,
            comments: answers.comments,
            summary: answers.summary,
            moments: card.moments.into_iter().map(Into::into).collect(),
            published_at: card.evaluation.published_at.map(crate::time::Timestamp::rfc3339),
            missing: missing.into_iter().map(Into::into).collect(),
            pluses,
            minuses,
        }
    }
}

/// One evaluation
#[utoipa::path(get, path = "/api/v1/evaluations/{id}", tag = "evaluations", params(("id" = String, Path)),
    responses((status = 200, body = EvaluationBody), (status = 404, body = Problem, content_type = "application/problem+json")))]
async fn show(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<EvaluationId>,
) -> Result<Json<EvaluationBody>> {
    let reading = read(&app, visitor.signed_in()?, &id).await?;
    Ok(Json(EvaluationBody::of(reading)))
}

/// Score a recording; asked to publish with something missing, it stays a draft and says what
#[utoipa::path(post, path = "/api/v1/recordings/{id}/evaluations", tag = "evaluations", params(("id" = String, Path)),
    request_body = EntryBody,
    responses((status = 201, body = EvaluationBody),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
async fn create(
    visitor: Visitor,
    State(app): State<App>,
    Path(recording): Path<RecordingId>,
    Json(body): Json<EntryBody>,
) -> Result<(StatusCode, Json<EvaluationBody>)> {
    let by = visitor.signed_in()?;
    let (id, _) = record(&app, by, &recording, body.entry()?).await?;
    let reading = read(&app, by, &id).await?;
    Ok((StatusCode::CREATED, Json(EvaluationBody::of(reading))))
}

/// The manager's own words about their call
#[derive(Debug, Deserialize, ToSchema)]
struct OpinionBody {
    /// What went well.
    pluses: String,
    /// What did not.
    minuses: String,
}

/// Say one's own opinion of one's call; the score opens with it
#[utoipa::path(post, path = "/api/v1/evaluations/{id}/opinion", tag = "evaluations", params(("id" = String, Path)),
    request_body = OpinionBody,
    responses((status = 200, body = EvaluationBody),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
async fn assess(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<EvaluationId>,
    Json(body): Json<OpinionBody>,
) -> Result<Json<EvaluationBody>> {
    let by = visitor.signed_in()?;
    let form = OpinionForm {
        pluses: body.pluses,
        minuses: body.minuses,
    };
    opinion::assess(&app, by, &id, &form).await?;
    Ok(Json(EvaluationBody::of(read(&app, by, &id).await?)))
}

/// Mark a moment in one's draft
#[utoipa::path(post, path = "/api/v1/evaluations/{id}/moments", tag = "evaluations", params(("id" = String, Path)),
    request_body = NewMomentBody,
    responses((status = 201, body = MomentBody),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
async fn mark(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<EvaluationId>,
    Json(body): Json<NewMomentBody>,
) -> Result<(StatusCode, Json<MomentBody>)> {
    let moment = moments::mark(&app, visitor.signed_in()?, &id, body.into()).await?;
    Ok((StatusCode::CREATED, Json(moment.into())))
}

/// Moments of a recording
#[derive(Debug, Serialize, ToSchema)]
struct MomentsBody {
    /// By time.
    items: Vec<MomentBody>,
    /// Always absent.
    next: Option<String>,
}

/// Moments of a recording one may see, by time
#[utoipa::path(get, path = "/api/v1/recordings/{id}/moments", tag = "evaluations", params(("id" = String, Path)),
    responses((status = 200, body = MomentsBody), (status = 404, body = Problem, content_type = "application/problem+json")))]
async fn moments_of(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<RecordingId>,
) -> Result<Json<MomentsBody>> {
    let found = moments::of_recording(&app, visitor.signed_in()?, &id).await?;
    Ok(Json(MomentsBody {
        items: found.into_iter().map(Into::into).collect(),
        next: None,
    }))
}
