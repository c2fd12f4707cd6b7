//! The score page: a draft with player, transcript and card; what is done with the draft as a whole.
//!
//! Each act takes the whole form or any part of it and saves what it brings first, so nothing typed is lost without
//! script; with script a save is one small request that returns the line "saved".

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::card::{CardView, ItemView};
use super::form::{self, CardFields};
use super::panel::{PanelPlace, panels};
use crate::checklists::words::words;
use crate::checklists::{ChecklistVersion, store as checklists};
use crate::db::Cursor;
use crate::error::{Error, Result};
use crate::evaluations::{Card, EvaluationAccess, EvaluationPages, Evaluations, PublishOutcome, store};
use crate::id::{CalibrationId, ChecklistId, EvaluationId, RecordingId};
use crate::people::Person;
use crate::recordings;
use crate::transcripts::Player;
use crate::web::{self, ActClash, Flash, Form, Html, PageContext, Path, SeeOther, see};

/// Earlier evaluations of a recording that are named.
const BEFORE: usize = 5;

#[derive(Template)]
#[template(path = "evaluations/edit.html")]
pub(super) struct EvaluationEditPage {
    t: PageContext,
    id: EvaluationId,
    recording_id: RecordingId,
    heading: String,
    called: String,
    duration: String,
    checklist: String,
    /// The document, for the browser's preview.
    document: String,
    revision: i64,
    summary: String,
    saved: String,
    /// The stored total in hundredths; empty while nothing is counted.
    total: String,
    card: CardView,
    player: Player,
    panels: Vec<String>,
    /// Published evaluations of the same recording.
    before: Vec<EarlierEvaluation>,
    checklists: Vec<(ChecklistId, String, bool)>,
    /// Publishing was wanted and something is missing.
    refused: bool,
    /// A moment was changed since an act on it was offered.
    pub(super) clash: Option<ActClash>,
    /// The calibration it is a card of: scored blind and handed in instead of published.
    calibration: Option<CalibrationId>,
}

/// Somebody has scored this call already.
struct EarlierEvaluation {
    href: String,
    /// «Марина Соколова, 12 ноября». Without the total: it would be copied.
    who: String,
}

/// The line "saved", alone.
#[derive(Template)]
#[template(path = "evaluations/saved.html")]
pub(super) struct SavedCardPart {
    t: PageContext,
    revision: i64,
    saved: String,
    /// The stored total, so that the browser can compare its preview.
    total: String,
}

impl SavedCardPart {
    pub(super) fn new(t: PageContext, card: &Card) -> Self {
        Self {
            revision: card.evaluation.revision,
            saved: saved_at(&t, card),
            total: stored(card),
            t,
        }
    }
}

#[derive(Deserialize)]
pub(super) struct BeginForm {
    #[serde(default)]
    checklist: String,
}

/// The time of day a draft was saved at.
pub(super) fn saved_at(t: &PageContext, card: &Card) -> String {
    let at = card.evaluation.saved_at.to_jiff();
    let local = at.to_zoned_datetime(t.zone().clone());
    t.with("evaluation-saved", "time", local.strftime("%H:%M"))
}

/// The total as the browser compares it.
pub(super) fn stored(card: &Card) -> String {
    card.score
        .total
        .map(|total| total.0.to_string())
        .unwrap_or_default()
}

pub(super) fn to_draft(id: &EvaluationId) -> String {
    format!("/evaluations/{id}/edit")
}

pub(super) fn me(t: &PageContext) -> Result<Person> {
    Ok(t.visitor().signed_in()?.clone())
}

pub(super) async fn begin(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    Path(recording): Path<RecordingId>,
    Form(form): Form<BeginForm>,
) -> Result<Redirect> {
    let checklist = match form.checklist.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::not_found("checklist-not-found"))?),
    };
    let id = evaluations
        .begin(&me(&t)?, &recording, checklist.as_ref())
        .await?;
    Ok(Redirect::to(&to_draft(&id)))
}

pub(super) async fn edit(
    t: PageContext,
    State(pages): State<EvaluationPages>,
    Path(id): Path<EvaluationId>,
) -> Result<Response> {
    let by = me(&t)?;
    match pages.evaluations.read(&by, &id).await? {
        EvaluationAccess::Whole(card) if card.evaluation.state.is_open() => {
            Ok(Html(page(t, &pages, *card, false).await?).into_response())
        }
        _ => Ok(Redirect::to(&format!("/evaluations/{id}")).into_response()),
    }
}

