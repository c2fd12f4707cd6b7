//! Pages of plans: the list, one plan, writing and changing it, the manager's acknowledgement, the answer about a target.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::basis::{Basis, basis};
use super::{
    Evidence, Outcome, Plan, PlanForm, Target, TargetForm, acknowledge, change, create, decide, plan, store,
};
use crate::app::App;
use crate::db::Cursor;
use crate::error::{Error, ErrorKind, FieldError, Result};
use crate::id::{EvaluationId, PlanId};
use crate::people::Permission;
use crate::web::{Flash, Form, Html, Path, Query, Routes, View};

/// Plans on one page of the list.
const PAGE: usize = 50;
/// Past plans on the history line.
const HISTORY: usize = 6;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/plans", Permission::ReadPlans, list)
        .get("/plans/{id}", Permission::ReadPlans, show)
        .get("/plans/{id}/edit", Permission::WritePlans, edit)
        .post("/plans/{id}", Permission::WritePlans, update)
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
        .get("/evaluations/{id}/plan", Permission::WritePlans, new)
        .post("/evaluations/{id}/plan", Permission::WritePlans, submit_new)
}

/// A plan with its targets, as lists show it.
struct Line {
    plan: Plan,
    targets: Vec<Target>,
}

#[derive(Template)]
#[template(path = "coaching/list.html")]
struct ListPage {
    t: View,
    lines: Vec<Line>,
    next: Option<Cursor>,
}

#[derive(Deserialize)]
struct ListQuery {
    after: Option<String>,
}

async fn list(t: View, State(app): State<App>, Query(query): Query<ListQuery>) -> Result<Html<ListPage>> {
    let after = query
        .after
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(Cursor::newest);
    let scope = t.visitor().signed_in()?.scope();
    let mut tx = app.db.read().await?;
    let page = store::plans(&mut tx, &scope, None, &after, PAGE).await?;
    let mut lines = Vec::with_capacity(page.items.len());
    for plan in page.items {
        let targets = store::targets(&mut tx, &plan.id).await?;
        lines.push(Line { plan, targets });
    }
    Ok(Html(ListPage {
        t,
        lines,
        next: page.next,
    }))
}

#[derive(Template)]
#[template(path = "coaching/show.html")]
struct ShowPage {
    t: View,
    plan: Plan,
    targets: Vec<Target>,
    /// Earlier and later plans of the same manager, oldest first.
    history: Vec<Line>,
    /// The evaluation it came from, when the visitor may see it.
    card: Option<Basis>,
    words: String,
    failure: Option<String>,
}

impl ShowPage {
    fn may_acknowledge(&self) -> bool {
        self.t.can("acknowledge-plans") && self.plan.acknowledged_at.is_none()
    }
    fn may_change(&self) -> bool {
        self.t.can("write-plans") && self.plan.acknowledged_at.is_none()
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
                format!("/recordings/{recording_id}#t={start_ms}"),
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
        self.card.as_ref()?.zone().map(crate::scorecards::Zone::as_str)
    }
}

async fn show_page(t: View, app: &App, id: &PlanId) -> Result<ShowPage> {
    let person = t.visitor().signed_in()?.clone();
    let mut tx = app.db.read().await?;
    let plan = store::plan(&mut tx, &person.scope(), id)
        .await?
        .ok_or(Error::not_found("plan-not-found"))?;
    let targets = store::targets(&mut tx, id).await?;
    let past = store::plans(
        &mut tx,
        &person.scope(),
        Some(&plan.manager_id),
        &Cursor::newest(),
        HISTORY,
    )
    .await?;
    let mut history = Vec::new();
    for plan in past.items.into_iter().rev() {
        let targets = store::targets(&mut tx, &plan.id).await?;
        history.push(Line { plan, targets });
    }
    drop(tx);
    let card = match &plan.evaluation_id {
        Some(evaluation) => basis(app, &person, evaluation).await.ok(),
        None => None,
    };
    Ok(ShowPage {
        t,
        plan,
        targets,
        history,
        card,
        words: String::new(),
        failure: None,
    })
}

