//! A plan that is not what its form was opened on: which fields differ, or why it is not changed any more.

use std::collections::BTreeSet;

use askama::Template;
use axum::response::Response;

use super::PlanPage;
use super::form::form_of;
use crate::coaching::rule::RuleForm;
use crate::coaching::{Coaching, PlanForm, TargetForm};
use crate::drafts::{self, Draft};
use crate::error::Result;
use crate::id::PlanId;
use crate::web::{Clash, PageContext, form};

/// Which fields of the plan are not what was entered.
pub(super) fn clash(shown: &PlanPage, mine: &PlanForm) -> Clash {
    let (t, theirs) = (&shown.t, form_of(shown));
    let targets = shown.targets.iter().map(|target| {
        let by = t.with("plan-by", "day", t.day(&target.due));
        let rule = target.rule.as_ref();
        let rule = rule.map(|rule| format!(" ({})", rule.0.words(t.texts())));
        format!("{}, {by}{}", target.text, rule.unwrap_or_default())
    });
    let study = shown.plan.study.0.iter().map(|study| study.title.clone());
    let items = shown.items().into_iter().map(|(title, _)| title.to_owned());
    let moments = shown
        .moments()
        .into_iter()
        .map(|(_, start_ms, note)| format!("{} {note}", t.duration(&start_ms)));
    Clash::new(t.with("plan-clash", "when", t.moment(&shown.plan.changed_at)))
        .field(t.text("plan-focus"), &theirs.focus, &mine.focus)
        .field(t.text("plan-action"), &theirs.action, &mine.action)
        .unless(
            agreed(&theirs.targets) == agreed(&mine.targets),
            t.text("plan-targets"),
            lines(targets),
        )
        .unless(
            chosen(&theirs.items) == chosen(&mine.items),
            t.text("plan-items"),
            lines(items),
        )
        .unless(
            chosen(&theirs.moments) == chosen(&mine.moments),
            t.text("plan-moments"),
            lines(moments),
        )
        .unless(
            chosen(&theirs.study) == chosen(&mine.study),
            t.text("plan-study"),
            lines(study),
        )
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

/// What targets agree on; what the form proposes for a rule that nobody chose is none.
fn agreed(targets: &[TargetForm]) -> Vec<(&str, &str, Option<&RuleForm>)> {
    let entered = targets.iter().filter(|target| !target.is_empty());
    entered
        .map(|target| {
            let has_rule = !target.rule.measure.is_empty();
            let rule = has_rule.then_some(&target.rule);
            (target.text.trim(), target.due.trim(), rule)
        })
        .collect()
}

/// What is chosen, whatever the order; a select that is not used sends an empty word.
fn chosen(words: &[String]) -> BTreeSet<&str> {
    let words = words.iter().map(String::as_str);
    words.filter(|word| !word.is_empty()).collect()
}

#[derive(Template)]
#[template(path = "coaching/closed.html")]
struct ClosedPage {
    t: PageContext,
    id: PlanId,
    manager: String,
    /// Why it is not changed any more.
    reason: String,
    /// What was typed and is not saved: the field and its text.
    typed: Vec<(String, String)>,
}

/// The plan is not changed any more: why, and what one has typed, be it just now or in a draft.
pub(super) async fn closed(
    coaching: &Coaching,
    shown: PlanPage,
    code: &'static str,
    entered: Option<PlanForm>,
) -> Result<Response> {
    let (t, plan) = (shown.t, shown.plan);
    let kept = if let Some(form) = entered {
        form
    } else {
        let me = &t.visitor().signed_in()?.id;
        let mut tx = coaching.core.db.read().await?;
        let draft = drafts::newest(&mut tx, me, &format!("/plans/{}", plan.id)).await?;
        draft.map(|draft| form_of_draft(&draft)).unwrap_or_default()
    };
    let targets = kept.targets.iter().map(|target| target.text.as_str());
    let texts = [
        ("plan-focus", kept.focus.as_str()),
        ("plan-action", kept.action.as_str()),
    ];
    let texts = texts.into_iter().chain(targets.map(|text| ("plan-target", text)));
    let typed = texts
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(label, text)| (t.text(label), text.to_owned()))
        .collect();
    let page = ClosedPage {
        id: plan.id,
        manager: plan.manager_name,
        reason: t.error(code),
        typed,
        t,
    };
    Ok(form::clash(page))
}

/// The texts of a draft of this form.
fn form_of_draft(draft: &Draft) -> PlanForm {
    PlanForm {
        focus: typed(draft, "focus").next().unwrap_or_default(),
        action: typed(draft, "action").next().unwrap_or_default(),
        targets: typed(draft, "target")
            .map(|text| TargetForm {
                text,
                ..TargetForm::default()
            })
            .collect(),
        ..PlanForm::default()
    }
}

fn typed(draft: &Draft, name: &'static str) -> impl Iterator<Item = String> {
    let fields = draft.fields.0.iter().filter(move |field| field.name == name);
    fields.map(|field| field.value.clone())
}
