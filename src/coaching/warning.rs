//! The written warning: the stage after talks and plans, with changes that are measured, dates, and what follows.
//!
//! Decides that a head may issue one only about a chronic defect that has survived its plans ([`super::cases`]), that
//! every target of it has a rule, and that it is a plan of its own stage: followed, decided, acknowledged and printed as
//! one. It is never issued by the service itself.

use super::cases::{DefectCase, cases};
use super::followed::FollowScope;
use super::plan::{CheckedPlan, PlanContext, check_targets};
use super::write::{measurable, targets};
use super::{Coaching, Evidence, Plan, PlanStage, TargetForm, store};
use crate::audit::{self, Act, AuditSubject, Detail};
use crate::checklists::Checklist;
use crate::db::{DbError, JsonText, Tx};
use crate::error::{Error, ErrorKind, FieldError, Result};
use crate::evaluations::store as evaluations;
use crate::i18n::Texts;
use crate::id::{PersonId, PlanId};
use crate::people::Person;
use crate::time::Timestamp;

/// Letters of a text at most.
const LETTERS: usize = 2000;

/// A warning as entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WarningForm {
    /// What was heard and what was agreed on before.
    pub facts: String,
    /// What follows when the targets are not met.
    pub consequence: String,
    /// The agreed changes; each with a rule.
    pub targets: Vec<TargetForm>,
}

impl WarningForm {
    /// Codes: `warning-facts`, `warning-consequence`, `warning-target-rule`, those of plan targets.
    fn check(&self, title: &str, on: &PlanContext<'_>) -> Result<CheckedPlan> {
        let mut problems = Vec::new();
        let wrong = |text: &str| text.trim().is_empty() || text.chars().count() > LETTERS;
        if wrong(&self.facts) {
            problems.push(FieldError {
                field: "facts",
                code: "warning-facts",
            });
        }
        if wrong(&self.consequence) {
            problems.push(FieldError {
                field: "consequence",
                code: "warning-consequence",
            });
        }
        let before = problems.len();
        let targets = check_targets(&self.targets, on, &mut problems);
        if problems.len() == before && targets.iter().any(|target| target.rule.is_none()) {
            problems.push(FieldError {
                field: "rule",
                code: "warning-target-rule",
            });
        }
        if problems.is_empty() {
            Ok(CheckedPlan {
                focus: title.to_owned(),
                action: self.facts.trim().to_owned(),
                targets,
            })
        } else {
            Err(Error::fields(problems))
        }
    }
}

/// The defect a warning would be about, if it is time for one. Codes: `defect-not-found`, `warning-not-due`.
pub(super) async fn due(tx: &mut Tx, head: &Person, manager: &PersonId, item: &str) -> Result<DefectCase> {
    let all = cases(tx, manager, FollowScope::new(&head.id)).await?;
    let case = all.into_iter().find(|case| case.defect.key == item);
    let case = case.ok_or(Error::not_found("defect-not-found"))?;
    if case.may_warn() {
        Ok(case)
    } else {
        Err(Error::new(ErrorKind::Conflict, "warning-not-due"))
    }
}

/// Where the rules of a warning find what they look at: the manager's last checklist, then every one in use.
pub(super) async fn checklists(tx: &mut Tx, manager: &PersonId) -> Result<Vec<Checklist>, DbError> {
    let last = evaluations::published_until(tx, manager, Timestamp(i64::MAX), 1).await?;
    let mut all: Vec<Checklist> = last
        .into_iter()
        .map(|it| Checklist::clone(&it.checklist))
        .collect();
    all.extend(measurable(tx, None).await?);
    Ok(all)
}

impl Coaching {
    /// Issues it. Codes besides those of [`WarningForm`]: `person-not-found`, `defect-not-found`, `warning-not-due`.
    pub async fn issue_warning(
        &self,
        head: &Person,
        manager: &PersonId,
        item: &str,
        form: &WarningForm,
    ) -> Result<PlanId> {
        let manager = self.managed(head, manager).await?;
        let now = self.core.now();
        let texts = Texts(head.locale.unwrap_or(self.core.config.locale));
        let mut tx = self.core.db.write().await?;
        let case = due(&mut tx, head, &manager.id, item).await?;
        let title = case.defect.title.get(texts.0).to_owned();
        let on = PlanContext {
            today: now.day(&self.core.config.time_zone),
            known: &[],
            checklists: &checklists(&mut tx, &manager.id).await?,
            locale: texts.0,
        };
        let checked = form.check(&title, &on)?;
        let id = self.core.new_id::<PlanId>();
        let warning = Plan {
            id: id.clone(),
            manager_id: manager.id,
            manager_name: manager.name,
            author_id: head.id.clone(),
            author_name: head.name.clone(),
            evaluation_id: None,
            focus: checked.focus,
            action: checked.action,
            evidence: JsonText(vec![Evidence::Item {
                key: item.to_owned(),
                title,
                mark: String::new(),
            }]),
            created_at: now,
            changed_at: now,
            acknowledged_at: None,
            acknowledgement: String::new(),
            stage: PlanStage::Warning,
            study: JsonText(Vec::new()),
            defect: Some(item.to_owned()),
            consequence: form.consequence.trim().to_owned(),
            disagrees: false,
            revision: Plan::FIRST,
        };
        store::insert(&mut tx, &warning).await?;
        store::set_targets(&mut tx, &id, &targets(&id, checked.targets)).await?;
        audit::record(
            &mut tx,
            &self.core,
            head,
            Act::WarningIssued
                .on(AuditSubject::Plan(&id))
                .of(&warning.manager_id)
                .with(Detail::Item(item.to_owned())),
        )
        .await?;
        tx.commit().await?;
        Ok(id)
    }
}
