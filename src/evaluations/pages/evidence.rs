//! Evidence on the score page: moments beside the items, and the hints that may become one.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::card::{CardView, ItemView, MomentView, moment_view};
use super::edit::{me, to_draft};
use super::form::{self, CardFields};
use crate::error::{Error, ErrorKind, Result};
use crate::evaluations::{Card, Evaluations};
use crate::id::{EvaluationId, MomentId};
use crate::people::Person;
use crate::transcripts;
use crate::web::{Form, Html, PageContext, Path};

/// One item's moments, alone.
#[derive(Template)]
#[template(path = "evaluations/moments.html")]
struct MomentsPart {
    t: PageContext,
    id: EvaluationId,
    moments: Vec<MomentView>,
    editable: bool,
}

/// One item's moments and its hint, alone.
#[derive(Template)]
#[template(path = "evaluations/evidence.html")]
struct EvidencePart {
    t: PageContext,
    id: EvaluationId,
    item: ItemView,
    moments: Vec<MomentView>,
    editable: bool,
}

/// Marks a moment; what else the form brings is saved first.
pub(super) async fn mark(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    Path(id): Path<EvaluationId>,
    Form(fields): Form<CardFields>,
) -> Result<Response> {
    let by = me(&t)?;
    save_rest(&evaluations, &by, &id, &fields).await?;
    let moment = evaluations.mark_moment(&by, &id, form::moment(&fields)?).await?;
    after_moment(t, &evaluations, &by, &id, moment.item_key.as_deref()).await
}

pub(super) async fn describe(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    Path((id, moment)): Path<(EvaluationId, MomentId)>,
    Form(fields): Form<CardFields>,
) -> Result<Response> {
    let by = me(&t)?;
    save_rest(&evaluations, &by, &id, &fields).await?;
    let item = item_of(&evaluations, &by, &id, &moment).await?;
    let words = (form::kind(&fields)?, form::note(&fields));
    evaluations
        .describe_moment(&by, &id, &moment, form::read(&fields), words)
        .await?;
    after_moment(t, &evaluations, &by, &id, item.as_deref()).await
}

pub(super) async fn unmark(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    Path((id, moment)): Path<(EvaluationId, MomentId)>,
    Form(fields): Form<CardFields>,
) -> Result<Response> {
    let by = me(&t)?;
    save_rest(&evaluations, &by, &id, &fields).await?;
    let item = item_of(&evaluations, &by, &id, &moment).await?;
    evaluations
        .remove_moment(&by, &id, &moment, form::read(&fields))
        .await?;
    after_moment(t, &evaluations, &by, &id, item.as_deref()).await
}

/// Without script a moment's button sends the whole form; a script sends no revision and has saved already.
pub(in crate::evaluations) async fn save_rest(
    evaluations: &Evaluations,
    by: &Person,
    id: &EvaluationId,
    fields: &CardFields,
) -> Result<()> {
    if let Ok(revision) = form::revision(fields) {
        evaluations.save(by, id, revision, form::changes(fields)?).await?;
    }
    Ok(())
}

/// The item's moments and hint as they are now.
pub(in crate::evaluations) async fn evidence(
    t: PageContext,
    evaluations: &Evaluations,
    by: &Person,
    id: &EvaluationId,
    item: &str,
) -> Result<Response> {
    let card = evaluations.draft(by, id).await?;
    let hints = evaluations.hint_offers(&card).await?;
    let turns = turns(evaluations, &card).await?;
    let view = CardView::new(&t, &card, &turns).with_hints(&t, &hints, &turns);
    let item = view.take_item(item).ok_or(Error::not_found("hint-not-found"))?;
    let part = EvidencePart {
        t,
        id: id.clone(),
        moments: item.moments.clone(),
        item,
        editable: true,
    };
    Ok(Html(part).into_response())
}

/// Where the turns of the draft's transcript begin.
async fn turns(evaluations: &Evaluations, card: &Card) -> Result<Vec<i64>> {
    let Some(recording) = &card.evaluation.recording_id else {
        return Err(Error::new(ErrorKind::Conflict, "evaluation-changed"));
    };
    let mut tx = evaluations.core.db.read().await?;
    let transcript = transcripts::store::current(&mut tx, recording).await?;
    Ok(transcript
        .map(|it| it.segments.iter().map(|segment| segment.start_ms).collect())
        .unwrap_or_default())
}

async fn item_of(
    evaluations: &Evaluations,
    by: &Person,
    id: &EvaluationId,
    moment: &MomentId,
) -> Result<Option<String>> {
    let card = evaluations.draft(by, id).await?;
    let found = card.moments.into_iter().find(|known| known.id == *moment);
    Ok(found.ok_or(Error::not_found("moment-not-found"))?.item_key)
}

/// The item's moments as they are now, or back to the page.
async fn after_moment(
    t: PageContext,
    evaluations: &Evaluations,
    by: &Person,
    id: &EvaluationId,
    item: Option<&str>,
) -> Result<Response> {
    if t.visitor().fragment() != Some("moments") {
        return Ok(Redirect::to(&to_draft(id)).into_response());
    }
    let card = evaluations.draft(by, id).await?;
    let turns = turns(evaluations, &card).await?;
    let moments = card
        .moments
        .iter()
        .filter(|moment| moment.item_key.as_deref() == item)
        .map(|moment| moment_view(&card, moment, &turns))
        .collect();
    let part = MomentsPart {
        t,
        id: id.clone(),
        moments,
        editable: true,
    };
    Ok(Html(part).into_response())
}