async fn show(t: View, State(app): State<App>, Path(id): Path<PlanId>) -> Result<Html<ShowPage>> {
    Ok(Html(show_page(t, &app, &id).await?))
}

#[derive(Deserialize)]
struct AcknowledgementForm {
    #[serde(default)]
    words: String,
}

async fn submit_acknowledgement(
    t: View,
    State(app): State<App>,
    Path(id): Path<PlanId>,
    Form(form): Form<AcknowledgementForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    match acknowledge(&app, &person, &id, &form.words).await {
        Ok(()) => {
            let flash = Flash::new("plan-acknowledged");
            Ok(([flash.header()], Redirect::to(&format!("/plans/{id}"))).into_response())
        }
        Err(error) if matches!(error.kind(), ErrorKind::BadInput | ErrorKind::Conflict) => {
            let failure = crate::web::failure::sentence(t.texts(), &error);
            let mut page = show_page(t, &app, &id).await?;
            page.words = form.words;
            page.failure = Some(failure);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
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
}

/// The head's answer to "was it met?"; a script gets nothing back, a form returns to where it was.
async fn submit_outcome(
    t: View,
    State(app): State<App>,
    Path((id, position)): Path<(PlanId, i32)>,
    Form(form): Form<OutcomeForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?;
    let outcome: Outcome = form
        .outcome
        .parse()
        .map_err(|_| Error::new(ErrorKind::BadInput, "plan-outcome"))?;
    let evaluation: Option<EvaluationId> = form.evaluation.parse().ok();
    decide(&app, person, &id, position, outcome, evaluation.as_ref()).await?;
    if t.visitor().fragment().is_some() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let back = match &evaluation {
        Some(evaluation) if form.back == "score" => format!("/evaluations/{evaluation}/edit"),
        _ => format!("/plans/{id}"),
    };
    Ok(([Flash::new("plan-outcome-saved").header()], Redirect::to(&back)).into_response())
}

/// Fields of the plan form; targets come as two lists of the same length.
#[derive(Debug, Clone, Default, Deserialize)]
struct Fields {
    #[serde(default)]
    focus: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    target: Vec<String>,
    #[serde(default)]
    due: Vec<String>,
    #[serde(default)]
    item: Vec<String>,
    #[serde(default)]
    moment: Vec<String>,
}

impl From<Fields> for PlanForm {
    fn from(fields: Fields) -> Self {
        let mut due = fields.due.into_iter();
        let targets = fields
            .target
            .into_iter()
            .map(|text| TargetForm {
                text,
                due: due.next().unwrap_or_default(),
            })
            .collect();
        Self {
            focus: fields.focus,
            action: fields.action,
            targets,
            items: fields.item,
            moments: fields.moment,
        }
    }
}

#[derive(Template)]
#[template(path = "coaching/form.html")]
struct FormPage {
    t: View,
    /// Where the form goes.
    address: String,
    manager: String,
    form: PlanForm,
    errors: Vec<FieldError>,
    /// The evaluation the plan rests on.
    card: Option<Basis>,
    /// Targets of earlier plans that are still open.
    open: Vec<super::OpenTarget>,
}

impl FormPage {
    fn error(&self, field: &str) -> Option<String> {
        self.errors
            .iter()
            .find(|error| error.field == field)
            .map(|error| self.t.error(error.code))
    }
    /// The entered targets and empty lines up to the most there may be.
    fn targets(&self) -> Vec<TargetForm> {
        let mut targets = self.form.targets.clone();
        targets.resize(targets.len().max(plan::MOST_TARGETS), TargetForm::default());
        targets
    }
    fn has_item(&self, key: &str) -> bool {
        self.form.items.iter().any(|item| item == key)
    }
    fn has_moment(&self, id: &str) -> bool {
        self.form.moments.iter().any(|moment| moment == id)
    }
}

async fn new_page(
    t: View,
    app: &App,
    id: &EvaluationId,
    form: Option<PlanForm>,
    errors: Vec<FieldError>,
) -> Result<FormPage> {
    let person = t.visitor().signed_in()?.clone();
    let card = basis(app, &person, id).await?;
    let mut tx = app.db.read().await?;
    let before = app.clock.now();
    let open = super::open_targets(&mut tx, &card.manager.id, Some(id), before).await?;
    drop(tx);
    // A plan begins with what was marked low, and the evidence for it.
    let form = form.unwrap_or_else(|| PlanForm {
        items: card.low_items(),
        moments: card.low_moments(),
        ..PlanForm::default()
    });
    let (address, manager) = (format!("/evaluations/{id}/plan"), card.manager.name.clone());
    Ok(FormPage {
        t,
        address,
        manager,
        form,
        errors,
        card: Some(card),
        open,
    })
}

async fn new(t: View, State(app): State<App>, Path(id): Path<EvaluationId>) -> Result<Response> {
    let scope = t.visitor().signed_in()?.scope();
    let mut tx = app.db.read().await?;
    let written = store::plan_of_evaluation(&mut tx, &scope, &id).await?;
    drop(tx);
    if let Some(plan) = written {
        return Ok(Redirect::to(&format!("/plans/{}", plan.id)).into_response());
    }
    Ok(Html(new_page(t, &app, &id, None, Vec::new()).await?).into_response())
}

async fn submit_new(
    t: View,
    State(app): State<App>,
    Path(id): Path<EvaluationId>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    let form = PlanForm::from(fields);
    let card = basis(&app, &person, &id).await?;
    match create(&app, &person, &card.manager.id, Some(&id), &form).await {
        Ok(plan) => Ok(saved(&plan)),
        Err(error) if !error.field_errors().is_empty() => {
            let page = new_page(t, &app, &id, Some(form), error.field_errors().to_vec()).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}

fn saved(plan: &PlanId) -> Response {
    (
        [Flash::new("plan-saved").header()],
        Redirect::to(&format!("/plans/{plan}")),
    )
        .into_response()
}

async fn edit_page(
    t: View,
    app: &App,
    id: &PlanId,
    form: Option<PlanForm>,
    errors: Vec<FieldError>,
) -> Result<FormPage> {
    let ShowPage {
        t,
        plan,
        targets,
        card,
        ..
    } = show_page(t, app, id).await?;
    let form = form.unwrap_or_else(|| PlanForm {
        focus: plan.focus.clone(),
        action: plan.action.clone(),
        targets: targets
            .into_iter()
            .map(|target| TargetForm {
                text: target.text,
                due: target.due.to_string(),
            })
            .collect(),
        items: evidence_keys(&plan, true),
        moments: evidence_keys(&plan, false),
    });
    Ok(FormPage {
        t,
        address: format!("/plans/{id}"),
        manager: plan.manager_name,
        form,
        errors,
        card,
        open: Vec::new(),
    })
}

fn evidence_keys(plan: &Plan, items: bool) -> Vec<String> {
    let keys = plan.evidence.0.iter().filter_map(|evidence| match evidence {
        Evidence::Item { key, .. } => items.then(|| key.clone()),
        Evidence::Moment { id, .. } => (!items).then(|| id.to_string()),
    });
    keys.collect()
}

async fn edit(t: View, State(app): State<App>, Path(id): Path<PlanId>) -> Result<Html<FormPage>> {
    Ok(Html(edit_page(t, &app, &id, None, Vec::new()).await?))
}

async fn update(
    t: View,
    State(app): State<App>,
    Path(id): Path<PlanId>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    let form = PlanForm::from(fields);
    match change(&app, &person, &id, &form).await {
        Ok(()) => Ok(saved(&id)),
        Err(error) if !error.field_errors().is_empty() => {
            let page = edit_page(t, &app, &id, Some(form), error.field_errors().to_vec()).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}
