//! The published card with its arithmetic and moments that play, the manager's own opinion beside it; and, before that,
//! the page that asks the manager for it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::card::{CardView, MomentView};
use super::comparison::ComparisonView;
use super::edit::heading;
use super::panel::{PanelPlace, beside, panels};
use crate::audit::{self, AuditSubject};
use crate::checklists;
use crate::checklists::words::{answer_view, words};
use crate::error::Result;
use crate::evaluations::store::{self, EvaluationRevision};
use crate::evaluations::{
    self, Acknowledgement, CallSelection, Card, EvaluatedCall, EvaluationAccess, EvaluationPages,
    Evaluations, MomentKind, Opinion, OpinionForm,
};
use crate::history::{AuditText, describe};
use crate::id::{EvaluationId, RecordingId};
use crate::people::{Permission, Person};
use crate::recordings;
use crate::transcripts::Player;
use crate::web::{FieldErrors, Form, Html, PageContext, Path, SeeOther, form, see};

#[derive(Template)]
#[template(path = "evaluations/show.html")]
struct EvaluationPage {
    t: PageContext,
    id: EvaluationId,
    heading: String,
    called: String,
    duration: String,
    checklist: String,
    published: String,
    reviewer: String,
    summary: String,
    /// Drawn by the listening plan?
    random: bool,
    card: CardView,
    opinion: Option<Opinion>,
    comparison: Option<ComparisonView>,
    acknowledgement: Option<Acknowledgement>,
    /// May the visitor acknowledge it?
    may_acknowledge: bool,
    /// The manager's name.
    manager: String,
    corrections: Vec<CorrectionView>,
    /// What was done with it.
    history: Vec<AuditText>,
    /// Markup of other features, by the item beside which it stands.
    beside: BTreeMap<String, String>,
    /// The reviewer's pluses and minuses: their moments.
    good: Vec<MomentView>,
    bad: Vec<MomentView>,
    /// The sound, while the recording is there.
    player: Option<Player>,
    panels: Vec<String>,
}

/// One correction of the published card.
struct CorrectionView {
    before: String,
    after: String,
    /// «Апелляция по пункту «Бюджет»: 0 → 1».
    why: String,
    who: String,
    when: String,
}

#[derive(Template)]
#[template(path = "evaluations/opinion.html")]
struct OpinionPage {
    t: PageContext,
    id: EvaluationId,
    client: String,
    called: String,
    duration: String,
    reviewer: String,
    form: OpinionForm,
    errors: FieldErrors,
    player: Option<Player>,
}

pub(super) async fn show(
    t: PageContext,
    State(pages): State<EvaluationPages>,
    Path(id): Path<EvaluationId>,
) -> Result<Response> {
    let by = t.visitor().signed_in()?.clone();
    match pages.evaluations.read(&by, &id).await? {
        EvaluationAccess::OpinionFirst(call) => {
            let page = opinion_page(
                t,
                &pages.evaluations,
                &by,
                *call,
                OpinionForm::default(),
                FieldErrors::default(),
            )
            .await?;
            Ok(Html(page).into_response())
        }
        EvaluationAccess::Whole(card) if card.evaluation.state.is_open() => {
            Ok(Redirect::to(&format!("/evaluations/{id}/edit")).into_response())
        }
        EvaluationAccess::Whole(card) if card.evaluation.calibration_id.is_some() => {
            let session = card
                .evaluation
                .calibration_id
                .map(|id| format!("/calibrations/{id}"));
            Ok(Redirect::to(&session.unwrap_or_default()).into_response())
        }
        EvaluationAccess::Whole(card) => Ok(Html(show_page(t, &pages, &by, *card).await?).into_response()),
    }
}

pub(super) async fn player(
    evaluations: &Evaluations,
    by: &Person,
    recording: Option<&RecordingId>,
    t: &PageContext,
) -> Result<Option<Player>> {
    let Some(id) = recording else { return Ok(None) };
    let mut tx = evaluations.core.db.read().await?;
    match recordings::store::find(&mut tx, &by.scope(), id).await? {
        Some(recording) => Ok(Some(Player::load(&mut tx, &recording, t).await?)),
        None => Ok(None),
    }
}

