//! Evidence on the score page: moments beside the items, and the hints that may become one.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::card::{CardView, ItemView, MomentView, moment_view};
use super::edit::{self, me, to_draft};
use super::form::{self, CardFields};
use crate::error::{Error, ErrorKind, Result};
use crate::evaluations::{Card, EvaluationPages, Evaluations, Moment, MomentKind};
use crate::id::{EvaluationId, MomentId};
use crate::people::Person;
use crate::transcripts;
use crate::web::{self, ActClash, Clash, Form, Html, PageContext, Path};

/// One item's moments, alone.
#[derive(Template)]
#[template(path = "evaluations/moments.html")]
struct MomentsPart {
    t: PageContext,
    id: EvaluationId,
    moments: Vec<MomentView>,
    editable: bool,
}

/// The same when an act on one of them came too late, with what it was to make of it.
#[derive(Template)]
#[template(path = "evaluations/moments-clash.html")]
struct MomentsClashPart {
    t: PageContext,
    id: EvaluationId,
    clash: ActClash,
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
    State(pages): State<EvaluationPages>,
    Path((id, moment)): Path<(EvaluationId, MomentId)>,
    Form(fields): Form<CardFields>,
) -> Result<Response> {
    let (by, evaluations) = (me(&t)?, &pages.evaluations);
    save_rest(evaluations, &by, &id, &fields).await?;
    let item = item_of(evaluations, &by, &id, &moment).await?;
    let (kind, note) = (form::kind(&fields)?, form::note(&fields));
    match evaluations
        .describe_moment(&by, &id, &moment, form::read(&fields), (kind, note))
        .await
    {
        Ok(()) => after_moment(t, evaluations, &by, &id, item.as_deref()).await,
        Err(error) if error.code() == "changed-meanwhile" => {
            show_clash(t, &pages, &id, &moment, &MomentAct::Describe(kind, note)).await
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn unmark(
    t: PageContext,
    State(pages): State<EvaluationPages>,
    Path((id, moment)): Path<(EvaluationId, MomentId)>,
    Form(fields): Form<CardFields>,
) -> Result<Response> {
    let (by, evaluations) = (me(&t)?, &pages.evaluations);
    save_rest(evaluations, &by, &id, &fields).await?;
    let item = item_of(evaluations, &by, &id, &moment).await?;
    match evaluations
        .remove_moment(&by, &id, &moment, form::read(&fields))
        .await
    {
        Ok(()) => after_moment(t, evaluations, &by, &id, item.as_deref()).await,
        Err(error) if error.code() == "changed-meanwhile" => {
            show_clash(t, &pages, &id, &moment, &MomentAct::Remove).await
        }
        Err(error) => Err(error),
    }
}

/// What a request was to make of a moment.
enum MomentAct<'a> {
    /// Another kind, where one was chosen, and these words.
    Describe(Option<MomentKind>, &'a str),
    /// Nothing: it goes.
    Remove,
}

impl MomentAct<'_> {
    /// What stands in the moment's place now, beside what was to be made of it.
    fn clash(&self, t: &PageContext, card: &Card, moment: &Moment) -> ActClash {
        let kind_words = |kind: MomentKind| t.text(&format!("evaluation-moment-{kind}"));
        let words = t.with(
            "evaluation-moment-clash",
            "time",
            crate::i18n::format::duration(moment.start_ms),
        );
        let (kind, note) = (t.text("evaluation-moment-kind"), t.text("evaluation-moment-note"));
        let (clash, theirs) = (Clash::new(words), kind_words(moment.kind));
        let address = format!("/evaluations/{}/moments/{}", card.evaluation.id, moment.id);
        let mut fields = vec![("moment.revision", moment.revision())];
        let href = to_draft(&card.evaluation.id);
        match self {
            Self::Remove => ActClash {
                clash: clash
                    .unless(false, kind, theirs)
                    .unless(false, note, moment.note.clone()),
                mine: t.text("evaluation-moment-clash-remove"),
                action: format!("{address}/delete"),
                fields,
                href,
            },
            Self::Describe(chosen, text) => {
                let is_same = chosen.is_none_or(|chosen| chosen == moment.kind);
                fields.push(("moment.note", (*text).to_owned()));
                fields.extend(chosen.map(|kind| ("moment.kind", kind.to_string())));
                let lines = [chosen.map(kind_words), Some((*text).to_owned())];
                ActClash {
                    clash: clash
                        .unless(is_same, kind, theirs)
                        .unless(false, note, moment.note.clone()),
                    mine: lines.into_iter().flatten().collect::<Vec<_>>().join("\n"),
                    action: address,
                    fields,
                    href,
                }
            }
        }
    }
}

/// An act came too late: the moment as it is now beside what was wanted, in the item's place or on the whole page.
async fn show_clash(
    t: PageContext,
    pages: &EvaluationPages,
    id: &EvaluationId,
    moment: &MomentId,
    act: &MomentAct<'_>,
) -> Result<Response> {
    let card = pages.evaluations.draft(&me(&t)?, id).await?;
    let known = card.moments.iter().find(|known| known.id == *moment);
    let known = known.ok_or(Error::not_found("moment-not-found"))?;
    let clash = act.clash(&t, &card, known);
    if t.visitor().fragment() != Some("moments") {
        let mut page = edit::page(t, pages, card, false).await?;
        page.clash = Some(clash);
        return Ok(web::form::clash(page));
    }
    let part = MomentsClashPart {
        moments: item_moments(&pages.evaluations, &card, known.item_key.as_deref()).await?,
        t,
        id: id.clone(),
        clash,
        editable: true,
    };
    Ok(web::form::clash(part))
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
    let part = MomentsPart {
        moments: item_moments(evaluations, &card, item).await?,
        t,
        id: id.clone(),
        editable: true,
    };
    Ok(Html(part).into_response())
}

/// The moments of an item, or those of none.
async fn item_moments(evaluations: &Evaluations, card: &Card, item: Option<&str>) -> Result<Vec<MomentView>> {
    let turns = turns(evaluations, card).await?;
    let of_item = card
        .moments
        .iter()
        .filter(|moment| moment.item_key.as_deref() == item);
    Ok(of_item.map(|moment| moment_view(card, moment, &turns)).collect())
}
