//! Pages of plans: the list, one plan, the manager's acknowledgement, the answer about a target. Writing and changing a
//! plan is in [`form`].

mod defects;
mod form;
mod refused;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::basis::PlanBasis;
use super::cases::{DefectCase, cases};
use super::followed::{FollowScope, FollowedTarget, all_followed, followed};
use super::store::TargetDecision;
use super::study::{StudyLink, readings};
use super::write::PlanResponse;
use super::{Coaching, Evidence, Plan, TargetOutcome, store};
use crate::db::Cursor;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{EvaluationId, PlanId};
use crate::people::Permission;
use crate::web::{self, Clash, Form, Html, PageContext, Path, Query, Routes, cursor, see};

/// Plans on one page of the list.
const PAGE: usize = 50;
/// Past plans on the history line.
const HISTORY: usize = 6;

pub(super) fn routes() -> Routes<Coaching> {
    Routes::new()
        .get("/plans", Permission::ReadPlans, list)
        .get("/plans/{id}", Permission::ReadPlans, show)
        .post(
            "/plans/{id}/acknowledgement",
            Permission::AcknowledgePlans,
            submit_acknowledgement,
        )
        .post(
            "/plans/{id}/targets/{position}",
            Permission::WritePlans,
            submit_outcome,
        )
        .merge(form::routes())
        .merge(defects::routes())
}

/// A plan with its targets, as lists show it.
struct PlanLine {
    plan: Plan,
    targets: Vec<FollowedTarget>,
}

impl From<(Plan, Vec<FollowedTarget>)> for PlanLine {
    fn from((plan, targets): (Plan, Vec<FollowedTarget>)) -> Self {
        Self { plan, targets }
    }
}

#[derive(Template)]
#[template(path = "coaching/list.html")]
struct PlanListPage {
    t: PageContext,
    lines: Vec<PlanLine>,
    next: Option<Cursor>,
}

#[derive(Deserialize)]
struct PlanListQuery {
    after: Option<String>,
}

async fn list(
    t: PageContext,
    State(coaching): State<Coaching>,
    Query(query): Query<PlanListQuery>,
) -> Result<Html<PlanListPage>> {
    let after = cursor(query.after.as_deref())?;
    let person = t.visitor().signed_in()?.clone();
    let mut tx = coaching.core.db.read().await?;
    let page = store::plans(&mut tx, &person.scope(), None, &after, PAGE).await?;
    let lines = all_followed(&mut tx, page.items, FollowScope::new(&person.id)).await?;
    let lines = lines.into_iter().map(PlanLine::from).collect();
    Ok(Html(PlanListPage {
        t,
        lines,
        next: page.next,
    }))
}

#[derive(Template)]
#[template(path = "coaching/show.html")]
struct PlanPage {
    t: PageContext,
    plan: Plan,
    targets: Vec<FollowedTarget>,
    /// What repeats, as it is today.
    cases: Vec<DefectCase>,
    /// Entries to read.
    study: Vec<StudyLink>,
    /// Earlier and later plans of the same manager, oldest first.
    history: Vec<PlanLine>,
    /// The evaluation it came from, when the visitor may see it.
    card: Option<PlanBasis>,
    words: String,
    failure: Option<String>,
    /// An answer about a target that was not stored.
    entered: Option<OutcomeForm>,
    /// What was decided about that target since its form was opened.
    clash: Option<Clash>,
}