async fn show_page(
    t: PageContext,
    pages: &EvaluationPages,
    by: &Person,
    card: Card,
) -> Result<EvaluationPage> {
    let player = player(&pages.evaluations, by, card.evaluation.recording_id.as_ref(), &t).await?;
    let panels = panels(pages, &t, &card, PanelPlace::Published).await?;
    let beside = beside(pages, &t, &card).await?;
    let mut tx = pages.evaluations.core.db.read().await?;
    let revisions = store::revisions(&mut tx, &card.evaluation.id).await?;
    let events =
        audit::store::of_subject(&mut tx, &AuditSubject::Evaluation(&card.evaluation.id).address()).await?;
    drop(tx);
    let item = |key: &str| {
        card.checklist
            .item(key)
            .map(|(_, item)| words(&item.text, t.locale()))
    };
    let turns: Vec<i64> = player
        .iter()
        .flat_map(|player| &player.turns)
        .map(|turn| turn.start_ms)
        .collect();
    let of_kind = |kind: MomentKind| -> Vec<MomentView> {
        let found = card.moments.iter().filter(|moment| card.tone(moment) == kind);
        found
            .map(|moment| named_moment(&t, &card, moment, &turns))
            .collect()
    };
    let published_at = card.evaluation.published_at.unwrap_or(card.evaluation.saved_at);
    Ok(EvaluationPage {
        good: of_kind(MomentKind::Good),
        bad: of_kind(MomentKind::Bad),
        heading: heading(&t, &card),
        called: t.moment(&card.evaluation.called_at),
        duration: t.duration(&card.evaluation.duration_ms),
        checklist: words(&card.checklist.name, t.locale()),
        published: t.moment(&published_at),
        card: CardView::new(&t, &card, &turns).with_lessons(
            &card.checklist,
            &pages.evaluations.library.snapshot(),
            t.locale(),
        ),
        comparison: ComparisonView::new(&t, &card),
        corrections: revisions.iter().map(|it| correction(&t, &card, it)).collect(),
        history: events.iter().map(|it| describe(&t, it, item)).collect(),
        beside,
        may_acknowledge: card.acknowledgement.is_none()
            && by.id == card.manager.id
            && by.may(Permission::AnswerEvaluations),
        acknowledgement: card.acknowledgement,
        manager: card.manager.name,
        reviewer: card.reviewer.name,
        summary: card.evaluation.answers.0.summary,
        random: card.evaluation.picked == CallSelection::Random,
        opinion: card.opinion,
        id: card.evaluation.id,
        player,
        panels,
        t,
    })
}

fn correction(t: &PageContext, card: &Card, revision: &EvaluationRevision) -> CorrectionView {
    let figure = |total: Option<checklists::Hundredths>| {
        total.map_or_else(|| "—".to_owned(), |total| total.fixed(t.locale()))
    };
    let item = card.checklist.item(&revision.item_key).map(|(_, item)| item);
    let mark = |mark: Option<checklists::Mark>| match (item, mark) {
        (Some(item), Some(mark)) => answer_view(t, item, mark).label,
        _ => "—".to_owned(),
    };
    let text = item.map_or_else(String::new, |item| words(&item.text, t.locale()));
    let values = [
        ("item", text),
        ("before", mark(revision.mark_before)),
        ("after", mark(Some(revision.mark_after))),
    ];
    CorrectionView {
        before: figure(revision.total_before),
        after: figure(revision.total_after),
        why: t
            .texts()
            .with(&format!("correction-by-{}", revision.cause), &values),
        who: revision.person.clone(),
        when: t.moment(&revision.created_at),
    }
}

/// A moment with words of its own, or those of its item.
fn named_moment(t: &PageContext, card: &Card, moment: &evaluations::Moment, turns: &[i64]) -> MomentView {
    let mut view = super::card::moment_view(card, moment, turns);
    let item = moment
        .item_key
        .as_deref()
        .and_then(|key| card.checklist.item(key));
    if let (true, Some((_, item))) = (view.note.is_empty(), item) {
        view.note = words(&item.text, t.locale());
    }
    view
}

async fn opinion_page(
    t: PageContext,
    evaluations: &Evaluations,
    by: &Person,
    call: EvaluatedCall,
    form: OpinionForm,
    errors: FieldErrors,
) -> Result<OpinionPage> {
    let player = player(evaluations, by, call.recording_id.as_ref(), &t).await?;
    Ok(OpinionPage {
        called: t.moment(&call.called_at),
        duration: t.duration(&call.duration_ms),
        id: call.id,
        client: call.client,
        reviewer: call.reviewer.name,
        form,
        errors,
        player,
        t,
    })
}

pub(super) async fn assess(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    Path(id): Path<EvaluationId>,
    Form(form): Form<OpinionForm>,
) -> Result<Response> {
    let by = t.visitor().signed_in()?.clone();
    match evaluations.assess(&by, &id, &form).await {
        Ok(()) => Ok(see(format!("/evaluations/{id}"))
            .saying("evaluation-opinion-saved")
            .into_response()),
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            let EvaluationAccess::OpinionFirst(call) = evaluations.read(&by, &id).await? else {
                return Ok(Redirect::to(&format!("/evaluations/{id}")).into_response());
            };
            let page = opinion_page(t, &evaluations, &by, *call, form, errors).await?;
            Ok(form::again(page))
        }
    }
}

#[derive(Deserialize)]
pub(super) struct AcknowledgementForm {
    #[serde(default)]
    words: String,
}

pub(super) async fn acknowledge(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    Path(id): Path<EvaluationId>,
    Form(form): Form<AcknowledgementForm>,
) -> Result<SeeOther> {
    evaluations
        .acknowledge(t.visitor().signed_in()?, &id, &form.words)
        .await?;
    Ok(see(format!("/evaluations/{id}")).saying("evaluation-acknowledgement-saved"))
}
