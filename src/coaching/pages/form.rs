//! The form of a plan: written after a score, changed until the manager acknowledges it. What was entered comes back with
//! its mistakes marked, beside what somebody else saved meanwhile ([`Clash`]), or, when the plan is not changed any more, as
//! texts one can take along.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::refused::{clash, closed};
use super::{PlanPage, show_page};
use crate::coaching::basis::PlanBasis;
use crate::coaching::cases::{DefectCase, cases};
use crate::coaching::followed::FollowScope;
use crate::coaching::rule::{self, Choices, RuleForm};
use crate::coaching::study::{self, StudyOffer};
use crate::coaching::write::measurable;
use crate::coaching::{
    Coaching, Evidence, OpenTarget, Plan, PlanForm, TargetForm, TargetOutcome, open_targets, plan, store,
};
use crate::error::Result;
use crate::id::{EvaluationId, PersonId, PlanId};
use crate::people::Permission;
use crate::web::{Clash, FieldErrors, Form, Html, PageContext, Path, Routes, form, see};

pub(super) fn routes() -> Routes<Coaching> {
    Routes::new()
        .get("/plans/{id}/edit", Permission::WritePlans, edit)
        .post("/plans/{id}", Permission::WritePlans, update)
        .get("/evaluations/{id}/plan", Permission::WritePlans, new)
        .post("/evaluations/{id}/plan", Permission::WritePlans, submit_new)
}

/// Selects for one more entry of the book each, under those that are offered.
const MORE_STUDY: usize = 2;

/// Fields of the plan form; targets come as lists of the same length.
#[derive(Debug, Clone, Default, Deserialize)]
struct PlanFields {
    #[serde(default)]
    focus: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    target: Vec<String>,
    #[serde(default)]
    due: Vec<String>,
    #[serde(default)]
    measure: Vec<String>,
    #[serde(default)]
    at_least: Vec<String>,
    #[serde(default)]
    hits: Vec<String>,
    #[serde(default)]
    of: Vec<String>,
    #[serde(default)]
    item: Vec<String>,
    #[serde(default)]
    moment: Vec<String>,
    #[serde(default)]
    study: Vec<String>,
    /// What the form was opened on; empty for a new plan.
    #[serde(default)]
    revision: String,
}

impl PlanFields {
    /// A form without what it began from has read nothing: then everything there is news.
    fn revision(&self) -> i64 {
        self.revision.parse().unwrap_or_default()
    }
}

impl From<PlanFields> for PlanForm {
    fn from(fields: PlanFields) -> Self {
        let rules = RuleFields {
            measure: fields.measure,
            at_least: fields.at_least,
            hits: fields.hits,
            of: fields.of,
        };
        Self {
            focus: fields.focus,
            action: fields.action,
            targets: target_forms(fields.target, fields.due, rules),
            items: fields.item,
            moments: fields.moment,
            study: fields.study,
        }
    }
}

/// The rules of all targets, field by field.
pub(super) struct RuleFields {
    pub(super) measure: Vec<String>,
    pub(super) at_least: Vec<String>,
    pub(super) hits: Vec<String>,
    pub(super) of: Vec<String>,
}

/// Puts the lists of a form together, target by target.
pub(super) fn target_forms(texts: Vec<String>, dues: Vec<String>, rules: RuleFields) -> Vec<TargetForm> {
    let (mut dues, mut measures) = (dues.into_iter(), rules.measure.into_iter());
    let (mut marks, mut hits, mut of) = (
        rules.at_least.into_iter(),
        rules.hits.into_iter(),
        rules.of.into_iter(),
    );
    texts
        .into_iter()
        .map(|text| TargetForm {
            text,
            due: dues.next().unwrap_or_default(),
            rule: RuleForm {
                measure: measures.next().unwrap_or_default(),
                at_least: marks.next().unwrap_or_default(),
                hits: hits.next().unwrap_or_default(),
                of: of.next().unwrap_or_default(),
            },
        })
        .collect()
}

/// The entered targets and empty lines up to the most there may be; an empty rule is "4 of the next 5".
pub(super) fn target_lines(entered: &[TargetForm]) -> Vec<TargetForm> {
    let mut targets = entered.to_vec();
    targets.resize(targets.len().max(plan::MOST_TARGETS), TargetForm::default());
    for rule in targets.iter_mut().map(|target| &mut target.rule) {
        if rule.measure.is_empty() && rule.of.is_empty() {
            (rule.hits, rule.of) = ("4".to_owned(), "5".to_owned());
        }
    }
    targets
}

