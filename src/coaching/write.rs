//! Writing a plan after a published evaluation, changing it until it is acknowledged, and acknowledging it.

use super::basis::{Basis, basis};
use super::plan::Checked;
use super::{Evidence, Outcome, Plan, PlanForm, Target, store};
use crate::app::App;
use crate::audit::{self, Act};
use crate::db::JsonText;
use crate::error::{Error, ErrorKind, Result};
use crate::i18n::Texts;
use crate::id::{EvaluationId, PersonId, PlanId};
use crate::people::{self, Permission, Person, Role};
use crate::scorecards::EvaluationState;
use crate::time::Day;

/// Writes a plan for a manager of the head's team; with an evaluation it rests on its items and moments.
///
/// Codes: those of [`PlanForm`], `person-not-found`, `evaluation-not-found`, `evaluation-not-published`.
pub async fn create(
    app: &App,
    head: &Person,
    manager: &PersonId,
    evaluation: Option<&EvaluationId>,
    form: &PlanForm,
) -> Result<PlanId> {
    let manager = managed(app, head, manager).await?;
    let card = match evaluation {
        Some(id) => Some(published(app, head, &manager, id).await?),
        None => None,
    };
    let now = app.clock.now();
    let checked = form.check(now.day(&app.config.time_zone), &[])?;
    let id = PlanId::new(now, &app.randomness);
    let plan = Plan {
        evidence: JsonText(evidence(
            card.as_ref(),
            form,
            Texts(head.locale.unwrap_or(app.config.locale)),
        )),
        id: id.clone(),
        manager_id: manager.id,
        manager_name: manager.name,
        author_id: head.id.clone(),
        author_name: head.name.clone(),
        evaluation_id: evaluation.cloned(),
        focus: checked.focus.clone(),
        action: checked.action.clone(),
        created_at: now,
        changed_at: now,
        acknowledged_at: None,
        acknowledgement: String::new(),
    };
    let mut tx = app.db.write().await?;
    store::insert(&mut tx, &plan).await?;
    store::set_targets(&mut tx, &id, &targets(&id, checked)).await?;
    audit::record(
        &mut tx,
        app,
        Some(head),
        Act::PlanWritten,
        format!("/plans/{id}"),
        Some(&plan.manager_id),
        String::new(),
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a plan's words and targets. Code besides those of [`PlanForm`]: `plan-acknowledged`.
pub async fn change(app: &App, head: &Person, id: &PlanId, form: &PlanForm) -> Result<()> {
    permit(head)?;
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let plan = store::plan(&mut tx, &head.scope(), id)
        .await?
        .ok_or(Error::not_found("plan-not-found"))?;
    let known = store::targets(&mut tx, id).await?;
    drop(tx);
    if plan.acknowledged_at.is_some() {
        return Err(Error::new(ErrorKind::Conflict, "plan-acknowledged"));
    }
    let checked = form.check(now.day(&app.config.time_zone), &known)?;
    let manager = managed(app, head, &plan.manager_id).await?;
    let card = match &plan.evaluation_id {
        Some(evaluation) => Some(published(app, head, &manager, evaluation).await?),
        None => None,
    };
    let plan = Plan {
        evidence: JsonText(evidence(
            card.as_ref(),
            form,
            Texts(head.locale.unwrap_or(app.config.locale)),
        )),
        focus: checked.focus.clone(),
        action: checked.action.clone(),
        changed_at: now,
        ..plan
    };
    let mut tx = app.db.write().await?;
    store::update(&mut tx, &plan)
        .await
        .map_err(|error| Error::new(ErrorKind::Conflict, "plan-acknowledged").because(error))?;
    store::set_targets(&mut tx, id, &targets(id, checked)).await?;
    tx.commit().await?;
    Ok(())
}

/// The manager has read their plan and agrees, with words of their own if they like. Codes: `plan-not-found`,
/// `plan-acknowledged`, `plan-words-long`.
pub async fn acknowledge(app: &App, manager: &Person, id: &PlanId, words: &str) -> Result<()> {
    if !manager.may(Permission::AcknowledgePlans) {
        return Err(Error::forbidden());
    }
    if words.chars().count() > 2000 {
        return Err(Error::new(ErrorKind::BadInput, "plan-words-long"));
    }
    let mut tx = app.db.write().await?;
    let plan = store::plan(&mut tx, &manager.scope(), id)
        .await?
        .ok_or(Error::not_found("plan-not-found"))?;
    if plan.acknowledged_at.is_some() {
        return Err(Error::new(ErrorKind::Conflict, "plan-acknowledged"));
    }
    store::acknowledge(&mut tx, id, &manager.id, words.trim(), app.clock.now()).await?;
    audit::record(
        &mut tx,
        app,
        Some(manager),
        Act::PlanAcknowledged,
        format!("/plans/{id}"),
        Some(&manager.id),
        String::new(),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

fn permit(head: &Person) -> Result<()> {
    if head.may(Permission::WritePlans) {
        Ok(())
    } else {
        Err(Error::forbidden())
    }
}

/// A manager this head leads.
async fn managed(app: &App, head: &Person, manager: &PersonId) -> Result<Person> {
    permit(head)?;
    let mut tx = app.db.read().await?;
    people::store::person(&mut tx, manager)
        .await?
        .filter(|person| person.role == Role::Manager && head.scope().covers(person))
        .ok_or(Error::not_found("person-not-found"))
}

/// A published evaluation of this manager.
async fn published(app: &App, head: &Person, manager: &Person, id: &EvaluationId) -> Result<Basis> {
    let card = basis(app, head, id).await?;
    if card.evaluation.manager_id != manager.id {
        return Err(Error::not_found("evaluation-not-found"));
    }
    if card.evaluation.state != EvaluationState::Published {
        return Err(Error::new(ErrorKind::Conflict, "evaluation-not-published"));
    }
    Ok(card)
}

/// The chosen items and moments with the words of today; what the evaluation does not have is left out.
fn evidence(card: Option<&Basis>, form: &PlanForm, texts: Texts) -> Vec<Evidence> {
    let Some(card) = card else { return Vec::new() };
    let items = card
        .checklist
        .items()
        .filter(|(_, item)| form.items.contains(&item.key))
        .map(|(_, item)| Evidence::Item {
            key: item.key.clone(),
            title: item.text.get(texts.0).to_owned(),
            mark: card.mark_words(item, texts),
        });
    let moments = card
        .moments
        .iter()
        .filter(|moment| form.moments.iter().any(|id| id == moment.id.as_str()))
        .map(|moment| Evidence::Moment {
            id: moment.id.clone(),
            recording_id: moment.recording_id.clone(),
            start_ms: moment.start_ms,
            note: moment.note.clone(),
        });
    items.chain(moments).collect()
}

fn targets(plan: &PlanId, checked: Checked) -> Vec<Target> {
    (0..)
        .zip(checked.targets)
        .map(|(position, (text, due)): (i32, (String, Day))| Target {
            plan_id: plan.clone(),
            position,
            text,
            due,
            outcome: Outcome::Open,
            decided_at: None,
            decided_in: None,
        })
        .collect()
}
