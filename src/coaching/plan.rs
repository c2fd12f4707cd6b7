//! A plan and its targets; what a head may enter.

use serde::{Deserialize, Serialize};

use super::rule::{RuleForm, TargetRule};
use super::study::Study;
use crate::checklists::Checklist;
use crate::db::JsonText;
use crate::diff::fingerprint;
use crate::error::{Error, FieldError, Result};
use crate::i18n::Locale;
use crate::id::{EvaluationId, MomentId, PersonId, PlanId, RecordingId};
use crate::time::{Day, Timestamp};

/// Targets of one plan at most: more are not worked on.
pub const MOST_TARGETS: usize = 3;

crate::db::text_enum! {
    /// What became of a target.
    pub enum TargetOutcome {
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

impl TargetOutcome {
    /// The tone it is shown in.
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Open => "",
            Self::Met => "good",
            Self::Partly => "warn",
            Self::Unmet => "bad",
        }
    }

    /// The sign beside its words.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Open => "",
            Self::Met => "check",
            Self::Partly => "warn",
            Self::Unmet => "cross",
        }
    }

    /// The key of its words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Open => "plan-outcome-open",
            Self::Met => "plan-outcome-met",
            Self::Partly => "plan-outcome-partly",
            Self::Unmet => "plan-outcome-unmet",
        }
    }
}

crate::db::text_enum! {
    /// How serious it is. Talking comes before both and is a one-to-one.
    pub enum PlanStage {
        /// An action plan.
        Plan = "plan",
        /// A written warning: a plan whose targets are all measured, with what follows when they are not met.
        Warning = "warning",
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
    /// Plan or written warning.
    pub stage: PlanStage,
    /// What to read for it.
    pub study: JsonText<Vec<Study>>,
    /// Key of the checklist item that a warning is about.
    pub defect: Option<String>,
    /// What follows when the targets of a warning are not met.
    pub consequence: String,
    /// Did the manager acknowledge it without agreeing?
    pub disagrees: bool,
    /// Counts its changes, from [`Plan::FIRST`].
    pub revision: i64,
}

impl Plan {
    /// The revision of a plan that was just written.
    pub const FIRST: i64 = 1;

    /// Is it a written warning?
    pub fn is_warning(&self) -> bool {
        self.stage == PlanStage::Warning
    }

    /// Why it is not changed any more: the code of an error. None while it may be.
    pub fn closed(&self) -> Option<&'static str> {
        if self.is_warning() {
            Some("plan-is-warning")
        } else if self.acknowledged_at.is_some() {
            Some("plan-acknowledged")
        } else {
            None
        }
    }
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
    pub outcome: TargetOutcome,
    /// When that was decided.
    pub decided_at: Option<Timestamp>,
    /// The evaluation that opened with the question.
    pub decided_in: Option<EvaluationId>,
    /// How the service follows it; none when only people decide.
    pub rule: Option<JsonText<TargetRule>>,
    /// The head's words to their decision; may be empty.
    pub word: String,
}

impl Target {
    /// The revision of what is agreed and of what was decided about it.
    pub fn revision(&self) -> String {
        let due = self.due.to_string();
        let rule = self.rule.as_ref().map(|JsonText(rule)| {
            let measure = &rule.measure;
            format!(
                "{} {} {} {}",
                measure.word(),
                measure.at_least(),
                rule.hits,
                rule.of
            )
        });
        fingerprint([
            self.text.as_str(),
            &due,
            rule.as_deref().unwrap_or_default(),
            self.outcome.as_str(),
            &self.word,
        ])
    }

    /// Is the same agreed, whatever became of it?
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.text == other.text && self.due == other.due && self.rule == other.rule
    }

    /// Takes the head's decision back.
    pub(super) fn reopen(&mut self) {
        self.outcome = TargetOutcome::Open;
        self.decided_at = None;
        self.decided_in = None;
        self.word = String::new();
    }
}

/// One target as entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TargetForm {
    /// What will be seen or heard; with a rule it may be empty and is then the words of what the rule looks at.
    pub text: String,
    /// ISO date.
    pub due: String,
    /// How the service follows it.
    pub rule: RuleForm,
}

impl TargetForm {
    /// As it is entered again.
    pub(super) fn from_target(target: &Target) -> Self {
        Self {
            text: target.text.clone(),
            due: target.due.to_string(),
            rule: target
                .rule
                .as_ref()
                .map(|rule| RuleForm::from_rule(&rule.0))
                .unwrap_or_default(),
        }
    }

    /// Is nothing entered?
    pub(super) fn is_empty(&self) -> bool {
        [&self.text, &self.due, &self.rule.measure]
            .iter()
            .all(|field| field.trim().is_empty())
    }
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
    /// Names of entries of the book.
    pub study: Vec<String>,
}

