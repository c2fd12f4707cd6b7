//! Writing a plan after a published evaluation, changing it until it is acknowledged, and acknowledging it.

use super::basis::PlanBasis;
use super::plan::{CheckedTarget, PlanContext};
use super::{Coaching, Evidence, Plan, PlanForm, PlanStage, Target, TargetOutcome, store, study};
use crate::audit::{self, Act, AuditSubject, Detail};
use crate::checklists::{Checklist, store as checklists};
use crate::db::{DbError, JsonText, Tx};
use crate::error::{Error, ErrorKind, Result};
use crate::evaluations::EvaluationState;
use crate::i18n::Texts;
use crate::id::{EvaluationId, PersonId, PlanId};
use crate::people::{self, Permission, Person, Role};

impl Coaching {
    /// Writes a plan for a manager of the head's team; with an evaluation it rests on its items and moments.
    ///
    /// Codes: those of [`PlanForm`], `person-not-found`, `evaluation-not-found`, `evaluation-not-published`.
    pub async fn create(
        &self,
        head: &Person,
        manager: &PersonId,
        evaluation: Option<&EvaluationId>,
        form: &PlanForm,
    ) -> Result<PlanId> {
        let manager = self.managed(head, manager).await?;
        let card = match evaluation {
            Some(id) => Some(self.published(head, &manager, id).await?),
            None => None,
        };
        let now = self.core.now();
        let texts = Texts(head.locale.unwrap_or(self.core.config.locale));
        let mut tx = self.core.db.write().await?;
        let checked = form.check(&PlanContext {
            today: now.day(&self.core.config.time_zone),
            known: &[],
            checklists: &measurable(&mut tx, card.as_ref()).await?,
            locale: texts.0,
        })?;
        let id = self.core.new_id::<PlanId>();
        let plan = Plan {
            evidence: JsonText(evidence(card.as_ref(), form, texts)),
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
            stage: PlanStage::Plan,
            study: JsonText(study::chosen(&self.library.snapshot(), &form.study)),
            defect: None,
            consequence: String::new(),
            disagrees: false,
            revision: Plan::FIRST,
        };
        store::insert(&mut tx, &plan).await?;
        store::set_targets(&mut tx, &id, &targets(&id, checked.targets)).await?;
        audit::record(
            &mut tx,
            &self.core,
            head,
            Act::PlanWritten.on(AuditSubject::Plan(&id)).of(&plan.manager_id),
        )
        .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Changes a plan's words and targets over the revision they were read at. Codes besides those of [`PlanForm`]:
    /// `plan-not-found`; `plan-acknowledged` and `plan-is-warning` when it is not changed any more; `plan-changed` when
    /// somebody changed it since.
    pub async fn change(&self, head: &Person, id: &PlanId, revision: i64, form: &PlanForm) -> Result<()> {
        permit(head)?;
        let now = self.core.now();
        let mut tx = self.core.db.read().await?;
        let plan = store::plan(&mut tx, &head.scope(), id)
            .await?
            .ok_or(Error::not_found("plan-not-found"))?;
        let known = store::targets(&mut tx, id).await?;
        drop(tx);
        if let Some(code) = plan.closed() {
            return Err(Error::new(ErrorKind::Conflict, code));
        }
        if plan.revision != revision {
            return Err(Error::new(ErrorKind::Conflict, "plan-changed"));
        }
        let manager = self.managed(head, &plan.manager_id).await?;
        let card = match &plan.evaluation_id {
            Some(evaluation) => Some(self.published(head, &manager, evaluation).await?),
            None => None,
        };
        let texts = Texts(head.locale.unwrap_or(self.core.config.locale));
        let mut tx = self.core.db.write().await?;
        let checked = form.check(&PlanContext {
            today: now.day(&self.core.config.time_zone),
            known: &known,
            checklists: &measurable(&mut tx, card.as_ref()).await?,
            locale: texts.0,
        })?;
        let plan = Plan {
            evidence: JsonText(evidence(card.as_ref(), form, texts)),
            focus: checked.focus.clone(),
            action: checked.action.clone(),
            changed_at: now,
            study: JsonText(study::chosen(&self.library.snapshot(), &form.study)),
            ..plan
        };
        store::update(&mut tx, &plan)
            .await
            .map_err(|error| error.lost_race("plan-changed"))?;
        store::set_targets(&mut tx, id, &targets(id, checked.targets)).await?;
        audit::record(
            &mut tx,
            &self.core,
            head,
            Act::PlanChanged.on(AuditSubject::Plan(id)).of(&plan.manager_id),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// The manager has read their plan and agrees, with words of their own if they like. Codes: those of [`Coaching::answer`].
    pub async fn acknowledge(&self, manager: &Person, id: &PlanId, words: &str) -> Result<()> {
        self.answer(manager, id, None, PlanResponse::Agrees(words)).await
    }

    /// The manager's one answer to a plan or a warning; `read` is the revision they have read, where that is known. Codes:
    /// `plan-not-found`, `plan-acknowledged`, `plan-words-long`; `plan-reworded` when it was changed since they read it: nobody
    /// agrees to words they have not seen; `warning-words` when a disagreement has none, `plan-disagreement` for a plan, which
    /// is talked over instead.
    pub async fn answer(
        &self,
        manager: &Person,
        id: &PlanId,
        read: Option<i64>,
        answer: PlanResponse<'_>,
    ) -> Result<()> {
        let (words, disagrees) = match answer {
            PlanResponse::Agrees(words) => (words.trim(), false),
            PlanResponse::Disagrees(words) => (words.trim(), true),
        };
        if !manager.may(Permission::AcknowledgePlans) {
            return Err(Error::forbidden());
        }
        if words.chars().count() > 2000 {
            return Err(Error::new(ErrorKind::BadInput, "plan-words-long"));
        }
        if disagrees && words.is_empty() {
            return Err(Error::new(ErrorKind::BadInput, "warning-words"));
        }
        let mut tx = self.core.db.write().await?;
        let plan = store::plan(&mut tx, &manager.scope(), id)
            .await?
            .filter(|plan| plan.manager_id == manager.id)
            .ok_or(Error::not_found("plan-not-found"))?;
        if plan.acknowledged_at.is_some() {
            return Err(Error::new(ErrorKind::Conflict, "plan-acknowledged"));
        }
        if read.is_some_and(|read| read != plan.revision) {
            return Err(Error::new(ErrorKind::Conflict, "plan-reworded"));
        }
        let (act, detail) = match (plan.stage, disagrees) {
            (PlanStage::Plan, false) => (Act::PlanAcknowledged, Detail::Nothing),
            (PlanStage::Plan, true) => return Err(Error::new(ErrorKind::BadInput, "plan-disagreement")),
            (PlanStage::Warning, false) => (Act::WarningAcknowledged, Detail::word("agrees")),
            (PlanStage::Warning, true) => (Act::WarningAcknowledged, Detail::word("disagrees")),
        };
        store::acknowledge(&mut tx, &plan, words, disagrees, self.core.now()).await?;
        audit::record(
            &mut tx,
            &self.core,
            manager,
            act.on(AuditSubject::Plan(id)).of(&manager.id).with(detail),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// A manager this head leads.
    pub(super) async fn managed(&self, head: &Person, manager: &PersonId) -> Result<Person> {
        permit(head)?;
        let mut tx = self.core.db.read().await?;
        people::store::person(&mut tx, manager)
            .await?
            .filter(|person| person.role == Role::Manager && head.scope().covers(person))
            .ok_or(Error::not_found("person-not-found"))
    }

    /// A published evaluation of this manager.
    async fn published(&self, head: &Person, manager: &Person, id: &EvaluationId) -> Result<PlanBasis> {
        let card = self.basis(head, id).await?;
        if card.evaluation.manager_id != manager.id {
            return Err(Error::not_found("evaluation-not-found"));
        }
        if card.evaluation.state != EvaluationState::Published {
            return Err(Error::new(ErrorKind::Conflict, "evaluation-not-published"));
        }
        Ok(card)
    }
}

/// What a manager says to a plan or a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanResponse<'a> {
    /// Agreed, with words if they like.
    Agrees(&'a str),
    /// Read, and not agreed: the words say why. For warnings only.
    Disagrees(&'a str),
}

pub(super) fn permit(head: &Person) -> Result<()> {
    if head.may(Permission::WritePlans) {
        Ok(())
    } else {
        Err(Error::forbidden())
    }
}

/// The chosen items and moments with the words of today; what the evaluation does not have is left out.
fn evidence(card: Option<&PlanBasis>, form: &PlanForm, texts: Texts) -> Vec<Evidence> {
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

/// Where rules find what they look at: the evaluation's checklist, else every checklist in use, the standard one first.
pub(super) async fn measurable(tx: &mut Tx, card: Option<&PlanBasis>) -> Result<Vec<Checklist>, DbError> {
    if let Some(card) = card {
        return Ok(vec![card.checklist.clone()]);
    }
    let all = checklists::checklists(tx).await?;
    Ok(all.into_iter().map(|version| version.document.0).collect())
}

/// Targets nobody has decided on yet.
pub(super) fn targets(plan: &PlanId, checked: Vec<CheckedTarget>) -> Vec<Target> {
    (0..)
        .zip(checked)
        .map(|(position, target): (i32, CheckedTarget)| Target {
            plan_id: plan.clone(),
            position,
            text: target.text,
            due: target.due,
            outcome: TargetOutcome::Open,
            decided_at: None,
            decided_in: None,
            rule: target.rule.map(JsonText),
            word: String::new(),
        })
        .collect()
}
