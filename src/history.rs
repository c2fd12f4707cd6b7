//! An event in words, for the log's page and for the history of one thing.
//!
//! Decides the words, where an event leads and whether the visitor finds something there, and that figures of scores are told
//! only to those who may read evaluations. Leaves which events somebody reads of to [`crate::audit`].

use crate::audit::store::AuditLine;
use crate::audit::{Act, ActGroup, Actor, Detail, Event};
use crate::i18n::format;
use crate::people::Permission;
use crate::web::PageContext;

/// An event as templates show it.
#[derive(Debug, Clone)]
pub struct AuditText {
    /// When.
    pub when: String,
    /// Who.
    pub who: String,
    /// Was it no person of the department?
    pub nobody: bool,
    /// What was done.
    pub what: String,
    /// Whom, or whose work, it touches.
    pub whose: String,
    /// What says more; may be empty.
    pub detail: String,
    /// Address of the thing, where the visitor finds something there.
    pub href: Option<String>,
}

/// In the visitor's words; `item` names a checklist's item by its key where it is known.
pub fn describe(t: &PageContext, line: &AuditLine, item: impl Fn(&str) -> Option<String>) -> AuditText {
    let event = &line.event;
    let who = match event.actor {
        Actor::Person => line.person.clone().unwrap_or_default(),
        actor => t.text(&format!("audit-actor-{actor}")),
    };
    let detail = detail(t, event, item);
    let detail = match (event.times, detail.is_empty()) {
        (..=1, _) => detail,
        (times, true) => t.count("audit-times", &times),
        (times, false) => format!("{}, {detail}", t.count("audit-times", &times)),
    };
    AuditText {
        when: t.moment(&event.at),
        who,
        nobody: event.actor != Actor::Person,
        what: t.text(&format!("audit-act-{}", event.act)),
        whose: line.manager.clone().unwrap_or_default(),
        detail,
        href: is_open(t, event).then(|| place(&event.subject)),
    }
}

/// Where the thing is shown: a line of a list is on whichever page it is by now.
fn place(subject: &str) -> String {
    match subject.strip_prefix("/people#person-") {
        Some(id) => format!("/people?person={id}#person-{id}"),
        None => subject.to_owned(),
    }
}

/// Does the visitor find something at the event's address? What was thrown away is gone, a draft is its reviewer's alone.
fn is_open(t: &PageContext, event: &Event) -> bool {
    let gone = matches!(
        event.act,
        Act::EvaluationBegun
            | Act::EvaluationDiscarded
            | Act::EvaluationRestored
            | Act::RecordingDeleted
            | Act::RecordingErased
            | Act::FileHeard
            | Act::FileTakenIn
            | Act::FileForgotten
            | Act::SnippetDeleted
            | Act::PlaylistDeleted
            | Act::CalibrationDeleted
    );
    let needed = match event.subject.split(['/', '?', '#']).nth(1) {
        Some("evaluations") => Permission::ReadEvaluations,
        Some("plans" | "one-to-ones") => Permission::ReadPlans,
        Some("recordings") if event.subject.starts_with("/recordings/files") => Permission::ManageFiles,
        Some("recordings") => Permission::ReadRecordings,
        Some("people") => Permission::ReadPeople,
        Some("jobs") => Permission::ManageJobs,
        Some("forgetting") if event.subject.starts_with("/forgetting/erasures") => Permission::Forget,
        Some("forgetting") => Permission::ReadRetention,
        Some("checklists") => Permission::EditChecklists,
        Some("calibrations" | "listening") => Permission::Evaluate,
        Some("playbook") if event.subject.ends_with("/glossary") => Permission::EditGlossary,
        Some("playbook") if event.subject.ends_with("/unanswered") => Permission::EditPlaybook,
        Some("playbook" | "snippets" | "playlists") => Permission::ReadPlaybook,
        _ => return false,
    };
    !gone && event.act.group() != ActGroup::Access && t.can(needed.as_str())
}

/// Figures of scores are for those who may read evaluations.
fn detail(t: &PageContext, event: &Event, item: impl Fn(&str) -> Option<String>) -> String {
    let scores = t.can(Permission::ReadEvaluations.as_str());
    let named = |key: &str| item(key).unwrap_or_else(|| key.to_owned());
    match &event.detail {
        Detail::Total(total) if scores => figure(t, Some(*total)),
        Detail::Corrected { item, before, after } if scores => {
            let figures = (figure(t, *before), figure(t, *after));
            format!("{}: {}\u{a0}→\u{a0}{}", named(item), figures.0, figures.1)
        }
        Detail::Item(item) | Detail::Corrected { item, .. } => named(item),
        Detail::Decided { item, outcome } => {
            format!("{}: {}", named(item), t.text(&format!("appeal-state-{outcome}")))
        }
        Detail::Target { position, outcome } => {
            let outcome = t.text(&format!("plan-outcome-{outcome}"));
            t.with2("audit-target", "n", position + 1, "outcome", outcome)
        }
        Detail::Number(n) if event.act == Act::ChecklistPublished => t.with("audit-version", "n", n),
        Detail::Number(n) if event.act == Act::RecoveryCodeUsed => t.count("recovery-left", n),
        Detail::Number(n) => n.to_string(),
        Detail::Counted(kinds) => {
            let told = kinds
                .iter()
                .map(|(kind, n)| format!("{}: {n}", word(t, &format!("forget-retention-{kind}"), kind)));
            told.collect::<Vec<_>>().join(", ")
        }
        Detail::Drawn { drawn, of } => t.with2("audit-drawn", "drawn", drawn, "of", of),
        Detail::Exported { n, form } => format!("{}, {form}", t.count("audit-rows", n)),
        Detail::Range { start_ms, end_ms } => format!("{}–{}", t.duration(start_ms), t.duration(end_ms)),
        Detail::Fields(names) => {
            let names: Vec<String> = names
                .iter()
                .map(|name| word(t, &format!("audit-field-{name}"), name))
                .collect();
            names.join(", ")
        }
        Detail::Word(kind) if matches!(event.act, Act::JobRetried | Act::JobCancelled | Act::JobFirst) => {
            word(t, &format!("job-kind-{kind}"), kind)
        }
        Detail::Word(said) => word(t, &format!("audit-word-{said}"), said),
        Detail::Became { before, after } => {
            let kind = match event.act {
                Act::RoleChanged => "role",
                _ => "playbook-role",
            };
            let said = |key: &str| match key {
                "" => "—".to_owned(),
                key => t.text(&format!("{kind}-{key}")),
            };
            format!("{}\u{a0}→\u{a0}{}", said(before), said(after))
        }
        Detail::From { address, browser } => browser_at(t, address, browser),
        Detail::Total(_) | Detail::Nothing => String::new(),
    }
}

/// A word of a closed list as people say it; one that has no words yet as it is.
fn word(t: &PageContext, name: &str, key: &str) -> String {
    if t.texts().has(name) {
        t.text(name)
    } else {
        key.to_owned()
    }
}

/// «Firefox, 10.0.0.5».
fn browser_at(t: &PageContext, address: &str, browser: &str) -> String {
    let address = match address {
        "local" => t.text("audit-from-local"),
        address => address.to_owned(),
    };
    format!("{}, {address}", t.browser(browser))
}

/// Hundredths as people write them; a dash for no total.
fn figure(t: &PageContext, hundredths: Option<i64>) -> String {
    hundredths
        .and_then(|value| i32::try_from(value).ok())
        .map_or_else(
            || "—".to_owned(),
            |value| format::number(t.locale(), f64::from(value) / 100.0, 2),
        )
}