/// A checked plan, before it has an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CheckedPlan {
    pub(super) focus: String,
    pub(super) action: String,
    pub(super) targets: Vec<CheckedTarget>,
}

/// A checked target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CheckedTarget {
    pub(super) text: String,
    pub(super) due: Day,
    pub(super) rule: Option<TargetRule>,
}

/// What a form is checked against.
pub(super) struct PlanContext<'a> {
    /// The day of today: earlier dates are refused.
    pub(super) today: Day,
    /// Targets the plan has already: their dates may be past.
    pub(super) known: &'a [Target],
    /// Where rules find what they look at; the first that has it counts.
    pub(super) checklists: &'a [Checklist],
    /// In whose language a target without words is named.
    pub(super) locale: Locale,
}

impl PlanForm {
    /// Checks every field at once. Codes: `plan-focus`, `plan-action`, those of [`check_targets`].
    pub(super) fn check(&self, on: &PlanContext<'_>) -> Result<CheckedPlan> {
        let mut problems = Vec::new();
        let (focus, action) = (self.focus.trim(), self.action.trim());
        if focus.is_empty() || focus.chars().count() > 200 {
            problems.push(FieldError {
                field: "focus",
                code: "plan-focus",
            });
        }
        if action.is_empty() || action.chars().count() > 2000 {
            problems.push(FieldError {
                field: "action",
                code: "plan-action",
            });
        }
        let targets = check_targets(&self.targets, on, &mut problems);
        if !problems.is_empty() {
            return Err(Error::fields(problems));
        }
        Ok(CheckedPlan {
            focus: focus.to_owned(),
            action: action.to_owned(),
            targets,
        })
    }
}

/// The targets that were entered; what is wrong is added to `problems`. Codes: `plan-target-none`, `plan-target-text`,
/// `plan-target-due`, `plan-target-past`, `plan-target-many`, those of [`RuleForm::check`].
pub(super) fn check_targets(
    entered: &[TargetForm],
    on: &PlanContext<'_>,
    problems: &mut Vec<FieldError>,
) -> Vec<CheckedTarget> {
    let before = problems.len();
    let mut targets = Vec::new();
    for target in entered.iter().filter(|target| !target.is_empty()) {
        let mut problem = |field, code| problems.push(FieldError { field, code });
        let rule = target.rule.check(on.checklists).unwrap_or_else(|code| {
            problem("rule", code);
            None
        });
        let mut text = target.text.trim().to_owned();
        if let (true, Some(rule)) = (text.is_empty(), &rule) {
            text = rule.measure.title(on.locale);
        }
        if (text.is_empty() && target.rule.measure.trim().is_empty()) || text.chars().count() > 300 {
            problem("target", "plan-target-text");
        }
        match target.due.parse::<Day>() {
            Err(_) => problem("due", "plan-target-due"),
            Ok(due) if due < on.today && !on.known.iter().any(|old| old.due == due) => {
                problem("due", "plan-target-past");
            }
            Ok(due) => targets.push(CheckedTarget { text, due, rule }),
        }
    }
    let code = if targets.len() > MOST_TARGETS {
        Some("plan-target-many")
    } else if targets.is_empty() && problems.len() == before {
        Some("plan-target-none")
    } else {
        None
    };
    problems.extend(code.map(|code| FieldError {
        field: "target",
        code,
    }));
    targets
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
                ..TargetForm::default()
            }],
            ..PlanForm::default()
        }
    }

    fn codes(form: &PlanForm) -> Vec<&'static str> {
        let checklists = [super::super::follow::tests::list()];
        let on = PlanContext {
            today: "2026-11-23".parse().unwrap(),
            known: &[],
            checklists: &checklists,
            locale: Locale::Ru,
        };
        match form.check(&on) {
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
            ..TargetForm::default()
        };
        let with = |targets: Vec<TargetForm>| codes(&PlanForm { targets, ..form() });
        assert_eq!(with(vec![target("", "2026-12-11")]), ["plan-target-text"]);
        assert_eq!(with(vec![target("x", "")]), ["plan-target-due"]);
        assert_eq!(with(vec![target("x", "2026-11-22")]), ["plan-target-past"]);
        assert!(with(vec![target("x", "2026-11-23"), target("", "")]).is_empty());
        assert_eq!(with(vec![target("x", "2026-12-01"); 4]), ["plan-target-many"]);
    }
    #[test]
    fn a_rule_names_a_target_that_has_no_words() {
        let rule = |measure: &str| RuleForm {
            measure: measure.to_owned(),
            of: "3".to_owned(),
            ..RuleForm::default()
        };
        let with = |measure| PlanForm {
            targets: vec![TargetForm {
                text: String::new(),
                due: "2026-12-11".to_owned(),
                rule: rule(measure),
            }],
            ..form()
        };
        assert!(codes(&with("item:date")).is_empty());
        assert_eq!(codes(&with("item:nothing")), ["plan-rule-measure"]);
    }
}