/// The score page; `refused` when it could not be published as it is.
pub(super) async fn page(
    t: PageContext,
    pages: &EvaluationPages,
    card: Card,
    refused: bool,
) -> Result<EvaluationEditPage> {
    let by = me(&t)?;
    let gone = || Error::not_found("recording-not-found");
    let recording_id = card.evaluation.recording_id.clone().ok_or_else(gone)?;
    let mut tx = pages.evaluations.core.db.read().await?;
    let recording = recordings::heard(&mut tx, &by, &recording_id).await?;
    let recording = recording.ok_or_else(gone)?;
    let mut player = Player::load(&mut tx, &recording, &t).await?;
    let versions = checklists::checklists(&mut tx).await?;
    let published = store::published(
        &mut tx,
        &by.scope(),
        None,
        Some(&recording_id),
        &Cursor::newest(),
        BEFORE,
    )
    .await?;
    let current = checklists::version(&mut tx, &card.evaluation.version_id).await?;
    drop(tx);
    let calibration = card.evaluation.calibration_id.clone();
    let (panels, published) = if calibration.is_some() {
        // Blind: earlier scores of the call are not named. And a guest hears this call; what else is known of its manager,
        // or of the text's history, is not for them.
        player.edits = 0;
        (Vec::new(), Vec::new())
    } else {
        (panels(pages, &t, &card, PanelPlace::Draft).await?, published)
    };
    let hints = pages.evaluations.hint_offers(&card).await?;
    let turns: Vec<i64> = player.turns.iter().map(|turn| turn.start_ms).collect();
    let choice = |version: ChecklistVersion| {
        let name = words(&version.document.0.name, t.locale());
        let chosen = version.checklist_id == current.checklist_id;
        (version.checklist_id, name, chosen)
    };
    Ok(EvaluationEditPage {
        heading: heading(&t, &card),
        called: t.moment(&card.evaluation.called_at),
        duration: t.duration(&card.evaluation.duration_ms),
        checklist: words(&card.checklist.name, t.locale()),
        document: serde_json::to_string(&card.checklist).map_err(Error::internal)?,
        revision: card.evaluation.revision,
        summary: card.evaluation.answers.0.summary.clone(),
        saved: saved_at(&t, &card),
        total: stored(&card),
        checklists: versions.into_iter().map(choice).collect(),
        before: published.iter().map(|line| before(&t, line)).collect(),
        card: CardView::new(&t, &card, &turns)
            .with_hints(&t, &hints, &turns)
            .with_lessons(&card.checklist, &pages.evaluations.library.snapshot(), t.locale()),
        id: card.evaluation.id,
        recording_id,
        player,
        panels,
        refused,
        clash: None,
        calibration,
        t,
    })
}

fn before(t: &PageContext, line: &store::EvaluationLine) -> EarlierEvaluation {
    let when = line.published_at.unwrap_or(line.saved_at);
    EarlierEvaluation {
        href: format!("/evaluations/{}", line.id),
        who: format!("{}, {}", line.reviewer, t.day_of(&when)),
    }
}

/// «Илья Фомин и ООО «Сад-Механика»».
pub(super) fn heading(t: &PageContext, card: &Card) -> String {
    let (manager, client) = (&card.manager.name, &card.evaluation.client);
    t.with2("evaluation-heading", "manager", manager, "client", client)
}

pub(super) async fn save(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    Path(id): Path<EvaluationId>,
    Form(fields): Form<CardFields>,
) -> Result<Response> {
    let (revision, changes) = (form::revision(&fields)?, form::changes(&fields)?);
    let card = evaluations.save(&me(&t)?, &id, revision, changes).await?;
    if t.visitor().fragment() == Some("saved") {
        return Ok(Html(SavedCardPart::new(t, &card)).into_response());
    }
    Ok(Redirect::to(&to_draft(&id)).into_response())
}

pub(super) async fn publish(
    t: PageContext,
    State(pages): State<EvaluationPages>,
    Path(id): Path<EvaluationId>,
    Form(fields): Form<CardFields>,
) -> Result<Response> {
    let by = me(&t)?;
    let (revision, changes) = (form::revision(&fields)?, form::changes(&fields)?);
    match pages.evaluations.publish(&by, &id, revision, changes).await? {
        PublishOutcome::Published => Ok(see(format!("/evaluations/{id}"))
            .saying("evaluation-published")
            .into_response()),
        PublishOutcome::HandedIn(calibration) => Ok(see(format!("/calibrations/{calibration}"))
            .saying("calibration-handed-in")
            .into_response()),
        PublishOutcome::Incomplete(_) => {
            let card = pages.evaluations.draft(&by, &id).await?;
            let page = page(t, &pages, card, true).await?;
            Ok(web::form::again(page))
        }
    }
}

#[derive(Deserialize)]
pub(super) struct ChecklistForm {
    checklist: String,
}

pub(super) async fn change_checklist(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    Path(id): Path<EvaluationId>,
    Form(form): Form<ChecklistForm>,
) -> Result<Redirect> {
    let wanted: ChecklistId = form
        .checklist
        .parse()
        .map_err(|_| Error::not_found("checklist-not-found"))?;
    evaluations.change_checklist(&me(&t)?, &id, &wanted).await?;
    Ok(Redirect::to(&to_draft(&id)))
}

pub(super) async fn discard(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    Path(id): Path<EvaluationId>,
) -> Result<SeeOther> {
    let by = me(&t)?;
    let card = evaluations.draft(&by, &id).await?;
    evaluations.discard(&by, &id).await?;
    let back = match card.evaluation.recording_id {
        Some(recording) => format!("/recordings/{recording}"),
        None => "/evaluations".to_owned(),
    };
    let flash = Flash::new("evaluation-discarded").undo(format!("/evaluations/{id}/restore"));
    Ok(see(back).saying(flash))
}

pub(super) async fn put_back(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    Path(id): Path<EvaluationId>,
) -> Result<SeeOther> {
    evaluations.restore(&me(&t)?, &id).await?;
    Ok(see(to_draft(&id)).saying("undone"))
}

impl EvaluationEditPage {
    /// The item one begins with: the first that is open.
    fn is_now(&self, item: &ItemView) -> bool {
        self.card.first_open.as_deref() == Some(&format!("item-{}", item.key))
    }
    /// A block's sum with places for the figures.
    fn sum_pattern(&self) -> String {
        super::card::sum_pattern(&self.t)
    }
    /// A counted text in every plural form, as JSON by example number, with `{n}` for the number.
    fn counts(&self, key: &str) -> String {
        super::card::counts(&self.t, key)
    }
}
