//! The form of a plan: written after a score, changed until the manager acknowledges it. What was entered comes back with
//! its mistakes marked.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::{ShowPage, show_page};
use crate::app::App;
use crate::coaching::basis::{Basis, basis};
use crate::coaching::{
    Evidence, OpenTarget, Outcome, Plan, PlanForm, TargetForm, change, create, open_targets, plan, store,
};
use crate::error::{FieldError, Result};
use crate::id::{EvaluationId, PlanId};
use crate::people::Permission;
use crate::web::{Flash, Form, Html, Path, Routes, View};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/plans/{id}/edit", Permission::WritePlans, edit)
        .post("/plans/{id}", Permission::WritePlans, update)
        .get("/evaluations/{id}/plan", Permission::WritePlans, new)
        .post("/evaluations/{id}/plan", Permission::WritePlans, submit_new)
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
    open: Vec<OpenTarget>,
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
    let open = open_targets(&mut tx, &card.manager.id, Some(id), before).await?;
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
