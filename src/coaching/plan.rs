//! A plan and its targets; what a head may enter.

use serde::{Deserialize, Serialize};

use crate::db::JsonText;
use crate::error::{Error, FieldError, Result};
use crate::id::{EvaluationId, MomentId, PersonId, PlanId, RecordingId};
use crate::time::{Day, Timestamp};

/// Targets of one plan at most: more are not worked on.
pub const MOST_TARGETS: usize = 3;

crate::db::text_enum! {
    /// What became of a target.
    pub enum Outcome {
        /// Not decided yet.
        Open = "open",
        /// Met.
        Met = "met",
        /// Met in part.
        Partly = "partly",
        /// Not met.
        Unmet = "unmet",
    }
}

/// What a plan rests on, with the words of the time: a later edit of the checklist does not change it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Evidence {
    /// A checklist item.
    Item {
        /// The item's key.
        key: String,
        /// Its words.
        title: String,
        /// The mark as shown, e.g. `0 из 2`; empty when unanswered.
        mark: String,
    },
    /// A moment of a recording.
    Moment {
        /// The moment.
        id: MomentId,
        /// Where.
        recording_id: RecordingId,
        /// Begin, ms.
        start_ms: i64,
        /// The note.
        note: String,
    },
}

/// A plan.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Plan {
    /// Identifier.
    pub id: PlanId,
    /// Whose plan.
    pub manager_id: PersonId,
    /// Name of the manager.
    pub manager_name: String,
    /// Who wrote it.
    pub author_id: PersonId,
    /// Name of the author.
    pub author_name: String,
    /// The evaluation it came from.
    pub evaluation_id: Option<EvaluationId>,
    /// The one thing to work on.
    pub focus: String,
    /// What to do for it.
    pub action: String,
    /// What it rests on.
    pub evidence: JsonText<Vec<Evidence>>,
    /// When written.
    pub created_at: Timestamp,
    /// Last change.
    pub changed_at: Timestamp,
    /// When the manager acknowledged it.
    pub acknowledged_at: Option<Timestamp>,
    /// The manager's words about it; may be empty.
    pub acknowledgement: String,
}

/// A target: an observable action with a date.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Target {
    /// The plan.
    pub plan_id: PlanId,
    /// From 0.
    pub position: i32,
    /// What will be seen or heard.
    pub text: String,
    /// By when.
    pub due: Day,
    /// What became of it.
    pub outcome: Outcome,
    /// When that was decided.
    pub decided_at: Option<Timestamp>,
    /// The evaluation that opened with the question.
    pub decided_in: Option<EvaluationId>,
}

impl Target {
    /// Open and past its date?
    pub fn is_overdue(&self, today: Day) -> bool {
        self.outcome == Outcome::Open && self.due < today
    }
}

/// One target as entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
pub struct TargetForm {
    /// What will be seen or heard.
    #[serde(default)]
    #[schema(example = "Ends the call with date and time of the visit")]
    pub text: String,
    /// ISO date.
    #[serde(default)]
    #[schema(example = "2026-12-11")]
    pub due: String,
}

/// A plan as entered; kept as text so that nothing is lost when a field is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanForm {
    /// The one thing to work on.
    pub focus: String,
    /// What to do for it.
    pub action: String,
    /// Targets; empty ones are left out.
    pub targets: Vec<TargetForm>,
    /// Keys of checklist items.
    pub items: Vec<String>,
    /// Ids of moments.
    pub moments: Vec<String>,
}

/// A checked plan, before it has an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checked {
    pub(super) focus: String,
    pub(super) action: String,
    pub(super) targets: Vec<(String, Day)>,
}

impl PlanForm {
    /// Checks every field at once. Codes: `plan-focus`, `plan-action`, `plan-target-none`, `plan-target-text`,
    /// `plan-target-due`, `plan-target-past`, `plan-target-many`. Dates before `today` are refused for new targets only:
    /// `known` are the targets the plan has already.
    pub(super) fn check(&self, today: Day, known: &[Target]) -> Result<Checked> {
        let mut problems = Vec::new();
        let mut problem = |field, code| problems.push(FieldError { field, code });
        let (focus, action) = (self.focus.trim(), self.action.trim());
        if focus.is_empty() || focus.chars().count() > 200 {
            problem("focus", "plan-focus");
        }
        if action.is_empty() || action.chars().count() > 2000 {
            problem("action", "plan-action");
        }
        let mut targets = Vec::new();
        for target in self
            .targets
            .iter()
            .filter(|t| !t.text.trim().is_empty() || !t.due.trim().is_empty())
        {
            let text = target.text.trim();
            if text.is_empty() || text.chars().count() > 300 {
                problem("target", "plan-target-text");
            }
            match target.due.parse::<Day>() {
                Err(_) => problem("due", "plan-target-due"),
                Ok(due) if due < today && !known.iter().any(|old| old.due == due) => {
                    problem("due", "plan-target-past");
                }
                Ok(due) => targets.push((text.to_owned(), due)),
            }
        }
        if targets.is_empty() && problems.iter().all(|p| p.field != "target" && p.field != "due") {
            problems.push(FieldError {
                field: "target",
                code: "plan-target-none",
            });
        }
        if targets.len() > MOST_TARGETS {
            problems.push(FieldError {
                field: "target",
                code: "plan-target-many",
            });
        }
        if !problems.is_empty() {
            return Err(Error::fields(problems));
        }
        Ok(Checked {
            focus: focus.to_owned(),
            action: action.to_owned(),
            targets,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> PlanForm {
        PlanForm {
            focus: "Следующий шаг".to_owned(),
            action: "Прочитать скрипт, три проигрывания".to_owned(),
            targets: vec![TargetForm {
                text: "Дата замера названа".to_owned(),
                due: "2026-12-11".to_owned(),
            }],
            ..PlanForm::default()
        }
    }

    fn codes(form: &PlanForm) -> Vec<&'static str> {
        let today: Day = "2026-11-23".parse().unwrap();
        match form.check(today, &[]) {
            Ok(_) => Vec::new(),
            Err(error) => error.field_errors().iter().map(|field| field.code).collect(),
        }
    }

    #[test]
    fn a_plan_has_a_focus_an_action_and_a_dated_target() {
        assert!(codes(&form()).is_empty());
        let empty = PlanForm::default();
        assert_eq!(codes(&empty), ["plan-focus", "plan-action", "plan-target-none"]);
    }

    #[test]
    fn a_target_needs_words_and_a_coming_date() {
        let target = |text: &str, due: &str| TargetForm {
            text: text.to_owned(),
            due: due.to_owned(),
        };
        let with = |targets: Vec<TargetForm>| codes(&PlanForm { targets, ..form() });
        assert_eq!(with(vec![target("", "2026-12-11")]), ["plan-target-text"]);
        assert_eq!(with(vec![target("x", "")]), ["plan-target-due"]);
        assert_eq!(with(vec![target("x", "2026-11-22")]), ["plan-target-past"]);
        assert!(with(vec![target("x", "2026-11-23"), target("", "")]).is_empty());
        assert_eq!(with(vec![target("x", "2026-12-01"); 4]), ["plan-target-many"]);
    }
}
