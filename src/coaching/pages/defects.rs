//! Pages of what repeats: the team's, one manager's with the steps taken, and the form of a written warning.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::form::{RuleFields, target_forms, target_lines};
use crate::coaching::cases::{DefectCase, SURVIVED, cases};
use crate::coaching::defects::{CHRONIC, CLEAN, WINDOW};
use crate::coaching::followed::FollowScope;
use crate::coaching::rule::{self, Choices, RuleForm};
use crate::coaching::warning::{self, WarningForm};
use crate::coaching::{Coaching, TargetForm};
use crate::error::{Error, Result};
use crate::id::PersonId;
use crate::people::{self, Permission, Person};
use crate::web::{FieldErrors, Form, Html, PageContext, Path, Routes, form, see};

pub(super) fn routes() -> Routes<Coaching> {
    use Permission::{ReadPlans, WritePlans};
    Routes::new()
        .get("/defects", ReadPlans, team)
        .get("/managers/{id}/defects", ReadPlans, show)
        .get("/managers/{id}/defects/{item}/warning", WritePlans, new)
        .post("/managers/{id}/defects/{item}/warning", WritePlans, submit)
}

#[derive(Template)]
#[template(path = "coaching/defects.html")]
struct TeamPage {
    t: PageContext,
    /// Managers with what repeats, by name.
    managers: Vec<(Person, Vec<DefectCase>)>,
}

/// The team's; a manager goes to their own.
async fn team(t: PageContext, State(coaching): State<Coaching>) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    if !person.may(Permission::WritePlans) {
        return Ok(Redirect::to(&format!("/managers/{}/defects", person.id)).into_response());
    }
    let mut tx = coaching.core.db.read().await?;
    let mut managers = Vec::new();
    for manager in people::store::managers(&mut tx, &person.scope()).await? {
        let found = cases(&mut tx, &manager.id, FollowScope::new(&person.id)).await?;
        managers.push((manager, found));
    }
    Ok(Html(TeamPage { t, managers }).into_response())
}

#[derive(Template)]
#[template(path = "coaching/defects_of.html")]
struct DefectsPage {
    t: PageContext,
    manager: Person,
    cases: Vec<DefectCase>,
}

impl DefectsPage {
    const WINDOW: usize = WINDOW;
    const CHRONIC: usize = CHRONIC;
    const CLEAN: usize = CLEAN;
    const SURVIVED: usize = SURVIVED;
}

async fn show(
    t: PageContext,
    State(coaching): State<Coaching>,
    Path(id): Path<PersonId>,
) -> Result<Html<DefectsPage>> {
    let person = t.visitor().signed_in()?.clone();
    let mut tx = coaching.core.db.read().await?;
    let manager = people::store::person(&mut tx, &id)
        .await?
        .filter(|manager| person.scope().covers(manager))
        .ok_or(Error::not_found("person-not-found"))?;
    let cases = cases(&mut tx, &manager.id, FollowScope::new(&person.id)).await?;
    Ok(Html(DefectsPage { t, manager, cases }))
}

/// Fields of the warning form; targets come as lists of the same length.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct WarningFields {
    facts: String,
    consequence: String,
    target: Vec<String>,
    due: Vec<String>,
    measure: Vec<String>,
    at_least: Vec<String>,
    hits: Vec<String>,
    of: Vec<String>,
}

impl From<WarningFields> for WarningForm {
    fn from(fields: WarningFields) -> Self {
        let rules = RuleFields {
            measure: fields.measure,
            at_least: fields.at_least,
            hits: fields.hits,
            of: fields.of,
        };
        Self {
            facts: fields.facts,
            consequence: fields.consequence,
            targets: target_forms(fields.target, fields.due, rules),
        }
    }
}

#[derive(Template)]
#[template(path = "coaching/warning.html")]
struct WarningPage {
    t: PageContext,
    manager: Person,
    case: DefectCase,
    choices: Vec<Choices>,
    form: WarningForm,
    errors: FieldErrors,
}

impl WarningPage {
    fn targets(&self) -> Vec<TargetForm> {
        target_lines(&self.form.targets)
    }
}

/// What the head finds written when they begin: how often and since when, and the plans that did not help.
fn facts(t: &PageContext, case: &DefectCase) -> String {
    let defect = &case.defect;
    let mut lines = vec![t.texts().with(
        "warning-facts-words",
        &[
            ("title", defect.title.get(t.locale()).to_owned()),
            ("low", defect.low().to_string()),
            ("n", defect.counted().to_string()),
            ("day", t.day_of(&defect.since)),
        ],
    )];
    let survived = case.plans.iter().filter(|step| case.has_survived(&step.plan));
    lines.extend(survived.map(|step| {
        let (day, focus) = (t.day_of(&step.plan.created_at), &step.plan.focus);
        t.with2("warning-facts-plan", "day", day, "focus", focus)
    }));
    lines.join("\n")
}

async fn page(
    t: PageContext,
    coaching: &Coaching,
    (id, item): (&PersonId, &str),
    form: Option<WarningForm>,
    errors: FieldErrors,
) -> Result<WarningPage> {
    let head = t.visitor().signed_in()?.clone();
    let manager = coaching.managed(&head, id).await?;
    let mut tx = coaching.core.db.read().await?;
    let case = warning::due(&mut tx, &head, id, item).await?;
    let lists = warning::checklists(&mut tx, id).await?;
    let low = [item.to_owned()];
    let choices = lists.first().map(|list| rule::choices(list, &low, t.locale()));
    let form = form.unwrap_or_else(|| WarningForm {
        facts: facts(&t, &case),
        targets: vec![TargetForm {
            text: case.defect.title.get(t.locale()).to_owned(),
            due: t.today().plus_days(14).to_string(),
            rule: RuleForm {
                measure: format!("item:{item}"),
                of: "5".to_owned(),
                hits: "4".to_owned(),
                ..RuleForm::default()
            },
        }],
        ..WarningForm::default()
    });
    Ok(WarningPage {
        t,
        manager,
        case,
        choices: choices.unwrap_or_default(),
        form,
        errors,
    })
}

async fn new(
    t: PageContext,
    State(coaching): State<Coaching>,
    Path((id, item)): Path<(PersonId, String)>,
) -> Result<Html<WarningPage>> {
    Ok(Html(
        page(t, &coaching, (&id, &item), None, FieldErrors::default()).await?,
    ))
}

async fn submit(
    t: PageContext,
    State(coaching): State<Coaching>,
    Path((id, item)): Path<(PersonId, String)>,
    Form(fields): Form<WarningFields>,
) -> Result<Response> {
    let head = t.visitor().signed_in()?.clone();
    let form = WarningForm::from(fields);
    form::answer(
        coaching.issue_warning(&head, &id, &item, &form).await,
        |plan| see(format!("/plans/{plan}")).saying("warning-issued"),
        async |errors| page(t, &coaching, (&id, &item), Some(form), errors).await,
    )
    .await
}
