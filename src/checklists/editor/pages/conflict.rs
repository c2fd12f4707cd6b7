//! Differences between two documents as a list of sentences.

use super::preview::decimal;
use crate::checklists::editor::changes::{ChecklistDifference, DifferenceKind, changes};
use crate::checklists::words::words;
use crate::checklists::{Checklist, LocalizedText};
use crate::i18n::Locale;
use crate::web::PageContext;

/// One difference, in the visitor's language.
pub(super) struct ChangeView {
    /// The item or block; empty for the checklist as a whole.
    pub(super) of: String,
    /// «вес», «больше не спрашивается».
    pub(super) what: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// What differs, in words.
pub(super) fn views(t: &PageContext, older: &Checklist, newer: &Checklist) -> Vec<ChangeView> {
    changes(older, newer)
        .iter()
        .map(|change| view(t, change))
        .collect()
}

fn view(t: &PageContext, change: &ChecklistDifference) -> ChangeView {
    let what = match (change.what, &change.of) {
        (DifferenceKind::Moved, None) => t.text("checklist-change-order"),
        (DifferenceKind::Text, None) => t.text("checklist-change-name"),
        (what, _) => t.text(format!("checklist-change-{what}").as_str()),
    };
    let of = change.of.as_ref().map(|of| words(of, t.locale()));
    let of = of.map(|of| {
        if of.is_empty() {
            t.text("checklist-nameless-item")
        } else {
            of
        }
    });
    let (before, after) = sides(t, change);
    ChangeView {
        of: of.unwrap_or_default(),
        what,
        before,
        after,
    }
}

/// Before and after; a text that differs in the other language alone is shown in that one.
fn sides(t: &PageContext, change: &ChecklistDifference) -> (String, String) {
    let locale = t.locale();
    let say = |text: &LocalizedText, locale: Locale| {
        let plain = text.get(locale).to_owned();
        match change.what {
            DifferenceKind::Scale => scale_name(t, &plain),
            DifferenceKind::Weight => decimal(t, &plain),
            DifferenceKind::Rule => t.text(format!("evaluation-rule-{plain}").as_str()),
            DifferenceKind::Required | DifferenceKind::NotApplicable | DifferenceKind::Counts => {
                match plain.as_str() {
                    "yes" => t.text("checklist-yes"),
                    _ => t.text("checklist-no"),
                }
            }
            DifferenceKind::CallTypes => named(t, &plain, "recordings-type-"),
            DifferenceKind::Functions => named(t, &plain, "playbook-role-"),
            _ => words(text, locale),
        }
    };
    let sides = |locale| (say(&change.before, locale), say(&change.after, locale));
    let (before, after) = sides(locale);
    if before == after {
        let raw = |text: &LocalizedText| match locale {
            Locale::Ru => text.en.clone(),
            Locale::En => text.ru.clone(),
        };
        return (raw(&change.before), raw(&change.after));
    }
    (before, after)
}

fn named(t: &PageContext, keys: &str, beginning: &str) -> String {
    if keys.is_empty() {
        return t.text("checklist-for-any");
    }
    let names = keys
        .split(' ')
        .map(|key| t.text(format!("{beginning}{key}").as_str()));
    names.collect::<Vec<_>>().join(", ")
}

/// A scale by its word: «0–1–2», «баллы до 8», «свои исходы: 0, 3, 10».
pub(super) fn scale_name(t: &PageContext, scale: &str) -> String {
    if let Some(points) = scale.strip_prefix("points-") {
        return t.with("checklist-scale-up-to", "n", points);
    }
    if let Some(values) = scale.strip_prefix("own-") {
        return t.with("checklist-scale-own-values", "values", values.replace('-', ", "));
    }
    t.text(format!("checklist-scale-{scale}").as_str())
}