#[derive(Template)]
#[template(path = "coaching/form.html")]
struct FormPage {
    t: PageContext,
    /// Where the form goes.
    address: String,
    manager: String,
    manager_id: PersonId,
    /// What repeats.
    cases: Vec<DefectCase>,
    form: PlanForm,
    /// The revision the form is of; none of a new plan.
    revision: Option<i64>,
    /// What was saved since the form was opened.
    clash: Option<Clash>,
    errors: FieldErrors,
    /// The evaluation the plan rests on.
    card: Option<PlanBasis>,
    /// Targets of earlier plans that are still open.
    open: Vec<OpenTarget>,
    /// What a rule may look at.
    choices: Vec<Choices>,
    /// Entries of the book that are offered at once.
    offers: Vec<StudyOffer>,
    /// The whole book, by chapter.
    chapters: Vec<(&'static str, Vec<StudyOffer>)>,
}

impl FormPage {
    fn targets(&self) -> Vec<TargetForm> {
        target_lines(&self.form.targets)
    }
    /// The form with what stands there now.
    fn edit_address(&self) -> String {
        format!("{}/edit", self.address)
    }
    fn has_study(&self, id: &str) -> bool {
        self.form.study.iter().any(|chosen| chosen == id)
    }
    /// The selects for one more entry.
    fn more_study(&self) -> std::ops::Range<usize> {
        0..if self.chapters.is_empty() { 0 } else { MORE_STUDY }
    }
    fn has_item(&self, key: &str) -> bool {
        self.form.items.iter().any(|item| item == key)
    }
    fn has_moment(&self, id: &str) -> bool {
        self.form.moments.iter().any(|moment| moment == id)
    }
}

async fn new_page(
    t: PageContext,
    coaching: &Coaching,
    id: &EvaluationId,
    form: Option<PlanForm>,
    errors: FieldErrors,
) -> Result<FormPage> {
    let person = t.visitor().signed_in()?.clone();
    let card = coaching.basis(&person, id).await?;
    let mut tx = coaching.core.db.read().await?;
    let before = coaching.core.now();
    let open = open_targets(&mut tx, &person.id, &card.manager.id, Some(id), before).await?;
    let cases = cases(&mut tx, &card.manager.id, FollowScope::new(&person.id)).await?;
    drop(tx);
    // A plan begins with what was marked low, the evidence for it, and what teaches it.
    let form = form.unwrap_or_else(|| PlanForm {
        items: card.low_items(),
        moments: card.low_moments(),
        study: card.low_entries(),
        ..PlanForm::default()
    });
    let book = coaching.library.snapshot();
    let (address, manager) = (format!("/evaluations/{id}/plan"), card.manager.name.clone());
    Ok(FormPage {
        choices: rule::choices(&card.checklist, &card.low_items(), t.locale()),
        offers: study::offers(&book, Some(&card), &form.study),
        chapters: study::chapters(&book, t.locale()),
        t,
        address,
        manager,
        manager_id: card.manager.id.clone(),
        cases,
        form,
        revision: None,
        clash: None,
        errors,
        card: Some(card),
        open,
    })
}

async fn new(
    t: PageContext,
    State(coaching): State<Coaching>,
    Path(id): Path<EvaluationId>,
) -> Result<Response> {
    let scope = t.visitor().signed_in()?.scope();
    let mut tx = coaching.core.db.read().await?;
    let written = store::plan_of_evaluation(&mut tx, &scope, &id).await?;
    drop(tx);
    if let Some(plan) = written {
        return Ok(Redirect::to(&format!("/plans/{}", plan.id)).into_response());
    }
    Ok(Html(new_page(t, &coaching, &id, None, FieldErrors::default()).await?).into_response())
}

async fn submit_new(
    t: PageContext,
    State(coaching): State<Coaching>,
    Path(id): Path<EvaluationId>,
    Form(fields): Form<PlanFields>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    let form = PlanForm::from(fields);
    let card = coaching.basis(&person, &id).await?;
    form::answer(
        coaching.create(&person, &card.manager.id, Some(&id), &form).await,
        |plan| saved(&plan),
        async |errors| new_page(t, &coaching, &id, Some(form), errors).await,
    )
    .await
}

fn saved(plan: &PlanId) -> Response {
    see(format!("/plans/{plan}")).saying("plan-saved").into_response()
}

/// What was entered into the form of a plan that is there, and on which revision.
struct PlanRevisionForm {
    form: PlanForm,
    revision: i64,
}

async fn edit_page(
    coaching: &Coaching,
    shown: PlanPage,
    entered: Option<PlanRevisionForm>,
) -> Result<FormPage> {
    let there = form_of(&shown);
    let PlanPage {
        t, plan, card, cases, ..
    } = shown;
    let entered = entered.unwrap_or(PlanRevisionForm {
        form: there,
        revision: plan.revision,
    });
    let form = entered.form;
    let mut tx = coaching.core.db.read().await?;
    let lists = measurable(&mut tx, card.as_ref()).await?;
    let low = card.as_ref().map(PlanBasis::low_items).unwrap_or_default();
    let book = coaching.library.snapshot();
    let lists = lists.first().map(|list| rule::choices(list, &low, t.locale()));
    Ok(FormPage {
        choices: lists.unwrap_or_default(),
        offers: study::offers(&book, card.as_ref(), &form.study),
        chapters: study::chapters(&book, t.locale()),
        t,
        address: format!("/plans/{}", plan.id),
        manager: plan.manager_name,
        manager_id: plan.manager_id,
        cases,
        form,
        revision: Some(entered.revision),
        clash: None,
        errors: FieldErrors::default(),
        card,
        open: Vec::new(),
    })
}

/// A plan as it is entered again.
pub(super) fn form_of(shown: &PlanPage) -> PlanForm {
    let plan = &shown.plan;
    PlanForm {
        focus: plan.focus.clone(),
        action: plan.action.clone(),
        targets: shown
            .targets
            .iter()
            .map(|it| TargetForm::from_target(&it.target))
            .collect(),
        items: evidence_keys(plan, true),
        moments: evidence_keys(plan, false),
        study: plan.study.0.iter().map(|study| study.entry.clone()).collect(),
    }
}

fn evidence_keys(plan: &Plan, items: bool) -> Vec<String> {
    let keys = plan.evidence.0.iter().filter_map(|evidence| match evidence {
        Evidence::Item { key, .. } => items.then(|| key.clone()),
        Evidence::Moment { id, .. } => (!items).then(|| id.to_string()),
    });
    keys.collect()
}

async fn edit(t: PageContext, State(coaching): State<Coaching>, Path(id): Path<PlanId>) -> Result<Response> {
    let shown = show_page(t, &coaching, &id).await?;
    if let Some(code) = shown.plan.closed() {
        return closed(&coaching, shown, code, None).await;
    }
    Ok(Html(edit_page(&coaching, shown, None).await?).into_response())
}

async fn update(
    t: PageContext,
    State(coaching): State<Coaching>,
    Path(id): Path<PlanId>,
    Form(fields): Form<PlanFields>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    let revision = fields.revision();
    let form = PlanForm::from(fields);
    match coaching.change(&person, &id, revision, &form).await {
        Ok(()) => Ok(saved(&id)),
        Err(error)
            if matches!(
                error.code(),
                "plan-changed" | "plan-acknowledged" | "plan-is-warning"
            ) =>
        {
            refused(&coaching, show_page(t, &coaching, &id).await?, form).await
        }
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            let shown = show_page(t, &coaching, &id).await?;
            let mut page = edit_page(&coaching, shown, Some(PlanRevisionForm { form, revision })).await?;
            page.errors = errors;
            Ok(form::again(page))
        }
    }
}

/// The plan is not what the form was opened on: what it is now, beside what was entered.
async fn refused(coaching: &Coaching, shown: PlanPage, form: PlanForm) -> Result<Response> {
    if let Some(code) = shown.plan.closed() {
        return closed(coaching, shown, code, Some(form)).await;
    }
    let clash = clash(&shown, &form);
    // Saved once more, it is saved over what is shown here.
    let revision = shown.plan.revision;
    let mut page = edit_page(coaching, shown, Some(PlanRevisionForm { form, revision })).await?;
    page.clash = Some(clash);
    Ok(form::clash(page))
}