impl PlanPage {
    /// What was answered about this target and not stored.
    fn entered_of(&self, target: &FollowedTarget) -> Option<&OutcomeForm> {
        let entered = self.entered.as_ref();
        entered.filter(|entered| entered.position == target.position)
    }
    fn outcome_of(&self, target: &FollowedTarget) -> TargetOutcome {
        let entered = self.entered_of(target).and_then(|it| it.outcome.parse().ok());
        entered.unwrap_or(target.target.outcome)
    }
    fn word_of<'a>(&'a self, target: &'a FollowedTarget) -> &'a str {
        self.entered_of(target)
            .map_or(target.word.as_str(), |it| it.word.as_str())
    }
    /// The evaluation that asked about this target, when the answer came from there.
    fn evaluation_of(&self, target: &FollowedTarget) -> &str {
        self.entered_of(target).map_or("", |it| it.evaluation.as_str())
    }
    fn back_of(&self, target: &FollowedTarget) -> &str {
        let back = self.entered_of(target).map_or("", |it| it.back.as_str());
        if back.is_empty() { "plan" } else { back }
    }
    /// Can an answer about this target be given here?
    fn may_decide(&self, target: &FollowedTarget) -> bool {
        let is_asked = self.plan.acknowledged_at.is_some() || self.entered_of(target).is_some();
        self.t.can("write-plans") && is_asked
    }
    /// Defects that lead to a warning if this plan does not help either: said in advance.
    fn warned_of(&self) -> Vec<&DefectCase> {
        let runs = |case: &&DefectCase| {
            let own = case.plans.iter().find(|step| step.plan.id == self.plan.id);
            own.is_some_and(|step| !case.has_survived(&step.plan)) && case.is_last_plan()
        };
        self.cases.iter().filter(runs).collect()
    }
    fn may_acknowledge(&self) -> bool {
        self.t.can("acknowledge-plans") && self.plan.acknowledged_at.is_none()
    }
    fn may_change(&self) -> bool {
        self.t.can("write-plans") && self.plan.closed().is_none()
    }
    fn items(&self) -> Vec<(&str, &str)> {
        let items = self.plan.evidence.0.iter().filter_map(|evidence| match evidence {
            Evidence::Item { title, mark, .. } => Some((title.as_str(), mark.as_str())),
            Evidence::Moment { .. } => None,
        });
        items.collect()
    }
    fn moments(&self) -> Vec<(String, i64, &str)> {
        let moments = self.plan.evidence.0.iter().filter_map(|evidence| match evidence {
            Evidence::Moment {
                recording_id,
                start_ms,
                note,
                ..
            } => Some((
                format!("/recordings/{recording_id}#t-{start_ms}"),
                *start_ms,
                note.as_str(),
            )),
            Evidence::Item { .. } => None,
        });
        moments.collect()
    }
    fn total(&self) -> Option<String> {
        self.card
            .as_ref()?
            .score
            .total
            .map(|total| total.fixed(self.t.locale()))
    }
    fn zone(&self) -> Option<&'static str> {
        self.card.as_ref()?.zone().map(crate::checklists::Zone::as_str)
    }
}

async fn show_page(t: PageContext, coaching: &Coaching, id: &PlanId) -> Result<PlanPage> {
    let person = t.visitor().signed_in()?.clone();
    let mut tx = coaching.core.db.read().await?;
    let plan = store::plan(&mut tx, &person.scope(), id)
        .await?
        .ok_or(Error::not_found("plan-not-found"))?;
    let targets = followed(&mut tx, &plan, FollowScope::new(&person.id)).await?;
    let past = store::plans(
        &mut tx,
        &person.scope(),
        Some(&plan.manager_id),
        &Cursor::newest(),
        HISTORY,
    )
    .await?;
    let history = all_followed(&mut tx, past.items, FollowScope::new(&person.id)).await?;
    let history = history.into_iter().rev().map(PlanLine::from).collect();
    let cases = cases(&mut tx, &plan.manager_id, FollowScope::new(&person.id)).await?;
    drop(tx);
    let card = match &plan.evaluation_id {
        Some(evaluation) => match coaching.basis(&person, evaluation).await {
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            found => Some(found?),
        },
        None => None,
    };
    Ok(PlanPage {
        cases,
        study: readings(&coaching.library.snapshot(), &plan.study.0),
        t,
        plan,
        targets,
        history,
        card,
        words: String::new(),
        failure: None,
        entered: None,
        clash: None,
    })
}

async fn show(
    t: PageContext,
    State(coaching): State<Coaching>,
    Path(id): Path<PlanId>,
) -> Result<Html<PlanPage>> {
    Ok(Html(show_page(t, &coaching, &id).await?))
}

