//! Deciding on a hint from the score page, and the page that counts how often each phrase was right.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::store::{self, Precision};
use crate::checklists::scoring::FEW;
use crate::checklists::store::checklists;
use crate::checklists::{Checklist, LocalizedText};
use crate::error::Result;
use crate::evaluations::pages::{CardFields, evidence, save_rest};
use crate::evaluations::{EvaluationPages, Evaluations};
use crate::i18n::Locale;
use crate::id::{ChecklistId, EvaluationId};
use crate::people::Permission;
use crate::web::{Form, Html, PageContext, Path, Routes};

/// Routes of hints.
pub fn routes() -> Routes<EvaluationPages> {
    Routes::new()
        .get("/evaluations/hints", Permission::Evaluate, show)
        .post(
            "/evaluations/{id}/hints/{item}/{start_ms}/accept",
            Permission::Evaluate,
            accept,
        )
        .post(
            "/evaluations/{id}/hints/{item}/{start_ms}/reject",
            Permission::Evaluate,
            reject,
        )
}

type HintPath = Path<(EvaluationId, String, i64)>;

async fn accept(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    place: HintPath,
    Form(fields): Form<CardFields>,
) -> Result<Response> {
    decide(t, &evaluations, place, &fields, true).await
}

async fn reject(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    place: HintPath,
    Form(fields): Form<CardFields>,
) -> Result<Response> {
    decide(t, &evaluations, place, &fields, false).await
}

/// What else the form brings is saved first.
async fn decide(
    t: PageContext,
    evaluations: &Evaluations,
    place: HintPath,
    fields: &CardFields,
    accepted: bool,
) -> Result<Response> {
    let Path((id, item, start_ms)) = place;
    let by = t.visitor().signed_in()?.clone();
    save_rest(evaluations, &by, &id, fields).await?;
    evaluations
        .decide_hint(&by, &id, &item, start_ms, accepted)
        .await?;
    if t.visitor().fragment() == Some("evidence") {
        return evidence(t, evaluations, &by, &id, &item).await;
    }
    Ok(Redirect::to(&format!("/evaluations/{id}/edit#item-{item}")).into_response())
}

/// A phrase with its count.
struct PhraseRow {
    checklist: String,
    item: String,
    phrase: String,
    accepted: i64,
    n: i64,
}

impl PhraseRow {
    const fn is_few(&self) -> bool {
        self.n < FEW
    }
    /// Whole per cent, rounded half up.
    const fn share(&self) -> i64 {
        (self.accepted * 200 + self.n) / (self.n * 2)
    }
}

#[derive(Template)]
#[template(path = "evaluations/hints.html")]
struct HintsPage {
    t: PageContext,
    rows: Vec<PhraseRow>,
}

impl HintsPage {
    const fn few() -> i64 {
        FEW
    }
}

async fn show(t: PageContext, State(evaluations): State<Evaluations>) -> Result<Html<HintsPage>> {
    let mut tx = evaluations.core.db.read().await?;
    let counted = store::precision(&mut tx, None).await?;
    let documents: HashMap<ChecklistId, Checklist> = checklists(&mut tx)
        .await?
        .into_iter()
        .map(|version| (version.checklist_id, version.document.0))
        .collect();
    drop(tx);
    let rows = counted
        .into_iter()
        .map(|row| named(row, &documents, t.locale()))
        .collect();
    Ok(Html(HintsPage { t, rows }))
}

/// The words of today; an item that is gone keeps its key.
fn named(row: Precision, documents: &HashMap<ChecklistId, Checklist>, locale: Locale) -> PhraseRow {
    let document = documents.get(&row.checklist_id);
    let words = |words: &LocalizedText| words.get(locale).to_owned();
    PhraseRow {
        checklist: document.map(|it| words(&it.name)).unwrap_or_default(),
        item: document
            .and_then(|it| it.item(&row.item_key))
            .map_or(row.item_key, |(_, item)| words(&item.text)),
        phrase: row.phrase,
        accepted: row.accepted,
        n: row.n,
    }
}
