//! Pages of calibration: the list, a session (its progress while it is blind, its results after), and the acts on it. The
//! form of a new session is in [`new`], the results in [`results`], one call of an open session in [`call`].

mod call;
mod new;
mod results;
mod words;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use self::words::{SessionChecklist, heading, title};
use super::run::{self, SessionProgress};
use super::session::{Calibration, SessionStage};
use super::{Calibrations, store};
use crate::db::Cursor;
use crate::error::Result;
use crate::evaluations::EvaluationState;
use crate::id::CalibrationId;
use crate::people::{Permission, Person};
use crate::web::{Html, PageContext, Path, Query, Routes, cursor, see};

/// Sessions on one page of the list.
const PAGE: usize = 50;

pub(super) fn routes() -> Routes<Calibrations> {
    let needs = Permission::Evaluate;
    Routes::new()
        .get("/calibrations", needs, list)
        .get("/calibrations/new", needs, new::new)
        .post("/calibrations", needs, new::create)
        .get("/calibrations/{id}", needs, show)
        .post("/calibrations/{id}/reveal", needs, reveal)
        .post("/calibrations/{id}/end", needs, end)
        .post("/calibrations/{id}/delete", needs, delete)
        .get("/calibrations/{id}/calls/{position}", needs, call::show)
        .post("/calibrations/{id}/calls/{position}/card", needs, score)
        .post("/calibrations/{id}/calls/{position}/agreed", needs, call::agree)
}

/// The signed-in person.
fn me(t: &PageContext) -> Result<Person> {
    Ok(t.visitor().signed_in()?.clone())
}

#[derive(Template)]
#[template(path = "calibration/list.html")]
struct SessionListPage {
    t: PageContext,
    sessions: Vec<Calibration>,
    next: Option<Cursor>,
}

#[derive(Deserialize)]
struct SessionListQuery {
    after: Option<String>,
}

async fn list(
    t: PageContext,
    State(calibrations): State<Calibrations>,
    Query(asked): Query<SessionListQuery>,
) -> Result<Html<SessionListPage>> {
    let by = me(&t)?;
    let after = cursor(asked.after.as_deref())?;
    let mut tx = calibrations.core.db.read().await?;
    let page = store::calibrations(&mut tx, &by.id, &after, PAGE).await?;
    Ok(Html(SessionListPage {
        t,
        sessions: page.items,
        next: page.next,
    }))
}

/// A call of a blind session, as one of its reviewers sees it.
struct ReviewerCall {
    number: i32,
    heading: String,
    called: String,
    duration: String,
    /// Their card's state; none before it is begun.
    state: Option<EvaluationState>,
    /// Where the card is filled in, once begun.
    href: Option<String>,
    /// The recording was deleted.
    gone: bool,
}

impl ReviewerCall {
    fn is_handed_in(&self) -> bool {
        self.state == Some(EvaluationState::HandedIn)
    }
}

/// How many cards a reviewer has handed in.
struct ReviewerProgress {
    name: String,
    handed: usize,
    of: usize,
}

#[derive(Template)]
#[template(path = "calibration/show.html")]
struct SessionPage {
    t: PageContext,
    session: Calibration,
    heading: SessionChecklist,
    /// Is the visitor one of the reviewers?
    takes_part: bool,
    calls: Vec<ReviewerCall>,
    reviewers: Vec<ReviewerProgress>,
    is_author: bool,
    can_reveal: bool,
}

async fn show(
    t: PageContext,
    State(calibrations): State<Calibrations>,
    Path(id): Path<CalibrationId>,
) -> Result<Response> {
    let by = me(&t)?;
    let mut tx = calibrations.core.db.read().await?;
    let progress = run::progress(&mut tx, &by, &id).await?;
    if progress.session.stage() == SessionStage::Blind {
        return Ok(Html(blind_page(t, &by, progress)).into_response());
    }
    let (cards, agreed) = run::read(&mut tx, &by, &id).await?;
    Ok(Html(results::page(t, &by, progress, &cards, &agreed)).into_response())
}

fn blind_page(t: PageContext, by: &Person, progress: SessionProgress) -> SessionPage {
    let own = |number: i32| {
        let mut lines = progress.lines.iter();
        lines.find(|line| line.call == number && line.reviewer_id == by.id)
    };
    let calls = progress
        .calls
        .iter()
        .map(|call| ReviewerCall {
            number: call.number,
            heading: title(&t, call),
            called: t.moment(&call.called_at),
            duration: t.duration(&call.duration_ms),
            state: own(call.number).map(|line| line.state),
            href: own(call.number).map(|line| format!("/evaluations/{}/edit", line.id)),
            gone: call.recording_id.is_none(),
        })
        .collect();
    let of = progress
        .calls
        .iter()
        .filter(|call| call.recording_id.is_some())
        .count();
    let hands = progress.reviewers.iter().map(|reviewer| ReviewerProgress {
        name: reviewer.name.clone(),
        handed: progress
            .lines
            .iter()
            .filter(|line| line.reviewer_id == reviewer.person_id && line.state == EvaluationState::HandedIn)
            .count(),
        of,
    });
    SessionPage {
        heading: heading(&t, &progress.version),
        takes_part: progress
            .reviewers
            .iter()
            .any(|reviewer| reviewer.person_id == by.id),
        calls,
        reviewers: hands.collect(),
        is_author: progress.session.is_by(by),
        can_reveal: progress.session.can_reveal(t.today()),
        session: progress.session,
        t,
    }
}

async fn score(
    t: PageContext,
    State(calibrations): State<Calibrations>,
    Path((id, call)): Path<(CalibrationId, i32)>,
) -> Result<Redirect> {
    let card = calibrations.score(&me(&t)?, &id, call).await?;
    Ok(Redirect::to(&format!("/evaluations/{card}/edit")))
}

async fn reveal(
    t: PageContext,
    State(calibrations): State<Calibrations>,
    Path(id): Path<CalibrationId>,
) -> Result<Response> {
    calibrations.reveal(&me(&t)?, &id).await?;
    Ok(back("calibration-revealed", &format!("/calibrations/{id}")))
}

async fn end(
    t: PageContext,
    State(calibrations): State<Calibrations>,
    Path(id): Path<CalibrationId>,
) -> Result<Response> {
    calibrations.end(&me(&t)?, &id).await?;
    Ok(back("calibration-ended", &format!("/calibrations/{id}")))
}

async fn delete(
    t: PageContext,
    State(calibrations): State<Calibrations>,
    Path(id): Path<CalibrationId>,
) -> Result<Response> {
    calibrations.delete(&me(&t)?, &id).await?;
    Ok(back("calibration-deleted", "/calibrations"))
}

fn back(said: &'static str, to: &str) -> Response {
    see(to).saying(said).into_response()
}