#[derive(Deserialize)]
struct PlanResponseForm {
    #[serde(default)]
    words: String,
    /// `disagrees` for a warning that is not agreed with.
    #[serde(default)]
    answer: String,
    /// The revision that was read.
    #[serde(default)]
    revision: String,
}

async fn submit_acknowledgement(
    t: PageContext,
    State(coaching): State<Coaching>,
    Path(id): Path<PlanId>,
    Form(form): Form<PlanResponseForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    let sentence = if form.answer == "disagrees" {
        PlanResponse::Disagrees(&form.words)
    } else {
        PlanResponse::Agrees(&form.words)
    };
    match coaching
        .answer(&person, &id, form.revision.parse().ok(), sentence)
        .await
    {
        Ok(()) => Ok(see(format!("/plans/{id}"))
            .saying("plan-acknowledged")
            .into_response()),
        Err(error) if matches!(error.kind(), ErrorKind::BadInput | ErrorKind::Conflict) => {
            let failure = crate::web::failure::sentence(t.texts(), &error);
            let mut page = show_page(t, &coaching, &id).await?;
            page.words = form.words;
            page.failure = Some(failure);
            Ok(web::form::again(page))
        }
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
struct OutcomeForm {
    outcome: String,
    #[serde(default)]
    evaluation: String,
    #[serde(default)]
    back: String,
    #[serde(default)]
    word: String,
    /// What the form was opened on.
    #[serde(default)]
    revision: String,
    /// Which target; the address says so.
    #[serde(skip)]
    position: i32,
}

/// The head's answer to "was it met?"; a script gets nothing back, a form returns to where it was. An answer that needs a
/// word comes back with the plan's page.
async fn submit_outcome(
    t: PageContext,
    State(coaching): State<Coaching>,
    Path((id, position)): Path<(PlanId, i32)>,
    Form(mut form): Form<OutcomeForm>,
) -> Result<Response> {
    form.position = position;
    let person = t.visitor().signed_in()?.clone();
    let outcome: TargetOutcome = form
        .outcome
        .parse()
        .map_err(|_| Error::new(ErrorKind::BadInput, "plan-outcome"))?;
    let evaluation: Option<EvaluationId> = form.evaluation.parse().ok();
    let decision = TargetDecision {
        outcome,
        evaluation: evaluation.as_ref(),
        word: &form.word,
    };
    match coaching
        .decide(&person, &id, position, &form.revision, decision)
        .await
    {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BadInput && t.visitor().fragment().is_none() => {
            let failure = crate::web::failure::sentence(t.texts(), &error);
            let mut page = show_page(t, &coaching, &id).await?;
            page.failure = Some(failure);
            page.entered = Some(form);
            return Ok(web::form::again(page));
        }
        Err(error) if error.code() == "changed-meanwhile" && t.visitor().fragment().is_none() => {
            let mut page = show_page(t, &coaching, &id).await?;
            page.clash = Some(clash_of(&page, &form));
            page.entered = Some(form);
            return Ok(web::form::clash(page));
        }
        Err(error) => return Err(error),
    }
    if t.visitor().fragment().is_some() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let back = match &evaluation {
        Some(evaluation) if form.back == "score" => format!("/evaluations/{evaluation}/edit"),
        _ => format!("/plans/{id}"),
    };
    Ok(see(back).saying("plan-outcome-saved").into_response())
}

/// What is decided about the target now and was not answered.
fn clash_of(page: &PlanPage, mine: &OutcomeForm) -> Clash {
    let t = &page.t;
    let clash = Clash::new(t.text("plan-outcome-clash"));
    let there = page.targets.iter().find(|it| it.position == mine.position);
    let Some(theirs) = there.map(|it| &it.target) else {
        return clash;
    };
    clash
        .unless(
            theirs.outcome.as_str() == mine.outcome,
            t.text("plan-question"),
            t.text(theirs.outcome.words()),
        )
        .field(t.text("plan-word-label"), &theirs.word, &mine.word)
}
