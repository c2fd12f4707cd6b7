//! An event in words, for the log's page and for the history of one thing.

use super::store::Line;
use super::{Act, Event};
use crate::i18n::format;
use crate::people::Permission;
use crate::web::View;

/// An event as templates show it.
#[derive(Debug, Clone)]
pub struct Told {
    /// When.
    pub when: String,
    /// Who; empty for the service itself.
    pub who: String,
    /// What was done.
    pub what: String,
    /// Whose work it touches.
    pub whose: String,
    /// What says more; may be empty.
    pub detail: String,
    /// Address of the thing, where the visitor finds something there.
    pub href: Option<String>,
}

/// In the visitor's words; `item` names a checklist's item by its key where it is known.
pub fn describe(t: &View, line: &Line, item: impl Fn(&str) -> Option<String>) -> Told {
    let event = &line.event;
    Told {
        when: t.moment(&event.at),
        who: line.person.clone().unwrap_or_default(),
        what: t.text(&format!("audit-act-{}", event.act)),
        whose: line.manager.clone().unwrap_or_default(),
        detail: detail(t, event.act, &event.detail, item),
        href: is_open(t, event).then(|| event.subject.clone()),
    }
}

/// Does the visitor find something at the event's address? What was thrown away is gone, a draft is its reviewer's alone.
fn is_open(t: &View, event: &Event) -> bool {
    if matches!(
        event.act,
        Act::EvaluationBegun | Act::EvaluationDiscarded | Act::RecordingDeleted
    ) {
        return false;
    }
    let needed = match event.subject.split('/').nth(1) {
        Some("evaluations") => Permission::ReadEvaluations,
        Some("plans") => Permission::ReadPlans,
        _ => Permission::ReadRecordings,
    };
    t.can(needed.as_str())
}

/// Figures of scores are for those who may read evaluations.
fn detail(t: &View, act: Act, detail: &str, item: impl Fn(&str) -> Option<String>) -> String {
    let scores = t.can(Permission::ReadEvaluations.as_str());
    let named = |key: &str| item(key).unwrap_or_else(|| key.to_owned());
    let mut words = detail.split(' ');
    let mut next = || words.next().unwrap_or_default();
    match act {
        Act::EvaluationPublished if scores => figure(t, detail),
        Act::EvaluationCorrected => {
            let (key, before, after) = (next(), next(), next());
            let item = named(key);
            if scores {
                format!("{item}: {}\u{a0}→\u{a0}{}", figure(t, before), figure(t, after))
            } else {
                item
            }
        }
        Act::AppealLodged | Act::AppealWithdrawn => named(detail),
        Act::AppealDecided => {
            let (key, outcome) = (next(), next());
            format!("{}: {}", named(key), t.text(&format!("appeal-state-{outcome}")))
        }
        Act::TargetDecided => {
            let (position, outcome) = (next(), next());
            let outcome = t.text(&format!("plan-outcome-{outcome}"));
            match position.parse::<u32>() {
                Ok(position) => t.with2("audit-target", "n", position + 1, "outcome", outcome),
                Err(_) => String::new(),
            }
        }
        Act::OpinionGiven if !detail.is_empty() => t.text("audit-by-checklist"),
        _ => String::new(),
    }
}

/// Hundredths as people write them; a dash for no total.
fn figure(t: &View, hundredths: &str) -> String {
    hundredths.parse::<i32>().map_or_else(
        |_| "—".to_owned(),
        |value| format::number(t.locale(), f64::from(value) / 100.0, 2),
    )
}
