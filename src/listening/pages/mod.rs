//! Pages of the plan, for heads alone: a week with its calls ([`show`]), and what is wanted ([`quotas`]).

mod quotas;
mod show;

use crate::people::Permission;
use crate::web::{PageContext, Routes};

use super::{DrawConditions, Listening};

pub(super) fn routes() -> Routes<Listening> {
    use Permission::Evaluate;
    Routes::new()
        .get("/listening", Evaluate, show::show)
        .post("/listening/draw", Evaluate, show::submit_draw)
        .post("/listening/picks/{id}/replace", Evaluate, show::submit_replace)
        .get("/listening/quotas", Evaluate, quotas::edit)
        .post("/listening/quotas", Evaluate, quotas::update)
}

/// The conditions in words; empty when every call will do.
fn in_words(t: &PageContext, conditions: &DrawConditions) -> String {
    let mut parts = Vec::new();
    if let Some(ms) = conditions.min_ms {
        parts.push(t.with("listening-from", "length", t.duration(&ms)));
    }
    if let Some(ms) = conditions.max_ms {
        parts.push(t.with("listening-to", "length", t.duration(&ms)));
    }
    let words = |words: Vec<String>| words.join(", ");
    if !conditions.call_types.is_empty() {
        let kinds = conditions.call_types.iter();
        parts.push(words(
            kinds.map(|it| t.text(&format!("recordings-type-{it}"))).collect(),
        ));
    }
    if !conditions.outcomes.is_empty() {
        let ends = conditions.outcomes.iter();
        parts.push(words(
            ends.map(|it| t.text(&format!("recordings-outcome-{it}")))
                .collect(),
        ));
    }
    if let Some(direction) = conditions.direction {
        parts.push(t.text(&format!("recordings-direction-{direction}")));
    }
    if !conditions.tags.is_empty() {
        parts.push(t.with("listening-tagged", "tags", words(conditions.tags.clone())));
    }
    if conditions.unheard {
        parts.push(t.text("listening-only-unheard"));
    }
    if conditions.days_before > 0 {
        parts.push(t.count("listening-and-days-before", &conditions.days_before));
    }
    parts.join(" · ")
}
