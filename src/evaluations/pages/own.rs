//! The page on which a manager fills in the reviewer's checklist for their own call, before the score is shown. It works
//! like the score page: each change is saved at once with a script, the whole form without one.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::card::{CardView, ItemView, counts, sum_pattern};
use super::edit::{SavedCardPart, me, saved_at, stored};
use super::form::{self, CardFields};
use super::show::player;
use crate::checklists::MissingPart;
use crate::checklists::words::words;
use crate::error::{Error, FieldError, Result};
use crate::evaluations::{Evaluations, GiveOutcome, OpinionForm, OwnCard, OwnChanges};
use crate::id::EvaluationId;
use crate::transcripts::Player;
use crate::web::{self, FieldErrors, Form, Html, PageContext, Path, SeeOther, see};

#[derive(Template)]
#[template(path = "evaluations/own.html")]
struct OwnPage {
    t: PageContext,
    id: EvaluationId,
    client: String,
    called: String,
    duration: String,
    checklist: String,
    /// The document, for the browser's preview.
    document: String,
    revision: i64,
    saved: String,
    /// The stored total in hundredths; empty while nothing is counted.
    total: String,
    card: CardView,
    form: OpinionForm,
    errors: FieldErrors,
    player: Option<Player>,
    /// Giving was wanted and something is missing.
    refused: bool,
}

impl OwnPage {
    /// The item one begins with: the first that is open.
    fn is_now(&self, item: &ItemView) -> bool {
        self.card.first_open.as_deref() == Some(&format!("item-{}", item.key))
    }
    fn sum_pattern(&self) -> String {
        sum_pattern(&self.t)
    }
    fn counts(&self, key: &str) -> String {
        counts(&self.t, key)
    }
}

/// What is missing, when giving was wanted.
type MissingMarks = Option<(Vec<MissingPart>, Vec<FieldError>)>;

async fn page(
    t: PageContext,
    evaluations: &Evaluations,
    own: OwnCard,
    refusal: MissingMarks,
) -> Result<OwnPage> {
    let player = player(evaluations, &me(&t)?, own.call.recording_id.as_ref(), &t).await?;
    let missing = own.missing();
    let refused = refusal.is_some();
    Ok(OwnPage {
        called: t.moment(&own.call.called_at),
        duration: t.duration(&own.call.duration_ms),
        checklist: words(&own.card.checklist.name, t.locale()),
        document: serde_json::to_string(&own.card.checklist).map_err(Error::internal)?,
        revision: own.card.evaluation.revision,
        saved: if own.begun {
            saved_at(&t, &own.card)
        } else {
            t.text("evaluation-own-saves-itself")
        },
        total: stored(&own.card),
        card: CardView::with_missing(&t, &own.card, &[], &missing),
        id: own.call.id,
        client: own.call.client,
        form: own.form,
        errors: refusal.map(|(_, errors)| errors.into()).unwrap_or_default(),
        player,
        refused,
        t,
    })
}

fn to_page(id: &EvaluationId) -> SeeOther {
    see(format!("/evaluations/{id}"))
}

fn changes(fields: &CardFields) -> Result<OwnChanges> {
    Ok(OwnChanges {
        marks: form::changes(fields)?,
        pluses: form::text(fields, "pluses"),
        minuses: form::text(fields, "minuses"),
    })
}

pub(super) async fn edit(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    Path(id): Path<EvaluationId>,
) -> Result<Response> {
    match evaluations.own_card(&me(&t)?, &id).await {
        Ok(own) => Ok(Html(page(t, &evaluations, own, None).await?).into_response()),
        Err(error) if error.code() == "opinion-given" => Ok(to_page(&id).into_response()),
        Err(error) => Err(error),
    }
}

pub(super) async fn save(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    Path(id): Path<EvaluationId>,
    Form(fields): Form<CardFields>,
) -> Result<Response> {
    let revision = form::revision(&fields)?;
    let own = evaluations
        .save_own(&me(&t)?, &id, revision, changes(&fields)?)
        .await?;
    if t.visitor().fragment() == Some("saved") {
        return Ok(Html(SavedCardPart::new(t, &own.card)).into_response());
    }
    Ok(Redirect::to(&format!("/evaluations/{id}/self")).into_response())
}

pub(super) async fn give(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    Path(id): Path<EvaluationId>,
    Form(fields): Form<CardFields>,
) -> Result<Response> {
    let by = me(&t)?;
    let revision = form::revision(&fields)?;
    match evaluations
        .give_own(&by, &id, revision, changes(&fields)?)
        .await?
    {
        GiveOutcome::Given => Ok(to_page(&id).saying("evaluation-opinion-saved").into_response()),
        GiveOutcome::Incomplete(missing, errors) => {
            let own = evaluations.own_card(&by, &id).await?;
            let page = page(t, &evaluations, own, Some((missing, errors))).await?;
            Ok(web::form::again(page))
        }
    }
}
